"""Family 'Sources and links': what a page with a wrong link gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from rendering import Site, embeds

GOOD = "# %% model\nmodel = 1\n# %% summary\nprint(model)\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "repository"
    site = Site(root)
    site.program("snippets/branched.py", GOOD, summary="1")
    site.program("snippets/helpers/neurons.py", "def draw(): ...")
    site.program("snippets/helpers/__init__.py", "")
    (root / "snippets" / "data.csv").write_text("1", encoding="utf-8")
    (root / "mkdocs.py").write_text("secret = 1", encoding="utf-8")
    (tmp_path / "outside.py").write_text("secret = 1", encoding="utf-8")
    (root / "snippets" / "out.py").symlink_to(tmp_path / "outside.py")
    (root / "snippets" / "dangling.py").symlink_to(root / "snippets" / "gone.py")
    (root / "snippets" / "loop.py").symlink_to(root / "snippets" / "loop.py")
    (root / "snippets" / "folder.py").mkdir()
    return site


FAULTS = {
    f"snippets/{'long' * 99}.py": f"no file snippets/{'long' * 99}.py; there is: snippets/",
    "snippets/branched.py/x.py": "no file snippets/branched.py/x.py; there is: snippets/branched.py",
    "snippets/branched.py#sumary": (
        "snippets/branched.py has no cell named 'sumary'; it has: model, summary"
    ),
    "snippets/brunched.py": "no file snippets/brunched.py; there is: snippets/branched.py",
    "snippets/../mkdocs.py": "programs stand in snippets/, nowhere else",
    "../outside.py": "programs stand in snippets/, nowhere else",
    "snippets/../../outside.py": "programs stand in snippets/, nowhere else",
    "snippets/%2e%2e/mkdocs.py": "programs stand in snippets/, nowhere else",
    "snippets": "programs stand in snippets/, nowhere else",
    "snippets/out.py": "snippets/out.py leads out of snippets/",
    "snippets/dangling.py": "snippets/dangling.py is a symbolic link that leads nowhere",
    "snippets/loop.py": "snippets/loop.py is a symbolic link that leads nowhere",
    "snippets/folder.py": "snippets/folder.py is no program; link to a .py file",
    "snippets/data.csv": "snippets/data.csv is no program; link to a .py file",
    "snippets/helpers/neurons.py": "neurons.py is a module for programs to import, no program",
    "snippets/helpers/__init__.py": "is a module for programs to import, no program",
}
ABSOLUTE = [
    "/snippets/branched.py",
    "file:///snippets/branched.py",
    "..\\snippets\\branched.py",
    "C:\\branched.py",
]


@pytest.mark.parametrize(("href", "message"), FAULTS.items(), ids=FAULTS)
def test_a_wrong_embed_is_named_with_page_line_and_cure(site: Site, href: str, message: str) -> None:
    html = site.render(f"text\n\n[x](../{href})\n\nmore [1](../snippets/branched.py#summary)", offset=10)
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:13: ")
    assert message in problem
    assert "yeje-error" in html
    assert "secret" not in html
    assert html.count("yeje-evidence") == 1  # the rest of the page is intact


@pytest.mark.parametrize("href", ABSOLUTE)
def test_a_program_is_linked_by_a_relative_path(site: Site, href: str) -> None:
    site.render(f"[x]({href})")
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:1: ")
    assert "link to a program by a relative path, like ../snippets/x.py" in problem


@pytest.mark.parametrize(("href", "message"), FAULTS.items(), ids=FAULTS)
def test_wrong_evidence_is_named_the_same(site: Site, href: str, message: str) -> None:
    html = site.render(f"text\n\nmore [x](../{href}) text")
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:3: ")
    assert message in problem
    assert '<strong class="yeje-broken">' in html
    assert "more" in html and html.rstrip().endswith("text</p>")


@pytest.mark.parametrize("href", [*FAULTS, "snippets/x.py#[", "snippets/\0.py"])
def test_a_notebook_leaves_wrong_links_to_the_page(site: Site, href: str) -> None:
    notebook = site.notebook(f"# t\n\n[x](../{href})\n\nend")
    assert site.problems == []
    assert not [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_all_problems_of_a_page_are_told_together(site: Site) -> None:
    site.render("[x](../snippets/a.py)\n\n[2](../snippets/branched.py#summary) y\n\n- [z](../snippets/c.py)")
    assert [message.split(":")[1] for message in site.messages] == ["1", "5", "3"]


def test_the_line_of_a_repeated_link_is_that_of_its_own_occurrence(site: Site) -> None:
    link = "x [2](../snippets/branched.py#summary) y"
    fence = f"```\n{link}\n```"
    site.render(f"{fence}\n\n`[2](../snippets/branched.py#summary)`\n\n{link}\n\n{link}")
    assert [message.split(":")[1] for message in site.messages] == ["7", "9"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_count_the_same_with_either_line_end(site: Site, newline: str) -> None:
    site.render(newline.join(["text", "", "[x](../snippets/no.py)"]), offset=4)
    assert site.messages[0].startswith("docs/page.md:7: ")


def test_the_same_cell_twice_runs_once_and_has_ids_of_its_own(site: Site) -> None:
    html = site.render("[a](../snippets/branched.py#model)\n\n[b](../snippets/branched.py#model)")
    assert embeds(html) == ["branched-model", "branched-model-2"]
    assert set(site.asked) == {"snippets/branched.py"}


def test_two_programs_whose_names_make_one_id_get_two(site: Site) -> None:
    site.program("snippets/a/b.py", "print(1)")
    site.program("snippets/a-b.py", "print(2)")
    html = site.render("[x](../snippets/a/b.py)\n\n[y](../snippets/a-b.py)\n\n<div id='a-b-3'></div>")
    assert embeds(html) == ["a-b", "a-b-2"]


def test_headings_and_embeds_share_no_id(site: Site) -> None:
    box = '<div id="branched-2" markdown>\n\ntext\n\n</div>'
    link = "[x](../snippets/branched.py)"
    html = site.render(f"# branched\n\n{box}\n\n{link}\n\n{link}")
    assert [html.count(f'id="branched{suffix}"') for suffix in ("", "-2", "-3")] == [1, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "text\n- [x](../snippets/branched.py)",
        "[x](../snippets/branched.py) <!-- note -->",
        "- [x](../snippets/branched.py)\n    - y",
    ],
)
def test_a_link_of_unclear_purpose_is_asked_about(site: Site, text: str) -> None:
    html = site.render(text)
    (problem,) = site.messages
    assert "is this link to show the program, or to be evidence for a sentence?" in problem
    assert embeds(html) == []


@pytest.mark.parametrize("attributes", ["{ .big }", "{: #id }", '{ title="x" }'])
def test_a_link_with_attributes_is_told_that_it_takes_none(site: Site, attributes: str) -> None:
    html = site.render(f"text\n\n[x](../snippets/branched.py){attributes}")
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:3: a link that shows a program takes no attributes; take out")
    assert embeds(html) == []


def test_a_program_that_is_linked_as_an_image_is_told(site: Site) -> None:
    site.render("`![x](../snippets/branched.py)`\n\ntext ![x](../snippets/branched.py) ![y](y.png)")
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:3: ../snippets/branched.py: a program is no image; to show it")


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n[x](../snippets/branched.py)\n</div>",
        "<pre>\n[x](../snippets/branched.py)\n</pre>",
    ],
)
def test_a_link_in_raw_html_is_reported_and_shown_as_written(site: Site, text: str) -> None:
    html = site.render(f"{text}\n\nend")
    (problem,) = site.messages
    assert problem.startswith("docs/page.md:2: ../snippets/branched.py: this link stands in HTML")
    assert "[x](../snippets/branched.py)" in html


def test_evidence_of_a_program_that_failed_is_no_second_problem(site: Site) -> None:
    site.fails("snippets/branched.py", 2, "ValueError: no (cell 'model')")
    html = site.render("x [77](../snippets/branched.py#summary) y\n\n[m](../snippets/branched.py#model)")
    assert site.problems == []  # the build reports the program once
    assert "ValueError: no" in html
    assert html.count("yeje-error") == 1


def test_a_program_that_cannot_be_read_is_its_own_problem(site: Site) -> None:
    site.program("snippets/broken.py", "def f(:\n")
    html = site.render("[x](../snippets/broken.py)\n\ny [1](../snippets/broken.py) z")
    assert site.problems == []
    assert "snippets/broken.py:1: SyntaxError" in html
