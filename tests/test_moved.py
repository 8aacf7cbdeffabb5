"""Pages at old addresses."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from yeje import moved
from yeje.published import Page, Site

ADDRESS = "https://example.org/book/"


def site(address: str = ADDRESS, directories: bool = True) -> Site:
    ending = "/" if directories else ".html"
    new = Page("new.md", f"new{ending}", "새 글 <1>", "", (), '<h2 id="층">x</h2><p>id="not"</p>')
    home = Page("index.md", "" if directories else "index.html", "홈", "", (), "")
    return Site("예제", "", address, (home, new), directories)


def read(settings: str) -> tuple[list[moved.Move], list[str]]:
    text = "site_name: 예제\nextra:\n  moved:\n" + settings + "\n"
    found: Any = yaml.safe_load(text)["extra"]["moved"]
    moves, problems = moved.read(found, text, site())
    return moves, [str(problem) for problem in problems]


def test_a_move_names_an_old_file_and_a_page_perhaps_a_place_on_it() -> None:
    moves, problems = read("    old.md: new.md\n    'deep/older.md': new.md#층\n")
    assert problems == []
    assert [(move.old, move.page.uri, move.anchor) for move in moves] == [
        ("old.md", "new.md", ""),
        ("deep/older.md", "new.md", "층"),
    ]


@pytest.mark.parametrize("nothing", [None, {}, ""])
def test_no_setting_is_no_move(nothing: Any) -> None:
    assert moved.read(nothing, "", site()) == ([], [])


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("    old.md: gone.md", "mkdocs.yml:4: old.md leads to gone.md, which is no page of the navigation"),
        (
            "    a.md: new.md\n    old.md: new.md#x",
            "mkdocs.yml:5: old.md leads to new.md#x, but docs/new.md has no",
        ),
        ("    old.md: new.md#not", "mkdocs.yml:4: old.md leads to new.md#not, but docs/new.md has no place"),
        ("    new.md: index.md", "mkdocs.yml:4: docs/new.md is said to have moved but is there; remove one"),
        (
            "    a.md: b.md\n    b.md: new.md",
            "mkdocs.yml:4: a.md leads to b.md, which has moved too; name its last",
        ),
        (
            "    ../old.md: new.md",
            "mkdocs.yml:4: extra.moved has '../old.md'; expected a Markdown file below docs/",
        ),
        ("    old/: new.md", "mkdocs.yml:4: extra.moved has 'old/'; expected a Markdown file below docs/"),
        ("    - old.md", "mkdocs.yml:3: extra.moved is ['old.md'], expected lines of old.md: new.md"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_cure(settings: str, problem: str) -> None:
    (told,) = read(settings)[1]
    assert told.startswith(problem)


def files(old: str, anchor: str = "", views: dict[str, str] | None = None, **options: Any) -> dict[str, str]:
    where = site(**options)
    return moved.files(moved.Move(old, where.by_uri["new.md"], anchor), where, views or {})


def attribute(pattern: str, html: str) -> str:
    (found,) = re.findall(pattern, html)
    return str(found)


@pytest.mark.parametrize(
    ("old", "directories", "file", "target"),
    [
        ("old.md", True, "old/index.html", "../new/"),
        ("deep/old.md", True, "deep/old/index.html", "../../new/"),
        ("old/index.md", True, "old/index.html", "../new/"),
        ("old/README.md", True, "old/index.html", "../new/"),
        ("deep/old.md", False, "deep/old.html", "../new.html"),
    ],
)
def test_the_old_address_leads_on_by_a_relative_link(
    old: str, directories: bool, file: str, target: str
) -> None:
    ((name, html),) = files(old, directories=directories).items()
    assert name == file
    assert attribute(r'http-equiv="refresh" content="0; url=([^"]*)"', html) == target
    assert attribute(r'<a href="([^"]*)"', html) == target


def test_the_old_page_runs_nothing_and_is_not_to_be_found() -> None:
    (html,) = files("old.md", "층").values()
    assert "<script" not in html and "style" not in html
    assert '<html lang="ko">' in html and '<meta name="robots" content="noindex">' in html
    assert attribute(r'<a href="[^"]*">([^<]*)</a>', html) == "새 글 &lt;1&gt;"
    assert attribute(r'<a href="([^"]*)"', html) == "../new/#층"
    assert attribute(r'rel="canonical" href="([^"]*)"', html) == f"{ADDRESS}new/"
    (without_address,) = files("old.md", address="").values()
    assert attribute(r'rel="canonical" href="([^"]*)"', without_address) == "../new/"


def test_the_view_of_its_notebook_leads_to_that_of_the_new_page() -> None:
    made = files("old.md", "층", {"new.md": "notebooks/new/"})
    assert list(made) == ["old/index.html", "notebooks/old/index.html"]
    assert attribute(r'<a href="([^"]*)"', made["notebooks/old/index.html"]) == "../new/"
