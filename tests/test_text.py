"""yeje.text: printed text as a reader may see it. (Its characters: test_faults_output.py.)"""

from __future__ import annotations

import json
import sys
import sysconfig
from pathlib import Path

import pytest

from yeje.text import Cleaner

ROOT = Path("/srv/한글 site")
FOLDER = Path("/var/tmp/yeje-abc")
clean = Cleaner(ROOT, FOLDER)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"{ROOT}/snippets/x.py:3", "snippets/x.py:3"),
        (f"in {ROOT}", "in ."),
        (f"in {ROOT}.", "in .."),
        (f"'{ROOT}'", "'.'"),
        (f"{ROOT}.bak/x", f"{ROOT}.bak/x"),
        (f"{ROOT}-2/x", f"{ROOT}-2/x"),
        (f"{FOLDER}/scratch/model.keras", "model.keras"),
        (f"{FOLDER}/scratch", "."),
        (f"{FOLDER}/record/x", "<run>/record/x"),
        (f"{FOLDER}", "<run>"),
        (ROOT.as_uri() + "/x", "file://x"),
        (json.dumps(f"{ROOT}/x"), '"x"'),
        (f"{sysconfig.get_path('purelib')}/keras/src/layer.py", "keras/src/layer.py"),
        (f"{sysconfig.get_path('stdlib')}/json/decoder.py", "json/decoder.py"),
        (f"{sys.prefix}/bin/python", "<python>/bin/python"),
        (f"repr: \\n{ROOT}/x", "repr: \\nx"),
    ],
)
def test_paths_are_relative_to_the_repository(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_short_home_is_no_part_of_another_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/root")
    at_home = Cleaner(Path("/srv/site"))
    assert at_home("/root/x data/root/x b'/root' /rooted") == "~/x data/root/x b'~' /rooted"


def test_without_a_home_there_is_nothing_to_shorten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    assert Cleaner(Path("/srv/site"))("/etc/passwd / //") == "/etc/passwd / //"


def test_bytes_are_decoded_as_utf_8() -> None:
    assert clean("가".encode() + b"\xff") == "가\\xff"


def test_paths_alone_leave_every_other_character() -> None:
    assert clean.paths(f"<text>\x1b[1m{ROOT}/x\r</text>") == "<text>\x1b[1mx\r</text>"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("10%\r20%\r100%", "100%"),
        ("long\rab", "abng"),
        ("long\r\x1b[Kab", "ab"),
        ("ab\b\b\bc", "cb"),
        ("\x1b[32m12/12\x1b[0m \x1b[1m0s\x1b[0m", "12/12 0s"),
        ("lone \x1b", "lone ␛"),
        ("\x00\r\x00", "␀"),
    ],
)
def test_a_line_is_shown_as_a_terminal_would_leave_it(line: str, state: str) -> None:
    assert clean(line) == state
