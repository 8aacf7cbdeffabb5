"""Data sets that programs load through ``keras.datasets``: put where Keras looks for them.

``keras.datasets.fashion_mnist.load_data()`` downloads four files unless they are in
``~/.keras/datasets/fashion-mnist``. Where there is no internet, the same files come from Debian's
package ``dataset-fashion-mnist``, or from a folder that the variable ``YEJE_DATA`` names.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from pathlib import Path

VARIABLE = "YEJE_DATA"
FILES = {
    "fashion-mnist": {
        "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    }
}
"""Data set -> file -> SHA-256 of what is in it. Of the uncompressed bytes: Debian packs the same
data with another gzip, so the packed bytes differ from those that Keras downloads."""
DEBIAN = Path("/usr/share/datasets")


class DataError(Exception):
    """A data set is not at hand, or is not what it should be."""


def datasets_folder() -> Path:
    """Where Keras looks for data sets: below KERAS_HOME, or ``~/.keras``."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"


def missing(name: str, folder: Path | None = None) -> list[str]:
    """The files of a data set that are not in place or not whole."""
    place = (folder or datasets_folder()) / name
    return [file for file, known in FILES[name].items() if _content(place / file) != known]


def ensure(name: str, folder: Path | None = None) -> list[Path]:
    """Put what is missing of a data set in place, from this machine only.

    The place is `folder`, or where Keras looks. Returns the files that were copied.

    Raises DataError, with what to do, if no file of the right content is found.
    """
    if name not in FILES:
        raise DataError(f"no data set is called {name!r}; there are: {', '.join(FILES)}")
    copied = []
    place = folder or datasets_folder()
    for file in missing(name, place):
        copied.append(_put(_source(name, file).read_bytes(), place / name / file))
    return copied


def _source(name: str, file: str) -> Path:
    folders = [datasets_folder() / name, DEBIAN / name]
    if os.environ.get(VARIABLE):
        given = Path(os.environ[VARIABLE])
        folders = [given, given / name, *folders]
    for folder in folders:
        if _content(folder / file) == FILES[name][file]:
            return folder / file
    raise DataError(
        f"the data set {name} is not on this machine, or not whole; connect to the internet, "
        f"install Debian's package dataset-{name}, or name a folder with its four files in {VARIABLE}"
    )


def _content(path: Path) -> str | None:
    """SHA-256 of what a gzip file holds, None if it cannot be read."""
    total = hashlib.sha256()
    try:
        with gzip.open(path) as file:
            while block := file.read(1 << 20):
                total.update(block)
    except (OSError, EOFError):
        return None
    return total.hexdigest()


def _put(data: bytes, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(part, path)
    return path
