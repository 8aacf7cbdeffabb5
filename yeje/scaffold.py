"""``python -m yeje new NAME``: a program that runs, and a test of it, for somebody to go on from."""

from __future__ import annotations

import importlib.util
import keyword
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from yeje.model import SnippetError
from yeje.project import Project
from yeje.text import columns_of

TESTS = "tests"
NAME = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*")
LONGEST_NAME, WIDEST_TITLE = 48, 100
"""Letters and columns: the lines that hold them stay within what ruff allows."""

PROGRAM = '''\
"""{title}"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output_layer")(inputs)
model = keras.Model(inputs, outputs)

# %% summary
model.summary()
'''
TEST = '''\
"""What pages say of {program}, against what it builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from programs import Program, programs

pytestmark = pytest.mark.tensorflow

Run = Callable[[str], Program]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with programs(tmp_path_factory.mktemp("empty")) as program:
        yield program


def test_a_neuron_has_a_weight_for_each_input_and_a_bias(run: Run) -> None:
    assert run("{name}")["model"].count_params() == 3 + 1
'''


@dataclass(frozen=True)
class Started:
    """A program and its test, as POSIX paths relative to the repository."""

    program: str
    test: str
    embed: str
    """What shows the program on a page of ``docs/`` itself, alone in its paragraph."""


def start(project: Project, name: str, title: str = "") -> Started:
    """Write a program called `name` (below the programs' folder, with or without ``.py``) and a test.

    Without a title, the name is it. Overwrites nothing, and leaves nothing where it cannot write
    both. Raises SnippetError for a name or a title that will not do, and for files that are there.
    """
    name = name.removeprefix(f"{project.programs}/").removesuffix(".py")
    _require_name(project, name)
    title = title or PurePosixPath(name).name.replace("_", " ")
    program = f"{project.programs}/{name}.py"
    _require_title(program, title)
    test = f"{TESTS}/test_claims_{name.replace('/', '_')}.py"
    for path in (program, test):
        if os.path.lexists(project.root / path):
            raise SnippetError(path, None, "is there already; edit it, or choose another name")
    written: list[Path] = []
    try:
        for path, template in ((program, PROGRAM), (test, TEST)):
            written += _write(project.root, path, template.format(title=title, program=program, name=name))
    except SnippetError:
        for made in reversed(written):
            made.rmdir() if made.is_dir() else made.unlink()
        raise
    return Started(program, test, f"[{title}](../{program})")


def _require_name(project: Project, name: str) -> None:
    folder, stem = project.programs, PurePosixPath(name).name
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise SnippetError(
            folder,
            None,
            f"{name!r} is no name for a program; use a-z, 0-9 and _, at most {LONGEST_NAME} letters, "
            "with / behind a folder: errors/wrong_width",
        )
    program = f"{folder}/{name}.py"
    if any(keyword.iskeyword(part) for part in name.split("/")):
        raise SnippetError(program, None, "the name is a keyword of Python; choose another name")
    if project.helpers in name.split("/"):
        raise SnippetError(
            program, None, f"{project.helpers}/ holds modules for programs to import; choose another name"
        )
    if _is_module(stem):
        # Python looks for modules beside the program first: a random.py would be what NumPy imports.
        raise SnippetError(
            program, None, f"would stand in the way of Python's module {stem!r}; choose another name"
        )
    if not (project.root / folder / name).parent.resolve().is_relative_to(project.root / folder):
        raise SnippetError(program, None, f"leads out of {folder}/; choose another folder")


def _is_module(name: str) -> bool:
    """Whether `import name` finds something other than a folder."""
    if name in sys.stdlib_module_names:
        return True
    found = importlib.util.find_spec(name)
    return found is not None and found.origin is not None


def _require_title(program: str, title: str) -> None:
    if (
        columns_of(title) > WIDEST_TITLE
        or not title.isprintable()
        or title != title.strip()
        or set(title) & set('"\\[]')
    ):
        raise SnippetError(
            program,
            None,
            f'{title!r} is no title; write one line of at most {WIDEST_TITLE} columns without ", \\, [ or ]',
        )


def _write(root: Path, path: str, text: str) -> list[Path]:
    """Write a new file; returns what was made, its folders first."""
    target = root / path
    made = [folder for folder in reversed(target.parents) if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise SnippetError(
            path, None, f"cannot be written: {error.strerror}; make that possible, or choose another name"
        ) from None
    return [*made, target]
