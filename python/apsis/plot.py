"""Pictures of runs and particles with matplotlib; each function draws into `ax`, or into a figure of its own, and returns the axes.

run: a run directory. data: a Dataset, a Simulation, or the path of a particle file.
"""
import csv
import os
import pathlib

import numpy as np

from . import _data
from ._errors import DataError, FileError, UsageError

__all__ = ["energy", "lagrangian", "profile", "rotation_curve", "projection", "timings", "force_error", "table", "units", "snapshots"]
INK, GREY, COLOURS = "#1a1a1a", "#8a8a8a", ("#2f6db3", "#d1602f", "#3f8f5b", "#8a5aa8", "#b8962e")


def table(run, name="energy.csv"):
    """A CSV file of a run as {column: array}; an empty cell is NaN."""
    path = _run(run) / name
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(line for line in file if not line.startswith("#")))
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}", "a run directory is wanted") from error
    if len(rows) < 2:
        raise DataError(f"{path}: holds no rows yet")
    head, body = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    try:
        return {key: np.array([float(row[k]) if row[k] else np.nan for row in body]) for k, key in enumerate(head)}
    except ValueError as error:
        raise DataError(f"{path}: {error}") from error


def units(run):
    """What the numbers of energy.csv are in, in words."""
    with open(pathlib.Path(run, "energy.csv"), encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()


def snapshots(run):
    """The paths of a run's snapshots in order."""
    return sorted((_run(run) / "snapshots").glob("snapshot_*.hdf5"))


def _dataset(data):
    if isinstance(data, _data.Dataset):
        return data
    if isinstance(data, (str, bytes, os.PathLike)):
        return _data.read(data)
    if not hasattr(data, "data"):
        raise UsageError(f"data: a Dataset, a Simulation or a path was expected, got {type(data).__name__}")
    return data.data()


def _run(run):
    """The path of a run directory. UsageError, FileError: something else, or nothing there."""
    if not isinstance(run, (str, bytes, os.PathLike)):
        raise UsageError(f"run: the path of a run directory was expected, got {type(run).__name__}")
    if not os.path.isdir(run):
        raise FileError(f"{os.fsdecode(run)}: no such directory", "a run directory is wanted")
    return pathlib.Path(os.fsdecode(run))


def _one_of(what, name, names):
    if name not in names:
        raise UsageError(f"{what}: {name!r} is not known", "one of " + ", ".join(map(str, names)))


def _axes(ax, title, x, y):
    if ax is None:
        import matplotlib.pyplot as plt
        ax = plt.subplots(figsize=(6, 4), layout="constrained")[1]
    ax.set_title(title, loc="left", fontsize=11, color=INK)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(True, color="#e6e6e6", linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def energy(run, ax=None):
    """Relative energy error against time, from energy.csv."""
    rows = table(run)
    ax = _axes(ax, "Energy error", "time", "|ΔE / E|")
    error = np.abs(rows["relative_error"])
    ax.plot(rows["time"][error > 0], error[error > 0], color=COLOURS[0], linewidth=1.3, marker="." if len(error) < 40 else None)
    if (error > 0).any():
        ax.set_yscale("log")
    return ax


def lagrangian(run, fractions=(0.1, 0.5, 0.9), ax=None):
    """Radii that hold a fraction of the mass, about each snapshot's own centre. fractions: of those that apsis.analyse gives."""
    if not snapshots(run):
        raise DataError(f"{os.fsdecode(run)}: holds no snapshots yet")
    found = [(d.time, _data.analyse(d)["lagrange"]) for d in map(_data.read, snapshots(run))]
    for fraction in fractions:
        _one_of("fractions", fraction, found[0][1])
    ax = _axes(ax, "Lagrangian radii", "time", "radius")
    for fraction, colour in zip(fractions, COLOURS):
        ax.plot([t for t, _ in found], [r[fraction] for _, r in found], color=colour, linewidth=1.3, marker=".", label=f"{fraction:.0%}")
    ax.set_yscale("log")
    ax.legend(frameon=False)
    return ax


def profile(data, quantity="density", ax=None):
    """A profile in spherical shells about the centre: density, sigma, beta, v_circular … (apsis.analyse's "shells")."""
    shells = _data.analyse(_dataset(data))["shells"]
    _one_of("quantity", quantity, shells)
    ax = _axes(ax, quantity.replace("_", " ").capitalize(), "radius", quantity)
    good = np.isfinite(shells[quantity])
    ax.plot(shells["r"][good], shells[quantity][good], color=COLOURS[0], linewidth=1.3, marker=".")
    ax.set_xscale("log")
    if (shells[quantity][good] > 0).all() and good.any():
        ax.set_yscale("log")
    return ax


def rotation_curve(data, ax=None):
    """Circular velocity sqrt(G M(<r) / r), and the mean rotation of a disc where there is one."""
    found = _data.analyse(_dataset(data))
    ax = _axes(ax, "Rotation curve", "radius", "velocity")
    shells, disc = found["shells"], found["disc"]
    ax.plot(shells["r_outer"], shells["v_circular"], color=COLOURS[0], linewidth=1.3, marker=".", label="circular, of all mass")
    if disc:
        ax.plot(disc["rings"]["R"], np.abs(disc["rings"]["v_phi"]), color=COLOURS[1], linewidth=1.3, marker=".", label="disc, mean")
    ax.set_ylim(bottom=0)
    ax.legend(frameon=False)
    return ax


def projection(data, axes="xy", extent=None, bins=None, ax=None):
    """Surface density along the third axis, on a logarithmic scale; fewer than 3000 particles are drawn as dots.

    extent: half the width of the picture; without, what holds 95 % of the particles. bins: along each side."""
    d = _dataset(data)
    _one_of("axes", axes, [a + b for a in "xyz" for b in "xyz" if a != b])
    i, j = ("xyz".index(a) for a in axes)
    ax = _axes(ax, f"Projection at time {d.time:.4g}", axes[0], axes[1])
    ax.grid(False)
    p = d.positions[:, [i, j]]
    middle = np.median(p, axis=0)
    half = extent or 1.1 * np.quantile(np.abs(p - middle), 0.95 if d.n > 100 else 1) or 1.0
    (left, right), (low, high) = ((m - half, m + half) for m in middle)
    if bins is None and d.n < 3000:
        ax.scatter(p[:, 0], p[:, 1], s=9 if d.n < 100 else 3, color=COLOURS[0], alpha=0.7, linewidths=0)
    else:
        bins = bins or int(np.clip(np.sqrt(d.n), 60, 300))
        weights, _, _ = np.histogram2d(p[:, 0], p[:, 1], bins=bins, range=((left, right), (low, high)), weights=d.masses)
        density = weights.T / (2 * half / bins)**2
        shown = density[density > 0]
        floor = np.quantile(shown, 0.05) if shown.size else 1.0
        ax.imshow(np.log10(np.maximum(density, floor)), origin="lower", extent=(left, right, low, high), cmap="magma",
                  interpolation="nearest")
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)
    ax.set_aspect("equal")
    return ax


def timings(run, ax=None):
    """Where the wall time went, by phase, summed along the run."""
    rows = table(run, "timings.csv")
    names = ["forces_s", "move_s", "reduce_s", "copy_s", "output_s"]
    ax = _axes(ax, "Wall time by phase", "time", "seconds, summed")
    parts = [np.cumsum(np.nan_to_num(rows[n])) for n in names]
    ax.stackplot(rows["time"], parts, labels=[n[:-2] for n in names], colors=COLOURS, linewidth=0)
    ax.legend(frameon=False, loc="upper left")
    return ax


def force_error(run, ax=None):
    """Relative force error as sampled along the run, against direct sums in double."""
    rows = table(run, "timings.csv")
    ax = _axes(ax, "Force error, sampled", "time", "|Δa| / |a|")
    drawn = False
    for key, label, colour in (("force_error_rms", "rms", COLOURS[0]), ("force_error_99.9", "99.9 %", COLOURS[1])):
        good = rows[key] > 0
        drawn |= bool(good.any())
        ax.plot(rows["time"][good], rows[key][good], color=colour, linewidth=1.3, marker="." if good.sum() < 40 else None, label=label)
    if drawn:
        ax.set_yscale("log")
        ax.legend(frameon=False)
    return ax
