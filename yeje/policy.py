"""A page's Content Security Policy, in a meta element, made from the very bytes of the page.

A static host sends no header of ours, so the policy stands in the page. It starts with nothing and
allows what this page has: files of the site, and each inline script and style by its hash. What is
not on the page when it is built does not run in it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from yeje.model import LinkError

HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
POLICY = re.compile(r'\n<meta http-equiv="Content-Security-Policy" content="[^"]*">')
INLINE = re.compile(
    r"<(?P<tag>script|style)\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<text>.*?)</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
TYPE = re.compile(r"""(?:^|\s)type\s*=\s*["']?([^\s"'>]*)""", re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SRC = re.compile(r"(?:^|\s)src\s*=", re.IGNORECASE)
SCRIPT_TYPES = frozenset({"", "module", "text/javascript", "application/javascript"})
"""Others are data: browsers run nothing of them, and a policy says nothing about them."""
ELEMENT = re.compile(r"<[a-zA-Z][^\s/>]*(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
FORBIDDEN = re.compile(r"\s(?P<name>style|on[a-z]+)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def write(
    site: Path, sources: Mapping[str, str], hosts: Mapping[str, str], changes_later: bool
) -> list[LinkError]:
    """Give every page below `site` its policy; return what these would keep from working.

    `sources` holds the file that each page was made of, by its path in the site. `hosts` holds origins
    of others, each with a piece of HTML that only pages have that need it. For `changes_later` see
    `with_policy`.
    """
    problems = []
    for path in sorted(site.rglob("*.html")):
        old = path.read_bytes()
        html = old.decode("utf-8")
        needed = [origin for origin, sign in hosts.items() if sign in html]
        new = with_policy(html, needed, changes_later).encode()
        if new != old:
            path.write_bytes(new)
        name = path.relative_to(site).as_posix()
        problems += [_problem(sources.get(name, name), attribute) for attribute in forbidden(html)]
    return problems


def with_policy(html: str, hosts: Iterable[str] = (), changes_later: bool = False) -> str:
    """`html` with its policy, in the place of one that it may have already.

    `hosts` are origins of others (``https://giscus.app``) whose scripts, styles and frames the page
    shows. `changes_later` is for a page to which a server still adds inline scripts: any may run.
    Text without ``<head>`` is no page and comes back as it is.
    """
    html = POLICY.sub("", html)
    head = HEAD.search(html)
    if head is None:
        return html
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{_policy(html, hosts, changes_later)}">'
    return html[: head.end()] + meta + html[head.end() :]


def forbidden(html: str) -> list[str]:
    """Attributes that no policy of ours lets work, as they are written: ``style="…"``, ``onclick="…"``."""
    if not FORBIDDEN.search(html):  # quick, and true of nearly every page
        return []
    found = []
    for element in ELEMENT.finditer(COMMENT.sub("", INLINE.sub("", html))):
        attributes = element["attributes"]
        values = [match.span() for match in QUOTED.finditer(attributes)]
        for match in FORBIDDEN.finditer(attributes):
            if not any(start < match.start() < end for start, end in values):
                found.append(match[0].strip())
    return found


def _problem(source: str, attribute: str) -> LinkError:
    cure = "write a script file" if attribute.lower().startswith("on") else "give it a class of yeje.css"
    return LinkError(source, None, f"{attribute} does nothing: the policy of the pages forbids it; {cure}")


def _policy(html: str, hosts: Iterable[str], changes_later: bool) -> str:
    others = list(hosts)
    scripts = ["'unsafe-inline'"] if changes_later else list(_hashes(html, "script"))
    directives = {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-src": others,
        # Material's icons are images inside its style sheet.
        "img-src": ["'self'", "data:"],
        "manifest-src": ["'self'"],
        "script-src": ["'self'", *scripts, *others],
        "style-src": ["'self'", *_hashes(html, "style"), *others],
        "worker-src": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items() if sources)


def _hashes(html: str, tag: str) -> Iterator[str]:
    """The sources that let exactly the inline elements of this tag run, each once, in their order."""
    texts = dict.fromkeys(
        match["text"]
        for match in INLINE.finditer(html)
        if match["tag"].lower() == tag and (tag == "style" or _runs(match["attributes"]))
    )
    for text in texts:
        digest = hashlib.sha256(re.sub(r"\r\n?", "\n", text).encode()).digest()
        yield f"'sha256-{base64.b64encode(digest).decode()}'"


def _runs(attributes: str) -> bool:
    kind = TYPE.search(attributes)
    return not SRC.search(attributes) and (kind[1].lower() if kind else "") in SCRIPT_TYPES
