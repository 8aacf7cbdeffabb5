"""What a program leaves in its run folder: how much it is, and how it goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yeje.run import folders


def test_a_size_is_that_of_all_files_but_of_no_link(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "a/b").mkdir(parents=True)
    outside.mkdir()
    (outside / "large").write_bytes(b"x" * 100_000)
    (inside / "one").write_bytes(b"x" * 10)
    (inside / "a/b/two").write_bytes(b"x" * 20)
    (inside / "link").symlink_to(outside)
    assert 30 <= folders.size(inside) < 1000


def test_a_hole_in_a_file_takes_no_room(tmp_path: Path) -> None:
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(10**9)
    assert folders.size(tmp_path) < 10**6


@pytest.mark.parametrize("names", [[f"{n}" for n in range(30)], [f"{n}/{n}" for n in range(30)]])
def test_no_more_files_are_looked_at_than_may_be(
    tmp_path: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 100)
    whole = folders.size(tmp_path)
    monkeypatch.setattr(folders, "MOST", 40)
    assert folders.size(tmp_path) <= whole
    monkeypatch.setattr(folders, "MOST", 10)
    assert folders.size(tmp_path) <= 10 * 100


def test_what_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert folders.size(tmp_path / "gone") == 0


def test_a_folder_goes_whole_and_nothing_that_it_points_at(tmp_path: Path) -> None:
    inside, kept = tmp_path / "inside", tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (inside / "closed/deeper").mkdir(parents=True)
    (inside / "closed/deeper/file").touch()
    (inside / "link").symlink_to(kept)
    (inside / "closed").chmod(0)
    folders.remove(inside)
    assert not inside.exists() and (kept / "file").exists()


def test_a_link_goes_and_not_what_it_points_at(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    folders.remove(tmp_path / "link")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_folder_that_is_deeper_than_a_path_may_be_long_goes(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("x" * 200, dir_fd=here)
        deeper = os.open("x" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    folders.remove(top)
    assert not top.exists()


def test_removing_what_is_not_there_does_no_harm(tmp_path: Path) -> None:
    folders.remove(tmp_path / "gone")
