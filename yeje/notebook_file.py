"""A program with its outputs as an executed notebook (nbformat 4), the form in which it is stored."""

from __future__ import annotations

from typing import Any

import nbformat
import nbformat.v4

from yeje.model import Run, Snippet
from yeje.store import Notebook


def executed(snippet: Snippet, run: Run, environment: dict[str, str]) -> Notebook:
    """The notebook of a program and its run: a code cell for each cell, named by its id's metadata.

    Raises nbformat.ValidationError if an output is not what nbformat allows.
    """
    code = [
        code_cell(cell.source, list(outputs), f"cell-{number}", number, name=cell.name)
        for number, (cell, outputs) in enumerate(zip(snippet.cells, run.outputs, strict=True), 1)
    ]
    return finished(
        code,
        {
            "program": snippet.path,
            "title": snippet.title,
            "environment": environment,
            "warnings": list(run.warnings),
            "guards": list(run.guards),
        },
    )


def code_cell(
    source: str, outputs: list[dict[str, Any]], identity: str, count: int | None, **metadata: str
) -> dict[str, Any]:
    """A code cell whose metadata ``yeje`` holds `metadata`."""
    cell: dict[str, Any] = nbformat.v4.new_code_cell(
        source,
        outputs=[nbformat.from_dict(output) for output in outputs],
        execution_count=count,
        metadata={"yeje": metadata},
        id=identity,
    )
    return cell


def finished(cells: list[dict[str, Any]], metadata: dict[str, Any]) -> Notebook:
    """A whole, valid notebook for a Python kernel."""
    notebook = nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "yeje": metadata,
        },
    )
    nbformat.validate(notebook)
    return dict(notebook)


def cell_outputs(notebook: Notebook, name: str | None) -> list[dict[str, Any]]:
    """The outputs of the cell of that name, or of all cells."""
    return [
        output
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and name in (None, cell["metadata"]["yeje"]["name"])
        for output in cell["outputs"]
    ]
