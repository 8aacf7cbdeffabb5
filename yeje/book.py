"""The whole site as one page, to be printed or kept: every page a chapter, one after the other.

Ids that are one page's own would meet those of another, so each gets its page's name before it,
and what points at them follows: links inside a page, between pages, and from labels, table cells and
drawings. Nothing is rendered a second time. What is around the chapters is yeje/theme/book.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from yeje import code_spans
from yeje.published import Page, quoted, resolved

# In a tag: what follows, up to its end, has no "<". Text has: its own ">" are escaped.
_IN_TAG = r"(?=[^<>]*>)"
ONE = r"id|for|name|list|aria-activedescendant"
SEVERAL = r"headers|aria-(?:labelledby|describedby|controls|owns|details|flowto|errormessage)"
ATTRIBUTE = re.compile(
    rf'(?P<before>\s)(?P<name>{ONE}|{SEVERAL}|(?:xlink:)?href|src)="(?P<value>[^"]*)"{_IN_TAG}'
)
PAINT = re.compile(rf"url\(#(?P<id>[^)\s\"']+)\){_IN_TAG}")
"""Of a drawing: a clip path, a gradient, a marker."""
FOLDED = re.compile(r"<details(?=[\s>])(?![^<>]*(?:\sopen\b|\byeje-terminal\b))")
"""Questions and long code, to be open on paper; a table's text from the terminal says nothing new there."""
REGION = re.compile(r'\srole="region" aria-label="[^"]*(?="[^<>]*>)')
"""A program that two pages show has its outputs' names twice in the book, until the page's is with them."""


@dataclass(frozen=True)
class Chapter:
    """A page in the book."""

    id: str
    """What links to its first line point at."""
    title: str
    html: str


def chapters(pages: Iterable[Page]) -> list[Chapter]:
    """These pages as the book's chapters, in this order."""
    pages = list(pages)
    own = {page.url: page.name for page in pages}
    return [Chapter(page.name, page.title, _chapter(page, own)) for page in pages]


def _chapter(page: Page, chapters: dict[str, str]) -> str:
    """A page's HTML for the book; `chapters` has the id of every chapter by its page's address."""
    name_of_page = page.name

    def own(value: str) -> str:
        return f"{name_of_page}/{value}"

    def replaced(match: re.Match[str]) -> str:
        name, value = match["name"], match["value"]
        if re.fullmatch(SEVERAL, name):
            value = " ".join(map(own, value.split()))
        elif re.fullmatch(ONE, name):
            value = own(value) if value else value
        else:
            value = _address(value, page, chapters)
        return f'{match["before"]}{name}="{value}"'

    html = ATTRIBUTE.sub(replaced, page.html)
    html = PAINT.sub(lambda match: f"url(#{own(match['id'])})", html)
    html = FOLDED.sub("<details open", html)
    html = html.replace(f"<code{code_spans.FOCUS}>", "<code>")  # on paper, all of it stands there
    html = REGION.sub(lambda match: f"{match[0]} ({escape(page.title)})", html)
    return html if "<h1" in html else f"<h1>{escape(page.title, quote=False)}</h1>\n{html}"


def _address(href: str, page: Page, chapters: dict[str, str]) -> str:
    """A link as it stands on `page`, as it has to stand in the book."""
    href = unescape(href)
    found = resolved(page.url, href)
    if found is None:
        return escape(href)
    url, rest = found
    if url in chapters:
        anchor = rest.partition("#")[2]
        return escape(f"#{chapters[url]}/{anchor}" if anchor else f"#{chapters[url]}")
    return escape((quoted(url) or "./") + rest)
