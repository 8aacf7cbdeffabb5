"""What pre-commit is told to run can run, from this environment alone, and finds nothing on this tree."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from real import results

ROOT = Path(__file__).parent.parent
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS: dict[str, Any] = {hook["id"]: hook for repo in CONFIG["repos"] for hook in repo["hooks"]}


def run(hook: str, *files: str) -> subprocess.CompletedProcess[str]:
    python, *arguments = shlex.split(HOOKS[hook]["entry"])
    assert python == "python"
    command = [sys.executable, *arguments, *files]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_no_hook_is_fetched_from_anywhere() -> None:
    assert [repo["repo"] for repo in CONFIG["repos"]] == ["local"]
    assert {hook["language"] for hook in HOOKS.values()} == {"system"}


def test_ruff_is_told_of_files_and_still_leaves_programs_as_their_pages_show_them() -> None:
    done = run("ruff-format", "--check", "--verbose", "snippets/box_data.py", "yeje/terms.py")
    assert done.returncode == 0 and "1 file already formatted" in done.stdout, done.stderr
    done = run("ruff-check", "snippets/box_data.py", "yeje/terms.py", "tests/test_terms.py")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("hook", ["terms", "evidence"])
@pytest.mark.parametrize("path", ["docs/index.md", "docs/errors/shapes.md", "snippets/errors/one_array.py"])
def test_a_changed_page_or_program_is_looked_at(hook: str, path: str) -> None:
    assert re.search(HOOKS[hook]["files"], path)


def test_a_changed_helper_makes_outputs_stale_and_is_looked_at() -> None:
    assert re.search(HOOKS["evidence"]["files"], "snippets/helpers/neurons.py")


def test_the_spelling_is_right() -> None:
    done = run("terms")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.tensorflow
def test_the_evidence_holds() -> None:
    results()
    done = run("evidence")
    assert (done.returncode, done.stderr) == (0, "")
