"""Rows of a glossary and of an error dictionary as names of the sections that they point at."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from yeje import search_names
from yeje.search_names import Item, Page

GLOSSARY = dedent("""
    # 용어집

    - **층(layer)**{ #층 }: [텐서](#텐서)를 받는 객체입니다. → [함수형 API](functional.md#층을-호출합니다)
    - **비순환 방향 그래프(directed acyclic graph, DAG)**{ #dag }: 순환 없음. → [텐서](tensors.md#그래프)
    - 이름 없는 항목 → [텐서](tensors.md#그래프)
""")
ERRORS = dedent("""
    | 메시지 | 까닭 |
    |---|---|
    | [`No such layer:`](errors/using.md#layer-name) | 층이 없습니다. |
    | ``All `outputs` values`` | [출력](errors/using.md#outputs), [다른 쪽](https://example.com#x) |
    | 링크 없는 줄 | 까닭 |
""")


def pages(**meta: Any) -> dict[str, Page]:
    directory = {"search": {"directory": True}}
    return {
        "glossary.md": Page("glossary/", GLOSSARY, {**directory, **meta}),
        "errors.md": Page("errors/", ERRORS, directory),
        "errors/using.md": Page("errors/using/", "", {}),
        "functional.md": Page("functional/", "- **층(layer)**{ #층 }: → [텐서](tensors.md#그래프)", {}),
        "tensors.md": Page("tensors/", "", {}),
    }


def test_an_item_names_the_section_that_it_points_at() -> None:
    found = search_names.names(pages())
    assert found["functional/#층을-호출합니다"] == {"terms": ["층(layer)"]}
    assert found["tensors/#그래프"] == {"terms": ["비순환 방향 그래프(directed acyclic graph, DAG)"]}


def test_a_row_of_a_table_is_a_message_of_every_section_that_it_links_to() -> None:
    found = search_names.names(pages())
    assert found["errors/using/#layer-name"] == {"messages": ["No such layer:"]}
    assert found["errors/using/#outputs"] == {"messages": ["All `outputs` values"]}


def test_only_pages_that_say_so_are_directories() -> None:
    only = {**pages(), "glossary.md": Page("glossary/", GLOSSARY, {"search": {"boost": 2}})}
    assert set(search_names.names(only)) == {"errors/using/#layer-name", "errors/using/#outputs"}


def test_links_that_leave_the_site_name_nothing() -> None:
    assert not [location for location in search_names.names(pages()) if "example" in location]


def test_an_item_with_an_id_can_be_found_itself() -> None:
    assert list(search_names.items(pages()["glossary.md"])) == [
        Item("glossary/#층", "층(layer)", "텐서를 받는 객체입니다."),
        Item("glossary/#dag", "비순환 방향 그래프(directed acyclic graph, DAG)", "순환 없음."),
    ]


def test_synonyms_are_the_term_its_english_names_and_what_the_page_lists_beside_it() -> None:
    listed = pages(spellings={"층": "레이어"}, aliases={"층": "계층", "저장": "save, 세이브"})
    assert search_names.synonyms(listed) == [
        ["층", "layer", "레이어", "계층"],
        ["비순환 방향 그래프", "directed acyclic graph", "DAG"],
        ["저장", "save", "세이브"],
    ]


def test_a_page_says_what_readers_call_it() -> None:
    said = {"search": {"names": "다중 출력 모델, multi-output model"}}
    found = search_names.names({"branched.md": Page("branched/", "", said), **pages()})
    assert found["branched/"] == {"names": ["다중 출력 모델", "multi-output model"]}


def test_a_page_says_what_readers_call_its_sections() -> None:
    said = {"search": {"sections": {"one-sample": "한 장만 예측, 샘플 하나", 1: "숫자"}}}
    found = search_names.names({"shapes.md": Page("shapes/", "", said), **pages()})
    assert found["shapes/#one-sample"] == {"names": ["한 장만 예측", "샘플 하나"]}
    assert found["shapes/#1"] == {"names": ["숫자"]}


def test_a_name_for_a_section_that_is_not_there_is_a_problem_with_its_line() -> None:
    head = "---\nsearch:\n  gone: 1\n  sections:\n    here: 있는 절\n    'gone': 없는 절\n---\n"
    text = f"{head}# 쪽\n"
    said = {"search": {"sections": {"here": "있는 절", "gone": "없는 절"}}}
    problems = search_names.problems({"a/b.md": Page("a/b/", "", said, text)}, {"a/b/", "a/b/#here"}, "docs")
    assert [str(problem) for problem in problems] == [
        "docs/a/b.md:6: search.sections names #gone, which the page does not have; correct the anchor"
    ]


@pytest.mark.parametrize("said", ["한 장", ["한 장"]])
def test_names_of_no_section_are_a_problem(said: Any) -> None:
    page = Page("a/", "", {"search": {"sections": said}}, "---\nsearch:\n  sections: 한 장\n---\n")
    assert page.sections == {}
    assert [str(problem) for problem in search_names.problems({"a.md": page}, {"a/"}, "docs")] == [
        f"docs/a.md:3: search.sections takes lines `anchor: names`, not {said!r}"
    ]


def test_settings_without_a_value_name_nothing_and_lists_are_lists() -> None:
    assert Page("a/", "", {"search": {"sections": None, "names": None}}).sections == {}
    page = Page("a/", "", {"search": {"names": None, "sections": {"a": None, "b": ["x", "y"]}}})
    assert (page.names, page.sections) == ([], {"a": [], "b": ["x", "y"]})
    assert ["층", "layer"] in search_names.synonyms(pages(aliases={"층": None}))


def test_a_section_below_another_is_a_part_of_it() -> None:
    markdown = (
        "# 쪽\n\n## 셋째 열: Param \\# {#param}\n\n```sh\n# 명령\n```\n\n~~~\n### 셋\n~~~\n\n"
        "### `Dense`\n\n### 0인 줄\n\n## 끝\n"
    )
    below = "셋째 열: Param #"
    above = search_names.parents(Page("reading/", markdown))
    assert {title: names for title, names in above.items() if any(names)} == {
        "Dense": [below],
        "0인 줄": [below],
    }
