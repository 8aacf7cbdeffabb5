"""The search of the site: what readers find with it and how soon, next to Material's own.

Builds the site twice, once with Material's own search, serves both and types every query of
tests/search_queries.toml into the real search box. Prints hit rates by kind, what was missed, the
time from the last key to the first result, and the size of both indexes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import search_box  # noqa: E402
from search_box import Answer, Query  # noqa: E402
from served import FLAGS, find_chromium, serve  # noqa: E402

PLAIN = """
import sys
from mkdocs.__main__ import cli
from yeje import search_index
search_index.rewrite = lambda *_: None
search_index.prepare = lambda html: html
cli(["build", "-q", "-d", sys.argv[1]])
"""
"""Builds the site with the index that Material's plugin writes."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--queries", type=Path, default=search_box.QUERIES, help="another file of queries")
    parser.add_argument("--site", type=Path, help="a site that is built already; no comparison")
    parser.add_argument(
        "--all", action="store_true", help="name every query whose first result is wrong, held out or not"
    )
    options = parser.parse_args()
    queries = list(search_box.queries(options.queries))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = {"this site": options.site} if options.site else built(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, site in sites.items():
            print(f"\n== {name}")
            report(measured(browser, site, queries), site, options.all)
        browser.close()


def built(folder: Path) -> dict[str, Path]:
    """The site with its own search, and with Material's."""
    own, plain = folder / "own", folder / "plain"
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", own], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-c", PLAIN, plain], cwd=ROOT, check=True)
    worker = next((plain / "assets/javascripts/workers").glob("search.*.min.js")).name
    for page in plain.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        html = html.replace("assets/javascripts/search/worker.js", f"assets/javascripts/workers/{worker}")
        page.write_text(html, encoding="utf-8")
    index = plain / "search/search_index.json"
    data = json.loads(index.read_text(encoding="utf-8"))
    data["config"]["lang"] = ["ko", "en"]  # as Material's manual has it for a Korean site with English terms
    index.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
    return {"this site": own, "the same site with Material's own search": plain}


def measured(browser: Any, site: Path, queries: list[Query]) -> dict[Query, Answer]:
    """Query -> answer, typed one after another into the box of one page."""
    with serve(site) as served:
        tab = browser.new_page()
        tab.goto(served.address)
        search_box.open_box(tab)
        answers = {query: search_box.ask(tab, query.text, served.address) for query in queries}
        tab.close()
    return answers


def report(answers: dict[Query, Answer], site: Path, every: bool) -> None:
    """Print what came of it."""
    groups = defaultdict(list)
    for query, answer in answers.items():
        place = answer.place(query.right) or 99
        for group in ("all", "held out" if query.held_out else "for tuning", query.kind):
            groups[group].append(place)
        if (place > 3 and not query.held_out) or (every and place > 1):
            print(f"  {query.kind}: {query.text[:70]!r} is {place if place < 99 else 'not there'};", end=" ")
            print("first: " + ", ".join(answer.sections[:3]))
    for group, places in groups.items():
        first, third = (sum(place <= limit for place in places) / len(places) for limit in (1, 3))
        print(f"{group:16} {len(places):4} queries  hit@1 {first:6.1%}  hit@3 {third:6.1%}")
    times = sorted(answer.milliseconds for answer in answers.values())
    print(
        f"first result: median {statistics.median(times):.1f} ms, p95 {times[len(times) * 95 // 100]:.1f} ms"
    )
    index = (site / "search/search_index.json").read_bytes()
    print(f"index: {len(index):,} bytes, {len(gzip.compress(index, 6, mtime=0)):,} with gzip -6")


if __name__ == "__main__":
    main()
