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


CLUSTER = re.compile(r'^subgraph (?:"(cluster_[^"]*)"|(cluster_\w+)) \{', re.MULTILINE)
"""A box around nodes, as pydot writes it: around the layers of a model inside the model."""


STATEMENT = re.compile(r"^[^\[={\n]*", re.MULTILINE)
"""A line of pydot's before its attributes: the name of a node, the two of an edge. What is written on
them comes later."""
NUMBER = re.compile(r'"[^"]*"|(?<![\w.])\d{9,}(?![\w.])')
"""A name in quotes, or one that may be an `id()`."""


def draw(dot: str, format: str, engine: str = "dot") -> bytes:
    """Lay out and draw a graph in the dot language with the Graphviz that pygraphviz ships."""
    import pygraphviz

    drawing = pygraphviz.AGraph(string=dot).draw(format=format, prog=engine)
    return drawing if isinstance(drawing, bytes) else str(drawing).encode()


def install(show: Callable[[str, bytes, dict[str, str]], None]) -> None:
    """Have pydot hand each drawing that it writes to `show`: as SVG, as it was written, and the names
    of nodes that were numbers, and of boxes around nodes, with their names in the SVG."""

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
        dot, names = _with_stable_names(str(self.to_string()))
        show(draw(dot, "svg").decode(), image, names)
        return True

    pydot.Dot.create = create
    pydot.Dot.write = write


def _with_stable_names(dot: str) -> tuple[str, dict[str, str]]:
    """The graph's dot text, with nodes named in order of appearance, and old name -> new: Keras names
    them by `id()`, which differs in every process. Boxes around nodes keep their names."""
    text = re.sub(r"^dpi=.*;\n", "", dot, flags=re.MULTILINE)  # for bitmaps
    names: dict[str, str] = {}

    def stable(name: re.Match[str]) -> str:
        return name[0] if name[0][0] == '"' else names.setdefault(name[0], f"node{len(names) + 1}")

    text = STATEMENT.sub(lambda statement: NUMBER.sub(stable, statement[0]), text)
    # The font that the site ships, so that boxes are as wide as their letters everywhere.
    text = re.sub(r'fontname="?Helvetica"?', lambda _: f"fontname={FONTS}", text)  # Keras' choice
    font = f"graph [fontname={FONTS}]; node [fontname={FONTS}]; edge [fontname={FONTS}];"
    clusters = [quoted or plain for quoted, plain in CLUSTER.findall(text)]
    return text.replace("{", "{\n" + font, 1), names | dict(zip(clusters, clusters, strict=True))
