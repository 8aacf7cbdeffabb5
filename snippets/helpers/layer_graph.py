"""Draw a model's layers as coloured boxes, from the model's own graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

TEXT = "#14181f"
"""Dark letters: boxes keep their colours on a light page and on a dark one."""


def draw_layers(model: keras.Model, notes: Mapping[str, str], colours: Mapping[str, str]) -> Any:
    """Draw what `keras.utils.plot_model` draws, with a note in each box and its colour behind it.

    Args:
        model: a functional model.
        notes: the name of each layer -> the second line of its box.
        colours: note -> colour of the box, as Graphviz writes it (`#6ea8dc`).

    Returns:
        The image, which a notebook shows when it is a cell's last value; `None` without IPython.
        The file `layers.png` is written in any case.

    Raises:
        KeyError: a layer has no note, or a note no colour.
    """
    graph = keras.utils.model_to_dot(model)
    for layer in model.layers:
        (node,) = graph.get_node(str(id(layer)))
        note = notes[layer.name]
        node.set_label(f"{layer.name}\n{note}")
        node.set_style("filled")
        node.set_fillcolor(colours[note])
        node.set_fontcolor(TEXT)
        node.set_margin("0.2,0.1")
    graph.write("layers.png", format="png")
    try:
        from IPython.display import Image
    except ImportError:
        return None
    return Image("layers.png")
