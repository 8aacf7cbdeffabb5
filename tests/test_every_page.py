"""Every page of the built site, looked at by axe-core and Lighthouse: the issue's table, but for speed.

Takes minutes, so it runs where it is asked for: ``pytest -m every_page``, in halves on two cores with
``-n 2 --dist=loadgroup``. What depends on the machine is measured by ``python bench/pages.py``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import looking
import pytest
from looking import Seen
from served import find_chromium, serve
from visits import missing

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow, pytest.mark.every_page]


WIDTHS = [pytest.param(width, marks=pytest.mark.xdist_group(str(width))) for width in (1280, 360)]
"""What is seen at one width, one process sees once: ``--dist=loadgroup``."""


@pytest.fixture(scope="module", params=WIDTHS)
def seen(request: pytest.FixtureRequest, chromium: Any, site: Path) -> dict[str, Seen]:
    """All pages at one width."""
    if not looking.AXE.is_file():
        missing(f"no axe-core here: {looking.INSTALL}")
    with serve(site) as served:
        return looking.look(chromium, served, looking.pages_of(site), request.param)


def test_every_kind_of_page_is_among_them(seen: dict[str, Seen]) -> None:
    assert seen.keys() >= {"", "branched/", "notebooks/branched/", "errors/shapes/", "tags/", "404.html"}


def test_no_page_has_an_accessibility_violation_in_either_palette(seen: dict[str, Seen]) -> None:
    assert {page: found.violations for page, found in seen.items() if found.violations} == {}


def test_no_page_logs_asks_another_host_or_meets_its_policy(seen: dict[str, Seen]) -> None:
    assert {page: found.problems for page, found in seen.items() if found.problems} == {}


def test_nothing_moves_on_any_page(seen: dict[str, Seen]) -> None:
    assert {page: found.shift for page, found in seen.items() if found.shift >= 0.005} == {}


def test_no_page_is_wider_than_its_window(seen: dict[str, Seen]) -> None:
    assert {page: found.sideways for page, found in seen.items() if found.sideways > 0} == {}


def test_no_first_visit_loads_more_than_its_kind_of_page_may(seen: dict[str, Seen], site: Path) -> None:
    limits = looking.transfer_limits(site)
    assert {page: found.transfer for page, found in seen.items() if found.transfer > limits[page]} == {}


@pytest.mark.parametrize(
    "half", [pytest.param(half, marks=pytest.mark.xdist_group(f"half {half}")) for half in (0, 1)]
)
def test_lighthouse_gives_every_page_full_marks(site: Path, half: int) -> None:
    chromium = find_chromium()
    if chromium is None:
        missing("no Chromium on this machine (Debian: apt-get install chromium)")
    if not looking.LIGHTHOUSE.is_file() or shutil.which("node") is None:
        missing(f"no Lighthouse here: {looking.INSTALL}")
    pages = looking.pages_of(site)[half::2]
    categories = ("accessibility", "best-practices", "seo")
    with serve(site) as served:
        found = list(looking.lighthouse(str(chromium), served, pages, categories))
    assert [f["page"] for f in found] == pages
    full = dict.fromkeys(categories, 100)
    assert {f["page"]: (f["error"], f["lost"]) for f in found if f["error"] or f["scores"] != full} == {}
