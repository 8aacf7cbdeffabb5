"""What is spelled otherwise than in the glossary is found, where readers see it, and nothing else is."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import Sketch

from yeje import __main__ as command
from yeje import terms
from yeje.project import Project

ROOT = Path(__file__).parent.parent
GLOSSARY = """\
---
title: 용어집
spellings:
  층: 레이어
  씨앗: 시드
  훈련: 학습
  은닉층: 은닉 층
  특성 맵: 특징 맵, 특징맵
  Sequential: 시퀀셜
---

# 용어집

- **전이 학습(transfer learning)**{ #전이-학습 }: 뜻입니다.
- **합성곱(convolution)**{ #합성곱 }: 뜻입니다.
"""


@pytest.fixture
def site(project: Sketch) -> Sketch:
    project.write("docs/glossary.md", GLOSSARY)
    return project


def said(site: Sketch) -> list[str]:
    return [str(problem) for problem in terms.check(Project(site.root))]


def found(site: Sketch, text: str) -> list[tuple[int | None, str]]:
    """(line, wrong word) on a page with this text."""
    site.write("docs/page.md", text.encode())
    return [(problem.line, problem.message.split("'")[3]) for problem in terms.check(Project(site.root))]


def test_this_site_is_spelled_as_its_glossary_says() -> None:
    assert [str(problem) for problem in terms.check(Project(ROOT))] == []
    assert len(terms.read(Project(ROOT)).right) > 60


def test_the_message_says_where_and_what_to_write(site: Sketch, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("docs/page.md", "# 글\n\n두 번째 줄의 레이어입니다.\n")
    assert command.main(["--root", str(site.root), "terms"]) == 1
    assert capsys.readouterr().err == "\ndocs/page.md:3: write '층' for '레이어', as the glossary does\n"
    site.write("docs/page.md", "# 글\n\n두 번째 줄의 층입니다.\n")
    assert command.main(["--root", str(site.root), "terms"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("레이어를 쌓습니다.", "레이어"),
        ("첫 레이어, 둘째 층", "레이어"),
        ("**레이어**(layer)", "레이어"),
        ("합성곱레이어입니다.", "레이어"),
        ("# 레이어 쌓기", "레이어"),
        ("!!! note \"레이어\"\n\n    글", "레이어"),
        ("| 레이어 | 수 |\n|---|---|\n| 1 | 2 |", "레이어"),
        ("[레이어](other.md)", "레이어"),
        ("[레이어의 그림](../snippets/program.py)", "레이어"),
        ("![레이어](figure.png)", "레이어"),
        ("---\ntitle: 레이어\n---\n\n글", "레이어"),
        ("---\ndescription: 레이어의 글\n---\n\n글", "레이어"),
        ("시드를 정합니다.", "시드"),
        ("시드(seed)", "시드"),
        ("학습합니다.", "학습"),
        ("학습시킨 모델", "학습"),
        ("은닉 층", "은닉 층"),
        ("여기까지 은닉\n  층입니다.", "은닉 층"),
        ("특징 맵과 특성 맵", "특징 맵"),
        ("특징맵", "특징맵"),
        ("시퀀셜 모델", "시퀀셜"),
        (unicodedata.normalize("NFD", "레이어입니다."), "레이어"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_found_wherever_readers_see_it(site: Sketch, text: str, word: str) -> None:
    site.write("snippets/program.py", "print(1)\n")
    assert [each for _, each in found(site, text)] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "층, 은닉층, 특성 맵, 씨앗, 훈련",
        "`레이어`",
        "```text\n레이어\n```",
        "글\n\n    레이어 = 1",
        "<!-- 레이어 -->",
        "[층](layers.md#레이어)",
        "[층][name]\n\n[name]: layers.md#레이어",
        "## 층 { #레이어 }",
        '<span title="레이어">층</span>',
        "출력은 [레이어 3](../snippets/program.py)입니다.",
        "---\ntags: [레이어]\naliases: 레이어\n---\n\n글",
        "비디오 플레이어",  # another word
        "시드니",
        "전이 학습",  # the glossary's own
        "학습률",
        "은닉\n\n층",
    ],
)
def test_code_quotations_and_other_words_are_left_alone(site: Sketch, text: str) -> None:
    site.write("snippets/program.py", "print('레이어 3')\n")
    assert found(site, text) == []


def test_every_wrong_word_is_told_with_its_line(site: Sketch) -> None:
    text = "---\ntitle: 글\n---\n\n# 글\n\n레이어와 시드\r\n\n```\n레이어\n```\n\n레이어\n"
    assert found(site, text) == [(7, "레이어"), (7, "시드"), (13, "레이어")]


def test_titles_and_comments_of_programs_are_looked_at_and_their_code_is_not(site: Sketch) -> None:
    site.write(
        "snippets/program.py",
        """
        \"\"\"레이어를 쌓은 모델\"\"\"

        # %% model
        레이어 = "레이어"  # 시드를 정합니다
        '''레이어'''
        """,
    )
    assert said(site) == [
        "snippets/program.py:1: write '층' for '레이어', as the glossary does",
        "snippets/program.py:4: write '씨앗' for '시드', as the glossary does",
    ]


def test_a_program_that_is_no_python_is_left_to_the_build(site: Sketch) -> None:
    site.write("snippets/program.py", "# 레이어\nprint(\n")
    assert said(site) == []


@pytest.mark.parametrize("glossary", [None, "# 용어집\n", "---\ntitle: 용어집\n---\n\n레이어\n"])
def test_without_a_list_every_word_is_right(project: Sketch, glossary: str | None) -> None:
    if glossary is not None:
        project.write("docs/glossary.md", glossary)
    project.write("docs/page.md", "레이어\n")
    assert said(project) == []


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("spellings: 레이어", "docs/glossary.md:3: no terms stand below it; write `spellings:`"),
        ("spellings:\n  층:\n    - 레이어", "docs/glossary.md:4: this is no term with words behind it;"),
        ("spellings:\n  층: 레이어,", "docs/glossary.md:4: '' is no other spelling; take it out"),
        ("spellings:\n  층: 레이어, 층", "docs/glossary.md:4: '층' is no other spelling; take it out"),
        (
            "spellings:\n  층: 레이어\n  겹: 레이어",
            "docs/glossary.md:5: '레이어' is listed twice, here and for '층'; take it out",
        ),
        ("spellings: [", "docs/glossary.md:3: the page's settings are no YAML: "),
    ],
)
def test_a_list_that_nobody_understands_is_told_with_its_line(
    project: Sketch, listed: str, message: str
) -> None:
    project.write("docs/glossary.md", f"---\ntitle: 용어집\n{listed}\n---\n\n# 용어집\n")
    (told,) = said(project)
    assert told.startswith(message)
