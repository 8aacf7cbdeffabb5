"""Whether programs can share one kernel: which names one of them takes from under another.

A page's notebook runs the cells of several programs one after the other, and their names are the
same names. Read from the code; nothing runs.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yeje.model import Cell

Meaning = tuple[str, ...]
"""What a name stands for. Equal imports in two programs are equal: they mean one thing."""


@dataclass(frozen=True)
class Clash:
    """A cell reads a name to which another program has given another meaning."""

    index: int
    """Which of the cells it is, from 0."""
    program: str
    cell: str
    name: str
    other: str
    """The program that took the name."""


def clashes(cells: Iterable[tuple[str, Cell]]) -> Iterator[Clash]:
    """The clashes among cells, each with its program's path, that run in this order."""
    owners: dict[str, tuple[str, Meaning]] = {}
    programs: dict[str, _Names] = {}
    for index, (path, cell) in enumerate(cells):
        program = programs.setdefault(path, _Names())
        names = _names_of(path, cell)
        called = (program.deferred | names.deferred) - names.meanings.keys()
        for name in sorted(names.reads | called):
            other, meaning = owners.get(name, (path, ()))
            if other != path and program.meanings.get(name) != meaning:
                yield Clash(index, path, cell.name, name, other)
        program.meanings |= names.meanings
        program.deferred |= names.deferred
        owners |= {name: (path, meaning) for name, meaning in names.meanings.items()}


@dataclass
class _Names:
    """What code does with the module's names."""

    reads: set[str] = field(default_factory=set)
    """Read before the code itself gives them a meaning."""
    deferred: set[str] = field(default_factory=set)
    """Read by its functions, whenever these are called."""
    meanings: dict[str, Meaning] = field(default_factory=dict)
    """Given by it."""


def _names_of(path: str, cell: Cell) -> _Names:
    names = _Names()
    for statement in ast.parse(cell.source).body:
        table = symtable.symtable(ast.unparse(statement), path, "exec")
        given = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        read = {s.get_name() for s in table.get_symbols() if s.is_referenced()} | _augmented(statement)
        # What a loop, a `with` … binds at its top, its body reads.
        known = names.meanings.keys() | (given if hasattr(statement, "body") else set())
        names.reads |= read - known
        names.deferred |= set(_deferred(table))
        imported = _imports(statement)
        names.meanings |= {name: imported.get(name, (path, cell.name)) for name in given}
    return names


def _augmented(statement: ast.stmt) -> set[str]:
    """Names that ``name += …`` reads."""
    targets = (node.target for node in ast.walk(statement) if isinstance(node, ast.AugAssign))
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _deferred(table: symtable.SymbolTable) -> Iterator[str]:
    for inner in table.get_children():
        yield from (s.get_name() for s in inner.get_symbols() if s.is_global() and s.is_referenced())
        yield from _deferred(inner)


def _imports(statement: ast.stmt) -> dict[str, Meaning]:
    """Name -> what is imported under it."""
    meanings: dict[str, Meaning] = {}
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            top = alias.name.partition(".")[0]
            meanings[alias.asname or top] = ("import", alias.name if alias.asname else top)
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            meanings[alias.asname or alias.name] = ("from", statement.module or "", alias.name)
    return meanings
