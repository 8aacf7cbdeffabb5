"""yeje.figures: the images of plot_model as files of the site."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from yeje import figures, notebook_file

IMAGE = figures.PNG + b"pixels"


def notebook(**cells: list[dict[str, Any]]) -> dict[str, Any]:
    return notebook_file.of_cells(notebook_file.code_cell("x", o, name=name) for name, o in cells.items())


def display(**data: str) -> dict[str, Any]:
    mimes = {"svg": "image/svg+xml", "png": "image/png", "text": "text/plain"}
    return {"output_type": "display_data", "data": {mimes[k]: v for k, v in data.items()}, "metadata": {}}


def text(printed: str = "x") -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": printed}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_each_image_beside_a_drawing_is_a_file_named_by_its_place(tmp_path: Path) -> None:
    drawn = display(svg="<svg/>", png=base64.b64encode(IMAGE).decode())
    figures.write([("errors/a", notebook(plot=[text(), drawn], more=[drawn]))], tmp_path)
    assert files(tmp_path) == {"figures/errors/a/plot-2.png": IMAGE, "figures/errors/a/more-1.png": IMAGE}
    assert figures.path("errors/a", "plot", 2) in files(tmp_path)


def test_nothing_else_becomes_a_file(tmp_path: Path) -> None:
    html = base64.b64encode(b"<script>").decode()
    outputs = [
        text(),
        display(png=html),
        display(svg="x"),
        display(svg="x", png=html),
        display(svg="x", png="?"),
    ]
    figures.write([("a", notebook(plot=outputs))], tmp_path)
    assert files(tmp_path) == {}
