"""A program started by `python -m yeje new` runs, is tested, and takes nothing's place."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Bench, Sketch

from yeje import __main__ as command
from yeje import cells, links, scaffold
from yeje.evidence import printed
from yeje.model import SnippetError
from yeje.project import Project
from yeje.runner import PRELOAD

ROOT = Path(__file__).parent.parent


def refusal(project: Sketch, name: str, title: str = "") -> str:
    """What is said of a name or a title that will not do; nothing is made."""
    before = sorted(project.root.rglob("*"))
    with pytest.raises(SnippetError) as refused:
        scaffold.start(Project(project.root), name, title)
    assert sorted(project.root.rglob("*")) == before
    return str(refused.value)


def test_a_program_and_its_test_are_made_and_the_next_steps_are_said(
    project: Sketch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--root", str(project.root), "new", "shapes/wide_layer", "--title", "넓은 층"]
    assert command.main(arguments) == 0
    made = cells.parse("snippets/shapes/wide_layer.py", project.files()["snippets/shapes/wide_layer.py"])
    assert (made.title, made.cells[0].name) == ("넓은 층", "model")
    said = capsys.readouterr().out
    assert "[넓은 층](../snippets/shapes/wide_layer.py)" in said
    assert "python snippets/shapes/wide_layer.py" in said
    assert "pytest tests/test_claims_shapes_wide_layer.py" in said


def test_the_link_to_paste_leads_to_the_program(project: Sketch) -> None:
    started = scaffold.start(Project(project.root), "wide_layer")
    assert started.embed.startswith("[wide layer]")
    page = project.write("docs/page.md", f"# Page\n\n{started.embed}\n").read_text(encoding="utf-8")
    (link,) = links.scan(page, "snippets")
    assert link.alone
    assert Project(project.root).resolve(link.href, "page.md").program == started.program


@pytest.mark.parametrize("name", ["snippets/wide.py", "snippets/wide", "wide.py"])
def test_the_name_may_be_written_as_the_files_path(project: Sketch, name: str) -> None:
    assert scaffold.start(Project(project.root), name).program == "snippets/wide.py"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../wide",
        "errors/../../wide",
        "/wide",
        "errors//wide",
        "errors/",
        "wide layer",
        "Wide",
        "2wide",
        "_wide",
        "wide-layer",
        "wide.layer",
        "errors\\wide",
        "wide\0",
        "wide\n",
        "층",
        unicodedata.normalize("NFD", "층"),
        "a" * 49,
    ],
)
def test_a_name_that_is_no_path_of_plain_words_is_refused(project: Sketch, name: str) -> None:
    assert refusal(project, name).startswith("snippets: ")
    assert "is no name for a program; use a-z" in refusal(project, name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("class", "keyword"),
        ("errors/lambda", "keyword"),
        ("random", "module 'random'"),
        ("errors/numpy", "module 'numpy'"),
        ("helpers", "helpers/ holds modules"),
        ("errors/helpers/wide", "helpers/ holds modules"),
    ],
)
def test_a_name_that_means_something_else_is_refused(project: Sketch, name: str, reason: str) -> None:
    said = refusal(project, name)
    assert said.startswith(f"snippets/{name}.py: ")
    assert reason in said and "; choose another name" in said


@pytest.mark.parametrize(
    "title", ['a "quoted" one', "back\\slash", "two\nlines", " blank ", "[b]", "층" * 51]
)
def test_a_title_that_is_no_plain_line_is_refused(project: Sketch, title: str) -> None:
    assert "is no title; write one line" in refusal(project, "wide", title)


@pytest.mark.parametrize("path", ["snippets/more/wide.py", "tests/test_claims_more_wide.py"])
def test_nothing_is_overwritten_and_no_half_is_left(project: Sketch, path: str) -> None:
    project.write(path, "kept\n")
    assert refusal(project, "more/wide") == f"{path}: is there already; edit it, or choose another name"
    assert project.files()[path] == b"kept\n"


def test_a_folder_that_leads_elsewhere_is_refused(project: Sketch) -> None:
    (project.root / "snippets/out").symlink_to(project.root.parent)
    assert "snippets/out/wide.py: leads out of snippets/" in refusal(project, "out/wide")


def test_a_file_where_a_folder_should_be_is_said(project: Sketch) -> None:
    project.write("snippets/more", "")
    assert "snippets/more/wide.py: cannot be written: File exists" in refusal(project, "more/wide")


def test_a_test_that_cannot_be_written_takes_its_program_back(project: Sketch) -> None:
    project.write("tests", "no folder\n")
    assert "tests/test_claims_more_wide.py: cannot be written: " in refusal(project, "more/wide")


def test_a_refusal_is_exit_code_1(project: Sketch, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--root", str(project.root), "new", "class"]) == 1
    assert capsys.readouterr().err.startswith("snippets/class.py: the name is a keyword")


def test_what_is_made_passes_the_lint_of_this_repository(project: Sketch) -> None:
    longest, widest = f"errors/{'a' * 41}", "층" * 50
    scaffold.start(Project(project.root), longest, widest)
    scaffold.start(Project(project.root), "wide")
    shutil.copy(ROOT / "pyproject.toml", project.root)
    for arguments in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=project.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.tensorflow
def test_what_is_made_runs_in_the_engine(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(preload=PRELOAD)
    run = bench.works(scaffold.PROGRAM.format(title="넓은 층"))
    assert "Total params: 4" in printed([output for cell in run.outputs for output in cell])


@pytest.mark.tensorflow
@pytest.mark.slow
def test_the_test_passes_and_fails_when_the_model_is_another(project: Sketch) -> None:
    for name in ("as_made", "changed"):
        scaffold.start(Project(project.root), name)
    changed = project.root / "snippets/changed.py"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Dense(1", "Dense(2"), encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", project.root)
    shutil.copy(ROOT / "tests/programs.py", project.root / "tests")
    pytest_run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(pytest_run, cwd=project.root, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "FAILED tests/test_claims_changed.py::test_a_neuron_has_a_weight" in done.stdout
