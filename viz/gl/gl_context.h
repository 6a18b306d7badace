/* OpenGL 4.5 core without a display: contexts of EGL, on a device or surfaceless. libEGL is opened
 * when it is asked for, so the program starts on machines that have none. A context is current in
 * one thread at a time; whoever draws does so from that thread. */
#ifndef APS_GL_CONTEXT_H
#define APS_GL_CONTEXT_H
#include "../../src/core/ctx.h"

typedef struct {
  char name[96]; /* "NVIDIA 0", the vendor's words or its file, e.g. "/dev/dri/renderD128" */
  int cuda;      /* its number among CUDA's devices, or -1 */
  int has_uuid;  /* the driver tells; CUDA's cudaDeviceProp.uuid is the same for the same card */
  unsigned char uuid[16];
  int software; /* Mesa's, on the CPU */
} aps_gl_device;

/* Fills at most `most` rows, in EGL's order, and returns how many devices there are; 0 where there
 * is no EGL or it cannot tell. */
int aps_gl_devices(aps_ctx *, aps_gl_device *out, int most);

typedef struct aps_gl_context aps_gl_context;

/* where: "device:2", as aps_gl_devices counts; "device", the first that gives OpenGL 4.5;
 * "surfaceless", Mesa's; "auto" or NULL, the first of all these that works. The context is current
 * in this thread and its functions are loaded. APS_EDEVICE says what is missing, with a hint. */
aps_err aps_gl_context_create(aps_ctx *, const char *where, aps_gl_context **out);
/* Makes it current in this thread; it must be so in no other. */
aps_err aps_gl_context_use(aps_gl_context *);
/* After this another thread may use it. */
void aps_gl_context_leave(aps_gl_context *);
/* What was created in it must be freed before. NULL inside is fine. */
void aps_gl_context_free(aps_gl_context **);
/* "device:0 (…): llvmpipe (…), OpenGL 4.5 …" */
const char *aps_gl_context_about(const aps_gl_context *);

/* For contexts made by others, such as GLFW's: loads OpenGL's functions, of the context that is
 * current, through `get` (glfwGetProcAddress). APS_EDEVICE where it is older than 4.5. */
typedef void (*aps_gl_function)(void);
aps_err aps_gl_load(aps_ctx *, aps_gl_function (*get)(const char *name));
/* Does the current context draw on the CPU (llvmpipe, softpipe, swrast)? aps_light_add is faster
 * then: aps_gl_set_light. */
int aps_gl_is_software(void);
#endif
