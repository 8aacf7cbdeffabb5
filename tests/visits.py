"""Fixtures for tests in a browser: the site served below a sub-path, and tabs that note what goes wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import looking
import pytest
from served import FLAGS, Served, find_chromium, serve


def missing(reason: str) -> None:
    """Skip for what this machine has not; where CI is set, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running browser."""
    found = find_chromium()
    if found is None:
        missing("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Served]:
    """The site below a sub-path, so that links from the root would break."""
    with serve(site, "/a/b/") as served:
        yield served


@pytest.fixture
def visit(chromium: Any, host: Served) -> Iterator[Any]:
    """visit(page, width=…, scheme=…, …) opens a page; what went wrong is in `.problems`."""
    contexts = []

    def open_page(page: str, width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.problems = looking.watch(tab, host.address)
        tab.goto(host.address + page)
        tab.wait_for_load_state("networkidle")
        return tab

    yield open_page
    for context in contexts:
        context.close()
