"""Where in YAML a setting stands, to say so of one that is wrong."""

from __future__ import annotations

import re


def line_of(key: str, text: str, behind: str = "") -> int | None:
    """The line of `text`, from 1, that sets `key` below another setting; where `behind` is given, the
    first behind the one that sets that."""
    start = re.compile(rf"\s+[\"']?{re.escape(key)}[\"']?\s*:")
    passed = (line_of(behind, text) or 0) if behind else 0
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if number > passed and start.match(line)), None)
