"""The C library: where it is, contexts, and the rule that a forked child leaves it alone."""
import ctypes
import logging
import os
import pathlib
import threading
import time
import traceback
import weakref

from . import _errors
from ._abi import ffi

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE / "bin" / "apsis"
# Never unloaded: OpenMP's threads may still be waiting for work in its code when the interpreter lets go of it.
lib = ffi.dlopen(str(HERE / "libapsis.so"), ffi.RTLD_NOW | ffi.RTLD_NODELETE)
log = logging.getLogger("apsis")
log.addHandler(logging.NullHandler())

_LEVEL = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)  # by aps_log_level


interrupted = []  # what Ctrl-C raised while a log line was passed on: C cannot hand it up, so the next look does


def _log_failed(_kind, error, _traceback):
    if isinstance(error, Exception):
        traceback.print_exception(error)
    else:
        interrupted.append(error)


def look_for_interrupts():
    if interrupted and threading.current_thread() is threading.main_thread():
        error = interrupted[0]
        interrupted.clear()
        raise error


@ffi.callback("aps_log_fn", onerror=_log_failed)
def _on_log(_user, level, line):
    log.log(_LEVEL[level], "%s", ffi.string(line).decode("utf-8", "replace"))


handles = weakref.WeakSet()  # all that live, for a fork and the interpreter's end


class _Process:
    """Threads of the library do not survive a fork: a child of a process that used them must not wait for them."""

    used = False
    forked = False
    generation = 0


def _after_fork():
    _Process.generation += 1
    _Process.forked = _Process.used
    for handle in handles:
        handle.state.sim = None


os.register_at_fork(after_in_child=_after_fork)


def use_threads():
    """Before calls that compute."""
    if _Process.forked:
        raise _errors.UsageError(
            "this process was forked from one that had already used apsis: its threads do not exist here",
            'multiprocessing.get_context("spawn"), or "forkserver", starts processes that can compute')
    _Process.used = True


class Context:
    """Error text and log of the calls of one owner. code 0 is success, anything else an exception.

    source: name of a configuration that was made of arguments. threads: False where the calls use none, as for files.
    """

    __slots__ = ("process", "source", "ptr", "comm")

    def __init__(self, source=None, threads=True):
        if threads:
            use_threads()
        self.process = _Process.generation
        self.source = source
        self.ptr = lib.aps_ctx_create()
        if self.ptr == ffi.NULL:
            raise _errors.OutOfMemoryError("no memory for a context")
        lib.aps_ctx_log_to(self.ptr, _on_log, ffi.NULL)

    def check(self, code):
        if code != lib.APS_OK:
            raise self.failure(code)
        if interrupted:
            look_for_interrupts()

    def failure(self, code):
        error = _errors.make(int(code), text(lib.aps_ctx_error(self.ptr)), text(lib.aps_ctx_hint(self.ptr)), self.source)
        error.known = bool(lib.aps_ranks_know(self.ptr))  # to all ranks
        return error

    def here(self):
        """False in a forked child, where nothing of the parent's may be used or freed."""
        return self.process == _Process.generation

    def free(self):
        """What was made with this context, before it."""

    def __del__(self):
        if getattr(self, "ptr", None) and self.here():
            lib.aps_ctx_log_to(self.ptr, ffi.NULL, ffi.NULL)  # no Python any more from here on
            self.free()
            lib.aps_ranks_leave(self.ptr, 0)
            lib.aps_ctx_free(ffi.new("aps_ctx **", self.ptr))
            self.ptr = None


class State(ctypes.Structure):
    """What quick steps know of a simulation (python/quick.c). ready is 0 while somebody holds the lock, runs 1 within run()."""

    _fields_ = [("step", ctypes.c_void_p), ("run", ctypes.c_void_p), ("wall", ctypes.c_void_p), ("sim", ctypes.c_void_p),
                ("t_end", ctypes.c_double), ("inside", ctypes.c_ulong), ("ready", ctypes.c_int), ("runs", ctypes.c_int),
                ("every", ctypes.c_longlong), ("left", ctypes.c_longlong)]


def _address(pointer):
    return int(ffi.cast("uintptr_t", pointer))


_CALLS = [_address(f) for f in (lib.aps_step_one, lib.aps_run_one, lib.aps_step_wall)]


class Handle(Context):
    """A context and the simulation made with it; lives as long as the Simulation or any view of its columns. One object, so
    that the collector cannot end them in the wrong order."""

    __slots__ = ("sim", "done", "view", "view_bytes", "particles", "on_device", "ending", "state", "rank", "ranks", "lock",
                 "__weakref__")

    def __init__(self, source=None):
        super().__init__(source)
        self.sim = None
        self.done = ffi.new("int64_t *")  # of aps_run_some and aps_step_some, who holds the lock
        self.view = ffi.new("aps_view *")  # of aps_borrow, likewise
        self.view_bytes = ffi.buffer(self.view)
        self.particles, self.on_device = ffi.NULL, False  # once it is built
        self.ending = False
        self.state = State(*_CALLS)  # knows no simulation before it is built
        self.rank, self.ranks = 0, 1
        self.lock = threading.RLock()
        handles.add(self)

    def quick(self):
        """From here on steps may be quick."""
        self.state.sim = _address(self.sim)

    def wait(self):
        """Who has the lock waits for a quick step in which a handler of log lines let this thread in; that handler may want the
        lock meanwhile."""
        while self.state.inside not in (0, threading.get_ident()):
            self.lock.release()
            try:
                time.sleep(1e-4)
            finally:
                self.lock.acquire()

    def free(self):
        self.state.sim = None
        if self.sim is not None:
            lib.aps_free(ffi.new("aps_sim **", self.sim))
        self.sim = None


def path_bytes(path, what="path"):
    """A path, or a text, as C reads it. UsageError: one that C would cut off."""
    name = os.fsencode(path)
    if b"\0" in name:
        raise _errors.UsageError(f"{what}: holds a NUL byte: {path!r}")
    return name


def text(pointer):
    return "" if pointer == ffi.NULL else ffi.string(pointer).decode("utf-8", "replace")

