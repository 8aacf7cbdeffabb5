"""One program on its way to a run, with the folder that it runs in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from yeje import outcome
from yeje.model import Run, Snippet
from yeje.run import folders

RECORDED = ("events.jsonl", "stdout", "stderr")


class Job:
    """A program, its run folder, and the future of its run."""

    def __init__(self, root: Path, snippet: Snippet) -> None:
        self.future: Future[Run] = Future()
        self.snippet = snippet
        self.suspect = False
        """Whether the process that runs programs has died while it ran."""
        self._root = root
        self.folder = _make_folder()

    @property
    def program(self) -> dict[str, Any]:
        """What `yeje.run.child.Program` is made of."""
        limits = self.snippet.header.limits
        if os.environ.get("CI"):  # there, what a program fetches would be a stranger's
            limits = replace(limits, network=False)
        return {
            "root": str(self._root),
            "path": self.snippet.path,
            "source": self.snippet.source,
            "cells": [(cell.line, cell.end) for cell in self.snippet.cells],
            "limits": asdict(limits),
            "folder": str(self.folder),
        }

    def finish(self) -> None:
        """Its process has ended: read what is in its folder."""
        self._settle(lambda: outcome.read(self.folder, self.snippet, self._root))

    def fail(self, message: str) -> None:
        """It could not be run to its end; what it printed is in its folder."""
        self._settle(lambda: outcome.failed(self.folder, self.snippet, self._root, message))

    def renew(self) -> None:
        """Make ready for another attempt."""
        self.discard()
        self.folder = _make_folder()

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self.discard()
        self.future.cancel()

    def discard(self) -> None:
        """Remove its folder."""
        folders.remove(self.folder)

    def _settle(self, read: Callable[[], Run]) -> None:
        try:
            run = read()
        except Exception as error:  # a future without a result would hang the build
            message = f"its record cannot be read: {error!r}"
            run = outcome.not_run(self.snippet, message)
        self.discard()
        if not self.future.cancelled():
            self.future.set_result(run)


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="yeje-")).resolve()
    (folder / "scratch").mkdir()
    (folder / "record").mkdir()
    for name in RECORDED:
        (folder / "record" / name).touch()
    return folder
