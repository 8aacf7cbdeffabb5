"""An exception as its program's reader should see it: own frames only, cut to a bearable size."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

LINES = 30
"""Lines of a traceback shown; of more, the first and the last."""
MESSAGE = 2000
"""Characters of a message shown."""
DEPTH = 1000
"""Calls inside each other that this may take, Python's usual limit; a program may have set another."""


def describe(error: BaseException, root: str) -> dict[str, Any]:
    """Name, message, errno, traceback text, and (path, line) of the innermost place under `root`."""
    sys.setrecursionlimit(max(DEPTH, sys.getrecursionlimit()))
    name = type.__dict__["__name__"].__get__(type(error))  # a metaclass may give another, or none
    message = _cut(_message(error))
    try:
        text = _own_words(error) or _traceback(error, root)
    except Exception:  # groups inside groups without end, or a program that has changed `traceback`
        text = f"{name}: {message}"
    return {
        "name": name,
        "message": message,
        "errno": error.errno if isinstance(error, OSError) and type(error.errno) is int else None,
        "traceback": _cut_lines(text),
        "place": _syntax_place(error, root) or _innermost(error.__traceback__, root),
    }


def _traceback(error: BaseException, root: str) -> str:
    trace = traceback.TracebackException.from_exception(error, compact=True)
    _trim(trace, root)
    return "".join(trace.format()).rstrip("\n")


def _own_words(error: BaseException) -> str | None:
    """What an exception wants to be shown in place of a traceback; notebooks ask it the same way."""
    try:
        return "\n".join(error._render_traceback_())  # type: ignore[attr-defined]
    except BaseException:  # most have none, and a program's own may do anything
        return None


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException as broken:  # a program's own __str__ may do anything
        return f"<its str() raised {type(broken).__name__}>"


def _syntax_place(error: BaseException, root: str) -> tuple[str, int] | None:
    """Where a module that was imported is no Python: that is not the line of the import."""
    if not isinstance(error, SyntaxError) or not isinstance(error.filename, str):
        return None
    line = error.lineno or 1  # it may have been raised with whatever somebody likes
    return (error.filename, line) if isinstance(line, int) and _is_own(error.filename, root) else None


def _innermost(step: TracebackType | None, root: str) -> tuple[str, int] | None:
    place = None
    while step is not None:
        path = step.tb_frame.f_code.co_filename
        if _is_own(path, root):
            place = path, step.tb_lineno or 1
        step = step.tb_next
    return place


def _is_own(filename: str, root: str) -> bool:
    path = Path(filename)
    inside = Path(root) in path.parents
    parts = path.relative_to(root).parts if inside else ()
    return inside and "site-packages" not in parts and parts[0] != "yeje"


def _trim(trace: traceback.TracebackException, root: str) -> None:
    """Cut this exception, its causes, contexts and groups to their own frames, in place."""
    seen: set[int] = set()
    waiting = [trace]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        one.stack = traceback.StackSummary.from_list([f for f in one.stack if _is_own(f.filename, root)])
        for name in ("_str", "text"):  # a message; a line that is no Python
            value = getattr(one, name, None)
            if isinstance(value, str):
                setattr(one, name, _cut(value))
        waiting += [t for t in (one.__cause__, one.__context__, *(one.exceptions or ())) if t]


def _cut(text: str, limit: int = MESSAGE) -> str:
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… [{len(text) - limit:,} more characters cut]"


def _cut_lines(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > LINES:
        cut = f"… [{len(lines) - LINES:,} lines cut]"
        lines = [*lines[: LINES // 2], cut, *lines[-LINES // 2 :]]
    return "\n".join(_cut(line, 2 * MESSAGE) for line in lines)  # a line of code may be long too
