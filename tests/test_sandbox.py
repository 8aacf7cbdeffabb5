"""yeje.run.guard and sandbox, below what test_faults_machine.py sees of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Bench, texts

from yeje.run.guard import Guard


class Notes:
    """A recorder that only notes what is read."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def read(self, path: str) -> None:
        self.paths.append(path)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def guard(tmp_path: Path, notes: Notes) -> Guard:
    (tmp_path / "run").mkdir()
    return Guard(str(tmp_path), [str(tmp_path / "run")], False, notes)  # type: ignore[arg-type]


def test_a_file_is_noted_once_and_only_under_the_repository(
    guard: Guard, notes: Notes, tmp_path: Path
) -> None:
    for path in (tmp_path / "a", str(tmp_path / "a"), os.fsencode(tmp_path / "a"), "/etc/hostname", 3):
        guard.hook("open", (path, "r", os.O_RDONLY))
    assert notes.paths == [str(tmp_path / "a")]


def test_what_was_compiled_and_what_the_run_wrote_is_not_noted(
    guard: Guard, notes: Notes, tmp_path: Path
) -> None:
    for path in ("__pycache__/a.pyc", "run/scratch/x"):
        guard.hook("open", (str(tmp_path / path), "r", os.O_RDONLY))
    assert notes.paths == []


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("{root}/x", "w", os.O_WRONLY)),
        ("open", ("{root}/x", None, os.O_RDWR)),
        ("open", ("{root}/x", "r+", 0)),
        ("open", ("{root}/run/../x", "w", os.O_WRONLY)),
        ("os.remove", ("{root}/x", -1)),
        ("os.rename", ("{root}/run/x", "{root}/x", -1, -1)),
        ("os.rename", ("{root}/x", "{root}/run/x", -1, -1)),
        ("shutil.rmtree", ("{root}", None)),
        ("os.kill", (1, 9)),
        ("os.kill", (-1, 9)),
        ("os.kill", (os.getppid(), 9)),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.getaddrinfo", ("example.org", 80)),
    ],
)
def test_it_refuses(guard: Guard, tmp_path: Path, event: str, arguments: tuple[object, ...]) -> None:
    filled = tuple(a.format(root=tmp_path) if isinstance(a, str) else a for a in arguments)
    with pytest.raises(PermissionError):
        guard.hook(event, filled)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("{root}/run/x", "w", os.O_WRONLY)),
        ("open", ("/dev/null", "w", os.O_WRONLY)),
        ("open", (3, "w", os.O_WRONLY)),
        ("os.rename", ("{root}/run/x", "{root}/run/y", -1, -1)),
        ("os.kill", (os.getpid(), 15)),
        ("socket.connect", (None, "/run/socket")),
        ("import", ("os",)),
    ],
)
def test_it_allows(guard: Guard, tmp_path: Path, event: str, arguments: tuple[object, ...]) -> None:
    guard.hook(event, tuple(a.format(root=tmp_path) if isinstance(a, str) else a for a in arguments))


def test_a_link_in_the_working_directory_does_not_lead_out(guard: Guard, tmp_path: Path) -> None:
    (tmp_path / "run" / "link").symlink_to(tmp_path / "x")
    with pytest.raises(PermissionError):
        guard.hook("open", (str(tmp_path / "run" / "link"), "w", os.O_WRONLY))


REFUSED = """
from yeje.run import sandbox

def refuse(*arguments):
    raise PermissionError("as AppArmor does")

if {refused!r}:
    setattr(sandbox, {refused!r}, refuse)
print(sandbox.works())
"""


@pytest.mark.parametrize("refused", ["", "_map_user", "start_init", "settle_in"])
def test_namespaces_that_do_not_work_in_full_are_not_entered(refused: str) -> None:
    code = REFUSED.format(refused=refused)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(not refused)


def test_privileges_cannot_be_gained_back(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        import subprocess
        print(open("/proc/self/status").read())
        subprocess.run("mount -o remount,rw /; unshare -r mount -t tmpfs x /mnt", shell=True)
        """
    )
    status = dict(line.split(":\t") for line in texts(run).split("\n") if ":\t" in line)
    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff")} == {0}
    assert status["NoNewPrivs"] == "1"
    assert texts(run).count("mount:") == 2
