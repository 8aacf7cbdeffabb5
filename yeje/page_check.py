"""The pages held against what is stored, without building a site: links, cells, evidence."""

from __future__ import annotations

from markdown import Markdown

from yeje import front_matter
from yeje.build import Build

EXTENSIONS = (
    "admonition", "attr_list", "footnotes", "md_in_html", "tables", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences", "pymdownx.tabbed",
    "yeje.extension",
)  # fmt: skip
"""What decides in mkdocs.yml where a paragraph ends; a test holds the two lists together."""


def check(build: Build) -> None:
    """Read every page as the site would; what is wrong with one is reported to the build."""
    for page, text in build.project.pages():
        problem = build.project.read_page(page)[1]
        if problem is not None:
            build.report(problem)
        text = text.replace("\r\n", "\n")
        body = front_matter.without(text, text)
        settings = {"build": build, "page": page, "offset": text.count("\n") - body.count("\n")}
        markdown = Markdown(
            extensions=list(EXTENSIONS),
            extension_configs={"yeje.extension": settings, "pymdownx.tabbed": {"alternate_style": True}},
        )
        markdown.convert(body)
