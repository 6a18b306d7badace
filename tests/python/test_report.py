"""apsis.plot draws what the files say, and `apsis report` writes a page that needs nothing beside it; seen by a browser too
where there is one (chromium, or $APSIS_CHROMIUM).   ctest: timeout=900 cost=20"""
import stage

stage.enter()
import html.parser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np
from matplotlib.figure import Figure

import apsis
import apsis.plot

TEXT = """title: A <cluster> & its "report"
particles: [{model: plummer, n: 600}]
forces: [{law: plummer, softening: 0.05, accuracy: 1e-3, solver: fmm}]
integrator: {dt: 0.02}
run: {t_end: 1, device: cpu}
output: {log: {every: 0.1}, snapshots: {every: 0.5}}
"""
folder = tempfile.TemporaryDirectory()
run = pathlib.Path(folder.name, "run")
apsis.Simulation.from_yaml(TEXT, output=run).run()


def axes():
    return Figure(layout="constrained").add_subplot()


def test_plots_of_what_cannot_be_meant():
    for draw in (apsis.plot.energy, apsis.plot.lagrangian, apsis.plot.timings, apsis.plot.force_error):
        with stage.raises(apsis.FileError, "/nowhere", "no such directory"):
            draw("/nowhere")
        with stage.raises(apsis.UsageError, "the path of a run directory"):
            draw(apsis.ic.plummer(n=9))
    data = apsis.ic.plummer(n=99)
    for draw, word in ((lambda: apsis.plot.profile(data, "colour"), "v_circular"), (lambda: apsis.plot.lagrangian(run, (0.33,)), "0.5"),
                       (lambda: apsis.plot.projection(data, "xx"), "xy, xz"), (lambda: apsis.plot.projection(3), "a Dataset")):
        with stage.raises(apsis.UsageError, word):
            draw()


def test_plots_show_what_the_files_say():
    rows = apsis.plot.table(run)
    line, = apsis.plot.energy(run, ax=axes()).lines
    assert np.array_equal(line.get_ydata(), np.abs(rows["relative_error"])[1:]) and len(rows["time"]) == 11
    lines = apsis.plot.lagrangian(run, ax=axes()).lines
    last = apsis.read(apsis.plot.snapshots(run)[-1])
    assert [l.get_xdata().tolist() for l in lines] == [[0, 0.5, 1]] * 3
    assert lines[1].get_ydata()[-1] == apsis.analyse(last)["lagrange"][0.5]
    line, = apsis.plot.profile(last, ax=axes()).lines
    assert np.array_equal(line.get_ydata(), apsis.analyse(last)["shells"]["density"])
    curve = apsis.plot.rotation_curve(last, ax=axes()).lines[0]
    assert np.array_equal(curve.get_ydata(), apsis.analyse(last)["shells"]["v_circular"])
    picture = apsis.plot.projection(last, extent=200, bins=50, ax=axes()).images[0].get_array()
    assert picture.shape == (50, 50) and np.ptp(picture) > 0
    few = apsis.plot.projection(apsis.ic.figure8(), ax=axes())
    assert len(few.collections[0].get_offsets()) == 3
    error = apsis.plot.table(run, "timings.csv")["force_error_rms"]
    assert np.array_equal(apsis.plot.force_error(run, ax=axes()).lines[0].get_ydata(), error[error > 0]) and len(error) == 11
    assert len(apsis.plot.timings(run, ax=axes()).collections) == 5


class Page(html.parser.HTMLParser):
    """Tags, references and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.refs, self.tags, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.refs += [v for k, v in attributes if k in ("src", "href", "data", "srcset", "action")]

    def handle_data(self, data):
        self.words.append(data)


def written():
    done = subprocess.run([sys.executable, "-m", "apsis", "report", run], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.strip() == f"wrote {run}/report.html", done
    return (run / "report.html").read_text(encoding="utf-8")


def test_the_page_stands_alone_and_tells_all():
    text = written()
    page = Page(text)
    words = " ".join(page.words)
    assert page.refs and all(r.startswith("data:image/png;base64,") for r in page.refs)
    assert "script" not in page.tags and "link" not in page.tags and not re.search(r"url\(|@import", text)
    assert len(page.refs) == 7 + (run / "final.png").exists()
    assert 'A <cluster> & its "report"' in words
    for line in (run / "used_parameters.yml").read_text().splitlines():
        key = re.match(r"\s*(?:- )?([\w.]+):", line)
        assert not key or key[1] in words, line
    worst = np.abs(apsis.plot.table(run)["relative_error"]).max()
    assert f"{worst:.3g}" in words and "600" in words and "between" in words


def test_what_is_no_run_is_refused():
    for where, status, word in (("nothing", 4, "No such file"), (run / "snapshots", 4, "used_parameters.yml")):
        done = subprocess.run([sys.executable, "-m", "apsis", "report", where], capture_output=True, text=True)
        assert done.returncode == status and word in done.stderr and "hint: " in done.stderr, done
    with stage.raises(apsis.FileError, "a run directory is wanted"):
        apsis.plot.energy("nothing")
    version = subprocess.run([sys.executable, "-m", "apsis", "--version"], capture_output=True, text=True)
    assert apsis.__version__ in version.stdout


def test_a_browser_shows_the_page():
    browser = os.environ.get("APSIS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        print("     no chromium here: not looked at")
        return
    written()
    for width in (1280, 390):
        shot = run / f"report-{width}.png"
        done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder.name}/profile",
                               f"--window-size={width},2400", f"--screenshot={shot}", (run / "report.html").as_uri()],
                              capture_output=True, text=True, timeout=240)
        assert shot.exists(), done.stderr[-1500:]
        from matplotlib.image import imread
        picture = imread(shot)[..., :3]
        assert picture.shape[1] >= width and picture.std() > 0.05
        ink = (np.abs(picture - 1).max(axis=2) > 0.3).mean(axis=1) > 0
        assert ink.mean() > 0.5  # the page is full, not a few words at the top
    keep = os.environ.get("APSIS_KEEP_SHOTS")
    if keep:
        for shot in run.glob("report-*.png"):
            shutil.copy(shot, keep)


if __name__ == "__main__":
    stage.main(globals())
