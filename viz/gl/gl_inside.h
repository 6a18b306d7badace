/* What the files of the renderer share; nobody else includes it. */
#ifndef APS_GL_INSIDE_H
#define APS_GL_INSIDE_H
#include <glad/gl.h>
#include "../font.h"
#include "gl_draw.h"
#include <math.h>
#include "../splat.inc"
#include "../tone.inc"

enum { GL_SLOTS = 3, GL_SIZES = 6 };

typedef struct { /* the uniform block View of shaders/view.glsl, std140 */
  float right[4], up[4], back[4], offset[4];
  float scale, distance, width, height;
  int32_t points, small, dye, spare;
  float small_glow, small_light, spares[2];
  int32_t sheet[APS_SPLAT_LEVELS][4], cells[APS_SPLAT_COUNTS][4];
} gl_view;

typedef struct { /* of what lies above the picture */
  float x, y, place[3];
  unsigned char ink[4];
  float kind;
} gl_vertex;

struct aps_gl {
  aps_ctx *ctx;
  int width, height;
  /* points */
  GLuint ring;
  char *mapped;
  int64_t room; /* bytes of a slot */
  int slot, next;
  void (*forget)(void *); /* not NULL: CUDA writes the slots, they are not mapped; to be called */
  void *forget_what;      /* before the buffer goes */
  int64_t take_room;      /* points of the largest parcel so far */
  GLsync fence[GL_SLOTS];
  aps_gl_format format, next_format;
  int64_t points;
  double origin[3];
  /* splats */
  GLuint program_count, program_coarsen, program_stamps, program_splat, program_enlarge;
  GLuint view_buffer, counts, stamps, splat_vao, table;
  gl_view view;
  int64_t cells, batch;
  int atlas_width, atlas_height;
  GLuint atlas, atlas_frame, picture;
  /* colours */
  GLuint program_tone, program_bloom, empty_vao, map, out, out_frame;
  GLuint copies; /* of the picture, for bloom; 0: none yet */
  int map_is; /* which map the texture holds; -1: none */
  GLuint query[2];
  int asked[2];
  double ms[2];
  /* above */
  GLuint program_above, above_vao, above_buffer;
  int64_t above_room;
  gl_vertex *vertex;
  int64_t vertices, vertex_room;
  /* words */
  GLuint letters;
  int bitmap;
  aps_font *font;
  aps_face face[GL_SIZES];            /* without pixels: those lie in `letters` */
  int64_t face_used[GL_SIZES], words; /* the one unused for longest makes room */
};

/* What the driver objects to since the last call, as APS_EDEVICE. */
aps_err aps_gl_check(aps_gl *, const char *doing);
/* NULL-terminated names of shader files; a compute program when there is one name. */
aps_err aps_gl_program(aps_gl *, const char *vertex, const char *fragment, GLuint *out);

/* From now on slots are CUDA's (forget not NULL) or mapped; what they held is lost. */
void aps_gl_points_share(aps_gl *, void (*forget)(void *), void *what);
void aps_gl_points_drawn(aps_gl *);
/* The picture's light, [height][width][4]: from a buffer (0: none) or the host. */
aps_err aps_gl_set_picture(aps_gl *, unsigned buffer, const float *rgba);
void aps_gl_points_free(aps_gl *, int lost);
aps_err aps_gl_splat_create(aps_gl *);
aps_err aps_gl_splat_resize(aps_gl *);
void aps_gl_splat_free(aps_gl *, int lost);
aps_err aps_gl_above_create(aps_gl *);
void aps_gl_above_free(aps_gl *, int lost);
/* Draws what was collected into the picture. */
void aps_gl_above_flush(aps_gl *);
void aps_gl_quad(aps_gl *, const float corner[4][2], const float place[4][3], float kind,
                 const float colour[4]);
void aps_gl_words_free(aps_gl *, int lost);
void aps_gl_query_begin(aps_gl *, int which);
void aps_gl_query_end(aps_gl *, int which);
#endif
