"""The process that imports TensorFlow once and forks a warden for each program.

Started as ``server JOBS MODULES``, the modules to import with commas between. Speaks JSON lines:
reads ``{"id": n, "alone": false, "program": {...}}`` from its standard input; writes ``{"ready":
true}`` when everything is imported, ``{"started": n}`` before a program starts and ``{"done": n}``
when its run folder is complete, which it also is soon after ``{"cancel": n}`` was read. It runs as
many programs at once as it was told to, in the order of the requests, and one that is to run alone
alone. At the end of its input, which is also what the death of its parent looks like, it ends
everything; while it still imports too.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yeje.run import folders, sandbox, warden
from yeje.run.child import Program
from yeje.run.preload import preload
from yeje.run.watch import descendants, end_all

PATIENCE = 1.0
"""Seconds that wardens get to end their programs when the server is to end."""


@dataclass(frozen=True)
class _Request:
    number: int
    alone: bool
    program: Program

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> _Request:
        return cls(fields["id"], fields["alone"], Program.from_json(fields["program"]))


class _Server:
    """Forks wardens for queued requests and reaps them."""

    def __init__(self, requests: int, replies: int, wake: int, jobs: int, sandboxed: bool) -> None:
        self._requests, self._replies, self._wake, self._jobs = requests, replies, wake, jobs
        self._sandboxed = sandboxed
        self._queue: deque[_Request] = deque()
        self._running: dict[int, _Request] = {}
        self._rest = b""

    def serve(self) -> None:
        """Serve until the input ends."""
        self._reply({"ready": True})
        while True:
            ready, _, _ = select.select([self._requests, self._wake], [], [])
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            if self._requests in ready and not self._receive():
                self._end()
            while self._queue and self._has_room(self._queue[0]):
                self._start(self._queue.popleft())

    def _receive(self) -> bool:
        data = os.read(self._requests, 1 << 20)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            fields = json.loads(line)
            if "cancel" in fields:
                self._cancel(fields["cancel"])
            else:
                self._queue.append(_Request.from_json(fields))
        return bool(data)

    def _cancel(self, number: int) -> None:
        """Have a program end that nobody waits for any more."""
        for request in [queued for queued in self._queue if queued.number == number]:
            self._queue.remove(request)
            self._reply({"done": number})
        for pid in [pid for pid, running in self._running.items() if running.number == number]:
            os.kill(pid, signal.SIGTERM)

    def _has_room(self, request: _Request) -> bool:
        if request.alone or any(other.alone for other in self._running.values()):
            return not self._running
        return len(self._running) < self._jobs

    def _start(self, request: _Request) -> None:
        self._reply({"started": request.number})  # before: the program may end this process
        pid = os.fork()
        if pid:
            self._running[pid] = request
            return
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (self._requests, self._replies, self._wake):
                os.close(descriptor)
            warden.run(request.program, self._sandboxed)
        finally:  # nothing may return into this loop
            os._exit(70)

    def _reap(self) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            if pid in self._running:  # else an orphan of a warden that was killed
                request = self._running.pop(pid)
                if status != 0:
                    self._end_orphans()
                self._reply({"done": request.number})

    def _end_orphans(self) -> None:
        """End what wardens that were killed have left; it is this process' by now."""
        kept = set(self._running)
        for pid in self._running:
            kept |= {process.pid for process in descendants(pid)}
        end_all(process for process in descendants() if process.pid not in kept)

    def _end(self) -> None:
        for pid in self._running:
            os.kill(pid, signal.SIGTERM)
        requests = [*self._running.values(), *self._queue]
        deadline = time.monotonic() + PATIENCE
        while self._running and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.005)
        end_all(descendants())
        for request in requests:  # a parent that was killed cannot
            folders.remove(Path(request.program.folder))
        os._exit(0)

    def _reply(self, message: dict[str, Any]) -> None:
        try:
            os.write(self._replies, json.dumps(message).encode() + b"\n")
        except BrokenPipeError:  # the parent has gone; the end of the input will say so too
            return


def _take_protocol_streams() -> tuple[int, int]:
    """Move the protocol off descriptors 0 and 1, where programs would find it."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return requests, replies


@contextlib.contextmanager
def _ending_with_input(requests: int) -> Iterator[None]:
    """End this process at the end of its input although nothing reads it: importing TensorFlow takes
    seconds, in which nobody who has pressed Ctrl-C wants to wait for it."""

    def look(*_: object) -> None:
        poll = select.poll()
        poll.register(requests, 0)
        if any(event & select.POLLHUP for _, event in poll.poll(0)):
            for line in os.read(requests, 1 << 20).split(b"\n"):
                with contextlib.suppress(ValueError, KeyError):  # the last one may be cut off
                    folders.remove(Path(json.loads(line)["program"]["folder"]))
            os._exit(0)

    usual = fcntl.fcntl(requests, fcntl.F_GETFL)
    signal.signal(signal.SIGIO, look)
    fcntl.fcntl(requests, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(requests, fcntl.F_SETFL, usual | os.O_ASYNC)
    look()
    try:
        yield
    finally:
        fcntl.fcntl(requests, fcntl.F_SETFL, usual)
        signal.signal(signal.SIGIO, signal.SIG_IGN)  # one may still be on its way


def main() -> None:
    """Serve until the input ends."""
    sandbox.adopt_orphans()
    requests, replies = _take_protocol_streams()
    wake, wakeup = os.pipe()
    os.set_blocking(wakeup, False)
    signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    sandboxed = sandbox.works()  # while this process is small, and has no threads
    with _ending_with_input(requests):
        preload(sys.argv[2])
    _Server(requests, replies, wake, int(sys.argv[1]), sandboxed).serve()


if __name__ == "__main__":
    main()
