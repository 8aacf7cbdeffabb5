"""Reading in a real Chromium: Korean lines, columns of text, small screens, the keyboard, chosen colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import looking
import pytest
from served import serve

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

KINDS = [
    "",
    "branched/",
    "errors/shapes/",
    "errors/",
    "glossary/",
    "start/",
    "tags/",
    "changes/",
    "book.html",
]
KINDS += ["notebooks/branched/", "notebooks/start/"]
"""One page of each kind, and those with the longest words."""


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("page", KINDS)
def test_a_page_needs_no_scrolling_sideways_at_320_pixels(visit: Any, page: str, script: bool) -> None:
    """WCAG 1.4.10: 1280 pixels at a zoom of 400 %."""
    tab = visit(page, 320, java_script_enabled=script)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_a_line_of_text_has_forty_syllables_at_most(visit: Any, width: int) -> None:
    """WCAG 1.4.8, in the size of its own letters; inside boxes and lists too."""
    longest = visit("training/", width).evaluate(
        """() => Math.max(...[...document.querySelectorAll('article :is(p, li)')]
             .filter(e => e.offsetParent && !e.closest('nav, table, .yeje, .highlight'))
             .filter(e => !e.matches('.admonition-title, [class^=yeje-], :has(.yeje, .highlight)'))
             .map(e => e.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert 10 < longest <= 40.5


def test_hangul_breaks_between_words_and_a_long_name_anywhere(visit: Any) -> None:
    tab = visit("branched/")
    lines = """text => {
      const p = document.querySelector('article h2 + p').cloneNode()
      p.style.width = '6em'
      p.textContent = text
      document.querySelector('article').append(p)
      const range = document.createRange(), node = p.firstChild, tops = []
      for (let i = 0; i < text.length; i++) {
        range.setStart(node, i); range.setEnd(node, i + 1)
        tops.push(Math.round(range.getBoundingClientRect().top))
      }
      const wide = p.scrollWidth > p.clientWidth + 1
      p.remove()
      return [wide, [...text].flatMap((c, i) => i && tops[i] > tops[i - 1] ? [text[i - 1]] : [])]
    }"""
    wide, before_breaks = tab.evaluate(lines, "신경망에서 은닉층의 뉴런을 세었습니다")
    assert (wide, set(before_breaks)) == (False, {" "})
    wide, before_breaks = tab.evaluate(lines, "a_very_long_name_without_any_space")
    assert not wide and before_breaks


def test_frames_and_korean_names_stand_in_columns(visit: Any) -> None:
    widths = visit("branched/").evaluate(
        """() => {
          const pre = document.createElement('pre'), span = document.createElement('span')
          const output = document.createElement('div')
          output.className = 'yeje-output yeje-stdout'
          pre.append(span); output.append(pre); document.querySelector('article').append(output)
          const width = c => { span.textContent = c.repeat(50); return span.getBoundingClientRect().width }
          return Object.fromEntries([...'x0━─│┃┡╇█가힣층'].map(c => [c, width(c) / width('x')]))
        }"""
    )
    assert {c: round(width, 2) for c, width in widths.items() if c not in "가힣층"} == dict.fromkeys(
        "x0━─│┃┡╇█", 1.0
    )
    assert {c: round(widths[c], 2) for c in "가힣층"} == dict.fromkeys("가힣층", 2.0)


@pytest.mark.parametrize("page", ["", "branched/", "notebooks/branched/", "changes/"])
def test_the_first_stop_of_the_keyboard_leads_past_the_menus(visit: Any, page: str) -> None:
    tab = visit(page)
    tab.keyboard.press("Tab")
    target = tab.evaluate("decodeURIComponent(document.activeElement.hash.slice(1))")
    assert target and tab.evaluate("id => document.getElementById(id).closest('article') !== null", target)


def test_every_stop_of_the_keyboard_can_be_seen_and_has_a_ring(visit: Any) -> None:
    tab = visit("branched/")
    # Code that comes into sight is no stop any more if it does not scroll: on a machine that is busy, Tab
    # may be there before Material's script is.
    tab.evaluate(looking.SCROLL)
    stops = []
    for _ in range(70):
        tab.keyboard.press("Tab")
        stops.append(
            tab.evaluate(
                """() => {
                  const e = document.activeElement
                  // A box that is ticked by its label shows the ring there.
                  const shown = e.matches('input.md-option') ? e.nextElementSibling : e
                  const style = getComputedStyle(shown), box = shown.getBoundingClientRect()
                  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                  const there = box.width > 0 && box.height > 0 && style.visibility === 'visible'
                  return [e.outerHTML.slice(0, 100), ring && there]
                }"""
            )
        )
    assert len({html for html, _ in stops}) > 40
    assert [html for html, seen in stops if not seen] == []


def test_nothing_moves_for_readers_who_asked_for_calm(visit: Any) -> None:
    moving = visit("branched/", reduced_motion="reduce").evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
             const s = getComputedStyle(e)
             const long = times => times.split(',').some(time => parseFloat(time) > 0.001)
             return long(s.transitionDuration) || long(s.animationDuration) || s.scrollBehavior === 'smooth'
           }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_take_the_colours_that_the_system_forces(visit: Any, scheme: str) -> None:
    tab = visit("branched/", scheme=scheme, forced_colors="active")
    ink, text = tab.evaluate(
        """() => {
          const probe = document.createElement('span')
          probe.style.color = 'CanvasText'
          document.body.append(probe)
          const ink = document.querySelector('#branched-drawing svg text')
          return [getComputedStyle(ink).fill, getComputedStyle(probe).color]
        }"""
    )
    assert ink == text


def test_an_address_that_is_not_there_gets_the_page_in_korean(chromium: Any, site: Path) -> None:
    """From the root of a host, at any depth; below a sub-path its links need the site's address."""
    with serve(site) as served:
        tab = chromium.new_page(viewport={"width": 320, "height": 800})
        tab.goto(f"{served.address}no/such/page/")
        assert tab.title().startswith("페이지를 찾을 수 없습니다")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.hash") == "#not-found"
        tab.locator("article li a").nth(3).click()
        tab.wait_for_load_state()
        assert tab.url == f"{served.address}functional/"
        tab.close()
