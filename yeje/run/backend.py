"""Matplotlib's backend in a program's process: ``plt.show()`` shows every open figure.

Named by ``MPLBACKEND=module://yeje.run.backend``; drawing itself is Agg's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib import _pylab_helpers
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


def _nowhere(figure: Any) -> None:
    """Outside a program nobody looks."""


show_figure: Callable[[Any], None] = _nowhere
"""What showing means in this process; `yeje.run.displays.install` sets it."""


def show_open_figures() -> None:
    """Show the open figures in the order in which they were made, and close them."""
    managers = _pylab_helpers.Gcf.get_all_fig_managers()
    _pylab_helpers.Gcf.destroy_all()
    for manager in managers:
        show_figure(manager.canvas.figure)


class FigureManager(FigureManagerBase):
    """A manager whose show goes to the page."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """``plt.show()``: `block` has no meaning, since nothing waits for a window."""
        show_open_figures()

    def show(self) -> None:
        """``figure.show()``."""
        _pylab_helpers.Gcf.destroy(self)
        show_figure(self.canvas.figure)


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas with the manager above."""

    manager_class = FigureManager  # type: ignore[assignment]
