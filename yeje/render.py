"""Cells and outputs as HTML. Whatever a program printed is text here, letter for letter.

No attribute ``style`` anywhere: sizes are classes, so a page's policy may forbid inline styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from markdown import Markdown
from pymdownx.highlight import Highlight

from yeje import code_spans, figures, layers, summary_table, svg, views
from yeje.layers import Layer, Summary
from yeje.model import Cell, LinkError, StillRunning, YejeError
from yeje.text import columns_of
from yeje.views import Marks

Code = Callable[[str], str]
"""Makes HTML of a cell's source."""

Images = Callable[[int], str | None]
"""The address of the image that a program made of its output of this number, where there is one."""

LABELS = {"stdout": "출력", "stderr": "경고와 오류 출력", "value": "표시된 값", "error": "오류"}
COLUMNS = range(40, 161, 4)
"""Widths of a text, in characters, that the style sheet has a class for."""
NOTE = '<p class="yeje-note" aria-live="polite">층을 짚으면 코드, 표, 그래프의 같은 층이 함께 표시됩니다.</p>'
"""Where a script says what the layer is that a reader points at; what it says until then."""
OPEN = '<button type="button" class="yeje-open" hidden>크게 보기</button>'
"""What a script shows a graph in the whole window with; without a script, it is not there."""
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
# Python-Markdown marks places in its HTML by control characters, so none may come from a program.
CONTROLS = [code for code in range(0x20) if chr(code) not in "\n\t"]
DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
VISIBLE = {
    **{code: chr(0x2400 + code) for code in CONTROLS},
    0x7F: "␡",
    **{code: f"\\u{code:04x}" for code in DIRECTIONS},
}


def highlighter(md: Markdown) -> Code:
    """What highlights Python as the site's own code blocks are."""
    highlight = Highlight(md=md, use_pygments=True, pygments_lang_class=True, guess_lang=False)
    return lambda source: code_spans.without_plain(highlight.highlight(_visible(source), "python"))


def marked_code(code: Code, cell: Cell, places: Mapping[int, tuple[layers.Span, ...]], marks: Marks) -> str:
    """A cell's code, in which layers that are to be seen elsewhere on the page are marked."""
    found: dict[code_spans.Range, list[views.Mark]] = {}
    for number, mark in sorted(marks.items()):
        for place in code_spans.ranges(cell, places.get(number, ())):
            found.setdefault(place, []).append(mark)
    tags = {place: f"<span{views.written(here)}>" for place, here in found.items()}
    html = code(cell.source)
    return code_spans.mark(html, cell.source, tags) if tags else html


def outputs(
    items: Iterable[dict[str, Any]],
    identity: str,
    caption: str,
    marks: Marks | None = None,
    image: Images = lambda number: None,
) -> str:
    """The outputs of one cell. `identity` starts every id, `caption` is the figures' text, `marks`
    are those of the program's layers."""
    parts = []
    for number, item in enumerate(items, 1):
        label = f"{identity}-{number}"  # starts ids, and tells the regions of a page apart
        if item["output_type"] == "stream":
            parts.append(text(item["name"], "".join(item["text"]), label))
        elif item["output_type"] == "error":
            parts.append(text("error", "\n".join(item["traceback"]), label))
        else:
            parts.append(
                _display(
                    item, label, caption, marks or {}, image(number) if figures.has_image(item) else None
                )
            )
    return "".join(parts)


def problem(error: YejeError, last: str) -> str:
    """What stands in the place of an output; `last` is the HTML of the last good output, if any."""
    classes, title = "yeje-error admonition failure", "예제를 실행하지 못했습니다"
    if isinstance(error, StillRunning):
        classes, title = "yeje-running admonition info", "예제를 실행하고 있습니다"
    elif isinstance(error, LinkError):
        title = "예제로 가는 링크가 맞지 않습니다"
    first, _, rest = _visible(str(error)).partition("\n")
    details = f'<pre tabindex="0">{escape(rest)}</pre>' if rest else ""
    old = (
        '<details class="yeje-old"><summary>지난 출력 (마지막으로 성공한 실행의 것이며, '
        f"지금 코드의 출력이 아닙니다)</summary>{last}</details>"
        if last
        else ""
    )
    return (
        f'<div class="{classes}" role="note">'
        f'<p class="admonition-title">{title}</p><p>{escape(first)}</p>'
        f"{details}{old}</div>"
    )


def text(kind: str, printed: str, identity: str) -> str:
    """Text that a program printed; `kind` is one of `LABELS`, `identity` tells regions apart."""
    return f'<div class="yeje-output yeje-{kind}">{_pre(printed, kind, identity)}</div>'


def figure(image: str) -> str:
    """A drawing or an image; a wide one scrolls, so a keyboard must be able to reach it."""
    return f'<figure class="yeje-output yeje-figure" tabindex="0">{image}</figure>'


def graph(drawing: str, image: str | None) -> str:
    """A drawing of a model, with the image of it that the program made."""
    link = f'<a href="{escape(image)}" download>PNG 내려받기</a>' if image else ""
    return (
        f'<div class="yeje-output yeje-graph"><figure class="yeje-figure" tabindex="0">{drawing}</figure>'
        f'<p class="yeje-tools">{OPEN}{link}</p></div>'
    )


def _pre(printed: str, kind: str, identity: str) -> str:
    # Long lines scroll sideways inside their own box, which a keyboard must be able to reach. The
    # style sheet makes the type smaller, within bounds, so that as many columns as there are fit.
    printed = _visible(printed.rstrip())
    columns = max((columns_of(line) for line in printed.split("\n")), default=0)
    step = next((step for step in COLUMNS if step >= columns), COLUMNS[-1])
    label = escape(f"{LABELS[kind]} {identity}".strip())
    return (
        f'<pre class="yeje-columns-{step}" tabindex="0" role="region" aria-label="{label}">'
        f"{escape(printed)}</pre>"
    )


def _visible(text: str) -> str:
    """Control characters as the pictures that Unicode has for them, direction marks as escapes."""
    return text if text.isascii() and text.isprintable() else text.translate(VISIBLE)


def _display(item: dict[str, Any], identity: str, caption: str, marks: Marks, image: str | None) -> str:
    data = item["data"]
    extra = item.get("metadata", {}).get("yeje", {}).get("description", "")
    label = _visible(f"{caption}. {extra}" if extra else caption)
    if "image/svg+xml" in data:
        nodes = {name: _node(layer, marks) for name, layer in layers.nodes_of(item).items()}
        try:
            drawn = svg.inline("".join(data["image/svg+xml"]), identity, label, nodes)
        except svg.UnsafeSVGError as error:
            return text("error", str(error), identity)
        return graph(drawn, image) if nodes else figure(drawn)
    for mime in ("image/png", "image/jpeg"):
        source = "".join("".join(data.get(mime, "")).split())
        if BASE64.fullmatch(source):
            return figure(f'<img alt="{escape(label)}" src="data:{mime};base64,{source}">')
    plain = "".join(data.get("text/plain", ""))
    summary = layers.summary_of(item)
    if summary is not None:
        return _summary(summary, plain, identity, marks)
    return text("value", plain, identity)


def _node(layer: Layer, marks: Marks) -> svg.Node:
    return svg.Node(_visible(summary_table.note(layer)), views.attributes(_mark(layer, marks)))


def _mark(layer: Layer, marks: Marks) -> list[views.Mark]:
    return [marks[layer.number]] if layer.number in marks else []


def _summary(summary: Summary, printed: str, identity: str, marks: Marks) -> str:
    """The table, and behind it what a terminal shows."""

    def attributes(layer: Layer) -> str:
        found = views.written(_mark(layer, marks))
        return f'{found} data-note="{escape(summary_table.note(layer))}"' if found else ""

    return (
        f'<div class="yeje-output yeje-summary">{_visible(summary_table.table(summary, attributes))}'
        '<details class="yeje-terminal" data-search-exclude>'
        f"<summary>터미널에 출력된 그대로</summary>{_pre(printed, 'stdout', identity)}</details></div>"
    )
