"""What a notebook needs to run in Colab, whose packages are not this repository's."""

from __future__ import annotations

from typing import Any

from yeje import notebook_file
from yeje.store import Notebook

SETUP = """\
# Colab에서만 하는 준비입니다. 이 쪽의 출력을 얻은 판의 케라스가 아니면 그 판을 설치합니다.
import subprocess
import sys
from importlib.metadata import version

if "google.colab" in sys.modules and version("keras") != "{keras}":
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "keras=={keras}"], check=True)"""


def prepared(notebook: Notebook, keras: str) -> Notebook:
    """The notebook with a cell before its first code that installs this Keras where it has to.

    One without code stays as it is.
    """
    cells: list[dict[str, Any]] = notebook["cells"]
    first = next((i for i, cell in enumerate(cells) if cell["cell_type"] == "code"), None)
    if first is None:
        return notebook
    setup = notebook_file.code_cell(SETUP.format(keras=keras), [], name="setup")
    # Behind the title, not above it.
    place = 1 if cells[0]["cell_type"] == "markdown" else 0
    with_setup = [*cells[:place], setup, *cells[place:]]
    return notebook_file.of_cells(with_setup, **notebook["metadata"]["yeje"])
