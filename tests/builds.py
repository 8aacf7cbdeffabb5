"""Real ``mkdocs build`` runs of a small site in a folder of its own, whose programs need no TensorFlow."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from textwrap import dedent
from typing import IO

import psutil

HOOK = Path(__file__).resolve().parents[1] / "yeje" / "mkdocs_hook.py"
CONFIG = f"""\
site_name: 예제
theme: {{name: material, font: false}}
plugins: [search]
markdown_extensions: [admonition, attr_list, md_in_html, pymdownx.highlight, yeje.extension]
hooks: [light.py, {HOOK}]
watch: [snippets]
"""
LIGHT = """\
from functools import partial
from yeje import session
session.Runner = partial(session.Runner, preload=())  # TensorFlow takes seconds to import
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "light.py": LIGHT,
    "docs/index.md": "# Home\n\nSome words.\n",
    "docs/one.md": "# One\n\n[one](../snippets/one.py#says)\n\nIt says [11](../snippets/one.py#says).\n",
    "docs/two.md": "# Two\n\nText.\n\n[two](../snippets/two.py)\n",
    "snippets/one.py": '"""One"""\n\n# %% says\nprint("eleven", 11)\n',
    "snippets/two.py": '"""Two"""\n\n# %% first\nprint("twenty", 20)\n\n# %% second\nprint("two", 2)\n',
}


@dataclass
class Tiny:
    """A repository with two programs, each on a page, and a page of prose."""

    root: Path
    folders: Path = field(init=False)
    """Where run folders are, and nothing else."""

    def __post_init__(self) -> None:
        self.folders = self.root.parent / f"{self.root.name}-runs"
        self.folders.mkdir(parents=True)
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return target

    def configure(self, more: str) -> None:
        """Add lines to mkdocs.yml."""
        self.write("mkdocs.yml", CONFIG + dedent(more))

    def start(
        self,
        *arguments: str,
        command: str = "mkdocs",
        out: int | IO[str] = subprocess.PIPE,
        **environment: str,
    ) -> subprocess.Popen[str]:
        """Start ``mkdocs`` or ``yeje`` with these arguments."""
        return subprocess.Popen(
            [sys.executable, "-m", command, *arguments],
            cwd=self.root,
            env={
                **{k: v for k, v in os.environ.items() if k not in ("CI", "SOURCE_DATE_EPOCH")},
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "TMPDIR": str(self.folders),
                "NO_MKDOCS_2_WARNING": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
                **environment,
            },
            stdout=out,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def build(self, *arguments: str, **environment: str) -> Built:
        """Build, and see that nothing is left and that the sources are as they were."""
        before = self.sources()
        process = self.start("build", *arguments, **environment)
        said, _ = process.communicate(timeout=300)
        assert self.sources() == before, "the build has changed the sources"
        self.check_nothing_left()
        return Built(process.returncode, said)

    def works(self, *arguments: str, **environment: str) -> str:
        """A build that has to work; what it said."""
        built = self.build(*arguments, **environment)
        assert built.code == 0, built.said
        return built.said

    def fails(self, *arguments: str, **environment: str) -> str:
        """A build that has to fail in a way that is no accident; what it said."""
        built = self.build(*arguments, **environment)
        assert built.code == 1 and "Traceback (most recent call last)" not in _outside(built.said), built.said
        return built.said

    def page(self, name: str) -> str:
        """A built page's HTML, its article alone."""
        path = self.root / "site" / name / "index.html"
        return article(path.read_text(encoding="utf-8"))

    def sources(self) -> dict[str, bytes]:
        return tree(self.root, lambda name: not re.match(r"(\.yeje|site|\.site\.[\w.]+)(/|$)", name))

    def site(self) -> dict[str, bytes]:
        """Every file of the built site but yeje.json, in which seconds stand."""
        return tree(self.root / "site", lambda name: name not in UNEQUAL)

    def check_nothing_left(self) -> None:
        assert not left(self.root, self.folders), "a process is left"
        names = [path.name for path in self.folders.iterdir() if path.name.startswith("yeje-")]
        assert not names, "a run folder is left"


UNEQUAL = frozenset({"yeje.json"})


@dataclass(frozen=True)
class Built:
    code: int
    said: str


def _outside(said: str) -> str:
    """What was said, without the indented lines, where programs' own tracebacks stand."""
    return "\n".join(line for line in said.split("\n") if not line.startswith(" "))


def tree(folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, bytes]:
    """POSIX path -> bytes of all files below a folder."""
    found = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return {name: path.read_bytes() for name, path in found if wanted(name)}


def article(html: str) -> str:
    found = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert found
    return found[0]


def text(html: str) -> str:
    """HTML without its tags."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def left(*places: Path) -> list[psutil.Process]:
    """Processes that work in one of the folders or have it in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            told = f"{process.cwd()}/ {' '.join(process.environ().values())}/"
            if any(f"{place}/" in told for place in places):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def wait_until(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Whether the condition comes true in time: soon, but on a busy machine nothing is soon."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def copy_of(tiny: Tiny, root: Path) -> Tiny:
    """The same sources in another folder, with no store and no site."""
    fresh = Tiny(root)
    for path in (root / "docs", root / "snippets"):
        shutil.rmtree(path)
    for name, data in tiny.sources().items():
        fresh.write(name, data)
    return fresh


def end(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> str:
    """End a process by this signal, and return what it said."""
    if process.poll() is None:
        process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    return said
