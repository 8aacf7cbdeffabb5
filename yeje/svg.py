"""Drawings of programs made fit to stand inside a page: allow-listed, with ids of their own, in the
page's colours.

Nothing of a program's SVG reaches a page but the elements and attributes named here.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
ELEMENTS = frozenset(
    "svg g path polygon polyline rect circle ellipse line text tspan title desc defs use clipPath "
    "image linearGradient radialGradient stop symbol".split()
)
GEOMETRY = frozenset(
    "id x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy d points width height transform viewBox "
    "preserveAspectRatio offset gradientUnits gradientTransform clipPathUnits spreadMethod".split()
)
PRESENTATION = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path clip-rule "
    "font-family font-size font-weight font-style text-anchor dominant-baseline stop-color "
    "stop-opacity visibility display image-rendering".split()
)
DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+$")
LOCAL_URL = re.compile(r"url\(#([\w.:-]+)\)")
FONT = re.compile(r"(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|\d+)\s+)?(?P<size>[\d.]+(?:px|pt)?)\s+(?P<family>.+)")
BLACK = frozenset(("#000", "#000000", "black", "rgb(0,0,0)"))
WHITE = frozenset(("#fff", "#ffffff", "white", "rgb(255,255,255)"))
PAPER = {"fill": "yeje-paper", "stroke": "yeje-paper-line"}
"""Classes in place of white, for the style sheet to colour."""
POINTS_TO_PIXELS = 96 / 72


class UnsafeSVG(ValueError):
    """The text is no SVG, or one that cannot be shown."""


def inline(source: str, prefix: str, label: str) -> str:
    """`source` as an ``<svg role="img">`` for a page.

    All its ids start with `prefix`; `label` is its text alternative. Black becomes the text's
    colour and white the paper's (see `PAPER`), so that it follows the palette.

    Raises UnsafeSVG when it is not well-formed SVG.
    """
    try:
        root = ET.fromstring(_without_doctype(source))
    except ET.ParseError as error:
        raise UnsafeSVG(f"the drawing is no SVG: {error}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeSVG("the drawing is no SVG: its root is another element")
    clean = _clean(root, prefix)
    assert clean is not None
    _fit(clean)
    clean.set("role", "img")
    clean.set("aria-label", label)
    ET.register_namespace("", SVG)
    return ET.tostring(clean, encoding="unicode")


def _without_doctype(source: str) -> str:
    # A document type may declare entities; no drawing of ours needs one.
    return re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", "", source, count=1, flags=re.DOTALL)


def _clean(element: ET.Element, prefix: str) -> ET.Element | None:
    """A copy with only what is allowed, or None for an element that is not."""
    namespace, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    if namespace != f"{{{SVG}" or name not in ELEMENTS:
        return None
    copy = ET.Element(element.tag)
    for key, value in _attributes(element):
        _set(copy, key, value, prefix)
    copy.text = element.text
    for child in element:
        kept = _clean(child, prefix)
        if kept is not None:
            kept.tail = child.tail
            copy.append(kept)
    return copy


def _attributes(element: ET.Element) -> list[tuple[str, str]]:
    """Attributes, with a ``style`` taken apart: a page's policy forbids inline styles."""
    found = [(key, value) for key, value in element.attrib.items() if key != "style"]
    for declaration in element.get("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (match := FONT.match(value)):
            found += [(f"font-{k}", v) for k, v in match.groupdict().items() if v]
        elif key:
            found.append((key, value))
    return found


def _set(element: ET.Element, key: str, value: str, prefix: str) -> None:
    if key == "id":
        element.set("id", f"{prefix}-{value}")
    elif key in ("href", XLINK):
        if value.startswith("#"):
            element.set("href", f"#{prefix}-{value[1:]}")
        elif element.tag == f"{{{SVG}}}image" and DATA_IMAGE.match(value):
            element.set("href", "".join(value.split()))
    elif key in PRESENTATION and (key == "clip-path" or "url(" in value):
        match = LOCAL_URL.fullmatch(value.strip())
        if match:
            element.set(key, f"url(#{prefix}-{match[1]})")
    elif key in PRESENTATION and value.replace(" ", "").lower() in BLACK:
        element.set(key, "currentColor")
    elif key in PAPER and value.replace(" ", "").lower() in WHITE:
        element.set("class", f"{element.get('class', '')} {PAPER[key]}".strip())
    elif key in GEOMETRY or key in PRESENTATION:
        element.set(key, value)


def _fit(svg: ET.Element) -> None:
    """Give the drawing its natural size in pixels; the page makes it smaller where it must."""
    box = svg.get("viewBox", "").split()
    if len(box) == 4:
        scale = POINTS_TO_PIXELS if svg.get("width", "").endswith("pt") else 1
        svg.set("width", f"{float(box[2]) * scale:.0f}")
        svg.set("height", f"{float(box[3]) * scale:.0f}")
        # The style sheet does not make it narrower than its text stays legible.
        svg.set("style", f"--yeje-width: {float(box[2]) * scale:.0f}")
    # Matplotlib says this in a style sheet of its own; text without a fill is black, so follow it.
    svg.set("stroke-linejoin", "round")
    svg.set("fill", svg.get("fill", "currentColor"))
