# libapsis, what an installation holds, and the tarball.
# The static library is one object: an archive of many would lose the registry's weakly named rows, since a weak
# reference pulls no member out of an archive.
if(NOT DEFINED BUILD_SHARED_LIBS OR BUILD_SHARED_LIBS)
  file(WRITE ${PROJECT_BINARY_DIR}/generated/empty.c "")
  add_library(apsis_shared SHARED ${PROJECT_BINARY_DIR}/generated/empty.c)
  target_link_libraries(apsis_shared PRIVATE ${APSIS_OBJECTS} apsis_flags)
  set_target_properties(apsis_shared PROPERTIES OUTPUT_NAME apsis VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  install(TARGETS apsis_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  set(APSIS_INSTALLS_SHARED ON)
endif()
if(NOT DEFINED BUILD_SHARED_LIBS OR NOT BUILD_SHARED_LIBS)
  set(whole ${PROJECT_BINARY_DIR}/apsis_whole.o)
  set(objects "")
  foreach(target IN LISTS APSIS_OBJECTS)
    list(APPEND objects $<TARGET_OBJECTS:${target}>)
  endforeach()
  add_custom_command(OUTPUT ${whole} COMMAND ${CMAKE_LINKER} -r -o ${whole} ${objects} DEPENDS ${objects}
                     COMMAND_EXPAND_LISTS COMMENT "Joining all objects into one" VERBATIM)
  add_library(apsis_static STATIC ${whole})
  set_target_properties(apsis_static PROPERTIES OUTPUT_NAME apsis LINKER_LANGUAGE C)
  set_source_files_properties(${whole} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
  install(TARGETS apsis_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  set(APSIS_INSTALLS_STATIC ON)
endif()

install(TARGETS apsis RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES src/apsis.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY configs DESTINATION ${CMAKE_INSTALL_DATADIR}/apsis)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(EXISTS ${PROJECT_SOURCE_DIR}/README.md)
  install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
if(APSIS_CUDA AND NOT APSIS_HAVE_CUDA)
  install(CODE "message(WARNING \"this installation of apsis has no GPU part: CMake found no working nvcc. \
Install the CUDA toolkit and configure with -DAPSIS_CUDA=ON, or with -DAPSIS_CUDA=OFF if that is meant.\")")
endif()

# ---- for others' builds: find_package(apsis) gives apsis::apsis; pkg-config gives apsis

set(private "") # what libapsis.a needs beside it, as linker arguments
foreach(library IN LISTS HDF5_LINKED YAML_LINKED PNG_LIBRARY ZLIB_LIBRARY)
  if(TARGET ${library})
    continue()
  endif()
  list(APPEND private ${library})
endforeach()
if(OpenMP_C_FOUND)
  list(APPEND private ${OpenMP_C_FLAGS})
endif()
if(APSIS_HAVE_CUDA)
  find_package(CUDAToolkit QUIET)
  list(APPEND private ${CUDA_cudart_static_LIBRARY} -lrt -lstdc++)
endif()
list(APPEND private -lpthread -ldl -lm)
list(FILTER private EXCLUDE REGEX "^(m|dl|)$")
list(REMOVE_DUPLICATES private)
string(REPLACE ";" " " APSIS_PRIVATE_LIBS "${private}")
set(APSIS_PRIVATE_LIST "${private}")

include(CMakePackageConfigHelpers)
configure_package_config_file(cmake/apsis-config.cmake.in ${APSIS_GENERATED_DIR}/apsis-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/apsis PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${APSIS_GENERATED_DIR}/apsis-config-version.cmake COMPATIBILITY SameMinorVersion)
configure_file(cmake/apsis.pc.in ${APSIS_GENERATED_DIR}/apsis.pc @ONLY)
install(FILES ${APSIS_GENERATED_DIR}/apsis-config.cmake ${APSIS_GENERATED_DIR}/apsis-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/apsis)
install(FILES ${APSIS_GENERATED_DIR}/apsis.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# ---- cpack -G TGZ; preset "tarball" links everything it can statically

set(CPACK_GENERATOR TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_VENDOR apsis)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
string(TOLOWER ${CMAKE_SYSTEM_NAME} system)
set(CPACK_PACKAGE_FILE_NAME apsis-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR})
if(APSIS_HAVE_CUDA)
  string(APPEND CPACK_PACKAGE_FILE_NAME -cuda${CMAKE_CUDA_COMPILER_VERSION_MAJOR})
endif()
set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME apsis-${PROJECT_VERSION}-source)
set(CPACK_SOURCE_IGNORE_FILES "/\\.git/" "/build[^/]*/" "/runs/" "/\\.venv")
include(CPack)
