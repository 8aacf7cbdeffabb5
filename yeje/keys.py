"""What the outputs of a program depend on, as one key, and why a key differs from another.

The key covers the program's bytes, the bytes of the local modules that it imports (found without
running it), and the environment: versions, and the code of the run phase itself. Files that only a
run can tell of are noted by the run and compared by `yeje.store`.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from yeje import cells
from yeje.model import Import, Snippet

DISTRIBUTIONS = ("tensorflow", "keras", "numpy", "matplotlib", "pydot", "pygraphviz", "ipython")
"""Distributions whose version the outputs depend on. pygraphviz stands for Graphviz: it ships it."""
COVERED = frozenset({*DISTRIBUTIONS, "IPython", "yeje", *sys.stdlib_module_names})
"""Modules whose version is in the environment of every program; others add theirs to those that
import them."""
ENGINE = (
    "run/*.py",
    "run/matplotlibrc",
    "fonts/*",
    *(
        f"{module}.py"
        for module in (
            [
                "cells",
                "fontconfig",
                "forking",
                "job",
                "layers",
                "model",
                "outcome",
                "record",
                "runner",
                "spawning",
                "text",
            ]
        )
    ),
)
"""The files of this package that take part in a run. Their bytes are the engine's version: one
kept by hand would be forgotten on the day it matters."""


@dataclass(frozen=True)
class Components:
    """Everything that goes into a key, kept apart so that a difference can be named."""

    program: str
    """SHA-256 of the program's path and bytes: what it prints may name it."""
    imports: dict[str, str]
    """POSIX path under the repository -> SHA-256, of every local module it imports."""
    environment: dict[str, str]
    """Name -> version: ``python``, the distributions, ``yeje``."""

    @property
    def key(self) -> str:
        """32 hexadecimal digits, equal for equal components."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode())[:32]

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Components:
        """The inverse of `dataclasses.asdict`. Raises KeyError or TypeError on other fields."""
        return cls(str(fields["program"]), dict(fields["imports"]), dict(fields["environment"]))


def components(snippet: Snippet, root: Path, environment: Mapping[str, str]) -> Components:
    """What `snippet`'s outputs depend on, as far as it is known before it runs."""
    program = sha256(snippet.path.encode() + b"\0" + snippet.data)
    imports, names = _imports(snippet, root)
    others = {name: _version_of_module(name) for name in sorted(names - COVERED)}
    return Components(program, imports, {**others, **environment})


def digest(snippet: Snippet, root: Path, environment: Mapping[str, str]) -> str:
    """The key under which the outputs of `snippet` are stored."""
    return components(snippet, root, environment).key


def environment() -> dict[str, str]:
    """The versions at hand. A distribution that is missing has the version ``none``."""
    versions = {"python": platform.python_version()}
    for name in DISTRIBUTIONS:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "none"
    return {**versions, "yeje": _engine_version()}


def why(old: Components, new: Components) -> str:
    """In words, what makes `new` differ from `old`."""
    reasons = []
    if old.program != new.program:
        reasons.append("the program changed")
    for path in sorted(old.imports.keys() | new.imports.keys()):
        before, after = old.imports.get(path), new.imports.get(path)
        if before != after:
            verb = "changed" if before and after else "is new" if after else "is gone"
            reasons.append(f"{path} {verb}")
    for name in sorted(old.environment.keys() | new.environment.keys()):
        was, now = old.environment.get(name, "none"), new.environment.get(name, "none")
        if was != now:
            reasons.append(f"{name} {was} -> {now}")
    return ", ".join(reasons) or "nothing changed"


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def local_imports(snippet: Snippet, root: Path) -> dict[str, str]:
    """Local modules that the program imports, directly or through others, and their hashes.

    Only names that resolve to a file beside the program count, so a file that is added later and
    would shadow an installed package changes the key too.
    """
    return _imports(snippet, root)[0]


def _imports(snippet: Snippet, root: Path) -> tuple[dict[str, str], set[str]]:
    """Local modules and their hashes; and the first names of all others that are imported."""
    base = (root / snippet.path).parent
    found: dict[str, str] = {}
    names: set[str] = set()
    queue = [(snippet.imports, base)]
    while queue:
        statements, package = queue.pop()
        files, others = _imported_files(statements, base, package, root)
        names |= others
        for path in files:
            name = path.relative_to(root).as_posix()
            if name not in found:
                data = path.read_bytes()
                found[name] = sha256(data)
                queue.append((_import_statements(data.decode("utf-8", "replace")), path.parent))
    return dict(sorted(found.items())), names


def _version_of_module(name: str) -> str:
    """The version of the distribution that a module comes from. Most have the module's name; asking
    which one has another takes a tenth of a second."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        homes = sorted(set(metadata.packages_distributions().get(name, ())))
        return ", ".join(f"{home} {metadata.version(home)}" for home in homes) or "none"


def _imported_files(
    statements: tuple[Import, ...], base: Path, package: Path, root: Path
) -> tuple[list[Path], set[str]]:
    """The files that a source with these imports reads, and the first names of what is not beside it."""
    files: list[Path] = []
    others: set[str] = set()
    for level, modules in statements:
        start = package.joinpath(*[".."] * (level - 1)).resolve() if level else base
        local = [path for module in modules for path in _module_files(start, module.split("."))]
        files += [path for path in local if path.is_relative_to(root)]
        if not local and not level:
            others |= {module.split(".")[0] for module in modules}
    return files, others


@lru_cache(maxsize=256)  # many programs import the same helper
def _import_statements(source: str) -> tuple[Import, ...]:
    try:
        return cells.imports(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the run will say so, with the line
        return ()


def _module_files(base: Path, parts: list[str]) -> list[Path]:
    """The files that importing ``a.b.c`` from `base` reads, as far as they exist."""
    files = []
    for index in range(len(parts)):
        place = base.joinpath(*parts[: index + 1])
        files += [p for p in (place.with_suffix(".py"), place / "__init__.py") if p.is_file()]
    return files


def _engine_version() -> str:
    package = Path(__file__).parent
    total = hashlib.sha256()
    for pattern in ENGINE:
        for path in sorted(package.glob(pattern)):
            total.update(path.relative_to(package).as_posix().encode() + b"\0")
            total.update(sha256(path.read_bytes()).encode())
    return total.hexdigest()[:12]
