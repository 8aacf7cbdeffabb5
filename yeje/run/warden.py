"""The process that watches one program: starts its child, ends it, and everything it started.

A warden is forked from the server, so it costs nothing to import; being the parent of the child
and of every orphan below it, it can end them all and knows their exit status first hand.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from yeje.model import Limits
from yeje.run import child, sandbox

TICK = 0.005
"""Seconds between two looks at whether the child has ended."""
LOOK = 0.1
"""Seconds between two looks at memory, output and processes."""
GRACE = 2.0
"""Seconds that threads and exit hooks may take after the last cell."""


@dataclass(frozen=True)
class Outcome:
    """How the child ended; stands as ``outcome.json`` in the run folder."""

    reason: str
    """``exit``, or what the warden ended it for: ``timeout``, ``memory``, ``output``,
    ``processes``, ``lingering`` (the cells were through, threads or exit hooks were not)."""
    status: int
    """Exit code; below 0 the number of the signal that ended it."""
    seconds: float
    left: tuple[str, ...] = ()
    """Names of the processes that outlived it and were ended."""
    guards: tuple[str, ...] = ()
    """What guarded the run."""


def watch(program: child.Program) -> None:
    """Run the program in a child, see to its end, write the outcome. Ends this process."""
    sandbox.adopt_orphans()
    signal.signal(signal.SIGTERM, lambda *_: _end_all_and_leave())
    sandbox.die_with_parent(signal.SIGTERM)
    started = time.monotonic()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _become_child(program, writer)
    os.close(writer)
    reason, status = _wait(pid, program.limits, Path(program.folder, "record"), started)
    seconds = time.monotonic() - started
    guards = json.loads(os.read(reader, 4096) or b"[]")
    left = _end_all()
    outcome = Outcome(reason, status, seconds, left, tuple(guards))
    Path(program.folder, "outcome.json").write_text(json.dumps(vars(outcome)), encoding="utf-8")
    os._exit(0)


def _become_child(program: child.Program, guards: int) -> None:
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sandbox.set_limits(program.limits)
        active = sandbox.enter(Path(program.root), program.limits.network)
        # After the namespaces: entering them makes the kernel forget this request.
        sandbox.die_with_parent()
        os.write(guards, json.dumps(active).encode())
        os.close(guards)
        child.run(program)
    except BaseException:  # nothing may return into the server's code
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(70)


def _wait(pid: int, limits: Limits, record: Path, started: float) -> tuple[str, int]:
    """Wait for the child's end, or for a reason to end it."""
    next_look = started + LOOK
    ended: float | None = None
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return "exit", os.waitstatus_to_exitcode(status)
        now = time.monotonic()
        reason = None
        if now >= next_look:
            next_look = now + LOOK
            if ended is None and _has_ended(record):
                ended = now
            reason = _excess(limits, record)
        if ended is None and now - started > limits.timeout:
            reason = "timeout"
        if ended is not None and now - ended > GRACE:
            reason = "lingering"
        if reason:
            _ask_for_lines(pid)
            os.kill(pid, signal.SIGKILL)
            return reason, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        time.sleep(TICK)


def _excess(limits: Limits, record: Path) -> str | None:
    """What the program takes more of than it may, if anything."""
    text = sum(f.stat().st_size for f in os.scandir(record) if f.name.endswith(("out", "err")))
    if text > limits.output_kb * 1024:
        return "output"
    shown = (record / "events.jsonl").stat().st_size
    if shown > limits.figures * 2 * limits.figure_kb * 1024:
        return "output"
    everyone = psutil.Process().children(recursive=True)
    if len(everyone) > limits.processes:
        return "processes"
    memory = 0
    for process in everyone:
        try:
            memory += process.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return "memory" if memory > limits.memory_mb * 1024 * 1024 else None


def _has_ended(record: Path) -> bool:
    with open(record / "events.jsonl", "rb") as events:
        events.seek(0, os.SEEK_END)
        events.seek(max(0, events.tell() - 20))
        return events.read().endswith(b'{"end": true}\n')


def _ask_for_lines(pid: int) -> None:
    """Have faulthandler write down where the program is; a moment is enough, or it never will."""
    os.kill(pid, signal.SIGUSR1)
    time.sleep(0.05)


def _end_all() -> tuple[str, ...]:
    """End every descendant; return the names of those that were there."""
    names: list[str] = []
    while everyone := psutil.Process().children(recursive=True):
        for process in everyone:
            try:
                if process.status() != psutil.STATUS_ZOMBIE:
                    names.append(process.name())
                process.kill()
            except psutil.Error:  # it has just ended
                continue
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    break
            except ChildProcessError:
                break
        time.sleep(TICK)
    return tuple(dict.fromkeys(names))


def _end_all_and_leave() -> None:
    _end_all()
    os._exit(143)
