"""The same picture from fewer elements: what a phone lays out and styles is elements, and programs that
draw wrap each line in several.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from math import nan

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
MATRIX = re.compile(r"matrix\((\S+) 0 0 (\S+) (\S+) (\S+)\)")
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
DEFINITIONS = frozenset(
    ("clipPath", "mask", "pattern", "linearGradient", "radialGradient", "marker", "symbol")
)
"""Elements that are to be seen only where something points at them."""
NEAR = 1e-5
"""By how much, in parts of the clip's shorter side, what is clipped may stand out: nothing that a pixel
shows, and more than Matplotlib's six decimals round."""


def simplify(drawing: ET.Element) -> None:
    """Take out of a drawing what nothing shows: ids that nothing points at, groups that only group;
    and draw with one element what neighbours draw alike."""
    _unclip(drawing)
    used = set(_referenced(drawing))
    _simplify(drawing, used)


def _unclip(drawing: ET.Element) -> None:
    """Take clips off images that they cut nothing from: Matplotlib clips what it draws to its axes, which
    an image fills."""
    if any("visibility" in element.attrib for element in drawing.iter()):
        return  # it is handed down to clips, too, which then let nothing through
    clips: dict[str, ET.Element] = {}
    for clip in drawing.iter():
        if _name(clip) == "clipPath":
            clips.setdefault(clip.get("id", ""), clip)
    for group in drawing.iter():
        match = REFERENCE.fullmatch(group.get("clip-path", ""))
        if match is None or set(group.keys()) != {"clip-path"} or [_name(e) for e in group] != ["image"]:
            continue
        room, place = _rectangle(clips.get(match[1])), _place(group[0])
        if room and place and _holds(room, place):
            del group.attrib["clip-path"]


def _rectangle(clip: ET.Element | None) -> Box | None:
    """What a clip lets through, if that is a rectangle in the drawing's own units."""
    if clip is None or set(clip.keys()) != {"id"} or [_name(element) for element in clip] != ["rect"]:
        return None
    if set(clip[0].keys()) != {"x", "y", "width", "height"}:
        return None
    x, y, width, height = _numbers(clip[0].get(key, "") for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _place(image: ET.Element) -> Box | None:
    """Where an image stands, if it is neither moved by more than its matrix nor turned nor mirrored."""
    match = MATRIX.fullmatch(image.get("transform", ""))
    if match is None or not {"x", "y"}.isdisjoint(image.keys()):
        return None
    across, down, left, top = _numbers(match.groups())
    width, height = _numbers(image.get(key, "") for key in ("width", "height"))
    return left, top, left + across * width, top + down * height


def _holds(room: Box, place: Box) -> bool:
    """Whether `place` is a part of `room`; not where any of their numbers is none."""
    near = NEAR * min(room[2] - room[0], room[3] - room[1])
    return (
        near > 0
        and place[0] < place[2]
        and place[1] < place[3]
        and all(place[side] > room[side] - near for side in (0, 1))
        and all(place[side] < room[side] + near for side in (2, 3))
    )


def _numbers(texts: Iterable[str]) -> Iterator[float]:
    """As floats; what is no plain number (a percentage, say) becomes NaN."""
    for text in texts:
        yield float(text) if NUMBER.fullmatch(text) else nan


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
        if name in DEFINITIONS and not any(element.get("id") in used for element in child.iter()):
            continue
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
