"""Graphviz drawings of a program: shown on the page, drawn in the program's own process.

`keras.utils.plot_model` draws through pydot, and pydot through a ``dot`` command: here the same
Graphviz is called in the process, which saves 0.1 s a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pydot

FONTS = '"Yeje Sans,Arial,sans-serif"'


def draw(dot: str, format: str, engine: str = "dot") -> bytes:
    """Lay out and draw a graph in the dot language with the Graphviz that pygraphviz ships."""
    import pygraphviz

    drawing = pygraphviz.AGraph(string=dot).draw(format=format, prog=engine)
    return drawing if isinstance(drawing, bytes) else str(drawing).encode()


def install(show: Callable[[str, bytes], None]) -> None:
    """Have pydot hand each drawing that it writes to `show`, as SVG and as it was written."""

    def create(self: pydot.Dot, prog: Any = None, format: str = "ps", encoding: str | None = None) -> bytes:
        name = (prog or self.prog)[0] if isinstance(prog, (list, tuple)) else prog or self.prog
        return draw(self.to_string(), format, name)

    def write(
        self: pydot.Dot,
        path: str,
        prog: Any = None,
        format: str = "raw",
        encoding: str | None = None,
    ) -> bool:
        if format == "raw":
            with open(path, "w", encoding=encoding or "utf-8") as file:
                file.write(self.to_string())
            return True
        image = self.create(prog, format, encoding)
        with open(path, "wb") as file:
            file.write(image)
        show(draw(_with_stable_names(str(self.to_string())), "svg").decode(), image)
        return True

    pydot.Dot.create = create
    pydot.Dot.write = write


def _with_stable_names(dot: str) -> str:
    """The graph's dot text, with nodes named in order of appearance: Keras names them by `id()`,
    which differs in every process."""
    text = re.sub(r"^dpi=.*;\n", "", dot, flags=re.MULTILINE)  # for bitmaps
    names: dict[str, str] = {}
    for name in re.findall(r"(?<![\w.\"])\d{9,}(?![\w.\"])", text):
        names.setdefault(name, f"node{len(names) + 1}")
    for old, new in names.items():
        text = re.sub(rf"(?<!\w){old}(?!\w)|(?<=cluster_){old}(?!\w)", new, text)
    # The font that the site ships, so that boxes are as wide as their letters everywhere.
    text = re.sub(r'fontname="?Helvetica"?', lambda _: f"fontname={FONTS}", text)  # Keras' choice
    font = f"graph [fontname={FONTS}]; node [fontname={FONTS}]; edge [fontname={FONTS}];"
    return text.replace("{", "{\n" + font, 1)
