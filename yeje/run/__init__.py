"""The run phase: what happens in the processes that execute programs.

    server ── forks a ──> warden ── forks a ──> child
    (preloaded, one)      (one a program)       (runs the cells)

The server imports TensorFlow once. A warden watches one child: time, memory, output, processes.
The child runs the cells and writes down what they print and draw, through the recorder, into the
run folder; `yeje.outcome` reads it there. Nothing here is imported while pages are rendered.
"""
