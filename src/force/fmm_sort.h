/* Tests what the parent left open, [from, end) of the stack; what stays open goes to the children above it. fmm_real.h
 * includes it twice, as SORT_OUT and WITH_IMAGES or not: as one function they cost the open walk some per cent. */
static void SORT_OUT(FN(walker) * w, int32_t cell, int64_t from, int64_t end, SCALAR *F) {
  const aps_fmm_job job = *w->job; /* copies: the compiler knows that no list is stored over them */
  const aps_fmm_cells c = job.cells;
  aps_fmm_bench *b = w->bench;
  FN(list) list = w->list;
  const uint32_t leaf = c.family[cell] == 0 ? 255 : 0;
#if !WITH_IMAGES
  const
#endif
  FN(target) a = {c.x[cell],      c.y[cell],     c.z[cell],    c.radius[cell], c.mass[cell], c.least[cell],
                  c.strict[cell], c.reach[cell], c.eps2[cell], leaf != 0, fabsf(c.strict[cell]) < c.least[cell]};
  int64_t tests = 0, head = 0, tail = 0;
  /* First in, first out: then one test need not wait for the verdict of the one before. */
  for (int64_t i = from; i < end || head < tail;) {
    const aps_fmm_items *in = i < end ? &b->item : &b->queue;
    const int64_t at = i < end ? i++ : head++;
    const int32_t s = in->first[at];
#if WITH_IMAGES
    const uint32_t image = in->mask[at] >> APS_FMM_MASK_BITS, above = image << APS_FMM_MASK_BITS, mask = in->mask[at] ^ above;
    const int32_t id = aps_fmm_in_list(s, image);
    a.x = c.x[cell] + job.image[image][0], a.y = c.y[cell] + job.image[image][1], a.z = c.z[cell] + job.image[image][2];
#else
    const uint32_t mask = in->mask[at], above = 0;
    const int32_t id = s;
#endif
    if (list.n > APS_FMM_LIST - APS_FMM_GROUP) {
      w->list = list;
      FN(flush)(w, F, 1);
      list = w->list;
    }
    if (b->items + APS_FMM_GROUP >= b->item_room && !aps_fmm_more_items(b)) return;
    if (tail + APS_FMM_GROUP >= b->queue_room && !aps_fmm_more_queue(b)) return;
    if (b->near.n + APS_FMM_GROUP > b->near.room && !aps_fmm_more_ids(b, &b->near)) return;
    if (b->far.n + APS_FMM_GROUP > b->far.room && !aps_fmm_more_ids(b, &b->far)) return;
    if (b->giver.n + APS_FMM_GROUP > b->giver.room && !aps_fmm_more_ids(b, &b->giver)) return;
    const FN(verdict) v = FN(test)(&job, &c, &a, s, mask, &list);
    tests += __builtin_popcount(mask);
    const uint32_t open = mask & ~(v.accepted | v.far | v.giver), inner = open & ~v.leaves, pairs = open & v.leaves & leaf;
    const uint32_t both = inner & v.equal & ~leaf;        /* source and target are opened */
    const uint32_t split = inner & (v.bigger | leaf);     /* the source alone */
    const uint32_t stay = open & ~(both | split | pairs); /* the target alone */
    if (job.tally) aps_fmm_tally(&job, cell, s, v.accepted | v.far | v.giver | pairs);
    if (job.opened) aps_fmm_note(&job, s, both | split | pairs | v.giver);
    b->near.n += aps_fmm_push_cells(b->near.id + b->near.n, id, pairs);
    if (v.far | v.giver) {
      b->far.n += aps_fmm_push_cells(b->far.id + b->far.n, id, v.far);
      b->giver.n += aps_fmm_push_cells(b->giver.id + b->giver.n, id, v.giver);
    }
    b->items += aps_fmm_push_families(&c, s, both, above, &b->item, b->items);
    b->item.first[b->items] = s, b->item.mask[b->items] = stay | above;
    b->items += stay != 0;
    tail += aps_fmm_push_families(&c, s, split, above, &b->queue, tail);
  }
  w->list = list;
  b->count.tests += (double)tests;
}

