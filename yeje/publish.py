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
    """Where to build what shall become `folder`: beside it, on the same disk."""
    return folder.with_name(f".{folder.name}.draft")


def replace(folder: Path, draft: Path) -> None:
    """Put `draft` in the place of `folder`, and remove what was there.

    In one step where the system can exchange two folders; elsewhere there is a moment between two
    renames in which `folder` is not there, but never one in which it is half there.
    """
    if not folder.exists():
        os.replace(draft, folder)
    elif _exchange(draft, folder):
        shutil.rmtree(draft)
    else:
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        os.replace(folder, old)
        os.replace(draft, folder)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
