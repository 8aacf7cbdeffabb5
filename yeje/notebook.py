"""One page as one notebook: its prose, the cells that it embeds, their stored outputs.

A reader runs it from top to bottom in one kernel, so each cell stands there once, at its first
embed, with the cells of its program that come before it; a cell shown a second time is a note. The
helper modules that the programs import are written out by a cell of their own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from yeje import keys, links, notebook_file
from yeje.build import Build
from yeje.links import Link, Target
from yeje.model import LinkError, Snippet
from yeje.store import Notebook

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
ADMONITION = re.compile(r'^(?P<indent>\s*)(?:!!!|\?\?\?\+?)\s+[\w -]*?(?:"(?P<title>[^"]*)")?\s*$')
HTML_BLOCK = re.compile(r"^\s*</?(?:div|figure|section)\b[^>]*>\s*$")
ATTRIBUTES = re.compile(r"\s*\{[:.#][^{}]*\}")
PAGE_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<path>[^()\s:#]*\.md)(?P<anchor>#[^()\s]*)?\)")


@dataclass
class _Draft:
    """A notebook being made."""

    build: Build
    page: str
    page_url: Callable[[str], str]
    """Where a link to a page (its path below docs/) leads from the notebook."""
    cells: list[dict[str, Any]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    shown: set[tuple[str, str]] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def flush(self) -> None:
        text = textwrap.dedent("\n".join(self.prose)).strip("\n")
        self.prose = []
        if text.strip():
            self.cells.append(notebook_file.markdown_cell(text))

    def embed(self, link: Link, target: Target) -> None:
        """Add the cells up to the one that the link shows, as far as they are not there yet."""
        result = self.build.result(target.program)
        if result.snippet is None:
            return
        caption = link.text.strip()
        snippet = result.snippet
        last = snippet.cell(target.cell) if target.cell else snippet.cells[-1]
        wanted = snippet.cells[: snippet.cells.index(last) + 1] if last else ()
        new = [c for c in wanted if (target.program, c.name) not in self.shown]
        if not new:
            self.prose += ["", f"*{caption} — 위에서 실행한 코드입니다.*", ""]
            return
        self.prose += ["", f"**{caption}** (`{PurePosixPath(target.program).name}`)", ""]
        self.flush()
        self._write_helpers(snippet)
        for cell in new:
            self.shown.add((target.program, cell.name))
            outputs = (
                notebook_file.cell_outputs(result.notebook, cell.name)
                if result.notebook and result.error is None
                else []
            )
            self.cells.append(
                notebook_file.code_cell(
                    cell.source, outputs, program=target.program, name=cell.name
                )
            )

    def _write_helpers(self, snippet: Snippet) -> None:
        """Colab has the notebook alone: what the program imports locally goes into files first."""
        root = self.build.project.root
        base = PurePosixPath(snippet.path).parent
        for path in keys.local_imports(snippet, root):
            if path in self.written:
                continue
            self.written.add(path)
            name = PurePosixPath(path).relative_to(base)
            text = (root / path).read_text(encoding="utf-8").rstrip("\n")
            lines = ["# 이 쪽의 프로그램이 불러오는 모듈을 파일로 적어 둡니다.", "from pathlib import Path", ""]
            if len(name.parts) > 1:
                lines.append(f"Path({str(name.parent)!r}).mkdir(parents=True, exist_ok=True)")
            lines.append(f"Path({str(name)!r}).write_text({_literal(text)}, encoding=\"utf-8\")")
            source = "\n".join(lines) + ";"  # so that the count of characters is not shown
            self.cells.append(notebook_file.code_cell(source, [], program=path, name="file"))


def page_notebook(
    build: Build, page: str, text: str, page_url: Callable[[str], str]
) -> Notebook:
    """The notebook of a page (its path below docs/) with this Markdown text.

    Waits for the programs that the page embeds. A link that leads nowhere is left out here: the
    page itself reports it.
    """
    body = FRONT_MATTER.sub(lambda m: "\n" * m[0].count("\n"), text)
    draft = _Draft(build, page, page_url)
    project = build.project
    embeds = {link.line: link for link in links.scan(body, project.programs) if link.alone}
    for number, line in enumerate(_plain(body), 1):
        link = embeds.get(number)
        if link is None:
            draft.prose.append(_prose(line, draft))
            continue
        try:
            target = links.resolve(link.href, page, project.root, project.docs, project.programs)
        except LinkError:
            continue
        draft.embed(link, target)
    draft.flush()
    return notebook_file.of_cells(draft.cells, page=page)


def _plain(body: str) -> Iterator[str]:
    """The page's lines, with what only Material understands said in plain Markdown."""
    inside: int | None = None  # indent of the admonition that we are in
    for line in body.split("\n"):
        indent = len(line) - len(line.lstrip())
        if inside is not None and line.strip() and indent <= inside:
            inside = None
        match = ADMONITION.match(line)
        if match:
            inside = len(match["indent"])
            yield f"{match['indent']}> **{match['title'] or ''}**"
        elif inside is not None:
            yield f"> {line[inside + 4 :]}" if line.strip() else ">"
        elif HTML_BLOCK.match(line):
            yield ""
        else:
            yield line


def _prose(line: str, draft: _Draft) -> str:
    programs = draft.build.project.programs

    def evidence(match: re.Match[str]) -> str:
        return match["text"] if links.is_program_link(match["href"], programs) else match[0]

    def page(match: re.Match[str]) -> str:
        folder = PurePosixPath(draft.page).parent
        return f"[{match['text']}]({draft.page_url(str(folder / match['path']))}{match['anchor'] or ''})"

    line = links.LINK.sub(evidence, line)
    line = PAGE_LINK.sub(page, line)
    return ATTRIBUTES.sub("", line) if "{" in line and "`" not in line else line


def _literal(text: str) -> str:
    """A Python literal that reads like the text itself, where it can."""
    if '"""' not in text and "\\" not in text:
        return f'"""{text}\n"""'
    if "'''" not in text and "\\" not in text:
        return f"'''{text}\n'''"
    return repr(text + "\n")
