"""Where in its file a program is while it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from yeje.run.places import Places, Span


def places(tmp_path: Path, source: str, value: object = None) -> list[tuple[Span | None, Span | None]]:
    """(`of`, `in_list` with what the program calls `value`) at each call of ``here`` in a program."""
    path = tmp_path / "program.py"
    text = dedent(source).lstrip("\n")
    path.write_text(text, encoding="utf-8")
    asked, found = Places(str(path)), []

    def here(*_: Any, **__: Any) -> None:
        frame = sys._getframe(1)
        assert asked.has(frame) and not asked.has(sys._getframe(0))
        found.append((asked.of(frame), asked.in_list(frame, frame.f_globals.get("value"))))

    namespace: dict[str, Any] = {"here": here, "here_too": here}
    exec(compile(text, str(path), "exec"), namespace)
    return found


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("here()\n", (1, 0, 1, 6)),
        ("층 = here()\n", (1, 6, 1, 12)),  # columns are bytes
        ("x = [\n    here(\n        1,\n    )\n]\n", (2, 4, 4, 5)),
        ("class A:\n    pass\na = A()\na.b = here\n(\n    a\n    .b(1)\n)\n", (6, 4, 7, 9)),
        ("def f():\n    here()\nf()\n", (2, 4, 2, 10)),
    ],
)
def test_a_call_is_found_whole(tmp_path: Path, source: str, place: Span) -> None:
    assert [of for of, _ in places(tmp_path, source)] == [place]


def test_each_round_of_a_loop_is_at_the_same_place(tmp_path: Path) -> None:
    found = places(tmp_path, "for _ in range(3):\n    here()\n")
    assert [of for of, _ in found] == [(2, 4, 2, 10)] * 3


@pytest.mark.parametrize(
    ("call", "place"),
    [
        ("here([other, value])", (2, 13, 2, 18)),
        ("here((other, value))", (2, 13, 2, 18)),
        ("here(layers=[value])", (2, 13, 2, 18)),
        ("here(value)", None),  # no list
        ("here([other])", None),
        ("here(1, [value])", None),  # not what is first
    ],
)
def test_a_variable_in_a_list_is_found_by_its_value(tmp_path: Path, call: str, place: Span | None) -> None:
    found = places(tmp_path, f"value, other = object(), object()\n{call}\n")
    assert [in_list for _, in_list in found] == [place]
