"""Draw a small Dense network neuron by neuron, from nothing but the model itself.

`neuron_layout(model)` says which neurons and connections there are and where they stand,
`draw_neurons(model)` draws exactly that. Units come from the model's layers, lines from the shapes
of their kernels, columns and rows from its graph: a drawing cannot disagree with its model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import keras
import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

MAX_UNITS = 16

COLUMN_WIDTH = 2.6
ROW_HEIGHT = 1.0
GROUP_GAP = 1.7
RADIUS = 0.3
INCHES_PER_UNIT = 0.62

# Mid-tones that stand out from a white page and from a dark one; the text is pure black, which
# the site's style sheet turns into the colour of its own text.
FILL = {"input": "#4f8fd0", "hidden": "#3f9f80", "output": "#d9843b"}
LINE = "#8b929c"
TEXT = "#000000"


@dataclass(frozen=True)
class Neuron:
    """One unit of one layer."""

    layer: str
    """Name of the layer that the unit belongs to."""
    unit: int
    """Index of the unit in its layer, from 0."""
    x: float
    y: float
    """Centre of the circle; y grows upwards."""


@dataclass(frozen=True)
class Connection:
    """One weight: the line from a unit to a unit of the next layer."""

    source: Neuron
    target: Neuron


@dataclass(frozen=True)
class LayerOfNeurons:
    """All units of one layer, top to bottom."""

    name: str
    kind: str
    """'input', 'hidden' or 'output'."""
    depth: int
    """Column: how many connections lie between the input and this layer."""
    neurons: tuple[Neuron, ...]


@dataclass(frozen=True)
class NeuronLayout:
    """Everything that a drawing of a model shows."""

    layers: tuple[LayerOfNeurons, ...]
    """Column by column, each column top to bottom."""
    edges: tuple[tuple[str, str], ...]
    """Names of the layers that feed one another, as (source, target)."""
    connections: tuple[Connection, ...]
    """One for every entry of every kernel. Biases are not among them."""


def neuron_layout(model: keras.Model) -> NeuronLayout:
    """Read neurons and connections off a model of `Input` and `Dense` layers.

    Args:
        model: a Sequential or functional model whose layers have at most 16 units each.

    Returns:
        The layers with a place for each of their units, and a connection for each weight.

    Raises:
        ValueError: a layer is neither `Input` nor `Dense`, has more than 16 units, or is called
            more than once in the model; or a Sequential model does not know its input yet.
    """
    edges = _edges(model)
    units = {name: _units(model, name) for name in _names(model)}
    neurons = _place(units, edges, model.output_names)
    targets = {source for source, _ in edges}
    return NeuronLayout(
        layers=tuple(
            LayerOfNeurons(
                name=name,
                kind="hidden",
                depth=0,
                neurons=neurons[name],
            )
            for name in units
        ),
        edges=edges,
        connections=tuple(_connections(model, edges, neurons)),
    )
