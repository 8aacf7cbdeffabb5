"""A page, its notebook and the programs hold the same code, cell by cell."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from real import PAGES, PROGRAMS, ROOT, Unrun, cells_of, text_of
from rendering import EXTENSIONS

from yeje.notebook import page_notebook
from yeje.site_files import WITHOUT_NOTEBOOK

EMBED = re.compile(r'<div class="yeje"(?P<rest>[^>]*)>(?P<inner>.*?)(?=<div class="yeje"|\Z)', re.DOTALL)
LONE_LINK = re.compile(
    r"^\s*\[[^\n]*\]\(\S*snippets/(?P<program>\S+\.py)(?:#(?P<cell>\S+))?\)\s*$", re.MULTILINE
)

Piece = tuple[str, str, str]
"""Program, cell, code."""


def in_html(page: str) -> list[Piece]:
    """The code that a page's HTML shows."""
    _, _, body = text_of(page).removeprefix("---").partition("\n---\n")
    configs: Any = {
        "yeje.extension": {"build": Unrun(), "page": page},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    rendered = str(Markdown(extensions=EXTENSIONS, extension_configs=configs).convert(body))
    pieces = []
    for embed in EMBED.finditer(rendered):
        attributes = dict(re.findall(r'data-(\w+)="([^"]*)"', embed["rest"]))
        program = f"snippets/{html.unescape(attributes['program'])}.py"
        names = [attributes["cell"]] if "cell" in attributes else list(cells_of(program))
        blocks = re.findall(
            r'<div class="language-python highlight">.*?<code>(.*?)</code>', embed["inner"], re.S
        )
        codes = [html.unescape(re.sub(r"<[^>]*>", "", block)).strip("\n") for block in blocks[: len(names)]]
        pieces += [(program, name, code) for name, code in zip(names, codes, strict=True)]
    return pieces


def in_notebook(page: str) -> list[Piece]:
    """The code of a page's notebook."""
    notebook = page_notebook(Unrun(), page, text_of(page), lambda target: target)  # type: ignore[arg-type]
    return [
        (cell["metadata"]["yeje"]["program"], cell["metadata"]["yeje"]["name"], cell["source"])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def differences(pieces: list[Piece]) -> Iterator[str]:
    """Where code is not that of the file's cell."""
    for program, name, code in pieces:
        if program not in PROGRAMS:
            yield f"{program} is no program"
        elif name not in cells_of(program):
            yield f"{program} has no cell {name}"
        elif cells_of(program)[name] != code:
            yield f"{program}#{name} is not the file's"


def programs_in(pieces: list[Piece]) -> list[Piece]:
    """Without the cells that write helper modules."""
    return [piece for piece in pieces if piece[1] != "file" or piece[0] in PROGRAMS]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_code_of_the_files(page: str) -> None:
    pieces = in_html(page)
    assert list(differences(pieces)) == []
    # As many embeds as the text has links on lines of their own: nothing is lost, nothing added.
    wanted = [
        (f"snippets/{link['program']}", name)
        for link in LONE_LINK.finditer(text_of(page))
        for name in ([link["cell"]] if link["cell"] else cells_of(f"snippets/{link['program']}"))
    ]
    assert [(program, name) for program, name, _ in pieces] == wanted


@pytest.mark.parametrize("page", sorted(set(PAGES) - WITHOUT_NOTEBOOK))
def test_a_notebook_has_the_code_of_the_files_and_all_that_its_page_shows(page: str) -> None:
    pieces = programs_in(in_notebook(page))
    assert list(differences(pieces)) == []
    assert set(in_html(page)) <= set(pieces)
    assert len(set(pieces)) == len(pieces)


@pytest.mark.parametrize("page", sorted(set(PAGES) - WITHOUT_NOTEBOOK))
def test_a_notebook_runs_each_program_s_cells_from_the_first_on_in_order(page: str) -> None:
    pieces = programs_in(in_notebook(page))
    for program in {program for program, _, _ in pieces}:
        names = [name for owner, name, _ in pieces if owner == program]
        assert names == list(cells_of(program))[: len(names)]


@pytest.mark.parametrize("page", sorted(set(PAGES) - WITHOUT_NOTEBOOK))
def test_cells_that_write_helper_modules_write_the_files_themselves(page: str, tmp_path: Path) -> None:
    pieces = in_notebook(page)
    files = [piece for piece in pieces if piece not in programs_in(pieces)]
    for number, (path, _, code) in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        with contextlib.chdir(folder):
            exec(compile(code, path, "exec"), {})
        (written,) = folder.rglob("*.py")
        assert path.endswith(f"/{written.relative_to(folder).as_posix()}")
        assert written.read_text(encoding="utf-8") == (ROOT / path).read_text(encoding="utf-8")
    imported = any("from helpers" in code for _, _, code in pieces)
    assert bool(files) == imported


@pytest.mark.parametrize("page", sorted(set(PAGES) - WITHOUT_NOTEBOOK))
def test_the_programs_of_a_page_leave_each_other_s_names_alone(page: str) -> None:
    build = Unrun()
    page_notebook(build, page, text_of(page), lambda target: target)  # type: ignore[arg-type]
    assert [str(problem) for problem in build.problems] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_a_program_s_cells_in_the_program_s_order(page: str) -> None:
    """Else its notebook, which must run them in that order, reads out of step with the prose."""
    seen: dict[str, list[str]] = {}
    for program, name, _ in in_html(page):
        if name not in seen.setdefault(program, []):
            seen[program].append(name)
    for program, names in seen.items():
        order = list(cells_of(program))
        assert names == sorted(names, key=order.index), program


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_line_of_a_program_belongs_to_a_cell(program: str) -> None:
    text = (ROOT / program).read_text(encoding="utf-8")
    head, *_ = re.split(r"^# %% ", text, maxsplit=1, flags=re.MULTILINE)
    head = re.sub(r'\A""".*?"""', "", head, flags=re.DOTALL)
    assert [line for line in head.split("\n") if line and not line.startswith("# yeje:")] == []
    cells = Unrun().project.read(program).cells
    assert {cell.name: cell.source for cell in cells} == cells_of(program)
    assert len(cells) >= 1 and all(cell.source.strip() for cell in cells)


def test_every_program_is_on_a_page() -> None:
    shown = {program for page in PAGES for program, _, _ in in_html(page)}
    assert shown == set(PROGRAMS)


def test_a_changed_letter_would_be_found() -> None:
    page = next(page for page in PAGES if in_html(page))
    for pieces in (in_html(page), programs_in(in_notebook(page))):
        program, name, code = pieces[0]
        assert list(differences([(program, name, code + " "), *pieces[1:]]))
        assert list(differences([(program, "other", code)])) and list(differences([("x.py", name, code)]))
