"""The Markdown extension: what an embed looks like, and that it leaves the rest of a page alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown
from rendering import EXTENSIONS, Site, display, embeds

SOURCE = '"""제목"""\n# %% model\nmodel = 1\n# %% summary\nprint(model)\n# %% plot\nshow()\n'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="x" d="M0 0"/><use href="#x"/></svg>'
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    outputs = {"summary": "one\n", "plot": [display(svg=DRAWING, text="<Figure>")]}
    site.program("snippets/a.py", SOURCE, **outputs)  # type: ignore[arg-type]
    return site


def code(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", part).strip() for part in re.findall(r"<code>(.*?)</code>", html, re.S)]


def test_an_embed_is_the_cell_s_code_and_its_outputs(site: Site) -> None:
    html = site.render("before\n\n[the *caption*](../snippets/a.py#summary)\n\nafter")
    assert code(html) == ["print(model)"]
    assert re.search(
        r'<p>before</p>\s*<div class="yeje" data-cell="summary" data-program="a" id="a-summary">\s*'
        r'<div class="yeje-caption"><span>the <em>caption</em></span>\s*'
        r'<a class="yeje-source" download="a.py" href="snippets/a.py">a.py</a></div>\s*'
        r'<div class="yeje-cell"><div class="language-python highlight">.*</div>\s*'
        r'<div class="yeje-output yeje-stdout"><pre [^>]*>one</pre></div></div>\s*</div>\s*<p>after</p>',
        html,
        re.DOTALL,
    )


def test_a_whole_program_shows_all_cells_with_their_outputs_in_order(site: Site) -> None:
    html = site.render("[all](../snippets/a.py)")
    assert code(html) == ["model = 1", "print(model)", "show()"]
    order = ["model = <span", ">one<", "<svg"]
    assert sorted(order, key=html.index) == order
    assert 'data-program="a"' in html and "data-cell" not in html
    assert "제목" not in html and "%%" not in html


def test_a_figure_has_the_caption_as_its_text_and_ids_of_its_own(site: Site) -> None:
    html = site.render("[a `b` \\* &amp; **c**](../snippets/a.py#plot)\n\n[x](../snippets/a.py)")
    assert 'aria-label="a b * &amp; c"' in html
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids)) == 4


def test_without_downloads_an_embed_has_no_link(site: Site) -> None:
    html = site.render("[x](../snippets/a.py)", downloads=False)
    assert "<a " not in html and '<div class="yeje-caption"><span>x</span></div>' in html


def test_a_download_of_a_strange_name_is_a_proper_address(site: Site) -> None:
    site.program("snippets/a #1 50%.py", "print()")
    html = site.render("[x](<../snippets/a%20%231%2050%25.py>)")
    assert site.messages == []
    assert 'href="snippets/a%20%231%2050%25.py"' in html
    assert embeds(html) == ["a-1-50-"]


@pytest.mark.parametrize(
    "holder",
    [
        "- {}",
        "1. x\n2. {}",
        "> {}",
        "!!! note\n\n    {}",
        '??? note "t"\n\n    {}',
        '=== "t"\n\n    {}',
        "- x\n\n    {}",
    ],
)
def test_an_embed_stays_inside_its_list_admonition_or_tab(site: Site, holder: str) -> None:
    html = site.render(holder.format("[x](../snippets/a.py#summary)") + "\n\nafter")
    assert embeds(html) == ["a-summary"]
    opened, _, rest = html.partition('<div class="yeje"')
    assert "<p>after</p>" in rest
    container = re.findall(r"<(li|blockquote|details|div)\b", opened)[-1]
    assert rest.index(f"</{container}>") > 0
    assert len(re.findall(r"<div\b", html)) == html.count("</div>")


def test_a_failed_program_shows_its_code_the_error_and_what_was_last_printed(site: Site) -> None:
    site.fails("snippets/a.py", 3, "ValueError: no (cell 'summary')\n    Traceback")
    html = site.render("[x](../snippets/a.py#summary)\n\nstill **here**")
    order = ["print", "yeje-error", "ValueError: no", "Traceback", "지난 출력", ">one<", "<strong>here"]
    assert sorted(order, key=html.index) == order


MARKS = "x [1](../snippets/a.py) ```y``` yeje0x0x (yeje1x1x)"


@pytest.mark.parametrize(
    "text",
    [
        "# h {#id}\n\ntext *a* [b](c.md) `d` ![e](f.png)\n\n- x\n- y\n\n```python\nx = 1\n```",
        "[r]: a.md\n\n[r] `[x](../snippets/a.py)` <b>x</b> &lt;\n\n    [x](../snippets/a.py)",
        "<!-- [x](../snippets/a.py) -->\n\na \\[b](c) \\* [x] [y][z]",
        "~~~\n[x](../snippets/a.py)\n~~~\n\n| a | b |\n|---|---|\n| [c](d) | `e` |",
        "",
        "\n\n",
        "text[^1]\n\n[^1]: note",
    ],
)
def test_a_page_without_links_to_programs_is_as_without_the_extension(site: Site, text: str) -> None:
    plain = Markdown(
        extensions=EXTENSIONS[:-1], extension_configs={"pymdownx.tabbed": {"alternate_style": True}}
    )
    assert re.sub(r'id="[^"]*"', "", site.render(text)) == re.sub(r'id="[^"]*"', "", plain.convert(text))
    assert site.messages == [] and site.asked == []


def test_one_markdown_object_renders_page_after_page(site: Site) -> None:
    settings = {"yeje.extension": {"build": site, "page": "page.md"}}
    markdown = Markdown(extensions=["yeje.extension", "pymdownx.highlight"], extension_configs=settings)
    first = markdown.convert("[x](../snippets/a.py#model)")
    assert markdown.reset().convert("y [one](../snippets/a.py#summary) z").count("yeje-evidence") == 1
    assert markdown.reset().convert("[x](../snippets/a.py#model)") == first
    assert site.messages == []


def test_a_builder_that_does_not_name_the_page_can_render_it(site: Site) -> None:
    html = site.render("[x](../../snippets/a.py#summary)\n\n[y](../snippets/no.py)", page="", downloads=False)
    assert embeds(html) == ["a-summary"]
    assert site.messages[0].startswith("docs:3: ../snippets/no.py: no file snippets/no.py")


def test_rendering_imports_neither_tensorflow_nor_mkdocs() -> None:
    code = (
        "import sys, yeje.extension, yeje.notebook, yeje.notebook_view, yeje.site_files\n"
        "heavy = {'tensorflow', 'keras', 'matplotlib', 'mkdocs', 'nbformat', 'IPython'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
