"""What the page on getting started claims: its program finds what a reader's environment lacks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from real import ROOT, path_with_dot, text_of

CHECK = ROOT / "snippets" / "check_environment.py"
READY = "준비가 끝났습니다."

BLOCKER = """
    import sys

    class Blocked:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] in {blocked}:
                raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

    sys.meta_path.insert(0, Blocked())
"""
FAKES = {
    "tensorflow.py": "__version__ = '2.15.0'",
    "matplotlib.py": "__version__ = '3.8.0'",
    "keras.py": """
        from types import SimpleNamespace

        __version__ = {version!r}

        def plot_model(model, to_file):
            open(to_file, "w").close()

        Input = Sequential = lambda *arguments: None
        layers = SimpleNamespace(Dense=lambda units: None)
        utils = SimpleNamespace(plot_model=plot_model)
    """,
}


def check(
    folder: Path, before: str = "", path: str | None = None, fakes: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program in `folder`, after the code `before`, with `fakes` in front of all modules."""
    code = f"{dedent(before)}\nimport runpy\nrunpy.run_path({str(CHECK)!r}, run_name='__main__')"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    extra = {"PYTHONPATH": str(fakes)} if fakes else {}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**kept, **extra, "PATH": path_with_dot() if path is None else path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def tasks(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the program tells the reader to do; whatever is missing, it ends well."""
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return re.findall(r"^할 일 \d+: (.+)$", done.stdout, re.MULTILINE)


@pytest.fixture
def fakes(tmp_path: Path) -> Path:
    """A folder of modules that only know their versions, as of Keras 3."""
    folder = tmp_path / "fakes"
    folder.mkdir()
    for name, text in FAKES.items():
        (folder / name).write_text(dedent(text).format(version="3.0.0") + "\n", encoding="utf-8")
    return folder


# with modules that only know their versions: no TensorFlow


def test_nothing_is_to_do_where_nothing_is_missing(tmp_path: Path, fakes: Path) -> None:
    done = check(tmp_path, fakes=fakes)
    assert tasks(done) == []
    assert done.stdout.endswith(f"plot_model: 그림을 그렸습니다.\n{READY}\n")
    assert "keras 3.0.0\n" in done.stdout


def test_keras_2_is_to_be_upgraded(tmp_path: Path, fakes: Path) -> None:
    (fakes / "keras.py").write_text(dedent(FAKES["keras.py"]).format(version="2.15.0"), encoding="utf-8")
    done = check(tmp_path, fakes=fakes)
    assert tasks(done) == ["python -m pip install --upgrade keras"]
    assert READY not in done.stdout


@pytest.mark.parametrize(
    ("version", "is_fit"), [((3, 10, 12), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False)]
)
def test_pythons_other_than_3_11_to_3_13_are_named(
    tmp_path: Path, fakes: Path, version: tuple[int, ...], is_fit: bool
) -> None:
    done = check(tmp_path, f"import sys\nsys.version_info = {version}", fakes=fakes)
    assert tasks(done) == ([] if is_fit else ["파이썬 3.11, 3.12, 3.13 가운데 하나를 설치하세요."])


@pytest.mark.parametrize("package", ["tensorflow", "matplotlib", "keras"])
def test_a_missing_package_is_to_be_installed(tmp_path: Path, fakes: Path, package: str) -> None:
    done = check(tmp_path, BLOCKER.format(blocked={package}), fakes=fakes)
    assert f"{package}: 없습니다. (No module named '{package}')\n" in done.stdout
    assert f"python -m pip install {package}" in tasks(done)
    assert READY not in done.stdout


def test_a_drawing_of_an_earlier_run_does_not_count(tmp_path: Path, fakes: Path) -> None:
    keras = (fakes / "keras.py").read_text(encoding="utf-8")
    (fakes / "keras.py").write_text(keras.replace('open(to_file, "w").close()', "pass"), encoding="utf-8")
    (tmp_path / "tiny.png").touch()
    done = check(tmp_path, fakes=fakes)
    assert "그리지 못했습니다." in done.stdout
    assert tasks(done)[0] == "python -m pip install pydot"


# with the real Keras and the errors that it really raises


@pytest.mark.slow
@pytest.mark.tensorflow
def test_this_environment_is_ready(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert tasks(done) == []
    assert done.stdout.endswith(f"{READY}\n")
    assert (tmp_path / "tiny.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_missing_pydot_is_found_by_the_error_that_plot_model_raises(tmp_path: Path) -> None:
    done = check(tmp_path, BLOCKER.format(blocked={"pydot", "pydot_ng", "pydotplus"}))
    assert "(You must install pydot " in done.stdout
    assert tasks(done) == ["python -m pip install pydot"]


@pytest.mark.slow
@pytest.mark.tensorflow
def test_a_missing_graphviz_is_found_by_the_error_that_plot_model_raises(tmp_path: Path) -> None:
    done = check(tmp_path, path=str(tmp_path))
    assert "(You must install graphviz " in done.stdout
    assert tasks(done) == ["Graphviz를 설치하세요. https://graphviz.org/download/"]


@pytest.mark.slow
@pytest.mark.tensorflow
def test_in_a_notebook_plot_model_only_prints_and_the_program_tells_all_the_same(tmp_path: Path) -> None:
    done = check(tmp_path, "import IPython.core.magics.namespace", path=str(tmp_path))
    assert re.search(r"^You must install graphviz ", done.stdout, re.MULTILINE)
    assert "Graphviz를 설치하세요. https://graphviz.org/download/" in tasks(done)
    assert READY not in done.stdout


# what the page says of the repository


def test_the_page_and_the_readme_give_the_same_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^ *(python -m venv .+ && \S+.*)$", readme, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert command in text_of("start.md")
    for windows in (r".venv\Scripts\activate.bat", r".venv\Scripts\Activate.ps1"):
        assert windows in readme
        assert windows in text_of("start.md")


def test_the_messages_in_the_pages_table_are_those_that_the_program_waits_for() -> None:
    rows = [line for line in text_of("start.md").split("\n") if line.startswith("| [You must install")]
    assert len(rows) == 2
    for row, word in zip(rows, ("pydot", "graphviz"), strict=True):
        assert f"You must install {word}" in row
        assert f'"{word}" in str(error)' in CHECK.read_text(encoding="utf-8")
