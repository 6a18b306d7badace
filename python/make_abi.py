"""Writes the module apsis/_abi.py from src/apsis.h: what cffi needs to call the library, and nothing by hand.

usage: make_abi.py APSIS_H OUT
"""
import os
import re
import sys

import cffi


def declarations(header):
    """The header as cffi reads it: no preprocessor, but the macros that size an array."""
    text = re.sub(r"#ifdef __cplusplus.*?#endif", "", header, flags=re.S)
    lines = []
    for line in text.splitlines():
        if re.match(r"\s*#", line):
            number = re.match(r"\s*#define (APS_\w+) (\d+)\b", line)
            line = f"#define {number.group(1)} {number.group(2)}" if number else ""
        lines.append(line)
    return "\n".join(lines)


def main(header, out):
    with open(header, encoding="utf-8") as file:
        text = file.read()
    ffi = cffi.FFI()
    ffi.set_source("apsis._abi", None)
    ffi.cdef(declarations(text))
    os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
    ffi.emit_python_code(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
