"""Material's search box in a browser: types a query, reads the results as a reader finds them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

QUERIES = Path(__file__).with_name("search_queries.toml")
OPEN = """async () => {
  const box = document.querySelector("[data-md-component=search-query]")
  const meta = document.querySelector("[data-md-component=search-result] .md-search-result__meta")
  const preparing = meta.textContent
  document.querySelector("#__search").click()
  box.focus()
  // Until the worker has its index, the box says that it prepares the search.
  while (meta.textContent === preparing) await new Promise(done => setTimeout(done, 10))
}"""
TYPE = """async query => {
  const box = document.querySelector("[data-md-component=search-query]")
  const list = document.querySelector("[data-md-component=search-result] .md-search-result__list")
  const meta = document.querySelector("[data-md-component=search-result] .md-search-result__meta")
  const type = text => {
    box.value = text
    return new Promise(done => {
      const start = performance.now()
      const seen = new MutationObserver(() => { seen.disconnect(); done(performance.now() - start) })
      seen.observe(meta, { childList: true })
      box.dispatchEvent(new KeyboardEvent("keyup"))
    })
  }
  if (box.value) await type("")
  const milliseconds = await type(query)
  const links = [...list.querySelectorAll("a.md-search-result__link")].map(link => ({
    href: link.href, score: +link.querySelector("[data-md-score]").dataset.mdScore }))
  return { milliseconds, links }
}"""


@dataclass(frozen=True)
class Query:
    """What a reader types, and the sections that answer it."""

    text: str
    kind: str
    right: frozenset[str]
    held_out: bool


@dataclass(frozen=True)
class Answer:
    """What the box shows."""

    sections: tuple[str, ...]
    """Locations as in the index, the best first, each once."""
    milliseconds: float
    """From the last key to the first result."""

    def place(self, right: frozenset[str]) -> int | None:
        """Where the first right section stands, from 1."""
        return next((place for place, found in enumerate(self.sections, 1) if found in right), None)


def queries(path: Path = QUERIES) -> Iterator[Query]:
    """The queries of a file, in its order."""
    for part, kinds in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for kind, listed in kinds.items():
            for text, right in listed.items():
                yield Query(text, kind, frozenset(right), part == "held_out")


def open_box(tab: Any) -> None:
    """Open the search of a page that is loaded, and wait until it answers."""
    tab.evaluate(OPEN)


def ask(tab: Any, query: str, root: str) -> Answer:
    """Type a query as a whole, like a paste; `root` is the address of the site."""
    found = tab.evaluate(TYPE, query)
    locations = []
    for link in sorted(found["links"], key=lambda link: -link["score"]):
        if link["score"] == 0:  # a page above its sections, when only these were found
            continue
        parts = urlsplit(link["href"])
        page = f"{parts.scheme}://{parts.netloc}{parts.path}".removeprefix(root)
        locations.append(unquote(f"{page}#{parts.fragment}" if parts.fragment else page))
    return Answer(tuple(dict.fromkeys(locations)), found["milliseconds"])
