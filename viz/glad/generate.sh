#!/usr/bin/env bash
# Writes the loaders beside this file. Debian: apt install python3-glad.
set -eu
cd "$(dirname "$0")"
glad=/usr/bin/glad # Debian's, also where another one comes first in PATH
egl=EGL_EXT_device_base,EGL_EXT_device_enumeration,EGL_EXT_device_query,EGL_EXT_device_query_name,EGL_EXT_device_drm
egl=$egl,EGL_EXT_device_persistent_id,EGL_NV_device_cuda,EGL_EXT_platform_base,EGL_EXT_platform_device
egl=$egl,EGL_MESA_platform_surfaceless,EGL_KHR_no_config_context,EGL_KHR_surfaceless_context
egl=$egl,EGL_KHR_create_context
$glad --quiet --reproducible --api gl:core=4.5 --extensions GL_EXT_memory_object --out-path . c
$glad --quiet --reproducible --api egl=1.5 --extensions "$egl" --out-path . c
rm src/egl.c # of EGL only the types are used: libEGL is opened when it is needed (viz/gl/gl_context.c)
