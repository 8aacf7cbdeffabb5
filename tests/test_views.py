"""yeje.views: which layers a page shows more than once, and their counterparts."""

from __future__ import annotations

from typing import Any

from yeje import views
from yeje.layers import SUMMARY
from yeje.model import Cell
from yeje.views import Embed, Mark

MODEL = Cell("model", "a = Dense(4)\nb = Dense(1)", 10, 12)
SHOW = Cell("summary", "model.summary()", 20, 21)
PLOT = Cell("plot", "plot_model(model)", 30, 31)


def layer(
    number: int, kind: str = "Dense", shape: str = "(None, 4)", params: str = "16", line: int = 0
) -> Any:
    spans = [[line, 0, line, 5]] if line else []
    return {
        "number": number, "name": f"n{number}", "kind": kind, "shape": shape, "params": params,
        "formula": "", "spans": spans,
    }  # fmt: skip


def summary(*layers: Any) -> Any:
    rows = [{"layer": index, "level": 0} for index in range(len(layers))]
    data = {SUMMARY: {"model": "m", "rows": rows, "totals": []}, "text/plain": ""}
    return {"output_type": "display_data", "data": data, "metadata": {"yeje": {"layers": list(layers)}}}


def embed(
    program: str, *shown: tuple[Cell, tuple[Any, ...]], group: int | None = None, all_of: Any = None
) -> Embed:
    outputs = all_of or [output for _, outputs in shown for output in outputs]
    return Embed(f"snippets/{program}.py", program, shown, views.places(outputs), group)


def marks(*embeds: Embed) -> dict[str, dict[int, Mark]]:
    return {program: dict(found) for program, found in views.marks(embeds).items() if found}


def test_a_layer_in_code_and_table_is_linked() -> None:
    shown = summary(layer(1, line=10), layer(2, line=11))
    found = marks(embed("p", (MODEL, ()), (SHOW, (shown,))))
    assert found == {"snippets/p.py": {1: Mark("p:1"), 2: Mark("p:2")}}


def test_cells_of_one_program_in_different_embeds_are_linked() -> None:
    shown = summary(layer(1, line=10))
    code = embed("p", (MODEL, ()), all_of=[shown])
    assert marks(code, embed("p", (SHOW, (shown,)))) == {"snippets/p.py": {1: Mark("p:1")}}


def test_what_stands_alone_is_not_linked() -> None:
    shown = summary(layer(1, line=10))
    assert marks(embed("p", (SHOW, (shown,)))) == {}
    assert marks(embed("p", (SHOW, (shown,))), embed("p", (SHOW, (shown,)))) == {}  # the same, twice
    assert marks(embed("p", (MODEL, ()), all_of=[shown])) == {}
    assert marks(embed("p", (Cell("other", "x", 40, 41), ()), (SHOW, (shown,)))) == {}


def test_programs_do_not_share_keys() -> None:
    shown = summary(layer(1, line=10))
    found = marks(embed("p", (MODEL, ()), (SHOW, (shown,))), embed("가/q r", (MODEL, ()), (SHOW, (shown,))))
    keys = [mark.key for layers in found.values() for mark in layers.values()]
    assert len(set(keys)) == 2 and not any(" " in key for key in keys)


def test_two_models_side_by_side_have_counterparts() -> None:
    ours = summary(layer(1, "Conv2D"), layer(2, "Flatten"), layer(3, shape="(None, 10)"))
    theirs = summary(
        layer(1, "InputLayer"), layer(2, "Conv2D"), layer(3, "Flatten"), layer(4, shape="(None, 10)")
    )
    found = marks(embed("p", (SHOW, (ours,)), group=1), embed("q", (SHOW, (theirs,)), group=1))
    assert {number: mark.twins for number, mark in found["snippets/p.py"].items()} == {
        1: ("q:2",),
        2: ("q:3",),
        3: ("q:4",),
    }
    assert {number: mark.twins for number, mark in found["snippets/q.py"].items()} == {
        2: ("p:1",),
        3: ("p:2",),
        4: ("p:3",),
    }


def test_two_models_of_one_program_have_counterparts_where_no_layer_is_in_both() -> None:
    one, other = summary(layer(1), layer(2, "Flatten")), summary(layer(3), layer(4, "Flatten"))
    found = marks(embed("p", (SHOW, (one,)), (PLOT, (other,))))
    assert {number: mark.twins for number, mark in found["snippets/p.py"].items()} == {
        1: ("p:3",), 2: ("p:4",), 3: ("p:1",), 4: ("p:2",),
    }  # fmt: skip
    grown = summary(layer(1), layer(2, "Flatten"), layer(5))
    found = marks(embed("p", (SHOW, (one,)), (PLOT, (grown,))))
    assert {number: mark.twins for number, mark in found["snippets/p.py"].items()} == {1: (), 2: ()}


def test_models_far_apart_or_of_another_kind_have_none() -> None:
    one = summary(layer(1, "Conv2D"), layer(2, "Flatten"), layer(3))
    assert marks(embed("p", (SHOW, (one,))), embed("q", (SHOW, (one,)))) == {}
    assert marks(embed("p", (SHOW, (one,)), group=1), embed("q", (SHOW, (one,)), group=2)) == {}
    unlike = summary(layer(1, "LSTM"), layer(2, "Dropout"), layer(3))
    assert marks(embed("p", (SHOW, (one,)), group=1), embed("q", (SHOW, (unlike,)), group=1)) == {}


def test_layers_that_are_not_built_have_no_counterparts() -> None:
    one, other = (summary(*(layer(n, shape="?", params="0 (unbuilt)") for n in (a, a + 1))) for a in (1, 3))
    assert marks(embed("p", (SHOW, (one, other)))) == {}
    assert marks(embed("p", (SHOW, (one,)), group=1), embed("q", (SHOW, (other,)), group=1)) == {}


def test_layers_without_a_number_are_nobodys() -> None:
    shown = summary(layer(0, line=10))
    assert marks(embed("p", (MODEL, ()), (SHOW, (shown,)))) == {}


def test_attributes_name_every_layer_of_a_loop_once() -> None:
    found = [Mark("p:1", ("q:1", "q:2")), Mark("p:2", ("q:2",))]
    assert views.attributes(found) == {"data-layer": "p:1 p:2", "data-twins": "q:1 q:2"}
    assert views.attributes([]) == {} and views.written([]) == ""
    assert views.written([Mark('"&<')]) == ' data-layer="&quot;&amp;&lt;"'
