"""Writes down what a program prints and shows, in order, into its run folder.

Everything goes through files, not pipes: what was printed before a crash or a kill is kept, no
reader has to keep pace, and a grandchild that outlives the program cannot block anyone.

``events.jsonl`` holds one JSON object a line:

- ``{"cell": i}`` a cell begins
- ``{"segment": n}`` from here on, text goes to ``n.stdout`` and ``n.stderr``
- ``{"show": {MIME type: text}, "metadata": {...}}`` something is displayed here
- ``{"error": {...}}`` an exception ended the program
- ``{"thread_error": {...}}`` an exception ended one of its threads
- ``{"read": path}`` a file of the repository was opened
- ``{"end": true}`` all cells ran
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from pathlib import Path
from typing import Any


class Recorder:
    """One program's record. `cell` before each cell, `show` for a display, `end` after the last.

    Captures at the level of file descriptors, so that what C++ code and child processes print is
    there too, in the cell that was running.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._events = os.open(folder / "events.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._segment = 0
        self._libc = ctypes.CDLL(None) if os.name == "posix" else None
        self._cut()
        sys.stdout = _text_stream(1)
        sys.stderr = _text_stream(2)

    def cell(self, index: int) -> None:
        """Text from here on belongs to the cell of this index."""
        self._flush()
        self._write({"cell": index})
        self._cut()

    def show(self, bundle: dict[str, str], metadata: dict[str, Any] | None = None) -> None:
        """Record a display (MIME type -> text, binary ones as base64) at this very place."""
        self._flush()
        self._write({"show": bundle, "metadata": metadata or {}})
        self._cut()

    def read(self, path: str) -> None:
        """Record that a file was opened for reading."""
        self._write({"read": path})

    def error(self, kind: str, details: dict[str, Any]) -> None:
        """Record an exception: `kind` is ``error`` or ``thread_error``."""
        self._write({kind: details})

    def end(self) -> None:
        """All cells ran. What an exit hook prints later still counts as the last cell's."""
        self._flush()
        self._write({"end": True})

    def _write(self, event: dict[str, Any]) -> None:
        # One write call of a whole line: a kill between two calls leaves no half event.
        os.write(self._events, json.dumps(event).encode() + b"\n")

    def _flush(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        if self._libc is not None:
            self._libc.fflush(None)

    def _cut(self) -> None:
        """Point descriptors 1 and 2 at the files of the next segment."""
        self._segment += 1
        self._write({"segment": self._segment})
        for descriptor, suffix in ((1, "stdout"), (2, "stderr")):
            target = os.open(
                self.folder / f"{self._segment}.{suffix}",
                os.O_WRONLY | os.O_CREAT | os.O_APPEND,
                0o600,
            )
            if target != descriptor:  # equal when the program has closed the descriptor
                os.dup2(target, descriptor)
                os.close(target)


def _text_stream(descriptor: int) -> io.TextIOWrapper:
    # Line buffering keeps Python's lines in order with those of C++ code and child processes.
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", "backslashreplace", newline="\n", line_buffering=True
    )
