"""The command ``dot``, for machines without Graphviz: pydot, and so ``plot_model``, calls it.

``dot -Tpng FILE`` writes the drawing to standard output, with the Graphviz that pygraphviz ships.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from yeje import fontconfig


def main() -> int:
    """Draw one graph; the options are those of Graphviz' command that pydot uses."""
    parser = argparse.ArgumentParser(prog="dot", description="Draw a graph with Graphviz.")
    parser.add_argument("-T", dest="format", default="dot", help="svg, png, pdf, dot, …")
    parser.add_argument("-K", dest="engine", default="dot", help="dot, neato, …")
    parser.add_argument("-o", dest="output", help="a file; without it, standard output")
    parser.add_argument("-V", dest="version", action="store_true", help="print the version")
    parser.add_argument("file", nargs="?", help="a file in the dot language; without it, stdin")
    options = parser.parse_args()
    if "FONTCONFIG_FILE" not in os.environ:  # read when Graphviz is loaded
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        os.environ["FONTCONFIG_FILE"] = str(fontconfig.write(cache / "yeje-fonts"))
    import pygraphviz

    if options.version:
        print(f"dot - pygraphviz {pygraphviz.__version__}", file=sys.stderr)
        return 0
    data = Path(options.file).read_bytes() if options.file else sys.stdin.buffer.read()
    graph = pygraphviz.AGraph(string=data.decode("utf-8"))
    drawing = graph.draw(format=options.format, prog=options.engine)
    if isinstance(drawing, str):
        drawing = drawing.encode()
    if options.output:
        Path(options.output).write_bytes(drawing)
    else:
        sys.stdout.buffer.write(drawing)
    return 0
