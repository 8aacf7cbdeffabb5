"""The images in a drawing of Matplotlib's, with the same pixels in fewer bytes: it writes every image in
four bytes a pixel, though most have few colours and nothing to see through."""

from __future__ import annotations

import base64
import io
import re
import sys
from typing import Any

INLINE = re.compile(r"(?<=data:image/png;base64,)\s*([A-Za-z0-9+/=]+)")
COLOURS = 256
"""How many colours a palette of one byte a pixel has."""
PIXELS = 1 << 19
"""Of larger images it would take too long: half a second for twice as many."""


def smaller(svg: str) -> str:
    """A drawing of which each PNG image is as small as its pixels allow."""
    if "PIL.Image" not in sys.modules:
        return svg  # Matplotlib draws images by it
    return INLINE.sub(lambda match: _smaller(match[1]), svg)


def _smaller(encoded: str) -> str:
    from PIL import Image

    try:
        data = base64.b64decode(encoded)
        if int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big") > PIXELS:
            return encoded
        image = Image.open(io.BytesIO(data))
        image.load()
    except (OSError, ValueError):
        return encoded  # no image of Matplotlib's: a title, say, that reads like one
    if image.mode != "RGBA" or image.getchannel("A").getextrema() != (255, 255):
        return encoded
    opaque = image.convert("RGB")
    written = [encoded, _encoded(opaque)]
    if opaque.getcolors(COLOURS) is not None:
        written.append(_encoded(_with_palette(opaque)))
    return min(written, key=len)


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
