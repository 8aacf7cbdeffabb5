"""``python bench/kill_builds.py [N]``: kill real builds at random moments, and look at what is left.

After each kill no process may be left, the site must be the old one or the new one, whole, and at
the end a build must come to the same as a clean one. The moments come from a seed, which is printed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builds import FILES, Tiny, copy_of, end, left, wait_until

SLOW = '"""One"""\nimport time\n\n# %% says\ntime.sleep(0.3)\nprint("eleven", 11)\n'
COMMANDS = [("mkdocs", "build"), ("mkdocs", "build"), ("yeje",)]
SIGNALS = [signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]
LEFT = 5.0
"""Seconds that processes get to notice the death of their parent on a busy machine."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print(f"{options.count} builds, seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="kill-") as temporary:
        tiny = Tiny(Path(temporary).resolve() / "site")
        tiny.write("snippets/one.py", SLOW)
        started = time.perf_counter()
        tiny.works()
        whole = time.perf_counter() - started
        seen = Counter[str]()
        problems = []
        for number in range(options.count):
            problem = kill_one(tiny, number, whole, chance, seen)
            if problem:
                print(f"  {number}: {problem}")
                problems.append(problem)
        problems += compare(tiny, Path(temporary).resolve() / "fresh")
    print(", ".join(f"{count} x {what}" for what, count in sorted(seen.items())))
    print(f"{len(problems)} problem(s)")
    return 1 if problems else 0


def kill_one(tiny: Tiny, number: int, whole: float, chance: random.Random, seen: Counter[str]) -> str | None:
    """Change something, start a build that would take `whole` seconds, kill it; what is wrong then."""
    old = tiny.site()
    mark = f"mark{number}mark"
    tiny.write("docs/two.md", f"# Two\n\n{mark}\n\n[two](../snippets/two.py)\n")
    tiny.write("snippets/two.py", FILES["snippets/two.py"] + f"print({mark!r})\n")
    command, *arguments = chance.choice(COMMANDS)
    which = chance.choice(SIGNALS)
    process = tiny.start(*arguments, command=command)
    time.sleep(chance.uniform(0.02, 1.0) * whole)
    ended = "killed by SIG" + which.name[3:] if process.poll() is None else "ended before"
    said = end(process, which)
    seen[f"{command} {ended}"] += 1
    if "Traceback" in said and "KeyboardInterrupt" not in said:
        return f"it broke instead of ending: {said[-2000:]}"
    if not wait_until(lambda: not left(tiny.root, tiny.folders), LEFT):
        return f"left running after {command} {ended}: {left(tiny.root, tiny.folders)}"
    for folder in tiny.folders.iterdir():  # killed between making it and telling the server of it
        seen["a run folder left in the temporary folder"] += 1
        shutil.rmtree(folder)
    site = tiny.site()
    if site == old:
        return None
    page = site.get("two/index.html", b"").decode()
    if site.keys() != old.keys() or page.count(mark) < 2:
        return f"half a site after {command} {ended}: {sorted(site.keys() ^ old.keys())}"
    seen["new site"] += 1
    return None


def compare(tiny: Tiny, fresh_folder: Path) -> list[str]:
    """Build once more, and build the same sources from nothing; what differs."""
    tiny.works()
    fresh = copy_of(tiny, fresh_folder)
    fresh.works()
    ours, clean = tiny.site(), fresh.site()
    differing = [name for name in ours.keys() | clean.keys() if ours.get(name) != clean.get(name)]
    drafts = [path.name for path in tiny.root.glob(".site.*")]
    return [f"not as a clean build: {name}" for name in differing] + [f"left: {name}" for name in drafts]


if __name__ == "__main__":
    sys.exit(main())
