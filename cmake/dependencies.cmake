# What apsis stands on. Required: HDF5, libyaml. Optional: OpenMP, libpng, CUDA, MPI, OpenGL, GLFW, each AUTO, ON or OFF.
# The target apsis_dependencies carries the C libraries; APSIS_HAVE_<PART> says what is on.
find_package(PkgConfig QUIET)
find_package(Threads REQUIRED)
add_library(apsis_dependencies INTERFACE)
target_link_libraries(apsis_dependencies INTERFACE Threads::Threads m ${CMAKE_DL_LIBS})

set(APSIS_HAVE_MPI OFF)
if(APSIS_STATIC_DEPS AND NOT APSIS_MPI STREQUAL ON) # a tarball for any machine: MPI belongs to the cluster it runs on
  set(APSIS_MPI OFF)
endif()
if(APSIS_MPI)
  find_package(MPI QUIET COMPONENTS C)
endif()
if(APSIS_MPI STREQUAL ON AND NOT MPI_C_FOUND)
  message(FATAL_ERROR "APSIS_MPI=ON, but no MPI was found: install libopenmpi-dev or openmpi-devel, or set MPI_C_COMPILER")
endif()
if(APSIS_MPI AND MPI_C_FOUND)
  set(APSIS_HAVE_MPI ON)
endif()

include(find_hdf5) # APSIS_HDF5_VERSION, target apsis_hdf5
include(find_yaml) # APSIS_YAML_VERSION, target apsis_yaml
if(NOT APSIS_HDF5_VERSION OR NOT APSIS_YAML_VERSION)
  set(missing "")
  if(NOT APSIS_HDF5_VERSION)
    string(APPEND missing " HDF5${APSIS_HDF5_WHY}")
  endif()
  if(NOT APSIS_YAML_VERSION)
    string(APPEND missing " libyaml")
  endif()
  message(FATAL_ERROR "apsis needs libraries that were not found:${missing}\nInstall them with one of\n"
    "  Debian, Ubuntu:  apt install libhdf5-dev libyaml-dev libpng-dev pkg-config\n"
    "  Fedora, RHEL:    dnf install hdf5-devel libyaml-devel libpng-devel pkgconf-pkg-config\n"
    "  macOS:           brew install hdf5 libyaml libpng libomp pkg-config\n"
    "  Spack:           spack install hdf5~mpi libyaml libpng pkgconf && spack load hdf5 libyaml libpng\n"
    "or say where they are: cmake -DHDF5_ROOT=/path -DCMAKE_PREFIX_PATH=/path")
endif()
if(APSIS_STATIC_DEPS)
  include(static_dependencies) # replaces HDF5_LINKED and YAML_LINKED by archives
endif()
target_link_libraries(apsis_dependencies INTERFACE apsis_hdf5 apsis_yaml ${HDF5_LINKED} ${YAML_LINKED})
set(found "${APSIS_HDF5_VERSION}")
if(NOT APSIS_HDF5_FLAVOUR STREQUAL serial)
  string(APPEND found " ${APSIS_HDF5_FLAVOUR}")
endif()
apsis_feature("HDF5" on "${found}" "snapshots and checkpoints" "required")
apsis_feature("libyaml" on "${APSIS_YAML_VERSION}" "configurations" "required")

set(OpenMP_C_FOUND OFF)
if(APSIS_OPENMP)
  find_package(OpenMP QUIET COMPONENTS C)
endif()
if(NOT OpenMP_C_FOUND) # its pragmas say nothing then
  target_compile_options(apsis_flags INTERFACE $<$<COMPILE_LANGUAGE:C>:-Wno-unknown-pragmas -Wno-unused-variable>)
endif()
if(OpenMP_C_FOUND)
  set(openmp OpenMP::OpenMP_C)
  if(APSIS_STATIC_DEPS)
    find_library(APSIS_ARCHIVE_gomp NAMES libgomp.a HINTS ${CMAKE_C_IMPLICIT_LINK_DIRECTORIES})
    mark_as_advanced(APSIS_ARCHIVE_gomp)
    if(NOT APSIS_ARCHIVE_gomp OR NOT CMAKE_C_COMPILER_ID STREQUAL GNU)
      message(FATAL_ERROR "APSIS_STATIC_DEPS=ON needs gcc and its libgomp.a")
    endif()
    target_compile_options(apsis_dependencies INTERFACE $<$<COMPILE_LANGUAGE:C,CXX>:${OpenMP_C_FLAGS}>)
    set(openmp ${APSIS_ARCHIVE_gomp})
  endif()
  target_link_libraries(apsis_dependencies INTERFACE ${openmp})
  apsis_feature("OpenMP" on "${OpenMP_C_VERSION}" "all cores" "-DAPSIS_OPENMP=OFF")
elseif(APSIS_OPENMP)
  apsis_feature("OpenMP" off "not found" "ONE THREAD ONLY" "a compiler with OpenMP (gcc or libomp)")
else()
  apsis_feature("OpenMP" off "not asked for" "ONE THREAD ONLY" "-DAPSIS_OPENMP=ON")
endif()

include(find_png)  # APSIS_HAVE_PNG
include(find_cuda) # APSIS_HAVE_CUDA; enables the language

if(NOT APSIS_MPI)
  apsis_feature("MPI" off "not asked for" "several nodes" "-DAPSIS_MPI=ON")
elseif(NOT MPI_C_FOUND)
  apsis_feature("MPI" off "not found" "several nodes" "apt install libopenmpi-dev")
else()
  target_link_libraries(apsis_dependencies INTERFACE MPI::MPI_C)
  target_compile_definitions(apsis_dependencies INTERFACE $<$<COMPILE_LANGUAGE:C>:APS_HAVE_MPI>)
  apsis_feature("MPI" on "${MPI_C_VERSION}" "several nodes" "-DAPSIS_MPI=OFF")
endif()

include(find_gl) # APSIS_HAVE_GL

# The window: GLFW and any OpenGL. Only the program links them, never libapsis.
set(APSIS_HAVE_GLFW OFF)
if(APSIS_GLFW AND NOT APSIS_STATIC_DEPS)
  find_package(glfw3 3.3 QUIET)
  set(OpenGL_GL_PREFERENCE GLVND)
  find_package(OpenGL QUIET)
endif()
set(glfw_how "apt install libglfw3-dev libgl-dev")
if(APSIS_GLFW STREQUAL ON AND NOT (glfw3_FOUND AND OPENGL_FOUND))
  message(FATAL_ERROR "APSIS_GLFW=ON, but GLFW 3.3 or OpenGL was not found: install libglfw3-dev libgl-dev, or glfw-devel mesa-libGL-devel")
endif()
if(NOT APSIS_GLFW OR APSIS_STATIC_DEPS)
  apsis_feature("GLFW" off "not asked for" "a window" "-DAPSIS_GLFW=ON")
elseif(NOT glfw3_FOUND OR NOT OPENGL_FOUND)
  apsis_feature("GLFW" off "not found" "a window" "${glfw_how}")
else()
  set(APSIS_HAVE_GLFW ON)
  apsis_feature("GLFW" on "${glfw3_VERSION}" "a window" "-DAPSIS_GLFW=OFF")
endif()

# The window's panel: Dear ImGui with its GLFW and OpenGL 2 parts, as Debian builds it, and a C++ compiler.
set(APSIS_HAVE_IMGUI OFF)
if(APSIS_HAVE_GLFW AND APSIS_IMGUI)
  find_library(APSIS_IMGUI_LIBRARY NAMES imgui)
  find_path(APSIS_IMGUI_INCLUDE imgui/backends/imgui_impl_opengl2.h)
  find_library(APSIS_IMGUI_STB NAMES stb libstb.so.0) # Debian's imgui leaves it out
  mark_as_advanced(APSIS_IMGUI_LIBRARY APSIS_IMGUI_INCLUDE APSIS_IMGUI_STB)
  apsis_find_language(CXX)
  if(APSIS_IMGUI_LIBRARY AND APSIS_IMGUI_INCLUDE AND APSIS_IMGUI_STB AND CMAKE_CXX_COMPILER)
    enable_language(CXX)
    set(APSIS_HAVE_IMGUI ON)
    set(APSIS_IMGUI_LINKED ${APSIS_IMGUI_LIBRARY} ${APSIS_IMGUI_STB})
  endif()
endif()
if(APSIS_HAVE_IMGUI)
  apsis_feature("ImGui" on "found" "the window's panel" "-DAPSIS_IMGUI=OFF")
elseif(APSIS_HAVE_GLFW)
  apsis_feature("ImGui" off "not found" "the window's panel" "apt install libimgui-dev g++")
endif()
