"""The files beside the pages: notebooks and programs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rendering import Site

from yeje import site_files
from yeje.site import Repository


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.program("snippets/a.py", "# %% one\nprint(1)", one="1\n")
    site.program("snippets/helpers/h.py", "")
    docs = tmp_path / "docs"
    (docs / "deep").mkdir(parents=True)
    for name in ("index.md", "a.md", "deep/b.md", "tags.md"):
        (docs / name).write_text(f"# {name}\n\n[x](../snippets/a.py)\n", encoding="utf-8")
    return site


PAGES = ["index.md", "a.md", "deep/b.md", "tags.md"]


def write(site: Site, page: str) -> Path:
    return site_files.write_notebook(site, page, lambda target: target)  # type: ignore[arg-type]


def test_every_page_has_a_notebook_and_every_program_its_file(site: Site) -> None:
    files = site_files.collect(site.project, PAGES)
    assert [file.uri for file in files] == [
        "notebooks/index.ipynb",
        "notebooks/a.ipynb",
        "notebooks/deep/b.ipynb",
        "snippets/a.py",
        "snippets/helpers/h.py",
    ]
    assert all((Path(file.folder) / file.uri).is_file() for file in files)
    assert not any(Path(file.folder).is_relative_to(site.root / "docs") for file in files)


def test_a_program_that_leads_out_of_its_folder_is_not_published(site: Site, tmp_path: Path) -> None:
    (site.root / "secret.py").write_text("secret", encoding="utf-8")
    (site.root / "snippets" / "out.py").symlink_to(site.root / "secret.py")
    (site.root / "snippets" / "dangling.py").symlink_to(site.root / "gone.py")
    uris = [file.uri for file in site_files.collect(site.project, [])]
    assert uris == ["snippets/a.py", "snippets/helpers/h.py"]


def test_a_warm_build_writes_no_notebook(site: Site) -> None:
    site_files.collect(site.project, PAGES)
    path = write(site, "a.md")
    os.utime(path, (1, 1))
    before = path.read_bytes()
    site_files.collect(site.project, PAGES)
    assert write(site, "a.md") == path
    assert (path.read_bytes(), path.stat().st_mtime) == (before, 1)


def test_a_changed_page_writes_its_notebook(site: Site) -> None:
    path = write(site, "deep/b.md")
    os.utime(path, (1, 1))
    (site.root / "docs" / "deep" / "b.md").write_text("# new\n", encoding="utf-8")
    write(site, "deep/b.md")
    assert path.stat().st_mtime > 1
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"] == "# new"
    assert not list(path.parent.glob("*.part"))


def test_the_notebook_of_a_removed_page_is_removed(site: Site) -> None:
    site_files.collect(site.project, PAGES)
    gone, kept = write(site, "deep/b.md"), write(site, "a.md")
    site_files.collect(site.project, ["index.md", "a.md"])
    assert (gone.exists(), kept.exists()) == (False, True)


def test_pages_with_a_byte_order_mark_and_crlf_are_read(site: Site) -> None:
    page = site.root / "docs" / "a.md"
    page.write_bytes(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n# a\r\n\r\nb\r\n")
    cells = json.loads(write(site, "a.md").read_text(encoding="utf-8"))["cells"]
    assert [cell["source"] for cell in cells] == ["# a\n\nb"]


def test_a_page_at_the_address_of_a_notebook_is_a_problem(site: Site) -> None:
    pages = [*PAGES, "notebooks/a.md"]
    site_files.collect(site.project, pages)
    (problem,) = site_files.problems(site.project, pages)
    assert str(problem).startswith("docs/notebooks/a.md: its address is that of the notebook of docs/a.md")
    assert "notebooks/a.ipynb" not in [file.uri for file in site_files.collect(site.project, pages)]
    site_files.collect(site.project, PAGES)
    assert site_files.problems(site.project, PAGES) == []


@pytest.mark.parametrize(
    ("uri", "page"),
    [
        ("notebooks/a.ipynb", "a.md"),
        ("notebooks/deep/b.ipynb", "deep/b.md"),
        ("a.ipynb", None),
        ("notebooks/a.md", None),
        ("a.md", None),
    ],
)
def test_a_notebook_knows_its_page(uri: str, page: str | None) -> None:
    assert site_files.page_of_notebook(uri) == page


DIRECTORIES = {
    "a.md": "a/",
    "notebooks/a.ipynb": "notebooks/a/",
    "index.md": "",
    "notebooks/index.ipynb": "notebooks/",
}
FILES = {
    "a.md": "a.html",
    "notebooks/a.ipynb": "notebooks/a.html",
    "index.md": "index.html",
    "notebooks/index.ipynb": "notebooks/index.html",
}


@pytest.mark.parametrize(
    ("addresses", "page", "download"),
    [
        (DIRECTORIES, "a", "notebooks/a/a.ipynb"),
        (DIRECTORIES, "index", "notebooks/index.ipynb"),
        (FILES, "a", "notebooks/a.ipynb"),
        (FILES, "index", "notebooks/index.ipynb"),
    ],
)
def test_a_page_and_its_notebook_point_at_each_other(
    site: Site, addresses: dict[str, str], page: str, download: str
) -> None:
    view = addresses[f"notebooks/{page}.ipynb"]
    on_page = site_files.actions(site.project, f"{page}.md", None, addresses)
    on_view = site_files.actions(site.project, f"notebooks/{page}.ipynb", None, addresses)
    assert on_page == site_files.Actions(None, {"view": view, "download": download})
    assert on_view == site_files.Actions(None, {"page": addresses[f"{page}.md"], "download": download})


def test_with_a_repository_a_notebook_is_edited_in_its_page_and_opens_in_colab(site: Site) -> None:
    repository = Repository("owner", "name")
    actions = site_files.actions(site.project, "notebooks/a.ipynb", repository, DIRECTORIES)
    assert actions.edit_url == "https://github.com/owner/name/edit/main/docs/a.md"
    assert actions.notebook and actions.notebook["colab"].endswith("/notebooks/a/a.ipynb")


def test_a_page_without_notebook_has_no_links_to_one(site: Site) -> None:
    assert site_files.actions(site.project, "tags.md", None, {"tags.md": "tags/"}).notebook is None
