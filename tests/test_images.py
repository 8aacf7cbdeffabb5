"""yeje.run.images: the images in Matplotlib's drawings, in fewer bytes."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from yeje.run import images

RANDOM = np.random.default_rng(0)


def encoded(pixels: Any) -> str:
    """As Matplotlib writes it."""
    target = io.BytesIO()
    Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode()


def decoded(svg: str) -> Any:
    image = Image.open(io.BytesIO(base64.b64decode(svg.partition("base64,")[2].partition('"')[0])))
    return np.asarray(image.convert("RGBA"))


def drawing(data: str) -> str:
    return f'<svg><image xlink:href="data:image/png;base64,\n{data}"/></svg>'


def opaque(colours: int, side: int = 40) -> Any:
    known = np.unique(RANDOM.integers(0, 256, (colours * 2, 3)), axis=0)[:colours]
    return np.dstack([known[RANDOM.integers(0, len(known), (side, side))], np.full((side, side, 1), 255)])


@pytest.mark.parametrize("colours", [1, 2, 16, 200, 256])
def test_an_image_of_few_colours_keeps_its_pixels_in_less_than_half_of_the_bytes(colours: int) -> None:
    pixels = opaque(colours)
    before = drawing(encoded(pixels))
    after = images.smaller(before)
    assert (decoded(after) == pixels).all()
    assert colours == 1 or len(after) < len(before) / 2


def test_an_image_of_many_colours_keeps_its_pixels() -> None:
    pixels = np.dstack([RANDOM.integers(0, 256, (40, 40, 3)), np.full((40, 40, 1), 255)])
    before = drawing(encoded(pixels))
    after = images.smaller(before)
    assert (decoded(after) == pixels).all()
    assert len(after) < len(before)


def test_what_can_be_seen_through_stays_as_it_is() -> None:
    pixels = opaque(4)
    pixels[0, 0, 3] = 100
    assert images.smaller(drawing(encoded(pixels))) == drawing(encoded(pixels))


def test_every_image_of_a_drawing_is_looked_at_and_the_rest_is_left_alone() -> None:
    first, second = drawing(encoded(opaque(2))), drawing(encoded(opaque(3)))
    after = images.smaller(first + "<text>base64</text>" + second)
    assert after == images.smaller(first) + "<text>base64</text>" + images.smaller(second)
    assert len(images.smaller(first)) < len(first)


@pytest.mark.parametrize("data", ["AAAA", "iVBORw0KGgo=", encoded(opaque(2))[:-40]])
def test_what_is_no_whole_image_stays_as_it_is(data: str) -> None:
    assert images.smaller(drawing(data)) == drawing(data)


def test_text_that_reads_like_an_image_stays_as_it_is() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    title = drawing(encoded(opaque(2, 4)))
    with plt.rc_context({"svg.fonttype": "none"}):
        figure = plt.figure()
        figure.text(0, 0, title.replace("\n", " "))
        target = io.BytesIO()
        figure.savefig(target, format="svg")
        plt.close(figure)
    assert images.smaller(target.getvalue().decode()) == target.getvalue().decode()


def test_large_images_and_many_stay_as_they_are() -> None:
    large = drawing(encoded(np.full((1024, 513, 4), 255)))
    assert images.smaller(large) == large
    half = drawing(encoded(np.full((512, 600, 4), 255)))
    assert images.smaller(half + half) == images.smaller(half) + half
    assert images.smaller(half) != half
