"""The site in a real Chromium: what readers see, in both palettes, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import looking
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow]

ROOT = Path(__file__).parent.parent
PAGES = ["", "functional/", "reading/", "branched/", "notebooks/branched/"]


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
    tab.evaluate(looking.SCROLL)  # a block gets its button when it comes into sight
    tab.wait_for_timeout(300)
    blocks = tab.locator(".yeje .highlight pre > code:visible").count()
    assert tab.locator(".yeje .highlight .md-code__button:visible").count() == blocks > 10
    assert tab.locator(".yeje-output .md-code__button").count() == 0


def test_code_that_scrolls_is_reached_by_keyboard_before_it_was_in_sight(visit: Any) -> None:
    tab = visit("training/", 360)
    assert not tab.evaluate(looking.OUT_OF_REACH)


def test_code_that_stands_whole_is_no_stop_of_the_tab_key_once_it_was_seen(visit: Any) -> None:
    tab = visit("training/", 1280)
    tab.evaluate(looking.SCROLL)
    tab.wait_for_timeout(300)
    stops = """[...document.querySelectorAll("pre > code")].filter((code) =>
        code.tabIndex === 0 && code.checkVisibility() && code.scrollWidth <= code.clientWidth).length"""
    assert tab.evaluate(stops) == 0


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
    tab.wait_for_selector(".md-search-result__item a")
    assert "갈라지는" in tab.locator(".md-search-result__item").first.inner_text()


def test_a_keyboard_reaches_every_output_that_scrolls(visit: Any) -> None:
    tab = visit("branched/", 360)
    unreachable = tab.evaluate(
        """() => [...document.querySelectorAll('.yeje-output pre, .yeje-figure')]
             .filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0
                          && !e.querySelector('[tabindex="0"]')).length"""
    )
    assert unreachable == 0


HERE = "() => [...document.querySelectorAll('.yeje-here')].map(e => e.closest('.yeje').id + ' ' + e.tagName)"
LINKED = ["branched-model SPAN", "branched-model SPAN", "branched-summary TR", "branched-plot g"]
"""What stands for Layer_2 in branched.py: made, called, its row, its node."""


def said(tab: Any, embed: str) -> str:
    return str(tab.locator(f"#{embed} .yeje-note").inner_text())


@pytest.mark.parametrize(
    "view",
    [
        "#branched-model [data-layer='branched:3']",
        "#branched-summary [data-layer='branched:3']",
        "#branched-plot [data-layer='branched:3']",
    ],
)
def test_a_layer_that_the_mouse_points_at_is_marked_in_code_table_and_graph(visit: Any, view: str) -> None:
    tab = visit("branched/")
    assert tab.evaluate(HERE) == []
    tab.locator(view).first.hover()
    assert tab.evaluate(HERE) == LINKED
    embed = view.partition(" ")[0].removeprefix("#")
    assert said(tab, embed) == "Layer_2 (Dense). 출력 크기 (None, 4). 파라미터 4·4 + 4 = 20"
    tab.locator("h1").hover()
    assert tab.evaluate(HERE) == []
    assert "Layer_2" not in said(tab, embed)
    assert tab.problems == []


def test_a_layer_that_a_finger_taps_stays_marked_until_another_place_is_tapped(visit: Any) -> None:
    tab = visit("branched/", 360, has_touch=True, is_mobile=True)
    for view in ("model", "summary", "plot"):
        tab.locator(f"#branched-{view} [data-layer='branched:3']").first.tap()
        assert tab.evaluate(HERE) == LINKED
        assert said(tab, f"branched-{view}").endswith("4·4 + 4 = 20")
        note, element = (
            tab.locator(f"#branched-{view} {place}").first.bounding_box()
            for place in (".yeje-note", "[data-layer='branched:3']")
        )
        assert element["y"] + element["height"] <= note["y"], "what is tapped is covered"
    tab.locator("#branched-summary .yeje-caption").tap(position={"x": 5, "y": 5})
    assert tab.evaluate(HERE) == []


def test_each_view_is_one_stop_of_the_tab_key_and_arrows_move_inside(visit: Any) -> None:
    tab = visit("branched/")
    stops = tab.evaluate(
        """() => [...document.querySelectorAll('code, table, svg')]
             .map(v => [...v.querySelectorAll('[data-layer]')].map(e => e.tabIndex))
             .filter(found => found.length)"""
    )
    assert len(stops) >= 3 and all(sorted(found) == [-1] * (len(found) - 1) + [0] for found in stops)
    rows = tab.locator("#branched-summary tbody tr")
    rows.first.focus()
    for _ in range(2):
        tab.keyboard.press("ArrowDown")
    assert tab.evaluate(HERE) == LINKED
    assert tab.evaluate(
        "document.activeElement === document.querySelectorAll('#branched-summary tbody tr')[2]"
    )
    tab.keyboard.press("Escape")
    assert tab.evaluate(HERE) == []
    tab.keyboard.press("End")
    assert "y2_output" in said(tab, "branched-summary")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Home")
    assert "input_layer" in said(tab, "branched-summary")
    tab.keyboard.press("Tab")
    assert tab.evaluate(HERE) == []
    assert tab.evaluate("document.activeElement.closest('table') === null")
    tab.keyboard.press("Shift+Tab")
    assert "input_layer" in said(tab, "branched-summary")


def test_two_models_side_by_side_mark_each_others_counterparts(visit: Any) -> None:
    tab = visit("functional/")
    tab.locator("#functional_cnn-summary tbody tr").nth(1).hover()
    twins = tab.evaluate("() => [...document.querySelectorAll('.yeje-twin')].map(e => e.closest('.yeje').id)")
    assert "sequential_cnn-summary" in twins and "sequential_cnn-model" in twins
    assert not any(name.startswith("functional_cnn") for name in twins)
    styles = [
        tab.locator(f".yeje-{name} >> nth=0").evaluate("e => getComputedStyle(e).outlineStyle")
        for name in ("here", "twin")
    ]
    assert styles == ["solid", "dashed"]


def test_pointing_moves_nothing(visit: Any) -> None:
    for page, width in (("branched/", 1280), ("functional/", 1280), ("reading/", 360)):
        tab = visit(page, width)
        tab.evaluate(looking.SCROLL)
        height = tab.evaluate("document.documentElement.scrollHeight")
        for element in tab.locator("tbody [data-layer], svg [data-layer]").all()[:12]:
            element.hover()
            assert tab.evaluate("document.documentElement.scrollHeight") == height


@pytest.mark.parametrize(
    "page", ["sequential/", "functional/", "reading/", "branched/", "nesting/", "inputs/"]
)
def test_a_summary_is_whole_at_320_pixels(visit: Any, page: str) -> None:
    tab = visit(page, 320)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    wide = tab.evaluate(
        """() => [...document.querySelectorAll('.yeje-summary')].flatMap(box => {
             const { left, right } = box.getBoundingClientRect()
             const cells = [...box.querySelectorAll('tbody :is(th, td), tfoot :is(th, td), caption')]
             return cells.filter(cell => {
               const range = document.createRange(); range.selectNodeContents(cell)
               const text = range.getBoundingClientRect()
               return text.right > right + 1 || text.left < left - 1 || !text.width
             }).map(cell => cell.textContent) })"""
    )
    assert wide == []
    assert tab.locator(".yeje-layers tbody tr").count() > 3


def test_without_javascript_the_three_views_are_there_and_point_nowhere(visit: Any) -> None:
    tab = visit("branched/", java_script_enabled=False)
    assert tab.locator("#branched-summary .yeje-layers tbody tr").count() == 6
    assert tab.locator("#branched-summary .yeje-layers").is_visible()
    assert not tab.locator("#branched-summary .yeje-terminal pre").is_visible()
    tab.locator("#branched-summary .yeje-terminal summary").click()
    assert "┃ Layer (type)" in tab.locator("#branched-summary .yeje-terminal pre").inner_text()
    assert not tab.locator(".yeje-note").first.is_visible()
    assert not tab.locator(".yeje-open").first.is_visible()
    assert tab.locator("[data-layer][tabindex]").count() == 0


def test_on_paper_the_table_is_one_and_what_only_a_screen_can_do_is_not_there(visit: Any) -> None:
    tab = visit("branched/")
    tab.emulate_media(media="print")
    assert tab.locator("#branched-summary thead th").first.is_visible()
    for name in ("note", "tools", "terminal"):
        assert not tab.locator(f".yeje-{name}").first.is_visible()


def test_a_graph_opens_in_the_whole_window_and_goes_back(visit: Any) -> None:
    tab = visit("branched/", 360)
    tab.evaluate(looking.SCROLL)
    before = tab.evaluate("document.documentElement.scrollHeight")
    tab.locator("#branched-plot .yeje-open").click()
    dialog = tab.locator("dialog.yeje-dialog")
    assert dialog.bounding_box()["width"] == 360
    dialog.locator("[data-layer='branched:3']").hover()
    assert "Layer_2" in dialog.locator(".yeje-note").inner_text()
    tab.keyboard.press("Escape")
    tab.wait_for_selector("dialog", state="detached")
    assert tab.locator("#branched-plot figure svg [data-layer]").count() == 6
    assert tab.evaluate("document.documentElement.scrollHeight") == before
    assert tab.evaluate("document.querySelectorAll('[id]').length") == tab.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
    )


def test_the_image_that_keras_drew_can_be_had(visit: Any) -> None:
    tab = visit("branched/")
    with tab.expect_download() as download:
        tab.locator("#branched-plot .yeje-tools a").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_code_with_marks_is_copied_as_it_is_written(visit: Any) -> None:
    tab = visit("branched/")
    source = (ROOT / "snippets" / "branched.py").read_text(encoding="utf-8")
    shown = tab.locator("#branched-model code").evaluate("e => e.innerText")
    assert shown.strip() and shown.strip() in source


def test_a_node_of_a_graph_has_a_name_for_a_screen_reader(visit: Any) -> None:
    tab = visit("branched/")
    node = tab.get_by_role("img", name="Layer_2 (Dense). 출력 크기 (None, 4). 파라미터 4·4 + 4 = 20")
    assert node.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ring_around_a_layer_is_seen_in_both_palettes(visit: Any, scheme: str) -> None:
    tab = visit("branched/", scheme=scheme)
    tab.locator("#branched-summary tbody tr").nth(2).hover()
    ratios = tab.evaluate(
        """() => {
          const channels = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => {
            v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 })
          const light = c => { const [r, g, b] = channels(c); return 0.2126*r + 0.7152*g + 0.0722*b }
          return [...document.querySelectorAll('.yeje-here')].map(e => {
            const ring = e.querySelector('.yeje-ring')
            const a = light(ring ? getComputedStyle(ring).stroke : getComputedStyle(e).outlineColor)
            let node = e, paper = 'rgba(0, 0, 0, 0.1)'
            while (node && !/^rgb\\(/.test(paper)) {
              node = node.parentElement; paper = getComputedStyle(node).backgroundColor }
            const b = light(paper)
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }) }"""
    )
    assert len(ratios) == 4 and min(ratios) >= 3


@pytest.mark.parametrize("width", [1280, 360])
def test_a_link_into_a_page_leads_to_the_embed_that_it_names(visit: Any, width: int) -> None:
    tab = visit("branched/", width)
    last = tab.evaluate("[...document.querySelectorAll('.md-content .yeje[id]')].at(-1).id")
    tab.goto("about:blank")
    tab = visit(f"branched/#{last}", width)
    tab.wait_for_timeout(300)
    assert 0 <= tab.evaluate(f"document.getElementById({last!r}).getBoundingClientRect().top") < 200
