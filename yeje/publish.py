"""Replace a finished folder by a new one in one step, so that a reader never meets half a site."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""Numbers of the Linux kernel's interface, <linux/fcntl.h> and <linux/fs.h>."""


def draft_of(folder: Path) -> Path:
    """Where this process builds what shall become `folder`: beside it, on the same disk.

    Each process has its own: two that fill one folder would publish what the other has emptied.
    """
    return folder.with_name(f".{folder.name}.{os.getpid()}.draft")


def replace(folder: Path, draft: Path) -> None:
    """Put `draft` in the place of `folder`; remove what was there, and drafts of killed builds.

    In one step where the system can exchange two folders; elsewhere there is a moment between two
    renames in which `folder` is not there, but never one in which it is half there.
    """
    if folder.exists() or not _move(draft, folder):
        if _exchange(draft, folder):
            shutil.rmtree(draft)
        else:
            old = draft.with_suffix(".old")
            shutil.rmtree(old, ignore_errors=True)
            os.replace(folder, old)
            os.replace(draft, folder)
            shutil.rmtree(old)
    for left in folder.parent.glob(f".{folder.name}.*.draft"):
        if not _is_being_built(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_being_built(draft: Path) -> bool:
    import psutil  # hardly any build meets another one's draft

    number = draft.name.split(".")[-2]
    return not number.isdecimal() or psutil.pid_exists(int(number))


def discard(folder: Path, draft: Path) -> None:
    """Leave nothing of a build that ends early: `folder` is what it was before."""
    old = draft.with_suffix(".old")
    if old.exists() and not folder.exists():  # between the two renames
        os.replace(old, folder)
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)


def _move(draft: Path, folder: Path) -> bool:
    """False where another build has put a site there in the meantime."""
    try:
        os.replace(draft, folder)
    except OSError:
        if not folder.exists():
            raise
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
