"""yeje.data: data sets come from where they are, whole, or with a word on what to do."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from yeje import data

CONTENT = b"labels and images"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One small file stands for a data set; nothing outside of tmp_path is looked at."""
    files = {"toy": {"toy.gz": hashlib.sha256(CONTENT).hexdigest()}}
    monkeypatch.setattr(data, "FILES", files)
    monkeypatch.setattr(data, "DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv(data.VARIABLE, raising=False)


def pack(path: Path, content: bytes = CONTENT, level: int = 9) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, level))


def test_files_come_from_debians_package(tmp_path: Path) -> None:
    pack(tmp_path / "debian/toy/toy.gz")
    assert data.ensure("toy") == [tmp_path / "keras/datasets/toy/toy.gz"]
    assert data.missing("toy") == []


@pytest.mark.parametrize("place", ["mine/toy.gz", "mine/toy/toy.gz"])
def test_files_come_from_the_folder_that_the_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    pack(tmp_path / place)
    monkeypatch.setenv(data.VARIABLE, str(tmp_path / "mine"))
    data.ensure("toy")
    assert data.missing("toy") == []


def test_files_in_place_are_left_alone(tmp_path: Path) -> None:
    pack(tmp_path / "keras/datasets/toy/toy.gz", level=1)
    assert data.ensure("toy") == []


@pytest.mark.parametrize(
    "damage", [b"", b"no gzip", gzip.compress(b"other")], ids=["empty", "no gzip", "other data"]
)
def test_a_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    pack(tmp_path / "debian/toy/toy.gz")
    pack(tmp_path / "keras/datasets/toy/toy.gz")
    (tmp_path / "keras/datasets/toy/toy.gz").write_bytes(damage)
    assert len(data.ensure("toy")) == 1
    assert data.missing("toy") == []


def test_a_source_with_another_content_is_refused(tmp_path: Path) -> None:
    pack(tmp_path / "debian/toy/toy.gz", b"something else")
    with pytest.raises(data.DataError, match="or not whole"):
        data.ensure("toy")
    assert data.missing("toy") == ["toy.gz"]


def test_without_any_source_the_message_names_three_ways_out() -> None:
    with pytest.raises(data.DataError, match=r"internet.*dataset-toy.*YEJE_DATA"):
        data.ensure("toy")


def test_keras_own_folder_is_used_where_no_other_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERAS_HOME")
    assert data.datasets_folder() == Path.home() / ".keras" / "datasets"
