"""Dates as feeds write them, read strictly: the standards first, then known variants, then Chinese.

What is not certainly one of these forms is not read: no date is better than a wrong one.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal, NamedTuple

Confidence = Literal["exact", "zone assumed", "day only", "relative"]


class Read(NamedTuple):
    """An instant in UTC, the name of the form it was written in, for people, and how far it may be trusted.

    `exact`: stated with its zone. `zone assumed`: stated without. `day only`: the midnight that day
    begins with. `relative`: counted from when it was seen, or its year was.
    """

    at: datetime
    how: str
    confidence: Confidence


MAX_RAW = 100  # characters; no date is longer
FIRST_YEAR = 1990  # feeds are younger; 1970-01-01 and 0001-01-01 are what a program writes that knows no date
YEARS_AHEAD = 2  # what is announced for later may be dated so; what is further off is a slip

# ---------------------------------------------------------------- what is asked of this module


def read(raw: str, seen: datetime, zone: tzinfo | None = None, chinese: bool = False) -> Read | None:
    """The instant that the text states; None when it is in no known form, impossible or out of range.

    `seen` (aware) is when it came: relative dates count from it, a date without a year is the last one
    not after it, and years before `FIRST_YEAR` or more than `YEARS_AHEAD` after its own are None.
    Without a zone in the text it is `zone`, else China's where the feed (`chinese`) or the date itself
    is Chinese, else UTC. `CST` is China's there too, elsewhere US Central; of the other names with
    several meanings EST is US Eastern, AST Atlantic, BST Britain's summer and IST India's; an unknown
    name makes it None. A weekday that does not fit is passed over: publishers mean the date. Numbers
    alone (`08/22/2026`) are read only where day and month cannot be mistaken for each other.
    """
    text = _plain(raw) if len(raw := raw.strip()) <= MAX_RAW else ""
    chinese = chinese or bool(_CHINESE.search(text))
    asked = _Asked(seen.astimezone(UTC), zone or (_CHINA if chinese else UTC), chinese)
    for how, form, made in _FORMS:
        if found := form.fullmatch(text):
            try:
                return made(how, {name: part for name, part in found.groupdict().items() if part}, asked)
            except (ValueError, OverflowError):  # 31 February, month 13, 99:99, a zone nobody knows
                return None
    return None


class _Asked(NamedTuple):
    seen: datetime
    zone: tzinfo
    chinese: bool


Parts = Mapping[str, str]  # what the named groups of a form have found


def _plain(raw: str) -> str:
    """The text with its signs in one spelling: full-width forms as ASCII, 20时40分 as 20:40, single spaces."""
    text = " ".join(unicodedata.normalize("NFKC", raw).replace("\u2212", "-").split())
    text = _WORDED_CLOCK.sub(lambda clock: ":".join(part or "00" for part in clock.groups()), text)
    return re.sub(r"^(北京[时時][间間])[ :]*(.+)", r"\2 \1", text)


_CHINESE = re.compile("[年月日天前刚剛周週午晚]|星期")
_WORDED_CLOCK = re.compile(
    r"(?<![0-9])([0-9]{1,2}) ?[时時点點](?![间間])(?:整| ?([0-9]{2}) ?分?)?(?: ?([0-9]{2}) ?秒)?(?![0-9])"
)

# ---------------------------------------------------------------- zones

_CHINA = timezone(timedelta(hours=8))  # without summer time since 1991
_ZONES = {  # hours east of UTC; first the names of RFC 822
    **{"UT": 0, "UTC": 0, "GMT": 0, "Z": 0},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"AST": -4, "ADT": -3, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3},
    **{"WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2},
    **{"EET": 2, "EEST": 3, "MSK": 3, "PKT": 5, "IST": 5.5, "ICT": 7, "WIB": 7},
    **{"HKT": 8, "SGT": 8, "BJT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11},
    **{"NZST": 12, "NZDT": 13, "北京时间": 8, "北京時間": 8},
}
_OFFSET = re.compile(r"(?:GMT|UTC|UT)? ?([+-])([0-9]{1,2}):?([0-9]{2})?", re.IGNORECASE)


def _zone(name: str, chinese: bool) -> tzinfo:
    if found := _OFFSET.fullmatch(name):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if minutes > 59 or hours * 60 + minutes > 14 * 60:  # the widest in use is +14:00
            raise ValueError(name)
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if found[1] == "-" else offset)
    if name.upper() == "CST" and chinese:
        return _CHINA
    if name.upper() not in _ZONES:
        raise ValueError(name)
    return timezone(timedelta(hours=_ZONES[name.upper()]))


# ---------------------------------------------------------------- dates that state the day


def _stated(how: str, parts: Parts, asked: _Asked) -> Read | None:
    zone = _zone(parts["zone"], asked.chinese) if "zone" in parts else asked.zone
    year = _year(parts["year"])
    if not FIRST_YEAR <= year <= asked.seen.year + YEARS_AHEAD:
        return None
    at = _at(datetime(year, _month(parts["month"]), int(parts["day"]), tzinfo=zone), parts)
    confidence: Confidence = "day only" if "hour" not in parts else "exact" if "zone" in parts else "zone assumed"
    return Read(at.astimezone(UTC), how, confidence)


def _year(digits: str) -> int:
    """Two digits count as in RFC 2822: 00–49 are 2000–2049, 50–99 are 1950–1999."""
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 50 else 1900)


def _month(name: str) -> int:
    if not name.isdecimal() and name.lower() not in _MONTHS:
        raise ValueError(name)
    return int(name) if name.isdecimal() else _MONTHS[name.lower()]


def _at(day: datetime, parts: Parts) -> datetime:
    """The time of that day, midnight when none is stated. 24:00 is the next midnight, :60 a leap second."""
    hour = _hour(int(parts.get("hour", 0)), parts.get("half") or parts.get("daytime") or "")
    minute, second = int(parts.get("minute", 0)), int(parts.get("second", 0))
    if hour > 24 or (hour == 24 and (minute or second)) or second > 60:
        raise ValueError(hour)
    at = day.replace(hour=hour % 24, minute=minute, second=min(second, 59))
    at += timedelta(days=hour // 24, seconds=second // 60)
    return at.replace(microsecond=int(parts.get("fraction", "0").ljust(6, "0")[:6]))


_MORNING = frozenset(["am", "a.m.", "上午", "午前", "早上", "早晨", "清晨", "凌晨"])
_AFTERNOON = frozenset(["pm", "p.m.", "下午", "午後"])
_EVENING = frozenset(["傍晚", "晚上", "晚间", "晚間"])


def _hour(hour: int, half: str) -> int:
    """The hour of 24. 下午 14:30 is written too; 晚上 12:30 may belong to either of two days and is an error."""
    half = half.lower()
    if not half or (12 < hour < 24 and half not in _MORNING) or (half == "中午" and hour in (10, 11)):
        return hour
    if half in _MORNING and hour <= 12:
        return hour % 12
    if (half in _AFTERNOON and hour <= 12) or (half == "中午" and hour in (12, 1, 2)):
        return hour % 12 + 12
    if half in _EVENING and 4 <= hour < 12:
        return hour + 12
    raise ValueError(half)


# ---------------------------------------------------------------- dates that count from when they were seen


def _without_year(how: str, parts: Parts, asked: _Asked) -> Read | None:
    """The last such day that is not in the future. Up to one day ahead a clock or zone is off: then it is now."""
    year = asked.seen.astimezone(asked.zone).year
    for candidate in (year + 1, year, year - 1):  # at New Year's Eve it may be next year where it was written
        try:
            at = _at(datetime(candidate, int(parts["month"]), int(parts["day"]), tzinfo=asked.zone), parts)
        except ValueError:  # 29 February
            continue
        if at - asked.seen <= timedelta(days=1):
            return Read(min(at.astimezone(UTC), asked.seen), how, "relative")
    return None


def _if_chinese(how: str, parts: Parts, asked: _Asked) -> Read | None:
    return _without_year(how, parts, asked) if asked.chinese else None


_DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}


def _day_back(how: str, parts: Parts, asked: _Asked) -> Read:
    """今天 09:00, 昨天. A 今天 that lies ahead was written before midnight and is seen after it."""
    today = asked.seen.astimezone(asked.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    at = _at(today - timedelta(days=_DAYS_BACK[parts["back"]]), parts)
    if at > asked.seen + timedelta(hours=1):  # less is a clock that is off
        at -= timedelta(days=1)
    return Read(min(at.astimezone(UTC), asked.seen), how, "relative")


_COUNTS = {"半": 0.5, "两": 2, "兩": 2} | {name: number for number, name in enumerate("一二三四五六七八九十", start=1)}
# By the first character of the unit. 3个月前 and 2年前 do not mean the day: 30 and 365 days are near enough.
_SECONDS = {"秒": 1, "分": 60, "小": 3600, "钟": 3600, "鐘": 3600, "天": 86_400, "日": 86_400}
_SECONDS |= {"周": 604_800, "週": 604_800, "星": 604_800, "月": 2_592_000, "年": 31_536_000}


def _ago(how: str, parts: Parts, asked: _Asked) -> Read | None:
    count = _COUNTS[parts["count"]] if parts["count"] in _COUNTS else int(parts["count"])
    at = asked.seen - timedelta(seconds=count * _SECONDS[parts["unit"].lstrip("个個 ")[0]])
    return Read(at, how, "relative") if at.year >= FIRST_YEAR else None


def _now(how: str, _: Parts, asked: _Asked) -> Read:
    return Read(asked.seen, how, "relative")


# ---------------------------------------------------------------- the forms

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _unix(how: str, parts: Parts, asked: _Asked) -> Read | None:
    at = _UNIX_EPOCH + timedelta(seconds=int(parts["seconds"]), milliseconds=int(parts.get("thousandths", 0)))
    return Read(at, how, "exact") if FIRST_YEAR <= at.year <= asked.seen.year + YEARS_AHEAD else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (  # English, German, French
            *("jan january januar jänner janv janvier", "feb february februar fév févr février"),
            *("mar march mär märz mrz mars", "apr april avr avril", "may mai", "jun june juni juin"),
            *("jul july juli juil juillet", "aug august août", "sep sept september septembre"),
            *("oct october okt oktober octobre", "nov november novembre", "dec december dez dezember déc décembre"),
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|so(?:nntag)?"
    "|lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?"
)
_CLOCK = "(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
_PIECES = {  # what stands in <angles> in the forms below
    "WEEKDAY": rf"(?:(?:{_WEEKDAYS})\.?,? )?",
    "星期": r"(?: ?\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\)?,?)?",
    "YEAR": "(?P<year>[0-9]{4})",
    "MONTH": r"(?P<month>[^\W\d_]{3,10})\.?",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "M12": "(?P<month>0?[1-9]|1[0-2])",
    "DAY": r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
    "D13": "(?P<day>1[3-9]|2[0-9]|3[01])",
    "时段": "(?:(?P<daytime>上午|午前|早上|早晨|清晨|凌晨|中午|下午|午後|傍晚|晚上|晚间|晚間) ?)?",
    "CLOCK": _CLOCK,
    # An offset may be followed by its name: `+0800 CST`, `-0700 (PDT)`, `+08:00[Asia/Shanghai]`.
    "TIME": _CLOCK + r"(?: ?(?P<half>[ap]m|[ap]\.m\.))?"
    r"(?: ?\(?(?P<zone>(?:GMT|UTC|UT)? ?[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Z]{1,5}|北京[时時][间間])\)?"
    r"(?:(?<=[0-9]) [A-Z]{2,5}| ?\([^()]*\)|\[[\w/+-]+\])?)?",
}
_Made = Callable[[str, Parts, _Asked], Read | None]


def _form(how: str, pattern: str, made: _Made = _stated) -> tuple[str, re.Pattern[str], _Made]:
    whole = re.sub("<([A-Z0-9]+|星期|时段)>", lambda name: _PIECES[name[1]], pattern)
    return how, re.compile(whole, re.IGNORECASE), made


_FORMS = (
    _form(
        "RFC 822",
        r"(?:(?:mon|tue|wed|thu|fri|sat|sun), )?(?P<day>[0-9]{1,2}) (?P<month>[a-z]{3}) <YEAR> "
        r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))? "
        r"(?P<zone>[+-][0-9]{4}|UT|GMT|[ECMP][SD]T|Z)",
    ),
    _form("ISO 8601", r"<YEAR>-<MM>-<DD>(?:[T ](?=[0-9]{2}:)<CLOCK>)?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"),
    _form(
        "ISO 8601",
        r"<YEAR><MM><DD>(?:T?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})"
        r"(?P<zone>Z|[+-][0-9]{2}(?:[0-9]{2})?)?)?",
    ),
    _form("RFC 822 variant", r"<WEEKDAY><DAY>[ -]<MONTH>[ -](?P<year>[0-9]{4}|[0-9]{2}),?(?: (?:at )?<TIME>)?"),
    _form("month, day, year", r"<WEEKDAY><MONTH> <DAY>,? <YEAR>,?(?: (?:at )?<TIME>)?"),
    _form("C date", r"<WEEKDAY><MONTH> <DAY> <CLOCK>(?: (?P<zone>[+-][0-9]{4}|[A-Z]{1,5}))? <YEAR>"),
    _form("year, month, day", r"<YEAR>(?P<sign>[-/.])<M>(?P=sign)<D><星期>(?:(?:,? |T)<时段><TIME>)?"),
    _form("day.month.year", r"<WEEKDAY><D>\.<M>\.<YEAR>(?:,? <TIME>)?"),
    _form("month/day/year", r"<WEEKDAY><M12>/<D13>/<YEAR>(?:,? <TIME>)?"),
    _form("day/month/year", r"<WEEKDAY><D13>/<M12>/<YEAR>(?:,? <TIME>)?"),
    _form("Chinese", r"<YEAR> ?年 ?<M> ?月 ?<D> ?[日号號]?<星期>(?:,? ?<时段><TIME>)?"),
    _form("Chinese, without its year", r"<M> ?月 ?<D> ?[日号號]<星期>(?:,? ?<时段><CLOCK>)?", _without_year),
    _form("month and day", r"<M>[-/]<D> <CLOCK>", _if_chinese),
    _form("Chinese, relative", r"(?P<back>今|昨|大?前)[天日](?:,? ?<时段><CLOCK>)?", _day_back),
    _form(
        "Chinese, relative",
        rf"(?P<count>[0-9]{{1,5}}|[{''.join(_COUNTS)}]) ?"
        r"(?P<unit>[个個] ?月|(?:[个個] ?)?(?:秒[钟鐘]?|分[钟鐘]?|小[时時]|[钟鐘][头頭]|[天日周週年]|星期))[以之]?前",
        _ago,
    ),
    _form("Chinese, relative", "刚刚|剛剛|刚才|剛才", _now),
    _form("Unix seconds", r"(?P<seconds>[0-9]{9,10})(?:\.(?P<thousandths>[0-9]{3})[0-9]*)?", _unix),
    _form("Unix milliseconds", r"(?P<seconds>[0-9]{9,10})(?P<thousandths>[0-9]{3})", _unix),
)
