"""``mkdocs serve``: a page shows what is wrong or still running, follows by itself, and heals."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from builds import FILES, Tiny, article, end, left, text, wait_until

pytestmark = pytest.mark.slow

SLOW = """\
# yeje: timeout = 600

# %% first
import os, time

while not os.path.exists({gate!r}):
    time.sleep(0.05)
print("slept", {number})

# %% second
{end}
"""
"""A program that runs until a file is there, however busy the machine is."""


@dataclass
class Served:
    tiny: Tiny
    address: str
    process: subprocess.Popen[str]
    log: Path

    def page(self, name: str) -> str:
        """The text of a page's article, as a reader sees it; waits while the server is building."""
        with urllib.request.urlopen(f"{self.address}/{name}/", timeout=60) as answer:
            return text(article(answer.read().decode("utf-8")))

    def shows(self, name: str, words: str) -> bool:
        return wait_until(lambda: words in self.page(name))

    def runs(self, name: str) -> bool:
        """Whether a page comes to say that its program is running."""
        return self.shows(name, "예제를 실행하고 있습니다")

    def write_slow(self, name: str, end: str = "2", number: int = 0, first: str = "first") -> None:
        """Make snippets/`name`.py a program that runs until `let_go`."""
        program = SLOW.format(gate=str(self._gate(name)), end=end, number=number)
        self.tiny.write(f"snippets/{name}.py", program.replace("first", first))

    def let_go(self, name: str) -> None:
        self._gate(name).touch()

    def _gate(self, name: str) -> Path:
        return self.tiny.root / f"let {name} go"

    @property
    def builds(self) -> int:
        return self.log.read_text(encoding="utf-8").count("Documentation built in")

    def rests(self) -> bool:
        """Whether it builds no more: not once in three seconds."""
        before = self.builds
        time.sleep(3)
        return self.builds == before


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    tiny = Tiny(tmp_path / "served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as file:
        process = tiny.start("serve", "-a", address, out=file)
    found = Served(tiny, f"http://{address}", process, log)

    def is_up() -> bool:
        with contextlib.suppress(OSError):
            return bool(found.page("two"))
        return False

    try:
        assert wait_until(is_up), log.read_text(encoding="utf-8")
        yield found
    finally:
        end(process)
        for stray in left(tiny.root, tiny.folders):
            with contextlib.suppress(psutil.NoSuchProcess):  # it was ending by itself
                stray.kill()
    assert "Traceback (most" not in re.sub(r"(?m)^ .*$", "", log.read_text(encoding="utf-8"))


def test_a_failing_program_shows_its_error_and_the_next_good_save_heals_it(served: Served) -> None:
    assert served.shows("two", "twenty 20")
    served.tiny.write("snippets/two.py", FILES["snippets/two.py"] + "1 / 0\n")
    assert served.shows("two", "snippets/two.py:8: ZeroDivisionError: division by zero (cell 'second')")
    assert "지난 출력" in served.page("two") and "eleven 11" in served.page("one")
    served.tiny.write("snippets/two.py", "print(\n")
    assert served.shows("two", "SyntaxError")
    served.tiny.write("snippets/two.py", FILES["snippets/two.py"].replace("20", "21"))
    assert served.shows("two", "twenty 21")
    assert "실행하지 못했습니다" not in served.page("two")
    assert served.process.poll() is None


def test_a_broken_link_is_shown_and_the_next_good_save_heals_it(served: Served) -> None:
    served.tiny.write("docs/two.md", "# Two\n\n[two](../snippets/gone.py)\n")
    assert served.shows("two", "예제로 가는 링크가 맞지 않습니다")
    served.tiny.write("docs/two.md", FILES["docs/two.md"])
    assert served.shows("two", "twenty 20")


@pytest.mark.parametrize(
    ("last", "shown"), [('print("over", "out")', "over out"), ("1 / 0", "ZeroDivisionError")]
)
def test_a_slow_program_is_shown_as_running_and_its_page_follows_by_itself(
    served: Served, last: str, shown: str
) -> None:
    assert served.shows("two", "twenty 20")
    served.write_slow("two", last)
    assert served.runs("two")
    page = served.page("two")
    assert "still running" in page and "실행하지 못했습니다" not in page
    assert page.index("지난 출력") < page.index("two 2"), "the last good output is marked as old"
    assert "eleven 11" in served.page("one")
    served.let_go("two")
    assert served.shows("two", shown)
    assert "실행하고 있습니다" not in served.page("two")
    assert served.rests(), "it builds for ever"
    assert served.builds <= 4


def test_prose_can_be_edited_while_a_program_runs_and_runs_nothing_again(served: Served) -> None:
    served.write_slow("two", 'print("over", "out")')
    assert served.runs("two")
    served.tiny.write("docs/index.md", "# Home\n\nOther words.\n")
    assert served.shows(".", "Other words")
    served.let_go("two")
    assert served.shows("two", "over out")
    log = served.log.read_text(encoding="utf-8")
    assert log.count("run snippets/two.py: the program changed") == 1
    assert served.rests(), "it builds for ever"


def test_a_page_follows_as_soon_as_its_own_program_is_done(served: Served) -> None:
    served.write_slow("one", first="says")
    served.write_slow("two", 'print("over", "out")')
    assert served.runs("two")
    served.let_go("two")
    assert served.shows("two", "over out")
    assert "예제를 실행하고 있습니다" in served.page("one")


def test_a_program_that_is_changed_while_it_runs_does_not_go_on(served: Served) -> None:
    for number in range(3):  # more than there are cores
        served.write_slow("two", number=number)
        assert served.shows("two", f'print("slept", {number})')
    served.tiny.write("snippets/two.py", FILES["snippets/two.py"].replace("20", "21"))
    assert served.shows("two", "twenty 21")
    assert wait_until(lambda: not list(served.tiny.folders.glob("yeje-*"))), "an old version still runs"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running_after_it_ends(served: Served, number: int) -> None:
    served.write_slow("two")
    assert served.runs("two")
    served.process.send_signal(number)
    served.process.wait(60)
    assert wait_until(lambda: not left(served.tiny.root, served.tiny.folders))
    served.tiny.check_nothing_left()
    beside = {path.name for path in served.tiny.root.iterdir()}
    assert beside == {".yeje", "docs", "snippets", "light.py", "mkdocs.yml"}
    if number != signal.SIGKILL:
        assert not list(served.tiny.folders.iterdir()), "a temporary file is left"


def test_a_read_only_store_is_told_and_pages_are_served(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path / "served")
    tiny.write(".yeje", "a file in its place")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = tiny.start("serve", "-a", f"127.0.0.1:{port}")
    found = Served(tiny, f"http://127.0.0.1:{port}", process, tmp_path / "log")

    def is_right() -> bool:
        with contextlib.suppress(urllib.error.URLError):
            return "twenty 20" in found.page("two")
        return False

    try:
        assert wait_until(is_right)
    finally:
        said = end(process, signal.SIGINT)
    assert "outputs cannot be stored" in said
    assert not left(tiny.root, tiny.folders)
