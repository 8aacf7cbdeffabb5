"""What several test files share: a small repository, and runners without TensorFlow."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import one_at_a_time
import psutil
import pytest
from visits import chromium, host, visit  # noqa: F401 - fixtures are known by their names here

from yeje import cells
from yeje.model import Run, Snippet
from yeje.runner import Runner

DRAWING = (
    "numpy",
    "matplotlib.pyplot",
    "pydot",
    "pygraphviz",
    "IPython.lib.pretty",
    "IPython.display",
    "yeje.run.backend",
    "yeje.run.graphs",
)
"""What programs that draw find imported: everything but TensorFlow."""


@dataclass(frozen=True)
class Sketch:
    """A repository with ``docs/`` and ``snippets/``, to try things in."""

    root: Path

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, given by its path in the repository; text is dedented."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return target

    def snippet(self, text: str, path: str = "snippets/program.py") -> Snippet:
        """Write a program and parse it."""
        return cells.parse(path, self.write(path, text).read_bytes())

    def files(self) -> dict[str, bytes]:
        """Path -> bytes of every file that is not in the store."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        named = {path.relative_to(self.root).as_posix(): path for path in found}
        return {name: path.read_bytes() for name, path in named.items() if not name.startswith(".yeje/")}


def make_sketch(root: Path) -> Sketch:
    sketch = Sketch(root.resolve())
    for folder in ("docs", "snippets"):
        (sketch.root / folder).mkdir(parents=True)
    sketch.write("mkdocs.yml", "site_name: 예제\n")
    return sketch


def pytest_configure() -> None:
    """A shell starts what runs in the background with Ctrl-C ignored, and programs inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A folder of tests runs in several processes, each file in one, for its fixtures are what takes
    time; files that are named run in this process, where one can look into them. There are four
    on two cores, too: half of the time a test waits for what it has started."""
    if not any(Path(argument).is_dir() for argument in config.args):
        return 0
    config.option.dist = "loadfile"
    cores = len(psutil.Process().cpu_affinity()) if psutil.LINUX else os.cpu_count() or 1
    return min(2 * cores, 4)


@pytest.fixture(autouse=True)
def plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras takes a process in which this module is loaded for a notebook, and then prints what it
    would raise. Any test that draws a graph loads it, through IPython."""
    monkeypatch.delitem(sys.modules, "IPython.core.magics.namespace", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Sketch:
    """A repository of the test's own."""
    return make_sketch(tmp_path / "project")


@dataclass
class Bench:
    """A repository with a runner that stays up for a whole test file."""

    sketch: Sketch
    runner: Runner
    folders: Path
    """Where the run folders are, and nothing else."""

    def run(self, text: str, path: str = "snippets/program.py") -> Run:
        """Write a program, run it, and see that nothing of it is left but its outcome."""
        snippet = self.sketch.snippet(text, path)
        before = self.sketch.files()
        run = self.runner.submit(snippet).result(120)
        assert self.sketch.files() == before, "the repository has changed"
        self.check_nothing_left()
        return run

    def run_twice(self, text: str, path: str = "snippets/program.py") -> Run:
        """The same, with a second run that has to come to the same."""
        first, second = self.run(text, path), self.run(text, path)
        assert (str(first.error), first.outputs) == (str(second.error), second.outputs)
        return first

    def fails(self, text: str, path: str = "snippets/program.py") -> str:
        """The message of a program that has to fail, the same way twice."""
        run = self.run_twice(text, path)
        assert run.error is not None
        return str(run.error)

    def works(self, text: str, path: str = "snippets/program.py") -> Run:
        """A run that has to work."""
        run = self.run(text, path)
        assert run.error is None, str(run.error)
        return run

    def check_nothing_left(self) -> None:
        assert not list(self.folders.iterdir()), "a run folder is left"
        assert not _processes_of(self.folders), "a process is left"


def _processes_of(folders: Path) -> list[str]:
    """Processes that a program started: they work in its folder, or have it in their environment."""
    left = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            if f"{folders}/" in f"{process.cwd()} {process.environ()}":
                left.append(f"{process.pid} {process.name()}")
        except (psutil.Error, OSError):
            continue
    return left


@pytest.fixture(scope="module")
def make_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Bench]]:
    """Makes benches with the given options of `Runner`."""
    opened: list[Runner] = []
    folders = tmp_path_factory.mktemp("runs")
    usual, tempfile.tempdir = tempfile.tempdir, str(folders)

    def make(**options: Any) -> Bench:
        sketch = make_sketch(tmp_path_factory.mktemp("bench"))
        opened.append(Runner(sketch.root, **{"preload": (), **options}))
        return Bench(sketch, opened[-1], folders)

    yield make
    for runner in opened:
        runner.close()
    tempfile.tempdir = usual


@pytest.fixture(scope="module")
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """Runs programs that need nothing but Python."""
    return make_bench()


@pytest.fixture(scope="module")
def easel(make_bench: Callable[..., Bench]) -> Bench:
    """Runs programs that draw."""
    return make_bench(preload=DRAWING)


def texts(run: Run, cell: int | None = None) -> str:
    """What a run printed, in one cell or in all."""
    chosen = run.outputs if cell is None else run.outputs[cell : cell + 1]
    return "".join(str(o["text"]) for outputs in chosen for o in outputs if "text" in o)


def golden(text: str) -> str:
    """A message as a test writes it down."""
    return dedent(text).strip("\n")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built as the README says, with every warning an error; once for all processes."""
    base = tmp_path_factory.getbasetemp()
    target = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    tools = str(Path(sys.executable).parent)
    with one_at_a_time.engine():
        if target.exists():
            return target
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)],
            cwd=Path(__file__).parent.parent,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("YEJE_")},
                "PATH": os.pathsep.join([tools, os.environ.get("PATH", "")]),
                "NO_MKDOCS_2_WARNING": "1",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            shutil.rmtree(target, ignore_errors=True)  # it is built, for a look at it, but not right
    assert done.returncode == 0, done.stderr[-5000:]
    return target
