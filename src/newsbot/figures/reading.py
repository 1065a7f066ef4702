"""Reads the figures of a text, Chinese or English, as values with units.

One reader after another takes what it understands from the sheet and blanks it out: dates,
times, names with digits, scores, fractions, and what is left is numbers. Every pattern is
bounded, so the work is linear in the text.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from newsbot.figures import dates, multiples, named, parts
from newsbot.figures.figure import MAX_TEXT, READ_TEXTS, Day, Figure, Hedge, Kind, compiled, figured, folded
from newsbot.figures.hedging import hedged
from newsbot.figures.numerals import (
    ARABIC,
    DIGITS,
    ENGLISH,
    ENGLISH_NUMBER,
    HAN_NUMBER,
    LETTERS,
    MAGNITUDES,
    ORDINALS,
    SCALES,
    arabic,
    english,
    han,
)
from newsbot.figures.ranges import compounded, ranged
from newsbot.figures.things import counting
from newsbot.figures.units import MEASURES, MONEY, PREFIX, PREFIXES, SIGNS, UNIT, unit_of

_BLANK = "\x00"
_SCALE = "|".join(SCALES)
_LETTER = "|".join(sorted(LETTERS, key=len, reverse=True))
_HAN_UNIT = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True) if not sign.isascii())
_AFTER_HAN = f"(?P<more>[多余来])?(?P<unit>{_HAN_UNIT}|[{MEASURES}])?"

_ARABIC = compiled(
    rf"(?P<prefix>{PREFIX})?\s?(?<![\d.])(?P<number>{ARABIC})"
    rf"(?P<more>[多余来](?=[万亿十百千])|\+)?\s?(?P<han>(?:[十百千](?!分|瓦|克|米|赫)|万|亿|兆(?!瓦|赫|字|比)){{1,3}}|几千万)?"
    rf"(?P<scale>[\s\-]?(?i:{_SCALE})s?(?![A-Za-z])|(?:{_LETTER})(?![A-Za-z0-9]))?"
    rf"(?P<more2>[多余来](?!自)|\+)?[\s\-]?(?P<unit>{UNIT}|[{MEASURES}])?"
)
_HAN = compiled(rf"(?P<prefix>人民币|新台币|港币)?(?P<number>{HAN_NUMBER}){_AFTER_HAN}")
_ENGLISH = compiled(rf"(?<![A-Za-z\-])(?i:(?P<number>{ENGLISH_NUMBER}))(?![A-Za-z])(?:[\s\-]?(?P<unit>{UNIT}))?")
_ORDINAL_WORD = compiled(
    rf"\b(?i:(?P<word>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))\b(?!s?[ -](?:of an?|half))"
)
_TOP = compiled(
    r"(?:排名?|位|列|居|升至|跃居|升到)(?:在|世界|全球|全国|国内|行业|榜单|同行|本届|总分){0,2}"
    r"(?P<top>第[一1](?![\d一二三四五六七八九十百位]|[代届批轮次季个家款颗阶类方])|首位|榜首)"
)
_ORDINAL = compiled(rf"第(?P<number>\d{{1,6}}|{HAN_NUMBER})|(?<![\d.])(?P<digits>\d{{1,6}})(?:st|nd|rd|th)\b")
_SCORE = compiled(r"(?<![\d:.])(?P<one>\d{1,3})\s?(?:[:：比])\s?(?P<two>\d{1,3})(?![\d:.%])")


class _Sheet:
    """A folded text of which more and more has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = text
        self.found: list[Figure] = []
        self._lower = text.lower()
        self._has: dict[tuple[str, ...], bool] = {(): True}

    def has(self, needs: tuple[str, ...]) -> bool:
        """Whether the text had one of these words from the first, in any case; none needed is always there."""
        if needs not in self._has:
            self._has[needs] = any(word in self._lower for word in needs)
        return self._has[needs]

    def read(
        self, needs: tuple[str, ...], pattern: re.Pattern[str], reader: Callable[[re.Match[str]], Figure | None]
    ) -> None:
        """Read what the pattern finds and the reader takes. Where none of the words that it needs is in the text, it
        is not tried: most texts have few of them, and looking for a word is much faster."""
        if not self.has(needs):
            return
        figures = [figure for match in pattern.finditer(self.left) if (figure := reader(match)) is not None]
        self.blank((figure.start, figure.end) for figure in figures)
        self.found.extend(figures)

    def blank(self, spans: Iterable[tuple[int, int]]) -> None:
        pieces, position = [], 0
        for start, end in sorted(spans):
            if start >= position:
                pieces += [self.left[position:start], _BLANK * (end - start)]
                position = end
        self.left = "".join([*pieces, self.left[position:]])


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the text in reading order: the same for 5000亿美元, 5,000亿美元 and $500 billion."""
    return _figures(text[:MAX_TEXT])


@functools.lru_cache(READ_TEXTS)
def _figures(text: str) -> tuple[Figure, ...]:
    sheet = _Sheet(folded(text))
    for needs, pattern, reader in dates.READERS:
        sheet.read(needs, pattern, functools.partial(_date, reader))
    for needs, pattern in dates.TIMES:
        sheet.read(needs, pattern, lambda match: figured(match, "time", dates.clock(match)))
    for needs, pattern in dates.HOURS:
        sheet.read(needs, pattern, dates.hour)
    glued = named.glued(sheet.left)
    sheet.found += named.sizes(sheet.left, glued)
    sheet.blank(glued)
    for needs, pattern, maker in _OTHERS:
        sheet.read(needs, pattern, maker)
    names = {match.start("number") for match in named.numbered(sheet.text)}
    ordered = sorted(sheet.found, key=lambda figure: figure.start)
    marked = [hedged(sheet.text, figure) for figure in ordered]
    marked = [replace(figure, weak=True) if figure.start in names else figure for figure in marked]
    marked = [multiples.multiplied(sheet.text, figure) for figure in marked]
    return tuple(counting(sheet.text, figure) for figure in ranged(sheet.text, compounded(marked)))


def _date(reader: Callable[[re.Match[str]], Day | None], match: re.Match[str]) -> Figure | None:
    day = reader(match)
    return None if day is None else replace(figured(match, "date", Fraction(0)), day=day)


def _counted(match: re.Match[str], value: Fraction, unit: str, hedge: Hedge = "", weak: bool = False) -> Figure:
    name, factor = ("", Fraction(1)) if unit in MEASURES else unit_of(unit)
    prefix = match.groupdict().get("prefix")
    if prefix and name not in MONEY:
        name, factor = PREFIXES[prefix], Fraction(1)
    kind: Kind = "money" if name in MONEY else "percent" if name in ("percent", "points") else "number"
    return replace(figured(match, kind, value * factor, name, weak), bare=value, hedge=hedge)


def _arabic(match: re.Match[str]) -> Figure:
    value, unit, scale = arabic(match["number"]), match["unit"] or "", (match["scale"] or "").strip(" -")
    for char in match["han"] or "":
        value *= MAGNITUDES.get(char, 1)
    if scale == "m" and not match["prefix"]:
        unit = unit or "m"  # metres, where no currency says millions
    elif scale:
        value *= LETTERS.get(scale) or SCALES.get(scale.lower()) or SCALES[scale.lower().removesuffix("s")]
    more: Hedge = "over" if match["more"] or match["more2"] else ""
    return _counted(match, value, unit, more)


def _han(match: re.Match[str]) -> Figure | None:
    number, unit = match["number"], match["unit"] or ""
    value = han(number)
    before = match.string[max(0, match.start() - 1) : match.start()]
    if value is None or not any(char in number for char in "零〇一二两三四五六七八九十百千万亿"):
        return None
    alone = len(number) == 1
    if alone and (not unit or number in "零〇百千万亿" or before in ("统", "唯", "之", "同", "任", "每", "某")):
        return None
    if number in ("万一", "一一") or before in ("数", "几", "上", "成", "好"):
        return None  # 数百, 上千: no number is meant
    weak = (number in ("一", "两", "二") and unit != "倍") or number[0] in "百千万亿"
    return _counted(match, value, unit, "over" if match["more"] else "", weak)


def _english(match: re.Match[str]) -> Figure | None:
    value = english(match["number"])
    return None if value is None else _counted(match, value, match["unit"] or "")


def _ordinal(match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    if groups.get("word"):
        value: Fraction | None = Fraction(ORDINALS[groups["word"].lower()])
    else:
        text = groups.get("number") or groups.get("digits") or ""
        value = arabic(text) if text.isascii() else han(text)
    return None if value is None else figured(match, "number", value, "ordinal", weak=value <= 1)


def _top(match: re.Match[str]) -> Figure:
    """First in a ranking: the only 第一 that claims a figure."""
    return Figure(match["top"], *match.span("top"), "number", Fraction(1), Fraction(1), "ordinal")


def _score(match: re.Match[str]) -> Figure:
    one, two = sorted((int(match["one"]), int(match["two"])))
    return figured(match, "number", Fraction(two * 1000 + one), "score")


_NUMBER_WORDS = (*ENGLISH, *SCALES)
_OTHERS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], Figure | None]], ...] = (
    ((":", "：", "比"), _SCORE, _score),
    *parts.READERS,
    (("第", "首位", "榜首"), _TOP, _top),
    (("第", "st", "nd", "rd", "th"), _ORDINAL, _ordinal),
    ((), multiples.RATIO, multiples.ratio),
    (DIGITS, _ARABIC, _arabic),
    ((), _HAN, _han),
    (("first", "second", "third", "th"), _ORDINAL_WORD, _ordinal),
    (_NUMBER_WORDS, _ENGLISH, _english),
)
