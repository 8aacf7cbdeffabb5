"""Programs that take too much of the machine, or reach for what is not theirs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from conftest import Bench, Sketch, texts

KINDS = {"kernel": {}, "no kernel": {"preload": ("tests.no_namespaces",)}, "spawn": {"fork": False}}


@pytest.fixture(scope="module", params=KINDS)
def any_bench(request: pytest.FixtureRequest, make_bench: Callable[..., Bench]) -> Bench:
    return make_bench(**KINDS[request.param])


@pytest.fixture(scope="module")
def bare(make_bench: Callable[..., Bench]) -> Bench:
    """Without the kernel's guards."""
    return make_bench(preload=("tests.no_namespaces",))


def test_the_guards_that_are_on_are_said(bench: Bench, bare: Bench) -> None:
    kernel = ("read-only file system", "own processes only", "no network")
    assert bench.works("# %% a\n1\n").guards == ("audit hook", *kernel)
    assert bare.works("# %% a\n1\n").guards == ("audit hook",)


HUNGRY = {
    "memory": (
        "memory_mb = 200",
        "parts = [bytearray(20_000_000) for _ in range(100)]",
        "ended because it took more than 200 MiB of memory; take less, or raise `memory_mb` in its header",
    ),
    "memory of a child": (
        "memory_mb = 200",
        "import subprocess, sys\n"
        "code = 'parts = [bytearray(20_000_000) for _ in range(50)]; import time; time.sleep(9)'\n"
        "subprocess.run([sys.executable, '-c', code])",
        "ended because it took more than 200 MiB of memory; take less, or raise `memory_mb` in its header",
    ),
    "a file": (
        "file_mb = 1",
        "open('large', 'wb').write(bytes(2**21)); open('large', 'ab').write(b'x')",
        "OSError: [Errno 27] File too large",
    ),
    "files": (
        "file_mb = 3",
        "import time\nfor number in range(60): open(f'{number}', 'wb').write(bytes(2**20)); time.sleep(0.02)",
        "ended because its files took more than 3 MiB; write less, or raise `file_mb` in its header",
    ),
    "processes": (
        "processes = 20",
        "import subprocess\nmany = [subprocess.Popen(['sleep', '9']) for _ in range(40)]\nmany[0].wait()",
        "ended because more than 20 processes ran at once; start fewer, or raise `processes` in its header",
    ),
    "a fork bomb": (
        "processes = 20",
        "import os, time\nfor _ in range(8): os.fork()\ntime.sleep(9)",
        "ended because more than 20 processes ran at once; start fewer, or raise `processes` in its header",
    ),
}


@pytest.mark.parametrize("name", HUNGRY)
def test_too_much_is_refused_and_the_limit_named(any_bench: Bench, name: str) -> None:
    header, code, message = HUNGRY[name]
    run = any_bench.run(f"# yeje: {header}\n\n# %% a\nprint('begun')\n# %% b\n{code}\n")
    assert run.error is not None
    assert message in str(run.error).split("\n")[0]
    assert "(cell 'b')" in str(run.error)
    assert texts(run, 0) == "begun\n"


def test_the_limit_for_files_is_said_where_it_was_hit(bench: Bench) -> None:
    message = bench.fails("# yeje: file_mb = 1\n\n# %% a\nopen('large', 'wb').write(bytes(2**21 + 1))\n")
    assert message.endswith("the limit is `file_mb = 1`; write less, or raise it in the header")


def test_memory_that_processes_share_is_counted_once(bench: Bench) -> None:
    bench.works(
        """
        # yeje: memory_mb = 250

        # %% a
        import os, time
        shared = bytes(100_000_000).replace(b"\\0", b"x")
        copies = []
        for _ in range(4):
            copies.append(os.fork())
            if copies[-1] == 0:
                time.sleep(0.3)
                os._exit(0)
        for copy in copies:
            os.waitpid(copy, 0)
        """
    )


CHANGES = {
    "a page": "(root / 'mkdocs.yml').write_text('x')",
    "its own source": "open(__file__, 'a')",
    "a file that goes": "(root / 'mkdocs.yml').unlink()",
    "a file that moves": "os.rename(root / 'mkdocs.yml', 'x')",
    "a new file": "os.open(root / 'new', os.O_CREAT)",
    "a new folder": "(root / 'new').mkdir()",
    "a mode": "(root / 'mkdocs.yml').chmod(0)",
    "a link": "os.symlink('x', root / 'new')",
    "everything": "import shutil; shutil.rmtree(root)",
    "the store": "(root / '.yeje' / 'x').write_text('x')",
    "another folder": "open(os.path.join(os.path.dirname(root), 'x'), 'w')",
    "its own run folder": "import shutil; shutil.rmtree('..')",
    "a terminal": "open('/dev/pts/0', 'w')",
}


@pytest.mark.parametrize("name", CHANGES)
def test_python_that_writes_elsewhere_is_told_where_it_may(any_bench: Bench, name: str) -> None:
    program = (
        f"# %% a\nimport os\nfrom pathlib import Path\nroot = Path(__file__).parents[1]\n{CHANGES[name]}\n"
    )
    message = any_bench.run(program).error
    assert str(message).startswith(
        "snippets/program.py:5: PermissionError: [Errno 13] a program may write into its working "
        "directory only: '"
    )


def test_the_working_directory_may_be_written_to(any_bench: Bench) -> None:
    run = any_bench.works(
        """
        # %% a
        import os, tempfile
        from pathlib import Path

        Path("new").mkdir(); Path("new/file").write_text("written"); Path("new/file").rename("moved")
        with tempfile.TemporaryFile() as file: file.write(b"x")
        os.chmod("new", 0); Path(os.devnull).write_text("x")
        print(Path("moved").read_text(), os.listdir())
        """
    )
    assert texts(run).startswith("written ")


def test_another_program_cannot_write_elsewhere_either(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        import subprocess
        from pathlib import Path

        root = Path(__file__).parents[1]
        for command in (["rm", "-rf", root / "mkdocs.yml"], ["touch", root / "new"], ["touch", "/new"]):
            subprocess.run(command)
        """
    )
    assert texts(run).count("Read-only file system") == 3


def test_removing_the_run_folder_from_outside_is_named(bench: Bench) -> None:
    message = bench.fails("# %% a\nimport os, time\n\nos.system('rm -rf ../record')\ntime.sleep(9)\n")
    assert "ended because it removed the folder that it runs in; leave `..` alone (cell 'a')" in message


def test_a_program_sees_nothing_of_the_callers_environment(
    make_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "a-secret")
    monkeypatch.setenv("LC_ALL", "de_DE")
    program = """
        # %% a
        import os, subprocess
        print(sorted(os.environ))
        subprocess.run("cat /proc/*/environ | tr '\\\\0' '\\\\n' | grep -c a-secret", shell=True)
        """
    text = texts(make_bench().works(program))
    assert "GITHUB_TOKEN" not in text and "LC_ALL" not in text
    assert text.endswith("\n0\n") or "\n0\n" in text


@pytest.mark.parametrize("path", ["/proc/1/environ", "/proc/self/mem"])
def test_other_processes_are_not_read(any_bench: Bench, path: str) -> None:
    message = any_bench.fails(f"# %% a\nopen({path!r}, 'rb')\n")
    assert "a program may not read another process" in message


START = """
import ctypes, sys
from pathlib import Path
from yeje.runner import Runner
GET_DUMPABLE = 3
with Runner(Path(sys.argv[1]), preload=()) as runner:
    runner.start()
    print(ctypes.CDLL(None).prctl(GET_DUMPABLE, 0, 0, 0, 0))
"""


@pytest.mark.parametrize(("ci", "dumpable"), [("", "1"), ("true", "0")])
def test_in_ci_the_process_with_the_tokens_hides_its_environment(
    ci: str, dumpable: str, project: Sketch
) -> None:
    command = [sys.executable, "-c", START, str(project.root)]
    environment = {**os.environ, "CI": ci}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == dumpable


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


NO_NETWORK = "programs have no network; `network = true` in the header allows it, not in CI"


def test_a_program_has_no_network(any_bench: Bench, address: tuple[str, int]) -> None:
    for code in (f"socket.create_connection({address})", "socket.gethostbyname('localhost')"):
        message = any_bench.fails(f"# %% a\nimport socket\n\n{code}\n")
        assert message.startswith(f"snippets/program.py:4: PermissionError: [Errno 13] {NO_NETWORK}")


CONNECT = """
    # yeje: network = true

    # %% a
    import subprocess, sys
    code = "import socket; socket.create_connection(ADDRESS); print('connected')"
    subprocess.run([sys.executable, "-c", code])
    exec(code)
    """


def test_a_header_allows_the_network_but_not_in_ci(
    bench: Bench, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = CONNECT.replace("ADDRESS", str(address))
    monkeypatch.setattr("yeje.runner.sandbox.hide_from_programs", lambda: None)
    monkeypatch.delenv("CI", raising=False)
    assert texts(bench.works(program)) == "connected\nconnected\n"
    monkeypatch.setenv("CI", "true")
    run = bench.run(program)
    assert NO_NETWORK in str(run.error)
    assert "connected" not in texts(run).splitlines()
    assert "Network is unreachable" in texts(run)


OTHERS = {
    "its parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "everyone": "os.kill(-1, signal.SIGKILL)",
    "a group": "os.killpg(1, signal.SIGKILL)",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_program_may_signal_only_what_it_started(any_bench: Bench, name: str) -> None:
    message = any_bench.fails(f"# %% a\nimport os, signal\n\n{OTHERS[name]}\n")
    assert "snippets/program.py:4: PermissionError" in message
    assert "a program may signal itself and what it started, no other process" in message


def test_a_program_may_signal_its_children(any_bench: Bench) -> None:
    any_bench.works(
        "# %% a\nimport os, signal, subprocess\n\nchild = subprocess.Popen(['sleep', '9'])\n"
        "os.kill(child.pid, signal.SIGTERM); child.terminate()\nchild.wait()\n"
    )


def test_with_the_kernels_help_it_cannot_even_see_others(bench: Bench) -> None:
    run = bench.run("# %% a\nimport os\n\nos.system('ps -e -o comm= | sort | uniq -c; kill -9 -1')\n")
    assert "killed (SIGKILL)" in str(run.error)
    assert "mkdocs" not in texts(run) and "pytest" not in texts(run)


KILLERS = {
    "the process that watches it": (
        "os.getppid()",
        "snippets/killer.py:2: the program ended the process that watches it; leave other processes alone",
    ),
    "the process that runs programs": (
        "int(open(f'/proc/{os.getppid()}/stat').read().rsplit(')')[1].split()[1])",
        "snippets/killer.py:2: it ended the process that runs programs; leave other processes alone",
    ),
}


@pytest.mark.parametrize("name", KILLERS)
def test_whoever_ends_the_engine_is_named_and_the_others_have_their_results(bare: Bench, name: str) -> None:
    target, message = KILLERS[name]
    killer = bare.sketch.snippet(
        f"""
        # %% a
        import os, subprocess, time
        print("before"); left = subprocess.Popen(["sleep", "1000"])
        target = {target}
        subprocess.run(["sh", "-c", f"kill -9 {{target}}"])
        time.sleep(9)
        """,
        "snippets/killer.py",
    )
    slow = bare.sketch.snippet("# %% a\nimport time\n\ntime.sleep(0.3)\nprint('slow')\n", "snippets/slow.py")
    last = bare.sketch.snippet("# %% a\nprint('last')\n", "snippets/last.py")
    runs = [future.result(120) for future in [bare.runner.submit(s) for s in (slow, killer, last)]]
    assert [texts(run) for run in runs] == ["slow\n", "before\n", "last\n"]
    assert [run.error is None for run in runs] == [True, False, True]
    assert str(runs[1].error) == f"{message} (cell 'a')"
    bare.check_nothing_left()


def test_a_program_that_replaces_everything_hurts_only_itself(any_bench: Bench) -> None:
    run = any_bench.works(
        """
        # %% a
        import builtins, io, json, os, sys, time
        def no(*a, **k): raise RuntimeError("replaced")
        os.write = os.open = os.close = os.dup2 = os.stat = os.fstat = os.getpid = os._exit = no
        json.dumps = json.loads = json.JSONEncoder.encode = io.open = builtins.open = sys.exit = no
        time.monotonic = time.time = time.sleep = lambda *a: 0
        # %% b
        print("after")
        # %% c
        [1, 2]
        """
    )
    assert texts(run, 1) == "after\n"
    assert run.outputs[2][0]["data"] == {"text/plain": "[1, 2]"}


def test_a_program_without_builtins_is_named(bench: Bench) -> None:
    message = bench.fails("# %% a\nimport builtins\n\nvars(builtins).clear()\n# %% b\nprint(1)\n")
    assert message.startswith("snippets/program.py:2: the process ended with exit code")


CLOSED = {
    "used": ("os.close(1)\nprint('x')", "OSError: [Errno 9] Bad file descriptor"),
    "not used": ("os.close(1)", "standard output (descriptor 1) was closed or redirected for good"),
    "errors": ("os.close(2)", "standard error (descriptor 2) was closed or redirected for good"),
    "redirected": (
        "os.dup2(os.open('x', os.O_WRONLY | os.O_CREAT), 1)",
        "standard output (descriptor 1) was closed or redirected for good",
    ),
}


@pytest.mark.parametrize("name", CLOSED)
def test_output_that_would_be_lost_is_an_error(bench: Bench, name: str) -> None:
    code, message = CLOSED[name]
    assert message in bench.fails(f"# %% a\nimport os\n\n{code}\n# %% b\nprint('y')\n").split("\n")[0]


def test_a_program_that_closes_all_other_descriptors_goes_on(bench: Bench) -> None:
    run = bench.works("# %% a\nimport os\n\nos.closerange(3, 5000)\nprint(1)\n# %% b\nprint(2)\n")
    assert texts(run) == "1\n2\n"


def test_a_program_that_writes_into_its_record_harms_nobody(bench: Bench) -> None:
    message = bench.fails(
        "# %% a\nopen('../record/events.jsonl', 'a').write('not JSON\\n[]\\n{\"cell\": \"x\"}\\n')\n"
    )
    assert message.startswith("snippets/program.py: its record cannot be read")


def test_multiprocessing_works(bench: Bench) -> None:
    run = bench.works(
        "# %% a\nfrom multiprocessing import get_context\n\nwith get_context('fork').Pool(2) as pool:\n"
        "    print(pool.map(abs, [-1, -2]))\n"
    )
    assert texts(run) == "[1, 2]\n"


def test_a_program_that_has_opened_too_many_files_is_told_where(any_bench: Bench) -> None:
    message = any_bench.fails(
        """
        # %% a
        import os, resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
        # %% b
        many = [open(os.devnull) for _ in range(200)]
        """
    )
    assert message.startswith("snippets/program.py:5: OSError: [Errno 24] Too many open files: '/dev/null'")


def test_shared_memory_is_no_way_to_take_more(bench: Bench) -> None:
    code = "with open('/dev/shm/x', 'wb') as file: os.posix_fallocate(file.fileno(), 0, 2**28 + 4096)"
    message = bench.fails(f"# %% a\nimport os\n{code}\n")
    assert "OSError: [Errno 28] No space left on device" in message


PLANTED = {
    "a link": "os.symlink(victim, '../outcome.json')",
    "a pipe": "os.mkfifo('../outcome.json')",
    "a folder": "os.makedirs('../outcome.json/x')",
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_a_program_puts_in_the_place_of_its_outcome_harms_nobody(any_bench: Bench, name: str) -> None:
    program = "# %% a\nimport os\nfrom pathlib import Path\n\n"
    program += "victim = Path(__file__).parents[1] / 'mkdocs.yml'\n"
    run = any_bench.works(f"{program}{PLANTED[name]}\nprint('done')\n")
    assert texts(run) == "done\n"


RECORDS = {
    "a pipe": "os.remove('../record/events.jsonl'); os.mkfifo('../record/events.jsonl'); os._exit(0)",
    "what never ends": (
        "os.remove('../record/stdout'); os.symlink('/dev/zero', '../record/stdout'); os._exit(0)"
    ),
    "no folder": "os.rename('../record', '../x'); open('../record', 'w').close(); time.sleep(9)",
}


@pytest.mark.parametrize("name", RECORDS)
def test_what_a_program_puts_in_the_place_of_its_record_holds_nobody_up(any_bench: Bench, name: str) -> None:
    run = any_bench.run(f"# yeje: timeout = 3\n\n# %% a\nimport os, time\n\n{RECORDS[name]}\n")
    assert run.error is not None
    assert str(run.error).startswith("snippets/program.py:4: ")


DEEP = {
    "folders": "for _ in range(1200): os.mkdir('d'); os.chdir('d')",
    "longer than a path may be": (
        "import subprocess, sys\n"
        'code = \'import os\\nfor _ in range(60): os.mkdir(100 * "d"); os.chdir(100 * "d")\'\n'
        "subprocess.run([sys.executable, '-c', code], check=True)"
    ),
    "locked": (
        "os.makedirs('a/b/c'); open('a/b/c/d', 'w').close()\n"
        "for path in ('a/b/c', 'a/b', 'a'): os.chmod(path, 0)"
    ),
}


@pytest.mark.parametrize("name", DEEP)
def test_however_deep_it_digs_nothing_of_it_is_left(any_bench: Bench, name: str) -> None:
    any_bench.works(f"# %% a\nimport os\n\n{DEEP[name]}\n")


def test_a_machine_without_room_for_a_run_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise OSError(28, "No space left on device", "/full/x")

    monkeypatch.setattr("yeje.job.tempfile.mkdtemp", refuse)
    run = bench.runner.submit(bench.sketch.snippet("# %% a\n1\n")).result(60)
    assert str(run.error) == (
        "snippets/program.py: it cannot be run: /full/x: No space left on device; make room on the disk of "
        "the folder for temporary files, or name another in TMPDIR"
    )
