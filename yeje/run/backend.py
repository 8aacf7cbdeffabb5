"""Matplotlib's backend in a program's process: ``plt.show()`` shows every open figure.

Named by ``MPLBACKEND=module://yeje.run.backend``; drawing itself is Agg's.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from yeje.run import displays


class FigureManager(FigureManagerBase):
    """A manager whose show goes to the page."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """``plt.show()``: `block` has no meaning, since nothing waits for a window."""
        displays.show_open_figures()

    def show(self) -> None:
        """``figure.show()``."""
        self.is_shown = True  # and is not shown again when its cell ends
        displays.show_figure(self.canvas.figure)


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas with the manager above; refuses an image that is too large before it is drawn."""

    manager_class = FigureManager

    def get_renderer(self) -> Any:
        """Agg's renderer for the figure's present size."""
        displays.check_size(*self.figure.bbox.size)
        return super().get_renderer()
