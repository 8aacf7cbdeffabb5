"""The site as plain Markdown, for language models."""

from __future__ import annotations

from typing import Any

import pytest

from yeje import llms, notebook_file
from yeje.published import Page, Site

ADDRESS = "https://example.org/book/"
VIEWS = {
    "index.md": "notebooks/",
    "a.md": "notebooks/a/",
    "errors/b.md": "notebooks/errors/b/",
    "c.md": "notebooks/c/",
}


def site(address: str = ADDRESS) -> Site:
    pages = (
        Page("index.md", "", "홈", "처음", (), "", 1.0),
        Page("errors/b.md", "errors/b/", "비", "오류", ("오류 사전",), "", 0.6),
        Page("a.md", "a/", "에이", "글", (), "", 0.8),
        Page("c.md", "c/", "씨", "표", (), "", 0.4),
        Page("tags.md", "tags/", "태그", "목록", (), "", 0.3),
    )
    return Site("예제", "설명입니다.", address, pages)


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return notebook_file.of_cells(cells)


def prose(text: str) -> dict[str, Any]:
    return notebook(notebook_file.markdown_cell(text))


def files(address: str = ADDRESS) -> dict[str, str]:
    notebooks = {page: prose(f"# {page}\n\n[에이](../../a/#x)") for page in VIEWS}
    notebooks["errors/b.md"] = prose("# b\n\n[에이](../../../a/) `[no](../a/)` [밖](https://example.com/)")
    return llms.files(site(address), notebooks, VIEWS)


def test_the_list_has_a_title_a_summary_and_links_in_sections() -> None:
    lines = files()["llms.txt"].split("\n")
    assert lines[:3] == ["# 예제", "", "> 설명입니다."]
    assert [line for line in lines if line.startswith("#")] == [
        "# 예제",
        "## 글",
        "## 오류 사전",
        "## Optional",
    ]
    assert [line for line in lines if line.startswith("- ")] == [
        f"- [홈]({ADDRESS}index.html.md): 처음",
        f"- [에이]({ADDRESS}a/index.html.md): 글",
        f"- [비]({ADDRESS}errors/b/index.html.md): 오류",
        f"- [씨]({ADDRESS}c/index.html.md): 표",
    ]


def test_everything_that_is_listed_is_there_and_no_more() -> None:
    assert sorted(files()) == [
        "a/index.html.md",
        "c/index.html.md",
        "errors/b/index.html.md",
        "index.html.md",
        "llms-full.txt",
        "llms.txt",
    ]


def test_without_an_address_links_are_relative_to_where_they_stand() -> None:
    made = files("")
    assert "- [비](errors/b/index.html.md): 오류" in made["llms.txt"]
    assert "[에이](../../a/)" in made["errors/b/index.html.md"]
    assert "[에이](./#x)" in made["a/index.html.md"]
    assert "[에이](a/)" in made["llms-full.txt"]


def test_with_an_address_links_are_whole_and_code_is_left_alone() -> None:
    text = files()["errors/b/index.html.md"]
    assert text == f"# b\n\n[에이]({ADDRESS}a/) `[no](../a/)` [밖](https://example.com/)\n"


def test_the_whole_text_has_every_page_once_in_order_with_its_address() -> None:
    text = files()["llms-full.txt"]
    marks = [line for line in text.split("\n") if line.startswith("<!--")]
    assert marks == [f"<!-- {ADDRESS}{url} -->" for url in ("", "errors/b/", "a/", "c/")]
    assert [line for line in text.split("\n") if line.startswith("# ")] == [
        "# 예제", "# index.md", "# b", "# a.md", "# c.md",
    ]  # fmt: skip


def test_outputs_stand_below_the_code_that_made_them() -> None:
    figure = {
        "output_type": "display_data",
        "data": {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"},
        "metadata": {"image/svg+xml": {"alt": "손실 곡선"}},
    }
    code = notebook_file.code_cell(
        "print('```')",
        [
            {"output_type": "stream", "name": "stdout", "text": "```\n"},
            {
                "output_type": "execute_result",
                "data": {"text/plain": "7"},
                "metadata": {},
                "execution_count": 1,
            },
            figure,
            {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": []},
        ],
        name="one",
    )
    helper = notebook_file.code_cell("write()", [], name="file")
    made = "".join(map(str, llms.markdown(notebook(notebook_file.markdown_cell("# A"), helper, code), "a/")))
    assert made.split("\n\n") == [
        "# A",
        "````python\nprint('```')\n````",
        "````text\n```\n````",
        "```text\n7\n```",
        "(그림: 손실 곡선)",
        "```text\nValueError: bad\n```",
    ]


@pytest.mark.parametrize(
    ("url", "where"), [("a/", "a/index.html.md"), ("", "index.html.md"), ("a.html", "a.html.md")]
)
def test_a_pages_markdown_is_at_its_address_with_md_behind_it(url: str, where: str) -> None:
    assert llms.address(Page("a.md", url, "", "", (), "")) == where
