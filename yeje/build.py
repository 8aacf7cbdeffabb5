"""Find the programs, run what is stale, hold the results. The module that knows all others.

    with Runner(root) as runner:
        build = Build(Project(root), runner)
        build.start()                  # hands stale programs to the runner, returns at once
        build.result("snippets/x.py")  # waits for this one program only
        build.finish()                 # waits for all
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

import yeje.notebook_file as notebook_file
from yeje import cells, keys, links
from yeje.keys import Components
from yeje.model import LinkError, Run, Snippet, SnippetError, YejeError
from yeje.runner import Runner
from yeje.store import Entry, Notebook, Store

ATTEMPTS = 3
"""Runs of one program whose files change under it, before that is an error."""


@dataclass(frozen=True)
class Project:
    """A repository: where its pages, its programs and its store are."""

    root: Path
    """Absolute, without symbolic links."""
    docs: str = "docs"
    programs: str = "snippets"
    helpers: str = "helpers"
    """Folder below `programs` with modules that programs import and that are no programs."""

    @cached_property
    def store(self) -> Store:
        """Its store, in ``.yeje/``."""
        return Store(self.root / ".yeje", self.root)

    def find_programs(self) -> list[str]:
        """POSIX paths of all programs, sorted."""
        base = self.root / self.programs
        found = (path.relative_to(self.root) for path in base.rglob("*.py") if path.is_file())
        return sorted(
            path.as_posix()
            for path in found
            if self.helpers not in path.parts[1:-1] and path.name != "__init__.py"
        )

    def read(self, program: str) -> Snippet:
        """Parse a program. Raises SnippetError."""
        try:
            data = (self.root / program).read_bytes()
        except OSError as error:
            raise SnippetError(program, None, f"cannot be read: {error.strerror}") from None
        return cells.parse(program, data)

    def pages(self) -> Iterator[tuple[str, str]]:
        """(path relative to `docs`, text) of every page."""
        base = self.root / self.docs
        for path in sorted(base.rglob("*.md")):
            yield path.relative_to(base).as_posix(), path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Result:
    """What a page can show of a program."""

    snippet: Snippet | None
    """The program as parsed, None if it cannot be."""
    notebook: Notebook | None
    """The executed notebook: of this very program, or, beside an `error`, the last good one."""
    error: YejeError | None = None
    """Why there is no output of this very program."""


@dataclass(frozen=True)
class Stale:
    """A program that has to run, and why."""

    program: str
    reason: str


@dataclass
class _Running:
    """A program at the runner's."""

    snippet: Snippet
    components: Components
    future: Future[Run]
    started: float
    attempts: int = 1


@dataclass
class Build:
    """One pass over the programs of a project. Without a runner it only looks into the store."""

    project: Project
    runner: Runner | None = None
    tell: Callable[[str, Run], None] = lambda program, run: None
    """Called with each program that has run."""
    force: bool = False
    """Whether to run what is not stale as well."""
    _results: dict[str, Result] = field(default_factory=dict)
    _running: dict[str, _Running] = field(default_factory=dict)
    _problems: list[YejeError] = field(default_factory=list)

    @cached_property
    def environment(self) -> dict[str, str]:
        """The versions that outputs depend on, as of this build."""
        return keys.environment()

    def start(self) -> list[Stale]:
        """Look at every program; hand the stale ones to the runner. Returns the stale ones."""
        stale = []
        for program in self.project.find_programs():
            reason = self._look(program)
            if reason is not None:
                stale.append(Stale(program, reason))
        return stale

    def result(self, program: str) -> Result:
        """What to show of a program, waiting for its run if it has one.

        Also for a program that `start` did not find; raises nothing.
        """
        if program not in self._results and program not in self._running:
            self._look(program)
        while program in self._running:
            self._settle(program)
        return self._results[program]

    def finish(self) -> list[YejeError]:
        """Wait for every program; return all problems, of programs and those reported."""
        while self._running:
            futures = {running.future: name for name, running in self._running.items()}
            for future in as_completed(futures):
                self._settle(futures[future])
        failed = [r.error for r in self._results.values() if isinstance(r.error, SnippetError)]
        return [self._with_pages(error) for error in failed] + self._problems

    def report(self, problem: YejeError) -> None:
        """Add a problem that a page has."""
        self._problems.append(problem)

    def results(self) -> dict[str, Result]:
        """The results so far: all of them after `finish`."""
        return dict(self._results)

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
            self._results[program] = Result(snippet, entry.notebook)
            return None
        last = self.project.store.latest(program)
        reason = self._reason(last, components)
        if self.runner is None:
            message = f"its outputs are stale ({reason}); run `python -m yeje`"
            error = SnippetError(program, None, message)
            self._results[program] = Result(snippet, last.notebook if last else None, error)
        else:
            future = self.runner.submit(snippet)
            self._running[program] = _Running(snippet, components, future, time.time())
        return reason

    def _reason(self, last: Entry | None, components: Components) -> str:
        if self.force:
            return "forced"
        if last is None:
            return "never run"
        if last.components == components:
            changed = self.project.store.changed_reads(last)
            return ", ".join(f"{path} changed" for path in changed) or "its stored run was damaged"
        return keys.why(last.components, components)

    def _settle(self, program: str) -> None:
        """Wait for a program's run and turn it into a result, or run it again."""
        running = self._running[program]
        run = running.future.result()
        if run.error is None and self._changed_meanwhile(running, run):
            if running.attempts < ATTEMPTS and self.runner is not None:
                again = keys.components(running.snippet, self.project.root, self.environment)
                future = self.runner.submit(running.snippet)
                self._running[program] = _Running(
                    running.snippet, again, future, time.time(), running.attempts + 1
                )
                return
            error = SnippetError(program, None, "the files that it reads change while it runs")
            run = Run(run.outputs, error, seconds=run.seconds)
        del self._running[program]
        self._results[program] = self._keep(running, run)
        self.tell(program, run)

    def _changed_meanwhile(self, running: _Running, run: Run) -> bool:
        now = keys.components(running.snippet, self.project.root, self.environment)
        if now != running.components:
            return True
        paths = [self.project.root / path for path in self._reads(running.snippet, run)]
        return any(path.exists() and path.stat().st_mtime >= running.started for path in paths)

    def _reads(self, snippet: Snippet, run: Run) -> list[str]:
        folder = PurePosixPath(snippet.path).parent
        declared = {str(folder / name) for name in snippet.header.reads}
        return sorted({*run.reads, *declared} - {snippet.path})

    def _keep(self, running: _Running, run: Run) -> Result:
        snippet = running.snippet
        if run.error is not None:
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
            where = PurePosixPath(".yeje")
            self.report(
                LinkError(str(where), None, f"outputs cannot be stored: {error.strerror}")
            )
        return Result(snippet, notebook)

    @cached_property
    def _embedded_in(self) -> dict[str, list[str]]:
        """Program -> ``page:line`` of the links that point at it."""
        places: dict[str, list[str]] = {}
        for page, text in self.project.pages():
            for link in links.scan(text, self.project.programs):
                try:
                    target = links.resolve(
                        link.href, page, self.project.root, self.project.docs, self.project.programs
                    )
                except LinkError:
                    continue  # the page's own problem, reported when it is rendered
                places.setdefault(target.program, []).append(
                    f"{self.project.docs}/{page}:{link.line}"
                )
        return places

    def _with_pages(self, error: SnippetError) -> SnippetError:
        places = self._embedded_in.get(error.path, [])
        if not places:
            return error
        return SnippetError(
            error.path, error.line, f"{error.message}\n    shown in {', '.join(places[:3])}"
        )
