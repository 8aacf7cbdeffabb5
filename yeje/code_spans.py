"""Marks places of a program in its highlighted code, without breaking what is highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from yeje.layers import Span
from yeje.model import Cell
from yeje.text import columns_of

CODE = re.compile(r"(?P<before>.*<code>)(?P<code>.*)(?P<after></code>.*)", re.DOTALL)
PART = re.compile(r"<[^>]*>|[^<]+")
TOKEN = re.compile(r'<span class="[\w -]*">|</span>|<span>')
"""What Pygments puts around a token. Of other elements, nobody knows what cutting them would do."""

TAG = re.compile(r"<[^>]*>")
PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')
"""Names, operators, punctuation and space: in this site's style sheet they look like any text."""

BLOCK = re.compile(r"(?P<start><pre[^>]*>(?:<span></span>)?<code)>(?P<code>.*?)</code></pre>", re.DOTALL)
NARROW = 36
"""Columns of code that a phone shows without scrolling."""
FOCUS = ' tabindex="0"'

Range = tuple[int, int]
"""Of a text: first character, and the one behind the last."""


def ranges(cell: Cell, spans: Iterable[Span]) -> list[Range]:
    """Those of the program's places that are in the cell, as ranges of its source: the outermost, so
    that ``Dense(4)(x)`` is one where ``Dense(4)`` is another of the same layer."""
    lines = cell.source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found = set()
    for first, column, last, end in spans:
        if cell.line <= first and last < cell.line + len(lines):
            start = starts[first - cell.line] + _characters(lines[first - cell.line], column)
            found.add((start, starts[last - cell.line] + _characters(lines[last - cell.line], end)))
    return sorted(
        one for one in found if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in found)
    )


def without_plain(html: str) -> str:
    """Highlighted code without elements that nobody sees: of a page full of code, half of all that
    the browser has to style."""
    return PLAIN.sub(r"\1", html)


def text_of(html: str) -> str:
    """What a reader sees of a piece of HTML without comments."""
    return unescape(TAG.sub("", html))


def reachable(html: str) -> str:
    """A page's HTML in which code that a phone has to scroll takes the focus, so that a keyboard can.

    Material's script takes it from code that stands whole, once it comes into sight.
    """

    def block(match: re.Match[str]) -> str:
        lines = text_of(match["code"]).split("\n")
        wide = max(map(columns_of, lines)) > NARROW
        return f"{match['start']}{FOCUS}{match[0][len(match['start']) :]}" if wide else match[0]

    return BLOCK.sub(block, html)


def mark(html: str, source: str, tags: dict[Range, str]) -> str:
    """The highlighted `source` with an element around each range: `tags` has their start tags,
    ``<span …>``.

    Of two ranges that overlap without one being inside the other, the first counts. HTML that is not
    what Pygments makes of just this source comes back as it is.
    """
    match = CODE.fullmatch(html)
    parts = PART.findall(match["code"]) if match else []
    text = "".join(unescape(part) for part in parts if not part.startswith("<"))
    known = all(TOKEN.fullmatch(part) for part in parts if part.startswith("<"))
    if match is None or not known or text.rstrip("\n") != source.rstrip("\n"):
        return html
    marked = "".join(_marked(parts, _nested(tags), tags))
    return f"{match['before']}{marked}{match['after']}"


def _characters(line: str, column: int) -> int:
    """Python counts columns in bytes."""
    return len(line.encode()[:column].decode("utf-8", "ignore"))


def _nested(tags: dict[Range, str]) -> list[Range]:
    """The ranges from the left, outer ones first, without those that cross one before."""
    kept: list[Range] = []
    open_ends: list[int] = []
    for start, end in sorted(tags, key=lambda one: (one[0], -one[1])):
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if start < end and (not open_ends or end <= open_ends[-1]):
            open_ends.append(end)
            kept.append((start, end))
    return kept


def _marked(parts: list[str], nested: list[Range], tags: dict[Range, str]) -> Iterator[str]:
    """Follows the text; where a range begins or ends, the token that is open is closed before and
    opened again behind."""
    waiting = nested[::-1]
    ends: list[int] = []
    token = ""
    position = 0

    def borders() -> Iterator[str]:
        while ends and ends[-1] == position:
            ends.pop()
            yield "</span>"
        while waiting and waiting[-1][0] == position:
            ends.append(waiting[-1][1])
            yield tags[waiting.pop()]

    for part in parts:
        if part.startswith("<"):
            is_start = part != "</span>"
            if is_start:  # a range that begins here goes around the token
                yield from borders()
            token = part if is_start else ""
            yield part
            continue
        text = unescape(part)
        while text:
            if between := "".join(borders()):
                yield f"</span>{between}{token}" if token else between
            next_border = min(ends[-1:] + [one[0] for one in waiting[-1:]], default=position + len(text))
            piece, text = text[: next_border - position], text[next_border - position :]
            position += len(piece)
            yield escape(piece, quote=False)
        # One that ends with a token ends behind it: see the next part.
    yield from borders()
