"""The Markdown extension: links to programs become code, outputs and checked evidence.

- A link that is all of its paragraph embeds: the cell's code and outputs (or the whole program's).
- A link inside a sentence is evidence: its text must stand in what that cell printed.

Works in any builder that runs Python-Markdown. The build it reads from is handed in by the MkDocs
hook; without one it looks into the store, and whatever is stale there shows as an error.
"""

from __future__ import annotations

import posixpath
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from yeje import evidence, links, render
from yeje.build import Build, Project, Result
from yeje.links import Target
from yeje.model import Cell, LinkError, Snippet, YejeError
from yeje.notebook_file import cell_outputs


class YejeExtension(Extension):
    """``yeje.extension`` in a list of Markdown extensions."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "build": ["", "the Build to read from; without one, the store below the current folder"],
            "page": ["", "the page's path below docs/, where the builder tells it"],
            "offset": [0, "lines of the page's file before its Markdown, its front matter"],
            "downloads": [False, "whether the site holds the programs, for links to them"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Register the two processors."""
        source = _Source(md)
        md.preprocessors.register(source, "yeje", 1000)  # first: it keeps the text as written
        build = self.getConfig("build") or Build(Project(Path.cwd().resolve()))
        embeds = _Embeds(
            md,
            source,
            build,
            page=self.getConfig("page"),
            offset=self.getConfig("offset"),
            downloads=self.getConfig("downloads"),
        )
        # After inline patterns (20), which make the links; before toc (5) and MkDocs' own (0).
        md.treeprocessors.register(embeds, "yeje", 10)


def makeExtension(**kwargs: Any) -> YejeExtension:  # noqa: N802 - the name is Markdown's
    """Markdown's entry point."""
    return YejeExtension(**kwargs)


class _Source(Preprocessor):
    """Keeps the page's text, to find lines in it later."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines


class _Embeds(Treeprocessor):
    """Replaces links to programs in a page's tree."""

    def __init__(
        self, md: Markdown, source: _Source, build: Build, page: str, offset: int, downloads: bool
    ) -> None:
        super().__init__(md)
        self._source, self._build = source, build
        self._page, self._offset, self._downloads = page, offset, downloads

    def run(self, root: ET.Element) -> None:
        """Embeds first, so that evidence can point at what the page shows."""
        parents = {child: parent for parent in root.iter() for child in parent}
        anchors = _Anchors()
        seen: dict[str, int] = {}
        evidence_links = []
        for link in [e for e in root.iter("a") if self._is_ours(e)]:
            href = link.get("href", "")
            line = self._line(href, seen.get(href, 0))
            seen[href] = seen.get(href, 0) + 1
            holder = parents[link]
            if _is_alone(link, holder):
                self._embed(link, holder, line, anchors)
            else:
                evidence_links.append((link, line))
        for link, line in evidence_links:
            self._prove(link, line, anchors)

    def _is_ours(self, link: ET.Element) -> bool:
        return links.is_program_link(link.get("href", ""), self._build.project.programs)

    def _line(self, href: str, occurrence: int) -> int | None:
        line = links.line_of(self._source.text, href, occurrence)
        return None if line is None else line + self._offset

    def _embed(
        self, link: ET.Element, holder: ET.Element, line: int | None, anchors: _Anchors
    ) -> None:
        found = self._find(link, line)
        if isinstance(found, YejeError):
            self._complain(holder, found)
            return
        target, snippet, result = found
        cells = [c for c in snippet.cells if target.cell in (None, c.name)]
        identity = anchors.add(target, snippet, cells)
        _clear(holder)
        block = ET.SubElement(holder, "div") if holder.tag == "li" else _become(holder, "div")
        block.attrib.update(
            {"class": "yeje", "id": identity, "data-program": snippet.name}
            | ({"data-cell": target.cell} if target.cell else {})
        )
        block.append(self._caption(target, link))
        html = self._body(snippet, result, cells, identity, _text_of(link))
        ET.SubElement(block, "div").text = self.md.htmlStash.store(html)

    def _caption(self, target: Target, link: ET.Element) -> ET.Element:
        caption = ET.Element("div", {"class": "yeje-caption"})
        span = ET.SubElement(caption, "span")
        span.text = link.text
        span.extend(list(link))
        if self._downloads:
            name = posixpath.basename(target.program)
            href = self._download(target)
            attributes = {"class": "yeje-source", "href": href, "download": name}
            ET.SubElement(caption, "a", attributes).text = name
        return caption

    def _download(self, target: Target) -> str:
        return posixpath.relpath(target.program, posixpath.dirname(self._page) or ".")

    def _body(
        self, snippet: Snippet, result: Result, cells: list[Cell], identity: str, caption: str
    ) -> str:
        parts = []
        for cell in cells:
            shown = render.code(cell.source, self.md)
            if result.error is None:
                shown += self._outputs(result, cell, identity, caption)
            parts.append(f'<div class="yeje-cell">{shown}</div>')
        if result.error is not None:
            last = "".join(self._outputs(result, cell, identity, caption) for cell in cells)
            parts.append(render.problem(result.error, last))
        return "".join(parts)

    def _outputs(self, result: Result, cell: Cell, identity: str, caption: str) -> str:
        if result.notebook is None:
            return ""
        outputs = cell_outputs(result.notebook, cell.name)
        return render.outputs(outputs, f"{identity}-{cell.name}", caption)

    def _prove(self, link: ET.Element, line: int | None, anchors: _Anchors) -> None:
        found = self._find(link, line)
        if isinstance(found, YejeError):
            self._complain(link, found)
            return
        target, _, result = found
        claim = unicodedata.normalize("NFC", _text_of(link))
        if result.error is None and result.notebook is not None:
            text = evidence.printed(cell_outputs(result.notebook, target.cell))
            if not evidence.holds(claim, text):
                where = target.program + (f"#{target.cell}" if target.cell else "")
                message = f"the page says {claim!r}, but {where} printed:\n{evidence.quote(text)}"
                self._complain(link, self._error(line, message))
                return
        anchor = anchors.find(target)
        link.set("class", "yeje-evidence")
        if anchor:
            link.set("href", f"#{anchor}")
        elif self._downloads:
            link.set("href", self._download(target))
        else:
            _become(link, "span")

    def _find(
        self, link: ET.Element, line: int | None
    ) -> tuple[Target, Snippet, Result] | YejeError:
        """What a link points at, or what is wrong with it."""
        project = self._build.project
        href = link.get("href", "")
        try:
            target = links.resolve(href, self._page, project.root, project.docs, project.programs)
        except LinkError as error:
            return self._error(line, error.message)
        result = self._build.result(target.program)
        if result.snippet is None:
            assert result.error is not None
            return result.error
        if target.cell is not None and result.snippet.cell(target.cell) is None:
            names = ", ".join(cell.name for cell in result.snippet.cells)
            return self._error(
                line, f"{target.program} has no cell named {target.cell!r}; it has: {names}"
            )
        return target, result.snippet, result

    @property
    def _where(self) -> str:
        docs = self._build.project.docs
        return f"{docs}/{self._page}" if self._page else docs

    def _error(self, line: int | None, message: str) -> LinkError:
        return LinkError(self._where, line, message)

    def _complain(self, element: ET.Element, error: YejeError) -> None:
        """Say the problem on the page in the element's place, and report it if it is the page's:
        a program's own is the build's to report."""
        if isinstance(error, LinkError):
            self._build.report(error)
        tail = element.tail
        _clear(element)
        if element.tag == "a":
            _become(element, "strong")
            element.set("class", "yeje-broken")
            element.text = f"[{str(error).splitlines()[0]}]"
            element.tail = tail
        else:
            block = _become(element, "div") if element.tag == "p" else element
            block.text = self.md.htmlStash.store(render.problem(error, ""))


def _is_alone(link: ET.Element, holder: ET.Element) -> bool:
    """Whether the link is all that its paragraph, or its tight list item, holds."""
    return (
        holder.tag in ("p", "li")
        and len(holder) == 1
        and not (holder.text or "").strip()
        and not (link.tail or "").strip()
    )


def _text_of(element: ET.Element) -> str:
    return "".join(element.itertext()).strip()


def _become(element: ET.Element, tag: str) -> ET.Element:
    element.tag = tag
    element.attrib.pop("href", None)
    return element


def _clear(element: ET.Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


class _Anchors:
    """The ids of a page's embeds."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str | None], str] = {}
        self._used: set[str] = set()

    def add(self, target: Target, snippet: Snippet, cells: list[Cell]) -> str:
        """A new id for an embed; the first one of a cell is where evidence points."""
        name = snippet.name.replace("/", "-") + (f"-{target.cell}" if target.cell else "")
        identity, number = name, 1
        while identity in self._used:
            number += 1
            identity = f"{name}-{number}"
        self._used.add(identity)
        for key in (target.cell, *(cell.name for cell in cells)):
            self._first.setdefault((target.program, key), identity)
        return identity

    def find(self, target: Target) -> str | None:
        """The id of the embed that shows what `target` points at."""
        return self._first.get((target.program, target.cell)) or self._first.get(
            (target.program, None)
        )
