"""Every program, run as a reader runs it, does what the pages show."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from real import PROGRAMS, ROOT, path_with_dot, results

from yeje.evidence import printed
from yeje.notebook_file import cell_outputs

pytestmark = [pytest.mark.slow, pytest.mark.tensorflow]

WARNINGS = {
    "snippets/old_input_shape.py": "UserWarning",  # its point: today's Keras warns of older books' code
}
"""Program -> the one kind of warning that it is there to show."""
WARNING = re.compile(r"\b\w*Warning\b")
RAISES = re.compile(r'^# yeje: raises = "(\w+)', re.MULTILINE)


def error_of(program: str) -> str | None:
    """The error that the program is there to end with, as its header says."""
    match = RAISES.search((ROOT / program).read_text(encoding="utf-8"))
    return match[1] if match else None


@pytest.fixture(scope="module", params=PROGRAMS)
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, subprocess.CompletedProcess[str]]:
    """A program and its run in an empty folder, without a display."""
    program: str = request.param
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("PYTHONPATH", "MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY")
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / program)],
        cwd=tmp_path_factory.mktemp("empty"),
        env={**kept, "PATH": path_with_dot(), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return program, done


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
    stored = "".join(o["text"] for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout")
    assert done.stdout == stored


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
