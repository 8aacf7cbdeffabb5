"""yeje.determinism: programs run twice, and what differs is named by its line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from rendering import display, stream

from yeje import __main__ as command
from yeje import determinism
from yeje.model import Run, Snippet, SnippetError
from yeje.project import Project

Outputs = list[list[dict[str, Any]]]
SOURCE = "# %% model\nprint(1)\n\n# %% plot\nprint(2)\n"


class FakeRunner:
    """Each one answers with the outputs of its own round."""

    def __init__(self, outputs: Outputs, error: str | None = None) -> None:
        self._outputs, self._error = outputs, error
        self.closed = False

    def __enter__(self) -> FakeRunner:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True

    def submit(self, snippet: Snippet) -> Future[Run]:
        future: Future[Run] = Future()
        error = SnippetError(snippet.path, 2, self._error) if self._error else None
        future.set_result(Run(tuple(map(tuple, self._outputs)), error))
        return future


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    (tmp_path / "docs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/x.py").write_text(SOURCE)

    def check(*rounds: FakeRunner) -> list[str]:
        left = iter(rounds)
        problems = determinism.check(Project(tmp_path), lambda: next(left))  # type: ignore[arg-type, return-value]
        assert next(left, None) is None, "each round has a runner of its own"
        assert all(runner.closed for runner in rounds)
        return [str(problem) for problem in problems]

    return check


def test_equal_outputs_are_no_problem(check: Callable[..., list[str]]) -> None:
    outputs = [[stream("1\n")], [display(svg="<svg/>", text="<Figure>")]]
    assert check(FakeRunner(outputs), FakeRunner(outputs)) == []


def test_a_line_that_differs_is_quoted_with_its_cell(check: Callable[..., list[str]]) -> None:
    first, second = [[stream("same\nloss 0.1\n")], []], [[stream("same\nloss 0.2\n")], []]
    (message,) = check(FakeRunner(first), FakeRunner(second))
    assert message.split("\n")[:3] == [
        "snippets/x.py:2: output differs between two runs (cell 'model')",
        "    first:  stdout: loss 0.1",
        "    second: stdout: loss 0.2",
    ]
    assert "same" not in message


def test_each_cell_that_differs_is_named(check: Callable[..., list[str]]) -> None:
    first, second = [[stream("a")], [display(text="b")]], [[stream("A")], [display(text="B")]]
    messages = check(FakeRunner(first), FakeRunner(second))
    assert [message.split(":")[1] for message in messages] == ["2", "5"]


@pytest.mark.parametrize("kind", ["svg", "png", "text", "html"])
def test_every_form_of_a_displayed_value_counts(check: Callable[..., list[str]], kind: str) -> None:
    first = [[display(**{"text": "same", kind: "one"})], []]
    second = [[display(**{"text": "same", kind: "two"})], []]
    (message,) = check(FakeRunner(first), FakeRunner(second))
    assert ": one\n" in message and ": two\n" in message


def test_an_output_that_only_one_run_has_is_a_difference(check: Callable[..., list[str]]) -> None:
    (message,) = check(FakeRunner([[stream("a\nb")], []]), FakeRunner([[stream("a")], []]))
    assert "second: (no such line)" in message


def test_a_change_from_one_stream_to_the_other_is_a_difference(check: Callable[..., list[str]]) -> None:
    first, second = [[stream("a")], []], [[stream("a", "stderr")], []]
    (message,) = check(FakeRunner(first), FakeRunner(second))
    assert "first:  stdout: a" in message and "second: stderr: a" in message


def test_long_lines_are_cut_around_what_differs(check: Callable[..., list[str]]) -> None:
    first, second = "x" * 9000 + "one" + "y" * 9000, "x" * 9000 + "two" + "y" * 9000
    (message,) = check(FakeRunner([[stream(first)], []]), FakeRunner([[stream(second)], []]))
    assert "xone" in message and "xtwo" in message
    assert max(map(len, message.split("\n"))) < 200


def test_many_lines_are_counted_not_quoted(check: Callable[..., list[str]]) -> None:
    first, second = "\n".join(f"a{n}" for n in range(50)), "\n".join(f"b{n}" for n in range(50))
    (message,) = check(FakeRunner([[stream(first)], []]), FakeRunner([[stream(second)], []]))
    assert message.count("first:") == determinism.SHOWN and "and 45 more lines" in message


def test_a_failing_program_is_told_once_and_not_compared(check: Callable[..., list[str]]) -> None:
    runners = [FakeRunner([[stream(text)], []], "boom") for text in "ab"]
    assert check(*runners) == ["snippets/x.py:2: boom"]


def test_the_exit_code_is_1_when_anything_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/x.py").write_text(SOURCE)
    same, other = [[stream("1")], []], [[stream("2")], []]
    for rounds, code in (([same, same], 0), ([same, other], 1)):
        runners = iter([FakeRunner(outputs) for outputs in rounds])
        monkeypatch.setattr(command, "Runner", lambda root, runners=runners: next(runners))
        assert command.main(["--root", str(tmp_path), "--check-deterministic"]) == code
    assert "output differs between two runs" in capsys.readouterr().err
