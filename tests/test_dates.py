"""Dates as feeds write them: what is read, how it is called, and what is rather not read."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import dates

SEEN = datetime(2026, 8, 22, 13, 0, tzinfo=UTC)  # 21:00 in China
CHINA = timezone(timedelta(hours=8))
AT = datetime(2026, 8, 22, 12, 40, 20, tzinfo=UTC)
MINUTE = AT.replace(second=0)


def at(raw: str, zone: tzinfo | None = None, chinese: bool = True) -> datetime | None:
    found = dates.read(raw, SEEN, zone, chinese)
    return found and found.at


# ---------------------------------------------------------------- with a zone


@pytest.mark.parametrize(
    ("raw", "how"),
    [
        ("Sat, 22 Aug 2026 20:40:20 +0800", "RFC 822"),
        ("Sat, 22 Aug 2026 12:40:20 GMT", "RFC 822"),
        ("22 Aug 2026 08:40:20 EDT", "RFC 822"),
        ("Fri, 22 Aug 2026 12:40:20 Z", "RFC 822"),  # the weekday is wrong, the date is meant
        ("2026-08-22T20:40:20+08:00", "ISO 8601"),
        ("2026-08-22T12:40:20Z", "ISO 8601"),
        ("2026-08-22t12:40:20.000000000z", "ISO 8601"),
        ("2026-08-22 20:40:20,0+08", "ISO 8601"),
        ("20260822T124020Z", "ISO 8601"),
        ("20260822T204020+0800", "ISO 8601"),
        ("Sat, 22 Aug 26 20:40:20 +0800", "RFC 822 variant"),
        ("Saturday, 22-Aug-26 12:40:20 GMT", "RFC 822 variant"),
        ("Sat, 22 August 2026 20:40:20 GMT+8", "RFC 822 variant"),
        ("Sat, 22 Aug 2026 20:40:20 UTC+08:00", "RFC 822 variant"),
        ("Sat, 22 Aug 2026 20:40:20 +08:00", "RFC 822 variant"),
        ("Sat, 22 Aug 2026 05:40:20 -0700 (PDT)", "RFC 822 variant"),
        ("Sat 22 Aug 2026, 8:40:20 PM HKT", "RFC 822 variant"),
        ("August 22nd, 2026 at 8:40:20pm +0800", "month, day, year"),
        ("Sat Aug 22 2026 20:40:20 GMT+0800 (China Standard Time)", "month, day, year"),
        ("Sat Aug 22 20:40:20 CST 2026", "C date"),
        ("Sat Aug 22 12:40:20 UTC 2026", "C date"),
        ("2026-08-22 20:40:20 +0800 CST", "year, month, day"),
        ("2026-8-22T20:40:20 +8", "year, month, day"),
        ("2026-08-22T20:40:20+08:00[Asia/Shanghai]", "year, month, day"),
        ("2026年8月22日 20:40:20 GMT+8", "Chinese"),
        ("北京时间2026年8月22日20时40分20秒", "Chinese"),
        ("2026年8月22日 20:40:20（北京时间）", "Chinese"),
        ("1787402420", "Unix seconds"),
        ("1787402420.000", "Unix seconds"),
        ("1787402420000", "Unix milliseconds"),
    ],
)
def test_a_date_with_its_zone_is_exact(raw: str, how: str) -> None:
    assert dates.read(raw, SEEN, ZoneInfo("America/New_York"), chinese=True) == (AT, how, "exact")


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("UT", 0), ("GMT", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CDT", -5), ("MST", -7), ("PST", -8), ("PDT", -7),
        ("BST", 1), ("CET", 1), ("CEST", 2), ("MSK", 3), ("IST", 5.5), ("HKT", 8), ("JST", 9), ("KST", 9), ("AEST", 10),
        ("-0330", -3.5), ("+1400", 14), ("-0000", 0), ("GMT-5", -5),
    ],
)  # fmt: skip
def test_names_and_offsets_of_zones(name: str, hours: float) -> None:
    noon = datetime(2026, 8, 20, 12, tzinfo=UTC) - timedelta(hours=hours)
    assert at(f"Thu, 20 Aug 2026 12:00:00 {name}") == noon


def test_cst_is_chinas_in_a_chinese_feed_and_us_central_elsewhere() -> None:
    raw = "Thu, 20 Aug 2026 12:00:00 CST"
    assert at(raw, chinese=True) == datetime(2026, 8, 20, 4, tzinfo=UTC)
    assert at(raw, chinese=False) == datetime(2026, 8, 20, 18, tzinfo=UTC)


# ---------------------------------------------------------------- without a zone


@pytest.mark.parametrize(
    "raw",
    [
        "2026-08-22 20:40",
        "2026-08-22T20:40",
        "2026/08/22 20:40:00",
        "2026.8.22 20:40",
        "20260822T204000",
        "20260822204000",
        "Aug 22, 2026 8:40 PM",
        "Saturday, August 22, 2026, 8:40 p.m.",
        "22 August 2026 20:40",
        "Sa, 22. August 2026 20:40",
        "22 août 2026 20:40",
        "Sat Aug 22 20:40:00 2026",
        "22.08.2026, 20:40",
        "08/22/2026 20:40",
        "22/8/2026 20:40",
        "2026年8月22日 20:40",
        "2026年08月22日20:40:00",
        "2026 年 8 月 22 日 星期六 20:40",
        "2026年8月22日（周六）下午8:40",
        "2026年8月22日 晚上8点40分",
        "2026年8月22日 20點40分",
        "2026-08-22 星期六 20:40",
        "2026/8/22 下午 8:40",
        "２０２６年８月２２日　２０：４０",
        "  2026年8月22日\n20:40 " + " " * 200,
    ],
)
def test_without_a_zone_the_feeds_own_is_assumed_else_chinas_for_chinese_and_utc(raw: str) -> None:
    for zone, chinese, expected in (
        (None, True, MINUTE),
        (None, False, MINUTE + timedelta(hours=0 if re.search("[年周星下]", raw) else 8)),
        (ZoneInfo("America/New_York"), True, MINUTE + timedelta(hours=12)),
    ):
        found = dates.read(raw, SEEN, zone, chinese)
        assert found
        assert (found.at, found.confidence) == (expected, "zone assumed")


@pytest.mark.parametrize(
    "raw",
    [
        "2026-08-22",
        "20260822",
        "2026/8/22",
        "2026年8月22日",
        "2026年08月22号 星期六",
        "Sat, 22 Aug 2026",
        "Aug. 22, 2026",
    ],
)
def test_a_day_without_a_time_is_its_first_midnight(raw: str) -> None:
    found = dates.read(raw, SEEN, chinese=True)
    assert found
    assert (found.at, found.confidence) == (datetime(2026, 8, 22, tzinfo=CHINA), "day only")


@pytest.mark.parametrize(
    ("time", "clock"),
    [
        ("上午9:05", "09:05"), ("上午12:30", "00:30"), ("凌晨0:30", "00:30"), ("早上8点", "08:00"),
        ("中午12点", "12:00"), ("中午1:30", "13:30"), ("中午11:50", "11:50"), ("下午3:20", "15:20"),
        ("下午15:20", "15:20"), ("下午12:01", "12:01"), ("傍晚6:00", "18:00"), ("晚上11:59", "23:59"),
        ("8:40 AM", "08:40"), ("12:05 am", "00:05"), ("12:05 p.m.", "12:05"), ("20:40 PM", "20:40"),
        ("24:00", "00:00"), ("23:59:60", "00:00"),
    ],
)  # fmt: skip
def test_halves_of_the_day_and_midnight_at_its_end(time: str, clock: str) -> None:
    found = at(f"2026年8月20日 {time}", UTC)
    assert found
    assert f"{found:%H:%M}" == clock
    assert found.day == (21 if time in ("24:00", "23:59:60") else 20)


# ---------------------------------------------------------------- counted from when it was seen


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("刚刚", SEEN),
        ("30秒前", SEEN - timedelta(seconds=30)),
        ("45分钟前", SEEN - timedelta(minutes=45)),
        ("45 分鐘前", SEEN - timedelta(minutes=45)),
        ("半小时前", SEEN - timedelta(minutes=30)),
        ("3小时前", SEEN - timedelta(hours=3)),
        ("3个小时以前", SEEN - timedelta(hours=3)),
        ("两天前", SEEN - timedelta(days=2)),
        ("1周前", SEEN - timedelta(days=7)),
        ("一个星期前", SEEN - timedelta(days=7)),
        ("2个月前", SEEN - timedelta(days=60)),
        ("1年前", SEEN - timedelta(days=365)),
        ("今天 09:00", datetime(2026, 8, 22, 9, tzinfo=CHINA)),
        ("今天23:50", datetime(2026, 8, 21, 23, 50, tzinfo=CHINA)),  # written before midnight
        ("今天 21:10", SEEN),  # its clock is ahead
        ("昨天 08:30", datetime(2026, 8, 21, 8, 30, tzinfo=CHINA)),
        ("昨日下午3:20", datetime(2026, 8, 21, 15, 20, tzinfo=CHINA)),
        ("前天", datetime(2026, 8, 20, tzinfo=CHINA)),
        ("8月22日 20:40", datetime(2026, 8, 22, 20, 40, tzinfo=CHINA)),
        ("8月22日（周六） 21:30", SEEN),  # its clock is ahead
        ("8月24日 20:40", datetime(2025, 8, 24, 20, 40, tzinfo=CHINA)),  # never in the future
        ("12月31日", datetime(2025, 12, 31, tzinfo=CHINA)),
        ("08-22 20:40", datetime(2026, 8, 22, 20, 40, tzinfo=CHINA)),
    ],
)
def test_a_relative_date_counts_from_when_it_was_seen(raw: str, expected: datetime) -> None:
    found = dates.read(raw, SEEN, chinese=True)
    assert found
    assert (found.at, found.confidence) == (expected, "relative")
    assert found.how.startswith(("Chinese", "month and day"))


def test_at_new_year_a_date_without_a_year_belongs_to_the_year_of_its_own_zone() -> None:
    seen = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)  # in China it is 2026 already
    found = dates.read("1月1日 00:30", seen, chinese=True)
    assert found
    assert found.at == datetime(2026, 1, 1, 0, 30, tzinfo=CHINA)


# ---------------------------------------------------------------- what is not read


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "recently",
        "2026",
        "2026-08",
        "August 2026",
        "12:40",
        "Sat, 31 Feb 2026 12:40:20 GMT",
        "2026-02-29",
        "2026年2月30日",
        "2026年13月1日 10:00",
        "2026-08-22T99:99:99Z",
        "2026-08-22T24:01:00Z",
        "2026-08-22 12:60",
        "2026-08-22T12:40:61Z",
        "2026-08-22T12:40:20+15:00",
        "2026-08-22T12:40:20+08:75",
        "Sat, 22 Aug 2026 12:40:20 XYZ",
        "Sat, 22 Foo 2026 12:40:20 GMT",
        "08/09/2026 12:40",  # September or August
        "26-08-22",
        "115年8月22日",  # the year of another era
        "2026年8月22日 晚上12:30",  # of which day
        "20:40 AM 22 Aug 2026",
        "22 Aug 2026 20:40 AM",
        "今天 25:00",
        "2月29日 10:00",
        "三天打鱼",
        "3月前",
        "0小时",
        "100年前",
        "99999年前",
        "0",
        "-1",
        "12345",
        "17874024200000",
        "9999999999",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "1989-12-31",
        "2029-01-01T00:00:00Z",
        "Sat, 22 Aug 2026 12:40:20 GMT or so",
        "Sat, 22 Aug 2026 12:40:20 GMT maybe",
        "2026-08-22 (" + "x" * 100 + ")",
        "١٤٤٨-٠٣-٠٩",
    ],
)
def test_what_is_impossible_ambiguous_or_in_no_known_form_has_no_date(raw: str) -> None:
    assert dates.read(raw, SEEN, chinese=True) is None
    assert dates.read(raw, SEEN, ZoneInfo("Europe/Berlin")) is None


def test_month_and_day_alone_are_read_in_chinese_feeds_only() -> None:
    assert at("08-22 20:40", chinese=False) is None


# ---------------------------------------------------------------- everything

INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2028, 12, 30)).map(lambda day: day.replace(tzinfo=UTC))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(INSTANTS, OFFSETS, st.booleans())
def test_every_instant_in_a_standard_form_is_read_exactly(instant: datetime, offset: timezone, chinese: bool) -> None:
    local = instant.astimezone(offset)
    whole = local.replace(microsecond=0)
    for raw, how, expected in (
        (local.isoformat(), "ISO 8601", instant),
        (local.isoformat(" ").replace("+00:00", "Z"), "ISO 8601", instant),
        (whole.strftime("%Y%m%dT%H%M%S%z"), "ISO 8601", whole),
        (format_datetime(local), "RFC 822", whole),
        (str(int(instant.timestamp())), "Unix seconds", whole),
    ):
        assert dates.read(raw, SEEN, ZoneInfo("Asia/Tokyo"), chinese) == (expected, how, "exact")


@given(INSTANTS, OFFSETS)
def test_every_instant_in_chinese_is_read_in_the_zone_of_its_feed(instant: datetime, offset: timezone) -> None:
    local = instant.astimezone(offset).replace(second=0, microsecond=0)
    half = "下午" if local.hour > 11 else "上午"
    for raw in (
        f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}",
        f"{local.year}年{local.month:02}月{local.day:02}日{local.hour}时{local:%M}分",
        f"{local.year}/{local.month}/{local.day} {half}{local.hour % 12 or 12}:{local:%M}",
    ):
        found = dates.read(raw, SEEN, offset, chinese=True)
        assert found
        assert (found.at, found.confidence) == (local, "zone assumed")


PIECES = st.sampled_from(
    "2026 08 22 8 99 0 年 月 日 前 天 时 昨天 半 : - / . , T Z +0800 GMT CST Aug Sat 上午 PM ( ) 星期六".split()  # noqa: SIM905
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES).map(" ".join))


@given(TEXTS, st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.booleans())
def test_any_text_is_read_or_not_but_never_out_of_range(raw: str, seen: datetime, chinese: bool) -> None:
    found = dates.read(raw, seen.replace(tzinfo=UTC), chinese=chinese)
    if found:
        assert found.at.tzinfo is UTC
        assert dates.FIRST_YEAR - 1 <= found.at.year <= seen.year + dates.YEARS_AHEAD + 1
        assert found.confidence != "relative" or found.at <= seen.replace(tzinfo=UTC)


@pytest.mark.parametrize("corpus", ["real", "ai", "malformed/wellformed", "malformed/json"])
def test_dates_of_real_feeds_are_read(corpus: str) -> None:
    folder = Path(__file__).parents[2] / "shared" / "data" / "feeds" / corpus
    if not folder.is_dir():
        pytest.skip("the shared data is not here")
    elements = re.compile(r"<(?:\w+:)?(?:pubDate|published|updated|modified|issued|created|date)>\s*([^<\[]+?)\s*<")
    for path in sorted(folder.rglob("*")):
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        raws = elements.findall(text) if not text.startswith("{") else _dates_of_items(text)
        assert [raw for raw in raws if dates.read(raw, datetime(2026, 12, 1, tzinfo=UTC)) is None] == []


def _dates_of_items(text: str) -> list[str]:
    return [item["date_published"] for item in json.loads(text)["items"] if "date_published" in item]
