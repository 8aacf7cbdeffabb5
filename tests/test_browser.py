"""The site in a real Chromium: what readers see, in both palettes, on a desk and on a phone."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ["", "functional/", "reading/", "branched/", "notebooks/branched/"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running browser. Skips where there is none; where CI is set, that is a failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site served below a sub-path, so that links from the root would break."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/book"))

        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/book/"
        server.shutdown()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Any]:
    """visit(page, width=…, scheme=…, …) opens a page; what went wrong is in `.problems`."""
    contexts = []

    def open_page(page: str, width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.problems = []
        tab.on("console", lambda m: tab.problems.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda error: tab.problems.append(str(error)))
        tab.on("requestfailed", lambda request: tab.problems.append(f"failed: {request.url}"))

        def note(request: Any) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                tab.problems.append(f"elsewhere: {request.url}")

        tab.on("request", note)
        tab.goto(address + page)
        tab.wait_for_load_state("networkidle")
        return tab

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_stays_in_its_width(visit: Any, page: str, width: int, scheme: str) -> None:
    tab = visit(page, width, scheme)
    assert tab.problems == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_dark_palette_follows_the_system(visit: Any) -> None:
    def brightness(scheme: str) -> int:
        colour = visit("branched/", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.strip("rgba()").split(",")[:3])

    assert brightness("light") > 600 > 200 > brightness("dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_in_drawings_can_be_read_in_both_palettes(visit: Any, scheme: str) -> None:
    tab = visit("branched/", scheme=scheme)
    contrasts = tab.evaluate(
        """() => {
          const channels = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => {
            v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 })
          const light = c => { const [r, g, b] = channels(c); return 0.2126*r + 0.7152*g + 0.0722*b }
          const figure = document.querySelector('.yeje-figure')
          let node = figure, paper = 'rgba(0, 0, 0, 0)'
          while (node && /, 0\\)$/.test(paper)) {
            paper = getComputedStyle(node).backgroundColor; node = node.parentElement }
          return [...document.querySelectorAll('#branched-drawing svg text')].map(t => {
            const a = light(getComputedStyle(t).fill), b = light(paper)
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }) }"""
    )
    assert len(contrasts) >= 6
    assert min(contrasts) >= 4.5


def test_two_models_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(
    visit: Any,
) -> None:
    def boxes(width: int) -> list[dict[str, float]]:
        tab = visit("functional/", width)
        names = ("sequential_cnn-summary", "functional_cnn-summary")
        return [tab.locator(f"#{name}").bounding_box() for name in names]

    left, right = boxes(1280)
    assert abs(left["y"] - right["y"]) < 2
    assert left["x"] + left["width"] <= right["x"]
    upper, lower = boxes(360)
    assert upper["y"] + upper["height"] <= lower["y"]


def test_summaries_show_every_column_on_a_desk(visit: Any) -> None:
    tab = visit("functional/")
    cut = tab.evaluate(
        """() => [...document.querySelectorAll('.yeje-stdout pre')]
             .filter(p => p.scrollWidth > p.clientWidth + 1 && p.textContent.includes('Param #'))
             .map(p => p.closest('.yeje').id)"""
    )
    assert cut == []


def test_everything_is_there_without_javascript(visit: Any) -> None:
    tab = visit("branched/", java_script_enabled=False)
    assert tab.locator(".yeje pre").count() > 20
    assert tab.locator(".yeje-figure svg").count() >= 2
    assert tab.locator(".yeje pre").first.is_visible()


def test_code_can_be_copied_and_outputs_cannot_be_mistaken_for_it(visit: Any) -> None:
    tab = visit("branched/")
    assert tab.locator(".yeje .highlight .md-code__button, .yeje .highlight .md-clipboard").count() > 10
    assert tab.locator(".yeje-output .md-code__button, .yeje-output .md-clipboard").count() == 0


def test_the_table_of_contents_follows_the_reader(visit: Any) -> None:
    tab = visit("branched/")
    heading = tab.locator("h2").nth(4)
    heading.scroll_into_view_if_needed()
    tab.evaluate("window.scrollTo(0, document.querySelectorAll('h2')[4].offsetTop - 60)")
    tab.wait_for_timeout(500)
    active = tab.locator(".md-nav--secondary .md-nav__link--active")
    assert active.count() >= 1
    assert active.last.is_visible()


def test_the_search_finds_a_korean_word(visit: Any) -> None:
    tab = visit("")
    tab.keyboard.press("/")
    tab.keyboard.type("갈라지는", delay=20)
    tab.keyboard.press("End")  # Hangul comes without the keyup that Material's search waits for
    tab.wait_for_selector(".md-search-result__item a", timeout=5000)
    assert "갈라지는" in tab.locator(".md-search-result__item").first.inner_text()


def test_a_keyboard_reaches_every_output_that_scrolls(visit: Any) -> None:
    tab = visit("branched/", 360)
    unreachable = tab.evaluate(
        """() => [...document.querySelectorAll('.yeje-output pre, .yeje-figure')]
             .filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).length"""
    )
    assert unreachable == 0
