"""Compiles a program cell by cell, with the line numbers of its file."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import CodeType

FUTURE_FLAGS = 0x1FF0000
"""Where the bits of ``__future__`` live in ``co_flags``."""


@dataclass(frozen=True)
class Compiled:
    """One cell."""

    code: CodeType
    """Its statements, for `exec`."""
    value: CodeType | None
    """Its last expression, for `eval`, if the value of that is to be displayed."""
    last: int
    """The line in which its last statement begins."""


def compile_cells(path: str, source: str, cells: tuple[tuple[int, int], ...]) -> list[Compiled]:
    """Compile the cells, given as (first line, line after the last)."""
    tree = ast.parse(source, path)
    # Each piece is compiled on its own, so `from __future__` has to be handed on.
    flags = compile(tree, path, "exec", dont_inherit=True).co_flags & FUTURE_FLAGS
    compiled = []
    for start, end in cells:
        body = [s for s in tree.body if start <= (s.end_lineno or s.lineno) < end]
        last = body[-1] if body else None
        value = None
        if isinstance(last, ast.Expr) and not _is_silenced(source, last):
            body = body[:-1]
            value = compile(ast.Expression(last.value), path, "eval", flags, True)
        module = ast.Module(body, type_ignores=[])
        code = compile(module, path, "exec", flags, True)
        compiled.append(Compiled(code, value, last.lineno if last else start))
    return compiled


def last_line(source: str) -> int:
    """The first line of a program's last statement."""
    return ast.parse(source).body[-1].lineno


def _is_silenced(source: str, statement: ast.stmt) -> bool:
    """As in Jupyter, a semicolon at the end keeps a value from being displayed."""
    line = source.split("\n")[(statement.end_lineno or 1) - 1]
    rest = line.encode()[statement.end_col_offset or 0 :].decode()
    return rest.lstrip().startswith(";")
