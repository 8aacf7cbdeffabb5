"""The files that the site has beside its pages: each page's notebook, and every program."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from yeje import colab
from yeje.build import Build
from yeje.model import LinkError, StoreError, YejeError
from yeje.notebook import page_notebook
from yeje.project import Project
from yeje.site import Repository
from yeje.store import Notebook

NOTEBOOKS = "notebooks"
WITHOUT_NOTEBOOK = frozenset({"changes.md", "tags.md"})
"""Pages that embed nothing and are lists for the browser."""

NOTEBOOK_META = {"sitemap": False, "search": {"exclude": True}, "hide": ["tags"]}
"""Page data of a notebook's view: search engines and the search box should find the page itself, so
its canonical address is the page's."""


@dataclass(frozen=True)
class SiteFile:
    """A file for the site."""

    uri: str
    """Its path below the site's root."""
    folder: str
    """The real folder in which it stands under that path."""


@dataclass(frozen=True)
class Actions:
    """What a reader can do with a page beyond reading it."""

    edit_url: str | None
    """Where to change its source; a notebook's view is changed in its page."""
    notebook: dict[str, str] | None
    """Addresses for the theme: ``view`` or ``page``, ``download``, perhaps ``colab``."""


def collect(project: Project, pages: Iterable[str]) -> list[SiteFile]:
    """The notebook of each page and all Python files of the programs' folder.

    A notebook's file is there, if only to be written later: see `write_notebook`. Those of pages
    that are gone are removed.
    """
    notebooks = _notebooks_of(pages)
    try:
        _prepare(_folder(project), notebooks)
    except OSError:  # `problems` says so; pages can be shown without them
        notebooks = []
    return [SiteFile(notebook, str(_folder(project))) for notebook in notebooks] + _sources(project)


def _notebooks_of(pages: Iterable[str]) -> list[str]:
    pages = list(pages)
    taken = {PurePosixPath(page).with_suffix("") for page in pages}
    return [
        _notebook_of(page)
        for page in pages
        if page not in WITHOUT_NOTEBOOK and PurePosixPath(_notebook_of(page)).with_suffix("") not in taken
    ]


def _prepare(folder: Path, notebooks: list[str]) -> None:
    """Put a file in each notebook's place, and remove those of pages that are gone."""
    for notebook in notebooks:
        path = folder / notebook
        if not path.exists():  # its time of change is the notebook's
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    for path in folder.rglob("*.*"):
        # A part is what another build is writing at this moment.
        wanted = path.suffix == ".part" or path.relative_to(folder).as_posix() in notebooks
        if path.is_file() and not wanted:
            path.unlink(missing_ok=True)


def _sources(project: Project) -> list[SiteFile]:
    base = project.root / project.programs
    return [
        SiteFile(source.relative_to(project.root).as_posix(), str(project.root))
        for source in sorted(base.rglob("*.py"))
        if source.is_file() and source.resolve().is_relative_to(base.resolve())
    ]


def problems(project: Project, pages: Iterable[str]) -> list[YejeError]:
    """Pages whose address is that of another page's notebook, and notebooks that have no place."""
    pages = set(pages)
    taken = {PurePosixPath(page).with_suffix(""): page for page in pages}
    lost = [name for name in _notebooks_of(pages) if not os.path.exists(_folder(project) / name)]
    message = (
        f"{len(lost)} notebooks cannot be written, and are left out; make room, or give the right to write"
    )
    unwritten: list[YejeError] = [StoreError(".yeje/pages", None, message)] if lost else []
    return unwritten + [
        LinkError(
            f"{project.docs}/{other}",
            None,
            f"its address is that of the notebook of {project.docs}/{page}, which is left out; "
            f"move one of the two",
        )
        for page in sorted(pages - WITHOUT_NOTEBOOK)
        if (other := taken.get(PurePosixPath(_notebook_of(page)).with_suffix("")))
    ]


def page_of_notebook(uri: str) -> str | None:
    """The page whose notebook stands at `uri`, None for any other file."""
    path = PurePosixPath(uri)
    if path.parts[0] != NOTEBOOKS or path.suffix != ".ipynb":
        return None
    return str(path.relative_to(NOTEBOOKS).with_suffix(".md"))


def sources(project: Project, pages: Mapping[str, str]) -> dict[str, str]:
    """Of pages and views of notebooks, by their place in the site: the file of the repository to edit."""
    return {place: f"{project.docs}/{page_of_notebook(uri) or uri}" for place, uri in pages.items()}


def actions(
    project: Project, uri: str, repository: Repository | None, addresses: Mapping[str, str]
) -> Actions:
    """The actions of the page or notebook view at `uri`.

    `addresses` holds the address of every file, relative to the site's root.
    """
    source = page_of_notebook(uri)
    page = source or uri
    edit_url = repository.edit_url(f"{project.docs}/{page}") if repository else None
    view = addresses.get(_notebook_of(page))
    if view is None or page not in addresses:
        return Actions(edit_url, None)
    name = PurePosixPath(page).with_suffix(".ipynb").name
    download = posixpath.join(view if view.endswith("/") else posixpath.dirname(view), name)
    notebook = {"download": download}
    notebook |= {"page": addresses[page]} if source else {"view": view}
    if repository:
        notebook["colab"] = repository.colab_url(download)
    return Actions(edit_url, notebook)


def write_notebook(build: Build, page: str, page_url: Callable[[str], str], for_colab: bool = False) -> Path:
    """Write the page's notebook, waiting for the programs that it embeds; return its path.

    With `for_colab` it gets the cell that Colab needs; see `yeje.colab`.

    A file that holds the same already is left alone, its time of change with it.
    """
    project = build.project
    text, _ = project.read_page(page)
    notebook = page_notebook(build, page, text, page_url)
    if for_colab:
        notebook = colab.prepared(notebook, build.environment["keras"])
    data = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    path = _folder(project) / _notebook_of(page)
    if path.exists() and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    os.replace(part, path)
    return path


def read_notebook(project: Project, page: str) -> Notebook | None:
    """The page's notebook as `write_notebook` has written it; None if it has not."""
    try:
        text = (_folder(project) / _notebook_of(page)).read_text(encoding="utf-8")
    except OSError:
        return None
    notebook: Notebook | None = json.loads(text) if text else None
    return notebook


def _folder(project: Project) -> Path:
    """Outside docs/: a generated file in there would make `mkdocs serve` rebuild for ever."""
    return project.root / ".yeje" / "pages"


def _notebook_of(page: str) -> str:
    return f"{NOTEBOOKS}/{PurePosixPath(page).with_suffix('.ipynb')}"
