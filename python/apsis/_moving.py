"""Stretches of steps: the library takes some, Python looks what else there is to do, and so on. Between two stretches the
state is whole, so that is where Ctrl-C, callbacks, progress and the interpreter's end come in. Nothing of Python runs inside
of a step."""
import time as clock

from . import _ranks
from ._lib import ffi, handles, interrupted, lib, look_for_interrupts, text

STOP = ffi.new("char[]", b"the calling program")  # lives as long as the process, as aps_stop asks
PAUSE = 0.05  # s without a look at signals
MANY = 2**63 - 1


class Bar:
    """A tqdm bar where tqdm is installed, else a line every second; both show the time and not the steps."""

    def __init__(self, first, last):
        self.first, self.last, self.shown, self.looked = first, last, clock.monotonic(), 0.0
        try:
            from tqdm.auto import tqdm
            self.bar = tqdm(total=last - first, unit="time", bar_format="{l_bar}{bar}| {n:.4g}/{total:.4g} [{elapsed}<{remaining}]")
        except ImportError:
            self.bar = None

    def look(self, simulation):
        now = clock.monotonic()
        if now - self.looked > PAUSE:
            self.looked = now
            self.show(simulation)

    def show(self, simulation, end=False):
        if self.bar is not None:
            self.bar.update(simulation.time - self.first - self.bar.n)
        elif end or clock.monotonic() - self.shown > 1:
            self.shown = clock.monotonic()
            print(f"time {simulation.time:.6g} of {self.last:.6g}, {simulation.steps} steps", flush=True)

    def close(self, simulation):
        self.show(simulation, end=True)
        if self.bar is not None:
            self.bar.close()


def steps(handle, dt, n):
    """n bare steps."""
    while n > 0 and not handle.ending:
        if handle.ranks > 1:  # clocks differ, and a stretch ends with a sum over all
            handle.check(lib.aps_step_some(handle.sim, dt, 1, 0, handle.done))
        else:
            handle.check(lib.aps_step_some(handle.sim, dt, n, PAUSE, handle.done))
        n -= handle.done[0]


def run(simulation, handle, t_end, callback, every, bar):
    """True where the run came to its end, False where stop() ended it."""
    sim = handle.sim
    try:
        if callback is None:
            code = _freely(simulation, handle, t_end, bar)
        elif bar is None and (every == 1 or not simulation.directory):
            code = _each(simulation, handle, t_end, callback, min(every, MANY))
        else:
            code = _calling(simulation, handle, t_end, callback, every, bar)
        if interrupted:
            look_for_interrupts()
        if not code:
            code = lib.aps_run(sim, t_end)
    except BaseException:
        lib.aps_stop(sim, STOP)  # as a signal ends a run of the command line: with a checkpoint
        lib.aps_run(sim, t_end)
        interrupted.clear()
        raise
    finally:
        lib.aps_stop(sim, ffi.NULL)  # asked for after the last step: not meant for the next run
    if code == lib.APS_ESTOP and "by the calling program" in text(lib.aps_ctx_error(handle.ptr)):
        return False
    handle.check(code)
    return True


def _freely(simulation, handle, t_end, bar):
    some, sim, done = lib.aps_run_some, handle.sim, handle.done
    while True:
        code = some(sim, t_end, MANY, PAUSE, done)
        if code or not done[0] or interrupted:
            return code
        if bar is not None:
            bar.look(simulation)


def _each(simulation, handle, t_end, callback, every):
    one, sim, state, quick = lib.aps_run_one, handle.sim, handle.state, simulation._run_quickly
    state.t_end, state.every, state.left = t_end, every, every
    state.runs = not simulation.directory  # files take longer than a step, and wait for threads
    try:
        while True:
            taken = quick(callback)
            if taken == 0:
                taken = one(sim, t_end)
                if taken == 1:
                    state.left -= 1
                    if state.left == 0:
                        state.left = every
                        callback(simulation)
            if taken != 1:
                return -taken
            if interrupted:
                return 0
    finally:
        state.runs = 0


def _calling(simulation, handle, t_end, callback, every, bar):
    some, sim, done, left = lib.aps_run_some, handle.sim, handle.done, every
    while True:
        code = some(sim, t_end, left, PAUSE, done)
        if code or not done[0] or interrupted:
            return code
        left -= done[0]
        if bar is not None:
            bar.look(simulation)
        if left == 0:
            left = every
            callback(simulation)


def end_all():
    """Python ends: who is in the library comes out first, and nobody goes in any more. A thread that is a daemon would be cut
    off there, and its simulation freed under it."""
    for handle in list(handles):
        if handle.sim is not None and handle.here():
            handle.ending, handle.state.sim = True, None
            lib.aps_stop(handle.sim, STOP)
            if handle.lock.acquire(timeout=30) and handle.ranks > 1:
                handle.free()  # before MPI ends; no view shows this memory
    _ranks.end()
