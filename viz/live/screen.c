#include "screen.h"
#include <GL/gl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#ifndef GL_CLAMP_TO_EDGE
#define GL_CLAMP_TO_EDGE 0x812F
#endif

void aps_screen_upload(aps_texture *t, int width, int height, int channels,
                       const unsigned char *pixels, int low, int high) {
  const GLenum format = channels == 4 ? GL_RGBA : GL_RGB;
  if (!t->name) glGenTextures(1, &t->name);
  glBindTexture(GL_TEXTURE_2D, t->name);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (t->width != width || t->height != height) {
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, channels == 4 ? GL_RGBA8 : GL_RGB8, width, height, 0, format,
                 GL_UNSIGNED_BYTE, pixels);
    t->width = width, t->height = height;
  } else if (high > low)
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, low, width, high - low, format, GL_UNSIGNED_BYTE,
                    pixels + (size_t)channels * (size_t)width * (size_t)low);
}

void aps_screen_draw(const aps_texture *t, int width, int height, int over) {
  if (!t->name) return;
  glViewport(0, 0, width, height);
  glMatrixMode(GL_PROJECTION), glLoadIdentity();
  glMatrixMode(GL_MODELVIEW), glLoadIdentity();
  glDisable(GL_DEPTH_TEST);
  glEnable(GL_TEXTURE_2D);
  glBindTexture(GL_TEXTURE_2D, t->name);
  glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, GL_REPLACE);
  if (over) {
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  } else
    glDisable(GL_BLEND);
  glBegin(GL_TRIANGLE_STRIP);
  glTexCoord2f(0, 1), glVertex2f(-1, -1);
  glTexCoord2f(1, 1), glVertex2f(1, -1);
  glTexCoord2f(0, 0), glVertex2f(-1, 1);
  glTexCoord2f(1, 0), glVertex2f(1, 1);
  glEnd();
  glDisable(GL_TEXTURE_2D);
  glDisable(GL_BLEND);
}

void aps_screen_read(int width, int height, unsigned char *rgb) {
  const size_t row = 3 * (size_t)width;
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadBuffer(GL_BACK);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, rgb);
  unsigned char *spare = malloc(row);
  for (int y = 0; spare && y < height / 2; y++) { /* OpenGL begins at the bottom */
    unsigned char *a = rgb + row * (size_t)y, *b = rgb + row * (size_t)(height - 1 - y);
    memcpy(spare, a, row), memcpy(a, b, row), memcpy(b, spare, row);
  }
  free(spare);
}

void aps_screen_forget(aps_texture *t) {
  if (t->name) glDeleteTextures(1, &t->name);
  *t = (aps_texture){0};
}

void aps_screen_clear(int width, int height) {
  glViewport(0, 0, width, height);
  glClearColor(0.02f, 0.025f, 0.05f, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

static const char *text(GLenum what) {
  const char *t = (const char *)glGetString(what);
  return t ? t : "unknown";
}
const char *aps_screen_renderer(void) { return text(GL_RENDERER); }
const char *aps_screen_version(void) { return text(GL_VERSION); }
