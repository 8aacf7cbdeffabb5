"""What the site says about its own pages: how long one takes to read, what its outputs come from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yeje import links, markdown_text
from yeje.build import Build
from yeje.model import LinkError
from yeje.notebook_file import cell_outputs

CHARACTERS_A_MINUTE = 500
"""Korean text that an adult reads in a minute; studies of silent reading find 450 to 600."""
MINUTES_AN_EMBED = 0.5
"""For looking at a piece of code and what it produced: our own estimate."""
SHOWN_VERSIONS = {"tensorflow": "TensorFlow", "keras": "Keras", "python": "Python"}


@dataclass(frozen=True)
class Facts:
    """About one page."""

    minutes: int
    """Time to read it, at least 1."""
    programs: int
    """Programs whose outputs it shows."""
    outputs: int
    """Outputs that it shows, of all kinds."""
    versions: dict[str, str]
    """Name as people write it -> version that produced the outputs."""


def of_page(build: Build, page: str, text: str) -> Facts:
    """The facts of a page (its path below docs/) with this Markdown text.

    Waits for the programs that the page embeds.
    """
    project = build.project
    embeds = 0
    outputs = 0
    programs = set()
    for link in links.scan(text, project.programs):
        if not link.alone:
            continue
        try:
            target = project.resolve(link.href, page)
        except LinkError:
            continue  # the page itself reports it
        embeds += 1
        programs.add(target.program)
        result = build.result(target.program)
        if result.notebook is not None and result.error is None:
            outputs += len(cell_outputs(result.notebook, target.cell))
    prose = re.sub(r"\]\([^)]*\)|[\s#*`_\[\]|>-]", "", markdown_text.prose(text))
    minutes = len(prose) / CHARACTERS_A_MINUTE + embeds * MINUTES_AN_EMBED
    versions = {shown: build.environment[name] for name, shown in SHOWN_VERSIONS.items()}
    return Facts(max(1, round(minutes)), len(programs), outputs, versions)


def write(build: Build, with_seconds: bool, site: Path) -> None:
    """Put ``yeje.json`` into a built site."""
    text = json.dumps(of_site(build, with_seconds), ensure_ascii=False, indent=1)
    (site / "yeje.json").write_text(text + "\n", encoding="utf-8")


def of_site(build: Build, with_seconds: bool) -> dict[str, Any]:
    """What stands in ``yeje.json``: versions, and for each program its digest and its seconds.

    Seconds differ in every run, so they are left out where builds have to be equal to the byte.
    """
    programs = []
    for name, result in sorted(build.results().items()):
        if result.snippet is None or result.error is not None:
            continue
        about: dict[str, Any] = {
            "program": name,
            "title": result.snippet.title,
            "digest": result.digest,
            "cells": [cell.name for cell in result.snippet.cells],
        }
        if with_seconds:
            about["seconds"] = round(result.seconds, 3)
        programs.append(about)
    return {"versions": build.environment, "programs": programs}
