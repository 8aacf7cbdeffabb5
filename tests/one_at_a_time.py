"""What two test processes must not do at once: run all programs of this repository."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psutil

STORE = Path(__file__).parent.parent / ".yeje"


@contextlib.contextmanager
def engine() -> Iterator[None]:
    """Whoever comes second waits, and then finds everything done."""
    STORE.mkdir(exist_ok=True)
    with open(STORE / "tests.lock", "w", encoding="utf-8") as lock:
        if psutil.POSIX:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
