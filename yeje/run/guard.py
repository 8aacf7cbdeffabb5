"""An audit hook in the program's process: notes what it reads, refuses writes into the repository.

Audit hooks cannot be taken off again, but they see Python only. Where the kernel allows it,
`yeje.run.sandbox` makes the repository read-only for child processes and C++ code as well.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from yeje.run.recorder import Recorder

WRITES = {
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


def install(root: Path, recorder: Recorder) -> None:
    """Start noting and refusing in this process, for good."""
    inside = f"{root}{os.sep}"
    allowed = os.environ.get("KERAS_HOME", "") + os.sep
    noted: set[str] = set()

    def absolute(argument: object) -> str | None:
        if isinstance(argument, (str, bytes, os.PathLike)):
            return os.path.realpath(os.fsdecode(argument))
        return None  # a file descriptor: whoever opened it was seen

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            name, mode, flags = arguments
            path = absolute(name)
            if path is None:
                return
            if path.startswith("/proc/") and path.endswith(("/environ", "/mem")):
                refuse(path, "reading another process is not for programs")
            if not path.startswith(inside):
                return
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
                refuse_write(path)
            elif path not in noted:
                noted.add(path)
                recorder.read(path)
        elif event in WRITES:
            for index in WRITES[event]:
                path = absolute(arguments[index])
                if path is not None and (path.startswith(inside) or path == str(root)):
                    refuse_write(path)

    def refuse_write(path: str) -> None:
        if not path.startswith(allowed):
            refuse(path, "a program may write into its working directory only")

    def refuse(path: str, why: str) -> None:
        raise PermissionError(errno.EACCES, why, path)

    sys.addaudithook(hook)
