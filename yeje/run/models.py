"""Notes where a program makes and calls each layer, and describes layers for the page.

Keras itself is not told: layers are known by `id()`, held weakly, and noted where Keras makes them
(`Operation.__new__`) and their calls (`Node.__new__`). Both are over before Keras goes on, so that
no traceback and no warning of a program has a line that it would not have elsewhere.
"""

from __future__ import annotations

import contextlib
import sys
import weakref
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType
from typing import Any

from keras.src.models import Model, functional
from keras.src.models.sequential import Sequential
from keras.src.ops.node import Node
from keras.src.ops.operation import Operation

from yeje.run import summaries
from yeje.run.places import Places, Span

BOX = "cluster_"
"""How Keras names the box around the layers of a model, before the model's name."""
KNOWN = 20_000
"""Layers noted at once. A program that has more is not one whose layers are pointed at."""
SPANS = 64
"""Places noted of one layer."""


@dataclass
class _Note:
    """What is known of one living layer."""

    layer: weakref.ref[Any]
    spans: dict[Span, None] = field(default_factory=dict)
    """Places in the program, in order of time."""
    number: int = 0
    """Its number among those shown; 0 before it is shown."""


class Models:
    """The layers of the program whose file is `path`."""

    def __init__(self, path: str) -> None:
        self._places = Places(path)
        self._notes: dict[int, _Note] = {}
        self._shown = 0
        self._not_calls = (Sequential.build.__code__, functional.clone_graph_nodes.__code__)
        """Code that calls layers anew that the program called, or added, elsewhere."""
        self._not_added = (Sequential.__init__.__code__, Sequential.build.__code__)
        self._given = Sequential.__init__.__code__

    def install(self, page: summaries.Page) -> None:
        """Start noting in this process, for good; summaries go to the page, see `summaries.install`."""
        made, called, added = Operation.__new__, Node.__new__, Sequential._is_layer_name_unique
        assert isinstance(made, FunctionType) and called is object.__new__

        def new_operation(cls: type, *args: Any, **kwargs: Any) -> Any:
            operation = made(cls, *args, **kwargs)
            self._note(operation, ())
            return operation

        def new_node(cls: type, operation: Any = None, *args: Any, **kwargs: Any) -> Any:
            if operation is not None:  # there is none where a node is copied
                self._note(operation, self._not_calls)
            return called(cls)

        # What `add` asks, about the layer that it adds, before it adds it.
        def is_layer_name_unique(model: Any, layer: Any) -> Any:
            self._note(layer, self._not_added)
            return added(model, layer)

        Operation.__new__ = staticmethod(new_operation)
        Node.__new__ = staticmethod(new_node)
        Sequential._is_layer_name_unique = is_layer_name_unique
        summaries.install(page, self)

    def _note(self, layer: Any, through: tuple[CodeType, ...]) -> None:
        """Note that the line which runs made or called the layer, unless by way of code in `through`."""
        with contextlib.suppress(Exception):  # whatever a program's own layer classes do
            note = self._note_of(layer)
            if note is not None and len(note.spans) < SPANS:
                span = self._place(layer, through)
                if span is not None:
                    note.spans[span] = None

    def _note_of(self, layer: Any) -> _Note | None:
        key = id(layer)
        note = self._notes.get(key)
        if note is not None and note.layer() is layer:
            return note
        if len(self._notes) >= KNOWN:
            return None
        notes = self._notes
        note = _Note(weakref.ref(layer, lambda gone: _forget(notes, key, gone)))
        self._notes[key] = note
        return note

    def _place(self, layer: Any, through: tuple[CodeType, ...]) -> Span | None:
        """Where the innermost line of the program stands, if it is the program that runs at all."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if self._places.has(frame):
                return self._places.of(frame)
            if any(frame.f_code is other for other in through):
                is_given = frame.f_code is self._given
                return self._places.in_list(frame.f_back, layer) if is_given else None
            frame = frame.f_back
        return None

    def layers(self, layers: list[Any]) -> list[dict[str, Any]]:
        """Describe each of the layers once: its number, what a summary says of it, its places."""
        unique = {id(layer): layer for layer in layers}.values()
        return [self._number_and_spans(layer) | summaries.describe(layer) for layer in unique]

    def nodes(self, names: dict[str, str]) -> tuple[dict[str, int], list[dict[str, Any]]]:
        """For a graph whose nodes were named by `id()` and boxes by a model's name: new name -> index
        of its layer among the layers, and these."""
        found = {
            new: self._by_id(int(old)) if old.isdecimal() else self._model(old.removeprefix(BOX))
            for old, new in names.items()
        }
        layers = {name: layer for name, layer in found.items() if layer is not None}
        return {name: index for index, name in enumerate(layers)}, self.layers(list(layers.values()))

    def _by_id(self, number: int) -> Any:
        """The living layer of this `id()`, or None."""
        note = self._notes.get(number)
        return note.layer() if note else None

    def _model(self, name: str) -> Any:
        """The living model of this name, if there is just one."""
        living = [layer for note in list(self._notes.values()) if isinstance(layer := note.layer(), Model)]
        named = [model for model in living if model.name == name]
        return named[0] if len(named) == 1 else None

    def _number_and_spans(self, layer: Any) -> dict[str, Any]:
        note = self._note_of(layer)
        if note is None:
            return {"number": 0, "spans": []}
        if not note.number:
            self._shown += 1
            note.number = self._shown
        return {"number": note.number, "spans": list(note.spans)}


def _forget(notes: dict[int, _Note], key: int, gone: weakref.ref[Any]) -> None:
    """Another layer may have got the same `id()` by the time that one is told to be gone."""
    note = notes.get(key)
    if note is not None and note.layer is gone:
        del notes[key]
