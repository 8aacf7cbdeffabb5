"""This repository itself: its pages, its programs, and what the engine has stored of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import one_at_a_time

from yeje import notebook_file
from yeje.build import Build, Result
from yeje.model import Run, YejeError
from yeje.project import Project

ROOT = Path(__file__).parent.parent
PROGRAMS = Project(ROOT).find_programs()
PAGES = [page for page, _ in Project(ROOT).pages()]
MARKER = re.compile(r"^# %% (\S+)\n", re.MULTILINE)


@cache
def text_of(page: str) -> str:
    """A page's Markdown, with its front matter."""
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


@cache
def cells_of(program: str) -> dict[str, str]:
    """Name -> code of a file's cells, read in the plainest way: by its marker lines."""
    _, *parts = MARKER.split((ROOT / program).read_text(encoding="utf-8"))
    return {name: code.strip("\n") for name, code in zip(parts[::2], parts[1::2], strict=True)}


@cache
def results() -> dict[str, Result]:
    """What the engine has of every program, run now if it is stale. One that fails has its error."""
    environment = {**os.environ, "PATH": path_with_dot()}
    with one_at_a_time.engine():
        subprocess.run(
            [sys.executable, "-m", "yeje"], cwd=ROOT, env=environment, capture_output=True, check=False
        )
    build = Build(Project(ROOT))
    build.start()
    build.finish()
    return build.results()


def path_with_dot() -> str:
    """A PATH that finds this environment's `dot`, whether it is activated or not."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


class Unrun:
    """Stands in for a Build in which every program printed nothing: for what is about code alone."""

    def __init__(self, project: Project | None = None) -> None:
        self.project = project or Project(ROOT)
        self.problems: list[YejeError] = []

    def result(self, program: str) -> Result:
        snippet = self.project.read(program)
        return Result(snippet, notebook_file.executed(snippet, Run(((),) * len(snippet.cells), None), {}))

    def report(self, problem: YejeError) -> None:
        self.problems.append(problem)
