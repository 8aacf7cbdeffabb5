"""What strangers' code may do on the machines of the project's host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / ".github" / "workflows"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
# YAML 1.1 reads the key `on` as true.
WORKFLOWS: dict[str, Any] = {
    name: yaml.safe_load(text.replace("\non:", "\n'on':")) for name, text in TEXTS.items()
}
ON_MAIN = "github.event_name == 'push' && github.ref == 'refs/heads/main'"


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in WORKFLOWS[name]["jobs"].values() for step in job["steps"]]


def of_pull_requests() -> list[str]:
    return [name for name, workflow in WORKFLOWS.items() if "pull_request" in workflow["on"]]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_starts_with_the_right_to_read(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_by_commit_and_say_their_version(name: str) -> None:
    used = re.findall(r"uses: (.*)", TEXTS[name])
    assert used
    assert [
        line for line in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_token_stays_in_a_clone(name: str) -> None:
    clones = [step for step in steps(name) if step.get("uses", "").startswith("actions/checkout@")]
    assert clones
    assert all(step["with"]["persist-credentials"] is False for step in clones)


def test_pull_requests_get_no_secret_and_no_right_to_write() -> None:
    names = of_pull_requests()
    assert names
    for name, workflow in WORKFLOWS.items():
        assert "pull_request_target" not in workflow["on"] and "workflow_run" not in workflow["on"]
        if name in names:
            assert "secrets." not in TEXTS[name] and "github.token" not in TEXTS[name]
            assert not any("permissions" in job for job in workflow["jobs"].values())


def test_outputs_are_stored_by_main_alone() -> None:
    for name in WORKFLOWS:
        for step in steps(name):
            action = step.get("uses", "").partition("@")[0]
            assert action != "actions/cache", "it saves at the end of every run"
            if action == "actions/cache/save":
                assert step["if"] == ON_MAIN
    assert any("actions/cache/save@" in step.get("uses", "") for step in steps("check.yml"))


def test_only_the_last_step_to_the_site_may_write_and_runs_no_code_of_the_repository() -> None:
    jobs = WORKFLOWS["publish.yml"]["jobs"]
    writing = {name: job for name, job in jobs.items() if "write" in str(job.get("permissions"))}
    assert list(writing) == ["publish"]
    assert writing["publish"]["permissions"] == {"contents": "write"}
    assert not any("actions/checkout@" in step.get("uses", "") for step in writing["publish"]["steps"])
    assert WORKFLOWS["publish.yml"]["on"] == {"push": {"branches": ["main"]}}


def test_what_a_stranger_names_gets_into_no_script() -> None:
    """Titles and branches of a pull request, put into a script, would be run."""
    for name in WORKFLOWS:
        for step in steps(name):
            assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_data_set_is_there_before_programs_that_may_not_fetch_it(name: str) -> None:
    runs = [step.get("run", "") for step in steps(name)]
    needing = [i for i, run in enumerate(runs) if re.search(r"mkdocs build|python -m yeje$|pytest", run)]
    having = [i for i, run in enumerate(runs) if "python -m yeje data" in run]
    assert having and min(having) < min(needing)
