"""The Markdown extension: links to programs become code, outputs and checked evidence.

- A link that is all of its paragraph embeds: the cell's code and outputs (or the whole program's).
- A link inside a sentence is evidence: its text must stand in what that cell printed.

Works in any builder that runs Python-Markdown. The build it reads from is handed in by the MkDocs
hook; without one it looks into the store, and whatever is stale there shows as an error.

The algorithm: before anything else reads the page's text, each link that `links.scan` finds in it
gets a mark in place of its address. Where the tree has a mark, it is known which line of the page
made that element. Marks that come back in no link stood in something that is no Markdown.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from yeje import code_spans, links, page, render
from yeje.build import Build
from yeje.links import Link
from yeje.model import LinkError, YejeError
from yeje.page import Anchors, Page
from yeje.project import Project
from yeje.views import Marks

ESCAPED = re.compile("\x02(\\d+)\x03")
"""How Python-Markdown keeps an escaped character until its end."""
ATTRIBUTES = re.compile(r"\{[^{}]*\}")
"""Of `attr_list`, which gives them to the element before."""


class YejeExtension(Extension):
    """``yeje.extension`` in a list of Markdown extensions."""

    def __init__(self, **kwargs: Any) -> None:
        """Options as in `config`."""
        self.config = {
            "build": ["", "the Build to read from; without one, the store below the current folder"],
            "page": ["", "the page's path below docs/, where the builder tells it"],
            "offset": [0, "lines of the page's file before its Markdown, its front matter"],
            "root": ["", "the address of the site's root from the page, where the site holds figures"],
            "downloads": [False, "whether the site holds the programs, for links to them"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Register the processors."""
        build = self.getConfig("build") or Build(Project(Path.cwd().resolve()))
        current = Page(build, self.getConfig("page"), self.getConfig("offset"), self.getConfig("root"))
        marks = _Marks(md, build.project.programs)
        embeds = _Embeds(md, marks, current, downloads=self.getConfig("downloads"))
        md.preprocessors.register(marks, "yeje", 1000)  # first: it reads the text as written
        # Right after inline patterns (20), which make the links; before toc (5), MkDocs' own (0).
        md.treeprocessors.register(embeds, "yeje", 19)
        # After raw_html (30), which puts back what was kept as HTML.
        md.postprocessors.register(_Unmark(md, marks), "yeje", 5)


def makeExtension(**kwargs: Any) -> YejeExtension:  # noqa: N802 - the name is Markdown's
    """Markdown's entry point."""
    return YejeExtension(**kwargs)


class _Marks(Preprocessor):
    """Puts a mark in place of the address of each link to a program."""

    def __init__(self, md: Markdown, programs: str) -> None:
        super().__init__(md)
        self._programs = programs
        self.links: dict[str, Link] = {}
        """Mark -> the link as it stands in the page's text."""
        self.tails: dict[str, str] = {}
        """Mark -> what the text has behind the link's text."""
        self.images: list[tuple[int, str]] = []
        """Line and address of programs that the text has as images."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace("\r\n", "\n")
        salt = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
        self.links, self.tails = {}, {}
        self.images = list(links.images(text, self._programs))
        parts, done = [], 0
        for number, link in enumerate(links.scan(text, self._programs)):
            mark = f"yeje{salt}x{number}x"
            self.links[mark] = link
            self.tails[mark] = text[link.start + len(link.text) + 2 : link.end]
            parts += [text[done : link.start], f"[{link.text}]({mark})"]
            done = link.end
        return "".join([*parts, text[done:]]).split("\n")


class _Unmark(Postprocessor):
    """Takes marks out of what was no link after all."""

    def __init__(self, md: Markdown, marks: _Marks) -> None:
        super().__init__(md)
        self._marks = marks

    def run(self, text: str) -> str:
        for mark, tail in self._marks.tails.items():
            text = text.replace(f"({mark})", escape(tail, quote=False))
        return text


class _Embeds(Treeprocessor):
    """Replaces links to programs in a page's tree."""

    def __init__(self, md: Markdown, marks: _Marks, current: Page, downloads: bool) -> None:
        super().__init__(md)
        self._marks, self._page, self._downloads = marks, current, downloads

    def run(self, root: ET.Element) -> None:
        """Embeds first, so that evidence can point at what the page shows."""
        parents = {child: parent for parent in root.iter() for child in parent}
        anchors = Anchors(e.get("id", "") for e in root.iter())
        left = dict(self._marks.links)
        evidence: list[tuple[ET.Element, int | None]] = []
        embeds: list[tuple[ET.Element, ET.Element, page.Found]] = []
        for element in list(root.iter("a")):
            mark = element.get("href", "")
            link = self._marks.links.get(mark)
            left.pop(mark, None)
            if link is not None:
                element.set("href", link.href)
            elif not links.is_program_link(mark, self._page.build.project.programs):
                continue
            line = link.line if link else None
            holder = parents[element]
            alone = _is_alone(element, holder)
            if not alone and _is_alone(element, holder, ATTRIBUTES.sub("", element.tail or "")):
                self._complain(element, self._page.error(line, _ATTRIBUTES))
                element.tail = ""
            elif link is not None and alone != link.alone:
                self._complain(element, self._page.error(line, _UNCLEAR))
            elif alone:
                found = self._page.find(element.get("href", ""), line)
                if isinstance(found, YejeError):
                    self._complain(holder, found)
                else:
                    embeds.append((element, holder, found))
            else:
                evidence.append((element, line))
        groups = [_group(holder, parents) for _, holder, _ in embeds]
        marks = page.marks((found, group) for (_, _, found), group in zip(embeds, groups, strict=True))
        for element, holder, found in embeds:
            self._embed(element, holder, found, anchors.add(found), marks)
        for element, line in evidence:
            self._prove(element, line, anchors)
        for line, href in self._marks.images:
            self._page.build.report(self._page.error(line, f"{href}: {_IMAGE}"))
        for link in left.values():
            self._page.build.report(self._page.error(link.line, f"{link.href}: {_UNREAD}"))

    def _embed(
        self,
        link: ET.Element,
        holder: ET.Element,
        found: page.Found,
        identity: str,
        marks: Mapping[str, Marks],
    ) -> None:
        _clear(holder)
        block = ET.SubElement(holder, "div") if holder.tag == "li" else _become(holder, "div")
        block.attrib.update(
            {"class": "yeje", "id": identity, "data-program": found.snippet.name}
            | ({"data-cell": found.target.cell} if found.target.cell else {})
        )
        caption = self._caption(found, link)
        block.append(caption)
        embed = page.Embed(found, identity, self._text_of(link), marks.get(found.target.program, {}))
        html = page.body(self._page, embed, render.highlighter(self.md))
        caption.tail = self.md.htmlStash.store(html)

    def _caption(self, found: page.Found, link: ET.Element) -> ET.Element:
        caption = ET.Element("div", {"class": "yeje-caption"})
        span = ET.SubElement(caption, "span")
        span.text = link.text
        span.extend(list(link))
        if self._downloads:
            name = found.target.program.rpartition("/")[2]
            href = self._page.download(found.target)
            attributes = {"class": "yeje-source", "href": href, "download": name}
            ET.SubElement(caption, "a", attributes).text = name
        return caption

    def _prove(self, link: ET.Element, line: int | None, anchors: Anchors) -> None:
        found = self._page.find(link.get("href", ""), line)
        if isinstance(found, YejeError):
            self._complain(link, found)
            return
        claim = unicodedata.normalize("NFC", self._text_of(link))
        problem = self._page.disproved(claim, found, line)
        if problem is not None:
            self._complain(link, problem)
            return
        anchor = anchors.find(found.target)
        link.set("class", "yeje-evidence")
        if anchor:
            link.set("href", f"#{anchor}")
        elif self._downloads:
            link.set("href", self._page.download(found.target))
        else:
            _become(link, "span")

    def _complain(self, element: ET.Element, error: YejeError) -> None:
        """Say the problem on the page in the element's place, and report it if it is the page's:
        a program's own is the build's to report."""
        if isinstance(error, LinkError):
            self._page.build.report(error)
        _clear(element)
        if element.tag == "a":
            _become(element, "strong").set("class", "yeje-broken")
            element.text = f"[{str(error).splitlines()[0]}]"
        else:
            block = _become(element, "div") if element.tag == "p" else element
            block.text = self.md.htmlStash.store(render.problem(error, ""))

    def _text_of(self, element: ET.Element) -> str:
        """What a reader sees of an element, with all that Markdown keeps aside put back."""

        def kept(match: re.Match[str]) -> str:
            raw = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
            return code_spans.text_of(raw if isinstance(raw, str) else "")

        text = HTML_PLACEHOLDER_RE.sub(kept, "".join(element.itertext()))
        return ESCAPED.sub(lambda match: chr(int(match[1])), text).strip()


_UNCLEAR = (
    "is this link to show the program, or to be evidence for a sentence? To show it, leave a blank "
    "line before and after it; for evidence, put it inside the sentence"
)
_ATTRIBUTES = "a link that shows a program takes no attributes; take out what stands in braces behind it"
_IMAGE = "a program is no image; to show it, take out the `!` before its link"
_UNREAD = (
    "this link stands in HTML or in code, where it does nothing; add `markdown` to the HTML's tag, "
    "or put code between ``` fences"
)


def _is_alone(link: ET.Element, holder: ET.Element, tail: str | None = None) -> bool:
    """Whether the link is all that its paragraph, or its tight list item, holds; with `tail` behind it
    in place of what is there."""
    behind = (link.tail or "") if tail is None else tail
    return (
        holder.tag in ("p", "li")
        and len(holder) == 1
        and not (holder.text or "").strip()
        and not behind.strip()
    )


def _group(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> int | None:
    """Which of the page's grids the element stands in: what is in one, stands side by side."""
    while (parent := parents.get(element)) is not None:
        if "grid" in parent.get("class", "").split():
            return id(parent)
        element = parent
    return None


def _become(element: ET.Element, tag: str) -> ET.Element:
    element.tag = tag
    element.attrib.pop("href", None)
    return element


def _clear(element: ET.Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
