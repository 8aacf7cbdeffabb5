"""Makes this process one in which ``python program.py`` has just begun."""

from __future__ import annotations

import ast
import linecache
import os
import sys
import tempfile
import types
from collections.abc import Callable
from importlib.abc import PathEntryFinder
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path

PACKAGES = str(Path(__file__).parents[2])
"""Where this package lies. Programs import it no more than anything else of the engine."""


def prepare(root: str, path: Path, source: str, scratch: Path) -> dict[str, object]:
    """Set up folder, paths, random numbers and ``__main__``; return the namespace of the latter."""
    os.chdir(scratch)
    os.environ["TMPDIR"] = os.environ["HOME"] = str(scratch)
    tempfile.tempdir = None  # what was preloaded may have asked for it already
    _reseed()
    sys.argv = [str(path)]
    sys.path[:] = [str(path.parent), *(p for p in sys.path if p not in (root, PACKAGES))]
    sys.path_hooks.insert(0, _fresh_modules(root))
    sys.path_importer_cache.clear()
    lines = [f"{line}\n" for line in source.split("\n")]
    linecache.cache[str(path)] = (len(source), None, lines, str(path))
    module = types.ModuleType("__main__", ast.get_docstring(ast.parse(source), clean=False))
    module.__file__ = str(path)
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    return module.__dict__


def _reseed() -> None:
    """NumPy was seeded when it was preloaded: without this, all programs would draw alike."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


class _Fresh(SourceFileLoader):
    """Compiles a helper module from its source, always: a ``.pyc`` is matched by a time in whole
    seconds, so one could be left from before an edit."""

    def path_stats(self, path: str) -> dict[str, int]:
        raise OSError("not cached")


def _fresh_modules(root: str) -> Callable[[str], PathEntryFinder]:
    find = FileFinder.path_hook((_Fresh, [".py"]))

    def hook(folder: str) -> PathEntryFinder:
        if Path(root) not in Path(folder).parents or "site-packages" in folder:
            raise ImportError(f"{folder} is no folder of the project")
        return find(folder)

    return hook
