"""What lives as long as one `mkdocs` command: the runner, and what it should not do twice.

Knows when a build begins and ends, nothing of MkDocs.
"""

from __future__ import annotations

import atexit
import logging
import shutil
import signal
import tempfile
import time
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from yeje import keys
from yeje.build import Build
from yeje.memory import Memory
from yeje.model import Run, YejeError
from yeje.progress import Progress
from yeje.project import Project
from yeje.runner import Runner

PATIENCE = 3.0
"""Seconds that a served page waits for its programs before it is shown without them."""

log = logging.getLogger("mkdocs.yeje")


class Session:
    """Builds of one command. With `serving`, programs run on between the builds."""

    def __init__(self, root: Path, serving: bool) -> None:
        self.project = Project(root)
        self.serving = serving
        self.signal = _signal_folder(root) if serving else root
        """Folder to watch: something in it changes when a program ends after its page was shown."""
        self._memory = Memory()
        self._runner: Runner | None = None
        self._environment: dict[str, str] = {}
        self._progress = Progress([])
        self.build = self.begin()

    def begin(self) -> Build:
        """Start a build: look at all programs, hand the stale ones to the runner."""
        environment = keys.environment()
        if self._runner is not None and environment != self._environment:
            log.info("restarting the server: %s", _difference(self._environment, environment))
            self.close()
        self._environment = environment
        if self._runner is None:
            self._runner = Runner(self.project.root)
        patience = PATIENCE if self.serving else None
        self.project = Project(self.project.root)  # pages may have changed
        self.build = Build(self.project, self._runner, self._tell, patience=patience, memory=self._memory)
        self.build.environment = environment
        stale = self.build.start()
        for item in stale:
            log.info("run %s: %s", item.program, item.reason)
        self._progress.close()
        self._progress = Progress(item.program for item in stale)
        if self.serving:
            self._runner.start()  # so that it is warm when the first program changes
        return self.build

    def finish(self) -> list[YejeError]:
        """End a build; return all its problems."""
        problems = self.build.finish()
        self._progress.close()
        if self.build.guards:
            log.info("guards around the programs: %s", ", ".join(self.build.guards))
        self.project.store.prune(self.project.find_programs())
        if self.serving:
            self._announce_late_ones()
        else:
            self.close()
        return problems

    def close(self) -> None:
        """End the runner and every program that still runs."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None
        self._memory.running.clear()

    def _tell(self, program: str, run: Run) -> None:
        self._progress.done(program)
        log.info("%s %s in %.2f s", "ran" if run.error is None else "FAILED", program, run.seconds)
        for warning in run.warnings:
            log.info("%s: %s", program, warning)

    def _announce_late_ones(self) -> None:
        """Have a page built again as soon as a program ends that it was shown without."""
        for running in self._memory.running.values():
            running.future.add_done_callback(self._announce)

    def _announce(self, future: Future[Run]) -> None:
        if future.cancelled():  # the session is over, or the server is being restarted
            return
        with suppress(OSError):  # then its page follows at the next change of anything
            (self.signal / "late").write_text(f"{time.time_ns()}\n", encoding="utf-8")


def clean_up_at_sigterm() -> None:
    """What Ctrl-C cleans up, SIGTERM does too."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _signal_folder(root: Path) -> Path:
    folder = root / ".yeje" / "serve"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "late").touch()
        return folder
    except OSError:  # the disk is full or read-only
        elsewhere = Path(tempfile.mkdtemp(prefix="yeje-serve-"))
        atexit.register(shutil.rmtree, elsewhere, ignore_errors=True)
        return elsewhere


def _difference(old: dict[str, str], new: dict[str, str]) -> str:
    return keys.why(keys.Components("", {}, old), keys.Components("", {}, new))
