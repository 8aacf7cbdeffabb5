"""MkDocs' events, translated: what each of them does lives in modules that do not know MkDocs."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from yeje import site_files
from yeje.build import Build, Project
from yeje.model import Run
from yeje.runner import Runner
from yeje.site import Giscus, Repository

log = get_plugin_logger("yeje")


class _Session:
    """What lives as long as the mkdocs command: the runner, and the build of the moment."""

    serving = False
    runner: Runner | None = None
    build: Build

    def begin(self, root: Path) -> None:
        if self.runner is None:
            self.runner = Runner(root)
        self.build = Build(Project(root), self.runner, _tell)
        for item in self.build.start():
            log.info("run %s: %s", item.program, item.reason)

    def end(self) -> None:
        if self.runner is not None:
            self.runner.close()
            self.runner = None


_session = _Session()


def _tell(program: str, run: Run) -> None:
    log.info("%s %s in %.2f s", "ran" if run.error is None else "FAILED", program, run.seconds)
    for warning in run.warnings:
        log.info("%s: %s", program, warning)


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether the server keeps running after a failed build."""
    _session.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Hand stale programs to the runner before MkDocs reads any page."""
    root = Path(config.config_file_path).resolve().parent
    config.extra["repository"] = Repository.parse(config.extra.get("repository"))
    config.extra["giscus"] = Giscus.parse(config.extra.get("giscus"), config.extra["repository"])
    _session.begin(root)
    return config


@event_priority(50)  # before mkdocs-jupyter, which takes over the notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each page's notebook and every program to the site."""
    for file in site_files.collect(_session.build.project, [f.src_uri for f in files.documentation_pages()]):
        files.append(File(file.uri, file.folder, config.site_dir, config.use_directory_urls))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tell the extension which page comes next; a notebook has no Markdown of its own."""
    source = site_files.page_of_notebook(page.file.src_uri)
    if source is not None:
        page.meta["search"] = {"exclude": True}
        return ""
    written = page.file.content_string
    offset = written.count("\n") - markdown.count("\n")
    config.mdx_configs["yeje.extension"] = {
        "build": _session.build,
        "page": page.file.src_uri,
        "offset": max(offset, 0),
        "downloads": True,
    }
    return markdown


@event_priority(50)  # before mkdocs-jupyter reads the notebook
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Write the notebook whose view comes next, now that its programs may be done."""
    source = site_files.page_of_notebook(page.file.src_uri)
    if source is None:
        return page

    def page_url(target: str) -> str:
        found = files.get_file_from_path(posixpath.normpath(target))
        return found.url_relative_to(page.file) if found else target

    site_files.write_notebook(_session.build, source, page_url)
    return page


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Point the page's actions at what there is: its source, its notebook."""
    source = site_files.page_of_notebook(page.file.src_uri)
    repository: Repository | None = config.extra["repository"]
    docs = _session.build.project.docs
    page.edit_url = repository.edit_url(f"{docs}/{source or page.file.src_uri}") if repository else None


def on_post_build(config: MkDocsConfig) -> None:
    """Report all problems together; a build fails for them, a served site shows them."""
    problems = _session.build.finish()
    for problem in problems:
        log.error("%s", problem)
    if not _session.serving:
        _session.end()
        _session.build.project.store.prune(_session.build.project.find_programs())
        if problems:
            raise PluginError(f"{len(problems)} problem(s), listed above")


def on_build_error(error: Exception) -> None:
    """Leave no process behind a build that ends early."""
    if not _session.serving:
        _session.end()


def on_shutdown() -> None:
    """Leave no process behind."""
    _session.end()
