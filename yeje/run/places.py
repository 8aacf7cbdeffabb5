"""Where in its file a program is while it runs."""

from __future__ import annotations

import ast
import linecache
from functools import cached_property
from itertools import islice
from types import FrameType
from typing import Any

Span = tuple[int, int, int, int]
"""First line and column, last line and the column behind it: lines from 1, columns in bytes."""


class Places:
    """The places in the program whose file is `path`."""

    def __init__(self, path: str) -> None:
        self._path = path

    def has(self, frame: FrameType | None) -> bool:
        """Whether it is the program that runs in this frame."""
        return frame is not None and frame.f_code.co_filename == self._path

    def of(self, frame: FrameType) -> Span | None:
        """The expression that the frame of the program is at."""
        place = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
        line, end_line, column, end_column = place
        if line is None or end_line is None or column is None or end_column is None:
            return None
        call = self._calls.get((end_line, end_column))
        # A method that is called in another line than its object's begins at its name for Python,
        # counted in characters.
        if call is not None and (call.lineno, call.col_offset) < (line, column):
            line, column = call.lineno, call.col_offset
        return line, column, end_line, end_column

    def in_list(self, frame: FrameType | None, value: Any) -> Span | None:
        """Where the call that the frame is at has a variable of this value in its first argument, a
        list or tuple that is written out."""
        place = self.of(frame) if frame is not None and self.has(frame) else None
        call = self._calls.get(place[2:]) if place else None
        if frame is None or call is None:
            return None
        listed = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "layers")]
        for item in (item for one in listed if isinstance(one, ast.List | ast.Tuple) for item in one.elts):
            if isinstance(item, ast.Name) and _meaning(item.id, frame) is value:
                return item.lineno, item.col_offset, item.end_lineno or 0, item.end_col_offset or 0
        return None

    @cached_property
    def _calls(self) -> dict[tuple[int, int], ast.Call]:
        """Where a call ends, which no other call does -> the call."""
        tree = ast.parse("".join(linecache.getlines(self._path)))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        return {(call.end_lineno or 0, call.end_col_offset or 0): call for call in calls}


def _meaning(name: str, frame: FrameType) -> Any:
    return frame.f_locals.get(name, frame.f_globals.get(name))
