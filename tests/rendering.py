"""A repository whose programs' outputs are made up: rendering never runs code, nor do its tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.slugs import slugify

from yeje import notebook_file
from yeje.build import Result
from yeje.layers import SUMMARY
from yeje.model import LinkError, Run, SnippetError, YejeError
from yeje.notebook import page_notebook
from yeje.project import Project

EXTENSIONS = [
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "yeje.extension",
]
"""Those of mkdocs.yml."""

Output = dict[str, Any]


def stream(text: str, name: str = "stdout") -> Output:
    return {"output_type": "stream", "name": name, "text": text}


def display(**data: str) -> Output:
    mimes = {"text": "text/plain", "svg": "image/svg+xml", "png": "image/png", "html": "text/html"}
    bundle = {mimes[kind]: text for kind, text in data.items()}
    return {"output_type": "display_data", "data": bundle, "metadata": {}}


def layer(number: int, name: str, kind: str = "Dense", spans: Sequence[Sequence[int]] = ()) -> dict[str, Any]:
    """A layer as a run notes it."""
    texts = {"shape": "(None, 4)", "params": "16", "formula": "3·4 + 4 = 16"}
    return {"number": number, "name": name, "kind": kind, "spans": [list(span) for span in spans], **texts}


def summary(*layers: dict[str, Any], text: str = "printed") -> Output:
    """The summary of a model with these layers."""
    rows = [{"layer": index, "level": 0} for index in range(len(layers))]
    table = {"model": "m", "rows": rows, "totals": [["Total params", "16 (64.00 B)"]]}
    extra = {"kind": "summary", "layers": list(layers)}
    data = {SUMMARY: table, "text/plain": text}
    return {"output_type": "display_data", "data": data, "metadata": {"yeje": extra}}


def graph(*layers: dict[str, Any], png: str = "iVBORw0=") -> Output:
    """The graph of a model with these layers, a box for each."""
    boxes = "".join(
        f'<g id="n{n}" class="node"><title>node{n}</title><text>{one["name"]}</text></g>'
        for n, one in enumerate(layers, 1)
    )
    nodes = {f"node{n}": n - 1 for n in range(1, len(layers) + 1)}
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{boxes}</svg>'
    data = {"image/svg+xml": drawing, "image/png": png, "text/plain": "<Figure>"}
    extra = {"kind": "graph", "layers": list(layers), "nodes": nodes}
    return {"output_type": "display_data", "data": data, "metadata": {"yeje": extra}}


@dataclass
class Site:
    """A repository in a folder; stands in for a Build that has run everything."""

    root: Path
    problems: list[YejeError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The programs whose result was asked for."""
    _outputs: dict[str, dict[str, list[Output]]] = field(default_factory=dict)
    _errors: dict[str, SnippetError] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        return Project(self.root)

    def program(self, path: str, source: str, **outputs: str | list[Output]) -> str:
        """Write a program; `outputs` are by cell, a text stands for what it printed."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source, encoding="utf-8")
        self._outputs[path] = {
            cell: [stream(found)] if isinstance(found, str) else found for cell, found in outputs.items()
        }
        return path

    def fails(self, path: str, line: int, message: str) -> SnippetError:
        self._errors[path] = SnippetError(path, line, message)
        return self._errors[path]

    def result(self, program: str) -> Result:
        self.asked.append(program)
        try:
            snippet = self.project.read(program)
        except SnippetError as error:
            return Result(None, None, error)
        known = self._outputs.get(program, {})
        outputs = tuple(tuple(known.get(cell.name, ())) for cell in snippet.cells)
        notebook = notebook_file.executed(snippet, Run(outputs, None), {})
        return Result(snippet, notebook, self._errors.get(program))

    def report(self, problem: YejeError) -> None:
        self.problems.append(problem)

    def render(self, text: str, page: str = "page.md", offset: int = 0, **options: Any) -> str:
        """The HTML of a page's Markdown; `problems` are those of this page alone."""
        self.problems.clear()
        settings = {"build": self, "page": page, "offset": offset, "downloads": True, **options}
        slugs = {"slugify": slugify(case="lower")}
        configs = {"yeje.extension": settings, "toc": slugs, "pymdownx.tabbed": {"alternate_style": True}}
        return str(Markdown(extensions=EXTENSIONS, extension_configs=configs).convert(text))

    def notebook(self, text: str, page: str = "page.md") -> dict[str, Any]:
        self.problems.clear()
        return page_notebook(self, page, text, lambda target: f"site:{target}")  # type: ignore[arg-type]

    @property
    def messages(self) -> list[str]:
        assert all(isinstance(problem, LinkError) for problem in self.problems)
        return [str(problem) for problem in self.problems]


def embeds(html: str) -> list[str]:
    """The ids of a page's embeds, in order."""
    tags = re.findall(r'<div [^>]*class="yeje"[^>]*>', html)
    return [re.findall(r'\bid="([^"]*)"', tag)[0] for tag in tags]


def sources(notebook: dict[str, Any], kind: str) -> list[str]:
    """What the notebook's cells of that kind hold."""
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == kind]
