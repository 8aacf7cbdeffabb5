"""Turns displayed values, Matplotlib figures and Graphviz drawings into MIME bundles.

Only text and images: what a program hands over as HTML or JavaScript is never an element of a
page, so it is shown as the text that it is, or not at all.
"""

from __future__ import annotations

import base64
import contextlib
import io
import re
import sys
import warnings
from collections.abc import Callable
from typing import Any

from yeje.model import Limits
from yeje.run import drawings, images
from yeje.run.recorder import Recorder

IMAGES = {"image/svg+xml": "_repr_svg_", "image/png": "_repr_png_", "image/jpeg": "_repr_jpeg_"}
"""The images that a value can be shown as, and the methods that Jupyter too asks for them."""
SUMMARY = "application/vnd.yeje.summary+json"
BEGINNINGS = {"image/png": images.PNG, "image/jpeg": b"\xff\xd8\xff"}
"""How the bytes of images begin."""
MISSING_GLYPH = re.compile(r"Glyph (\d+) \(.*\) missing from")


class Displays:
    """What one program shows: checks the limits, builds the bundles, hands them to the recorder."""

    def __init__(self, recorder: Recorder, limits: Limits) -> None:
        self._recorder = recorder
        self._limits = limits
        self._count = 0
        self._drawn: list[bytes] = []
        self._summarized = 0
        self._models: Any = None

    def note_layers(self, path: str) -> None:
        """Note from here on what the program of this path does with Keras' layers."""
        from yeje.run.models import Models

        self._models = Models(path)
        self._models.install(self)

    def value(self, value: object) -> None:
        """Show the value of a cell's last expression. What its ``repr()`` raises, goes through."""
        figures = sys.modules.get("matplotlib.figure")
        if figures is not None and isinstance(value, figures.Figure):
            close_figure(value)  # else it would be shown a second time when the cell ends
            self.figure(value)
            return
        if type(value).__module__.startswith("IPython.") and getattr(value, "data", None) in self._drawn:
            return  # the image that plot_model returns was shown when it was drawn
        bundle = {mime: image for mime in IMAGES if (image := self._image(value, mime)) is not None}
        if bundle:
            self._admit()
        # One character more than may be shown says that there is too much.
        text = _pretty(value)[: self._limits.output_kb * 1024 + 1]
        self._recorder.show({**bundle, "text/plain": text})

    def figure(self, figure: Any) -> None:
        """Show a Matplotlib figure as SVG. Raises ValueError for one too large, or RuntimeError
        naming the letters that its fonts do not have."""
        width, height = figure.get_size_inches() * figure.dpi
        self.check_size(width, height)
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
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
        description = ". ".join(
            part
            for axes in figure.axes
            for part in (axes.get_title(), axes.get_xlabel(), axes.get_ylabel())
            if part
        )
        drawing = images.smaller(target.getvalue().decode())
        self._svg(drawing, {"kind": "matplotlib", "description": description})

    def graph(self, svg: str, image: bytes, names: dict[str, str]) -> None:
        """Show a Graphviz graph: its drawing, and the image of it that the program made. `names` has
        what may be layers, see `yeje.run.models.Models.nodes`."""
        self._admit()
        self._drawn.append(image)
        metadata: dict[str, Any] = {"kind": "graph"}
        if self._models is not None:
            with contextlib.suppress(Exception):  # layers unlike Keras' own: a drawing, no more
                metadata["nodes"], metadata["layers"] = self._models.nodes(names)
        is_png = image.startswith(images.PNG) and len(image) <= self._limits.figure_kb * 1024
        self._svg(svg, metadata, {"image/png": base64.b64encode(image).decode()} if is_png else {})

    @property
    def receives_text(self) -> bool:
        """Whether what is printed now reaches the page."""
        return self._recorder.receives_text

    def summary(self, text: str, table: dict[str, Any], layers: list[dict[str, Any]]) -> None:
        """Show the summary of a model, see `yeje.run.summaries`. Without layers, and beyond the limit
        of printed text, it is printed."""
        self._summarized += len(text)
        if not layers or self._summarized > self._limits.output_kb * 1024:
            sys.stdout.write(text)
            return
        self._recorder.show(
            {SUMMARY: table, "text/plain": text}, {"yeje": {"kind": "summary", "layers": layers}}
        )

    def check_size(self, width: float, height: float) -> None:
        """Raise ValueError for an image of more pixels than allowed."""
        if not width * height <= self._limits.pixels:
            raise ValueError(
                f"the figure has {width:.0f} × {height:.0f} pixels, more than the limit "
                f"`pixels = {self._limits.pixels}` allows; make figsize or dpi smaller"
            )

    def _svg(self, svg: str, metadata: dict[str, Any], more: dict[str, str] | None = None) -> None:
        self._check_bytes(len(svg))
        bundle = {"image/svg+xml": svg, **(more or {}), "text/plain": "<Figure>"}
        self._recorder.show(bundle, {"yeje": metadata})

    def _image(self, value: object, mime: str) -> str | None:
        # Asked of the type: a mock, say, has an attribute of every name.
        method = None if isinstance(value, type) else getattr(type(value), IMAGES[mime], None)
        data = method(value) if callable(method) else None
        if isinstance(data, tuple):  # (data, metadata) is allowed too
            data = data[0]
        if not isinstance(data, str | bytes):
            return None
        self._check_bytes(len(data))
        if mime not in BEGINNINGS:
            text = data if isinstance(data, str) else data.decode()
            self._check_drawing(text)
            return text
        image = data if isinstance(data, bytes) else base64.b64decode(data)
        if not image.startswith(BEGINNINGS[mime]):
            raise ValueError(f"what {IMAGES[mime]}() returned is no {mime}")
        if mime == "image/png":
            self.check_size(*images.size(image))
        return base64.b64encode(image).decode()

    def _check_drawing(self, text: str) -> None:
        try:
            drawings.parse(text)
        except drawings.UnsafeSVGError as error:
            raise ValueError(str(error)) from None

    def _check_bytes(self, size: int) -> None:
        if size > self._limits.figure_kb * 1024:
            raise ValueError(
                f"the figure takes {size // 1024} KiB, more than the limit `figure_kb = "
                f"{self._limits.figure_kb}` allows; draw less, or rasterize it"
            )

    def _admit(self) -> None:
        self._count += 1
        if self._count > self._limits.figures:
            raise RuntimeError(
                f"the program shows more than {self._limits.figures} figures; show fewer, or "
                "raise `figures` in its header"
            )


def install(displays: Displays, path: str) -> None:
    """Let Matplotlib's show, pydot's drawings and Keras' summaries reach `displays`, in this process
    for good. `path` is the program's, as its code has it."""
    global show_figure, check_size
    show_figure, check_size = displays.figure, displays.check_size
    if "pydot" in sys.modules:
        from yeje.run import graphs

        graphs.install(displays.graph)
    if "keras" in sys.modules:
        displays.note_layers(path)


def _nowhere(figure: Any) -> None:
    """Outside a program nobody looks."""


def _any_size(width: float, height: float) -> None:
    """Outside a program nothing is too large."""


show_figure: Callable[[Any], None] = _nowhere
"""What showing a figure means in this process."""
check_size: Callable[[float, float], None] = _any_size
"""Raises ValueError for images that are too large for this process."""


def show_open_figures() -> None:
    """Show Matplotlib's open figures in the order in which they were made, and close them."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is None:
        return
    managers = helpers.Gcf.get_all_fig_managers()
    helpers.Gcf.destroy_all()
    for manager in managers:
        if not getattr(manager, "is_shown", False):
            show_figure(manager.canvas.figure)


def close_figure(figure: Any) -> None:
    """Take a figure off the open ones, if it is one of them."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is not None:
        helpers.Gcf.destroy_fig(figure)


def _pretty(value: object) -> str:
    """As Jupyter writes a value."""
    from IPython.lib.pretty import pretty

    return str(pretty(value))
