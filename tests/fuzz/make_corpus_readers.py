"""Makes the seeds of tests/fuzz/corpus_readers: one tiny file of each kind that others write. Needs h5py.

usage: make_corpus_readers.py FOLDER      (the seeds of our own layouts come from `apsis convert`)
"""
import os
import struct
import sys

import h5py
import numpy as np

folder = sys.argv[1]
N = 3
X = np.arange(3 * N, dtype="f8").reshape(N, 3)


def path(name):
    return os.path.join(folder, name)


def hdf5(name, libver, compress, swift):
    extra = {"compression": "gzip", "shuffle": True, "fletcher32": True, "chunks": True} if compress else {}
    with h5py.File(path(name), "w", libver=libver) as f:
        h = f.create_group("Header").attrs
        h["NumPart_ThisFile"] = np.array([0, N, 0, 0, 1, 0], "u4")
        h["MassTable"] = np.array([0, 0, 0, 0, 5.0, 0])
        h["Time"], h["Redshift"], h["NumFilesPerSnapshot"] = 1.0, 0.0, 1
        h["BoxSize"] = np.full(3, 16.0) if swift else 16.0
        if swift:
            h["Code"] = np.bytes_("SWIFT")
            h["Shift"] = np.full(3, 0.5)
            u = f.create_group("Units").attrs
            for key in ("mass in cgs (U_M)", "length in cgs (U_L)", "time in cgs (U_t)"):
                u["Unit " + key] = np.array([1e10])
            f.create_group("Parameters").attrs["InitialConditions:periodic"] = "1"
        for kind, n in ((1, N), (4, 1)):
            g = f.create_group(f"PartType{kind}")
            g.create_dataset("Coordinates", data=X[:n].astype("f4" if compress else "f8"), **extra)
            g.create_dataset("Velocities", data=-X[:n], **extra)
            g.create_dataset("ParticleIDs", data=np.arange(n, dtype="i8") + 10 * kind, **extra)
            if kind == 1:
                g.create_dataset("Masses", data=np.ones(n), **extra)


def tipsy(name, order):
    out = struct.pack(order + "d6I", 0.5, 3, 3, 1, 1, 1, 0)
    for numbers in (12, 9, 11):
        out += struct.pack(f"{order}{numbers}f", *range(numbers))
    open(path(name), "wb").write(out)


def gadget(name, order, fmt, real):
    def block(label, body):
        head = struct.pack(order + "I4sII", 8, label, len(body) + 8, 8) if fmt == 2 else b""
        return head + struct.pack(order + "I", len(body)) + body + struct.pack(order + "I", len(body))

    header = struct.pack(order + "6I6d2d2i6I2i", 1, 2, 0, 0, 0, 0, 0, 7.0, 0, 0, 0, 0, 0.25, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 1)
    reals = lambda *v: struct.pack(f"{order}{len(v)}{real}", *v)
    out = block(b"HEAD", header.ljust(256, b"\0")) + block(b"POS ", reals(*range(9))) + block(b"VEL ", reals(*range(9)))
    out += block(b"ID  ", struct.pack(order + "3I", 1, 2, 3)) + block(b"MASS", reals(4)) + block(b"U   ", reals(1))
    open(path(name), "wb").write(out)


os.makedirs(folder, exist_ok=True)
hdf5("gadget_old.hdf5", "earliest", False, False)
hdf5("gadget_old_gzip.hdf5", "earliest", True, False)
hdf5("swift_old.hdf5", "earliest", False, True)
hdf5("swift_latest_gzip.hdf5", ("earliest", "v110"), True, True)
with h5py.File(path("foreign.hdf5"), "w") as f:
    f["stars"] = X
for letter, order in (("big", ">"), ("little", "<")):
    tipsy(f"{letter}.tipsy", order)
    gadget(f"{letter}_1.gadget", order, 1, "f")
    gadget(f"{letter}_2.gadget", order, 2, "d")
texts = {
    "plain.txt": "# comment\n0.5 1 2 3 4 5 6\n1e-3 -1. .2 +3 4e2 5E-3 6\n",
    "ids.txt": "0000\n000002\n0.5\n0 1 1 2 3 4 5 6\n1 1 1 2 3 4 5 6\n\n",
    "xyz.txt": "1\ncomment\nAr 1 2 3\n",
    "columns.csv": "id,type,m,x,y,z,vx,vy,vz,eps\n1,1,1,2,3,4,5,6,7,.1\n2,4,1,2,3,4,5,6,7,.1\n",
    "semicolon.csv": '"Mass";X;y;Z\n1;2;3;4\n',
    "foreign.fits": "SIMPLE  =                    T",
    "foreign.json": '{"a": 1}',
    "foreign.yaml": "particles:\n  - model: plummer\n",
}
for name, text in texts.items():
    open(path(name), "w").write(text)
