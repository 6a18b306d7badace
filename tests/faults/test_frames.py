"""Frames and films: numbered on after a restart to the same bytes, one camera throughout, odd folder names, no ffmpeg, and
names that would leave the run directory."""
import json
import os
import pathlib
import struct
import shutil
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))
from pixels import png_pixels  # noqa: E402
from apsis_cli import check, end, folder, refused, run

CONFIG = """title: Ünïcode
particles: [{model: plummer, n: 300}]
forces: [{law: plummer, solver: direct, softening: 0.05}]
integrator: {name: leapfrog, dt: 0.2}
run: {t_end: 2, device: cpu}
output:
  frames: {every: 0.5, size: [321, 181], projection: xz, movie: film.mp4}
"""


def pictures(directory):
    names = sorted((directory / "frames").glob("*.png")) + [directory / "final.png"]
    return {p.name: p.read_bytes() for p in names}


def pictures_supported():
    return any(f["component"] == "libpng" and f["state"] == "on" for f in json.loads(run("doctor", "--json").stdout)["features"])


if not pictures_supported():
    raise SystemExit(77)
with folder() as work:
    work = pathlib.Path(work)
    config = work / "c.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    whole, parts = work / "50 %d of ü", work / "parts"

    result = run("run", config, "-o", whole, "-q")
    check(result.returncode == 0, "a run with frames", result)
    first = pictures(whole)
    check(list(first) == [f"frame_{k:04d}.png" for k in range(5)] + ["final.png"], f"five frames and the end, got {list(first)}")
    size = struct.unpack(">II", first["frame_0000.png"][16:24])
    check(size == (321, 181), f"the size asked for, got {size}")
    if shutil.which("ffmpeg"):
        film = whole / "film.mp4"
        check(film.is_file() and film.read_bytes()[4:8] == b"ftyp", "a film, from a folder with a percent sign")
        names = sorted(path.name for path in (whole / "frames").iterdir())
        check(names == [f"frame_{k:04d}.png" for k in range(5)], f"pictures alone stand in frames, got {names}")

    check(run("run", config, "-o", parts, "-q", "--set", "run.t_end=1").returncode == 0, "the first half")
    result = run("run", config, "-o", parts, "-q", "--restart")
    check(result.returncode == 0 and pictures(parts) == first, "the second half goes on to the same bytes", result)

    look = ["--set", "output.picture={tone: log, bloom: 0.3}", "--set", "output.frames.bloom=0", "--set", "output.frames.tone=asinh"]
    result = run("run", config, "-o", work / "look", "-q", *look)
    look = pictures(work / "look") if result.returncode == 0 else {}
    check(look.pop("final.png", b"") not in (b"", first["final.png"]) and look == {n: b for n, b in first.items() if n != "final.png"},
          "a picture of its own look; frames have the default's bytes", result)
    for key, value, said in (("picture.bloom", "1.5", "must be from 0 to 1"), ("frames.tone", "lg", "did you mean `log`?"), ("frames.blom", "0.1", "did you mean `bloom`?")):
        result = run("run", config, "-o", work / "look2", "-q", "--set", f"output.{key}={value}")
        check(refused(result, 2, said, key.split(".")[1]), f"output.{key}: {value} is refused", result)

    still = work / "still.yaml"  # its pictures differ by their words alone
    still.write_text("units: {length: kpc, mass: Msun, velocity: km/s}\nparticles: [{file: still.csv}]\nforces: []\n"
                     "integrator: {name: leapfrog, dt: 0.25}\nrun: {t_end: 1.5, device: cpu}\n"
                     "output: {picture: none, log: none, snapshots: none, frames: {every: 0.5, size: [640, 360]}}\n")
    (work / "still.csv").write_text("x,y,z,vx,vy,vz,m\n-1,0,0,0,0,0,1\n1,0,0,0,0,0,1\n")
    result = run("run", still, "-o", work / "still", "-q", cwd=work)
    check(result.returncode == 0, "a film in which nothing moves", result)
    begins = [min(x for y in range(h - 24, h) for x in range(w // 2, w) if rgb[3 * (w * y + x)] > 120)
              for w, h, rgb in (png_pixels(p) for p in sorted((work / "still" / "frames").glob("*.png")))]
    check(len(begins) == 4 and max(begins) - min(begins) <= 3, f"t = 0.00, 0.49, 0.98, 1.47 Gyr: labels that do not jump, from {begins}")

    # a checkpoint at each step: what is due with it is in it, whichever of them a kill leaves as the last
    every = ["--set", "output.checkpoint={every: 1e-9, keep: 99}", "--set", "output.snapshots={times: [0.8]}", "--set", "output.log={times: [0.6]}"]
    check(run("run", config, "-o", work / "steps", "-q", *every).returncode == 0, "a checkpoint at each step")
    kept = sorted((work / "steps" / "checkpoints").glob("*.hdf5"))
    for k, last in enumerate(kept):
        back = work / f"back{k}"
        shutil.copytree(work / "steps", back)
        for path in [back / "checkpoints" / "manifest", *[back / "checkpoints" / later.name for later in kept[k + 1:]]]:
            path.unlink()
        result = run("run", config, "-o", back, "-q", "--restart", *every)
        check(result.returncode == 0 and pictures(back) == first, f"from {last.name} of {len(kept)}: the same frames", result)
        for name in ("energy.csv", *[f"snapshots/{path.name}" for path in (work / "steps" / "snapshots").iterdir()]):
            check((back / name).read_bytes() == (work / "steps" / name).read_bytes(), f"from {last.name}: the same {name}")
        check(len(list((back / "snapshots").iterdir())) == 3, f"from {last.name}: three snapshots")

    empty = work / "empty"
    empty.mkdir()
    result = run("run", config, "-o", work / "none", env={"PATH": str(empty)})
    said = result.stdout + result.stderr
    check(result.returncode == 0 and "no film" in said and "ffmpeg -framerate" in said and "-vf 'pad=" in said
          and not (work / "none" / "frames" / "ffmpeg.log").exists(), "no ffmpeg: a warning with the command, nothing else among the frames", result)

    for key, word, hint in (("picture", "final.png", None), ("picture", "xz", "{projection: xz}"), ("frames", "film.mp4", "{movie: film.mp4}")):
        result = run("run", config, "--dry-run", "--set", f"output.{key}={word}")
        check(refused(result, 2, "must be a mapping", word) and (hint in result.stderr if hint else "hint" not in result.stderr),
              f"`{key}: {word}` proposes what would be taken", result)

    for k, name in enumerate(("../film.mp4", "/tmp/film.mp4", "")):
        result = run("run", config, "-o", work / f"never{k}", "-q", "--set", f"output.frames.movie='{name}'")
        check(refused(result, 2, "movie"), f"a film named '{name}' is refused", result)
    result = run("run", config, "-o", work / "small", "-q", "--set", "output.picture.size=[5, 100]")
    check(refused(result, 2, "size", "5"), "a picture of five pixels is refused", result)
    result = run("run", config, "-o", work / "vast", "-q", "--set", "output.picture.size=[100000, 100000]")
    check(refused(result, 2, "size", "100000"), "a picture beyond reason is refused before the run", result)
    check(not os.path.exists(work / "vast" / "final.png"), "and nothing was drawn")
end()
