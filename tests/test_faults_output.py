"""Output that lies or hurts: what reaches a page is what a reader may see."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Bench, golden, texts


def shown(bench: Bench, code: str, cell: int = 0) -> str:
    """What a program of one cell prints."""
    return texts(bench.works(f"# %% a\n{code}\n"), cell)


PRINTED = {
    "bytes that are no UTF-8": (
        r"import sys; sys.stdout.buffer.write(b'caf\xe9 \xff\n')",
        "caf\\xe9 \\xff\n",
    ),
    "half of a surrogate pair": (r"print('\ud83d')", "\\ud83d\n"),
    "colours, titles, links": (
        r"print('\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\')",
        "red link\n",
    ),
    "a progress bar": (
        "for i in range(0, 101, 5): print('\\r%3d%%' % i, end='')\nprint()",
        "100%\n",
    ),
    "a progress bar of two lines": (
        r"for i in range(3): print('\x1b[2A' * (i > 0) + f'\x1b[2K\rone {i}\n\x1b[2K\rtwo {i}')",
        "one 2\ntwo 2\n",
    ),
    "a cursor that goes to columns": (r"print('abc\x1b[1GX\x1b[2CY\x1b[2DZ\x1b[9999999C!')", "XbZ!\n"),
    "a progress bar that gets shorter": (
        r"print('\rlong text\r\x1b[Kshort\r\x1b[2K\rend')",
        "end\n",
    ),
    "a line erased before the return": (r"print('first\x1b[2K\rend')", "end  \n"),
    "backspaces": (r"print('abc\b\bX')", "aXc\n"),
    "control characters": (r"print('\a \0 \x1b \x7f \x0c')", "␇ ␀ ␛ ␡ ␌\n"),
    "direction marks": (r"print('user\u202e\u2066// admin')", "user\\u202e\\u2066// admin\n"),
    "characters that nobody sees": (
        r"print('a\u200bb\u3164c\xadd\U000e0041e\ufefff\u2028g')",
        "a\\u200bb\\u3164c\\u00add\\U000e0041e\\ufefff\\u2028g\n",
    ),
    "Windows' line ends": (r"print('one\r\ntwo')", "one\ntwo\n"),
    "markup": (
        "print('</pre></div><script>alert(1)</script> {{ config }} {% x %} **b** :smile: &amp;')",
        "</pre></div><script>alert(1)</script> {{ config }} {% x %} **b** :smile: &amp;\n",
    ),
    "Hangul and emoji": ("print('가각힣 🙂 👩‍👧')", "가각힣 🙂 👩‍👧\n"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_printed_text_is_shown_letter_for_letter_or_made_visible(bench: Bench, name: str) -> None:
    code, text = PRINTED[name]
    assert shown(bench, code) == text


def test_fifty_megabytes_are_cut_and_the_cell_that_printed_them_is_named(bench: Bench) -> None:
    program = """
        # %% a
        print("begun")
        # %% flood
        for _ in range(50):
            print("x" * 2**20)
        # %% c
        import time; time.sleep(0.3)
        """
    run = bench.run(program)
    assert str(run.error).startswith("snippets/program.py:4: ended because it printed more than 256 KiB")
    assert "(cell 'flood')" in str(run.error)
    assert [len(texts(run, cell)) < 257 * 1024 for cell in range(3)] == [True, True, True]
    assert texts(run, 0) == "begun\n"
    assert texts(run, 1).endswith("x… [cut at the limit of 256 KiB]\n")


def test_a_flood_before_anyone_looks_is_noticed_all_the_same(bench: Bench) -> None:
    message = bench.fails("# yeje: output_kb = 1\n\n# %% a\nprint('x' * 2000)\n")
    assert message.startswith("snippets/program.py:4: ended because it printed more than 1 KiB")


def test_both_streams_stand_in_the_order_in_which_they_were_written(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        import ctypes, os, subprocess, sys
        libc = ctypes.CDLL(None)
        print("one")
        print("two", file=sys.stderr)
        libc.puts(b"three")
        print("four ", end="")
        subprocess.run(["echo", "five"])
        os.system("echo six >&2")
        print("seven")
        # %% b
        silent = libc.printf(b"eight")
        # %% c
        print("nine")
        """
    )
    found = [[(o["name"], o["text"]) for o in outputs] for outputs in run.outputs]
    assert found == [
        [
            ("stdout", "one\n"),
            ("stderr", "two\n"),
            ("stdout", "three\nfour five\n"),
            ("stderr", "six\n"),
            ("stdout", "seven\n"),
        ],
        [("stdout", "eight")],
        [("stdout", "nine\n")],
    ]


def test_what_is_printed_past_a_replaced_stream_stands_in_its_place(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        import io, sys
        sys.stdout = io.StringIO()
        print("nowhere"); print("one", file=sys.__stdout__)
        # %% b
        sys.stdout = sys.__stdout__
        print("two")
        """
    )
    assert [texts(run, cell) for cell in range(2)] == ["one\n", "two\n"]


def test_a_warning_names_the_program_relative_to_the_repository(bench: Bench) -> None:
    text = shown(bench, "import warnings\ndef f(): warnings.warn('careful')\nf()")
    assert (
        text
        == golden(
            """
        snippets/program.py:3: UserWarning: careful
          def f(): warnings.warn('careful')
        """
        )
        + "\n"
    )


def test_no_path_of_this_machine_is_shown(bench: Bench) -> None:
    text = shown(
        bench,
        "import json, os, pathlib, pwd, sys, tempfile, psutil\n"
        "print(os.getcwd(), __file__, sys.argv, sys.executable, sys.prefix, sys.base_prefix)\n"
        "print(json.__file__, psutil.__file__, pathlib.Path.home(), tempfile.gettempdir())\n"
        "print(sys.path, os.environ, pathlib.Path.cwd().parent, repr('\\n' + os.getcwd()))\n"
        "print(pathlib.Path.cwd().as_uri(), pathlib.Path(__file__).as_uri(), os.fspath(tempfile.mkdtemp()))\n"
        "import warnings; warnings.warn('at ' + os.getcwd())",
    )
    for path in (
        bench.sketch.root,
        bench.folders,
        sys.prefix,
        sys.base_prefix,
        Path(sys.executable).resolve(),
        Path(__file__).parents[1],
    ):
        assert str(path) not in text
    assert f"{Path.home()}/" not in text


def test_a_value_is_shown_as_text_or_as_an_image_never_as_markup(bench: Bench) -> None:
    run = bench.works(
        """
        # %% a
        class Page:
            def _repr_html_(self): return "<script>alert(1)</script>"
            def _repr_javascript_(self): return "alert(1)"
            def _repr_latex_(self): return "$x$"
            def _repr_markdown_(self): return "<b>x</b>"
            def __repr__(self): return "<Page>"

        Page()
        """
    )
    assert run.outputs[0][0]["data"] == {"text/plain": "<Page>"}


def test_a_value_of_a_class_is_no_image_because_its_instances_are(bench: Bench) -> None:
    drawing = repr('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    run = bench.works(
        "# %% a\nclass A:\n    def _repr_svg_(self): return SVG\n\nA\n# %% b\nA()\n".replace("SVG", drawing)
    )
    assert set(kind for outputs in run.outputs for o in outputs for kind in data(o)) == {
        "text/plain",
        "image/svg+xml",
    }
    assert data(run.outputs[0][0]) == {"text/plain": "__main__.A"}


def data(output: dict[str, Any]) -> dict[str, str]:
    return dict(output["data"])


def test_an_image_of_20000_by_20000_pixels_is_refused(bench: Bench) -> None:
    message = bench.fails(
        r"""
        # %% a
        class Image:
            def _repr_png_(self):
                size = (20000).to_bytes(4, "big")
                return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + size

        Image()
        """
    )
    assert message.startswith(
        "snippets/program.py:7: ValueError: the figure has 20000 × 20000 pixels, more than the limit "
        "`pixels = 16000000` allows; make figsize or dpi smaller (cell 'a')"
    )


FIGURES = {
    "too large": (
        "plt.figure(figsize=(200, 200), dpi=100); plt.show()",
        "ValueError: the figure has 20000 × 20000 pixels, more than the limit `pixels = 16000000` allows",
    ),
    "too large to be saved": (
        "plt.figure(); plt.savefig('x.png', dpi=4000)",
        "ValueError: the figure has 25600 × 16000 pixels, more than the limit `pixels = 16000000` allows",
    ),
    "too many": (
        "for _ in range(4): plt.figure(figsize=(1, 1)); plt.show()",
        "RuntimeError: the program shows more than 3 figures; show fewer, or raise `figures` in its header",
    ),
    "too many bytes": (
        "import numpy; plt.scatter(*numpy.random.default_rng(1).random((2, 9000))); plt.show()",
        "more than the limit `figure_kb = 300` allows; draw less, or rasterize it",
    ),
    "a letter that no font has": (
        "plt.title('갃 가 漢'); plt.show()",
        "RuntimeError: the figure's font has no glyph for '갃漢'; use other letters, or add them to ",
    ),
    "broken mathematics": ("plt.title('$\\\\frac{$'); plt.show()", "ValueError: \\frac{"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_cannot_be_shown_is_an_error(easel: Bench, name: str) -> None:
    code, message = FIGURES[name]
    header = "# yeje: figures = 3\n# yeje: figure_kb = 300\n"
    found = easel.fails(f"{header}\n# %% a\nimport matplotlib.pyplot as plt\n{code}\n")
    assert found.startswith("snippets/program.py:6: ")
    assert message in found.split("\n")[0]


def test_a_figure_shows_no_path_of_this_machine(easel: Bench) -> None:
    run = easel.works(
        "# %% a\nimport matplotlib.pyplot as plt, os\nplt.title(os.getcwd() + '/x'); plt.show()\n"
    )
    svg = data(run.outputs[0][0])["image/svg+xml"]
    assert str(easel.folders) not in svg
    assert ">x</text>" in svg


def test_programs_leak_nothing_into_each_other(easel: Bench) -> None:
    first = """
        # %% a
        import random
        import matplotlib.pyplot as plt, numpy as np
        plt.rcParams["figure.figsize"] = (1, 1); np.random.seed(1); np.leaked = leaked = random.leaked = 1
        plt.figure()
        """
    easel.works(first, "snippets/first.py")
    second = """
        # %% a
        import random
        import matplotlib.pyplot as plt, numpy as np
        print(plt.rcParams["figure.figsize"], plt.get_fignums(), "leaked" in globals(), hasattr(np, "leaked"))
        """
    assert texts(easel.works(second)) == "[6.4, 4.0] [] False False\n"


@pytest.mark.parametrize("module", ["numpy.random", "random"])
def test_without_a_seed_two_runs_draw_other_numbers(easel: Bench, module: str) -> None:
    program = f"# %% a\nimport {module} as r\nprint(r.random())\n"
    assert texts(easel.works(program)) != texts(easel.works(program))


def test_the_fallback_records_the_same(make_bench: Callable[..., Bench]) -> None:
    program = """
        # %% a
        import sys
        print("one"); print("two", file=sys.stderr)
        # %% b
        {"a": [1, 2]}
        """
    forked, spawned = make_bench(), make_bench(fork=False)
    assert forked.works(program).outputs == spawned.works(program).outputs


IMAGES = {
    "_repr_png_": ("b'none'", "ValueError: what _repr_png_() returned is no image/png"),
    "_repr_jpeg_": ("'bm9uZQ=='", "ValueError: what _repr_jpeg_() returned is no image/jpeg"),
    "_repr_svg_": ("'<svg><g></svg>'", "ValueError: the drawing is no SVG: mismatched tag: line 1"),
}


@pytest.mark.parametrize("method", IMAGES)
def test_an_image_that_is_none_is_an_error_and_not_half_a_page(bench: Bench, method: str) -> None:
    returned, message = IMAGES[method]
    program = f"# %% a\nclass A:\n    def {method}(self): return {returned}\n# %% b\na = A()\na\n"
    first = bench.fails(program).split("\n")[0]
    assert first.startswith(f"snippets/program.py:6: {message}") and first.endswith("(cell 'b')")


def test_a_value_whose_text_is_too_long_is_refused(bench: Bench) -> None:
    run = bench.run_twice("# yeje: output_kb = 1\n\n# %% a\n'x' * 50_000_000\n")
    assert str(run.error).startswith("snippets/program.py:4: ended because it printed more than 1 KiB")
