"""The images in a drawing of Matplotlib's, with the same pixels in fewer bytes: it writes every image in
four bytes a pixel, though most have few colours and nothing to see through."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import Any

INLINE = re.compile(r'(<image xlink:href="data:image/png;base64,\s*)([A-Za-z0-9+/=]+)(?=")')
"""An image as Matplotlib writes it, and as no text can be that a program has it write."""
PNG = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
"""How many colours a palette of one byte a pixel has."""
PIXELS = 1 << 19
"""How many pixels of a drawing are written anew, in about half a second; of what is larger, none are."""


def smaller(svg: str) -> str:
    """A drawing of which each PNG image that nothing can be seen through takes fewer bytes."""
    left = PIXELS

    def written(match: re.Match[str]) -> str:
        nonlocal left
        data = base64.b64decode(match[2])
        width, height = size(data)
        pixels = width * height
        if not data.startswith(PNG) or pixels > left:
            return match[0]
        left -= pixels
        try:
            return match[1] + min([match[2], *_ways(data)], key=len)
        except Exception:  # whatever a program has made of Pillow, its drawing is there already
            return match[0]

    return INLINE.sub(written, svg)


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the head of a PNG image says them."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _ways(data: bytes) -> Iterator[str]:
    """Ways to write an image, in base64."""
    from PIL import Image

    image = Image.open(io.BytesIO(data))
    if image.mode != "RGBA" or image.getchannel("A").getextrema() != (255, 255):
        return
    opaque = image.convert("RGB")
    yield _encoded(opaque)
    if opaque.getcolors(COLOURS) is not None:
        yield _encoded(_with_palette(opaque))


def _with_palette(image: Any) -> Any:
    """The same pixels as numbers of colours; `image` has no more than `COLOURS` of them."""
    import numpy as np
    from PIL import Image

    pixels = np.asarray(image, dtype=np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    colours, numbers = np.unique(pixels, return_inverse=True)
    indexed = Image.fromarray(numbers.reshape(pixels.shape).astype(np.uint8), "P")
    indexed.putpalette([colour >> shift & 255 for colour in colours.tolist() for shift in (16, 8, 0)])
    return indexed


def _encoded(image: Any) -> str:
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return base64.b64encode(target.getvalue()).decode()
