"""What is an SVG drawing, asked when a program shows one and again when a page does."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
LENGTH = re.compile(
    r"\s*\+?(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?P<unit>px|pt|pc|in|cm|mm|q)?\s*",
    re.ASCII | re.IGNORECASE,
)
PIXELS = {"px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
DEPTH = 100
"""Elements inside each other; drawings have a dozen."""


class UnsafeSVGError(ValueError):
    """The text is no SVG, or one that cannot be shown."""


def parse(source: str) -> ET.Element:
    """The root of the drawing. Raises UnsafeSVGError for what is none."""
    # Graphviz and Matplotlib name the document type; one that declares anything is another matter.
    text = re.sub(r"<!DOCTYPE[^\[<>]*>", "", source, count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnsafeSVGError("the drawing declares a document type of its own, which none needs")
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, UnicodeEncodeError) as error:
        raise UnsafeSVGError(f"the drawing is no SVG: {error}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeSVGError("the drawing is no SVG: its root is another element")
    _check_depth(root)
    box(root)
    return root


def box(root: ET.Element) -> list[float]:
    """The part of the plane that is drawn on: x, y, width and height."""
    found = _numbers(root.get("viewBox", ""))
    if len(found) != 4:
        found = [0, 0, *(_pixels(root.get(side, "")) or 0 for side in ("width", "height"))]
    if min(found[2:]) <= 0:
        raise UnsafeSVGError("the drawing has no size: give it a viewBox, or width and height")
    return found


def size(root: ET.Element) -> tuple[float, float]:
    """Its natural width and height in pixels, as a browser has them: those that it gives, or its box."""
    _, _, across, down = box(root)
    width, height = (_pixels(root.get(side, "")) for side in ("width", "height"))
    if width is None:
        width = across if height is None else height * across / down
    return width, width * down / across if height is None else height


def _pixels(text: str) -> float | None:
    """A length that depends on nothing else; not a percentage."""
    match = LENGTH.fullmatch(text)
    pixels = float(match["number"]) * PIXELS[(match["unit"] or "px").lower()] if match else 0
    return pixels if 0 < pixels < math.inf else None


def _check_depth(root: ET.Element) -> None:
    level = [root]
    for _ in range(DEPTH + 1):
        level = [child for element in level for child in element]
        if not level:
            return
    raise UnsafeSVGError(f"the drawing's elements stand more than {DEPTH} deep inside each other")


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(word) for word in text.replace(",", " ").split()]
    except ValueError:
        return []
    return numbers if all(math.isfinite(number) for number in numbers) else []
