"""Reads a finished run folder: what the child recorded, how the warden saw it end.

Trusts nothing in it to be whole: the program may have ended at any moment, by any means.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yeje.model import Cell, Run, Snippet, SnippetError
from yeje.text import clean

FAULT_LINE = 'File "'


def read(folder: Path, snippet: Snippet, root: Path) -> Run:
    """What the run in `folder` came to."""
    record = _Record(folder, snippet, root)
    record.read()
    ended = _ending(folder)
    error = record.error or _failure(record, ended) or record.thread_error
    error, expected = _expected(snippet, record, error)
    if expected is not None:
        record.outputs[record.cell].append(expected)
    return Run(
        tuple(tuple(cell) for cell in record.outputs),
        error,
        _warnings(ended),
        tuple(sorted(record.reads)),
        float(ended.get("seconds", 0.0)),
        tuple(ended.get("guards", ())),
    )


@dataclass
class _Record:
    """The events of a run, being read."""

    folder: Path
    snippet: Snippet
    root: Path
    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    cell: int = 0
    ended: bool = False
    error: SnippetError | None = None
    error_output: dict[str, Any] | None = None
    thread_error: SnippetError | None = None
    reads: set[str] = field(default_factory=set)
    printed: int = 0
    """Bytes of text so far."""

    def read(self) -> None:
        self.outputs = [[] for _ in self.snippet.cells]
        for event in _events(self.folder / "record" / "events.jsonl"):
            if "cell" in event:
                self.cell = min(int(event["cell"]), len(self.outputs) - 1)
            elif "segment" in event:
                self._text(int(event["segment"]))
            elif "show" in event:
                self._display(event["show"], event.get("metadata", {}))
            elif "read" in event:
                self._note_read(event["read"])
            elif "error" in event:
                self.error = self._exception(event["error"])
                self.error_output = self._error_output(event["error"])
            elif "thread_error" in event and self.thread_error is None:
                self.thread_error = self._exception(event["thread_error"], "in a thread: ")
            elif "end" in event:
                self.ended = True

    @property
    def where(self) -> Cell:
        """The cell that ran last."""
        return self.snippet.cells[self.cell]

    def fault_line(self) -> int | None:
        """The program's own line that faulthandler wrote down, if it did."""
        path = self.folder / "record" / "fault"
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        own = f'{FAULT_LINE}{self.root / self.snippet.path}", line '
        rest = text.partition(own)[2]
        digits = rest.partition(" ")[0].rstrip(",")
        return int(digits) if digits.isdigit() else None

    def _text(self, segment: int) -> None:
        limit = self.snippet.header.limits.output_kb * 1024
        for name in ("stdout", "stderr"):
            path = self.folder / "record" / f"{segment}.{name}"
            if not path.exists():
                continue
            with path.open("rb") as file:
                data = file.read(max(0, limit - self.printed) + 1)
            text = self._clean(data[: max(0, limit - self.printed)])
            self.printed += len(data)
            if self.printed > limit and text:
                text += f"\n… [cut at the limit of {limit // 1024} KiB]\n"
            if text:
                self._stream(name, text)

    def _stream(self, name: str, text: str) -> None:
        last = self.outputs[self.cell][-1] if self.outputs[self.cell] else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs[self.cell].append(
                {"output_type": "stream", "name": name, "text": text}
            )

    def _display(self, bundle: dict[str, str], metadata: dict[str, Any]) -> None:
        data = {
            mime: self._clean(text) if mime == "text/plain" else text
            for mime, text in bundle.items()
        }
        self.outputs[self.cell].append(
            {"output_type": "display_data", "data": data, "metadata": metadata}
        )

    def _note_read(self, path: str) -> None:
        own = Path(path)
        if self.root in own.parents:
            self.reads.add(own.relative_to(self.root).as_posix())

    def _exception(self, event: dict[str, Any], prefix: str = "") -> SnippetError:
        path, line = event.get("place") or (str(self.root / self.snippet.path), None)
        shown = self._clean(path)
        message = self._clean(event["message"])
        text = f"{prefix}{event['name']}: {message}".rstrip(": ")
        first, _, rest = text.partition("\n")
        trace = self._clean(event["traceback"])
        return SnippetError(
            shown, line, f"{first} (cell {self.where.name!r})\n{_indent(trace or rest)}"
        )

    def _error_output(self, event: dict[str, Any]) -> dict[str, Any]:
        lines = self._clean(event["traceback"]).split("\n")
        return {
            "output_type": "error",
            "ename": event["name"],
            "evalue": self._clean(event["message"]),
            "traceback": lines,
        }

    def _clean(self, data: bytes | str) -> str:
        return clean(data, self.root, str(self.folder / "scratch"))


def _events(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                event = json.loads(line)
            except ValueError:  # cut by the program's end, or written by the program
                continue
            if isinstance(event, dict):
                yield event


def _ending(folder: Path) -> dict[str, Any]:
    """The warden's outcome; ``{}`` when it did not live to write one."""
    try:
        ending = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
        return ending if isinstance(ending, dict) else {}
    except (OSError, ValueError):
        return {}


def _failure(record: _Record, ended: dict[str, Any]) -> SnippetError | None:
    """What is wrong with a run that recorded no exception, in words with a cure."""
    reason, status = ended.get("reason"), ended.get("status", 0)
    limits = record.snippet.header.limits
    if record.printed > limits.output_kb * 1024:
        reason = "output"  # it ended before the warden looked
    elif record.ended and (reason == "lingering" or (reason == "exit" and status == 0)):
        return None
    cures = {
        "timeout": f"ended after {limits.timeout:g} s without finishing; make it faster, or raise "
        "`timeout` in its header",
        "memory": f"ended because it took more than {limits.memory_mb} MiB of memory; take less, "
        "or raise `memory_mb` in its header",
        "output": f"ended because it printed more than {limits.output_kb} KiB; print less, or "
        "raise `output_kb` in its header",
        "processes": f"ended because more than {limits.processes} processes ran at once; start "
        "fewer, or raise `processes` in its header",
        None: "the program ended the process that watches it; leave other processes alone",
    }
    message = cures.get(reason) or _exit_message(record, status)
    return SnippetError(
        record.snippet.path,
        record.fault_line() or record.where.line,
        f"{message} (cell {record.where.name!r})",
    )


def _exit_message(record: _Record, status: int) -> str:
    if status == -signal.SIGKILL:
        return "killed (SIGKILL): out of memory?"
    if status < 0:
        return f"crashed: {signal.Signals(-status).name} ({signal.strsignal(-status)})"
    left = [cell.name for cell in record.snippet.cells[record.cell + 1 :]]
    never = f"; the cells {', '.join(left)} never ran" if left else ""
    return f"the process ended with exit code {status} before the program did{never}"


def _expected(
    snippet: Snippet, record: _Record, error: SnippetError | None
) -> tuple[SnippetError | None, dict[str, Any] | None]:
    """Hold the run against the header's ``raises``: the error left, and the output to show."""
    declared = snippet.header.raises
    if declared is None:
        return error, None
    kind, _, piece = (part.strip() for part in declared.partition(":"))
    raised = record.error_output
    if raised is None:
        if error is not None:
            return error, None
        message = f"the header says that it raises {declared!r}, but it raised nothing"
        return SnippetError(snippet.path, None, message), None
    if raised["ename"] != kind or piece not in raised["evalue"]:
        message = f"the header says that it raises {declared!r}, but it raised another error: "
        wrong = error.message if error else ""
        return SnippetError(snippet.path, error.line if error else None, message + wrong), None
    if record.cell + 1 < len(snippet.cells):
        message = f"it raises {declared!r} before its last cell; put that cell last"
        return SnippetError(snippet.path, record.where.line, message), None
    return None, raised


def _warnings(ended: dict[str, Any]) -> tuple[str, ...]:
    warnings = []
    if ended.get("reason") == "lingering":
        warnings.append("threads or exit hooks were still busy after the last cell, and were ended")
    if ended.get("left"):
        warnings.append(f"processes outlived the program and were ended: {', '.join(ended['left'])}")
    return tuple(warnings)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))
