"""Each page's notebook, run from top to bottom in a real Jupyter kernel in an empty folder."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from ahead import Ahead, selected
from real import PAGES, Unrun, path_with_dot, results, text_of

from yeje import links
from yeje.build import Result
from yeje.notebook import page_notebook
from yeje.site_files import WITHOUT_NOTEBOOK

nbclient = pytest.importorskip("nbclient")
pytestmark = [pytest.mark.slow, pytest.mark.tensorflow]

NOTEBOOKS = sorted(set(PAGES) - WITHOUT_NOTEBOOK)


class _Stored(Unrun):
    """A Build that has what the engine stored."""

    def result(self, program: str) -> Result:
        return results()[program]


def notebook_of(page: str) -> Any:
    build = _Stored()
    made = page_notebook(build, page, text_of(page), lambda target: target)  # type: ignore[arg-type]
    assert [str(problem) for problem in build.problems] == []
    return nbformat.from_dict(made)


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_a_notebook_is_valid_and_has_outputs(page: str) -> None:
    notebook = notebook_of(page)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not code or any(cell.outputs for cell in code)


@pytest.fixture(scope="module")
def executed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ahead[Any]]:
    """Each page's notebook after a run in a kernel of its own, two at a time."""
    results()

    def execute(page: str) -> Any:
        notebook = notebook_of(page)
        folder = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
        client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder)
        # A loop of this thread's own, closed behind it. Raises CellExecutionError where a cell does.
        asyncio.run(client.async_execute())
        return notebook

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path_with_dot())
        patch.setenv("COLUMNS", "120")
        patch.delenv("MPLBACKEND", raising=False)
        ahead = Ahead(execute, selected(request, "run_page"))
        yield ahead
        ahead.close()


def has_code(page: str) -> bool:
    """Whether a kernel has anything to do."""
    return any(link.alone for link in links.scan(text_of(page), "snippets"))


@pytest.mark.parametrize("run_page", [page for page in NOTEBOOKS if has_code(page)])
def test_a_notebook_runs_from_top_to_bottom(run_page: str, executed: Ahead[Any]) -> None:
    stored = notebook_of(run_page).cells
    for before, cell in zip(stored, executed[run_page].cells, strict=True):
        if cell.cell_type == "code":
            assert _kinds(before.outputs) == _kinds(cell.outputs), cell.source


def _kinds(outputs: list[Any]) -> set[str]:
    """What a reader sees: text (in Jupyter, Rich's tables are HTML), a warning, a figure."""
    kinds = set()
    for output in outputs:
        if output.get("name") == "stderr":
            if "Warning" in output.text:
                kinds.add("warning")
        elif any(mime.startswith("image/") for mime in output.get("data", {})):
            kinds.add("figure")
        else:
            kinds.add("text")
    return kinds
