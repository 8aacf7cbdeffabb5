"""MkDocs' events, translated: what each of them does lives in modules that do not know MkDocs."""

from __future__ import annotations

import json
import os
import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from yeje import facts, notebook_view, publish, site_files
from yeje.session import Session
from yeje.site import Giscus, Repository

log = get_plugin_logger("yeje")


class _State:
    """This command, as MkDocs tells of it bit by bit."""

    command = "build"
    dirty = False
    with_seconds = True
    site_dir: Path
    session: Session | None = None
    files: Files

    @property
    def running(self) -> Session:
        assert self.session is not None, "MkDocs calls on_config first"
        return self.session


_state = _State()


def on_startup(command: str, dirty: bool) -> None:
    """Remember what was asked for."""
    _state.command, _state.dirty = command, dirty
    # The one date in a site is that of sitemap.xml.gz: without it, two builds of the same are equal.
    _state.with_seconds = "SOURCE_DATE_EPOCH" not in os.environ
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


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
    if "markdown_cell_processor" in _jupyter(config):  # from 0.27 on: keeps Hangul in the anchors
        _jupyter(config)["markdown_cell_processor"] = "mkdocs"
    if _publishes_at_once():
        _state.site_dir = Path(config.site_dir)
        config.site_dir = str(publish.draft_of(_state.site_dir))
    if _state.session is None:
        root = Path(config.config_file_path).resolve().parent
        _state.session = Session(root, serving=_state.command == "serve")
    else:
        _state.session.begin()
    return config


@event_priority(50)  # before mkdocs-jupyter, which takes over the notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each page's notebook and every program to the site."""
    pages = [file.src_uri for file in files.documentation_pages()] if _jupyter(config) else []
    for file in site_files.collect(_state.running.project, pages):
        files.append(File(file.uri, file.folder, config.site_dir, config.use_directory_urls))
    for file in list(files):
        if posixpath.basename(file.src_uri).startswith(".uuid"):  # fontconfig's, in a theme's folder
            files.remove(file)
    for problem in site_files.problems(_state.running.project, pages):
        _state.running.build.report(problem)
    return files


def on_nav(nav: Any, config: MkDocsConfig, files: Files) -> Any:
    """Remember the files as all plugins have left them: mkdocs-jupyter gives notebooks others."""
    _state.files = files
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Tell the extension which page comes next; a notebook has no Markdown of its own."""
    source = site_files.page_of_notebook(page.file.src_uri)
    if source is not None:
        page.meta.update(site_files.NOTEBOOK_META)
        shown = files.get_file_from_path(source)
        if shown and shown.page:
            page.meta["title"] = f"{shown.page.title} (노트북)"
        processor = _jupyter(config).get("markdown_cell_processor")
        return None if processor == "mkdocs" else ""  # to others, 0.26.3 would show raw JSON
    written = page.file.content_string
    config.mdx_configs["yeje.extension"] = {
        "build": _state.running.build,
        "page": page.file.src_uri,
        "offset": max(written.count("\n") - markdown.count("\n"), 0),
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
        if found is None:
            return target
        if config.site_url and _state.command != "serve":  # works from a downloaded notebook, too
            return str(urljoin(config.site_url, found.url))
        return str(found.url_relative_to(page.file))

    for_colab = config.extra["repository"] is not None
    try:
        site_files.write_notebook(_state.running.build, source, page_url, for_colab)
    except OSError as error:
        raise PluginError(f"{page.file.src_uri} cannot be written: {error.strerror}") from error
    return page


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make a notebook's view a page of this site."""
    if site_files.page_of_notebook(page.file.src_uri) is None:
        return html
    html, tokens = notebook_view.fix_heading_ids(notebook_view.slim(html))
    page.toc = get_toc(tokens)
    return html


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Point the page's actions at what there is: its source, its notebook, its comments."""
    repository: Repository | None = config.extra["repository"]
    project = _state.running.project
    addresses = {file.src_uri: file.url for file in _state.files}
    actions = site_files.actions(project, page.file.src_uri, repository, addresses)
    page.edit_url = actions.edit_url
    context["notebook"] = actions.notebook
    context["prerequisites"] = [
        file.page
        for name in page.meta.get("prerequisites", ())
        if (file := _state.files.get_file_from_path(name)) and file.page
    ]
    if page.markdown and page.file.src_uri not in site_files.WITHOUT_NOTEBOOK:
        context["facts"] = facts.of_page(_state.running.build, page.file.src_uri, page.markdown)
    context["giscus"] = config.extra["giscus"]
    return context


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Build again when a program ends after its page was shown without it."""
    server.watch(str(_state.running.signal))
    return server


@event_priority(-100)  # after every plugin that still writes files
def on_post_build(config: MkDocsConfig) -> None:
    """Report all problems together; a build fails for them, a served site shows them."""
    build = _state.running.build
    problems = _state.running.finish()
    text = json.dumps(facts.of_site(build, _state.with_seconds), ensure_ascii=False, indent=1)
    Path(config.site_dir, "yeje.json").write_text(text + "\n", encoding="utf-8")
    for problem in problems:
        log.error("%s", problem)
    if _publishes_at_once():
        publish.replace(_state.site_dir, Path(config.site_dir))
        config.site_dir = str(_state.site_dir)
    if problems and _state.command != "serve":
        raise PluginError(f"{len(problems)} problem(s), listed above")


def on_build_error(error: Exception) -> None:
    """Leave no process behind a build that ends early."""
    if _state.session is not None and not _state.session.serving:
        _state.session.close()


def on_shutdown() -> None:
    """Leave no process behind."""
    if _state.session is not None:
        _state.session.close()


def _jupyter(config: MkDocsConfig) -> Any:
    """The settings of mkdocs-jupyter; empty, and no notebooks, in a site without it."""
    plugin = config.plugins.get("mkdocs-jupyter")
    return plugin.config if plugin else {}


def _publishes_at_once() -> bool:
    """Whether to build beside the site and exchange: `serve` has a folder of its own, and a dirty
    build adds to the one that is there."""
    return _state.command != "serve" and not _state.dirty
