"""What the site's settings in mkdocs.yml mean, without MkDocs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

_HOST = "https://github.com/"
_OWNER = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})"
_NAME = r"[A-Za-z0-9._-]{1,100}"
_SLUG = re.compile(rf"({_OWNER})/({_NAME})")

# Colab and GitHub read a branch from the path, so what is in a branch's or a file's name must not end it.
_SAFE_IN_PATH = "/"


@dataclass(frozen=True)
class Repository:
    """The public repository, from the one setting `extra.repository`."""

    owner: str
    """Account or organisation, `keras-team`."""
    name: str
    """Repository without its owner, `keras`."""

    @classmethod
    def parse(cls, text: str | None) -> Repository | None:
        """Read `owner/name` or `https://github.com/owner/name`; nothing is None.

        Raises ValueError for anything else: Colab and giscus know only GitHub.
        """
        wanted = (text or "").strip()
        if not wanted:
            return None
        slug = wanted.removeprefix(_HOST).removesuffix("/").removesuffix(".git")
        match = _SLUG.fullmatch(slug)
        if match is None or match[2] in {".", ".."}:
            raise ValueError(
                f"mkdocs.yml: extra.repository (YEJE_REPOSITORY) is {wanted!r}, "
                f"expected owner/name or {_HOST}owner/name; "
                "leave it empty while there is no public repository"
            )
        return cls(owner=match[1], name=match[2])

    @property
    def slug(self) -> str:
        """`owner/name`, as giscus wants it."""
        return f"{self.owner}/{self.name}"

    @property
    def url(self) -> str:
        """The repository's own page."""
        return _HOST + self.slug

    def blob_url(self, path: str, branch: str = "main") -> str:
        """Where GitHub shows the file `path` (from the repository's root)."""
        return f"{self.url}/blob/{_quoted(branch)}/{_quoted(path)}"

    def edit_url(self, path: str, branch: str = "main") -> str:
        """Where GitHub lets one edit the file `path` (from the repository's root)."""
        return f"{self.url}/edit/{_quoted(branch)}/{_quoted(path)}"

    def colab_url(self, notebook: str, branch: str = "gh-pages") -> str:
        """Where Colab opens `notebook`, a path in `branch`.

        Notebooks are generated, so they are on the branch that is published, not on main.
        """
        return (
            f"https://colab.research.google.com/github/{self.slug}/blob/{_quoted(branch)}/{_quoted(notebook)}"
        )


@dataclass(frozen=True)
class Giscus:
    """Comments: what giscus.app gives for a repository with Discussions."""

    repository: Repository
    """Where the Discussions are."""
    repo_id: str
    """GitHub's id of the repository."""
    category: str
    """Name of the Discussions category."""
    category_id: str
    """GitHub's id of that category."""

    @classmethod
    def parse(cls, settings: Mapping[str, str | None] | None, repository: Repository | None) -> Giscus | None:
        """Read `extra.giscus`; None while no repository or no id is there.

        Raises ValueError when some values are there and others are not: that would only show in a
        reader's browser.
        """
        settings = settings or {}
        values = {key: (settings.get(key) or "").strip() for key in ("repo_id", "category", "category_id")}
        missing = [key for key, value in values.items() if not value]
        if repository is None or len(missing) == len(values):
            return None
        if missing:
            raise ValueError(
                f"mkdocs.yml: extra.giscus lacks {', '.join(missing)}; "
                "copy all three from https://giscus.app, or leave all three empty for no comments"
            )
        return cls(repository=repository, **values)


def _quoted(path: str) -> str:
    return quote(path, safe=_SAFE_IN_PATH)
