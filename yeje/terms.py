"""One spelling for one thing: the glossary's, held against what pages and programs say.

The glossary lists in its front matter, behind each term, what the site never writes instead:

    spellings:
      층: 레이어
      특성 맵: 특징 맵, 특징맵

Prose is looked at, titles, and programs' comments; not code, nor what a page quotes of an output.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from yeje import front_matter, links
from yeje import markdown_text as md
from yeje.model import SnippetError, TermError
from yeje.project import Project

GLOSSARY = "glossary.md"
KEY = "spellings"
FORM = f"write `{KEY}:`, and below it lines like `  층: 레이어, 래이어`"

ENTRY = re.compile(r"^- \*\*(.+?)\([^()]+\)\*\*", re.MULTILINE)
SHOWN_SETTINGS = ("title:", "description:")
"""The settings of a page that its readers see."""
UNREAD = re.compile(r"\{[^{}\n]*\}|<[^<>\n]*>")
"""Attributes and tags in Markdown."""
SHORT = 2
"""Letters of a word that may well be the beginning of another one: 시드 of 시드니."""
ENDINGS = (
    "(?:[은는이가을를의에도와과만로인일]|으로|에서|부터|까지|처럼|보다|마다|이나|이라|이란|라고|입니|"
    "[하한할합해했되된될됩돼됐]|시[키킨킬킵켜켰])"
)
"""How particles begin, and what makes a verb of a noun: they follow without a space."""


@dataclass(frozen=True)
class Spellings:
    """What a site writes, and what it does not."""

    right: dict[str, str]
    """What is not written -> what is written instead."""
    terms: frozenset[str] = frozenset()
    """Every term of the glossary."""

    def wrong_words(self, prose: str) -> Iterator[tuple[int, str]]:
        """(offset, word as listed) of each word in the text that is not written so, in order."""
        if self.right:
            for match in self._pattern.finditer(prose):
                if match["wrong"]:
                    yield match.start("wrong"), " ".join(match["wrong"].split())

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Finds terms that hold a wrong word, and are right (전이 학습), and wrong words as the group.

        Of Hangul, only a term may stand before one without a space: 합성곱레이어, but not 플레이어.
        """
        terms = sorted(self.terms | set(self.right.values()), key=len, reverse=True)
        kept = [term for term in terms if any(word in term for word in self.right)]
        wrong = sorted(self.right, key=len, reverse=True)
        known = "|".join(map(_spaced, terms))
        others = f"(?:{known})?(?P<wrong>{'|'.join(map(_word, wrong))})"
        return re.compile(rf"(?<![가-힣])(?:{'|'.join([*map(_spaced, kept), others])})")


def _spaced(words: str) -> str:
    """Matches the words; one line of a paragraph may end between them."""
    return r"(?:[ \t]+|[ \t]*\n[ \t]*)".join(map(re.escape, words.split()))


def _word(word: str) -> str:
    return _spaced(word) + (rf"(?![가-힣])|{_spaced(word)}(?={ENDINGS})" if len(word) <= SHORT else "")


def check(project: Project) -> list[TermError]:
    """Everything that is spelled otherwise than in the glossary; raises nothing."""
    try:
        spellings = read(project)
    except TermError as error:
        return [error]
    return [
        TermError(path, line, f"write {spellings.right[word]!r} for {word!r}, as the glossary does")
        for path, line, word in [*_on_pages(project, spellings), *_in_programs(project, spellings)]
    ]


def read(project: Project) -> Spellings:
    """What the glossary says; nothing, where there is none. Raises TermError if nobody understands it."""
    text = next((_normal(text) for page, text in project.pages() if page == GLOSSARY), "")
    where = f"{project.docs}/{GLOSSARY}"
    right: dict[str, str] = {}
    for line, term, words in _listed(where, text):
        for word in (" ".join(word.split()) for word in words.split(",")):
            if not word or word == term or word in right:
                told = f"listed twice, here and for {right[word]!r}" if word in right else "no other spelling"
                raise TermError(where, line, f"{word!r} is {told}; take it out")
            right[word] = term
    return Spellings(right, frozenset(ENTRY.findall(text)))


def _listed(where: str, text: str) -> Iterator[tuple[int, str, str]]:
    """(line, term, what is not written instead) as the glossary's front matter has them."""
    front = front_matter.HEAD.match(text)
    if front is None:
        return
    try:
        settings = yaml.compose("\n".join(front[0].split("\n")[:-2]))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TermError(where, line, f"the page's settings are no YAML: {error.problem}; {FORM}") from None
    for key, value in settings.value if isinstance(settings, yaml.MappingNode) else ():
        if key.value != KEY:
            continue
        if not isinstance(value, yaml.MappingNode):
            raise TermError(where, key.start_mark.line + 1, f"no terms stand below it; {FORM}")
        for term, words in value.value:
            line = term.start_mark.line + 1
            if not isinstance(term, yaml.ScalarNode) or not isinstance(words, yaml.ScalarNode):
                raise TermError(where, line, f"this is no term with words behind it; {FORM}")
            yield line, term.value, words.value


def _on_pages(project: Project, spellings: Spellings) -> Iterator[tuple[str, int, str]]:
    for page, text in project.pages():
        text = _normal(text.replace("\r\n", "\n"))
        prose = shown(text, project.programs)
        for start, word in spellings.wrong_words(prose):
            yield f"{project.docs}/{page}", prose.count("\n", 0, start) + 1, word


def shown(text: str, programs: str) -> str:
    """The prose of a page in its place, everything else blanked: code, addresses, quoted outputs."""
    text = front_matter.HEAD.sub(_titles, text)
    prose = md.prose(text)
    blank = [place.address for place in links.every(prose) if place.address]
    blank += [match.span() for match in [*UNREAD.finditer(prose), *links.DEFINITION.finditer(prose)]]
    blank += [(link.start, link.end) for link in links.scan(text, programs) if not link.alone]
    characters = list(prose)
    for start, end in blank:
        characters[start:end] = ["\n" if c == "\n" else md.FILLER for c in characters[start:end]]
    return "".join(characters)


def _titles(head: re.Match[str]) -> str:
    lines = head[0].split("\n")
    return "\n".join(line if line.startswith(SHOWN_SETTINGS) else "" for line in lines)


def _in_programs(project: Project, spellings: Spellings) -> Iterator[tuple[str, int, str]]:
    for program in project.find_programs():
        try:
            source = project.read(program).source
        except SnippetError:
            continue  # the build says what is wrong with it
        for line, text in said(source):
            for start, word in spellings.wrong_words(text):
                yield program, line + text.count("\n", 0, start), word


def said(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of what a program says to people: its docstring, its comments."""
    tree = ast.parse(source)
    docstring = ast.get_docstring(tree, clean=False)
    if docstring is not None:
        yield tree.body[0].lineno, _normal(docstring)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], _normal(token.string)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)
