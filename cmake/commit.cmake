# APS_COMMIT, a string such as "v0.1.0-12-gabc1234-dirty", for the sources that mention it. Refreshed at every build, and
# only those sources are compiled again. A tarball carries it in cmake/commit.txt.
set(APSIS_COMMIT_HEADER ${APSIS_GENERATED_DIR}/aps_commit.h)
set(commit_command ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUT=${APSIS_COMMIT_HEADER}
    -P ${PROJECT_SOURCE_DIR}/cmake/write_commit.cmake)
execute_process(COMMAND ${commit_command})
add_custom_target(apsis_commit COMMAND ${commit_command} BYPRODUCTS ${APSIS_COMMIT_HEADER} COMMENT "" VERBATIM)

function(apsis_commit_for target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(dir ${target} SOURCE_DIR)
  if(NOT sources)
    return()
  endif()
  foreach(source IN LISTS sources)
    get_filename_component(path ${source} ABSOLUTE BASE_DIR ${dir})
    file(STRINGS ${path} asks REGEX "APS_COMMIT")
    if(asks)
      set_property(SOURCE ${path} APPEND PROPERTY COMPILE_OPTIONS -include ${APSIS_COMMIT_HEADER})
      set_property(SOURCE ${path} APPEND PROPERTY OBJECT_DEPENDS ${APSIS_COMMIT_HEADER})
    endif()
  endforeach()
  add_dependencies(${target} apsis_commit)
endfunction()
