"""What programs leave in their run folders: how much it is, and how it goes, whatever it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

MOST = 20_000
"""Files that are looked at to find out how much they take."""


def remove(place: Path) -> None:
    """Remove a file or a folder, through no link, however deep it is and whatever rights it took from
    its owner. What the system does not let go of, stays."""
    with suppress(OSError):
        if stat.S_ISDIR(os.lstat(place).st_mode):
            _remove_folder(str(place))
        else:
            os.unlink(place)


def _remove_folder(top: str) -> None:
    # Folders inside are moved up first: no path becomes too long, nothing calls itself too often.
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        for entry in _entries(folder):
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    moved = os.path.join(top, uuid4().hex)
                    os.chmod(entry.path, stat.S_IRWXU)
                    os.rename(entry.path, moved)
                    waiting.append(moved)
                else:
                    os.unlink(entry.path)
        if folder != top:
            with suppress(OSError):
                os.rmdir(folder)
    os.rmdir(top)


def size(folder: Path) -> int:
    """Bytes that the files in a folder take on the disk, as far as that can be found out at a glance."""
    return sum(_size(entry) for entry in _files(str(folder)))


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    waiting, count = [folder], 0
    while waiting and count < MOST:
        for entry in _entries(waiting.pop(), change=False)[: MOST - count]:
            count += 1
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield entry


def _entries(folder: str, change: bool = True) -> list[os.DirEntry[str]]:
    with suppress(OSError):
        if change:
            os.chmod(folder, stat.S_IRWXU)
        with os.scandir(folder) as entries:
            return list(entries)
    return []


def _size(entry: os.DirEntry[str]) -> int:
    with suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        return min(found.st_size, getattr(found, "st_blocks", found.st_size) * 512)
    return 0
