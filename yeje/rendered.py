"""HTML that was made once is not made again: a memo on disk, below ``.yeje/rendered/``.

Highlighting code and cleaning drawings is most of what a warm build does for a program. What goes
in decides what comes out, so the memo is keyed by what goes in, the renderer's own code included,
and can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from yeje.memo import Memo

RENDERERS = (
    "code_spans.py",
    "figures.py",
    "layers.py",
    "page.py",
    "render.py",
    "run/drawings.py",
    "summary_table.py",
    "svg.py",
    "svg_simple.py",
    "text.py",
    "views.py",
)
"""Files of this package whose code makes the HTML."""
LIBRARIES = ("Pygments", "pymdown-extensions")


class Rendered:
    """The memo in a folder. A folder that cannot be written to is one without a memo."""

    def __init__(self, folder: Path) -> None:
        self._memo = Memo(folder)

    def get(self, inputs: Any, make: Callable[[], str]) -> str:
        """The HTML for these inputs (anything that JSON takes), made by `make` if it is not known."""
        text = json.dumps([_renderer(), inputs], sort_keys=True)
        name = hashlib.sha256(text.encode()).hexdigest()
        known = self._memo.get(name)
        if known is not None:
            return known.decode()
        made = make()
        self._memo.put(name, made.encode())
        return made


@cache
def _renderer() -> str:
    """Changes with every change of what makes the HTML."""
    total = hashlib.sha256()
    for name in RENDERERS:
        total.update((Path(__file__).parent / name).read_bytes())
    return total.hexdigest() + " ".join(version(name) for name in LIBRARIES)
