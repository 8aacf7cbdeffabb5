"""The settings at the head of a page: what is wrong is said with its line, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.utils.meta import get_data

from yeje import front_matter

WRONG_SEARCH = "the page's setting `search` takes settings of its own, not 'x'"


def faults(text: str) -> tuple[list[tuple[int | None, str]], dict[str, Any]]:
    """What is wrong with a page, and the settings that are left of what MkDocs reads."""
    meta = get_data(text)[1]
    return list(front_matter.faults(text, meta)), meta


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: 쪽\nsearch: {boost: 2}\n---\n", []),
        ("글\n", []),
        ("---\ntitle: 쪽\nsearch: x\n---\n", [(3, WRONG_SEARCH)]),
        ("title: 쪽\nSearch: x\n\n글\n", [(2, WRONG_SEARCH)]),  # MkDocs takes this for a head, too
        ("---\ntags:\n---\n", []),
        ("---\nprerequisites: [a.md, 1]\n---\n", [(2, "`prerequisites` takes paths of pages, not 1")]),
    ],
)
def test_a_setting_of_the_wrong_kind_is_told_with_its_line(text: str, found: Any) -> None:
    told, meta = faults(text)
    assert told == found
    assert meta.get("search") in (None, {"boost": 2}) and meta.get("prerequisites") in (None, ["a.md"])


def test_what_cannot_be_read_is_no_part_of_the_page() -> None:
    text = "---\ntitle: [\n---\n# 쪽\n"
    assert get_data(text)[0] == text
    assert front_matter.without(text, text) == "# 쪽\n"


def test_lines_behind_the_head_are_prose_whatever_they_look_like() -> None:
    text = "---\ntitle: 쪽\n---\n---\n\n글\n\n---\n끝\n"
    markdown = get_data(text)[0]
    assert front_matter.without(text, markdown) == markdown == "---\n\n글\n\n---\n끝\n"


class Building:
    """What `check` knows of a Build."""

    def __init__(self, root: Path) -> None:
        self.project = SimpleNamespace(root=root, docs="docs")
        self.said: list[str] = []

    def report(self, problem: Exception) -> None:
        self.said.append(str(problem))


def test_a_page_to_read_before_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").touch()
    text = "---\nprerequisites:\n  - a.md\n  - gone.md\n---\n"
    build = Building(tmp_path)
    front_matter.check(build, "b.md", text, get_data(text)[1])  # type: ignore[arg-type]
    assert build.said == [
        "docs/b.md:4: `prerequisites` names 'gone.md', which is no page; correct the path below docs/"
    ]
