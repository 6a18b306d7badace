/* Images onto the window, by what every OpenGL since 1.1 has. */
#ifndef APS_SCREEN_H
#define APS_SCREEN_H

typedef struct {
  unsigned name;
  int width, height;
} aps_texture;

/* channels: 3 or 4. Rows [low, high) are new. */
void aps_screen_upload(aps_texture *, int width, int height, int channels,
                       const unsigned char *pixels, int low, int high);
/* Fills the window of width x height; over: premultiplied, over what is there. */
void aps_screen_draw(const aps_texture *, int width, int height, int over);
/* What stands in the window's back buffer, row 0 on top; rgb: [height][width][3]. */
void aps_screen_read(int width, int height, unsigned char *rgb);
void aps_screen_forget(aps_texture *);
void aps_screen_clear(int width, int height);
const char *aps_screen_renderer(void);
const char *aps_screen_version(void);
#endif
