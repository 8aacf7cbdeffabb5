"""Cells and outputs as HTML. Whatever a program printed is text here, letter for letter.

No attribute ``style`` anywhere: sizes are classes, so a page's policy may forbid inline styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from unicodedata import east_asian_width

from markdown import Markdown
from pymdownx.highlight import Highlight

from yeje import svg
from yeje.model import LinkError, StillRunning, YejeError

Code = Callable[[str], str]
"""Makes HTML of a cell's source."""

LABELS = {"stdout": "출력", "stderr": "경고와 오류 출력", "value": "표시된 값", "error": "오류"}
COLUMNS = range(40, 161, 4)
"""Widths of a text, in characters, that the style sheet has a class for."""
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
    """What highlights Python exactly as the site's own code blocks are."""
    highlight = Highlight(md=md, use_pygments=True, pygments_lang_class=True, guess_lang=False)
    return lambda source: str(highlight.highlight(_visible(source), "python"))


def outputs(items: Iterable[dict[str, Any]], identity: str, caption: str) -> str:
    """The outputs of one cell. `identity` starts every id, `caption` is the figures' text."""
    parts = []
    for number, item in enumerate(items, 1):
        label = f"{identity}-{number}"  # starts ids, and tells the regions of a page apart
        if item["output_type"] == "stream":
            parts.append(text(item["name"], "".join(item["text"]), label))
        elif item["output_type"] == "error":
            parts.append(text("error", "\n".join(item["traceback"]), label))
        else:
            parts.append(_display(item, label, caption))
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
    # Long lines scroll sideways inside their own box, which a keyboard must be able to reach. The
    # style sheet makes the type smaller, within bounds, so that as many columns as there are fit.
    printed = _visible(printed.rstrip())
    columns = max((_width(line) for line in printed.split("\n")), default=0)
    step = next((step for step in COLUMNS if step >= columns), COLUMNS[-1])
    label = escape(f"{LABELS[kind]} {identity}".strip())
    return (
        f'<div class="yeje-output yeje-{kind}"><pre class="yeje-columns-{step}" tabindex="0" '
        f'role="region" aria-label="{label}">{escape(printed)}</pre></div>'
    )


def figure(image: str) -> str:
    """A drawing or an image; a wide one scrolls, so a keyboard must be able to reach it."""
    return f'<figure class="yeje-output yeje-figure" tabindex="0">{image}</figure>'


def _visible(text: str) -> str:
    """Control characters as the pictures that Unicode has for them, direction marks as escapes."""
    return text if text.isascii() and text.isprintable() else text.translate(VISIBLE)


def _width(line: str) -> int:
    """Columns of a line in a monospace font: Hangul takes two."""
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _display(item: dict[str, Any], identity: str, caption: str) -> str:
    data = item["data"]
    extra = item.get("metadata", {}).get("yeje", {}).get("description", "")
    label = _visible(f"{caption}. {extra}" if extra else caption)
    if "image/svg+xml" in data:
        try:
            return figure(svg.inline("".join(data["image/svg+xml"]), identity, label))
        except svg.UnsafeSVGError as error:
            return text("error", str(error), identity)
    for mime in ("image/png", "image/jpeg"):
        source = "".join("".join(data.get(mime, "")).split())
        if BASE64.fullmatch(source):
            return figure(f'<img alt="{escape(label)}" src="data:{mime};base64,{source}">')
    return text("value", "".join(data.get("text/plain", "")), identity)
