"""Hands programs to processes of their own and returns what their runs came to.

``with Runner(root) as runner: runner.submit(snippet).result()``. On Linux a server process imports
TensorFlow once and forks for each program (`yeje.forking`); elsewhere each program gets a process
that imports everything itself (`yeje.spawning`).
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from yeje import fontconfig
from yeje.model import Run, Snippet
from yeje.run import sandbox

if TYPE_CHECKING:
    from yeje.job import Job

FORK = sys.platform == "linux"
"""Whether programs are forked from a server: macOS' own libraries do not stand it, Windows has none."""
PRELOAD = (
    "numpy",
    "matplotlib.pyplot",
    "tensorflow",
    "keras",
    "pydot",
    "pygraphviz",
    "IPython.lib.pretty",
    "IPython.display",
    "yeje.run.backend",
    "yeje.run.graphs",
    "yeje.run.models",
)
"""Modules that programs find imported."""
PASSED_ON = ("SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")
"""The only variables of the caller's environment that programs see."""

PACKAGE = Path(__file__).parent


class _Processes(Protocol):
    """What `Forking` and `Spawning` have in common."""

    def start(self) -> None: ...
    def submit(self, job: Job) -> None: ...
    def close(self) -> None: ...


class Runner:
    """Runs programs, `jobs` at a time, each in a fresh process."""

    def __init__(
        self,
        root: Path,
        jobs: int | None = None,
        preload: tuple[str, ...] = PRELOAD,
        fork: bool = FORK,
    ) -> None:
        self._root = root
        self._jobs = jobs or _cores()
        self._preload = preload
        self._fork = fork

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Make ready in the background; returns at once."""
        self._hide()
        self._processes.start()

    def submit(self, snippet: Snippet) -> Future[Run]:
        """Run the program; the future's result never raises for what the program does.

        Cancelling the future ends the program.
        """
        self._hide()
        from yeje.job import Job

        try:
            job = Job(self._root, snippet)
            self._processes.submit(job)
        except OSError as error:
            return _never_began(snippet, error)
        return job.future

    def close(self) -> None:
        """End every program that still runs; their futures are cancelled."""
        if "_processes" in vars(self):
            self._processes.close()

    @cached_property
    def _processes(self) -> _Processes:
        """Imported and made when there is something to run: most builds find all that they need."""
        how = environment(self._root), self._jobs, self._preload
        if self._fork:
            from yeje.forking import Forking

            return Forking(*how)
        from yeje.spawning import Spawning

        return Spawning(*how)

    def _hide(self) -> None:
        if os.environ.get("CI"):  # whose tokens are in this process' environment
            sandbox.hide_from_programs()


def _never_began(snippet: Snippet, error: OSError) -> Future[Run]:
    """The run of a program for whose folder or process the machine has no room."""
    from yeje import outcome

    where = f"{error.filename}: " if error.filename else ""
    message = (
        f"it cannot be run: {where}{error.strerror}; make room on the disk of the folder for temporary "
        "files, or name another in TMPDIR"
    )
    future: Future[Run] = Future()
    future.set_result(outcome.not_run(snippet, message))
    return future


def environment(root: Path) -> dict[str, str]:
    """The whole environment of the processes that run programs, and so of every program.

    What is not listed here does not get in: no token of a CI service, no setting of a shell.
    """
    cache = _cache(root)
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    tools = str(Path(sys.executable).parent)  # where the environment's own `dot` stands
    return {
        **passed,
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([tools, os.defpath]),
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "COLUMNS": "120",
        "FONTCONFIG_FILE": str(cache / "cache" / "fonts" / fontconfig.NAME),
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


def _cache(root: Path) -> Path:
    """The folder for what may be lost, and where Keras keeps its downloads."""
    try:
        return _prepare(root / ".yeje")
    except OSError:  # a repository on a disk that is full or read-only can be built all the same
        cache = Path(tempfile.mkdtemp(prefix="yeje-cache-"))
        atexit.register(shutil.rmtree, cache, ignore_errors=True)
        return _prepare(cache)


def _prepare(cache: Path) -> Path:
    (cache / "keras").mkdir(parents=True, exist_ok=True)
    (cache / "cache" / "matplotlib").mkdir(parents=True, exist_ok=True)
    fontconfig.write(cache / "cache" / "fonts")
    return cache


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
