# viz/gl: its sources, the generated loader, and the shaders as text in aps_shaders.inc. Sets gl_sources and gl_shaders.
file(GLOB gl_sources CONFIGURE_DEPENDS viz/gl/*.c viz/glad/src/*.c)
file(GLOB shaders CONFIGURE_DEPENDS viz/gl/shaders/*.glsl viz/splat.inc viz/tone.inc)
set(gl_shaders ${APSIS_GENERATED_DIR}/aps_shaders.inc)
add_custom_command(OUTPUT ${gl_shaders} DEPENDS ${shaders} cmake/write_demos.cmake VERBATIM
  COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -DFILES=viz/gl/shaders/*.glsl,viz/splat.inc,viz/tone.inc
    -DOUT=${gl_shaders} -P ${PROJECT_SOURCE_DIR}/cmake/write_demos.cmake)
include_directories(viz/glad/include)
set_source_files_properties(viz/glad/src/gl.c PROPERTIES COMPILE_OPTIONS "-w")
