"""``python bench/where.py``: where the time of a program goes, from import to page.

Medians of some runs of tiny programs in one warm server, and of the server's own start.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import sites

from yeje import cells
from yeje.runner import Runner

PROGRAMS = {
    "nothing (fork, guard, record)": "x = 1\n",
    "a first tensor (TensorFlow's start-up)": "import keras\nkeras.ops.ones((2, 2))\n",
    "a small model": "import keras\nfrom keras import layers\n"
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(4)])\n",
    "a small model and its summary": "import keras\nfrom keras import layers\n"
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(4)])\nm.summary()\n",
    "a small model and plot_model": "import keras\nfrom keras import layers\n"
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(4)])\nkeras.utils.plot_model(m)\n",
    "a small model and predict": "import keras, numpy\nfrom keras import layers\n"
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(4)])\nm.predict(numpy.ones((2, 3)), verbose=0)\n",
}


def main() -> None:
    print(sites.machine())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "snippets").mkdir()
        with Runner(root, jobs=1) as runner:
            started = time.perf_counter()
            runner.submit(cells.parse("snippets/first.py", b"x = 1\n")).result()
            print(f"  {'the server: imports, and a first program':<44}{time.perf_counter() - started:6.2f} s")
            for name, source in PROGRAMS.items():
                snippet = cells.parse("snippets/p.py", source.encode())
                times = []
                for _ in range(7):
                    started = time.perf_counter()
                    run = runner.submit(snippet).result()
                    times.append(time.perf_counter() - started)
                    assert run.error is None, run.error
                print(f"  {name:<44}{statistics.median(times):6.2f} s")
            server = psutil.Process().children()
            held = sum(process.memory_full_info().uss for process in server) / 2**20
            print(f"  memory that the waiting server holds by itself: {held:.0f} MiB")
    code = "import time; t = time.perf_counter(); import tensorflow, keras; print(time.perf_counter() - t)"
    alone = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    print(f"  {'importing TensorFlow and Keras, for comparison':<44}{float(alone.stdout):6.2f} s")


if __name__ == "__main__":
    main()
