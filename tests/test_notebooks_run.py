"""Each page's notebook, run from top to bottom in a real Jupyter kernel in an empty folder."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kernels
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

COMPARED = "toy.md"
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


def execute(page: str, folder: Path, kernel: list[str] | None = None) -> Any:
    """A page's notebook after a run in a kernel of its own, which `kernel` starts if it is given."""

    class Client(nbclient.NotebookClient):  # type: ignore[misc]
        def create_kernel_manager(self) -> Any:
            manager = super().create_kernel_manager()
            manager.kernel_spec.argv = kernel or manager.kernel_spec.argv
            return manager

    notebook = notebook_of(page)
    resources = {"metadata": {"path": str(folder)}}
    client = Client(notebook, timeout=300, kernel_name="python3", resources=resources)
    # A loop of this thread's own, closed behind it. Raises CellExecutionError where a cell does.
    asyncio.run(client.async_execute())
    return notebook


@pytest.fixture(scope="module")
def readers_environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path_with_dot())
        patch.setenv("COLUMNS", "120")
        patch.delenv("MPLBACKEND", raising=False)
        yield


@pytest.fixture(scope="module")
def executed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, readers_environment: None
) -> Iterator[Ahead[Any]]:
    """Each page's notebook after its run, two at a time."""
    results()
    with kernels.server(tmp_path_factory.mktemp("kernels")) as kernel:
        ahead = Ahead(
            lambda page: execute(page, tmp_path_factory.mktemp("kernel"), kernel),
            selected(request, "run_page"),
        )
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


def test_a_kernel_that_is_started_plainly_comes_to_the_same(
    tmp_path: Path, executed: Ahead[Any], readers_environment: None
) -> None:
    try:
        forked = executed[COMPARED]
    except KeyError:
        pytest.skip("its own test was not asked for")
    plain = execute(COMPARED, tmp_path)
    shown = [[cell.get("outputs") for cell in notebook.cells] for notebook in (forked, plain)]
    assert shown[0] == shown[1]
    assert {"text", "figure"} <= set().union(*(_kinds(outputs) for outputs in shown[0] if outputs))


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
