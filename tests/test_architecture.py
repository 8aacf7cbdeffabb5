"""Imports point one way, and what is heavy stays where it belongs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "yeje"
LAYERS = (
    ("model", "published", "settings"),
    ("cells", "text", "fontconfig", "layers", "search_names", "run.sandbox", "run.watch"),
    ("keys", "record", "search_index"),
    ("store",),
    ("outcome",),
    ("job",),
    ("forking", "spawning"),
    ("runner",),
    ("build",),
    ("session", "site_files", "determinism", "scaffold", "terms"),
    ("book", "card", "feed", "llms", "moved"),
    ("edition", "mkdocs_pages"),
    ("__main__", "mkdocs_hook"),
)
"""Who may import whom: a module imports only from layers above its own line."""
DRAWING = ("backend", "displays", "graphs", "images", "models", "preload", "summaries")
"""Modules of `yeje.run` that know of what draws."""
HEAVY = {"tensorflow", "keras", "numpy", "matplotlib", "pydot", "IPython"}


def modules() -> dict[str, Path]:
    paths = (path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in paths}


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> set[str]:
    """Modules of this package that a file imports."""
    names = {name.removeprefix("yeje.") for name in imported(path)}
    return names & modules().keys()


def test_imports_point_one_way() -> None:
    layer = {name: index for index, names in enumerate(LAYERS) for name in names}
    upward = [
        f"{name} imports {other}"
        for name in layer
        for other in own(modules()[name])
        if layer.get(other, -1) >= layer[name]
    ]
    assert upward == []


def test_no_import_goes_round_in_a_circle() -> None:
    graph = {name: own(path) for name, path in modules().items()}
    while free := {name for name, others in graph.items() if not others}:
        graph = {name: others - free for name, others in graph.items() if name not in free}
    assert graph == {}


def test_what_runs_programs_knows_nothing_of_the_parent_but_the_model() -> None:
    for name, path in modules().items():
        if name.startswith("run."):
            assert {o for o in own(path) if not o.startswith("run.")} <= {"model"}, name


@pytest.mark.parametrize(
    ("packages", "allowed"),
    [
        ({"mkdocs"}, {"mkdocs_hook", "mkdocs_pages"}),
        ({"tensorflow", "keras"}, {"run.models", "run.summaries"}),
        (HEAVY, {f"run.{name}" for name in DRAWING}),
        ({"pygraphviz"}, {"dot", "run.graphs"}),
        ({"nbformat"}, {"notebook_file"}),
        ({"jinja2"}, {"templates"}),
    ],
)
def test_a_package_is_imported_only_where_it_belongs(packages: set[str], allowed: set[str]) -> None:
    users = {n for n, path in modules().items() if packages & {i.split(".")[0] for i in imported(path)}}
    assert users <= allowed


def test_rendering_a_site_imports_nothing_that_runs_a_program() -> None:
    code = "import sys, yeje.mkdocs_hook, yeje.extension, yeje.notebook; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in done.stdout.split()} & HEAVY == set()


def test_every_module_can_be_read_in_one_sitting() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").split("\n")) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
