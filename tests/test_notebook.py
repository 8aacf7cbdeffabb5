"""A page as a notebook: plain Markdown, each cell once and in order, its stored outputs."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import nbformat
import pytest
from rendering import Site, display, sources, stream

SOURCE = "# %% model\nmodel = 1\n# %% summary\nprint(model)\n# %% plot\nshow()\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><path d="M0 0"/></svg>'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    outputs = {
        "summary": [stream("one\n"), stream("warned\n", "stderr")],
        "plot": [display(svg=DRAWING, text="<Figure>"), display(html="<script>alert(1)</script>", text="v")],
    }
    site.program("snippets/a.py", SOURCE, **outputs)  # type: ignore[arg-type]
    return site


def prose(site: Site, text: str, page: str = "page.md") -> str:
    """What a page without programs becomes."""
    cells = site.notebook(text, page)["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown"]
    return str(cells[0]["source"])


PLAIN = {
    "an admonition": (
        '!!! note "제목"\n\n    a\n\n    - b\n\nafter',
        "> **제목**\n>\n> a\n>\n> - b\n\nafter",
    ),
    "an admonition without a title": ("!!! note\n    a", "> **note**\n>\n> a"),
    "an admonition in an admonition": (
        '!!! note "a"\n\n    b\n\n    !!! tip "c"\n\n        d',
        "> **a**\n>\n> b\n>\n>\n> > **c**\n> >\n> > d",
    ),
    "details": (
        '??? question "왜 `x < 1`입니까?"\n\n    a **b**\n\nafter',
        "<details>\n<summary>왜 <code>x &lt; 1</code>입니까?</summary>\n\na **b**\n\n</details>\n\nafter",
    ),
    "tabs": ('=== "하나"\n\n    a\n\n=== "둘"\n\n    b', "**하나**\n\na\n\n**둘**\n\nb"),
    "a grid": ('<div class="grid" markdown>\n\na\n\n</div>', "a"),
    "other HTML": ("<div>\n<b>a</b>\n</div>", "<div>\n<b>a</b>\n</div>"),
    "HTML in a grid": ("<div markdown>\n\n<div>\nx\n</div>\n\n</div>\n\ny", "<div>\nx\n</div>\n\ny"),
    "attributes of a heading": ("## a {#b .c}\n\nd", "## a\n\nd"),
    "a heading that ends in #": ("## Param # {#param}", "## Param \\#"),
    "attributes of a paragraph": ("a\n{: .b }", "a"),
    "braces that are text": ("a {b} `{#c}` {{ d }}", "a {b} `{#c}` {{ d }}"),
    "a link to a page": ("[a](b.md) [c](b.md#d) [e](d/)", "[a](site:b.md) [c](site:b.md#d) [e](site:d)"),
    "a link to a heading here": ("# x\n\n[a](#x)", "# x\n\n[a](#x)"),
    "a link to a heading's own id": ("# x {#y}\n\n[a](#y)", "# x\n\n[a](site:page.md#y)"),
    "an image": ("![a `b`](c.png)", "![a `b`](site:c.png)"),
    "a linked image": ("[![a](b.png)](c.md)", "[![a](site:b.png)](site:c.md)"),
    "a defined link": ("[a][b]\n\n[b]: c.md#d", "[a][b]\n\n[b]: site:c.md#d"),
    "other hosts": ("[a](https://b.org/c.md) <https://d.org>", "[a](https://b.org/c.md) <https://d.org>"),
    "code": ("```\n!!! note\n    [a](b.md) {#c}\n```", "```\n!!! note\n    [a](b.md) {#c}\n```"),
    "a code span": ("`[a](b.md) **c**d`", "`[a](b.md) **c**d`"),
    "strong text beside Hangul": (
        '**"말"**은 **나.**라고',
        '<strong>"말"</strong>은 <strong>나.</strong>라고',
    ),
    "strong text": ("**a** b**c**", "**a** b**c**"),
    "a table": ("| a | b |\n|---|---|\n| [c](d.md) | e |", "| a | b |\n|---|---|\n| [c](site:d.md) | e |"),
    "front matter": ("---\ntitle: x\ntags:\n  - y\n---\n\n# a", "# a"),
    "evidence": ("x **[one](../snippets/a.py#summary)** y", "x **one** y"),
    "evidence with brackets": ("x [`Layer[0][0]`](../snippets/a.py) y", "x `Layer[0][0]` y"),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_prose_is_plain_markdown(site: Site, text: str, expected: str) -> None:
    assert prose(site, text) == expected
    assert prose(site, text.replace("\n", "\r\n")) == expected


def test_links_lead_from_the_page_that_they_stand_on(site: Site) -> None:
    text = "[a](../b.md) [c](d%20e.md)"
    assert prose(site, text, "deep/page.md") == "[a](site:b.md) [c](site:deep/d e.md)"


def test_a_page_without_programs_is_a_notebook_of_prose(site: Site) -> None:
    notebook = site.notebook("# a\n\nb")
    nbformat.validate(nbformat.from_dict(notebook))
    assert sources(notebook, "code") == []


def test_each_cell_stands_there_once_with_what_must_run_before_it(site: Site) -> None:
    notebook = site.notebook(
        "[s](../snippets/a.py#summary)\n\nx\n\n[m](../snippets/a.py#model)\n\ny\n\n[all](../snippets/a.py)"
    )
    assert sources(notebook, "code") == ["model = 1", "print(model)", "show()"]
    assert "*m — 위에서 실행한 코드입니다.*" in sources(notebook, "markdown")[1]
    assert "**all** (`a.py`)" in sources(notebook, "markdown")[1]


def test_captions_stand_before_their_cells(site: Site) -> None:
    notebook = site.notebook("a\n\n[m](../snippets/a.py#model)\n\nb\n\n[s](../snippets/a.py#summary)\n\nc")
    kinds = [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]
    assert kinds == [
        ("markdown", "a\n\n**m** (`a.py`)"),
        ("code", "model = 1"),
        ("markdown", "b\n\n**s** (`a.py`)"),
        ("code", "print(model)"),
        ("markdown", "c"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '!!! note "t"\n\n    x\n\n    [m](../snippets/a.py#model)\n\n    y\n\nz',
            ["**t**\n\nx\n\n**m** (`a.py`)", "y\n\nz"],
        ),
        ('??? note "t"\n\n    [m](../snippets/a.py#model)\n\nz', ["**t**\n\n**m** (`a.py`)", "z"]),
        ('=== "t"\n\n    [m](../snippets/a.py#model)\n\nz', ["**t**\n\n**m** (`a.py`)", "z"]),
        ("- x\n\n    [m](../snippets/a.py#model)\n\n    y\n\n- z", ["- x\n\n**m** (`a.py`)", "y\n\n- z"]),
        ("- [m](../snippets/a.py#model)\n- z", ["**m** (`a.py`)", "- z"]),
        ("<div markdown>\n\n[m](../snippets/a.py#model)\n\n</div>\n\nz", ["**m** (`a.py`)", "z"]),
        ("> [m](../snippets/a.py#model)\n\nz", ["**m** (`a.py`)", "z"]),
    ],
)
def test_a_program_takes_its_place_out_of_what_it_stands_in(
    site: Site, text: str, expected: list[str]
) -> None:
    notebook = site.notebook(text)
    assert sources(notebook, "markdown") == expected
    assert sources(notebook, "code") == ["model = 1"]


def test_outputs_are_the_stored_ones_but_for_what_a_browser_would_run(site: Site) -> None:
    notebook = site.notebook("[all](../snippets/a.py)")
    nbformat.validate(nbformat.from_dict(notebook))
    _, summary, plot = (cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert summary == [stream("one\n"), stream("warned\n", "stderr")]
    assert [sorted(output["data"]) for output in plot] == [["image/svg+xml", "text/plain"], ["text/plain"]]
    assert "alert" not in json.dumps(notebook)
    assert 'aria-label="all"' in plot[0]["data"]["image/svg+xml"]
    assert plot[0]["metadata"]["image/svg+xml"] == {"alt": "all"}


def test_a_failed_program_has_its_code_and_no_outputs(site: Site) -> None:
    site.fails("snippets/a.py", 1, "no")
    notebook = site.notebook("[all](../snippets/a.py)")
    assert [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == [[], [], []]
    assert site.problems == []


def test_two_builds_give_the_same_notebook(site: Site) -> None:
    text = "# t\n\n[all](../snippets/a.py)\n\nx"
    first = site.notebook(text)
    assert first == site.notebook(text)
    assert len({cell["id"] for cell in first["cells"]}) == len(first["cells"])


def test_helper_modules_are_written_once_before_the_first_cell_that_needs_them(
    site: Site, tmp_path: Path
) -> None:
    helper = "\"\"\"Doc with 'quotes' and \\\\ and 한글.\"\"\"\nVALUE = '''x'''\n"
    site.program("snippets/helpers/h.py", helper)
    site.program("snippets/helpers/__init__.py", "")
    site.program("snippets/b.py", "# %% one\nfrom helpers import h\n# %% two\nprint(h.VALUE)")
    site.program("snippets/c.py", "# %% one\nfrom helpers.h import VALUE")
    notebook = site.notebook("[b](../snippets/b.py)\n\n[c](../snippets/c.py)")
    names = [cell["metadata"]["yeje"]["name"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert names == ["file", "file", "one", "two", "one"]
    folder = tmp_path / "empty"
    folder.mkdir()
    with contextlib.chdir(folder):
        for source in sources(notebook, "code")[:2]:
            exec(compile(source, "cell", "exec"), {})
    assert (folder / "helpers" / "h.py").read_text(encoding="utf-8") == helper


def test_programs_that_take_names_from_each_other_are_a_problem_of_the_page(site: Site) -> None:
    site.program("snippets/b.py", "# %% model\nmodel = 2")
    embeds = "[m](../snippets/a.py#model)\n\n[b](../snippets/b.py)\n\n[s](../snippets/a.py#summary)"
    text = f"---\ntitle: x\n---\n\n{embeds}"
    site.notebook(text)
    assert site.messages == [
        "docs/page.md:9: snippets/a.py (cell 'summary') reads 'model', which on this page's notebook is "
        "overwritten by snippets/b.py; rename it in one of the two"
    ]
    site.notebook(text.replace("summary", "model"))
    assert site.messages == []


def test_code_that_the_page_folds_is_folded_in_the_notebook(site: Site) -> None:
    site.program("snippets/b.py", "# %% one\nx = 1")
    folded = '??? success "풀이"\n\n    [b](../snippets/b.py)\n\n    말'
    notebook = site.notebook(f"[a](../snippets/a.py#model)\n\n{folded}\n\n[s](../snippets/a.py#summary)")
    nbformat.validate(nbformat.from_dict(notebook))
    hidden = {
        cell["metadata"]["yeje"]["name"]: (
            cell["metadata"].get("jupyter", {}).get("source_hidden", False),
            cell["metadata"].get("cellView"),
        )
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }
    assert hidden == {"model": (False, None), "one": (True, "form"), "summary": (False, None)}


def test_code_in_details_that_stand_open_is_open_in_the_notebook(site: Site) -> None:
    notebook = site.notebook('???+ tip "b"\n\n    [a](../snippets/a.py#model)')
    assert "jupyter" not in notebook["cells"][-1]["metadata"]


def test_a_program_that_must_raise_does_not_stop_the_notebook(site: Site) -> None:
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["ValueError: no"]}
    source = '# yeje: raises = "ValueError"\n# %% one\nx = 1\n# %% two\nraise ValueError("no")'
    site.program("snippets/e.py", source, two=[error])
    notebook = site.notebook("[e](../snippets/e.py)")
    nbformat.validate(nbformat.from_dict(notebook))
    one, two = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert "tags" not in one["metadata"] and two["metadata"]["tags"] == ["raises-exception"]
    assert two["outputs"] == [error]
