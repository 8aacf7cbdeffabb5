"""The glossary and the pages that use its terms; and no word that looks down on a reader."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import course

PAGES = course.pages()
PROSE = {page: course.prose(text) for page, text in PAGES.items()}
ENTRY = re.compile(r"^- \*\*(?P<term>.+?)\((?P<english>[^()]+)\)\*\*\{ #(?P<anchor>\S+) \}: (?P<meaning>.+)$")
INTRODUCTION = re.compile(r"(?P<before>(?:[가-힣A-Z]+ )*[가-힣A-Z]+)\((?P<english>[A-Za-z][A-Za-z, -]+)\)")
"""A Korean term with its English name behind it: 합성곱(convolution)."""

PATRONISING = r"쉽게|손쉽|간단히|간단하게|그냥|당연히|누구나 [^.]*수 있|아시다시피|단지 [^.]*(만|면) 됩니다"


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    term: str
    english: str
    anchor: str
    meaning: str


TERMS = [
    Term(**match.groupdict())
    for line in PAGES["glossary.md"].split("\n")
    if (match := ENTRY.match(line)) is not None
]


def found(pattern: str) -> list[str]:
    return [
        f"{page}: …{prose[max(match.start() - 20, 0) : match.end() + 20]!r}…"
        for page, prose in PROSE.items()
        for match in re.finditer(pattern, prose)
    ]


def test_no_page_tells_the_reader_that_something_is_easy() -> None:
    assert found(PATRONISING) == []


def test_every_line_of_the_glossary_is_an_entry() -> None:
    lines = [line for line in PAGES["glossary.md"].split("\n") if line.startswith("- **")]
    assert len(lines) == len(TERMS) > 30


def test_an_entry_is_one_line_that_ends_at_the_page_that_explains_it() -> None:
    for entry in TERMS:
        assert re.fullmatch(r"[^→]+다\. → \[[^\]]+\]\(\S+\.md(#\S+)?\)", entry.meaning), entry.term
        assert entry.anchor == entry.term.replace(" ", "-").lower()


def test_the_glossary_is_in_alphabetical_order_below_its_letters() -> None:
    def first_letter(term: str) -> str:
        letters = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
        return letters[(ord(term[0]) - ord("가")) // 588]

    for before, after in pairwise(entry.term for entry in TERMS):
        assert before < after
    headings = re.findall(r"^## (.)$|^- \*\*(.+?)\(", PAGES["glossary.md"], re.MULTILINE)
    current = ""
    for heading, term in headings:
        current = heading or current
        assert not term or first_letter(term) == current, term


def test_every_entry_is_used_on_a_page_that_explains_it() -> None:
    for entry in TERMS:
        link = course.LINK.findall(entry.meaning)[-1][1]
        assert entry.term in PROSE[link.partition("#")[0]], f"{link} does not say {entry.term}"


def test_every_link_from_and_to_the_glossary_leads_somewhere() -> None:
    assert course.dead_links("glossary.md") == []
    for page in PAGES:
        assert [href for href in course.dead_links(page) if "glossary.md" in href] == [], page


def test_a_page_links_to_an_entry_once() -> None:
    for page, text in PAGES.items():
        twice = [href for href, n in Counter(re.findall(r"glossary\.md#[^)]+", text)).items() if n > 1]
        assert twice == [], page


def introductions() -> list[tuple[str, str, str]]:
    """(page, what stands before the bracket, English) wherever English follows a Korean term."""
    return [
        (page, match["before"], match["english"])
        for page, prose in PROSE.items()
        for match in INTRODUCTION.finditer(prose)
    ]


def test_korean_and_english_names_belong_together_as_in_the_glossary() -> None:
    """Words of a message and the like, 바라는 크기(expected), are no terms: neither name is known."""
    by_english = {entry.english: entry for entry in TERMS}
    longest_first = sorted(TERMS, key=lambda entry: -len(entry.term))
    wrong = []
    for page, before, english in introductions():
        by_term = next((entry for entry in longest_first if before.endswith(entry.term)), None)
        known = by_english.get(english, by_term)
        if known is None or f"줄여서 {english}라고" in known.meaning:
            continue
        if not before.endswith(known.term) or english != known.english:
            wrong.append(f"{page}: {before}({english}); in the glossary {known.term}({known.english})")
    assert wrong == []


def test_the_first_use_of_a_term_on_a_page_links_to_the_glossary() -> None:
    bare = []
    for page, before, english in introductions():
        entry = next((e for e in TERMS if e.english == english and before.endswith(e.term)), None)
        if entry is None or page == "glossary.md":
            continue
        link = rf"\[{re.escape(entry.term)}\({re.escape(english)}\)\]\((\.\./)*glossary\.md#{entry.anchor}\)"
        if not re.search(link, PAGES[page]):
            bare.append(f"{page}: [{entry.term}({english})](glossary.md#{entry.anchor})")
    assert bare == []
