"""The palette: as the system has it, light, dark; by mouse and keyboard, and kept."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

BUTTON = "form[data-yeje=palette] label:visible"


def scheme(tab: Any) -> str:
    return str(tab.locator("body").get_attribute("data-md-color-scheme"))


def test_a_button_leads_from_the_systems_palette_to_light_to_dark_and_back(visit: Any) -> None:
    tab = visit("", scheme="dark")
    seen = [(tab.locator(BUTTON).get_attribute("title"), scheme(tab))]
    for _ in range(3):
        tab.locator(BUTTON).click()
        seen.append((tab.locator(BUTTON).get_attribute("title"), scheme(tab)))
    assert seen == [
        ("밝은 화면으로 바꾸기", "slate"),
        ("어두운 화면으로 바꾸기", "default"),
        ("시스템 설정 따르기", "slate"),
        ("밝은 화면으로 바꾸기", "slate"),
    ]
    tab.wait_for_timeout(100)
    assert tab.locator("body").get_attribute("data-md-color-switching") is None


def test_the_systems_palette_is_followed_while_the_page_is_open(visit: Any) -> None:
    tab = visit("")
    tab.emulate_media(color_scheme="dark")
    assert scheme(tab) == "slate"
    tab.locator(BUTTON).click()
    assert scheme(tab) == "default"
    tab.emulate_media(color_scheme="light")
    tab.emulate_media(color_scheme="dark")
    assert scheme(tab) == "default"


def test_what_was_chosen_holds_on_the_next_page_and_before_anything_is_drawn(visit: Any) -> None:
    tab = visit("")
    tab.locator(BUTTON).click()
    tab.locator(BUTTON).click()
    assert scheme(tab) == "slate"
    tab.route("**/*.js", lambda route: route.abort())
    tab.goto(tab.url + "start/", wait_until="domcontentloaded")
    assert scheme(tab) == "slate"
    tab.unroute("**/*.js")
    tab.reload()
    assert tab.locator(BUTTON).get_attribute("title") == "시스템 설정 따르기"


def test_the_palette_can_be_changed_by_keyboard_with_the_focus_in_sight(visit: Any) -> None:
    tab = visit("")
    for _ in range(10):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.name") == "__palette":
            break
    assert tab.evaluate("document.activeElement.id") == "__palette_0"
    for index, expected in [(1, "default"), (2, "slate"), (0, "default")]:
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == f"__palette_{index}"
        assert scheme(tab) == expected
    outline = tab.locator(BUTTON).evaluate("label => getComputedStyle(label).outlineStyle")
    assert outline == "solid"


def test_nothing_is_kept_of_a_reader_who_does_not_choose(visit: Any) -> None:
    tab = visit("")
    assert tab.evaluate("Object.keys(localStorage).filter(key => key.includes('palette'))") == []


def test_the_browsers_own_parts_are_dark_where_the_page_is(visit: Any) -> None:
    for system in ("light", "dark"):
        tab = visit("", scheme=system)
        drawn = tab.evaluate("getComputedStyle(document.documentElement).colorScheme")
        assert ("dark" in drawn) == (system == "dark")
