"""When feeds are asked next: bounds, hints, own interval, failures, redirects, and clocks that jump."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import polling
from newsbot.news import Dated, Entry, Feed, Fetched, Followed, Hints, Hop, ParsedFeed, Wait
from newsbot.polling import LONGEST, SHORTEST

NOW = datetime(2026, 11, 20, 8, 13, 20, tzinfo=UTC)  # a Friday
URL = "https://paper.test/feed"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def followed(**known: object) -> Followed:
    """A feed that has been answered two hours ago and posts once a day, unless told otherwise."""
    usual = {
        "polled": NOW - 2 * HOUR,
        "answered": NOW - 2 * HOUR,
        "due": NOW,
        "etag": '"1"',
        "body": "0" * 64,
        "size": 20,
        "rate": 1.0,
        "rated": NOW,
    }
    return Followed.model_validate({"feed": Feed(url=URL), "added": NOW - DAY, **usual, **known})


def answer(
    body: bytes = b"", *, at: datetime = NOW, status: int = 200, hops: tuple[Hop, ...] = (), **headers: str
) -> Fetched:
    """An answer with these headers (`cache_control="…"`); redirects lead to where it came from."""
    return Fetched(
        url=URL,
        final_url=hops[-1].to if hops else URL,
        status=status,
        hops=hops,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body,
        fetched=at,
    )


def entry(number: int = 0, published: datetime | None = None, raw: str = "", confidence: str = "exact") -> Entry:
    dated = Dated.model_validate({"raw": raw, "confidence": confidence}) if published else None
    return Entry(feed=URL, key=f"{number}", id=f"{number}", url="", title=f"{number}", published=published, dated=dated)


def document(*entries: Entry, total: int | None = None, **said: object) -> ParsedFeed:
    total = len(entries) if total is None else total
    return ParsedFeed.model_validate({"title": "报", "entries": entries, "total": total, **said})


def wait_after(feed: Followed, *, now: datetime = NOW, **headers: str) -> timedelta:
    """How long until the feed is asked again after an unchanged answer with these headers."""
    due = polling.unchanged(feed, answer(at=now, status=304, **headers), now).due
    assert due is not None
    return due - now


def within(found: timedelta, least: timedelta) -> bool:
    """Whether an interval is this one with its jitter."""
    return least <= found <= least * (1 + polling.JITTER)


# ---------------------------------------------------------------- our own interval


@pytest.mark.parametrize(
    ("rate", "shortest", "longest"),
    [
        (24.0, 0.9 * HOUR, 1.3 * HOUR),
        (1.0, 4 * HOUR, 6 * HOUR),
        (1 / 7, 10 * HOUR, 16 * HOUR),
        (1 / 60, 21 * HOUR, LONGEST),
        (0.0, 21 * HOUR, LONGEST),
        (1e9, SHORTEST, 6 * MINUTE),
        (math.inf, SHORTEST, 6 * MINUTE),
        (math.nan, 21 * HOUR, LONGEST),
    ],
)
def test_a_feed_is_asked_as_often_as_the_root_of_what_it_posts(
    rate: float, shortest: timedelta, longest: timedelta
) -> None:
    assert shortest <= wait_after(followed(rate=rate)) <= longest


def test_a_weight_counts_like_as_much_more_posted() -> None:
    heavy = followed(feed=Feed(url=URL, weight=4.0))
    assert abs(wait_after(followed(rate=4.0)) - wait_after(heavy)) < timedelta(seconds=1)
    assert wait_after(followed(feed=Feed(url=URL, weight=0.0))) > 21 * HOUR


def test_silence_makes_the_interval_longer_without_anything_being_written() -> None:
    waits = [wait_after(followed(rated=NOW - timedelta(days=days))) for days in (0, 14, 28, 90)]
    assert waits == sorted(waits)
    assert within(waits[1], 5 * HOUR * math.exp(0.5))
    assert waits[-1] > 21 * HOUR


def test_a_feed_is_asked_when_it_posts_rather_than_when_it_does_not() -> None:
    """One that posts six times a day, all between eight and ten in the morning."""
    hours = tuple(40.0 if hour in (8, 9) else 0.0 for hour in range(24))
    feed = followed(rate=6.0, hours=hours)
    busy = wait_after(feed, now=NOW.replace(hour=8, minute=0))
    idle = wait_after(feed, now=NOW.replace(hour=12))
    flat = wait_after(followed(rate=6.0))
    assert busy < flat < idle


def test_asked_over_a_day_with_a_profile_the_hours_of_posting_get_more_than_their_share_of_polls() -> None:
    hours = tuple(40.0 if hour in (8, 9) else 0.0 for hour in range(24))
    feed, now, asked = followed(rate=6.0, hours=hours, rated=NOW + 60 * DAY), NOW, []
    while now < NOW + 20 * DAY:
        asked.append(now.hour)
        now += wait_after(feed, now=now)
    assert len([hour for hour in asked if hour in (8, 9)]) > 3 * len(asked) * 2 / 24


def test_few_entries_make_a_flat_profile() -> None:
    sparse = followed(hours=tuple(1.0 if hour == 8 else 0.0 for hour in range(24)))
    assert abs(wait_after(sparse) - wait_after(followed())) < HOUR


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.lists(st.floats(0, 50), min_size=24, max_size=24))
def test_who_posts_more_is_never_asked_later(one: float, other: float, hours: list[float]) -> None:
    less, more = sorted((one, other))
    profile = tuple(hours)
    assert wait_after(followed(rate=more, hours=profile)) <= wait_after(followed(rate=less, hours=profile))


# ---------------------------------------------------------------- what a feed posts


def test_a_first_answer_tells_the_rate_by_its_dates() -> None:
    def rate(*entries: Entry) -> float:
        new = Followed(feed=Feed(url=URL), added=NOW)
        return polling.answered(new, answer(), document(*entries), entries, NOW).rate

    hourly = [entry(n, NOW - n * HOUR) for n in range(48)]
    daily = [entry(n, NOW - n * DAY) for n in range(30)]
    weekly = [entry(n, NOW - n * 7 * DAY) for n in range(10)]
    assert 20 < rate(*hourly) < 26
    assert 0.8 < rate(*daily) < 1.3
    assert 0.12 < rate(*weekly) < 0.25
    assert rate(*(entry(n, NOW - 1000 * DAY - n * DAY) for n in range(50))) < 0.03, "silent for years"
    assert rate(*hourly, entry(99, datetime(1970, 1, 1, tzinfo=UTC))) > 2, "one absurd date"
    assert rate() == rate(entry(), entry(1)) == 1.0, "undated"
    assert rate(*(entry(n, NOW - 5 * MINUTE + n * timedelta(seconds=1)) for n in range(50))) < 6, "one date on all"
    assert rate(*(entry(n, NOW + n * DAY) for n in range(1, 50))) == 1.0, "the future"
    assert 0.8 < rate(*daily, *(entry(n, NOW + n * HOUR) for n in range(100, 150))) < 1.3, "partly the future"


@pytest.mark.parametrize("truth", [0.2, 1.0, 24.0])
def test_the_rate_approaches_what_is_really_posted_whatever_it_was_thought_to_be(truth: float) -> None:
    feed, now = followed(rate=10 * truth), NOW
    posted = 0
    for _ in range(1_000):
        now += 2 * HOUR
        due = int((now - NOW) / DAY * truth)
        fresh = tuple(entry(n, now - HOUR) for n in range(posted, due))
        posted = due
        if fresh:
            feed = polling.answered(feed, answer(at=now), document(*fresh, total=20), fresh, now)
        else:
            feed = polling.unchanged(feed, answer(at=now, status=304), now)
    assert 0.75 * truth < polling.weekly(feed, now) / 7 < 1.25 * truth


def test_old_entries_that_turn_up_as_new_are_no_burst_of_posting() -> None:
    fresh = tuple(entry(n, NOW - 300 * DAY) for n in range(500))
    assert polling.answered(followed(), answer(), document(*fresh), fresh, NOW).rate < 1.01


def test_the_profile_learns_the_hour_of_an_entrys_date() -> None:
    fresh = tuple(entry(n, NOW.replace(hour=3, minute=30), raw="Fri, 20 Nov 2026 03:30:00 GMT") for n in range(8))
    hours = polling.answered(followed(), answer(), document(*fresh), fresh, NOW).hours
    assert len(hours) == 24
    assert (hours.index(max(hours)), round(sum(hours))) == (3, 8)
    assert 0 < hours[2] == hours[4] < hours[3]


@pytest.mark.parametrize(
    "told",
    [
        entry(published=None),
        entry(published=NOW + DAY, raw="2026-11-21T08:13:20Z"),
        entry(published=NOW.replace(hour=0), raw="2026-11-20", confidence="day only"),
        entry(published=NOW.replace(hour=0), raw="Fri, 20 Nov 2026 00:00:00 GMT"),
    ],
)
def test_an_entry_without_an_hour_counts_for_all_hours_since_the_last_answer(told: Entry) -> None:
    hours = polling.answered(followed(), answer(), document(told), (told,), NOW).hours
    assert [hour for hour, count in enumerate(hours) if count] == [6, 7, 8]
    assert len(set(hours)) == 2


# ---------------------------------------------------------------- what the server asks for


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"cache_control": "public, max-age=36000"}, 10 * HOUR),
        ({"cache_control": 'MAX-AGE="36000"'}, 10 * HOUR),
        ({"cache_control": "max-age=36000, s-maxage=80000"}, 10 * HOUR),
        ({"expires": "Fri, 20 Nov 2026 18:13:20 GMT"}, 10 * HOUR),
        ({"expires": "Fri, 20 Nov 2020 18:13:20 GMT", "date": "Fri, 20 Nov 2020 08:13:20 GMT"}, 10 * HOUR),
        ({"expires": "Fri, 20 Nov 2026 18:13:20 GMT", "date": "yesterday"}, 10 * HOUR),
        ({"expires": "Fri, 20 Nov 2026 20:13:20 GMT", "cache_control": "max-age=36000"}, 10 * HOUR),
        ({"expires": "Fri, 20 Nov 2026 20:13:20 GMT", "cache_control": "max-age=soon"}, 12 * HOUR),
        ({"cache_control": "max-age=86400"}, LONGEST),
        ({"cache_control": "max-age=99999999999999999999"}, LONGEST),
        ({"cache_control": "max-age=" + "9" * 100_000}, LONGEST),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, LONGEST),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT", "date": "Mon, 01 Jan 0001 00:00:00 GMT"}, LONGEST),
    ],
)
def test_a_poll_is_not_before_what_the_server_asks_for(headers: dict[str, str], asked: timedelta) -> None:
    found = wait_after(followed(rate=100.0), **headers)
    assert found == LONGEST if asked == LONGEST else within(found, asked)


@pytest.mark.parametrize(
    "headers",
    [
        {"cache_control": "s-maxage=36000"},
        {"cache_control": "no-cache, max-age=36000"},
        {"cache_control": "no-store"},
        {"cache_control": "max-age=0", "expires": "Fri, 20 Nov 2026 18:13:20 GMT"},
        {"cache_control": "max-age=-36000"},
        {"cache_control": "max-age=３６０００"},
        {"cache_control": ",;=," * 10_000},
        {"expires": "Fri, 20 Nov 2020 18:13:20 GMT"},
        {"expires": "0"},
        {"expires": "-1"},
        {"expires": "Fri, 99 Nov 2026 25:61:61 GMT"},
        {"expires": "Fri, 20 Nov 2026 18:13:20 +9999999999"},
        {"expires": "\x00" * 100_000},
    ],
)
def test_a_header_that_asks_for_nothing_changes_nothing(headers: dict[str, str]) -> None:
    assert wait_after(followed(), **headers) == wait_after(followed())


@given(st.text(max_size=200), st.text(max_size=100), st.text(max_size=100))
def test_no_header_makes_an_error_or_leaves_the_bounds(control: str, expires: str, date: str) -> None:
    assert SHORTEST <= wait_after(followed(), cache_control=control, expires=expires, date=date) <= LONGEST


@given(
    st.one_of(st.none(), st.integers(-(10**30), 10**30)),
    st.one_of(st.none(), st.integers(-(10**30), 10**30)),
    st.lists(st.integers(-5, 30), max_size=30),
    st.lists(st.integers(-5, 10), max_size=10),
    st.floats(0, 1e6),
    st.integers(0, 10**12).map(str),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_the_next_poll_is_within_bounds_and_never_before_a_hint(
    ttl: int | None, period: int | None, hours: list[int], days: list[int], rate: float, age: str, now: datetime
) -> None:
    """Also: never in an hour the feed wants to be left alone in, unless that is all there is for a day."""
    hints = Hints(ttl=ttl, period=period, skip_hours=tuple(hours), skip_days=tuple(days))
    parsed = document(entry(), hints=hints)
    due = polling.answered(followed(rate=rate, size=1), answer(cache_control=f"max-age={age}"), parsed, (), now).due
    assert due is not None
    asked = max(ttl or 0, period or 0, int(age), 300)
    assert now + timedelta(seconds=min(asked, 86_400)) <= due <= now + LONGEST
    skips_hour = due.hour in hours and len(set(hours)) < 24
    skips_day = due.weekday() in days and len(set(days)) < 7
    assert due == now + LONGEST or not (skips_hour or skips_day)


def test_ttl_and_period_of_the_feed_are_obeyed() -> None:
    assert within(wait_after(followed(hints=Hints(ttl=36_000))), 10 * HOUR)
    assert within(wait_after(followed(hints=Hints(ttl=3_600, period=36_000))), 10 * HOUR)


def test_skipped_hours_and_days_are_waited_out_and_no_longer() -> None:
    night = followed(hints=Hints(skip_hours=(13, 14, 15, 16)))
    due = NOW + wait_after(night)
    assert NOW.replace(hour=17, minute=0, second=0) <= due < NOW.replace(hour=18, minute=0, second=0)
    weekend = followed(hints=Hints(skip_days=(5, 6)))
    friday_night = NOW.replace(hour=22)
    assert wait_after(weekend, now=friday_night) == LONGEST, "Monday is too far: it is asked a day later"
    sunday_night = NOW.replace(day=22, hour=22)
    assert (sunday_night + wait_after(weekend, now=sunday_night)).weekday() == 0


@pytest.mark.parametrize("hints", [Hints(skip_hours=tuple(range(24))), Hints(skip_days=tuple(range(7)))])
def test_to_skip_every_hour_is_nonsense_and_means_nothing(hints: Hints) -> None:
    assert wait_after(followed(hints=hints)) == wait_after(followed())


def test_jitter_spreads_feeds_that_are_asked_at_one_instant_at_both_ends_too() -> None:
    for rate, least in ((1.0, 5 * HOUR), (0.0, LONGEST / 1.1), (1e9, SHORTEST)):
        feeds = [followed(feed=Feed(url=f"https://paper.test/{n}"), rate=rate) for n in range(200)]
        waits = [wait_after(feed) for feed in feeds]
        assert all(least <= wait <= least * 1.1 for wait in waits)
        tenths = {int(10 * ((wait - least) / (least * 0.1))) for wait in waits}
        assert tenths >= set(range(10))


def test_the_same_feed_and_poll_give_the_same_jitter_and_the_next_poll_another() -> None:
    assert wait_after(followed()) == wait_after(followed())
    assert wait_after(followed(rated=None)) != wait_after(followed(rated=None), now=NOW + timedelta(seconds=1))


# ---------------------------------------------------------------- answers


def test_an_unchanged_feed_changes_nothing_but_what_is_kept_in_one_batch() -> None:
    before = followed(failures=2, result="late")
    after = polling.unchanged(before, answer(status=304, etag='"other"'), NOW)
    assert polling.touched_only(before, after)
    assert (after.polled, after.answered, after.failures, after.result) == (NOW, NOW, 0, "unchanged")
    assert after.etag == '"1"'


def test_the_same_bytes_under_new_validators_bring_those() -> None:
    before = followed(body=hashlib.sha256(b"feed").hexdigest())
    same = polling.unchanged(before, answer(b"feed", etag='"1"'), NOW)
    assert polling.touched_only(before, same)
    other = polling.unchanged(before, answer(b"feed", etag='"2"', last_modified="now"), NOW)
    assert (other.etag, other.modified) == ('"2"', "now")
    assert not polling.touched_only(before, other)


def test_a_full_answer_is_kept_with_its_validators_size_and_hints() -> None:
    fetched = answer(b"feed", etag='W/"x"', last_modified="Fri, 20 Nov 2026 08:00:00 GMT")
    parsed = document(entry(), total=21, hints=Hints(ttl=3_600), site="https://paper.test/")
    before = Followed(feed=Feed(url=URL, title="主人起的名"), added=NOW, failures=3)
    after = polling.answered(before, fetched, parsed, (entry(),), NOW)
    assert (after.etag, after.modified) == ('W/"x"', "Fri, 20 Nov 2026 08:00:00 GMT")
    assert (after.body, after.size, after.hints.ttl) == (hashlib.sha256(b"feed").hexdigest(), 21, 3_600)
    assert (after.title, after.site, after.name) == ("报", "https://paper.test/", "主人起的名")
    assert (after.failures, after.result, after.answered, after.rated) == (0, "21 entries, 1 new", NOW, NOW)
    bare = polling.answered(after, answer(b"other", etag="e" * 100_000), document(total=21), (), NOW + HOUR)
    assert (bare.etag, bare.modified, bare.title) == ("", "", "报")
    assert (bare.rate, bare.rated, bare.hours) == (after.rate, after.rated, after.hours)


@pytest.mark.parametrize(
    ("size", "total", "shrunk"),
    [
        *((20, 0, True), (20, 9, True), (20, 10, False), (4, 1, True), (4, 2, False)),
        *((3, 1, False), (1, 0, True), (0, 0, False)),
    ],
)
def test_an_answer_that_lost_its_entries_leaves_everything_to_be_read_again(
    size: int, total: int, shrunk: bool
) -> None:
    before = followed(size=size, hints=Hints(ttl=60), modified="m")
    after = polling.answered(before, answer(b"less", etag='"2"'), document(total=total), (), NOW)
    kept = ("etag", "modified", "body", "size", "hints", "answered")
    assert all(getattr(after, name) == getattr(before, name) for name in kept) is shrunk
    assert (after.shrunk, after.polled, after.failures) == (int(shrunk), NOW, 0)
    if shrunk:
        assert f"{total} entries where there were {size}" in after.result


def test_the_third_shrunk_answer_in_a_row_is_the_truth() -> None:
    feed = followed()
    less = document(total=3)
    for count in (1, 2):
        feed = polling.answered(feed, answer(b"less", etag='"2"'), less, (), NOW)
        assert (feed.shrunk, feed.size, feed.etag) == (count, 20, '"1"')
    back = polling.unchanged(feed, answer(status=304), NOW)
    assert back.shrunk == 0, "the old one came back in between"
    feed = polling.answered(feed, answer(b"less", etag='"2"'), less, (), NOW)
    assert (feed.shrunk, feed.size, feed.etag) == (0, 3, '"2"')


# ---------------------------------------------------------------- failures


def test_failures_back_off_to_a_day_and_never_stop() -> None:
    feed, waits = followed(), []
    for count in range(1, 2_000):
        feed = polling.failed(feed, NOW, "no such name\n\x07")
        assert feed.due is not None
        assert feed.failures == count and not feed.paused
        waits.append(feed.due - NOW)
    assert all(within(wait, 15 * MINUTE * 2**n) for n, wait in enumerate(waits[:7]))
    assert all(LONGEST / 1.1 <= wait <= LONGEST for wait in waits[7:])
    assert feed.result == "no such name"
    assert polling.is_due(feed, NOW + LONGEST)


@pytest.mark.parametrize("wait", [1, 60.5, 3_600, 86_400 * 9])
def test_the_wait_a_host_asks_for_is_exact(wait: float) -> None:
    before = followed(failures=6, address="https://moved.test/feed")
    after = polling.failed(before, NOW, "429", wait)
    assert after.due == NOW + timedelta(seconds=wait)
    assert not polling.is_due(after, after.due - timedelta(microseconds=1)) and polling.is_due(after, after.due)
    assert polling.touched_only(before, after)


@pytest.mark.parametrize("wait", [None, 0.0, -1.0, math.nan])
def test_a_wait_that_says_nothing_is_none(wait: float | None) -> None:
    assert polling.failed(followed(), NOW, "503", wait) == polling.failed(followed(), NOW, "503")


@pytest.mark.parametrize("wait", [1e9, 1e300, math.inf])
def test_no_wait_stops_a_feed_for_good(wait: float) -> None:
    assert polling.failed(followed(), NOW, "429", wait).due == NOW + polling.LONGEST_WAIT


def test_a_feed_that_is_gone_is_paused_and_says_how_to_ask_it_again() -> None:
    feed = polling.gone(followed(address="https://moved.test/feed"), NOW)
    assert not polling.is_due(feed, NOW + 1_000 * DAY)
    assert f"newsbot feeds resume {URL}" in feed.paused
    assert "\n" not in feed.paused
    resumed = feed.model_copy(update={"paused": ""})
    assert polling.is_due(resumed, NOW) and resumed.where == URL


def test_a_feed_never_asked_is_due() -> None:
    assert polling.is_due(Followed(feed=Feed(url=URL), added=NOW), NOW)
    assert polling.is_due(followed(due=NOW), NOW)
    assert not polling.is_due(followed(due=NOW + MINUTE), NOW)


# ---------------------------------------------------------------- redirects

MOVED = (Hop(url=URL, status=301, to="https://new.test/a"), Hop(url="https://new.test/a", status=308, to="https://n/f"))


def seen(feed: Followed, hops: tuple[Hop, ...], *hours: float) -> Followed:
    for hour in hours:
        now = NOW + hour * HOUR
        feed = polling.unchanged(feed, answer(at=now, status=304, hops=hops), now)
    return feed


def test_a_new_address_is_stored_after_the_same_permanent_redirects_on_three_polls_over_two_days() -> None:
    assert seen(followed(), MOVED, 0, 24).where == URL
    assert seen(followed(), MOVED, 0, 1, 2, 3, 47.9).where == URL
    assert seen(followed(), MOVED, 0, 100).where == URL
    moved = seen(followed(), MOVED, 0, 24, 48)
    assert (moved.address, moved.where, moved.feed.url) == ("https://n/f", "https://n/f", URL)
    assert (moved.moving, moved.moving_polls, moved.moving_since) == ("", 0, None)
    full = polling.answered(seen(followed(), MOVED, 0, 24), answer(hops=MOVED), document(total=20), (), NOW + 2 * DAY)
    assert full.address == "https://n/f"


def test_only_the_first_sightings_of_a_redirect_are_written() -> None:
    twice = seen(followed(), MOVED, 0, 5)
    third = seen(twice, MOVED, 10)
    assert not polling.touched_only(twice, third)
    assert polling.touched_only(third, seen(third, MOVED, 15, 20, 25))


@pytest.mark.parametrize(
    "other",
    [
        (),
        (MOVED[0], MOVED[1].model_copy(update={"status": 302})),
        (MOVED[0],),
        (MOVED[0], MOVED[1].model_copy(update={"to": "https://elsewhere/f"})),
    ],
)
def test_another_redirect_or_none_begins_the_count_anew(other: tuple[Hop, ...]) -> None:
    feed = seen(seen(seen(followed(), MOVED, 0, 24), other, 30), MOVED, 48, 72)
    assert feed.where == URL
    assert (feed.moving_polls, feed.moving_since) == (2, NOW + 2 * DAY)


def test_temporary_redirects_and_none_are_no_move() -> None:
    temporary = (Hop(url=URL, status=307, to="https://n/f"),)
    before = followed()
    assert polling.touched_only(before, seen(before, temporary, 0, 24, 48, 72))
    at_home = followed(address="https://n/f")
    there = answer(status=304).model_copy(update={"final_url": "https://n/f"})
    assert polling.touched_only(at_home, polling.unchanged(at_home, there, NOW))


def test_a_shrunk_answer_is_no_sighting() -> None:
    feed = seen(followed(), MOVED, 0, 24)
    feed = polling.answered(feed, answer(b"less", hops=MOVED), document(total=0), (), NOW + 2 * DAY)
    assert (feed.where, feed.moving_polls) == (URL, 2)


def test_a_feed_that_moved_back_is_asked_at_its_first_address() -> None:
    back = (Hop(url="https://n/f", status=301, to=URL),)
    assert seen(followed(address="https://n/f"), back, 0, 24, 48).address == ""


def test_after_three_failures_at_its_new_address_the_first_one_is_asked_again() -> None:
    feed = followed(address="https://n/f")
    for where in ("https://n/f", "https://n/f", URL, URL):
        feed = polling.failed(feed, NOW, "no such name")
        assert feed.where == where


# ---------------------------------------------------------------- clocks


def test_a_clock_put_back_leaves_what_was_left_until_the_next_poll() -> None:
    feed = followed(polled=NOW, due=NOW + 5 * HOUR, moving="x", moving_since=NOW - DAY, rated=NOW - 3 * DAY)
    early = NOW - 3_000 * DAY
    after = polling.reclocked(feed, early)
    assert (after.polled, after.due) == (early, early + 5 * HOUR)
    assert (after.answered, after.rated) == (early - 2 * HOUR, early - 3 * DAY)
    assert after.moving_since == early - DAY
    assert polling.weekly(after, early) == pytest.approx(polling.weekly(feed, NOW))
    assert polling.reclocked(after, early) is after


def test_a_clock_that_goes_on_changes_no_feed() -> None:
    never = Followed(feed=Feed(url=URL), added=NOW)
    for feed in (never, followed(polled=NOW)):
        assert polling.reclocked(feed, NOW) is feed
        assert polling.reclocked(feed, NOW + 3_000 * DAY) is feed
    assert polling.reclocked(never, NOW - 3_000 * DAY) is never


@pytest.mark.parametrize("now", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_mad_clock_makes_no_error_and_no_longer_wait_than_a_sane_one(now: datetime) -> None:
    """At the end of all days nothing can be later than now."""
    feed = polling.reclocked(followed(hints=Hints(skip_hours=(1, 23))), now)
    states = {
        LONGEST: polling.unchanged(feed, answer(status=304, expires="Fri, 20 Nov 2026 18:13:20 GMT"), now),
        6 * HOUR: polling.answered(feed, answer(), document(entry(published=NOW)), (entry(published=NOW),), now),
        polling.LONGEST_WAIT: polling.failed(polling.failed(feed, now, "late"), now, "429", 1e9),
    }
    left = datetime.max.replace(tzinfo=UTC) - now
    for most, state in states.items():
        assert state.polled == now and state.due is not None
        assert min(SHORTEST, left) <= state.due - now <= min(most, left)
    assert [state.failures for state in states.values()] == [0, 0, 2]
    assert polling.patience(Wait(asked=NOW, until=NOW + DAY), now) <= timedelta()


def test_when_a_clock_has_jumped_ahead_the_years_do_not_count_as_silence() -> None:
    feed = followed(rate=24.0, polled=NOW - HOUR)
    later = NOW + 5 * 365 * DAY
    after = polling.unchanged(feed, answer(status=304), later)
    assert after.due is not None and after.due - later < 2 * HOUR
    back = polling.reclocked(after, NOW)
    assert polling.weekly(back, NOW) == pytest.approx(polling.weekly(feed, NOW), rel=0.01)


def test_a_host_is_left_alone_as_long_as_it_asked() -> None:
    wait = Wait(asked=NOW, until=NOW + HOUR)
    assert polling.patience(wait, NOW) == HOUR
    assert polling.patience(wait, NOW + HOUR - timedelta(seconds=1)) == timedelta(seconds=1)
    assert polling.patience(wait, NOW + HOUR) == timedelta()
    assert polling.patience(wait, NOW + 3_000 * DAY) < timedelta()
    assert polling.patience(wait, NOW - MINUTE) == HOUR + MINUTE, "a clock set right by a minute forgets nothing"
    assert polling.patience(wait, NOW - 3_000 * DAY) <= timedelta(), "years back: it may be asked"
    forever = Wait(asked=NOW, until=NOW + 10_000 * DAY)
    assert polling.patience(forever, NOW) == polling.LONGEST_WAIT
    assert polling.patience(forever, NOW - 2 * DAY) <= timedelta()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Paper.test/feed", "paper.test"),
        ("https://user:key@paper.test:443/feed", "paper.test"),
        ("http://paper.test:80/feed", "paper.test"),
        ("http://paper.test:8080/feed", "paper.test:8080"),
        ("http://paper.test:443/feed", "paper.test:443"),
        ("http://[::1]:80/feed", "[::1]"),
        ("http://[::1/feed", ""),
        ("", ""),
    ],
)
def test_a_host_has_one_name_however_its_addresses_are_written(url: str, host: str) -> None:
    assert polling.host(url) == host


@dataclass
class Life:
    """One feed's life on a fake clock: rounds every five minutes of true time; the clock on the wall jumps."""

    asked: Callable[[Followed, datetime], Followed]
    jumps: dict[int, timedelta] = field(default_factory=dict)
    """Minutes of true time at which the wall clock jumps by so much."""
    polls: list[int] = field(default_factory=list)
    """Minutes of true time at which the feed was asked."""

    def live(self, days: int) -> "Life":
        feed, wall = Followed(feed=Feed(url=URL), added=NOW), NOW
        for minute in range(0, days * 1440, 5):
            wall += 5 * MINUTE + self.jumps.get(minute, timedelta())
            feed = polling.reclocked(feed, wall)
            if polling.is_due(feed, wall):
                self.polls.append(minute)
                feed = self.asked(feed, wall)
        return self


def unchanged_daily(feed: Followed, now: datetime) -> Followed:
    """Posts once a day, as far as is known, and asks for two hours."""
    known = feed if feed.rated else feed.model_copy(update={"rate": 1.0, "rated": now})
    return polling.unchanged(known, answer(at=now, status=304, cache_control="max-age=7200"), now)


YEARS = 7 * 365 * DAY
JUMPS = pytest.mark.parametrize(
    "jumps",
    [
        {},
        {3_000: YEARS},
        {3_000: -YEARS},
        {3_000: YEARS, 6_000: -YEARS},
        {3_000: -YEARS, 6_000: YEARS},
        {3_000: -YEARS, 3_005: YEARS, 3_010: -YEARS, 3_015: YEARS, 3_020: 2 * YEARS, 9_000: -3 * YEARS},
        {3_000: -HOUR, 4_000: -10 * MINUTE, 5_000: HOUR, 6_000: -30 * HOUR},
    ],
    ids=["steady", "ahead", "back", "ahead and back", "back and ahead", "mad", "small"],
)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (lambda feed, now: polling.failed(feed, now, "429", 3_600), 60, 65),  # Retry-After: 3600, or the date of then
        (lambda feed, now: polling.failed(feed, now, "429", 86_400 * 2), 2_880, 2_885),
        (lambda feed, now: polling.failed(feed, now, "429", None), 15, 1_445),  # -1, abc
        (unchanged_daily, 120, 1_445),
    ],
    ids=["3600", "two days", "none", "unchanged"],
)
@JUMPS
def test_clocks_that_jump_cause_neither_a_burst_nor_a_stall(
    asked: Callable[[Followed, datetime], Followed], least: int, most: int, jumps: dict[int, timedelta]
) -> None:
    """In true time: one poll too early for each jump at the most, and none late by more than a day."""
    polls = Life(asked, jumps).live(days=12).polls
    gaps = [later - earlier for earlier, later in pairwise([*polls, 12 * 1440])]
    assert len([gap for gap in gaps[:-1] if gap < least]) <= len(jumps)
    assert max(gaps) <= most + 1_440
    if not jumps:
        assert max(gaps) <= most


@JUMPS
def test_a_host_that_always_asks_for_an_hour_is_asked_hourly_whatever_the_clock_does(
    jumps: dict[int, timedelta],
) -> None:
    wall, wait, polls = NOW, Wait(asked=NOW, until=NOW), []
    for minute in range(0, 12 * 1440, 5):
        wall += 5 * MINUTE + jumps.get(minute, timedelta())
        if polling.patience(wait, wall) <= timedelta():
            polls.append(minute)
            wait = Wait(asked=wall, until=wall + HOUR)
    gaps = [later - earlier for earlier, later in pairwise(polls)]
    assert len([gap for gap in gaps if gap < 60]) <= len(jumps)
    assert max(gaps) <= 60 + (60 if jumps else 0)


def test_many_feeds_are_spread_again_after_a_jump_made_all_of_them_due_at_once() -> None:
    later = NOW + YEARS
    feeds = [followed(feed=Feed(url=f"https://paper.test/{n}"), polled=NOW) for n in range(500)]
    dues = sorted(wait_after(feed, now=later) for feed in feeds)
    assert dues[0] >= 5 * HOUR
    assert max(after - before for before, after in pairwise(dues)) < 2 * MINUTE
    assert dues[-1] - dues[0] > 25 * MINUTE
