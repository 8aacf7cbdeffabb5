"""What the search box searches: Material's index in, a smaller and better one out.

Material's plugin writes an entry for each section: `location`, `title`, and `text` as HTML. The site's
own search (docs/assets/javascripts/search/) takes entries with more to find and less to carry:

- `text`: the first sentences of the prose, plain, for results to quote;
- `more`: the others as words without their endings, in order; `code`: what the programs call and print;
- `terms` and `messages`: what the glossary and the error dictionary call the section, and the errors
  that its programs end with; `names`: what its page says that readers call it;
- `under`: the title of the section it is a part of.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from yeje import search_names
from yeje.model import LinkError
from yeje.search_names import Page

Entry = dict[str, Any]
"""A section in the index."""

SIZE = 59_800
"""Bytes that the index may have when a host has compressed it; the pages' budget is 60 kB."""
SHOWN = (240, 200, *range(160, -1, -10))
"""Characters of a section's text that are kept as they are: the first of these that fits `SIZE`."""
COMMON = {"more": 60, "code": 12}
"""Sections that may share a word before it tells too few of them apart, and is left out."""
OFTEN = 2
"""How many times a section says a word before more of it adds nothing."""
MESSAGE = 240
"""Letters of a message that are kept."""
LONGEST = 25
"""Letters of a word; beyond are names of tests and the like, which nobody types."""
REPEATING = frozenset({"확인하기"})
"""Titles of sections that only ask what their page has explained."""
HEADING = "이 글에서 배우는 것"
"""The heading of the box that every page begins with."""
TERM, EMPTY = 0.9, 0.5
"""How much an item of a directory counts, and a section of one whose rows are found elsewhere."""

DRAWN = re.compile(r'<(?:figure|svg)\b|<\w+ class="yeje-(?:output yeje-(?:summary|graph|figure)|note|tools)"')
SOURCE = '<a class="yeje-source"'
BLOCK = re.compile(r"<pre>(?:<code>(?P<code>.*?)</code>|(?P<printed>.*?))</pre>", re.DOTALL)
SENTENCE = re.compile(r"(?<=[가-힣][.?!]) ")
PARAGRAPH = re.compile(r"</?(?:p|li|ul|ol)>")
INLINE = re.compile(r"<code>([^<]*)</code>")
TAG = re.compile(r"</?[a-z]+\d?>")
FILE_NAME = re.compile(r"\s\w+\.py$")
FAILURE = re.compile(r"\b\w*(?:Error|Warning|Exception): .*", re.DOTALL)
QUOTED = re.compile(r"[A-Z][a-z]*(?: [^ ={}]+){2,}", re.ASCII)
"""A message, or its beginning, where prose names one."""
IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)
NAMED = re.compile(r"(?<=\.)[A-Za-z]\w*|\b[A-Za-z]\w*(?=\()|(?<=[(,\s])[a-z]\w*(?==[^=\s])", re.ASCII)
"""In code: attributes, what is called, keywords; not the names that the program gives its own values."""
WORD = re.compile(r"[A-Za-z_]\w*|[가-힣]{2,}|\d+(?:[.,x×]\d+)*", re.ASCII)
ENDING = re.compile(
    r"(?<=[가-힣]{2})(?<![은는이가을를의에와과도만로])(?:에서|으로|까지|부터|처럼|마다|에게|이라는|라는|라고|[입합됩습]니다|었|하는|되는|"
    r"하고|하면|해서|들|은|는|이|가|을|를|의|에|와|과|도|만|로|고|면|며|기|한|할|된|될|했|됐)+$"
)
"""What a Korean word may lose before it is stored; the search itself knows more of this, and takes what
is left apart once more: so nothing is left that ends like a particle (쓰이기 would be 쓰이, then 쓰)
or is more often a noun's own end (메시지)."""


def prepare(html: str) -> str:
    """A page's HTML for Material's plugin: without what is drawn, and file names apart from captions.

    The plugin leaves out what has the attribute, and takes the attribute off the page.
    """
    return DRAWN.sub(r'\g<0> data-search-exclude="true"', html).replace(SOURCE, f" {SOURCE}")


def rewrite(path: Path, pages: Mapping[str, Page], docs: str) -> list[LinkError]:
    """Put the better index in the place of Material's, where there is one; return what pages call
    and do not have. `docs` is the folder of the pages in the repository."""
    if not path.exists():
        return []
    index = json.loads(path.read_text(encoding="utf-8"))
    encoded, size = _fitted(index, pages)
    path.write_bytes(encoded)
    problems = list(search_names.problems(pages, {entry["location"] for entry in index["docs"]}, docs))
    if size > SIZE:
        message = f"the search index has {size} bytes, compressed, though it quotes nothing; raise SIZE in "
        problems.append(LinkError(docs, None, f"{message}yeje/search_index.py, or leave out pages"))
    return problems


def encode(index: Mapping[str, Any], pages: Mapping[str, Page]) -> bytes:
    """The better index as JSON, with as much text to quote as `SIZE` allows.

    `index` is as Material's plugin makes it; `pages` are by their path below docs/.
    """
    return _fitted(index, pages)[0]


def _fitted(index: Mapping[str, Any], pages: Mapping[str, Page]) -> tuple[bytes, int]:
    """The index, and its size when a host has compressed it."""
    sections = [Section.read(entry) for entry in _chosen(index["docs"], pages)]
    config = {**index["config"], "synonyms": search_names.synonyms(pages)}
    for shown in SHOWN:
        docs = enrich(sections, pages, shown)
        text = json.dumps({"config": config, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
        encoded = text.encode()
        size = len(gzip.compress(encoded, 6))
        if size <= SIZE:
            break
    return encoded, size


@dataclass(frozen=True)
class Section:
    """What there is to find in a section."""

    location: str
    title: str
    boost: float
    lines: tuple[str, ...]
    """Its prose."""
    code: tuple[str, ...]
    messages: tuple[str, ...]

    @classmethod
    def read(cls, entry: Entry) -> Section:
        """Take an entry of Material's apart."""
        code: list[str] = []
        messages: list[str] = []

        def take(match: re.Match[str]) -> str:
            block = unescape(TAG.sub("", match["code"] or match["printed"] or ""))
            if match["code"]:
                code.extend(NAMED.findall(block))
            elif failure := FAILURE.search(block):
                messages.append(" ".join(failure[0].split()))
            else:
                code.extend(word for word in IDENTIFIER.findall(block) if len(word) > 3)
            return "</p>"

        html = BLOCK.sub(take, entry["text"])
        messages += [quoted for span in INLINE.findall(html) if QUOTED.fullmatch(quoted := unescape(span))]
        lines = [" ".join(_plain(piece).split()) for piece in PARAGRAPH.split(html)]
        return cls(
            location=entry["location"],
            title=_plain(entry["title"]),
            boost=entry.get("boost", 1),
            lines=tuple(FILE_NAME.sub("", line) for line in lines if line and line != HEADING),
            code=tuple(code),
            messages=tuple(messages),
        )

    def entry(self, shown: int) -> Entry:
        """It as an entry, with `shown` characters of text, or a little more, to quote."""
        sentences = tuple(sentence for line in self.lines for sentence in SENTENCE.split(line))
        first, rest = _divide(sentences, shown)
        found: Entry = {"location": self.location, "title": self.title, "text": "\n".join(first)}
        if self.boost != 1:
            found["boost"] = self.boost
        if self.messages:
            found["messages"] = "\n".join(message[:MESSAGE] for message in self.messages)
        known = {_beginning(word) for word in _words([self.title, *sentences, *self.messages])}
        new = {beginning: word for word in self.code if (beginning := _beginning(word)) not in known}
        said: Counter[str] = Counter()

        def is_new(word: str) -> bool:
            said[_beginning(word)] += 1
            return said[_beginning(word)] <= OFTEN

        found["more"] = [list(filter(is_new, map(_without_ending, _words([sentence])))) for sentence in rest]
        found["code"] = [sorted(new.values())]
        return found


def enrich(sections: Iterable[Section], pages: Mapping[str, Page], shown: int) -> list[Entry]:
    """The entries of the better index: a page's own first, its sections behind it."""
    entries = [section.entry(shown) for section in sections]
    _leave_out_common_words(entries)
    for page in pages.values():
        for item in search_names.items(page):
            entry = {"location": item.location, "title": item.name, "text": item.meaning}
            entries.append({**entry, "boost": TERM, "term": True})
    names = search_names.names(pages)
    for entry in entries:
        for kind, lines in names.get(entry["location"], {}).items():
            known = entry[kind].split("\n") if kind in entry else []
            entry[kind] = "\n".join(dict.fromkeys([*known, *lines]))
    _note_parents(entries, pages)
    by_page: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_page[entry["location"].partition("#")[0]].append(entry)
    return [entry for found in by_page.values() for entry in found]


def _chosen(docs: Iterable[Entry], pages: Mapping[str, Page]) -> Iterator[Entry]:
    """Entries that say something of their own; a directory's without their rows."""
    directories = {page.url for page in pages.values() if page.is_directory}
    for entry in docs:
        page_url, _, anchor = entry["location"].partition("#")
        title = _plain(entry["title"])
        if title in REPEATING or anchor.startswith("tag:"):
            continue
        if page_url in directories:
            if len(title) == 1:
                continue  # a letter of the glossary: its items are entries of their own
            text = "".join(re.findall(r"<p>.*?</p>", entry["text"], re.DOTALL))
            entry = {**entry, "text": text, "boost": 1 if text else EMPTY}
        yield entry


def _note_parents(entries: Iterable[Entry], pages: Mapping[str, Page]) -> None:
    """Note in the entries of sections which section they are a part of."""
    sections: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        page_url, _, anchor = entry["location"].partition("#")
        if anchor and "term" not in entry:
            sections[page_url, entry["title"]].append(entry)
    for page in pages.values():
        for title, parents in search_names.parents(page).items():
            found = sections[page.url, title]
            # One stands in a tab, say: which is which, its title does not tell.
            if len(found) != len(parents):
                parents = parents[-1:] * len(found)
            for entry, parent in zip(found, parents, strict=True):
                if parent:
                    entry["under"] = parent


def _leave_out_common_words(entries: list[Entry]) -> None:
    """Keep of each entry's further words, each a list for a line, what few others have."""
    sections: Counter[str] = Counter()
    for entry in entries:
        further = (word for kind in COMMON for line in entry[kind] for word in line)
        words = [*_words([entry["title"], entry["text"]]), *further]
        sections.update(set(map(_beginning, words)))
    for entry in entries:
        for kind, most in COMMON.items():
            lines = [
                [word for word in line if sections[_beginning(word)] <= most] for line in entry.pop(kind)
            ]
            if kept := "\n".join(" ".join(line) for line in lines if line):
                entry[kind] = kept


def _plain(html: str) -> str:
    return unescape(TAG.sub("", html)).strip()


def _divide(lines: tuple[str, ...], length: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first lines, `length` characters or a little more, and the others."""
    total = 0
    for number, line in enumerate(lines):
        if total >= length:
            return lines[:number], lines[number:]
        total += len(line)
    return lines, ()


def _words(lines: Iterable[str]) -> Iterator[str]:
    return (word for word in WORD.findall("\n".join(lines)) if len(word) < LONGEST)


@cache
def _without_ending(word: str) -> str:
    return ENDING.sub("", word)


@cache
def _beginning(word: str) -> str:
    """What words have in common that differ in their particles and endings, about."""
    return word.lower() if word.isascii() else word[:2]
