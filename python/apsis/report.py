"""apsis report RUN_DIR: one HTML page that tells a whole run, with nothing beside it."""
import argparse
import base64
import html
import io
import pathlib
import re
import sys

import numpy as np

from . import _data
from ._errors import Error, FileError

STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --soft: #666; --line: #e3e3e3; --accent: #2f6db3; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 1.5rem 4rem; color: var(--ink); background: #fff;
       font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2.6rem 0 .8rem; }
.sub { color: var(--soft); margin: 0 0 1.6rem; } .facts { display: grid; grid-template-columns: repeat(4, 1fr);
       gap: 1px; background: var(--line); border: 1px solid var(--line); }
.facts div { background: #fff; padding: .7rem .9rem; } .facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; font-size: 1.1rem;
       font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.2rem; }
.plots img, .picture img { width: 100%; height: auto; display: block; } .picture { margin: 0; background: #000; }
figcaption { color: var(--soft); font-size: .85rem; background: #fff; padding-top: .4rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; } td.n { text-align: right; font-variant-numeric: tabular-nums; } td.v { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
       overflow-wrap: anywhere; } td.d { color: var(--soft); } tr.s td { font-weight: 600; padding-top: .9rem; }
td:first-child { min-width: 8rem; } th.n { text-align: right; }
@media (max-width: 44rem) { .facts { grid-template-columns: repeat(2, 1fr); } }
pre { overflow-x: auto; font: .82rem/1.45 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; background: #f7f7f7; padding: .8rem 1rem; }
"""


def parameters(run):
    """used_parameters.yml as (comment lines, [(depth, key, value, remark)])."""
    path = pathlib.Path(run, "used_parameters.yml")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}", "a run directory holds used_parameters.yml") from error
    head, rows = [line[2:] for line in lines if line.startswith("# ")], []
    for line in lines:
        found = re.match(r"""(\s*(?:- )?)([\w.]+):\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|.*?)\s*(?:\s# (.*))?$""", line)
        if found:
            rows.append((len(found[1]) // 2, found[2], _plain(found[3]), found[4] or ""))
    return head, rows


def _plain(value):
    """A YAML scalar without its quotes."""
    if value[:1] == "'":
        return value[1:-1].replace("''", "'")
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value[:1] == '"' else value


def _image(figure):
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=150)
    return base64.b64encode(out.getvalue()).decode()


def _plots(run, last):
    """[(title, base64 PNG)]; one that cannot be drawn says why instead."""
    from matplotlib.figure import Figure
    from . import plot
    wanted = [("Energy error", plot.energy, run), ("Force error", plot.force_error, run), ("Lagrangian radii", plot.lagrangian, run),
              ("Wall time", plot.timings, run)]
    if last is not None:
        wanted += [("Projection", plot.projection, last)]
        if last.n >= 100:
            wanted += [("Density", plot.profile, last), ("Rotation curve", plot.rotation_curve, last)]
    found = []
    for title, draw, what in wanted:
        figure = Figure(figsize=(6, 4), layout="constrained")
        try:
            draw(what, ax=figure.add_subplot())
            found.append((title, _image(figure)))
        except Error as error:
            found.append((title, error.message))
    return found


def _number(value, digits=3):
    return "not measured" if value is None or not np.isfinite(value) else f"{value:.{digits}g}"


def _facts(energy, timings, last, asked):
    steps, wall = timings["step"][-1], np.nansum(timings["wall_s"])
    rms = timings["force_error_rms"][np.isfinite(timings["force_error_rms"])]
    rate = np.nansum(timings["interactions_per_s"] * timings["wall_s"]) / wall if wall > 0 else np.nan
    facts = [("particles", f"{last.n:,}".replace(",", " ") if last else "unknown"),
             ("time", f"{energy['time'][0]:.6g} to {energy['time'][-1]:.6g}"), ("steps", f"{steps:,.0f}".replace(",", " ")),
             ("largest energy error", _number(np.nanmax(np.abs(energy["relative_error"])))),
             ("force error, rms, last", _number(rms[-1] if rms.size else None)), ("force error asked for", asked or "none"),
             ("wall time", f"{_number(wall)} s"), ("interactions per second", _number(rate))]
    return "".join(f"<div><dt>{html.escape(k)}</dt><dd>{html.escape(v)}</dd></div>" for k, v in facts)


def _parameter_rows(rows):
    out = []
    for depth, key, value, remark in rows:
        indent = f' style="padding-left:{1.1 * depth:.1f}rem"'
        if not value:
            out.append(f'<tr class="s"><td colspan="3"{indent}>{html.escape(key)}</td></tr>')
        else:
            out.append(f'<tr><td{indent}>{html.escape(key)}</td><td class="v">{html.escape(value)}</td><td class="d">{html.escape(remark)}</td></tr>')
    return "".join(out)


def _timing_rows(timings):
    wall = np.nansum(timings["wall_s"])
    rows = [(name[:-2], np.nansum(timings[name])) for name in ("forces_s", "move_s", "reduce_s", "copy_s", "output_s")]
    rows.append(("between", max(wall - sum(s for _, s in rows), 0)))
    return "".join(f'<tr><td>{n}</td><td class="n">{s:.4g} s</td><td class="n">{100 * s / wall if wall else 0:.1f} %</td></tr>' for n, s in rows)


def page(run):
    """The page as text. FileError, DataError: not a run directory, or one without rows."""
    from . import plot
    run = pathlib.Path(run)
    head, rows = parameters(run)
    energy, timings = plot.table(run), plot.table(run, "timings.csv")
    files = plot.snapshots(run)
    last = _data.read(files[-1]) if files else None
    value = {key: value for _, key, value, _ in rows}
    title = value.get("title") or run.resolve().name
    about = " · ".join(html.escape(line) for line in [*head[1:], plot.units(run)])
    picture = run / "final.png"
    parts = [f"<h1>{html.escape(title)}</h1>", f'<p class="sub">{about}</p>',
             f'<dl class="facts">{_facts(energy, timings, last, value.get("accuracy"))}</dl>']
    if picture.exists():
        data = base64.b64encode(picture.read_bytes()).decode()
        parts.append(f'<h2>Final state</h2><figure class="picture"><img alt="The particles at the end of the run" src="data:image/png;base64,{data}">'
                     f"<figcaption>time {energy['time'][-1]:.6g}</figcaption></figure>")
    drawn = [f'<img alt="{html.escape(t)}" src="data:image/png;base64,{d}">' if len(d) > 2000 else f"<p>{html.escape(t)}: {html.escape(d)}</p>"
             for t, d in _plots(run, last)]
    parts.append(f'<h2>Along the run</h2><div class="plots">{"".join(drawn)}</div>')
    parts.append(f'<h2>Wall time</h2><table><tr><th>phase</th><th class="n">seconds</th><th class="n">share</th></tr>{_timing_rows(timings)}</table>')
    parts.append('<h2>Parameters</h2><div class="scroll"><table><tr><th>key</th><th>value</th><th>unit, origin, meaning</th></tr>'
                 f"{_parameter_rows(rows)}</table></div>")
    log = run / "log.txt"
    if log.exists():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        parts.append(f"<h2>End of the log</h2><pre>{html.escape(chr(10).join(lines))}</pre>")
    return ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{html.escape(title)}: apsis report</title><style>{STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n")


def write(run, path=None):
    """Writes the page, by default RUN/report.html; returns its path."""
    path = pathlib.Path(path or pathlib.Path(run, "report.html"))
    text = page(run)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    return path


def main(arguments):
    parser = argparse.ArgumentParser(prog="apsis report", description="One self-contained HTML page of a run.")
    parser.add_argument("run", metavar="RUN_DIR")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write (RUN_DIR/report.html)")
    options = parser.parse_args(arguments)
    try:
        print("wrote", write(options.run, options.output))
        return 0
    except ImportError as error:
        print(f"apsis: error: {error}\nhint: pip install matplotlib", file=sys.stderr)
        return 2
    except Error as error:
        print("apsis: error:", str(error), file=sys.stderr)
        return error.exit_status
