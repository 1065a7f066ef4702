"""Foreign text with its figures put into Chinese.

A small model that is asked for $500 billion in Chinese writes 500亿 more often than 5000亿; one
that finds 5000亿美元 in its place copies it. The same reading that later checks the sentence
puts it there.
"""

import re
from fractions import Fraction

from newsbot.figures.figure import Day, Figure, folded
from newsbot.figures.numerals import said
from newsbot.figures.reading import figures
from newsbot.figures.units import MONEY, NAMED

_HEDGES = {"": "", "about": "约", "over": "超过", "under": "近", "at most": "至多", "at least": "至少"}
_QUARTERS = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度", "H1": "上半年", "H2": "下半年"}
_HEDGED = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|more than|over|at least|up to|at most|no more than|"
    r"less than|fewer than|under)\s{1,3}$",
    re.IGNORECASE,
)
"""What the Chinese figure says itself (约, 超过, 近, 不到, 至多, 至少)."""
_LESS = re.compile(r"(?:less|fewer|under)", re.IGNORECASE)
_BELOW = re.compile("^近")
_CAPITAL = re.compile(" [A-Z][a-z]")
_SINCE = re.compile(r"\bsince\s{1,3}(?:the )?$", re.IGNORECASE)
_WORD_OF = re.compile(r"^([a-z]+)[ -]", re.IGNORECASE)
_DATED = {
    "in": "{}",
    "during": "{}",
    "since": "自{}以来",
    "by": "不迟于{}",
    "until": "直到{}",
    "from": "从{}",
    "to": "到{}",
    "late": "{}下旬",
    "early": "{}初",
    "mid": "{}中旬",
}
_WORDS_BEFORE = frozenset((*_DATED, "through", "between", "last", "this", "next", "of"))
"""What Chinese says of a month or year with the word that is read with it; other words stay before it."""
_FIRST_MONTHS = re.compile(r"^(\d{1,2})M$")
_HAN = "零一二三四五六七八九十"
_LARGE = 10_000  # smaller numbers are written alike in both languages
_COUNT = re.compile(r"^\d[\d,.]{0,20}(?: (?:thousand|million|billion|trillion))?(?= )")


def glossed(text: str) -> str:
    """The text, white space and punctuation folded, with each figure that Chinese writes otherwise written so."""
    plain = folded(text)
    for figure in sorted(figures(text), key=lambda each: -each.end):
        chinese = _chinese(figure)
        if chinese and plain[figure.start : figure.end] == figure.text and not _somebody(figure, plain):
            before, chinese = _limited(plain[: figure.start], figure, chinese)
            plain = f"{before}{chinese}{plain[figure.end :]}"
    return plain


def _chinese(figure: Figure) -> str:
    """The figure as our articles write it; empty where that is no different or not certain."""
    if figure.weak:
        return ""
    hedge = _HEDGES[figure.hedge]
    if figure.kind == "date" and figure.day is not None:
        return _date(figure.day)
    if figure.kind == "percent":
        if figure.value * 10**4 % 1:  # two thirds are no 66.6667%
            part = figure.value / 100
            return f"{hedge}{_HAN[part.denominator]}分之{_HAN[part.numerator]}" if part.denominator < len(_HAN) else ""
        return hedge + said(figure.value) + ("%" if figure.unit == "percent" else NAMED.get(figure.unit, ""))
    if figure.unit in MONEY and figure.unit in NAMED:
        return hedge + said(figure.value) + NAMED[figure.unit]
    if figure.unit == "power":
        return hedge + _power(figure.value)
    if figure.kind == "number" and not figure.unit and abs(figure.value) >= _LARGE:
        return hedge + said(figure.value)
    if figure.kind == "number" and abs(figure.bare) >= _LARGE and (count := _COUNT.match(figure.text)):
        return hedge + said(figure.bare) + figure.text[count.end() :]  # 3 billion parameters: what is counted stays
    return ""


def _somebody(figure: Figure, plain: str) -> bool:
    """Whether a month's name may be somebody's: written by June Jordan."""
    bare = (
        figure.day is not None and figure.day.month is not None and figure.day.day is None and figure.day.year is None
    )
    return bare and _CAPITAL.match(plain, figure.end) is not None


def _limited(before: str, figure: Figure, chinese: str) -> tuple[str, str]:
    """The text before a figure, and the figure with what that said of it: less than, since."""
    if figure.hedge and (said_so := _HEDGED.search(before)):
        return before[: said_so.start()], _BELOW.sub("不到", chinese) if _LESS.match(said_so[0]) else chinese
    if figure.kind != "date":
        return before, chinese
    dated = _with_word(figure.text, chinese)
    since = _SINCE.search(before)
    return (before[: since.start()], f"自{dated}以来") if since else (before, dated)


def _with_word(text: str, date: str) -> str:
    """The date in Chinese with the word before it that is part of the figure: by March is no mere 3月."""
    found = _WORD_OF.match(text)
    word = found[1].lower() if found else ""
    if word in _WORDS_BEFORE:
        return _DATED[word].format(date) if word in _DATED else f"{word} {date}"
    return date


def _date(day: Day) -> str:
    """The date in Chinese; empty for a mere year, and for a stretch that has no short form."""
    if day.part:
        months = _FIRST_MONTHS.match(day.part)
        part = f"前{months[1]}个月" if months else _QUARTERS.get(day.part, "")
        return str(day).removesuffix(day.part) + part if part else ""
    return str(day) if day.month else ""


def _power(watts: Fraction) -> str:
    return f"{said(watts / 10**9)}吉瓦" if watts >= 10**9 else f"{said(watts / 10**6)}兆瓦"
