"""The process around one program on Linux: starts its child, ends it, and everything it started.

A warden is forked from the server, so it costs nothing to import. It enters the namespaces of
`yeje.run.sandbox` for the child; being the parent of the child, and of every orphan below it where
there are no namespaces, it knows the exit status first hand and can end them all.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from yeje.run import child, sandbox
from yeje.run.watch import Outcome, descendants, end_all, names, watch


def run(program: child.Program, sandboxed: bool) -> None:
    """Run the program in a child, see to its end, write the outcome. Ends this process."""
    started = time.monotonic()
    sandbox.adopt_orphans()
    signal.signal(signal.SIGTERM, _end)
    guards: tuple[str, ...] = ()
    if sandboxed:
        guards = sandbox.enter(child.writable(program), program.limits.network)
    # After the namespaces: entering them makes the kernel forget this request.
    sandbox.die_with_parent(signal.SIGTERM)
    init = sandbox.start_init() if sandbox.PROCESSES in guards else None
    pid = os.fork()
    if pid == 0:
        if init is not None and init.stdin is not None:
            init.stdin.close()  # it is for the warden alone to hold
        _become_child(program)
    process = _Child(pid, init)
    reason, status = watch(process, program.limits, Path(program.folder, "record"), started)
    seconds = time.monotonic() - started
    left = process.end_family()
    outcome = Outcome(reason, status, seconds, left, ("audit hook", *guards))
    outcome.write(Path(program.folder))
    os._exit(0)


def _become_child(program: child.Program) -> None:
    try:
        sandbox.die_with_parent(signal.SIGKILL)
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sandbox.set_limits(program.limits)
        sandbox.settle_in()
        child.run(program)
    except BaseException:  # nothing may return into the server's code
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(70)


class _Child:
    """The program's process, for `watch`."""

    def __init__(self, pid: int, init: subprocess.Popen[bytes] | None) -> None:
        self._pid = pid
        self._init = init
        self._ready = os.pidfd_open(pid)

    def wait(self, seconds: float) -> int | None:
        if not select.select([self._ready], [], [], seconds)[0]:
            return None
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def family(self) -> list[psutil.Process]:
        """Without the namespace's own first process."""
        return [p for p in descendants() if self._init is None or p.pid != self._init.pid]

    def end(self) -> int:
        """Have faulthandler write down where the program is, and end it."""
        os.kill(self._pid, signal.SIGUSR1)
        os.kill(self._pid, signal.SIGCONT)  # it may have stopped itself
        time.sleep(0.05)  # enough, or it never will
        os.kill(self._pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def end_family(self) -> tuple[str, ...]:
        """End every descendant; return the names of those that were there."""
        if self._init is not None:
            left = names(self.family())
            self._init.kill()  # and the kernel kills the others
            self._init.wait()
            return left
        left = ()
        while everyone := self.family():
            left += end_all(everyone)
            _reap()
            time.sleep(0.005)
        return tuple(dict.fromkeys(left))


def _reap() -> None:
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


def _end(*_: object) -> None:
    while everyone := descendants():
        end_all(everyone)
        _reap()
    os._exit(143)
