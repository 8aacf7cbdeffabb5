"""``python bench/serve.py``: from a saved file to the served page, against plain ``mkdocs serve``.

Starts both servers on copies of the same twelve pages, changes a file, and asks for the page until
it shows the change.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import sites

PAUSES = (0.5, 1.5)
"""Seconds before a file is saved, at random: MkDocs looks for changes twice in a second, and would
else look at one of the three always sooner than at another."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    print(sites.machine())
    with tempfile.TemporaryDirectory() as temporary:
        ours = sites.yeje_site(Path(temporary, "yeje"), 12)
        sites.build(ours)
        plain = sites.plain_site(Path(temporary, "plain"), ours / "site", 12)
        page = "branched_0"
        with served(ours) as (address, process), served(plain) as (plain_address, _):
            time.sleep(8)  # the fork server warms up in the background
            times = sites.interleaved(
                options.runs,
                yeje=lambda: change_sentence(ours / "docs" / f"{page}.md", f"{address}/{page}/"),
                plain=lambda: change_sentence(plain / "docs" / f"{page}.md", f"{plain_address}/{page}/"),
                program=lambda: change_program(ours / "snippets" / f"{page}.py", f"{address}/{page}/"),
            )
            sites.report(
                "a sentence (yeje, plain) or a program is saved -> the page is served", times, "plain", 1.1
            )
            middle = {name: sorted(values)[len(values) // 2] for name, values in times.items()}
            own = _seconds_of(ours, f"snippets/{page}.py")
            print(
                f"  program: plain {middle['plain']:.2f} + its own {own:.2f} + "
                f"{middle['program'] - middle['plain'] - own:.2f} s; goal: + 0.2 s"
            )
            print(f"  memory held by mkdocs serve and its server: {_memory(process):.0f} MiB")


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """``mkdocs serve`` of a folder: its address, and the process's number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(f"http://127.0.0.1:{port}/", "Home")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def _mark() -> str:
    """Wait a moment, and say what the next change is to be known by."""
    time.sleep(random.uniform(*PAUSES))
    return f"mark{time.time_ns()}"


def change_sentence(page: Path, address: str) -> float:
    """Seconds until a new sentence is on the page."""
    mark = _mark()
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("Text", f"Text {mark}", 1).split(" mark", 1)[0] + f" {mark}" + _rest(text))
    return _until(address, mark)


def _rest(text: str) -> str:
    return "\n\n" + text.split("\n\n", 2)[2]


def change_program(program: Path, address: str) -> float:
    """Seconds until what a changed program prints is on the page."""
    mark = _mark()
    text = program.read_text(encoding="utf-8").split("\nprint('mark")[0]
    program.write_text(f"{text}\nprint('{mark[:5]}' + '{mark[5:]}')\n", encoding="utf-8")
    return _until(address, mark)


def _until(address: str, mark: str, limit: float = 120) -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < limit:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=limit) as answer:
            if mark in answer.read().decode():
                return time.perf_counter() - started
        time.sleep(0.01)
    raise SystemExit(f"{address} did not show {mark} within {limit} s")


def _seconds_of(folder: Path, program: str) -> float:
    import json

    key = json.loads((folder / ".yeje" / "latest" / f"{program}.json").read_text())["key"]
    return float(json.loads((folder / ".yeje" / "manifests" / f"{key}.json").read_text())["seconds"])


def _memory(number: int) -> float:
    process = psutil.Process(number)
    everyone = [process, *process.children(recursive=True)]
    return sum(one.memory_full_info().pss for one in everyone) / 2**20


if __name__ == "__main__":
    main()
