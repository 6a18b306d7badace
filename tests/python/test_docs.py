"""What docs/python.md and the README print as Python runs as it is printed, from a checkout, on fewer particles; and every public
name has a docstring.   ctest: timeout=600"""
import stage

stage.enter()
import inspect
import io
import os
import pathlib
import pydoc
import re
import tempfile
import types

import numpy as np

import apsis


def blocks(page):
    """The indented blocks of a page that are Python, without what a shell is told."""
    for block in re.findall(r"(?:^    .*\n)+", (stage.ROOT / page).read_text(encoding="utf-8"), re.M):
        lines = [line[4:].removeprefix(">>> ") for line in block.splitlines() if not re.match(r"    (pip|mpirun|apt|\./apsis) ", line)]
        if any("apsis" in line for line in lines) and not any(line.startswith(("#", "particles:", "title:")) for line in lines):
            yield "\n".join(lines) + "\n"


def checkout(folder):
    """As the root of the repository: a configuration, for a few particles, and finished runs."""
    text = (stage.ROOT / "configs" / "collision.yaml").read_text(encoding="utf-8")
    text, changed = re.subn(r"\bn: *\d+", "n: 40", text)
    assert changed == 2
    pathlib.Path(folder, "configs").mkdir()
    pathlib.Path(folder, "configs", "collision.yaml").write_text(text, encoding="utf-8")
    for name in ("collision", "galaxies"):
        apsis.Simulation.from_yaml("configs/collision.yaml", {"output.snapshots.every": 0.5}, output=f"runs/{name}").run()


def test_the_pages_run_as_printed():
    data = apsis.ic.plummer(n=60)
    torch = types.SimpleNamespace(from_dlpack=np.from_dlpack)  # the tests of torch have the real one
    with tempfile.TemporaryDirectory() as folder:
        here = os.getcwd()
        os.chdir(folder)
        try:
            checkout(folder)
            for page, least in (("docs/python.md", 5), ("README.md", 1)):
                names = {"apsis": apsis, "positions": data.positions, "velocities": data.velocities, "masses": data.masses,
                         "x": data.positions, "m": data.masses, "torch": torch}
                found = list(blocks(page))
                assert len(found) >= least, (page, found)
                for block in found:
                    exec(compile(block.replace("200_000", "200"), page, "exec"), names)  # noqa: S102 - our own page
        finally:
            os.chdir(here)


def test_every_public_name_says_what_it_is():
    for name in apsis.__all__:
        thing = getattr(apsis, name)
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing) and thing.__module__ == "apsis":
            silent = [n for n, member in vars(thing).items()
                      if not n.startswith("_") and (callable(member) or isinstance(member, property)) and not inspect.getdoc(member)]
            assert not silent, (name, silent)
    for name in apsis.plot.__all__:
        assert inspect.getdoc(getattr(apsis.plot, name)), name
    out = io.StringIO()
    pydoc.Helper(output=out)(apsis.Simulation)
    page = out.getvalue()
    for word in ("step(self, /, n=1, dt=None)", "n steps of the integrator", "positions: [n, 3]", "code length", "keep_order"):
        assert word in page, word


if __name__ == "__main__":
    stage.main(globals())
