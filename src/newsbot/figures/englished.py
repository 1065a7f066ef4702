"""Chinese text with its figures put into English: the other way round from `glossed`, for the same reason.

A small model that is asked for 3.8万 in English writes 3,800 as often as 38,000; one that finds 38,000 in its place
copies it. Only what is certain is put there: neither ends of ranges nor what is not exact in itself (五千多).
"""

import calendar
import re
from fractions import Fraction

from newsbot.figures.figure import Figure, folded
from newsbot.figures.reading import figures

_SIGNS = {"USD": "$", "HKD": "HK$", "TWD": "NT$", "EUR": "€", "GBP": "£"}
_WORDS = {"CNY": "yuan", "JPY": "yen", "KRW": "won"}
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_STRETCHES = {"Q1": "first quarter", "Q2": "second quarter", "Q3": "third quarter", "Q4": "fourth quarter"}
_STRETCHES |= {"H1": "first half", "H2": "second half"}
_STRETCHES |= {
    f"{count}M": f"first {word} months"
    for count, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"], 2)
}
_HAN = re.compile("[\u4e00-\u9fff〇]")
_LOOSE = re.compile("[多余几来]|数(?=[十百千万亿])")
_NUMERAL = re.compile("(?:[0-9.,点零〇一二两三四五六七八九十百万亿]|千(?![瓦米克])){1,40}")  # 千瓦 is a unit


def englished(text: str) -> str:
    """The text, white space and punctuation folded, with each figure that English writes otherwise written so."""
    plain = folded(text)
    for figure in sorted(figures(text), key=lambda each: -each.end):
        english = _english(figure)
        if english and plain[figure.start : figure.end] == figure.text:
            plain = f"{plain[: figure.start]}{english}{plain[figure.end :]}"
    return plain


def _english(figure: Figure) -> str:
    """The figure as English news writes it; empty where that is no different or not certain."""
    if figure.weak or figure.bound or not _HAN.search(figure.text) or _LOOSE.search(figure.text):
        return ""
    if figure.kind == "date":
        return _date(figure)
    if figure.kind == "percent":
        if "分之" in figure.text:
            return ""
        return f"{_plain(figure.value)}{' percentage points' if figure.unit == 'points' else '%'}"
    if figure.kind == "money":
        if figure.unit in _SIGNS:
            return _SIGNS[figure.unit] + _counted(figure.value)
        return f"{_counted(figure.value)} {_WORDS[figure.unit]}" if figure.unit in _WORDS else ""
    if figure.unit == "power":
        large = figure.value >= 10**9
        return f"{_plain(figure.value / 10 ** (9 if large else 6))} {'gigawatts' if large else 'megawatts'}"
    if figure.kind == "number" and re.search("[万亿]", figure.text):
        counted = _NUMERAL.sub("", figure.text, count=1)
        return f"{_counted(figure.bare)} {'people' if counted == '人' else counted.lstrip('个名位')}".rstrip()
    return ""


def _date(figure: Figure) -> str:
    day = figure.day
    if day is None or day.part not in (*_STRETCHES, ""):
        return ""
    if day.part:
        return f"the {_STRETCHES[day.part]}" + (f" of {day.year}" if day.year else "")
    if day.month is None:
        return str(day.year) if day.year and not day.day else ""
    written = calendar.month_name[day.month] + (f" {day.day}" if day.day else "")
    return written + (f"{',' if day.day else ''} {day.year}" if day.year else "")


def _counted(value: Fraction) -> str:
    """38,000, 1.2 million, 500 billion; all digits where a scale would need more than three decimals."""
    for scale, name in _SCALES:
        if value >= scale and (value / scale * 1000).denominator == 1:
            return f"{_plain(value / scale)} {name}"
    return f"{int(value):,}" if value.denominator == 1 else _plain(value)


def _plain(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
