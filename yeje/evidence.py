"""Whether what a page says stands in what a program printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

SHOWN = 12
"""Lines of a program's output that a message quotes."""


def printed(outputs: Iterable[dict[str, Any]]) -> str:
    """All text among outputs (nbformat): streams, displayed values, errors."""
    parts = []
    for output in outputs:
        if output["output_type"] == "stream":
            parts.append(output["text"])
        elif output["output_type"] == "error":
            parts.append("\n".join(output["traceback"]))
        elif "image/svg+xml" not in output["data"]:
            parts.append(output["data"].get("text/plain", ""))
    return "\n".join("".join(part) for part in parts)


def holds(claim: str, text: str) -> bool:
    """Whether `claim` stands in `text` as it is, white space apart.

    A number must stand there whole: 3 is no evidence in 333, nor 526 in 333,526.
    """
    words = [re.escape(word) for word in claim.split()]
    if not words:
        return False
    before = r"(?<!\d)(?<!\d[.,])" if claim.strip()[0].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if claim.strip()[-1].isdigit() else ""
    return re.search(before + r"\s+".join(words) + after, text) is not None


def quote(text: str) -> str:
    """The first lines of an output, indented, for a message."""
    lines = text.strip("\n").split("\n")
    more = [f"… [{len(lines) - SHOWN} more lines]"] if len(lines) > SHOWN else []
    return "\n".join(f"    {line}" for line in [*lines[:SHOWN], *more])
