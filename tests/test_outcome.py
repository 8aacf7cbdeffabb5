"""yeje.outcome and yeje.record: what a run folder comes to, whatever is missing from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yeje import outcome
from yeje.cells import parse
from yeje.model import Run, Snippet

ROOT = Path("/srv/site")
SNIPPET = parse("snippets/x.py", b"# yeje: output_kb = 1\n\n# %% a\n1\n# %% b\n2\n")


class Folder:
    """A run folder, written by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "record").mkdir()
        self.texts = [b"", b""]

    def event(self, stdout: str = "", stderr: str = "", **event: Any) -> Folder:
        """Text that was printed, and the event after it."""
        self.texts = [self.texts[0] + stdout.encode(), self.texts[1] + stderr.encode()]
        event.setdefault("at", [len(text) for text in self.texts])
        with open(self.path / "record" / "events.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")
        for name, text in zip(("stdout", "stderr"), self.texts, strict=True):
            (self.path / "record" / name).write_bytes(text)
        return self

    def end(self, reason: str = "exit", status: int = 0, **fields: Any) -> Folder:
        (self.path / "record" / "end").touch()
        return self.stop(reason, status, **fields)

    def stop(self, reason: str, status: int, **fields: Any) -> Folder:
        ending = {"reason": reason, "status": status, "seconds": 0.5, **fields}
        (self.path / "outcome.json").write_text(json.dumps(ending), encoding="utf-8")
        return self

    def read(self, snippet: Snippet = SNIPPET) -> Run:
        return outcome.read(self.path, snippet, ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    yield Folder(tmp_path)


def stream(text: str, name: str = "stdout") -> dict[str, str]:
    return {"output_type": "stream", "name": name, "text": text}


def test_text_goes_to_the_cell_that_ran(folder: Folder) -> None:
    folder.event(cell=0).event("one\n", cell=1).event("two\n").end(guards=["audit hook"])
    run = folder.read()
    assert run.outputs == ((stream("one\n"),), (stream("two\n"),))
    assert (run.error, run.seconds, run.guards) == (None, 0.5, ("audit hook",))


def test_streams_alternate_as_they_were_written(folder: Folder) -> None:
    folder.event(cell=0).event("o\n").event("p\n", "e\n", first=1).event("q\n").end()
    assert folder.read().outputs[0] == (stream("o\n"), stream("e\n", "stderr"), stream("p\nq\n"))


def test_a_progress_bar_in_pieces_is_one(folder: Folder) -> None:
    folder.event(cell=0).event("10%").event("\r20%", read="/srv/site/a").event("\r99%\n").end()
    run = folder.read()
    assert run.outputs[0] == (stream("99%\n"),)
    assert run.reads == ("a",)


def test_what_was_printed_after_the_last_event_counts(folder: Folder) -> None:
    folder.event(cell=0)
    (folder.path / "record" / "stdout").write_bytes(b"late")
    folder.end()
    assert folder.read().outputs[0] == (stream("late"),)


def test_a_display_stands_between_texts(folder: Folder) -> None:
    folder.event(cell=0).event("a", show={"text/plain": "/srv/site/x", "image/svg+xml": "<svg/>"})
    folder.event("b").end()
    first, display, last = folder.read().outputs[0]
    assert (first, last) == (stream("a"), stream("b"))
    assert display["data"] == {"text/plain": "x", "image/svg+xml": "<svg/>"}


def test_text_and_values_share_one_limit(folder: Folder) -> None:
    folder.event(cell=0).event("x" * 900, show={"text/plain": "y" * 900}).event(cell=1).end()
    run = folder.read()
    assert str(run.error).startswith("snippets/x.py:4: ended because it printed more than 1 KiB")
    assert run.outputs[0][1]["data"] == {"text/plain": "y" * 124}
    assert run.outputs[0][2] == stream("… [cut at the limit of 1 KiB]\n", "stderr")


def test_an_event_that_was_cut_is_left_out(folder: Folder) -> None:
    folder.event(cell=0)
    with open(folder.path / "record" / "events.jsonl", "a", encoding="utf-8") as file:
        file.write('{"show": {"text/pl')
    assert folder.end().read().error is None


@pytest.mark.parametrize(
    ("reason", "status", "message"),
    [
        (
            "exit",
            0,
            "the process ended with exit code 0 before the program did; never run: b; remove what ends it",
        ),
        ("exit", -9, "killed (SIGKILL): out of memory? Take less memory"),
        ("exit", -11, "crashed: SIGSEGV (Segmentation fault), in C or C++ code that this line called"),
        (
            "timeout",
            -9,
            "ended after 60 s without finishing; make it faster, or raise `timeout` in its header",
        ),
        (
            "memory",
            -9,
            "ended because it took more than 4096 MiB of memory; take less, or raise `memory_mb` in its "
            "header",
        ),
        (
            "processes",
            -9,
            "ended because more than 64 processes ran at once; start fewer, or raise `processes` in its "
            "header",
        ),
    ],
)
def test_each_end_has_its_words(folder: Folder, reason: str, status: int, message: str) -> None:
    folder.event(cell=0).stop(reason, status)
    assert str(folder.read().error) == f"snippets/x.py:4: {message} (cell 'a')"


def test_nobody_saw_the_end(folder: Folder) -> None:
    error = folder.event(cell=0).read().error
    assert "the program ended the process that watches it; leave other processes alone" in str(error)


def test_an_empty_folder_is_a_failure(tmp_path: Path) -> None:
    assert outcome.read(tmp_path, SNIPPET, ROOT).error is not None


def test_faulthandlers_line_is_found_in_whatever_file_of_the_repository(folder: Folder) -> None:
    folder.event(cell=0).stop("exit", -11)
    (folder.path / "record" / "fault").write_text(
        "Fatal Python error: Segmentation fault\n\nCurrent thread 0x01 (most recent call first):\n"
        '  File "/usr/lib/python3/ctypes/__init__.py", line 519 in string_at\n'
        '  File "/srv/site/snippets/helpers/\\uc608.py", line 7 in draw\n'
        '  File "/srv/site/snippets/x.py", line 4 in <module>\n',
        encoding="ascii",
    )
    error = str(folder.read().error)
    assert error.startswith("snippets/helpers/예.py:7: crashed: SIGSEGV")
    assert error.endswith("(snippets/x.py, cell 'a')")


def test_what_was_left_behind_is_a_warning(folder: Folder) -> None:
    run = folder.event(cell=1).end("lingering", -9, left=["sleep", "python"]).read()
    assert run.error is None
    assert run.warnings == (
        "threads or exit hooks were still busy 2 s after the last cell, and were ended; wait for them, or "
        "raise `grace` in the header",
        "processes outlived the program and were ended: sleep, python",
    )
