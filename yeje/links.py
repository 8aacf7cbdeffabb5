"""Links of a page to programs: where they stand in its Markdown text, and what they point at.

Works on the text, for line numbers and for the notebook. What *is* a link is decided by
Python-Markdown: `yeje.extension` compares its tree with what is found here and reports every
difference, so the two cannot drift apart unnoticed.
"""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from yeje import markdown_text as md
from yeje.model import LinkError

DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]^][^\[\]]*)\]:[ \t]*<?(?P<href>[^\s<>]+)>?.*$", re.MULTILINE
)
DESTINATION = re.compile(
    r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>(?:[^\s()]|\([^\s()]*\))+))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
REFERENCE = re.compile(r"[ ]?\[(?P<name>[^\[\]]*)\]")


@dataclass(frozen=True)
class Link:
    """A link in a page's source whose target is a program."""

    text: str
    """What stands between its brackets, Markdown as written."""
    href: str
    line: int
    """1-based line in the text that was scanned."""
    alone: bool
    """Whether it is all that its paragraph holds: such a link embeds."""
    start: int = 0
    """Where it begins in the text, at its bracket."""
    end: int = 0
    """Where it ends, behind its last bracket."""


@dataclass(frozen=True)
class Place:
    """A link or an image in Markdown text, by offsets."""

    href: str
    start: int
    """Its opening bracket."""
    close: int
    """The bracket that closes its text."""
    end: int
    """Behind all of it."""
    address: tuple[int, int] | None
    """Where its address stands, None for one that is defined elsewhere: ``[text][name]``."""
    is_image: bool


@dataclass(frozen=True)
class Target:
    """Where a link points: a program of the repository, perhaps one cell of it."""

    program: str
    """POSIX path relative to the repository."""
    cell: str | None


def scan(text: str, programs: str) -> Iterator[Link]:
    """All links to programs (below the folder named `programs`) in Markdown text, in order."""
    prose = md.prose(text)
    lines = prose.split("\n")
    for place in every(prose):
        start, end = place.start, place.end
        if place.is_image or not is_program_link(place.href, programs):
            continue
        first, last = prose.count("\n", 0, start), prose.count("\n", 0, end)
        before = prose[prose.rfind("\n", 0, start) + 1 : start]
        after = prose[end:].partition("\n")[0]
        alone = _alone(lines, first, last, before, after)
        yield Link(text[start + 1 : place.close], place.href, first + 1, alone, start, end)


def images(text: str, programs: str) -> Iterator[tuple[int, str]]:
    """(line, address) of all images in Markdown text that are no images but programs."""
    prose = md.prose(text)
    for place in every(prose):
        if place.is_image and is_program_link(place.href, programs):
            yield prose.count("\n", 0, place.start) + 1, place.href


def every(prose: str) -> Iterator[Place]:
    """All links and images in what `markdown_text.prose` made of a text, in order; of links inside
    each other only the outer one."""
    definitions = {_key(match["name"]): match["href"] for match in DEFINITION.finditer(prose)}
    prose = DEFINITION.sub(lambda match: " " * len(match[0]), prose)
    done = 0
    for start, close in md.brackets(prose):
        is_image = prose[start - 1 : start] == "!"
        found = _destination(prose, start, close, definitions)
        if found is None or (start < done and not is_image):
            continue
        href, address, end = found
        done = max(done, end)
        yield Place(href, start, close, end, address, is_image)


def is_program_link(href: str, programs: str) -> bool:
    """Whether a link is meant for a program: no scheme, a ``.py`` file or a place in `programs`."""
    try:
        parts = urlsplit(href)
    except ValueError:  # for example an open bracket in the host
        return False
    path = unquote(parts.path).replace("\\", "/")
    if parts.netloc or (parts.scheme and parts.scheme != "file" and len(parts.scheme) > 1):
        return parts.scheme == "file" and path.endswith(".py")
    return path.endswith(".py") or programs in PurePosixPath(path).parts


def resolve(href: str, page: str, root: Path, docs: str, programs: str, helpers: str = "helpers") -> Target:
    """The program that a link of the page `page` (relative to `docs`) points at.

    Raises LinkError (without a line: the caller knows it) for anything but an existing program in
    the folder `programs`. `page` may be empty, where the renderer does not tell: then the part from
    `programs` on counts.
    """
    try:
        return _resolve(href, page, root, docs, programs, helpers)
    except _WrongLinkError as wrong:
        where = f"{docs}/{page}" if page else docs
        raise LinkError(where, None, f"{href}: {wrong}") from None


class _WrongLinkError(Exception):
    """What is wrong with a link, and what to do."""


def _resolve(href: str, page: str, root: Path, docs: str, programs: str, helpers: str) -> Target:
    parts = urlsplit(href)
    path = unicodedata.normalize("NFC", unquote(parts.path))
    if parts.scheme or parts.netloc or path.startswith("/") or "\\" in path or "\0" in path:
        raise _WrongLinkError(f"link to a program by a relative path, like ../{programs}/x.py")
    if page:
        target = posixpath.normpath(posixpath.join(docs, posixpath.dirname(page), path))
    else:
        target = posixpath.normpath(programs + "/" + path.rpartition(f"{programs}/")[2])
    if not target.startswith(f"{programs}/"):
        raise _WrongLinkError(f"programs stand in {programs}/, nowhere else")
    place = _find(root, target)
    if place is None:
        raise _WrongLinkError(f"no file {target}; {_nearest(root, target, programs)}")
    _require_program(place, target, root / programs, helpers)
    fragment = unicodedata.normalize("NFC", unquote(parts.fragment)) or None
    return Target(place.relative_to(root).as_posix(), fragment)


def _require_program(place: Path, target: str, base: Path, helpers: str) -> None:
    """Raise _WrongLinkError for anything at `place` that is no program below `base`."""
    try:
        real = place.resolve(strict=True)
    except (OSError, RuntimeError):  # dangling; a loop is a RuntimeError before Python 3.13
        raise _WrongLinkError(f"{target} is a symbolic link that leads nowhere") from None
    if not real.is_relative_to(base.resolve()):
        raise _WrongLinkError(f"{target} leads out of {base.name}/")
    if not real.is_file() or place.suffix != ".py":
        raise _WrongLinkError(f"{target} is no program; link to a .py file")
    if helpers in place.relative_to(base).parts[:-1] or place.name == "__init__.py":
        raise _WrongLinkError(
            f"{target} is a module for programs to import, no program; link to a program that uses it"
        )


def _destination(
    prose: str, start: int, close: int, definitions: dict[str, str]
) -> tuple[str, tuple[int, int] | None, int] | None:
    """Address, where that stands, and end of the link with these brackets; None if it is none."""
    match = DESTINATION.match(prose, close + 1)
    if match:
        group = "plain" if match["angled"] is None else "angled"
        return match[group], match.span(group), match.end()
    match = REFERENCE.match(prose, close + 1)
    name = (match["name"] if match else "") or prose[start + 1 : close]
    href = definitions.get(_key(name))
    return (href, None, match.end() if match else close + 1) if href else None


def _key(name: str) -> str:
    """A reference's name as Python-Markdown compares it."""
    return " ".join(name.split()).lower()


def _alone(lines: list[str], first: int, last: int, before: str, after: str) -> bool:
    """Whether a link is all of its paragraph: it runs from line `first` to line `last` (from 0),
    with `before` and `after` it on these two lines."""
    if after.strip() or not md.PREFIX.fullmatch(before):
        return False
    item = md.LIST_MARK.match(before) is not None
    above = lines[first - 1] if first else ""
    below = lines[last + 1] if last + 1 < len(lines) else ""
    begins = item or md.is_blank(above) or md.stands_alone(above)
    ends = md.is_blank(below) or md.stands_alone(below) or (item and md.LIST_MARK.match(below) is not None)
    return begins and ends


def _find(root: Path, target: str) -> Path | None:
    """The file of this name, whichever Unicode form (NFC, NFD) its name has on disk."""
    place = root
    for part in PurePosixPath(target).parts:
        exact = place / part
        if not _is_there(exact):
            names = sorted(place.iterdir()) if place.is_dir() else []
            same = [p for p in names if unicodedata.normalize("NFC", p.name) == part]
            if not same:
                return None
            exact = same[0]
        place = exact
    return place


def _is_there(path: Path) -> bool:
    try:
        return path.is_symlink() or path.exists()
    except OSError:  # no disk takes such a name
        return False


def _nearest(root: Path, target: str, programs: str) -> str:
    names = sorted(p.relative_to(root).as_posix() for p in (root / programs).rglob("*.py"))
    close = difflib.get_close_matches(target, names, 3, 0.5) or names[:5]
    return f"there is: {', '.join(close)}" if close else f"{programs}/ is empty"
