"""Measure every page of the site in a real Chromium, against the goals.

``python bench/pages.py`` builds the site into a temporary folder; ``--site FOLDER`` takes one that is
built. Names of pages (``branched/``, ``404.html``) measure only these. Lighthouse's performance and LCP
are medians of three runs (``--runs``), with its mobile profile. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import looking  # noqa: E402
from served import FLAGS, find_chromium, serve  # noqa: E402
from sites import machine  # noqa: E402

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SCORES = (99, 100, 100, 100)
COLUMNS = (
    "perf",
    "a11y",
    "best",
    "seo",
    "LCP s",
    "axe 1280 l/d",
    "axe 360 l/d",
    "hosts",
    "policy",
    "kB",
    "CLS",
    "console",
)
WIDTHS = (1280, 360)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--site", type=Path, help="a built site; without it, one is built")
    parser.add_argument(
        "--runs", type=int, default=3, help="Lighthouse runs for a page, of which the median counts"
    )
    parser.add_argument("pages", nargs="*", help="addresses below the site's root; without any, all")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None or shutil.which("node") is None or not looking.LIGHTHOUSE.is_file():
        return _fail(f"needs Chromium and what is in tests/browser: {looking.INSTALL}")
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or _built(Path(folder) / "site")
        unknown = set(options.pages) - set(looking.pages_of(site))
        if unknown:
            return _fail(f"no such page: {', '.join(sorted(unknown))}")
        return measure(site, options.pages or looking.pages_of(site), chromium, options.runs)


def measure(site: Path, pages: list[str], chromium: str, runs: int) -> int:
    """Print a line for each page and what misses its goal; return how the program should end."""
    limits = looking.transfer_limits(site)
    print(f"{len(pages)} pages, {machine()}, Lighthouse: mobile, median of {runs}\n", flush=True)
    with serve(site) as served:
        seen = dict(_look(chromium, served, pages))
        print(f"{'page':<28}" + "".join(f"{name:>{len(name) + 2}}" for name in COLUMNS), flush=True)
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        missed = []
        for page in pages:
            for result in looking.lighthouse(chromium, served, [page] * runs, CATEGORIES):
                found[page].append(result)
            row = _row(found[page], seen[page], limits[page])
            cells = (f"{text}{'' if good else '!'}" for text, good in row)
            print(
                f"{page or '/':<28}"
                + "".join(f"{c:>{len(n) + 2}}" for c, n in zip(cells, COLUMNS, strict=True)),
                flush=True,
            )
            missed += [
                f"{page or '/'}: {name}" for name, (_, good) in zip(COLUMNS, row, strict=True) if not good
            ]
            missed += [f"{page or '/'}: {what}" for what in _details(found[page], seen[page])]
    print("\nevery page reaches every goal" if not missed else "\nmissed (marked with ! above):")
    print("\n".join(f"  {line}" for line in missed))
    return 1 if missed else 0


def _look(
    chromium: str, served: looking.Served, pages: list[str]
) -> Iterator[tuple[str, list[looking.Seen]]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        at = [looking.look(browser, served, pages, width) for width in WIDTHS]
        browser.close()
    for page in pages:
        yield page, [seen[page] for seen in at]


def _row(runs: list[dict[str, Any]], seen: list[looking.Seen], limit: int) -> list[tuple[str, bool]]:
    """For each column what was measured, and whether it reaches its goal."""
    scores = [statistics.median(run["scores"][name] or 0 for run in runs) for name in CATEGORIES]
    lcp = statistics.median(run["lcp"] or 0 for run in runs) / 1000
    axe = [[sum(v.startswith(s) for v in look.violations) for s in ("light", "dark")] for look in seen]
    problems = [problem for look in seen for problem in look.problems]
    hosts = sum(problem.startswith("elsewhere") for problem in problems)
    blocked = sum("policy:" in problem for problem in problems)
    transfer = max(look.transfer for look in seen)
    shift = max([look.shift for look in seen] + [run["shift"] or 0 for run in runs])
    return [
        *((f"{score:.0f}", score >= goal) for score, goal in zip(scores, SCORES, strict=True)),
        (f"{lcp:.2f}", 0 < lcp <= 1.5),
        *((f"{light}/{dark}", light + dark == 0) for light, dark in axe),
        (str(hosts), hosts == 0),
        (str(blocked), blocked == 0),
        (f"{transfer / 1000:.0f}", transfer <= limit),
        (f"{shift:.2f}", shift < 0.005),
        (str(len(problems) - hosts - blocked), len(problems) == hosts + blocked),
    ]  # fmt: skip


def _details(runs: list[dict[str, Any]], seen: list[looking.Seen]) -> list[str]:
    """What costs points: audits of Lighthouse but those of speed, nodes of axe-core, messages."""
    audits = {
        f"lighthouse: {audit}"
        for run in runs
        for name in CATEGORIES[1:]
        for audit in run["lost"].get(name, ())
    }
    return sorted(audits | {what for look in seen for what in (*look.violations, *look.problems)})


def _built(target: Path) -> Path:
    print("building the site", flush=True)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return target


def _fail(reason: str) -> int:
    print(f"bench/pages.py: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
