"""Every program, run as a reader runs it, does what the pages show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ahead import Ahead, selected
from reader import Readers
from real import PROGRAMS, ROOT, path_with_dot, results

from yeje import layers
from yeje.evidence import printed
from yeje.notebook_file import cell_outputs
from yeje.project import Project

pytestmark = [pytest.mark.slow, pytest.mark.tensorflow]

WARNINGS = {
    "snippets/old_input_shape.py": "UserWarning",  # its point: today's Keras warns of older books' code
    # its point: Keras has nothing else to say of a loss that trains one output of two
    "snippets/silent/loss_in_list.py": "UserWarning",
}
"""Program -> the one kind of warning that it is there to show."""
WARNING = re.compile(r"\b\w*Warning\b")


def error_of(program: str) -> str | None:
    """The error that the program is there to end with, as its header says."""
    declared = Project(ROOT).read(program).header.raises
    return declared.partition(":")[0] if declared else None


def environment() -> dict[str, str]:
    """A reader's: without what this test run or a desktop adds."""
    added = ("PYTHONPATH", "MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY", "CI")
    kept = {key: value for key, value in os.environ.items() if key not in added}
    return {**kept, "PATH": path_with_dot(), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ahead[subprocess.CompletedProcess[str]]]:
    results()  # before the readers: it uses both cores itself
    folders = tmp_path_factory.mktemp("readers")

    def work(program: str) -> subprocess.CompletedProcess[str]:
        folder = folders / program.replace("/", "-").removesuffix(".py")
        folder.mkdir()
        return readers.run(ROOT / program, folder)

    with Readers(environment()) as readers:
        ahead = Ahead(work, selected(request, "run"))
        yield ahead
        ahead.close()


@pytest.fixture(params=PROGRAMS)
def run(
    request: pytest.FixtureRequest, runs: Ahead[subprocess.CompletedProcess[str]]
) -> tuple[str, subprocess.CompletedProcess[str]]:
    """A program and its run in an empty folder, without a display."""
    return request.param, runs[request.param]


@pytest.mark.parametrize("program", sorted({str(Path(p).parent): p for p in PROGRAMS}.values()))
def test_a_fork_and_a_plain_start_of_python_come_to_the_same(
    program: str, tmp_path: Path, runs: Ahead[subprocess.CompletedProcess[str]]
) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / program)],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    try:
        forked = runs[program]
    except KeyError:
        pytest.skip("its own tests were not asked for")
    assert (done.returncode, done.stdout) == (forked.returncode, forked.stdout)


def test_a_program_ends_well(run: tuple[str, subprocess.CompletedProcess[str]]) -> None:
    program, done = run
    expected = error_of(program)
    assert done.returncode == (0 if expected is None else 1), done.stderr
    assert ("Traceback" in done.stderr) == (expected is not None)
    assert expected is None or re.search(rf"^(?:\w+\.)*{expected}\b", done.stderr, re.MULTILINE)


def test_a_program_warns_of_nothing_but_what_it_is_there_to_show(
    run: tuple[str, subprocess.CompletedProcess[str]],
) -> None:
    program, done = run
    expected = {WARNINGS[program]} if program in WARNINGS else set()
    assert set(WARNING.findall(done.stderr)) == expected, done.stderr


def test_a_program_prints_what_the_pages_show(
    run: tuple[str, subprocess.CompletedProcess[str]],
) -> None:
    program, done = run
    result = results()[program]
    assert result.error is None and result.notebook is not None
    outputs = cell_outputs(result.notebook, None)
    assert done.stdout == "".join(map(_printed, outputs))


def _printed(output: dict[str, Any]) -> str:
    """What of an output went to stdout; a summary's text stands beside its table."""
    if output["output_type"] == "stream":
        return output["text"] if output["name"] == "stdout" else ""
    data = output.get("data", {})
    return data["text/plain"] if layers.SUMMARY in data else ""


def test_a_program_leaves_no_output_of_its_own_in_the_repository() -> None:
    assert not [path for kind in ("png", "svg", "pdf") for path in (ROOT / "snippets").rglob(f"*.{kind}")]


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_program_ran_without_anything_to_show(program: str) -> None:
    result = results()[program]
    assert result.error is None and result.snippet is not None and result.notebook is not None
    assert result.snippet.cells and all(cell.source.strip() for cell in result.snippet.cells)
    outputs = cell_outputs(result.notebook, None)
    figures = [o for o in outputs if "image/svg+xml" in o.get("data", {})]
    assert printed(outputs).strip() or figures


@pytest.mark.parametrize("program", sorted(WARNINGS))
def test_a_warning_that_is_the_point_is_on_the_page(program: str) -> None:
    notebook = results()[program].notebook
    assert notebook is not None
    errors = [o["text"] for o in cell_outputs(notebook, None) if o.get("name") == "stderr"]
    assert WARNINGS[program] in "".join(errors)
