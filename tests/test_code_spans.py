"""yeje.code_spans: places in highlighted code."""

from __future__ import annotations

import html
import re

import pytest
from markdown import Markdown

from yeje import code_spans, render
from yeje.cells import parse
from yeje.model import Cell

CODE = render.highlighter(Markdown())


def cell(source: str, before: str = "") -> Cell:
    return parse("snippets/x.py", f"{before}# %% a\n{source}".encode()).cells[0]


def marked(source: str, *pieces: str) -> str:
    """The highlighted source, in which each piece is marked with its number."""
    tags = {}
    for number, piece in enumerate(pieces):
        start = source.index(piece)
        tags[start, start + len(piece)] = f'<span data-layer="{number}">'
    return code_spans.mark(CODE(source), source, tags)


def inside(page: str) -> dict[str, str]:
    """Number -> the text inside its mark. Fails where elements are not closed in order."""
    found: dict[str, str] = {}
    stack: list[str | None] = []
    for part in re.findall(r"<[^>]*>|[^<]+", page):
        if part.startswith("</"):
            stack.pop()
        elif part.startswith("<"):
            number = re.search(r'data-layer="([^"]*)"', part)
            stack.append(number[1] if number else None)
        else:
            for number_ in {open_ for open_ in stack if open_ is not None}:
                found[number_] = found.get(number_, "") + html.unescape(part)
    assert stack == []
    return found


def text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


SOURCES = {
    "one token": ("x = layer", ("layer",)),
    "a call": (
        "x = layers.Dense(4, name='a')(h)",
        ("layers.Dense(4, name='a')(h)", "layers.Dense(4, name='a')"),
    ),
    "neighbours": ("f(a)(b); g(c)", ("f(a)", "g(c)")),
    "the whole source": ("Dense(1)", ("Dense(1)",)),
    "over lines": (
        "x = Dense(\n    4,  # 넷\n    name='가',\n)(h)\ny = 1",
        ("Dense(\n    4,  # 넷\n    name='가',\n)(h)",),
    ),
    "three deep": ("a(b(c(1)))", ("a(b(c(1)))", "b(c(1))", "c(1)")),
    "inside a token": ("x = 'one two three'", ("two",)),
    "from the middle of a token to that of another": ("abc(def_)", ("c(de",)),
    "what has to be escaped": ("x = f(a < b, '<&>')", ("f(a < b, '<&>')", "'<&>'")),
    "inside an f-string": ('x = f"a {keras.Input((3,))} b"', ("keras.Input((3,))",)),
    "a text over lines": ('x = f("""one\ntwo\n""", 1)', ('f("""one\ntwo\n""", 1)',)),
}


@pytest.mark.parametrize(("source", "pieces"), SOURCES.values(), ids=SOURCES)
def test_each_place_is_marked_and_nothing_else_changes(source: str, pieces: tuple[str, ...]) -> None:
    page = marked(source, *pieces)
    assert inside(page) == {str(number): piece for number, piece in enumerate(pieces)}
    assert text(page) == text(CODE(source))
    without = re.sub(r'<span data-layer="\d+">', "", page)
    assert page.count("<span data-layer") == len(pieces)
    classes = re.findall(r'<span class="(\w+)">', CODE(source))
    assert set(re.findall(r'<span class="(\w+)">', without)) == set(classes)


def test_of_places_that_cross_the_first_counts() -> None:
    source = "abc def ghi"
    tags = {(0, 7): '<span data-layer="0">', (4, 11): '<span data-layer="1">'}
    assert inside(code_spans.mark(CODE(source), source, tags)) == {"0": "abc def"}


@pytest.mark.parametrize(
    "page",
    [
        "",
        "no code at all",
        "<pre><code>x = 2</code></pre>",
        '<pre><code><a href="#l1"></a>x = 1</code></pre>',
        '<pre><code><span id="l1">x = 1</span></code></pre>',
    ],
)
def test_html_that_is_not_of_this_source_stays_as_it_is(page: str) -> None:
    assert code_spans.mark(page, "x = 1", {(0, 1): "<span>"}) == page


def test_direction_marks_change_the_text_so_nothing_is_marked() -> None:
    source = "x = '\u202e'"
    assert code_spans.mark(CODE(source), source, {(0, 1): "<span data-layer>"}) == CODE(source)


def test_columns_are_bytes_and_lines_those_of_the_file() -> None:
    source = "가 = f(나)\ny = g(h(1))"
    found = cell(source, '"""제목"""\n\n')
    lines = {number: line for number, line in enumerate(source.split("\n"), found.line)}
    start = len("가 = ".encode())
    span = (found.line, start, found.line, start + len("f(나)".encode()))
    assert code_spans.ranges(found, [span]) == [(4, 8)]
    assert lines[found.line][4:8] == "f(나)"
    over = (found.line, start, found.line + 1, 5)
    ((first, last),) = code_spans.ranges(found, [over])
    assert source[first:last] == "f(나)\ny = g"


def test_of_a_layers_places_the_outermost_count_and_only_those_in_the_cell() -> None:
    found = cell("Dense(4)(x)")
    inner, outer = (found.line, 0, found.line, 8), (found.line, 0, found.line, 11)
    elsewhere = [(found.line - 1, 0, found.line, 3), (found.line + 1, 0, found.line + 1, 3), (900, 0, 900, 4)]
    assert code_spans.ranges(found, [inner, outer, inner, *elsewhere]) == [(0, 11)]


def test_a_column_behind_the_line_is_its_end() -> None:
    found = cell("ab\ncd")
    ((start, end),) = code_spans.ranges(found, [(found.line, 1, found.line, 900)])
    assert (start, end) == (1, 2)


def test_only_tokens_that_have_a_colour_of_their_own_keep_an_element() -> None:
    page = CODE("x = f(1, 'a < b')  # c\nfor y in x: pass")
    assert set(re.findall(r'class="(\w+)">', page.split("<code>")[1])) == {"mi", "s1", "c1", "k", "ow"}
    assert html.unescape(re.sub("<[^>]*>", "", page)).strip() == "x = f(1, 'a < b')  # c\nfor y in x: pass"


def test_places_are_marked_in_text_that_has_no_elements() -> None:
    source = "x = Dense(3)(y)"
    page = code_spans.mark(CODE(source), source, {(4, 12): "<span data-layer>"})
    assert 'x = <span data-layer>Dense(<span class="mi">3</span>)</span>(y)' in page


@pytest.mark.parametrize(
    ("line", "reached"),
    [
        ("x = 1", False),
        ("x" * 36, False),
        ("x" * 37, True),
        (f"'{'가' * 17}'", False),
        (f"'{'가' * 18}'", True),
    ],
)
def test_code_takes_the_focus_where_a_phone_has_to_scroll_it(line: str, reached: bool) -> None:
    for page in (CODE(f"a\n{line}"), f"<pre><code>{line}</code></pre>"):
        assert (' tabindex="0"' in code_spans.reachable(f"<p>{page}</p>")) == reached
        assert code_spans.reachable(page).replace(' tabindex="0"', "") == page
