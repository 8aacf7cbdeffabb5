"""yeje.cells: what a program's source says about its cells, title and settings."""

from __future__ import annotations

from textwrap import dedent

from yeje.cells import parse
from yeje.model import Limits, Snippet


def parsed(text: str) -> Snippet:
    return parse("snippets/errors/shape.py", dedent(text).lstrip("\n").encode())


PROGRAM = '''
    """갈라진 신경망

    More about it.
    """
    # yeje: timeout = 120
    # yeje: network = true

    # %% model
    import keras

    inputs = keras.Input((3,))

    # %% summary
    # what it prints
    print(inputs)
'''


def test_cells_have_names_sources_and_lines() -> None:
    cells = parsed(PROGRAM).cells
    assert [(c.name, c.source, c.line, c.end) for c in cells] == [
        ("model", "import keras\n\ninputs = keras.Input((3,))", 9, 13),
        ("summary", "# what it prints\nprint(inputs)", 14, 17),
    ]


def test_the_title_is_the_first_line_of_the_docstring_or_else_the_file_name() -> None:
    assert parsed(PROGRAM).title == "갈라진 신경망"
    assert parsed("x = 1\n").title == "shape"
    assert parsed('"""\n\nBelow.\n"""\nx = 1\n').title == "Below."


def test_the_name_is_the_path_below_the_programs_folder() -> None:
    assert parsed("x = 1\n").name == "errors/shape"


def test_code_before_the_first_marker_is_a_cell_of_its_own() -> None:
    assert [c.name for c in parsed("import keras\n# %% b\nx = 1\n").cells] == ["start", "b"]


def test_a_program_without_markers_is_one_cell() -> None:
    assert [(c.name, c.source) for c in parsed("x = 1\n\ny = 2\n").cells] == [("start", "x = 1\n\ny = 2")]


def test_cells_without_a_name_are_numbered() -> None:
    assert [c.name for c in parsed("# %%\nx = 1\n#%% b\ny = 2\n# %%\nz = 3\n").cells] == [
        "cell-1",
        "b",
        "cell-3",
    ]


def test_the_header_raises_limits_and_leaves_the_others() -> None:
    header = parsed(PROGRAM).header
    assert header.limits == Limits(timeout=120.0, network=True)
    assert header.raises is None


def test_the_header_declares_an_error_and_files() -> None:
    header = parsed("# yeje: raises = 'ValueError: no'\n# yeje: reads = ['data.csv']\n# %% a\nx = 1\n").header
    assert (header.raises, header.reads) == ("ValueError: no", ("data.csv",))


def test_a_decorator_belongs_to_its_function() -> None:
    cells = parsed("# %% a\nimport functools\n# %% b\n@functools.cache\ndef f(): ...\n").cells
    assert cells[1].source.startswith("@functools.cache")


def test_a_cell_is_found_by_its_name() -> None:
    snippet = parsed(PROGRAM)
    assert snippet.cell("summary") is snippet.cells[1]
    assert snippet.cell("plot") is None
