"""Which names a program takes from another when both run in one kernel."""

from __future__ import annotations

import pytest

from yeje.model import Cell
from yeje.names import clashes


def found(*cells: tuple[str, str]) -> list[tuple[int, str, str]]:
    """(index of the cell, name, program that took it), for cells given as (program, source)."""
    named = [(path, Cell(f"c{n}", source, 1, 2)) for n, (path, source) in enumerate(cells)]
    return [(clash.index, clash.name, clash.other) for clash in clashes(named)]


def test_a_name_overwritten_between_two_parts_of_a_program_is_found() -> None:
    assert found(("a", "x = 1"), ("b", "x = 2"), ("a", "print(x)")) == [(2, "x", "b")]


@pytest.mark.parametrize(
    "taking",
    [
        "for x in range(3): pass",
        "def x(): pass",
        "class x: pass",
        "import os as x",
        "from os import path as x",
        "with open('f') as x: pass",
        "(x := 3)",
        "[x := y for y in range(3)]",
        "any((x := y) for y in range(3))",
        "print([[x := z for z in y] for y in []])",
        "x, y = 1, 2",
        "x += 1",
        "try: pass\nexcept ValueError as x: pass",
        "if True:\n    x = 3",
    ],
)
def test_every_way_to_bind_a_name_takes_it(taking: str) -> None:
    assert (2, "x", "b") in found(("a", "x = 1"), ("b", taking), ("a", "print(x)"))


@pytest.mark.parametrize(
    "reading",
    [
        "print(x)",
        "x.y = 1",
        "x += 1",
        "y = [x for _ in range(3)]",
        "{_: {x} for _ in range(3)}",
        "[_ for _ in x]",
        "f(lambda: x)",
        "def f():\n    return x",
        "class C(x): pass",
        "def f(y=x): pass",
        "x = x + 1",
        "if x:\n    pass",
        "print(f'{x}')",
    ],
)
def test_every_way_to_read_a_name_needs_it(reading: str) -> None:
    assert found(("a", "x = 1"), ("b", "x = 2"), ("a", reading)) == [(2, "x", "b")]


@pytest.mark.parametrize(
    "cells",
    [
        [("a", "x = 1"), ("b", "y = 2"), ("a", "print(x)")],
        [("a", "x = 1"), ("a", "print(x)"), ("b", "x = 2\nprint(x)")],
        [("a", "x = 1"), ("b", "x = 2"), ("a", "x = 3\nprint(x)")],
        [("a", "x = 1"), ("b", "x = 2"), ("a", "for x in range(3):\n    print(x)")],
        [("a", "x = 1"), ("b", "x = 2"), ("a", "print(y.x)")],
        [("a", "x = 1"), ("b", "x = 2"), ("a", "f(x=1)")],
        [("a", "x = 1"), ("b", "x = 2"), ("a", "def f(x):\n    return x")],
        [("a", "x = 1"), ("b", "[x for x in range(3)]"), ("a", "print(x)")],
        [("a", "x = 1"), ("b", "{x for x in range(3)}, [(x for x in y) for y in z]"), ("a", "print(x)")],
        [("a", "x = 1"), ("b", "{x: y for x, y in z if x}"), ("a", "print(x)")],
        [("b", "x = 2"), ("a", "[x for x in range(3)]")],
        [("a", "x = 1"), ("b", "def f():\n    x = 2"), ("a", "print(x)")],
        [("a", "x = 1"), ("b", "def f():\n    return [x := y for y in range(3)]"), ("a", "print(x)")],
        [("a", "x = 1"), ("b", "f(lambda y: (x := y))"), ("a", "print(x)")],
        [("b", "x = 2"), ("a", "[x := y for y in range(3)]\nprint(x)")],
        [("a", "import keras"), ("b", "import keras"), ("a", "print(keras)")],
        [("a", "from keras import layers"), ("b", "from keras import layers"), ("a", "print(layers)")],
        [("a", "import os.path"), ("b", "import os"), ("a", "print(os)")],
    ],
)
def test_programs_that_leave_each_other_alone_are_left_alone(cells: list[tuple[str, str]]) -> None:
    assert found(*cells) == []


def test_other_imports_under_one_name_are_found() -> None:
    assert found(("a", "import json as x"), ("b", "import csv as x"), ("a", "x.loads")) == [(2, "x", "b")]
    assert found(("a", "from a import x"), ("b", "from b import x"), ("a", "x()")) == [(2, "x", "b")]


def test_a_function_reads_its_names_whenever_it_is_called() -> None:
    cells = [("a", "x = 1\ndef f():\n    return x"), ("b", "x = 2"), ("a", "print(f())")]
    assert found(*cells) == [(2, "x", "b")]


def test_a_builtin_is_a_name_like_others() -> None:
    assert found(("b", "sum = 3"), ("a", "print(sum([1]))")) == [(1, "sum", "b")]
