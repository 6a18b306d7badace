"""Comoving snapshots as yt, pynbody and swiftsimio see them, against the columns of the same state in our own layout.

usage: run_comoving.py FOLDER      with swift.hdf5, gadget4.hdf5 and own.hdf5 (see test_comoving.sh)
"""
import sys
import warnings

import h5py
import numpy as np
import pynbody
import swiftsimio
import yt

warnings.simplefilter("ignore")
yt.set_log_level(50)
folder = sys.argv[1]
failures = 0


def check(what, got, expected, rtol):
    global failures
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    worst = np.max(np.abs(got - expected)) / np.max(np.abs(expected))
    if not worst <= rtol:
        failures += 1
        print(f"FAIL {what}: off by {worst:.3g} of the largest")


with h5py.File(f"{folder}/own.hdf5") as f:
    own = f["Columns"]
    a, _, velocity, H0, omega_m, omega_lambda = own.attrs["comoving"][:6]
    order = np.argsort(own["id"][:])
    x = np.stack([own[k][:] for k in ("x", "y", "z")], 1)[order]
    v = np.stack([own[k][:] for k in ("vx", "vy", "vz")], 1)[order] * velocity
    m = own["mass"][:][order]
h = H0 / 100

d = swiftsimio.load(f"{folder}/swift.hdf5")
order = np.argsort(d.dark_matter.particle_ids.value)
units = 1e-5  # it rounds the unit of time to five digits
check("swiftsimio positions", d.dark_matter.coordinates.to_comoving().to("Mpc").value[order], x, 1e-12)
check("swiftsimio velocities", d.dark_matter.velocities.to_physical().to("km/s").value[order], v, units)
check("swiftsimio masses", d.dark_matter.masses.to("1e10*Msun").value[order], m, units)
check("swiftsimio scale factor", float(d.metadata.a.value if hasattr(d.metadata.a, "value") else 1 / (1 + d.metadata.z)), a, 1e-12)
cosmology = d.metadata.cosmology
check("astropy's cosmology", [cosmology.H0.value, cosmology.Om0, cosmology.Ode0], [100 * h, omega_m, omega_lambda], units)
check("age by astropy", cosmology.age(1 / a - 1).to("Gyr").value, d.metadata.t.to("Gyr").value, units)

for layout in ("swift", "gadget4"):
    s = pynbody.load(f"{folder}/{layout}.hdf5")
    order, now = np.argsort(s["iord"]), s.conversion_context()
    check(f"pynbody {layout} positions", s["pos"].in_units("Mpc a", **now)[order], x, 1e-12)
    check(f"pynbody {layout} velocities", s["vel"].in_units("km s^-1", **now)[order], v, 1e-12)
    check(f"pynbody {layout} masses", s["mass"].in_units("1e10 Msol", **now)[order], m, 1e-5)
    check(f"pynbody {layout} cosmology", [s.properties[k] for k in ("a", "h", "omegaM0", "omegaL0")], [a, h, omega_m, omega_lambda], 1e-9)

for layout in ("swift", "gadget4"):
    unit = {} if layout == "swift" else {"unit_base": {"UnitLength_in_cm": 3.0856775814913673e24, "UnitMass_in_g": 1.98840987e43,
                                                       "UnitVelocity_in_cm_per_s": 1e5}}
    ds = yt.load(f"{folder}/{layout}.hdf5", **unit)
    data = ds.all_data()
    order = np.argsort(data["PartType1", "particle_index"].value)
    check(f"yt {layout} positions", data["PartType1", "particle_position"].to("Mpccm").value[order], x, 1e-6)
    check(f"yt {layout} masses", data["PartType1", "particle_mass"].to("Msun").value[order] / 1e10, m, 1e-4)
    # of SWIFT's layout yt takes velocities for comoving ones, SWIFT's own files included
    check(f"yt {layout} velocities", data["PartType1", "particle_velocity"].to("km/s").value[order] / (a if layout == "swift" else 1), v, 1e-6)
    check(f"yt {layout} cosmology", [1 / (1 + ds.current_redshift), ds.hubble_constant, ds.omega_matter, ds.omega_lambda],
          [a, h, omega_m, omega_lambda], 1e-9)

print(f"{failures} failed" if failures else "all ok")
sys.exit(failures > 0)
