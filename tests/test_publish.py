"""yeje.publish: a site is the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from yeje import publish


def make(folder: Path, text: str) -> Path:
    folder.mkdir()
    for name in "abc":
        (folder / name).write_text(text)
    return folder


def contents(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.iterdir()}


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "renames":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    return str(request.param)


def test_the_draft_takes_the_place_and_nothing_else_is_left(tmp_path: Path, way: str) -> None:
    site = make(tmp_path / "site", "old")
    draft = make(publish.draft_of(site), "new")
    publish.replace(site, draft)
    assert contents(site) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_first_site_needs_no_old_one(tmp_path: Path, way: str) -> None:
    site = tmp_path / "site"
    publish.replace(site, make(publish.draft_of(site), "new"))
    assert contents(site) == {"new"}


def test_what_a_killed_build_left_is_no_obstacle(tmp_path: Path, way: str) -> None:
    site = make(tmp_path / "site", "old")
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    make(tmp_path / f".site.{killed.pid}.draft", "half")
    make(publish.draft_of(site).with_suffix(".old"), "older")
    alive = make(tmp_path / f".site.{os.getppid()}.draft", "of another build")
    publish.replace(site, make(publish.draft_of(site), "new"))
    assert contents(site) == {"new"}
    left = [path for path in tmp_path.iterdir() if path.suffix == ".draft"]
    assert left == [alive], "another build is still at it"


def test_a_first_site_of_two_builds_at_once_is_that_of_the_last(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(tmp_path / "site", "of the other")
    answers = iter([False])  # it was not there a moment ago
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: next(answers, exists(path)))
    publish.replace(site, make(publish.draft_of(site), "of this"))
    assert contents(site) == {"of this"}


def test_a_reader_never_sees_a_mixture_or_nothing(tmp_path: Path) -> None:
    site = make(tmp_path / "site", "0")
    seen: list[set[str]] = []
    done = threading.Event()

    def read(name: str, folder: int) -> str:
        with open(name, opener=lambda path, flags: os.open(path, flags, dir_fd=folder)) as file:
            return file.read()

    def look() -> None:
        while not done.is_set():
            try:
                folder = os.open(site, os.O_RDONLY)
            except FileNotFoundError:
                seen.append(set())
                continue
            with contextlib.suppress(FileNotFoundError):  # replaced and removed in the meantime
                seen.append({read(name, folder) for name in "abc"})
            os.close(folder)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 30):
        publish.replace(site, make(publish.draft_of(site), str(number)))
    done.set()
    reader.join()
    assert seen and all(len(versions) == 1 for versions in seen)


def test_of_a_build_that_ends_early_nothing_is_left(tmp_path: Path) -> None:
    site = make(tmp_path / "site", "old")
    draft = make(publish.draft_of(site), "half")
    publish.discard(site, draft)
    assert contents(site) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    publish.discard(site, draft)


def test_a_build_that_ends_between_two_renames_gives_the_old_site_back(tmp_path: Path) -> None:
    site = tmp_path / "site"
    draft = make(publish.draft_of(site), "new")
    make(draft.with_suffix(".old"), "old")
    publish.discard(site, draft)
    assert contents(site) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
