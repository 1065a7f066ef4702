"""Embargoes that a source's own text states: EMBARGOED UNTIL …, 禁止…前发布.

A step: a text in, what may not be published before when out. Only a line that speaks of itself counts, near the head or
the foot of the text; a report about an embargo on goods, or about a ban that somebody issued, is none.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newsbot.chinese import simplified
from newsbot.news import Embargo

HEAD, FOOT = 3_000, 1_000
"""Characters at either end of a text in which an embargo on it stands."""

LONGEST = 200  # characters of a line that are looked at
CHINA = timezone(timedelta(hours=8))  # without summer time since 1991

_ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("et", "est", "edt", "eastern", "new york"), ZoneInfo("America/New_York")),
    **dict.fromkeys(("ct", "central"), ZoneInfo("America/Chicago")),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), ZoneInfo("America/Los_Angeles")),
    **dict.fromkeys(("gmt", "utc", "z"), UTC),
    **dict.fromkeys(("uk", "bst", "london"), ZoneInfo("Europe/London")),
    **dict.fromkeys(("cet", "cest"), ZoneInfo("Europe/Paris")),
    **dict.fromkeys(("jst", "tokyo"), ZoneInfo("Asia/Tokyo")),
    **dict.fromkeys(("beijing", "hkt", "cst china"), CHINA),
}

_BEFORE = r"[^\w“”\"‘’「『《]{0,8}"  # what is quoted speaks of something else
_SAYS = re.compile(
    rf"^{_BEFORE}(?:strictly |under |under strict )?(?:"
    r"embargo(?:ed)?(?: for (?:release|publication))?:? ?(?:until|till|to|-|–)"
    r"|embargo(?:ed)?:"
    r"|not (?:for|to be) (?:release|released|publication|published|broadcast) (?:before|until|prior to)"
    r"|hold for release until"
    r")",
    re.IGNORECASE,
)
_ACT = "(?:对外)?(?:发布|刊发|发表|发稿|报道|公开|披露|刊登|传播)"
_BAN = "(?:严禁|禁止|请勿|不得|切勿)"
_SELF = "(?:本(?:新闻)?(?:稿|文)|此稿|该稿|新闻稿)?(?:内容)?"
_BANS = re.compile(
    rf"^{_BEFORE}(?:注意\W{{0,3}})?{_SELF}(?:{_BAN}(?:在|于)?(?P<one>[^。;\n]{{2,40}}?)(?:之|以)?前{_ACT}"
    rf"|(?:在|于)?(?P<two>[^。;\n]{{2,40}}?)(?:之|以)?前,?{_BAN}{_ACT}"
    rf"|(?:解禁|禁发|可发布|开放报道)(?:时间|至|日期)[:为]?(?P<three>[^。;\n]{{2,40}}))"
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th)?"
_DAYS = (
    re.compile(r"(?P<year>20\d\d)-(?P<number>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(rf"{_DAY} (?:of )?{_MONTH},?(?: (?P<year>20\d\d))?"),
    re.compile(rf"{_MONTH} {_DAY}(?:,? (?P<year>20\d\d))?"),
    re.compile(r"(?:(?P<year>20\d\d)年)?(?P<number>\d{1,2})月(?P<day>\d{1,2})[日号]"),
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|早上|晚上|凌晨|晚|中午)?(?<![\d-])(?P<hour>\d{1,2})"
    r"(?:[:.时点](?P<minute>\d{2})?分?|(?= ?[ap]\.?m))整?(?: ?(?P<m>[ap])\.?m\b\.?)?"
)


def find(text: str, seen: datetime, zone: tzinfo) -> Embargo | None:
    """The embargo that the text states on itself, the latest of several; None where it states none.

    `seen` (aware) is when the text was read: a date without a year is the first from a month before that. A time
    without a zone is China's in Chinese and `zone`'s else; a day without a time ends the embargo when it begins.
    `until` is None where no date can be read: then a person has to say.
    """
    found = list(_found(text, seen, zone))
    unread = [each for each in found if each.until is None]
    return unread[0] if unread else max(found, key=lambda each: each.until or seen, default=None)


def _found(text: str, seen: datetime, zone: tzinfo) -> Iterator[Embargo]:
    ends = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    for raw in ends.split("\n"):
        line = simplified(" ".join(unicodedata.normalize("NFKC", raw[:LONGEST]).split()))
        if says := _SAYS.match(line):
            yield Embargo(words=line, until=_instant(line[says.end() :].lower(), seen, zone, chinese=False))
        elif bans := _BANS.match(line):
            told = bans["one"] or bans["two"] or bans["three"]
            until = _instant(told.replace(" ", ""), seen, zone, chinese=True)
            if until is not None:  # without a date it may be anything that may not be done
                yield Embargo(words=line, until=until)


def _instant(text: str, seen: datetime, zone: tzinfo, *, chinese: bool) -> datetime | None:
    day = next((match for form in _DAYS if (match := form.search(text))), None)
    if day is None:
        return None
    groups = day.groupdict()
    month = int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"]]
    rest = f"{text[: day.start()]} {text[day.end() :]}"
    clock = _CLOCK.search(rest)
    hour, minute = _time(clock) if clock else (0, 0)
    where = CHINA if chinese or "北京" in text else _zone(rest, zone)
    year = int(groups["year"]) if groups.get("year") else None
    try:
        if year is not None:
            return datetime(year, month, int(groups["day"]), hour, minute, tzinfo=where).astimezone(UTC)
        at = datetime(seen.astimezone(where).year, month, int(groups["day"]), hour, minute, tzinfo=where)
        early = at < seen - timedelta(days=31)
        return (at.replace(year=at.year + 1) if early else at).astimezone(UTC)
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> tuple[int, int]:
    hour = int(clock["hour"])
    late = clock["m"] == "p" or clock["half"] in ("下午", "晚上", "晚", "中午")
    if late and hour < 12 and not (clock["half"] == "中午" and hour == 11):
        hour += 12
    if clock["m"] == "a" and hour == 12:
        hour = 0
    return hour, int(clock["minute"] or 0)


def _zone(text: str, zone: tzinfo) -> tzinfo:
    for name, found in _ZONES.items():
        if re.search(rf"\b{name}\b", text):
            return found
    return zone
