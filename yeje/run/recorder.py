"""Writes down what a program prints and shows, in order, into its run folder.

Everything goes through files, not pipes: what was printed before a crash or a kill is kept, no
reader has to keep pace, and a grandchild that outlives the program cannot block anyone. Text goes
to ``stdout`` and ``stderr``; ``events.jsonl`` holds one JSON object a line, each with ``"at"``, the
sizes of the two at that moment, so that everything before stands before, and ``"first"``, which of
the two (0 or 1) came first since the last event:

- ``{"cell": i}`` a cell begins
- ``{"show": {MIME type: text}, "metadata": {...}}`` something is displayed here
- ``{"error": {...}}`` an exception ended the program; its ``"line"`` is that of what was being shown
- ``{"thread_error": {...}}`` an exception ended one of its threads, say; its ``"where"`` tells
- ``{"read": path}`` a file of the repository was opened
- ``{}`` from here on the other stream is written to

A file named ``end`` says that no cell is left to run: all did, or an exception was recorded.

The program may put its own things in the place of `os.write`, `json.dumps` or `sys.stdout`. What the
recorder needs is bound here, before; and it holds no descriptor that a program could close.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import sys
from json import JSONEncoder
from os import close, closerange, dup2, fstat, getpid, stat, write
from os import open as open_descriptor
from pathlib import Path
from typing import Any

ADDING = os.O_WRONLY | os.O_CREAT | os.O_APPEND
IO_UNBUFFERED = 2
"""``_IONBF`` of <stdio.h>."""
DESCRIPTORS = 1 << 16
"""More than a process has."""
_encode = JSONEncoder().encode


class Recorder:
    """One program's record. `cell` before each cell, `show` for a display, `end` after the last.

    Captures at the level of file descriptors, so that what C++ code and child processes print is
    there too, in the cell that was running. A copy in a process that the program forks records
    nothing but text: the program is the process that made the recorder.
    """

    def __init__(self, folder: Path) -> None:
        self._events = str(folder / "events.jsonl")
        self._end = str(folder / "end")
        self._texts = (str(folder / "stdout"), str(folder / "stderr"))
        self._process = getpid()
        self.line: int | None = None
        """Of the program, what is to blame while none of its code runs: it shows a value."""
        self._marked = [0, 0]
        self._first = 0
        self._is_marked = True  # nothing has been written since the last event
        self._libc = _unbuffered_libc() if os.name == "posix" else None
        for descriptor, path in enumerate(self._texts, 1):
            target = open_descriptor(path, ADDING, 0o600)
            dup2(target, descriptor)
            close(target)
        self._files = [_file(1), _file(2)]
        self._streams = (_Stream(self, 0), _Stream(self, 1))
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = self._streams  # type: ignore[misc]
        self._write({})

    @property
    def is_mine(self) -> bool:
        """Whether this is the program's own process, not one that it forked."""
        return getpid() == self._process

    @property
    def receives_text(self) -> bool:
        """Whether what the program prints at this moment arrives here."""
        return self.is_mine and sys.stdout is self._streams[0] and _file(1) == self._files[0]

    def cell(self, index: int) -> None:
        """Text from here on belongs to the cell of this index."""
        self._flush()
        self.line = None
        self._write({"cell": index})

    def show(self, bundle: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Record a display (MIME type -> text, binary ones as base64) at this very place."""
        self._flush()
        self._write({"show": bundle, "metadata": metadata or {}})

    def read(self, path: str) -> None:
        """Record that a file was opened for reading."""
        self._write({"read": path})

    def error(self, kind: str, details: dict[str, Any]) -> None:
        """Record an exception: `kind` is ``error`` or ``thread_error``."""
        with contextlib.suppress(Exception):  # the streams may be what is broken
            self._flush()
        details = {**details, "line": self.line}
        try:
            self._write({kind: details})
        except OSError:
            if kind != "error":
                raise
            closerange(3, DESCRIPTORS)  # it had all files open that it may; now that it ends, none
            self._write({kind: details})
        if kind == "error":
            self._note_end()

    def check_streams(self) -> None:
        """Raise RuntimeError if what is printed no longer arrives here, and would be missing."""
        for descriptor, (name, file) in enumerate(zip(("output", "error"), self._files, strict=True), 1):
            if self.is_mine and _file(descriptor) != file:
                raise RuntimeError(
                    f"standard {name} (descriptor {descriptor}) was closed or redirected for good; "
                    "undo that before the cell ends"
                )

    def end(self) -> None:
        """All cells ran. What an exit hook prints later still counts as the last cell's."""
        self._flush()
        self._write({})
        self._note_end()

    def turn(self, stream: int) -> None:
        """Stream 0 or 1 is about to be written to: what the other has got by now comes before."""
        other = 1 - stream
        if stat(self._texts[other]).st_size > self._marked[other]:
            self._write({})
        if self._is_marked:
            self._first, self._is_marked = stream, False

    def _note_end(self) -> None:
        if self.is_mine:
            close(open_descriptor(self._end, ADDING, 0o600))

    def _write(self, event: dict[str, Any]) -> None:
        if not self.is_mine:
            return
        self._marked = [stat(path).st_size for path in self._texts]
        line = _encode({**event, "at": self._marked, "first": self._first}).encode() + b"\n"
        self._first, self._is_marked = 0, True
        descriptor = open_descriptor(self._events, ADDING, 0o600)
        # One write call of a whole line: a kill between two calls leaves no half event.
        write(descriptor, line)
        close(descriptor)

    def _flush(self) -> None:
        if sys.stdout not in self._streams:  # the program's own idea of a stream
            with contextlib.suppress(Exception):
                sys.stdout.flush()
        for stream in self._streams:
            stream.flush()
        if self._libc is not None:
            self._libc.fflush(None)


class _Stream(io.TextIOWrapper):
    """`sys.stdout` or `sys.stderr`, kept in order with the other and with what is no Python.

    Nothing is held back: text is in order with that of C++ code and child processes, and there when
    the process ends in whatever way.
    """

    def __init__(self, recorder: Recorder, number: int) -> None:
        raw = io.FileIO(number + 1, "w", closefd=False)
        super().__init__(raw, "utf-8", "backslashreplace", newline="\n", write_through=True)
        self._turn = recorder.turn
        self._number = number

    def write(self, text: str) -> int:
        self._turn(self._number)
        return super().write(text)


def _unbuffered_libc() -> ctypes.CDLL:
    """The C library, whose own standard output holds nothing back from here on."""
    libc = ctypes.CDLL(None)
    with contextlib.suppress(ValueError):  # it has another name on macOS
        libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, IO_UNBUFFERED, 0)
    return libc


def _file(descriptor: int) -> tuple[int, int] | None:
    """Which file a descriptor is open on, None if it is closed."""
    try:
        found = fstat(descriptor)
    except OSError:
        return None
    return found.st_dev, found.st_ino
