"""``python -m yeje``: run what is stale, or tell what is; check spellings, start a program, place data."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from yeje import data, determinism, page_check, scaffold, terms
from yeje.build import Build
from yeje.model import Run, SnippetError, YejeError
from yeje.progress import Progress
from yeje.project import Project
from yeje.runner import Runner


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit code: 0 if everything is up to date, 1 if not."""
    options = _parse(arguments)
    project = Project(options.root.resolve())
    if options.command == "data":
        return _data()
    if options.command == "terms":
        return _report(terms.check(project))
    if options.command == "new":
        return _new(project, options.name, options.title)
    if options.check:
        return _check(project)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running then either
    try:
        if options.check_deterministic:
            return _check_deterministic(project)
        with Runner(project.root) as runner:
            return _run(Build(project, runner, _tell, options.force))
    except KeyboardInterrupt:
        print("interrupted; what had finished is stored", file=sys.stderr)
        return 130


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    running = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    running.add_argument("--check", action="store_true", help="only tell what is stale or wrong")
    running.add_argument(
        "--check-deterministic",
        action="store_true",
        help="run every program twice and tell which outputs differ",
    )
    running.add_argument("--force", action="store_true", help="run every program")
    running.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="python -m yeje",
        description="Run the programs whose stored outputs are stale.",
        parents=[running],
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run what is stale (the default)", parents=[running])
    commands.add_parser("data", help="put data sets where Keras looks for them")
    commands.add_parser("terms", help="tell which words are spelled otherwise than in the glossary")
    new = commands.add_parser("new", help="start a program and its test")
    new.add_argument("name", metavar="NAME", help="its file below snippets/: toy_network, errors/wrong_width")
    new.add_argument("--title", default="", help="its docstring, and its caption on a page")
    # Options stand before or behind `run`: the defaults belong to neither parser, or the second resets them.
    defaults = {"check": False, "check_deterministic": False, "force": False, "root": Path.cwd()}
    return parser.parse_args(arguments, argparse.Namespace(**defaults))


def _run(build: Build) -> int:
    started = time.monotonic()
    stale = build.start()
    for item in stale:
        print(f"stale  {item.program}: {item.reason}", flush=True)
    progress = Progress(item.program for item in stale)
    build.tell = _with(progress, build.tell)
    page_check.check(build)
    problems = build.finish()
    progress.close()
    total = len(build.results())
    build.project.store.prune(build.project.find_programs())
    print(f"{len(stale)} of {total} programs run in {time.monotonic() - started:.1f} s")
    if build.guards:
        print(f"guards around them: {', '.join(build.guards)}")
    return _report(problems)


def _with(progress: Progress, tell: Callable[[str, Run], None]) -> Callable[[str, Run], None]:
    def told(program: str, run: Run) -> None:
        progress.done(program)
        tell(program, run)

    return told


def _check(project: Project) -> int:
    build = Build(project)
    for item in build.start():
        print(f"stale  {item.program}: {item.reason}")
    page_check.check(build)
    return _report(build.finish())


def _check_deterministic(project: Project) -> int:
    problems = determinism.check(project, lambda: Runner(project.root))
    print(f"{len(project.find_programs())} programs run twice, {len(problems)} problem(s)")
    return _report(problems)


def _data() -> int:
    for name in data.FILES:
        try:
            copied = data.ensure(name)
        except data.DataError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{name}: {f'{len(copied)} files copied' if copied else 'in place'}")
    return 0


def _new(project: Project, name: str, title: str) -> int:
    try:
        started = scaffold.start(project, name, title)
    except SnippetError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"made {started.program}\nmade {started.test}\n\nnext:")
    print(f"1. write the program, and run it as readers do: python {started.program}")
    print(f"2. show it on a page, alone in its paragraph: {started.embed}")
    print(f"3. write what the page claims of it as tests: pytest {started.test}")
    return 0


def _tell(program: str, run: Run) -> None:
    state = "ok    " if run.error is None else "FAILED"
    print(f"{state} {program}  {run.seconds:.2f} s", flush=True)
    for warning in run.warnings:
        print(f"       {program}: warning: {warning}", flush=True)


def _report(problems: Sequence[YejeError]) -> int:
    for problem in problems:
        print(f"\n{problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
