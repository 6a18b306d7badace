"""The pixels of a picture, for tests that look at some. Standard library only."""
import struct
import zlib


def png_pixels(path):
    """(width, height, bytes) of an 8-bit RGB PNG."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            packed += body
        at += 12 + size
    raw, row = zlib.decompress(packed), 3 * width
    out, above = bytearray(), bytearray(row)
    for y in range(height):
        way, line = raw[y * (row + 1)], bytearray(raw[y * (row + 1) + 1:(y + 1) * (row + 1)])
        for i in range(row):
            a, b, c = (line[i - 3] if i >= 3 else 0), above[i], (above[i - 3] if i >= 3 else 0)
            if way == 4:
                p, q, r = abs(b - c), abs(a - c), abs(a + b - 2 * c)
                add = a if p <= q and p <= r else b if q <= r else c
            else:
                add = (0, a, b, (a + b) // 2)[way]
            line[i] = (line[i] + add) & 255
        out += line
        above = line
    return width, height, bytes(out)
