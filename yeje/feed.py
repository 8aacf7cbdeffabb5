"""What is new, for those who subscribe: an Atom feed (RFC 4287) of the page of changes.

The dates are those that somebody wrote there. Neither the day of a build nor git's history would do:
the first is no news, the second is not in every clone.

    ## 2026년 11월 24일

    - [두 손실로 훈련하기](training.md): 출력마다 손실을 정하는 방법을 더했습니다.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from yeje import markdown_text as md
from yeje.model import LinkError
from yeje.published import Site

PAGE = "changes.md"
"""The page of changes, below docs/."""
ADDRESS = "feed.xml"
"""Of the feed, below the site's root."""
ATOM = "http://www.w3.org/2005/Atom"

HEADING = re.compile(r"##\s+(?P<text>.*?)\s*(?:\{.*\})?\s*")
DATE = re.compile(r"(?P<year>\d{4})년 (?P<month>\d{1,2})월 (?P<day>\d{1,2})일")
ITEM = re.compile(r"[-*]\s+\[(?P<title>[^\[\]]+)\]\((?P<uri>[^()#\s]+)(?:#[^()\s]*)?\)(?:: (?P<text>\S.*))?")


@dataclass(frozen=True)
class Change:
    """A page that is new or was changed."""

    day: date
    uri: str
    """The page's Markdown file, below docs/."""
    title: str
    text: str
    """What is new about it, without Markdown."""


def read(text: str, where: str, pages: Container[str]) -> tuple[list[Change], list[LinkError]]:
    """The changes in the Markdown `text` of the page at `where`, newest first, and what is wrong there.

    `pages` has the Markdown files of the site's pages.
    """
    changes: list[Change] = []
    problems: list[LinkError] = []
    day: date | None = None
    for line, found in _lines(text):
        try:
            if heading := HEADING.fullmatch(found):
                day = _day(heading["text"], day)
            elif day:
                changes.append(_change(found, day, changes, pages))
        except ValueError as error:
            problems.append(LinkError(where, line, str(error)))
    return changes, problems


def atom(site: Site, changes: list[Change]) -> str:
    """The feed of these changes, newest first.

    Its ids are URNs made of the site's address and what never changes about an entry, so a reader's
    program shows nothing twice when words change; below another address it is another feed. Links are
    whole addresses where the site has one.
    """
    identity = uuid.uuid5(uuid.NAMESPACE_URL, site.address or site.name)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "ko"})
    _text(feed, "title", site.name)
    _text(feed, "subtitle", site.description)
    _text(feed, "id", identity.urn)
    _text(feed, "updated", _moment(max(change.day for change in changes)))
    _text(ElementTree.SubElement(feed, "author"), "name", site.name)
    _link(feed, "self", "application/atom+xml", site.absolute(ADDRESS))
    _link(feed, "alternate", "text/html", site.absolute(""))
    for change in changes:
        page = site.by_uri[change.uri]
        entry = ElementTree.SubElement(feed, "entry")
        _text(entry, "title", change.title)
        _text(entry, "id", uuid.uuid5(identity, f"{change.day} {change.uri}").urn)
        _text(entry, "updated", _moment(change.day))
        _link(entry, "alternate", "text/html", site.absolute(page.url))
        _text(entry, "summary", change.text or page.description)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def last_changes(changes: list[Change]) -> dict[str, str]:
    """Page -> day of its last change, as in 2026-11-24."""
    days: dict[str, str] = {}
    for change in changes:
        days.setdefault(change.uri, change.day.isoformat())
    return days


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Headings and list items with the numbers of their first lines; an item may go on below."""
    prose = md.prose(text).split("\n")
    item: list[str] = []
    start = 0
    for number, (line, seen) in enumerate(zip(text.split("\n"), prose, strict=True), 1):
        goes_on = item and seen.startswith(" ") and seen.strip()
        if goes_on:
            item.append(line.strip())
            continue
        if item:
            yield start, " ".join(item)
            item = []
        if re.match(r"##\s", seen):
            yield number, line
        elif re.match(r"[-*]\s", seen):
            item, start = [line], number
    if item:
        yield start, " ".join(item)


def _day(text: str, before: date | None) -> date:
    match = DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; write it as in '## 2026년 11월 24일'")
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"{text!r} is in no calendar; correct the date") from None
    if before is not None and day >= before:
        raise ValueError(f"{text!r} does not come before the date above it; put the newest first, each once")
    return day


def _change(item: str, day: date, known: list[Change], pages: Container[str]) -> Change:
    match = ITEM.fullmatch(item)
    if match is None:
        raise ValueError(f"{item!r} is no change; write it as in '- [Title](page.md): what is new'")
    if match["uri"] not in pages:
        raise ValueError(f"{match['uri']} is no page of the navigation; name one that is")
    if any((change.day, change.uri) == (day, match["uri"]) for change in known):
        raise ValueError(f"{match['uri']} has a change on this day already; make one of the two")
    return Change(day, match["uri"], _plain(match["title"]), _plain(match["text"] or ""))


def _plain(text: str) -> str:
    """Markdown of one line without its marks."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    return re.sub(r"`|\*\*", "", text).strip()


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _link(parent: ElementTree.Element, relation: str, kind: str, address: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})
