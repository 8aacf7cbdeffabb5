"""What ``model.summary()`` says, as a table of the model's own structure, beside the text it prints.

Keras prints as ever: the columns and the totals are read off that text, so that the table says what
the text says. The rows come from the model, whole where the text cuts them. Where anything of it
goes wrong, the text is what there is.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, Protocol

from keras.src.utils import io_utils, summary_utils

MARKUP = re.compile(r"\[(?:color\(\d+\)|/)\]")
"""The colours of a terminal, as Keras writes them."""
TOTAL = re.compile(r" (?P<name>[\w -]+ params): (?P<value>[\d,]+ \(.*\))")
TERMS = 24
"""Terms of a formula. One that is longer says nothing to anyone."""


class Describes(Protocol):
    """Knows the layers' numbers and places."""

    def layers(self, layers: list[Any]) -> list[dict[str, Any]]:
        """Describe each of the layers once, in this order."""
        ...


class Page(Protocol):
    """Where summaries go."""

    @property
    def receives_text(self) -> bool:
        """Whether what is printed now reaches the page."""
        ...

    def summary(self, text: str, table: dict[str, Any], layers: list[dict[str, Any]]) -> None:
        """Show a summary: as it would be printed, its table, the layers of that. Without layers, as text."""
        ...


def install(page: Page, describes: Describes) -> None:
    """Have Keras hand each summary that it would print to the page.

    One that goes to a ``print_fn`` of the program's own, or to a stream that the program put in the
    place of the usual one, is the program's.
    """
    original = summary_utils.print_summary

    def print_summary(
        model: Any,
        line_length: int | None = None,
        positions: list[float] | None = None,
        print_fn: Callable[[str], None] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: list[str] | tuple[str, str] | None = None,
    ) -> None:
        options = (expand_nested, show_trainable, layer_range)
        if print_fn or not io_utils.is_interactive_logging_enabled() or not page.receives_text:
            original(model, line_length, positions, print_fn, *options)
            return
        texts: list[str] = []
        original(model, line_length, positions, texts.append, *options)
        text = "".join(texts)
        try:
            rows = list(_rows(model, expand_nested, layer_range))
            table = _table(model, text, rows, show_trainable)
            layers = describes.layers([layer for layer, _ in rows])
        except Exception:  # a model unlike Keras' own; its text is there
            table, layers = {}, []
        page.summary(text, table, layers)

    summary_utils.print_summary = functools.wraps(original)(_disguised(print_summary, original))


def _disguised(function: Any, original: Any) -> Any:
    """The function, of Keras' own file by its name: Keras leaves its own files out of tracebacks."""
    assert isinstance(function, FunctionType)
    code = function.__code__.replace(co_filename=original.__code__.co_filename)
    return FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )


def describe(layer: Any) -> dict[str, Any]:
    """Name, class, output shape and number of parameters as the summary has them, and the formula."""
    return {
        "name": str(layer.name),
        "kind": type(layer).__name__,
        "shape": MARKUP.sub("", summary_utils.format_layer_shape(layer)),
        "params": _params(layer),
        "formula": formula(layer),
    }


def formula(layer: Any) -> str:
    """How the number of parameters comes about, from the shapes of the weights: for a convolution
    ``3·3·1·32 + 32 = 320``. Empty where there is nothing to work out."""
    if not getattr(layer, "built", False):
        return ""
    total = layer.count_params()
    parts = getattr(layer, "layers", None)  # of a model: the sum of its layers
    if parts and isinstance(parts, list | tuple):  # in a class of the program's own, it may be anything
        counts = [part.count_params() for part in parts if hasattr(part, "count_params") and part.built]
        terms, values = [f"{count:,}" for count in counts if count], counts
    else:
        shapes = [tuple(weight.shape) for weight in getattr(layer, "weights", ())]
        terms, values = ["·".join(map(str, shape)) or "1" for shape in shapes], list(map(math.prod, shapes))
    work = " + ".join(terms)
    if not 0 < len(terms) <= TERMS or sum(values) != total or work == f"{total:,}":
        return ""
    return f"{work} = {total:,}"


def _params(layer: Any) -> str:
    if not hasattr(layer, "built"):
        return "0"
    return f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"


def _rows(model: Any, expand: bool, layer_range: Any) -> Iterator[tuple[Any, int]]:
    """The layers that the summary has rows for, and how deep each is nested."""
    layers = model._operations if _is_functional(model) else model.layers
    first, last = summary_utils.get_layer_index_bound_by_layer_name(layers, layer_range)

    def below(layer: Any, level: int) -> Iterator[tuple[Any, int]]:
        yield layer, level
        if expand and hasattr(layer, "layers"):
            for inner in layer.layers or ():
                yield from below(inner, level + 1)

    for layer in layers[first:last]:
        yield from below(layer, 0)


def _is_functional(model: Any) -> bool:
    from keras.src.models import Functional, Sequential

    return isinstance(model, Functional) and not isinstance(model, Sequential)


def _table(model: Any, text: str, rows: list[tuple[Any, int]], show_trainable: bool) -> dict[str, Any]:
    lines = text.split("\n")
    header = next(line for line in lines if line.startswith("┃"))
    # What Keras found worth a column; it cuts the names of narrow ones.
    is_connected = header.count("┃") - 1 - show_trainable == 4
    order = list({id(layer): None for layer, _ in rows})
    nodes = [node for depth in model._nodes_by_depth.values() for node in depth] if is_connected else []
    return {
        "model": str(model.name),
        "rows": [
            {
                "layer": order.index(id(layer)),
                "level": level,
                **({"connected": _connections(layer, nodes)} if is_connected else {}),
                **({"trainable": _trainable(layer)} if show_trainable else {}),
            }
            for layer, level in rows
        ],
        "totals": [[match["name"], match["value"]] for line in lines if (match := TOTAL.fullmatch(line))],
    }


def _connections(layer: Any, nodes: list[Any]) -> str:
    """The tensors that the layer was called on, in the calls that are part of the model."""
    histories = [
        tensor._keras_history
        for node in layer._inbound_nodes
        if any(node is other for other in nodes)
        for tensor in node.input_tensors
    ]
    sources = [f"{h.operation.name}[{h.node_index}][{h.tensor_index}]" for h in histories]
    return ", ".join(sources) or "-"


def _trainable(layer: Any) -> str:
    if not getattr(layer, "weights", None):
        return "-"
    return "Y" if layer.trainable else "N"
