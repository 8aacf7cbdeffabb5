"""The search's own code in a browser, without a site: Korean words, and which sections answer a query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[1] / "docs/assets/javascripts/search"
SYNONYMS = [
    ["특성 맵", "feature map", "피처 맵"],
    ["층", "layer", "레이어"],
    ["가중치 공유", "weight sharing"],
]
DOCS = [
    {"location": "a/", "title": "합성곱 신경망", "text": "이미지를 다룹니다."},
    {
        "location": "a/#map",
        "title": "특성 맵을 봅니다",
        "text": "필터마다 한 장입니다. plot_model로도 그립니다.",
    },
    {"location": "a/#layer", "title": "층의 이름", "text": "이름이 겹치면 get_layer로 찾을 수 없습니다."},
    {
        "location": "a/#share",
        "title": "층 하나를 함께 쓰기",
        "text": "",
        "terms": "가중치 공유(weight sharing)",
    },
    {
        "location": "a/#gradient",
        "title": "그레이디언트 소실",
        "text": "앞쪽까지 GradientTape로 닿지 않습니다.",
    },
    {"location": "b/", "title": "갈라지는 신경망", "names": "다중 출력 모델\nmulti-output model", "text": ""},
    {"location": "b/#param", "title": "셋째 열", "text": ""},
    {"location": "b/#zero", "title": "0인 줄", "under": "셋째 열", "text": ""},
    {"location": "e/", "title": "오류 사전", "text": ""},
    {"location": "e/#two", "title": "둘일 때", "messages": "expects 2 input(s), but it received 1 tensors"},
    {"location": "e/#one", "title": "하나일 때", "messages": "expects 1 input(s), but it received 2 tensors"},
]


@pytest.fixture(scope="module")
def tab(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    for name in ("hangul.js", "keyboard.js", "words.js", "sections.js", "engine.js"):
        page.add_script_tag(content=(SCRIPTS / name).read_text(encoding="utf-8"))
    page.evaluate("([docs, synonyms]) => { window.engine = new Engine(docs, synonyms) }", [DOCS, SYNONYMS])
    yield page
    page.close()


@pytest.fixture
def first(tab: Any) -> Callable[[str], str | None]:
    """first(query) is the location of the best section."""
    return lambda query: tab.evaluate("query => engine.search(query)[0]?.doc.location ?? null", query)


@pytest.mark.parametrize(
    "forms",
    [
        "갈라지는 갈라집니다 갈라진 갈라졌다가 갈라져요 갈라질",
        "뒤바뀌다 뒤바뀝니다 뒤바뀜 뒤바뀐",
        "훈련합니다 훈련한 훈련하면 훈련을 훈련에서 훈련시킬까요 훈련했을 훈련해서 훈련",
        "층을 층이 층은 층에서 층입니다 층들을 층마다 층",
        "모델을 모델이 모델은 모델로 모델",
        "만든 만들 만듭니다 만들어 만들기 만들었다 만드는 만들다",
        "나옵니다 나왔다 나와요 나온 나오다",
        "더하기 더하는 더합니다 더했을 더해서 더하다",
        "빠뜨렸을 빠뜨린 빠뜨리면 빠뜨렸습니다 빠뜨리다",
        "필요한가요 필요합니다 필요해요 필요한 필요",
        "그레이디언트의 그레이디언트 그레이디언트를",
    ],
)
def test_forms_of_a_word_have_one_stem(tab: Any, forms: str) -> None:
    assert len(set(tab.evaluate("words => words.map(stem)", forms.split()))) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("층", "층수"), ("크기", "큰"), ("모델", "모양"), ("이미지", "이미"), ("하나", "하는")]
)
def test_other_words_have_other_stems(tab: Any, one: str, other: str) -> None:
    assert tab.evaluate("words => words.map(stem)", [one, other])[0] != tab.evaluate("stem", other)


@pytest.mark.parametrize(
    ("hangul", "english"),
    [
        ("플래튼", "Flatten"),
        ("시퀀셜", "Sequential"),
        ("서머리", "summary"),
        ("컨캣", "concat"),
        ("드롭아웃", "dropout"),
        ("소프트맥스", "softmax"),
        ("옵티마이저", "optimizer"),
        ("코랩", "Colab"),
        ("피처", "feature"),
    ],
)
def test_an_english_word_sounds_like_its_korean_spelling(tab: Any, hangul: str, english: str) -> None:
    assert tab.evaluate("soundOfHangul", hangul) == tab.evaluate("soundOfEnglish", english)


@pytest.mark.parametrize(
    ("keys", "hangul"),
    [
        ("vkfkalxj", "파라미터"),
        ("dPcmr", "예측"),
        ("Tkdrhfma", "쌍고름"),
        ("rkqtdl", "값이"),  # two letters below, and one that belongs to the next syllable
        ("dksgek", "않다"),
        ("tjfaud", "설명"),
        ("dhkseho", "완돼"),  # vowels of two keys
        ("summary", None),
        ("model", None),
        ("", None),
    ],
)
def test_keys_are_read_as_the_hangul_that_they_write(tab: Any, keys: str, hangul: str | None) -> None:
    assert tab.evaluate("asHangul", keys) == hangul
    assert hangul is None or tab.evaluate("asKeys", hangul) == keys


@pytest.mark.parametrize(
    ("typed", "keys"), [("녀ㅡㅡㅁ교", "summary"), ("채ㅜㅍ2ㅇ", "conv2d"), ("ㅄ", "qt"), ("a_1", "a_1")]
)
def test_hangul_is_read_as_the_keys_that_write_it(tab: Any, typed: str, keys: str) -> None:
    assert tab.evaluate("asKeys", typed) == keys


def test_with_caps_lock_keys_write_the_same_hangul(tab: Any) -> None:
    assert [tab.evaluate("asHangul", keys) for keys in ("VKFKALXJ", "Vkfkalxj")] == ["파라미터"] * 2


def test_sounds_tell_words_apart(tab: Any) -> None:
    assert tab.evaluate("soundOfHangul", "텐서") != tab.evaluate("soundOfEnglish", "dense")


@pytest.mark.parametrize(
    ("a", "b", "most", "far"),
    [
        ("abc", "abc", 1, 0),
        ("abc", "acb", 1, 1),
        ("abc", "abcd", 1, 1),
        ("abc", "xyz", 1, 2),
        ("a", "abcd", 2, 3),
    ],
)
def test_the_distance_of_words_is_counted_as_far_as_it_matters(
    tab: Any, a: str, b: str, most: int, far: int
) -> None:
    assert tab.evaluate("([a, b, most]) => distance(a, b, most)", [a, b, most]) == far


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("특성맵", "a/#map"),  # joined
        ("합성곱신경망은", "a/"),
        ("그레이 디언트", "a/#gradient"),  # parted
        ("층이름", "a/#layer"),
        ("특성 맵에서", "a/#map"),  # particles
        ("겹쳤을 때", "a/#layer"),  # endings
        ("피처맵", "a/#map"),  # synonyms
        ("레이어 이름", "a/#layer"),
        ("weight sharing", "a/#share"),
        ("그레이디언드", "a/#gradient"),  # typos
        ("get_layr", "a/#layer"),
        ("gredianteip", "a/#gradient"),
        ("특성 멥", "a/#map"),
        ("plot model", "a/#map"),  # identifiers
        ("getlayer", "a/#layer"),
        ("그래디언트 테이프", "a/#gradient"),  # by sound
        ("플롯", "a/#map"),
        ("다중출력모델", "b/"),  # names of a page
        ("셋째 열이 0인 까닭", "b/#zero"),  # parts of a section
        ("그레", "a/#gradient"),  # while typing
        ("GRADIENTTAPE를", "a/#gradient"),  # mixed script
        ("xmrtjd aoq", "a/#map"),  # typed with the keyboard in the other language
        ("xmrtjdaoq", "a/#map"),
        ("ㅔㅣㅐㅅ_ㅡㅐㅇ디", "a/#map"),
        ("ㅔㅣㅐㅅ에서", "a/#map"),
        ("Xmrtjdaoq", "a/#map"),
        ("ValueError: Layer expects 2 input(s), but it received 1 tensors.", "e/#two"),  # messages
        ("ValueError: Layer expects 1 input(s), but it received 2 tensors.", "e/#one"),
    ],
)
def test_a_query_finds_its_section(first: Callable[[str], str | None], query: str, section: str) -> None:
    assert first(query) == section


@pytest.mark.parametrize("query", ["", "   ", "?!", "ㅋㅋ", "퓌쉬", "zzzzzz", "\\(", "<b>", "__", "9" * 400])
def test_what_says_nothing_finds_nothing(first: Callable[[str], str | None], query: str) -> None:
    assert first(query) is None


def test_a_long_paste_is_answered(first: Callable[[str], str | None]) -> None:
    assert first("그레이디언트 소실 " + "Traceback (most recent call last) at 0x7f " * 300) == "a/#gradient"


@pytest.mark.parametrize("script", sorted(SCRIPTS.parent.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_looks_behind(script: Path) -> None:
    """A browser of before 2023 (Safari 16.3 and older) reads nothing of a script with such a pattern."""
    text = script.read_text(encoding="utf-8")
    assert "(?<=" not in text and "(?<!" not in text
