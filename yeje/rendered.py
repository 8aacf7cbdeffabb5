"""HTML that was made once is not made again: a memo on disk, below ``.yeje/rendered/``.

Highlighting code and cleaning drawings is most of what a warm build does for a program. What goes
in decides what comes out, so the memo is keyed by what goes in, the renderer's own code included,
and can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

RENDERERS = ("page.py", "render.py", "svg.py")
"""Files of this package whose code makes the HTML."""
LIBRARIES = ("Pygments", "pymdown-extensions")


class Rendered:
    """The memo in a folder. A folder that cannot be written to is one without a memo."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, inputs: Any, make: Callable[[], str]) -> str:
        """The HTML for these inputs (anything that JSON takes), made by `make` if it is not known."""
        text = json.dumps([_renderer(), inputs], sort_keys=True)
        path = self._folder / hashlib.sha256(text.encode()).hexdigest()
        try:
            known = path.read_bytes()
            checksum, _, html = known.partition(b"\n")
            if hashlib.sha256(html).hexdigest().encode() == checksum:
                return html.decode()
        except OSError:
            pass  # not made yet
        made = make()
        self._put(path, made.encode())
        return made

    def _put(self, path: Path, html: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(html).hexdigest().encode() + b"\n" + html)
            os.replace(part, path)
        except OSError:
            return


@cache
def _renderer() -> str:
    """Changes with every change of what makes the HTML."""
    total = hashlib.sha256()
    for name in RENDERERS:
        total.update((Path(__file__).parent / name).read_bytes())
    return total.hexdigest() + " ".join(version(name) for name in LIBRARIES)
