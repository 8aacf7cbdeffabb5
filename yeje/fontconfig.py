"""Tells Graphviz which fonts there are: those that this package ships, and no others, so that
graphs are laid out alike on every machine, also on one that has no fonts at all.

The fontconfig that pygraphviz ships knows absolute folders only, and leaves a ``.uuid`` file in
each: so the fonts are copied to where that harms nobody.
"""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).parent / "fonts"
NAME = "fonts.conf"
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


def write(folder: Path) -> Path:
    """Put the fonts and their configuration into `folder`; return the latter's path, which the
    environment variable ``FONTCONFIG_FILE`` has to name before Graphviz is loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    for font in FONTS.glob("*.ttf"):
        _put(folder / font.name, font.read_bytes())
    path = folder / NAME
    _put(path, CONFIGURATION.format(folder=escape(str(folder))).encode())
    return path


def _put(path: Path, data: bytes) -> None:
    """Write the file, if it is not there as it should be, in one step: others may be reading it."""
    if path.exists() and path.read_bytes() == data:
        return
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_bytes(data)
    new.replace(path)
