"""Inside the program's process: run its cells one after another.

The whole file is compiled under its own path, so that line numbers, tracebacks and `inspect` are
those of the file; its top-level statements are executed cell by cell in one namespace.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from yeje.model import Limits
from yeje.run import displays, guard, main_module, tracebacks
from yeje.run.compiled import Compiled, compile_cells, last_line
from yeje.run.recorder import Recorder

_exit = os._exit  # bound before a program can put something else in its place


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

    @property
    def file(self) -> Path:
        """The program's absolute path."""
        return Path(self.root, self.path)

    @classmethod
    def from_json(cls, fields: dict[str, object]) -> Program:
        """From what ``json.loads`` makes of `dataclasses.asdict`."""
        limits, cells = fields.pop("limits"), fields.pop("cells")
        assert isinstance(limits, dict) and isinstance(cells, list)
        return cls(**fields, limits=Limits(**limits), cells=tuple(map(tuple, cells)))  # type: ignore[arg-type]


def writable(program: Program) -> tuple[str, ...]:
    """The folders that the program may write into."""
    keras = os.environ.get("KERAS_HOME")  # downloads of Keras stay possible
    return (program.folder, keras) if keras else (program.folder,)


def run(program: Program) -> None:
    """Run the program in this process, a fresh one, and end the process."""
    folder = Path(program.folder)
    recorder = Recorder(folder / "record")
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):  # read at TensorFlow's start-up
        os.environ[name] = str(program.limits.threads)
    _enable_fault_lines(folder / "record")
    _watch_what_is_ignored(recorder, program.root)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the build was started with
    shown = displays.Displays(recorder, program.limits)
    displays.install(shown, str(program.file))
    cells = compile_cells(str(program.file), program.source, program.cells)
    last = last_line(program.source)
    namespace = main_module.prepare(program.root, program.file, program.source, folder / "scratch")
    guard.install(program.root, writable(program), program.limits.network, recorder)
    gc.enable()
    status = 1
    try:
        _run_cells(cells, namespace, recorder, shown)
        recorder.end()
        status = 0
    except BaseException as error:  # SystemExit and KeyboardInterrupt end a program too
        if _is_orderly_exit(error, str(program.file), last):
            recorder.end()
            status = 0
        elif recorder.is_mine:
            recorder.error("error", tracebacks.describe(error, program.root))
        else:
            print(tracebacks.describe(error, program.root)["traceback"], file=sys.stderr)
    finally:
        _leave(status)


def _run_cells(
    cells: list[Compiled], namespace: dict[str, object], recorder: Recorder, shown: displays.Displays
) -> None:
    for index, cell in enumerate(cells):
        recorder.cell(index)
        exec(cell.code, namespace)
        if cell.value is not None:
            result = eval(cell.value, namespace)
            recorder.line = cell.last
            if result is not None:
                shown.value(result)
        recorder.line = None
        # As in a notebook, a figure that is still open when its cell ends is shown there.
        displays.show_open_figures()
        recorder.check_streams()


def _is_orderly_exit(error: BaseException, path: str, last_line: int) -> bool:
    """``sys.exit()`` without a failure is in order where nothing was left to run."""
    if not isinstance(error, SystemExit) or error.code not in (None, 0):
        return False
    step: TracebackType | None = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename == path and code.co_name == "<module>":
            return step.tb_lineno >= last_line
        step = step.tb_next
    return False


def _enable_fault_lines(record: Path) -> None:
    """A crash in C code, or SIGUSR1 from the warden, leaves the Python lines in ``fault``."""
    fault = open(record / "fault", "w", encoding="utf-8")  # noqa: SIM115 - it stays open
    faulthandler.enable(fault, all_threads=False)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, fault, all_threads=False)
    _KEPT_OPEN.append(fault)


_KEPT_OPEN: list[object] = []
"""Holds the fault file open to the end of this short-lived process."""


def _watch_what_is_ignored(recorder: Recorder, root: str) -> None:
    """Record exceptions that Python only prints: nothing went on as the program meant it to."""

    def record(error: BaseException | None, where: str) -> None:
        if error is not None and not isinstance(error, SystemExit):
            recorder.error("thread_error", {**tracebacks.describe(error, root), "where": where})

    def record_task(logged: logging.LogRecord) -> bool:
        if logged.exc_info:
            record(logged.exc_info[1], "in a task of asyncio")
        return True

    threading.excepthook = lambda details: record(details.exc_value, "in a thread")
    sys.unraisablehook = lambda details: record(details.exc_value, "in a finalizer or an exit hook")
    logging.getLogger("asyncio").addFilter(record_task)


def _leave(status: int) -> None:
    """End as Python does, without its long tear-down: wait for threads, run exit hooks, flush."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # None, or the program's own idea of a stream
                stream.flush()
    finally:
        _exit(status)
