"""MkDocs' events, translated: what each of them does lives in modules that do not know MkDocs."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
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
    addresses: Mapping[str, str] = {}  # source -> address below the site's root

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
    try:
        repository = Repository.parse(config.extra.get("repository"))
        giscus = Giscus.parse(config.extra.get("giscus"), repository)
    except ValueError as error:
        raise ConfigurationError(str(error)) from error
    config.extra["repository"], config.extra["giscus"] = repository, giscus
    if repository:
        config.repo_url, config.repo_name = repository.url, repository.slug
    jupyter = config.plugins["mkdocs-jupyter"].config
    if "markdown_cell_processor" in jupyter:  # from 0.27 on: keeps Hangul in the anchors
        jupyter["markdown_cell_processor"] = "mkdocs"
    _session.begin(Path(config.config_file_path).resolve().parent)
    return config


@event_priority(50)  # before mkdocs-jupyter, which takes over the notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each page's notebook and every program to the site."""
    pages = [file.src_uri for file in files.documentation_pages()]
    for file in site_files.collect(_session.build.project, pages):
        files.append(File(file.uri, file.folder, config.site_dir, config.use_directory_urls))
    _session.addresses = {file.src_uri: file.url for file in files}
    return files


def on_page_markdown(
    markdown: str, page: Page, config: MkDocsConfig, files: Files
) -> str | None:
    """Tell the extension which page comes next; a notebook has no Markdown of its own."""
    if site_files.page_of_notebook(page.file.src_uri) is not None:
        page.meta.update(
            {"robots": "noindex", "sitemap": False, "search": {"exclude": True}, "hide": ["tags"]}
        )
        processor = config.plugins["mkdocs-jupyter"].config.get("markdown_cell_processor")
        return None if processor == "mkdocs" else ""  # to others, 0.26.3 would show raw JSON
    offset = (page.file.content_string.count("\n")) - markdown.count("\n")
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


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """Point the page's actions at what there is: its source, its notebook, its comments."""
    repository: Repository | None = config.extra["repository"]
    actions = site_files.actions(
        _session.build.project, page.file.src_uri, repository, _session.addresses
    )
    page.edit_url = actions.edit_url
    context["notebook"] = actions.notebook
    context["giscus"] = config.extra["giscus"]
    return context


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
