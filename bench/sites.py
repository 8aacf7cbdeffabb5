"""Small sites to compare: this engine, markdown-exec, and plain MkDocs with pasted outputs.

The three show the same programs on the same pages with the same theme. They are made in a temporary
folder; nothing of the repository is touched.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = [
    "branched",
    "branched_10",
    "branched_edges",
    "branched_predict",
    "functional_cnn",
    "gradients",
    "linear_default",
    "same_model",
    "sequential_cnn",
    "sequential_limits",
    "third_head",
    "two_networks",
]
"""Twelve programs of the chapter that run as they are in one process, one after another."""
CONFIG = """\
site_name: bench
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [admonition, attr_list, md_in_html, tables, pymdownx.highlight, pymdownx.superfences%s]
"""


def pages_per_site(count: int) -> list[tuple[str, str]]:
    """(name, source) of `count` programs: the twelve, repeated as files of their own."""
    found = []
    for number in range(count):
        name = PROGRAMS[number % len(PROGRAMS)]
        source = (ROOT / "snippets" / f"{name}.py").read_text(encoding="utf-8")
        found.append((f"{name}_{number}", source))
    return found


def yeje_site(folder: Path, count: int, notebooks: bool = False) -> Path:
    """A site whose pages embed the programs through this engine."""
    plugins = "[search, {mkdocs-jupyter: {include: ['*.ipynb'], cache_dir: .yeje/mkdocs-jupyter}}]"
    config = CONFIG % ", yeje.extension" + f"hooks: [{ROOT / 'yeje' / 'mkdocs_hook.py'}]\nwatch: [snippets]\n"
    if notebooks:
        config = config.replace("[search]", plugins)
    _write(folder / "mkdocs.yml", config)
    shutil.copytree(ROOT / "snippets" / "helpers", folder / "snippets" / "helpers", dirs_exist_ok=True)
    for name, source in pages_per_site(count):
        _write(folder / "snippets" / f"{name}.py", source)
        _write(folder / "docs" / f"{name}.md", f"# {name}\n\nText.\n\n[{name}](../snippets/{name}.py)\n")
    _write(folder / "docs" / "index.md", "# Home\n\nSome words.\n")
    return folder


def exec_site(folder: Path, count: int) -> Path:
    """The same through markdown-exec: one process, no isolation, no cache."""
    config = CONFIG.replace("plugins: [search]", "plugins: [search, markdown-exec]") % ""
    _write(folder / "mkdocs.yml", config)
    for name, source in pages_per_site(count):
        body = f'```python exec="true" source="above" result="text"\n{source}```\n'
        _write(folder / "docs" / f"{name}.md", f"# {name}\n\nText.\n\n{body}")
    _write(folder / "docs" / "index.md", "# Home\n\nSome words.\n")
    return folder


def plain_site(folder: Path, built: Path, count: int) -> Path:
    """Plain MkDocs with code and outputs pasted in, as they stand in a page that was built."""
    _write(folder / "mkdocs.yml", CONFIG % "")
    for name, _ in pages_per_site(count):
        html = (built / name / "index.html").read_text(encoding="utf-8")
        article = re.search(
            r'<div class="yeje" .*?(?=\n\s*</article>|<aside|<nav class="md-footer)', html, re.DOTALL
        )
        assert article, name
        pasted = re.sub(r"\n\s*\n", "\n&#8203;\n", article[0])  # a blank line would end the HTML block
        _write(folder / "docs" / f"{name}.md", f"# {name}\n\nText.\n\n{pasted}\n")
    _write(folder / "docs" / "index.md", "# Home\n\nSome words.\n")
    return folder


def build(folder: Path) -> float:
    """Seconds of one ``mkdocs build``. Raises when it fails."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MPLBACKEND": "agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "NO_MKDOCS_2_WARNING": "1",
        # Compiled once, as in any checkout that was built before: pip compiles the packages, no one this one.
        "PYTHONDONTWRITEBYTECODE": "",
    }
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{folder.name} does not build:\n{done.stderr[-3000:]}")
    return seconds


def clean(folder: Path) -> None:
    """Forget what an earlier build stored."""
    for name in (".yeje", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)


def interleaved(runs: int, **things: Callable[[], float]) -> dict[str, list[float]]:
    """Measure the things in turn, so that a slow minute of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(runs):
        for name, thing in things.items():
            times[name].append(thing())
    return times


def report(title: str, times: dict[str, list[float]], reference: str, goal: float | None = None) -> None:
    """Print medians, and the ratio of each to the reference in the same run."""
    print(f"\n{title}")
    base = statistics.median(times[reference])
    for name, values in times.items():
        median = statistics.median(values)
        spread = f"{min(values):.2f}-{max(values):.2f}"
        print(f"  {name:<28}{median:7.2f} s  ({spread})  {median / base:5.2f} x {reference}")
    if goal is not None:
        print(f"  goal: at most {goal} x {reference}")


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
