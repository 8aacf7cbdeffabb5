"""Small files that can be made again at any time, below ``.yeje/``: read only when whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


class Memo:
    """The memo in a folder. A folder that cannot be written to is one without a memo."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """What was put there under this name, None if nothing was or if it is damaged."""
        try:
            checksum, _, data = (self._folder / name).read_bytes().partition(b"\n")
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest().encode() == checksum else None

    def put(self, name: str, data: bytes) -> None:
        """Keep the data, if the disk takes it; whoever reads meets the old ones or the new ones."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            os.replace(part, self._folder / name)
        except OSError:
            return
