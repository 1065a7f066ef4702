"""Title cards: a picture of 1200 × 630 pixels with an article's title, drawn by Pillow with Noto Sans CJK.

It says in itself and in its metadata that a machine made it (GB 45438-2025). The same title gives the same bytes.
"""

import io
import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsbot.chinese import traditional
from newsbot.errors import SettingsError
from newsbot.news import Language

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""What social sites show a link with (Open Graph's usual 1.91 : 1)."""

MARGIN = 80
SIZES = (84, 76, 68, 60, 52, 46)  # of the title's letters in pixels, the largest that fits
LEADING = 1.34
HIGHEST = 370  # pixels that the title may take
LONGEST = 300  # characters of a title that are looked at
LABELS: dict[Language, str] = {"zh-Hans": "人工智能生成", "zh-Hant": "人工智能生成", "en": "AI-generated"}
FACES: dict[Language, str] = {"zh-Hans": " SC", "zh-Hant": " TC", "en": " SC"}
"""The face of a collection whose forms a language's readers know."""
PAPER, INK, SOFT, BAND = "#f7f8fa", "#16202c", "#5a6673", "#1f4e79"
FONTS = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "NotoSansSC-Bold.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
)
FOLDERS = tuple(
    map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts"))
)

_NOT_FIRST = frozenset("。，、；：？！…—～·”’」』）》〉】］｝%％℃,.;:?!)]}")
_NOT_LAST = frozenset("“‘「『（《〈【［｛([{$￥¥")
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "So", "Sk")  # controls, joiners, emoji and their colours


@dataclass(frozen=True)
class Cards:
    """Draws cards for `site`, labelled with `producer`. `font` is a file, or None: Noto Sans CJK below `folders`."""

    site: str
    producer: str
    font: Path | None = None
    folders: tuple[Path, ...] = FOLDERS

    def __call__(self, title: str, story: str, language: Language = "zh-Hans") -> bytes:
        """The card as PNG, labelled in the title's language.

        Raises `SettingsError` without Pillow, without a font, or for a script that it has not."""
        try:
            from PIL import Image, ImageDraw, PngImagePlugin
        except ModuleNotFoundError as error:
            raise SettingsError("title cards need the extra: install newsbot[cards]") from error
        font = _opened(self.font or _found(self.folders), FACES[language])
        text = _shown(title, font)
        picture = Image.new("RGB", SIZE, PAPER)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, 18, SIZE[1]), fill=BAND)
        lines, size = _fitted(text, font)
        for number, line in enumerate(lines):
            draw.text((MARGIN, MARGIN + number * size * LEADING), line, fill=INK, font=font(size))
        self._signed(draw, font, language)
        said = PngImagePlugin.PngInfo()
        said.add_itxt("Title", title[:LONGEST].encode("utf-8", "replace").decode())
        said.add_itxt("AIGC", json.dumps(_labelled(self.producer, story), ensure_ascii=False))
        octets = io.BytesIO()
        picture.save(octets, "PNG", pnginfo=said, optimize=True)
        return octets.getvalue()

    def _signed(self, draw: "ImageDraw", font: "Callable[[int], FreeTypeFont]", language: Language) -> None:
        """The label in a frame at the lower left, the site's name at the lower right, as much of it as has room."""
        small, low, label = font(30), SIZE[1] - MARGIN - 12, LABELS[language]
        width = small.getlength(label)
        draw.rounded_rectangle((MARGIN, low - 14, MARGIN + width + 36, low + 40), radius=10, outline=SOFT, width=2)
        draw.text((MARGIN + 18, low - 8), label, fill=INK, font=small)
        site = traditional(self.site) if language == "zh-Hant" else self.site
        room = SIZE[0] - 3 * MARGIN - width - 36
        name = next(iter(wrapped(_seen(site), room, small.getlength)), "")
        draw.text((SIZE[0] - MARGIN - small.getlength(name), low - 8), name, fill=SOFT, font=small)


def _labelled(producer: str, story: str) -> dict[str, dict[str, str]]:
    keys = ("ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2")
    return {"AIGC": {"Label": "1", "ContentProducer": producer, "ProduceID": story, **dict.fromkeys(keys, "")}}


# ---------------------------------------------------------------- fonts


def _found(folders: Sequence[Path]) -> Path:
    """Noto Sans CJK where systems keep fonts. Raises `SettingsError`."""
    for folder in folders:
        there = {path.name: path for path in sorted(folder.expanduser().rglob("Noto*"))}
        for name in FONTS:
            if name in there:
                return there[name]
    raise SettingsError(
        "title cards need the font Noto Sans CJK, and this system has none: install it (Debian: fonts-noto-cjk), or "
        "name a font file that has Chinese in publish.card_font"
    )


def _opened(file: Path, name: str) -> "Callable[[int], FreeTypeFont]":
    """The font at any size; of a collection the face that has this in its name. Raises `SettingsError`."""
    from PIL import ImageFont

    try:
        face = next((n for n in range(12) if name in f" {ImageFont.truetype(file, 10, index=n).getname()[0]}"), 0)
    except OSError:  # the last face of the collection has been passed
        face = 0
    opened: dict[int, FreeTypeFont] = {}

    def at(size: int) -> "FreeTypeFont":
        if size not in opened:
            try:
                opened[size] = ImageFont.truetype(file, size, index=face, layout_engine=ImageFont.Layout.BASIC)
            except OSError as error:
                raise SettingsError(f"publish.card_font: {file} is no font that can be read ({error})") from error
        return opened[size]

    return at


def _seen(text: str) -> str:
    """The text on one line, without emoji and what has no shape."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _shown(title: str, font: "Callable[[int], FreeTypeFont]") -> str:
    """The title as it is drawn. Raises `SettingsError` where the font has no letters for it."""
    text = _seen(title[:LONGEST])
    letters = font(40)
    nothing = bytes(letters.getmask("\U0010fffe"))
    if missing := sorted({c for c in text if c != " " and bytes(letters.getmask(c)) == nothing}):
        raise SettingsError(
            f"the font has no letters for {''.join(missing[:8])}; name one that has them in publish.card_font"
        )
    return text


# ---------------------------------------------------------------- lines


def _fitted(text: str, font: "Callable[[int], FreeTypeFont]") -> tuple[list[str], int]:
    """The lines of the title and the size of its letters: the largest at which it fits; at the smallest it is cut."""
    width = SIZE[0] - 2 * MARGIN
    for size in SIZES:
        lines = wrapped(text, width, font(size).getlength)
        most = int(HIGHEST // (size * LEADING))
        if len(lines) <= most:
            return lines, size
    last = lines[most - 1]
    while last and font(size).getlength(last + "…") > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"], size


def wrapped(text: str, width: float, length: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than `width`, as `length` measures them.

    Chinese may break anywhere but before a closing mark and after an opening one; words of other scripts stay whole
    unless one alone is wider than a line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        for part in _narrow(piece, width, length):
            if line and length((line + part).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += part if line else part.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _narrow(piece: str, width: float, length: Callable[[str], float]) -> Iterator[str]:
    """The piece, in parts where it is wider than a line; a single letter is always one."""
    if length(piece.rstrip()) <= width:
        yield piece
        return
    part = ""
    for letter in piece:
        if part and length(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part


def _pieces(text: str) -> Sequence[str]:
    """What may not be parted: a word with the space after it, a Chinese character with the marks that cling to it."""
    pieces: list[str] = []
    for letter in text:
        before = pieces[-1][-1] if pieces else ""
        clings = before and (letter in _NOT_FIRST or letter == " " or before in _NOT_LAST)
        if clings or (before and _of_word(before) and _of_word(letter)):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _of_word(letter: str) -> bool:
    """Whether the letter is written in words: neither a space nor of a script that is set letter by letter."""
    return letter != " " and unicodedata.east_asian_width(letter) not in ("W", "F")
