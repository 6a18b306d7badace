/* EGL without a window system: EGL_EXT_platform_device (NVIDIA, Mesa) and
 * EGL_MESA_platform_surfaceless. Displays are never terminated: EGL gives every caller the same one
 * for the same device, so that would end other contexts. */
#define _GNU_SOURCE
#include "gl_context.h"
#include <glad/egl.h>
#include <glad/gl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef EGL_CUDA_DEVICE_NV
#define EGL_CUDA_DEVICE_NV 0x323A
#endif
#ifndef EGL_DEVICE_UUID_EXT
#define EGL_DEVICE_UUID_EXT 0x335C
#endif
#ifndef EGL_RENDERER_EXT
#define EGL_RENDERER_EXT 0x335F
#endif
enum { DEVICES = 32 };

typedef struct {
  void *library;
  PFNEGLGETPROCADDRESSPROC address;
  PFNEGLQUERYSTRINGPROC string;
  PFNEGLGETERRORPROC error;
  PFNEGLINITIALIZEPROC initialize;
  PFNEGLBINDAPIPROC bind;
  PFNEGLCHOOSECONFIGPROC choose;
  PFNEGLCREATECONTEXTPROC create;
  PFNEGLDESTROYCONTEXTPROC destroy;
  PFNEGLMAKECURRENTPROC current;
  PFNEGLGETPLATFORMDISPLAYEXTPROC display;
  PFNEGLQUERYDEVICESEXTPROC devices; /* this and the next three: NULL where EGL lacks them */
  PFNEGLQUERYDEVICESTRINGEXTPROC device_string;
  PFNEGLQUERYDEVICEATTRIBEXTPROC device_number;
  PFNEGLQUERYDEVICEBINARYEXTPROC device_bytes;
} egl;

struct aps_gl_context {
  aps_ctx *ctx;
  egl egl;
  EGLDisplay display;
  EGLContext context;
  char about[256];
};

static int has(const char *list, const char *name) {
  const size_t n = strlen(name);
  for (const char *at = list; at && (at = strstr(at, name)); at += n)
    if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')) return 1;
  return 0;
}

static aps_err missing(aps_ctx *ctx, const char *what) {
  aps_fail(ctx, APS_EDEVICE, "OpenGL without a window cannot be had: %s", what);
  return aps_hint(ctx, "on Debian and Ubuntu: apt install libegl1 libegl-mesa0 libgl1-mesa-dri, or "
                       "the EGL of the graphics card's driver (libnvidia-gl-…)");
}

/* ISO C has no cast from dlsym's pointer to a function's. */
#define FIND(member, name)                                                                         \
  do {                                                                                             \
    void *found_ = dlsym(e->library, name);                                                        \
    memcpy(&e->member, &found_, sizeof found_);                                                    \
  } while (0)
#define FIND_EXTENSION(member, name)                                                               \
  do {                                                                                             \
    const __eglMustCastToProperFunctionPointerType found_ = e->address(name);                      \
    memcpy(&e->member, &found_, sizeof found_);                                                    \
  } while (0)

/* The library stays open: Mesa keeps threads and memory of its own. */
static aps_err egl_open(aps_ctx *ctx, egl *e) {
  const char *names[] = {"libEGL.so.1", "libEGL.so"};
  memset(e, 0, sizeof *e);
  for (int k = 0; k < 2 && !e->library; k++) e->library = dlopen(names[k], RTLD_NOW | RTLD_LOCAL);
  if (!e->library) return missing(ctx, "libEGL.so.1 was not found");
  FIND(address, "eglGetProcAddress");
  FIND(string, "eglQueryString");
  FIND(error, "eglGetError");
  FIND(initialize, "eglInitialize");
  FIND(bind, "eglBindAPI");
  FIND(choose, "eglChooseConfig");
  FIND(create, "eglCreateContext");
  FIND(destroy, "eglDestroyContext");
  FIND(current, "eglMakeCurrent");
  if (!e->address || !e->string || !e->error || !e->initialize || !e->bind || !e->choose ||
      !e->create || !e->destroy || !e->current)
    return missing(ctx, "libEGL.so.1 lacks a function of EGL 1.4");
  const char *client = e->string(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (has(client, "EGL_EXT_platform_base")) FIND_EXTENSION(display, "eglGetPlatformDisplayEXT");
  if (!e->display) return missing(ctx, "libEGL.so.1 finds no driver that can");
  if (has(client, "EGL_EXT_device_base") || has(client, "EGL_EXT_device_enumeration")) {
    FIND_EXTENSION(devices, "eglQueryDevicesEXT");
    FIND_EXTENSION(device_string, "eglQueryDeviceStringEXT");
    FIND_EXTENSION(device_number, "eglQueryDeviceAttribEXT");
    FIND_EXTENSION(device_bytes, "eglQueryDeviceBinaryEXT");
  }
  return APS_OK;
}

static int list_devices(const egl *e, EGLDeviceEXT *out) {
  EGLint n = 0;
  return e->devices && e->devices(DEVICES, out, &n) && n > 0 ? n : 0;
}

static aps_gl_device describe(const egl *e, EGLDeviceEXT device, int number) {
  aps_gl_device d = {.cuda = -1};
  const char *able = e->device_string ? e->device_string(device, EGL_EXTENSIONS) : NULL;
  const char *name = NULL;
  EGLAttrib cuda = -1;
  EGLint size = 0;
  if (has(able, "EGL_NV_device_cuda") && e->device_number(device, EGL_CUDA_DEVICE_NV, &cuda))
    d.cuda = (int)cuda;
  d.software = has(able, "EGL_MESA_device_software");
  if (has(able, "EGL_EXT_device_persistent_id") && e->device_bytes &&
      e->device_bytes(device, EGL_DEVICE_UUID_EXT, sizeof d.uuid, d.uuid, &size))
    d.has_uuid = size == sizeof d.uuid;
  if (has(able, "EGL_EXT_device_query_name")) name = e->device_string(device, EGL_RENDERER_EXT);
  if (!name && has(able, "EGL_EXT_device_drm"))
    name = e->device_string(device, EGL_DRM_DEVICE_FILE_EXT);
  if (name)
    snprintf(d.name, sizeof d.name, "%s", name);
  else if (d.cuda >= 0)
    snprintf(d.name, sizeof d.name, "NVIDIA, CUDA device %d", d.cuda);
  else
    snprintf(d.name, sizeof d.name, d.software ? "Mesa on the CPU" : "EGL device %d", number);
  e->error(); /* what a driver could not tell is no failure */
  return d;
}

int aps_gl_devices(aps_ctx *ctx, aps_gl_device *out, int most) {
  egl e;
  EGLDeviceEXT device[DEVICES];
  if (egl_open(ctx, &e) != APS_OK) return aps_ctx_clear(ctx), 0;
  const int n = list_devices(&e, device);
  for (int i = 0; i < n && i < most; i++) out[i] = describe(&e, device[i], i);
  return n;
}

/* ---- one context ---- */

static const EGLint wanted[] = {EGL_CONTEXT_MAJOR_VERSION,
                                4,
                                EGL_CONTEXT_MINOR_VERSION,
                                5,
                                EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                EGL_NONE};

/* NULL, or what this display lacks. */
static const char *start(aps_gl_context *c, EGLDisplay display) {
  const egl *e = &c->egl;
  EGLint major, minor, n = 0;
  EGLConfig config = NULL;
  if (display == EGL_NO_DISPLAY) return "has no display";
  if (!e->initialize(display, &major, &minor)) return "does not start";
  const char *able = e->string(display, EGL_EXTENSIONS);
  if (!has(able, "EGL_KHR_surfaceless_context")) return "lacks EGL_KHR_surfaceless_context";
  if (!e->bind(EGL_OPENGL_API)) return "has no desktop OpenGL";
  if (!has(able, "EGL_KHR_no_config_context")) {
    const EGLint any[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    if (!e->choose(display, any, &config, 1, &n) || n < 1) return "has no configuration";
  }
  EGLContext context = e->create(display, config, EGL_NO_CONTEXT, wanted);
  if (context == EGL_NO_CONTEXT) return "gives no OpenGL 4.5 core context";
  if (!e->current(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) {
    e->destroy(display, context);
    return "does not make its context current";
  }
  c->display = display, c->context = context;
  return NULL;
}

/* Tries device `only`, or all (-1); those on the CPU last. */
static const char *start_device(aps_gl_context *c, int only, char *name, size_t room) {
  EGLDeviceEXT device[DEVICES];
  const int n = list_devices(&c->egl, device);
  const char *wrong = n ? NULL : "no EGL device is there";
  if (only >= n) return n ? "there is no EGL device of this number" : wrong;
  for (int software = 0; software < 2; software++)
    for (int i = 0; i < n; i++) {
      const aps_gl_device d = describe(&c->egl, device[i], i);
      if (only >= 0 ? i != only || software : d.software != software) continue;
      snprintf(name, room, "device:%d (%s)", i, d.name);
      wrong = start(c, c->egl.display(EGL_PLATFORM_DEVICE_EXT, device[i], NULL));
      if (!wrong) return NULL;
    }
  return wrong;
}

static const char *start_surfaceless(aps_gl_context *c, char *name, size_t room) {
  snprintf(name, room, "surfaceless");
  if (!has(c->egl.string(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_MESA_platform_surfaceless"))
    return "lacks EGL_MESA_platform_surfaceless";
  return start(c, c->egl.display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL));
}

static aps_err open_where(aps_gl_context *c, const char *where) {
  char name[160] = "", text[400];
  const char *wrong = NULL;
  int only = -1, device = 1, surfaceless = 1;
  if (where && strcmp(where, "auto") != 0) {
    char *end = NULL;
    surfaceless = strcmp(where, "surfaceless") == 0;
    device = strncmp(where, "device", 6) == 0;
    if (device && where[6] == ':') only = (int)strtol(where + 7, &end, 10);
    if (!(surfaceless || (device && (!where[6] || (end && end > where + 7 && !*end && only >= 0)))))
      return aps_fail(c->ctx, APS_EARG,
                      "OpenGL context: must be auto, surfaceless, device or device:N, got '%s'",
                      where);
  }
  if (device) wrong = start_device(c, only, name, sizeof name);
  if (!c->context && surfaceless) wrong = start_surfaceless(c, name, sizeof name);
  if (!c->context) {
    snprintf(text, sizeof text, "%s%s%s", name, *name ? ": " : "", wrong);
    return missing(c->ctx, text);
  }
  APS_TRY(aps_gl_load(c->ctx, c->egl.address));
  snprintf(c->about, sizeof c->about, "%.90s: %.70s, OpenGL %.60s", name,
           (const char *)glGetString(GL_RENDERER), (const char *)glGetString(GL_VERSION));
  return APS_OK;
}

aps_err aps_gl_context_create(aps_ctx *ctx, const char *where, aps_gl_context **out) {
  *out = NULL;
  aps_gl_context *c = aps_alloc(ctx, "OpenGL", 1, sizeof *c);
  if (!c) return APS_EMEM;
  c->ctx = ctx;
  aps_err err = egl_open(ctx, &c->egl);
  if (err == APS_OK) err = open_where(c, where);
  if (err != APS_OK) return aps_gl_context_free(&c), err;
  *out = c;
  return APS_OK;
}

aps_err aps_gl_context_use(aps_gl_context *c) {
  APS_CHECK(c->ctx,
            c->egl.bind(EGL_OPENGL_API) &&
                c->egl.current(c->display, EGL_NO_SURFACE, EGL_NO_SURFACE, c->context),
            APS_EDEVICE, "%s: cannot be made current in this thread: EGL error 0x%x", c->about,
            (unsigned)c->egl.error());
  return APS_OK;
}

void aps_gl_context_leave(aps_gl_context *c) {
  c->egl.current(c->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
}

void aps_gl_context_free(aps_gl_context **at) {
  aps_gl_context *c = *at;
  if (!c) return;
  if (c->context) {
    aps_gl_context_leave(c);
    c->egl.destroy(c->display, c->context);
  }
  aps_release(c->ctx, c);
  *at = NULL;
}

const char *aps_gl_context_about(const aps_gl_context *c) { return c->about; }

aps_err aps_gl_load(aps_ctx *ctx, aps_gl_function (*get)(const char *)) {
  const int version = gladLoadGL(get);
  if (version == 0) return missing(ctx, "no context is current, or its functions are not found");
  if (version < GLAD_MAKE_VERSION(4, 5)) {
    aps_fail(ctx, APS_EDEVICE, "OpenGL 4.5 is needed; %s gives %d.%d",
             (const char *)glGetString(GL_RENDERER), GLAD_VERSION_MAJOR(version),
             GLAD_VERSION_MINOR(version));
    return aps_hint(ctx, "a newer driver may; LIBGL_ALWAYS_SOFTWARE=1 draws on the CPU");
  }
  return APS_OK;
}

int aps_gl_is_software(void) {
  const char *name = (const char *)glGetString(GL_RENDERER);
  return name && (strstr(name, "llvmpipe") || strstr(name, "softpipe") || strstr(name, "swrast") ||
                  strstr(name, "SWR"));
}
