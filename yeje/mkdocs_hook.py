"""MkDocs' events, translated: what each of them does lives in modules that do not know MkDocs."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from yeje import (
    code_spans,
    facts,
    figures,
    front_matter,
    mkdocs_pages,
    notebook_view,
    policy,
    publish,
    published,
    search_index,
    site_files,
    theme_files,
)
from yeje.edition import Edition
from yeje.model import LinkError
from yeje.session import Session, clean_up_at_sigterm
from yeje.site import Giscus, Repository
from yeje.templates import Templates

if TYPE_CHECKING:  # a build does not need it
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("yeje")


class _State:
    """This command, as MkDocs tells of it bit by bit."""

    command = "build"
    dirty = False
    with_seconds = True
    site_dir: Path
    draft: Path | None = None
    """Where a site is being built that is not in its place yet."""
    session: Session | None = None
    files: Files
    addresses: dict[str, str]
    """Of every file, relative to the site's root."""
    nav: Navigation
    edition: Edition

    @property
    def running(self) -> Session:
        assert self.session is not None, "MkDocs calls on_config first"
        return self.session


_state = _State()


def on_startup(command: str, dirty: bool) -> None:
    """Remember what was asked for."""
    _state.command, _state.dirty = command, dirty
    clean_up_at_sigterm()
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
        _state.site_dir = Path(config.site_dir).resolve()  # through a link, not over it
        if _state.site_dir.is_file():
            raise ConfigurationError(f"{config.site_dir}: a file is in the site's place; move it away")
        _state.draft = publish.draft_of(_state.site_dir)
        config.site_dir = str(_state.draft)
    if _state.session is None:
        _state.session = Session(Path(config.config_file_path).resolve().parent, _state.command == "serve")
    else:
        _state.session.begin()
    return config


@event_priority(50)  # before mkdocs-jupyter, which takes over the notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each page's notebook and every program to the site."""
    pages = [file.src_uri for file in files.documentation_pages()] if _jupyter(config) else []
    for file in site_files.collect(_state.running.project, pages):
        files.append(File(file.uri, file.folder, config.site_dir, config.use_directory_urls))
    for file in [file for file in files if posixpath.basename(file.src_uri).startswith(".uuid")]:
        files.remove(file)  # fontconfig's, in a theme's folder
    for problem in site_files.problems(_state.running.project, pages):
        _state.running.build.report(problem)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the files as all plugins have left them: mkdocs-jupyter gives notebooks others."""
    _state.files, _state.nav = files, nav
    _state.addresses = {file.src_uri: file.url for file in files}
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Read what MkDocs would give up for, all other pages with it, as far as it can be read."""
    if page.file.src_dir != config.docs_dir:
        return None
    text, problem = _state.running.project.read_page(page.file.src_uri)
    if problem is not None:
        _state.running.build.report(problem)
        page.file.content_string = text
    return text if problem else None  # MkDocs knows of line ends, too


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Tell the extension which page comes next; a notebook has no Markdown of its own."""
    source = site_files.page_of_notebook(page.file.src_uri)
    if source is not None:
        page.meta.update(site_files.NOTEBOOK_META)
        shown = files.get_file_from_path(source)
        if shown and shown.page:
            page.meta["title"] = f"{shown.page.title} (노트북)"
            page.canonical_url = shown.page.canonical_url
        processor = _jupyter(config).get("markdown_cell_processor")
        return None if processor == "mkdocs" else ""  # to others, 0.26.3 would show raw JSON
    written, build = page.file.content_string, _state.running.build
    front_matter.check(build, page.file.src_uri, written, page.meta)
    markdown = front_matter.without(written, markdown)
    config.mdx_configs["yeje.extension"] = {
        "build": build,
        "page": page.file.src_uri,
        "offset": max(written.count("\n") - markdown.count("\n"), 0),
        "root": posixpath.join(get_relative_url(".", page.url), ""),
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
    """Make a notebook's view a page of this site; have all code within a keyboard's reach."""
    if site_files.page_of_notebook(page.file.src_uri) is None:
        return search_index.prepare(code_spans.reachable(html))
    html, tokens = notebook_view.fix_heading_ids(notebook_view.slim(html))
    page.toc = get_toc(tokens)
    return code_spans.reachable(html)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Look at the site as a whole, now that every page's content is there."""
    address = config.site_url if config.site_url and _state.command != "serve" else ""
    pages = tuple(mkdocs_pages.in_reading_order(_state.nav))
    site = published.Site(
        config.site_name, config.site_description or "", address, pages, config.use_directory_urls
    )
    _state.edition = Edition(_state.running.project, site, _state.addresses, config.extra.get("moved"))
    for problem in _state.edition.problems:
        _state.running.build.report(problem)
    env.globals |= _state.edition.for_templates()
    env.bytecode_cache = Templates(_state.running.project.root / ".yeje" / "templates")
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Point the page's actions at what there is: its source, its notebook, its comments."""
    repository: Repository | None = config.extra["repository"]
    actions = site_files.actions(_state.running.project, page.file.src_uri, repository, _state.addresses)
    page.edit_url, context["notebook"] = actions.edit_url, actions.notebook
    context["prerequisites"] = mkdocs_pages.prerequisites(page.meta, _state.files)
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
    site = Path(config.site_dir)
    found = mkdocs_pages.to_search(_state.files)
    index = search_index.rewrite(site / "search" / "search_index.json", found, build.project.docs)
    for problem in [*_state.edition.write(site), *index]:
        build.report(problem)
    if _publishes_at_once():
        theme_files.lighten(site)
    problems = [*_state.running.finish(), *_write_policies(config)]
    facts.write(build, _state.with_seconds, site)
    figures.write(build.notebooks(), site)
    for problem in problems:
        log.error("%s", problem)
    if _publishes_at_once():
        publish.replace(_state.site_dir, site)
        _state.draft = None
        config.site_dir = str(_state.site_dir)
    if problems and _state.command != "serve":
        raise PluginError(f"{len(problems)} problem(s), listed above")


def on_build_error(error: Exception) -> None:
    """Leave no process behind a build that ends early."""
    if _state.session is not None and not _state.session.serving:
        _state.session.close()
        if isinstance(error, OSError):  # a disk that is full, a folder that is not ours: no bug of anyone
            raise Abort(f"{error.filename or _state.draft}: {error.strerror}; the last site is as it was")


def on_shutdown() -> None:
    """Leave neither a process nor half a site behind, however the command ends."""
    if _state.session is not None:
        _state.session.close()
    if _state.draft is not None:
        publish.discard(_state.site_dir, _state.draft)


def _write_policies(config: MkDocsConfig) -> list[LinkError]:
    """Give pages their policy, last of all: it holds for the very bytes of a page."""
    sources = site_files.sources(_state.running.project, mkdocs_pages.sources(_state.files))
    hosts = {"https://giscus.app": 'class="giscus"'} if config.extra["giscus"] else {}
    # While serving, MkDocs puts a script that changes with every request into each page that it sends.
    return policy.write(Path(config.site_dir), sources, hosts, changes_later=_state.command == "serve")


def _jupyter(config: MkDocsConfig) -> Any:
    """The settings of mkdocs-jupyter; empty, and no notebooks, in a site without it."""
    return getattr(config.plugins.get("mkdocs-jupyter"), "config", {})


def _publishes_at_once() -> bool:
    """Whether to build beside the site and exchange: `serve` has a folder of its own, and a dirty
    build adds to the one that is there."""
    return _state.command != "serve" and not _state.dirty
