"""Notebooks in nbformat 4.5, as plain dictionaries: of a program with its outputs, or of a page.

They are built and read as the JSON that they are, so that rendering need not import nbformat;
what a run stores is validated once, when it is stored, and pages' notebooks in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yeje.model import Run, Snippet
from yeje.store import Notebook

FOLDED = "folded"
"""The tag of cells whose source readers open if they want it."""


def executed(snippet: Snippet, run: Run, environment: dict[str, str]) -> Notebook:
    """The notebook of a program and its run: a code cell for each cell, with its name.

    Raises nbformat.ValidationError if an output is not what nbformat allows.
    """
    import nbformat

    code = [
        code_cell(cell.source, outputs, name=cell.name)
        for cell, outputs in zip(snippet.cells, run.outputs, strict=True)
    ]
    notebook = of_cells(
        code,
        program=snippet.path,
        title=snippet.title,
        environment=environment,
        warnings=list(run.warnings),
        guards=list(run.guards),
    )
    nbformat.validate(nbformat.from_dict(notebook))
    return notebook


def code_cell(source: str, outputs: Iterable[dict[str, Any]], **metadata: str) -> dict[str, Any]:
    """A code cell whose metadata ``yeje`` holds `metadata`."""
    return {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "metadata": {"yeje": metadata},
    }


def tag(cell: dict[str, Any], name: str) -> None:
    """Give a cell a tag more."""
    cell["metadata"].setdefault("tags", []).append(name)


def fold(cell: dict[str, Any]) -> None:
    """Have a code cell's source folded: by Jupyter and editors, by Colab, and by our own view."""
    cell["metadata"]["jupyter"] = {"source_hidden": True}
    cell["metadata"]["cellView"] = "form"
    tag(cell, FOLDED)


def markdown_cell(source: str) -> dict[str, Any]:
    """A cell of prose."""
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def of_cells(cells: Iterable[dict[str, Any]], **metadata: Any) -> Notebook:
    """A whole notebook for a Python kernel, whose metadata ``yeje`` holds `metadata`.

    Cells get their ids and execution counts here, by position: random ones would differ in every
    build.
    """
    numbered = []
    count = 0
    for position, cell in enumerate(cells, 1):
        extra: dict[str, Any] = {"id": f"cell-{position}"}
        if cell["cell_type"] == "code":
            count += 1
            extra["execution_count"] = count
        numbered.append({**cell, **extra})
    return {
        "cells": numbered,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "yeje": metadata,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def cell_outputs(notebook: Notebook, name: str | None) -> list[dict[str, Any]]:
    """The outputs of the cell of that name, or of all cells."""
    return [
        output
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and name in (None, cell["metadata"]["yeje"]["name"])
        for output in cell["outputs"]
    ]
