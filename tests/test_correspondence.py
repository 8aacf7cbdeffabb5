"""The table that compares the site with the original: whole, and true to what is there."""

from __future__ import annotations

import re

import course
import pytest

PAGE = "correspondence.md"
TEXT = course.pages()[PAGE]
PARTS = course.cells(TEXT, "부분")
FIGURES = course.cells(TEXT, "그림")
CLAIMS = course.cells(TEXT, "주장")


def numbers(cell: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", cell)]


def test_every_part_of_the_original_is_there_in_its_order() -> None:
    assert [row[0] for row in PARTS] == [str(number) for number in range(1, 8)]
    assert all(re.search(r"\]\(\w+\.md", row[2]) for row in PARTS)


def test_every_figure_of_the_original_is_there_once() -> None:
    assert [numbers(row[0])[0] for row in FIGURES] == list(range(1, 10))
    assert sorted(number for row in PARTS for number in numbers(row[4])) == list(range(1, 10))


def test_every_claim_is_there_once() -> None:
    assert [int(row[0]) for row in CLAIMS] == list(range(1, 17))
    assert sorted(number for row in PARTS for number in numbers(row[5])) == list(range(1, 17))


def test_every_place_that_it_points_at_is_there() -> None:
    assert course.dead_links(PAGE) == []


@pytest.mark.parametrize("row", FIGURES, ids=[row[0].split("]")[0].strip("[") for row in FIGURES])
def test_a_figure_is_shown_where_the_table_says(row: list[str]) -> None:
    link = course.LINK.search(row[0])
    assert link is not None
    page, _, anchor = link["href"].partition("#")
    program, cell = row[2].strip("`"), row[3].strip("`")
    assert anchor == f"{program.removesuffix('.py')}-{cell}"
    shown = re.findall(rf"\[(.+)\]\(\.\./snippets/{re.escape(program)}#{cell}\)", course.pages()[page])
    assert any(f"{link['text']}." in caption for caption in shown)


@pytest.mark.parametrize("row", PARTS, ids=[f"part {row[0]}" for row in PARTS])
def test_a_part_names_programs_that_its_pages_embed(row: list[str]) -> None:
    shown = "".join(course.pages()[page] for page in re.findall(r"\]\((\w+\.md)", row[2]))
    for program in re.findall(r"`(\w+\.py)`", row[3]):
        assert f"(../snippets/{program}" in shown, program


def test_every_claim_names_a_test_that_exists() -> None:
    tests = (course.ROOT / "tests" / "test_claims.py").read_text(encoding="utf-8")
    named = [row[3].strip("`") for row in CLAIMS]
    assert len(set(named)) == len(named)
    assert [name for name in named if f"\ndef {name}(" not in tests] == []
