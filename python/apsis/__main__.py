"""The command `apsis` of an installation by pip: the program, and `apsis report`, which is written in Python."""
import os
import sys


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["report"]:
        from .report import main as report
        return report(arguments[1:])
    from ._lib import PROGRAM
    os.execv(PROGRAM, ["apsis", *arguments])


if __name__ == "__main__":
    sys.exit(main())
