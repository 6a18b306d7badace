#!/usr/bin/env python3
"""`apsis render` as a user types it: pictures, frames, movies; what it refuses."""
import os
import pathlib
import signal
import stat
import struct
import subprocess
import sys
import time
import zlib
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from apsis_cli import PROGRAM, check, end, folder, refused, run

CONFIG = """title: Two clumps
particles:
  - {model: plummer, n: 300, position: [-2, 0, 0], velocity: [0.5, 0.2, 0]}
  - {model: plummer, n: 300, position: [2, 0, 0], velocity: [-0.5, -0.2, 0]}
forces: [{law: plummer, solver: direct, softening: 0.1}]
integrator: {name: leapfrog, dt: 0.02}
run: {t_end: 2, device: cpu, seed: 1}
output: {snapshots: {every: 0.5}, picture: none}
"""
SMALL = ("--size", "320x180", "-q")


def pixels(path):
    """(width, height, rows of RGB bytes) of an 8-bit PNG, decoded without any library but zlib."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    assert depth == 8 and colour == 2
    raw, rows, stride = zlib.decompress(packed), [], 3 * width
    before = bytes(stride)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left, up = line[i - 3] if i >= 3 else 0, before[i]
            corner = before[i - 3] if i >= 3 else 0
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[i] = (line[i] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        rows.append(bytes(line))
        before = bytes(line)
    return width, height, rows


def lit_columns(path):
    """Brightness of the quarters left and right of the picture's middle: without the labels' rows and the legend at the right."""
    width, height, rows = pixels(path)
    rows = rows[height // 4:3 * height // 4]
    return [sum(sum(r[3 * (width // 4) * side:3 * (width // 4) * (side + 1)]) for r in rows) for side in (1, 2)]


def check_pictures(there, run_dir):
    last, first = os.path.join(there, "last.png"), os.path.join(there, "first.png")
    result = run("render", run_dir, "-o", last, *SMALL)
    check(result.returncode == 0 and pixels(last)[:2] == (320, 180), "a run's picture has the size asked for", result)
    run("render", os.path.join(run_dir, "snapshots", "snapshot_0004.hdf5"), "-o", first, "--title", "Two clumps", *SMALL)
    check(os.path.getsize(first) > 5000, "a single snapshot makes a picture")
    again = os.path.join(there, "again.png")
    run("render", run_dir, "-o", again, *SMALL, env={"OMP_NUM_THREADS": "3"})
    check(pathlib.Path(last).read_bytes() == pathlib.Path(again).read_bytes(), "threads change no byte")
    seen = set()
    for how in (["-c", "speed"], ["-c", "density"], ["-c", "energy"], ["-c", "vx", "--map", "heat"], ["-c", "vx"], ["-c", "vx", "--range=-1,1"], ["-c", "vx", "--range=-1,1", "--map", "heat"],
                ["--elevation", "80"],
                ["--projection", "xz"], ["--exposure", "2"], ["--tone", "log"], ["--bloom", "0.3"], ["--width", "3"], ["-c", "speed", "--range", "0,0.1"]):
        result = run("render", run_dir, "-o", last, *how, *SMALL)
        check(result.returncode == 0, f"render {how}", result)
        seen.add(pathlib.Path(last).read_bytes())
    plain = run("render", run_dir, "-o", last, "--tone", "asinh", "--bloom", "0", *SMALL)
    check(pathlib.Path(last).read_bytes() == pathlib.Path(again).read_bytes(), "the defaults by name change no byte", plain)
    bloomed = [pathlib.Path(last).read_bytes() for threads in "123"
               if run("render", run_dir, "-o", last, "--tone", "log", "--bloom", "0.5", *SMALL, env={"OMP_NUM_THREADS": threads}).returncode == 0]
    check(len(bloomed) == 3 and len(set(bloomed)) == 1, "nor do threads where light is spread")
    check(len(seen) == 14, "each of these makes another picture")


def check_frames(there, run_dir):
    out = os.path.join(there, "frames")
    result = run("render", run_dir, "-o", out, "--frames", "9", "--width", "12", *SMALL)
    names = sorted(os.listdir(out))
    check(result.returncode == 0 and names == [f"frame_{k:04d}.png" for k in range(9)], "nine frames", result)
    bytes_of = [pathlib.Path(out, n).read_bytes() for n in names]
    check(len(set(bytes_of)) == 9, "between two snapshots the particles move on")
    pathlib.Path(out, "frame_0100.png.txt").write_text("mine", encoding="utf-8")
    result = run("render", run_dir, "-o", out, "--frames", "4", *SMALL)
    check(result.returncode == 0 and "5 frames of another film, from frame_0004.png on" in result.stderr and len(os.listdir(out)) == 10,
          "frames of a longer film stay, and the user is told", result)
    result = run("render", run_dir, "-o", out, "--frames", "9", *SMALL)
    check(result.returncode == 0 and result.stderr == "", "written over, there are none", result)
    shown = [pathlib.Path(out, "frame_0001.png").read_bytes() for end in ("2", "7")
             if run("render", run_dir, "-o", out, "--frames", "2", "--time", "1.5," + end, *SMALL).returncode == 0]
    check(len(shown) == 2 and shown[0] == shown[1], "no label tells a time after the last snapshot, which is what shows")
    orbit = os.path.join(there, "orbit")
    run("render", os.path.join(run_dir, "snapshots", "snapshot_0000.hdf5"), "-o", orbit, "--orbit", "180", "--elevation", "0",
        "--frames", "3", *SMALL)
    sides = [lit_columns(os.path.join(orbit, f"frame_{k:04d}.png")) for k in range(3)]
    check(abs(sides[0][0] / sides[2][1] - 1) < 0.1, f"half an orbit swaps left and right: {sides}")


def check_scatter(there):
    """A cloud that flies apart to thirty times its size: at the start it is no dot, at the end there is something to be seen."""
    config, out, end = os.path.join(there, "s.yaml"), os.path.join(there, "scatter"), os.path.join(there, "scattered.png")
    pathlib.Path(config).write_text("particles: [{model: plummer, n: 500}]\nforces: []\nintegrator: {name: leapfrog, dt: 1}\n"
                                    "run: {t_end: 100, device: cpu, output: apart}\noutput: {snapshots: {every: 50}, picture: none}\n", encoding="utf-8")
    run("run", config, "-q", cwd=there)
    result = run("render", os.path.join(there, "apart"), "-o", out, "--frames", "2", *SMALL)
    first, last = (pixels(os.path.join(out, f"frame_000{k}.png"))[2] for k in (0, 1))
    wide = max(max(i for i, b in enumerate(row) if b > 60) - min(i for i, b in enumerate(row) if b > 60) for row in first[40:140] if max(row) > 60) / 3
    check(result.returncode == 0 and wide > 60, f"a cloud that scatters begins large: {wide} of 320 pixels", result)
    check(sum(max(row) > 60 for row in last[40:140]) > 5, "and some of it stays in view")
    run("render", os.path.join(there, "apart"), "-o", end, *SMALL)
    check(sum(max(row) > 60 for row in pixels(end)[2][40:140]) > 5, "as in a picture of the end")


def check_movies(there, run_dir):
    """ffmpeg is a stand-in that counts what it is given; and there is none."""
    tools = os.path.join(there, "bin")
    os.mkdir(tools)
    fake = os.path.join(tools, "ffmpeg")
    with open(fake, "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\nfor last; do :; done\ncat | wc -c > "${last#file:}"\n')
    os.chmod(fake, os.stat(fake).st_mode | stat.S_IXUSR)
    movie = os.path.join(there, "my movie.mp4")
    result = run("render", run_dir, "-o", movie, "--frames", "4", *SMALL, env={"PATH": tools + ":/usr/bin:/bin"})
    check(result.returncode == 0 and int(open(movie).read()) == 4 * 3 * 320 * 180, "ffmpeg gets every pixel", result)
    with open(fake, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\nexit 1\n")
    os.remove(movie)
    result = run("render", run_dir, "-o", movie, "--frames", "4", *SMALL, env={"PATH": tools + ":/usr/bin:/bin"})
    check(refused(result, 4, "ffmpeg") and not os.path.exists(movie), "a failing ffmpeg is named, nothing is left", result)
    result = run("render", run_dir, "-o", movie, "--frames", "4", *SMALL[:-1], env={"PATH": os.path.join(there, "nowhere")})
    check(result.returncode == 0 and len(os.listdir(movie + ".frames")) == 4 and "ffmpeg" in result.stderr and "-vf 'pad=" in result.stderr
          and result.stdout.rstrip().endswith(movie + ".frames"),
          "without ffmpeg the frames are left", result)


def check_interrupted(there, run_dir):
    """Ctrl-C: of a movie nothing is left, and one of that name that is there stays; of frames those that were drawn. The program ends by the signal."""
    tools, films = os.path.join(there, "bin"), os.path.join(there, "films")
    os.mkdir(films)
    fake = os.path.join(tools, "ffmpeg")
    pathlib.Path(fake).write_text('#!/bin/sh\nfor last; do :; done\nexec cat > "${last#file:}"\n', encoding="utf-8")
    movie, frames = os.path.join(films, "m.mp4"), os.path.join(films, "frames")
    pathlib.Path(movie).write_text("whole", encoding="utf-8")
    for out, kind, begun, said in ((movie, signal.SIGINT, os.path.join(films, ".m.part.mp4"), "no movie was made"),
                                   (frames, signal.SIGTERM, os.path.join(frames, "frame_0002.png"), "those drawn stay there")):
        process = subprocess.Popen([PROGRAM, "render", run_dir, "-o", out, "--frames", "100000", *SMALL], env={**os.environ, "PATH": tools + ":/usr/bin:/bin"},
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
        until = time.monotonic() + 60
        while not (os.path.exists(begun) and os.path.getsize(begun) > 0) and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, kind)
        stderr = process.communicate(timeout=60)[1]
        check(process.returncode == -kind and said in stderr and " of 100000 pictures" in stderr, f"{kind.name}: {process.returncode} {stderr}")
    check(sorted(os.listdir(films)) == ["frames", "m.mp4"] and pathlib.Path(movie).read_text(encoding="utf-8") == "whole", f"no part of a movie is left: {os.listdir(films)}")
    check(pixels(os.path.join(frames, "frame_0002.png"))[:2] == (320, 180) and all(n.startswith("frame_") for n in os.listdir(frames)), "frames are whole")


def check_refusals(there, run_dir):
    out, table = os.path.join(there, "x.png"), os.path.join(there, "table.csv")
    pathlib.Path(table).write_text("x,y,z,m,heat,flag\n0,0,0,1,1,2\n1,0,0,1,2,3\n", encoding="utf-8")
    result = run("render", table, "-o", out, "-c", "HEAT", *SMALL)
    check(result.returncode == 0 and os.path.getsize(out) > 1000, "a column that apsis does not know", result)
    for words, status, said in (
            ([run_dir], 2, "-o"), ([run_dir, "-o", out, "-c", "sped"], 2, "did you mean speed?"),
            ([table, "-o", out, "-c", "Heet"], 2, "did you mean heat? The file has heat, flag"),
            ([run_dir, "-o", out, "--size", "12"], 2, "--size"), ([run_dir, "-o", out, "--map", "jet", "-c", "speed"], 2, "jet"),
            ([run_dir, "-o", out, "--map", "heat"], 2, "hint: say which number"), ([run_dir, "-o", out, "--range", "0,1", "-c", "species"], 2, "--range: is of numbers"),
            ([run_dir, "-o", there, "--frames", "1.5"], 2, "--frames"), ([run_dir, "-o", out, "--size", "100.5x90"], 2, "--size"),
            ([run_dir, "-o", out, "--exposure", "inf"], 2, "--exposure"), ([run_dir, "-o", out, "--tone", "loga"], 2, "did you mean log?"),
            ([run_dir, "-o", out, "--bloom", "1.5"], 2, "hint: 0.3"), ([run_dir, "-o", out, "--bloom=-0.1"], 2, "from 0 to 1, got -0.1"),
            ([run_dir, "-o", out, "--bloom", "nan"], 2, "--bloom"), ([run_dir, "-o", out, "--field", "0"], 2, "--field"),
            ([run_dir, "-o", out, "--frames", "3"], 2, "3 frames"), ([run_dir, "-o", out, "--projection", "zz"], 2, "zz"),
            ([os.path.join(there, "no.hdf5"), "-o", out], 4, "no.hdf5"), ([there, "-o", out, "--size", "99999x10"], 2, "99999"),
            ([os.path.join(there, "empty"), "-o", out], 3, "no snapshots"),
            ([run_dir, "-o", os.path.join(there, "nowhere", "x.png")], 4, "nowhere"),
            ([run_dir, "-o", os.path.join(there, "m.gif")], 2, "m.gif"),
            ([run_dir, "-o", os.path.join(there, "late"), "--time", "5,6"], 2, "from 0 to 2"),
            ([os.path.join(run_dir, "snapshots", "snapshot_0000.hdf5"), "-o", out, "--time", "1,2"], 2, "from 0 to 0")):
        os.makedirs(os.path.join(there, "empty"), exist_ok=True)
        check(refused(run("render", *words), status, said), f"refused: {words[1:]}", run("render", *words))


def main():
    with folder() as there:
        run_dir = os.path.join(there, "run")
        config = os.path.join(there, "c.yaml")
        pathlib.Path(config).write_text(CONFIG, encoding="utf-8")
        result = run("run", config, "-o", run_dir, "-q")
        if not check(result.returncode == 0, "the run itself", result):
            end()
        if run("render", run_dir, "-o", os.path.join(there, "probe.png"), "-q").stderr.find("no PNG") >= 0:
            sys.exit(77)
        check_pictures(there, run_dir)
        check_frames(there, run_dir)
        check_scatter(there)
        check_movies(there, run_dir)
        check_interrupted(there, run_dir)
        check_refusals(there, run_dir)
    end()


main()
