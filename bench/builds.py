"""``python bench/builds.py``: cold and warm builds against markdown-exec and plain MkDocs.

Needs ``pip install markdown-exec`` beside the requirements. Takes some minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sites


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--counts", type=int, nargs="*", default=[12, 48])
    options = parser.parse_args()
    print(sites.machine())
    with tempfile.TemporaryDirectory() as temporary:
        for count in options.counts:
            cold(Path(temporary), count, options.runs, {12: 0.95, 48: 0.65}.get(count))
        limit(options.runs)
        for count in (options.counts[0], 200):
            warm(Path(temporary), count, options.runs)


def cold(folder: Path, count: int, runs: int, goal: float | None) -> None:
    ours = sites.yeje_site(folder / f"yeje{count}", count)
    theirs = sites.exec_site(folder / f"exec{count}", count)

    def cold_build() -> float:
        sites.clean(ours)
        return sites.build(ours)

    times = sites.interleaved(runs, yeje=cold_build, markdown_exec=lambda: sites.build(theirs))
    sites.report(f"cold build of {count} programs", times, "markdown_exec", goal)


def limit(runs: int) -> None:
    """Import TensorFlow once + the programs' own time / cores: what no engine can beat."""
    code = "import time; t = time.perf_counter(); import tensorflow, keras; print(time.perf_counter() - t)"
    imports = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(runs)
    ]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "yeje", "--force"], cwd=sites.ROOT, capture_output=True, check=False
    )
    whole = time.perf_counter() - started
    own = _own_seconds()
    print(f"\nall programs of the site: {whole:.2f} s, their own time together {own:.2f} s")
    print(f"  importing TensorFlow and Keras: {sorted(imports)[len(imports) // 2]:.2f} s")
    bound = sorted(imports)[len(imports) // 2] + own / 2
    print(f"  {whole / bound:.2f} x (import + own time / 2 cores); goal: at most 1.3")


def _own_seconds() -> float:
    import json

    manifests = (sites.ROOT / ".yeje" / "manifests").glob("*.json")
    newest = {}
    for path in sorted(manifests, key=lambda p: p.stat().st_mtime):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        newest[manifest["program"]] = manifest["seconds"]
    return sum(newest.values())


def warm(folder: Path, count: int, runs: int) -> None:
    ours = sites.yeje_site(folder / f"yeje{count}", count)
    sites.build(ours)
    plain = sites.plain_site(folder / f"plain{count}", ours / "site", count)
    sites.build(plain)
    times = sites.interleaved(2 * runs, yeje=lambda: sites.build(ours), plain=lambda: sites.build(plain))
    sites.report(f"warm build of {count} programs", times, "plain", 1.05)
    middle = {name: sorted(values)[len(values) // 2] for name, values in times.items()}
    print(f"  {(middle['yeje'] - middle['plain']) / count * 1000:.2f} ms a program over plain; goal: 2 ms")


if __name__ == "__main__":
    main()
