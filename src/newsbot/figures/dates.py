"""Dates and times of Chinese and English text, and what a source's own date says about the words in it."""

import datetime
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from newsbot.figures.figure import Day, compiled, folded
from newsbot.figures.numerals import digits, small
from newsbot.news import SourceDate

Reader = tuple[re.Pattern[str], Callable[[re.Match[str]], Day | None]]

_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_MONTH_NUMBER = {name.lower(): n for n, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBER |= {name[:3].lower(): n for n, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_M = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
_M += r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_Y = r"(?P<year>(?:1[89]|20|21)\d\d)(?!\d)"
_D = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d)"
_HAN_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_ONE_TO_NINE = "[一二三四五六七八九]"
_HAN_DAY = rf"(?P<day>[12]\d|3[01]|0?[1-9]|三十一?|二十{_ONE_TO_NINE}?|十{_ONE_TO_NINE}?|{_ONE_TO_NINE})\s?[日号]"
_HAN_YEAR = r"(?P<year>(?:1\d|20|21)\d\d|[一二][〇零一二三四五六七八九]{3})\s?(?:年|财年|财政年度)(?!代)(?:度)?"
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def _day(match: re.Match[str]) -> Day | None:
    """Year, month and day from the groups of those names; None when there is no such date."""
    groups = match.groupdict()
    year, month, day = groups.get("year"), groups.get("month"), groups.get("day")
    number = None if month is None else _MONTH_NUMBER.get(month.lower().rstrip(".")) or small(month)
    found = Day(None if year is None else digits(year), number, None if day is None else small(day))
    possible = 1 <= (found.month or 1) <= 12 and 1 <= (found.day or 1) <= 31
    return found if possible and found != Day() else None


def _part(letter: str) -> Callable[[re.Match[str]], Day | None]:
    def read(match: re.Match[str]) -> Day | None:
        groups = match.groupdict()
        word = groups["part"]
        number = _ORDER.get(word.lower()) or {"上": 1, "下": 2}.get(word) or small(word)
        return Day(year=digits(groups["year"]) if groups.get("year") else None, part=f"{letter}{number}")

    return read


def _first_quarters(match: re.Match[str]) -> Day | None:
    year = match["year"]
    return Day(year=digits(year) if year else None, part=f"{3 * (small(match['part']) or 0)}M")


def _decade(match: re.Match[str]) -> Day | None:
    return Day(part=f"{(small(match['part']) or 0) % 100:02d}s")


def _century(match: re.Match[str]) -> Day | None:
    return Day(part=f"c{small(match['part'])}")


_BEFORE = r"(?<![\d.A-Za-z\-])"
_HAN_Y = f"(?:{_HAN_YEAR})?\\s?"
READERS: tuple[Reader, ...] = (
    (compiled(rf"{_BEFORE}(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)"), _day),
    (compiled(rf"{_BEFORE}(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>(?:19|20)\d\d)(?!\d)"), _day),
    (compiled(rf"(?<!\d){_HAN_Y}前(?P<part>[二两三2-3])个?季度"), _first_quarters),
    (compiled(rf"(?<!\d){_HAN_Y}第?(?P<part>[一二三四1-4])季度"), _part("Q")),
    (compiled(rf"(?<!\d){_HAN_YEAR}\s?Q(?P<part>[1-4])\b"), _part("Q")),
    (compiled(rf"(?<!\d){_HAN_Y}(?P<part>[上下])半年"), _part("H")),
    (compiled(rf"\bQ(?P<part>[1-4])\b(?:\s(?:of\s)?(?:FY\s?)?{_Y})?"), _part("Q")),
    (compiled(rf"\b(?i:(?P<part>first|second|third|fourth)[ -]quarter)(?:\s(?:of\s)?{_Y})?"), _part("Q")),
    (compiled(rf"\b(?i:(?P<part>first|second) half)(?:\s(?:of\s)?{_Y})?"), _part("H")),
    (compiled(rf"{_BEFORE}{_HAN_YEAR}\s?{_HAN_MONTH}份?\s?{_HAN_DAY}"), _day),
    (compiled(rf"{_BEFORE}{_HAN_YEAR}\s?{_HAN_MONTH}份?"), _day),
    (compiled(rf"(?<![\d.十一二三四五六七八九]){_HAN_MONTH}份?\s?{_HAN_DAY}"), _day),
    (compiled(rf"(?<![\d.十一二三四五六七八九]){_HAN_MONTH}(?!亮|球|饼|薪)份?"), _day),
    (compiled(r"(?<!\d)(?P<part>\d0|[二三四五六七八九]十)年代"), _decade),
    (compiled(r"\b(?P<part>(?:1[89]|20)\d0)s\b"), _decade),
    (compiled(r"(?<!\d)(?P<part>\d{2}|[一二]?十[一二三四五六七八九]?)世纪"), _century),
    (compiled(r"\b(?P<part>\d\d)(?:st|th) century\b"), _century),
    (compiled(rf"{_BEFORE}{_HAN_YEAR}"), _day),
    (compiled(rf"\bFY\s?{_Y}"), _day),
    (compiled(rf"\b(?i:in|since|during|until|fiscal(?: year)?|late|early|mid)[ -]{_Y}(?![-,.]\d)"), _day),
    (compiled(rf"\b{_M}\s{_D}(?:,?\s{_Y})?"), _day),
    (compiled(rf"{_BEFORE}{_D}\s(?:of\s)?{_M}(?:,?\s{_Y})?"), _day),
    (compiled(rf"\b{_M},?\s(?:of\s)?{_Y}"), _day),
    (compiled(rf"\b(?:(?i:in|since|by|until|from|late|early|mid|last|this|next|of)[ -]){_M}\b"), _day),
    (compiled(r"(?<![\d.第])(?P<day>[12]\d|3[01]|0?[1-9])\s?日(?![元圆本])"), _day),
)


_HALF_DAY = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|午后|当晚|今晚|昨晚|晚"
_LATE = frozenset(["下午", "傍晚", "晚上", "晚间", "午后", "当晚", "今晚", "昨晚", "晚"])
TIMES = (
    compiled(
        rf"(?P<half>{_HALF_DAY})?(?<![\d.:])(?P<hour>2[0-4]|1\d|0?\d|十[一二]?|[一两二三四五六七八九])"
        r"(?:时(?![间代期候而节常有])|点(?=钟|半|整|许|\d{1,2}分|左右))(?:(?P<minute>[0-5]?\d)分(?![之钟])|(?P<thirty>半))?"
    ),
    compiled(
        rf"(?P<half>{_HALF_DAY})(?P<hour>1\d|2[0-4]|\d|十[一二]?|[一两二三四五六七八九])点(?:(?P<minute>[0-5]?\d)分?|(?P<thirty>半))?"
    ),
    compiled(r"(?<![\d.:])(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[AaPp])\.?[Mm]\b\.?"),
    compiled(
        rf"(?P<half>{_HALF_DAY})?\s?(?<![\d.:])(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    ),
)


def clock(match: re.Match[str]) -> Fraction:
    """Minutes since midnight; a half of the day that is not stated counts as morning."""
    groups = match.groupdict()
    hour = small(groups["hour"]) or 0
    minute = 30 if groups.get("thirty") else int(groups.get("minute") or 0)
    half = groups.get("half") or ""
    if (half in _LATE or half in ("P", "p")) and hour < 12:
        hour += 12
    if half in ("A", "a") and hour == 12:
        hour = 0
    return Fraction(hour * 60 + minute)


# ---------------------------------------------------------------- what a source's own date adds

_WEEKDAYS = {f"{name}day": n for n, name in enumerate(["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"])}
_WEEKDAYS |= {f"{word}{char}": n for word in ("周", "星期", "礼拜") for n, char in enumerate("一二三四五六日")}
_WEEKDAYS |= {"周天": 6, "星期天": 6}
_RELATIVE_DAY = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "前天": -2, "后天": 2}
_RELATIVE_DAY |= {
    "昨日": -1,
    "昨天": -1,
    "昨晚": -1,
    "今日": 0,
    "今天": 0,
    "今晚": 0,
    "今晨": 0,
    "当天": 0,
    "明日": 1,
    "明天": 1,
}
_RELATIVE_MONTH = {"last month": -1, "this month": 0, "next month": 1, "上月": -1, "上个月": -1, "本月": 0, "下月": 1}
_RELATIVE_YEAR = {
    "last year": -1,
    "this year": 0,
    "next year": 1,
    "前年": -2,
    "去年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
}
_WORDS = compiled(
    r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow)\b"
    r"|\b(?:last|this|next) (?:month|year)\b"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|[昨今明][日天]|[昨今]晚|今晨|前天|后天|当天|上个?月|本月|下个?月|前年|去年|今年|本年|明年",
)


def resolved(text: str, published: SourceDate | None) -> frozenset[Day]:
    """The dates that relative words of the text (yesterday, Tuesday, 去年) mean in a source of that date.

    A weekday is the last such day up to the source's date and the next after it: the text
    rarely says which, and a check must not call the right one wrong.
    """
    return frozenset() if published is None else _resolved(folded(text), published.year, published.month, published.day)


@functools.lru_cache(1024)
def _resolved(text: str, year: int, month: int | None, day: int | None) -> frozenset[Day]:
    words = {match.group().lower() for match in _WORDS.finditer(text)}
    found = {Day(year=year + _RELATIVE_YEAR[word]) for word in words if word in _RELATIVE_YEAR}
    if month is not None:
        months = (year * 12 + month - 1 + _RELATIVE_MONTH[word] for word in words if word in _RELATIVE_MONTH)
        found |= {Day(year=count // 12, month=count % 12 + 1) for count in months}
    today = _calendar(year, month, day)
    if today is not None:
        found |= {_of(today, days) for word in words for days in _offsets(word, today)}
    return frozenset(found)


def _offsets(word: str, today: datetime.date) -> Iterator[int]:
    if word in _RELATIVE_DAY:
        yield _RELATIVE_DAY[word]
    elif word in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS[word]) % 7
        yield -back
        yield 7 - back


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
