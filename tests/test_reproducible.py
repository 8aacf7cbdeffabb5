"""Two clean builds of the same sources are the same to the byte, wherever and whenever they are made."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builds import Tiny, copy_of, tree

FIRST = {"TZ": "Asia/Seoul", "PYTHONHASHSEED": "1", "LC_ALL": "C"}
SECOND = {"TZ": "America/Caracas", "PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}
HEAVY = """\
# %% model
import keras

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
model.summary()

# %% plot
keras.utils.plot_model(model, show_shapes=True)

# %% predict
print(model.predict(keras.ops.ones((2, 4)), verbose=0))
"""
SET = "# %% set\nprint({'b', 'a', 'c', '층'}, hash('x'))\n"
WITHOUT_SECONDS = {"SOURCE_DATE_EPOCH": "0"}


def build_on(cores: int, tiny: Tiny, **environment: str) -> dict[str, bytes]:
    """The whole site, built on so many cores."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(usual)[:cores]))
    try:
        tiny.works("--strict", **environment)
    finally:
        os.sched_setaffinity(0, usual)
    return tree(tiny.root / "site")


def differing(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def without_seconds(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    for program in found["programs"]:
        assert program.pop("seconds") >= 0
    return found


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Tiny, Tiny]:
    """The same sources in two folders."""
    tiny = Tiny(tmp_path / "a")
    tiny.configure("site_url: https://example.org/below/\n")
    tiny.write("snippets/set.py", SET)
    tiny.write("docs/set.md", "# Set\n\n[set](../snippets/set.py)\n")
    return tiny, copy_of(tiny, tmp_path / "another" / "길고 긴 이름의 폴더")


def test_place_time_zone_hash_seed_cores_and_locale_change_no_byte(pair: tuple[Tiny, Tiny]) -> None:
    one = build_on(1, pair[0], **FIRST)
    time.sleep(1.1)  # so that a time of day, were it written anywhere, would differ
    for path in (pair[1].root / "docs").rglob("*"):
        os.utime(path, (86400, 86400))
    two = build_on(os.cpu_count() or 1, pair[1], **SECOND)
    assert differing(one, two) == ["yeje.json"], "the only file with seconds"
    assert without_seconds(one["yeje.json"]) == without_seconds(two["yeje.json"])


def test_with_a_source_date_not_even_seconds_differ(pair: tuple[Tiny, Tiny]) -> None:
    one = build_on(1, pair[0], **FIRST, **WITHOUT_SECONDS)
    two = build_on(2, pair[1], **SECOND, **WITHOUT_SECONDS)
    assert differing(one, two) == []


def test_a_warm_build_is_as_a_cold_one(pair: tuple[Tiny, Tiny]) -> None:
    cold = build_on(2, pair[0])
    assert differing(cold, build_on(2, pair[0])) == []


def test_nothing_in_the_site_is_dated_today_or_names_the_machine(pair: tuple[Tiny, Tiny]) -> None:
    site = build_on(2, pair[0])
    today = {datetime.now(UTC).strftime(form) for form in ("%Y-%m-%d", "%d %b %Y", "%Y%m%d", "%B %d, %Y")}
    marks = [*today, str(pair[0].root), str(Path.home()) + "/"]
    own = {name: data for name, data in site.items() if not name.startswith("assets/")}  # the theme's
    found = [(name, mark) for name, data in own.items() for mark in marks if mark.encode() in data]
    assert found == []
    assert not [name for name in site if re.search(r"\.(part|tmp|lock)$", name)]


@pytest.mark.slow
@pytest.mark.tensorflow
def test_tensorflow_changes_no_byte_either(pair: tuple[Tiny, Tiny]) -> None:
    for tiny in pair:
        tiny.write("light.py", "")
        shutil.rmtree(tiny.root / ".yeje", ignore_errors=True)
        tiny.write("snippets/heavy.py", HEAVY)
        tiny.write("docs/heavy.md", "# Heavy\n\n[heavy](../snippets/heavy.py)\n")
    one = build_on(1, pair[0], **FIRST, **WITHOUT_SECONDS)
    two = build_on(2, pair[1], **SECOND, **WITHOUT_SECONDS)
    assert differing(one, two) == []
    assert b"<svg" in one["heavy/index.html"]
