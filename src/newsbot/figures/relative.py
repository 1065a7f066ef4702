"""What a source's own date says about the words for days, months and years in it: yesterday, 上周五, Q3, 本财年.

A month, quarter or year that is counted from the source's date is known as far as that date is.
"""

import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from newsbot.figures.figure import READ_TEXTS, Day, compiled, folded
from newsbot.figures.numerals import ENGLISH, small
from newsbot.news import SourceDate

_DAY_NAMES = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
_WEEKDAYS = {f"{name}day": n for n, name in enumerate(_DAY_NAMES)} | {
    char: n for n, char in enumerate("一二三四五六日")
}
_WEEKDAYS |= {"天": 6}
_RELATIVE_DAY = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "overnight": -1, "前天": -2, "后天": 2}
_RELATIVE_DAY |= dict.fromkeys(["昨日", "昨天", "昨晚", "昨夜", "前一天", "前一日"], -1)
_RELATIVE_DAY |= dict.fromkeys(["今日", "今天", "今晚", "今晨", "当天", "当日", "即日"], 0)
_RELATIVE_DAY |= dict.fromkeys(["明日", "明天"], 1)
_RELATIVE_MONTH = {"last month": -1, "this month": 0, "next month": 1, "上月": -1, "上个月": -1, "本月": 0, "当月": 0}
_RELATIVE_MONTH |= {"下月": 1, "下个月": 1}
_RELATIVE_YEAR = {"last year": -1, "this year": 0, "next year": 1, "前年": -2, "去年": -1, "今年": 0, "本年": 0}
_RELATIVE_YEAR |= {"明年": 1, "后年": 2, "年初": 0, "年底": 0, "去年同期": -1, "a year earlier": -1, "a year ago": -1}
_RELATIVE_YEAR |= {"本财年": 0, "上财年": -1, "下财年": 1, "this fiscal year": 0, "last fiscal year": -1}
_RELATIVE_QUARTER = {"last quarter": -1, "this quarter": 0, "next quarter": 1, "previous quarter": -1}
_RELATIVE_QUARTER |= {"current quarter": 0, "上季度": -1, "上一季度": -1, "本季度": 0, "当季": 0, "下季度": 1}
_COUNTED = {"天": "day", "周": "week", "星期": "week", "个星期": "week", "个月": "month", "年": "year"}


def _any(*words: dict[str, int], latin: bool) -> str:
    """The words as one alternation, the longest first."""
    every = sorted({word for group in words for word in group if word.isascii() == latin}, key=len, reverse=True)
    return "|".join(every)


_TABLES = (_RELATIVE_DAY, _RELATIVE_MONTH, _RELATIVE_YEAR, _RELATIVE_QUARTER)
_WORDS = compiled(rf"(?i:\b(?:{_any(*_TABLES, latin=True)})\b)|{_any(*_TABLES, latin=False)}")
_WEEKDAY = compiled(
    r"(?:(?P<which>上上?|下|本|这)个?)?(?<![一两二三四五六七八九十\d首])"
    r"(?:周|星期|礼拜)(?P<han>[一二三四五六日天])(?![年月岁次天个名场期款家人位小轮])"
    r"|\b(?:(?i:(?P<when>last|next|this|past|coming|following)) )?"
    r"(?P<latin>(?i:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
)
_AGO = compiled(
    rf"\b(?i:(?P<count>an?|{'|'.join(ENGLISH)}|\d{{1,3}}) (?P<unit>day|week|month|year)s? (?:ago|earlier|before))\b"
    r"|(?<![\d第.])(?P<han>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<measure>天|周|个?星期|个月|年)(?:之?前|以前)"
)


def resolved(text: str, published: SourceDate | None) -> frozenset[Day]:
    """The dates that relative words of the text (yesterday, Tuesday, 去年) mean in a source of that date.

    A weekday is the last such day up to the source's date and the next after it, `last` and 上周
    the two before: the text rarely says which, and a check must not call the right one wrong.
    """
    return frozenset() if published is None else _resolved(text, published.year, published.month, published.day)


@functools.lru_cache(READ_TEXTS)
def _resolved(text: str, year: int, month: int | None, day: int | None) -> frozenset[Day]:
    text = folded(text)
    words = {match.group().lower() for match in _WORDS.finditer(text)}
    found = {Day(year=year + _RELATIVE_YEAR[word]) for word in words if word in _RELATIVE_YEAR}
    if month is not None:
        months = (year * 12 + month - 1 + _RELATIVE_MONTH[word] for word in words if word in _RELATIVE_MONTH)
        found |= {Day(year=count // 12, month=count % 12 + 1) for count in months}
        quarters = (year * 4 + (month - 1) // 3 + _RELATIVE_QUARTER[word] for word in words & _RELATIVE_QUARTER.keys())
        found |= {Day(year=count // 4, part=f"Q{count % 4 + 1}") for count in quarters}
    today = _calendar(year, month, day)
    if today is not None:
        found |= {_of(today, _RELATIVE_DAY[word]) for word in words if word in _RELATIVE_DAY}
        found |= {_of(today, days) for match in _WEEKDAY.finditer(text) for days in _weekday(match, today)}
    found |= {each for match in _AGO.finditer(text) for each in _ago(match, year, month, today)}
    return frozenset(found)


@functools.lru_cache(READ_TEXTS)
def weekdays(text: str) -> Mapping[str, int]:
    """The weekdays a text names, as they stand there, with Monday as 0."""
    return {match.group(): _number(match) for match in _WEEKDAY.finditer(folded(text))}


def weekday(day: Day) -> int | None:
    """The weekday of a full date, None where a part of it is left open."""
    today = None if day.year is None else _calendar(day.year, day.month, day.day)
    return None if today is None else today.weekday()


def _number(match: re.Match[str]) -> int:
    return _WEEKDAYS[(match["han"] or match["latin"]).lower()]


def _weekday(match: re.Match[str], today: datetime.date) -> Iterator[int]:
    """Days from the source's date to the weekdays that may be meant."""
    back = (today.weekday() - _number(match)) % 7
    which = (match["which"] or match["when"] or "").lower()
    if which in ("上", "last", "past"):
        yield from (-back, -back - 7)
    elif which == "上上":
        yield from (-back - 7, -back - 14)
    elif which in ("下", "next", "coming", "following"):
        yield from (7 - back, 14 - back)
    else:
        yield from (-back, 7 - back)


def _ago(match: re.Match[str], year: int, month: int | None, today: datetime.date | None) -> Iterator[Day]:
    word = (match["count"] or match["han"]).lower()
    count = 1 if word in ("a", "an") else ENGLISH.get(word) or small(word) or 0
    unit = (match["unit"] or "").lower() or _COUNTED[match["measure"]]
    if unit == "year":
        yield Day(year=year - count)
    elif unit == "month" and month is not None:
        at = year * 12 + month - 1 - count
        yield Day(year=at // 12, month=at % 12 + 1)
    elif today is not None and unit in ("day", "week"):
        yield _of(today, -count * (7 if unit == "week" else 1))


def _calendar(year: int, month: int | None, day: int | None) -> datetime.date | None:
    try:
        return None if month is None or day is None else datetime.date(year, month, day)
    except ValueError:
        return None


def _of(today: datetime.date, days: int) -> Day:
    try:
        date = today + datetime.timedelta(days=days)
    except OverflowError:
        date = today
    return Day(date.year, date.month, date.day)


NEAR_MONTHS = 5
NEAR_DAYS = 23
"""How far from its source's date a mere day (21日) may be: the 30th, to a source of the 3rd, is that of last month."""


def completed(day: Day, published: SourceDate | None) -> Iterator[Day]:
    """The stated date with what the source's own date may add: the nearest year, and for a mere day the month.

    Nearest is at most five months away: to a source of November, January 11 is that of the next year.
    """
    yield day
    if published is None or day.year is not None:
        return
    if day.month is None and day.day is not None and published.month is not None:
        for step in (-1, 0, 1):
            count = published.year * 12 + published.month - 1 + step
            if published.day is None or abs(30 * step + day.day - published.day) <= NEAR_DAYS:
                yield replace(day, year=count // 12, month=count % 12 + 1)
        return
    for year in (published.year - 1, published.year, published.year + 1):
        apart = (year - published.year) * 12 + (day.month or 0) - (published.month or 0)
        if (abs(apart) <= NEAR_MONTHS) if day.month and published.month else year == published.year:
            yield replace(day, year=year)


def states(known: Day, said: Day) -> bool:
    """Whether a known date says everything that the other states."""
    pairs = ((known.year, said.year), (known.month, said.month), (known.day, said.day))
    return all(mine is None or mine == theirs for theirs, mine in pairs) and said.part in ("", known.part)
