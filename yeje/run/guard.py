"""An audit hook in the program's process: notes what it reads, refuses what is not its business.

Audit hooks cannot be taken off again, but they see Python only. Where the kernel allows it,
`yeje.run.sandbox` keeps child processes and C++ code from the same things; the hook is there on
every platform, and says what a system call's errno does not: what is allowed instead.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from os import PathLike, fsdecode, getpid, getppid
from os.path import realpath

from yeje.run.recorder import Recorder

CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (1,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
}
"""Audit events that change a file, and which of their arguments name it."""
SIGNALS = ("os.kill", "os.killpg")
LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname")
CONNECTIONS = ("socket.connect", "socket.sendto", *LOOKUPS)
DEVICES = ("/dev/null", "/dev/shm/")
"""Below /dev, what a program may write to; others are terminals and disks."""
LISTINGS = ("os.listdir", "os.scandir")
FINDERS = ("importlib", "pkgutil")
"""Who lists folders to find modules, which has its own place in a program's key."""
ADDING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Guard:
    """What one program may touch."""

    def __init__(self, root: str, writable: Iterable[str], network: bool, recorder: Recorder) -> None:
        self._inside = realpath(root) + os.sep
        self._writable = tuple(realpath(folder) + os.sep for folder in writable)
        caches = os.environ.get("XDG_CACHE_HOME")
        self._unnoted = (self._writable[0], realpath(caches) + os.sep if caches else self._writable[0])
        self._network = network
        self._recorder = recorder
        self._noted: set[str] = set()

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        """Look at one audit event. Raises PermissionError for what is refused."""
        if event == "open":
            self._open(*arguments)
        elif event in LISTINGS:
            self._list(arguments[0], sys._getframe(1).f_code.co_filename)
        elif event in CHANGES:
            for index in CHANGES[event]:
                self._change(arguments[index])
        elif event in SIGNALS:
            _signal(arguments[0])
        elif event in CONNECTIONS and not self._network:
            _connect(event, arguments)

    def _open(self, name: object, mode: object, flags: object) -> None:
        path = _absolute(name)
        if path is None:
            return
        writes = isinstance(flags, int) and flags & ADDING
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            self._change(name)
        elif path.startswith("/proc/") and path.endswith(("/environ", "/mem")):
            _refuse(name, "a program may not read another process")
        else:
            self._note(path)

    def _list(self, name: object, caller: str) -> None:
        """A new file in a folder that it has looked through may change what a program does."""
        path = _absolute("." if name is None else name)
        if path is not None and not any(finder in caller for finder in FINDERS):
            self._note(path)

    def _note(self, path: str) -> None:
        """Note that it depends on this file or folder, if that is of the repository."""
        if path.startswith(self._inside) and path not in self._noted:
            self._noted.add(path)
            if not f"{path}/".startswith(self._unnoted) and "__pycache__" not in path:
                self._recorder.read(path)

    def _change(self, name: object) -> None:
        path = _absolute(name)
        if path is not None and not path.startswith((*self._writable, *DEVICES)):
            _refuse(name, "a program may write into its working directory only")


def install(root: str, writable: Iterable[str], network: bool, recorder: Recorder) -> None:
    """Start noting and refusing in this process, for good."""
    sys.addaudithook(Guard(root, writable, network, recorder).hook)


def _absolute(argument: object) -> str | None:
    if isinstance(argument, (str, bytes, PathLike)):
        return realpath(fsdecode(argument))
    return None  # a file descriptor: whoever opened it was seen


def _signal(target: object) -> None:
    """Allow signals to this process and those below it."""
    if target == getpid():
        return
    if isinstance(target, int) and target > 1 and target != getppid():
        import psutil

        if target not in {process.pid for process in psutil.Process().parents()}:
            return
    raise PermissionError(errno.EPERM, "a program may signal itself and what it started, no other process")


def _connect(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse look-ups of names, and connections but to a socket that is a file."""
    if event in LOOKUPS or isinstance(arguments[-1], tuple):
        raise PermissionError(
            errno.EACCES, "programs have no network; `network = true` in the header allows it, not in CI"
        )


def _refuse(name: object, why: str) -> None:
    raise PermissionError(errno.EACCES, why, fsdecode(name))  # type: ignore[arg-type]
