"""The settings at the head of a page: what is wrong with them, said before anything relies on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from yeje.build import Build
from yeje.model import LinkError

HEAD = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
KINDS: dict[str, tuple[type, str]] = {
    "title": (str, "text"),
    "description": (str, "text"),
    "template": (str, "text"),
    "tags": (list, "a list"),
    "hide": (list, "a list"),
    "prerequisites": (list, "a list"),
    "search": (dict, "settings of its own"),
    "sitemap": (dict, "settings of its own"),
    "aliases": (dict, "settings of its own"),
    "spellings": (dict, "settings of its own"),
}
"""What a page's settings take, in Python and in words."""


def check(build: Build, page: str, text: str, meta: dict[str, Any]) -> None:
    """Report the faults in the head of a page (its path below docs/)."""
    for line, message in faults(text, meta):
        build.report(LinkError(f"{build.project.docs}/{page}", line, message))
    for name in meta.get("prerequisites", ()):
        if not (build.project.root / build.project.docs / name).is_file():
            message = f"`prerequisites` names {name!r}, which is no page; correct the path below docs/"
            build.report(LinkError(f"{build.project.docs}/{page}", _line_of(text, name), message))


def _line_of(text: str, words: str) -> int | None:
    return next((n for n, line in enumerate(text.split("\n"), 1) if words in line), None)


def faults(text: str, meta: dict[str, Any]) -> Iterator[tuple[int | None, str]]:
    """(line, what is wrong) of each fault in the head of a page with this text; takes the settings
    that are wrong, or empty, out of `meta`."""
    text = text.replace("\r\n", "\n")
    head = HEAD.match(text)
    try:
        if head and not isinstance(yaml.safe_load(head["yaml"]), dict | None):
            yield 1, "the page's head has no `name: value`; write some, or take out the head"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or "characters that YAML does not allow"
        yield mark.line + 2 if mark else 1, f"the page's head is no YAML: {message}; mend it"
    # Without lines of hyphens, MkDocs takes lines like `name: value` for a head, too.
    lines = (head[0] if head else text.partition("\n\n")[0]).lower().split("\n")

    def line_of(name: str) -> int | None:
        return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{name}:")), None)

    for name, (kind, words) in KINDS.items():
        if name in meta and not isinstance(meta[name], kind):
            value = meta.pop(name)
            if value is not None:
                yield line_of(name), f"the page's setting `{name}` takes {words}, not {value!r}"
    for page in meta.get("prerequisites", ()):
        if not isinstance(page, str):
            meta["prerequisites"] = [other for other in meta["prerequisites"] if isinstance(other, str)]
            yield line_of("prerequisites"), f"`prerequisites` takes paths of pages, not {page!r}"


def without(text: str, markdown: str) -> str:
    """The Markdown of a page with this text, without a head that MkDocs has left there, because nobody
    can read it. What looks like a head behind a head is prose between two lines."""
    head = HEAD.match(text)
    return markdown.removeprefix(head[0]) if head else markdown
