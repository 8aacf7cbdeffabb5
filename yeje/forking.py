"""The parent's side of `yeje.run.server`: starts it, sends it programs, reads its answers.

The server stays up between builds. One thread reads its answers. When a program brings it down, it
is started again; of the programs that were running each runs again alone, so that the one that does
it a second time is known, and all others have their results.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from typing import IO, Any

from yeje.job import Job

PATIENCE = 2.0
"""Seconds that the server gets to end itself and every program."""


class Forking:
    """Runs jobs, `jobs` at a time, in children of a server that has imported `preload`."""

    def __init__(self, environment: Mapping[str, str], jobs: int, preload: tuple[str, ...]) -> None:
        self._environment = environment
        self._command = [sys.executable, "-P", "-m", "yeje.run.server", str(jobs), ",".join(preload)]
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._is_ready = False
        self._waiting: dict[int, Job] = {}
        self._started: set[int] = set()
        self._count = 0
        self._closing = False

    def start(self) -> None:
        """Start the server if it is not up; returns at once."""
        with self._lock:
            if self._server is None:
                self._start()

    def submit(self, job: Job) -> None:
        """Have the job run, unless its future is cancelled before its end."""
        with self._lock:
            self._send(job)
        job.future.add_done_callback(lambda future: self._drop(job) if future.cancelled() else None)

    def _drop(self, job: Job) -> None:
        """Have the program end; the answer that it is done removes its folder."""
        with self._lock:
            for number, waiting in self._waiting.items():
                if waiting is job and not self._closing:
                    self._write({"cancel": number})

    def close(self) -> None:
        """End the server and every program that still runs."""
        with self._lock:
            self._closing = True
            server, self._server = self._server, None
        if server is not None:
            _hang_up(server)
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        with self._lock:
            lost, self._waiting = list(self._waiting.values()), {}
        for job in lost:
            job.cancel()
        if self._log is not None:
            self._log.close()

    def _start(self) -> None:
        if self._log is not None:
            self._log.close()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the server
        self._is_ready = False
        self._server = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=self._environment,
            cwd=tempfile.gettempdir(),
            start_new_session=True,  # Ctrl-C is for the parent, which then closes the pipe
        )
        threading.Thread(target=self._listen, args=(self._server,), daemon=True).start()

    def _send(self, job: Job) -> None:
        if self._server is None:
            self._start()
        self._count += 1
        self._waiting[self._count] = job
        self._write({"id": self._count, "alone": job.suspect, "program": job.program})

    def _write(self, request: dict[str, Any]) -> None:
        assert self._server is not None and self._server.stdin is not None
        try:
            self._server.stdin.write(json.dumps(request).encode() + b"\n")
            self._server.stdin.flush()
        except BrokenPipeError:
            pass  # the listener notices too, and knows what to do with those that wait

    def _listen(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdout is not None
        with server.stdout:
            for line in server.stdout:
                self._take(json.loads(line))
        server.wait()
        with self._lock:
            if not self._closing and self._server is server:
                self._recover(server)

    def _take(self, message: dict[str, int]) -> None:
        with self._lock:
            if "ready" in message:
                self._is_ready = True
            if "started" in message:
                self._started.add(message["started"])
            job = self._waiting.pop(message["done"], None) if "done" in message else None
            end = Job.cancel if self._closing else Job.finish
        if job is not None:
            end(job)

    def _recover(self, server: subprocess.Popen[bytes]) -> None:
        """The server has died: run again what waited, first those that may have done it."""
        _hang_up(server)
        self._server = None
        lost, self._waiting = self._waiting, {}
        running = [job for number, job in lost.items() if number in self._started]
        others = [job for number, job in lost.items() if number not in self._started]
        was_ready, said = self._is_ready, self._said()
        self._started.clear()
        for job in [*running, *others]:
            if job.future.cancelled():
                job.discard()
            elif not was_ready:
                job.fail(f"programs cannot be run: their server ended while it started{said}")
            elif job.suspect and job in running:
                job.fail(f"it ended the process that runs programs; leave other processes alone{said}")
            else:
                job.suspect = job in running
                job.renew()
                self._send(job)

    def _said(self) -> str:
        """What the server printed, on lines of its own."""
        assert self._log is not None
        self._log.seek(0)
        text = self._log.read()[-2000:].decode("utf-8", "replace").strip()
        return f"\n{text}" if text else ""


def _hang_up(server: subprocess.Popen[bytes]) -> None:
    """Close the server's input, with what it did not live to read."""
    assert server.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        server.stdin.close()
