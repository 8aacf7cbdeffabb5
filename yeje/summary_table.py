"""A model's summary as a table: the one that a terminal prints, for every width of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from yeje.layers import Layer, Row, Summary

Attributes = Callable[[Layer], str]
"""What marks an element as a layer's, ``' data-layer="…"'``; empty for one that is linked to nothing."""

NAMES = ("Layer (type)", "Output Shape", "Param #")
SHORT = 20
"""Characters of a shape that stay in one line."""
DEEPEST = 6
"""Levels of nesting that the style sheet tells apart."""


def table(summary: Summary, attributes: Attributes = lambda layer: "") -> str:
    """The table's HTML. Its roles are written out: where the style sheet makes cards of the rows, a
    browser no longer takes it for a table."""
    first = summary.rows[0]
    names = [*NAMES]
    names += ["Connected to"] if first.connected is not None else []
    names += ["Trainable"] if first.trainable is not None else []
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    rows = "".join(_row(row, attributes(row.layer)) for row in summary.rows)
    return (
        f'<table class="yeje-layers yeje-layers-{len(names)}" role="table">'
        f"<caption>Model: “{escape(summary.model)}”</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody>'
        f'<tfoot role="rowgroup">{_totals(summary)}</tfoot></table>'
    )


def note(layer: Layer) -> str:
    """What is to be said of a layer in one line."""
    return f"{layer.name} ({layer.kind}). 출력 크기 {layer.shape}. 파라미터 {layer.formula or layer.params}"


def _row(row: Row, attributes: str) -> str:
    layer = row.layer
    indent = f' class="yeje-level-{min(row.level, DEEPEST)}"' if row.level else ""
    branch = '<span aria-hidden="true">└ </span>' if row.level else ""
    return (
        f'<tr role="row"{attributes}>'
        f'<th scope="row" role="rowheader"{indent}>{branch}{escape(layer.name)} '
        f"<span>({escape(layer.kind)})</span></th>{''.join(_cells(row))}</tr>"
    )


def _cells(row: Row) -> Iterator[str]:
    short = ' class="yeje-short"' if len(row.layer.shape) <= SHORT else ""
    cells = [(NAMES[1], row.layer.shape, short), (NAMES[2], row.layer.params, ' class="yeje-number"')]
    cells += [("Connected to", row.connected, "")] if row.connected is not None else []
    cells += [("Trainable", row.trainable, "")] if row.trainable is not None else []
    for name, text, look in cells:
        yield f'<td role="cell" data-label="{name}"{look}>{escape(text)}</td>'


def _totals(summary: Summary) -> str:
    """Name and number below the columns that say what they are, whatever columns follow."""
    return "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}</th>'
        f'<td role="cell" colspan="2" class="yeje-number">{escape(value)}</td></tr>'
        for name, value in summary.totals
    )
