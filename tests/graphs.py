"""What a model's graph is, and what programs say of graphs that cannot be."""

from __future__ import annotations

import re
from typing import Any


def edges(model: Any) -> set[tuple[str, str]]:
    """(source, target) of every connection between two operations, repeated calls included."""
    found = set()
    for layer in model.get_config()["layers"]:
        for call in layer["inbound_nodes"]:
            found |= {(source, layer["config"]["name"]) for source, _, _ in histories(call)}
    return found


def histories(value: Any) -> list[tuple[str, int, int]]:
    """(operation, call, output) of each tensor in one call's saved arguments."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        name, call, output = value["config"]["keras_history"]
        return [(name, call, output)]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return []
    return [history for part in value for history in histories(part)]


def caught_errors(printed: str) -> list[str]:
    """The errors that a program caught and printed, each as one line."""
    _, *parts = re.split(r"^(?=\w+Error: )", "\n" + printed, flags=re.MULTILINE)
    return [" ".join(part.split()) for part in parts]
