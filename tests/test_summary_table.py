"""yeje.summary_table: the summary as a table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

from yeje import summary_table
from yeje.layers import Layer, Row, Summary


def layer(name: str = "dense", **fields: Any) -> Layer:
    usual = {"number": 1, "kind": "Dense", "shape": "(None, 4)", "params": "16", "formula": "", "spans": ()}
    return Layer(**{**usual, "name": name, **fields})


def summary(*rows: Row, model: str = "model") -> Summary:
    return Summary(model, rows, (("Total params", "1,234 (4.82 KB)"), ("Trainable params", "0 (0.00 B)")))


def parsed(*rows: Row, **fields: str) -> ET.Element:
    return ET.fromstring(
        summary_table.table(summary(*rows, **fields), lambda one: f' data-layer="{one.number}"')
    )


def cells(row: ET.Element) -> list[str]:
    return ["".join(cell.itertext()) for cell in row]


def test_a_table_has_a_caption_headers_with_scope_rows_and_totals() -> None:
    table = parsed(Row(layer(), 0, None, None), Row(layer("은닉층", params="1,010"), 0, None, None))
    assert "".join(table[0].itertext()) == "Model: “model”"
    assert [(th.text, th.get("scope")) for th in table.iter("th")][:3] == [
        ("Layer (type)", "col"),
        ("Output Shape", "col"),
        ("Param #", "col"),
    ]
    body, foot = table.find("tbody"), table.find("tfoot")
    assert body is not None and foot is not None
    assert [cells(row) for row in body] == [
        ["dense (Dense)", "(None, 4)", "16"],
        ["은닉층 (Dense)", "(None, 4)", "1,010"],
    ]
    assert [cells(row) for row in foot] == [
        ["Total params", "1,234 (4.82 KB)"],
        ["Trainable params", "0 (0.00 B)"],
    ]
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in (*body, *foot))
    assert all(row[2].get("class") == "yeje-number" for row in body)


def test_columns_that_keras_prints_are_there_whole() -> None:
    connected = ", ".join(f"a_layer_with_a_long_name_{number}[0][0]" for number in range(20))
    table = parsed(Row(layer(), 0, connected, "Y"))
    names = ["Layer (type)", "Output Shape", "Param #", "Connected to", "Trainable"]
    assert [th.text for th in table.iter("th") if th.get("scope") == "col"] == names
    row = table.find("tbody/tr")
    assert row is not None and cells(row)[3:] == [connected, "Y"]
    assert [cell.get("data-label") for cell in row][1:] == names[1:]


def test_a_table_keeps_its_roles_where_it_is_no_longer_laid_out_as_one() -> None:
    table = parsed(Row(layer(), 0, None, None))
    roles = {
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tfoot": "rowgroup",
        "tr": "row",
        "td": "cell",
        "table": "table",
    }
    for element in table.iter():
        if element.tag in roles:
            assert element.get("role") == roles[element.tag]
        elif element.tag == "th":
            assert (
                element.get("role") == {"col": "columnheader", "row": "rowheader"}[element.get("scope", "")]
            )


def test_layers_of_models_inside_stand_further_in() -> None:
    table = parsed(*(Row(layer(), level, None, None) for level in (0, 1, 2, 60)))
    heads = [row[0] for row in table.findall("tbody/tr")]
    assert [head.get("class") for head in heads] == [None, "yeje-level-1", "yeje-level-2", "yeje-level-6"]
    assert ["└" in "".join(head.itertext()) for head in heads] == [False, True, True, True]


def test_names_are_text_whatever_they_look_like() -> None:
    bad = '</table><script>alert("1")</script>&amp;'
    html = summary_table.table(
        Summary(bad, (Row(layer(bad, kind=bad, shape=bad, params=bad), 0, bad, bad),), ((bad, bad),))
    )
    assert "<script" not in html
    assert sum("".join(part.itertext()).count(bad) for part in ET.fromstring(html)) == 9


def test_the_note_says_name_class_shape_and_how_the_number_comes_about() -> None:
    note = summary_table.note(layer("conv2d", kind="Conv2D", params="320", formula="3·3·1·32 + 32 = 320"))
    assert note == "conv2d (Conv2D). 출력 크기 (None, 4). 파라미터 3·3·1·32 + 32 = 320"
    assert summary_table.note(layer(params="0")).endswith("파라미터 0")


def test_no_style_stands_in_the_table() -> None:
    html = summary_table.table(summary(Row(layer(), 3, "x", "N")))
    assert not re.search(r"\bstyle=|\bon\w+=", html)
