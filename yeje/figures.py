"""The images that programs made of their models, as files of the site: what a reader gets from
`keras.utils.plot_model` is a PNG, a page shows a drawing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from yeje.run.images import PNG

FOLDER = "figures"


def path(name: str, cell: str, number: int) -> str:
    """Where the image of a program's output stands, below the site's root: `name` is the program's
    without suffix, `number` counts the outputs of the cell from 1."""
    return f"{FOLDER}/{name}/{cell}-{number}.png"


def has_image(output: dict[str, Any]) -> bool:
    """Whether there is an image beside the drawing."""
    return "image/svg+xml" in output["data"] and "image/png" in output["data"] if "data" in output else False


def write(notebooks: Iterable[tuple[str, dict[str, Any]]], site: Path) -> None:
    """Write the images of all programs, given with their names, into the folder of a site."""
    for name, notebook in notebooks:
        for place, image in _images(name, notebook):
            target = site / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(image)


def _images(name: str, notebook: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for cell in notebook["cells"]:
        for number, output in enumerate(cell["outputs"], 1):
            if not has_image(output):
                continue
            try:
                image = base64.b64decode("".join(output["data"]["image/png"]), validate=True)
            except (binascii.Error, ValueError):
                continue  # a program wrote its own record
            if image.startswith(PNG):
                yield path(name, cell["metadata"]["yeje"]["name"], number), image
