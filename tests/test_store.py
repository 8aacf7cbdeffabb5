"""yeje.store: what is put in comes out whole, or not at all."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from yeje.keys import Components
from yeje.store import Store

COMPONENTS = Components("aa", {}, {"python": "3.11.7"})
NOTEBOOK = {"cells": [], "metadata": {"층": "값"}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / ".yeje", tmp_path)


def put(store: Store, reads: tuple[str, ...] = ()) -> None:
    store.put("snippets/x.py", COMPONENTS, NOTEBOOK, reads, 1.5)


def stored(tmp_path: Path, pattern: str) -> Path:
    (path,) = (tmp_path / ".yeje").glob(pattern)
    return path


def test_what_is_put_in_comes_out(store: Store) -> None:
    put(store)
    entry = store.get(COMPONENTS)
    assert entry is not None
    assert (entry.notebook, entry.components, entry.seconds) == (NOTEBOOK, COMPONENTS, 1.5)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.get(COMPONENTS) is None
    assert store.latest("snippets/x.py") is None


def test_other_components_find_nothing_but_the_latest_stays(store: Store) -> None:
    put(store)
    assert store.get(Components("bb", {}, {})) is None
    latest = store.latest("snippets/x.py")
    assert latest is not None
    assert latest.components == COMPONENTS


def test_programs_of_the_same_name_in_two_folders_do_not_meet(store: Store) -> None:
    store.put("snippets/a/b.py", COMPONENTS, NOTEBOOK, (), 1)
    assert store.latest("snippets/a__b.py") is None
    assert store.latest("snippets/a/b.py") is not None


@pytest.mark.parametrize("pattern", ["notebooks/*", "manifests/*"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"nbformat", b"nbformat2").replace(b"seconds", b"sec"),
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: b"[]",
        lambda data: b"null",
    ],
    ids=["emptied", "truncated", "edited", "flipped", "list", "null"],
)
def test_a_damaged_file_counts_as_absent(  # type: ignore[no-untyped-def]
    store: Store, tmp_path: Path, pattern: str, damage
) -> None:
    put(store)
    path = stored(tmp_path, pattern)
    path.write_bytes(damage(path.read_bytes()))
    assert store.get(COMPONENTS) is None
    put(store)
    assert store.get(COMPONENTS) is not None


@pytest.mark.parametrize("folder", ["notebooks", "manifests", "latest"])
def test_every_flipped_bit_of_the_first_bytes_is_noticed_or_harmless(
    store: Store, tmp_path: Path, folder: str
) -> None:
    put(store)
    path = stored(tmp_path, f"{folder}/**/*.*")
    data = path.read_bytes()
    for position in range(len(data)):
        path.write_bytes(data[:position] + bytes([data[position] ^ 4]) + data[position + 1 :])
        entry = store.get(COMPONENTS)
        assert entry is None or entry.notebook == NOTEBOOK
        store.latest("snippets/x.py")  # never raises


def test_a_changed_file_that_the_run_read_makes_it_stale(store: Store, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("1")
    put(store, ("data.csv",))
    assert store.get(COMPONENTS) is not None
    data.write_text("2")
    assert store.get(COMPONENTS) is None
    latest = store.latest("snippets/x.py")
    assert latest is not None
    assert store.changed_reads(latest) == ["data.csv"]
    data.unlink()
    assert store.get(COMPONENTS) is None


def test_a_new_file_in_a_folder_that_the_run_listed_makes_it_stale(store: Store, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    put(store, ("data",))
    assert store.get(COMPONENTS) is not None
    (tmp_path / "data" / "new.csv").write_text("")
    assert store.get(COMPONENTS) is None


def test_no_partial_file_is_left_when_the_disk_refuses(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        put(store)
    assert [p for p in (tmp_path / ".yeje").rglob("*") if p.is_file()] == []


def test_pruning_removes_what_no_program_needs_and_keeps_the_rest(store: Store, tmp_path: Path) -> None:
    put(store)
    other = Components("bb", {}, {})
    store.put("snippets/gone.py", other, {**NOTEBOOK, "metadata": {}}, (), 1)
    for path in (tmp_path / ".yeje" / "notebooks").iterdir():
        os.utime(path, (time.time() - 7200,) * 2)
    assert store.prune(["snippets/x.py"]) == 3  # the manifest, the notebook, the record of the last run
    assert not store.has_run("snippets/gone.py")
    assert store.get(COMPONENTS) is not None
    assert store.get(other) is None


def test_a_stored_notebook_is_named_by_its_hash_and_readable_as_one(store: Store, tmp_path: Path) -> None:
    put(store)
    path = stored(tmp_path, "notebooks/*")
    assert len(path.stem) == 64
    assert json.loads(path.read_text(encoding="utf-8")) == NOTEBOOK


def test_pruning_removes_what_killed_builds_left_half_written_once_it_is_old(
    store: Store, tmp_path: Path
) -> None:
    put(store)
    old, young = (tmp_path / ".yeje" / "manifests" / f".{name}.part" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"{")
    os.utime(old, (time.time() - 7200,) * 2)
    assert store.prune(["snippets/x.py"]) == 1
    assert young.exists() and not old.exists()


def test_pruning_leaves_what_the_disk_does_not_let_go_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert store.prune([]) == 0


def test_a_flipped_bit_anywhere_in_a_manifest_changes_nothing_that_is_read(
    store: Store, tmp_path: Path
) -> None:
    put(store, ("snippets/data.csv",))
    good = store.get(COMPONENTS)
    path = stored(tmp_path, "manifests/*")
    data = path.read_bytes()
    for place in range(len(data)):
        for bit in (1, 4, 32):
            path.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
            assert store.get(COMPONENTS) in (None, good), (place, bit)
