"""What a reader does on a page, under the page's policy, at a sub-path and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from served import Served

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]


def test_a_page_does_all_that_it_can_under_its_policy(visit: Any) -> None:
    tab = visit("branched/", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("form[data-yeje=palette] label:visible").click()
    tab.locator(".highlight pre").first.scroll_into_view_if_needed()
    tab.locator("button.md-code__button[data-md-type=copy]").first.click()
    tab.locator("button.md-code__button[data-md-type=copy]").first.hover()
    for fold in tab.locator("details > summary").all()[:3]:
        fold.click()
    tab.keyboard.press("/")
    tab.keyboard.type("summary", delay=20)
    tab.wait_for_selector(".md-search-result__item a")
    assert tab.evaluate("navigator.clipboard.readText()")
    assert tab.problems == []


def test_tabs_switch_under_the_policy(visit: Any) -> None:
    tab = visit("start/")
    labels = tab.locator(".tabbed-labels > label")
    if labels.count() < 2:
        pytest.skip("no tabs on this page any more")
    labels.nth(1).click()
    assert tab.problems == []


def test_an_inline_script_that_was_not_there_at_the_build_does_not_run(visit: Any) -> None:
    tab = visit("start/")
    tab.evaluate(
        """() => {
          const script = document.createElement("script")
          script.textContent = "window.strange = true"
          document.body.append(script) }"""
    )
    assert tab.evaluate("window.strange") is None
    assert any("policy: script-src" in problem for problem in tab.problems)


def test_a_page_that_is_not_there_leads_back(visit: Any, host: Served) -> None:
    """Its links start at the root, as the site's address is not set here; they only have to be links."""
    tab = visit("deep/and/lost/")
    assert "찾을 수 없습니다" in tab.locator("h1").inner_text()
    assert tab.locator("article a").count() > 5


def test_no_link_of_a_page_leaves_the_sub_path(visit: Any, host: Served) -> None:
    for page in ("", "branched/", "notebooks/branched/"):
        links = visit(page).evaluate("[...document.links].map(a => a.href)")
        own = [link for link in links if link.startswith(host.address.split("/a/b/")[0])]
        assert own and all(link.startswith(host.address) for link in own)


def test_a_search_result_is_reached_below_the_sub_path(visit: Any, host: Served) -> None:
    host.sent.clear()
    tab = visit("errors/shapes/")
    assert not [path for path, _ in host.sent if "search_index" in path], "the index is loaded unasked"
    tab.keyboard.press("/")
    tab.keyboard.type("summary", delay=20)
    tab.wait_for_selector(".md-search-result__item a")
    tab.locator(".md-search-result__item a").first.click()
    tab.wait_for_load_state()
    assert tab.url.startswith(host.address) and "errors/shapes" not in tab.url
    assert tab.locator("h1").count() == 1


def test_a_keyboard_skips_to_the_text_and_reaches_the_search_with_a_ring(visit: Any) -> None:
    tab = visit("branched/")
    reached = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.className"))
        if len(reached) == 1:
            assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert "md-skip" in reached[0]
    assert any("md-search__input" in name for name in reached), reached
    assert tab.problems == []
