"""The prose of the pages, as far as a rule can judge it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
import yaml
from real import PAGES, ROOT, text_of

from yeje import links, markdown_text
from yeje.site_files import WITHOUT_NOTEBOOK

CHAPTER = sorted(set(PAGES) - WITHOUT_NOTEBOOK)
ORIGINAL = {f"{name}.md" for name in ("index", "sequential", "functional", "reading", "toy", "branched")}
"""The pages that follow the text that this site mirrors, and carry its tags."""
TO_LOOK_THINGS_UP = {"correspondence.md", "glossary.md"}
"""Pages of tables, not of lessons: without questions at their end."""
FREQUENCIES = {"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"}
BOX_DRAWING = re.compile(r"[\u2500-\u257f]")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
CONTAINER = re.compile(r"\s*(?:!!!|\?\?\?\+?|===)\s")


def parts_of(page: str) -> tuple[dict[str, Any], str]:
    """Front matter and Markdown."""
    match = FRONT_MATTER.match(text_of(page))
    assert match, f"{page} has no front matter"
    return yaml.safe_load(match[1]), text_of(page)[match.end() :]


def headings_of(page: str) -> list[tuple[int, str]]:
    prose = markdown_text.prose(parts_of(page)[1])
    return [(len(m[1]), m[2].strip()) for m in re.finditer(r"^(#{1,6}) (.*)$", prose, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_is(page: str) -> None:
    meta, _ = parts_of(page)
    assert isinstance(meta["title"], str) and meta["title"]
    assert isinstance(meta["description"], str) and len(meta["description"]) <= 160
    assert meta["sitemap"]["changefreq"] in FREQUENCIES
    assert 0 <= meta["sitemap"]["priority"] <= 1


@pytest.mark.parametrize("page", CHAPTER)
def test_a_page_has_tags(page: str) -> None:
    tags = parts_of(page)[0]["tags"]
    assert len(set(tags)) == len(tags) >= 3
    of_the_original = {"Blog", "Deep learning", "Data mining", "혼공머신러닝"}
    assert (of_the_original if page in ORIGINAL else {"Blog"}) <= set(tags)


def test_every_page_has_a_description_and_a_title_of_its_own() -> None:
    for key in ("title", "description"):
        values = [parts_of(page)[0][key] for page in PAGES]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("page", PAGES)
def test_headings_begin_with_the_title_and_skip_no_level(page: str) -> None:
    levels = [level for level, _ in headings_of(page)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [name for _, name in headings_of(page)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_typed_output(page: str) -> None:
    _, text = parts_of(page)  # the front matter may name what readers search for
    assert not BOX_DRAWING.search(text)
    for piece in ("Total params", "Trainable params", 'Model: "', ">>> ", "Traceback (most"):
        assert piece not in text


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_typed_python(page: str) -> None:
    assert not re.search(r"^\s*(?:```|~~~)\s*\{?\.?py", text_of(page), re.MULTILINE)


def blocks_around(page: str) -> list[tuple[str, list[str], list[str]]]:
    """For each embed: its text, the blocks before it up to the heading, those after it."""
    _, body = parts_of(page)
    lines = body.split("\n")
    found = []
    for link in links.scan(body, "snippets"):
        if link.alone:
            found.append((link.text, _blocks(lines[: link.line - 1][::-1]), _blocks(lines[link.line :])))
    return found


def _blocks(lines: list[str]) -> list[str]:
    """Lines of prose until the next heading, without tags and first lines of boxes."""
    prose = []
    for line in lines:
        if line.startswith("#"):
            break
        if line.strip() and not line.lstrip().startswith("<"):
            prose.append(line.strip())
    return prose


def is_prose(line: str) -> bool:
    return not re.fullmatch(r"\[.*\]\(\S*snippets/\S*\)", line)


@pytest.mark.parametrize("page", CHAPTER)
def test_every_embed_is_introduced_and_then_read_with_the_reader(page: str) -> None:
    for caption, before, after in blocks_around(page):
        assert any(map(is_prose, before)), f"nothing introduces {caption!r}"
        assert any(map(is_prose, after)), f"nothing follows {caption!r}"


def test_the_nine_figures_of_the_original_are_there_in_order() -> None:
    order = [page for page in _nav() if page in CHAPTER]
    captions = [caption for page in order for caption, _, _ in blocks_around(page)]
    numbers = [int(match[1]) for text in captions if (match := re.match(r"그림 (\d+)\. \S", text))]
    assert sorted(numbers) == list(range(1, 10))
    assert numbers == sorted(numbers)


def _nav() -> list[str]:
    """The pages in the navigation's order, those of its groups included."""
    return re.findall(r"^ +- .*: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_page_is_in_the_navigation() -> None:
    assert sorted(_nav()) == sorted(PAGES)


@pytest.mark.parametrize("page", sorted(set(CHAPTER) - TO_LOOK_THINGS_UP))
def test_a_page_ends_with_questions(page: str) -> None:
    _, body = parts_of(page)
    assert headings_of(page)[-1] == (2, "확인하기")
    assert len(re.findall(r'^\?\?\? question "', body, re.MULTILINE)) >= 2


@pytest.mark.parametrize("page", PAGES)
def test_captions_are_plain_words(page: str) -> None:
    """A caption is also a figure's text alternative."""
    for caption, _, _ in blocks_around(page):
        assert len(caption) >= 5 and not re.search(r"[`*<]", caption)
