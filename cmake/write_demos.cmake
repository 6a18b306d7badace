# cmake -DROOT=folder -DFILES=a/*.yaml,b.yaml -DOUT=header -P write_demos.cmake: files below the folder, such as the demos'
# configurations, as rows {name, bytes}, so that the program has them wherever it lies.
string(REPLACE "," ";" patterns "${FILES}")
list(TRANSFORM patterns PREPEND "${ROOT}/")
file(GLOB files ${patterns})
set(text "")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND text "{\"${name}\", (const char[]){${bytes}0}},\n")
endforeach()
file(WRITE "${OUT}" "${text}")
