"""A page's Markdown as a notebook needs it: what only Python-Markdown and Material understand is
said in plain Markdown, which Jupyter, Colab and GitHub read alike.

    admonitions            quotations with a bold first line
    ??? question           <details>, with Markdown inside; where a program is embedded: a bold line,
                           and the code is folded
    tabs, <div markdown>   a bold line; nothing
    links to pages         the address that the caller knows
    evidence               its text
    {#id .class}           nothing

Embeds become lines of their own, see `EMBED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from yeje import links
from yeje import markdown_text as md
from yeje.links import Link

EMBED = re.compile(r"\x1aembed (?P<link>\d+)(?P<folded> folded)?\x1a")
"""A line that stands for the embed of the link with this number; whether its code is to be folded."""
CONTAINER = re.compile(r"(?P<mark>!!!|\?\?\?\+?|===[!+]*)\s+(?P<kind>[\w -]*?)\s*(?:\"(?P<title>.*)\")?\s*")
TAG = re.compile(r"\s*<(?P<close>/)?(?P<name>[a-z]+)\b(?P<rest>[^<>]*)>\s*")
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?:#(?P<id>[^\s{}]+)|\.)[^{}\n]*\}")
STRONG = re.compile(r"\*\*(?=\S)(?P<text>[^*\n]+?)(?<=\S)\*\*")
PUNCTUATION = re.compile(r"[^\w\s]")

Edit = tuple[int, int, str]
"""Start, end, and what to put there."""


def plain(text: str, programs: str, address: Callable[[str], str]) -> tuple[list[str], list[Link]]:
    """The lines of a page for a notebook, and its links to programs.

    `address` gives the address of a relative link or image as it stands in the page.
    """
    prose = md.prose(text)
    found = list(links.scan(text, programs))
    edits = [*_programs(found), *_addresses(prose, programs, address), *_strong(prose, text)]
    edited = _apply(text, [*edits, *_attributes(prose)])
    return list(_blocks(edited.split("\n"))), found


def _programs(found: list[Link]) -> Iterator[Edit]:
    for number, link in enumerate(found):
        new = f"\x1aembed {number}\x1a" if link.alone else link.text
        yield link.start, link.end, new


def _addresses(prose: str, programs: str, address: Callable[[str], str]) -> Iterator[Edit]:
    places = [(p.address, p.href) for p in links.every(prose)]
    places += [(match.span("href"), match["href"]) for match in links.DEFINITION.finditer(prose)]
    # A heading's own id, {#id}, is not in the notebook; those made of its words are.
    given = {match["id"] for match in ATTRIBUTES.finditer(prose)}
    for span, href in places:
        elsewhere = re.match(r"[\w.+-]*:|/|$", href) or links.is_program_link(href, programs)
        here = href.startswith("#") and href[1:] not in given
        if span and not elsewhere and not here:
            yield (*span, address(href))


def _attributes(prose: str) -> Iterator[Edit]:
    """None of them; a ``#`` that then ends its heading would be taken for the heading's mark."""
    for match in ATTRIBUTES.finditer(prose):
        start, end = match.span()
        yield (start - 1, end, "\\#") if prose[start - 2 : start] == " #" else (start, end, "")


def _strong(prose: str, text: str) -> Iterator[Edit]:
    """``**"말"**은``: beside punctuation and a letter, CommonMark sees no end of the strong text."""
    for match in STRONG.finditer(prose):
        start, end = match.span()
        before, after = prose[start - 1 : start], prose[end : end + 1]
        opens = before.isalnum() and PUNCTUATION.match(match["text"])
        closes = after.isalnum() and PUNCTUATION.match(match["text"][-1])
        if opens or closes:
            yield start, start + 2, "<strong>"
            yield end - 2, end, "</strong>"


def _apply(text: str, edits: list[Edit]) -> str:
    """The text with all edits made; of two that overlap, the one that begins first."""
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start >= done:
            parts += [text[done:start], new]
            done = end
    return "".join([*parts, text[done:]])


def _blocks(lines: list[str]) -> Iterator[str]:
    """Lines with containers and tags of Material's turned into plain Markdown."""
    is_code = [line.startswith(md.FILLER) for line in md.prose("\n".join(lines)).split("\n")]
    open_tags: list[tuple[str, bool]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if is_code[number - 1] and not EMBED.search(line):
            yield line
        elif match := CONTAINER.fullmatch(line.lstrip()):
            indent = md.indent_of(line)
            inner, number = _indented(lines, number, indent + md.TAB)
            content = list(_blocks(inner))
            yield from (" " * indent + made if made else "" for made in _container(match, content))
        elif (tag := TAG.fullmatch(line)) and _is_layout(tag, open_tags):
            yield ""
        else:
            yield line


def _indented(lines: list[str], start: int, indent: int) -> tuple[list[str], int]:
    """The lines from `start` on that are blank or so far indented, less that; and where they end."""
    end = start
    while end < len(lines) and (not lines[end].strip() or md.indent_of(lines[end]) >= indent):
        end += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return [line[indent:] for line in lines[start:end]], end


def _container(match: re.Match[str], content: list[str]) -> list[str]:
    title = (match["title"] or match["kind"]).strip()
    content = "\n".join(content).strip("\n").split("\n")
    if match["mark"].startswith("?") and not _embeds(content):
        summary = f"<summary>{_inline_html(title)}</summary>"
        return ["", "<details>", summary, "", *content, "", "</details>", ""]
    if match["mark"] == "???":
        content = [EMBED.sub("\x1aembed \\g<link> folded\x1a", line) for line in content]
    lines = [f"**{title}**", "", *content] if title else content
    if match["mark"].startswith("=") or _embeds(content):
        return ["", *lines, ""]
    return ["", *(f"> {line}".rstrip() for line in lines), ""]


def _embeds(lines: list[str]) -> bool:
    return any(EMBED.search(line) for line in lines)


def _inline_html(text: str) -> str:
    """Text of a title as HTML: inside a tag's line, notebooks read no Markdown."""
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f"<code>{escape(part)}</code>" if index % 2 else escape(part, quote=False)
        for index, part in enumerate(parts)
    )


def _is_layout(tag: re.Match[str], open_tags: list[tuple[str, bool]]) -> bool:
    """Whether a line with a tag alone is there for md_in_html; follows which tags are open."""
    if tag["close"]:
        same = [entry for entry in open_tags if entry[0] == tag["name"]]
        if same:
            del open_tags[len(open_tags) - 1 - open_tags[::-1].index(same[-1]) :]
        return bool(same and same[-1][1])
    layout = re.search(r"\bmarkdown\b", tag["rest"]) is not None
    open_tags.append((tag["name"], layout))
    return layout
