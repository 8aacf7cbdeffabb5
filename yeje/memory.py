"""What a build leaves for the next one of the same command: runs that go on, failures known."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

from yeje.keys import Components
from yeje.model import Run, Snippet, SnippetError


@dataclass
class Running:
    """A program at the runner's."""

    snippet: Snippet
    components: Components
    future: Future[Run]
    started: float
    attempts: int = 1


@dataclass(frozen=True)
class Failure:
    """A failed run, good for as long as what it read stays as it was."""

    error: SnippetError
    reads: dict[str, str]


@dataclass
class Memory:
    """What outlives a build while `mkdocs serve` is up. Never on disk: a failure is no result."""

    running: dict[str, Running] = field(default_factory=dict)
    """Key -> a run that a build did not wait for."""
    failures: dict[str, Failure] = field(default_factory=dict)
    """Key -> the failed run of a program that has not changed since."""
