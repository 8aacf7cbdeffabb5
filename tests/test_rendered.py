"""yeje.rendered: made once, made again when anything that goes in changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from yeje import rendered
from yeje.rendered import Rendered


class Maker:
    """Counts how often it has to make."""

    def __init__(self, text: str = "<p>층</p>") -> None:
        self.text, self.made = text, 0

    def __call__(self) -> str:
        self.made += 1
        return self.text


def test_the_same_inputs_are_made_once(tmp_path: Path) -> None:
    maker = Maker()
    for _ in range(2):
        assert Rendered(tmp_path / "memo").get(["code", 1], maker) == "<p>층</p>"
    assert maker.made == 1


def test_other_inputs_are_made(tmp_path: Path) -> None:
    maker, memo = Maker(), Rendered(tmp_path)
    memo.get(["code"], maker)
    memo.get(["code "], maker)
    assert maker.made == 2


def test_another_renderer_makes_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, memo = Maker(), Rendered(tmp_path)
    memo.get("code", maker)
    monkeypatch.setattr(rendered, "_renderer", lambda: "another")
    memo.get("code", maker)
    assert maker.made == 2


@pytest.mark.parametrize("damage", [b"", b"half", b"0" * 64 + b"\n<script>"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    maker, memo = Maker(), Rendered(tmp_path)
    memo.get("code", maker)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert memo.get("code", maker) == "<p>층</p>"
    assert maker.made == 2


def test_without_a_place_to_write_it_still_makes(tmp_path: Path) -> None:
    (tmp_path / "memo").write_text("a file")
    maker = Maker()
    assert Rendered(tmp_path / "memo").get("code", maker) == "<p>층</p>"
