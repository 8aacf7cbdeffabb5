"""Makes what a program printed fit to be shown: plain characters, no machine's paths.

Text is data: nothing here escapes it for HTML or Markdown, that is the renderer's business.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from pathlib import Path

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
"""CSI sequences, OSC sequences (titles, hyperlinks) and two-character escapes."""
ERASE_LINE = re.compile(r"\x1b\[[012]?K")
HIDDEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\x80-\x9f]")
"""Characters that change how others are shown, or are not seen at all."""


def clean(data: bytes | str, root: Path, scratch: str = "") -> str:
    """What a reader should see of `data`: bytes that are not UTF-8 as ``\\xNN``, progress bars in
    their last state, no ANSI codes, control and direction characters made visible, and paths
    relative to the repository."""
    text = data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data
    text = text.replace("\r\n", "\n")
    if "\r" in text or "\b" in text or "\x1b" in text:
        text = "\n".join(_last_state(line) for line in text.split("\n"))
    text = shorten_paths(text, root, scratch)
    text = HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return "".join(map(_visible, text)) if _has_controls(text) else text


def shorten_paths(text: str, root: Path, scratch: str = "") -> str:
    """Replace absolute paths of this machine by what they mean to a reader."""
    prefixes = {
        sysconfig.get_path("purelib") + "/": "",
        sysconfig.get_path("platlib") + "/": "",
        sysconfig.get_path("stdlib") + "/": "",
        f"{root}/": "",
        f"{sys.prefix}/": "<python>/",
        f"{sys.base_prefix}/": "<python>/",
        str(root): ".",
    }
    if scratch:
        prefixes = {f"{scratch}/": "", scratch: ".", **prefixes}
    home = str(Path.home())
    if len(home) > 1:
        prefixes[f"{home}/"] = "~/"
    for prefix in sorted(prefixes, key=len, reverse=True):
        text = text.replace(prefix, prefixes[prefix])
    return text


def _last_state(line: str) -> str:
    """What a terminal shows of a line with carriage returns, backspaces and colour codes."""
    cells: list[str] = []
    column = 0
    line = ERASE_LINE.sub("\x00", line)  # a mark of our own: the rest of the line is erased
    for character in ANSI.sub("", line):
        if character == "\r":
            column = 0
        elif character == "\b":
            column = max(0, column - 1)
        elif character == "\x00":
            del cells[column:]
        else:
            cells[column : column + 1] = character
            column += 1
    return "".join(cells)


def _has_controls(text: str) -> bool:
    return any(c < " " and c not in "\n\t" or c == "\x7f" for c in text)


def _visible(character: str) -> str:
    """Control characters as the pictures that Unicode has for them: ␀, ␇, ␛."""
    if character in "\n\t" or " " <= character != "\x7f":
        return character
    return chr(0x2421) if character == "\x7f" else chr(0x2400 + ord(character))
