"""What a whole build puts beside its pages, with an address and without."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builds import CONFIG, HOOK, Tiny, tree

ADDRESS = "https://example.org/book/"
THEME = HOOK.parent / "theme"
BOOK = "static_templates: [book.html]"
JUPYTER = (
    "mkdocs-jupyter: {include: ['*.ipynb'], execute: false, include_source: true, cache_dir: .yeje/cache}"
)
CHANGES = """\
# 바뀐 글

## 2026년 11월 24일

- [One](one.md): 처음 공개합니다.
"""
SITE = """\
site_url: !ENV [YEJE_SITE_URL, ""]
extra:
  repository: ""
  moved:
    old.md: one.md
    deep/older.md: two.md#two
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    tiny = Tiny(tmp_path / "site-of-a-test")
    tiny.write("docs/changes.md", CHANGES)
    config = CONFIG.replace("name: material,", f"name: material, custom_dir: {THEME}, language: ko, {BOOK},")
    config = config.replace("plugins: [search]", f"plugins: [search, {JUPYTER}]")
    tiny.write("mkdocs.yml", config + SITE)
    return tiny


def built(tiny: Tiny, address: str = ADDRESS) -> dict[str, bytes]:
    tiny.works("--strict", YEJE_SITE_URL=address)
    return tree(tiny.root / "site")


def meta(page: bytes, name: str) -> list[str]:
    return re.findall(rf'(?:property|name)="{name}" content="([^"]*)"', page.decode())


def test_with_an_address_everything_that_needs_one_is_there(tiny: Tiny) -> None:
    site = built(tiny)
    page = site["one/index.html"]
    assert meta(page, "og:image") == [f"{ADDRESS}assets/cards/one.png"]
    assert meta(page, "og:url") == [f"{ADDRESS}one/"]
    assert meta(page, "twitter:card") == ["summary_large_image"]
    assert site["assets/cards/one.png"].startswith(b"\x89PNG")
    assert f'rel="canonical" href="{ADDRESS}one/"'.encode() in page
    assert f"{ADDRESS}one/" in site["feed.xml"].decode()
    assert f"]({ADDRESS}one/index.html.md)" in site["llms.txt"].decode()
    assert f"<loc>{ADDRESS}one/</loc>\n    <lastmod>2026-11-24</lastmod>" in site["sitemap.xml"].decode()


@pytest.mark.parametrize(("address", "root"), [(ADDRESS, "/book/"), ("", "/")])
def test_the_page_for_what_is_not_there_works_at_any_depth(tiny: Tiny, address: str, root: str) -> None:
    page = built(tiny, address)["404.html"].decode()
    links = re.findall(r'(?:href|src)="([^"#:]*)"', page)
    assert f"{root}one/" in links
    assert [link for link in links if link and not link.startswith(root)] == []


def test_a_notebooks_view_is_no_page_of_its_own_for_search_engines(tiny: Tiny) -> None:
    site = built(tiny)
    view = site["notebooks/one/index.html"]
    assert f'rel="canonical" href="{ADDRESS}one/"'.encode() in view
    assert meta(view, "og:image") == [f"{ADDRESS}assets/cards/one.png"]
    assert b"notebooks/" not in site["sitemap.xml"]


def test_without_an_address_nothing_pretends_to_have_one(tiny: Tiny) -> None:
    site = built(tiny, "")
    page = site["one/index.html"]
    assert meta(page, "og:image") == meta(page, "og:url") == []
    assert meta(page, "twitter:card") == ["summary"]
    assert not [name for name in site if name.startswith("assets/cards")]
    assert b'rel="canonical"' not in page
    assert b"example.org" not in b"".join(site.values())
    feed = ElementTree.fromstring(site["feed.xml"])
    assert all(not link.attrib["href"].startswith("/") for link in feed.iter("{*}link"))
    assert "- [One](one/index.html.md)" in site["llms.txt"].decode()


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_old_addresses_lead_on_and_are_found_by_nobody(tiny: Tiny, address: str) -> None:
    site = built(tiny, address)
    assert b'content="0; url=../one/"' in site["old/index.html"]
    assert b'content="0; url=../../two/#two"' in site["deep/older/index.html"]
    assert b'content="0; url=../../notebooks/one/"' in site["notebooks/old/index.html"] or (
        b'content="0; url=../one/"' in site["notebooks/old/index.html"]
    )
    for listing in ("sitemap.xml", "search/search_index.json", "llms.txt", "book.html"):
        assert b"old" not in re.sub(
            rb"<(script|style).*?</\1>|bold|fold|hold", b"", site[listing], flags=re.DOTALL
        )


def test_a_page_that_moved_nowhere_fails_the_build_with_its_line(tiny: Tiny) -> None:
    text = (tiny.root / "mkdocs.yml").read_text(encoding="utf-8").replace("old.md: one.md", "old.md: gone.md")
    tiny.write("mkdocs.yml", text)
    line = text.split("\n").index("    old.md: gone.md") + 1
    assert f"mkdocs.yml:{line}: old.md leads to gone.md, which is no page" in tiny.fails()


def test_a_change_that_names_no_page_fails_the_build_with_its_line(tiny: Tiny) -> None:
    tiny.write("docs/changes.md", CHANGES.replace("2026년 11월 24일", "어제"))
    assert "docs/changes.md:3: '어제' is no date" in tiny.fails()


def test_a_title_that_the_cards_font_lacks_fails_the_build_with_its_page(tiny: Tiny) -> None:
    tiny.write("docs/three.md", "# 𓀀\n")
    assert "docs/three.md: YejeSans-Regular.ttf has no '𓀀'" in tiny.fails(YEJE_SITE_URL=ADDRESS)
    tiny.works()  # no card, no error


def test_the_book_has_every_page_and_stands_in_no_list(tiny: Tiny) -> None:
    site = built(tiny)
    book = site["book.html"].decode()
    assert re.findall(r'class="yeje-chapter" id="([^"]*)"', book) == ["index", "changes", "one", "two"]
    assert "eleven 11" in book and "twenty 20" in book
    assert f'rel="canonical" href="{ADDRESS}"' in book
    ids = re.findall(r'\sid="([^"]*)"', book)
    assert len(ids) == len(set(ids))
    assert b"book.html" not in site["sitemap.xml"] + site["search/search_index.json"]


def test_a_site_of_files_instead_of_folders_has_it_all_too(tiny: Tiny) -> None:
    text = (tiny.root / "mkdocs.yml").read_text(encoding="utf-8")
    tiny.write("mkdocs.yml", text + "use_directory_urls: false\n")
    site = built(tiny)
    assert b'content="0; url=one.html"' in site["old.html"]
    assert b'content="0; url=../two.html#two"' in site["deep/older.html"]
    assert b"eleven 11" in site["one.html.md"]
    assert f"]({ADDRESS}one.html.md)" in site["llms.txt"].decode()
    assert b'href="#one"' in site["book.html"]


def test_two_builds_are_the_same_to_the_byte(tiny: Tiny) -> None:
    first = built(tiny)
    for path in (tiny.root / ".yeje" / "cards").iterdir():
        path.unlink()
    second = built(tiny)
    names = sorted(name for name in first if name != "yeje.json")
    assert [name for name in names if first[name] != second.get(name)] == []
