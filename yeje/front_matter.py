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


def faults(text: str, meta: dict[str, Any]) -> Iterator[tuple[int | None, str]]:
    """(line, what is wrong) of each fault in the head of a page with this text; takes the settings
    that are wrong, or empty, out of `meta`."""
    head = HEAD.match(text.replace("\r\n", "\n"))
    if head is None:
        return
    try:
        if not isinstance(yaml.safe_load(head["yaml"]), dict | None):
            yield 1, "the page's head has no `name: value`; write some, or take out the head"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or "characters that YAML does not allow"
        yield mark.line + 2 if mark else 1, f"the page's head is no YAML: {message}; mend it"
    lines = head["yaml"].split("\n")
    for name, (kind, words) in KINDS.items():
        if name in meta and not isinstance(meta[name], kind):
            value = meta.pop(name)
            line = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{name}:")), None)
            if value is not None:
                yield line, f"the page's setting `{name}` takes {words}, not {value!r}"


def without(markdown: str) -> str:
    """The Markdown without a head that MkDocs has left there, because nobody can read it."""
    return HEAD.sub("", markdown)
