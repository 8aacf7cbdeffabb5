"""mkdocs-jupyter's HTML of a notebook, made a page of this site."""

from __future__ import annotations

import gzip
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from pymdownx.slugs import slugify

from yeje import notebook_file, notebook_view, svg

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0" fill="black"/></svg>'
PROSE = "# 함수형 API\n\n## 두 그래프\n\n[x](#두-그래프)\n\n### `None`의 뜻\n\n## 0인 줄\n\n## 0인 줄"
CODE = 'print("<b>")  # 한글\nx = 1'
ERROR = {
    "output_type": "error",
    "ename": "ValueError",
    "evalue": "no",
    "traceback": ["line 1", "ValueError: <no>"],
}
OUT = 'Model: "m"\n┏━━┓\n<script>alert(1)</script> &amp;\n'


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mkdocs-jupyter makes of a small notebook of ours."""
    convert = pytest.importorskip("mkdocs_jupyter.convert")
    data = {"image/svg+xml": svg.alone(DRAWING, "a", '그림 "1"'), "text/plain": "<Figure>"}
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stdout", "text": OUT},
        {"output_type": "stream", "name": "stderr", "text": "UserWarning: x\n"},
        {"output_type": "display_data", "data": data, "metadata": {}},
    ]
    raising = notebook_file.code_cell("raise ValueError", [ERROR], name="b")
    notebook_file.tag(raising, "raises-exception")
    notebook_file.fold(raising)
    cells = [notebook_file.markdown_cell(PROSE), notebook_file.code_cell(CODE, outputs, name="a"), raising]
    path = tmp_path_factory.mktemp("view") / "a.ipynb"
    path.write_text(json.dumps(notebook_file.of_cells(cells)), encoding="utf-8")
    return str(convert.nb2html(str(path)))


@pytest.mark.filterwarnings("ignore")  # those of nbconvert are not ours
def test_the_view_is_light_and_has_no_styles_or_scripts(view: str) -> None:
    slim = notebook_view.slim(view)
    assert len(view) > 500_000
    assert len(gzip.compress(slim.encode())) < 4_500
    for unwanted in (
        "<style",
        "<script",
        "</script",
        "clipboard-copy",
        "celltoolbar",
        "jp-Collapser",
        "<!--",
    ):
        assert unwanted not in slim
    focused = re.findall(r'<(\w+)[^>]* tabindex="0"', slim)
    assert set(focused) == {"pre", "figure"}  # only what scrolls


def test_the_code_is_highlighted_as_on_pages(view: str) -> None:
    code = re.findall(
        r'<div class="language-python highlight"><pre><code>(.*?)</code></pre></div>',
        notebook_view.slim(view),
        re.S,
    )
    assert [html.unescape(re.sub("<[^>]*>", "", part)).strip() for part in code] == [CODE, "raise ValueError"]
    assert '<span class="c1">' in code[0]


def test_outputs_are_those_of_pages_letter_for_letter(view: str) -> None:
    slim = notebook_view.slim(view)
    texts = re.findall(r'<div class="yeje-output yeje-(\w+)"><pre [^>]*>(.*?)</pre></div>', slim, re.S)
    assert [(kind, html.unescape(text)) for kind, text in texts] == [
        ("stdout", OUT.rstrip()),
        ("stderr", "UserWarning: x"),
        ("error", "line 1\nValueError: <no>"),
    ]
    labels = re.findall(r'role="region" aria-label="([^"]*)"', slim)
    assert len(set(labels)) == 3


def test_figures_follow_the_palette_and_have_their_text(view: str) -> None:
    slim = notebook_view.slim(view)
    (figure,) = re.findall(
        r'<figure class="yeje-output yeje-figure" tabindex="0">(<svg.*?</svg>)</figure>', slim, re.S
    )
    assert 'aria-label="그림 &quot;1&quot;"' in figure
    assert "currentColor" in figure and 'class="yeje-paper"' in figure
    assert "<img" not in slim


def test_tags_stay_balanced(view: str) -> None:
    slim = notebook_view.slim(view)
    for tag in ("div", "pre", "code", "span", "figure", "svg"):
        assert len(re.findall(rf"<{tag}\b", slim)) == slim.count(f"</{tag}>"), tag


def test_headings_have_the_ids_of_the_page(view: str) -> None:
    fixed, tokens = notebook_view.fix_heading_ids(notebook_view.slim(view))
    page = Markdown(extensions=["toc"], extension_configs={"toc": {"slugify": slugify(case="lower")}})
    page.convert(PROSE)
    wanted = [*_flat(page.toc_tokens)]  # type: ignore[attr-defined]
    assert [(t["level"], t["id"], t["name"]) for t in _flat(tokens)] == [
        (t["level"], t["id"], html.unescape(t["name"])) for t in wanted
    ]
    assert re.findall(r'<h\d id="([^"]*)"', fixed) == [t["id"] for t in wanted]
    assert 'href="#0인-줄_1"' in fixed and 'href="#"' not in fixed


def test_html_that_is_not_known_is_left_alone() -> None:
    other = '<p>a <b>b</b> <img src="data:image/svg+xml;base64,xx"></p>'
    assert notebook_view.slim(other) == other
    assert notebook_view.fix_heading_ids(other) == (other, [])


def _flat(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [t for token in tokens for t in (token, *_flat(token["children"]))]


def test_every_class_that_the_view_keeps_is_known_to_the_style_sheet(view: str) -> None:
    css = (Path(__file__).parent.parent / "docs/assets/stylesheets/yeje.css").read_text(encoding="utf-8")
    for name in ("jupyter-wrapper", "jp-CodeCell", "jp-InputPrompt", "jp-RenderedMarkdown"):
        assert f".{name}" in css and name in notebook_view.slim(view)


def test_code_in_prose_scrolls_in_its_own_box() -> None:
    fence = '<div class="highlight"><pre><span></span>pip<span class="w"> </span>install\n</pre></div>'
    assert notebook_view.slim(fence) == (
        '<div class="highlight"><pre><code>pip<span class="w"> </span>install\n</code></pre></div>'
    )


def test_a_folded_cell_has_its_code_behind_a_summary_and_its_output_open(view: str) -> None:
    slim = notebook_view.slim(view)
    folded = re.findall(f"{notebook_view.FOLD}(.*?)</details>", slim, re.S)
    assert [html.unescape(re.sub("<[^>]*>", "", part)).strip() for part in folded] == ["raise ValueError"]
    assert "ValueError: &lt;no&gt;" in slim.split("</details>")[1]
