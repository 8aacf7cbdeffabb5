"""A page's card: the picture that messengers and social networks show beside a link to it.

Drawn by Pillow with the site's own font, so it needs no network and is the same on every machine. A
card is kept below ``.yeje/cards/`` under all that decides what it looks like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from yeje.memo import Memo

if TYPE_CHECKING:  # importing Pillow takes longer than a warm build may; cards that are kept need none
    from PIL import Image, ImageFont

WIDTH, HEIGHT = 1200, 630
"""Pixels: what Facebook, X, KakaoTalk and others ask for."""
FONT = Path(__file__).parent / "fonts" / "YejeSans-Regular.ttf"
MARGIN = 84
ROOM = 830
"""Pixels that text may take of the width; the drawing has the rest."""
TITLE_SIZES, TITLE_LINES = (74, 66, 58, 50), 3
TEXT_SIZE, TEXT_LINES = 34, 3
PAPER, INK, GREY, COLOUR, ACCENT = "#ffffff", "#16282c", "#4d5f64", "#14505c", "#ffb86b"
SCALE = 2
"""Drawings are made so much larger and then reduced: Pillow's circles have no smooth edge."""
COLOURS = 32
"""Of the PNG's palette: enough for letters with smooth edges on flat grounds."""


class Cards:
    """The cards of a site, kept in a folder between builds."""

    def __init__(self, folder: Path, site_name: str) -> None:
        self._folder = folder
        self._site_name = site_name
        self._memo = Memo(folder)
        self._used: set[str] = set()

    def get(self, title: str, text: str) -> bytes:
        """The PNG of a page's card.

        Raises ValueError if the font lacks a character.
        """
        inputs = "\0".join([_drawer(), self._site_name, title, text])
        name = hashlib.sha256(inputs.encode()).hexdigest()
        self._used.add(name)
        known = self._memo.get(name)
        if known is not None:
            return known
        made = draw(title, text, self._site_name)
        self._memo.put(name, made)
        return made

    def prune(self) -> None:
        """Remove kept cards that nobody has asked for."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)


def draw(title: str, text: str, site_name: str) -> bytes:
    """The PNG of a card: WIDTH times HEIGHT pixels.

    Raises ValueError if the font lacks a character.
    """
    from PIL import Image, ImageDraw

    for character in sorted({*title, *text, *site_name} - {" "}):
        if _is_missing(character):
            raise ValueError(
                f"{FONT.name} has no {character!r} (U+{ord(character):04X}), which a page's title or "
                "description needs for its card; write it in another way"
            )
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(_network(), (0, 0))
    pen = ImageDraw.Draw(image)
    size, lines = _fitting(title)
    top = 96
    for line in lines:
        pen.text((MARGIN, top), line, INK, _font(size), stroke_width=1, stroke_fill=INK)
        top += round(size * 1.32)
    top += 22
    for line in _cut(_wrapped(text, TEXT_SIZE), TEXT_LINES, TEXT_SIZE):
        pen.text((MARGIN, top), line, GREY, _font(TEXT_SIZE))
        top += round(TEXT_SIZE * 1.5)
    pen.text((MARGIN, HEIGHT - 62), site_name, COLOUR, _font(30), anchor="ls", stroke_width=0.5)
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitting(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title has room, and its lines."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= TITLE_LINES:
            return size, lines
    return TITLE_SIZES[-1], _cut(_wrapped(title, TITLE_SIZES[-1]), TITLE_LINES, TITLE_SIZES[-1])


def _wrapped(text: str, size: int) -> list[str]:
    """Lines no wider than ROOM, broken between words; a word that is wider breaks anywhere."""
    lines = [""]
    for piece in _pieces(text, size):
        longer = f"{lines[-1]} {piece}".strip()
        if _font(size).getlength(longer) <= ROOM:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [line for line in lines if line]


def _pieces(text: str, size: int) -> Iterator[str]:
    for word in text.split():
        start = 0
        for end in range(1, len(word) + 1):
            if _font(size).getlength(word[start:end]) > ROOM:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]


def _cut(lines: list[str], most: int, size: int) -> list[str]:
    """At most so many lines; an ellipsis tells of the rest."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while _font(size).getlength(f"{last}…") > ROOM:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


@cache
def _network() -> Image.Image:
    """The ground of all cards: the logo's network, which forks, at the right."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 20 * SCALE, HEIGHT * SCALE), COLOUR)
    source, middle, outputs = (1046, 500), (1046, 330), ((968, 168), (1124, 168))
    for end in (source, *outputs):
        pen.line([(x * SCALE, y * SCALE) for x, y in (middle, end)], COLOUR, 9 * SCALE)
    for (x, y), radius, colour in (
        (source, 36, COLOUR),
        (middle, 42, COLOUR),
        (outputs[0], 38, COLOUR),
        (outputs[1], 38, ACCENT),
    ):
        pen.circle((x * SCALE, y * SCALE), radius * SCALE, colour)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    # Basic: the other layout engine is there only on machines with libraqm, and Hangul needs none.
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _is_missing(character: str) -> bool:
    """Whether the font has only its empty box for the character."""
    font = _font(TEXT_SIZE)
    box = font.getmask("\U0010ffff")
    return bytes(font.getmask(character)) == bytes(box) and font.getlength(character) == font.getlength(
        "\U0010ffff"
    )


@cache
def _drawer() -> str:
    """Changes with all that draws a card beside its words."""
    code = hashlib.sha256(Path(__file__).read_bytes() + FONT.read_bytes())
    return f"{code.hexdigest()} Pillow {version('pillow')}"
