"""Failures of the library as exceptions: the sentence, the hint, and where the cause stands."""
import re

__all__ = ["Error", "InternalError", "UsageError", "ConfigError", "DataError", "FileError", "OutOfMemoryError",
           "DeviceError", "NumericalError", "Stopped", "StaleError"]


class Error(Exception):
    """Anything that apsis refuses or fails at.

    message: what is wrong, with the value. hint: what helps, or "". file, line, key: where it stands in a
    configuration or file, None where that is not known. exit_status: of the command line for the same failure.
    """

    exit_status = 1

    def __init__(self, message, hint="", file=None, line=None, key=None):
        super().__init__(message)
        self.message, self.hint, self.file, self.line, self.key = message, hint, file, line, key

    def __str__(self):
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message

    def __reduce__(self):
        return type(self), (self.message, self.hint, self.file, self.line, self.key)


class InternalError(Error, RuntimeError):
    """A fault of apsis itself."""


class UsageError(Error, ValueError):
    """A call makes no sense."""

    exit_status = 2


class ConfigError(Error, ValueError):
    """A value of the configuration, or an argument that stands for one, is wrong."""

    exit_status = 2


class DataError(Error, ValueError):
    """Particles are broken, foreign or unphysical."""

    exit_status = 3


class FileError(Error, OSError):
    """Reading or writing failed."""

    exit_status = 4


class OutOfMemoryError(Error, MemoryError):
    """Not enough host or device memory."""

    exit_status = 5


class DeviceError(Error, RuntimeError):
    """A device is missing or failed."""

    exit_status = 5


class NumericalError(Error, ArithmeticError):
    """NaN, Inf or a broken energy bound."""

    exit_status = 6


class Stopped(Error):
    """The run ended early because a `stop` file, a wall limit or another program asked; it can go on."""

    exit_status = 10


class StaleError(Error, RuntimeError):
    """A column is looked at through what belongs to an earlier order of the rows, or to a closed simulation."""


# By the value of aps_err.
BY_CODE = (None, InternalError, UsageError, ConfigError, DataError, FileError, OutOfMemoryError, DeviceError,
           NumericalError, Stopped)

# "galaxies.yaml:14: integrator.dt: must be > 0"; the place and the key are both optional.
_PLACE = re.compile(r"(?P<file>[^\n]*?):(?P<line>\d+): (?=\S)")
_KEY = re.compile(r"(?P<key>[A-Za-z_]\w*(?:\[\d+\]|\.\w+)*): ")


# What a hint of the command line is called here.
_WORDS = {"--restart": "restart=True", "-o DIR": 'output="DIR"', "with -o": "with output=", "--device cpu": 'device="cpu"', "--device cuda:N": 'device="cuda:N"'}


def make(code, text, hint, source=None):
    """The exception for a code and its sentence. source: name of a configuration made of arguments, which is left out."""
    for word, here in _WORDS.items():
        hint = hint.replace(word, here)
    kind = BY_CODE[code] if 0 < code < len(BY_CODE) else InternalError
    place = _PLACE.match(text)
    file, line, rest = None, None, text
    if place:
        file, line, rest = place["file"], int(place["line"]), text[place.end():]
        if file == source:
            file, line, text = None, None, rest
    elif text.startswith("--set: "):
        rest = text[7:]
        text = rest
    key = _KEY.match(rest) if kind is ConfigError or place else None
    return kind(text, hint, file, line, key["key"] if key else None)
