"""A page's Markdown as text: what of it is prose, and where blocks begin.

`prose` blanks out what Python-Markdown does not read as Markdown (code, comments, escaped
characters) and keeps every other character in its place, so that what is found there can be cut
from, or replaced in, the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FILLER = "\x1a"
"""Stands for a character that is no prose; no page holds one."""
TAB = 4
"""Columns that Python-Markdown wants what is inside a list item or an admonition indented by."""

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE = re.compile(r"^(?P<indent>[\s>]*)(?:[*+-] +|\d+\. +)?(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
CODE_SPAN = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
ESCAPED = re.compile(r"\\[^\n\w\s]")
PARAGRAPHS = re.compile(r"(?:(?![\s>]*$).*(?:\n|\Z))+", re.MULTILINE)
LIST_MARK = re.compile(r"[\s>]*(?:[*+-]|\d+\.)[ \t]+")
PREFIX = re.compile(r"[\s>]*(?:(?:[*+-]|\d+\.)[ \t]+)*")
"""What may stand before a paragraph's first letter."""
BLANK = re.compile(r"[\s>]*")
HEADING = re.compile(r"[\s>]*#{1,6}(?!#)")
CONTAINER = re.compile(r"\s*(?:!!!|\?\?\?\+?|===[!+]*)\s+\S")
"""The first line of an admonition, of a block of details, of a tab."""
FOOTNOTE = re.compile(r"\s*\[\^[^\]]+\]:")
TAG_LINE = re.compile(r"\s*</?[a-z][^<>]*>\s*$")


def prose(text: str) -> str:
    """`text` with fillers in place of code and escapes, with blanks in place of comments."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    text = "\n".join(_without_code_blocks(text.split("\n")))
    return PARAGRAPHS.sub(lambda match: _without_code_spans(match[0]), text)


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where `prose` has a ``[`` and the ``]`` that belongs to it, both in one paragraph, in order."""
    for paragraph in PARAGRAPHS.finditer(text):
        open_at: list[int] = []
        pairs = []
        for index in range(paragraph.start(), paragraph.end()):
            if text[index] == "[":
                open_at.append(index)
            elif text[index] == "]" and open_at:
                pairs.append((open_at.pop(), index))
        yield from sorted(pairs)


def is_blank(line: str) -> bool:
    """Whether the line separates paragraphs."""
    return BLANK.fullmatch(line) is not None


def stands_alone(line: str) -> bool:
    """Whether the line parts the paragraphs before and after it even without blank lines: a heading,
    the first line of an admonition, a tag."""
    kinds = (HEADING, CONTAINER, TAG_LINE)
    return any(kind.match(line) for kind in kinds)


def indent_of(line: str) -> int:
    """Columns before the line's first character."""
    return len(line) - len(line.lstrip(" "))


def _without_code_blocks(lines: list[str]) -> Iterator[str]:
    """Lines of fenced and of indented code as fillers."""
    fences = _Fences(lines)
    inside: list[int] = []  # the indents of what the lists, admonitions … that we are in contain
    blank, code = True, False
    for number, line in enumerate(lines):
        if number in fences.covered:
            blank = code = False
            yield FILLER * len(line)
            continue
        if is_blank(line):
            blank = True
            yield line
            continue
        indent = indent_of(line)
        while inside and indent < inside[-1]:
            inside.pop()
        limit = inside[-1] if inside else 0
        code = indent >= limit + TAB and (blank or code)
        if not code and any(kind.match(line) for kind in (LIST_MARK, CONTAINER, FOOTNOTE)):
            inside.append(limit + TAB)
        blank = False
        yield FILLER * len(line) if code else line


class _Fences:
    """The numbers of the lines that fenced blocks cover."""

    def __init__(self, lines: list[str]) -> None:
        self.covered: set[int] = set()
        number = 0
        while number < len(lines):
            match = FENCE.match(lines[number])
            end = self._end(lines, number, match["mark"]) if match else None
            if end is not None:
                self.covered.update(range(number, end + 1))
                number = end
            number += 1

    def _end(self, lines: list[str], start: int, mark: str) -> int | None:
        """The closing line; a fence that nothing closes is no fence."""
        closing = re.compile(rf"[\s>]*{re.escape(mark)}{mark[0]}*\s*")
        return next((n for n in range(start + 1, len(lines)) if closing.fullmatch(lines[n])), None)


def _without_code_spans(paragraph: str) -> str:
    def fill(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", FILLER, match[0])

    return ESCAPED.sub(fill, CODE_SPAN.sub(fill, paragraph))
