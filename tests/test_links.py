"""Links in Markdown text, and that Python-Markdown sees the very same ones."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from rendering import Site, embeds

from yeje import links
from yeje.model import LinkError

A = "../snippets/a.py"

ALONE = {
    "a paragraph": "text\n\n[a](../snippets/a.py)\n\ntext",
    "the whole page": "[a](../snippets/a.py)",
    "spaces around": "text\n\n  [a](../snippets/a.py)  \n\ntext",
    "a title": '[a](../snippets/a.py "title")',
    "angle brackets": "[a](<../snippets/a.py>)",
    "a reference": "[a][b]\n\n[b]: ../snippets/a.py",
    "a short reference": "[a]\n\n[a]: ../snippets/a.py",
    "a loose list": "- [a](../snippets/a.py)\n\n- text",
    "a tight list": "- text\n- [a](../snippets/a.py)\n- text",
    "a numbered list": "1. text\n2. [a](../snippets/a.py)",
    "a paragraph of a list item": "- text\n\n    [a](../snippets/a.py)\n\n- text",
    "a nested list": "- text\n\n    - [a](../snippets/a.py)\n",
    "an admonition": '!!! note "t"\n\n    [a](../snippets/a.py)\n\ntext',
    "an admonition without a blank line": "!!! note\n    [a](../snippets/a.py)",
    "details": '??? example "t"\n\n    text\n\n    [a](../snippets/a.py)\n\n    text',
    "a tab": '=== "one"\n\n    [a](../snippets/a.py)\n\n=== "two"\n\n    text',
    "a grid": '<div class="grid" markdown>\n\n[a](../snippets/a.py)\n\n</div>',
    "a tight grid": '<div class="grid" markdown>\n[a](../snippets/a.py)\n</div>',
    "a quotation": "text\n\n> [a](../snippets/a.py)\n\ntext",
    "a heading before": "## heading\n[a](../snippets/a.py)",
    "a heading after": "[a](../snippets/a.py)\n## heading",
    "an admonition after": "[a](../snippets/a.py)\n!!! note\n    text",
    "a comment before": "<!-- [b](../snippets/b.py) -->\n[a](../snippets/a.py)",
    "code in its text": "[`a` and *b*](../snippets/a.py)",
    "two lines": "[a\nb](../snippets/a.py)",
}
IN_A_SENTENCE = {
    "a sentence": "x [a](../snippets/a.py) y",
    "its end": "x\n[a](../snippets/a.py)",
    "its begin": "[a](../snippets/a.py)\nx",
    "a full stop": "[a](../snippets/a.py).",
    "bold": "**[a](../snippets/a.py)**",
    "a heading": "## [a](../snippets/a.py)",
    "an underlined heading": "[a](../snippets/a.py)\n---",
    "a table": "| x | y |\n|---|---|\n| [a](../snippets/a.py) | z |",
    "a tight list item": "- x: [a](../snippets/a.py)\n- y",
    "brackets in its text": "x [Layer_2[0][0]](../snippets/a.py) y",
    "code in its text": "x [`a[0]`](../snippets/a.py) y",
    "an escaped bracket in its text": "x [a\\]](../snippets/a.py) y",
    "other brackets before": "x [y] [a](../snippets/a.py)",
    "brackets around": "x [see [a](../snippets/a.py)] y",
    "a footnote": "x[^1]\n\n[^1]: y [a](../snippets/a.py) z",
    "a lazy line": "- x\n  [a](../snippets/a.py)",
}
NONE = {
    "a fence": "```\n[a](../snippets/a.py)\n```",
    "a fence of tildes in a list": "- x\n\n    ~~~ python\n    [a](../snippets/a.py)\n    ~~~",
    "a longer fence around a shorter one": "````\n```\n[a](../snippets/a.py)\n```\n````",
    "a code span": "x `[a](../snippets/a.py)` y",
    "a code span of two ticks": "x ``[a](../snippets/a.py) ` `` y",
    "indented code": "x\n\n    [a](../snippets/a.py)\n",
    "indented code in a list": "- x\n\n        [a](../snippets/a.py)\n",
    "a comment": "<!-- [a](../snippets/a.py) -->",
    "a comment of many lines": "<!--\n\n[a](../snippets/a.py)\n\n-->",
    "an escaped bracket": "x \\[a](../snippets/a.py)",
    "another file": "[a](other.md)",
    "another host": "[a](https://example.org/snippets/a.py)",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.program("snippets/a.py", "# %% one\nprint()", one="a a[0] a] a and b a\nb Layer_2[0][0]")
    return site


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_a_link_alone_in_its_paragraph_embeds_in_text_and_in_tree(site: Site, text: str) -> None:
    assert [link.alone for link in links.scan(text, "snippets")] == [True]
    html = site.render(text)
    assert (site.messages, embeds(html)) == ([], ["a"])


@pytest.mark.parametrize("text", IN_A_SENTENCE.values(), ids=IN_A_SENTENCE)
def test_a_link_in_a_sentence_is_evidence_in_text_and_in_tree(site: Site, text: str) -> None:
    assert [link.alone for link in links.scan(text, "snippets")] == [False]
    html = site.render(text)
    assert (site.messages, embeds(html)) == ([], [])
    assert html.count("yeje-evidence") == 1


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_code_and_comments_hold_no_links(site: Site, text: str) -> None:
    assert list(links.scan(text, "snippets")) == []
    html = site.render(text)
    assert (site.messages, site.asked, embeds(html)) == ([], [], [])
    assert "yeje-evidence" not in html


def test_every_link_knows_its_line() -> None:
    text = "\n".join(["", f"[a]({A})", "", f"x [b]({A}) y", f"z [c][r] [d]({A})", "", f"[r]: {A}"])
    assert [(link.text, link.line) for link in links.scan(text, "snippets")] == [
        ("a", 2),
        ("b", 4),
        ("c", 5),
        ("d", 5),
    ]


def test_a_link_says_where_it_stands_in_the_text() -> None:
    text = f'`[no]({A})` and [`x` y]({A} "t") z'
    (link,) = links.scan(text, "snippets")
    assert text[link.start : link.end] == f'[`x` y]({A} "t")'


@pytest.mark.parametrize(
    ("href", "ours"),
    [
        ("../snippets/a.py", True),
        ("../snippets/a.py#b", True),
        ("a.py", True),
        ("../snippets/", True),
        ("../snippets/data.csv", True),
        ("file:///etc/a.py", True),
        ("..\\snippets\\a.py", True),
        ("C:\\a.py", True),
        ("other.md", False),
        ("#a.py", False),
        ("https://example.org/a.py", False),
        ("//example.org/a.py", False),
        ("mailto:a.py", False),
        ("http://[", False),
    ],
)
def test_what_is_meant_for_a_program(href: str, ours: bool) -> None:
    assert links.is_program_link(href, "snippets") is ours


def target(root: Path, href: str, page: str = "page.md") -> links.Target:
    return links.resolve(href, page, root, "docs", "snippets")


@pytest.mark.parametrize(
    ("href", "page"),
    [
        ("../snippets/a.py#one", "page.md"),
        ("../../snippets/a.py#one", "deep/page.md"),
        ("../snippets/./a.py#one", "page.md"),
        ("../snippets/deep/../a.py#one", "page.md"),
        ("%2E%2E/snippets/a.py#one", "page.md"),
        ("../snippets/a.py#%6Fne", "page.md"),
        ("anything/snippets/a.py#one", ""),
    ],
)
def test_a_link_leads_to_its_program_and_cell(site: Site, href: str, page: str) -> None:
    assert target(site.root, href, page) == links.Target("snippets/a.py", "one")


@pytest.mark.parametrize("fragment", ["", "#"])
def test_without_a_fragment_it_is_the_whole_program(site: Site, fragment: str) -> None:
    assert target(site.root, A + fragment) == links.Target("snippets/a.py", None)


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_link", ["NFC", "NFD", "percent"])
def test_korean_names_are_found_in_either_unicode_form(site: Site, on_disk: str, in_link: str) -> None:
    name = "갈라진 신경망.py"
    site.program("snippets/" + unicodedata.normalize(on_disk, name), "print()")  # type: ignore[arg-type]
    from urllib.parse import quote

    href = quote(name) if in_link == "percent" else unicodedata.normalize(in_link, name)  # type: ignore[arg-type]
    found = target(site.root, f"../snippets/{href}")
    assert (site.root / found.program).is_file()


def test_the_message_for_a_wrong_link_has_no_line_of_its_own(site: Site) -> None:
    with pytest.raises(LinkError) as caught:
        target(site.root, "../snippets/b.py")
    assert (caught.value.path, caught.value.line) == ("docs/page.md", None)
