"""What a run says of a model's layers, read with a program's own hand in mind: whatever does not have
the shape given here is not there.

An output whose metadata ``yeje`` has ``layers`` shows a model: a summary, which has a table of them
under `SUMMARY`, or a graph, whose metadata has ``nodes`` as well. See `yeje.run.models`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SUMMARY = "application/vnd.yeje.summary+json"

LAYERS = 1000
"""Layers in one display, rows and nodes."""
SPANS = 64
"""Places of one layer."""
TEXT = 4000
"""Characters of one text: a layer may be connected to hundreds of others."""
LARGEST = 1_000_000
"""Lines of a program, columns of a line, numbers of layers."""

Span = tuple[int, int, int, int]
"""Of a program: first line (from 1), column, last line, column behind. Columns in bytes of UTF-8."""
Output = Mapping[str, Any]


class NoModel(ValueError):  # noqa: N818 - most outputs are none
    """An output does not show a model, or says so in a way that nobody can read."""


@dataclass(frozen=True)
class Layer:
    """One layer, or operation, as one display shows it."""

    number: int
    """The same in every display of a program; 0 for one that is not told from others."""
    name: str
    kind: str
    """Its class."""
    shape: str
    """Of its output, as the summary prints it."""
    params: str
    """How many parameters, as the summary prints it."""
    formula: str
    """How that number comes about, empty where that goes without saying."""
    spans: tuple[Span, ...]
    """Where the program made it and called it."""

    @property
    def signature(self) -> tuple[str, str, str]:
        """What a layer of another model has in common with its counterpart."""
        return self.kind, self.shape, self.params


@dataclass(frozen=True)
class Row:
    """One line of a summary."""

    layer: Layer
    level: int
    """How deep in models inside the model; 0 for the model's own layers."""
    connected: str | None
    """The tensors that it is called on; None in a table without that column."""
    trainable: str | None
    """``Y``, ``N`` or ``-``; None in a table without that column."""


@dataclass(frozen=True)
class Summary:
    """The table of a model."""

    model: str
    rows: tuple[Row, ...]
    totals: tuple[tuple[str, str], ...]
    """The lines below the table: what is counted, and how many."""


def layers_of(output: Output) -> tuple[Layer, ...]:
    """The layers of the model that the output shows, in its order; () where it shows none."""
    try:
        return _layers(output)
    except NoModel:
        return ()


def summary_of(output: Output) -> Summary | None:
    """The table of the model whose summary the output is."""
    try:
        return _summary(output)
    except NoModel:
        return None


def nodes_of(output: Output) -> dict[str, Layer]:
    """For a graph: name of a node -> its layer. Empty for other outputs."""
    try:
        return _nodes(output)
    except NoModel:
        return {}


def admitted(output: dict[str, Any], clean: Callable[[str], str]) -> dict[str, Any]:
    """The output as it may be kept: its texts cleaned, and without what says nothing readable about
    a model."""
    data, metadata = output["data"], output["metadata"]
    extra = metadata.get("yeje") if isinstance(metadata, dict) else None
    kept = {"kind": extra["kind"]} if isinstance(extra, dict) and isinstance(extra.get("kind"), str) else {}
    if isinstance(extra, dict) and isinstance(extra.get("description"), str):
        kept["description"] = clean(extra["description"][:TEXT])
    plain = {mime: text for mime, text in data.items() if mime != SUMMARY and isinstance(text, str)}
    bare = {**output, "data": plain, "metadata": {"yeje": kept} if kept else {}}
    if not isinstance(extra, dict) or "layers" not in extra:
        return bare
    table = {SUMMARY: data[SUMMARY]} if SUMMARY in data else {}
    try:
        told = _cleaned(
            {"table": table, "layers": extra["layers"], "nodes": extra.get("nodes", {})}, clean, 6
        )
        nodes = {"nodes": told["nodes"]} if told["nodes"] else {}
        whole = {
            **output,
            "data": {**told["table"], **plain},
            "metadata": {"yeje": {**kept, **nodes, "layers": told["layers"]}},
        }
        _nodes(whole) if nodes else _summary(whole)
    except NoModel:
        return bare
    return whole


def _layers(output: Output) -> tuple[Layer, ...]:
    extra = output.get("metadata", {}).get("yeje", {})
    return tuple(_layer(fields) for fields in _list(extra.get("layers"), LAYERS))


def _layer(fields: Any) -> Layer:
    known = _dict(fields)
    return Layer(
        number=_whole(known.get("number")),
        name=_text(known.get("name")),
        kind=_text(known.get("kind")),
        shape=_text(known.get("shape")),
        params=_text(known.get("params")),
        formula=_text(known.get("formula")),
        spans=tuple(_span(span) for span in _list(known.get("spans"), SPANS)),
    )


def _span(numbers: Any) -> Span:
    line, column, end_line, end_column = (_whole(number) for number in _exactly(numbers, 4))
    if not (line, column) < (end_line, end_column) or line < 1:
        raise NoModel("a place in a program ends before it begins")
    return line, column, end_line, end_column


def _summary(output: Output) -> Summary:
    layers = _layers(output)
    table = _dict(output.get("data", {}).get(SUMMARY))
    rows = tuple(_row(_dict(fields), layers) for fields in _list(table.get("rows"), LAYERS))
    totals = tuple(_total(pair) for pair in _list(table.get("totals"), 10))
    if not rows:
        raise NoModel("a summary without rows")
    return Summary(_text(table.get("model")), rows, totals)


def _total(pair: Any) -> tuple[str, str]:
    name, value = _exactly(pair, 2)
    return _text(name), _text(value)


def _row(fields: dict[str, Any], layers: tuple[Layer, ...]) -> Row:
    connected, trainable = (
        _text(fields[name]) if name in fields else None for name in ("connected", "trainable")
    )
    return Row(_pick(fields.get("layer"), layers), _whole(fields.get("level")), connected, trainable)


def _nodes(output: Output) -> dict[str, Layer]:
    layers = _layers(output)
    nodes = _dict(output.get("metadata", {}).get("yeje", {}).get("nodes"))
    if len(nodes) > LAYERS:
        raise NoModel("too many nodes")
    return {_text(name): _pick(index, layers) for name, index in nodes.items()}


def _pick(index: Any, layers: tuple[Layer, ...]) -> Layer:
    number = _whole(index)
    if number >= len(layers):
        raise NoModel("no such layer")
    return layers[number]


def _cleaned(value: Any, clean: Callable[[str], str], depth: int) -> Any:
    if isinstance(value, str):
        return clean(_text(value))
    if depth and isinstance(value, list):
        return [_cleaned(item, clean, depth - 1) for item in value]
    if depth and isinstance(value, dict):
        return {clean(_text(key)): _cleaned(item, clean, depth - 1) for key, item in value.items()}
    if isinstance(value, int):
        return value
    raise NoModel("neither text, number, list nor object, or too deep")


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NoModel("no object where one is expected")
    return value


def _list(value: Any, longest: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > longest:
        raise NoModel("no list where one is expected, or too long a one")
    return value


def _exactly(value: Any, length: int) -> list[Any]:
    items = _list(value, length)
    if len(items) != length:
        raise NoModel("a list of another length")
    return items


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > TEXT:
        raise NoModel("no text where one is expected, or too long a one")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise NoModel("no number where one is expected, or one out of range")
    return value
