/* Direct summation with Newton's third law: each pair is evaluated once and acts on both of its
 * particles.
 *
 * A block takes two groups of 1536 particles, A and B. Each lane holds 12 particles of A in
 * registers; B passes through shared memory in chunks of 32. In step s lane l meets particle (l +
 * s) mod 32 of the chunk, and that particle's reaction travels with it from lane to lane by
 * shuffles. The four warps take the chunks of a tile in rotation, so no two warps touch one chunk
 * between barriers. 17.8 instructions per pair instead of 2 x 13.3. Source: the scheme of Nyland et
 * al. 2007 turned into a systolic ring; cf. Nitadori, Makino & Hut 2006, section 3.3.
 *
 * Where all masses are equal they are left out of the pairs, two multiplications of 18, and put to
 * the sums. What fills up a group then lies so far away that its force is zero in float.
 *
 * Blocks add to the same particles in no fixed order. To give the same bits on every run the sums
 * are 64-bit integers, multiples of a unit so small that the largest possible sum just fits:
 * addition of integers does not depend on order. Softening bounds the sum: |a_i| <= M max(s r) and
 * |pot_i| <= M max|U|; see bounds in direct.cu. */
#ifndef APS_GPU_SYMMETRIC_KERNEL_CUH
#define APS_GPU_SYMMETRIC_KERNEL_CUH
#include "direct_kernel.cuh"

namespace {

constexpr int OWN = 12, WARPS = 4, GROUP = APS_SYMMETRIC_GROUP, CHUNKS = 2,
              PASS = 32 * WARPS * CHUNKS;
static_assert(GROUP == 32 * OWN * WARPS, "a group is what one block holds in registers");
constexpr float NOWHERE = 2e19f; /* scaled: its square is infinite, so its pull and its potential are exactly zero */

template <bool POT>
struct ring { /* what a thread sums: for its particles of A, and for the visitor of B it holds */
  float x[OWN], y[OWN], z[OWN], m[OWN];
  float ax[OWN], ay[OWN], az[OWN], pot[POT ? OWN : 1];
  float bx, by, bz, bpot;
};

/* 32 steps: every lane meets every particle of the chunk, and ends with the reaction on its own,
 * lane's, particle. */
template <class Law, bool POT, bool REACT, bool EQUAL>
static __device__ __forceinline__ void meet_chunk(const float4 *chunk, int lane, float eps2,
                                                  float seed, int self, ring<POT> &r) {
  r.bx = r.by = r.bz = r.bpot = 0;
  const int from = (lane + 1) & 31;
#pragma unroll 2
  for (int step = 0; step < 32; step++) {
    const int j = (lane + step) & 31;
    const float4 p = chunk[j];
#pragma unroll
    for (int k = 0; k < OWN; k++) {
      const float dx = p.x - r.x[k], dy = p.y - r.y[k], dz = p.z - r.z[k];
      const float q = gpu_fma(dz, dz, gpu_fma(dx, dx, gpu_fma(dy, dy, seed)));
      float u, s, g;
      Law::template pair<float>(q, eps2, &u, &s, &g);
      const float f = EQUAL ? s : p.w * s;
      r.ax[k] = gpu_fma(f, dx, r.ax[k]);
      r.ay[k] = gpu_fma(f, dy, r.ay[k]);
      r.az[k] = gpu_fma(f, dz, r.az[k]);
      if (POT) r.pot[k] = gpu_fma(!REACT && j - self == 32 * k ? 0.0f : EQUAL ? 1.0f : p.w, u, r.pot[k]);
      if (!REACT) continue;
      const float h = EQUAL ? s : r.m[k] * s;
      r.bx = gpu_fma(h, dx, r.bx);
      r.by = gpu_fma(h, dy, r.by);
      r.bz = gpu_fma(h, dz, r.bz);
      if (POT) r.bpot = gpu_fma(EQUAL ? 1.0f : r.m[k], u, r.bpot);
    }
    if (!REACT) continue;
    r.bx = __shfl_sync(~0u, r.bx, from);
    r.by = __shfl_sync(~0u, r.by, from);
    r.bz = __shfl_sync(~0u, r.bz, from);
    if (POT) r.bpot = __shfl_sync(~0u, r.bpot, from);
  }
}

static __device__ __forceinline__ void add_fixed(int64_t *to, double value) {
  atomicAdd((unsigned long long *)to, (unsigned long long)__double2ll_rn(value));
}

/* (x, y, z, m) of row i, rebased and scaled; beyond the end a massless particle at the centre, or, of equal masses,
 * one nowhere. */
template <bool EQUAL>
static __device__ __forceinline__ float4 fetch_row(const aps_symmetric_args &a,
                                                   const double (&c)[3], int64_t i, int64_t end) {
  if (i >= end) return EQUAL ? float4{NOWHERE, NOWHERE, NOWHERE, 0} : float4{0, 0, 0, 0};
  const aps_gpu_frame &f = *a.frame;
  return float4{(float)((a.x[i] - c[0]) * f.inv_length), (float)((a.y[i] - c[1]) * f.inv_length),
                (float)((a.z[i] - c[2]) * f.inv_length), (float)(a.m[i] * f.inv_mass)};
}

struct ring_space {
  float4 place[PASS];
  float reaction[4][PASS];
};

/* One pair of groups: blockIdx.x counts the pairs (A, B) with A <= B, row by row of B. */
template <class Law, bool POT, bool EQUAL>
static __global__ void __launch_bounds__(32 * WARPS, 4) symmetric(const aps_symmetric_args a) {
  APS_SHARED(ring_space, shared);
  const aps_gpu_frame &f = *a.frame;
  int64_t b = (int64_t)((sqrt(8.0 * (double)blockIdx.x + 1) - 1) / 2);
  while (b * (b + 1) / 2 > blockIdx.x) b--;
  while ((b + 1) * (b + 2) / 2 <= blockIdx.x) b++;
  const span A = span_of(a.run, (int64_t)blockIdx.x - b * (b + 1) / 2, GROUP, a.n),
             B = span_of(a.run, b, GROUP, a.n);
  const bool diagonal = A.first == B.first;
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  const int mine = warp * 32 * OWN + lane; /* my particles of A: mine + 32 k */

  const int count = (int)(A.end - A.first);
  const double centre[3] = {typical(a.x, nullptr, A.first, count),
                            typical(a.y, nullptr, A.first, count),
                            typical(a.z, nullptr, A.first, count)};
  ring<POT> r;
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    const float4 p = fetch_row<EQUAL>(a, centre, A.first + mine + 32 * k, A.end);
    r.x[k] = p.x, r.y[k] = p.y, r.z[k] = p.z, r.m[k] = p.w;
    r.ax[k] = r.ay[k] = r.az[k] = 0;
    if (POT) r.pot[k] = 0;
  }
  const double a_unit = EQUAL ? a.a_unit * f.equal_mass : a.a_unit, pot_unit = EQUAL ? a.pot_unit * f.equal_mass : a.pot_unit;
  const float eps2 = (float)f.eps2, seed = Law::template seed<float>(eps2);

  for (int64_t j0 = B.first; j0 < B.end; j0 += PASS) {
    /* safe without a barrier: the turns of the last pass ended with one, and a thread only resets
     * what it flushed */
    for (int t = threadIdx.x; t < PASS; t += 32 * WARPS) {
      shared.place[t] = fetch_row<EQUAL>(a, centre, j0 + t, B.end);
      shared.reaction[0][t] = shared.reaction[1][t] = shared.reaction[2][t] =
          shared.reaction[3][t] = 0;
    }
    __syncthreads();
    for (int turn = 0; turn < WARPS; turn++) {
      for (int c = 0; c < CHUNKS; c++) {
        const int at = (((warp + turn) & (WARPS - 1)) * CHUNKS + c) * 32;
        if (diagonal) { /* all pairs of the group, both ways, without reactions */
          meet_chunk<Law, POT, false, EQUAL>(shared.place + at, lane, eps2, seed,
                                      (int)(A.first - j0) + mine - at, r);
        } else {
          meet_chunk<Law, POT, true, EQUAL>(shared.place + at, lane, eps2, seed, 0, r);
          shared.reaction[0][at + lane] += r.bx;
          shared.reaction[1][at + lane] += r.by;
          shared.reaction[2][at + lane] += r.bz;
          if (POT) shared.reaction[3][at + lane] += r.bpot;
        }
      }
      __syncthreads();
    }
    for (int t = threadIdx.x; !diagonal && t < PASS && j0 + t < B.end; t += 32 * WARPS) {
      int64_t *to = a.sum + j0 + t;
      add_fixed(to, -(double)shared.reaction[0][t] * a_unit);
      add_fixed(to + a.n, -(double)shared.reaction[1][t] * a_unit);
      add_fixed(to + 2 * a.n, -(double)shared.reaction[2][t] * a_unit);
      if (POT) add_fixed(to + 3 * a.n, (double)shared.reaction[3][t] * pot_unit);
    }
  }
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    const int64_t i = A.first + mine + 32 * k;
    if (i >= A.end) continue;
    int64_t *to = a.sum + i;
    add_fixed(to, (double)r.ax[k] * a_unit);
    add_fixed(to + a.n, (double)r.ay[k] * a_unit);
    add_fixed(to + 2 * a.n, (double)r.az[k] * a_unit);
    if (POT) add_fixed(to + 3 * a.n, (double)r.pot[k] * pot_unit);
  }
}

template <class Law> static aps_symmetric_kernel *choose_symmetric(int potential, int equal) {
  if (equal) return potential ? symmetric<Law, true, true> : symmetric<Law, false, true>;
  return potential ? symmetric<Law, true, false> : symmetric<Law, false, false>;
}

} // namespace
#endif
