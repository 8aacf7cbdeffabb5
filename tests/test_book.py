"""All pages as one: ids that do not meet, links that stay inside."""

from __future__ import annotations

import re

import pytest

from yeje import book
from yeje.published import Page


def page(uri: str, url: str, html: str) -> Page:
    return Page(uri, url, uri.removesuffix(".md"), "", (), html)


def chapter(html: str, uri: str = "deep/a.md", url: str = "deep/a/") -> str:
    others = [page("index.md", "", ""), page("b.md", "b/", "")]
    (made,) = [c for c in book.chapters([page(uri, url, f"<h1>A</h1>{html}"), *others]) if c.id == uri[:-3]]
    return made.html.removeprefix("<h1>A</h1>")


def test_chapters_stand_in_the_order_of_the_pages_under_their_names() -> None:
    made = book.chapters([page("b.md", "b/", "<h1>B</h1>"), page("errors/a.md", "errors/a/", "<h1>A</h1>")])
    assert [(c.id, c.title) for c in made] == [("b", "b"), ("errors/a", "errors/a")]


def test_the_same_id_on_two_pages_is_two_ids_in_the_book() -> None:
    html = '<h1 id="x">X</h1><p id="fn:1"></p>'
    made = book.chapters([page("a.md", "a/", html), page("b.md", "b/", html)])
    assert re.findall(r'id="([^"]*)"', made[0].html + made[1].html) == ["a/x", "a/fn:1", "b/x", "b/fn:1"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="#x">', '<a href="#deep/a/x">'),
        ('<a href="../../b/">', '<a href="#b">'),
        ('<a href="../../b/#층">', '<a href="#b/층">'),
        ('<a href="../../#x">', '<a href="#index/x">'),
        ('<a href="../../snippets/a.py">', '<a href="snippets/a.py">'),
        ('<a href="../../tags/#tag:a">', '<a href="tags/#tag:a">'),
        ('<a href="https://example.org/?a=1&amp;b=2#c">', '<a href="https://example.org/?a=1&amp;b=2#c">'),
        ('<img src="figure.png">', '<img src="deep/a/figure.png">'),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        ('<label for="__tabbed_1_1">', '<label for="deep/a/__tabbed_1_1">'),
        ('<input name="__tabbed_1">', '<input name="deep/a/__tabbed_1">'),
        ('<td headers="r1 c2">', '<td headers="deep/a/r1 deep/a/c2">'),
        ('<div aria-labelledby="a b">', '<div aria-labelledby="deep/a/a deep/a/b">'),
        ('<use xlink:href="#mark"/>', '<use xlink:href="#deep/a/mark"/>'),
        ('<g clip-path="url(#clip)">', '<g clip-path="url(#deep/a/clip)">'),
        ('<details class="question">', '<details open class="question">'),
        ("<details open>", "<details open>"),
        ('<details class="yeje-terminal">', '<details class="yeje-terminal">'),
    ],
)
def test_what_points_at_an_id_or_a_page_follows(before: str, after: str) -> None:
    assert chapter(before) == after


def test_text_that_looks_like_an_attribute_stays_as_it_is() -> None:
    text = '<p>Write id="x" href="#y" or url(#z) there, 1 &lt; 2 &gt; 0.</p><code> id=&quot;x&quot; </code>'
    assert chapter(text) == text
    assert chapter('<p data-id="x" aria-label="id=y">') == '<p data-id="x" aria-label="id=y">'


def test_outputs_of_a_program_that_two_pages_show_have_two_names() -> None:
    assert chapter('<pre tabindex="0" role="region" aria-label="출력 1">') == (
        '<pre tabindex="0" role="region" aria-label="출력 1 (deep/a)">'
    )


def test_a_page_without_a_heading_gets_its_title() -> None:
    (made,) = book.chapters([Page("a.md", "a/", "1 < 2", "", (), "<p>x</p>")])
    assert made.html == "<h1>1 &lt; 2</h1>\n<p>x</p>"


def test_a_site_whose_addresses_are_files_makes_the_same_book() -> None:
    assert chapter('<a href="../b.html#x">', url="deep/a.html") == '<a href="b.html#x">'
    pages = [page("a.md", "a.html", '<h1>A</h1><a href="b.html#x">'), page("b.md", "b.html", "<h1>B</h1>")]
    assert book.chapters(pages)[0].html == '<h1>A</h1><a href="#b/x">'
