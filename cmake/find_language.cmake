# Is there a compiler for a language? check_language() remembers a no for ever; here it looks again, as for libraries:
# one may have been installed since.
include(CheckLanguage)
macro(apsis_find_language language)
  if(NOT CMAKE_${language}_COMPILER)
    unset(CMAKE_${language}_COMPILER CACHE)
  endif()
  check_language(${language})
endmacro()
