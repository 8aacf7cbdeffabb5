"""Programs that end badly: each message says where, what, in which cell, and what to do."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import Bench, golden, texts

CASES = {
    "an exception": (
        """
        # %% first
        print("before")
        # %% second
        def divide(x):
            return x / 0

        divide(1)
        """,
        """
        snippets/program.py:5: ZeroDivisionError: division by zero (cell 'second')
            Traceback (most recent call last):
              File "snippets/program.py", line 7, in <module>
                divide(1)
              File "snippets/program.py", line 5, in divide
                return x / 0
                       ~~^~~
            ZeroDivisionError: division by zero
        """,
    ),
    "its str() raises": (
        """
        # %% a
        class Odd(Exception):
            def __str__(self):
                raise KeyboardInterrupt

        raise Odd
        """,
        """
        snippets/program.py:6: Odd: <its str() raised KeyboardInterrupt> (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 6, in <module>
                raise Odd
            Odd: <exception str() failed>
        """,
    ),
    "a missing import": (
        """
        # %% a
        import not_there
        """,
        """
        snippets/program.py:2: ModuleNotFoundError: No module named 'not_there' (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 2, in <module>
                import not_there
            ModuleNotFoundError: No module named 'not_there'
          install what is missing and add it to requirements.txt, or correct the name
        """,
    ),
    "a syntax error in a string that it executes": (
        """
        # %% a
        exec("a b")
        """,
        """
        snippets/program.py:2: SyntaxError: invalid syntax (<string>, line 1) (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 2, in <module>
                exec("a b")
              File "<string>", line 1
                a b
                  ^
            SyntaxError: invalid syntax
        """,
    ),
    "sys.exit(0) half-way": (
        """
        # %% a
        import sys

        sys.exit(0)
        # %% b
        1 + 1
        # %% c
        2 + 2
        """,
        """
        snippets/program.py:4: SystemExit: 0 (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in <module>
                sys.exit(0)
            SystemExit: 0
          a program ends by reaching its last line; never run: b, c; remove the exit
        """,
    ),
    "os._exit(0) half-way": (
        """
        # %% a
        import os
        # %% b
        os._exit(0)
        # %% c
        1 + 1
        """,
        """
        snippets/program.py:4: the process ended with exit code 0 before the program did; never run: c; \
remove what ends it (cell 'b')
        """,
    ),
    "another program in its place": (
        """
        # %% a
        import os

        os.execv("/bin/true", ["true"])
        """,
        """
        snippets/program.py:2: the process ended with exit code 0 before the program did; \
remove what ends it (cell 'a')
        """,
    ),
    "abort": (
        """
        # %% a
        import os

        os.abort()
        """,
        """
        snippets/program.py:4: crashed: SIGABRT (Aborted), in C or C++ code that this line called (cell 'a')
        """,
    ),
    "a segmentation fault": (
        """
        # %% a
        import ctypes


        def read_nowhere():
            ctypes.string_at(0)
        # %% b
        read_nowhere()
        """,
        """
        snippets/program.py:6: crashed: SIGSEGV (Segmentation fault), in C or C++ code that this line \
called (cell 'b')
        """,
    ),
    "SIGKILL": (
        """
        # %% a
        import os
        import signal

        os.kill(os.getpid(), signal.SIGKILL)
        """,
        "snippets/program.py:2: killed (SIGKILL): out of memory? Take less memory (cell 'a')",
    ),
    "SIGTERM": (
        """
        # %% a
        import os
        import signal

        os.kill(os.getpid(), signal.SIGTERM)
        """,
        """
        snippets/program.py:2: the process ended by SIGTERM before the program did; \
remove what ends it (cell 'a')
        """,
    ),
    "a signal that was asked for": (
        """
        # %% a
        import os
        import signal

        os.kill(os.getpid(), signal.SIGALRM)
        # %% b
        1 + 1
        """,
        """
        snippets/program.py:2: the process ended by SIGALRM before the program did; never run: b; \
remove what ends it (cell 'a')
        """,
    ),
    "a signal without a name": (
        """
        # %% a
        import os
        import signal

        os.kill(os.getpid(), signal.SIGRTMIN + 2)
        """,
        """
        snippets/program.py:2: the process ended by signal 36 before the program did; \
remove what ends it (cell 'a')
        """,
    ),
    "Ctrl-C by itself": (
        """
        # %% a
        import os
        import signal

        os.kill(os.getpid(), signal.SIGINT)
        """,
        """
        snippets/program.py:5: KeyboardInterrupt (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 5, in <module>
                os.kill(os.getpid(), signal.SIGINT)
            KeyboardInterrupt
        """,
    ),
    "KeyboardInterrupt": (
        """
        # %% a
        raise KeyboardInterrupt
        """,
        """
        snippets/program.py:2: KeyboardInterrupt (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 2, in <module>
                raise KeyboardInterrupt
            KeyboardInterrupt
        """,
    ),
    "an exception in a thread": (
        """
        # %% a
        from threading import Thread

        thread = Thread(target=lambda: [][0])
        thread.start()
        thread.join()
        # %% b
        1 + 1
        """,
        """
        snippets/program.py:4: in a thread: IndexError: list index out of range (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in <lambda>
                thread = Thread(target=lambda: [][0])
                                               ~~^^^
            IndexError: list index out of range
        """,
    ),
    "an exception in an exit hook": (
        """
        # %% a
        import atexit

        atexit.register(lambda: [][0])
        # %% b
        1 + 1
        """,
        """
        snippets/program.py:4: in a finalizer or an exit hook: IndexError: list index out of range (cell 'b')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in <lambda>
                atexit.register(lambda: [][0])
                                        ~~^^^
            IndexError: list index out of range
        """,
    ),
    "an exception in a finalizer": (
        """
        # %% a
        class Odd:
            def __del__(self):
                raise LookupError("gone")
        # %% b
        odd = Odd()
        del odd
        # %% c
        1 + 1
        """,
        """
        snippets/program.py:4: in a finalizer or an exit hook: LookupError: gone (cell 'b')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in __del__
                raise LookupError("gone")
            LookupError: gone
        """,
    ),
    "an exception in a task that nobody waits for": (
        """
        # %% a
        import asyncio


        async def task():
            raise LookupError("lost")


        async def main():
            asyncio.create_task(task())
            await asyncio.sleep(0.01)


        asyncio.run(main())
        """,
        """
        snippets/program.py:6: in a task of asyncio: LookupError: lost (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 6, in task
                raise LookupError("lost")
            LookupError: lost
        """,
    ),
    "an error that says of itself what makes no sense": (
        """
        # %% a
        raise SyntaxError("odd", (__file__, "seven", 1, 5))
        """,
        """
        snippets/program.py:2: SyntaxError: odd (program.py) (cell 'a')
            SyntaxError: odd (program.py)
        """,
    ),
    "an error number that is none": (
        """
        # %% a
        raise OSError(None, "odd")
        """,
        """
        snippets/program.py:2: OSError: [Errno None] odd (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 2, in <module>
                raise OSError(None, "odd")
            OSError: [Errno None] odd
        """,
    ),
    "a name of two lines": (
        """
        # %% a
        raise type("One\\nTwo\\u202e", (Exception,), {})("odd")
        """,
        """
        snippets/program.py:2: One Two\\u202e: odd (cell 'a')
            Traceback (most recent call last):
              File "snippets/program.py", line 2, in <module>
                raise type("One\\nTwo\\u202e", (Exception,), {})("odd")
            One
            Two\\u202e: odd
        """,
    ),
    "too low a limit of calls": (
        """
        # %% a
        import sys

        sys.setrecursionlimit(45)
        # %% b
        raise ValueError("low")
        """,
        """
        snippets/program.py:6: ValueError: low (cell 'b')
            Traceback (most recent call last):
              File "snippets/program.py", line 6, in <module>
                raise ValueError("low")
            ValueError: low
        """,
    ),
    "several exceptions at once": (
        """
        # %% a
        raise ExceptionGroup("two", [TypeError("one"), KeyError("other")])
        """,
        """
        snippets/program.py:2: ExceptionGroup: two (2 sub-exceptions) (cell 'a')
              + Exception Group Traceback (most recent call last):
              |   File "snippets/program.py", line 2, in <module>
              |     raise ExceptionGroup("two", [TypeError("one"), KeyError("other")])
              | ExceptionGroup: two (2 sub-exceptions)
              +-+---------------- 1 ----------------
                | TypeError: one
                +---------------- 2 ----------------
                | KeyError: 'other'
                +------------------------------------
        """,
    ),
    "a value whose repr raises": (
        """
        # %% a
        class Odd:
            def __repr__(self):
                raise LookupError("no name")
        # %% b
        Odd()
        """,
        """
        snippets/program.py:4: LookupError: no name (cell 'b')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in __repr__
                raise LookupError("no name")
            LookupError: no name
        """,
    ),
}


def said(message: str) -> str:
    """A message without the marks below a whole line, which only Python 3.13 and later make."""
    lines = message.split("\n")
    kept = [
        line
        for before, line in pairwise(["", *lines])
        if not re.fullmatch(r" +[~^]+", line) or len(line) != len(before) or indent(line) != indent(before)
    ]
    return "\n".join(kept)


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


@pytest.mark.parametrize("name", CASES)
def test_the_message_says_where_what_and_what_to_do(bench: Bench, name: str) -> None:
    program, message = CASES[name]
    assert said(bench.fails(program)) == golden(message)


def test_what_was_printed_before_is_kept_and_in_its_cell(bench: Bench) -> None:
    program = """
        # %% a
        print("one")
        # %% b
        print("two", end="")
        import os; os._exit(3)
        # %% c
        print("three")
        """
    run = bench.run_twice(program)
    assert [texts(run, cell) for cell in range(3)] == ["one\n", "two", ""]


def test_sys_exit_in_the_last_line_is_in_order(bench: Bench) -> None:
    run = bench.works("# %% a\nimport sys\n# %% b\nprint('done')\nsys.exit(0)\n")
    assert texts(run) == "done\n"


def test_sys_exit_with_a_failure_is_one_even_in_the_last_line(bench: Bench) -> None:
    message = bench.fails("# %% a\nraise SystemExit('no model')\n")
    assert message.startswith("snippets/program.py:2: SystemExit: no model (cell 'a')")


def test_an_error_in_a_helper_names_its_line_and_the_program(bench: Bench) -> None:
    bench.sketch.write("snippets/helpers/draw.py", "def draw(x):\n    raise ValueError('no ' + x)\n")
    message = bench.fails("# %% a\nfrom helpers.draw import draw\n# %% b\ndraw('pen')\n")
    assert said(message) == golden(
        """
        snippets/helpers/draw.py:2: ValueError: no pen (snippets/program.py, cell 'b')
            Traceback (most recent call last):
              File "snippets/program.py", line 4, in <module>
                draw('pen')
              File "snippets/helpers/draw.py", line 2, in draw
                raise ValueError('no ' + x)
            ValueError: no pen
        """
    )


def test_a_helper_that_is_no_python_is_named_and_not_its_import(bench: Bench) -> None:
    bench.sketch.write("snippets/helpers/broken.py", "x = 1\ndef f(:\n")
    message = bench.fails("# %% a\nimport helpers.broken\n")
    assert message.startswith("snippets/helpers/broken.py:2: SyntaxError: invalid syntax")
    assert "(snippets/program.py, cell 'a')" in message


def test_an_endless_recursion_is_cut_to_a_few_frames(bench: Bench) -> None:
    program = "# %% a\ndef f(n): return g(n)\ndef g(n): return f(n)\nf(1)\n"
    message = bench.fails(program)
    first, *lines = message.split("\n")
    assert first == "snippets/program.py:2: RecursionError: maximum recursion depth exceeded (cell 'a')"
    assert 10 < len(lines) < 40
    assert any("lines cut]" in line for line in lines)


def test_a_long_chain_of_exceptions_is_cut(bench: Bench) -> None:
    program = """
        # %% a
        last = None
        for number in range(2000):
            try:
                raise ValueError(number) from last
            except ValueError as error:
                last = error
        raise last
        """
    message = bench.fails(program)
    assert message.startswith("snippets/program.py:5: ValueError: 1999 (cell 'a')")
    assert len(message.split("\n")) < 40


def test_a_message_of_two_megabytes_is_cut_with_a_note(bench: Bench) -> None:
    message = bench.fails("# %% a\nraise ValueError('x' * 2_000_000)\n")
    assert len(message) < 5000
    assert "… [1,998,000 more characters cut]" in message


def test_a_message_of_many_lines_is_cut(bench: Bench) -> None:
    message = bench.fails("# %% a\nraise ValueError('x\\n' * 200_000)\n")
    assert len(message.split("\n")) < 40


def test_a_crash_in_a_program_with_a_korean_name_has_its_line(bench: Bench) -> None:
    program = "# %% a\nimport ctypes\n\nctypes.string_at(0)\n"
    assert bench.fails(program, "snippets/예제.py").startswith("snippets/예제.py:4: crashed: SIGSEGV")


def test_an_error_that_is_declared_is_an_output(bench: Bench) -> None:
    run = bench.works("# yeje: raises = 'ValueError: no'\n\n# %% a\nraise ValueError('no way')\n")
    assert run.outputs[0][-1]["output_type"] == "error"
    assert run.outputs[0][-1]["evalue"] == "no way"


@pytest.mark.parametrize(
    ("declared", "program", "message"),
    [
        ("ValueError", "1 + 1", "the header says that it raises 'ValueError', but it raised nothing"),
        ("ValueError", "[][0]", "but it raised another error: IndexError: list index out of range"),
        ("ValueError: yes", "raise ValueError('no')", "but it raised another error: ValueError: no"),
        ("ValueError", "import os; os._exit(0)", "the process ended with exit code 0"),
        ("ValueError", "raise ValueError\n# %% b\n1", "before its last cell; put that cell last"),
    ],
)
def test_an_error_that_is_declared_has_to_come(
    bench: Bench, declared: str, program: str, message: str
) -> None:
    assert message in bench.fails(f"# yeje: raises = '{declared}'\n\n# %% a\n{program}\n")
