"""Judges a finished run: what its record and its process' end come to, in words with a cure."""

from __future__ import annotations

import errno
import json
import signal
from pathlib import Path
from typing import Any

from yeje import record
from yeje.model import Limits, Run, Snippet, SnippetError
from yeje.record import Raised, Record

FIRST_LINE = 300
"""Characters of an exception's message in the first line of ours."""
CRASHES = frozenset(("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"))
"""Signals by which processes end that do what they must not. Others were sent, or asked for."""


def read(folder: Path, snippet: Snippet, root: Path) -> Run:
    """What the run in `folder` came to."""
    recorded = record.read(folder, snippet, root)
    ending = _ending(folder)
    error = _error(snippet, recorded, ending)
    if snippet.header.raises is not None:
        error = _expected(snippet, snippet.header.raises, recorded, error)
    return Run(
        tuple(tuple(cell) for cell in recorded.outputs),
        error,
        _warnings(snippet.header.limits, ending),
        tuple(sorted(recorded.reads)),
        float(ending.get("seconds", 0.0)),
        tuple(ending.get("guards", ())),
    )


def failed(folder: Path, snippet: Snippet, root: Path, message: str) -> Run:
    """A run that nobody watched to its end, for the reason in `message`."""
    recorded = record.read(folder, snippet, root)
    cell = snippet.cells[recorded.cell]
    first, _, rest = message.partition("\n")
    error = SnippetError(snippet.path, cell.line, f"{first} (cell {cell.name!r})\n{rest}".rstrip())
    return Run(tuple(map(tuple, recorded.outputs)), error)


def not_run(snippet: Snippet, message: str) -> Run:
    """A run that came to nothing at all."""
    return Run(tuple(() for _ in snippet.cells), SnippetError(snippet.path, None, message))


def _ending(folder: Path) -> dict[str, Any]:
    """The warden's `yeje.run.watch.Outcome`; ``{}`` when it did not live to write one."""
    try:
        with record.opened(folder / "outcome.json") as file:
            ending = json.loads(file.read())
        return ending if isinstance(ending, dict) else {}
    except (OSError, ValueError):
        return {}


def _error(snippet: Snippet, recorded: Record, ending: dict[str, Any]) -> SnippetError | None:
    if recorded.error is not None:
        return _exception(snippet, recorded, recorded.error)
    message = _end_message(snippet, recorded, ending)
    if message is not None:
        cell, place = recorded.cell, recorded.fault
        if recorded.full is not None:
            cell, place = recorded.full, None  # where it was when someone looked, is chance
        path, line = place or (snippet.path, snippet.cells[cell].line)
        return SnippetError(path, line, f"{message} ({_cell(snippet, cell, path)})")
    if recorded.thread_error is not None:
        return _exception(snippet, recorded, recorded.thread_error)
    return None


def _exception(snippet: Snippet, recorded: Record, raised: Raised) -> SnippetError:
    path, line = raised.place or (snippet.path, snippet.cells[raised.cell].line)
    message = raised.message.strip().partition("\n")[0]
    if len(message) > FIRST_LINE:
        message = f"{message[:FIRST_LINE]}…"
    prefix = f"{raised.where}: " if raised.where else ""
    first = f"{prefix}{raised.name}: {message}" if message else f"{prefix}{raised.name}"
    parts = [f"{first} ({_cell(snippet, raised.cell, path)})", _indent(raised.traceback)]
    cure = _cure(snippet, recorded, raised)
    if cure:
        parts.append(f"  {cure}")
    return SnippetError(path, line, "\n".join(parts))


def _cell(snippet: Snippet, index: int, path: str) -> str:
    """Names the cell, and its program where the blame is on another file."""
    program = "" if path == snippet.path else f"{snippet.path}, "
    return f"{program}cell {snippet.cells[index].name!r}"


def _cure(snippet: Snippet, recorded: Record, raised: Raised) -> str | None:
    """What to do about exceptions that come of how programs are run here."""
    limits = snippet.header.limits
    if raised.name == "ModuleNotFoundError":
        return "install what is missing and add it to requirements.txt, or correct the name"
    if raised.name == "SystemExit":
        left = _never_ran(snippet, recorded)
        return f"a program ends by reaching its last line{left}; remove the exit"
    if raised.name == "EOFError" and "EOF when reading" in raised.message:
        return "programs have no keyboard; write the value into the program instead of asking for it"
    if raised.errno == errno.EFBIG:
        return f"the limit is `file_mb = {limits.file_mb}`; write less, or raise it in the header"
    if raised.errno == errno.ENOSPC:
        return "make room on the disk of the folder for temporary files (TMPDIR), or write less"
    if raised.errno == errno.EROFS:
        return "a program may write into its working directory only"
    if raised.errno == errno.ENETUNREACH:
        return "programs have no network; `network = true` in the header allows it, not in CI"
    return None


def _end_message(snippet: Snippet, recorded: Record, ending: dict[str, Any]) -> str | None:
    """What is wrong with the end of a process that recorded no exception, if anything."""
    limits = snippet.header.limits
    reason, status = ending.get("reason"), ending.get("status", 0)
    if recorded.full is not None:
        reason = "output"  # also where it ended before anyone looked
    elif recorded.ended and (reason == "lingering" or (reason == "exit" and status == 0)):
        return None
    if reason == "exit":
        return _exit_message(snippet, recorded, status)
    messages = {
        "timeout": f"ended after {limits.timeout:g} s without finishing; make it faster, or raise "
        "`timeout` in its header",
        "memory": f"ended because it took more than {limits.memory_mb} MiB of memory; take less, "
        "or raise `memory_mb` in its header",
        "output": f"ended because it printed more than {limits.output_kb} KiB; print less, or "
        "raise `output_kb` in its header",
        "processes": f"ended because more than {limits.processes} processes ran at once; start "
        "fewer, or raise `processes` in its header",
        "files": f"ended because its files took more than {limits.file_mb} MiB; write less, or raise "
        "`file_mb` in its header",
        "record": "ended because it removed the folder that it runs in; leave `..` alone",
    }
    ended_watch = "the program ended the process that watches it; leave other processes alone"
    return messages.get(str(reason), ended_watch)


def _exit_message(snippet: Snippet, recorded: Record, status: int) -> str:
    name = _signal(-status) if status < 0 else ""
    if name == "SIGKILL":
        return "killed (SIGKILL): out of memory? Take less memory"
    if name in CRASHES:
        return f"crashed: {name} ({signal.strsignal(-status)}), in C or C++ code that this line called"
    left = _never_ran(snippet, recorded)
    how = f"by {name}" if name else f"with exit code {status}"
    return f"the process ended {how} before the program did{left}; remove what ends it"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most real-time signals have no name
        return f"signal {number}"


def _never_ran(snippet: Snippet, recorded: Record) -> str:
    left = ", ".join(cell.name for cell in snippet.cells[recorded.cell + 1 :])
    return f"; never run: {left}" if left else ""


def _expected(
    snippet: Snippet, declared: str, recorded: Record, error: SnippetError | None
) -> SnippetError | None:
    """Hold the run against the header's ``raises``; the error that it names becomes an output."""
    kind, _, piece = (part.strip() for part in declared.partition(":"))
    raised = recorded.error
    if raised is None:
        message = f"the header says that it raises {declared!r}, but it raised nothing"
        return error or SnippetError(snippet.path, None, message)
    if raised.name != kind or piece not in raised.message:
        message = f"the header says that it raises {declared!r}, but it raised another error: "
        wrong = error.message if error else ""
        return SnippetError(snippet.path, error.line if error else None, message + wrong)
    if recorded.cell + 1 < len(snippet.cells):
        message = f"it raises {declared!r} before its last cell; put that cell last"
        return SnippetError(snippet.path, snippet.cells[recorded.cell].line, message)
    recorded.outputs[recorded.cell].append(
        {
            "output_type": "error",
            "ename": raised.name,
            "evalue": raised.message,
            "traceback": raised.traceback.split("\n"),
        }
    )
    return None


def _warnings(limits: Limits, ending: dict[str, Any]) -> tuple[str, ...]:
    warnings = []
    if ending.get("reason") == "lingering":
        warnings.append(
            f"threads or exit hooks were still busy {limits.grace:g} s after the last cell, and were "
            "ended; wait for them, or raise `grace` in the header"
        )
    if ending.get("left"):
        left = ", ".join(ending["left"])
        warnings.append(f"processes outlived the program and were ended: {left}")
    return tuple(warnings)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))
