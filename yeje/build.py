"""Find the programs, run what is stale, hold the results. The module that knows all others.

with Runner(root) as runner:
    build = Build(Project(root), runner)
    build.start()                  # hands stale programs to the runner, returns at once
    build.result("snippets/x.py")  # waits for this one program only
    build.finish()                 # waits for all
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import as_completed, wait
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from yeje import data, keys, notebook_file
from yeje.keys import Components
from yeje.memory import Failure, Memory, Running
from yeje.model import Run, Snippet, SnippetError, StillRunning, StoreError, YejeError
from yeje.project import Project
from yeje.runner import Runner
from yeje.store import Entry, Notebook

ATTEMPTS = 3
"""Runs of one program whose files change under it, before that is an error."""

CURE = "make room, or give this user the right to write there; until then every build runs all programs again"


@dataclass(frozen=True)
class Result:
    """What a page can show of a program."""

    snippet: Snippet | None
    """The program as parsed, None if it cannot be."""
    notebook: Notebook | None
    """The executed notebook: of this very program, or, beside an `error`, the last good one."""
    error: YejeError | None = None
    """Why there is no output of this very program."""
    digest: str = ""
    """The key of its run, where there is no error."""
    seconds: float = 0.0
    """How long that run took."""


@dataclass(frozen=True)
class Stale:
    """A program that has to run, and why."""

    program: str
    reason: str


@dataclass
class Build:
    """One pass over the programs of a project. Without a runner it only looks into the store."""

    project: Project
    runner: Runner | None = None
    tell: Callable[[str, Run], None] = lambda program, run: None
    """Called with each program that has run."""
    force: bool = False
    """Whether to run what is not stale as well."""
    patience: float | None = None
    """Seconds that a build waits for programs; then a page shows that it is still running. None: no end."""
    memory: Memory = field(default_factory=Memory)
    guards: tuple[str, ...] = ()
    """What has kept the programs that ran from the rest of the machine."""
    _started: float = field(default_factory=time.monotonic)
    _results: dict[str, Result] = field(default_factory=dict)
    _running: dict[str, Running] = field(default_factory=dict)
    _problems: list[YejeError] = field(default_factory=list)
    _hints: dict[str, str] = field(default_factory=dict)
    """Program -> what to add to its error, should it fail."""

    @cached_property
    def environment(self) -> dict[str, str]:
        """The versions that outputs depend on, as of this build. Whoever knows them may set it."""
        return keys.environment()

    def start(self) -> list[Stale]:
        """Look at every program; hand the stale ones to the runner. Returns the stale ones."""
        stale = []
        for program in self.project.find_programs():
            reason = self._look(program)
            if reason is not None:
                stale.append(Stale(program, reason))
        for outdated in self.memory.running.values():  # of programs that have changed since, or are gone
            outdated.future.cancel()
        self.memory.running.clear()
        return stale

    def result(self, program: str) -> Result:
        """What to show of a program, waiting for its run if it has one.

        Also for a program that `start` did not find; raises nothing.
        """
        if program not in self._results and program not in self._running:
            self._look(program)
        while program in self._running and self._is_done(program):
            self._settle(program)
        if program in self._running:
            snippet = self._running[program].snippet
            last = self.project.store.latest(program)
            return Result(snippet, last.notebook if last else None, StillRunning(program))
        return self._results[program]

    def _is_done(self, program: str) -> bool:
        left = None
        if self.patience is not None:
            left = max(0.0, self._started + self.patience - time.monotonic())
        return bool(wait([self._running[program].future], left).done)

    def finish(self) -> list[YejeError]:
        """Wait for every program; return all problems, of programs and those reported.

        With patience, wait for none of those that are still running: they stay in `memory`.
        """
        while self._running and self.patience is None:
            futures = {running.future: name for name, running in self._running.items()}
            for future in as_completed(futures):
                self._settle(futures[future])
        for program in list(self._running):
            if self._running[program].future.done():
                self._settle(program)
        for running in self._running.values():
            self.memory.running[running.components.key] = running
        failed = [
            self._with_pages(program, result.error)
            for program, result in sorted(self._results.items())  # they end in any order
            if isinstance(result.error, SnippetError)
        ]
        return [*failed, *self._problems]

    def report(self, problem: YejeError) -> None:
        """Add a problem that a page has."""
        self._problems.append(problem)

    def results(self) -> dict[str, Result]:
        """The results so far: all of them after `finish`."""
        return dict(self._results)

    def notebooks(self) -> list[tuple[str, Notebook]]:
        """What pages show of the programs so far: the names of those that have outputs, and these."""
        return [
            (result.snippet.name, result.notebook)
            for result in self._results.values()
            if result.snippet is not None and result.notebook is not None
        ]

    def _look(self, program: str) -> str | None:
        """Settle a program from the store, or hand it to the runner and say why."""
        try:
            snippet = self.project.read(program)
        except SnippetError as error:
            last = self.project.store.latest(program)
            self._results[program] = Result(None, last.notebook if last else None, error)
            return None
        components = keys.components(snippet, self.project.root, self.environment)
        entry = None if self.force else self.project.store.get(components)
        if entry is not None:
            self._results[program] = Result(snippet, entry.notebook, None, components.key, entry.seconds)
            return None
        last = self.project.store.latest(program)
        reason = self._reason(program, last, components)
        failure = self.memory.failures.get(components.key)
        if failure and not self.force and self.project.store.hashes(failure.reads) == failure.reads:
            self._results[program] = Result(snippet, last.notebook if last else None, failure.error)
            return None
        if components.key in self.memory.running:
            self._running[program] = self.memory.running.pop(components.key)
            return None
        if self.runner is None:
            noted = self.project.store.failure(program, components.key)
            told = noted or self._stale(snippet, reason)
            self._results[program] = Result(snippet, last.notebook if last else None, told)
        else:
            self._submit(snippet, components)
        return reason

    def _stale(self, snippet: Snippet, reason: str) -> SnippetError:
        lacking = [name for name in snippet.header.data if data.missing(name, self.project.datasets)]
        needs = f"; it needs the data set {', '.join(lacking)}" if lacking else ""
        message = f"its outputs are stale ({reason}{needs}); run `python -m yeje`"
        return SnippetError(snippet.path, None, message)

    def _submit(self, snippet: Snippet, components: Components, attempts: int = 1) -> None:
        """Hand a program to the runner, its data sets in place."""
        assert self.runner is not None
        started = time.time()
        try:
            for name in snippet.header.data:
                data.ensure(name, self.project.datasets)
        except (data.DataError, OSError) as error:
            # Perhaps there is internet: then Keras downloads what is missing.
            limits = replace(snippet.header.limits, network=True)
            snippet = replace(snippet, header=replace(snippet.header, limits=limits))
            self._hints[snippet.path] = str(error)
        future = self.runner.submit(snippet)
        self._running[snippet.path] = Running(snippet, components, future, started, attempts)

    def _reason(self, program: str, last: Entry | None, components: Components) -> str:
        if self.force:
            return "forced"
        if last is None:
            known = self.project.store.has_run(program)
            return "its stored run is damaged" if known else "never run"
        if last.components == components:
            changed = self.project.store.changed_reads(last)
            return ", ".join(f"{path} changed" for path in changed) or "its stored run is damaged"
        return keys.why(last.components, components)

    def _settle(self, program: str) -> None:
        """Wait for a program's run and turn it into a result, or run it again."""
        running = self._running[program]
        run = running.future.result()
        if run.error is None and self._changed_meanwhile(running, run):
            if running.attempts < ATTEMPTS and self.runner is not None:
                again = keys.components(running.snippet, self.project.root, self.environment)
                self._submit(running.snippet, again, running.attempts + 1)
                return
            error = SnippetError(program, None, "the files that it reads change while it runs")
            run = Run(run.outputs, error, seconds=run.seconds)
        if run.error is not None and program in self._hints:
            hinted = f"{run.error.message}\n    {self._hints[program]}"
            run = replace(run, error=SnippetError(run.error.path, run.error.line, hinted))
        del self._running[program]
        self.guards = tuple(dict.fromkeys((*self.guards, *run.guards)))
        self._results[program] = self._keep(running, run)
        self.tell(program, run)

    def _changed_meanwhile(self, running: Running, run: Run) -> bool:
        now = keys.components(running.snippet, self.project.root, self.environment)
        if now != running.components:
            return True
        paths = [self.project.root / path for path in self._reads(running.snippet, run)]
        ended = time.time()  # a file of tomorrow was not written today
        return any(path.exists() and running.started <= path.stat().st_mtime <= ended for path in paths)

    def _reads(self, snippet: Snippet, run: Run) -> list[str]:
        folder = PurePosixPath(snippet.path).parent
        declared = {str(folder / name) for name in snippet.header.reads}
        return sorted({*run.reads, *declared} - {snippet.path})

    def _keep(self, running: Running, run: Run) -> Result:
        snippet = running.snippet
        if run.error is not None:
            names = self._reads(snippet, run)
            reads = self.project.store.hashes(names)
            self.memory.failures[running.components.key] = Failure(run.error, reads)
            self.project.store.note_failure(snippet.path, running.components.key, run.error, names)
            last = self.project.store.latest(snippet.path)
            return Result(snippet, last.notebook if last else None, run.error)
        notebook = notebook_file.executed(snippet, run, self.environment)
        try:
            self.project.store.put(
                snippet.path,
                running.components,
                notebook,
                self._reads(snippet, run),
                run.seconds,
            )
        except OSError as error:
            # The page can still be made: only the next build has to run the program again.
            self._report_store(error)
        return Result(snippet, notebook, None, running.components.key, run.seconds)

    def _report_store(self, error: OSError) -> None:
        """Say once that the store takes nothing, however many programs have run for nothing."""
        problem = StoreError(".yeje", None, f"outputs cannot be stored: {error.strerror}; {CURE}")
        if str(problem) not in map(str, self._problems):
            self.report(problem)

    def _with_pages(self, program: str, error: SnippetError) -> SnippetError:
        places = self.project.places_of(program)
        if not places:
            return error
        shown = ", ".join(places[:3])
        return SnippetError(error.path, error.line, f"{error.message}\n    shown in {shown}")
