#!/usr/bin/env python3
"""A run on a pretended CUDA card (gpu/shim) in a window under Xvfb: its points come by the way that was asked for, the
picture is the same by each, and the run's files are those of a run without a window.   ctest: timeout=600 cost=50"""
import os
import shutil
import subprocess
import sys
import tempfile

import test_window as rig

DEVICE_PROGRAM = os.path.join(os.environ.get("APSIS_BUILD", "build"), "tests", "program_with_device")
CONFIG = """title: A run on a card
particles: [{model: plummer, n: 400}, {model: plummer, n: 200, position: [2, 0, 0], mass: 0.2}]
forces: [{law: plummer, softening: 0.05}]
integrator: {name: leapfrog, dt: 0.01}
run: {t_end: 500, output: out, device: cuda}
output: {log: {every: 0.05}, snapshots: none, picture: none}
"""
WIDTH, HEIGHT = 480, 270  # drawn by the processor: of pixels as few as do


def begin(display, folder, name, *words, small=True, **environment):
    """A run in a folder of its own, and in a window."""
    there = os.path.join(folder, name)
    os.mkdir(there)
    with open(os.path.join(there, "run.yaml"), "w") as file:
        file.write(CONFIG)
    w = rig.Window(display, there, "run", "run.yaml", "--live", "-q", *words, **environment)
    if not small:
        w.do("mousemove", "640", "300")
        return there, w
    w.until(lambda s: s["n"] == 600, f"{name}: the run is watched", 60)
    w.do("search", "--name", "^apsis$", "windowsize", str(WIDTH), str(HEIGHT))
    w.until(lambda s: s["width"] == WIDTH and s["height"] == HEIGHT, "in a small window")
    w.do("mousemove", str(WIDTH // 2), str(HEIGHT // 2 - 20))
    return there, w


def watch(display, folder, way):
    """The picture at the end of step 30, and what the window said."""
    there, w = begin(display, folder, way, "--draw", "gpu", "--way", way, "--set", "run.t_end=0.3", small=False)
    state = w.until(lambda s: s["n"] == 600 and s["way"] == way, f"{way}: the run is watched, its points come that way")
    rig.check("asked for" in state["way_why"], f"{way}: as asked: {state['way_why']}")
    w.until(lambda s: s["done"] == 1 and s["steps"] == 30, f"{way}: to its end")
    before = w.state()
    for key in ("u", "9", "c", "y"):  # whichever was the first step that the window saw, this one is fitted
        w.key(key)
    w.until(lambda s: s["hud"] == 0 and s["refit"] > before["refit"], f"{way}: fitted")
    rig.time.sleep(0.5)
    w.key("F5")
    w.until(lambda s: "picture in" in s["note"], f"{way}: a picture")
    status, out = w.close()
    rig.check(status == 0, f"{way}: Esc closes it: {status} {out}")
    return rig.png_pixels(os.path.join(there, "apsis-0001.png"))[2]


def rest(display, folder, way):
    """A pause: points of what is now, fitted and coloured anew, and a click on one of them."""
    there, w = begin(display, folder, "rest-" + way, "--draw", "gpu", "--way", way)
    w.until(lambda s: s["way"] == way and s["steps"] > 20, f"{way}: another run")
    w.key("space")
    paused = w.until(lambda s: s["playing"] == 0 and s["resting"], f"{way}: it pauses")
    w.key("Down")
    w.until(lambda s: s["steps"] == paused["steps"] + 1 and s["resting"], f"{way}: one step")
    pictures = []
    for k, keys in enumerate((["u"], ["k"], ["p"], ["p", "p", "shift+k"])):  # light and species in the end
        before = w.state()
        for key in keys:
            w.key(key)
        w.until(lambda s: (s["colour"], s["mode"]) == first if k == 3 else (s["hud"], s["colour"], s["mode"]) != (before["hud"], before["colour"], before["mode"]),
                f"{way}: {' '.join(keys)}")
        seen = w.until(lambda s: s["resting"], f"{way}: {' '.join(keys)}, drawn")
        first = (seen["colour"], seen["mode"]) if k == 0 else first
        w.key("y")
        w.until(lambda s: s["refit"] > seen["refit"] and s["resting"], f"{way}: fitted")
        rig.time.sleep(0.5)
        w.key("F5")
        name = os.path.join(there, f"apsis-{k + 1:04d}.png")
        w.until(lambda s: os.path.basename(name) in s["note"], f"{way}: picture {k + 1}")
        pictures.append(rig.png_pixels(name)[2][:WIDTH * 3 * (HEIGHT - 70)])  # notes stand below
    rig.check(pictures[0] == pictures[3], f"{way}: the way back leads to the first picture")
    rig.check(all(pictures[k] != pictures[k + 1] for k in range(3)), f"{way}: other colours, other pictures")
    if way != "upload":
        bytes_before = w.state()["way_bytes"]
        rig.check(bytes_before > 0, f"{way}: bytes over the bus are counted: {bytes_before:.0f}")
    w.key("space")
    w.until(lambda s: s["steps"] > paused["steps"] + 10, f"{way}: and it goes on")
    status, out = w.close()
    rig.check(status == 10 and "checkpoint is on disk" in out, f"{way}: closing stops it: {status} {out}")
    with open(os.path.join(there, "out", "log.txt")) as file:
        told = [line for line in file if "packed on the card" in line]
    rig.check(len(told) == (way == "late") and (not told or float(told[0].split("'late' ")[1].split()[0]) > 0.1),
              f"{way}: its log tells what was moved: {told}")
    return pictures, w.state()["steps"]


def tried(display, folder):
    """Who draws is tried where nothing is said, and a card that OpenGL's memory is closed to is drawn by through the host's."""
    for draw in ("auto", "cuda", "gpu"):
        there, w = begin(display, folder, "tried-" + draw, "--draw", draw)
        state = w.until(lambda s: s["cuda_why"] != "" and s["steps"] > 10, f"{draw}: who draws is known", 60)
        if draw == "auto":
            rig.check((state["trial_cuda"] or 0) > 0 and " s a picture, " in state["cuda_why"], f"by a trial: {state['cuda_why']}")
            other = float(state["cuda_why"].split()[-2])
            rig.check((state["drawn_by"] == "CUDA") == (state["trial_cuda"] < other), f"the faster one draws: {state['drawn_by']}")
        else:
            rig.check((state["drawn_by"] == "CUDA") == (draw == "cuda"), f"{draw}: {state['drawn_by']}, {state['cuda_why']}")
        if draw == "cuda":
            rig.check(state["way"] == "late", f"through the host's memory: {state['way']}, {state['way_why']}")
            w.key("space")
            w.until(lambda s: s["playing"] == 0 and s["resting"], "paused")
            before = w.state()
            w.drag("1", WIDTH // 2, HEIGHT // 2, WIDTH // 2 + 100, HEIGHT // 2 + 40)
            w.until(lambda s: s["azimuth"] != before["azimuth"] and s["way_bytes"] > before["way_bytes"], "and turned, from what was packed")
            w.key("F5")
            w.until(lambda s: "picture in" in s["note"], "a picture")
            pixels = rig.png_pixels(os.path.join(there, "apsis-0001.png"))[2]
            bright = sum(p > 100 for p in pixels[WIDTH * 3 * 100:WIDTH * 3 * 200])
            rig.check(bright > 1000, f"of particles: {bright}")
        status, out = w.close()
        rig.check(status == 10, f"{draw}: it closes: {status} {out}")
    _, w = begin(display, folder, "host", "--draw", "cuda", "--device", "cpu")
    w.until(lambda s: s["cuda_why"] == "the particles are on the host" and s["drawn_by"] != "CUDA", "no card, and it says so")
    w.close()


def lost(display, folder):
    """The graphics card is reset under a run on a card: points come again."""
    _, w = begin(display, folder, "lost", "--draw", "gpu", "--way", "late", APSIS_LIVE_LOSE="12")
    state = w.until(lambda s: "set up anew" in s["note"] and s["way"] == "late" and s["way_bytes"] > 0, "after a reset points come again", 60)
    w.until(lambda s: s["way_bytes"] > state["way_bytes"] and s["steps"] > state["steps"], "and again")
    status, out = w.close()
    rig.check(status == 10, f"it closes: {status} {out}")


def main():
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            rig.skip(f"{tool} is not installed")
    if not os.path.exists(DEVICE_PROGRAM):
        rig.skip("this build has no such program")
    rig.PROGRAM = DEVICE_PROGRAM
    with tempfile.TemporaryDirectory(prefix="apsis-card-") as folder:
        display = rig.Display()
        try:
            ends = {way: watch(display, folder, way) for way in ("late", "upload")}
            rig.check(max(ends["late"]) > 150, "there is something to be seen")
            rig.check(ends["late"] == ends["upload"], "the same picture by each way")
            for way in ("late", "upload"):
                rest(display, folder, way)
            lost(display, folder)
            tried(display, folder)
            energies = []
            for way in ("late", "upload"):
                with open(os.path.join(folder, way, "out", "energy.csv")) as file:
                    energies.append([line for line in file if not line.startswith("#")])
            there = os.path.join(folder, "alone")
            os.mkdir(there)
            with open(os.path.join(there, "run.yaml"), "w") as file:
                file.write(CONFIG)
            subprocess.run([os.path.abspath(DEVICE_PROGRAM), "run", "run.yaml", "-q", "--set", "run.t_end=0.3"], cwd=there, check=True)
            with open(os.path.join(there, "out", "energy.csv")) as file:
                alone = [line for line in file if not line.startswith("#")]
            rig.check(energies[0] == energies[1] == alone and len(alone) > 5, "the run's numbers are those without a window")
        finally:
            display.close()
    print(f"{rig.failures} failures")
    return 1 if rig.failures else 0


if __name__ == "__main__":
    sys.exit(main())
