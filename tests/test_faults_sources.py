"""Sources that are no program, or not the program that they seem to be."""

from __future__ import annotations

import sys

import pytest
from conftest import Bench, Sketch, texts

from yeje import cells, keys
from yeje.model import SnippetError
from yeje.project import Project

PATH = "snippets/program.py"
BROKEN = {
    "CP949": (
        "# %% a\nprint('가')\n".encode("cp949"),
        ":2: the file is not UTF-8 (byte 0xb0); save it as UTF-8",
    ),
    "UTF-16": ("# %% a\n1\n".encode("utf-16"), ":1: the file contains a NUL byte; save it as plain text"),
    "a NUL byte": (b"# %% a\nprint(1)\n\0\n", ":3: the file contains a NUL byte; save it as plain text"),
    "a comment that lies about it": (
        "# %% a\n# -*- coding: cp949 -*-\nprint('가')\n".encode(),
        ":2: the file is UTF-8, but says that it is not; remove the `coding` comment",
    ),
    "an encoding that nobody knows": (
        b"# coding: klingon\n# %% a\n1\n",
        ":1: the file is UTF-8, but says that it is not; remove the `coding` comment",
    ),
    "nothing": (b"", ": the program has no code; write some, or delete the file"),
    "a docstring alone": (b'"""Title"""\n', ": the program has no code; write some, or delete the file"),
    "a comment alone": (b"# nothing\n", ": the program has no code; write some, or delete the file"),
    "a syntax error": (b"# %% a\n1\n# %% b\ndef f(:\n", ":4: SyntaxError: invalid syntax\n    def f(:"),
    "one at the end of the file": (b"# %% a\n(", ":2: SyntaxError: '(' was never closed\n    ("),
    "one that only the compiler finds": (
        b"# %% a\nreturn 1\n",
        ":2: SyntaxError: 'return' outside function\n    return 1",
    ),
    "wrong indentation": (b"# %% a\n  x = 1\n", ":2: IndentationError: unexpected indent\n    x = 1"),
    "endless nesting": (
        b"# %% a\nx = " + b"(" * 500 + b")" * 500,
        ":2: SyntaxError: too many nested parentheses",
    ),
    "a cell twice": (
        b"# %% a\n1\n# %% b\n2\n# %% a\n3\n",
        ":5: a second cell named 'a', the first starts in line 2; rename one",
    ),
    "a cell twice, spelled in two ways": (
        "# %% 가\n1\n# %% \u1100\u1161\n2\n".encode(),
        ":3: a second cell named '가', the first starts in line 2; rename one",
    ),
    "an empty cell": (
        b"# %% a\n1\n# %% b\n\n# %% c\n2\n",
        ":3: the cell 'b' has no code; write some, or delete it",
    ),
    "a cell of comments": (
        b"# %% a\n1\n# %% b\n# later\n",
        ":3: the cell 'b' has no code; write some, or delete it",
    ),
    "a name that is no word": (
        b"# %% two words\n1\n",
        ":1: 'two words' is no cell name; use one word of letters, digits, _, -",
    ),
    "a cell in a bracket": (
        b"# %% a\nx = [\n# %% b\n1]\n",
        ":3: a cell starts inside brackets; move the marker out",
    ),
    "a cell in a block": (
        b"# %% a\nif True:\n    x = 1\n# %% b\n    y = 2\n",
        ":4: the cell 'b' starts inside the statement of line 2; move the marker out of it",
    ),
    "an unknown setting": (
        b"# yeje: timout = 3\n\n# %% a\n1\n",
        ":1: no setting is called 'timout'; there are: timeout, grace, memory_mb, output_kb, ",
    ),
    "a setting that is no TOML": (
        b"# yeje: timeout 3\n\n# %% a\n1\n",
        ":1: the header is not `key = value`: ",
    ),
    "a setting of another kind": (
        b"# yeje: timeout = 'long'\n\n# %% a\n1\n",
        ":1: the setting 'timeout' takes a number above 0, not 'long'",
    ),
    "no limit at all": (
        b"# yeje: timeout = inf\n\n# %% a\n1\n",
        ":1: the setting 'timeout' takes a number above 0, not inf",
    ),
    "a limit of nothing": (
        b"# yeje: output_kb = 0\n\n# %% a\n1\n",
        ":1: the setting 'output_kb' takes a number above 0, not 0",
    ),
    "more than anything takes": (
        b"# yeje: file_mb = 99999999999999999999\n\n# %% a\n1\n",
        ":1: the setting 'file_mb' takes a number up to 1000000000, not 99999999999999999999",
    ),
    "half a process": (
        b"# yeje: processes = 1.5\n\n# %% a\n1\n",
        ":1: the setting 'processes' takes a whole number above 0, not 1.5",
    ),
    "a setting after the first cell": (
        b"# %% a\n1\n# yeje: timeout = 3\n",
        ":3: a yeje header stands above the first cell; move it up",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_refused_before_anything_runs(name: str) -> None:
    data, message = BROKEN[name]
    with pytest.raises(SnippetError) as caught:
        cells.parse(PATH, data)
    assert str(caught.value).startswith(PATH + message)


WHOLE = "'''제목'''\n# %% a\nprint('가')\n# %% b\n1 / 0\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WHOLE, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + WHOLE, id="a byte order mark"),
        pytest.param(WHOLE.replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(WHOLE.replace(b"\n", b"\r"), id="old Macintosh line ends"),
    ],
)
def test_how_it_is_saved_changes_nothing(bench: Bench, data: bytes) -> None:
    bench.sketch.write(PATH, data)
    snippet = cells.parse(PATH, data)
    run = bench.runner.submit(snippet).result(60)
    assert snippet.data == data
    assert snippet.title == "제목"
    assert [cell.source for cell in snippet.cells] == ["print('가')", "1 / 0"]
    assert texts(run) == "가\n"
    assert str(run.error).startswith("snippets/program.py:5: ZeroDivisionError: division by zero (cell 'b')")


def test_a_marker_inside_a_string_is_text(bench: Bench) -> None:
    source = (
        "# %% a\ntext = '''\n# %% no\n# yeje: timeout = 1\n'''\nprint(text)\n# %% b\n    # %% c\nprint(2)\n"
    )
    snippet = bench.sketch.snippet(source)
    assert [cell.name for cell in snippet.cells] == ["a", "b"]
    assert texts(bench.works(source), 0) == "\n# %% no\n# yeje: timeout = 1\n\n"


@pytest.mark.parametrize(
    "path", ["snippets/한글 이름.py", "snippets/\u1112\u1161\u11ab.py", "snippets/a/b-c.py"]
)
def test_a_program_may_have_any_name(bench: Bench, path: str) -> None:
    message = bench.fails("# %% a\nprint(__file__.rpartition('snippets/')[2])\n# %% b\n[][0]\n", path)
    assert message.startswith(f"{path}:4: IndexError: list index out of range (cell 'b')")


def test_the_bytes_that_were_parsed_are_what_runs(bench: Bench) -> None:
    snippet = bench.sketch.snippet("# %% a\nprint('old')\n# %% b\n[][0]\n")
    bench.sketch.write(PATH, "# %% a\nprint('new')\n# %% b\n[][1]\n")
    run = bench.runner.submit(snippet).result(60)
    assert texts(run) == "old\n"
    assert "    [][0]\n" in str(run.error)


def test_a_helper_is_what_its_source_says_whatever_was_compiled_before(bench: Bench) -> None:
    """A .pyc is matched by the source's size and its time in whole seconds."""
    import os
    import py_compile

    helper = bench.sketch.write("snippets/helpers/number.py", "NUMBER = 1\n")
    py_compile.compile(str(helper), doraise=True)
    time = helper.stat().st_mtime
    helper.write_text("NUMBER = 2\n", encoding="utf-8")
    os.utime(helper, (time, time))
    program = "# %% a\nfrom helpers.number import NUMBER\n\nprint(NUMBER)\n"
    run = bench.works(program)
    assert texts(run) == "2\n"
    assert run.reads == ("snippets/helpers/number.py",)


NAMED = {
    "# yeje: data = ['nowhere']": ":2: no data set is called 'nowhere'; there are: fashion-mnist",
    "# yeje: reads = ['gone.csv']": ":2: `reads` names 'gone.csv', which is not there; correct the name",
    "# yeje: reads = ['a\\u0000b']": ": `reads` names 'a\\x00b', which is not there; correct the name",
}


@pytest.mark.parametrize("header", NAMED)
def test_a_header_that_names_what_is_not_there_is_told(project: Sketch, header: str) -> None:
    project.write(PATH, f"# yeje: timeout = 1\n{header.replace(chr(39), chr(34))}\n\n# %% a\n1\n")
    with pytest.raises(SnippetError) as caught:
        Project(project.root).read(PATH)
    assert str(caught.value).startswith(PATH + NAMED[header])


def test_a_program_that_is_a_link_out_of_its_folder_does_not_run(project: Sketch) -> None:
    outside = project.write("outside.py", "# %% a\n1\n")
    (project.root / "snippets" / "out.py").symlink_to(outside)
    project.write("snippets/in.py", "# %% a\n1\n")
    (project.root / "snippets" / "same.py").symlink_to("in.py")
    assert Project(project.root).find_programs() == ["snippets/in.py", "snippets/same.py"]


@pytest.mark.parametrize("title", ["\\ud800 x", "\\x00"])
def test_a_title_that_no_file_can_hold_is_written_as_it_is_in_the_source(title: str) -> None:
    source = f'"""{title}"""\n# %% a\n1\n'.encode()
    if sys.version_info >= (3, 13) and "ud800" in title:  # where Python itself runs no such program
        with pytest.raises(SnippetError, match="surrogates not allowed"):
            cells.parse(PATH, source)
    else:
        assert cells.parse(PATH, source).title.encode()


def test_a_helper_that_no_parser_gets_to_the_end_of_is_left_to_the_run(project: Sketch) -> None:
    project.write("snippets/helpers/deep.py", f"x = {'-' * 50_000}1\n")
    snippet = project.snippet("# %% a\nimport helpers.deep\n")
    assert list(keys.local_imports(snippet, project.root)) == ["snippets/helpers/deep.py"]


def test_an_import_from_above_the_repository_is_left_to_the_run(project: Sketch) -> None:
    (project.root.parent / "above.py").write_text("x = 1\n", encoding="utf-8")
    assert keys.local_imports(project.snippet("from ...above import x\n"), project.root) == {}
