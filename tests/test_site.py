"""The built site: everything it points at is there, and everything it shows was produced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]

ROOT = Path(__file__).parents[1]
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element of a page: its tag, attributes and text, with what is inside."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str = "", **wanted: str) -> Iterator[Element]:
        """This element and those below it with the tag, whose class list has `klass`."""
        klass = wanted.get("klass")
        classes = self.attributes.get("class", "").split()
        if tag in ("", self.tag) and (klass is None or klass in classes):
            yield self
        for child in self.children:
            yield from child.all(tag, **wanted)

    @property
    def inner_text(self) -> str:
        return self.text + "".join(child.inner_text for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].tag == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(Element("#text", {}, text=data))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Path below the site -> parsed page."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        parser = _Parser()
        parser.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix()] = parser.root
    return found


@pytest.fixture(scope="module")
def chapters(pages: dict[str, Element]) -> dict[str, Element]:
    """The pages that are written, not generated."""
    names = {p.relative_to(ROOT / "docs").with_suffix("").as_posix() for p in ROOT.glob("docs/**/*.md")}
    wanted = {"index.html" if n == "index" else f"{n}/index.html" for n in names}
    return {name: page for name, page in pages.items() if name in wanted}


def ids(page: Element) -> list[str]:
    return [e.attributes["id"] for e in page.all() if e.attributes.get("id")]


def addresses(page: Element) -> Iterator[str]:
    for element in page.all():
        for name in ("href", "src"):
            value = element.attributes.get(name)
            if value and element.tag not in ("use", "image"):
                yield value


def test_every_internal_link_and_anchor_resolves(site: Path, pages: dict[str, Element]) -> None:
    anchors = {name: {*ids(page), ""} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        if name == "404.html":
            continue  # a host shows it at any depth: its links start at the root
        for address in addresses(page):
            if urlsplit(address).scheme or address.startswith("//"):
                continue
            path, anchor = urldefrag(urljoin(f"/{name}", address))
            target = unquote(path).lstrip("/")
            if target == "" or target.endswith("/"):
                target += "index.html"
            if not (site / target).is_file() or (
                target in anchors and unquote(anchor) not in anchors[target] | {"__top"}
            ):
                dead.append(f"{name}: {address}")
    assert dead == []


def test_no_page_points_at_another_host(pages: dict[str, Element]) -> None:
    loaded = [
        f"{name}: {element.tag} {element.attributes[key]}"
        for name, page in pages.items()
        for element in page.all()
        for key in ("src", "href", "srcset", "data")
        if element.tag in ("script", "img", "iframe", "link", "source", "object", "image")
        and re.match(r"(https?:)?//", element.attributes.get(key, ""))
    ]
    assert loaded == []


def test_without_a_repository_nothing_points_to_one(pages: dict[str, Element]) -> None:
    text = " ".join(address for page in pages.values() for address in addresses(page))
    assert "github.com" not in text
    assert "colab.research.google.com/github" not in text
    assert "giscus" not in text


def _name_of(element: Element) -> str:
    title = next((child for child in element.children if child.tag == "title"), None)
    return element.attributes.get("aria-label") or (title.inner_text.strip() if title else "")


def test_every_image_has_a_text_alternative(pages: dict[str, Element]) -> None:
    bare = [
        f"{name}: {element.tag} {element.attributes}"
        for name, page in pages.items()
        for element in page.all()
        if (element.tag == "img" and not element.attributes.get("alt"))
        or (element.attributes.get("role") == "img" and not _name_of(element))
    ]
    assert bare == []


def test_no_id_stands_twice_on_a_page(pages: dict[str, Element], chapters: dict[str, Element]) -> None:
    for name, page in [*chapters.items(), ("book.html", pages["book.html"])]:
        found = ids(page)
        assert len(found) == len(set(found)), name


def test_every_embed_shows_its_code_and_what_it_produced(chapters: dict[str, Element]) -> None:
    embeds = [(n, e) for n, page in chapters.items() for e in page.all("div", klass="yeje")]
    assert len(embeds) > 50
    for name, embed in embeds:
        where = f"{name}#{embed.attributes['id']}"
        assert next(embed.all("code"), None) is not None, where
        # The box of an error, not the output of a program that is there to raise one.
        assert list(embed.all(klass="admonition")) == [], where


def test_all_nine_figures_of_the_chapter_are_there(chapters: dict[str, Element]) -> None:
    shown = {}
    for page in chapters.values():
        for embed in page.all("div", klass="yeje"):
            caption = next(embed.all("div", klass="yeje-caption")).inner_text
            match = re.match(r"\s*그림 (\d)\.", caption)
            if match:
                shown[int(match[1])] = embed
    assert sorted(shown) == list(range(1, 10))
    for number in (1, 2):
        assert "333,526" in shown[number].inner_text
    for number in range(3, 10):
        assert next(shown[number].all("svg"), None) is not None, f"그림 {number}"


def test_figures_3_and_4_have_the_boxes_of_their_models(chapters: dict[str, Element]) -> None:
    page = chapters["functional/index.html"]
    boxes = {}
    for number, name in ((3, "sequential_cnn-plot"), (4, "functional_cnn-plot")):
        embed = next(e for e in page.all("div", klass="yeje") if e.attributes["id"] == name)
        text = " ".join(drawn.inner_text for drawn in next(embed.all("svg")).all("text"))
        boxes[number] = len(re.findall(r"InputLayer|Conv2D|MaxPooling2D|Flatten|Dense|Dropout", text))
    assert boxes == {3: 8, 4: 9}


def test_evidence_points_at_something_on_the_site(chapters: dict[str, Element]) -> None:
    links = [a for page in chapters.values() for a in page.all("a", klass="yeje-evidence")]
    assert len(links) > 60
    assert all(link.attributes.get("href") for link in links)


def test_no_page_names_a_path_of_this_machine(pages: dict[str, Element], site: Path) -> None:
    import sys

    for path in [*site.rglob("*.html"), *site.rglob("*.ipynb"), *site.rglob("*.json")]:
        text = path.read_text(encoding="utf-8")
        for secret in (str(ROOT), sys.prefix, sys.base_prefix, str(Path.home()) + "/.", "/tmp/yeje-"):
            assert secret not in text, f"{path.relative_to(site)} names {secret}"


def test_every_page_says_what_it_is_about(chapters: dict[str, Element]) -> None:
    for name, page in chapters.items():
        descriptions = [m for m in page.all("meta") if m.attributes.get("name") == "description"]
        assert len(descriptions) == 1, name
        assert len(descriptions[0].attributes["content"]) > 5, name
        assert len(list(page.all("h1"))) == 1, name


def test_the_sitemap_holds_frequency_and_priority_from_page_data(site: Path) -> None:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [(u.findtext(f"{space}changefreq"), u.findtext(f"{space}priority")) for u in root]
    assert ("daily", "1.0") in found
    assert len(found) >= 8
    assert not any("notebooks/" in (u.findtext(f"{space}loc") or "") for u in root)


def test_every_program_and_every_notebook_can_be_downloaded(site: Path) -> None:
    for program in ROOT.glob("snippets/**/*.py"):
        copy = site / program.relative_to(ROOT)
        assert copy.read_bytes() == program.read_bytes()
    for page in ROOT.glob("docs/*.md"):
        if page.name not in ("index.md", "changes.md", "tags.md"):
            notebook = site / "notebooks" / page.stem / f"{page.stem}.ipynb"
            assert json.loads(notebook.read_text(encoding="utf-8"))["nbformat"] == 4


def test_korean_headings_keep_their_anchors(chapters: dict[str, Element]) -> None:
    headings = [h for page in chapters.values() for h in page.all("h2")]
    assert headings
    assert any(re.search("[가-힣]", h.attributes["id"]) for h in headings)
    assert not any(re.fullmatch(r"_\d+", h.attributes["id"]) for h in headings)
