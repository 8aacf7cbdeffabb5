"""Which layers a page shows more than once, and so can point from one view of them to the others.

A view is a cell's code, a summary or a graph. A layer has a key, the same in all of its program's
views. Where two models stand side by side, each layer's counterpart in the other is known too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import combinations
from urllib.parse import quote

from yeje import layers
from yeje.layers import Layer, Span
from yeje.model import Cell

LIKENESS = 0.5
"""Share of the smaller model's layers that must have a counterpart: below, two models have only
some kinds of layers in common, as all models have."""


@dataclass(frozen=True)
class Mark:
    """How a layer is marked."""

    key: str
    """Its own, unique on the page, without white space."""
    twins: tuple[str, ...] = ()
    """The keys of its counterparts."""


Marks = Mapping[int, Mark]
"""Number of a layer -> its mark; layers that are linked to nothing are not in it."""


@dataclass(frozen=True)
class Embed:
    """What a page shows of one program in one place."""

    program: str
    name: str
    """The program's, for keys."""
    shown: tuple[tuple[Cell, tuple[layers.Output, ...]], ...]
    """The cells, each with its outputs."""
    places: Mapping[int, tuple[Span, ...]]
    """Number -> where the program makes and calls that layer, in all its cells."""
    group: int | None = None
    """The same for embeds that stand side by side."""


def places(outputs: Iterable[layers.Output]) -> dict[int, tuple[Span, ...]]:
    """Number -> places of all layers in all outputs of a program."""
    found: dict[int, dict[Span, None]] = defaultdict(dict)
    for output in outputs:
        for layer in layers.layers_of(output):
            if layer.number:
                found[layer.number].update(dict.fromkeys(layer.spans))
    return {number: tuple(spans) for number, spans in found.items()}


def marks(embeds: Iterable[Embed]) -> Mapping[str, Marks]:
    """Program -> the marks of its layers on the page that has these embeds."""
    embeds = list(embeds)
    seen: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for embed in embeds:
        for number, view in _views(embed):
            seen[embed.program, number].add(view)
    twins = _twins(embeds)
    found: dict[str, dict[int, Mark]] = {embed.program: {} for embed in embeds}
    names = {embed.program: quote(embed.name) for embed in embeds}
    for (program, number), views in seen.items():
        others = twins.get((program, number), {})
        if len(views) > 1 or others:
            keys = tuple(f"{names[program]}:{number}" for program, number in others)
            found[program][number] = Mark(f"{names[program]}:{number}", keys)
    return found


def attributes(found: Iterable[Mark]) -> dict[str, str]:
    """Of an element that stands for a layer, or for several that one line of a loop makes. Empty for
    one that stands for none."""
    found = list(found)
    if not found:
        return {}
    twins = dict.fromkeys(twin for mark in found for twin in mark.twins)
    keys = {"data-layer": " ".join(mark.key for mark in found)}
    return keys | ({"data-twins": " ".join(twins)} if twins else {})


def written(found: Iterable[Mark]) -> str:
    """The attributes as they stand in a tag."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes(found).items())


def _views(embed: Embed) -> Iterator[tuple[int, tuple[str, int]]]:
    """(number of a layer, view that shows it): the view is its cell and 0 for code, or which output."""
    for cell, outputs in embed.shown:
        last = cell.line + cell.source.count("\n")
        for number, spans in embed.places.items():
            if any(cell.line <= span[0] and span[2] <= last for span in spans):
                yield number, (cell.name, 0)
        for index, output in enumerate(outputs, 1):
            yield from ((number, (cell.name, index)) for number in _numbers(layers.layers_of(output)))


def _numbers(shown: Iterable[Layer]) -> list[int]:
    return [layer.number for layer in shown if layer.number]


def _twins(embeds: list[Embed]) -> dict[tuple[str, int], dict[tuple[str, int], None]]:
    """For each layer, named by program and number, its counterparts in the order of the page."""
    displays = [
        (place, embed, shown)
        for place, embed in enumerate(embeds)
        for _, outputs in embed.shown
        for output in outputs
        # Of layers that are not built yet, nobody knows what they have in common.
        if (shown := [layer for layer in layers.layers_of(output) if layer.number and layer.shape != "?"])
    ]
    found: dict[tuple[str, int], dict[tuple[str, int], None]] = defaultdict(dict)
    for (place, one, ours), (other_place, other, theirs) in combinations(displays, 2):
        beside = one.group is not None and one.group == other.group and place != other_place
        same = one.program == other.program
        if not (beside or same) or (same and set(_numbers(ours)) & set(_numbers(theirs))):
            continue
        for mine, its in _pairs(ours, theirs):
            found[one.program, mine][other.program, its] = None
            found[other.program, its][one.program, mine] = None
    return found


def _pairs(ours: list[Layer], theirs: list[Layer]) -> list[tuple[int, int]]:
    """Numbers of layers that correspond, by class, output shape and parameters, in order."""
    one, other = ([layer.signature for layer in part] for part in (ours, theirs))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    pairs = [
        (ours[block.a + step].number, theirs[block.b + step].number)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    return pairs if len(pairs) >= LIKENESS * min(len(ours), len(theirs)) else []
