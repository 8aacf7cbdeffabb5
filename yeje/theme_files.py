"""Material's style sheets, made lighter for pages that use a part of them: every first visit would load
rules for parts that no page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CLASS_LIST = re.compile(r' class="([^"]*)"')
SETTINGS = (re.compile(r' (dir)="([^"]*)"'), re.compile(r' (data-md-color-[a-z]+)="([^"]*)"'))
"""Attributes of which a page's script chooses only among the values that stand on the page."""
NARROWER = (
    (".tabbed-labels>:", ".tabbed-labels>label:"),
    (".tabbed-content>:", ".tabbed-content>.tabbed-block:"),
    ("table:not([class])+*", "table:not([class])+p"),
)
"""Selectors that name no kind of element are tried on all, and where they ask for an element's place
among others, a browser styles all that stands beside what comes in anew. These find what theirs are
for: the two parts of a set of tabs, and, where no script puts tables into boxes, the text below one."""
WORD = re.compile(r"[\w-]+")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
ATTRIBUTE = re.compile(r"\[(dir|data-md-color-[a-z]+)=[\"']?([^\"'\]]*)[\"']?\]")
BRACKETS = re.compile(r"\[[^\]]*\]")
INNER = re.compile(r"\([^()]*\)")
COMMENT = re.compile(r"""(?P<string>"[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)
AT_RULE_WITH_RULES = ("@media", "@supports", "@container", "@layer")


def lighten(site: Path) -> None:
    """Rewrite the theme's style sheets in a built site."""
    folder = site / "assets"
    scripts = [path.read_text(encoding="utf-8") for path in folder.glob("javascripts/*.js")]  # no workers
    pages = (path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")))
    names = used_names(pages, scripts)
    for path in sorted(folder.glob("stylesheets/*.css")):
        css = path.read_text(encoding="utf-8")
        # The site's own sheet has no rule that no page needs, but words for those who edit it.
        light = without_unused(css, names) if path.name.endswith(".min.css") else without_comments(css)
        path.write_text(light, encoding="utf-8")


def used_names(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Every class on the pages, and every word of the scripts: one of them may become a class.

    With them attributes that settings are kept in, as ``dir=ltr``.
    """
    names: set[str] = set()
    for page in pages:
        names.update(*map(str.split, set(CLASS_LIST.findall(page))))
        names.update(*map(WORD.findall, INLINE_SCRIPT.findall(page)))
        for setting in SETTINGS:
            names.update(f"{name}={value}" for name, value in set(setting.findall(page)))
    for script in scripts:
        names.update(WORD.findall(script))
    return names


def without_unused(css: str, names: set[str]) -> str:
    """A style sheet without the rules that need a class or setting which is not in `names`."""
    return "".join(_kept(css, names))


def without_comments(css: str) -> str:
    """A style sheet without comments and indentation."""
    lines = COMMENT.sub(lambda match: match["string"] or "", css).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _kept(css: str, names: set[str]) -> Iterator[str]:
    for prelude, block in _statements(css):
        if block is None:
            yield prelude
        elif prelude.startswith(AT_RULE_WITH_RULES):
            inner = without_unused(block, names)
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{block}}}"
        else:
            selectors = [one for one in _parts(prelude) if _may_match(one, names)]
            if selectors:
                yield f"{_narrower(','.join(selectors))}{{{block}}}"


def _narrower(selectors: str) -> str:
    for wide, narrow in NARROWER:
        selectors = selectors.replace(wide, narrow)
    return selectors


def _statements(css: str) -> Iterator[tuple[str, str | None]]:
    """(what stands before the braces, what is inside), or (a statement with its semicolon, None)."""
    start, at = 0, 0
    while at < len(css):
        if css[at] in "\"'":
            at = _after_string(css, at)
        elif css[at] == ";":
            yield css[start : at + 1], None
            start = at = at + 1
        elif css[at] == "{":
            end = _closing(css, at)
            yield css[start:at].strip(), css[at + 1 : end]
            start = at = end + 1
        elif css.startswith("/*", at):
            end = css.index("*/", at) + 2
            css = css[:at] + css[end:]
        else:
            at += 1


def _closing(css: str, at: int) -> int:
    """Where the brace that opens at `at` closes."""
    depth = 0
    while True:
        if css[at] in "\"'":
            at = _after_string(css, at)
            continue
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        if depth == 0:
            return at
        at += 1


def _after_string(css: str, at: int) -> int:
    end = at + 1
    while css[end] != css[at]:
        end += 2 if css[end] == "\\" else 1
    return end + 1


def _parts(selectors: str) -> list[str]:
    """A list of selectors, split at its own commas: not at those inside of parentheses."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(selectors):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append(selectors[start:at])
            start = at + 1
    return [*found, selectors[start:]]


def _may_match(selector: str, names: set[str]) -> bool:
    """Whether every class that the selector needs is there; what :is() or :not() say needs nothing."""
    while INNER.search(selector):
        selector = INNER.sub("", selector)
    settings = {f"{name}={value}" for name, value in ATTRIBUTE.findall(selector)}
    return settings | set(CLASS.findall(BRACKETS.sub("", selector))) <= names
