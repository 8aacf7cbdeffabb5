"""yeje.run.displays, backend and graphs: figures and drawings of programs."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from conftest import Bench

from yeje.model import Run

FIGURE = "# %% a\nimport matplotlib.pyplot as plt\n"


def kinds(run: Run) -> list[list[str]]:
    """For each cell, the richest kind of each of its outputs."""
    return [[next(iter(o.get("data", {o["output_type"]: ""}))) for o in cell] for cell in run.outputs]


def svg(run: Run, cell: int = 0, number: int = 0) -> str:
    output: dict[str, Any] = run.outputs[cell][number]
    return str(output["data"]["image/svg+xml"])


def test_show_shows_each_open_figure_once(easel: Bench) -> None:
    run = easel.works(
        f"{FIGURE}plt.figure(); plt.figure()\nprint(1)\nplt.show()\nprint(2)\n# %% b\nplt.show()\n"
    )
    figure = "image/svg+xml"
    assert kinds(run) == [["stream", figure, figure, "stream"], []]


def test_a_figure_that_is_still_open_is_shown_when_its_cell_ends(easel: Bench) -> None:
    run = easel.works(f"{FIGURE}plt.title('one')\n# %% b\nplt.title('two')\nNone\n# %% c\nx = 1\n")
    assert kinds(run) == [["text/plain", "image/svg+xml"], ["image/svg+xml"], []]
    assert ">two</text>" in svg(run, 1)


@pytest.mark.parametrize("last", ["figure", "figure.show()", "figure.show(); figure.show();"])
def test_a_figure_as_a_value_or_shown_by_itself_is_not_shown_again(easel: Bench, last: str) -> None:
    run = easel.works(f"{FIGURE}figure, axes = plt.subplots()\n{last}\n")
    assert kinds(run) == [["image/svg+xml"] * last.count("figure")]


def test_a_figure_is_the_same_in_every_run(easel: Bench) -> None:
    run = easel.run_twice(f"{FIGURE}plt.plot([1, 2], label='가'); plt.legend(); plt.show()\n")
    assert "dc:date" not in svg(run)


def test_a_figure_describes_itself_by_its_titles(easel: Bench) -> None:
    run = easel.works(f"{FIGURE}plt.title('손실'); plt.xlabel('epoch'); plt.show()\n")
    assert run.outputs[0][0]["metadata"] == {"yeje": {"kind": "matplotlib", "description": "손실. epoch"}}


def test_hangul_is_text_in_the_sites_font(easel: Bench) -> None:
    assert "Yeje Sans" in svg(easel.works(f"{FIGURE}plt.title('층'); plt.show()\n"))


def test_saving_a_figure_works_and_shows_nothing(easel: Bench) -> None:
    run = easel.works(f"{FIGURE}plt.plot([1]); plt.savefig('x.png'); plt.savefig('x.pdf'); plt.close()\n")
    assert kinds(run) == [[]]


GRAPH = """
    # %% a
    import pydot

    graph = pydot.Dot("g", rankdir="TB")
    graph.add_node(pydot.Node(str(id(graph)), label="입력"))
    graph.add_edge(pydot.Edge(str(id(graph)), "b"))
    drawn = graph.write("graph.png", format="png")
    """


def test_a_drawn_graph_is_shown_with_stable_names(easel: Bench) -> None:
    run = easel.run_twice(GRAPH)
    assert kinds(run) == [["image/svg+xml"]]
    assert "<title>node1</title>" in svg(run)
    assert "입력" in svg(run)


def test_long_numbers_in_what_a_graph_says_stay(easel: Bench) -> None:
    numbers = ("123456789", "입력 1000000000 개", "1234567890 -> 1234567891")
    add = "".join(
        f"graph.add_node(pydot.Node('n{number}', label={label!r}))\n    "
        for number, label in enumerate(numbers)
    )
    run = easel.run_twice(GRAPH.replace("drawn", f"{add}drawn", 1))
    for label in numbers:
        assert f">{label}<" in unescape(svg(run)).replace("\xa0", " ")


def test_a_graph_is_drawn_in_the_sites_font_and_measured_by_it(easel: Bench) -> None:
    narrow, wide = (
        easel.works(GRAPH.replace("입력", letters * 12).replace("rankdir", "rankdir")) for letters in "iW"
    )
    assert 'font-family="Yeje Sans' in svg(wide)
    assert width(svg(wide)) > 2 * width(svg(narrow))


def width(drawing: str) -> float:
    return float(drawing.partition('width="')[2].partition("pt")[0])


def test_the_image_that_a_drawing_returns_is_not_shown_again(easel: Bench) -> None:
    run = easel.works(f"{GRAPH}\n    from IPython.display import Image\n    Image('graph.png')\n")
    assert kinds(run) == [["image/svg+xml"]]


def test_another_image_is_shown(easel: Bench) -> None:
    run = easel.works(
        f"{FIGURE}plt.figure(figsize=(1, 1)); plt.savefig('x.png'); plt.close()\n"
        "from IPython.display import Image\nImage('x.png')\n"
    )
    assert kinds(run) == [["image/png"]]
