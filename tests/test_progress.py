"""yeje.progress: a line for people, nothing for logs."""

from __future__ import annotations

import io
import re

import pytest

from yeje.progress import Progress


class Terminal(io.StringIO):
    """Says that it is one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def shown(terminal: Terminal) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.getvalue())


def test_a_terminal_shows_how_many_are_done_and_which_are_not(terminal: Terminal) -> None:
    progress = Progress(["snippets/a.py", "snippets/b.py"], terminal)
    progress.done("snippets/a.py")
    progress._bar.refresh()
    assert "1/2" in shown(terminal)
    assert "b.py" in shown(terminal)
    progress.done("snippets/b.py")
    assert progress._bar is None


def test_of_many_programs_a_few_are_named(terminal: Terminal) -> None:
    progress = Progress([f"snippets/{letter}.py" for letter in "abcde"], terminal)
    progress.close()
    assert "a.py, b.py, c.py +2" in shown(terminal)


def test_names_are_not_markup(terminal: Terminal) -> None:
    progress = Progress(["snippets/[red]x.py"], terminal)
    progress.close()
    assert "[red]x.py" in shown(terminal)


def test_a_log_gets_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(["snippets/a.py"])
    progress.done("snippets/a.py")
    assert capsys.readouterr().err == ""


def test_nothing_to_run_shows_nothing(terminal: Terminal) -> None:
    Progress([], terminal).close()
    assert terminal.getvalue() == ""
