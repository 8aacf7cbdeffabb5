"""yeje.runner: programs in, runs out, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from conftest import Bench, Sketch, texts

from yeje.model import SnippetError
from yeje.runner import Runner, environment

KINDS = {"fork": {}, "spawn": {"fork": False}}


@pytest.fixture(params=KINDS)
def fresh(request: pytest.FixtureRequest, make_bench: Callable[..., Bench]) -> Bench:
    return make_bench(jobs=2, **KINDS[request.param])


def test_programs_run_side_by_side_and_each_has_its_own_result(fresh: Bench) -> None:
    snippets = [
        fresh.sketch.snippet(
            f"# %% a\nimport time\n\ntime.sleep({0.3 - n / 10})\nprint({n})\n", f"snippets/{n}.py"
        )
        for n in range(3)
    ]
    runs = [future.result(60) for future in [fresh.runner.submit(s) for s in snippets]]
    assert [texts(run) for run in runs] == ["0\n", "1\n", "2\n"]


def test_no_more_run_at_once_than_were_asked_for(make_bench: Callable[..., Bench]) -> None:
    for options in KINDS.values():
        bench = make_bench(jobs=1, **options)
        snippet = bench.sketch.snippet(
            "# %% a\nimport time\n\nprint(time.time()); time.sleep(0.1); print(time.time())\n"
        )
        runs = [future.result(60) for future in [bench.runner.submit(snippet) for _ in range(3)]]
        times = [float(t) for run in runs for t in texts(run).split()]
        assert times == sorted(times)


def test_a_run_says_what_it_read_and_how_long_it_took(fresh: Bench) -> None:
    fresh.sketch.write("snippets/data.csv", "1,2\n")
    run = fresh.works(
        "# %% a\nfrom pathlib import Path\n\nprint(Path(__file__).with_name('data.csv').read_text())\n"
    )
    assert run.reads == ("snippets/data.csv",)
    assert 0 < run.seconds < 60


def test_the_program_is_main_in_a_folder_of_its_own(fresh: Bench) -> None:
    run = fresh.works(
        """
        \"\"\"Title\"\"\"
        from __future__ import annotations
        # %% a
        import os, sys
        def f(x: NotDefined): ...
        print(__name__, __doc__, sys.argv, sys.path[0], os.listdir(), sys.modules["__main__"].f is f)
        # %% b
        import inspect
        print(inspect.getsource(f))
        """
    )
    assert texts(run) == (
        "__main__ Title ['snippets/program.py'] snippets [] True\ndef f(x: NotDefined): ...\n\n"
    )


def test_the_value_of_a_cells_last_expression_is_shown_as_in_jupyter(fresh: Bench) -> None:
    run = fresh.works("# %% a\n1\n{'b': [1]}\n# %% b\n2;\n# %% c\nNone\n# %% d\nx = 3\n")
    assert [[o["data"] for o in outputs] for outputs in run.outputs] == [
        [{"text/plain": "{'b': [1]}"}],
        [],
        [],
        [],
    ]


def test_a_program_that_cannot_be_run_does_not_raise(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(preload=("tests.ends_the_server",))
    run = bench.runner.submit(bench.sketch.snippet("# %% a\n1\n")).result(60)
    assert isinstance(run.error, SnippetError)
    assert "programs cannot be run: their server ended while it started" in str(run.error)
    assert "no more" in str(run.error)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked")
def test_a_program_that_is_sent_to_a_server_that_just_died_runs_in_the_next_one(bench: Bench) -> None:
    bench.works("# %% a\nprint(1)\n")
    processes: Any = bench.runner._processes
    with processes._lock:  # nobody has noticed yet
        processes._server.kill()
        processes._server.wait()
        processes._write({"cancel": 0})
    assert texts(bench.works("# %% a\nprint(2)\n")) == "2\n"


def test_the_server_stays_up_between_programs(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    before = {p.pid for p in psutil.Process().children()}
    bench.works("# %% a\n1\n")
    servers = {p.pid for p in psutil.Process().children()} - before
    bench.works("# %% a\n2\n")
    assert {p.pid for p in psutil.Process().children()} - before == servers
    assert len(servers) == 1
    bench.runner.close()
    assert not any(psutil.pid_exists(pid) for pid in servers)


BUILD = """
import sys, tempfile
from pathlib import Path
from conftest import Sketch
from yeje.runner import Runner
tempfile.tempdir = sys.argv[2]
runner = Runner(Path(sys.argv[1]), preload=())
future = runner.submit(Sketch(Path(sys.argv[1])).snippet("# %% a\\nimport os\\nos.system('sleep 1000')\\n"))
future.result()
"""


def test_when_the_build_is_killed_nothing_stays(project: Sketch, tmp_path: Path) -> None:
    folders = tmp_path / "runs"
    folders.mkdir()
    command = [sys.executable, "-c", BUILD, str(project.root), str(folders)]
    build = subprocess.Popen(command, cwd=Path(__file__).parent)
    family: list[psutil.Process] = []
    deadline = time.monotonic() + 60
    while "sleep" not in [p.name() for p in family] and time.monotonic() < deadline:
        time.sleep(0.02)
        family = psutil.Process(build.pid).children(recursive=True)
    build.kill()
    build.wait()
    gone, alive = psutil.wait_procs(family, timeout=60)
    left = [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not left and len(gone) + len(alive) >= 4
    assert not list(folders.iterdir())


@pytest.mark.parametrize("fork", [True, False])
def test_a_cancelled_program_is_ended_and_the_next_one_runs(
    make_bench: Callable[..., Bench], fork: bool
) -> None:
    if fork and sys.platform != "linux":
        pytest.skip("only Linux forks")
    bench = make_bench(jobs=1, fork=fork)
    snippet = bench.sketch.snippet("# %% a\nimport time\ntime.sleep(60)\n")
    running, waiting = bench.runner.submit(snippet), bench.runner.submit(snippet)
    time.sleep(0.7)  # enough for it to be running, and of no harm if it is not
    assert waiting.cancel() and running.cancel()
    assert texts(bench.works("# %% a\nprint('next')\n")) == "next\n"


def test_closing_does_not_wait_for_imports(
    project: Sketch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    runner = Runner(project.root, preload=("tests.imports_for_ever",))
    future = runner.submit(project.snippet("1\n"))
    time.sleep(0.5)
    started = time.monotonic()
    runner.close()
    assert time.monotonic() - started < 20
    assert future.cancelled()
    assert not list(tmp_path.glob("yeje-*"))


def test_the_environment_is_the_same_whoever_calls(monkeypatch: pytest.MonkeyPatch, project: Sketch) -> None:
    before = environment(project.root)
    for name in ("LANG", "LC_ALL", "TZ", "COLUMNS", "PYTHONHASHSEED", "PATH", "GITHUB_TOKEN"):
        monkeypatch.setenv(name, "other")
    assert environment(project.root) == before


def test_a_read_only_repository_can_be_run_all_the_same(
    project: Sketch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(self: Path, *arguments: object, **options: object) -> None:
        if project.root in self.parents:
            raise PermissionError
        os.makedirs(self, exist_ok=True)

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert str(project.root) not in environment(project.root)["KERAS_HOME"]


def test_starting_twice_or_closing_twice_does_no_harm(project: Sketch) -> None:
    with Runner(project.root, preload=()) as runner:
        runner.start()
        runner.start()
        runner.close()
