"""The HTML that mkdocs-jupyter makes of a notebook, made a page of this site.

It brings 600 KB of JupyterLab's styles and scripts into every page, its headings lose their Hangul
ids (0.26.3), its figures their text alternatives. Here the styles go, code and outputs get the
classes that the site has already, and headings get the ids that they have on the page.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from html import unescape
from typing import Any

from markdown.extensions.toc import nest_toc_tokens, unique
from pymdownx.slugs import slugify

from yeje import code_spans, notebook_file, render, svg

Token = dict[str, Any]
"""A heading, as Python-Markdown's ``toc_tokens`` have it."""

STYLES = re.compile(r"<(style|script)\b[^>]*>.*?</\1\s*>", re.DOTALL)
COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
CONTROLS = re.compile(
    r'<div class="jp-Collapser[^>]*>\s*</div>'
    r'|<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>'
    r'|<div class="clipboard-copy-txt"[^>]*>.*?</div>'
    r'|<div class="celltoolbar">.*?(?=<div class="CodeMirror)'
    r'|<div class="jp-OutputPrompt[^>]*>\s*</div>'
    r'|<div class="jp-InputPrompt[^>]*>\s*</div>',
    re.DOTALL,
)
FOCUS = re.compile(r'(<div class="jp-Cell-inputWrapper") tabindex="0"')
CODE = re.compile(r'<div class="highlight-ipynb[^"]*">\s*<pre>(.*?)</pre>\s*</div>', re.DOTALL)
FOLDED = re.compile(
    rf'(?P<cell><div class="jp-Cell jp-CodeCell [^"]*\bcelltag_{notebook_file.FOLDED}\b.*?)'
    r'(?P<code><div class="language-python highlight">.*?</pre></div>)',
    re.DOTALL,
)
FOLD = '<details class="yeje-folded"><summary>코드 보기</summary>'
FENCE = re.compile(r'<div class="highlight">\s*<pre>(?:<span></span>)?(.*?)</pre>\s*</div>', re.DOTALL)
TEXT = re.compile(
    r'<div class="jp-RenderedText jp-OutputArea-output[^"]*" data-mime-type="(?P<mime>[^"]*)"[^>]*>\s*'
    r"<pre>(?P<text>.*?)</pre>\s*</div>",
    re.DOTALL,
)
TABLE = re.compile(r'<div class="jp-RenderedHTML[^>]*>(?=\s*<table class="yeje-layers)')
SVG = re.compile(
    r'<div class="jp-RenderedSVG[^>]*>\s*<img\b[^>]*src="data:image/svg\+xml;base64,(?P<data>[^"]*)"'
    r"[^>]*>\s*</div>"
)
LABEL = re.compile(r'aria-label="([^"]*)"')
HEADING = re.compile(
    r'<h(?P<level>[1-6])\b[^>]*>(?P<inner>.*?)(?:<a class="anchor-link"[^>]*>.*?</a>)?</h(?P=level)>',
    re.DOTALL,
)


def slim(html: str) -> str:
    """`html` with what the page does not need taken out, and with the site's own classes."""
    for pattern in (STYLES, COMMENTS, CONTROLS):
        html = pattern.sub("", html)
    html = FOCUS.sub(r"\1", html)
    html = FOLDED.sub(rf"\g<cell>{FOLD}\g<code></details>", CODE.sub(_code, html))
    html = FENCE.sub(r'<div class="highlight"><pre><code>\1</code></pre></div>', html)  # what scrolls
    html = TABLE.sub('<div class="yeje-output yeje-summary">', html)
    numbers = itertools.count(1)
    html = TEXT.sub(lambda match: _text(match, next(numbers)), html)
    return SVG.sub(lambda match: _figure(match, next(numbers)), html)


def fix_heading_ids(html: str) -> tuple[str, list[Token]]:
    """`html` with ids for its headings, made as on the page, and the tokens of its contents."""
    slug = slugify(case="lower")
    used: set[str] = set()
    tokens: list[Token] = []

    def heading(match: re.Match[str]) -> str:
        level, inner = match["level"], match["inner"].strip()
        name = code_spans.text_of(inner).strip()
        identity = unique(slug(name, "-"), used)
        tokens.append({"level": int(level), "id": identity, "name": name, "html": inner})
        link = f'<a class="headerlink" href="#{identity}" title="이 절의 주소">¶</a>'
        return f'<h{level} id="{identity}">{inner}{link}</h{level}>'

    return HEADING.sub(heading, html), nest_toc_tokens(tokens)


def _code(match: re.Match[str]) -> str:
    code = code_spans.without_plain(match[1])
    return f'<div class="language-python highlight"><pre><code>{code}</code></pre></div>'


def _text(match: re.Match[str], number: int) -> str:
    printed = code_spans.text_of(match["text"])
    kind = "stderr" if match["mime"].endswith("stderr") else "stdout"
    if kind == "stderr" and printed.startswith("\n"):
        kind = "error"  # nbconvert gives a traceback the same class, behind an empty line
    return render.text(kind, printed.strip("\n"), str(number))


def _figure(match: re.Match[str], number: int) -> str:
    try:
        source = base64.b64decode(match["data"]).decode()
        label = LABEL.search(source)
        drawing = svg.inline(source, f"output-{number}", unescape(label[1]) if label else "")
    except (binascii.Error, UnicodeDecodeError, svg.UnsafeSVGError):
        return match[0]  # inside an <img> no drawing does harm
    return render.figure(drawing)
