"""Jupyter kernels without an import of TensorFlow each: forked from a process that has imported it.

``python tests/kernels.py SOCKET`` serves. ``python tests/kernels.py SOCKET ARGUMENTS`` is what Jupyter
takes for the kernel: it has one forked, which gets its arguments, folder and environment, and lasts
as long as that one does; when Jupyter kills it, the kernel ends too. That a kernel which is started
plainly comes to the same, `test_notebooks_run` checks with one page.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

PRELOADED = ("ipykernel.kernelapp", "numpy", "tensorflow", "keras", "pydot")
"""In this order: Keras looks whether it is in a notebook."""


def serve(address: str) -> None:
    """Fork a kernel for each connection, until this process is ended."""
    with socket.socket(socket.AF_UNIX) as listener:
        for name in PRELOADED:
            __import__(name)
        listener.bind(address)
        listener.listen()
        while True:
            connection, _ = listener.accept()
            request = json.loads(connection.makefile().readline())
            pid = os.fork()
            if pid == 0:
                listener.close()
                connection.close()
                _become_a_kernel(**request)
            threading.Thread(target=_accompany, args=(pid, connection), daemon=True).start()


def _accompany(pid: int, connection: socket.socket) -> None:
    """Hold the connection as long as the kernel lives, and end the kernel when the other end is gone."""
    ended = os.pidfd_open(pid)
    with connection:
        if ended not in select.select([ended, connection], [], [])[0]:
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os.close(ended)


def _become_a_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    try:
        os.setsid()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["ipykernel_launcher", *arguments]
        sys.path[0] = ""  # where `python -m ipykernel_launcher` finds modules: the notebook's folder
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance()
    finally:
        os._exit(0)


def stand_in(address: str, arguments: list[str]) -> None:
    """Ask for a kernel, and wait for its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as connection:
        while connection.connect_ex(address) != 0:  # the server is still importing
            time.sleep(0.05)
        request = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}
        connection.sendall(json.dumps(request).encode() + b"\n")
        connection.recv(1)


@contextlib.contextmanager
def server(folder: Path) -> Iterator[list[str] | None]:
    """Serve while inside: what stands in a kernel specification for ``python -m ipykernel_launcher -f
    {connection_file}``; None on systems that cannot fork so, where that has to do."""
    if sys.platform != "linux":
        yield None
        return
    address = str(folder / "socket")
    # What a kernel sets before anything imports Matplotlib, as Keras does.
    environment = {**os.environ, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    process = subprocess.Popen([sys.executable, "-P", __file__, address], env=environment)
    try:
        yield [sys.executable, "-S", "-E", __file__, address, "-f", "{connection_file}"]
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    if sys.argv[2:]:
        stand_in(sys.argv[1], sys.argv[2:])
    else:
        serve(sys.argv[1])
