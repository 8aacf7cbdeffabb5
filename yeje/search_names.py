"""What pages that list things call the sections they point at: terms of a glossary, messages of errors.

Such a page says so in its front matter, ``search: {directory: true}``. Each of its rows has a name and
links: an item of a list, ``- **층(layer)**{ #층 }: meaning → [page](page.md#section)``, or a row of a
table, ``| message | [section](page.md#section) |``. Words that readers use for a term, and no page
does, stand in the front matter too: ``aliases:`` and below it lines like ``층: 레이어, 계층``.

Any page may say there what readers call it, ``search: {names: 다중 출력 모델, multi-output model}``,
and its sections, by their anchors: ``search: {sections: {one-sample: 한 장만 예측}}``.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yeje.model import LinkError
from yeje.settings import line_of

LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<href>[^()\s]*)\)")
ITEM = re.compile(r"- \*\*(?P<name>.+?)\*\*(?:\{ *#(?P<anchor>\S+) *\})?: *(?P<rest>.+)")
ROW = re.compile(r"\| *(?P<name>(?:\\\||[^|])+?) *\|(?P<rest>.+)\|")
CODE = re.compile(r"(`+) ?(.+?) ?\1")
CODE_BLOCK = re.compile(r"^ *(```|~~~).*?^ *\1$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"(?P<level>#+) (?P<text>.+?)(?: *\{ *#\S+ *\})?$")
ALIASES = ("spellings", "aliases")
"""Settings of a page that list other words for its terms."""


@dataclass(frozen=True)
class Page:
    """A page as MkDocs has read it."""

    url: str
    """Where it stands below the site's root: ``errors/shapes/``."""
    markdown: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    """The whole file, with the head that `meta` is read from."""

    @property
    def is_directory(self) -> bool:
        """Whether its rows are names of other sections, and are to be found there."""
        return bool(self.search.get("directory"))

    @property
    def names(self) -> list[str]:
        """What readers call it."""
        return _listed(self.search.get("names", ""))

    @property
    def sections(self) -> dict[str, list[str]]:
        """Anchor -> what readers call that section."""
        named = self.search.get("sections")
        return {str(a): _listed(names) for a, names in named.items()} if isinstance(named, dict) else {}

    @property
    def search(self) -> Mapping[str, Any]:
        """What its head says for the search."""
        return self.meta.get("search") or {}


@dataclass(frozen=True)
class Item:
    """An item of a directory that has an id of its own."""

    location: str
    name: str
    meaning: str


def names(pages: Mapping[str, Page]) -> dict[str, dict[str, list[str]]]:
    """Location -> what it is called: ``names`` by its page, ``terms`` by items, ``messages`` by rows.

    `pages` are by their path below docs/.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, page in pages.items():
        if page.names:
            found[page.url]["names"] += page.names
        for anchor, called in page.sections.items():
            found[f"{page.url}#{anchor}"]["names"] += called
        for row in _rows(page):
            kind = "terms" if row.re is ITEM else "messages"
            for link in LINK.finditer(row[0]):
                target, _, anchor = link["href"].partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if anchor and target in pages:
                    found[f"{pages[target].url}#{anchor}"][kind].append(_text(row["name"]))
    return found


def problems(pages: Mapping[str, Page], locations: Container[str], docs: str) -> Iterator[LinkError]:
    """Names of sections that are not there; `docs` is the folder of the pages in the repository."""
    for path, page in pages.items():
        named = page.search.get("sections")
        if named and not isinstance(named, dict):
            message = f"search.sections takes lines `anchor: names`, not {named!r}"
            yield LinkError(f"{docs}/{path}", line_of("sections", page.text), message)
        for anchor in page.sections:
            if f"{page.url}#{anchor}" not in locations:
                message = f"search.sections names #{anchor}, which the page does not have; correct the anchor"
                yield LinkError(f"{docs}/{path}", line_of(anchor, page.text, behind="sections"), message)


def items(page: Page) -> Iterator[Item]:
    """The items of a directory, in order."""
    for row in _rows(page):
        if anchor := row.groupdict().get("anchor"):
            yield Item(f"{page.url}#{anchor}", _text(row["name"]), _text(row["rest"].split(" → ")[0]))


def parents(page: Page) -> dict[str, list[str]]:
    """Title of a section -> that of the section it is a part of, or nothing, for each section of that
    title in order, all without markup; but for the page's own title."""
    found: dict[str, list[str]] = defaultdict(list)
    above: list[tuple[int, str]] = []
    for line in CODE_BLOCK.sub("", page.markdown).split("\n"):
        if heading := HEADING.match(line):
            level = len(heading["level"])
            above = [(other, title) for other, title in above if other < level]
            title = _text(heading["text"]).replace("\\", "")
            if level > 1:
                found[title].append(above[-1][1] if level > 2 and above else "")
            above.append((level, title))
    return found


def synonyms(pages: Mapping[str, Page]) -> list[list[str]]:
    """Words for the same thing: a term, its English names, other words for it."""
    groups = []
    for page in pages.values():
        aliases: dict[str, list[str]] = defaultdict(list)
        for setting in ALIASES:
            for term, words in (page.meta.get(setting) or {}).items():
                aliases[str(term)] += _listed(words)
        for item in items(page) if aliases else ():
            term, _, english = item.name.rstrip(")").partition("(")
            groups.append([term, *english.split(", "), *aliases.pop(term, [])])
        groups += [[term, *words] for term, words in aliases.items()]
    return [list(dict.fromkeys(filter(None, group))) for group in groups]


def _rows(page: Page) -> Iterator[re.Match[str]]:
    for line in page.markdown.split("\n") if page.is_directory else ():
        if (row := ITEM.match(line) or ROW.match(line)) and LINK.search(row[0]):
            yield row


def _listed(words: object) -> list[str]:
    """What a setting lists: text with commas, a list, or nothing."""
    if words is None:
        return []
    return [word for word in map(str, words if isinstance(words, list) else str(words).split(", ")) if word]


def _text(markdown: str) -> str:
    """A piece of a row without its markup."""
    markdown = LINK.sub(lambda match: match["text"], markdown)
    return CODE.sub(r"\2", markdown).replace("**", "").replace("\\|", "|").strip()
