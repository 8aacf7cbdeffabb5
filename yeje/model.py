"""The nouns that every other module speaks of. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


class YejeError(Exception):
    """The root of this package's errors.

    YejeError
    ├── SnippetError     a program, its header or its run is wrong
    │   └── StillRunning its run goes on; a served page does not wait for it
    ├── LinkError        a page's link to a program is wrong, or its evidence does not hold
    ├── TermError        a word is spelled otherwise than in the glossary
    └── StoreError       the disk does not take what a program came to
    """

    def __init__(self, path: str, line: int | None, message: str) -> None:
        self.path = path
        """POSIX path relative to the repository, of the file to edit."""
        self.line = line
        """1-based line in that file, None where no line is to blame."""
        self.message = message
        """What is wrong, and what to do. The first line says it, more may follow."""
        super().__init__(path, line, message)

    @property
    def where(self) -> str:
        """``path:line``, or the path alone."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class SnippetError(YejeError):
    """A program cannot be read, or its run failed."""


class StillRunning(SnippetError):  # noqa: N818 - a state that passes, not an error of anyone
    """A program has not ended yet: nothing is wrong, but there is no output of it to show."""

    def __init__(self, path: str) -> None:
        super().__init__(path, None, "is still running; the page follows when it is done")


class LinkError(YejeError):
    """A page points at something that is not there, or states what no program printed."""


class TermError(YejeError):
    """A word of a page or a program is spelled otherwise than in the glossary."""


class StoreError(YejeError):
    """Outputs cannot be stored; pages show them all the same."""


@dataclass(frozen=True)
class Limits:
    """What one program may take. The defaults are the site's; a program's header raises them.

    The numbers suit TensorFlow: importing it alone maps several GB of address space, so memory
    is watched as resident size, never limited through ``RLIMIT_AS``.
    """

    timeout: float = 60.0
    """Seconds of wall-clock time from the first cell to the end of the process."""
    grace: float = 2.0
    """Seconds that threads and exit hooks may take after the last cell."""
    memory_mb: int = 4096
    """Resident memory of the program and all its child processes, in MiB."""
    output_kb: int = 256
    """Text that a program may print, both streams together, in KiB."""
    file_mb: int = 1024
    """What the files may take that it writes into its scratch folder, one or all together, in MiB."""
    processes: int = 64
    """Processes alive at once."""
    figures: int = 20
    """Figures that one program may show."""
    pixels: int = 16_000_000
    """Largest figure, width × height in pixels."""
    figure_kb: int = 2048
    """Largest single figure, as stored, in KiB."""
    network: bool = False
    """Whether the program may reach the network where a guard could forbid it."""
    threads: int = 1
    """Threads of TensorFlow and BLAS. One, so that results do not depend on the core count."""


@dataclass(frozen=True)
class Header:
    """A program's own settings: its ``# yeje: key = value`` lines, each one line of TOML."""

    limits: Limits = Limits()
    """The limits, with what the header raises."""
    raises: str | None = None
    """``"ValueError: a piece of the message"``: the program must end with this error."""
    reads: tuple[str, ...] = ()
    """Files, relative to the program, that it reads in ways that Python does not see."""
    data: tuple[str, ...] = ()
    """Data sets that it loads through ``keras.datasets``; see `yeje.data`."""


@dataclass(frozen=True)
class Cell:
    """One ``# %% name`` part of a program."""

    name: str
    """Unique within its program; what stands behind the ``#`` of a link."""
    source: str
    """Its code, without the marker line, without blank lines at either end."""
    line: int
    """1-based line of the first line of `source` in the file."""
    end: int
    """1-based line after the cell's last line."""


Import = tuple[int, tuple[str, ...]]
"""An import statement: its level (0 for absolute), and the dotted names of all that may be modules."""


@dataclass(frozen=True)
class Snippet:
    """A program as parsed from the very bytes in `data`."""

    path: str
    """POSIX path relative to the repository, for example ``snippets/branched.py``."""
    data: bytes
    """The file's bytes, as read once; what runs and what is digested."""
    source: str
    """`data` decoded: without a byte order mark, with ``\\n`` line ends."""
    title: str
    """First line of the docstring, or the file's name."""
    header: Header
    cells: tuple[Cell, ...]
    imports: tuple[Import, ...]
    """Its import statements, in no certain order."""

    @property
    def name(self) -> str:
        """The path below the programs' folder without suffix: ``branched``, ``errors/shape``."""
        return str(PurePosixPath(*PurePosixPath(self.path).parts[1:]).with_suffix(""))

    def cell(self, name: str) -> Cell | None:
        """The cell of that name, or None."""
        return next((cell for cell in self.cells if cell.name == name), None)


@dataclass(frozen=True)
class Run:
    """What running a program once came to."""

    outputs: tuple[tuple[dict[str, object], ...], ...]
    """For each cell its outputs in nbformat's form; empty for cells that never ran."""
    error: SnippetError | None
    """Why the run counts as failed, or None."""
    warnings: tuple[str, ...] = ()
    """What did not fail the run but should be known, for example processes left behind."""
    reads: tuple[str, ...] = ()
    """Files under the repository that it read, POSIX paths relative to it."""
    seconds: float = 0.0
    """Wall-clock time of the program's process."""
    guards: tuple[str, ...] = ()
    """What kept the program from the rest of the machine: ``audit hook``, …"""
