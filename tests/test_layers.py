"""yeje.layers: what a program's record says of a model, believed only in the shape that it has."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from yeje import layers
from yeje.layers import SUMMARY, Layer

LAYER = {
    "number": 1,
    "name": "dense",
    "kind": "Dense",
    "shape": "(None, 4)",
    "params": "16",
    "formula": "3·4 + 4 = 16",
    "spans": [[3, 4, 3, 12]],
}
ROW = {"layer": 0, "level": 0, "connected": "x[0][0]", "trainable": "Y"}
TABLE = {"model": "m", "rows": [ROW], "totals": [["Total params", "16 (64.00 B)"]]}


def summary() -> dict[str, Any]:
    return deepcopy(
        {
            "output_type": "display_data",
            "data": {SUMMARY: TABLE, "text/plain": "printed"},
            "metadata": {"yeje": {"kind": "summary", "layers": [LAYER]}},
        }
    )


def graph() -> dict[str, Any]:
    return deepcopy(
        {
            "output_type": "display_data",
            "data": {"image/svg+xml": "<svg/>", "image/png": "iVBO", "text/plain": "<Figure>"},
            "metadata": {"yeje": {"kind": "graph", "layers": [LAYER], "nodes": {"node1": 0}}},
        }
    )


def unchanged(text: str) -> str:
    return text


def test_a_summary_is_read_whole() -> None:
    found = layers.summary_of(layers.admitted(summary(), unchanged))
    assert found is not None
    (row,) = found.rows
    expected = Layer(1, "dense", "Dense", "(None, 4)", "16", "3·4 + 4 = 16", ((3, 4, 3, 12),))
    assert (row.layer, row.level, row.connected, row.trainable) == (expected, 0, "x[0][0]", "Y")
    assert (found.model, found.totals) == ("m", (("Total params", "16 (64.00 B)"),))


def test_a_graph_is_read_whole() -> None:
    kept = layers.admitted(graph(), unchanged)
    assert kept == graph()
    assert {name: layer.name for name, layer in layers.nodes_of(kept).items()} == {"node1": "dense"}
    assert layers.summary_of(kept) is None


def test_other_outputs_show_no_model() -> None:
    for output in (
        {"output_type": "stream", "name": "stdout", "text": "x"},
        {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}},
    ):
        assert layers.layers_of(output) == ()
        assert layers.summary_of(output) is None
        assert layers.nodes_of(output) == {}


def test_every_text_is_cleaned() -> None:
    whole = str(layers.admitted(summary(), lambda text: text.replace("dense", "~").replace("m", "~")))
    assert "dense" not in whole and "'m'" not in whole and "su~mary" not in whole


def broken(*path: Any, value: Any) -> dict[str, Any]:
    """A summary with another value in one place; without a value, with nothing there."""
    output = summary()
    place: Any = output
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return output


EXTRA = ("metadata", "yeje")
HOSTILE = {
    "layers that are no list": broken(*EXTRA, "layers", value={"a": 1}),
    "too many layers": broken(*EXTRA, "layers", value=[LAYER] * (layers.LAYERS + 1)),
    "a layer that is none": broken(*EXTRA, "layers", 0, value="x"),
    "a name that is a number": broken(*EXTRA, "layers", 0, "name", value=1),
    "a name without end": broken(*EXTRA, "layers", 0, "name", value="x" * 10**6),
    "a number that is text": broken(*EXTRA, "layers", 0, "number", value="1"),
    "a number that is a truth": broken(*EXTRA, "layers", 0, "number", value=True),
    "a number below zero": broken(*EXTRA, "layers", 0, "number", value=-1),
    "a number without end": broken(*EXTRA, "layers", 0, "number", value=10**30),
    "no formula": broken(*EXTRA, "layers", 0, "formula", value=None),
    "a place of three numbers": broken(*EXTRA, "layers", 0, "spans", value=[[1, 2, 3]]),
    "a place that ends before it begins": broken(*EXTRA, "layers", 0, "spans", value=[[3, 4, 3, 4]]),
    "a place in line 0": broken(*EXTRA, "layers", 0, "spans", value=[[0, 4, 3, 4]]),
    "places without end": broken(*EXTRA, "layers", 0, "spans", value=[[1, 0, 1, 2]] * 1000),
    "a row of no layer": broken("data", SUMMARY, "rows", 0, "layer", value=1),
    "a row of a layer below zero": broken("data", SUMMARY, "rows", 0, "layer", value=-1),
    "no rows": broken("data", SUMMARY, "rows", value=[]),
    "rows without end": broken("data", SUMMARY, "rows", value=[ROW] * (layers.LAYERS + 1)),
    "a level that is text": broken("data", SUMMARY, "rows", 0, "level", value="0"),
    "a connection that is a list": broken("data", SUMMARY, "rows", 0, "connected", value=["x"]),
    "a total of three": broken("data", SUMMARY, "totals", 0, value=["a", "b", "c"]),
    "a model without a name": broken("data", SUMMARY, "model", value=None),
    "a table that is text": broken("data", SUMMARY, value="<table>"),
    "a depth without end": broken("data", SUMMARY, "rows", 0, "more", value=[[[[[[[["x"]]]]]]]]),
    "a number with a point": broken(*EXTRA, "layers", 0, "number", value=1.5),
    "nodes that are a list": broken(*EXTRA, "nodes", value=[0]),
    "a node of no layer": broken(*EXTRA, "nodes", value={"node1": 5}),
}


@pytest.mark.parametrize("output", HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_of_the_known_shape_is_left_out_and_the_text_stays(output: dict[str, Any]) -> None:
    kept = layers.admitted(output, unchanged)
    assert kept["data"] == {"text/plain": "printed"}
    assert kept["metadata"] == {"yeje": {"kind": "summary"}}
    assert layers.layers_of(kept) == () and layers.summary_of(kept) is None and layers.nodes_of(kept) == {}
    # Read as it is, from a store that somebody wrote into, it is not believed either.
    assert layers.summary_of(output) is None or layers.nodes_of(output) == {}


@pytest.mark.parametrize(
    "metadata", [None, [], {"yeje": []}, {"yeje": {"kind": {"a": 1}}}, {"x": {"y": "z"}}]
)
def test_metadata_of_a_programs_own_is_not_kept(metadata: Any) -> None:
    output = {"output_type": "display_data", "data": {"text/plain": "x", "a/b": 5}, "metadata": metadata}
    kept = layers.admitted(output, unchanged)
    assert kept == {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
