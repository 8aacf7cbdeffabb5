"""The site's addresses: what a link means, and how one place is written from another."""

from __future__ import annotations

import pytest

from yeje.published import Page, Site, page, relative, resolved


@pytest.mark.parametrize(
    ("url", "href", "meant"),
    [
        ("branched/", "../toy/", ("toy/", "")),
        ("branched/", "../toy/#units", ("toy/", "#units")),
        ("branched/", "..", ("", "")),
        ("branched/", "../", ("", "")),
        ("branched/", "#here", ("branched/", "#here")),
        ("branched/", "", ("branched/", "")),
        ("branched/", "./", ("branched/", "")),
        ("branched/", "branched.ipynb", ("branched/branched.ipynb", "")),
        ("", "errors/shapes/?a=1#b", ("errors/shapes/", "?a=1#b")),
        ("errors/shapes/", "../../snippets/a.py", ("snippets/a.py", "")),
        ("a/", "../%EC%B8%B5/#%EC%B8%B5", ("층/", "#%EC%B8%B5")),
        ("a.html", "b.html#c", ("b.html", "#c")),
        ("deep/a.html", "../index.html", ("index.html", "")),
    ],
)
def test_a_link_means_a_place_below_the_root(url: str, href: str, meant: tuple[str, str]) -> None:
    assert resolved(url, href) == meant


@pytest.mark.parametrize(
    "href", ["https://example.org/", "mailto:a@b.c", "//host/x", "/root", "../../out", "http://["]
)
def test_a_link_that_leads_out_of_the_site_means_nothing_in_it(href: str) -> None:
    assert resolved("branched/", href) is None


@pytest.mark.parametrize(
    ("url", "folder", "link"),
    [
        ("new/", "old", "../new/"),
        ("", "old", "../"),
        ("", "", "./"),
        ("a/b/", "a", "b/"),
        ("층/", "", "%EC%B8%B5/"),
        ("new.html", "", "new.html"),
    ],
)
def test_a_place_is_written_from_a_folder(url: str, folder: str, link: str) -> None:
    assert relative(url, folder) == link
    assert resolved(f"{folder}/" if folder else "", link) == (url, "")


def site(address: str) -> Site:
    return Site("예제", "설명", address, ())


def test_an_address_is_whole_only_where_the_site_has_one() -> None:
    assert site("https://example.org/book/").absolute("층/") == "https://example.org/book/%EC%B8%B5/"
    assert site("https://example.org/book/").absolute("") == "https://example.org/book/"
    assert site("").absolute("a/") == "a/"
    assert site("").absolute("") == "./"


def test_a_page_is_called_what_its_front_matter_says() -> None:
    made = page(
        "층.md", "%EC%B8%B5/", "Layer", {"title": "층", "sitemap": False, "book": False}, None, ["b", "a"]
    )
    assert made == Page("층.md", "층/", "층", "", ("a", "b"), "", 0.5, False)
    plain = page("index.md", "./", "Home", {"sitemap": {"priority": 1.0}}, "<p>", [])
    assert plain == Page("index.md", "", "Home", "", (), "<p>", 1.0, True)
