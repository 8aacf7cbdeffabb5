"""Cards: pictures of a page's title."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from yeje import card
from yeje.card import Cards

TITLE, TEXT, SITE = (
    "갈라지는 신경망: 출력이 둘인 모델",
    "한 층의 출력을 두 곳으로 보냅니다.",
    "케라스 함수형 API",
)


def drawn(title: str = TITLE, text: str = TEXT, site: str = SITE) -> Image.Image:
    return Image.open(BytesIO(card.draw(title, text, site))).convert("RGB")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is not the ground of every card."""
    empty = drawn("", "", "")
    # Palettes differ a little, ink differs a lot.
    box = ImageChops.difference(image, empty).convert("L").point(lambda value: 255 * (value > 60)).getbbox()
    assert box
    return box


def test_a_card_has_the_size_that_networks_ask_for_and_few_bytes() -> None:
    data = card.draw(TITLE, TEXT, SITE)
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert len(data) < 25_000


def test_title_text_and_site_are_on_it() -> None:
    whole = drawn()
    for without in (drawn(title=""), drawn(text=""), drawn(site="")):
        assert ImageChops.difference(whole, without).getbbox()


@pytest.mark.parametrize("title", ["층", TITLE, "아주 긴 제목 " * 20, "띄어쓰기없는제목" * 20, "a" * 200])
def test_words_of_any_length_stay_within_their_room(title: str) -> None:
    left, top, right, bottom = ink(drawn(title=title, text=f"{title} " * 5))
    assert left >= card.MARGIN - 2 and right <= card.MARGIN + card.ROOM + 4
    assert top > 60 and bottom < 600


def test_lines_break_between_words() -> None:
    lines = card._wrapped("한 층의 출력을 두 곳으로 보내 출력이 둘인 모델을 만들고 예측합니다", 66)
    assert len(lines) > 1
    assert " ".join(lines) == "한 층의 출력을 두 곳으로 보내 출력이 둘인 모델을 만들고 예측합니다"


def test_a_character_that_the_font_lacks_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"has no '𓀀' \(U\+13000\), .* write it in another way"):
        card.draw("𓀀", TEXT, SITE)


def test_a_process_of_its_own_draws_the_same_bytes() -> None:
    call = f"card.draw({TITLE!r}, {TEXT!r}, {SITE!r})"
    code = f"import sys; from yeje import card; sys.stdout.buffer.write({call})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == card.draw(TITLE, TEXT, SITE)


def test_a_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Cards(tmp_path, SITE).get(TITLE, TEXT)
    monkeypatch.setattr(card, "draw", lambda *_: pytest.fail("drawn again"))
    assert Cards(tmp_path, SITE).get(TITLE, TEXT) == first


def test_other_words_are_another_card_and_a_cut_off_file_is_none(tmp_path: Path) -> None:
    cards = Cards(tmp_path, SITE)
    first = cards.get(TITLE, TEXT)
    assert cards.get(TITLE, "다른 말") != first and Cards(tmp_path, "다른 사이트").get(TITLE, TEXT) != first
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    assert cards.get(TITLE, TEXT) == first


def test_cards_that_nobody_asks_for_are_removed(tmp_path: Path) -> None:
    Cards(tmp_path, SITE).get("옛 제목", TEXT)
    cards = Cards(tmp_path, SITE)
    cards.get(TITLE, TEXT)
    cards.prune()
    assert len(list(tmp_path.iterdir())) == 1


def test_where_nothing_can_be_kept_cards_are_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert Cards(tmp_path / "file", SITE).get(TITLE, TEXT) == card.draw(TITLE, TEXT, SITE)


def test_a_kept_card_needs_no_pillow(tmp_path: Path) -> None:
    Cards(tmp_path, SITE).get(TITLE, TEXT)
    code = (
        "import sys; from pathlib import Path; from yeje.card import Cards; "
        f"Cards(Path({str(tmp_path)!r}), {SITE!r}).get({TITLE!r}, {TEXT!r}); print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
