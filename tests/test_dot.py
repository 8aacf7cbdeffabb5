"""yeje.dot: the command that pydot calls, as it calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DOT = [sys.executable, "-c", "import sys; from yeje.dot import main; sys.exit(main())"]
GRAPH = 'digraph { a [label="입력 층"]; a -> b }'


def dot(*arguments: str, **options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*DOT, *arguments],
        capture_output=True,
        input=options.get("given", "").encode(),
        check=True,
        env={"PATH": "", "HOME": os.environ.get("HOME", ""), "LANG": "C.UTF-8"},
    )


def test_it_draws_a_file_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "g.dot").write_text(GRAPH, encoding="utf-8")
    assert dot("-Tpng", str(tmp_path / "g.dot")).stdout.startswith(b"\x89PNG")


def test_it_reads_standard_input_and_keeps_hangul() -> None:
    svg = dot("-Tsvg", given=GRAPH).stdout.decode()
    assert svg.count("<ellipse") == 2
    assert "입력 층" in svg


def test_it_writes_to_a_file_where_one_is_named(tmp_path: Path) -> None:
    target = tmp_path / "g.svg"
    dot("-Tsvg", "-o", str(target), given=GRAPH)
    assert "<svg" in target.read_text(encoding="utf-8")


def test_it_tells_its_version() -> None:
    assert b"pygraphviz" in dot("-V").stderr


def test_the_installed_command_satisfies_pydot(monkeypatch: pytest.MonkeyPatch) -> None:
    import pydot

    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    (graph,) = pydot.graph_from_dot_data(GRAPH)
    assert b"<svg" in graph.create(format="svg")
