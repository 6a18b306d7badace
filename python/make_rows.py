"""Writes what is made from the rows of the built program: apsis/_rows.json, and the type stubs apsis/__init__.pyi.

usage: make_rows.py PROGRAM STUB_HEAD OUT_DIRECTORY        (STUB_HEAD: python/stubs.pyi, the part that no row tells)
"""
import json
import os
import subprocess
import sys

TYPES = {"number": "float", "integer": "int", "boolean": "bool", "three numbers": "Sequence[float]",
         "two integers": "Sequence[int]", "list of texts": "Sequence[str]", "list of numbers": "Sequence[float | str]"}


def type_of(param):
    if "choices" in param:
        return "Literal[" + ", ".join(json.dumps(c) for c in param["choices"]) + "]"
    kind = TYPES.get(param["type"], "str")
    return f"{kind} | str" if param["type"] == "number" and param["unit"] else kind  # "5 kpc"


def model(row, common):
    """One method of the stub's class for initial conditions."""
    lines = [f"    def {row['name']}(self, *,"]
    for p in row["params"] + common:
        lines.append(f"        {p['key']}: {type_of(p)} = ...,  # {p['doc']}" + (f" ({p['default']})" if p["default"] else ""))
    lines += ["        seed: int = ...,  # of the random numbers (1)", "    ) -> Dataset:", f'        """{row["doc"]}"""']
    return "\n".join(lines)


def stubs(rows, head):
    particles = next(s for s in rows["sections"] if s["name"] == "particles")
    common = [p for p in particles["params"] if p["key"] not in ("model", "file", "given", "softening")]
    models = [r for r in rows["rows"] if r["kind"] == "model"]

    def names(kind, *more):
        found = dict.fromkeys([*more, *(r["name"] for r in rows["rows"] if r["kind"] == kind)])
        return "Literal[" + ", ".join(f'"{n}"' for n in found) + "]"

    return head.format(laws=names("law"), solvers=names("solver", "auto"), integrators=names("integrator"),
                       formats=names("format"), models=names("model"), makers="\n\n".join(model(r, common) for r in models))


def main(program, head, out):
    said = subprocess.run([program, "explain", "--json"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    rows = json.loads(said)
    os.makedirs(out, exist_ok=True)
    with open(head, encoding="utf-8") as file:
        text = stubs(rows, file.read())
    for name, content in (("_rows.json", json.dumps(rows, indent=1)), ("__init__.pyi", text)):
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            file.write(content)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
