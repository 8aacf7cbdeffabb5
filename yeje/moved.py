"""Pages that have moved: at the old address stands a page that leads to the new one.

They are declared in mkdocs.yml, ``extra.moved``: old Markdown file -> new one, both as they stood or
stand below docs/, the new one perhaps with an ``#anchor``. No script is needed to follow them, so a
policy that forbids inline scripts does not stop them; what stood behind the old address' own ``#``
gets lost on the way.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Any

from yeje.model import LinkError
from yeje.published import Page, Site, relative
from yeje.settings import line_of

SETTINGS = "mkdocs.yml"
ID = re.compile(r'\sid="([^"]*)"(?=[^<>]*>)')


@dataclass(frozen=True)
class Move:
    """A page that is not where it was."""

    old: str
    """Its former Markdown file, below docs/."""
    page: Page
    """The page that has its content now."""
    anchor: str
    """The place on that page; "" for its beginning."""


def read(settings: Any, text: str, site: Site) -> tuple[list[Move], list[LinkError]]:
    """The moves in `settings`, the value of ``extra.moved``, and what is wrong with them.

    `text` is that of mkdocs.yml, for the numbers of the lines.
    """
    if not settings:
        return [], []
    if not isinstance(settings, Mapping):
        wanted = "expected lines of old.md: new.md"
        return [], [LinkError(SETTINGS, line_of("moved", text), f"extra.moved is {settings!r}, {wanted}")]
    moves, problems = [], []
    for old, new in settings.items():
        try:
            moves.append(_move(str(old), str(new), site, settings))
        except ValueError as error:
            problems.append(LinkError(SETTINGS, line_of(str(old), text), str(error)))
    return moves, problems


def files(move: Move, site: Site, views: Mapping[str, str]) -> dict[str, str]:
    """Path below the site's root -> HTML, of the old page and of its notebook's view.

    `views` has the addresses of the notebooks' views by page.
    """
    anchor = f"#{move.anchor}" if move.anchor else ""
    made = {_file(move.old, site.directories): (move.page.url, anchor)}
    if view := views.get(move.page.uri):
        made[_file(f"notebooks/{move.old}", site.directories)] = (view, "")
    return {file: _html(move.page.title, file, url, rest, site) for file, (url, rest) in made.items()}


def _move(old: str, new: str, site: Site, settings: Mapping[Any, Any]) -> Move:
    uri, _, anchor = new.partition("#")
    if PurePosixPath(old).suffix != ".md" or old.startswith("/") or ".." in PurePosixPath(old).parts:
        raise ValueError(f"extra.moved has {old!r}; expected a Markdown file below docs/")
    if old in site.by_uri:
        raise ValueError(f"docs/{old} is said to have moved but is there; remove one of the two")
    if uri in settings:
        raise ValueError(f"{old} leads to {uri}, which has moved too; name its last place, {settings[uri]}")
    if uri not in site.by_uri:
        raise ValueError(f"{old} leads to {uri}, which is no page of the navigation; name one that is")
    page = site.by_uri[uri]
    if anchor and anchor not in ID.findall(page.html):
        raise ValueError(
            f"{old} leads to {new}, but docs/{uri} has no place of that name; name a heading's id"
        )
    return Move(old, page, anchor)


def _file(uri: str, directories: bool) -> str:
    """Where MkDocs would have put the page."""
    path = PurePosixPath(uri)
    name = "index" if path.stem == "README" else path.stem
    if directories and name != "index":
        return str(path.parent / name / "index.html")
    return str(path.parent / f"{name}.html")


def _html(title: str, file: str, url: str, rest: str, site: Site) -> str:
    target = escape(relative(url, posixpath.dirname(file)) + rest)
    canonical = escape(site.absolute(url) if site.address else relative(url, posixpath.dirname(file)))
    title = escape(title)
    return f"""\
<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={target}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="canonical" href="{canonical}">
<title>옮긴 글: {title} - {escape(site.name)}</title>
</head>
<body>
<main>
<h1>이 글은 옮겼습니다</h1>
<p>새 자리: <a href="{target}">{title}</a></p>
<p>새 자리로 저절로 넘어갑니다. 넘어가지 않으면 위의 링크를 누르세요.</p>
</main>
</body>
</html>
"""
