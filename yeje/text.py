"""Makes what a program printed fit to be shown: plain characters, no machine's paths.

Text is data: nothing here escapes it for HTML or Markdown, that is the renderer's business.
"""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
from pathlib import Path
from unicodedata import east_asian_width
from urllib.parse import quote

ESCAPE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
"""CSI sequences, OSC sequences (titles, hyperlinks) and two-character escapes."""
TERMINAL = re.compile(f"{ESCAPE}|.", re.DOTALL)
MOVE = re.compile(r"\x1b\[(?P<number>\d{0,4})(?P<kind>[A-GK])")
"""Moves of the cursor: up, down, right, left, to lines and columns; and the erasing of a line."""
WIDEST = 1000
"""Columns that the cursor may be moved to."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Control characters but tabs and line ends."""
HIDDEN = re.compile(
    "[\x80-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that change how others are shown, are not seen at all, or cannot be written."""


def columns_of(line: str) -> int:
    """Columns of a line in a monospace font: Hangul takes two."""
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


class Cleaner:
    """Cleans the text of one run, made in `folder`, of a program of the repository `root`."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        self._paths = _paths(root, folder)
        longest_first = sorted(self._paths, key=len, reverse=True)
        # Not in the middle of a longer name: /home/me is no part of /home/mean.
        self._path = re.compile(rf"(?:{'|'.join(map(_pattern, longest_first))})(?![\w-]|\.\w)/?")

    def __call__(self, data: bytes | str) -> str:
        """What a reader should see of `data`: bytes that are not UTF-8 as ``\\xNN``, progress bars
        in their last state, no ANSI codes, control and direction characters made visible, and
        paths relative to the repository."""
        text = data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data
        text = text.replace("\r\n", "\n")
        if "\r" in text or "\b" in text or "\x1b" in text:
            text = _last_state(text)
        return CONTROL.sub(_picture, HIDDEN.sub(_number, self.paths(text)))

    def paths(self, text: str) -> str:
        """`text` with nothing but its paths cleaned."""
        return self._path.sub(self._shortened, text)

    def _shortened(self, match: re.Match[str]) -> str:
        short = self._paths[match[0].removesuffix("/")]
        if match[0].endswith("/"):
            return f"{short}/" if short else ""
        return short or "."


def _paths(root: Path, folder: Path | None) -> dict[str, str]:
    """This machine's paths, and what they mean to a reader; "" is what paths are relative to."""
    known = {
        os.path.expanduser("~"): "~",
        sys.base_prefix: "<python>",
        sys.prefix: "<python>",
        sysconfig.get_path("stdlib"): "",
        sysconfig.get_path("purelib"): "",
        sysconfig.get_path("platlib"): "",
        str(Path(__file__).parents[1]): "",
        str(root): "",
    }
    if folder is not None:
        known |= {str(folder): "<run>", str(folder / "scratch"): ""}
    found: dict[str, str] = {}
    for path, meaning in known.items():
        for one in (path, os.path.realpath(path)):
            # As it is, in a URL, and in a repr() or JSON text.
            for spelling in (one, quote(one), repr(one)[1:-1], json.dumps(one)[1:-1]):
                found.setdefault(spelling, meaning)
                if one == path:
                    found[spelling] = meaning
    return {path: meaning for path, meaning in found.items() if len(path) > 1}


def _pattern(path: str) -> str:
    # A path of one part, such as /root, may well be the end of some other one.
    return (r"(?<![\w.])" if path.count("/") == 1 else "") + re.escape(path)


def _last_state(text: str) -> str:
    """What a terminal shows of text that moves the cursor, as progress bars do, or has colour codes."""
    lines: list[list[str]] = [[]]
    row = column = 0
    for match in TERMINAL.finditer(text):
        code = match[0]
        if code == "\n":
            row, column = row + 1, 0
            if row == len(lines):
                lines.append([])
        elif code == "\r":
            column = 0
        elif code == "\b":
            column = max(0, column - 1)
        elif len(code) == 1:
            lines[row] += " " * (column - len(lines[row]))
            lines[row][column : column + 1] = code
            column += 1
        elif move := MOVE.fullmatch(code):
            if move["kind"] == "K":
                _erase(lines[row], column, move["number"])
            else:
                row, column = _moved(row, column, move["kind"], int(move["number"] or 1))
                row = min(row, len(lines) - 1)
    return "\n".join(map("".join, lines))


def _erase(line: list[str], column: int, part: str) -> None:
    """Erase what is behind the cursor, what is before it, or both."""
    if part in ("", "0", "2"):
        del line[column:]
    if part in ("1", "2"):
        line[:column] = " " * column


def _moved(row: int, column: int, kind: str, number: int) -> tuple[int, int]:
    """Where a move takes the cursor."""
    if kind in "EF":
        column = 0
    if kind == "G":
        column = number - 1
    row += {"A": -number, "F": -number, "B": number, "E": number}.get(kind, 0)
    column += {"C": number, "D": -number}.get(kind, 0)
    return max(row, 0), min(max(column, 0), WIDEST)


def _picture(match: re.Match[str]) -> str:
    """Control characters as the pictures that Unicode has for them: ␀, ␇, ␛."""
    return chr(0x2421) if match[0] == "\x7f" else chr(0x2400 + ord(match[0]))


def _number(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
