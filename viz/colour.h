/* What a particle's colour says: a number of its own under a map, with a bar to read it by. */
#ifndef APS_COLOUR_H
#define APS_COLOUR_H
#include "splat.h"

/* Maps are straight lines in OKLab (Ottosson 2020), in which equal distances look equally
 * different; lightness rises all the way, so they read in grey and with any colour vision. "heat":
 * dark red to pale yellow; "blue-yellow"; "split": blue over grey to orange, for numbers of both
 * signs. */
typedef enum {
  APS_MAP_BLUE_YELLOW,
  APS_MAP_HEAT,
  APS_MAP_SPLIT,
  APS_MAPS,
  APS_MAP_STARS = APS_MAPS /* of one species by speed, orange to blue; for its bar alone */
} aps_map;
extern const char *const aps_map_names[APS_MAPS];
/* t in 0 … 1; linear light. */
void aps_map_colour(aps_map, double t, float rgb[3]);

typedef struct {   /* which number, and how it is shown */
  char name[64];   /* a column of aps_columns, "speed", "energy", "density", "age", or as `further` says */
  int further;     /* 1: the file's own further column, v.further */
  double scale;    /* of that: values are `scale` times what it holds, for floats end at 1e38. in_units is theirs */
  char unit[32];   /* "km/s"; "" in code units */
  double in_units; /* code unit / unit */
  aps_map map;
  int logarithmic;
  double low, high; /* what the ends of the map stand for, code units; low == high: chosen */
  int same;         /* 1: all particles have the number in the middle, and the ends are made up */
} aps_tint;

/* Which number `name` is. APS_EARG names the nearest one. Density is the picture's own: mass per
 * area, or particles per area where they have no mass. */
aps_err aps_tint_choose(aps_ctx *, const char *name, const aps_units *, aps_tint *);
/* 1: it is one of those, or "species", and a file that `has` these groups has what it takes. */
int aps_tint_knows(const char *name, aps_cols has);
/* A further column of a file, and its name where ours has another meaning: "density" becomes "Density", by which it is found as
 * well. */
void aps_tint_further(const aps_further *, const aps_view *, aps_tint *);
void aps_tint_rename(char name[64]);
/* After aps_dataset_further found no such column: what it said, and our own names. Returns the failure's code. */
aps_err aps_tint_refuse(aps_ctx *, const char *name);
/* The number of every particle, out[n]; for density its mass. APS_EDATA when the file lacks it. */
aps_err aps_tint_values(aps_ctx *, const aps_tint *, const aps_dataset *, float *out);
/* Ends of the map from the values: all but a few in a hundred lie between; a logarithm where they
 * are positive, or zero, which then has the lower end's colour, and span a factor of 50. What is set already stays; `more` widens. */
aps_err aps_tint_range(aps_ctx *, aps_tint *, const float *values, int64_t n, int more);
double aps_tint_place(const aps_tint *, double value); /* 0 … 1 */
/* Linear light of a picture of numbers, {light, light times place}, or, where `pixel` > 0 (code
 * length), of mass: the colours of the map. */
void aps_tint_dye(const aps_tint *, double pixel, aps_canvas *);
/* The bar, at the right edge, with three numbers and the name. */
void aps_tint_bar(const aps_tint *, aps_font *, int width, int height, unsigned char *rgb);

/* Round numbers between the ends, in the bar's unit; how many, at most `most`. */
int aps_tint_numbers(const aps_tint *, double *out, int most);
/* The k-th of them in words; where one is very large or small, powers of ten for all: "1e5", "2e6". */
void aps_tint_number_text(const double *number, int n, int k, char out[32]);

/* In label.c: the unit of words on such a picture. */
int aps_label_unit(int width, int height);
/* The share of the width at the right edge that a legend's numbers take, and half a body beside them. */
double aps_label_aside(int width, int height);
/* A round length not above `longest` and its name, "20 kpc"; 0: there is none. */
double aps_label_length(double longest, const aps_units *, char text[64]);
/* "t = 0.25 Gyr". until > 0: in that time's unit and decimals, so that they stay throughout. */
void aps_label_time(const aps_units *, double time, double until, char text[64]);
/* The same where times are scale factors: such a time has no unit. Then `time` is below 0 and tells that of speeds instead, length / -time.
 * a: velocities are peculiar ones times this; 0: times are no scale factors. */
aps_units aps_label_units(aps_units, double a);
/* The next character's five columns, lowest bit on top, and how many font pixels it hangs below. */
const unsigned char *aps_label_glyph(const char **text, int *below);
/* Writes one line, in ink; (x, y) is the upper left of a capital. unit: a capital is seven high, a
 * line eleven; font NULL: pixels per pixel of the bitmap. */
void aps_label_text(aps_font *font, const char *text, int x, int y, int unit, int width, int height,
                    unsigned char *rgb);
int aps_label_width(aps_font *font, const char *text, int unit);
/* Size of that font's line, and where its base line lies below the capitals' top. */
int aps_label_size(int unit);
int aps_label_base(int unit);
enum { APS_SPECIES_MOST = 8 };
typedef struct { /* light of particles as pictures of a run have it, by species, of one species by speed: a table and a number that
                    leads into it */
  int64_t count[APS_SPECIES_MOST];
  int by_speed;  /* 1: the number is the speed against `mean`, from slow to fast; 0: that of the
                    species */
  double slow, fast, mean[3];
  double place[APS_SPECIES_MOST]; /* of species k, 0 … 1 */
  int colours;
  float hue[APS_SPECIES_MOST][3];   /* of species k, linear light */
  float table[APS_SPECIES_MOST][3]; /* [colours], evenly over 0 … 1: rare species shine brighter */
} aps_species_key;
/* some: rows that are enough to tell speeds; all are counted, lest a rare species be missed. */
aps_err aps_species_choose(aps_ctx *, const aps_view *all, const aps_view *some,
                           aps_species_key *out);
/* For pictures of both, with one meaning of the colours. */
void aps_species_join(aps_species_key *, const aps_species_key *other);
/* The light of every particle, out: [n][3]; key NULL: that of these particles. Speeds are against their own mean. */
aps_err aps_species_light(aps_ctx *, const aps_view *, const aps_species_key *, float *out);
/* As aps_splat (splat.h), and what its colours mean. */
aps_err aps_splat_told(aps_ctx *, const aps_camera *, const aps_view *, aps_canvas *, aps_species_key *);
/* 1: colours are speeds, and this is their bar's; 0: there is none. */
int aps_species_tint(const aps_species_key *, const aps_units *, aps_tint *);
typedef struct { /* a line of a legend */
  char name[32];
  unsigned char rgb[3]; /* sRGB */
} aps_species_line;
/* What the colours of several species mean. names: "1 halo, 2 disc", of those that are named; the others are "type 3". Returns how
 * many lines there are; of one species, none. */
int aps_species_lines(const aps_species_key *, const char *names, aps_species_line out[APS_SPECIES_MOST]);
/* The one or the other, at the right edge of a picture. */
void aps_species_legend(const aps_species_key *, const char *names, const aps_units *, aps_font *, int width, int height,
                        unsigned char *rgb);
/* Slow, 0, to fast, 1; linear light. */
void aps_speed_colour(double t, float rgb[3]);
#endif
