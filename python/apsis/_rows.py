"""What exists, from the same rows as `apsis explain`: models, laws, solvers, integrators, keys; and the checks of `apsis doctor`."""
import functools
import inspect
import json

from . import _data, _program
from ._errors import ConfigError, Error
from ._lib import HERE

PYTHON = {"number": "float", "integer": "int", "boolean": "bool", "three numbers": "tuple[float, float, float]",
          "two integers": "tuple[int, int]", "list of texts": "list[str]", "list of numbers": "list[float]"}


@functools.lru_cache(maxsize=None)
def rows():
    """All sections and rows of this build as nested dicts: {"version", "commit", "sections", "rows"}."""
    return json.loads((HERE / "_rows.json").read_text(encoding="utf-8"))


class Text(str):
    """A text that a prompt shows as it is."""

    __slots__ = ()

    def __repr__(self):
        return str(self)


class Found(dict):
    """{name: what it is}, shown as a table."""

    def __repr__(self):
        width = max(map(len, self), default=0)
        return "\n".join(f"{name:<{width}}  {doc}" for name, doc in self.items())


def explain(word=None):
    """The text of `apsis explain`: every key, model, law, solver, integrator and format; or one of them, or another code's name
    for it. ConfigError where nothing is called so."""
    try:
        return Text(_program.say("explain", *([word] if word else [])))
    except ConfigError as error:
        error.key = word
        raise


class Doctor(dict):
    """The machine and this build: {"build", "features", "cpu", "memory", "backends", "problems" …}; printed, the text of `apsis doctor`."""

    def __repr__(self):
        return _program.say("doctor")


def doctor():
    """What works on this machine, and why the rest does not; see Doctor."""
    return Doctor(json.loads(_program.say("doctor", "--json")))


def _of(kind):
    return Found((row["name"], row["doc"]) for row in rows()["rows"] if row["kind"] == kind)


def models():
    """Initial conditions: {name: what it is}."""
    return _of("model")


def laws():
    """Pair laws."""
    return _of("law")


def solvers():
    """Force solvers."""
    return _of("solver")


def integrators():
    """Integrators."""
    return _of("integrator")


def formats():
    """File formats."""
    return _of("format")


# ---- initial conditions as functions with signatures

def python_type(param):
    return " | ".join(map(repr, param["choices"])) if "choices" in param else PYTHON.get(param["type"], "str")


def common():
    """Keys that every model takes, without those that name a source or a softening."""
    section = next(s for s in rows()["sections"] if s["name"] == "particles")
    return [p for p in section["params"] if p["key"] not in ("model", "file", "given", "softening")]


def describe(param):
    """One line of a docstring."""
    facts = [param["unit"], param["range"] if "choices" not in param else "", f"default {param['default']}" if param["default"] else ""]
    facts = ", ".join(f for f in facts if f)
    return f"{param['key']}: {python_type(param)}\n    {param['doc']}" + (f" ({facts})" if facts else "")


def describe_keys(keys):
    """The part of a docstring that tells {argument: "section.key"} from the rows."""
    params = {s["name"]: {p["key"]: p for p in s["params"]} for s in rows()["sections"]}
    lines = ["", "Arguments that stand for keys of a configuration:", ""]
    for argument, path in keys.items():
        section, _, key = path.replace(".0", "").rpartition(".")
        lines += describe({**params[section][key], "key": argument}).splitlines()
    return "\n    ".join(lines) + "\n"


def docstring(row):
    params = "\n".join(describe(p) for p in row["params"] + common())
    source = f"\n\nSource: {row['source']}" if row.get("source") else ""
    return f"{row['doc']}; returns a Dataset.\n\n{params}\nseed: int\n    of the random numbers (default 1){source}"


def _maker(row):
    name = row["name"]

    def make(**keys):
        return _data.make(name, **keys)

    make.__name__ = make.__qualname__ = name
    make.__doc__ = docstring(row)
    kind, empty = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.empty
    parameters = [inspect.Parameter(p["key"], kind, default=Text(p["default"]) if p["default"] else None,
                                    annotation=python_type(p)) for p in row["params"] + common()]
    parameters.append(inspect.Parameter("seed", kind, default=1, annotation="int"))
    make.__signature__ = inspect.Signature(parameters, return_annotation="Dataset")
    return make


class InitialConditions:
    """apsis.ic("plummer", n=1000), or apsis.ic.plummer(n=1000): particles of a model as a Dataset.

    keys: those of the model and of every entry of `particles:`; help(apsis.ic.plummer) tells. seed: of the random numbers.
    """

    def __call__(self, model, *, seed=1, **keys):
        return _data.make(model, seed=seed, **keys)

    def __getattr__(self, name):
        row = next((r for r in rows()["rows"] if r["kind"] == "model" and r["name"] == name), None)
        if row is None:
            raise AttributeError(f"no model is called {name}: there are " + ", ".join(models()))
        maker = _maker(row)
        setattr(self, name, maker)
        return maker

    def __dir__(self):
        return [*super().__dir__(), *models()]

    def __repr__(self):
        return repr(models())


ic = InitialConditions()
__all__ = ["Error", "doctor", "explain", "formats", "ic", "integrators", "laws", "models", "rows", "solvers"]
