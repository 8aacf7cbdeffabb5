"""Faults as a contributor meets them: real builds of a small site.

What is right: a message with path, line and cell, all failures together, exit code 1; every other page
built and whole; nothing left running; the sources as they were; the same the second time; and the site
is whole again after the next good save.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builds import LIGHT, Tiny, copy_of, end, left, text, tree, wait_until

ROOT = Path(__file__).resolve().parents[1]
FAILING = '"""Two"""\n\n# %% first\nprint("twenty", 20)\n\n# %% second\n1 / 0\n'
GOOD = '"""Two"""\n\n# %% first\nprint("twenty", 20)\n\n# %% second\nprint("two", 2)\n'
SLOW = '"""Two"""\n\n# %% first\nimport time\ntime.sleep(30)\n\n# %% second\nprint("two", 2)\n'


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """A site that was never built."""
    return Tiny(tmp_path / "site of tests")


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    tiny = Tiny(tmp_path_factory.mktemp("once") / "built")
    tiny.works()
    return tiny


@pytest.fixture
def built(_built: Tiny, tmp_path: Path) -> Tiny:
    """A site that was built once."""
    tiny = Tiny(tmp_path / "built")
    for name in (".yeje", "site"):
        shutil.copytree(_built.root / name, tiny.root / name)
    return tiny


# Programs and pages


def test_failing_programs_fail_the_build_together_and_every_other_page_is_whole(built: Tiny) -> None:
    home = built.page(".")
    built.write("snippets/one.py", '# %% says\nraise ValueError("eleven")\n')
    built.write("snippets/two.py", FAILING)
    said = [built.fails(*arguments) for arguments in ((), ("--strict",))]
    for message in said:
        assert "snippets/one.py:2: ValueError: eleven (cell 'says')" in message
        assert "snippets/two.py:7: ZeroDivisionError: division by zero (cell 'second')" in message
        assert "shown in docs/one.md:3, docs/one.md:5" in message
        assert "shown in docs/two.md:5" in message
        assert "2 problem(s)" in message
    assert built.page(".") == home
    page = text(built.page("two"))
    assert "예제를 실행하지 못했습니다" in page
    assert "snippets/two.py:7: ZeroDivisionError: division by zero (cell 'second')" in page
    assert page.index("지난 출력") < page.index("twenty 20"), "the last good output is marked as old"


def test_a_good_save_heals_the_site(built: Tiny) -> None:
    whole = built.site()
    built.write("snippets/two.py", FAILING)
    built.fails()
    built.write("snippets/two.py", GOOD)
    built.works("--strict")
    assert built.site() == whole


def test_what_is_missing_is_named_with_the_page_and_line(built: Tiny) -> None:
    built.write("docs/two.md", "# Two\n\n[two](../snippets/gone.py)\n\n[two](../snippets/two.py#thrid)\n")
    for _ in range(2):
        said = built.fails()
        assert "docs/two.md:3: " in said and "snippets/gone.py" in said
        assert "docs/two.md:5: snippets/two.py has no cell named 'thrid'; it has: first, second" in said
    page = text(built.page("two"))
    assert "예제로 가는 링크가 맞지 않습니다" in page and "no cell named 'thrid'" in page
    assert "eleven 11" in text(built.page("one"))


def test_evidence_that_does_not_hold_says_what_was_printed(built: Tiny) -> None:
    built.write("snippets/one.py", '# %% says\nprint("eleven", 12)\n')
    for _ in range(2):
        said = built.fails()
        assert "docs/one.md:5: the page says '11', but snippets/one.py#says printed:" in said
        assert "eleven 12" in said
    assert "eleven 12" in text(built.page("one"))


def test_a_removed_program_leaves_the_site_and_the_store(built: Tiny) -> None:
    (built.root / "snippets/two.py").unlink()
    built.write("docs/two.md", "# Two\n\nText.\n")
    built.works()
    assert not [name for name in built.site() if "two.py" in name]
    assert not [name for name in tree(built.root / ".yeje") if "two" in name]
    assert b"two.py" not in (built.root / "site/yeje.json").read_bytes()


UNREADABLE = {
    "not UTF-8": (
        "# 가\n\n나\n".encode("cp949"),
        "docs/odd.md:1: the page is not UTF-8 (byte 0xb0); save it",
    ),
    "no YAML": (
        b"---\ntitle: [open\n---\n# Odd\n",
        "docs/odd.md:3: the page's head is no YAML: expected ',' or ']', but got '<stream end>'; mend it",
    ),
    "no settings": (b"---\n- a\n---\n# Odd\n", "docs/odd.md:1: the page's head has no `name: value`; "),
    "wrong kinds": (
        b"---\nhide:\n- toc\nprerequisites: one.md\n---\n# Odd\n",
        "docs/odd.md:4: the page's setting `prerequisites` takes a list, not 'one.md'",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_page_that_cannot_be_read_is_told_and_the_others_are_whole(built: Tiny, name: str) -> None:
    data, message = UNREADABLE[name]
    built.write("docs/odd.md", data)
    built.write("snippets/two.py", FAILING)
    for _ in range(2):
        said = built.fails()
        assert message in said
        assert "snippets/two.py:7: ZeroDivisionError" in said
    assert "title: [" not in text(built.page("odd"))
    assert "eleven 11" in text(built.page("one"))


def test_a_page_that_leads_nowhere_is_told_and_the_others_are_whole(built: Tiny) -> None:
    (built.root / "docs/odd.md").symlink_to("gone.md")
    assert "docs/odd.md: the page cannot be read: No such file or directory" in built.fails()
    assert "eleven 11" in text(built.page("one"))


# What outputs depend on


def test_a_changed_helper_is_never_shown_stale(tiny: Tiny) -> None:
    tiny.write("snippets/helpers/h.py", "VALUE = 'old'\n")
    tiny.write("snippets/two.py", "from helpers.h import VALUE\n\nprint('it is', VALUE)\n")
    tiny.works()
    assert "it is old" in text(tiny.page("two"))
    tiny.write("snippets/helpers/h.py", "VALUE = 'new'\n")
    assert "snippets/helpers/h.py changed" in tiny.works()
    assert "it is new" in text(tiny.page("two"))


def test_a_changed_data_file_is_never_shown_stale(tiny: Tiny) -> None:
    tiny.write("snippets/data.txt", "old")
    source = "from pathlib import Path\n\nprint('it is', Path(__file__).with_name('data.txt').read_text())\n"
    tiny.write("snippets/two.py", source)
    tiny.works()
    assert "it is old" in text(tiny.page("two"))
    tiny.write("snippets/data.txt", "new")
    assert "snippets/data.txt changed" in tiny.works()
    assert "it is new" in text(tiny.page("two"))


def test_a_new_file_in_a_folder_that_a_program_looks_through_is_never_missed(tiny: Tiny) -> None:
    tiny.write("snippets/data/a.csv", "1")
    # Not `parent.glob('data/*.csv')`: Python 3.12 looks through the parent for that, too.
    listing = "sorted(p.name for p in Path(__file__).with_name('data').glob('*.csv'))"
    tiny.write("snippets/two.py", f"from pathlib import Path\n\nprint({listing})\n")
    tiny.works()
    tiny.write("snippets/data/b.csv", "1")
    assert "snippets/data changed" in tiny.works()
    assert "['a.csv', 'b.csv']" in text(tiny.page("two"))
    tiny.write("snippets/three.py", "print(3)\n")
    assert tiny.works().count(" ran ") == 1, "a new program is nothing that the others depend on"


def test_a_file_of_tomorrow_is_no_file_that_changes(tiny: Tiny) -> None:
    helper = tiny.write("snippets/helpers/h.py", "VALUE = 'old'\n")
    os.utime(helper, (time.time() + 1e6,) * 2)
    tiny.write("snippets/two.py", "from helpers.h import VALUE\n\nprint('it is', VALUE)\n")
    tiny.works()
    tiny.write("snippets/helpers/h.py", "VALUE = 'new'\n")
    os.utime(helper, (1, 1))
    tiny.works()
    assert "it is new" in text(tiny.page("two"))


def test_a_changed_package_version_makes_everything_run_again(built: Tiny, tmp_path: Path) -> None:
    def with_keras(version: str) -> str:
        about = tmp_path / version / f"keras-{version}.dist-info" / "METADATA"
        about.parent.mkdir(parents=True)
        about.write_text(f"Metadata-Version: 2.1\nName: keras\nVersion: {version}\n")
        return built.works(PYTHONPATH=str(tmp_path / version))

    for version in ("98.0", "99.0"):
        said = with_keras(version)
        assert f"-> {version}" in said
        assert said.count(" ran snippets/") == 2


# The store


@pytest.mark.parametrize(
    ("place", "damage"),
    [
        ("notebooks", "truncated"),
        ("notebooks", "flipped"),
        ("manifests", "flipped"),
        ("manifests", "emptied"),
        ("manifests", "folders"),
        ("latest", "truncated"),
    ],
)
def test_damaged_stores_are_made_again(built: Tiny, place: str, damage: str) -> None:
    whole = built.site()
    for path in [path for path in (built.root / ".yeje" / place).rglob("*") if path.is_file()]:
        data = path.read_bytes()
        if damage == "folders":
            path.unlink()
            path.mkdir()
            continue
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        path.write_bytes({"truncated": data[:middle], "flipped": flipped, "emptied": b""}[damage])
    built.works() if damage != "folders" else built.build()
    assert built.site() == whole


def test_a_file_in_the_place_of_the_store_is_told_and_the_pages_are_right(tiny: Tiny) -> None:
    tiny.write(".yeje", "")
    for _ in range(2):
        said = tiny.fails()
        assert said.count("outputs cannot be stored") == 1
        assert "twenty 20" in text(tiny.page("two"))


def test_notebooks_that_cannot_be_written_are_told_and_the_pages_are_right(tiny: Tiny) -> None:
    config = (tiny.root / "mkdocs.yml").read_text(encoding="utf-8")
    plugins = "plugins: [search, {mkdocs-jupyter: {include: ['*.ipynb'], cache_dir: .yeje/jupyter}}]"
    tiny.write("mkdocs.yml", config.replace("plugins: [search]", plugins))
    tiny.write(".yeje", "")
    said = tiny.fails()
    assert "outputs cannot be stored" in said
    assert ".yeje/pages: 3 notebooks cannot be written, and are left out; make room" in said
    assert "twenty 20" in text(tiny.page("two"))


@pytest.fixture
def mounted(tiny: Tiny) -> Iterator[Callable[..., Path]]:
    """Mounts a small disk as a folder of the site."""
    places: list[Path] = []

    def mount(name: str, options: str) -> Path:
        place = tiny.root / name
        place.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(place)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode != 0:
            pytest.skip("needs the right to mount a disk")
        places.append(place)
        return place

    if shutil.which("mount") is None:
        pytest.skip("needs `mount`")
    yield mount
    for place in reversed(places):
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("options", ["size=64k", "nr_inodes=3", "ro"])
def test_a_disk_that_takes_no_store_is_told_and_the_pages_are_right(
    tiny: Tiny, mounted: Callable[..., Path], options: str
) -> None:
    store = mounted(".yeje", options)
    if options != "ro":
        with open(store / "filling", "wb", buffering=0) as file:
            for _ in range(16):
                try:
                    file.write(bytes(4096))
                except OSError:
                    break
    for _ in range(2):
        said = tiny.fails()
        assert said.count("outputs cannot be stored") == 1
        assert "twenty 20" in text(tiny.page("two"))


def test_a_full_disk_for_the_site_leaves_the_last_good_site(tiny: Tiny, mounted: Callable[..., Path]) -> None:
    disk = mounted("out", "size=16m")

    def build() -> tuple[int, str]:
        process = tiny.start("build", "--site-dir", "out/site")
        said, _ = process.communicate(timeout=300)
        tiny.check_nothing_left()
        return process.returncode, said

    assert build()[0] == 0
    whole = tree(disk / "site")
    with open(disk / "filling", "wb", buffering=0) as file:
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        file.write(bytes(free - 65536))
    for _ in range(2):
        code, said = build()
        assert code == 1 and "No space left on device; the last site is as it was" in said
        assert tree(disk / "site") == whole
    (disk / "filling").unlink()
    assert build()[0] == 0
    assert {path.name for path in disk.iterdir()} == {"site"}


def test_a_site_that_is_a_link_is_built_where_that_leads(tiny: Tiny) -> None:
    place = tiny.root.parent / "www"
    (tiny.root / "site").symlink_to(place)
    for _ in range(2):
        tiny.works()
        assert (tiny.root / "site").is_symlink()
        assert (place / "index.html").is_file()
    assert {path.name for path in place.parent.iterdir() if path.name.startswith(".")} == set()


def test_a_file_in_the_place_of_the_site_is_told(tiny: Tiny) -> None:
    tiny.write("site", "mine")
    assert "a file is in the site's place; move it away" in tiny.fails()
    assert (tiny.root / "site").read_text() == "mine"


def test_a_site_that_cannot_be_replaced_is_told(tiny: Tiny, mounted: Callable[..., Path]) -> None:
    mounted("site", "size=8m")
    assert "Device or resource busy; the last site is as it was" in tiny.fails()


# Two at once, and ends


def test_two_builds_at_once_do_no_harm(tiny: Tiny) -> None:
    for _ in range(2):
        processes = [tiny.start("build") for _ in range(2)]
        said = [process.communicate(timeout=300)[0] for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
    site = tiny.site()
    tiny.check_nothing_left()
    tiny.works()
    assert tiny.site() == site
    assert not list(tiny.root.glob(".site.*")), "a draft is left"


@pytest.mark.parametrize(
    ("command", "arguments"), [("mkdocs", ("build",)), ("yeje", ()), ("yeje", ("--check-deterministic",))]
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_everything_within_two_seconds(
    built: Tiny, command: str, arguments: tuple[str, ...], number: int
) -> None:
    whole, names = built.site(), {path.name for path in built.root.iterdir()}
    built.write("snippets/two.py", SLOW)
    before = built.sources()
    took = []
    while not took or (min(took) > 2 and len(took) < 5):  # the machine may be busy with other tests
        process = built.start(*arguments, command=command)
        running = wait_until(lambda p=process: _children_of(p) and _scratch(built))
        assert running, "the program never started"
        time.sleep(0.3)
        started = time.monotonic()
        end(process, number)
        assert wait_until(lambda: not left(built.root, built.folders))
        took.append(time.monotonic() - started)
        assert process.returncode != 0
        assert built.sources() == before and built.site() == whole
        assert {path.name for path in built.root.iterdir()} == names, "something is left beside the site"
        built.check_nothing_left()
        assert not list(built.folders.iterdir()), "a temporary file is left"
    assert min(took) <= 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_ended_while_it_writes_leaves_only_the_last_good_site(
    built: Tiny, number: int
) -> None:
    whole, names = built.site(), {path.name for path in built.root.iterdir()}
    slowly = "import time\n\n\ndef on_page_context(context, **_):\n    time.sleep(30)\n"
    built.write("light.py", LIGHT + slowly)
    process = built.start("build")
    assert wait_until(lambda: list(built.root.glob(".site.*/*"))), "it never began to write"
    end(process, number)
    assert built.site() == whole
    assert {path.name for path in built.root.iterdir()} == names, "something is left beside the site"


@pytest.mark.parametrize("seconds", [0.4, 0.9, 1.3])
def test_a_killed_build_leaves_the_last_good_site_and_the_next_one_is_as_a_clean_one(
    built: Tiny, tmp_path: Path, seconds: float
) -> None:
    old = built.site()
    built.write("snippets/two.py", GOOD.replace("20", "21"))
    process = built.start("build")
    time.sleep(seconds)
    end(process)
    assert wait_until(lambda: not left(built.root, built.folders)), "a process is left"
    found = built.site()
    assert found == old or b"twenty 21" in found["two/index.html"]
    built.works()
    fresh = copy_of(built, tmp_path / "fresh")
    fresh.works()
    assert built.site() == fresh.site()
    assert not list(built.root.glob(".site.*"))


@pytest.mark.slow
def test_builds_killed_at_random_moments_do_no_harm() -> None:
    command = [sys.executable, str(ROOT / "bench" / "kill_builds.py"), "8", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# Settings of the site


@pytest.mark.parametrize(
    "more",
    [
        "use_directory_urls: false\n",
        "site_url: https://example.org/below/a/path/\n",
        "site_url: https://example.org/\nuse_directory_urls: false\n",
        "",
    ],
)
def test_links_to_programs_lead_to_files_of_the_site(tiny: Tiny, more: str) -> None:
    tiny.configure(more)
    tiny.write("docs/deep/er.md", "# Deeper\n\n[two](../../snippets/two.py)\n")
    tiny.works("--strict")
    site = tiny.root / "site"
    pages = [path for path in site.rglob("*.html") if 'class="yeje-source"' in path.read_text("utf-8")]
    assert len(pages) == 3
    for page in pages:
        (href,) = {
            part.split('"')[0] for part in page.read_text("utf-8").split('href="') if ".py" in part[:40]
        }
        assert (page.parent / href).resolve() == (site / "snippets" / Path(href).name).resolve()
        assert (page.parent / href).is_file()


def _children_of(process: subprocess.Popen[str]) -> bool:
    return process.poll() is None


def _scratch(tiny: Tiny) -> bool:
    """Whether a program is running: its run folder is there."""
    return any(path.name.startswith("yeje-") and path.is_dir() for path in tiny.folders.iterdir())
