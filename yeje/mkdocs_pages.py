"""MkDocs' pages and files as what the other modules take for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from yeje import published, search_names
from yeje.site_files import page_of_notebook


def in_reading_order(nav: Navigation) -> Iterator[published.Page]:
    """The pages of prose with their content, once MkDocs has made it."""
    for page in nav.pages:
        if page_of_notebook(page.file.src_uri) is None:
            above = [section.title for section in page.ancestors]
            yield published.page(page.file.src_uri, page.url, page.title, page.meta, page.content, above)


def to_search(files: Files) -> dict[str, search_names.Page]:
    """Path below docs/ -> page, as the search takes it."""
    return {
        file.src_uri: search_names.Page(
            file.url, file.page.markdown or "", file.page.meta, file.content_string
        )
        for file in files.documentation_pages()
        if file.page and page_of_notebook(file.src_uri) is None
    }


def sources(files: Files) -> dict[str, str]:
    """A page's HTML file, below the site's root -> its source below docs/."""
    return {file.dest_uri: file.src_uri for file in files.documentation_pages()}


def prerequisites(meta: dict[str, Any], files: Files) -> list[Any]:
    """The pages that a page's head names as to be read before it."""
    named = (files.get_file_from_path(name) for name in meta.get("prerequisites", ()))
    return [file.page for file in named if file and file.page]
