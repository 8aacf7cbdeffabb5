"""Paper: what a printed chapter and the printed book are like, laid out by a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import looking
import pytest
from served import serve
from visits import missing

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

SHEET = 672
"""CSS pixels between the margins of A4: 210 mm less twice 16 mm."""


@pytest.fixture
def sheet(visit: Any) -> Any:
    """sheet(page) opens a page as it is laid out for paper, without JavaScript."""

    def open_page(page: str) -> Any:
        tab = visit(page, SHEET, java_script_enabled=False)
        tab.emulate_media(media="print")
        return tab

    return open_page


def shown(tab: Any, selector: str) -> int:
    """How many elements take room."""
    found: int = tab.evaluate(
        "s => [...document.querySelectorAll(s)].filter(e => e.getClientRects().length).length", selector
    )
    return found


@pytest.mark.parametrize("page", ["branched/", "errors/shapes/", "notebooks/branched/"])
def test_a_chapter_prints_as_a_chapter(sheet: Any, page: str) -> None:
    tab = sheet(page)
    around = "header, footer, nav, button, .md-sidebar, .md-top, .md-skip, .headerlink, .yeje-notebook"
    assert shown(tab, around) == 0
    assert shown(tab, "h1") == 1
    assert shown(tab, "article p, article pre") > 20


@pytest.mark.parametrize("page", ["branched/", "notebooks/branched/", "features/", "book.html"])
def test_nothing_is_cut_off_by_the_sheet_or_by_its_own_box(sheet: Any, page: str) -> None:
    cut = sheet(page).evaluate(
        """width => [...document.querySelectorAll('article :is(pre, pre > code, table, svg, img)')]
             .filter(e => e.getClientRects().length)
             .filter(e => e.getBoundingClientRect().right > width + 1 || e.scrollWidth > e.clientWidth + 2
                           || e.scrollHeight > e.clientHeight + 2)
             .filter(e => !e.closest('svg') || e.matches('svg'))
             .map(e => [e.tagName, e.closest('[id]')?.id, Math.round(e.getBoundingClientRect().right)])""",
        SHEET,
    )
    assert cut == []


def test_what_is_folded_on_the_screen_is_open_on_paper(sheet: Any) -> None:
    tab = sheet("branched/")
    closed = "details:not([open]):not(.yeje-terminal) > :not(summary)"
    assert shown(tab, closed) == tab.locator(closed).count() > 0


def test_a_link_to_another_site_says_where_it_leads(sheet: Any) -> None:
    tab = sheet("start/")
    addresses = tab.evaluate(
        """() => [...document.querySelectorAll('article a[href^="http"]')]
             .map(a => [a.href, getComputedStyle(a, '::after').content])"""
    )
    assert addresses
    assert [href for href, after in addresses if href not in after] == []


def test_figures_and_rows_are_not_cut_in_two(sheet: Any) -> None:
    tab = sheet("book.html")
    kept = ".yeje-figure, .yeje-cell, tr, .admonition, figure"
    assert (
        tab.evaluate(
            """s => [...document.querySelectorAll(s)].filter(e => getComputedStyle(e).breakInside !== 'avoid')
               .map(e => e.outerHTML.slice(0, 80))""",
            kept,
        )
        == []
    )


def test_the_book_begins_each_chapter_on_a_new_sheet(sheet: Any) -> None:
    tab = sheet("book.html")
    chapters = tab.locator(".yeje-chapter")
    assert chapters.count() > 20
    assert set(chapters.evaluate_all("found => found.map(e => getComputedStyle(e).breakBefore)")) == {"page"}
    assert tab.evaluate("document.querySelectorAll('h1').length") == chapters.count() + 1


def test_the_book_works_without_javascript_and_asks_for_nothing_elsewhere(visit: Any) -> None:
    tab = visit("book.html", java_script_enabled=False)
    assert tab.problems == []
    tab.locator(".yeje-contents a").nth(7).click()
    assert tab.evaluate("document.querySelector('.yeje-chapter:target') !== null")


@pytest.mark.every_page  # axe-core takes half a minute for it
@pytest.mark.parametrize("width", [1280, 360])
def test_the_book_is_as_accessible_as_its_pages(chromium: Any, site: Path, width: int) -> None:
    if not looking.AXE.is_file():
        missing(f"no axe-core here: {looking.INSTALL}")
    with serve(site) as served:
        seen = looking.look(chromium, served, [looking.BOOK], width)[looking.BOOK]
    assert (seen.violations, seen.problems, seen.sideways) == ((), (), 0)
    assert seen.transfer < 600_000


def test_the_book_follows_the_system_into_the_dark(visit: Any) -> None:
    tab = visit("book.html", scheme="dark")
    assert tab.problems == []
    assert tab.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_a_reader_finds_the_book_from_every_page(visit: Any) -> None:
    tab = visit("errors/shapes/")
    tab.locator("footer a", has_text="한 쪽으로").click()
    tab.wait_for_load_state("networkidle")
    assert tab.locator(".yeje-chapter").count() > 20
    assert tab.problems == []
