"""yeje.build: what runs, what does not, and what a page is given."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from yeje.build import Build
from yeje.memory import Memory
from yeje.model import LinkError, Run, Snippet, SnippetError
from yeje.project import Project


class FakeRunner:
    """Answers at once: each cell prints its own source, `raise` in one fails the program."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.ran: list[str] = []
        self.meanwhile = meanwhile
        self.reads: tuple[str, ...] = ()

    def submit(self, snippet: Snippet) -> Future[Run]:
        self.ran.append(snippet.path)
        self.meanwhile()
        outputs = tuple(
            ({"output_type": "stream", "name": "stdout", "text": cell.source},) for cell in snippet.cells
        )
        error = SnippetError(snippet.path, 1, "boom") if "raise" in snippet.source else None
        future: Future[Run] = Future()
        future.set_result(Run(outputs, error, reads=self.reads))
        return future


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    write(tmp_path, "snippets/a.py", "print(1)\n")
    write(tmp_path, "snippets/b.py", "print(2)\n")
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def build(root: Path, runner: FakeRunner | None = None, **options: bool) -> tuple[Build, FakeRunner]:
    runner = runner or FakeRunner()
    return Build(Project(root), runner, **options), runner  # type: ignore[arg-type]


def run(root: Path, runner: FakeRunner | None = None) -> list[str]:
    """Build once; the programs that ran."""
    made, used = build(root, runner)
    made.start()
    made.finish()
    return used.ran


def test_a_first_build_runs_everything_and_a_second_one_nothing(root: Path) -> None:
    assert run(root) == ["snippets/a.py", "snippets/b.py"]
    assert run(root) == []


def test_editing_prose_runs_nothing(root: Path) -> None:
    run(root)
    write(root, "docs/page.md", "[a](../snippets/a.py)")
    assert run(root) == []


def test_editing_a_program_runs_this_one(root: Path) -> None:
    run(root)
    write(root, "snippets/b.py", "print(3)\n")
    made, runner = build(root)
    assert [(s.program, s.reason) for s in made.start()] == [("snippets/b.py", "the program changed")]
    assert runner.ran == ["snippets/b.py"]


def test_going_back_to_an_earlier_version_runs_nothing(root: Path) -> None:
    run(root)
    write(root, "snippets/b.py", "print(3)\n")
    run(root)
    write(root, "snippets/b.py", "print(2)\n")
    assert run(root) == []


def test_a_failure_is_never_a_result(root: Path) -> None:
    write(root, "snippets/b.py", "raise\n")
    run(root)
    assert run(root) == ["snippets/b.py"]


def test_a_failing_program_shows_its_error_and_the_last_good_output(root: Path) -> None:
    run(root)
    write(root, "snippets/b.py", "raise\n")
    made, _ = build(root)
    made.start()
    result = made.result("snippets/b.py")
    assert str(result.error) == "snippets/b.py:1: boom"
    assert result.notebook is not None
    assert result.notebook["cells"][0]["source"] == "print(2)"


def test_a_program_that_cannot_be_parsed_fails_without_running(root: Path) -> None:
    write(root, "snippets/b.py", "print(\n")
    made, runner = build(root)
    made.start()
    (problem,) = made.finish()
    assert str(problem).startswith("snippets/b.py:1: SyntaxError")
    assert runner.ran == ["snippets/a.py"]


def test_all_failures_are_reported_together_with_the_pages_that_show_them(root: Path) -> None:
    write(root, "snippets/a.py", "raise\n")
    write(root, "snippets/b.py", "raise\n")
    write(root, "docs/page.md", "# x\n\n[a](../snippets/a.py)\n")
    made, _ = build(root)
    made.start()
    made.report(LinkError("docs/page.md", 9, "wrong"))
    assert [str(p) for p in made.finish()] == [
        "snippets/a.py:1: boom\n    shown in docs/page.md:3",
        "snippets/b.py:1: boom",
        "docs/page.md:9: wrong",
    ]


def test_force_runs_what_is_up_to_date(root: Path) -> None:
    run(root)
    made, runner = build(root, force=True)
    assert {stale.reason for stale in made.start()} == {"forced"}
    assert len(runner.ran) == 2


def test_without_a_runner_stale_programs_are_errors_with_the_cure(root: Path) -> None:
    run(root)
    write(root, "snippets/b.py", "print(3)\n")
    made = Build(Project(root))
    made.start()
    (problem,) = made.finish()
    assert str(problem) == (
        "snippets/b.py: its outputs are stale (the program changed); run `python -m yeje`"
    )


def test_a_file_that_a_run_read_makes_it_stale_when_it_changes(root: Path) -> None:
    write(root, "snippets/data.csv", "1")
    runner = FakeRunner()
    runner.reads = ("snippets/data.csv",)
    _age(root / "snippets/data.csv")
    run(root, runner)
    assert run(root) == []
    write(root, "snippets/data.csv", "2")
    made, _ = build(root)
    assert {s.reason for s in made.start()} == {"snippets/data.csv changed"}


def test_a_helper_that_changes_during_the_run_makes_it_run_again(root: Path) -> None:
    write(root, "snippets/helpers/h.py", "x = 1\n")
    write(root, "snippets/b.py", "import helpers.h\n")
    texts = iter(["x = 2\n"])

    def meanwhile() -> None:
        if runner.ran[-1] == "snippets/b.py":
            for text in texts:
                write(root, "snippets/helpers/h.py", text)

    runner = FakeRunner(meanwhile)
    assert run(root, runner).count("snippets/b.py") == 2
    assert run(root) == []


def test_files_that_never_rest_are_an_error_not_a_loop(root: Path) -> None:
    write(root, "snippets/b.py", "import helpers.h\n")
    runner = FakeRunner(lambda: write(root, "snippets/helpers/h.py", f"x = {len(runner.ran)}\n"))
    made, _ = build(root, runner)
    made.start()
    (problem,) = made.finish()
    assert "change while it runs" in str(problem)


def test_a_damaged_store_is_remade_and_says_why(root: Path) -> None:
    run(root)
    for path in (root / ".yeje" / "notebooks").iterdir():
        path.write_bytes(b"")
    made, runner = build(root)
    assert {s.reason for s in made.start()} == {"its stored run is damaged"}
    assert made.finish() == []
    assert len(runner.ran) == 2


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("yeje.store.Store.put", full)


def test_a_store_that_cannot_be_written_is_a_problem_but_pages_get_their_outputs(
    root: Path, full_disk: None
) -> None:
    made, _ = build(root)
    made.start()
    assert made.result("snippets/a.py").notebook is not None
    assert "No space left on device" in str(made.finish()[0])


def test_a_store_that_cannot_be_written_is_told_once_with_the_cure(root: Path, full_disk: None) -> None:
    made, _ = build(root)
    made.start()
    (problem,) = made.finish()
    assert str(problem).startswith(".yeje: outputs cannot be stored: No space left on device; make room")


def test_helper_modules_are_not_programs(root: Path) -> None:
    write(root, "snippets/helpers/h.py", "x = 1\n")
    write(root, "snippets/sub/c.py", "x = 1\n")
    assert Project(root).find_programs() == ["snippets/a.py", "snippets/b.py", "snippets/sub/c.py"]


def test_a_removed_program_is_no_longer_there(root: Path) -> None:
    run(root)
    (root / "snippets/b.py").unlink()
    made, _ = build(root)
    made.start()
    made.finish()
    assert set(made.results()) == {"snippets/a.py"}


def test_with_patience_a_slow_program_is_shown_as_running_and_kept_for_the_next_build(
    root: Path,
) -> None:
    class Slow(FakeRunner):
        def submit(self, snippet: Snippet) -> Future[Run]:
            self.ran.append(snippet.path)
            return futures.setdefault(snippet.path, Future())

    futures: dict[str, Future[Run]] = {}
    memory = Memory()
    runner = Slow()
    first = Build(Project(root), runner, patience=0.01, memory=memory)  # type: ignore[arg-type]
    first.start()
    assert "still running" in str(first.result("snippets/a.py").error)
    assert first.finish() == []
    for future in futures.values():
        future.set_result(Run(((),), None))
    second = Build(Project(root), runner, patience=0.01, memory=memory)  # type: ignore[arg-type]
    assert second.start() == []
    assert second.result("snippets/a.py").error is None
    assert runner.ran == ["snippets/a.py", "snippets/b.py"]


def test_a_run_of_a_program_that_has_changed_since_is_ended(root: Path) -> None:
    class Slow(FakeRunner):
        def submit(self, snippet: Snippet) -> Future[Run]:
            self.ran.append(snippet.path)
            futures.append(Future())
            return futures[-1]

    futures: list[Future[Run]] = []
    memory = Memory()
    for text in ("print(3)\n", "print(4)\n"):
        write(root, "snippets/b.py", text)
        made = Build(Project(root), Slow(), patience=0.01, memory=memory)  # type: ignore[arg-type]
        made.start()
        made.finish()
    assert [future.cancelled() for future in futures] == [False, True, False], "a.py, old b.py, new b.py"


def test_a_known_failure_does_not_run_again_until_something_it_read_changes(root: Path) -> None:
    write(root, "snippets/b.py", "raise\n")
    write(root, "snippets/data.csv", "1")
    memory, runner = Memory(), FakeRunner()
    runner.reads = ("snippets/data.csv",)
    for expected in (1, 1):
        made = Build(Project(root), runner, memory=memory)  # type: ignore[arg-type]
        made.start()
        assert len(made.finish()) == 1
        assert runner.ran.count("snippets/b.py") == expected
    write(root, "snippets/data.csv", "2")
    made = Build(Project(root), runner, memory=memory)  # type: ignore[arg-type]
    made.start()
    assert runner.ran.count("snippets/b.py") == 2


def _age(path: Path) -> None:
    import os

    os.utime(path, (1, 1))
