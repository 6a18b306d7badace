/* Shaders: the files of shaders/, compiled into the program as text. */
#include "gl_inside.h"
#include <string.h>

static const struct {
  const char *name, *text;
} files[] = {
#include "aps_shaders.inc"
};

static const char *file(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (strcmp(files[i].name, name) == 0) return files[i].text;
  return "#error no such shader";
}

enum { LOST = 0x507 }; /* GL_CONTEXT_LOST, which goes on being said */

aps_err aps_gl_check(aps_gl *g, const char *doing) {
  const GLenum error = glGetError();
  if (error == GL_NO_ERROR) return APS_OK;
  for (GLenum more = error; more != GL_NO_ERROR && more != LOST;) more = glGetError();
  APS_CHECK(g->ctx, error != LOST, APS_EDEVICE, "the graphics card was reset while %s", doing);
  APS_CHECK(g->ctx, error != GL_OUT_OF_MEMORY, APS_EMEM,
            "the graphics card has no memory left while %s", doing);
  return aps_fail(g->ctx, APS_EDEVICE, "OpenGL error 0x%x while %s", error, doing);
}

static aps_err compile(aps_gl *g, const char *name, GLenum kind, GLuint *out) {
  const int colours = strcmp(name, "tone_frag") == 0 || strcmp(name, "bloom_comp") == 0;
  const char *shared = colours ? file("colour") : kind == GL_COMPUTE_SHADER ? file("view") : "";
  const char *text[] = {
      "#version 450 core\n", file("splat"), "\n",
      file("tone"),          "\n",          shared,
      "\n#line 1\n",         file(name)};
  char said[1024] = "";
  GLint good = 0;
  *out = glCreateShader(kind);
  glShaderSource(*out, sizeof text / sizeof *text, text, NULL);
  glCompileShader(*out);
  glGetShaderiv(*out, GL_COMPILE_STATUS, &good);
  if (good) return APS_OK;
  glGetShaderInfoLog(*out, sizeof said, NULL, said);
  glDeleteShader(*out);
  return aps_fail(g->ctx, APS_EDEVICE, "%s does not compile shader %s: %.600s",
                  (const char *)glGetString(GL_RENDERER), name, said);
}

aps_err aps_gl_program(aps_gl *g, const char *first, const char *second, GLuint *out) {
  GLuint shader[2] = {0};
  aps_err err = compile(g, first, second ? GL_VERTEX_SHADER : GL_COMPUTE_SHADER, &shader[0]);
  if (err == APS_OK && second) err = compile(g, second, GL_FRAGMENT_SHADER, &shader[1]);
  if (err != APS_OK) return glDeleteShader(shader[0]), err;
  const GLuint program = glCreateProgram();
  for (int k = 0; k < 2; k++)
    if (shader[k]) glAttachShader(program, shader[k]);
  glLinkProgram(program);
  for (int k = 0; k < 2; k++) glDeleteShader(shader[k]);
  GLint good = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (good) return *out = program, APS_OK;
  char said[1024] = "";
  glGetProgramInfoLog(program, sizeof said, NULL, said);
  glDeleteProgram(program);
  return aps_fail(g->ctx, APS_EDEVICE, "%s does not link shader %s: %.600s",
                  (const char *)glGetString(GL_RENDERER), first, said);
}
