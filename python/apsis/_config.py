"""What a call says, as a configuration."""
import json
import os

from . import _arrays
from ._errors import UsageError

# Arguments that stand for one key of the configuration.
KEYS = {"device": "run.device", "threads": "run.threads", "precision": "run.precision", "seed": "run.seed",
        "t_end": "run.t_end", "t_start": "run.t_start", "law": "forces.0.law", "solver": "forces.0.solver",
        "softening": "forces.0.softening", "accuracy": "forces.0.accuracy", "integrator": "integrator.name",
        "dt": "integrator.dt", "eta": "integrator.eta", "G": "units.G", "title": "title"}


def overrides(given):
    """["path.to.key=value"] from such texts, one of them or a mapping."""
    if hasattr(given, "items"):
        return [f"{key}={value if isinstance(value, str) else json.dumps(value, default=_plain)}" for key, value in given.items()]
    texts = [given] if isinstance(given, str) else [str(o) for o in given or ()]
    for one in texts:
        if "=" not in one:
            raise UsageError(f'overrides: "path.to.key=value" was expected, got {one!r}', 'or {"path.to.key": value}')
    return texts


def settings(arguments):
    unknown = [name for name in arguments if name not in KEYS]
    if unknown:
        raise UsageError(f"no argument is called {unknown[0]}", "one of " + ", ".join(KEYS))
    return overrides({KEYS[name]: value for name, value in arguments.items() if value is not None})


def merge(into, more):
    if not isinstance(more, dict):
        raise UsageError(f"config: nested dicts were expected, got {more!r}", 'config={"output": {"log": {"every": 0.1}}}')
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


def text(tree):
    """A configuration of nested dicts as the library reads it."""
    return json.dumps(tree, default=_plain).encode()


def _plain(value):
    """NumPy's numbers and arrays, and paths, for JSON."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    _arrays.without_unit(value, "a value of the configuration")
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot stand in a configuration")
