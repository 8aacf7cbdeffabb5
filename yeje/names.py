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
        table = symtable.symtable(ast.unparse(_Generators().visit(statement)), path, "exec")
        given = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        given |= set(_named(statement))
        read = {s.get_name() for s in table.get_symbols() if s.is_referenced()} | _augmented(statement)
        # What a loop, a `with` … binds at its top, its body reads.
        known = names.meanings.keys() | (given if hasattr(statement, "body") else set())
        names.reads |= read - known
        names.deferred |= set(_deferred(table))
        imported = _imports(statement)
        names.meanings |= {name: imported.get(name, (path, cell.name)) for name in given}
    return names


class _Generators(ast.NodeTransformer):
    """Writes every comprehension as a generator, which reads the same names and binds none outside.

    From Python 3.12 on, symbol tables list the names of other comprehensions as if they were bound
    around them (PEP 709).
    """

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp  # noqa: N815

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


def _named(node: ast.AST) -> Iterator[str]:
    """Names that ``:=`` gives: those in a comprehension, too, are given outside of it."""
    if isinstance(node, ast.NamedExpr):
        yield node.target.id
    if not isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for inner in ast.iter_child_nodes(node):
            yield from _named(inner)


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
