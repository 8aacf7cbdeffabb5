"""Programs run as a reader runs them, without paying for an import of TensorFlow each time.

``python tests/reader.py`` imports what the programs import, once, and forks for each program; the
fork then does what ``python program.py`` does, in an empty folder: nothing of the engine is in it.
That both ways come to the same, `test_snippets` checks with a program of each folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PRELOADED = ("numpy", "tensorflow", "keras", "pydot", "matplotlib.pyplot")


class Readers:
    """A process that readers' runs are forked from. Use it ``with``; any thread may call `run`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[threading.Event, list[int]]] = {}

    def __enter__(self) -> Readers:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._listener.join(10)
        self._process.stdout.close()

    def run(self, program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a program in the folder, which also takes what it prints, in files beside it."""
        assert self._process.stdin is not None
        done, status = threading.Event(), [70]
        with self._lock:
            self._waiting[str(folder)] = (done, status)
            request = json.dumps({"program": str(program), "folder": str(folder)})
            self._process.stdin.write(request.encode() + b"\n")
            self._process.stdin.flush()
        assert done.wait(300), f"{program} did not end within 300 s"
        texts = [folder.with_suffix(suffix).read_text(encoding="utf-8") for suffix in (".out", ".err")]
        return subprocess.CompletedProcess([str(program)], status[0], *texts)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answer = json.loads(line)
            done, status = self._waiting[answer["folder"]]
            status[0] = answer["status"]
            done.set()


def serve() -> None:
    """Fork for each request, and answer when its process has ended."""
    answers = os.dup(1)
    os.dup2(2, 1)
    for name in PRELOADED:
        __import__(name)
    lock = threading.Lock()

    def reap(pid: int, folder: str) -> None:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with lock:
            os.write(answers, json.dumps({"folder": folder, "status": status}).encode() + b"\n")

    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become_a_reader(Path(request["program"]), Path(request["folder"]))
        threading.Thread(target=reap, args=(pid, request["folder"])).start()


def _become_a_reader(program: Path, folder: Path) -> None:
    import atexit
    import runpy
    import traceback

    os.chdir(folder)
    for descriptor, suffix in ((1, ".out"), (2, ".err")):
        target = os.open(folder.with_suffix(suffix), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(target, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = [str(program)]
    sys.path.insert(0, str(program.parent))
    status = 1
    try:
        runpy.run_path(str(program), run_name="__main__")
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
