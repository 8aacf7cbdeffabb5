"""A repository: where its pages, its programs and its store are, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from yeje import cells, data, links
from yeje.links import Target
from yeje.model import LinkError, Snippet, SnippetError
from yeje.store import Store


@dataclass(frozen=True)
class Project:
    """A repository: where its pages, its programs and its store are."""

    root: Path
    """Absolute, without symbolic links."""
    docs: str = "docs"
    programs: str = "snippets"
    helpers: str = "helpers"
    """Folder below `programs` with modules that programs import and that are no programs."""

    @cached_property
    def store(self) -> Store:
        """Its store, in ``.yeje/``."""
        return Store(self.root / ".yeje", self.root)

    @property
    def datasets(self) -> Path:
        """Where programs find data sets: their KERAS_HOME is in ``.yeje/``, see `yeje.runner`."""
        return self.root / ".yeje" / "keras" / "datasets"

    def find_programs(self) -> list[str]:
        """POSIX paths of all programs, sorted."""
        base = self.root / self.programs
        inside = base.resolve()  # a link that leads out of it is no program; pages are told so
        found = (
            path.relative_to(self.root)
            for path in base.rglob("*.py")
            if path.is_file() and path.resolve().is_relative_to(inside)
        )
        return sorted(
            path.as_posix()
            for path in found
            if self.helpers not in path.parts[1:-1] and path.name != "__init__.py"
        )

    def read(self, program: str) -> Snippet:
        """Parse a program. Raises SnippetError."""
        try:
            source = (self.root / program).read_bytes()
        except OSError as error:
            raise SnippetError(program, None, f"cannot be read: {error.strerror}") from None
        snippet = cells.parse(program, source)
        self._require_what_it_names(snippet)
        return snippet

    def _require_what_it_names(self, snippet: Snippet) -> None:
        """Raise SnippetError where its header names a file or a data set that is not there."""
        folder = (self.root / snippet.path).parent
        for name in snippet.header.data:
            if name not in data.FILES:
                known = ", ".join(data.FILES)
                message = f"no data set is called {name!r}; there are: {known}"
                raise SnippetError(snippet.path, _header_line(snippet, name), message)
        for name in snippet.header.reads:
            if not os.path.exists(folder / name):
                message = f"`reads` names {name!r}, which is not there; correct the name, or take it out"
                raise SnippetError(snippet.path, _header_line(snippet, name), message)

    def pages(self) -> Iterator[tuple[str, str]]:
        """(path relative to `docs`, text) of every page."""
        for path in sorted((self.root / self.docs).rglob("*.md")):
            if path.is_file():
                page = path.relative_to(self.root / self.docs).as_posix()
                yield page, self.read_page(page)[0]

    def read_page(self, page: str) -> tuple[str, LinkError | None]:
        """The text of a page (its path below `docs`) as far as it can be read, and what is wrong with it."""
        where = f"{self.docs}/{page}"
        try:
            source = (self.root / where).read_bytes()
        except OSError as error:
            return "", LinkError(where, None, f"the page cannot be read: {error.strerror}")
        try:
            return source.decode("utf-8-sig"), None
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
            message = f"the page is not UTF-8 (byte 0x{source[error.start]:02x}); save it as UTF-8"
            return source.decode("utf-8-sig", "replace"), LinkError(where, line, message)

    def resolve(self, href: str, page: str) -> Target:
        """The program that a link of the page (its path below `docs`) points at; see `links.resolve`.

        Raises LinkError, without a line.
        """
        return links.resolve(href, page, self.root, self.docs, self.programs, self.helpers)

    def places_of(self, program: str) -> list[str]:
        """``docs/page.md:line`` of every link to the program."""
        return self._places.get(program, [])

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        places: dict[str, list[str]] = {}
        for page, text in self.pages():
            for link in links.scan(text, self.programs):
                try:
                    target = self.resolve(link.href, page)
                except LinkError:
                    continue  # the page's own problem, reported when it is rendered
                places.setdefault(target.program, []).append(f"{self.docs}/{page}:{link.line}")
        return places


def _header_line(snippet: Snippet, name: str) -> int | None:
    """The line of the program's header that holds the name."""
    lines = enumerate(snippet.source.split("\n"), 1)
    return next((n for n, line in lines if cells.HEADER.match(line) and name in line), None)
