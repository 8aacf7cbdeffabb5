"""The search box of the site in a real Chromium: what readers find, and how they get there."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import search_box
from served import Served

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

LIMIT = 60_000
"""Bytes of the index as a host sends it."""
RESULTS = ".md-search-result__item"


@pytest.fixture(scope="module")
def answers(chromium: Any, host: Served) -> Iterator[dict[search_box.Query, search_box.Answer]]:
    """What the box of one page answers to each query of the collection."""
    page = chromium.new_page()
    page.goto(host.address)
    search_box.open_box(page)
    yield {query: search_box.ask(page, query.text, host.address) for query in search_box.queries()}
    page.close()


def test_the_collection_is_large_and_every_answer_is_in_the_index(site: Path) -> None:
    queries = list(search_box.queries())
    assert len(queries) >= 500 and sum(query.held_out for query in queries) >= 60
    assert len({query.kind for query in queries}) >= 10
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    assert [loc for query in queries for loc in query.right if f'"location":"{loc}"' not in index] == []


@pytest.mark.parametrize("held_out", [False, True])
def test_the_right_section_comes_first(answers: dict[Any, search_box.Answer], held_out: bool) -> None:
    places = [answer.place(query.right) for query, answer in answers.items() if query.held_out == held_out]
    first = sum(place == 1 for place in places) / len(places)
    third = sum(place is not None and place <= 3 for place in places) / len(places)
    assert (first >= 0.90, third >= 0.98) == (True, True), f"hit@1 {first:.1%}, hit@3 {third:.1%}"


def test_a_pasted_message_finds_its_entry(answers: dict[Any, search_box.Answer]) -> None:
    missed = [
        q.text for q, answer in answers.items() if q.kind == "error" and (answer.place(q.right) or 9) > 3
    ]
    assert missed == []


def test_the_index_is_small(site: Path) -> None:
    assert len(gzip.compress((site / "search/search_index.json").read_bytes(), 6)) <= LIMIT


def test_results_do_not_come_from_pages_that_repeat_others(site: Path) -> None:
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    for repeating in ('"location":"notebooks/', '"location":"book', "#tag:", '"title":"확인하기"'):
        assert repeating not in index


def test_a_page_that_nobody_searches_loads_no_index(visit: Any, host: Served) -> None:
    host.sent.clear()
    tab = visit("start/")
    before = [path for path, _ in host.sent]
    find(tab, "갈림길")
    after = [path for path, _ in host.sent[len(before) :]]
    assert not any("search_index" in path or "engine" in path for path in before)
    assert any(path.endswith("search/search_index.json") for path in after)


def test_a_link_with_a_query_is_answered_at_once(visit: Any) -> None:
    tab = visit("?q=갈림길")
    tab.wait_for_selector(f"{RESULTS} a")
    assert "갈라지는 연결을 적습니다" in tab.locator(RESULTS).first.inner_text()


def find(tab: Any, query: str) -> Any:
    """Type a query as an input method does, and wait for results."""
    tab.keyboard.press("/")
    tab.keyboard.insert_text(query)
    tab.wait_for_selector(f"{RESULTS} a")
    return tab.locator(RESULTS)


def test_what_is_pasted_or_composed_is_searched_without_another_key(visit: Any) -> None:
    tab = visit("branched/")
    assert "갈라지는 연결을 적습니다" in find(tab, "갈림길").first.inner_text()
    assert tab.problems == []


def test_a_result_quotes_the_section_and_marks_what_was_found(visit: Any) -> None:
    item = find(visit(""), "그레이디언트 소실").first
    assert {"그레이디언트"} <= set(item.locator("mark").all_inner_texts())
    assert "층을 지날 때마다 값이 곱해집니다" in item.inner_text()


def test_text_of_the_pages_is_shown_as_text(visit: Any) -> None:
    tab = visit("")
    find(tab, "passed as a keyword argument: <Dense name=hidden, built=False>")
    quoted = tab.locator(f"{RESULTS} a[href*=layer-not-called]")
    assert "<Dense name=hidden, built=False>" in quoted.inner_text()
    assert tab.problems == []


def test_arrows_and_enter_lead_to_the_section(visit: Any) -> None:
    tab = visit("")
    find(tab, "층의 이름이 겹칠 때")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    focused = tab.evaluate("document.activeElement.href")
    assert "/errors/connecting/" in focused and focused.endswith("#same-name")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/errors/connecting/**#same-name")


def test_enter_alone_leads_to_the_best_section_below_a_korean_heading(visit: Any) -> None:
    tab = visit("reading/")
    find(tab, "특성맵32장")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/features/**")
    assert unquote(tab.url).endswith("#특성-맵-32장을-봅니다")
    heading = tab.locator("[id='특성-맵-32장을-봅니다']")
    assert 0 <= heading.bounding_box()["y"] < 400


def test_marks_on_the_page_leave_what_it_embeds_whole(visit: Any) -> None:
    embeds = """() => [...document.querySelectorAll('.yeje')].map(embed =>
      [...embed.querySelectorAll('pre, table, svg text')].map(part => part.textContent).join())"""
    plain = visit("branched/")
    marked = visit("branched/?h=layer_2+%EC%B8%B5+summary")
    marked.wait_for_selector("mark[data-md-highlight]", state="attached")
    assert marked.evaluate(embeds) == plain.evaluate(embeds)
    assert marked.locator(".yeje svg").count() == plain.locator(".yeje svg").count() > 0
    assert marked.problems == []


def test_results_fit_a_phone(visit: Any) -> None:
    tab = visit("", 360)
    tab.locator("label.md-header__button[for=__search]").click()
    tab.keyboard.insert_text("ValueError: Only input tensors may be passed as positional arguments")
    tab.wait_for_selector(f"{RESULTS} a")
    wide = tab.evaluate(
        """() => [...document.querySelectorAll('.md-search-result__link *')]
             .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML)"""
    )
    assert wide == []


def test_a_word_is_completed_as_the_titles_have_it(visit: Any) -> None:
    tab = visit("")
    find(tab, "그레이")
    tab.keyboard.press("End")
    tab.locator("[data-md-component=search-suggest]", has_text="그레이디언트").wait_for()


def test_what_cannot_be_found_says_so(visit: Any) -> None:
    tab = visit("")
    tab.keyboard.press("/")
    tab.keyboard.insert_text("zzzzzz")
    tab.locator(".md-search-result__meta", has_text="없습니다").wait_for()
    assert tab.locator(RESULTS).count() == 0
