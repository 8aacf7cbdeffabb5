"""The same picture from fewer elements."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from yeje import svg, svg_simple

RECT = '<rect x="10" y="20" width="40" height="40" />'
CLIPPED = (
    '<clipPath id="a">{rect}</clipPath>'
    '<g clip-path="url(#a)"><image width="20" height="20" transform="matrix({matrix})" /></g>'
)
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{}</svg>'


def simplified(inner: str) -> str:
    """What is inside the drawing, as far as the two differ."""
    root = ET.fromstring(FRAME.format(inner))
    svg_simple.simplify(root)
    ET.register_namespace("", svg.SVG)
    return "".join(ET.tostring(e, encoding="unicode").replace(f' xmlns="{svg.SVG}"', "") for e in root)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        # ids that nothing points at, groups that only group, blanks
        ('<g id="a">\n <g><path id="b" d="M0 0" /></g>\n</g>', '<path d="M0 0" />'),
        ('<g fill="red"><path d="M0 0" /></g>', '<g fill="red"><path d="M0 0" /></g>'),
        ('<g id="a"><path d="M0 0" /></g><use href="#a" />', None),
        ('<clipPath id="a"><rect x="1" /></clipPath><path clip-path="url(#a)" d="M0 0" />', None),
        ('<g id="n" role="img"><title> a </title></g>', None),
        ('<g /><defs> </defs><g id="a"> <g /> </g>', ""),
        ("<text> a <tspan> b </tspan> c </text>", None),
        # lines of one look
        (
            '<path d="M0 0" fill="none" stroke="red" /><path d="M1 1" fill="none" stroke="red" />',
            '<path d="M0 0 M1 1" fill="none" stroke="red" />',
        ),
        ('<path d="M0 0" fill="none" stroke="red" /><path d="M1 1" fill="none" stroke="blue" />', None),
        ('<path d="M0 0" stroke="red" /><path d="M1 1" stroke="red" />', None),
        (
            '<path d="M0 0" fill="none" opacity="0.5" /><path d="M1 1" fill="none" opacity="0.5" />',
            None,
        ),
        ('<path d="m0 0" fill="none" /><path d="m1 1" fill="none" />', None),
        (
            '<path d="M0" fill="none" stroke="#00000080" /><path d="M1" fill="none" stroke="#00000080" />',
            None,
        ),
        ('<path d="M0" fill="none" stroke="url(#a)" /><path d="M1" fill="none" stroke="url(#a)" />', None),
        (
            '<g stroke-opacity="0.5"><path d="M0" fill="none" /><path d="M1" fill="none" /></g>',
            None,
        ),
        ("<text> a <g /> b </text>", None),
        ('<clipPath id="a"><g><rect /></g></clipPath><path d="M0" clip-path="url(#a)" />', None),
        # what nothing points at
        (
            '<defs><mask id="a"><path /></mask><linearGradient id="b" /></defs><path d="M0" />',
            '<path d="M0" />',
        ),
        ('<symbol><linearGradient id="a" /></symbol><rect fill="url(#a)" />', None),
        ('<clipPath><rect id="a" /></clipPath><use href="#a" />', None),
        # clips that cut nothing off an image
        (
            CLIPPED.format(rect=RECT, matrix="2 0 0 2 10 20"),
            '<image width="20" height="20" transform="matrix(2 0 0 2 10 20)" />',
        ),
        (
            CLIPPED.format(rect=RECT, matrix="1 0 0 1 12 24"),
            '<image width="20" height="20" transform="matrix(1 0 0 1 12 24)" />',
        ),
        (CLIPPED.format(rect=RECT, matrix="2.01 0 0 2 10 20"), None),
        (
            CLIPPED.format(rect=RECT, matrix="2.00001 0 0 2 10 20"),
            '<image width="20" height="20" transform="matrix(2.00001 0 0 2 10 20)" />',
        ),
        (CLIPPED.format(rect=RECT.replace("40", "0.0001"), matrix="0.0001 0 0 0.0001 10 20"), None),
        (CLIPPED.format(rect=RECT.replace("40", "0"), matrix="0.00000001 0 0 0.00000001 10 20"), None),
        (
            CLIPPED.format(rect=RECT, matrix="2 0 0 2 10 20") + '<path visibility="hidden" d="M0" />',
            None,
        ),
        (CLIPPED.format(rect=RECT, matrix="2 0 0 2 10 19.5"), None),
        (CLIPPED.format(rect=RECT, matrix="-1 0 0 1 40 30"), None),
        (CLIPPED.format(rect=RECT, matrix="1 0 0 1 1e1 2e1"), None),
        (CLIPPED.format(rect=RECT.replace("/>", 'transform="scale(0.5)" />'), matrix="2 0 0 2 10 20"), None),
        (CLIPPED.format(rect='<rect x="10%" y="20" width="40" height="40" />', matrix="2 0 0 2 10 20"), None),
        (CLIPPED.format(rect="<circle />", matrix="2 0 0 2 10 20"), None),
        (
            CLIPPED.format(rect=RECT, matrix="2 0 0 2 10 20").replace("<g ", '<g transform="scale(2)" '),
            None,
        ),
        ('<path d="M0 0" fill="none" /><text>a</text><path d="M1 1" fill="none" />', None),
        # an outline and a filling of one shape
        (
            '<polygon points="1" fill="red" stroke="none" /><polygon points="1" fill="none" stroke="blue" />',
            '<polygon points="1" fill="red" stroke="blue" />',
        ),
        (
            '<polygon points="1" fill="none" stroke="blue" /><polygon points="1" class="p" stroke="none" />',
            '<polygon points="1" stroke="blue" class="p" paint-order="stroke" />',
        ),
        (
            '<polygon points="1" class="p" stroke="none" /><polygon points="1" class="l" fill="none" />',
            '<polygon points="1" class="p l" />',
        ),
        (
            '<polygon points="1" fill="red" stroke="none" /><polygon points="2" fill="none" stroke="blue" />',
            None,
        ),
        ('<rect width="1" fill="red" stroke="none" /><rect width="1" fill="red" stroke="none" />', None),
        (
            '<rect opacity="0.5" fill="red" stroke="none" /><rect opacity="0.5" fill="none" stroke="red" />',
            None,
        ),
    ],
)
def test_a_drawing_has_no_element_more_than_its_picture_needs(inner: str, expected: str | None) -> None:
    assert simplified(inner) == (inner if expected is None else expected)


def matplotlib_drawing() -> str:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2)
    left.bar([1, 2], [3, 4], hatch="//", edgecolor="black")
    left.plot([1, 2], "o--", label="line", alpha=0.6)
    left.plot([2, 1], "k-")
    left.grid(True)
    left.legend()
    right.vlines([1, 2, 3], 0, 1)
    right.inset_axes([0.1, 0.1, 0.5, 0.5]).imshow([[0, 1], [2, 3]], interpolation="none")
    right.inset_axes([0.5, 0.6, 0.4, 0.4]).imshow([[0, 1], [2, 3]])
    target = io.BytesIO()
    figure.savefig(target, format="svg")
    plt.close(figure)
    return target.getvalue().decode()


def graphviz_drawing() -> str:
    pygraphviz = pytest.importorskip("pygraphviz")
    table = "<table border='0' cellborder='1' bgcolor='black' cellpadding='10'>"
    label = f"<{table}<tr><td bgcolor='white'>a</td></tr></table>>"
    graph = pygraphviz.AGraph(directed=True)
    graph.add_node("a", shape="plaintext", label=label)
    graph.add_node("b", shape="box", style="filled", fillcolor="grey")
    graph.add_edge("a", "b")
    return str(graph.draw(format="svg", prog="dot").decode())


@pytest.mark.browser
@pytest.mark.parametrize("draw", [matplotlib_drawing, graphviz_drawing])
def test_the_picture_is_the_same(chromium: Any, draw: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    source = draw()
    pictures, numbers = [], []
    tab = chromium.new_page()
    for simplify in (svg_simple.simplify, lambda drawing: None):
        monkeypatch.setattr(svg_simple, "simplify", simplify)
        drawing = svg.inline(source, "p", "label")
        numbers.append(drawing.count("<"))
        tab.set_content(
            f"<style>.yeje-paper {{ fill: #eee }} .yeje-paper-line {{ stroke: #eee }}</style>{drawing}"
        )
        picture = Image.open(io.BytesIO(tab.locator("svg").screenshot())).convert("RGB")
        pictures.append(np.asarray(picture, dtype=int))
    tab.close()
    assert numbers[0] < numbers[1]
    # Where lines of one look meet, a pixel at their edge is painted once, no longer twice.
    different = np.abs(pictures[0] - pictures[1]).max(axis=2)
    assert different.max() < 100 and (different > 8).mean() < 0.001
