"""Outputs as HTML: whatever a program printed is text, letter for letter."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from markdown import Markdown
from rendering import Site, display, stream

from yeje import render, svg
from yeje.model import LinkError, SnippetError, StillRunning

ROOT = Path(__file__).parent.parent
CSS = ROOT / "docs" / "assets" / "stylesheets" / "yeje.css"

HOSTILE = [
    "<script>alert(1)</script>",
    "</pre></div><img src=x onerror=alert(1)>",
    "**bold** [link](javascript:alert) # heading",
    "{{ config.site_name }} {% raw %} {# x #}",
    ":smile: ==mark== ^^ins^^",
    "&lt; &amp; &#60;",
    "\x02wzxhzdk:0\x03 \x02wzxhzdk:1\x03",
    "\x02amp\x03 \x0260\x03 klzzwxh:0001",
    "[66](../snippets/a.py#one)",
    "```\nfence\n```",
    "<!-- comment --> <details><summary>",
    "﷽ é 👩‍👩‍👧",
]


def shown(page: str) -> str:
    """The text of the only output of a page."""
    (pre,) = re.findall(r"<pre class=\"yeje-columns.*?>(.*?)</pre>", page, re.DOTALL)
    assert "<" not in pre
    return html.unescape(pre)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_output_is_text_whatever_it_looks_like(site: Site, text: str) -> None:
    site.program("snippets/a.py", "# %% one\nprint()", one=text)
    page = site.render("before **b**\n\n[a](../snippets/a.py)\n\nafter *c*")
    assert shown(page) == text.translate(render.VISIBLE)
    assert "<strong>b</strong>" in page and "<em>c</em>" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_text_whatever_it_looks_like(site: Site, text: str) -> None:
    source = f"# %% one\ntext = {text!r}\nprint(text)"
    site.program("snippets/a.py", source, one="")
    page = site.render("[a](../snippets/a.py)")
    code = re.search(r"<code>(.*?)</code>", page, re.DOTALL)
    assert code and html.unescape(re.sub(r"<[^>]*>", "", code[1])).strip() == source.partition("\n")[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_errors_are_text_whatever_they_look_like(text: str) -> None:
    page = render.problem(SnippetError("snippets/a.py", 1, f"{text}\n{text}"), "")
    bare = page.replace("\n", "")
    assert "<script" not in bare and "<img" not in bare and "\x02" not in bare


def test_control_and_direction_characters_are_seen(site: Site) -> None:
    outputs = [stream("a\x00b\x07c\x1b\x7f \u202eevil\u2066")]
    page = render.outputs(outputs, "i", "c")
    assert shown(page) == "a␀b␇c␛␡ \\u202eevil\\u2066"


def test_very_long_lines_keep_every_letter() -> None:
    text = "x" * 100_000
    page = render.outputs([stream(text)], "i", "c")
    assert shown(page) == text and 'class="yeje-columns-160"' in page


@pytest.mark.parametrize(
    ("text", "step"), [("", 40), ("x" * 64, 64), ("x" * 65, 68), ("가" * 32, 64), ("가" * 33, 68)]
)
def test_the_class_says_how_many_columns_there_are(text: str, step: int) -> None:
    assert f'class="yeje-columns-{step}"' in render.outputs([stream(text)], "i", "c")


def test_the_style_sheet_has_a_rule_for_every_class() -> None:
    css = CSS.read_text(encoding="utf-8")
    for step in render.COLUMNS:
        assert f".yeje-columns-{step} {{ --yeje-columns: {step}; }}" in css
    for step in svg.WIDTHS:
        assert f".yeje-width-{step} {{ --yeje-width: {step}; }}" in css


def test_no_style_attribute_is_written(site: Site) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g style="fill:red"/></svg>'
    items = [stream("x"), stream("y", "stderr"), display(text="v"), display(svg=drawing)]
    error = SnippetError("snippets/a.py", 1, "m")
    page = render.outputs(items, "i", "c") + render.problem(error, "<p>old</p>")
    page += render.highlighter(Markdown())("x = 1  # comment")
    assert "style=" not in page


def test_kinds_of_output_are_told_apart() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
    items = [stream("o"), stream("e", "stderr"), display(text="v"), error]
    page = render.outputs(items, "i", "c")
    assert re.findall(r"yeje-output yeje-(\w+)", page) == ["stdout", "stderr", "value", "error"]
    labels = re.findall(r'aria-label="([^"]*)"', page)
    assert labels == ["출력 i-1", "경고와 오류 출력 i-2", "표시된 값 i-3", "오류 i-4"]


def test_html_of_a_displayed_value_is_never_an_element() -> None:
    page = render.outputs([display(html="<b>x</b><script>y</script>", text="plain")], "i", "c")
    assert shown(page) == "plain" and "script" not in page


def test_a_drawing_that_is_none_is_an_error_in_its_place() -> None:
    page = render.outputs([display(svg="<svg", text="<Figure>")], "i", "c")
    assert "the drawing is no SVG" in page and "yeje-error" in page


def test_images_have_the_caption_as_text() -> None:
    page = render.outputs([display(png="iVBO\nRw0=", text="x")], "i", 'a "b"')
    assert '<img alt="a &quot;b&quot;" src="data:image/png;base64,iVBORw0=">' in page
    page = render.outputs([display(png='x" onerror="alert(1)', text="<Image>")], "i", "c")
    assert "onerror" not in page and shown(page) == "<Image>"


def test_a_problem_says_what_and_marks_the_last_output_as_old() -> None:
    error = SnippetError("snippets/a.py", 3, "ValueError: no (cell 'one')\n    line 3\n    ValueError: no")
    page = render.problem(error, "<p>old output</p>")
    assert "예제를 실행하지 못했습니다" in page
    assert "<p>snippets/a.py:3: ValueError: no (cell &#x27;one&#x27;)</p>" in page
    assert page.index("지난 출력") < page.index("old output")
    assert "지난 출력" not in render.problem(error, "")


def test_a_program_that_still_runs_is_no_failure() -> None:
    page = render.problem(StillRunning("snippets/a.py"), "<p>old output</p>")
    assert "예제를 실행하고 있습니다" in page and "실행하지 못했습니다" not in page
    assert "yeje-running" in page and "yeje-error" not in page and "failure" not in page
    assert page.index("지난 출력") < page.index("old output")


def test_a_problem_of_a_link_is_called_one() -> None:
    page = render.problem(LinkError("docs/x.md", 3, "no file"), "")
    assert "예제로 가는 링크가 맞지 않습니다" in page and "docs/x.md:3: no file" in page
