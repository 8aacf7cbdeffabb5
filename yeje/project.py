"""A repository: where its pages, its programs and its store are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from yeje import cells, links
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
        found = (path.relative_to(self.root) for path in base.rglob("*.py") if path.is_file())
        return sorted(
            path.as_posix()
            for path in found
            if self.helpers not in path.parts[1:-1] and path.name != "__init__.py"
        )

    def read(self, program: str) -> Snippet:
        """Parse a program. Raises SnippetError."""
        try:
            data = (self.root / program).read_bytes()
        except OSError as error:
            raise SnippetError(program, None, f"cannot be read: {error.strerror}") from None
        return cells.parse(program, data)

    def pages(self) -> Iterator[tuple[str, str]]:
        """(path relative to `docs`, text) of every page."""
        base = self.root / self.docs
        for path in sorted(base.rglob("*.md")):
            yield path.relative_to(base).as_posix(), path.read_text(encoding="utf-8")

    def places_of(self, program: str) -> list[str]:
        """``docs/page.md:line`` of every link to the program."""
        return self._places.get(program, [])

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        places: dict[str, list[str]] = {}
        for page, text in self.pages():
            for link in links.scan(text, self.programs):
                try:
                    target = links.resolve(link.href, page, self.root, self.docs, self.programs)
                except LinkError:
                    continue  # the page's own problem, reported when it is rendered
                places.setdefault(target.program, []).append(f"{self.docs}/{page}:{link.line}")
        return places
