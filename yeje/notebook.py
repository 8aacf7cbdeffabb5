"""One page as one notebook: its prose, the cells that it embeds, their stored outputs.

A reader runs it from top to bottom in one kernel, so each cell stands there once, at its first
embed, with the cells of its program that come before it; a cell shown a second time is a note. The
helper modules that the programs import are written out by a cell of their own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from yeje import front_matter, keys, layers, names, notebook_file, notebook_prose, summary_table, svg
from yeje import markdown_text as md
from yeje.build import Build
from yeje.links import Link, Target
from yeje.model import Cell, LinkError, Snippet
from yeje.store import Notebook

HARMLESS = ("image/png", "image/jpeg", "text/plain")
"""Kinds of output that a notebook shows as they are. Others could be programs of the browser's."""


@dataclass
class _Draft:
    """A notebook being made."""

    build: Build
    page: str
    cells: list[dict[str, Any]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    dedent: int = 0
    """Columns to take from the prose that follows an embed in a list item."""
    shown: list[tuple[str, Cell, int]] = field(default_factory=list)
    """The programs' cells so far: program, cell, line of the embed."""
    written: set[str] = field(default_factory=set)

    def add_line(self, line: str) -> None:
        if line.strip() and md.indent_of(line) < self.dedent:
            self.dedent = 0
        self.prose.append(line[self.dedent :])

    def flush(self) -> None:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.prose).strip("\n"))
        self.prose = []
        if text.strip():
            self.cells.append(notebook_file.markdown_cell(text))

    def embed(self, link: Link, target: Target, indent: int, folded: bool) -> None:
        """Add the cells up to the one that the link shows, as far as they are not there yet."""
        result = self.build.result(target.program)
        snippet = result.snippet
        if snippet is None or (target.cell and snippet.cell(target.cell) is None):
            return  # the page says what is wrong
        self.dedent = indent
        known = {(program, cell.name) for program, cell, _ in self.shown}
        new = [c for c in _up_to(snippet, target.cell) if (target.program, c.name) not in known]
        caption = link.text.strip()
        if not new:
            self.prose += ["", f"*{caption} — 위에서 실행한 코드입니다.*", ""]
            return
        self.prose += ["", f"**{caption}** (`{PurePosixPath(target.program).name}`)", ""]
        self.flush()
        self._write_helpers(snippet)
        for cell in new:
            self.shown.append((target.program, cell, link.line))
            stored = result.notebook if result.error is None else None
            outputs = notebook_file.cell_outputs(stored, cell.name) if stored else []
            metadata = {"program": target.program, "name": cell.name}
            shown = _shown(outputs, f"{snippet.name}-{cell.name}", caption)
            code = notebook_file.code_cell(cell.source, shown, **metadata)
            if folded:
                notebook_file.fold(code)
            if snippet.header.raises and cell == snippet.cells[-1]:
                notebook_file.tag(code, "raises-exception")  # Jupyter goes on behind it
            self.cells.append(code)

    def _write_helpers(self, snippet: Snippet) -> None:
        """Colab has the notebook alone: what the program imports locally goes into files first."""
        root = self.build.project.root
        base = PurePosixPath(snippet.path).parent
        for path in keys.local_imports(snippet, root):
            if path in self.written:
                continue
            self.written.add(path)
            name = PurePosixPath(path).relative_to(base)
            text = (root / path).read_text(encoding="utf-8").rstrip("\n")
            source = _writes(name, text)
            self.cells.append(notebook_file.code_cell(source, [], program=path, name="file"))


def page_notebook(build: Build, page: str, text: str, page_url: Callable[[str], str]) -> Notebook:
    """The notebook of a page (its path below docs/) with this Markdown text.

    Waits for the programs that the page embeds. `page_url` gives the address, from the notebook,
    of a file below docs/, or gives back what it does not know. A link that leads nowhere is left
    out here: the page itself reports it. Names that one program takes from another are reported
    here, for only here do they meet.
    """
    project = build.project
    text = text.replace("\r\n", "\n")
    body = front_matter.HEAD.sub(lambda match: "\n" * match[0].count("\n"), text)

    def address(href: str) -> str:
        path, mark, anchor = href.partition("#")
        below = page
        if path:
            below = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        url = page_url(below)
        return href if url == below else url + mark + anchor

    lines, found = notebook_prose.plain(body, project.programs, address)
    draft = _Draft(build, page)
    for line in lines:
        match = notebook_prose.EMBED.search(line)
        if match is None:
            draft.add_line(line)
            continue
        link = found[int(match["link"])]
        try:
            target = project.resolve(link.href, page)
        except LinkError:
            continue
        draft.embed(link, target, match.start(), bool(match["folded"]))
    draft.flush()
    _report_clashes(draft)
    return notebook_file.of_cells(draft.cells, page=page)


def _report_clashes(draft: _Draft) -> None:
    cells = [(program, cell) for program, cell, _ in draft.shown]
    where = f"{draft.build.project.docs}/{draft.page}"
    told = set()
    for clash in names.clashes(cells):
        if (clash.program, clash.name) not in told:
            told.add((clash.program, clash.name))
            message = (
                f"{clash.program} (cell {clash.cell!r}) reads {clash.name!r}, which on this page's "
                f"notebook is overwritten by {clash.other}; rename it in one of the two"
            )
            draft.build.report(LinkError(where, draft.shown[clash.index][2], message))


def _up_to(snippet: Snippet, cell: str | None) -> tuple[Cell, ...]:
    """The cells that must have run before this one can, and itself; without a name, all."""
    last = snippet.cell(cell) if cell else None
    return snippet.cells[: snippet.cells.index(last) + 1] if last else snippet.cells


def _shown(outputs: Iterable[dict[str, Any]], identity: str, caption: str) -> list[dict[str, Any]]:
    """Outputs as a notebook may have them: their text, and figures that are only figures."""
    shown = []
    for number, output in enumerate(outputs, 1):
        if "data" not in output:
            shown.append(output)
            continue
        data = {mime: output["data"][mime] for mime in HARMLESS if mime in output["data"]}
        summary = layers.summary_of(output)
        if summary is not None:
            data["text/html"] = summary_table.table(summary)
        if "image/svg+xml" in output["data"]:
            source = "".join(output["data"]["image/svg+xml"])
            try:
                data["image/svg+xml"] = svg.alone(source, f"{identity}-{number}", caption)
                data.pop("image/png", None)  # of the same graph; the notebook makes it again when it runs
            except svg.UnsafeSVGError:
                data.setdefault("text/plain", "<Figure>")
        alt = {mime: {"alt": caption} for mime in data if mime.startswith("image/")}
        shown.append({**output, "data": data, "metadata": alt})
    return shown


def _writes(name: PurePosixPath, text: str) -> str:
    """Code that writes the file `name` with this text."""
    lines = ["# 이 쪽의 프로그램이 불러오는 모듈을 파일로 적어 둡니다.", "from pathlib import Path", ""]
    if len(name.parts) > 1:
        lines.append(f"Path({str(name.parent)!r}).mkdir(parents=True, exist_ok=True)")
    lines.append(f'Path({str(name)!r}).write_text({_literal(text)}, encoding="utf-8")')
    return "\n".join(lines) + ";"  # so that the count of characters is not shown


def _literal(text: str) -> str:
    """A Python literal that reads like the text itself, where it can."""
    for quotes in ('"""', "'''"):
        if quotes not in text and "\\" not in text and not text.startswith(quotes[0]):
            return f"{quotes}{text}\n{quotes}"
    return repr(text + "\n")
