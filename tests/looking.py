"""Look at pages in a real Chromium: what a page does, what it loads, what axe-core finds in it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from served import FLAGS, Served

TOOLS = Path(__file__).parent / "browser"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
LIGHTHOUSE = TOOLS / "node_modules" / "lighthouse" / "package.json"
INSTALL = "install Node.js 18 or later, then: npm ci --prefix tests/browser"
"""What to do where these are not there."""

BOOK = "book.html"
WATCH = """
addEventListener("securitypolicyviolation", event =>
  console.error(`policy: ${event.violatedDirective} blocks ${event.blockedURI} ${event.sample}`))
window.shifted = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""
"""Runs before anything of a page."""
RUN_AXE = {
    "light": "axe.run({ resultTypes: ['violations'] }).then(found => found.violations)",
    "dark": """axe.run({ resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] })
        .then(found => found.violations)""",
}
"""All rules in the one palette; in the other, those that look at colours."""
SCROLL = """async () => {
  const step = innerHeight * 0.8
  for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
    scrollTo(0, y)
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  }
  scrollTo(0, 0)
  return shifted
}"""


@dataclass(frozen=True)
class Seen:
    """A page at one width."""

    violations: tuple[str, ...]
    """What axe-core finds in either palette: ``dark: rule: selector`` for every node."""
    problems: tuple[str, ...]
    """Console messages, failed requests, requests to other hosts, what the policy blocked."""
    shift: float
    """Cumulative layout shift while it loaded, was scrolled to its end, and changed its palette."""
    sideways: int
    """Pixels that it is wider than the window."""
    transfer: int
    """Bytes of everything that a first visit loads, compressed, with headers."""


def pages_of(site: Path) -> list[str]:
    """Addresses of all pages below the site's root.

    Those that only lead elsewhere are none, nor is the book, which is all of them as one and too much for
    Lighthouse; `test_print` looks at it.
    """
    found = []
    for path in sorted(set(site.rglob("*.html")) - {site / BOOK}):
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8"):
            found.append(path.relative_to(site).as_posix().removesuffix("index.html"))
    return found


def transfer_limits(site: Path) -> dict[str, int]:
    """For each page the bytes that a first visit may load: 90 kB, with three figures 160 kB."""
    figures = {page: min(_html(site, page).count('<figure class="yeje-'), 3) for page in pages_of(site)}
    return {page: 90_000 + count * 70_000 // 3 for page, count in figures.items()}


def _html(site: Path, page: str) -> str:
    path = site / page
    return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")


def watch(tab: Any, address: str) -> list[str]:
    """Note in a list what goes wrong in `tab` from now on, on pages of the site at `address`."""
    problems: list[str] = []
    tab.add_init_script(WATCH)
    tab.on("console", lambda message: problems.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: problems.append(str(error)))
    # A tab that is closed takes with it what it was loading.
    tab.on("requestfailed", lambda r: None if tab.is_closed() else problems.append(f"failed: {r.url}"))

    def request(found: Any) -> None:
        if not found.url.startswith((address, "data:", "blob:")):
            problems.append(f"elsewhere: {found.url}")

    tab.on("request", request)
    return problems


OUT_OF_REACH = """[...document.querySelectorAll("pre > code")].some(
    (code) => code.scrollWidth > code.clientWidth && code.tabIndex < 0)"""
"""Whether there is code that scrolls and that the theme's script has not put into the tab order."""


def look(browser: Any, served: Served, pages: Iterable[str], width: int) -> dict[str, Seen]:
    """Open each page as a first visit, and let axe-core look at it in both palettes.

    Raises FileNotFoundError where axe-core is not installed.
    """
    axe = AXE.read_text(encoding="utf-8")
    return {page: _look(browser, served, page, width, axe) for page in pages}


def _look(browser: Any, served: Served, page: str, width: int, axe: str) -> Seen:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
    tab = context.new_page()
    problems = watch(tab, served.address)
    served.sent.clear()
    tab.goto(served.address + page, wait_until="networkidle")
    transfer = sum(size for _, size in served.sent)
    for _ in range(50):  # on a busy machine the theme's script is not through yet
        if not tab.evaluate(OUT_OF_REACH):
            break
        tab.wait_for_timeout(100)
    tab.evaluate(axe)
    violations = []
    for scheme in RUN_AXE:
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours change at once
        violations += [
            f"{scheme}: {found['id']}: {' '.join(map(str, node['target']))}"
            for found in tab.evaluate(RUN_AXE[scheme])
            for node in found["nodes"]
        ]
    seen = Seen(
        violations=tuple(violations),
        shift=tab.evaluate(SCROLL),
        sideways=tab.evaluate("document.documentElement.scrollWidth - innerWidth"),
        transfer=transfer,
        problems=tuple(problems),
    )
    context.close()
    return seen


def lighthouse(
    chromium: str, served: Served, pages: Iterable[str], categories: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Lighthouse's findings for each page, in order; see browser/lighthouse.mjs.

    Raises RuntimeError where it does not run.
    """
    pages = list(pages)
    order = {"chromium": chromium, "flags": FLAGS, "categories": list(categories)}
    order["urls"] = [served.address + page for page in pages]
    command = ["node", str(TOOLS / "lighthouse.mjs")]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, encoding="utf-8"
        ) as process,
    ):
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        for page, line in zip(pages, process.stdout, strict=False):
            yield {**json.loads(line), "page": page}
        if process.wait() != 0:
            said.seek(0)
            raise RuntimeError(f"Lighthouse ended early: {said.read()[-2000:]}")
