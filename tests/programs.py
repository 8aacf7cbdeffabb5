"""Programs, run as Python runs them, for tests of what pages claim."""

from __future__ import annotations

import contextlib
import functools
import io
import runpy
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SNIPPETS = Path(__file__).parent.parent / "snippets"


@dataclass(frozen=True)
class Program:
    """A program that has run."""

    printed: str
    """Its standard output."""
    names: dict[str, Any] = field(default_factory=dict)
    """Its global names at the end; none where it ended with an error."""
    error: BaseException | None = None
    """What it raised."""
    axes: tuple[int, ...] = ()
    """For each figure that it showed, how many axes that has."""

    def __getitem__(self, name: str) -> Any:
        return self.names[name]


@contextlib.contextmanager
def programs(folder: Path) -> Iterator[Callable[[str], Program]]:
    """Gives a function that runs ``snippets/<name>.py`` in an empty folder, each program once.

    Graphs are not drawn, figures are counted and closed.
    """
    import keras
    import matplotlib.pyplot as plt

    finished: dict[str, Program] = {}
    axes: list[int] = []

    def count() -> None:
        axes.extend(len(plt.figure(number).axes) for number in plt.get_fignums())
        plt.close("all")

    @functools.wraps(keras.utils.plot_model)  # programs may ask for its signature
    def no_drawing(*arguments: Any, **settings: Any) -> None: ...

    def run(name: str) -> Program:
        if name not in finished:
            keras.utils.clear_session()
            axes.clear()
            printed = io.StringIO()
            names: dict[str, Any] = {}
            error = None
            with contextlib.redirect_stdout(printed), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # test_snippets.py looks at those
                try:
                    names = runpy.run_path(str(SNIPPETS / f"{name}.py"), run_name="__main__")
                except Exception as raised:
                    error = raised
            finished[name] = Program(printed.getvalue(), names, error, tuple(axes))
        return finished[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MPLBACKEND", "agg")
        patch.setenv("COLUMNS", "120")
        patch.syspath_prepend(SNIPPETS)
        patch.setattr(keras.utils, "plot_model", no_drawing)
        patch.setattr(plt, "show", count)
        yield run
