"""The page that compares the site with the original: whole, and true to what is there."""

from __future__ import annotations

import re

import course
import pytest

PAGE = "correspondence.md"
TEXT = course.pages()[PAGE]
PARTS = course.items(TEXT, "부분")
FIGURES = course.items(TEXT, "그림")
CLAIMS = course.items(TEXT, "주장")


def numbers(item: str, label: str) -> list[int]:
    """The numbers behind a word: ``주장 1, 2``."""
    match = re.search(rf"{label} (\d+(?:, \d+)*)", item)
    return [int(number) for number in match[1].split(", ")] if match else []


def starts(items: list[str]) -> list[int]:
    return [int(item.partition(".")[0]) for item in items]


def test_every_part_of_the_original_is_there_in_its_order() -> None:
    assert starts(PARTS) == list(range(1, 8))
    assert all(re.search(r"→ \[.+\]\(\w+\.md", item) for item in PARTS)


def test_every_figure_of_the_original_is_there_once() -> None:
    assert [n for item in FIGURES for n in numbers(item, "그림")] == list(range(1, 10))
    assert sorted(n for item in PARTS for n in numbers(item, "· 그림")) == list(range(1, 10))


def test_every_claim_is_there_once() -> None:
    assert starts(CLAIMS) == list(range(1, 17))
    assert sorted(n for item in PARTS for n in numbers(item, "· 주장")) == list(range(1, 17))


def test_every_place_that_it_points_at_is_there() -> None:
    assert course.dead_links(PAGE) == []


def test_every_page_of_the_site_is_named() -> None:
    """Whatever the original does not have is listed, so that nobody looks for it there."""
    named = set(re.findall(r"\]\(([\w/]+\.md)", TEXT)) | {PAGE, "changes.md", "tags.md"}
    assert {page for page in course.pages() if "/" not in page} - named == set()


@pytest.mark.parametrize("item", FIGURES, ids=range(1, len(FIGURES) + 1))
def test_a_figure_is_shown_where_the_page_says(item: str) -> None:
    match = re.match(r"- \[(그림 \d)\]\((\w+\.md)#(\S+)\): .+\. `(\w+)\.py`의 `(\w+)` 셀$", item)
    assert match is not None
    figure, page, anchor, program, cell = match.groups()
    assert anchor == f"{program}-{cell}"
    captions = re.findall(rf"\[(.+)\]\(\.\./snippets/{program}\.py#{cell}\)", course.pages()[page])
    assert any(f"{figure}." in caption for caption in captions)


@pytest.mark.parametrize("item", PARTS, ids=range(1, len(PARTS) + 1))
def test_a_part_names_programs_that_its_pages_show(item: str) -> None:
    shown = "".join(course.pages()[page] for page in re.findall(r"\]\((\w+\.md)", item))
    programs = re.findall(r"`(\w+\.py)`", item)
    assert [program for program in programs if f"(../snippets/{program}" not in shown] == []


def test_every_claim_names_a_test_that_exists() -> None:
    tests = (course.ROOT / "tests" / "test_claims.py").read_text(encoding="utf-8")
    named = [re.findall(r"`(test_\w+)`", item) for item in CLAIMS]
    assert all(len(names) == 1 for names in named)
    assert [name for (name,) in named if f"\ndef {name}(" not in tests] == []
