"""Slow things done two at a time, ahead of the tests that look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

import pytest

Result = TypeVar("Result")


class Ahead(Generic[Result]):
    """Results of `work` for each key, on two cores. Ask for one with `ahead[key]`."""

    def __init__(self, work: Callable[[str], Result], keys: Iterable[str]) -> None:
        self._pool = ThreadPoolExecutor(2)
        self._futures: dict[str, Future[Result]] = {key: self._pool.submit(work, key) for key in keys}

    def __getitem__(self, key: str) -> Result:
        return self._futures[key].result()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def selected(request: pytest.FixtureRequest, parameter: str) -> list[str]:
    """The values of a parameter among the tests of this file that were asked for, in order."""
    found = (
        item.callspec.params[parameter]
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and item.path == request.path
        and hasattr(item, "callspec")
        and parameter in item.callspec.params
    )
    return list(dict.fromkeys(found))
