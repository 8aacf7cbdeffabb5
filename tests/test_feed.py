"""The feed of changes: read from a page, written as Atom."""

from __future__ import annotations

import re
from datetime import date
from textwrap import dedent
from xml.etree import ElementTree

import pytest

from yeje import feed
from yeje.published import Page, Site

PAGES = ("a.md", "b.md", "deep/c.md")
GOOD = """\
    ---
    tags:
      - not a change
    ---
    # 바뀐 글

    - nor is this

    ## 2026년 12월 3일

    - [에이](a.md): `fit`에 **그림**을 [더했습니다](b.md),
      두 줄에 걸쳐.
    - [비](b.md#place)

    ## 2026년 1월 2일 { #first }

    - [에이](a.md): 처음 공개합니다.
    """


def read(text: str) -> tuple[list[feed.Change], list[str]]:
    changes, problems = feed.read(dedent(text), "docs/changes.md", PAGES)
    return changes, [str(problem) for problem in problems]


def test_each_item_below_a_date_is_a_change() -> None:
    changes, problems = read(GOOD)
    assert problems == []
    assert changes == [
        feed.Change(date(2026, 12, 3), "a.md", "에이", "fit에 그림을 더했습니다, 두 줄에 걸쳐."),
        feed.Change(date(2026, 12, 3), "b.md", "비", ""),
        feed.Change(date(2026, 1, 2), "a.md", "에이", "처음 공개합니다."),
    ]
    assert feed.last_changes(changes) == {"a.md": "2026-12-03", "b.md": "2026-12-03"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "## 2026-12-03\n",
            "docs/changes.md:1: '2026-12-03' is no date; write it as in '## 2026년 11월 24일'",
        ),
        ("## 2026년 2월 30일\n", "docs/changes.md:1: '2026년 2월 30일' is in no calendar; correct the date"),
        (
            "## 2026년 1월 2일\n\n- [에이](a.md)\n\n## 2026년 1월 3일\n",
            "docs/changes.md:5: '2026년 1월 3일' does not come before the date above it",
        ),
        (
            "## 2026년 1월 2일\n\n- 에이를 고침\n",
            "docs/changes.md:3: '- 에이를 고침' is no change; write it as in",
        ),
        (
            "## 2026년 1월 2일\n\n- [디](d.md)\n",
            "docs/changes.md:3: d.md is no page of the navigation; name one that is",
        ),
        (
            "## 2026년 1월 2일\n\n- [에이](a.md): x\n- [에이](a.md): y\n",
            "docs/changes.md:4: a.md has a change on this day already; make one of the two",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_cure(text: str, problem: str) -> None:
    (told,) = read(text)[1]
    assert told.startswith(problem)


def site(address: str = "https://example.org/book/") -> Site:
    pages = tuple(Page(uri, f"{uri[:-3]}/", uri, f"about {uri}", (), "") for uri in PAGES)
    return Site("예제 & 글", "설명", address, pages)


def atom(address: str = "https://example.org/book/") -> ElementTree.Element:
    return ElementTree.fromstring(feed.atom(site(address), read(GOOD)[0]).encode())


def texts(element: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{{{feed.ATOM}}}{name}")]


def links(element: ElementTree.Element) -> list[str]:
    return [found.attrib["href"] for found in element.iter(f"{{{feed.ATOM}}}link")]


def test_the_feed_has_all_that_atom_demands() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: exactly one title, id and updated each, an author, an alternate link."""
    found = atom()
    entries = found.findall(f"{{{feed.ATOM}}}entry")
    assert len(entries) == 3
    for element in (found, *entries):
        for name in ("title", "id", "updated"):
            assert len(element.findall(f"{{{feed.ATOM}}}{name}")) == 1
        (alternate,) = [
            link for link in element.findall(f"{{{feed.ATOM}}}link") if link.attrib["rel"] == "alternate"
        ]
        assert alternate.attrib["href"]
    assert texts(found, "name") == ["예제 & 글"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) for text in texts(found, "updated"))
    assert texts(found, "updated")[0] == "2026-12-03T00:00:00Z"
    assert len(set(texts(found, "id"))) == 4


def test_links_are_whole_addresses_where_the_site_has_one() -> None:
    assert links(atom())[:3] == [
        "https://example.org/book/feed.xml",
        "https://example.org/book/",
        "https://example.org/book/a/",
    ]
    assert links(atom(""))[:3] == ["feed.xml", "./", "a/"]
    assert all(identity.startswith("urn:uuid:") for identity in texts(atom(""), "id"))


def test_an_entry_keeps_its_id_when_its_words_change_and_others_come() -> None:
    before = texts(atom(), "id")
    text = (
        dedent(GOOD)
        .replace("처음 공개합니다", "처음으로 공개합니다")
        .replace("## 2026년 12월", "## 2027년 2월 1일\n\n- [씨](deep/c.md)\n\n## 2026년 12월")
    )
    after = texts(ElementTree.fromstring(feed.atom(site(), read(text)[0]).encode()), "id")
    assert after[0] == before[0] and after[2:] == before[1:] and after[1] not in before


def test_a_change_without_words_is_told_by_its_page() -> None:
    assert texts(atom(), "summary")[1] == "about b.md"
