"""yeje.colab: the one cell that only Colab needs."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import nbformat

from yeje import colab, notebook_file


def notebook(*kinds: str) -> dict[str, Any]:
    cells = [
        notebook_file.code_cell("x = 1", [], name="a", program="snippets/a.py")
        if kind == "code"
        else notebook_file.markdown_cell("# 제목")
        for kind in kinds
    ]
    return notebook_file.of_cells(cells, page="a.md")


def test_the_cell_stands_behind_the_title_and_before_all_code() -> None:
    made = colab.prepared(notebook("markdown", "markdown", "code"), "3.15.1")
    assert [cell["cell_type"] for cell in made["cells"]] == ["markdown", "code", "markdown", "code"]
    assert "keras==3.15.1" in made["cells"][1]["source"]
    nbformat.validate(nbformat.from_dict(made))


def test_a_notebook_without_code_needs_none() -> None:
    bare = notebook("markdown")
    assert colab.prepared(bare, "3.15.1") == bare


def run(modules: str, keras: str) -> str:
    """What the cell does with pip replaced by a print."""
    fake = (
        f"import subprocess, sys; {modules}\n"
        "subprocess.run = lambda command, check: print(*command[1:])\n"
        "import importlib.metadata; importlib.metadata.version = lambda name: '3.10.0'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", fake + colab.SETUP.format(keras=keras)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_in_colab_another_keras_is_replaced() -> None:
    colab_is_there = "sys.modules['google.colab'] = sys"
    assert run(colab_is_there, "3.15.1") == "-m pip install --quiet keras==3.15.1"
    assert run(colab_is_there, "3.10.0") == ""


def test_outside_of_colab_nothing_is_installed() -> None:
    assert run("pass", "3.15.1") == ""
