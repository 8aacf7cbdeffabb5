"""What the links of one page stand for: the programs behind them, and the problems with them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from yeje import evidence, links, render
from yeje.build import Build, Result
from yeje.links import Target
from yeje.model import Cell, LinkError, Snippet, YejeError
from yeje.notebook_file import cell_outputs
from yeje.rendered import Rendered


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

    def error(self, line: int | None, message: str) -> LinkError:
        """A problem of the page, in this line of its Markdown."""
        docs = self.build.project.docs
        where = f"{docs}/{self.path}" if self.path else docs
        return LinkError(where, None if line is None else line + self.offset, message)

    def find(self, href: str, line: int | None) -> Found | YejeError:
        """What a link points at, or what is wrong with it. Waits for the program's run."""
        project = self.build.project
        try:
            target = links.resolve(
                href, self.path, project.root, project.docs, project.programs, project.helpers
            )
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
        """The address of the program's file, as a link of this page."""
        return quote(posixpath.relpath(target.program, posixpath.dirname(self.path) or "."))


def body(build: Build, found: Found, identity: str, caption: str, code: render.Code) -> str:
    """The HTML of an embed below its caption: each cell's code, and its outputs.

    `identity` is the embed's id. When the program failed, what is known of it comes last: the
    error, and the outputs of its last good run.
    """
    result = found.result
    if result.error is not None:  # nothing lasting about it
        return _body(found, identity, caption, code)
    shown = [[cell.source, _cell_outputs(found, cell)] for cell in found.cells]
    inputs = [shown, [cell.name for cell in found.cells], identity, caption]
    memo = Rendered(build.project.root / ".yeje" / "rendered")
    return memo.get(inputs, lambda: _body(found, identity, caption, code))


def _body(found: Found, identity: str, caption: str, code: render.Code) -> str:
    result = found.result
    parts = []
    for cell in found.cells:
        shown = code(cell.source)
        if result.error is None:
            shown += _outputs(found, cell, identity, caption)
        parts.append(f'<div class="yeje-cell">{shown}</div>')
    if result.error is not None:
        last = "".join(_outputs(found, cell, identity, caption) for cell in found.cells)
        parts.append(render.problem(result.error, last))
    return "".join(parts)


def _outputs(found: Found, cell: Cell, identity: str, caption: str) -> str:
    outputs = _cell_outputs(found, cell)
    return render.outputs(outputs, f"{identity}-{_slug(cell.name)}", caption)


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
