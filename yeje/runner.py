"""Hands programs to the server process and returns what their runs came to.

``with Runner(root) as runner: runner.submit(snippet).result()``. The server starts at `start` or
at the first program, imports TensorFlow in the background, stays up between builds, and ends with
the runner. One thread reads its answers.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

from yeje import outcome
from yeje.model import Run, Snippet, SnippetError

PASSED_ON = (
    "LANG", "LC_ALL", "PATH", "SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH",
)  # fmt: skip
"""The only variables of the caller's environment that programs see."""

PACKAGE = Path(__file__).parent


class Runner:
    """Runs programs, `jobs` at a time, each in a fresh process."""

    def __init__(self, root: Path, jobs: int | None = None) -> None:
        self._root = root
        self._jobs = jobs or len(os.sched_getaffinity(0)) if sys.platform == "linux" else 2
        self._server: subprocess.Popen[bytes] | None = None
        self._waiting: dict[int, _Job] = {}
        self._lock = threading.Lock()
        self._log: IO[bytes] | None = None
        self._count = 0
        self._closing = False

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the server if it is not up; returns at once."""
        with self._lock:
            if self._server is None:
                self._start()

    def submit(self, snippet: Snippet) -> Future[Run]:
        """Run the program; the future's result never raises for what the program does."""
        job = _Job(self._root, snippet)
        with self._lock:
            self._send(job)
        return job.future

    def close(self) -> None:
        """End the server and every program that still runs."""
        with self._lock:
            self._closing = True
            server, self._server = self._server, None
        if server is not None:
            assert server.stdin is not None
            server.stdin.close()
            try:
                server.wait(2)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        for job in list(self._waiting.values()):
            job.discard()
        self._waiting.clear()

    def _start(self) -> None:
        self._log = tempfile.TemporaryFile()
        self._server = subprocess.Popen(
            [sys.executable, "-P", "-m", "yeje.run.server", str(self._jobs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment(self._root),
            cwd=tempfile.gettempdir(),
            start_new_session=True,  # Ctrl-C is for the parent, which then closes the pipe
        )
        threading.Thread(target=self._listen, args=(self._server,), daemon=True).start()

    def _send(self, job: _Job) -> None:
        if self._server is None:
            self._start()
        assert self._server is not None and self._server.stdin is not None
        self._count += 1
        self._waiting[self._count] = job
        try:
            self._server.stdin.write(job.request(self._count))
            self._server.stdin.flush()
        except BrokenPipeError:
            pass  # the listener notices too, and knows what to do with those that wait

    def _listen(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdout is not None
        for line in server.stdout:
            message = json.loads(line)
            if "done" in message:
                with self._lock:
                    job = self._waiting.pop(message["done"])
                job.finish()
        server.wait()
        with self._lock:
            if not self._closing and self._server is server:
                self._server = None
                self._recover()

    def _recover(self) -> None:
        """The server has died: a program did it. Run those that waited again, one at a time from
        now on, so that the one that does it again is alone, and known."""
        lost, self._waiting = list(self._waiting.values()), {}
        alone = self._jobs == 1
        self._jobs = 1
        for position, job in enumerate(lost):
            if alone and position == 0:
                job.fail(self._server_log())
            else:
                job.reset()
                self._send(job)

    def _server_log(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        return self._log.read()[-2000:].decode("utf-8", "replace").strip()


class _Job:
    """One program on its way through the server, with its run folder."""

    def __init__(self, root: Path, snippet: Snippet) -> None:
        self.future: Future[Run] = Future()
        self._root = root
        self._snippet = snippet
        self._folder = self._make_folder()

    @staticmethod
    def _make_folder() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="yeje-"))
        (folder / "record").mkdir()
        (folder / "scratch").mkdir()
        return folder

    def request(self, number: int) -> bytes:
        limits = self._snippet.header.limits
        if os.environ.get("CI"):  # there, what a program fetches would be a stranger's
            limits = replace(limits, network=False)
        program = {
            "root": str(self._root),
            "path": self._snippet.path,
            "source": self._snippet.source,
            "cells": [(cell.line, cell.end) for cell in self._snippet.cells],
            "limits": asdict(limits),
            "folder": str(self._folder),
        }
        return json.dumps({"id": number, "program": program}).encode() + b"\n"

    def finish(self) -> None:
        try:
            run = outcome.read(self._folder, self._snippet, self._root)
        except BaseException as error:  # a future that never ends would hang the build
            self.discard()
            self.future.set_exception(error)
            return
        self.discard()
        self.future.set_result(run)

    def fail(self, log: str) -> None:
        message = "the program ended the process that runs it" + (f":\n{log}" if log else "")
        self.discard()
        self.future.set_result(
            Run(
                tuple(() for _ in self._snippet.cells),
                SnippetError(self._snippet.path, None, message),
            )
        )

    def reset(self) -> None:
        self.discard()
        self._folder = self._make_folder()

    def discard(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def environment(root: Path) -> dict[str, str]:
    """The whole environment of the server and so of every program.

    What is not listed here does not get in: no token of a CI service, no setting of a shell.
    """
    cache = root / ".yeje"
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    tools = str(Path(sys.executable).parent)  # where the environment's own `dot` stands
    (cache / "keras").mkdir(parents=True, exist_ok=True)
    return {
        "LANG": "C.UTF-8",
        **passed,
        "PATH": os.pathsep.join([tools, passed.get("PATH", os.defpath)]),
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "COLUMNS": "120",
        "FONTCONFIG_FILE": str(PACKAGE / "fonts" / "fonts.conf"),
        "XDG_CACHE_HOME": str(cache / "cache"),
        "KERAS_HOME": str(cache / "keras"),
        "KERAS_BACKEND": "tensorflow",
        "MPLBACKEND": "module://yeje.run.backend",
        "MPLCONFIGDIR": str(cache / "cache" / "matplotlib"),
        "MATPLOTLIBRC": str(PACKAGE / "run" / "matplotlibrc"),
        "TF_CPP_MIN_LOG_LEVEL": "3",  # its start-up notes name the machine's hardware
        "CUDA_VISIBLE_DEVICES": "-1",  # results must not depend on a graphics card
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
    }
