"""Inside the program's process: run its cells one after another.

The whole file is compiled once under its own path, so that line numbers, tracebacks and
`inspect` are those of the file; then its top-level statements are executed cell by cell in one
namespace, as ``__main__``.
"""

from __future__ import annotations

import ast
import atexit
import faulthandler
import gc
import linecache
import os
import signal
import sys
import threading
import types
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, TracebackType

from yeje.model import Limits
from yeje.run import tracebacks
from yeje.run.recorder import Recorder


@dataclass(frozen=True)
class Program:
    """What a child needs to know of a program; crosses the process boundary as JSON."""

    root: str
    """Absolute path of the repository."""
    path: str
    """The program's POSIX path relative to `root`."""
    source: str
    """Its text. This runs, not what the file may hold by now."""
    cells: tuple[tuple[int, int], ...]
    """(first line, line after the last) of each cell."""
    limits: Limits
    folder: str
    """The run folder: ``record/`` for the recorder, ``scratch/`` to work in."""


def run(program: Program) -> None:
    """Run the program in this process, a fresh one, and end the process."""
    folder = Path(program.folder)
    recorder = Recorder(folder / "record")
    os.chdir(folder / "scratch")
    os.environ["TMPDIR"] = os.environ["HOME"] = str(folder / "scratch")
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):  # read at TensorFlow's start-up
        os.environ[name] = str(program.limits.threads)
    _enable_fault_lines(folder / "record")
    _watch_threads(recorder, program.root)
    from yeje.run import displays, guard

    shown = displays.Displays(recorder, program.limits)
    displays.install(shown)
    namespace = _main_module(program)
    guard.install(Path(program.root), recorder)
    gc.enable()
    status = 1
    try:
        _run_cells(program, namespace, recorder, shown)
        recorder.end()
        status = 0
    except BaseException as error:  # SystemExit and KeyboardInterrupt end a program too
        last = _last_line(program.source)
        if _is_orderly_exit(error, Path(program.root, program.path), last):
            recorder.end()
            status = 0
        else:
            recorder.error("error", tracebacks.describe(error, program.root))
    finally:
        _leave(status)


def _run_cells(
    program: Program, namespace: dict[str, object], recorder: Recorder, shown: object
) -> None:
    from yeje.run import backend

    for index, (code, value) in enumerate(_compile(program)):
        recorder.cell(index)
        exec(code, namespace)
        if value is not None:
            result = eval(value, namespace)
            if result is not None:
                shown.value(result)  # type: ignore[attr-defined]
        # As in a notebook, a figure that is still open when its cell ends is shown there.
        backend.show_open_figures()


def _compile(program: Program) -> list[tuple[CodeType, CodeType | None]]:
    """For each cell its statements, and its last expression if that is to be displayed."""
    path = str(Path(program.root, program.path))
    tree = ast.parse(program.source, path)
    # Each piece is compiled on its own, so `from __future__` has to be handed on.
    flags = compile(tree, path, "exec", dont_inherit=True).co_flags & _FUTURE_FLAGS
    compiled = []
    for start, end in program.cells:
        body = [s for s in tree.body if start <= (s.end_lineno or s.lineno) < end]
        last = body[-1] if body else None
        value = None
        if isinstance(last, ast.Expr) and not _is_silenced(program.source, last):
            body = body[:-1]
            value = compile(ast.Expression(last.value), path, "eval", flags, True)
        module = ast.Module(body, type_ignores=[])
        compiled.append((compile(module, path, "exec", flags, True), value))
    return compiled


_FUTURE_FLAGS = 0x1FF0000
"""Where the bits of ``__future__`` live in ``co_flags``."""


def _is_silenced(source: str, statement: ast.stmt) -> bool:
    """As in Jupyter, a semicolon at the end keeps a value from being displayed."""
    line = source.split("\n")[(statement.end_lineno or 1) - 1]
    rest = line.encode()[statement.end_col_offset or 0 :].decode()
    return rest.lstrip().startswith(";")


def _main_module(program: Program) -> dict[str, object]:
    """A fresh ``__main__``, as ``python program.py`` would make it."""
    path = str(Path(program.root, program.path))
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__dict__["__builtins__"] = __builtins__
    tree = ast.parse(program.source)
    module.__doc__ = ast.get_docstring(tree, clean=False)
    sys.modules["__main__"] = module
    sys.argv = [path]
    sys.path[:] = [str(Path(path).parent), *(p for p in sys.path if p != program.root)]
    lines = program.source.splitlines(keepends=True)
    linecache.cache[path] = (len(program.source), None, lines, path)
    return module.__dict__


def _last_line(source: str) -> int:
    return ast.parse(source).body[-1].lineno


def _is_orderly_exit(error: BaseException, path: Path, last_line: int) -> bool:
    """``sys.exit()`` without a failure is in order where nothing was left to run."""
    if not isinstance(error, SystemExit) or error.code not in (None, 0):
        return False
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(path) and step.tb_lineno >= last_line:
            return True
        step = step.tb_next
    return False


def _enable_fault_lines(record: Path) -> None:
    """A crash in C code, or SIGUSR1 from the warden, leaves the Python lines in ``fault``."""
    fault = open(record / "fault", "w", encoding="utf-8")  # stays open: faulthandler keeps it
    faulthandler.enable(fault, all_threads=False)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, fault, all_threads=False)
    _KEPT_OPEN.append(fault)


_KEPT_OPEN: list[object] = []
"""Holds the fault file open to the end of this short-lived process."""


def _watch_threads(recorder: Recorder, root: str) -> None:
    def record(details: threading.ExceptHookArgs) -> None:
        if details.exc_value is not None and not isinstance(details.exc_value, SystemExit):
            recorder.error("thread_error", tracebacks.describe(details.exc_value, root))

    threading.excepthook = record


def _leave(status: int) -> None:
    """End as Python does, without its long tear-down: wait for threads, run exit hooks, flush."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    finally:
        os._exit(status)
