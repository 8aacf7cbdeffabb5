"""Turns displayed values, Matplotlib figures and Graphviz drawings into MIME bundles.

The recorder of the running program is reached through `install`, once in a child; before that
nothing is shown anywhere.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from typing import Any

from yeje.model import Limits
from yeje.run.recorder import Recorder

FONTS = '"Yeje Sans,Arial,sans-serif"'
MISSING_GLYPH = re.compile(r"Glyph (\d+) \(.*\) missing from")


class Displays:
    """What one program shows: checks the limits, builds the bundles, hands them to the recorder."""

    def __init__(self, recorder: Recorder, limits: Limits) -> None:
        self._recorder = recorder
        self._limits = limits
        self._count = 0
        self._drawn: list[bytes] = []

    def value(self, value: object) -> None:
        """Show the value of a cell's last expression, as Jupyter's formatters see it."""
        from IPython.core.formatters import DisplayFormatter
        from matplotlib.figure import Figure

        if isinstance(value, Figure):
            self.figure(value)
            return
        if getattr(value, "data", None) in self._drawn:
            return  # the image that plot_model returns was shown when it was drawn
        bundle, metadata = DisplayFormatter().format(value)
        texts = {mime: _as_text(mime, data) for mime, data in bundle.items()}
        if "text/plain" not in texts:
            texts["text/plain"] = repr(value)  # raises what the formatter only printed
        if any(mime.startswith("image/") for mime in texts):
            self._admit()
        self._recorder.show(texts, metadata)

    def figure(self, figure: Any) -> None:
        """Show a Matplotlib figure as SVG. Raises ValueError for one too large, or RuntimeError
        naming the letters that its fonts do not have."""
        width, height = figure.get_size_inches() * figure.dpi
        if width * height > self._limits.pixels:
            raise ValueError(
                f"the figure has {width:.0f} × {height:.0f} pixels, more than the limit "
                f"`pixels = {self._limits.pixels}` allows; make figsize or dpi smaller"
            )
        self._admit()
        target = io.BytesIO()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
        missing = [m[1] for w in caught if (m := MISSING_GLYPH.match(str(w.message)))]
        if missing:
            letters = "".join(dict.fromkeys(chr(int(code)) for code in missing))
            raise RuntimeError(
                f"the figure's font has no glyph for {letters!r}; "
                "use other letters, or add them to yeje/fonts"
            )
        for warning in caught:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
        description = ". ".join(
            part
            for axes in figure.axes
            for part in (axes.get_title(), axes.get_xlabel(), axes.get_ylabel())
            if part
        )
        self._svg(target.getvalue().decode(), {"kind": "matplotlib", "description": description})

    def graph(self, dot: str, png: bytes) -> None:
        """Show a Graphviz graph, given as its dot text and the image that the program made."""
        self._admit()
        self._drawn.append(png)
        self._svg(draw(dot, "svg").decode(), {"kind": "graph"})

    def _svg(self, svg: str, metadata: dict[str, str]) -> None:
        size = len(svg) // 1024
        if size > self._limits.figure_kb:
            raise ValueError(
                f"the figure takes {size} KiB, more than the limit `figure_kb = "
                f"{self._limits.figure_kb}` allows; draw less, or rasterize it"
            )
        self._recorder.show({"image/svg+xml": svg, "text/plain": "<Figure>"}, {"yeje": metadata})

    def _admit(self) -> None:
        self._count += 1
        if self._count > self._limits.figures:
            raise RuntimeError(
                f"the program shows more than {self._limits.figures} figures; show fewer, or "
                "raise `figures` in its header"
            )


def draw(dot: str, format: str, engine: str = "dot") -> bytes:
    """Lay out and draw a graph in the dot language with the Graphviz that pygraphviz ships."""
    import pygraphviz

    drawing = pygraphviz.AGraph(string=dot).draw(format=format, prog=engine)
    return drawing if isinstance(drawing, bytes) else str(drawing).encode()


def install(displays: Displays) -> None:
    """Let Matplotlib's show and pydot's drawings reach `displays`, in this process for good."""
    _install_pydot(displays)
    from yeje.run import backend

    backend.show_figure = displays.figure


def _install_pydot(displays: Displays) -> None:
    """`keras.utils.plot_model` draws through pydot, and pydot through a `dot` command: here the
    same Graphviz is called in the process (0.1 s less a drawing), and the graph is shown."""
    import pydot

    def create(
        self: pydot.Dot, prog: Any = None, format: str = "ps", encoding: str | None = None
    ) -> bytes:
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
        displays.graph(_with_stable_names(self), image)
        return True

    pydot.Dot.create = create
    pydot.Dot.write = write


def _with_stable_names(graph: Any) -> str:
    """The graph's dot text, with nodes named in order of appearance: Keras names them by `id()`,
    which differs in every process."""
    text = re.sub(r"^dpi=.*;\n", "", str(graph.to_string()), flags=re.MULTILINE)  # for bitmaps
    names: dict[str, str] = {}
    for name in re.findall(r"(?<![\w.\"])\d{9,}(?![\w.\"])", text):
        names.setdefault(name, f"node{len(names) + 1}")
    for old, new in names.items():
        text = re.sub(rf"(?<!\w){old}(?!\w)|(?<=cluster_){old}(?!\w)", new, text)
    # The font that the site ships, so that boxes are as wide as their letters everywhere.
    font = f"graph [fontname={FONTS}]; node [fontname={FONTS}]; edge [fontname={FONTS}];"
    return text.replace("{", "{\n" + font, 1)


def _as_text(mime: str, data: object) -> str:
    if isinstance(data, bytes):
        return base64.b64encode(data).decode()
    return data if isinstance(data, str) else repr(data)
