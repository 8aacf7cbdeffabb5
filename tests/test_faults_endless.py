"""Programs that do not end by themselves, or leave something behind."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from builds import wait_until
from conftest import Bench, texts

from yeje import spawning
from yeje.run.watch import watch

TOO_LONG = "ended after 0.4 s without finishing; make it faster, or raise `timeout` in its header"
ENDLESS = {
    "a loop": ("while True: pass", "snippets/program.py:5: "),
    "a sleep": ("import time; time.sleep(1000)", "snippets/program.py:5: "),
    "a stopped process": (
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
        "snippets/program.py:5: ",
    ),
    "ignored signals": (
        "import signal, time\n"
        "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "while True:\n"
        "    time.sleep(1)",
        "snippets/program.py:4: ",  # faulthandler could not say more than the cell
    ),
    "a deadlock": (
        "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "snippets/program.py:5: ",
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_it_is_ended_and_what_it_printed_is_kept(bench: Bench, name: str) -> None:
    code, where = ENDLESS[name]
    run = bench.run(f"# yeje: timeout = 0.4\n\n# %% a\nprint('begun', end='')\n{code}\n")
    assert str(run.error) == f"{where}{TOO_LONG} (cell 'a')"
    assert texts(run) == "begun"


def test_the_line_that_it_was_at_is_named(bench: Bench) -> None:
    program = """
        # yeje: timeout = 0.4

        # %% a
        import time


        def wait():
            time.sleep(1000)
        # %% b
        wait()
        """
    message = bench.fails(program)
    assert message == f"snippets/program.py:8: {TOO_LONG} (cell 'b')"


def test_endless_output_is_cut_at_the_limit(bench: Bench) -> None:
    run = bench.run("# yeje: output_kb = 16\n\n# %% a\nwhile True: print('x' * 79)\n")
    assert "ended because it printed more than 16 KiB; print less, or raise `output_kb`" in str(run.error)
    assert len(texts(run)) < 17 * 1024
    assert texts(run).endswith("… [cut at the limit of 16 KiB]\n")


def test_nobody_answers_input(bench: Bench) -> None:
    message = bench.fails("# %% a\nname = input('Name? ')\n")
    assert message.startswith("snippets/program.py:2: EOFError: EOF when reading a line (cell 'a')")
    assert message.endswith(
        "programs have no keyboard; write the value into the program instead of asking for it"
    )


BUSY = "threads or exit hooks were still busy 0.3 s after the last cell, and were ended; "
LINGERING = {
    "a thread": (
        "import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()",
        [BUSY],
    ),
    "a daemon thread": (
        "import threading, time; threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
        [],
    ),
    "an exit hook": ("import atexit, time; atexit.register(time.sleep, 1000)", [BUSY]),
    "a child": (
        "import subprocess; child = subprocess.Popen(['sleep', '1000'])",
        ["processes outlived the program and were ended: sleep"],
    ),
    "a child of multiprocessing": (
        "import multiprocessing, time\n"
        "multiprocessing.get_context('fork').Process(target=time.sleep, args=(1000,)).start()",
        [BUSY, "processes outlived the program and were ended: python"],
    ),
    "a daemon, forked twice": (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        os.chdir('/')\n"
        "        os.closerange(0, 100)\n"
        "        time.sleep(1000)\n"
        "    os._exit(0)\n"
        "os.wait()",
        ["processes outlived the program and were ended: python"],
    ),
}
# With namespaces, without, and where processes cannot be forked.
KINDS = {"kernel": {}, "no kernel": {"preload": ("tests.no_namespaces",)}, "spawn": {"fork": False}}


@pytest.fixture(scope="module", params=KINDS)
def any_bench(request: pytest.FixtureRequest, make_bench: Callable[..., Bench]) -> Bench:
    return make_bench(**KINDS[request.param])


@pytest.mark.parametrize("name", LINGERING)
def test_what_outlives_a_program_is_ended_with_a_warning(any_bench: Bench, name: str) -> None:
    code, warnings = LINGERING[name]
    run = any_bench.works(f"# yeje: grace = 0.3\n\n# %% a\n{code}\n# %% b\nprint('end')\n")
    assert texts(run) == "end\n"
    assert len(run.warnings) == len(warnings)
    for warning, beginning in zip(run.warnings, warnings, strict=True):
        assert warning.startswith(beginning)


@pytest.mark.parametrize("name", ["a child", "a daemon, forked twice"])
def test_what_a_program_started_ends_with_it_also_when_that_is_ended(any_bench: Bench, name: str) -> None:
    code, _ = LINGERING[name]
    run = any_bench.run(f"# yeje: timeout = 0.5\n\n# %% a\n{code}\nwhile True: pass\n")
    assert "without finishing" in str(run.error)


def test_an_exit_hook_prints_into_the_last_cell(bench: Bench) -> None:
    run = bench.works("# %% a\nimport atexit\n\natexit.register(print, 'bye')\n# %% b\nprint('end')\n")
    assert texts(run, 1) == "end\nbye\n"


def test_a_copy_that_the_program_forks_records_nothing_but_text(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        import os

        copy = os.fork() == 0
        if not copy:
            os.wait()
        # %% b
        print("copy" if copy else "program")
        # %% c
        3
        """
    )
    assert [len(outputs) for outputs in run.outputs] == [1, 1, 1]
    assert texts(run, 1) == "program\n"


def test_closing_the_runner_ends_what_runs(make_bench: Callable[..., Bench]) -> None:
    for options in KINDS.values():
        bench = make_bench(**options)
        snippet = bench.sketch.snippet("# %% a\nimport subprocess\nsubprocess.run(['sleep', '1000'])\n")
        futures = [bench.runner.submit(snippet) for _ in range(4)]
        bench.runner.close()
        assert all(future.cancelled() for future in futures)
        bench.check_nothing_left()


def test_closing_the_runner_ends_what_is_just_being_started(
    make_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(fork=False)
    closing: list[threading.Thread] = []
    reasons = []

    class ClosedMeanwhile(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **settings: Any) -> None:
            super().__init__(*arguments, **settings)
            closing.append(threading.Thread(target=bench.runner.close))
            closing[0].start()
            while not bench.runner._processes._closing:  # type: ignore[attr-defined]
                closing[0].join(0.01)

    def noted(*arguments: Any) -> tuple[str, int]:
        reasons.append(watch(*arguments))
        return reasons[-1]

    monkeypatch.setattr(subprocess, "Popen", ClosedMeanwhile)
    monkeypatch.setattr(spawning, "watch", noted)
    program = "# yeje: timeout = 4\n\n# %% a\nimport time\ntime.sleep(1000)\n"
    future = bench.runner.submit(bench.sketch.snippet(program))
    assert wait_until(future.cancelled)
    closing[0].join()
    assert reasons == [("exit", -signal.SIGKILL)], "it ended by itself, at its limit"
    bench.check_nothing_left()


def test_after_an_error_threads_have_no_more_time_than_after_the_last_cell(bench: Bench) -> None:
    program = """
        # yeje: timeout = 50
        # yeje: grace = 0.2

        # %% a
        import threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        [][0]
        """
    started = time.monotonic()
    run = bench.run(program)
    assert time.monotonic() - started < 30
    assert str(run.error).startswith("snippets/program.py:7: IndexError: list index out of range (cell 'a')")
