"""The site as its readers get it, without MkDocs: its address, its pages in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit


@dataclass(frozen=True)
class Page:
    """One page of the navigation."""

    uri: str
    """Its Markdown file, a path below docs/."""
    url: str
    """Its address relative to the site's root, not quoted: ``branched/``, "" for the home page."""
    title: str
    description: str
    sections: tuple[str, ...]
    """Titles of the navigation's groups that it is in, the outermost first."""
    html: str
    """What its Markdown has become, without the theme around it."""
    priority: float = 0.5
    """How much it matters beside the others, 0 to 1, as it tells search engines."""
    in_book: bool = True
    """Whether it is something to read, not a list for the browser."""

    @property
    def name(self) -> str:
        """`uri` without its ending: what belongs to the page is called after it."""
        return str(PurePosixPath(self.uri).with_suffix(""))

    @property
    def folder(self) -> str:
        """The folder that its HTML file is in, "" for the root."""
        return posixpath.dirname(self.url)


@dataclass(frozen=True)
class Site:
    """All pages, and what is said about them together."""

    name: str
    description: str
    address: str
    """Where it is published, with a closing slash; "" where that is not known."""
    pages: tuple[Page, ...]
    """In the order in which they are read."""
    directories: bool = True
    """Whether a page's address is that of a folder."""

    def absolute(self, url: str) -> str:
        """`url` (relative to the site's root, not quoted) as a whole address, if the site has one."""
        return urljoin(self.address, quoted(url)) or "./"

    @cached_property
    def by_uri(self) -> dict[str, Page]:
        """Its pages by their Markdown file."""
        return {page.uri: page for page in self.pages}

    @cached_property
    def by_url(self) -> dict[str, Page]:
        """Its pages by their address."""
        return {page.url: page for page in self.pages}


def page(
    uri: str,
    url: str,
    title: str | None,
    meta: Mapping[str, Any],
    html: str | None,
    groups: Iterable[str | None],
) -> Page:
    """A page as the site's generator knows it: `url` quoted, `meta` its front matter, `groups` the
    titles of the navigation's groups that it is in, the innermost first."""
    return Page(
        uri=uri,
        url=plain(url),
        title=meta.get("title") or title or "",
        description=meta.get("description") or "",
        sections=tuple(reversed([group or "" for group in groups])),
        html=html or "",
        priority=(meta.get("sitemap") or {}).get("priority", 0.5),
        in_book=meta.get("book", True),
    )


def plain(url: str) -> str:
    """An address below the site's root, without quotes and without the dot of the home page."""
    return unquote(url).removeprefix("./")


def quoted(url: str) -> str:
    """The path `url` as an address holds it."""
    return quote(url, safe="/~!$&'()*+,;=:@")


def relative(url: str, folder: str) -> str:
    """`url` (relative to the site's root, not quoted) as a link from a file in `folder`."""
    way = posixpath.relpath(f"/{url}", f"/{folder}")
    return quoted(way) + "/" * (url.endswith("/") or not url)


def resolved(url: str, href: str) -> tuple[str, str] | None:
    """What `href` means on the page at `url`: a path below the site's root, not quoted, and the
    query and fragment behind it, as written. None if it leads out of the site."""
    try:
        parts = urlsplit(href)
    except ValueError:  # for example an open bracket in the host
        return None
    if parts.scheme or parts.netloc or href.startswith("/"):
        return None
    path = unquote(parts.path)
    rest = href[len(parts.path) :]
    if not path:
        return url, rest
    target = posixpath.normpath(posixpath.join(posixpath.dirname(url), path))
    if target.startswith(".."):
        return None
    if target == ".":
        return "", rest
    names_a_folder = posixpath.basename(path) in ("", ".", "..")
    return target + "/" * names_a_folder, rest
