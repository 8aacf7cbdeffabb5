"""Draw a small Dense network neuron by neuron, from nothing but the model itself.

`neuron_layout(model)` says which neurons and connections there are and where they stand;
`draw_neurons(model)` draws exactly that. Layers and edges come from the model's own graph, lines
from the shapes of its kernels: a drawing cannot disagree with its model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import keras
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

MAX_UNITS = 16

# One length unit is the distance between two neurons of a layer.
INCHES = 0.56
COLUMN_WIDTH = 3.0
GROUP_GAP = 2.3
RADIUS = 0.31
LABEL_GAP = 0.62

# Mid-tones that stand out from a white page and from a dark one. Text is pure black, which a
# style sheet can turn into the colour of the page's own text.
FILL = {"input": "#4a86c5", "hidden": "#3d9a7e", "output": "#d5803a"}
LINE = "#8b929c"
TEXT = "#000000"


@dataclass(frozen=True)
class Neuron:
    """One unit of one layer."""

    layer: str
    """Name of its layer."""
    unit: int
    """Index in its layer, from 0."""
    x: float
    """Centre of the circle."""
    y: float
    """Centre of the circle; grows upwards."""


@dataclass(frozen=True)
class Connection:
    """One weight: the line between a unit and a unit of a layer that it feeds."""

    source: Neuron
    target: Neuron


@dataclass(frozen=True)
class NeuronGroup:
    """All units of one layer."""

    name: str
    """The layer's name."""
    kind: str
    """`input` (fed by no layer), `output` (feeds no layer) or `hidden`."""
    depth: int
    """Its column: the layers on the longest way from an input to it."""
    neurons: tuple[Neuron, ...]
    """Top to bottom."""


@dataclass(frozen=True)
class NeuronLayout:
    """Everything that a drawing shows."""

    groups: tuple[NeuronGroup, ...]
    """One for each layer, column by column, each column top to bottom."""
    edges: tuple[tuple[str, str], ...]
    """Names of the layers that feed one another, as (source, target)."""
    connections: tuple[Connection, ...]
    """One for each entry of each kernel. Biases are not among them."""


def draw_neurons(model: keras.Model) -> Figure:
    """Draw a model of `Input` and `Dense` layers: a circle for each unit, a line for each weight.

    Layers stand in columns, from the input on the left; branches stand below each other. Over
    each layer is its name, under it the number of its units. Biases are not drawn.

    Args:
        model: a Sequential or functional model whose layers have at most `MAX_UNITS` units each.

    Returns:
        The figure, with a transparent background; `plt.show()` shows it.

    Raises:
        ValueError: as `neuron_layout` does.
    """
    layout = neuron_layout(model)
    neurons = [neuron for group in layout.groups for neuron in group.neurons]
    left, right = -0.5 * COLUMN_WIDTH, max(n.x for n in neurons) + 0.5 * COLUMN_WIDTH
    bottom, top = min(n.y for n in neurons) - 1.1, max(n.y for n in neurons) + 1.1

    figure: Figure = plt.figure(
        figsize=((right - left) * INCHES, (top - bottom) * INCHES), facecolor="none"
    )
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()

    lines = [((c.source.x, c.source.y), (c.target.x, c.target.y)) for c in layout.connections]
    axes.add_collection(LineCollection(lines, colors=LINE, linewidths=0.85, zorder=1))
    for group in layout.groups:
        _draw_group(axes, group)
    return figure


def _draw_group(axes: Axes, group: NeuronGroup) -> None:
    for neuron in group.neurons:
        axes.add_patch(Circle((neuron.x, neuron.y), RADIUS, color=FILL[group.kind], zorder=2))
    first, last = group.neurons[0], group.neurons[-1]
    count = len(group.neurons)
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": TEXT, "zorder": 3}
    axes.text(first.x, first.y + LABEL_GAP, group.name, fontsize=10, **style)
    units = f"{count} unit" if count == 1 else f"{count} units"
    axes.text(last.x, last.y - LABEL_GAP, units, fontsize=9, **style)


def neuron_layout(model: keras.Model) -> NeuronLayout:
    """Read off a model which neurons and connections it has, and find a place for each neuron.

    Args:
        model: a Sequential or functional model whose layers have at most `MAX_UNITS` units each.

    Raises:
        ValueError: the model is not a graph of layers that starts at `Input`; or a layer, which
            the message names, is neither `Input` nor `Dense`, has too many units to draw, or is
            called more than once.
    """
    config = _graph(model)
    units = {layer["config"]["name"]: _units(layer) for layer in config["layers"]}
    edges = _edges(model, config)
    depths = _longest_ways(list(units), edges)
    places = _places(units, edges, depths)
    neurons = {
        name: tuple(
            Neuron(name, unit, x=depths[name] * COLUMN_WIDTH, y=y)
            for unit, y in enumerate(_spread(places[name], count))
        )
        for name, count in units.items()
    }
    fed = {target for _, target in edges}
    feeding = {source for source, _ in edges}
    return NeuronLayout(
        groups=tuple(
            NeuronGroup(
                name=name,
                kind="input" if name not in fed else "hidden" if name in feeding else "output",
                depth=depths[name],
                neurons=neurons[name],
            )
            for name in sorted(units, key=lambda name: (depths[name], -places[name]))
        ),
        edges=edges,
        connections=tuple(
            Connection(neurons[source][row], neurons[target][column])
            for source, target in edges
            for row, column in _kernel_entries(model, target)
        ),
    )


def _graph(model: keras.Model) -> dict[str, Any]:
    """The model's configuration: what `save()` writes and `from_config()` reads.

    It is Keras' public description of a graph. `layer.input` and `layer.output` are public too,
    but belong to a layer's first call only, which may be that of another model: a Sequential
    calls its layers again after every `add`.
    """
    config: dict[str, Any] = model.get_config()
    layers = config.get("layers", [])
    if not layers or layers[0]["class_name"] != "InputLayer":
        raise ValueError(
            f"model {model.name!r} has no graph of layers yet: start it with keras.Input(...)"
        )
    return config


def _units(layer: dict[str, Any]) -> int:
    kind, settings = layer["class_name"], layer["config"]
    name = settings["name"]
    if kind not in ("InputLayer", "Dense"):
        raise ValueError(f"layer {name!r} is a {kind}: only Input and Dense layers can be drawn")
    if kind == "Dense":
        units: int = settings["units"]
    else:
        _, *shape = settings["batch_shape"]
        if len(shape) != 1 or shape[0] is None:
            raise ValueError(f"layer {name!r} has the shape {tuple(shape)}: it must be (units,)")
        units = shape[0]
    if units > MAX_UNITS:
        raise ValueError(f"layer {name!r} has {units} units: at most {MAX_UNITS} can be drawn")
    return units


def _edges(model: keras.Model, config: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    names = [layer["config"]["name"] for layer in config["layers"]]
    if isinstance(model, keras.Sequential):
        return tuple(pairwise(names))
    edges = []
    for name, layer in zip(names, config["layers"], strict=True):
        calls = layer["inbound_nodes"]
        if len(calls) > 1:
            raise ValueError(f"layer {name!r} is called {len(calls)} times: it can be drawn once")
        for call in calls:
            for tensor in (*call["args"], *call["kwargs"].values()):
                if isinstance(tensor, dict):  # anything else is a setting such as training=True
                    source, _, _ = tensor["config"]["keras_history"]
                    edges.append((source, name))
    return tuple(edges)


def _kernel_entries(model: keras.Model, name: str) -> list[tuple[int, int]]:
    rows, columns = model.get_layer(name).kernel.shape
    return [(row, column) for row in range(rows) for column in range(columns)]


def _longest_ways(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """For each layer the number of edges on the longest way that ends there."""

    def longest(name: str) -> int:
        return max((longest(source) + 1 for source, target in edges if target == name), default=0)

    return {name: longest(name) for name in names}


def _places(
    units: dict[str, int], edges: Sequence[tuple[str, str]], depths: dict[str, int]
) -> dict[str, float]:
    """The height of each layer's middle.

    A layer stands level with the layer that feeds it. Where several layers share a column they
    are stacked around that level, those that end sooner above.
    """
    to_the_end = _longest_ways(list(units), [(target, source) for source, target in edges])
    source_of = {target: source for source, target in edges}
    places: dict[str, float] = {}
    for depth in range(max(depths.values()) + 1):
        level = {
            name: places.get(source_of.get(name, ""), 0.0)
            for name in units
            if depths[name] == depth
        }
        column = sorted(level, key=lambda name: (-level[name], to_the_end[name]))
        heights = [units[name] - 1 for name in column]
        top = sum(level.values()) / len(level) + (sum(heights) + GROUP_GAP * (len(column) - 1)) / 2
        for name, height in zip(column, heights, strict=True):
            places[name] = top - height / 2
            top -= height + GROUP_GAP
    return places


def _spread(middle: float, count: int) -> list[float]:
    """Heights of `count` neurons, one apart, top to bottom around `middle`."""
    return [middle + (count - 1) / 2 - unit for unit in range(count)]
