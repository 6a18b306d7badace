/* The power spectrum of linear density: Eisenstein & Hu's of 1998 without wiggles (their equations 26 and 28 to 31) times k^n_s,
 * or a table's. */
#include "../core/file.h"
#include "../core/number.h"
#include "waves.h"
#include <stdlib.h>
#include <string.h>

static double eisenstein_hu(const ic_spectrum *s, double k) {
  const double theta = 2.7255 / 2.7, m = s->omega_m * s->h * s->h, b = s->omega_b * s->h * s->h, part = s->omega_b / s->omega_m;
  const double sound = 44.5 * log(9.83 / m) / sqrt(1 + 10 * pow(b, 0.75)); /* Mpc */
  const double alpha = 1 - 0.328 * log(431 * m) * part + 0.38 * log(22.3 * m) * part * part;
  const double gamma = s->omega_m * s->h * (alpha + (1 - alpha) / (1 + pow(0.43 * k * s->h * sound, 4)));
  const double q = k * theta * theta / gamma, L = log(2 * M_E + 1.8 * q), C = 14.2 + 731 / (1 + 62.5 * q), T = L / (L + C * q * q);
  return pow(k, s->n_s) * T * T;
}

/* Straight in logarithms, beyond the ends as well. */
static double of_table(const ic_spectrum *s, double k) {
  const double x = log(k);
  int64_t low = 0, high = s->n - 1;
  while (high - low > 1) {
    const int64_t middle = (low + high) / 2;
    if (s->k[middle] <= x) low = middle;
    else high = middle;
  }
  return exp(s->P[low] + (s->P[high] - s->P[low]) * (x - s->k[low]) / (s->k[high] - s->k[low]));
}

double aps_ic_power(const ic_spectrum *s, double k) { return s->scale * (s->k ? of_table(s, k) : eisenstein_hu(s, k)); }

/* sigma^2 = int k^3 P W^2 / (2 pi^2) d ln k, W of a sphere of 8 Mpc/h. */
static double variance(const ic_spectrum *s) {
  enum { STEPS = 20000 };
  const double first = log(1e-5), h = (log(1e2) - first) / STEPS;
  double sum = 0;
  for (int i = 0; i <= STEPS; i++) {
    const double k = exp(first + i * h), x = 8 * k;
    const double W = x < 1e-2 ? 1 - x * x / 10 : 3 * (sin(x) - x * cos(x)) / (x * x * x);
    sum += (i == 0 || i == STEPS ? 0.5 : 1) * k * k * k * aps_ic_power(s, k) * W * W * h;
  }
  return sum / (2 * M_PI * M_PI);
}

static aps_err read_line(aps_ctx *ctx, const char *path, char *text, int64_t line, ic_spectrum *s) {
  double value[2];
  int n = 0, overflow = 0;
  text[strcspn(text, "#\r")] = '\0';
  for (char *at = text + strspn(text, " \t,"); *at && n < 2; at += strspn(at, " \t,")) {
    const size_t used = aps_number_scan(at, strlen(at), &value[n], &overflow);
    if (used == 0 || overflow) break;
    at += used, n++;
  }
  if (n == 0 && text[strspn(text, " \t")] == '\0') return APS_OK;
  const int ascends = n == 2 && value[0] > 0 && value[1] > 0 && (s->n == 0 || log(value[0]) > s->k[s->n - 1]);
  APS_CHECK(ctx, ascends, APS_EDATA, "%s:%lld: must be k > that before and P > 0", path, (long long)line);
  s->k[s->n] = log(value[0]), s->P[s->n++] = log(value[1]);
  return APS_OK;
}

static aps_err read_lines(aps_ctx *ctx, const char *path, char *text, ic_spectrum *s) {
  int64_t line = 0;
  for (char *at = text, *end; at; at = end) {
    end = strchr(at, '\n');
    if (end) *end++ = '\0';
    APS_TRY(read_line(ctx, path, at, ++line, s));
  }
  APS_CHECK(ctx, s->n >= 2, APS_EDATA, "%s: holds no table of k and P(k)", path);
  return APS_OK;
}

static aps_err read_table(aps_ctx *ctx, const char *path, ic_spectrum *s) {
  char *text;
  int64_t n, lines = 2;
  APS_TRY(aps_file_load(ctx, path, 64 << 20, &text, &n));
  for (int64_t i = 0; i < n; i++) lines += text[i] == '\n';
  s->k = aps_alloc(ctx, "spectrum", lines, sizeof *s->k), s->P = aps_alloc(ctx, "spectrum", lines, sizeof *s->P);
  const aps_err err = s->k && s->P ? read_lines(ctx, path, text, s) : APS_EMEM;
  aps_release(ctx, text);
  return err;
}

void aps_ic_spectrum_close(aps_ctx *ctx, ic_spectrum *s) {
  aps_release(ctx, s->k);
  aps_release(ctx, s->P);
}

aps_err aps_ic_spectrum_open(aps_ctx *ctx, const char *path, double sigma8, ic_spectrum *s) {
  s->scale = 1;
  APS_CHECK(ctx, s->omega_b < s->omega_m, APS_ECONFIG, "zeldovich: omega_b: must be less than omega_m = %g, got %g", s->omega_m, s->omega_b);
  const aps_err err = path ? read_table(ctx, path, s) : APS_OK;
  if (err == APS_ECONFIG || err == APS_EIO || err == APS_EDATA) aps_fail_at(ctx, "zeldovich: spectrum");
  if (err != APS_OK) return err;
  if (path && isnan(sigma8)) return APS_OK;
  const double wanted = isnan(sigma8) ? 0.81 : sigma8;
  s->scale = wanted * wanted / variance(s);
  return APS_OK;
}
