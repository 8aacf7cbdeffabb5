"""Whether programs come to the same each time that they run.

Each round has a runner of its own: two children of one server share the addresses of all that the
server has loaded, and what depends on those would look the same in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import zip_longest
from typing import Any

from yeje.build import Build, Result
from yeje.model import Cell, SnippetError, YejeError
from yeje.notebook_file import cell_outputs
from yeje.project import Project
from yeje.runner import Runner

SHOWN = 5
"""Lines that differ, of one cell, that a message quotes."""
WIDTH = 160
"""Characters of a line that a message quotes, around the first that differs."""

MakeRunner = Callable[[], AbstractContextManager[Runner]]


def check(project: Project, make_runner: MakeRunner) -> list[YejeError]:
    """Run every program twice; the cells whose outputs differ, and the programs that fail."""
    failures: dict[str, YejeError] = {}
    rounds: list[dict[str, Result]] = []
    for _ in range(2):
        with make_runner() as runner:
            build = Build(project, runner, force=True)
            build.start()
            failures |= {str(problem): problem for problem in build.finish()}
            rounds.append(build.results())
    return [*failures.values(), *differences(*rounds)]


def differences(first: dict[str, Result], second: dict[str, Result]) -> Iterator[SnippetError]:
    """One error for each cell whose outputs differ. What failed is left out: it has no outputs."""
    for program in sorted(first.keys() & second.keys()):
        one, two = first[program], second[program]
        if one.snippet is None or one.error is not None or two.error is not None:
            continue
        for cell in one.snippet.cells:
            lines = [_lines(result, cell) for result in (one, two)]
            pairs = [(a, b) for a, b in zip_longest(*lines) if a != b]
            if pairs:
                yield SnippetError(program, cell.line, _message(cell, pairs))


def _lines(result: Result, cell: Cell) -> list[str]:
    """All that a cell's outputs hold, as lines that say what they are lines of."""
    assert result.notebook is not None, "a result without error has its notebook"
    found = []
    for output in cell_outputs(result.notebook, cell.name):
        for kind, text in _parts(output):
            found += [f"{kind}: {line}" for line in text.split("\n")]
    return found


def _parts(output: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if output["output_type"] == "stream":
        yield output["name"], "".join(output["text"])
    elif output["output_type"] == "error":
        yield "error", "\n".join(output["traceback"])
    else:
        for mime, text in sorted(output["data"].items()):
            if isinstance(text, dict):
                text = json.dumps(text, ensure_ascii=False, indent=1, sort_keys=True)
            yield mime, text if isinstance(text, str) else "".join(text)
        yield "metadata", json.dumps(output.get("metadata", {}), ensure_ascii=False, sort_keys=True)


def _message(cell: Cell, pairs: list[tuple[str | None, str | None]]) -> str:
    parts = [f"output differs between two runs (cell {cell.name!r})"]
    for one, two in pairs[:SHOWN]:
        start = _start(one or "", two or "")
        parts += [f"    first:  {_quote(one, start)}", f"    second: {_quote(two, start)}"]
    if len(pairs) > SHOWN:
        parts.append(f"    and {len(pairs) - SHOWN} more lines")
    parts.append("  set `keras.utils.set_random_seed`, and print no time, address or order of a set")
    return "\n".join(parts)


def _start(one: str, two: str) -> int:
    """Where to begin quoting two long lines, so that their first difference is seen."""
    differing = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
    return max(0, differing - WIDTH // 2)


def _quote(line: str | None, start: int) -> str:
    if line is None:
        return "(no such line)"
    before, after = "…" if start else "", "…" if len(line) > start + WIDTH else ""
    return f"{before}{line[start : start + WIDTH]}{after}"
