"""Parts of a whole and what is counted in halves: 三分之一, 七成, one in five, 一年半, half an hour."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from newsbot.figures.figure import Figure, compiled, figured
from newsbot.figures.numerals import ARABIC, ENGLISH, HAN_NUMBER, SCALES, arabic, han
from newsbot.figures.units import WORDS, unit_of

_PART_OF = compiled(rf"(?P<whole>{ARABIC}|{HAN_NUMBER})分之(?P<part>{ARABIC}|{HAN_NUMBER})")
_TENTHS = compiled(
    r"(?<![\d.])(?P<number>[1-9]|[一二两三四五六七八九])成(?P<more>[多余]|[一二三四五六七八九半])?"
    r"(?![为立功员本果长熟就都交绩分品像型形效因名语家套人天])"
)
_HALF = compiled(r"(?<!另)一半|减半|半数|\b(?i:half|halve[sd]?|halving)\b(?! an? )|过半")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNT = "|".join(ENGLISH)
_ENGLISH_PART = compiled(
    rf"\b(?i:(?P<number>an?|{_COUNT})[ \-](?P<part>{'|'.join(_PARTS)})s?)\b"
    r"(?! (?:quarter|time|day|year|party|of \d))"
)
_SLASHED = compiled(r"(?<![\d/.A-Za-z\-])(?P<part>[1-7])/(?P<whole>[2-8]|10)(?![\d/.%A-Za-z\-])")
_IN = compiled(
    rf"\b(?i:(?P<part>{_COUNT}|\d)\s(?:in|out of)\s(?:every\s)?(?P<whole>{_COUNT}|\d{{1,2}}|100))\b"
    r"(?![.,]?\d|%| (?:years?|months?|weeks?|days?|hours?|minutes?|games?|matches|starts|attempts|million|percent))"
)
_POINT = compiled(
    r"\b(?i:(?:an? )?(?P<part>half|quarter|three[- ]quarters)(?:[ -]of)?(?:[ -]an?)?[ -](?:percentage[ -])?points?)\b"
)
_POINT_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}

# What is counted in halves. Months and seconds are the base units.
_LASTS = {"年": ("months", 12), "个月": ("months", 1), "月": ("months", 1), "天": ("seconds", 86400)}
_LASTS |= {"小时": ("seconds", 3600), "个小时": ("seconds", 3600), "分钟": ("seconds", 60)}
_LASTS |= {"星期": ("seconds", 604800), "周": ("seconds", 604800)}
_AND_HALF = compiled(
    r"(?<![\d.第])(?P<number>\d{1,4}|[一二两三四五六七八九十]{1,3})"
    r"(?:个半(?P<one>小时|月|星期)|(?P<two>年|天|个月|分钟|周|小时)半(?!导|岛|成|数|价|径))"
)
_HALF_OF = compiled(r"(?<![上下大小前后一多])半(?:个)?(?P<unit>年|小时|月)(?![报度线期刊来以]|以来)")
_ENGLISH_LASTS = [word for word, (unit, _) in WORDS.items() if unit in ("months", "seconds")]
_ENGLISH_HALF = compiled(
    rf"\b(?i:(?P<number>an?|{_COUNT}|\d{{1,3}})(?:[ -](?P<one>{'|'.join(_ENGLISH_LASTS)})s?)?[ -]and[ -]a[ -]half"
    rf"(?:[ -](?P<scale>{'|'.join(SCALES)}))?(?:[ -](?P<two>{'|'.join(_ENGLISH_LASTS)})s?)?)\b"
)
_HALF_AN = compiled(rf"\b(?i:half(?:[ -]an?)?[ -](?P<unit>{'|'.join(_ENGLISH_LASTS)}))\b")


def _number(text: str) -> Fraction | None:
    return arabic(text) if text.isascii() else han(text)


def _percent(match: re.Match[str], part: Fraction, whole: Fraction) -> Figure:
    return figured(match, "percent", 100 * part / whole, "percent")


def _part_of(match: re.Match[str]) -> Figure | None:
    whole, part = _number(match["whole"]), _number(match["part"])
    return _percent(match, part, whole) if whole and part is not None else None


def _slashed(match: re.Match[str]) -> Figure | None:
    part, whole = int(match["part"]), int(match["whole"])
    return _percent(match, Fraction(part), Fraction(whole)) if part < whole else None


def _in(match: re.Match[str]) -> Figure | None:
    """One in five. Written in digits it may be anything, and then only supports."""
    part, whole = (ENGLISH.get(match[name].lower()) or int(match[name]) for name in ("part", "whole"))
    if not 0 < part < whole:
        return None
    weak = match["part"].isdigit() or match["whole"].isdigit()
    return replace(_percent(match, Fraction(part), Fraction(whole)), weak=weak)


def _tenths(match: re.Match[str]) -> Figure:
    value = 10 * (_number(match["number"]) or Fraction(0))
    more = match["more"] or ""
    if more and more not in "多余":
        value += Fraction(5) if more == "半" else han(more) or 0
    return replace(figured(match, "percent", value, "percent"), hedge="over" if more in ("多", "余") else "")


def _half(match: re.Match[str]) -> Figure:
    word = match.group().lower()
    half = figured(match, "percent", Fraction(50), "percent", weak=word.startswith("halv"))
    return replace(half, hedge="over" if word == "过半" else "")


def _english_part(match: re.Match[str]) -> Figure:
    word = match["number"].lower()
    return _percent(match, Fraction(ENGLISH.get(word, 1)), Fraction(_PARTS[match["part"].lower()]))


def _point(match: re.Match[str]) -> Figure:
    return figured(match, "percent", _POINT_PARTS.get(match["part"].lower(), Fraction(3, 4)), "points")


def _and_half(match: re.Match[str]) -> Figure | None:
    number = _number(match["number"])
    unit, factor = _LASTS[match["one"] or match["two"]]
    return None if number is None else _lasting(match, number + Fraction(1, 2), unit, Fraction(factor))


def _half_of(match: re.Match[str]) -> Figure:
    unit, factor = _LASTS[match["unit"]]
    return _lasting(match, Fraction(1, 2), unit, Fraction(factor))


def _english_half(match: re.Match[str]) -> Figure | None:
    word = match["number"].lower()
    count = Fraction(1 if word in ("a", "an") else int(word) if word.isdigit() else ENGLISH[word])
    value = (count + Fraction(1, 2)) * SCALES.get((match["scale"] or "").lower(), 1)
    unit, factor = unit_of((match["one"] or match["two"] or "").lower())
    return _lasting(match, value, unit, factor)


def _half_an(match: re.Match[str]) -> Figure:
    unit, factor = unit_of(match["unit"].lower())
    return _lasting(match, Fraction(1, 2), unit, factor)


def _lasting(match: re.Match[str], count: Fraction, unit: str, factor: Fraction) -> Figure:
    return replace(figured(match, "number", count * factor, unit), bare=count)


READERS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], Figure | None]], ...] = (
    (("分之",), _PART_OF, _part_of),
    (("/",), _SLASHED, _slashed),
    (("point",), _POINT, _point),
    (("half",), _ENGLISH_HALF, _english_half),
    (("half",), _HALF_AN, _half_an),
    (("半",), _AND_HALF, _and_half),
    (("半",), _HALF_OF, _half_of),
    (("in", "out"), _IN, _in),
    (tuple(_PARTS), _ENGLISH_PART, _english_part),
    (("成",), _TENTHS, _tenths),
    (("半", "hal"), _HALF, _half),
)
"""What is read, in this order; each with words of which the text must have one, in any case."""
