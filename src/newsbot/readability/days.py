"""The dates that pages and documents give themselves, exactly as far as they give them."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone

from newsbot import dates
from newsbot.news import SourceDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?)?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_DAY_FIRST = re.compile(rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})\s+{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?:[a-z]{{3,9}}\.?,?\s+)?{_MONTH}\s+(\d{{1,2}}),?\s+(\d{{4}})\b", re.IGNORECASE)
_CHINA = timezone(timedelta(hours=8))


def stated(value: object) -> SourceDate | None:
    """The calendar date that the text begins with, exactly as far as it goes; None when there is none."""
    text = value.strip()[:60] if isinstance(value, str) else ""
    if found := _COMPACT.match(text) or _YEAR_FIRST.match(text):
        return _source_date(*found.groups())
    if found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        month, day, year = found.groups()
    else:
        return None
    return _source_date(year, str(_MONTHS.index(month[:3].lower()) + 1), day)


def relative(text: str, seen: datetime) -> SourceDate | None:
    """The day in China of a Chinese date that counts from `seen`: 3小时前, 昨天 09:00, 8月22日."""
    read = dates.read(text, seen, chinese=True)
    if read is None or read.confidence != "relative":
        return None
    day = read.at.astimezone(_CHINA)
    return SourceDate(year=day.year, month=day.month, day=day.day)


def ahead(date: SourceDate, seen: datetime) -> bool:
    """Whether the date was still to come, everywhere on earth, when the page was read."""
    latest = (seen.astimezone(UTC) + timedelta(hours=14)).date()
    return (date.year, date.month or 1, date.day or 1) > (latest.year, latest.month, latest.day)


def spelled(date: SourceDate) -> re.Pattern[str]:
    """Every usual spelling of this day, for looking whether a page really states it."""
    assert date.month and date.day, "a whole day"
    y, m, d, name = date.year, date.month, date.day, rf"{_MONTHS[date.month - 1]}[a-z]*\.?"
    numbers = rf"(?<!\d){y}\s*[-/.年]?\s*0?{m}\s*[-/.月]?\s*0?{d}(?!\d)"
    words = rf"\b{name}\s+0?{d}(?:st|nd|rd|th)?,?\s+{y}|(?<!\d)0?{d}\s+{name},?\s+{y}|(?<!\d){m:02}/{d:02}/{y}"
    return re.compile(f"{numbers}|{words}", re.IGNORECASE)


def _source_date(year: str, month: str | None, day: str | None) -> SourceDate | None:
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not 1900 <= y <= 2099 or (month and not 1 <= m <= 12) or (day and not 1 <= d <= monthrange(y, m)[1]):
        return None
    return SourceDate(year=y, month=m or None, day=d or None)
