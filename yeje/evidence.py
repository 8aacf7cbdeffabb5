"""Whether what a page says stands in what a program printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

SHOWN = 12
"""Lines of a program's output that a message quotes."""
WIDTH = 200
"""Characters of such a line."""
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
SIGN = r"(?<!^[-−])(?<![\s(\[{=:,/|][-−])(?<![eE][-+])"
"""Not behind the sign of a negative number, nor in an exponent."""


def printed(outputs: Iterable[dict[str, Any]]) -> str:
    """All text among outputs (nbformat): streams, displayed values, errors."""
    parts = []
    for output in outputs:
        if output["output_type"] == "stream":
            parts.append(output["text"])
        elif output["output_type"] == "error":
            parts.append("\n".join(output["traceback"]))
        elif not any(mime.startswith("image/") for mime in output["data"]):
            parts.append(output["data"].get("text/plain", ""))
    return "\n".join("".join(part) for part in parts)


def holds(claim: str, text: str) -> bool:
    """Whether `claim` stands in `text` as it is, white space and commas of thousands apart.

    It must stand there whole: 3 is no evidence in 333, in 333,526, in -3 or in ``Layer_3``, nor
    ``linear`` in ``nonlinear``. Letters of other alphabets may follow: 66개 has 66.
    """
    claim, text = (unicodedata.normalize("NFC", part) for part in (claim, text))
    if _stands(claim, text):
        return True
    plain = THOUSANDS.sub("", claim)
    return _stands(plain, THOUSANDS.sub("", text))


def _stands(claim: str, text: str) -> bool:
    words = [re.escape(word) for word in claim.split()]
    if not words:
        return False
    first, last = claim.strip()[0], claim.strip()[-1]
    before = after = ""
    if first.isdigit():
        before = rf"(?<![A-Za-z0-9_])(?<!\d[.,]){SIGN}"
    elif _is_word(first):
        before = r"(?<![A-Za-z0-9_])"
    if last.isdigit():
        after = r"(?![A-Za-z0-9_]|[.,]\d)"
    elif _is_word(last):
        after = r"(?![A-Za-z0-9_])"
    return re.search(before + r"\s+".join(words) + after, text, re.MULTILINE) is not None


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def quote(text: str) -> str:
    """The first lines of an output, indented, for a message."""
    lines = [line[:WIDTH] + "…" * (len(line) > WIDTH) for line in text.strip("\n").split("\n")]
    more = [f"… [{len(lines) - SHOWN} more lines]"] if len(lines) > SHOWN else []
    return "\n".join(f"    {line}" if line else "" for line in [*lines[:SHOWN], *more])
