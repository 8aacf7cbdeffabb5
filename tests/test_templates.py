"""yeje.templates: a theme's templates are compiled once, and again when they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builds import Tiny
from jinja2 import DictLoader, Environment

from yeje.templates import Templates


class Counting(Environment):
    """Counts what it has to compile."""

    def __init__(self, folder: Path, **texts: str) -> None:
        super().__init__(loader=DictLoader(texts), bytecode_cache=Templates(folder))
        self.compiled = 0

    def compile(self, *arguments: Any, **options: Any) -> Any:
        self.compiled += 1
        return super().compile(*arguments, **options)

    def say(self, name: str = "page") -> str:
        return self.get_template(name).render(word="층")


def test_another_environment_compiles_nothing_again(tmp_path: Path) -> None:
    first, second = (Counting(tmp_path / "memo", page="{{ word }}!") for _ in range(2))
    assert [first.say(), second.say()] == ["층!", "층!"]
    assert [first.compiled, second.compiled] == [1, 0]


def test_a_changed_template_is_compiled(tmp_path: Path) -> None:
    Counting(tmp_path, page="{{ word }}!").say()
    changed = Counting(tmp_path, page="{{ word }}?")
    assert (changed.say(), changed.compiled) == ("층?", 1)


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[:-20], lambda d: d[:-9] + b"x" + d[-8:]])
def test_a_damaged_file_is_compiled_again(tmp_path: Path, damage: Any) -> None:
    Counting(tmp_path, page="{{ word }}!").say()
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    again = Counting(tmp_path, page="{{ word }}!")
    assert (again.say(), again.compiled) == ("층!", 1)


def test_without_a_place_to_write_it_is_compiled(tmp_path: Path) -> None:
    (tmp_path / "memo").write_text("a file")
    for _ in range(2):
        environment = Counting(tmp_path / "memo", page="{{ word }}!")
        assert (environment.say(), environment.compiled) == ("층!", 1)


@pytest.mark.slow
def test_a_build_keeps_the_templates_of_its_theme(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path / "tiny")
    tiny.works()
    kept = {path.name for path in (tiny.root / ".yeje/templates").iterdir()}
    assert len(kept) > 20
    site = tiny.site()
    tiny.works()
    assert tiny.site() == site
    assert {path.name for path in (tiny.root / ".yeje/templates").iterdir()} == kept
