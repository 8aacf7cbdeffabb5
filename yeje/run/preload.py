"""Imports what programs find imported, once."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path

FONTS = Path(__file__).parents[1] / "fonts"


def preload(modules: str) -> None:
    """Import the modules (with commas between), and freeze what they allocated so that forks share
    it for longer. A missing one is left for the programs that import it to miss."""
    gc.disable()  # a fifth of the import time of TensorFlow and Keras is the collector's
    for name in filter(None, modules.split(",")):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    _add_fonts()
    _warm_up_graphviz()
    gc.freeze()


def _add_fonts() -> None:
    if "matplotlib" in sys.modules:
        from matplotlib import font_manager

        for font in sorted(FONTS.glob("*.ttf")):
            font_manager.fontManager.addfont(font)


def _warm_up_graphviz() -> None:
    """Have Graphviz read its fonts here, once (20 ms), and not in every child; what fontconfig has
    to say of the machine's own set-up is nobody's output."""
    if "pygraphviz" in sys.modules and "pydot" in sys.modules:
        from yeje.run import graphs

        kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        graphs.draw('digraph { a [label="가"] }', "png")
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)
