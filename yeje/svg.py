"""Drawings of programs made fit to stand inside a page: allow-listed, with ids of their own, in the
page's colours.

Nothing of a program's SVG reaches a page but the elements and attributes named here, each with a
value of the shape given here.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yeje import svg_simple
from yeje.run import drawings
from yeje.run.drawings import SVG, UnsafeSVGError

__all__ = ["Node", "UnsafeSVGError", "alone", "inline"]

HREF = frozenset(("href", "{http://www.w3.org/1999/xlink}href"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Without <title> and <desc>: browsers show them as tooltips, and Graphviz' are "node1", "node1->node2".
# The drawing as a whole has its text alternative, and each node that is known a title of ours.
ELEMENTS = (
    "g path polygon polyline rect circle ellipse line text tspan defs use clipPath mask pattern "
    "image linearGradient radialGradient stop symbol marker"
)
NUMBERS = re.compile(r"[\w\s.,+%-]*")
FUNCTIONS = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([\d\s.,eE+-]*\)[\s,]*)*")
COLOUR = r"(?:rgb|hsl)a?\([\d\s.,%/]*\)"
WORDS = re.compile(rf"[\w\s.,+%#'\"-]*|{COLOUR}")
LOCAL_URL = re.compile(r"url\(\s*(?P<quote>[\"']?)#(?P<id>[\w.:-]+)(?P=quote)\s*\)")
IDENTIFIER = re.compile(r"[\w.:-]+")
DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")
SHAPES = {
    NUMBERS: "x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy d points width height viewBox offset "
    "preserveAspectRatio gradientUnits clipPathUnits maskUnits maskContentUnits patternUnits "
    "patternContentUnits spreadMethod markerWidth markerHeight markerUnits refX refY orient",
    FUNCTIONS: "transform gradientTransform patternTransform",
    WORDS: "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path clip-rule "
    "mask marker-start marker-mid marker-end font-family font-size font-weight font-style "
    "font-stretch font-variant text-anchor text-decoration dominant-baseline baseline-shift "
    "letter-spacing stop-color stop-opacity visibility display image-rendering shape-rendering",
}
ELEMENT_NAMES = frozenset(ELEMENTS.split())
ATTRIBUTES = {name: shape for shape, names in SHAPES.items() for name in names.split()}
REFERENCES = "fill stroke clip-path mask marker-start marker-mid marker-end"
"""Attributes whose value may point at an element of the drawing."""
FONT = re.compile(
    r"(?:(?P<style>italic|oblique)\s+)?(?:(?P<variant>small-caps)\s+)?"
    r"(?:(?P<weight>bold|bolder|lighter|\d{3})\s+)?(?P<size>[\d.]+(?:px|pt|em|%)?)(?:/\S+)?\s+(?P<family>.+)"
)
BLACK = frozenset(("#000", "#000000", "black", "rgb(0,0,0)"))
WHITE = frozenset(("#fff", "#ffffff", "white", "rgb(255,255,255)"))
PAPER = {"fill": "yeje-paper", "stroke": "yeje-paper-line"}
"""Classes in place of white, for the style sheet to colour."""
WIDTHS = range(0, 1201, 100)
"""Widths of a drawing, in pixels, that the style sheet has a class for."""
ROOM = (1200, 1600)
"""Width and height, in pixels, of what is still legible when it is made to fit its place on a page."""


@dataclass(frozen=True)
class Node:
    """What a part of a drawing stands for."""

    title: str
    """Its text alternative."""
    attributes: Mapping[str, str]
    """More attributes that it gets, not checked: they are this package's."""


def inline(source: str, prefix: str, label: str, nodes: Mapping[str, Node] | None = None) -> str:
    """`source` as an ``<svg role="img">`` for a page.

    All its ids start with `prefix`; `label` is its text alternative. Black becomes the text's
    colour and white the paper's (see `PAPER`), so that it follows the palette. Where a group has a
    title that is in `nodes`, it becomes an image of its own, in a drawing that is a group of them.

    Raises UnsafeSVGError when it is not well-formed SVG.
    """
    return _drawing(drawings.parse(source), _Cleaner(prefix, follows_palette=True, nodes=nodes), label)


def alone(source: str, prefix: str, label: str) -> str:
    """`source` made as harmless as by `inline`, in its own colours on white paper: for notebooks,
    whose colours nobody knows."""
    return _drawing(drawings.parse(source), _Cleaner(prefix, follows_palette=False), label)


def _drawing(root: ET.Element, cleaner: _Cleaner, label: str) -> str:
    clean = ET.Element(f"{{{SVG}}}svg")
    clean.attrib.update(_size(root))
    clean.set("role", "group" if cleaner.nodes else "img")
    clean.set("aria-label", label)
    # Matplotlib says this in a style sheet of its own; text without a fill is black, so follow it.
    clean.set("stroke-linejoin", "round")
    if "preserveAspectRatio" in root.attrib:
        cleaner.set(clean, "preserveAspectRatio", root.attrib["preserveAspectRatio"])
    if cleaner.follows_palette:
        clean.set("fill", "currentColor")
    else:
        ET.SubElement(clean, f"{{{SVG}}}rect", {**_window(root), "fill": "white"})
    cleaner.compound = _compound(root)
    _copy_into(clean, root, cleaner)
    svg_simple.simplify(clean)
    ET.register_namespace("", SVG)
    return ET.tostring(clean, encoding="unicode")


def _size(root: ET.Element) -> dict[str, str]:
    """The drawing's natural size in pixels; the page makes it smaller where it must."""
    size = drawings.size(root)
    step = max(width for width in WIDTHS if width <= size[0])
    is_large = any(side > room for side, room in zip(size, ROOM, strict=True))
    return {
        "width": f"{max(size[0], 1):.0f}",
        "height": f"{max(size[1], 1):.0f}",
        "viewBox": " ".join(f"{number:g}" for number in drawings.box(root)),
        # The style sheet does not make it narrower than its text stays legible.
        "class": f"yeje-width-{step}{' yeje-large' if is_large else ''}",
    }


def _window(root: ET.Element) -> dict[str, str]:
    """What is seen of the plane: the drawing's box, and what its size leaves beside that or above."""
    x, y, width, height = drawings.box(root)
    across, down = drawings.size(root)
    wider, higher = (max(0, across / down * height - width), max(0, down / across * width - height))
    window = {"x": x - wider, "y": y - higher, "width": width + 2 * wider, "height": height + 2 * higher}
    return {key: f"{number:g}" for key, number in window.items()}


def _compound(root: ET.Element) -> frozenset[str]:
    """Ids of elements with a <use> inside. A <use> of such could multiply without end."""
    return frozenset(
        identity
        for element in root.iter()
        if (identity := element.get("id")) and element.find(f".//{{{SVG}}}use") is not None
    )


def _copy_into(copy: ET.Element, element: ET.Element, cleaner: _Cleaner) -> None:
    """Give `copy` the text and the allowed children of `element`."""
    copy.text = element.text
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""  # comments have a function
        name = tag.removeprefix(f"{{{SVG}}}")
        if name == tag or name not in ELEMENT_NAMES:
            continue
        kept = ET.SubElement(copy, tag)
        kept.tail = child.tail
        for key, value in _attributes(child):
            cleaner.set(kept, key, value)
        cleaner.name(kept, child)
        _copy_into(kept, child, cleaner)


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    """Attributes, with a ``style`` taken apart: it wins, so it comes last."""
    yield from ((key, value) for key, value in element.attrib.items() if key != "style")
    for declaration in element.get("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (match := FONT.fullmatch(value)):
            yield from ((f"font-{k}", v) for k, v in match.groupdict().items() if v)
        elif key:
            yield key, value


class _Cleaner:
    """Sets attributes, if they are allowed, in the form that the page needs."""

    def __init__(self, prefix: str, follows_palette: bool, nodes: Mapping[str, Node] | None = None) -> None:
        self._prefix = prefix
        self.follows_palette = follows_palette
        self.nodes = nodes or {}
        self.compound: frozenset[str] = frozenset()
        """Ids that no <use> may point at."""

    def set(self, element: ET.Element, key: str, value: str) -> None:
        value = value.strip()
        if key == "id":
            if IDENTIFIER.fullmatch(value):
                element.set("id", f"{self._prefix}-{value}")
        elif key in HREF:
            self._point(element, value)
        elif key == SPACE:
            element.set(key, "preserve" if value == "preserve" else "default")
        elif key in REFERENCES.split() and (match := LOCAL_URL.fullmatch(value)):
            element.set(key, f"url(#{self._prefix}-{match['id']})")
        elif self.follows_palette and key in PAPER and _colour(value) in WHITE:
            element.attrib.pop(key, None)
            element.set("class", f"{element.get('class', '')} {PAPER[key]}".strip())
        elif key in ATTRIBUTES and ATTRIBUTES[key].fullmatch(value):
            if key in PAPER:
                _take_class(element, PAPER[key])
            is_ink = self.follows_palette and _colour(value) in BLACK
            element.set(key, "currentColor" if is_ink else value)

    def name(self, element: ET.Element, original: ET.Element) -> None:
        """Give the element of a node its title and attributes."""
        node = self.nodes.get(original.findtext(f"{{{SVG}}}title", "")) if self.nodes else None
        if node is not None and element.tag == f"{{{SVG}}}g":
            element.attrib.update({"role": "img", **node.attributes})
            ET.SubElement(element, f"{{{SVG}}}title").text = node.title

    def _point(self, element: ET.Element, value: str) -> None:
        if value.startswith("#") and value[1:] not in self.compound:
            if IDENTIFIER.fullmatch(value[1:]):
                element.set("href", f"#{self._prefix}-{value[1:]}")
        elif element.tag == f"{{{SVG}}}image" and DATA_IMAGE.fullmatch(value):
            element.set("href", "".join(value.split()))


def _take_class(element: ET.Element, name: str) -> None:
    """Take a class off that an attribute has given and a style takes back."""
    left = [word for word in element.attrib.pop("class", "").split() if word != name]
    if left:
        element.set("class", " ".join(left))


def _colour(value: str) -> str:
    return value.replace(" ", "").lower()
