"""The course's pages as text, for tests that need no build."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import markdown
from pymdownx.slugs import slugify

from yeje import links
from yeje import markdown_text as md

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<href>[^()\s]*(?:\([^()]*\)[^()\s]*)*)\)")


def pages() -> dict[str, str]:
    """Path below docs/ -> Markdown without its front matter."""
    return {
        path.relative_to(DOCS).as_posix(): FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(DOCS.rglob("*.md"))
    }


def prose(text: str) -> str:
    """What of a page is prose: no code, no addresses; the words of links stay."""
    return LINK.sub(lambda match: match["text"], md.prose(text)).replace(md.FILLER, " ")


def items(text: str, heading: str) -> list[str]:
    """The items of the list below a heading."""
    below = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^(?:-|\d+\.) .+$", below, re.MULTILINE)


@cache
def anchors(page: str) -> frozenset[str]:
    """The ids of a page: of its headings, those it gives itself, and of what it embeds."""
    text = pages()[page]
    converter = markdown.Markdown(
        extensions=["attr_list", "tables", "toc", "md_in_html", "pymdownx.superfences"],
        extension_configs={"toc": {"slugify": slugify(case="lower")}},
    )
    found = set(re.findall(r'\bid="([^"]+)"', converter.convert(text)))
    for link in links.scan(text, "snippets"):
        if link.alone:
            path, _, cell = link.href.partition("#")
            found.add("-".join(part for part in (Path(path).stem, cell) if part))
    return frozenset(found)


def dead_links(page: str) -> list[str]:
    """Links of a page to other pages, or to places on them, that are not there."""
    dead = []
    for match in LINK.finditer(md.prose(pages()[page])):
        path, _, anchor = match["href"].partition("#")
        if not path.endswith(".md"):
            continue
        target = (DOCS / page).parent.joinpath(path).resolve()
        name = target.relative_to(DOCS).as_posix() if target.is_relative_to(DOCS) else ""
        if name not in pages() or (anchor and anchor not in anchors(name)):
            dead.append(match["href"])
    return dead


if __name__ == "__main__":  # the anchors of a page, for whoever writes a link
    print(*sorted(anchors(sys.argv[1])), sep="\n")
