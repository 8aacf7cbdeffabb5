"""The process that imports TensorFlow once and forks a warden for each program.

Speaks JSON lines: reads ``{"id": n, "program": {...}}`` from its standard input, writes
``{"ready": true}`` when everything is imported and ``{"done": n}`` when a program's run folder is
complete. It runs as many programs at once as it was told to, in the order of the requests. At the
end of its input, which is also what the death of its parent looks like, it ends everything.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from yeje.model import Limits
from yeje.run import child, sandbox, warden

PRELOADED = (
    "numpy",
    "matplotlib.pyplot",
    "tensorflow",
    "keras",
    "pydot",
    "pygraphviz",
    "IPython.core.formatters",
    "IPython.display",
    "yeje.run.backend",
    "yeje.run.displays",
    "yeje.run.guard",
)
"""What children find imported. A missing one is left for the programs that import it to miss."""


def main() -> None:
    """Serve until the input ends."""
    requests, replies = _take_protocol_streams()
    wake, wakeup = os.pipe()
    os.set_blocking(wakeup, False)
    signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    preload(os.environ.get("YEJE_PRELOAD", ",".join(PRELOADED)).split(","))
    _reply(replies, {"ready": True})
    _Server(requests, replies, wake, int(sys.argv[1])).serve()


def preload(modules: list[str]) -> None:
    """Import the modules, and freeze what they allocated so that forks share it for longer."""
    gc.disable()  # a fifth of the import time of TensorFlow and Keras is the collector's
    for name in filter(None, modules):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    _add_fonts()
    _warm_up_graphviz()
    gc.freeze()


def _warm_up_graphviz() -> None:
    """Have Graphviz read its fonts here, once (20 ms), and not in every child; what fontconfig has
    to say of the machine's own set-up is nobody's output."""
    if "pygraphviz" in sys.modules:
        from yeje.run import displays

        kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        displays.draw('digraph { a [label="가"] }', "png")
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def _add_fonts() -> None:
    if "matplotlib" in sys.modules:
        from matplotlib import font_manager

        for font in sorted((Path(__file__).parents[1] / "fonts").glob("*.ttf")):
            font_manager.fontManager.addfont(font)


class _Server:
    """Forks wardens for queued requests and reaps them."""

    def __init__(self, requests: int, replies: int, wake: int, jobs: int) -> None:
        self._requests, self._replies, self._wake, self._jobs = requests, replies, wake, jobs
        self._queue: deque[dict[str, Any]] = deque()
        self._running: dict[int, int] = {}
        self._rest = b""

    def serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._requests, self._wake], [], [])
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._reap()
            if self._requests in ready and not self._receive():
                self._end()
            while self._queue and len(self._running) < self._jobs:
                self._start(self._queue.popleft())

    def _receive(self) -> bool:
        data = os.read(self._requests, 1 << 20)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._queue.extend(json.loads(line) for line in lines)
        return bool(data)

    def _start(self, request: dict[str, Any]) -> None:
        fields = request["program"]
        limits = Limits(**fields.pop("limits"))
        cells = tuple((start, end) for start, end in fields.pop("cells"))
        program = child.Program(**fields, cells=cells, limits=limits)
        pid = os.fork()
        if pid:
            self._running[pid] = request["id"]
            return
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (self._requests, self._replies, self._wake):
                os.close(descriptor)
            warden.watch(program)
        finally:  # nothing may return into this loop
            os._exit(70)

    def _reap(self) -> None:
        while self._running:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            if pid in self._running:  # else an orphan of a warden that was killed
                _reply(self._replies, {"done": self._running.pop(pid)})

    def _end(self) -> None:
        for pid in self._running:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 1
        while self._running and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.005)
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)


def _take_protocol_streams() -> tuple[int, int]:
    """Move the protocol off descriptors 0 and 1, where programs would find it."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return requests, replies


def _reply(replies: int, message: dict[str, Any]) -> None:
    try:
        os.write(replies, json.dumps(message).encode() + b"\n")
    except BrokenPipeError:  # the parent has gone; the end of the input will say so too
        return


if __name__ == "__main__":
    sandbox.adopt_orphans()
    main()
