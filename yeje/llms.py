"""The site for language models, as llmstxt.org proposes it: plain Markdown with the real outputs.

``llms.txt`` lists the pages, each page's Markdown stands beside it (``branched/index.html.md``), and
``llms-full.txt`` has all of them. The Markdown is that of the pages' notebooks: what programs printed
stands below their code, a figure is named by its caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from yeje import links
from yeje import markdown_text as md
from yeje.published import Page, Site, relative, resolved
from yeje.store import Notebook

RELATIVE = re.compile(r"\]\(<?(?!#|[a-z]+:)|\]:\s|\]\[")
"""What there has to be for a relative link to be there; finding out which takes longer."""
LIST, FULL = "llms.txt", "llms-full.txt"
OPTIONAL_UP_TO = 0.5
"""Priority of pages that can be left out where there is little room: tables, lists, comparisons."""
COURSE = "글"
"""Title of the list of pages that are in no group of the navigation."""


@dataclass(frozen=True)
class Address:
    """A place in the site that Markdown points at."""

    url: str
    """Relative to the site's root, not quoted."""
    rest: str
    """Query and fragment, as written."""


def files(site: Site, notebooks: Mapping[str, Notebook], views: Mapping[str, str]) -> dict[str, str]:
    """Path below the site's root -> text, of everything that this module makes.

    `notebooks` and the addresses of their `views` are by page; a page without has no Markdown.
    """
    pages = [page for page in site.pages if page.uri in notebooks]
    texts = {page.uri: list(markdown(notebooks[page.uri], views[page.uri])) for page in pages}

    def seen_from(folder: str, page: Page) -> str:
        def written(part: str | Address) -> str:
            if isinstance(part, str):
                return part
            return (site.absolute(part.url) if site.address else relative(part.url, folder)) + part.rest

        return "".join(map(written, texts[page.uri]))

    beside = {address(page): seen_from(page.folder, page) + "\n" for page in pages}
    whole = [f"<!-- {site.absolute(page.url)} -->\n\n{seen_from('', page)}" for page in pages]
    full = "\n\n".join([f"# {site.name}\n\n> {site.description}", *whole]) + "\n"
    return {**beside, LIST: contents(site, pages), FULL: full}


def address(page: Page) -> str:
    """Where a page's Markdown is, below the site's root: at its own address with ``.md`` behind it."""
    return (page.url if page.url.endswith(".html") else f"{page.url}index.html") + ".md"


def contents(site: Site, pages: list[Page]) -> str:
    """``llms.txt``: a title, what the site is, and lists of its pages' Markdown."""
    parts = [
        f"# {site.name}",
        f"> {site.description}",
        "글은 한국어입니다. 아래의 파일은 마크다운이고, 코드 아래의 출력은 그 코드를 실행해 얻은 것입니다. "
        f"모든 글을 한 파일로 읽으려면 [{FULL}]({site.absolute(FULL)})를 쓰십시오.",
    ]
    important = [page for page in pages if page.priority > OPTIONAL_UP_TO]
    for section, group in groupby(sorted(important, key=_section(important)), key=lambda page: page.sections):
        parts.append(_list(site, " / ".join(section) or COURSE, list(group)))
    if optional := [page for page in pages if page.priority <= OPTIONAL_UP_TO]:
        parts.append(_list(site, "Optional", optional))
    return "\n\n".join(parts) + "\n"


def markdown(notebook: Notebook, view: str) -> Iterator[str | Address]:
    """The parts of a page's notebook, viewed at `view`, as Markdown: text, and addresses in the site.

    Cells that only write the page's helper modules are left out.
    """
    between = ""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            yield between
            yield from _with_addresses(source, view)
        elif cell["metadata"].get("yeje", {}).get("name") != "file":
            yield between
            yield "\n\n".join([_fenced(source, "python"), *filter(None, map(_output, cell["outputs"]))])
        else:
            continue
        between = "\n\n"


def _output(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return _fenced("".join(output["text"]), "text")
    if output["output_type"] == "error":
        return _fenced(f"{output['ename']}: {output['evalue']}", "text")
    for mime, data in output["data"].items():
        if mime.startswith("image/"):
            alt = output.get("metadata", {}).get(mime, {}).get("alt", "")
            return f"({alt})" if alt.startswith("그림") else f"(그림: {alt})"
        if mime == "text/plain":
            text = "".join(data)
    return _fenced(text, "text")


def _fenced(text: str, language: str) -> str:
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def _with_addresses(text: str, view: str) -> Iterator[str | Address]:
    """Markdown, with its links to other places of the site as addresses below the root."""
    done = 0
    for place in links.every(md.prose(text)) if RELATIVE.search(text) else ():
        if place.address is None or place.href.startswith("#"):
            continue
        start, end = place.address
        found = resolved(view, place.href)
        if found is not None and start >= done:
            yield text[done:start]
            yield Address(*found)
            done = end
    yield text[done:]


def _section(pages: list[Page]) -> Callable[[Page], int]:
    """Orders groups by their first page, and leaves pages within a group in their order."""
    order = list(dict.fromkeys(page.sections for page in pages))
    return lambda page: order.index(page.sections)


def _list(site: Site, title: str, pages: list[Page]) -> str:
    items = (f"- [{page.title}]({site.absolute(address(page))}): {page.description}" for page in pages)
    return "\n".join([f"## {title}", "", *items])
