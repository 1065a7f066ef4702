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

from newsbot.figures import dates, named
from newsbot.figures.figure import MAX_TEXT, Day, Figure, Hedge, Kind, compiled, folded
from newsbot.figures.numerals import (
    ARABIC,
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
_ORDINAL_WORD = compiled(rf"\b(?i:(?P<word>{'|'.join(ORDINALS)}))\b(?!s?[ -](?:of an?|half))")
_ORDINAL = compiled(rf"第(?P<number>\d{{1,6}}|{HAN_NUMBER})|(?<![\d.])(?P<digits>\d{{1,6}})(?:st|nd|rd|th)\b")
_SCORE = compiled(r"(?<![\d:.])(?P<one>\d{1,3})\s?(?:[:：比])\s?(?P<two>\d{1,3})(?![\d:.%])")
_PART_OF = compiled(rf"(?P<whole>{ARABIC}|{HAN_NUMBER})分之(?P<part>{ARABIC}|{HAN_NUMBER})")
_TENTHS = compiled(
    r"(?<![\d.])(?P<number>[1-9]|[一二两三四五六七八九])成(?P<more>[多余]|[一二三四五六七八九半])?"
    r"(?![为立功员本果长熟就都交绩分品像型形效因名语家套人天])"
)
_HALF = compiled(r"(?<!另)一半|半数|\b(?i:half)\b(?! an? )|过半")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ENGLISH_PART = compiled(
    rf"\b(?i:(?P<number>an?|{'|'.join(ENGLISH)})[ \-](?P<part>{'|'.join(_PARTS)})s?)\b"
    r"(?! (?:quarter|time|day|year|party|of \d))"
)
_TWICE = compiled(
    r"翻一番|翻了一番|翻番|翻倍|\b(?i:doubl(?:e|ed|es|ing)|twice|twofold|tripl(?:e|ed|es|ing)|threefold)\b"
)

_HEDGES: tuple[tuple[Hedge, str, str], ...] = (
    ("at most", "至多|最多|多达|不超过|不多于|上限为?|可达|最高|高达", "以内|以下|为上限"),
    ("at least", "至少|最少|不少于|不低于|起码", "以上|起"),
    ("over", "超过|超出|超|逾|突破|多于|高于|大于", "多|余"),
    ("under", "将近|接近|近|不到|不足|少于|低于", ""),
    ("about", "大约|约合|约为|约|大概|左右|估计", "左右|上下|许"),
)
_ENGLISH_HEDGES: tuple[tuple[Hedge, str, str], ...] = (
    (
        "at most",
        r"up to|as much as|as many as|at most|(?:no|not) more than|a maximum of|capped at|ceiling of",
        "or less",
    ),
    ("at least", "at least|no fewer than|no less than|a minimum of", "or more"),
    ("over", "more than|over|above|exceed(?:s|ed|ing)?|upwards? of|in excess of|surpass(?:es|ed|ing)?", ""),
    ("under", "nearly|almost|close to|less than|fewer than|under|just shy of", ""),
    ("about", "about|around|approximately|roughly|some|an estimated|estimated", "or so"),
)
_SHORT_VERBS = "投资|投入|出资|斥资|花费|支出|募集|融资|达到|带来|创造|新增|减少|增加|提供|容纳"
_BEFORE = tuple(
    # A short verb may stand between: 至多投资5000亿美元, 约占三成.
    (hedge, compiled(rf"(?:{zh})(?:[达至为了占有]|{_SHORT_VERBS})?\s?$|\b(?i:{en})(?: the| an?)?\s?$"))
    for (hedge, zh, _), (_, en, _) in zip(_HEDGES, _ENGLISH_HEDGES, strict=True)
)
_AFTER = tuple(
    (hedge, compiled("|".join(filter(None, (zh, rf"\s(?i:{en})\b" if en else "")))))
    for (hedge, _, zh), (_, _, en) in zip(_HEDGES, _ENGLISH_HEDGES, strict=True)
    if zh or en
)
_LOOK_BACK = 16
_JOINED = compiled(r"\s?(?:(?P<range>到|至|-|~|to)|and|or|或|和|、|与)\s?")


class _Sheet:
    """A folded text of which more and more has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = text
        self.found: list[Figure] = []

    def read(self, pattern: re.Pattern[str], reader: Callable[[re.Match[str]], Figure | None]) -> None:
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


@functools.lru_cache(1024)
def _figures(text: str) -> tuple[Figure, ...]:
    sheet = _Sheet(folded(text))
    for pattern, reader in dates.READERS:
        sheet.read(pattern, functools.partial(_date, reader))
    for pattern in dates.TIMES:
        sheet.read(pattern, lambda match: _figure(match, "time", dates.clock(match)))
    sheet.blank(named.glued(sheet.left))
    for pattern, maker in _OTHERS:
        sheet.read(pattern, maker)
    names = {match.start("number") for match in named.numbered(sheet.text)}
    ordered = sorted(sheet.found, key=lambda figure: figure.start)
    marked = [_hedged(sheet.text, figure) for figure in ordered]
    marked = [replace(figure, weak=True) if figure.start in names else figure for figure in marked]
    return tuple(_ranges(sheet.text, _compound(marked)))


def _figure(match: re.Match[str], kind: Kind, value: Fraction, unit: str = "", weak: bool = False) -> Figure:
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    end = match.end() - len(text) + len(text.rstrip(" -"))
    return Figure(text.strip().rstrip("-"), start, end, kind, value, value, unit, weak=weak)


def _date(reader: Callable[[re.Match[str]], Day | None], match: re.Match[str]) -> Figure | None:
    day = reader(match)
    return None if day is None else replace(_figure(match, "date", Fraction(0)), day=day)


def _counted(match: re.Match[str], value: Fraction, unit: str, hedge: Hedge = "", weak: bool = False) -> Figure:
    name, factor = ("", Fraction(1)) if unit in MEASURES else unit_of(unit)
    prefix = match.groupdict().get("prefix")
    if prefix and name not in MONEY:
        name, factor = PREFIXES[prefix], Fraction(1)
    kind: Kind = "money" if name in MONEY else "percent" if name in ("percent", "points") else "number"
    return replace(_figure(match, kind, value * factor, name, weak), bare=value, hedge=hedge)


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
    weak = number in ("一", "两", "二") or number[0] in "百千万亿"
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
    return None if value is None else _figure(match, "number", value, "ordinal", weak=value <= 1)


def _score(match: re.Match[str]) -> Figure:
    one, two = sorted((int(match["one"]), int(match["two"])))
    return _figure(match, "number", Fraction(two * 1000 + one), "score")


def _number(text: str) -> Fraction | None:
    return arabic(text) if text.isascii() else han(text)


def _part_of(match: re.Match[str]) -> Figure | None:
    whole, part = _number(match["whole"]), _number(match["part"])
    return _figure(match, "percent", 100 * part / whole, "percent") if whole and part is not None else None


def _tenths(match: re.Match[str]) -> Figure:
    value = 10 * (_number(match["number"]) or Fraction(0))
    more = match["more"] or ""
    if more and more not in "多余":
        value += Fraction(5) if more == "半" else han(more) or 0
    return replace(_figure(match, "percent", value, "percent"), hedge="over" if more in ("多", "余") else "")


def _half(match: re.Match[str]) -> Figure:
    return replace(_figure(match, "percent", Fraction(50), "percent"), hedge="over" if match.group() == "过半" else "")


def _english_part(match: re.Match[str]) -> Figure:
    word = match["number"].lower()
    count = ENGLISH.get(word, 1)
    return _figure(match, "percent", Fraction(100 * count, _PARTS[match["part"].lower()]), "percent")


def _twice(match: re.Match[str]) -> Figure:
    text = match.group().lower()
    return _figure(match, "number", Fraction(3 if text.startswith(("tripl", "three")) else 2), "times", weak=True)


_OTHERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure | None]], ...] = (
    (_SCORE, _score),
    (_PART_OF, _part_of),
    (_ENGLISH_PART, _english_part),
    (_ORDINAL, _ordinal),
    (_TENTHS, _tenths),
    (_HALF, _half),
    (_TWICE, _twice),
    (_ARABIC, _arabic),
    (_HAN, _han),
    (_ENGLISH, _english),
    (_ORDINAL_WORD, _ordinal),
)


# "over four years" says how long something takes, not that it takes longer.
_LASTING = frozenset({"months", "seconds"})
_OVER = re.compile(r"(?<!just )(?<!well )(?<!little )\bover\s?$", re.IGNORECASE)


def _hedged(text: str, figure: Figure) -> Figure:
    before = text[max(0, figure.start - _LOOK_BACK) : figure.start]
    after = text[figure.end : figure.end + 10]
    if figure.unit in _LASTING and _OVER.search(before):
        return figure
    for hedge, pattern in _BEFORE:
        if pattern.search(before):
            return replace(figure, hedge=hedge)
    for hedge, pattern in _AFTER:
        if pattern.match(after):
            return replace(figure, hedge=hedge)
    return figure


def _compound(found: list[Figure]) -> list[Figure]:
    """1亿2000万人 is one figure."""
    joined: list[Figure] = []
    for figure in found:
        before = joined[-1] if joined else None
        small = figure.kind != "date" and "万" in figure.text and figure.bare < 10**8
        if before is None or not small or before.end != figure.start or not before.text.endswith("亿"):
            joined.append(figure)
            continue
        factor = figure.value / figure.bare if figure.bare else Fraction(1)
        total = before.bare + figure.bare
        whole = replace(figure, text=before.text + figure.text, start=before.start, hedge=before.hedge or figure.hedge)
        joined[-1] = replace(whole, bare=total, value=total * factor)
    return joined


def _ranges(text: str, found: list[Figure]) -> Iterable[Figure]:
    """In 3到5亿美元 and $3-5 billion each number takes from the other what it lacks: magnitude and unit.

    Numbers in a row before a date (3至5日, 2023、2024年) become weak: what they mean is not
    said by themselves.
    """
    found = list(found)
    for position, figure in enumerate(found):
        after = found[position + 1] if position + 1 < len(found) else None
        joined = None
        if after is not None and after.start - figure.end <= 8:
            joined = _JOINED.fullmatch(text, figure.end, after.start)
        if after is None or not joined or figure.kind == "date" or figure.text[-1:] in MEASURES:
            yield figure
        elif after.kind == "date":
            yield replace(figure, weak=True) if not figure.unit else figure
        elif after.unit and (not figure.unit or (figure.unit == after.unit and figure.text[-1].isdigit())):
            yield _like(figure, after)
        elif figure.kind == "money" and not after.unit and joined["range"]:
            found[position + 1] = replace(after, kind="money", unit=figure.unit)
            yield _like(figure, found[position + 1]) if figure.text[-1].isdigit() else figure
        else:
            yield figure


def _like(figure: Figure, after: Figure) -> Figure:
    """The first number of a range in the second's unit, and in its magnitude where it has none of its own."""
    number = re.search(ARABIC, after.text)
    stated = arabic(number.group()) if number else Fraction(0)
    own = not figure.text[-1:].isdigit() or figure.value >= 10_000
    value = figure.bare * after.value / stated if stated and not own else figure.value
    bare = value * after.bare / after.value if after.value else value
    return replace(figure, kind=after.kind, unit=after.unit, value=value, bare=bare)
