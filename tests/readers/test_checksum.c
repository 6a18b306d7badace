/* Our Fletcher-32 is HDF5's: the four bytes that HDF5 stores behind a chunk, for chunks of any
 * length and content. HDF5 also accepts the checksum of old, byte-swapped files, so reading our
 * files back would not show a wrong one. */
#include "../../io/fletcher.h"
#include "../check.h"
#include "core/rng.h"
#include <hdf5.h>
#include <stdint.h>

/* The checksum HDF5 computes for these bytes. */
static uint32_t by_hdf5(const unsigned char *bytes, size_t n) {
  const hsize_t size = n;
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), create = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_fapl_core(access, 1 << 20, 0);
  H5Pset_chunk(create, 1, &size);
  H5Pset_fletcher32(create);
  const hid_t file = H5Fcreate("checksum", H5F_ACC_TRUNC, H5P_DEFAULT, access);
  const hid_t space = H5Screate_simple(1, &size, NULL);
  const hid_t set =
      H5Dcreate2(file, "x", H5T_NATIVE_UINT8, space, H5P_DEFAULT, create, H5P_DEFAULT);
  CHECK(H5Dwrite(set, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes) >= 0);
  H5Fflush(file, H5F_SCOPE_GLOBAL);
  unsigned char *chunk = malloc(n + 4), *sum = chunk + n;
  const hsize_t offset = 0;
  uint32_t filters = 0;
  CHECK(H5Dread_chunk(set, H5P_DEFAULT, &offset, &filters, chunk) >= 0);
  const uint32_t value =
      sum[0] | (uint32_t)sum[1] << 8 | (uint32_t)sum[2] << 16 | (uint32_t)sum[3] << 24;
  free(chunk);
  H5Dclose(set);
  H5Sclose(space);
  H5Fclose(file);
  H5Pclose(create);
  H5Pclose(access);
  return value;
}

/* The path of machines without AVX2, here under other names. */
#define aps_fletcher32                plain_fletcher32
#define aps_fletcher_add              plain_fletcher_add
#define aps_fletcher_sum              plain_fletcher_sum
#define __builtin_cpu_supports(which) 0
#include "../../io/fletcher.c"
#undef aps_fletcher32
#undef aps_fletcher_add
#undef aps_fletcher_sum

/* In three pieces, the first two of even size. */
static uint32_t piecewise(const unsigned char *bytes, size_t n) {
  const size_t a = n / 3 / 2 * 2, b = n / 2 / 2 * 2;
  aps_fletcher sum = {0, 0, 0};
  aps_fletcher_add(&sum, bytes, a);
  aps_fletcher_add(&sum, bytes + a, b - a);
  aps_fletcher_add(&sum, bytes + b, n - b);
  return aps_fletcher_sum(&sum);
}

/* Lengths around the lanes (128 bytes; 16 with AVX2) and rows (255) of the fast paths, odd ones
 * too; contents that make the sums zero, a multiple of 65535, or large. */
static void test_checksum_is_hdf5s(void) {
  static const size_t lengths[] = {1,    2,     3,     15,    16,    17,    127,  128,
                                   129,  130,   255,   256,   1000,  4079,  4080, 4081,
                                   4096, 32639, 32640, 32641, 65537, 262144};
  for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
    for (int content = 0; content < 5; content++) {
      const size_t n = lengths[k];
      unsigned char *bytes = malloc(n);
      for (size_t i = 0; i < n; i++) {
        aps_rng rng = aps_rng_at(3, k, i);
        const double u = aps_rng_uniform(&rng);
        bytes[i] = content == 0   ? 0
                   : content == 1 ? 255
                   : content == 2 ? i == n / 2
                   : content == 3 ? (u < 0.01)
                                  : (unsigned char)(256 * u);
      }
      const uint32_t expected = by_hdf5(bytes, n);
      if (aps_fletcher32(bytes, n) != expected || plain_fletcher32(bytes, n) != expected)
        printf("  %zu bytes, content %d\n", n, content);
      CHECK(aps_fletcher32(bytes, n) == expected);
      CHECK(plain_fletcher32(bytes, n) == expected);
      CHECK(piecewise(bytes, n) == expected);
      free(bytes);
    }
}

int main(void) {
  CHECK_RUN(test_checksum_is_hdf5s);
  return CHECK_RESULT();
}
