"""Ranks: a script that mpirun starts several times is one run, as the program is. Where each process shall have simulations of
its own, `comm="self"` says so.

MPI is started with the first simulation (or was by mpi4py) and ended with the interpreter. Who dies of an exception that the
others do not share takes them along: they would wait for ever.
"""
import sys
import time

from ._errors import UsageError
from ._lib import Context, ffi, lib

_world = None  # the context that started MPI, or the error that this ended with


def _start():
    global _world
    if _world is None:
        context = Context(threads=False)
        try:
            context.check(lib.aps_ranks_join(context.ptr))
            _world = context
        except UsageError as error:
            _world = error
    if isinstance(_world, UsageError):
        raise UsageError(_world.message, _world.hint + '; or comm="self": a simulation for each process')
    if lib.aps_ranks(_world.ptr) > 1 and sys.excepthook is not _uncaught:
        _uncaught.before = sys.excepthook
        sys.excepthook = _uncaught


def _uncaught(kind, error, trace):
    _uncaught.before(kind, error, trace)
    if not getattr(error, "known", False):
        sys.stdout.flush()
        sys.stderr.flush()
        time.sleep(0.3)  # for the words of the others
        lib.aps_ranks_leave(_world.ptr, 1)


def join(context, comm):
    """Makes the context one of the ranks of comm: None, those that mpirun started; "self", this process alone; or a
    communicator of mpi4py's."""
    if isinstance(comm, str):
        if comm != "self":
            raise UsageError(f'comm: must be None, "self" or a communicator of mpi4py, got {comm!r}')
    elif comm is None:
        _start()
        context.check(lib.aps_ranks_join(context.ptr))
    else:
        if not hasattr(comm, "Get_size"):
            raise UsageError(f'comm: must be None, "self" or a communicator of mpi4py, got {type(comm).__name__}')
        if comm.Get_size() > 1:
            from mpi4py import MPI
            context.comm = comm  # lives as long as what computes over it
            context.check(lib.aps_ranks_join_over(context.ptr, ffi.cast("void *", MPI._addressof(comm))))
    return lib.aps_rank(context.ptr), lib.aps_ranks(context.ptr)


def share(n, rank, ranks):
    """[first, end) of the rows that this rank brings in."""
    return n * rank // ranks, n * (rank + 1) // ranks


def end():
    """Python ends: MPI too, where it was started here."""
    if isinstance(_world, Context):
        lib.aps_ranks_leave(_world.ptr, 0)
