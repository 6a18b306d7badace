"""Opens every sample in a folder with the readers that know its layout and compares with the CSV beside it.

usage: run_readers.py FOLDER      (see test_real_readers.sh)
"""
import glob
import os
import sys
import warnings

import h5py
import numpy as np

warnings.simplefilter("ignore")
TIME = 0.1  # code time of every sample
LENGTH, MASS, SECONDS = 3.0856775814913673e21, 1.988409870698051e43, 3.0856775814913673e16
failures = 0


def check(what, got, expected, rtol=1e-14, atol=0.0):
    """Numbers agree; one line where they do not."""
    global failures
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    if got.shape != expected.shape or not np.allclose(got, expected, rtol=rtol, atol=atol):
        failures += 1
        worst = np.max(np.abs(got - expected)) if got.shape == expected.shape else (got.shape, expected.shape)
        print(f"FAIL {what}: {worst}")


class Truth:
    """The particles by species, sorted by id, positions as the layout stores them."""

    def __init__(self, path):
        rows = np.genfromtxt(path.replace(".hdf5", ".csv"), delimiter=",", names=True)
        with h5py.File(path) as f:
            header = f["Header"].attrs
            self.shift = np.array(header["Shift"]) if "Shift" in header else np.zeros(3)
            self.box = np.array(header["BoxSize"])
        self.units = "plain" not in path
        self.periodic = "periodic" in path
        self.length = LENGTH if self.units else 1.0
        self.mass = MASS if self.units else 1.0
        self.time = SECONDS if self.units else 1.0
        self.species = {}
        for kind in np.unique(rows["type"]).astype(int):
            r = rows[rows["type"] == kind]
            r = r[np.argsort(r["id"])]
            self.species[kind] = {
                "x": np.stack([r["x"], r["y"], r["z"]], 1) + self.shift,
                "v": np.stack([r["vx"], r["vy"], r["vz"]], 1),
                "m": r["m"],
                "id": r["id"],
            }


def compare(who, truth, kind, x, v, m, ids):
    """Columns in code units, any order."""
    order = np.argsort(ids)
    t = truth.species[kind]
    check(f"{who} type {kind} ids", np.asarray(ids)[order], t["id"])
    # a power of two is added and the CSV is exact: equal up to the readers' own unit factors
    check(f"{who} type {kind} positions", np.asarray(x)[order], t["x"], atol=1e-14)
    check(f"{who} type {kind} velocities", np.asarray(v)[order], t["v"], atol=1e-25)
    check(f"{who} type {kind} masses", np.asarray(m)[order], t["m"])


def read_yt(path, truth):
    import yt

    yt.set_log_level(50)
    gadget = "gadget4" in path
    base = {"UnitLength_in_cm": truth.length, "UnitMass_in_g": truth.mass,
            "UnitVelocity_in_cm_per_s": truth.length / truth.time}  # yt's GADGET reader ignores units in the file
    ds = yt.load(path, unit_base=base) if gadget else yt.load(path)
    expected = "GadgetHDF5Dataset" if gadget else "SwiftDataset"
    if type(ds).__name__ != expected:
        check(f"yt takes it for {type(ds).__name__}", 0, 1)
    check("yt time", ds.current_time.to_value("s"), TIME * truth.time)
    data = ds.all_data()
    for kind in truth.species:
        p = f"PartType{kind}"
        compare("yt", truth, kind, data[p, "Coordinates"].to_value("cm") / truth.length,
                data[p, "particle_velocity"].to_value("cm/s") * truth.time / truth.length,
                data[p, "particle_mass"].to_value("g") / truth.mass, data[p, "ParticleIDs"].to_value())


def read_pynbody(path, truth):
    import pynbody

    f = pynbody.load(path)
    expected = "GadgetHDFSnap" if "gadget4" in path else "SwiftSnap"
    if type(f).__name__ != expected:
        check(f"pynbody takes it for {type(f).__name__}", 0, 1)
    check("pynbody time", float(f.properties["time"].in_units("s")), TIME * truth.time, rtol=1e-6)
    context = f.conversion_context() if hasattr(f, "conversion_context") else {"a": 1, "h": 1}
    ids, everything = np.asarray(f["iord"]), truth.species.values()
    order = np.argsort(ids)
    all_ids = np.concatenate([t["id"] for t in everything])
    rank = np.argsort(all_ids)
    check("pynbody ids", ids[order], all_ids[rank])
    for name, unit, factor, key in (("pos", "cm", truth.length, "x"), ("mass", "g", truth.mass, "m"),
                                    ("vel", "cm s**-1", truth.length / truth.time, "v")):
        values = np.asarray(f[name].in_units(unit, **context)) / factor
        expected_values = np.concatenate([t[key] for t in everything])[rank]
        check(f"pynbody {name}", values[order], expected_values, rtol=1e-9, atol=1e-12)


def unit_of(values, cgs):
    largest = values[np.unravel_index(np.argmax(values.value), values.shape)]
    return float(largest.to_value(cgs)) / float(largest.value)


def read_swiftsimio(path, truth):
    import swiftsimio

    names = {0: "gas", 1: "dark_matter", 2: "boundary", 3: "sinks", 4: "stars"}
    data = swiftsimio.load(path)
    check("swiftsimio time", data.metadata.time.to_value("s"), TIME * truth.time, rtol=1e-4)
    check("swiftsimio box", data.metadata.boxsize.to_value("cm") / truth.length, truth.box, rtol=1e-4)
    mask = swiftsimio.mask(path)
    mask.constrain_spatial([[0 * b, b] for b in mask.metadata.boxsize])
    for which, d in (("swiftsimio", data), ("swiftsimio, masked", swiftsimio.load(path, mask=mask))):
        for kind in truth.species:
            p = getattr(d, names[kind])
            compare(which, truth, kind, p.coordinates.value, p.velocities.value, p.masses.value, p.particle_ids.value)
            # swiftsimio rounds units to five digits of its nearest named unit
            check(which + " length unit", unit_of(p.coordinates, "cm"), truth.length, rtol=2e-5)
            check(which + " mass unit", unit_of(p.masses, "g"), truth.mass, rtol=2e-5)
            check(which + " velocity unit", unit_of(p.velocities, "cm/s"), truth.length / truth.time, rtol=4e-5)


def main(folder):
    for path in sorted(glob.glob(os.path.join(folder, "*.hdf5"))):
        truth = Truth(path)
        readers = [read_yt, read_pynbody] + ([] if "gadget4" in path else [read_swiftsimio])
        for reader in readers:
            before = failures
            reader(path, truth)
            print("ok  " if failures == before else "FAIL", reader.__name__[5:], os.path.basename(path), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
