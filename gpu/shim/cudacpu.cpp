/* The shim's machine: fibers, barriers, warp collectives, the pretended device. State is global:
 * tests only. */
#include "cudacpu.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#if WITH_ASAN /* the kernels' */
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace {

constexpr unsigned MAX_THREADS = 1024, MAX_SHARED = 16;
constexpr size_t STACK = 256 << 10, FENCE = 64 << 10, STACKS = MAX_THREADS * (STACK + FENCE); /* fences: whole pages of any machine */
enum state { READY, AT_BARRIER, IN_WARP, GONE };

struct fiber {
#if defined(__x86_64__)
  void *sp;
#else
  ucontext_t context;
#endif
  char *stack, *top; /* prepared at its start only; that of a thread which is gone serves the next one */
  bool fresh;        /* not started yet */
  uint3 place;
  state is;
  int line, operation, source;
  unsigned mask;
  uint64_t value;
};

struct machine {
  fiber threads[MAX_THREADS], home;
  unsigned order[MAX_THREADS], n, at, end; /* order[at … end): those still to be looked at in this turn */
  unsigned gone[MAX_THREADS / 32 + 1], arrived[MAX_THREADS / 32 + 1]; /* by warp, a bit per lane; arrived: at a collective */
  char *stacks;
  fiber *now;
  uint3 block, block_dim, grid_dim;
  aps_cudacpu_call *call;
  void *argument;
  uint64_t shuffle; /* 0 forward, 1 reverse, else the state of a generator */
  bool interleave, idle;
  int64_t order_wanted;
  struct {
    const void *key;
    void *data;
  } shared[MAX_SHARED];
  unsigned n_shared;

  aps_cudacpu_machine device;
  int64_t calls, fail_at, live;
  int fail_with, sticky, last;
  char failed_call[64];
  size_t used;

  aps_cudacpu_drawing drawing;
  int buffers; /* OpenGL's: one or none */
  unsigned buffer_name;
  cudaGraphicsResource buffer;
  void (*on_unmap)(unsigned, const void *, size_t);
};
machine m;

/* A window's thread may call while the run's does; one of their kernels runs at a time. */
pthread_mutex_t calls = PTHREAD_MUTEX_INITIALIZER, launches = PTHREAD_MUTEX_INITIALIZER;
struct locked {
  pthread_mutex_t *const mutex;
  locked(pthread_mutex_t *which = &calls) : mutex(which) { pthread_mutex_lock(mutex); }
  ~locked() { pthread_mutex_unlock(mutex); }
};

[[noreturn]] void die(const char *what) {
  fprintf(stderr, "cudacpu: %s (block %u,%u", what, m.block.x, m.block.y);
  if (m.now) fprintf(stderr, ", thread %u, line %d", m.now->place.x, m.now->line);
  fprintf(stderr, ")\n");
  abort();
}

/* ---- switching fibers
 * ---------------------------------------------------------------------------- */

#if defined(__x86_64__) /* System V: callee-saved registers on the stack that is left */
extern "C" void aps_cudacpu_switch(void **save, void *to);
asm(".text\n.globl aps_cudacpu_switch\n.hidden aps_cudacpu_switch\n.type "
    "aps_cudacpu_switch,@function\n"
    "aps_cudacpu_switch:\n"
    " push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
    " mov %rsp,(%rdi)\n mov %rsi,%rsp\n"
    " pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n"
    ".size aps_cudacpu_switch,.-aps_cudacpu_switch\n");
void jump(fiber &from, fiber &to) { aps_cudacpu_switch(&from.sp, to.sp); }
void prepare(fiber &f, void (*entry)()) {
  void **s = (void **)(f.top - 64);
  *--s = nullptr;
  *--s = (void *)entry;
  for (int k = 0; k < 6; k++) *--s = nullptr;
  f.sp = s;
}
#else
void jump(fiber &from, fiber &to) { swapcontext(&from.context, &to.context); }
void prepare(fiber &f, void (*entry)()) {
  getcontext(&f.context);
  f.context.uc_stack.ss_sp = f.stack;
  f.context.uc_stack.ss_size = (size_t)(f.top - f.stack);
  f.context.uc_link = nullptr;
  makecontext(&f.context, entry, 0);
}
#endif

/* The next of this turn that may run, or NULL. */
fiber *next_ready() {
  while (m.at < m.end) {
    fiber &f = m.threads[m.order[m.at++]];
    if (f.is == READY) return &f;
  }
  return nullptr;
}

/* No frame of the next two is ever returned from, so none may leave marks on its stack. */
#define UNMARKED __attribute__((noinline, no_sanitize_address))

UNMARKED void thread_main() {
  for (;;) {
    m.call(m.argument);
    fiber &me = *m.now;
    me.is = GONE;
    m.gone[(&me - m.threads) / 32] |= 1u << ((&me - m.threads) & 31);
    fiber *next = next_ready();
    if (next == nullptr) jump(me, m.home);
    m.now = next;
    if (!next->fresh) jump(me, *next);
    next->fresh = false;
    char *const stack = me.stack, *const top = me.top;
    me.stack = next->stack, me.top = next->top;
    next->stack = stack, next->top = top;
  }
}

UNMARKED void run(fiber &from, fiber &to) {
  m.now = &to;
  if (to.fresh) {
    to.fresh = false;
    prepare(to, thread_main);
  }
  jump(from, to);
}

/* The running fiber waits: the turn goes on without it. */
void wait() {
  fiber &me = *m.now, *next = next_ready();
  if (next)
    run(me, *next);
  else
    jump(me, m.home);
}

/* ---- the scheduler of one block
 * -------------------------------------------------------------------- */

unsigned below(unsigned n) {
  m.shuffle = m.shuffle * 6364136223846793005ull + 1442695040888963407ull;
  return (unsigned)(m.shuffle >> 33) % n;
}

void swap(unsigned i, unsigned j) {
  const unsigned t = m.order[i];
  m.order[i] = m.order[j];
  m.order[j] = t;
}

/* Threads of a warp stay neighbours in the order, except for every other seed. */
void new_order() {
  if (m.shuffle < 2) return;
  if (m.interleave || m.n % 32) {
    for (unsigned i = m.n - 1; i > 0; i--) swap(i, below(i + 1));
    return;
  }
  for (unsigned w = m.n / 32 - 1; w > 0; w--) {
    const unsigned other = below(w + 1);
    for (unsigned l = 0; l < 32; l++) swap(32 * w + l, 32 * other + l);
  }
  for (unsigned i = 0; i < m.n; i++) swap(i, i / 32 * 32 + below(32));
}

/* Runs the threads order[first … first + n) in turns until all of them wait; one hands on to the next. */
bool run_all(unsigned first, unsigned n) {
  for (bool moved = false;; moved = true) {
    m.at = first, m.end = first + n;
    fiber *f = next_ready();
    if (f == nullptr) return moved;
    run(m.home, *f);
    m.now = nullptr;
  }
}

/* Until every thread waits: each warp as far as it gets before the next one starts, which is as
 * unfair as a GPU may be; or, interleaved, all threads in turns. */
void run_until_all_wait() {
  const unsigned group = m.interleave || m.n % 32 ? m.n : 32;
  for (bool moved = true; moved;) {
    moved = false;
    for (unsigned k = 0; k < m.n; k += group) moved |= run_all(k, group);
  }
}

/* All threads wait: lets them pass if that is at one barrier. False once every thread is gone. */
bool pass_barrier() {
  unsigned waiting = 0, gone = 0;
  for (unsigned i = 0; i < m.n; i++) {
    waiting += m.threads[i].is == AT_BARRIER;
    gone += m.threads[i].is == GONE;
  }
  if (gone == m.n) return false;
  m.now = nullptr;
  if (waiting + gone < m.n) die("deadlock: lanes of a warp collective wait for others");
  if (gone) die("a barrier is waited at that other threads never reach");
  for (unsigned i = 0; i < m.n; i++) {
    if (m.threads[i].line != m.threads[0].line) die("threads wait at different barriers");
    m.threads[i].is = READY;
  }
  new_order();
  return true;
}

/* One below the other, each between fences, and begun at different places of their pages: frames of the same depth would
 * else fall into the same lines of every cache. */
void make_stacks() {
  m.stacks = (char *)mmap(nullptr, STACKS + FENCE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (m.stacks == MAP_FAILED) die("no memory for stacks");
  for (unsigned i = 0; i < MAX_THREADS; i++) {
    fiber &f = m.threads[i];
    f.stack = m.stacks + FENCE + i * (STACK + FENCE);
    f.top = f.stack + STACK - i % 32 * 128;
    if (mprotect(f.stack, STACK, PROT_READ | PROT_WRITE) != 0) die("no memory for a stack");
  }
}

void run_block() {
  for (unsigned i = 0; i < m.n; i++) {
    fiber &f = m.threads[i];
    f.place = uint3{i % m.block_dim.x, i / m.block_dim.x % m.block_dim.y,
                    i / (m.block_dim.x * m.block_dim.y)};
    f.is = READY;
    f.line = 0;
    f.fresh = true;
    m.order[i] = m.shuffle == 1 ? m.n - 1 - i : i;
  }
  memset(m.gone, 0, sizeof m.gone);
  memset(m.arrived, 0, sizeof m.arrived);
  new_order();
  do {
    run_until_all_wait();
  } while (pass_barrier());
  for (unsigned k = 0; k < m.n_shared; k++) free(m.shared[k].data);
  m.n_shared = 0;
}

uint64_t order_asked() {
  if (m.order_wanted >= 0) return (uint64_t)m.order_wanted;
  const char *text = getenv("APSIS_CUDACPU_ORDER");
  if (text == nullptr || strcmp(text, "forward") == 0) return 0;
  return strcmp(text, "reverse") == 0 ? 1 : strtoull(text, nullptr, 10);
}

bool stays(int error) { return error >= 700 || error == 214; }

} // namespace

/* ---- what kernels ask
 * ------------------------------------------------------------------------------ */

const uint3 *aps_cudacpu_thread(void) { return &m.now->place; }
const uint3 *aps_cudacpu_block(void) { return &m.block; }
const uint3 *aps_cudacpu_extent(int of_grid) { return of_grid ? &m.grid_dim : &m.block_dim; }
int aps_cudacpu_lane(void) { return (int)((m.now - m.threads) & 31); }

void aps_cudacpu_barrier(int line) {
  m.now->line = line;
  m.now->is = AT_BARRIER;
  wait();
}

uint64_t aps_cudacpu_collective(int operation, unsigned mask, uint64_t value, int source,
                                int line) {
  fiber &me = *m.now;
  fiber *const warp = m.threads + ((&me - m.threads) & ~31);
  const unsigned lane = (unsigned)(&me - warp), of = (unsigned)(warp - m.threads) / 32;
  me.line = line;
  me.operation = operation;
  me.source = source;
  me.mask = mask;
  me.value = value;
  me.is = IN_WARP;
  if (m.n - (unsigned)(warp - m.threads) < 32) die("a warp collective needs blocks of whole warps");
  if (!(mask >> lane & 1)) die("the calling lane is not in its mask");
  if (mask & m.gone[of]) die("the mask names a thread that has left");
  if (mask & ~(m.arrived[of] |= 1u << lane)) return wait(), me.value;
  m.arrived[of] &= ~mask;
  uint64_t given[32], votes = 0;
  for (int l = 0; l < 32; l++) {
    given[l] = 0xbadbadbadbadbadull;
    if (!(mask >> l & 1)) continue;
    if (warp[l].operation != operation || warp[l].mask != mask || warp[l].line != line)
      die("lanes of one mask stand in different collectives");
    given[l] = warp[l].value;
    votes |= (uint64_t)(given[l] != 0) << l;
  }
  for (int l = 0; l < 32; l++) { /* the last lane to arrive serves them all */
    if (!(mask >> l & 1)) continue;
    warp[l].value = operation == APS_CUDACPU_BALLOT ? votes : given[warp[l].source & 31];
    warp[l].is = READY;
  }
  return me.value;
}

void *aps_cudacpu_shared(const void *key, size_t bytes) {
  for (unsigned k = 0; k < m.n_shared; k++)
    if (m.shared[k].key == key) return m.shared[k].data;
  if (m.n_shared == MAX_SHARED) die("more shared objects than the shim knows");
  void *data = aligned_alloc(64, (bytes + 63) / 64 * 64);
  memset(data, 0xff, bytes);
#if WITH_ASAN
  __asan_poison_memory_region((char *)data + bytes, (bytes + 63) / 64 * 64 - bytes);
#endif
  m.shared[m.n_shared].key = key;
  m.shared[m.n_shared++].data = data;
  return data;
}

void aps_cudacpu_launch(const unsigned grid[3], const unsigned block[3], aps_cudacpu_call *call,
                        void *argument) {
  if (aps_cudacpu_step("launch")) return;
  const locked alone(&launches);
  m.n = block[0] * block[1] * block[2];
  if (m.n == 0 || m.n > MAX_THREADS || grid[0] == 0 || grid[1] == 0 || grid[2] == 0 ||
      grid[1] > 65535 || grid[2] > 65535) {
    (void)aps_cudacpu_set(cudaErrorInvalidConfiguration);
    return;
  }
  if (m.idle && m.n > 1) return; /* one thread: whether the device works at all */
  m.block_dim = uint3{block[0], block[1], block[2]};
  m.grid_dim = uint3{grid[0], grid[1], grid[2]};
  m.call = call;
  m.argument = argument;
  m.shuffle = order_asked();
  m.interleave = m.shuffle > 1 && m.shuffle % 2 == 0;
  const uint64_t blocks = (uint64_t)grid[0] * grid[1] * grid[2];
  if (m.stacks == nullptr) make_stacks();
#if WITH_ASAN /* to it all stacks are one: told of every switch it would take longer than the kernels */
  void *fake_stack;
  const void *bottom;
  size_t size;
  __sanitizer_start_switch_fiber(&fake_stack, m.stacks, STACKS + FENCE);
  __sanitizer_finish_switch_fiber(nullptr, &bottom, &size);
#endif
  for (uint64_t k = 0; k < blocks; k++) {
    const uint64_t b = m.shuffle == 1 ? blocks - 1 - k : k;
    m.block = uint3{(unsigned)(b % grid[0]), (unsigned)(b / grid[0] % grid[1]),
                    (unsigned)(b / grid[0] / grid[1])};
    run_block();
  }
#if WITH_ASAN
  __sanitizer_start_switch_fiber(nullptr, bottom, size);
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
}

/* ---- the pretended device
 * -------------------------------------------------------------------------- */

void aps_cudacpu_default(void) {
  m.device = aps_cudacpu_machine{(size_t)1 << 30, 13000, 13000, 1, 0};
  m.drawing = aps_cudacpu_drawing{0, 0, 0};
  m.buffers = 0;
  m.sticky = m.last = 0;
  m.order_wanted = -1;
  aps_cudacpu_fail(0, 0);
}
void aps_cudacpu_be(aps_cudacpu_machine device) { m.device = device; }
void aps_cudacpu_idle(int idle) { m.idle = idle != 0; }
void aps_cudacpu_order(int64_t order) { m.order_wanted = order; }

void aps_cudacpu_fail(int64_t k, int error) {
  m.calls = 0;
  m.fail_at = k;
  m.fail_with = error;
  m.failed_call[0] = '\0';
}
int64_t aps_cudacpu_calls(void) { return m.calls; }
const char *aps_cudacpu_failed_call(void) { return m.failed_call; }
int64_t aps_cudacpu_live(void) { return m.live; }
int aps_cudacpu_pretends(void) { return 1; }
size_t aps_cudacpu_room(void) {
  const size_t memory = aps_cudacpu_now()->memory;
  return memory > m.used ? memory - m.used : 0;
}

const aps_cudacpu_machine *aps_cudacpu_now(void) {
  if (m.device.memory == 0) aps_cudacpu_default();
  return &m.device;
}

cudaError_t aps_cudacpu_set(cudaError_t error) {
  m.last = error;
  return error;
}

int aps_cudacpu_step(const char *call) {
  const locked now;
  aps_cudacpu_now();
  m.calls++;
  if (m.sticky) return m.sticky;
  if (m.calls != m.fail_at || m.fail_with == 0) return 0;
  snprintf(m.failed_call, sizeof m.failed_call, "%s", call);
  if (stays(m.fail_with)) m.sticky = m.fail_with;
  return m.last = m.fail_with;
}

int aps_cudacpu_last(int clear) {
  const int error = m.sticky ? m.sticky : m.last;
  if (clear) m.last = 0;
  return error;
}

namespace {
struct alignas(64) header {
  size_t bytes;
  header *next, *before; /* of the device's memory */
};
header device_memory = {0, &device_memory, &device_memory};
} // namespace

void *aps_cudacpu_take(size_t bytes, int on_device) {
  /* the header is a block of its own size class: data starts 64 bytes in and ends where malloc's
   * object ends */
  header *h = (header *)aligned_alloc(64, sizeof(header) + (bytes + 63) / 64 * 64);
  h->bytes = bytes;
  h->next = h->before = h;
  memset(h + 1, 0xff, bytes);
#if WITH_ASAN
  __asan_poison_memory_region((char *)(h + 1) + bytes, (bytes + 63) / 64 * 64 - bytes);
#endif
  const locked now;
  m.live++;
  if (on_device) {
    m.used += bytes;
    h->next = device_memory.next;
    h->before = &device_memory;
    h->next->before = h->before->next = h;
  }
  return h + 1;
}

void aps_cudacpu_give(void *data, int on_device) {
  if (data == nullptr) return;
  header *h = (header *)data - 1;
  const locked now;
  m.live--;
  if (on_device) {
    m.used -= h->bytes;
    h->next->before = h->before;
    h->before->next = h->next;
  }
  free(h);
}

/* A device pointer of a copy must lie in device memory with its whole length: catches swapped
 * directions. */
void aps_cudacpu_draw(aps_cudacpu_drawing drawing) { m.drawing = drawing; }
const aps_cudacpu_drawing *aps_cudacpu_drawing_now(void) { return &m.drawing; }

void aps_cudacpu_buffer(unsigned name, void *memory, size_t bytes) {
  m.buffer_name = name, m.buffers = name > 0;
  m.buffer = cudaGraphicsResource{memory, bytes, 0, name};
}

void aps_cudacpu_on_unmap(void (*call)(unsigned, const void *, size_t)) { m.on_unmap = call; }
void aps_cudacpu_unmapped(const cudaGraphicsResource *r) {
  if (m.on_unmap) m.on_unmap(r->name, r->memory, r->bytes);
}

const cudaGraphicsResource *aps_cudacpu_find_buffer(unsigned name) {
  return m.buffers && (name == m.buffer_name || ~m.buffer_name == 0) ? &m.buffer : nullptr;
}

void aps_cudacpu_check(const void *data, size_t bytes, const char *call) {
  const locked now;
  const char *shared = m.buffers ? (const char *)m.buffer.memory : nullptr;
  if (shared && (const char *)data >= shared &&
      (const char *)data + bytes <= shared + m.buffer.bytes)
    return;
  for (header *h = device_memory.next; h != &device_memory; h = h->next) {
    const char *first = (const char *)(h + 1), *p = (const char *)data;
    if (p >= first && p + bytes <= first + h->bytes) return;
  }
  fprintf(stderr, "cudacpu: %s: %zu bytes do not lie in device memory\n", call, bytes);
  abort();
}
