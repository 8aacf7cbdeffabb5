"""The same picture from fewer elements: what a phone lays out and styles is elements, and programs that
draw wrap each line in several.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

REFERENCE = re.compile(r"url\(#([^)]*)\)|^#(.*)")
TEXTS = frozenset(("text", "tspan", "title"))
"""Elements in which white space counts, and a group hides what is in it."""
APART = frozenset(("opacity", "stroke-opacity", "mask", "marker-start", "marker-mid", "marker-end"))
"""Attributes, an element's own or from above, with which two elements, one over the other or end to
end, are not the same as one."""
OPAQUE = re.compile(r"none|currentColor|[a-z]+|#[\da-fA-F]{6}|#[\da-fA-F]{3}|rgb\([^/]*\)")
"""Colours of which twice is the same as once: no gradient, which a larger shape would stretch."""
SHAPES = frozenset(("path", "polygon", "rect", "ellipse", "circle"))
"""Elements of which the outline and the filling may be drawn apart."""
ABSOLUTE = re.compile(r"\s*M")
"""What a line begins with that may stand behind another: a small m would count from its end."""
COLOURS = ("fill", "stroke", "class")


def simplify(drawing: ET.Element) -> None:
    """Take out of a drawing what nothing shows: ids that nothing points at, groups that only group;
    and draw with one element what neighbours draw alike."""
    used = set(_referenced(drawing))
    _simplify(drawing, used)


def _referenced(drawing: ET.Element) -> Iterator[str]:
    for element in drawing.iter():
        for value in element.attrib.values():
            for match in REFERENCE.finditer(value):
                yield match[1] or match[2]


def _simplify(parent: ET.Element, used: set[str], apart: bool = False) -> None:
    """`apart`: whether something from above keeps its elements from becoming one."""
    apart = apart or not APART.isdisjoint(parent.keys())
    if _name(parent) in TEXTS or _name(parent) == "clipPath":
        return  # a group in there hides what is in it
    children: list[ET.Element] = []
    for child in list(parent):
        _simplify(child, used, apart)
        if child.get("id") not in used and "role" not in child.attrib:
            child.attrib.pop("id", None)
        name = _name(child)
        if name == "g" and not child.attrib:
            children += child
        elif len(child) or name not in ("g", "defs"):
            children.append(child)
    merged: list[ET.Element] = []
    for child in children:
        if apart or not merged or not (_joined(merged[-1], child) or _filled(merged[-1], child)):
            merged.append(child)
    parent[:] = merged
    parent.text = None
    for child in merged:
        child.tail = None


def _joined(line: ET.Element, other: ET.Element) -> bool:
    """Put another line of the same look into `line`, if it is one."""
    if not _name(line) == _name(other) == "path" or line.get("fill") != "none" or not _is_plain(line):
        return False
    if _without(line, "d") != _without(other, "d") or not ABSOLUTE.match(other.get("d", "")):
        return False
    line.set("d", f"{line.get('d', '')} {other.get('d', '')}")
    return True


def _filled(shape: ET.Element, other: ET.Element) -> bool:
    """Put the outline and the filling of one shape, drawn one after the other, into `shape`."""
    if not _name(shape) == _name(other) in SHAPES or not (_is_plain(shape) and _is_plain(other)):
        return False
    both = _without(shape, *COLOURS)
    if both != _without(other, *COLOURS):
        return False
    for filling, outline in ((shape, other), (other, shape)):
        if filling.get("stroke") == "none" and outline.get("fill") == "none":
            both |= {"fill": filling.get("fill", ""), "stroke": outline.get("stroke", "")}
            both["class"] = f"{filling.get('class', '')} {outline.get('class', '')}".strip()
            if filling is other:
                both["paint-order"] = "stroke"  # the filling lies over the inner half of the outline
            shape.attrib.clear()
            shape.attrib.update({key: value for key, value in both.items() if value})
            return True
    return False


def _is_plain(element: ET.Element) -> bool:
    """Whether it is painted the same once and twice, alone and as a part of another."""
    if element.get("id") or not APART.isdisjoint(element.keys()):
        return False
    return OPAQUE.fullmatch(element.get("stroke", "none")) is not None


def _without(element: ET.Element, *keys: str) -> dict[str, str]:
    return {key: value for key, value in element.attrib.items() if key not in keys}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
