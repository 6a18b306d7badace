/* Tests what the parent left open, [from, end) of the stack; what stays open goes to the children above it. fmm_real.h
 * includes it twice, as SORT_OUT and WITH_IMAGES or not: as one function they cost the open walk some per cent. */
static void SORT_OUT(FN(walker) * w, int32_t cell, int64_t from, int64_t end, SCALAR *F) {
  const aps_fmm_job job = *w->job; /* copies: the compiler knows that no list is stored over them */
  const aps_fmm_cells c = job.cells;
  aps_fmm_bench *b = w->bench;
  FN(list) list = w->list;
  const uint32_t leaf = c.family[cell] == 0 ? 0xffff : 0;
  FN(target) a = {{c.x[cell], c.x[cell]}, {c.y[cell], c.y[cell]}, {c.z[cell], c.z[cell]}, c.radius[cell], c.mass[cell],  c.least[cell],
                  c.strict[cell], c.reach[cell], c.eps2[cell], leaf != 0, fabsf(c.strict[cell]) < c.least[cell]};
  enum { TWO = 2 * APS_FMM_GROUP };
  int64_t tests = 0, head = 0, tail = 0;
  /* First in, first out: then one test need not wait for the verdict of the one before. */
  for (int64_t i = from; i < end || head < tail;) {
    aps_fmm_two of = {0};
    for (int k = 0; k < 2; k++) {
      if (i == end && head == tail) {
        of.s[k] = of.s[0]; /* the last one alone */
        break;
      }
      const aps_fmm_items *in = i < end ? &b->item : &b->queue;
      const int64_t at = i < end ? i++ : head++;
      of.s[k] = in->first[at];
#if WITH_IMAGES
      const uint32_t image = in->mask[at] >> APS_FMM_MASK_BITS;
      of.above[k] = image << APS_FMM_MASK_BITS;
      of.mask |= (in->mask[at] ^ of.above[k]) << 8 * k;
      a.x[k] = c.x[cell] + job.image[image][0], a.y[k] = c.y[cell] + job.image[image][1], a.z[k] = c.z[cell] + job.image[image][2];
#else
      of.mask |= in->mask[at] << 8 * k;
#endif
    }
    if (list.n > APS_FMM_LIST - TWO) {
      w->list = list;
      FN(flush)(w, F, 1);
      list = w->list;
    }
    if (b->items + TWO + 2 > b->item_room && !aps_fmm_more_items(b)) return;
    if (tail + TWO > b->queue_room && !aps_fmm_more_queue(b)) return;
    if (b->near.n + TWO > b->near.room && !aps_fmm_more_ids(b, &b->near)) return;
    if (b->far.n + TWO > b->far.room && !aps_fmm_more_ids(b, &b->far)) return;
    if (b->giver.n + TWO > b->giver.room && !aps_fmm_more_ids(b, &b->giver)) return;
    const FN(verdict) v = FN(test)(&job, &c, &a, &of, &list);
    tests += __builtin_popcount(of.mask);
    const uint32_t open = of.mask & ~(v.accepted | v.far | v.giver), inner = open & ~v.leaves, pairs = open & v.leaves & leaf;
    const uint32_t both = inner & v.equal & ~leaf;        /* source and target are opened */
    const uint32_t split = inner & (v.bigger | leaf);     /* the source alone */
    const uint32_t stay = open & ~(both | split | pairs); /* the target alone */
    if (job.tally) aps_fmm_tally(&job, cell, &of, v.accepted | v.far | v.giver | pairs);
    if (job.opened) aps_fmm_note(&job, &of, both | split | pairs | v.giver);
    b->near.n += aps_fmm_push_cells(b->near.id + b->near.n, &of, pairs);
    if (v.far | v.giver) {
      b->far.n += aps_fmm_push_cells(b->far.id + b->far.n, &of, v.far);
      b->giver.n += aps_fmm_push_cells(b->giver.id + b->giver.n, &of, v.giver);
    }
    b->items += aps_fmm_push_families(&c, &of, both, &b->item, b->items);
    for (int k = 0; k < 2; k++) {
      const uint32_t here = stay >> 8 * k & 255;
      b->item.first[b->items] = of.s[k], b->item.mask[b->items] = here | of.above[k];
      b->items += here != 0;
    }
    tail += aps_fmm_push_families(&c, &of, split, &b->queue, tail);
  }
  w->list = list;
  b->count.tests += (double)tests;
}
