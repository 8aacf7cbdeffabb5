"""Watches one program's process until it ends or takes more than it may. Any platform.

What is watched, is asked through `Watched`: below a warden (Linux) or a thread of the parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from yeje.model import Limits
from yeje.run import folders

LOOK = 0.1
"""Seconds between two looks at memory, output and processes."""


@dataclass(frozen=True)
class Outcome:
    """How a program's process ended; stands as ``outcome.json`` in the run folder."""

    reason: str
    """``exit``, or what it was ended for: ``timeout``, ``memory``, ``output``, ``processes``, ``files``,
    ``record`` (it removed what it was recorded in), ``lingering`` (the cells were through, threads
    or exit hooks were not)."""
    status: int
    """Exit code; below 0 the number of the signal that ended it."""
    seconds: float
    left: tuple[str, ...] = ()
    """Names of the processes that outlived it and were ended."""
    guards: tuple[str, ...] = ()
    """What guarded the run."""

    def write(self, folder: Path) -> None:
        """Write it into the run folder, once nothing of the program is left to run. What the program has
        put in its place goes: written through a link, it would be in a file of somebody's."""
        path = folder / "outcome.json"
        folders.remove(path)
        folder.mkdir(exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps(vars(self)))


class Watched(Protocol):
    """A program's process."""

    def wait(self, seconds: float) -> int | None:
        """Its status (see `Outcome.status`) when it ends within `seconds`, else None."""

    def family(self) -> list[psutil.Process]:
        """It and everything that it started."""

    def end(self) -> int:
        """End it now, and return its status."""


def watch(process: Watched, limits: Limits, record: Path, started: float) -> tuple[str, int]:
    """(reason, status) of the process, which began at `started` on the monotonic clock."""
    ended: float | None = None
    while True:
        now = time.monotonic()
        if ended is None and (record / "end").exists():
            ended = now
        reason = _overdue(limits, now, started, ended) or _excess(process, limits, record)
        if reason:
            return reason, process.end()
        status = process.wait(_pause(limits, now, started))
        if status is not None:
            return "exit", status


def _pause(limits: Limits, now: float, started: float) -> float:
    left = started + limits.timeout - now
    return min(LOOK, left) if left > 0 else LOOK


def _overdue(limits: Limits, now: float, started: float, ended: float | None) -> str | None:
    if ended is None:
        return "timeout" if now - started >= limits.timeout else None
    return "lingering" if now - ended >= limits.grace else None


def _excess(process: Watched, limits: Limits, record: Path) -> str | None:
    """What the program takes more of than it may, if anything."""
    try:
        text = sum((record / name).stat().st_size for name in ("stdout", "stderr"))
        shown = (record / "events.jsonl").stat().st_size
    except OSError:  # it is not there, or is something else
        return "record"
    if text > limits.output_kb * 1024 or shown > limits.figures * 2 * limits.figure_kb * 1024:
        return "output"
    if folders.size(record.parent / "scratch") > limits.file_mb * 1024 * 1024:
        return "files"
    family = process.family()
    if len(family) > limits.processes:
        return "processes"
    most = limits.memory_mb * 1024 * 1024
    # Resident size counts what processes share once for each: a second, slower look leaves it out.
    return "memory" if memory(family) > most and memory(family, shared=False) > most else None


def memory(family: Iterable[psutil.Process], shared: bool = True) -> int:
    """Bytes that the processes take, with what they share counted once for each, or in parts."""
    total = 0
    for process in family:
        with contextlib.suppress(psutil.Error):  # it has just ended
            if shared or not psutil.LINUX:
                total += process.memory_info().rss
            else:
                total += process.memory_full_info().pss
    return total


def names(family: Iterable[psutil.Process]) -> tuple[str, ...]:
    """The names of those processes that are more than a zombie."""
    found = []
    for process in family:
        with contextlib.suppress(psutil.Error):  # it has just ended
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.name())
    return tuple(dict.fromkeys(found))


def end_all(family: Iterable[psutil.Process]) -> tuple[str, ...]:
    """Kill the processes; return their names as `names` does."""
    everyone = list(family)
    found = names(everyone)
    for process in everyone:
        with contextlib.suppress(psutil.Error):  # it has just ended
            process.kill()
    return found


def descendants(pid: int | None = None) -> list[psutil.Process]:
    """Every process below the one of that id, or below this one."""
    try:
        return psutil.Process(pid or os.getpid()).children(recursive=True)  # type: ignore[no-any-return]
    except psutil.Error:
        return []
