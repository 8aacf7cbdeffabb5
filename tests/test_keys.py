"""yeje.keys: what a key covers, and the words for a difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from yeje import cells, keys

ENVIRONMENT = {"python": "3.11.7", "keras": "3.15.0", "yeje": "abc"}


def components(root: Path, source: str) -> keys.Components:
    (root / "snippets").mkdir(exist_ok=True)
    snippet = cells.parse("snippets/x.py", source.encode())
    return keys.components(snippet, root, ENVIRONMENT)


def write(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def test_the_same_program_has_the_same_key(tmp_path: Path) -> None:
    assert components(tmp_path, "print(1)\n").key == components(tmp_path, "print(1)\n").key


@pytest.mark.parametrize("other", ["print(2)\n", "print(1) \n", "print(1)\n# a comment\n"])
def test_any_other_byte_of_the_program_changes_the_key(tmp_path: Path, other: str) -> None:
    old, new = components(tmp_path, "print(1)\n"), components(tmp_path, other)
    assert old.key != new.key
    assert keys.why(old, new) == "the program changed"


def test_a_new_keras_version_changes_the_key_and_is_named(tmp_path: Path) -> None:
    old = components(tmp_path, "print(1)\n")
    new = replace(old, environment={**ENVIRONMENT, "keras": "3.15.1"})
    assert old.key != new.key
    assert keys.why(old, new) == "keras 3.15.0 -> 3.15.1"


@pytest.mark.parametrize(
    "statement",
    [
        "import helper",
        "import helper as h",
        "from helper import f",
        "def later():\n    import helper",
        "try:\n    import helper\nexcept ImportError:\n    pass",
    ],
)
def test_a_changed_helper_changes_the_key_however_it_is_imported(tmp_path: Path, statement: str) -> None:
    write(tmp_path, "snippets/helper.py", "f = 1\n")
    old = components(tmp_path, statement + "\n")
    write(tmp_path, "snippets/helper.py", "f = 2\n")
    new = components(tmp_path, statement + "\n")
    assert keys.why(old, new) == "snippets/helper.py changed"


def test_helpers_of_helpers_and_their_packages_count(tmp_path: Path) -> None:
    write(tmp_path, "snippets/helpers/__init__.py", "")
    write(tmp_path, "snippets/helpers/a.py", "from .b import f\nfrom . import c\n")
    write(tmp_path, "snippets/helpers/b.py", "f = 1\n")
    write(tmp_path, "snippets/helpers/c.py", "")
    found = components(tmp_path, "from helpers.a import f\n").imports
    names = ["__init__", "a", "b", "c"]
    assert list(found) == [f"snippets/helpers/{name}.py" for name in names]


def test_helpers_that_import_each_other_do_not_loop(tmp_path: Path) -> None:
    write(tmp_path, "snippets/a.py", "import b\n")
    write(tmp_path, "snippets/b.py", "import a\n")
    assert list(components(tmp_path, "import a\n").imports) == ["snippets/a.py", "snippets/b.py"]


def test_a_file_that_starts_to_shadow_a_package_changes_the_key(tmp_path: Path) -> None:
    old = components(tmp_path, "import keras\n")
    write(tmp_path, "snippets/keras.py", "")
    new = components(tmp_path, "import keras\n")
    assert keys.why(old, new) == "snippets/keras.py is new"
    assert keys.why(new, old) == "snippets/keras.py is gone"


def test_a_helper_with_a_syntax_error_still_counts(tmp_path: Path) -> None:
    write(tmp_path, "snippets/helper.py", "def (\n")
    assert list(components(tmp_path, "import helper\n").imports) == ["snippets/helper.py"]


def test_all_reasons_are_named_together(tmp_path: Path) -> None:
    old = components(tmp_path, "print(1)\n")
    new = replace(components(tmp_path, "print(2)\n"), environment={**ENVIRONMENT, "python": "3.12.1"})
    assert keys.why(old, new) == "the program changed, python 3.11.7 -> 3.12.1"


def test_the_environment_names_every_package_that_outputs_depend_on() -> None:
    found = keys.environment()
    assert {"python", "tensorflow", "keras", "numpy", "matplotlib", "pygraphviz", "yeje"} <= set(found)
    assert found["keras"] != "none"


def test_components_survive_json(tmp_path: Path) -> None:
    old = components(tmp_path, "print(1)\n")
    fields = {"program": old.program, "imports": old.imports, "environment": old.environment}
    assert keys.Components.from_json(fields) == old


@pytest.mark.parametrize("line", ["import psutil", "from psutil import Process", "import helpers.h"])
def test_the_version_of_any_other_package_that_it_imports_is_in_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    write(tmp_path, "snippets/helpers/h.py", "def later():\n    import psutil\n")
    old = components(tmp_path, f"{line}\n")
    version = keys.metadata.version
    monkeypatch.setattr(keys.metadata, "version", lambda name: "99" if name == "psutil" else version(name))
    new = components(tmp_path, f"{line}\n")
    assert old.key != new.key
    assert keys.why(old, new) == f"psutil {version('psutil')} -> 99"


def test_a_package_is_found_by_the_distribution_that_it_comes_from(tmp_path: Path) -> None:
    found = components(tmp_path, "import yaml\n").environment["yaml"]
    assert found == f"PyYAML {keys.metadata.version('PyYAML')}"


def test_what_python_itself_brings_and_what_is_local_has_no_version(tmp_path: Path) -> None:
    write(tmp_path, "snippets/helpers/h.py", "x = 1\n")
    source = "import os.path, keras, numpy\nfrom helpers.h import x\nfrom helpers import h\n"
    assert components(tmp_path, source).environment == ENVIRONMENT


def test_a_package_that_is_missing_has_a_version_of_that_name(tmp_path: Path) -> None:
    assert components(tmp_path, "import no_such_module\n").environment["no_such_module"] == "none"
