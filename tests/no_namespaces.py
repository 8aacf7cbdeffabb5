"""Preloaded by some tests: a server on a kernel that grants no namespaces."""

from __future__ import annotations

from collections.abc import Iterable

from yeje.run import sandbox


def _refused(writable: Iterable[str], network: bool) -> tuple[str, ...]:
    return ()


sandbox.enter = _refused
