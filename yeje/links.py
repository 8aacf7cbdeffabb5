"""Links of a page to programs: where they stand in its source, and what they point at.

Works on Markdown as text, for line numbers and for the notebook. What *is* a link is decided by
Python-Markdown (`yeje.extension`); a test holds the two together.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from yeje.model import LinkError

LINK = re.compile(r"(?<![!\\])\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((?P<href>[^()\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^[\s>]*(?P<mark>`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True)
class Link:
    """A link in a page's source whose target is a program."""

    text: str
    href: str
    line: int
    """1-based line in the text that was scanned."""
    alone: bool
    """Whether it is all that its line holds: such a link embeds."""


@dataclass(frozen=True)
class Target:
    """Where a link points: a program of the repository, perhaps one cell of it."""

    program: str
    """POSIX path relative to the repository."""
    cell: str | None


def scan(text: str, programs: str) -> Iterator[Link]:
    """All links to programs (below the folder named `programs`) in Markdown text, in order."""
    for number, line in _lines_of_prose(text):
        for match in LINK.finditer(line):
            if is_program_link(match["href"], programs):
                rest = LIST_MARK.sub("", line[: match.start()] + line[match.end() :]).strip()
                alone = rest == "" and line[: match.start()].strip(" -*+0123456789.)") == ""
                yield Link(match["text"], match["href"], number, alone)


def is_program_link(href: str, programs: str) -> bool:
    """Whether a link is meant for a program: no scheme, a ``.py`` file or a place in `programs`."""
    parts = urlsplit(href)
    path = unquote(parts.path).replace("\\", "/")
    if parts.netloc or (parts.scheme and parts.scheme != "file" and len(parts.scheme) > 1):
        return False
    return path.endswith(".py") or programs in PurePosixPath(path).parts


def resolve(href: str, page: str, root: Path, docs: str, programs: str) -> Target:
    """The program that a link of the page `page` (relative to `docs`) points at.

    Raises LinkError (without a line: the caller knows it) for anything but an existing file in the
    folder `programs`. `page` may be empty, where the renderer does not tell: then the part from
    `programs` on counts.
    """
    parts = urlsplit(href)
    path = unicodedata.normalize("NFC", unquote(parts.path))
    where = f"{docs}/{page}" if page else docs
    if parts.scheme or path.startswith("/") or "\\" in path:
        raise LinkError(
            where, None, f"{href}: link to a program by a relative path, like ../{programs}/x.py"
        )
    if page:
        target = posixpath.normpath(posixpath.join(docs, posixpath.dirname(page), path))
    else:
        target = posixpath.normpath(programs + "/" + path.rpartition(f"{programs}/")[2])
    if not target.startswith(f"{programs}/"):
        raise LinkError(where, None, f"{href}: programs stand in {programs}/, nowhere else")
    place = _find(root, target)
    if place is None:
        raise LinkError(where, None, f"{href}: no file {target}; {_nearest(root, target, programs)}")
    if place.is_dir() or place.suffix != ".py":
        raise LinkError(where, None, f"{href}: {target} is no program; link to a .py file")
    try:
        real = place.resolve(strict=True)
    except (OSError, RuntimeError):
        raise LinkError(where, None, f"{href}: {target} is a link that leads nowhere") from None
    if not real.is_relative_to((root / programs).resolve()):
        raise LinkError(where, None, f"{href}: {target} leads out of {programs}/")
    fragment = unicodedata.normalize("NFC", unquote(parts.fragment)) or None
    return Target(place.relative_to(root).as_posix(), fragment)


def line_of(text: str, href: str, occurrence: int) -> int | None:
    """1-based line of the n-th (from 0) link to `href`, or None where it cannot be told."""
    lines = [n for n, line in _lines_of_prose(text) for m in LINK.finditer(line) if m["href"] == href]
    if occurrence < len(lines):
        return lines[occurrence]
    found = [n for n, line in enumerate(text.split("\n"), 1) if href in line]  # [text][reference]
    return found[0] if found else None


def _lines_of_prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code and comments, code spans blanked out."""
    text = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = FENCE.match(line)
        if fence:
            if match and match["mark"].startswith(fence):
                fence = ""
        elif match:
            fence = match["mark"]
        else:
            yield number, CODE_SPAN.sub(_outside_links(line), line)


def _outside_links(line: str):  # type: ignore[no-untyped-def]
    """Blank a code span, unless it stands inside a link's text: that link is one all the same."""
    links = [match.span() for match in LINK.finditer(line)]

    def blank(match: re.Match[str]) -> str:
        inside = any(start < match.start() and match.end() < end for start, end in links)
        return match[0] if inside else " " * len(match[0])

    return blank


def _find(root: Path, target: str) -> Path | None:
    """The file of this name, whichever Unicode form (NFC, NFD) its name has on disk."""
    place = root
    for part in PurePosixPath(target).parts:
        exact = place / part
        if not exact.is_symlink() and not exact.exists():
            names = list(place.iterdir()) if place.is_dir() else []
            same = [p for p in names if unicodedata.normalize("NFC", p.name) == part]
            if not same:
                return None
            exact = same[0]
        place = exact
    return place


def _nearest(root: Path, target: str, programs: str) -> str:
    import difflib

    names = sorted(p.relative_to(root).as_posix() for p in (root / programs).rglob("*.py"))
    close = difflib.get_close_matches(target, names, 3, 0.5) or names[:5]
    return f"there is: {', '.join(close)}" if close else f"{programs}/ is empty"
