"""Material's search index in, the site's own out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from yeje import search_index
from yeje.search_names import Page

CONFIG = {"lang": ["ko"], "separator": r"[\s\-]+", "pipeline": [], "fields": {}}
GLOSSARY = Page(
    "glossary/",
    "- **층(layer)**{ #층 }: 텐서를 받습니다. → [함수형](functional.md#층)\n",
    {"search": {"directory": True}, "aliases": {"층": "레이어"}},
)
FUNCTIONAL = Page("functional/", "# 함수형 API", {})
PAGES = {"glossary.md": GLOSSARY, "functional.md": FUNCTIONAL}


def entry(location: str, title: str, text: str, **more: Any) -> dict[str, Any]:
    return {"location": location, "title": title, "text": text, "tags": ["Blog"], **more}


def enriched(*docs: dict[str, Any], pages: dict[str, Page] = PAGES) -> dict[str, dict[str, Any]]:
    """Location -> entry, of Material's entries for a site with a glossary."""
    made = json.loads(search_index.encode({"config": CONFIG, "docs": list(docs)}, pages))
    return {found["location"]: found for found in made["docs"]}


def section(text: str, title: str = "층") -> dict[str, Any]:
    """The entry of one section with this HTML."""
    return enriched(entry("functional/", "함수형", ""), entry("functional/#절", title, text))[
        "functional/#절"
    ]


def test_prose_is_plain_text_with_a_line_for_each_paragraph() -> None:
    found = section(
        "<p>층을 <code>Dense(4)</code>로 &lt;만듭니다&gt;.</p> <ul> <li>하나</li> <li>둘</li> </ul>",
        "<code>summary</code>",
    )
    assert found["text"] == "층을 Dense(4)로 <만듭니다>.\n하나\n둘"
    assert found["title"] == "summary"
    assert "tags" not in found


def test_code_leaves_what_it_calls_and_not_the_names_it_gives() -> None:
    code = (
        "<pre><code>mine = keras.Input((3,), name=&quot;a&quot;)\nmine.shape\nplot_model(mine)\n</code></pre>"
    )
    assert section(f"<p>코드</p>{code}<p>끝</p>")["code"].split() == ["Input", "name", "plot_model", "shape"]


def test_an_error_that_a_program_ends_with_is_a_message_on_one_line() -> None:
    printed = (
        '<pre>Traceback (most recent call last):\n  File "a"\nValueError: No such\nlayer: &lt;A&gt;</pre>'
    )
    found = section(f"<p>오류</p>{printed}")
    assert found["messages"] == "ValueError: No such layer: <A>"
    assert "Traceback" not in json.dumps(found)


def test_a_message_that_prose_names_is_a_message() -> None:
    found = section("<p><code>No module named 'tensorflow'</code>나 <code>x = f(x)</code>라고 나옵니다.</p>")
    assert found["messages"] == "No module named 'tensorflow'"


def test_a_section_knows_its_page_names_and_what_it_is_a_part_of() -> None:
    page = Page("functional/", "# 함수형\n\n## 열\n\n### 층\n", {"search": {"names": "functional model"}})
    docs = [
        entry("functional/", "함수형", ""),
        entry("functional/#열", "열", ""),
        entry("functional/#층", "층", ""),
    ]
    found = enriched(*docs, pages={"functional.md": page})
    assert found["functional/"]["names"] == "functional model"
    assert found["functional/#층"]["under"] == "열"
    assert "under" not in found["functional/#열"]


def test_sections_of_one_title_are_parts_of_different_ones() -> None:
    page = Page("a/", "# 쪽\n\n## 예제\n\n## 하나\n\n### 예제\n\n## 둘\n\n### 예제\n")
    titles = {"a/": "쪽", "a/#1": "예제", "a/#2": "하나", "a/#3": "예제", "a/#4": "둘", "a/#5": "예제"}
    found = enriched(*(entry(*item, "") for item in titles.items()), pages={"a.md": page})
    assert [found[location].get("under") for location in titles] == [None, None, None, "하나", None, "둘"]


def test_where_titles_do_not_tell_sections_apart_the_last_one_counts() -> None:
    page = Page("a/", "## 하나\n\n!!! note\n\n    ### 예제\n\n## 둘\n\n### 예제\n")
    titles = {"a/": "예제", "a/#2": "하나", "a/#3": "예제", "a/#4": "둘", "a/#5": "예제"}
    found = enriched(*(entry(*item, "") for item in titles.items()), pages={"a.md": page})
    assert [found[location].get("under") for location in titles] == [None, None, "둘", None, "둘"]


def test_words_beyond_the_quoted_sentences_are_found_in_order_and_without_endings() -> None:
    first, rest = (
        "가" * search_index.SHOWN[0],
        "그레이디언트를 노름으로 잽니다. 그레이디언트가 333,526개 있고 그레이디언트는 큽니다.",
    )
    found = section(f"<p>{first}</p><p>{rest}</p>")
    assert found["text"] == first
    assert found["more"].split("\n") == ["그레이디언트 노름 잽니다", "그레이디언트 333,526 있고 큽니다"]


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("그레이디언트에서는", "그레이디언트"),
        ("쌓입니다", "쌓입니다"),  # of a verb of one syllable, nothing would be left
        ("쓰이기", "쓰이기"),  # 쓰이 would be taken for 쓰 with a particle
        ("메시지에서", "메시지"),
        ("층은", "층은"),
    ],
)
def test_what_is_kept_of_a_word_has_the_words_own_stem(word: str, kept: str) -> None:
    first = "가" * search_index.SHOWN[0]
    assert section(f"<p>{first}</p><p>{word}.</p>")["more"] == kept


def test_a_word_that_many_sections_share_is_left_out_of_what_is_only_found() -> None:
    first = "가" * search_index.SHOWN[0]
    docs = [
        entry(f"functional/#{number}", "절", f"<p>{first}</p><p>흔한말 드문말{number}</p>")
        for number in range(search_index.COMMON["more"] + 1)
    ]
    some = enriched(entry("functional/", "함수형", ""), *docs[:-1])
    all_of_them = enriched(entry("functional/", "함수형", ""), *docs)
    assert "흔한말" in some["functional/#0"]["more"]
    assert "흔한말" not in all_of_them["functional/#0"].get("more", "")


def test_a_section_has_the_terms_and_messages_that_directories_give_it() -> None:
    errors = Page("errors/", "| `No such layer:` | [층](functional.md#층) |", {"search": {"directory": True}})
    docs = [entry("functional/", "함수형", ""), entry("functional/#층", "층", "<pre>ValueError: none</pre>")]
    found = enriched(*docs, pages={**PAGES, "errors.md": errors})["functional/#층"]
    assert found["terms"] == "층(layer)"
    assert found["messages"] == "ValueError: none\nNo such layer:"


def test_a_glossary_is_found_by_its_items_and_not_by_its_letters() -> None:
    found = enriched(entry("glossary/", "용어집", "<p>용어</p>"), entry("glossary/#ㅊ", "ㅊ", "<ul>층</ul>"))
    assert list(found) == ["glossary/", "glossary/#층"]
    assert found["glossary/#층"]["text"] == "텐서를 받습니다."


def test_rows_of_a_directory_are_found_where_they_point_and_not_in_it() -> None:
    found = enriched(
        entry("glossary/", "용어집", "<p>용어</p>"),
        entry("glossary/#찾기", "찾기", "층이 없습니다 <code>No such</code>"),
    )
    assert found["glossary/#찾기"]["text"] == ""
    assert found["glossary/#찾기"]["boost"] < 1


def test_what_only_repeats_is_no_result() -> None:
    found = enriched(
        entry("functional/", "함수형", "<p>이 글에서 배우는 것</p> <p>층</p>"),
        entry("functional/#확인하기", "확인하기", "<p>질문</p>"),
        entry("tags/", "태그", ""),
        entry("tags/#tag:blog", "Blog", "<ul><li>함수형</li></ul>"),
    )
    assert list(found) == ["functional/", "tags/", "glossary/#층"]
    assert found["functional/"]["text"] == "층"


def test_a_page_comes_before_its_sections_as_material_expects() -> None:
    found = enriched(
        entry("glossary/", "용어집", ""), entry("functional/", "함수형", ""), entry("functional/#a", "a", "")
    )
    assert list(found) == ["glossary/", "glossary/#층", "functional/", "functional/#a"]


def test_the_worker_gets_the_synonyms_with_materials_own_settings() -> None:
    made = json.loads(search_index.encode({"config": CONFIG, "docs": []}, PAGES))
    assert made["config"] == {**CONFIG, "synonyms": [["층", "layer", "레이어"]]}


def test_a_boost_is_kept() -> None:
    found = enriched(entry("functional/", "함수형", "", boost=2))
    assert found["functional/"]["boost"] == 2


def test_a_site_that_grows_quotes_less_until_its_index_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"{number:x}" * 4 for number in range(4000)]
    docs = [
        entry(
            f"functional/#{number}",
            "절",
            "".join(f"<p>{' '.join(words[number * 100 + 20 * line :][:20])}</p>" for line in range(5)),
        )
        for number in range(39)
    ]
    whole = search_index.encode({"config": CONFIG, "docs": docs}, PAGES)
    size = len(gzip.compress(whole, 6))
    monkeypatch.setattr(search_index, "SIZE", size - 1)
    assert len(gzip.compress(search_index.encode({"config": CONFIG, "docs": docs}, PAGES), 6)) < size


def test_drawings_are_no_text_and_file_names_no_part_of_captions() -> None:
    html = (
        '<span>그림</span><a class="yeje-source" href="a.py">a.py</a>'
        '<figure class="x"><svg><text>3 units</text></svg></figure>'
        '<div class="yeje-output yeje-summary"><table></table></div>'
        '<div class="yeje-output yeje-stdout"><pre>1</pre></div>'
    )
    prepared = search_index.prepare(html)
    assert prepared.count('data-search-exclude="true"') == 3
    assert '<figure data-search-exclude="true" class="x">' in prepared
    assert '<div class="yeje-output yeje-stdout"><pre>' in prepared
    assert "</span> <a" in prepared


def test_the_index_is_rewritten_in_its_place_and_only_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "search_index.json"
    search_index.rewrite(path, PAGES, "docs")
    assert not path.exists()
    path.write_text(json.dumps({"config": CONFIG, "docs": [entry("functional/", "함수형", "<p>가</p>")]}))
    search_index.rewrite(path, PAGES, "docs")
    assert "함수형" in path.read_text(encoding="utf-8")
    assert json.loads(path.read_bytes())["docs"][0] == {
        "location": "functional/",
        "title": "함수형",
        "text": "가",
    }


def test_an_index_that_is_too_large_whatever_it_quotes_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "SIZE", 10)
    path = tmp_path / "search_index.json"
    path.write_text(json.dumps({"config": CONFIG, "docs": [entry("functional/", "함수형", "<p>가</p>")]}))
    (problem,) = search_index.rewrite(path, PAGES, "docs")
    assert str(problem).startswith("docs: the search index has ") and path.exists()
