"""The run phase: what happens in the processes that execute programs.

    server ── forks a ──> warden ── forks a ──> child
    (preloaded, one)      (one a program)       (runs the cells)

The server imports TensorFlow once. A warden puts one child into a sandbox, watches it (time, memory,
output, processes) and ends what it leaves. The child runs the cells and writes down what they print
and draw, through the recorder, into the run folder; `yeje.outcome` reads it there. Where processes
cannot be forked, ``alone`` is the child and a thread of the parent watches. Of these, the parent
imports `watch`, `sandbox`, `folders` and `drawings`.
"""
