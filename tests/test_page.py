"""yeje.page: the views of a model on one page, linked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rendering import Site, graph, layer, summary

SOURCE = """# %% model
a = Dense(4)
b = Dense(4)
# %% summary
model.summary()
# %% plot
plot_model(model)
"""
LAYERS = (layer(1, "a", spans=[(2, 4, 2, 12)]), layer(2, "b", spans=[(3, 4, 3, 12)]))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.program("snippets/p.py", SOURCE, summary=[summary(*LAYERS)], plot=[graph(*LAYERS)])
    return site


def kinds(html: str, key: str) -> list[str]:
    """The elements that stand for a layer, in the order of the page."""
    return re.findall(rf'<(\w+)[^>]* data-layer="{key}"', html)


def test_code_table_and_graph_of_one_page_share_keys(site: Site) -> None:
    html = site.render("[p](../snippets/p.py)")
    assert kinds(html, "p:1") == kinds(html, "p:2") == ["span", "tr", "g"]
    assert '<span data-layer="p:1">Dense(' in html
    apart = (
        "[m](../snippets/p.py#model)\n\ntext\n\n[s](../snippets/p.py#summary)\n\n[g](../snippets/p.py#plot)"
    )
    assert kinds(site.render(apart), "p:1") == ["span", "tr", "g"]


def test_a_view_that_stands_alone_points_nowhere(site: Site) -> None:
    for cell in ("model", "summary", "plot"):
        html = site.render(f"[x](../snippets/p.py#{cell})")
        assert "data-layer" not in html and "yeje-note" not in html


def test_each_embed_with_a_linked_view_has_a_line_for_what_is_said(site: Site) -> None:
    site.program("snippets/q.py", "# %% one\nprint(1)", one="1")
    html = site.render(
        "[m](../snippets/p.py#model)\n\n[s](../snippets/p.py#summary)\n\n[q](../snippets/q.py)"
    )
    assert html.count('class="yeje-note" aria-live="polite"') == 2


def test_models_in_a_grid_know_their_counterparts(site: Site) -> None:
    others = (layer(1, "x"), layer(2, "y"))
    site.program("snippets/q.py", "# %% summary\nother.summary()", summary=[summary(*others)])
    embeds = "[p](../snippets/p.py#summary)\n\n[q](../snippets/q.py#summary)"
    html = site.render(f'<div class="grid" markdown>\n\n{embeds}\n\n</div>')
    assert '<tr role="row" data-layer="p:1" data-twins="q:1"' in html
    assert '<tr role="row" data-layer="q:2" data-twins="p:2"' in html
    assert "data-twins" not in site.render(embeds)


def test_a_program_that_failed_is_not_linked(site: Site) -> None:
    site.fails("snippets/p.py", 2, "ValueError: no")
    html = site.render("[p](../snippets/p.py)")
    assert "data-layer" not in html
    assert "지난 출력" in html and "yeje-layers" in html


def test_what_a_page_shows_beside_a_view_decides_whether_it_is_linked(site: Site) -> None:
    """What is made once is not made again, but never for a page on which it is another."""
    alone = site.render("[s](../snippets/p.py#summary)")
    both = site.render("[s](../snippets/p.py#summary)\n\n[m](../snippets/p.py#model)")
    assert "data-layer" not in alone and "data-layer" in both
    assert site.render("[s](../snippets/p.py#summary)") == alone


def test_the_terminals_text_is_behind_the_table(site: Site) -> None:
    html = site.render("[s](../snippets/p.py#summary)")
    behind = re.search(r"<details[^>]*>(.*?)</details>", html, re.DOTALL)
    assert behind and ">printed</pre>" in behind[1]
    assert html.index("<table") < html.index("<details")
    site.render("x [printed](../snippets/p.py#summary) y")
    assert site.messages == []


@pytest.mark.parametrize("root", ["./", "../", "../../"])
def test_a_graph_offers_its_image_where_the_site_has_it(site: Site, root: str) -> None:
    link = "[g](../snippets/p.py#plot)"
    assert f'href="{root}figures/p/plot-1.png" download' in site.render(link, root=root)
    assert "figures/" not in site.render(link)


def test_nothing_that_a_layer_is_called_becomes_an_element(tmp_path: Path) -> None:
    site = Site(tmp_path)
    bad = layer(1, '"><script>alert(1)</script>', kind="<b>", spans=[(2, 4, 2, 12)])
    site.program(
        "snippets/p.py", SOURCE, summary=[summary(bad)], plot=[graph({**bad, "name": "x"}), summary(bad)]
    )
    html = site.render("[p](../snippets/p.py)")
    assert "<script" not in html and "<b>" not in html
    assert "data-layer" in html
