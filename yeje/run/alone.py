"""A process that runs one program, given as JSON on its standard input: ``alone MODULES``."""

from __future__ import annotations

import json
import os
import sys

from yeje.run import child, sandbox
from yeje.run.preload import preload


def main() -> None:
    """Import what the program will find imported, and run it."""
    program = child.Program.from_json(json.load(sys.stdin))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    preload(sys.argv[1])
    if os.name == "posix":
        sandbox.set_limits(program.limits)
    child.run(program)


if __name__ == "__main__":
    main()
