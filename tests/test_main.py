"""python -m yeje: exit codes, and a line for everything that a contributor should know."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from yeje import __main__ as command
from yeje.model import Run, Snippet, SnippetError


class FakeRunner:
    """Runs nothing; a program with `raise` in it fails."""

    def __init__(self, *_: Any) -> None: ...

    def __enter__(self) -> FakeRunner:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, snippet: Snippet) -> Future[Run]:
        future: Future[Run] = Future()
        error = SnippetError(snippet.path, 3, "boom") if "raise" in snippet.source else None
        outputs = tuple(() for _ in snippet.cells)
        future.set_result(Run(outputs, error, ("a process was left",), seconds=0.25))
        return future


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "Runner", FakeRunner)
    (tmp_path / "docs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/good.py").write_text("print(1)\n")
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    return command.main(["--root", str(root), *arguments])


def test_a_run_tells_what_ran_why_and_how_long(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root) == 0
    out = capsys.readouterr().out
    assert "snippets/good.py: never run" in out
    assert "snippets/good.py  0.25 s" in out
    assert "a process was left" in out


def test_a_second_run_runs_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root)
    capsys.readouterr()
    assert run(root) == 0
    assert "0 of 1 programs run" in capsys.readouterr().out


def test_force_runs_everything(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root)
    assert run(root, "--force") == 0
    assert "forced" in capsys.readouterr().out


def test_a_failing_program_is_exit_code_1_and_told_with_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "snippets/bad.py").write_text("raise\n")
    assert run(root) == 1
    assert "snippets/bad.py:3: boom" in capsys.readouterr().err


def test_check_runs_nothing_and_fails_for_what_is_stale(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--check") == 1
    captured = capsys.readouterr()
    assert "never run" in captured.out
    assert run(root) == 0
    assert run(root, "--check") == 0


def test_data_says_what_it_did(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.data, "ensure", lambda name: [])
    assert run(root, "data") == 0
    assert "fashion-mnist: in place" in capsys.readouterr().out


def test_data_that_is_nowhere_is_exit_code_1(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str) -> list[Path]:
        raise command.data.DataError(f"no {name} here")

    monkeypatch.setattr(command.data, "ensure", nowhere)
    assert run(root, "data") == 1
    assert "no fashion-mnist here" in capsys.readouterr().err


def test_check_tells_how_a_program_failed_without_running_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "snippets/bad.py").write_text("raise\n")
    (root / "docs/page.md").write_text("# 글\n\n[코드](../snippets/bad.py)\n")
    run(root)
    capsys.readouterr()
    assert run(root, "--check") == 1
    assert capsys.readouterr().err == "\nsnippets/bad.py:3: boom\n    shown in docs/page.md:3\n"
    (root / "snippets/bad.py").write_text("raise 1\n")
    assert run(root, "--check") == 1
    assert "stale" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_pages_are_held_against_what_is_stored(
    root: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    run(root)
    (root / "docs/page.md").write_text("---\ntitle: 글\n---\n\n셋은 [3](../snippets/good.py)입니다.\n")
    assert run(root, *options) == 1
    assert "docs/page.md:5: the page says '3'" in capsys.readouterr().err


def test_a_page_is_read_with_the_sites_own_extensions() -> None:
    text = (Path(__file__).parent.parent / "mkdocs.yml").read_text(encoding="utf-8")
    listed = text.partition("markdown_extensions:")[2].partition("\nhooks:")[0]
    names = {line.strip("- :") for line in listed.splitlines() if line.startswith("  - ")}
    assert names - {"toc"} == set(command.page_check.EXTENSIONS)
