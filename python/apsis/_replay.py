"""Replay: the snapshots of a run in the order of time, and the particles at any moment between two of them."""
import collections.abc
import operator
import os
import threading

import numpy as np

from . import _arrays, _data
from ._errors import FileError
from ._lib import Context, ffi, lib, path_bytes, text, use_threads

FIELDS = {name: row[1:] for name, row in _data.VECTORS.items()} | {name: (row[1],) for name, row in _data.SCALARS.items()}
GROUP = {name: getattr(lib, row[0]) for name, row in (_data.VECTORS | _data.SCALARS).items()}
MOVES = ("positions", "velocities", "masses", "ids", "types", "softening")  # known between snapshots too
DTYPE = {"ids": np.uint64, "types": np.uint32}


class Replay(Context, collections.abc.Sequence):
    """replay[i], replay[-1]: snapshot i as a Dataset; len(); a loop over all. replay.at(t): the moment t. See `replay`."""

    def __init__(self, path):
        if not os.path.exists(path):
            raise FileError(f"{os.fspath(path)}: no such file or directory", "paths are relative to the working directory")
        super().__init__(threads=False)
        self.lock = threading.RLock()
        self.replay = ffi.NULL
        out = ffi.new("aps_replay **")
        self.check(lib.aps_replay_open(self.ptr, path_bytes(path), out))
        self.replay = out[0]
        self.paths = [text(lib.aps_replay_path(out[0], i)) for i in range(len(self))]

    def free(self):
        lib.aps_replay_free(ffi.new("aps_replay **", self.replay))
        self.replay = ffi.NULL

    def __len__(self):
        return lib.aps_replay_count(self.replay)

    def time(self, i):
        """Code time of snapshot i; reads its file when first asked for."""
        i, given = operator.index(i), i
        if i < 0:
            i += len(self)
        if not 0 <= i < len(self):
            raise IndexError(f"snapshot {given}: there are {len(self)}")
        t = ffi.new("double *")
        with self.lock:
            self.check(lib.aps_replay_time(self.replay, i, t))
        return t[0]

    @property
    def times(self):
        """[snapshots], code time. Reads every file once."""
        return np.array([self.time(i) for i in range(len(self))])

    def at(self, t):
        """The particles at code time t as a Dataset of its own, rows in order of id.

        Between two snapshots: those that both hold, on the cubic through the positions and velocities of both, velocities along
        it, the rest as in the snapshot before. At a snapshot: all of its particles and columns. UsageError outside of the series.
        """
        n = ffi.new("int64_t *")
        with self.lock:
            self.check(lib.aps_replay_seek(self.replay, float(t), n))
            before = lib.aps_replay_before(self.replay)
            exact = before.time == t
            if not exact:
                use_threads()  # reading is for a forked child as well
            has = before.has | lib.APS_X | lib.APS_V | lib.APS_MASS | lib.APS_ID
            arrays, view = {}, ffi.new("aps_view *", {"n": n[0]})
            for name, fields in FIELDS.items():
                if has & GROUP[name] and (exact or name in MOVES):
                    # columns one after the other, each on its own line: [n, 3] is a view, as in a simulation
                    block = np.empty((len(fields), n[0]), DTYPE.get(name, np.float64))
                    for row, field in zip(block, fields):
                        setattr(view, field, ffi.cast(ffi.typeof(getattr(view, field)), row.ctypes.data))
                    arrays[name] = block.T if len(fields) == 3 else block[0]
            lib.aps_replay_read(self.replay, view[0])
            return _data.Dataset(arrays, float(t), *_data.about(before), text(before.title), text(before.format),
                                 before.step if exact else 0)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        return self.at(self.time(i))

    def frames(self, n):
        """n moments, evenly spaced from the first snapshot to the last, one Dataset after the other."""
        for t in np.linspace(self.time(0), self.time(-1), n):
            yield self.at(t)

    def track(self, ids, times=None):
        """Paths [moments, len(ids), 3] of single particles; times: moments, those of the snapshots where absent. NaN where a
        particle is not known."""
        ids = np.atleast_1d(np.asarray(ids))
        ids = _arrays.integers(ids if ids.size else ids.astype(np.uint64), ids.size, "ids", np.uint64)
        times = self.times if times is None else np.atleast_1d(np.asarray(times, dtype=float))
        out = np.full((len(times), len(ids), 3), np.nan)
        for k, t in enumerate(times):
            data = self.at(t)
            row = np.minimum(np.searchsorted(data.ids, ids), data.n - 1)
            there = data.ids[row] == ids
            out[k, there] = data.positions[row[there]]
        return out

    def __reduce__(self):
        return Replay, (os.path.dirname(self.paths[0]) if len(self) > 1 else self.paths[0],)

    def __repr__(self):
        return f"<apsis.Replay: {len(self)} snapshots, {self.paths[0]}{' …' if len(self) > 1 else ''}>"


def replay(path):
    """The snapshots of a run directory, of a folder, or one file, as a Replay.

        run = apsis.replay("runs/galaxies")
        run[0].positions, run.times, run.at(1.234).velocities
        for moment in run.frames(300): ...

    Files are read when they are needed, two are held at a time. docs/pictures.md tells the curve between two snapshots.
    FileError, DataError.
    """
    return Replay(path)
