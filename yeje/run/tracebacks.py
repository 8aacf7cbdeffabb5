"""An exception as its program's reader should see it: own frames only, cut to a bearable size."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

FRAMES = 12
"""Frames shown of one exception; of more, the first and the last."""
MESSAGE = 4000
"""Characters of a message shown."""


def describe(error: BaseException, root: str) -> dict[str, Any]:
    """Name, message, traceback text, and (path, line) of the innermost frame under `root`."""
    trace = traceback.TracebackException.from_exception(error, compact=True)
    place = _innermost(trace.stack, root)
    _trim(trace, root, set())
    message = _cut(_message(error))
    return {
        "name": type(error).__name__,
        "message": message,
        "traceback": _cut("".join(trace.format()).rstrip("\n"), 4 * MESSAGE),
        "place": place,
    }


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException as broken:  # a program's own __str__ may do anything
        return f"<str() of the exception raised {type(broken).__name__}>"


def _innermost(stack: traceback.StackSummary, root: str) -> tuple[str, int] | None:
    own = [frame for frame in stack if _is_own(frame.filename, root)]
    return (own[-1].filename, own[-1].lineno or 1) if own else None


def _is_own(filename: str, root: str) -> bool:
    path = Path(filename)
    inside = Path(root) in path.parents
    parts = path.relative_to(root).parts if inside else ()
    return inside and "site-packages" not in parts and parts[0] != "yeje"


def _trim(trace: traceback.TracebackException, root: str, seen: set[int]) -> None:
    """Cut the frames of this exception, its causes, contexts and groups in place."""
    if id(trace) in seen:
        return
    seen.add(id(trace))
    own = [frame for frame in trace.stack if _is_own(frame.filename, root)]
    if len(own) > FRAMES:
        own = own[: FRAMES // 2] + own[-FRAMES // 2 :]
    trace.stack = traceback.StackSummary.from_list(own)
    text = getattr(trace, "_str", None)
    if isinstance(text, str):
        trace._str = _cut(text)  # type: ignore[attr-defined]
    for other in (trace.__cause__, trace.__context__, *(trace.exceptions or ())):
        if other is not None:
            _trim(other, root, seen)


def _cut(text: str, limit: int = MESSAGE) -> str:
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n… [{len(text) - limit:,} more characters cut]"
