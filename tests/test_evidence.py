"""What counts as evidence for a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from rendering import Site, display, embeds, stream

from yeje.evidence import holds, printed, quote

HOLDS = [
    ("333,526", "Total params: 333,526 (1.27 MB)"),
    ("333526", "Total params: 333,526"),
    ("333,526", "333526"),
    ("1.27 MB", "(1.27 MB)"),
    ("66", "66개"),
    ("66", "모두 66"),
    ("5", "3-5"),
    ("-5", "x = -5"),
    ("(5, 1)", "shape (5,  1)"),
    ("Layer_2 -> y1", "Layer_2   ->\ny1"),
    ("Layer_2[0][0]", "│ Layer_2[0][0] │"),
    ("0.0", "max difference: 0.0"),
    ("1.5", "It is 1.5."),
    ("12", "8, 12, 16"),
    ("True", "True\nTrue"),
    ("가중치", "이 층의 가중치가"),
    ("값", "값"),
]
DOES_NOT = [
    ("3", "333"),
    ("526", "333,526"),
    ("333", "333,526"),
    ("200", "1,200"),
    ("0.0", "0.01"),
    ("3", "3.5"),
    ("5", "-5"),
    ("5", "x=-5"),
    ("5", "−5"),
    ("5", "1e-5"),
    ("1", "1e-5"),
    ("3", "Layer_3"),
    ("2", "conv2d"),
    ("linear", "nonlinear"),
    ("conv2d", "conv2d_1"),
    ("Total", "total"),
    ("", "anything"),
    ("  ", "  "),
    ("a.c", "abc"),
    ("66", ""),
]


@pytest.mark.parametrize(("claim", "text"), HOLDS)
def test_a_claim_holds_where_it_stands_whole(claim: str, text: str) -> None:
    assert holds(claim, text)


@pytest.mark.parametrize(("claim", "text"), DOES_NOT)
def test_a_piece_of_a_number_or_a_word_is_no_evidence(claim: str, text: str) -> None:
    assert not holds(claim, text)


def test_korean_is_compared_in_one_unicode_form() -> None:
    import unicodedata

    assert holds(unicodedata.normalize("NFD", "값"), unicodedata.normalize("NFC", "값 3"))


def test_only_text_is_evidence_not_figures() -> None:
    outputs = [
        stream("out"),
        stream("err", "stderr"),
        display(text="value"),
        display(text="<Figure>", svg="<svg>42</svg>"),
        display(text="<Image>", png="42"),
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["E: trace"]},
    ]
    assert printed(outputs).split() == ["out", "err", "value", "E:", "trace"]


def test_a_quote_of_long_output_is_cut_and_says_so() -> None:
    text = quote("\n".join(["x" * 1000, *map(str, range(30))]))
    assert "… [19 more lines]" in text
    assert max(map(len, text.split("\n"))) < 250


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    source = "# %% model\nmodel = 1\n# %% count\nprint(66)\n"
    site.program("snippets/a.py", source, count="total: 66\na*b [x] <i> A&B\n")
    return site


PLACES = {
    "a heading": "## {} units",
    "a table": "| x | y |\n|---|---|\n| {} | z |",
    "a list": "- n: {}\n- m",
    "bold": "x **{}** y",
    "a quotation": "> x {} y",
    "an admonition": "!!! note\n\n    x {} y",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_evidence_is_checked_wherever_it_stands(site: Site, place: str) -> None:
    html = site.render(place.format("[66](../snippets/a.py#count)"))
    assert site.messages == [] and html.count('class="yeje-evidence"') == 1
    site.render(place.format("[67](../snippets/a.py#count)"))
    (message,) = site.messages
    assert "the page says '67', but snippets/a.py#count printed:\n    total: 66" in message


@pytest.mark.parametrize(
    "text",
    ["**66**", "`66`", "a\\*b", "`a*b`", "\\[x\\]", "&lt;i&gt;", "`<i>`", "A&amp;B", "A&B", "<b>66</b>"],
)
def test_a_claim_is_what_the_reader_sees_of_it(site: Site, text: str) -> None:
    site.render(f"x [{text}](../snippets/a.py#count) y")
    assert site.messages == []


def test_evidence_points_to_the_embed_on_its_page_wherever_that_stands(site: Site) -> None:
    claim, embed = "x [66](../snippets/a.py#count) y", "[c](../snippets/a.py#count)"
    for text in (f"{claim}\n\n{embed}", f"{embed}\n\n{claim}"):
        html = site.render(text)
        assert embeds(html) == ["a-count"]
        assert 'class="yeje-evidence" href="#a-count"' in html
    html = site.render(f"{claim}\n\n[whole](../snippets/a.py)")
    assert 'class="yeje-evidence" href="#a"' in html


def test_evidence_of_a_cell_that_is_not_on_the_page_is_the_download(site: Site) -> None:
    html = site.render("x [66](../snippets/a.py#count) y\n\n[m](../snippets/a.py#model)")
    assert 'class="yeje-evidence" href="snippets/a.py"' in html
    html = site.render("x [66](../../snippets/a.py#count) y", page="deep/page.md")
    assert 'class="yeje-evidence" href="../snippets/a.py"' in html


def test_without_downloads_such_evidence_is_no_link(site: Site) -> None:
    html = site.render("x [66](../snippets/a.py#count) y", downloads=False)
    assert '<span class="yeje-evidence">66</span>' in html


def test_evidence_needs_output_of_the_named_cell(site: Site) -> None:
    site.render("x [66](../snippets/a.py#model) y")
    assert site.messages == ["docs/page.md:1: the page says '66', but snippets/a.py#model printed nothing"]


def test_evidence_without_a_cell_is_what_the_whole_program_printed(site: Site) -> None:
    site.render("x [66](../snippets/a.py) y")
    assert site.messages == []
