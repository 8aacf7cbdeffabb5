"""A process for each program, which imports everything itself: where processes cannot be forked.

Watched by the same rules as below a warden, from a thread of this process; what a program leaves
behind is found by a variable of its environment.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import psutil

from yeje.job import Job
from yeje.run.watch import Outcome, descendants, end_all, watch

MARK = "YEJE_RUN"
"""The environment variable that a program's processes have, with the path of its run folder."""


class Spawning:
    """Runs jobs, `jobs` at a time, each in a new process that imports `preload`."""

    def __init__(self, environment: Mapping[str, str], jobs: int, preload: tuple[str, ...]) -> None:
        self._environment = environment
        self._command = [sys.executable, "-P", "-m", "yeje.run.alone", ",".join(preload)]
        self._pool = ThreadPoolExecutor(jobs)
        self._running: dict[Job, _Spawned] = {}
        self._closing = False

    def start(self) -> None:
        """Nothing can be done ahead here."""

    def submit(self, job: Job) -> None:
        """Have the job run, unless its future is cancelled before its end."""
        job.future.add_done_callback(lambda future: self._drop(job) if future.cancelled() else None)
        self._pool.submit(self._try, job)

    def _drop(self, job: Job) -> None:
        process = self._running.get(job)
        if process is not None:
            process.end()

    def close(self) -> None:
        """End every program that still runs."""
        self._closing = True
        for process in list(self._running.values()):
            process.end()
        self._pool.shutdown()

    def _try(self, job: Job) -> None:
        try:
            self._run(job)
        except Exception as error:  # a future without a result would hang the build
            job.fail(f"it cannot be run: {error!r}")

    def _run(self, job: Job) -> None:
        if self._closing or job.future.cancelled():
            job.cancel()
            return
        started = time.monotonic()
        with subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**self._environment, MARK: str(job.folder)},
        ) as popen:
            process = _Spawned(popen)
            assert popen.stdin is not None
            popen.stdin.write(json.dumps(job.program).encode())
            popen.stdin.close()
            self._running[job] = process
            if self._closing or job.future.cancelled():  # while it was started
                process.end()
            limits = job.snippet.header.limits
            reason, status = watch(process, limits, job.folder / "record", started)
        self._running.pop(job, None)
        seconds = time.monotonic() - started
        outcome = Outcome(reason, status, seconds, _end_marked(str(job.folder)), ("audit hook",))
        outcome.write(job.folder)
        if self._closing:
            job.cancel()
        else:
            job.finish()


def _end_marked(folder: str) -> tuple[str, ...]:
    """End every process that a program with this run folder has left; return their names."""
    ended: list[str] = []
    while left := [process for process in psutil.process_iter() if _mark(process) == folder]:
        ended += end_all(left)
        time.sleep(0.02)
    return tuple(dict.fromkeys(ended))


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)  # type: ignore[no-any-return]
    except (psutil.Error, OSError):  # it has just ended, or is another user's
        return None


class _Spawned:
    """A program's process, for `watch`."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        self._popen = popen

    def wait(self, seconds: float) -> int | None:
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def family(self) -> list[psutil.Process]:
        try:
            return [psutil.Process(self._popen.pid), *descendants(self._popen.pid)]
        except psutil.NoSuchProcess:
            return []

    def end(self) -> int:
        self._popen.kill()
        return self._popen.wait()
