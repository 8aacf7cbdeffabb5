"""Every page of the built site, looked at by axe-core and Lighthouse: the issue's table, but for speed.

Takes minutes, so it runs where it is asked for: ``pytest -m every_page -n 4 --dist=loadscope``. That
gives each class below, which looks at its pages once, a process of its own. What depends on the machine
is measured by ``python bench/pages.py``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar

import looking
import pytest
from looking import Seen
from served import find_chromium, serve
from visits import missing

pytestmark = [pytest.mark.browser, pytest.mark.tensorflow, pytest.mark.slow, pytest.mark.every_page]


class EveryPage:
    """What has to be so at any width."""

    width: ClassVar[int]

    @pytest.fixture(scope="class")
    @classmethod
    def seen(cls, chromium: Any, site: Path) -> dict[str, Seen]:
        if not looking.AXE.is_file():
            missing(f"no axe-core here: {looking.INSTALL}")
        with serve(site) as served:
            return looking.look(chromium, served, looking.pages_of(site), cls.width)

    def test_every_kind_of_page_is_among_them(self, seen: dict[str, Seen]) -> None:
        assert seen.keys() >= {"", "branched/", "notebooks/branched/", "errors/shapes/", "tags/", "404.html"}

    def test_no_page_has_an_accessibility_violation_in_either_palette(self, seen: dict[str, Seen]) -> None:
        assert {page: found.violations for page, found in seen.items() if found.violations} == {}

    def test_no_page_logs_asks_another_host_or_meets_its_policy(self, seen: dict[str, Seen]) -> None:
        assert {page: found.problems for page, found in seen.items() if found.problems} == {}

    def test_nothing_moves_on_any_page(self, seen: dict[str, Seen]) -> None:
        assert {page: found.shift for page, found in seen.items() if found.shift >= 0.005} == {}

    def test_no_page_is_wider_than_its_window(self, seen: dict[str, Seen]) -> None:
        assert {page: found.sideways for page, found in seen.items() if found.sideways > 0} == {}

    def test_no_first_visit_loads_more_than_its_kind_of_page_may(
        self, seen: dict[str, Seen], site: Path
    ) -> None:
        limits = looking.transfer_limits(site)
        assert {p: found.transfer for p, found in seen.items() if found.transfer > limits[p]} == {}


class TestOnADesk(EveryPage):
    width = 1280


class TestOnAPhone(EveryPage):
    width = 360


class Lighthouse:
    """Half of the pages."""

    half: ClassVar[int]

    def test_lighthouse_gives_every_page_full_marks(self, site: Path) -> None:
        chromium = find_chromium()
        if chromium is None:
            missing("no Chromium on this machine (Debian: apt-get install chromium)")
        if not looking.LIGHTHOUSE.is_file() or shutil.which("node") is None:
            missing(f"no Lighthouse here: {looking.INSTALL}")
        pages = looking.pages_of(site)[self.half :: 2]
        categories = ("accessibility", "best-practices", "seo")
        with serve(site) as served:
            found = list(looking.lighthouse(str(chromium), served, pages, categories))
        assert [f["page"] for f in found] == pages
        full = dict.fromkeys(categories, 100)
        assert {f["page"]: (f["error"], f["lost"]) for f in found if f["error"] or f["scores"] != full} == {}


class TestByLighthouse(Lighthouse):
    half = 0


class TestByLighthouseTheOthers(Lighthouse):
    half = 1
