#!/usr/bin/env python3
"""The window, under Xvfb: every key pressed and the mouse dragged by xdotool, and what must change is looked up in the
state that the program writes for tests (APSIS_LIVE_STATE).   ctest: timeout=1200 cost=92"""
import ctypes
import ctypes.util
import json
import math
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(TESTS, "mpi"), TESTS]
from pixels import png_pixels  # noqa: E402
from ranks import ENVIRONMENT, MPIEXEC  # noqa: E402

PROGRAM = os.environ.get("APSIS_PROGRAM", "build/apsis")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failures = 0


def check(holds, what):
    global failures
    print("ok  " if holds else "FAIL", what, flush=True)
    failures += not holds


def skip(why):
    print("skipped:", why)
    sys.exit(77)


class Display:
    """An Xvfb of its own."""

    def __init__(self, size="1280x720x24"):
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
                                        pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()

    def close(self):
        self.process.terminate()
        self.process.wait()


class Window:
    """One run of the program."""

    def __init__(self, display, folder, *arguments, launch=(), **environment):
        self.state_file = os.path.join(folder, "state.jsonl")
        if os.path.exists(self.state_file):
            os.unlink(self.state_file)
        self.display, self.folder = display, folder
        self.environment = dict(os.environ, DISPLAY=display.name, APSIS_LIVE_STATE=self.state_file,
                                OMP_NUM_THREADS=os.environ.get("OMP_NUM_THREADS", "2"))
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.environment.update(environment)
        own = dict(self.environment)
        if os.environ.get("APSIS_LIVE_PRELOAD"):  # see leaks.txt
            own["LD_PRELOAD"] = os.environ["APSIS_LIVE_PRELOAD"]
        self.process = subprocess.Popen([*launch, os.path.abspath(PROGRAM), *arguments], cwd=folder, env=own,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def state(self):
        try:
            with open(self.state_file) as file:
                lines = file.read().splitlines()
            return json.loads(lines[-1]) if lines else {}
        except (OSError, ValueError):
            return {}

    def until(self, holds, what, seconds=30):
        """Waits until holds(state); says so."""
        end = time.monotonic() + seconds
        state = {}
        while time.monotonic() < end:
            state = self.state()
            try:
                if state and holds(state):
                    check(True, what)
                    return state
            except (KeyError, TypeError):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.03)
        if self.process.poll() is not None:
            print(f"     it ended: {self.end()}")
        check(False, f"{what}: {state}")
        return state

    def do(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def key(self, name):
        self.do("key", name)

    def drag(self, button, x0, y0, x1, y1, shift=False):
        self.do("mousemove", str(x0), str(y0))
        if shift:
            self.do("keydown", "shift")
        self.do("mousedown", button)
        for k in range(1, 6):
            self.do("mousemove", str(x0 + k * (x1 - x0) // 5), str(y0 + k * (y1 - y0) // 5))
        time.sleep(0.1)
        self.do("mouseup", button)
        if shift:
            self.do("keyup", "shift")

    def handle(self):
        out = subprocess.run(["xdotool", "search", "--name", "^apsis$"], env=self.environment, capture_output=True,
                             text=True).stdout.split()
        return out[-1] if out else None

    def close(self, key="Escape", seconds=30):
        """The exit status, and what was printed."""
        self.key(key)
        return self.end(seconds)

    def end(self, seconds=30):
        try:
            out, _ = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
            return "still there", out
        return self.process.returncode, out


def set_wm_state(display, window, value):
    """What a window manager does that minimises (3) or restores (1) a window."""
    x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x.XOpenDisplay(display.name.encode()))
    atom = x.XInternAtom(connection, b"WM_STATE", 0)
    data = (ctypes.c_ulong * 2)(value, 0)
    x.XChangeProperty(connection, ctypes.c_ulong(int(window)), ctypes.c_ulong(atom), ctypes.c_ulong(atom), 32, 0, data, 2)
    x.XCloseDisplay(connection)


def set_dots_per_inch(display, dots):
    """What a desktop does for a dense screen."""
    x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x.XOpenDisplay(display.name.encode()))
    text = f"Xft.dpi:\t{dots}\n".encode()
    manager, string = 23, 31  # XA_RESOURCE_MANAGER, XA_STRING
    x.XChangeProperty(connection, ctypes.c_ulong(x.XDefaultRootWindow(connection)), ctypes.c_ulong(manager), ctypes.c_ulong(string), 8, 0,
                      text, len(text))
    x.XCloseDisplay(connection)


def lesson_ends(display, folder):
    """A lesson halts at its end, also where its steps are chosen as it goes; R frames it as at first."""
    w = Window(display, folder, "demo", "slingshot", "--pace", "2000")
    w.do("mousemove", "640", "360")
    first = w.until(lambda s: s["n"] == 2 and s["eta"] is not None, "a lesson whose steps are chosen")
    end = w.until(lambda s: s["playing"] == 0 and s["time"] >= s["t_last"], "it halts at its end", 60)
    check(end["time"] < 1.1 * end["t_last"] and end["note"].startswith("the end of this lesson"), f"{end['time']}: {end['note']}")
    w.key("r")
    w.until(lambda s: s["time"] < 0.5 * s["t_last"] and s["view_width"] < 1.5 * first["view_width"], "R starts it again, as large")
    status, out = w.close()
    check(status == 0, f"and it closes: {status} {out}")


def is_near(a, b, tolerance):
    return a is not None and abs(a - b) <= tolerance


def lesson_keys(display, folder):
    w = Window(display, folder, "demo", "figure8")
    first = w.until(lambda s: s["n"] == 3 and s["steps"] > 5, "the lesson opens and runs")
    w.do("mousemove", "640", "360")
    w.key("space")
    still = w.until(lambda s: s["playing"] == 0 and s["resting"], "Space pauses")
    w.key("Down")
    w.until(lambda s: s["steps"] == still["steps"] + 1, "Down is one step")
    w.key("Next")
    at = w.until(lambda s: s["steps"] == still["steps"] + 51, "PgDn is fifty")
    check(is_near(at["time"], still["time"] + 51 * at["dt"], 1e-9), "and time says so")
    check(at["energy_error"] is not None and abs(at["energy_error"]) < 1e-6, "the energy error is shown")
    w.key("BackSpace")
    w.until(lambda s: s["direction"] == -1, "Backspace turns time round")
    w.key("Next")
    back = w.until(lambda s: s["steps"] == still["steps"] + 101, "fifty steps back")
    w.key("Down")
    back = w.until(lambda s: s["steps"] == still["steps"] + 102, "and one")
    check(is_near(back["time"], still["time"], 1e-9), "lead to the same time")
    check(is_near(back["x0"], still["x0"], 1e-9), "and the same place: a real reversal")
    w.key("BackSpace")
    for key, name, value in [("comma", "pace", first["pace"] / 2), ("period", "pace", first["pace"])]:
        w.key(key)
        state = w.until(lambda s: is_near(s[name], value, 1e-9 * value), f"{key} changes the pace")
        check(state["dt"] == first["dt"], "and not the time step")
    for key, name in [("h", "help"), ("F1", "help"), ("Tab", "panel"), ("u", "hud"), ("g", "axes"), ("l", "lesson"),
                      ("t", "trails"), ("o", "turning")]:
        before = w.state()[name]
        w.key(key)
        w.until(lambda s: s[name] == 1 - before, f"{key} switches {name}")
        w.key(key)
        w.until(lambda s: s[name] == before, f"{key} switches it back")
    for key, name, value in [("p", "mode", "points"), ("p", "mode", "density"), ("p", "mode", "light"),
                             ("k", "colour", "speed"), ("m", "map", 0), ("plus", "exposure", 0.5), ("b", "bloom", 0.2), ("n", "tone", "log"), ("n", "tone", "asinh"),
                             ("minus", "exposure", 0), ("v", "field", 0), ("v", "field", 40), ("2", "elevation", 0),
                             ("3", "azimuth", 90), ("1", "elevation", 90)]:
        w.key(key)
        w.until(lambda s: s[name] == value, f"{key}: {name} is {value}")
    refit = w.state()["refit"]
    w.key("y")
    w.until(lambda s: s["refit"] == refit + 1, "y fits colours and exposure")
    w.key("r")
    w.until(lambda s: s["steps"] == 0 and s["time"] == 0, "R starts again")
    w.key("9")
    time.sleep(0.3)
    home = w.state() # the third body is at the origin, below the middle, which lies below the lesson's text
    check(home["centre"][1] > 0.1, "the view leaves room for the text")
    w.do("mousemove", "640", str(round(359.5 + 1280 * home["centre"][1] / home["view_width"])))
    w.key("x")
    w.until(lambda s: s["follows"] == 1, "X follows the particle at the mouse")
    w.key("x")
    w.until(lambda s: s["follows"] == 0, "and lets it go")
    w.key("space")
    again = w.until(lambda s: s["steps"] == 0 or s["playing"] == 1, "and runs on Space")
    w.key("bracketright")
    w.until(lambda s: s["title"] != again["title"] and s["steps"] > 0, "] is the next lesson, and it runs", 15)
    w.key("bracketleft")
    w.until(lambda s: s["title"] == again["title"], "[ the one before")
    status, out = w.close()
    check(status == 0, f"Esc closes it: {status} {out}")


def mouse(display, folder):
    w = Window(display, folder, "demo", "figure8")
    w.until(lambda s: s["n"] == 3, "a lesson for the mouse")
    w.do("mousemove", "640", "360")
    w.key("space")
    w.key("2")
    before = w.until(lambda s: s["elevation"] == 0, "a view from the side")
    w.drag("1", 640, 360, 740, 400)
    w.until(lambda s: s["azimuth"] != before["azimuth"] and s["elevation"] != 0, "dragging turns")
    time.sleep(0.3)
    now = w.state()
    w.drag("1", 640, 360, 700, 300, shift=True)
    w.until(lambda s: s["centre"] != now["centre"] and s["azimuth"] == now["azimuth"], "Shift-dragging moves")
    w.do("click", "4")
    w.until(lambda s: s["view_width"] < now["view_width"], "the wheel comes nearer")
    w.key("9")
    w.key("ctrl+3")
    state = w.until(lambda s: "view kept" in s["note"], "Ctrl-3 keeps a view")
    w.do("keydown", "w")
    first = w.until(lambda s: s["centre"] != state["centre"], "W flies")
    w.until(lambda s: s["centre"] != first["centre"], "on and on")
    w.do("keyup", "w")
    w.key("c")
    count = w.state()["n"]
    w.drag("3", 300, 500, 420, 500)
    w.until(lambda s: s["n"] == count + 1, "a drag with the right button adds a body")
    handle = w.handle()
    w.do("windowsize", handle, "900", "500")
    w.until(lambda s: s["width"] == 900 and s["height"] == 500, "the picture follows the window's size")
    set_wm_state(display, handle, 3)
    w.until(lambda s: s["minimised"] == 1, "minimised, nothing is drawn")
    set_wm_state(display, handle, 1)
    w.until(lambda s: s["minimised"] == 0, "and restored, it is")
    w.key("F5")
    w.until(lambda s: "picture in" in s["note"], "F5 makes a picture")
    width, height, pixels = png_pixels(os.path.join(folder, "apsis-0001.png"))
    mean, most = sum(pixels) / len(pixels), max(pixels)
    check((width, height) == (900, 500) and mean > 5 and most > 150, f"of what is seen: {width}x{height}, {mean:.1f}, {most}")
    w.key("F11")
    w.until(lambda s: s["full"] == 1, "F11 fills the screen")
    w.key("F11")
    w.until(lambda s: s["full"] == 0, "and lets it go")
    status, out = w.close("q")
    check(status == 0, f"Q closes it: {status} {out}")


def stand_in(there):
    """An ffmpeg that keeps the raw pictures, first in PATH."""
    tools = os.path.join(there, "bin")
    os.makedirs(tools)
    with open(os.path.join(tools, "ffmpeg"), "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\nfor last; do :; done\nexec cat >"${last#file:}"\n')
    os.chmod(os.path.join(tools, "ffmpeg"), 0o755)
    return {"PATH": tools + ":/usr/bin:/bin"}


def frames(there, number, size):
    """How many pictures the movie has; not whole: 0."""
    path = os.path.join(there, f"apsis-{number:04d}.mp4")
    bytes_of = os.path.getsize(path) if os.path.exists(path) else 1
    return 0 if bytes_of % (3 * size[0] * size[1]) else bytes_of // (3 * size[0] * size[1])


def movies(display, folder):
    """F6: as long as the clock, whole where the window's size changes, where it is closed and where Ctrl-C ends the program."""
    there = os.path.join(folder, "movies")
    path = stand_in(there)
    w = Window(display, there, "demo", "figure8", **path)
    w.until(lambda s: s["n"] == 3, "a lesson for movies")
    w.do("mousemove", "300", "200")
    w.do("windowsize", w.handle(), "641", "363")
    w.until(lambda s: s["width"] == 641 and s["height"] == 363, "in a window of odd sizes")
    w.key("F6")
    w.until(lambda s: s["recording"] == 1 and "apsis-0001.mp4" in s["note"], "F6 records")
    began = time.monotonic()
    time.sleep(1.5)
    w.key("F6")
    s = w.until(lambda s: s["recording"] == 0 and "pictures in" in s["note"], "and ends")
    took, n = time.monotonic() - began, frames(there, 1, (641, 363))
    check(s["note"] == f"{n} pictures in apsis-0001.mp4" and 30 * (took - 1) < n < 30 * (took + 1), f"{n} pictures of {took:.1f} s: {s['note']}")
    w.key("F6")
    w.until(lambda s: s["recording"] == 1 and "apsis-0002.mp4" in s["note"], "the next one has a name of its own")
    time.sleep(0.3)
    w.do("windowsize", w.handle(), "500", "400")
    s = w.until(lambda s: s["recording"] == 0, "another size ends it")
    check("another size" in s["note"] and frames(there, 2, (641, 363)) > 0, f"whole, and the note says why: {s['note']}")
    w.key("F6")
    w.until(lambda s: s["recording"] == 1, "once more")
    time.sleep(0.3)
    status, out = w.close()
    check(status == 0 and frames(there, 3, (500, 400)) > 0, f"closing the window ends the movie as well: {status} {out}")
    for number, kind in ((4, signal.SIGINT), (5, signal.SIGTERM)):
        w = Window(display, there, "demo", "figure8", launch=("setsid",), **path)
        w.until(lambda s: s["n"] == 3, "a lesson that will be interrupted")
        w.do("mousemove", "640", "360")
        w.key("F6")
        w.until(lambda s: s["recording"] == 1, "while it records")
        time.sleep(0.3)
        os.killpg(w.process.pid, kind)
        status, out = w.end()
        check(status == -kind and frames(there, number, (1280, 720)) > 0, f"{kind.name} of the terminal ends it, the movie is whole: {status} {out}")
    config = write_config(there)
    w = Window(display, there, "run", config, "--live", "-q", launch=("setsid",), **path)
    w.until(lambda s: s["n"] == 2000 and s["steps"] > 5, "a run that will be interrupted")
    w.do("mousemove", "640", "360")
    w.key("F6")
    w.until(lambda s: s["recording"] == 1, "while it is recorded")
    time.sleep(0.3)
    os.killpg(w.process.pid, signal.SIGINT)
    status, out = w.end()
    check(status == 10 and frames(there, 6, (1280, 720)) > 0, f"it stops with its checkpoint, the movie is whole: {status} {out}")
    os.remove(os.path.join(there, "bin", "ffmpeg"))
    w = Window(display, there, "demo", "figure8", PATH=os.path.join(there, "bin") + ":/nowhere")
    w.environment["PATH"] = os.environ["PATH"] # xdotool's
    w.until(lambda s: s["n"] == 3, "without ffmpeg")
    w.do("mousemove", "640", "360")
    w.key("F6")
    w.until(lambda s: s["recording"] == 0 and "no ffmpeg in PATH" in s["note"], "F6 says so")
    check(w.close()[0] == 0, "and nothing else happens")
    check(not [name for name in os.listdir(there) if ".part" in name], "no part of a movie is left")


def write_config(folder):
    config = os.path.join(folder, "run.yaml")
    with open(config, "w") as file:
        file.write("title: A run\nparticles: [{model: plummer, n: 2000}]\nforces: [{law: plummer, softening: 0.05}]\n"
                   "integrator: {name: leapfrog, dt: 0.005}\nrun: {t_end: 500, output: out}\n"
                   "output: {log: {every: 0.05}, snapshots: {every: 0.1}}\n")
    return config


def slide(w, y, to, name):
    """Drags a slider of the panel, which stands at its middle, and waits for what it sets."""
    before = w.state()
    w.do("mousemove", "1048", str(y))
    time.sleep(0.3)
    w.do("mousedown", "1")
    time.sleep(0.3)
    w.do("mousemove", str(to), str(y))
    time.sleep(0.3)
    w.do("mouseup", "1")
    return w.until(lambda s: s[name] != before[name] and s["resting"] == before["resting"], f"a slider changes {name}")


SOFTENING_Y = 137  # of its slider, in a window of 1280 x 720 where no row of paces stands above
KNOB_Y = 137 + 3 * 26  # of a lesson's own, where there are paces


def change_live(display, folder):
    """Sliders of a run: obeyed between two steps, told to its files, kept over a restart; and refused by name."""
    there = os.path.join(folder, "change")
    os.mkdir(there)
    config = write_config(there)
    w = Window(display, there, "run", config, "--live", "-q")
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["steps"] > 20, "a run for the sliders")
    w.key("Tab")
    state = w.until(lambda s: s["panel"] == 1 or "no panel" in s["note"], "Tab shows the panel")
    if "no panel" in state["note"]:
        w.close("q")
        return
    check(state["eta"] is None and state["accuracy"] is None, "a fixed step and exact sums: neither eta nor accuracy")
    time.sleep(0.3)
    soft = slide(w, SOFTENING_Y, 1090, "softening")
    check(soft["softening"] > 0.06 and "log.txt tells of it" in soft["note"], f"while it runs: {soft['softening']}, {soft['note']}")
    w.key("space")
    still = w.until(lambda s: s["playing"] == 0 and s["resting"], "and in a pause")
    paused = slide(w, SOFTENING_Y - 26, 1090, "dt")
    check(paused["steps"] == still["steps"] and paused["dt"] > 0.005, f"without a step: {paused['dt']}")
    w.key("Down")
    after = w.until(lambda s: s["steps"] == still["steps"] + 1, "the next one is of that length")
    check(is_near(after["time"] - still["time"], paused["dt"], 1e-9), f"{after['time'] - still['time']}")
    w.key("space")
    w.until(lambda s: s["time"] > after["time"] + 0.5 and abs(s["energy_error"]) < 0.02, "and the energy error did not jump")
    status, out = w.close("q")
    check(status == 10, f"closed: {status} {out}")
    with open(os.path.join(there, "out", "log.txt")) as file:
        told = [line for line in file if "changed in the window" in line]
    check(len(told) == 2 and "forces.0.softening" in told[0] and "the total energy moved by +" in told[0] and
          "integrator.dt" in told[1] and "from 0.005 to" in told[1], f"log.txt tells of both: {told}")
    with open(os.path.join(there, "out", "used_parameters.yml")) as file:
        check(sum(line.startswith("# changed while it ran: ") for line in file) == 2, "used_parameters.yml as well")
    with open(os.path.join(there, "out", "energy.csv")) as file:
        check("the softening was changed" in file.read(), "and energy.csv, what its error counts from")
    w = Window(display, there, "run", config, "--live", "-q", "--restart")
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["n"] == 2000 and s["dt"] == paused["dt"] and s["softening"] == soft["softening"], "a restart goes on with them")
    w.close("q")


def run_live(display, folder):
    config = write_config(folder)
    w = Window(display, folder, "run", config, "--live", "-q")
    w.do("mousemove", "640", "360")
    s = w.until(lambda s: s["n"] == 2000 and s["steps"] > 20 and s["energy_error"] is not None, "a run is seen while it computes")
    check(s["virial"] is not None and 0.5 < s["virial"] < 1.5, "with its virial ratio")
    w.key("BackSpace")
    w.until(lambda s: "backwards" in s["note"] and s["direction"] == 1, "it does not turn round, and says why")
    w.key("space")
    still = w.until(lambda s: s["playing"] == 0 and s["resting"], "it pauses")["steps"]
    w.key("Down")
    w.until(lambda s: s["steps"] == still + 1, "and makes one step")
    w.key("space")
    status, out = w.close("q")
    check(status == 10 and "checkpoint is on disk" in out, f"closing stops it as a stop does: {status} {out}")
    stopped = w.state()["steps"]
    w = Window(display, folder, "run", config, "--live", "-q", "--restart", "--set", "run.t_end=60")
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["steps"] > stopped, "it goes on from the checkpoint")
    w.key("space")
    w.until(lambda s: s["playing"] == 0, "paused again")
    w.process.send_signal(signal.SIGTERM)
    status, out = w.end()
    check(status == 10 and "SIGTERM" in out, f"a signal ends the pause, the run and the window: {status} {out}")
    t = w.state()["time"]
    w = Window(display, folder, "run", config, "--live", "-q", "--restart", "--set", f"run.t_end={t + 1.5}")
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["n"] == 2000, "once more")
    status, out = w.close("shift+q", 60)
    check(status == 0, f"Shift-Q leaves it going, to its end: {status} {out}")


def change_ranks(display, there, config, ranks):
    """A slider reaches all ranks: one process that goes on from their checkpoint finds no other softening in it."""
    w = Window(display, there, "run", config, "--live", "-q", "-o", "slid", **ranks)
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["n"] == 2000 and s["steps"] > 5, "three ranks for a slider")
    w.key("Tab")
    state = w.until(lambda s: s["panel"] == 1 or "no panel" in s["note"], "with its panel")
    time.sleep(0.3)
    if "no panel" not in state["note"]:
        w.key("space")
        w.until(lambda s: s["playing"] == 0 and s["resting"], "paused")
        soft = slide(w, SOFTENING_Y, 1000, "softening")
        check(soft["softening"] < 0.045, f"less: {soft['softening']}")
        w.key("space")
        w.until(lambda s: s["steps"] > soft["steps"] + 5, "and on")
    status, out = w.close("q")
    check(status == 10, f"closed: {status} {out}")
    if "no panel" not in state["note"]:
        w = Window(display, there, "run", config, "--live", "-q", "-o", "slid", "--restart")
        w.do("mousemove", "640", "360")
        w.until(lambda s: s["n"] == 2000 and is_near(s["softening"], soft["softening"], 1e-15), "all ranks were told")
        w.close("q")


def trail_ranks(display, there, ranks):
    """Three bodies, one on each of three ranks: their trails have more moments than pictures were drawn."""
    with open(os.path.join(there, "eight.yaml"), "w") as file:
        file.write("particles: [{model: figure8}]\nforces: [{law: newton, solver: direct}]\nintegrator: {name: yoshida6, dt: 0.02}\n"
                   "run: {t_end: 1e6, output: eight}\noutput: {log: none, snapshots: none, picture: none}\n")
    w = Window(display, there, "run", "eight.yaml", "--live", "-q", **ranks)
    w.until(lambda s: s["n"] == 3 and s["trail"] > 20 and s["trail"] > s["frames"], "trails of three ranks are as fine as of one")
    w.do("mousemove", "640", "360")
    w.close("q")


def process_of(rank, config):
    """Of the program that has this configuration among its arguments."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as words, open(f"/proc/{name}/environ", "rb") as known:
                of = words.read().split(b"\0")
                if of[0].endswith(b"apsis") and config.encode() in of and b"OMPI_COMM_WORLD_RANK=%d" % rank in known.read().split(b"\0"):
                    return int(name)
        except OSError:
            pass
    return None


def signal_ranks(display, there, config, ranks):
    """A long pause is no rank that hangs, and a signal to any of them ends it."""
    w = Window(display, there, "run", config, "--live", "-q", "--restart", "--set", "run.patience=1", **ranks)
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["n"] == 2000, "three ranks for a signal")
    w.key("space")
    w.until(lambda s: s["playing"] == 0 and s["resting"], "in a pause")
    time.sleep(3)
    last = process_of(2, config)
    if last is None:
        print("no process of rank 2 is found here: left out")
        w.close("q")
        return
    os.kill(last, signal.SIGUSR1)
    status, out = w.end()
    check(status == 10 and "SIGUSR1" in out, f"one to the last rank ends all: {status} {out}")
    check("other ranks wait" not in out, "and nobody was taken for one that hangs")


def run_ranks(display, folder):
    """Three processes in the window of the first. Nothing but the rows of all of them makes the picture's number."""
    if not shutil.which(MPIEXEC) or not os.path.exists(os.path.join(os.path.dirname(os.path.abspath(PROGRAM)), "tests", "ranks_io")):
        print("no mpirun, or built without MPI: left out")
        return
    there = os.path.join(folder, "ranks")
    os.mkdir(there)
    config = write_config(there)
    ranks = dict(ENVIRONMENT, launch=(MPIEXEC, "-n", "3"))
    w = Window(display, there, "run", config, "--live", "-q", **ranks)
    w.do("mousemove", "640", "360")
    s = w.until(lambda s: s["n"] == 2000 and s["steps"] > 20 and s["energy_error"] is not None, "a run of three ranks is seen")
    w.key("space")
    still = w.until(lambda s: s["playing"] == 0 and s["resting"], "it pauses")["steps"]
    w.key("Down")
    w.until(lambda s: s["steps"] == still + 1 and s["n"] == 2000, "and makes one step")
    w.key("space")
    status, out = w.close("q")
    check(status == 10 and "checkpoint is on disk" in out, f"closing stops all of them: {status} {out}")
    signal_ranks(display, there, config, ranks)
    change_ranks(display, there, config, ranks)
    trail_ranks(display, there, ranks)
    end = ("--set", f"run.t_end={s['time'] + 3}")
    w = Window(display, there, "run", config, "--live", "-q", "--restart", *end, **ranks)
    w.do("mousemove", "640", "360")
    w.until(lambda s: s["n"] == 2000, "once more")
    status, out = w.close("shift+q", 60)
    check(status == 0, f"Shift-Q leaves them going, to their end: {status} {out}")
    alone = subprocess.run([os.path.abspath(PROGRAM), "run", config, "-q", "-o", "alone", *end], cwd=there)
    with open(os.path.join(there, "out", "energy.csv")) as a, open(os.path.join(there, "alone", "energy.csv")) as b:
        check(alone.returncode == 0 and a.read() == b.read(), "and energy.csv is that of one process without a window")


def a_run(folder):
    """A run directory with some snapshots: that of run_live, or one made without a window."""
    run = os.path.join(folder, "out")
    if not os.path.isdir(run):
        subprocess.run([os.path.abspath(PROGRAM), "run", write_config(folder), "-q", "--set", "run.t_end=1"], cwd=folder,
                       check=True)
    return run


def replay(display, folder):
    run = a_run(folder)
    w = Window(display, folder, "view", run)
    w.do("mousemove", "640", "300")
    w.until(lambda s: s["n"] == 2000 and s["time"] > 0, "a run directory is played back")
    w.key("space")
    w.until(lambda s: s["playing"] == 0, "it pauses")
    w.key("End")
    s = w.until(lambda s: is_near(s["time"], s["t_last"], 1e-9), "End is the last snapshot")
    w.key("Home")
    w.until(lambda s: s["time"] == s["t_first"], "Home the first")
    w.key("Down")
    w.until(lambda s: is_near(s["time"], 0.1, 1e-6), "Down the next")
    w.do("mousemove", str(1280 // 2), "711", "click", "1")
    w.until(lambda s: is_near(s["time"], 0.5 * s["t_last"], 0.05 * s["t_last"]), "the scrubber leads into the middle")
    w.key("BackSpace")
    w.key("space")
    w.until(lambda s: s["time"] < 0.4 * s["t_last"] and s["direction"] == -1, "and it runs backwards from there")
    handle = w.handle()
    w.do("mousemove", "640", "300")
    w.key("F5")
    w.until(lambda s: "picture in" in s["note"], "a picture of it")
    check(handle is not None, "the window is called apsis")
    status, out = w.close()
    check(status == 0, f"and it closes: {status} {out}")


def growing(display, folder):
    """Snapshots that come while the window is open."""
    files = sorted(os.listdir(os.path.join(a_run(folder), "snapshots")))
    there = os.path.join(folder, "grows")
    os.mkdir(there)
    for name in files[:3]:
        shutil.copy(os.path.join(folder, "out", "snapshots", name), there)
    with open(os.path.join(folder, "out", "snapshots", files[3]), "rb") as whole, open(os.path.join(there, files[3]), "wb") as part:
        part.write(whole.read(5000))
    w = Window(display, folder, "view", there)
    before = w.until(lambda s: s["n"] == 2000 and "left out" in s["note"], "three snapshots, and one that is being written")
    shutil.copy(os.path.join(folder, "out", "snapshots", files[3]), there)
    w.until(lambda s: s["t_last"] > before["t_last"] and "new snapshot" in s["note"], "a fourth is found")
    w.do("mousemove", "640", "300")
    w.key("End")
    w.until(lambda s: is_near(s["time"], s["t_last"], 1e-9) and s["playing"] == 0, "End shows it, and stays there", 8)
    status, out = w.close()
    check(status == 0, f"it closes: {status} {out}")


def backwards(display, folder):
    """Numbers grow while time runs backwards: seen in the order of their times, also those that come later."""
    a_run(folder)
    there = os.path.join(folder, "past")
    os.mkdir(there)
    for k in (3, 2, 1):
        shutil.copy(os.path.join(folder, "out", "snapshots", f"snapshot_{k:04d}.hdf5"), os.path.join(there, f"snapshot_{9 - k:04d}.hdf5"))
    w = Window(display, folder, "view", there, "--size", "480x270")
    w.do("mousemove", "240", "100")
    w.until(lambda s: s["n"] == 2000 and is_near(s["t_first"], 0.1, 1e-6) and is_near(s["t_last"], 0.3, 1e-6), "a run back in time")
    shutil.copy(os.path.join(folder, "out", "snapshots", "snapshot_0000.hdf5"), os.path.join(there, "snapshot_0009.hdf5"))
    w.until(lambda s: s["t_first"] == 0 and "new snapshot" in s["note"], "goes on into the past")
    w.key("space")
    w.until(lambda s: s["playing"] == 0, "paused")
    w.key("Home")
    w.until(lambda s: s["time"] == 0, "which is its beginning")
    status, out = w.close()
    check(status == 0, f"it closes: {status} {out}")


def panel(display, folder):
    w = Window(display, folder, "demo", "cluster")
    w.do("mousemove", "640", "600")
    before = w.until(lambda s: s["n"] == 1024 and s["dt"] is not None, "a lesson for the panel")
    w.key("Tab")
    state = w.until(lambda s: s["panel"] == 1 or "no panel" in s["note"], "Tab shows it")
    if "no panel" not in state["note"]:
        time.sleep(0.5)
        w.do("mousemove", "1040", "137")
        time.sleep(0.3)  # a picture must have been drawn with the pointer over the panel
        w.do("mousedown", "1")
        time.sleep(0.5)
        w.do("mousemove", "1058", "137")
        time.sleep(0.5)
        w.do("mouseup", "1")
        state = w.until(lambda s: s["dt"] != before["dt"], "a slider changes the time step")
        check(0 < state["steps"] and state["time"] > 0, "and the particles go on")
        check(state["azimuth"] == before["azimuth"], "without turning the view")
        for shown in (0, 1, 0, 1):  # it has the focus now: Tab must not lead into one of its sliders, which would take all keys
            w.key("Tab")
            w.until(lambda s: s["panel"] == shown, f"Tab {'shows' if shown else 'hides'} it")
            time.sleep(0.2)
        w.key("h")
        w.until(lambda s: s["help"] == 1, "and keys are still the window's")
        w.key("h")
        check(state["knob"] == 1024, f"a lesson has a slider of its own: {state['knob']}")
        knob = slide(w, KNOB_Y, 970, "knob")
        other = w.until(lambda s: s["n"] == knob["knob"], "with which it starts anew")
        check(64 <= other["n"] < 1024 and other["dt"] == state["dt"], f"as many stars as it says: {other['n']}")
    w.key("r")
    w.until(lambda s: s["dt"] == before["dt"] and s["n"] == 1024, "R takes it back")
    status, out = w.close()
    check(status == 0, f"and it closes: {status} {out}")


def ways(display, folder):
    """OpenGL's picture is the processor's, to one level in 255; on a few pixels two."""
    pictures = {}
    for way in ("gpu", "cpu"):
        there = os.path.join(folder, way)
        os.mkdir(there)
        w = Window(display, there, "view", a_run(folder), "--size", "480x270", "--draw", way)
        w.do("mousemove", "240", "100")
        w.until(lambda s: s["n"] == 2000, f"a small window, drawn by {way}")
        w.key("space")
        w.until(lambda s: s["playing"] == 0 or s["ended"], "paused")
        w.key("Home")
        w.key("u")
        w.until(lambda s: s["time"] == 0 and s["hud"] == 0 and s["resting"], "at the start")
        w.key("y")
        state = w.until(lambda s: s["refit"] > 0, "fitted")
        w.key("F5")
        w.until(lambda s: "picture in" in s["note"], "a picture")
        w.close()
        pictures[way] = png_pixels(os.path.join(there, "apsis-0001.png"))[2]
        if way == "gpu" and state["drawn_by"] == "processor":
            print("     no OpenGL 4.5 here")
            return
    off = [abs(a - b) for a, b in zip(pictures["gpu"], pictures["cpu"])]
    check(max(off) <= 2 and sum(off) / len(off) < 0.1, f"both ways of drawing agree: {max(off)}, {sum(off) / len(off):.4f}")
    check(max(pictures["cpu"]) > 150, "on something to be seen")


def keyboards(_, folder):
    """Letters are where the keyboard has them, or would have them; a sign that stands on a digit's key is no digit. Numbers: keys by place."""
    if not shutil.which("setxkbmap"):
        print("no setxkbmap: left out")
        return
    six, eight, letter_h = "15", "17", "43"
    own = Display()
    w = Window(own, folder, "view", a_run(folder), "--size", "480x270")
    w.do("mousemove", "240", "100")
    w.until(lambda s: s["n"] == 2000 and s["elevation"] == 90, "a window for foreign keyboards")

    def layout(name):
        subprocess.run(["setxkbmap", name], env=w.environment, check=True)
        time.sleep(0.3)

    layout("fr")
    w.key(six)
    state = w.until(lambda s: s["exposure"] == -0.5, "the French 6 is a minus")
    check(state["elevation"] == 90, "and no view")
    w.key("shift+" + six)
    w.until(lambda s: s["elevation"] == -30, "with Shift it is the sixth view")
    layout("de")
    w.key("ISO_Level3_Shift+" + eight)
    state = w.until(lambda s: "no lessons here" in s["note"], "AltGr-8 is a bracket in German")
    check(state["elevation"] == -30, "and no view")
    layout("ru")
    w.key(letter_h)
    w.until(lambda s: s["help"] == 1, "where letters are Cyrillic H lies where it always did")
    w.key(letter_h)
    status, out = w.close()
    check(status == 0, f"and Esc closes it: {status} {out}")
    own.close()


def dense(_, folder):
    """A screen with twice as many pixels gets a window of twice as many, so that it is as large."""
    own = Display()
    set_dots_per_inch(own, 192)
    w = Window(own, folder, "view", a_run(folder), "--size", "480x270", APSIS_LIVE_LOSE="20")
    w.do("mousemove", "240", "100")
    w.until(lambda s: s["width"] == 960 and s["height"] == 540, "on a dense screen")
    w.until(lambda s: "set up anew" in s["note"] and s["width"] == 960 and s["height"] == 540, "also after a reset", 60)
    w.close()
    own.close()


def many(display, folder):
    subprocess.run([os.path.abspath(PROGRAM), "ic", "plummer", "n=1000000", "-o", "many.hdf5"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    w = Window(display, folder, "view", "many.hdf5", "-c", "speed")
    w.do("mousemove", "640", "300")
    w.until(lambda s: s["n"] == 1000000, "a million particles", 60)
    start = w.state()["frames"]
    begun = time.monotonic()
    w.key("o")
    w.until(lambda s: s["azimuth"] != 0 and s["frames"] > start + 10, "turn round by themselves", 40)
    print(f"     {(w.state()['frames'] - start) / (time.monotonic() - begun):.1f} pictures a second, one in "
          f"{w.state()['stride']} drawn")
    w.key("o")
    w.until(lambda s: s["stride"] == 1, "and all of them are drawn when they rest", 40)
    status, out = w.close()
    check(status == 0, f"a million closes too: {status} {out}")


def write_gadget2(path, n):
    """GADGET-2's binary format 1, n particles of type 1 on a spiral."""
    def block(data):
        size = struct.pack("<i", len(data))
        return size + data + size
    header = struct.pack("<6i6d2d2i6i2i4d", 0, n, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1.5, 0, 0, 0, 0, n, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)
    positions = [c for k in range(n) for c in (k * math.cos(0.1 * k) / n, k * math.sin(0.1 * k) / n, 0.1 * k / n)]
    with open(path, "wb") as file:
        file.write(block(header.ljust(256, b"\0")) + block(struct.pack(f"<{3 * n}f", *positions)) + block(bytes(12 * n)) +
                   block(struct.pack(f"<{n}I", *range(1, n + 1))))


def foreign(display, folder):
    """Files of other codes, and one that is none."""
    subprocess.run([os.path.abspath(PROGRAM), "ic", "plummer", "n=700", "-o", "p.hdf5"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for name, form in (("p4.hdf5", "gadget4"), ("p.tipsy", "tipsy"), ("p.csv", "csv")):
        subprocess.run([os.path.abspath(PROGRAM), "convert", "p.hdf5", name, "--format", form], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    write_gadget2(os.path.join(folder, "p.gadget2"), 700)
    for name in ("p4.hdf5", "p.tipsy", "p.csv", "p.gadget2"):
        w = Window(display, folder, "view", name, "-c", "mass" if name == "p.csv" else "speed", "--draw", "cpu", "--size", "480x270")
        w.do("mousemove", "240", "100")
        state = w.until(lambda s: s["n"] == 700 and s["view_width"] > 0.5, f"{name} is seen")
        w.key("u")
        w.until(lambda s: s["hud"] == 0, "without words over it")
        w.key("F5")
        w.until(lambda s: "picture in" in s["note"], "and drawn")
        picture = os.path.join(folder, "apsis-0001.png")
        pixels = png_pixels(picture)[2]
        bright = sum(p > 60 for p in pixels)
        check(bright > 1000, f"{name}: with particles on it: {bright}")
        os.unlink(picture)
        check(state["time"] == (1.5 if name == "p.gadget2" else 0), f"of its time: {state['time']}")
        status, out = w.close()
        check(status == 0, f"{name} closes: {status} {out}")
    with open(os.path.join(folder, "heat.csv"), "w") as file:
        file.write("x,y,z,m,heat [K],flag\n" + "".join(f"{math.cos(k)},{math.sin(k)},0,1,{10 ** (k % 7)},{k % 2 or ''}\n" for k in range(300)))
    for draw in ("cpu", "gpu"):
        w = Window(display, folder, "view", "heat.csv", "-c", "HEAT", "--draw", draw, "--size", "480x270")
        w.do("mousemove", "240", "100")
        w.until(lambda s: s["n"] == 300 and s["colour"] == "heat", f"a column of the file's own, drawn by {draw}")
        w.key("k")
        w.until(lambda s: s["colour"] == "flag", "the next is read when it is asked for")
        w.key("k")
        w.until(lambda s: s["colour"] == "species", "and behind the last stand ours")
        status, out = w.close()
        check(status == 0, f"heat.csv closes: {status} {out}")
    w = Window(display, folder, "view", "heat.csv", "-c", "heap")
    status, out = w.end()
    check(status == 2 and "did you mean heat? The file has heat, flag" in out, f"a wrong name is refused before there is a window: {status} {out}")
    with open(os.path.join(folder, "none.dat"), "wb") as file:
        file.write(bytes(range(256)) * 40)
    w = Window(display, folder, "view", "none.dat")
    status, out = w.end()
    check(status == 3 and "none.dat" in out, f"another file is refused by name: {status} {out}")


def lost(display, folder):
    """The graphics card is reset, as APSIS_LIVE_LOSE pretends."""
    w = Window(display, folder, "demo", "cluster", "--set", "particles.0.n=500", APSIS_LIVE_LOSE="25")
    w.do("mousemove", "640", "300")
    w.key("Tab")
    w.do("click", "4")
    w.until(lambda s: "set up anew" in s["note"] and s["frames"] >= 25, "after a reset the window is set up anew", 60)
    before = w.state()
    after = w.until(lambda s: s["frames"] > before["frames"] + 5 and s["steps"] > before["steps"], "and goes on")
    check(after["view_width"] == before["view_width"] and after["panel"] == before["panel"], "from the same view")
    w.do("mousemove", "640", "300")
    w.key("space")
    w.until(lambda s: s["playing"] == 0, "its keys work")
    status, out = w.close()
    check(status == 0, f"and it closes: {status} {out}")
    there = os.path.join(folder, "lost")
    os.mkdir(there)
    w = Window(display, there, "run", write_config(there), "--live", "-q", "--set", "run.t_end=40", "--set", "output.snapshots.every=10", APSIS_LIVE_LOSE="10,12")
    status, out = w.end(120)
    check(status == 0 and "reset twice" in out and "goes on without a window" in out,
          f"a card that is lost again and again costs the window, not the run: {status} {out}")
    check(os.path.exists(os.path.join(there, "out", "snapshots", "snapshot_0004.hdf5")), "which writes to its end")


def display_gone(_, folder):
    """The X server ends under the window: a run goes on and stops as it is asked to, a lesson says what happened."""
    there = os.path.join(folder, "gone")
    os.mkdir(there)
    for words in (["run", write_config(there), "--live", "-q"], ["demo", "figure8"]):
        own = Display()
        w = Window(own, there, *words)
        seen = w.until(lambda s: s["n"] > 0 and s["frames"] > 2, f"{words[0]}: a window on a display of its own", 60)["steps"]
        own.process.kill()
        own.process.wait()
        if words[0] == "demo":
            status, out = w.end(60)
            check(status == 5 and "the display is gone" in out, f"a lesson ends with a message: {status} {out}")
            continue
        time.sleep(3)
        check(w.process.poll() is None, "the run goes on")
        os.set_blocking(w.process.stdout.fileno(), False)
        told = w.process.stdout.read() or ""
        check("goes on without a window" in told, f"and says so at once: {told}")
        os.set_blocking(w.process.stdout.fileno(), True)
        w.process.send_signal(signal.SIGTERM)
        status, out = w.end(60)
        check(status == 10 and "checkpoint is on disk" in out, f"and stops in order: {status} {out}")
        with open(os.path.join(there, "out", "log.txt")) as file:
            check(int(file.read().split("step")[-1].split()[0].strip(",;:")) > seen, "later than where it was seen last")


def destroyed(display, folder):
    """Another client destroys the window, as xdotool windowclose does, which is as good as closing it; one that ends the connection, as
    xkill does, is a display that is gone. A movie that is being recorded is whole."""
    there = os.path.join(folder, "destroyed")
    path = stand_in(there)
    config = write_config(there)
    for words, status_wanted, said in ((["run", config, "--live", "-q"], 10, "checkpoint is on disk"), (["demo", "figure8"], 0, "")):
        w = Window(display, there, *words, **path)
        w.until(lambda s: s["n"] > 0 and s["frames"] > 2, f"{words[0]}: a window to be destroyed")
        w.do("mousemove", "640", "360")
        w.key("F6")
        w.until(lambda s: s["recording"] == 1, "while it records")
        time.sleep(0.3)
        w.do("windowclose", w.handle())
        status, out = w.end()
        check(status == status_wanted and said in out and "X Error" not in out, f"ends it as closing does: {status} {out}")
    check(frames(there, 1, (1280, 720)) > 0 and frames(there, 2, (1280, 720)) > 0, "both movies are whole")
    for how, more in (("windowclose", ["--on-close", "continue"]), ("windowkill", [])):
        w = Window(display, there, "run", config, "--live", "-q", "--set", "run.t_end=20", "-o", how, *more)
        w.until(lambda s: s["n"] == 2000 and s["frames"] > 2, "once more")
        w.do(how, w.handle())
        status, out = w.end(120)
        check(status == 0, f"{how} {' '.join(more)}: the run goes on to its end: {status} {out}")
        w = Window(display, there, "info", os.path.join(there, how, "snapshots", "snapshot_0200.hdf5"))
        check(w.end()[0] == 0, "with all of its snapshots")


def without_a_display(folder):
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for words, remedy in [(["demo", "kepler"], "--headless"), (["view", os.path.join(ROOT, "README.md")], "apsis render"),
                          (["run", os.path.join(ROOT, "configs", "kepler.yaml"), "--live"], "apsis render")]:
        done = subprocess.run([os.path.abspath(PROGRAM), *words], cwd=folder, env=environment, capture_output=True, text=True)
        check(done.returncode == 2 and remedy in done.stderr and "hint:" in done.stderr,
              f"without a display `{words[0]}` says so: {done.stderr.strip()}")
    check(not os.path.exists(os.path.join(folder, "runs")), "and nothing was begun")


def main():
    with tempfile.TemporaryDirectory(prefix="apsis-live-") as folder:
        without_a_display(folder)
        if failures:
            return 1
        for tool in ("Xvfb", "xdotool"):
            if not shutil.which(tool):
                skip(f"{tool} is not installed")
        done = subprocess.run([os.path.abspath(PROGRAM), "view", "x"], env=dict(os.environ, DISPLAY=":none"),
                              capture_output=True, text=True)
        if "no window: GLFW" in done.stderr:
            skip("this build has no window")
        display = Display()
        try:
            start = time.monotonic()
            for part in (lesson_keys, lesson_ends, mouse, movies, panel, run_live, change_live, run_ranks, replay, growing, backwards, foreign, lost, display_gone, destroyed, keyboards, dense, ways, many):
                if len(sys.argv) > 1 and part.__name__ not in sys.argv[1:]:
                    continue
                print(f"== {part.__name__} ({time.monotonic() - start:.1f} s)", flush=True)
                part(display, folder)
        finally:
            display.close()
    print(f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
