"""A line in the terminal while programs run: how many are done, which are not, for how long.

Quiet where there is no terminal: a log has a line for each program already.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO

NAMED = 3
"""Programs named at once."""


class Progress:
    """Shows programs until they are done. `done` may be called from any thread."""

    def __init__(self, programs: Iterable[str], terminal: TextIO | None = None) -> None:
        """Write to `terminal`, standard error without one."""
        stream = terminal or sys.stderr
        self._left = dict.fromkeys(programs)
        self._total = len(self._left)
        self._bar = _bar(stream) if self._left and stream.isatty() else None
        if self._bar is not None:
            self._task = self._bar.add_task(self._names(), total=self._total)
            self._bar.start()

    def done(self, program: str) -> None:
        """The program has ended, well or not."""
        self._left.pop(program, None)
        if self._bar is not None:
            self._bar.update(self._task, completed=self._total - len(self._left), description=self._names())
            if not self._left:
                self.close()

    def close(self) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _names(self) -> str:
        names = [name.rpartition("/")[2] for name in self._left]
        more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
        return ", ".join(names[:NAMED]) + more


def _bar(stream: TextIO) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        BarColumn(24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(file=stream),
        transient=True,
    )
