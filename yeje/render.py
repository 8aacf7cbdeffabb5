"""Cells and outputs as HTML. Whatever a program printed is text here, letter for letter."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any
from unicodedata import east_asian_width

from markdown import Markdown
from pymdownx.highlight import Highlight

from yeje import svg
from yeje.model import YejeError

LABELS = {"stdout": "출력", "stderr": "경고와 오류 출력", "value": "표시된 값", "error": "오류"}


def code(source: str, md: Markdown) -> str:
    """Highlighted Python, exactly as the site's own code blocks are made."""
    highlighter = Highlight(md=md, use_pygments=True, pygments_lang_class=True, guess_lang=False)
    return str(highlighter.highlight(source, "python"))


def outputs(items: Iterable[dict[str, Any]], identity: str, caption: str) -> str:
    """The outputs of one cell. `identity` starts every id, `caption` is the figures' text."""
    parts = []
    for number, item in enumerate(items, 1):
        label = f"{identity}-{number}"  # starts ids, and tells the regions of a page apart
        if item["output_type"] == "stream":
            parts.append(_text(item["name"], "".join(item["text"]), label))
        elif item["output_type"] == "error":
            parts.append(_text("error", "\n".join(item["traceback"]), label))
        else:
            parts.append(_display(item, label, caption))
    return "".join(parts)


def problem(error: YejeError, last: str) -> str:
    """An error in the place of an output; `last` is the HTML of the last good output, if any."""
    first, _, rest = str(error).partition("\n")
    details = f"<pre>{escape(rest)}</pre>" if rest else ""
    old = (
        f'<details class="yeje-old"><summary>마지막으로 성공한 실행의 출력</summary>{last}</details>'
        if last
        else ""
    )
    return (
        '<div class="yeje-error admonition failure" role="note">'
        f'<p class="admonition-title">예제를 실행하지 못했습니다</p><p>{escape(first)}</p>'
        f"{details}{old}</div>"
    )


def _text(kind: str, text: str, identity: str) -> str:
    # Long lines scroll sideways inside their own box, which a keyboard must be able to reach. The
    # style sheet makes the type smaller, within bounds, so that as many columns as there are fit.
    text = text.rstrip()
    columns = max((_width(line) for line in text.split("\n")), default=0)
    return (
        f'<div class="yeje-output yeje-{kind}"><pre tabindex="0" role="region" '
        f'aria-label="{LABELS[kind]} {escape(identity)}" style="--yeje-columns: {columns}">'
        f"{escape(text)}</pre></div>"
    )


def _width(line: str) -> int:
    """Columns of a line in a monospace font: Hangul takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _display(item: dict[str, Any], identity: str, caption: str) -> str:
    data = item["data"]
    extra = item.get("metadata", {}).get("yeje", {}).get("description", "")
    label = f"{caption}. {extra}" if extra else caption
    if "image/svg+xml" in data:
        try:
            return _figure(svg.inline("".join(data["image/svg+xml"]), identity, label))
        except svg.UnsafeSVG as error:
            return _text("error", str(error), identity)
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            source = "".join("".join(data[mime]).split())
            return _figure(f'<img alt="{escape(label)}" src="data:{mime};base64,{escape(source)}">')
    return _text("value", "".join(data.get("text/plain", "")), identity)


def _figure(image: str) -> str:
    return f'<figure class="yeje-output yeje-figure" tabindex="0">{image}</figure>'
