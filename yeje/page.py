"""What the links of one page stand for: the programs behind them, and the problems with them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from yeje import evidence, figures, render, views
from yeje.build import Build, Result
from yeje.layers import Span
from yeje.links import Target
from yeje.model import Cell, LinkError, Snippet, YejeError
from yeje.notebook_file import cell_outputs
from yeje.rendered import Rendered
from yeje.views import Marks


@dataclass(frozen=True)
class Found:
    """What a link points at: the program is there, and so is its cell."""

    target: Target
    snippet: Snippet
    result: Result

    @property
    def cells(self) -> list[Cell]:
        """The cells that an embed shows: the one of the link, or all."""
        return [cell for cell in self.snippet.cells if self.target.cell in (None, cell.name)]

    @property
    def name(self) -> str:
        """How messages call it: ``snippets/branched.py#model``."""
        return "#".join(part for part in (self.target.program, self.target.cell) if part)


@dataclass(frozen=True)
class Page:
    """A page being rendered."""

    build: Build
    path: str
    """Its path below docs/; empty where the builder does not tell."""
    offset: int
    """Lines of its file before its Markdown."""
    root: str = ""
    """The address of the site's root, as a link of the page's HTML has to say it: ``./`` or ``../``;
    empty where the site has no figures' files."""

    def error(self, line: int | None, message: str) -> LinkError:
        """A problem of the page, in this line of its Markdown."""
        docs = self.build.project.docs
        where = f"{docs}/{self.path}" if self.path else docs
        return LinkError(where, None if line is None else line + self.offset, message)

    def find(self, href: str, line: int | None) -> Found | YejeError:
        """What a link points at, or what is wrong with it. Waits for the program's run."""
        project = self.build.project
        try:
            target = project.resolve(href, self.path)
        except LinkError as error:
            return self.error(line, error.message)
        result = self.build.result(target.program)
        if result.snippet is None:
            return result.error or self.error(line, f"{target.program} cannot be read")
        if target.cell is not None and result.snippet.cell(target.cell) is None:
            names = ", ".join(cell.name for cell in result.snippet.cells)
            return self.error(line, f"{target.program} has no cell named {target.cell!r}; it has: {names}")
        return Found(target, result.snippet, result)

    def disproved(self, claim: str, found: Found, line: int | None) -> LinkError | None:
        """The problem of a claim that does not stand in what the cell printed, or None.

        A program that failed printed nothing to hold a claim against; its own error is enough.
        """
        if found.result.error is not None or found.result.notebook is None:
            return None
        text = evidence.printed(cell_outputs(found.result.notebook, found.target.cell))
        if evidence.holds(claim, text):
            return None
        said = evidence.quote(text)
        printed = f"printed:\n{said}" if said else "printed nothing"
        return self.error(line, f"the page says {claim!r}, but {found.name} {printed}")

    def download(self, target: Target) -> str:
        """The address of the program's file, as a link of this page's Markdown."""
        return quote(posixpath.relpath(target.program, posixpath.dirname(self.path) or "."))

    def address(self, path: str) -> str | None:
        """The address of a file of the site, given by its path there, as a link of the page's HTML."""
        return self.root + quote(path) if self.root else None


@dataclass(frozen=True)
class Embed:
    """A place of a page where a program is shown."""

    found: Found
    identity: str
    """Its id."""
    caption: str
    marks: Marks
    """The program's layers that the page shows more than once."""


def marks(embeds: Iterable[tuple[Found, int | None]]) -> Mapping[str, Marks]:
    """Program -> its layers that a page shows more than once, given all that it shows, and in which
    group. A program that failed has no layers: its outputs are not those of its code."""
    return views.marks(
        views.Embed(
            found.target.program,
            found.snippet.name,
            tuple((cell, tuple(_cell_outputs(found, cell))) for cell in found.cells),
            _places(found),
            group,
        )
        for found, group in embeds
        if found.result.error is None
    )


def body(current: Page, embed: Embed, code: render.Code) -> str:
    """The HTML of an embed below its caption: each cell's code, and its outputs.

    When the program failed, what is known of it comes last: the error, and the outputs of its last
    good run.
    """
    found = embed.found
    if found.result.error is not None:  # nothing lasting about it
        return _body(current, embed, code)
    shown = [[cell.source, cell.line, _cell_outputs(found, cell)] for cell in found.cells]
    names = [cell.name for cell in found.cells]
    linked = [[number, mark.key, mark.twins] for number, mark in sorted(embed.marks.items())]
    places = sorted(_places(found).items()) if linked else []
    name = found.snippet.name
    inputs = [shown, names, embed.identity, embed.caption, name, linked, places, current.root]
    memo = Rendered(current.build.project.root / ".yeje" / "rendered")
    return memo.get(inputs, lambda: _body(current, embed, code))


def _body(current: Page, embed: Embed, code: render.Code) -> str:
    found = embed.found
    error = found.result.error
    marks, places = ({}, {}) if error else (embed.marks, _places(found))
    outputs = {}
    for cell in found.cells:

        def image(number: int, cell: Cell = cell) -> str | None:
            return current.address(figures.path(found.snippet.name, cell.name, number))

        identity = f"{embed.identity}-{_slug(cell.name)}"
        items = _cell_outputs(found, cell)
        outputs[cell.name] = render.outputs(items, identity, embed.caption, marks, image)
    parts = [
        f'<div class="yeje-cell">{render.marked_code(code, cell, places, marks)}'
        f"{'' if error else outputs[cell.name]}</div>"
        for cell in found.cells
    ]
    if error is not None:
        parts.append(render.problem(error, "".join(outputs.values())))
    elif any(" data-layer=" in part for part in parts):
        parts.append(render.NOTE)
    return "".join(parts)


def _places(found: Found) -> dict[int, tuple[Span, ...]]:
    notebook = found.result.notebook
    return views.places(cell_outputs(notebook, None)) if notebook else {}


def _cell_outputs(found: Found, cell: Cell) -> list[dict[str, Any]]:
    notebook = found.result.notebook
    return cell_outputs(notebook, cell.name) if notebook else []


class Anchors:
    """The ids of a page's embeds."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        """`used` are ids that the page has already."""
        self._first: dict[tuple[str, str | None], str] = {}
        self._used = set(used)

    def add(self, found: Found) -> str:
        """A new id for an embed; the first one that shows a cell is where evidence points."""
        target = found.target
        name = _slug(found.snippet.name + (f"-{target.cell}" if target.cell else ""))
        identity, number = name, 1
        while identity in self._used:
            number += 1
            identity = f"{name}-{number}"
        self._used.add(identity)
        for key in (target.cell, *(cell.name for cell in found.cells)):
            self._first.setdefault((target.program, key), identity)
        return identity

    def find(self, target: Target) -> str | None:
        """The id of the embed that shows what `target` points at."""
        return self._first.get((target.program, target.cell))


def _slug(name: str) -> str:
    """A name as an id: without white space or slashes, letters of every alphabet kept."""
    return re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name))
