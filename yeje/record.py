"""Reads what a program's process recorded in its run folder (see `yeje.run.recorder`).

Trusts nothing in it to be whole: the program may have ended at any moment, by any means, and may
have written there itself.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from yeje import layers
from yeje.model import Snippet
from yeje.text import Cleaner

STREAMS = ("stdout", "stderr")
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FAULT_LINE = re.compile(r'  File "(?P<path>.*)", line (?P<line>\d+)')


@dataclass(frozen=True)
class Raised:
    """An exception that ended the program or one of its threads; all text is clean."""

    name: str
    message: str
    errno: int | None
    traceback: str
    cell: int
    """Index of the cell that ran."""
    place: tuple[str, int] | None
    """(path relative to the repository, line) of the innermost frame there."""
    where: str = ""
    """Where it was raised, if that is not what ran cell by cell: ``in a thread``."""


@dataclass
class Record:
    """What is left of a run."""

    outputs: list[list[dict[str, Any]]]
    """For each cell its outputs in nbformat's form."""
    cell: int = 0
    """Index of the cell that ran last."""
    ended: bool = False
    """Whether all cells ran."""
    error: Raised | None = None
    thread_error: Raised | None = None
    reads: set[str] = field(default_factory=set)
    """POSIX paths relative to the repository."""
    printed: int = 0
    """Bytes of text, those that were cut included."""
    full: int | None = None
    """Index of the cell that printed more than the limit allows."""
    fault: tuple[str, int] | None = None
    """Where faulthandler found the program when it crashed or was ended."""


def read(folder: Path, snippet: Snippet, root: Path) -> Record:
    """The record of the run in `folder`."""
    reader = _Reader(folder, snippet, root)
    for event in _events(folder / "record" / "events.jsonl"):
        reader.take(event)
    reader.take_text(None)
    reader.finish()
    return reader.record


class _Reader:
    """Reads event after event, and the text that stands before each."""

    def __init__(self, folder: Path, snippet: Snippet, root: Path) -> None:
        self._folder = folder / "record"
        self._path = snippet.path
        self._root = root
        self._limit = snippet.header.limits.output_kb * 1024
        self._clean = Cleaner(root, folder)
        self._at = [0, 0]
        self.record = Record([[] for _ in snippet.cells])

    def take(self, event: dict[str, Any]) -> None:
        at = event.get("at")
        if isinstance(at, list) and len(at) == len(STREAMS):
            self.take_text(at, event.get("first", 0))
        if "cell" in event:
            self.record.cell = min(int(event["cell"]), len(self.record.outputs) - 1)
        elif "show" in event:
            self._display(event["show"], event.get("metadata", {}))
        elif "read" in event:
            path = Path(event["read"])
            if self._root in path.parents:
                self.record.reads.add(path.relative_to(self._root).as_posix())
        elif "error" in event:
            self.record.error = self._raised(event["error"])
        elif "thread_error" in event and self.record.thread_error is None:
            self.record.thread_error = self._raised(event["thread_error"])

    def take_text(self, at: list[int] | None, first: int = 0) -> None:
        """The text up to these sizes of the two streams, or all that is left."""
        for number in (1, 0) if first == 1 else (0, 1):
            name = STREAMS[number]
            try:
                with opened(self._folder / name) as file:
                    end = at[number] if at else file.seek(0, 2)
                    file.seek(self._at[number])
                    self._text(name, file, max(0, end - self._at[number]))
                    self._at[number] = max(end, self._at[number])
            except OSError:  # the program removed it
                continue

    def finish(self) -> None:
        """Clean the text, now that it is together: a progress bar comes in many pieces."""
        self.record.ended = (self._folder / "end").exists()
        self.record.fault = self._fault()
        for outputs in self.record.outputs:
            for output in outputs:
                if output["output_type"] == "stream":
                    output["text"] = self._clean(output["text"])
            outputs[:] = [output for output in outputs if output.get("text") != ""]
        if self.record.full is not None:
            note = f"… [cut at the limit of {self._limit // 1024} KiB]\n"
            cut = {"output_type": "stream", "name": "stderr", "text": note}
            self.record.outputs[self.record.full].append(cut)

    def _room(self, size: int) -> int:
        """How much of `size` more bytes of text can be kept."""
        room = max(0, self._limit - self.record.printed)
        self.record.printed += size
        if size > room and self.record.full is None:
            self.record.full = self.record.cell
        return min(size, room)

    def _text(self, name: str, file: Any, size: int) -> None:
        data = file.read(self._room(size))
        outputs = self.record.outputs[self.record.cell]
        if not data:
            return
        if outputs and outputs[-1].get("name") == name:
            outputs[-1]["text"] += data
        else:
            outputs.append({"output_type": "stream", "name": name, "text": data})

    def _display(self, bundle: dict[str, Any], metadata: dict[str, Any]) -> None:
        text = bundle.get("text/plain", "")
        data = {**bundle, "text/plain": self._clean(text[: self._room(len(text))])}
        if "image/svg+xml" in data:  # may hold any text that the program put into its drawing
            svg = data["image/svg+xml"].encode("utf-8", "backslashreplace").decode()
            data["image/svg+xml"] = self._clean.paths(svg)
        output = {"output_type": "display_data", "data": data, "metadata": metadata}
        self.record.outputs[self.record.cell].append(layers.admitted(output, self._clean))

    def _raised(self, event: dict[str, Any]) -> Raised:
        place = event["place"]
        line = event.get("line")
        return Raised(
            self._clean(str(event["name"])).replace("\n", " "),
            self._clean(event["message"]),
            event["errno"],
            self._clean(event["traceback"]),
            self.record.cell,
            (self._clean(place[0]), place[1]) if place else (self._path, line) if line else None,
            str(event.get("where", "")),
        )

    def _fault(self) -> tuple[str, int] | None:
        """The innermost line under the repository that faulthandler wrote down."""
        try:
            with opened(self._folder / "fault") as file:
                text = file.read().decode("ascii", "replace")
        except OSError:
            return None
        for match in FAULT_LINE.finditer(text):
            # It writes what is not ASCII as \uXXXX.
            path = Path(re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), match["path"]))
            if self._root in path.parents and "site-packages" not in path.parts:
                return path.relative_to(self._root).as_posix(), int(match["line"])
        return None


def _events(path: Path) -> Iterator[dict[str, Any]]:
    try:
        file = opened(path)
    except OSError:
        return
    with file:
        for line in file:
            try:
                event = json.loads(line)
            except ValueError:  # cut by the program's end, or written by the program
                continue
            if isinstance(event, dict):
                yield event


def opened(path: Path) -> IO[bytes]:
    """The file, if it is one: a program may have put a link in its place, or a pipe that nobody fills."""
    descriptor = os.open(path, os.O_RDONLY | NO_LINK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is no file")
    return os.fdopen(descriptor, "rb")
