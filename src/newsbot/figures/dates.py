"""Dates and times as Chinese and English text states them."""

import re
from collections.abc import Callable
from fractions import Fraction

from newsbot.figures.figure import Day, Figure, compiled, figured
from newsbot.figures.numerals import ENGLISH, digits, small

Reader = tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], Day | None]]
"""Words of which the text must have one, in any case; what finds the date; what it means."""

_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_MONTH_NUMBER = {name.lower(): n for n, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBER |= {name[:3].lower(): n for n, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH_STARTS = tuple(name[:3].lower() for name in _MONTHS)
_M = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
_M += r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_Y = r"(?P<year>(?:1[89]|20|21)\d\d)(?!\d)"
_D = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d)"
_HAN_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_ONE_TO_NINE = "[一二三四五六七八九]"
_HAN_DAY = rf"(?P<day>[12]\d|3[01]|0?[1-9]|三十一?|二十{_ONE_TO_NINE}?|十{_ONE_TO_NINE}?|{_ONE_TO_NINE})\s?[日号]"
_HAN_YEAR = r"(?P<year>(?:1\d|20|21)\d\d|[一二][〇零一二三四五六七八九]{3})\s?(?:年|财年|财政年度)(?!代)(?:度)?"
_ENGLISH_QUARTERS = {"two": 2, "three": 3}
_ORDER = {"首": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


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


def _months(match: re.Match[str], count: int) -> Day:
    """The first so many months of a year; six are its first half."""
    year = match.groupdict().get("year")
    return Day(year=digits(year) if year else None, part="H1" if count == 6 else f"{count}M")


def _first_quarters(match: re.Match[str]) -> Day | None:
    return _months(match, 3 * (_ENGLISH_QUARTERS.get(match["part"].lower()) or small(match["part"]) or 0))


def _first_months(match: re.Match[str]) -> Day | None:
    word = match["part"].lower()
    count = ENGLISH.get(word) or small(word) or 0
    return _months(match, count) if 2 <= count <= 11 else None


def _short_quarter(match: re.Match[str]) -> Day | None:
    """4Q24, Q4'24, 1H25: the year in two digits."""
    letter = "H" if "H" in match.group() else "Q"
    return Day(year=2000 + int(match["short"]) if match["short"] else None, part=f"{letter}{match['part']}")


def _short_year(match: re.Match[str]) -> Day | None:
    """FY25, and the second year of 2020-23."""
    short = int(match["short"])
    return Day(year=2000 + short)


_QUARTER_MONTHS = {"march": 1, "june": 2, "september": 3, "december": 4}


def _named_quarter(match: re.Match[str]) -> Day | None:
    year = match["year"]
    return Day(year=digits(year) if year else None, part=f"Q{_QUARTER_MONTHS[match['part'].lower()]}")


_OPENED = compiled(rf"{_M}\s\d{{1,2}}(?:st|nd|rd|th)?\s?-\s?$")


def _last_day(match: re.Match[str]) -> Day | None:
    """The second day of March 3-5."""
    opened = _OPENED.search(match.string, max(0, match.start() - 24), match.start())
    if opened is None:
        return None
    year = match["year"]
    number = _MONTH_NUMBER[opened["month"].lower().rstrip(".")]
    return Day(digits(year) if year else None, number, small(match["day"]))


def _decade(match: re.Match[str]) -> Day | None:
    return Day(part=f"{(small(match['part']) or 0) % 100:02d}s")


def _century(match: re.Match[str]) -> Day | None:
    return Day(part=f"c{small(match['part'])}")


_BEFORE = r"(?<![\d.A-Za-z\-])"
_HAN_Y = f"(?:{_HAN_YEAR})?\\s?"
READERS: tuple[Reader, ...] = (
    (
        ("19", "20"),
        compiled(rf"{_BEFORE}(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)"),
        _day,
    ),
    (("/",), compiled(rf"{_BEFORE}(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>(?:19|20)\d\d)(?!\d)"), _day),
    (("季度",), compiled(rf"(?<!\d){_HAN_Y}前(?P<part>[二两三2-3])个?季度"), _first_quarters),
    (("前",), compiled(rf"(?<!\d){_HAN_Y}前(?P<part>1[01]|[2-9]|十一|[二三四五六七八九十])月"), _first_months),
    (
        ("个月",),
        compiled(rf"(?:(?<!\d){_HAN_YEAR}\s?|(?<=[今去前明]年))前(?P<part>1[01]|[2-9]|十一|[两三四五六七八九十])个月"),
        _first_months,
    ),
    (
        ("月",),
        compiled(
            rf"(?<![\d.]){_HAN_Y}(?:1|一)月?(?:至|到|-|~)(?P<part>1[01]|[2-9]|[二三四五六七八九十]|十一)月(?!\d|[一二三四五六七八九十])"
        ),
        _first_months,
    ),
    (
        ("months",),
        compiled(rf"\b(?i:first (?P<part>{'|'.join(ENGLISH)}|\d{{1,2}}) months)\b(?:\s(?:of\s)?{_Y})?"),
        _first_months,
    ),
    (
        ("quarters",),
        compiled(rf"\b(?i:first (?P<part>two|three|[23]) quarters)\b(?:\s(?:of\s)?{_Y})?"),
        _first_quarters,
    ),
    (("季度",), compiled(rf"(?<!\d){_HAN_Y}第?(?P<part>[一二三四1-4])季度"), _part("Q")),
    (("季",), compiled(rf"(?<!\d){_HAN_Y}(?P<part>首|[一二三四])季(?![度节])"), _part("Q")),
    (("q",), compiled(rf"(?<!\d){_HAN_YEAR}\s?Q(?P<part>[1-4])\b"), _part("Q")),
    (("半年",), compiled(rf"(?<!\d){_HAN_Y}(?P<part>[上下])半年"), _part("H")),
    (("q",), compiled(r"\b(?P<part>[1-4])Q\s?'?(?P<short>\d\d)?\b"), _short_quarter),
    (("q",), compiled(r"\bQ(?P<part>[1-4])\s?(?:FY\s?)?'?(?P<short>[12]\d)\b"), _short_quarter),
    (("h",), compiled(r"\b(?P<part>[12])H\s?'?(?P<short>[12]\d)\b"), _short_quarter),
    (("fy",), compiled(r"\bFY\s?'?(?P<short>[12]\d)\b"), _short_year),
    (
        ("quarter",),
        compiled(rf"\b(?P<part>March|June|September|December)[ -]quarter\b(?:\s(?:of\s)?{_Y})?"),
        _named_quarter,
    ),
    (("q",), compiled(rf"\bQ(?P<part>[1-4])\b(?:\s(?:of\s)?(?:FY\s?|fiscal (?:year )?)?{_Y})?"), _part("Q")),
    (("h",), compiled(rf"\bH(?P<part>[12])\b(?:\s(?:of\s)?(?:FY\s?)?{_Y})"), _part("H")),
    (
        ("quarter",),
        compiled(rf"\b(?i:(?P<part>first|second|third|fourth)[ -]quarter)(?:,?\s(?:of\s)?(?:fiscal (?:year )?)?{_Y})?"),
        _part("Q"),
    ),
    (("half",), compiled(rf"\b(?i:(?P<part>first|second) half)(?:\s(?:of\s)?{_Y})?"), _part("H")),
    (("年",), compiled(rf"{_BEFORE}{_HAN_YEAR}\s?{_HAN_MONTH}份?\s?{_HAN_DAY}"), _day),
    (("年",), compiled(rf"{_BEFORE}{_HAN_YEAR}\s?{_HAN_MONTH}份?"), _day),
    (("月",), compiled(rf"(?<![\d.十一二三四五六七八九]){_HAN_MONTH}份?\s?{_HAN_DAY}"), _day),
    (("月",), compiled(rf"(?<![\d.十一二三四五六七八九]){_HAN_MONTH}(?!亮|球|饼|薪)份?"), _day),
    (("年代",), compiled(r"(?<!\d)(?P<part>\d0|[二三四五六七八九]十)年代"), _decade),
    (("0s",), compiled(r"\b(?P<part>(?:1[89]|20)\d0)s\b"), _decade),
    (("0s",), compiled(r"(?<![\w])['’](?P<part>\d0)s\b"), _decade),
    (("世纪",), compiled(r"(?<!\d)(?P<part>\d{2}|[一二]?十[一二三四五六七八九]?)世纪"), _century),
    (("century",), compiled(r"\b(?P<part>\d\d)(?:st|th) century\b"), _century),
    (("年",), compiled(rf"{_BEFORE}{_HAN_YEAR}"), _day),
    (("fy",), compiled(rf"\bFY\s?{_Y}"), _day),
    (
        ("19", "20", "18", "21"),
        compiled(rf"\b(?i:in|since|during|until|fiscal(?: year)?|late|early|mid)[ -]{_Y}(?![-,.]\d)"),
        _day,
    ),
    (
        ("-",),
        compiled(rf"(?<=[\d\s]-)(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d)(?:,?\s{_Y})?"),
        _last_day,
    ),
    (("-",), compiled(r"(?<=\b(?:19|20)\d\d-)(?P<short>1[3-9]|[2-4]\d)(?![\d-])"), _short_year),
    (_MONTH_STARTS, compiled(rf"\b{_M}\s{_D}(?:,?\s{_Y})?"), _day),
    (_MONTH_STARTS, compiled(rf"{_BEFORE}{_D}\s(?:of\s)?{_M}(?:,?\s{_Y})?"), _day),
    (_MONTH_STARTS, compiled(rf"\b{_M},?\s(?:of\s)?{_Y}"), _day),
    (
        _MONTH_STARTS,
        compiled(rf"\b(?:(?i:in|since|by|until|from|to|through|between|late|early|mid|last|this|next|of)[ -]){_M}\b"),
        _day,
    ),
    (("日",), compiled(r"(?<![\d.第])(?P<day>[12]\d|3[01]|0?[1-9])\s?日(?![元圆本])"), _day),
)


_HALF_DAY = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|午后|当晚|今晚|昨晚|晚"
_LATE = frozenset(["下午", "傍晚", "晚上", "晚间", "午后", "当晚", "今晚", "昨晚", "晚"])
TIMES = (
    (
        ("时", "点"),
        compiled(
            rf"(?P<half>{_HALF_DAY})?(?<![\d.:])(?P<hour>2[0-4]|1\d|0?\d|十[一二]?|[一两二三四五六七八九])"
            r"(?:时(?![间代期候而节常有])|点(?=钟|半|整|许|\d{1,2}分|左右))(?:(?P<minute>[0-5]?\d)分(?![之钟])|(?P<thirty>半))?"
        ),
    ),
    (
        ("点",),
        compiled(
            rf"(?P<half>{_HALF_DAY})(?P<hour>1\d|2[0-4]|\d|十[一二]?|[一两二三四五六七八九])点(?:(?P<minute>[0-5]?\d)分?|(?P<thirty>半))?"
        ),
    ),
    (("m",), compiled(r"(?<![\d.:])(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[AaPp])\.?[Mm]\b\.?")),
    (
        (":",),
        compiled(
            rf"(?P<half>{_HALF_DAY})?\s?(?<![\d.:])(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
        ),
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


HOURS = ((("noon", "midnight", "正午", "午夜"), compiled(r"\b(?i:noon|midnight)\b|正午|午夜")),)


def hour(match: re.Match[str]) -> Figure:
    """Noon and midnight, which may support a time and claim none."""
    return figured(match, "time", Fraction(720 if match.group().lower() in ("noon", "正午") else 0), weak=True)
