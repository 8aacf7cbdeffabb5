"""``parse(path, data) -> Snippet``: a program's cells, title and header.

A marker is a comment ``# %% name`` at the start of a line, found by `tokenize`, so that one
inside a string is text and nothing else. Code before the first marker is a cell of its own.
The docstring and the ``# yeje:`` header belong to no cell: they are about the program.
"""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
import tomllib
import unicodedata
import warnings
from dataclasses import asdict, fields, replace
from pathlib import PurePosixPath

from yeje.model import Cell, Header, Import, Limits, Snippet, SnippetError

MARKER = re.compile(r"#\s*%%\s*(?P<name>.*?)\s*$")
NAME = re.compile(r"\w[\w-]*$")
HEADER = re.compile(r"#\s*yeje:\s*(?P<toml>.*)$")

LARGEST = 1_000_000_000
"""Of a setting's value: what is larger is a slip of the hand, and more than the kernel's limits take."""
OTHER_SETTINGS = {"raises": "text", "reads": "a list of texts", "data": "a list of texts"}
"""Settings of a header beside the limits, and what each takes."""


def parse(path: str, data: bytes) -> Snippet:
    """Parse the program `path` (POSIX, relative to the repository) from its bytes.

    Raises SnippetError, with the line, when the file is not UTF-8, is not Python, has no code,
    names a cell twice, cuts a statement in two, or has a header that nobody understands.
    """
    source = _decode(path, data)
    tree = _syntax(path, source)
    comments = _comments(path, source)
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    docstring_end = tree.body[0].end_lineno or 0 if len(body) < len(tree.body) else 0
    cells = _cells(path, source, comments, docstring_end)
    if not body:
        raise SnippetError(path, None, "the program has no code; write some, or delete the file")
    for cell in cells:
        _require_whole_statements(path, cell, body)
    title = (ast.get_docstring(tree) or PurePosixPath(path).stem).splitlines()[0]
    title = title.encode("utf-8", "backslashreplace").decode()  # "\ud800" is a letter to Python alone
    return Snippet(path, data, source, title, _header(path, comments, cells), cells, imports(tree))


def imports(tree: ast.Module) -> tuple[Import, ...]:
    """Every import of a source, wherever it stands: what ``from a import b`` names may be a module, too."""
    found: list[Import] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(0, (alias.name,)) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = f"{node.module}." if node.module else ""
            found.append((node.level, tuple(above + alias.name for alias in node.names)))
    return tuple(found)


def _decode(path: str, data: bytes) -> str:
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise SnippetError(path, line, "the file contains a NUL byte; save it as plain text")
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SnippetError(
            path,
            line,
            f"the file is not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8",
        ) from None
    _require_its_encoding(path, data)
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _require_its_encoding(path: str, data: bytes) -> None:
    """Raise SnippetError where the file says that it has another encoding: Python would believe it."""
    try:
        encoding, lines = tokenize.detect_encoding(io.BytesIO(data).readline)
        if data.decode(encoding) == data.decode("utf-8-sig" if encoding == "utf-8-sig" else "utf-8"):
            return
    except (SyntaxError, UnicodeDecodeError, LookupError):
        lines = data.split(b"\n")[:2]
    line = 1 if b"coding" in lines[0] else 2
    raise SnippetError(path, line, "the file is UTF-8, but says that it is not; remove the `coding` comment")


def _syntax(path: str, source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():  # "invalid escape sequence" is for the run to show
            warnings.simplefilter("ignore")
            tree = ast.parse(source, path)
            compile(tree, path, "exec", dont_inherit=True)  # finds what the parser lets pass
            return tree
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        message = getattr(error, "msg", None) or str(error) or "too deeply nested"
        shown = "".join(source.split("\n")[line - 1 : line]).strip() if line else ""
        shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
        code = f"\n    {shown}" if shown else ""
        raise SnippetError(path, line, f"{type(error).__name__}: {message}{code}") from None


def _comments(path: str, source: str) -> list[tuple[int, str]]:
    """(line, text) of every comment that starts its line; strings are left alone."""
    found = []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        if token.type == tokenize.COMMENT and token.start[1] == 0:
            if depth and MARKER.match(token.string):
                raise SnippetError(path, token.start[0], "a cell starts inside brackets; move the marker out")
            found.append((token.start[0], token.string))
    return found


def _cells(path: str, source: str, comments: list[tuple[int, str]], docstring_end: int) -> tuple[Cell, ...]:
    lines = source.split("\n")
    markers = [(line, match["name"]) for line, text in comments if (match := MARKER.match(text))]
    starts: list[tuple[int, str | None]] = [(docstring_end + 1, None)]
    starts += [(line + 1, name) for line, name in markers]
    cells: list[Cell] = []
    for index, (start, name) in enumerate(starts):
        end = starts[index + 1][0] - 1 if index + 1 < len(starts) else len(lines) + 1
        cell = _cell(lines, start, end, name or f"cell-{index}" if index else "start")
        if index == 0 and not _has_code(cell.source):
            continue  # only the header and comments stand before the first marker
        if name and not NAME.match(cell.name):
            raise SnippetError(
                path, start - 1, f"{name!r} is no cell name; use one word of letters, digits, _, -"
            )
        twin = next((other for other in cells if other.name == cell.name), None)
        if twin:
            raise SnippetError(
                path,
                start - 1,
                f"a second cell named {cell.name!r}, the first starts in line {twin.line}; rename one",
            )
        if not _has_code(cell.source):
            raise SnippetError(
                path, start - 1, f"the cell {cell.name!r} has no code; write some, or delete it"
            )
        cells.append(cell)
    return tuple(cells)


def _cell(lines: list[str], start: int, end: int, name: str) -> Cell:
    body = lines[start - 1 : end - 1]
    while body and not body[0].strip():
        body, start = body[1:], start + 1
    while body and not body[-1].strip():
        body = body[:-1]
    return Cell(unicodedata.normalize("NFC", name), "\n".join(body), start, end)


def _has_code(source: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in source.split("\n"))


def _require_whole_statements(path: str, cell: Cell, body: list[ast.stmt]) -> None:
    for statement in body:
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        if first < cell.line <= (statement.end_lineno or first):
            raise SnippetError(
                path,
                cell.line - 1,
                f"the cell {cell.name!r} starts inside the statement of line {first}; "
                "move the marker out of it",
            )


def _header(path: str, comments: list[tuple[int, str]], cells: tuple[Cell, ...]) -> Header:
    header = Header()
    for line, text in comments:
        match = HEADER.match(text)
        if match is None:
            continue
        if line >= next((cell.line for cell in cells), line + 1):
            raise SnippetError(path, line, "a yeje header stands above the first cell; move it up")
        try:
            settings = tomllib.loads(match["toml"])
        except tomllib.TOMLDecodeError as error:
            raise SnippetError(path, line, f"the header is not `key = value`: {error}") from None
        for key, value in settings.items():
            header = _set(path, line, header, key, value)
    return header


def _set(path: str, line: int, header: Header, key: str, value: object) -> Header:
    kinds: dict[str, type] = {f.name: type(f.default) for f in fields(Limits)}
    if key == "raises" and isinstance(value, str):
        return replace(header, raises=value)
    is_texts = isinstance(value, list) and all(isinstance(v, str) for v in value)
    if key == "reads" and is_texts:
        return replace(header, reads=tuple(value))  # type: ignore[arg-type]
    if key == "data" and is_texts:
        return replace(header, data=tuple(value))  # type: ignore[arg-type]
    if key not in kinds and key not in OTHER_SETTINGS:
        known = ", ".join([*kinds, *OTHER_SETTINGS])
        raise SnippetError(path, line, f"no setting is called {key!r}; there are: {known}")
    kind = kinds.get(key)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind or (kind is not bool and not 0 < value <= LARGEST):  # type: ignore[operator]
        takes = OTHER_SETTINGS.get(key) or _numbers(kind, value)
        raise SnippetError(path, line, f"the setting {key!r} takes {takes}, not {value!r}")
    limits = Limits(**{**asdict(header.limits), key: value})
    return replace(header, limits=limits)


def _numbers(kind: type | None, value: object) -> str:
    """What a setting of this kind takes, said to one who wrote this value."""
    if kind is bool:
        return "true or false"
    if isinstance(value, (int, float)) and LARGEST < value < math.inf:
        return f"a number up to {LARGEST}"
    return "a whole number above 0" if kind is int and type(value) is float else "a number above 0"
