"""apsis explain --json: one document with every section, row and key, the same as the text knows."""
import json
import pathlib
import re

from apsis_cli import check, end, folder, refused, run

result = run("explain", "--json")
check(result.returncode == 0 and not result.stderr, "explain --json", result)
everything = json.loads(result.stdout)
check(list(everything) == ["version", "commit", "sections", "rows"], f"top: {list(everything)}")
ROW = ["kind", "name", "section", "doc", "source", "params"]
PARAM = ["key", "type", "default", "unit", "range", "doc"]
TYPES = {"number", "integer", "boolean", "text", "choice", "three numbers", "two integers", "list of texts", "list of numbers", "section"}

for row in everything["rows"]:
    check(list(row) == ROW and row["doc"] and row["name"], f"row {row['name']}: {list(row)}")
for owner in everything["rows"] + everything["sections"]:
    for p in owner["params"]:
        check([k for k in p if k != "choices"] == PARAM and p["type"] in TYPES and p["doc"], f"{owner['name']}.{p['key']}")
        if p["type"] == "choice":
            check(p["choices"] == p["range"].split("|") and (p["default"] is None or p["default"] in p["choices"]), f"choices of {p['key']}")

# every name and key of the list in words is here, and nothing else has a kind
text = run("explain").stdout
names = {row["name"] for row in everything["rows"]}
listed = re.findall(r"^  ([\w.-]+)\s", text.split("\n\n", 2)[2], re.M)
check(names == set(listed), f"the same rows: {sorted(names ^ set(listed))}")
kinds = {row["kind"] for row in everything["rows"]}
check(kinds == {"law", "solver", "integrator", "event", "model", "device", "format"}, f"kinds {sorted(kinds)}")

by_name = {(row["kind"], row["name"]): row for row in everything["rows"]}
sections = {s["name"]: {p["key"]: p for p in s["params"]} for s in everything["sections"]}
check(sections["run"]["t_end"]["unit"] == "time" and sections["integrator"]["dt"]["range"] == ">0", "units and ranges")
check(sections["box"]["boundary"]["choices"] == ["open", "periodic"], "choices")
check(sections["forces"]["softening"]["default"] is None, "an optional key has no default")
check("Plummer" in by_name["model", "plummer"]["doc"] or "plummer" in by_name["model", "plummer"]["doc"].lower(), "the model's doc")
check([p["key"] for p in by_name["event", "log"]["params"]][0] == "every", "an event has a rhythm")
check(by_name["event", "checkpoint"]["params"][0]["unit"] == "wall time", "in wall time for checkpoints")

REST = {"particles": "[{model: two_body, m1: 0.9}]", "forces": "[{softening: 0.1}]", "integrator": "{dt: 0.1}", "run": "{t_end: 1}"}
with folder() as there:  # an example can be run as it is printed, with the sections that every run has
    config = pathlib.Path(there, "c.yaml")
    for name in (row["name"] for row in everything["rows"] if row["kind"] in ("model", "law", "solver", "integrator")):
        example = re.search(r"^  example +(\w+: .*(?:\n {14}\w+: .*)*)$", run("explain", name).stdout, re.M)
        text = "\n".join(line.strip() for line in example[1].splitlines()) if example else ""
        config.write_text(text + "\n" + "".join(f"{key}: {value}\n" for key, value in REST.items() if not re.search(f"^{key}:", text, re.M)))
        result = run("run", config, "--dry-run")
        check(result.returncode == 0, f"explain {name}: the example", result)

result = run("explain", "--json", "softening")
check(refused(result, 2, "--json"), "--json and a word", result)
end()
