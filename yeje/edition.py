"""What a site has beside its pages for those who do not read them in a browser: cards, a feed,
Markdown for language models, pages at old addresses; and the book for those who print.

Knows neither MkDocs nor what each of them looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yeje import book, feed, llms, moved, site_files
from yeje.card import Cards
from yeje.model import LinkError, YejeError
from yeje.project import Project
from yeje.published import Page, Site, plain
from yeje.store import Notebook


class Edition:
    """One build's pages, once their content is known."""

    def __init__(self, project: Project, site: Site, addresses: Mapping[str, str], moves: Any) -> None:
        """`addresses` holds the address of every file, relative to the site's root; `moves` is what
        mkdocs.yml has as ``extra.moved``."""
        self.problems: list[YejeError] = []
        """What is wrong with its sources, to be reported."""
        self._project, self._site = project, site
        self._views = {
            page: plain(url)
            for file, url in addresses.items()
            if (page := site_files.page_of_notebook(file)) is not None
        }
        """Where the notebooks' views are, by page."""
        settings = project.root / moved.SETTINGS
        text = settings.read_text(encoding="utf-8") if moves else ""
        self._moves, wrong = moved.read(moves, text, site)
        self.problems += wrong
        self._changes = self._read_changes()

    def for_templates(self) -> dict[str, Any]:
        """Names that the theme's templates may use."""
        return {
            "book": book.chapters(page for page in self._site.pages if page.in_book),
            "changed": feed.last_changes(self._changes),
            "feed": feed.ADDRESS if self._changes else None,
            "card_of": self._card_address,
        }

    def write(self, folder: Path) -> list[YejeError]:
        """Put everything into the site's folder; return what could not be made."""
        made: dict[str, str] = {}
        if self._changes:
            made[feed.ADDRESS] = feed.atom(self._site, self._changes)
        for move in self._moves:
            made |= moved.files(move, self._site, self._views)
        if notebooks := self._notebooks():
            made |= llms.files(self._site, notebooks, self._views)
        for name, text in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self._write_cards(folder) if self._site.address else []

    def _write_cards(self, folder: Path) -> list[YejeError]:
        problems: list[YejeError] = []
        cards = Cards(self._project.root / ".yeje" / "cards", self._site.name)
        for page in self._site.pages:
            path = folder / _card(page)
            try:
                data = cards.get(page.title, page.description)
            except ValueError as error:
                problems.append(LinkError(f"{self._project.docs}/{page.uri}", None, str(error)))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        cards.prune()
        return problems

    def _card_address(self, uri: str) -> str | None:
        """The whole address of the card of a page or of a notebook's view; None where the site has none."""
        page = self._site.by_uri.get(site_files.page_of_notebook(uri) or uri)
        return self._site.absolute(_card(page)) if page and self._site.address else None

    def _read_changes(self) -> list[feed.Change]:
        if feed.PAGE not in self._site.by_uri:
            return []
        where = f"{self._project.docs}/{feed.PAGE}"
        text = (self._project.root / where).read_text(encoding="utf-8-sig")
        changes, wrong = feed.read(text, where, self._site.by_uri)
        self.problems += wrong
        return changes

    def _notebooks(self) -> dict[str, Notebook]:
        """The pages' notebooks, as they were written for this build."""
        found = {page: site_files.read_notebook(self._project, page) for page in self._views}
        return {page: notebook for page, notebook in found.items() if notebook and page in self._site.by_uri}


def _card(page: Page) -> str:
    return f"assets/cards/{page.name}.png"
