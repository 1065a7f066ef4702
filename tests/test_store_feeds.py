"""The archive's feeds and their entries: followed, declared, polled, remembered for ever."""

import asyncio
import itertools
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from databases import connected, make_revision, sql
from newsbot.edges.store import Store, owner
from newsbot.errors import StoreError
from newsbot.news import Dated, Entry, Feed, Followed, Hints, Known, Noun, Wait

AT = datetime(2026, 11, 22, 8, 30, 0, 123000, tzinfo=UTC)
A, B, C = "https://a.test/feed", "https://b.test/feed", "https://c.test/feed"
_NounT = TypeVar("_NounT", bound=Noun)


class Clock:
    """The store's clock; the test turns it."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(database_url, clock) as opened:
        yield opened


def known(key: str, *digests: str, feed: str = A, updates: int = 0, **more: Any) -> Known:
    """An entry as it is remembered; its id is its key, its digest its key too where none is given."""
    digests = digests or (key[:64],)
    told = {"id": key, "url": f"https://a.test/{key[:20]}", "title": f"标题 {key[:20]}", "mark": f"m{digests[-1]}"}
    return Known(
        entry=Entry.model_validate({"feed": feed, "key": key, "digest": digests[-1], **told, **more}),
        digests=digests,
        updates=updates,
    )


async def one(store: Store, url: str = A) -> Followed:
    """The feed of this address, as it is kept."""
    (found,) = [feed for feed in await store.followed() if feed.feed.url == url]
    return found


async def urls(store: Store) -> list[str]:
    return [feed.feed.url for feed in await store.followed()]


def polled(feed: Followed, **more: Any) -> Followed:
    """The feed after a poll, a while after its last one."""
    at = (feed.polled or AT) + timedelta(hours=1)
    return feed.model_copy(update={"polled": at, "answered": at, "due": at, "result": "polled", **more})


@contextmanager
def statements() -> Iterator[list[tuple[str, bool]]]:
    """What SQLAlchemy runs meanwhile: the first word of each statement, and whether it is run for many rows."""
    ran: list[tuple[str, bool]] = []

    def note(_c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, many: bool) -> None:
        ran.append((statement.split(maxsplit=1)[0], many))

    event.listen(sqlalchemy.Engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(sqlalchemy.Engine, "before_cursor_execute", note)


# ---------------------------------------------------------------- which feeds are followed


async def test_a_feed_is_followed_once_and_following_it_again_changes_nothing(store: Store) -> None:
    assert await store.follow([]) == ()
    assert await store.follow([Feed(url=B, language="zh", topics=("芯片",), weight=2.5), Feed(url=A)]) == (B, A)
    assert await store.follow([Feed(url=C), Feed(url=B, title="another"), Feed(url=C)]) == (C,)
    assert await store.followed() == (
        Followed(feed=Feed(url=A), added=AT),
        Followed(feed=Feed(url=B, language="zh", topics=("芯片",), weight=2.5), added=AT),
        Followed(feed=Feed(url=C), added=AT),
    )


async def test_of_a_feed_followed_no_longer_the_entries_stay_remembered(store: Store) -> None:
    await store.follow([Feed(url=A)])
    assert await store.keep_feed(polled(await one(store), etag='"1"'), [known("1")]) == ("1",)
    assert await store.unfollow(A)
    assert not await store.unfollow(A)
    assert await store.followed() == ()
    assert await store.known(A, ["1"]) == (known("1"),)
    await store.follow([Feed(url=A)])
    assert await store.keep_feed(await one(store), [known("1"), known("2")]) == ("2",)
    assert (await one(store)).etag == ""


async def test_the_declared_feeds_are_exactly_those_of_the_settings(store: Store) -> None:
    await store.follow([Feed(url=A, title="by hand", language="zh"), Feed(url=B)])
    before = polled(await one(store), etag='"1"', hours=(0.5,) * 24)
    await store.keep_feed(before)
    await store.declare([Feed(url=A, topics=("AI",)), Feed(url=C), Feed(url=C, title="twice")])
    assert await one(store) == before.model_copy(update={"declared": True, "feed": Feed(url=A, topics=("AI",))})
    assert [feed.declared for feed in await store.followed()] == [True, False, True]
    await store.keep_feed(polled(await one(store, C)), [known("1", feed=C)])
    await store.declare([Feed(url=A, weight=3.0)])
    assert await urls(store) == [A, B]
    assert (await one(store)).feed == Feed(url=A, weight=3.0)
    assert (await one(store)).etag == '"1"'
    assert len(await store.known(C, ["1"])) == 1
    await store.declare([])
    assert await urls(store) == [B]


async def test_a_declared_feed_is_not_changed_by_following_it(store: Store) -> None:
    await store.declare([Feed(url=A, language="zh")])
    assert await store.follow([Feed(url=A, language="en")]) == ()
    assert await one(store) == Followed(feed=Feed(url=A, language="zh"), declared=True, added=AT)


async def test_declaring_the_same_feeds_again_writes_nothing(store: Store) -> None:
    feeds = [Feed(url=f"https://{n}.test/feed", title=f"第{n}", topics=("AI",)) for n in range(50)]
    await store.declare(feeds)
    with statements() as ran:
        await store.declare(feeds[::-1])
    assert "SELECT" in {word for word, _ in ran}
    assert not {word for word, _ in ran} & {"INSERT", "UPDATE", "DELETE", "LOCK"}


async def test_feeds_are_in_the_order_of_their_addresses_however_long(store: Store) -> None:
    given = ["https://b.test/" + "x" * 10_000, "https://a.test/" + "x" * 10_000, "https://b.test/", "https://A.test/"]
    assert await store.follow([Feed(url=url) for url in given]) == tuple(given)
    assert await urls(store) == sorted(given)
    assert await store.unfollow(given[0])
    assert await urls(store) == sorted(given[1:])


# ---------------------------------------------------------------- what is remembered of polling them


async def test_touching_feeds_keeps_when_they_were_polled_and_nothing_else(store: Store) -> None:
    await store.follow([Feed(url=url) for url in (A, B, C)])
    await store.keep_feed((await one(store)).model_copy(update={"etag": '"1"', "paused": "by hand"}))
    before = await store.followed()
    touched = [polled(feed, failures=2, etag='"2"', paused="no", size=9, declared=True) for feed in before[:2]]
    stranger = Followed(feed=Feed(url="https://stranger.test/"), added=AT)
    await store.touch_feeds([])
    with statements() as ran:
        await store.touch_feeds([*touched, stranger])
    assert [word for word in ran if word[0] == "UPDATE"] == [("UPDATE", True)]  # one statement for all of them
    fields = ("polled", "answered", "due", "failures", "result")
    assert await store.followed() == (
        *(
            old.model_copy(update={name: getattr(new, name) for name in fields})
            for old, new in zip(before[:2], touched, strict=True)
        ),
        before[2],
    )


async def test_many_who_touch_the_same_feeds_at_once_do_not_block_each_other(store: Store, database_url: str) -> None:
    """And each has them for itself: all are as one of them left them."""
    await store.follow([Feed(url=f"https://{n}.test/feed") for n in range(200)])
    feeds = await store.followed()
    async with await Store.open(database_url, Clock()) as other:
        turns = [[polled(feed, failures=turn) for feed in feeds][:: (-1) ** turn] for turn in range(1, 21)]
        await asyncio.gather(*((store, other)[turn % 4 // 2].touch_feeds(given) for turn, given in enumerate(turns)))
        assert {feed.polled for feed in await store.followed()} == {AT + timedelta(hours=1)}
        (last,) = {feed.failures for feed in await other.followed()}
    assert 1 <= last <= 20


async def test_of_several_processes_one_asks_a_feed(store: Store, clock: Clock, database_url: str) -> None:
    """On SQLite one process asks at all, and no round leaves a feed unasked."""
    await store.follow([Feed(url=A), Feed(url=B)])
    feeds = await store.followed()
    async with await Store.open(database_url, clock) as other:
        taken, late = await store.take_feeds(feeds), await other.take_feeds(feeds)
        assert taken == feeds
        assert late == (feeds if database_url.startswith("sqlite") else ())
        await store.keep_feed(polled(feeds[0], due=clock() + timedelta(hours=1)))
        await store.give_back_feeds(feeds)  # the first was asked meanwhile: it stays as its poll left it
        after = await other.followed()
        assert after[0].due == clock() + timedelta(hours=1)
        assert after[1] == feeds[1]
        assert await other.take_feeds(after[1:]) == after[1:]


async def test_what_another_machine_keeps_is_announced_by_it_while_it_lives_and_by_others_when_it_is_gone(
    store: Store, clock: Clock, database_url: str
) -> None:
    await store.follow([Feed(url=A)])
    await store.keep_feed(await one(store), [known("1").model_copy(update={"tell": "new"})])
    sql(database_url, "UPDATE entries SET teller = '7:1:elsewhere'")
    sql(
        database_url,
        "INSERT INTO workers (id, kind, host, pid, started, seen) VALUES "
        f"('daemon:there:7:1:elsewhere', 'daemon', 'there', 7, 0, {int(clock().timestamp() * 1000)})",
    )
    if not database_url.startswith("sqlite"):  # a file is one machine's: elsewhere was before it was started anew
        assert await store.untold() == ()
        clock.turn(seconds=61)
    assert [each.entry.key for each in await store.untold()] == ["1"]


async def test_what_is_untold_is_handed_out_so_many_at_a_time_the_first_seen_first(store: Store) -> None:
    await store.follow([Feed(url=A)])
    await store.keep_feed(await one(store), [known(key).model_copy(update={"tell": "new"}) for key in ("3", "1", "2")])
    told: list[str] = []
    while some := await store.untold(limit=2):
        told += [each.entry.key for each in some]
        await store.told(some)
    assert told == ["1", "2", "3"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells when a process began")
async def test_what_a_worker_keeps_is_announced_by_a_daemon(store: Store, database_url: str) -> None:
    started = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[19]
    process = f"{os.getppid()}:{started}:{owner.this_process().split(':')[2]}"  # one that lives
    await store.follow([Feed(url=A)])
    await store.keep_feed(await one(store), [known("1").model_copy(update={"tell": "new"})])
    sql(database_url, f"UPDATE entries SET teller = '{process}'")
    assert await store.untold() == ()  # it may announce it itself
    await store.beat("worker")
    sql(database_url, f"UPDATE workers SET id = 'worker:here:{process}'")
    assert [each.entry.key for each in await store.untold()] == ["1"]


async def test_a_feed_that_is_followed_no_longer_keeps_nothing(store: Store) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    await store.unfollow(A)
    assert await store.keep_feed(polled(feed), [known("1")]) == ()
    assert await store.followed() == ()
    assert await store.known(A, ["1"]) == ()


async def test_a_poll_takes_back_nothing_that_the_owner_said_meanwhile(store: Store) -> None:
    await store.follow([Feed(url=A)])
    at_the_start = await one(store)
    wish = Feed(url=A, encoding="gb18030")
    await store.keep_feed(at_the_start.model_copy(update={"paused": "by hand", "feed": wish}))
    await store.keep_feed(polled(at_the_start, etag='"1"'), [known("1")])
    after = await one(store)
    assert (after.paused, after.feed, after.etag) == ("by hand", wish, '"1"')
    await store.keep_feed(polled(after, paused="gone for good"))
    assert (await one(store)).paused == "gone for good"
    await store.keep_feed((await one(store)).model_copy(update={"paused": "", "feed": Feed(url=A)}))
    after = await one(store)
    assert (after.paused, after.feed) == ("", Feed(url=A))


async def test_a_feed_is_kept_with_its_entries_or_not_at_all(store: Store, database_url: str) -> None:
    await store.follow([Feed(url=A)])
    before = await one(store)
    sql(database_url, "ALTER TABLE entries RENAME TO elsewhere")
    with pytest.raises(StoreError):
        await store.keep_feed(polled(before, etag='"1"'), [known("1")])
    assert await one(store) == before
    sql(database_url, "ALTER TABLE elsewhere RENAME TO entries")
    assert await store.keep_feed(polled(before, etag='"1"'), [known("1")]) == ("1",)


async def test_a_feed_that_this_program_cannot_read_is_a_store_error(store: Store, database_url: str) -> None:
    await store.follow([Feed(url=A)])
    sql(database_url, "UPDATE feeds SET state = '{\"of a newer program\": 1}'")
    with pytest.raises(StoreError, match="holds a Followed that this newsbot cannot read; update newsbot, or restore"):
        await store.followed()


# ---------------------------------------------------------------- entries


async def test_only_entries_not_remembered_before_come_back_in_their_order(store: Store) -> None:
    await store.follow([Feed(url=A), Feed(url=B)])
    a, b = await store.followed()
    assert await store.keep_feed(a) == ()
    assert await store.keep_feed(a, [known("3"), known("1")]) == ("3", "1")
    again = [known("4"), known("3"), known("4", title="a second one"), known("2"), known("1")]
    assert await store.keep_feed(a, again) == ("4", "2")
    assert await store.keep_feed(a, again) == ()
    assert await store.keep_feed(b, [known("1", feed=B)]) == ("1",)
    assert {each.entry.title for each in await store.known(A, ["4"])} == {"标题 4"}


async def test_an_entry_that_changes_keeps_its_key_and_when_it_was_first_seen(store: Store, clock: Clock) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    await store.keep_feed(feed, [known("1"), known("2")])
    clock.turn(hours=1)
    changed = known("1", "1", "b", updates=1, title="更正", url="https://a.test/moved")
    assert await store.keep_feed(feed, [changed, known("3")]) == ("1", "3")
    assert await store.keep_feed(feed, [changed]) == ()  # another process that found the same change comes too late
    assert await store.known(A, ["1"]) == (changed,)
    assert set(await store.marks(A)) == {"mb", "m2", "m3"}
    assert [entry.key for entry in await store.entries_since(AT)] == ["1", "2", "3"]
    assert [entry.key for entry in await store.entries_since(AT + timedelta(milliseconds=1))] == ["3"]
    clock.turn(hours=1)
    assert await store.entries_since(clock.at) == ()


@pytest.mark.deep
async def test_a_feed_of_five_thousand_entries_is_remembered(store: Store) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    many = [known(str(n)) for n in range(5000)]
    assert await store.keep_feed(feed, many) == tuple(each.entry.key for each in many)
    assert await store.keep_feed(feed, many[::-1]) == ()
    found = await store.known(A, [str(n) for n in range(-10, 5000)])
    assert sorted(each.entry.key for each in found) == sorted(each.entry.key for each in many)


async def test_an_answer_is_compared_with_the_marks_of_the_newest_entries(store: Store, clock: Clock) -> None:
    await store.follow([Feed(url=A), Feed(url=B)])
    a, b = await store.followed()
    await store.keep_feed(a, [known("oldest"), known("without a mark", mark="")])
    await store.keep_feed(b, [known("1", feed=B)])
    assert await store.marks(A) == ("moldest",)
    clock.turn(hours=1)
    many = [known(str(n)) for n in range(5000)]
    await store.keep_feed(a, many)
    assert set(await store.marks(A)) == {each.entry.mark for each in many}
    assert await store.marks(C) == ()


async def test_entries_are_found_by_their_id_newest_first(store: Store, clock: Clock) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    long = "x" * 10_000
    first = [known("k1", id="same"), known("k2", id=long), known("k3", id=long + "y")]
    await store.keep_feed(feed, first)
    clock.turn(hours=1)
    await store.keep_feed(feed, [known("k4", id="same")])
    assert await store.known(A, ["same"]) == (known("k4", id="same"), first[0])
    assert await store.known(A, [long, "none", long]) == (first[1],)
    assert await store.known(A, []) == ()
    assert await store.known(B, ["same"]) == ()


async def test_two_stores_at_once_keep_each_entry_once(store: Store, database_url: str) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    entries = [known(str(n)) for n in range(700)]
    async with await Store.open(database_url, Clock()) as other:
        kept = await asyncio.gather(
            *(
                who.keep_feed(feed, entries[start : start + 400])
                for start in range(0, 600, 100)
                for who in (store, other)
            )
        )
    keys = [key for some in kept for key in some]
    assert sorted(keys) == sorted({each.entry.key for each in entries})


async def test_what_another_process_learned_of_an_entry_meanwhile_is_not_forgotten(store: Store) -> None:
    await store.follow([Feed(url=A)])
    feed = await one(store)
    await store.keep_feed(feed, [known("1", "a"), known("2", "a")])
    assert await store.keep_feed(feed, [known("1", "a", "b", updates=1)]) == ("1",)
    late = [known("1", "a", "c", updates=1), known("2", "z")]  # compared before, or taken for new
    assert await store.keep_feed(feed, late) == ("1",)
    first, second = sorted(await store.known(A, ["1", "2"]), key=lambda each: each.entry.key)
    assert (first.digests, first.updates) == (("a", "b", "c"), 1)
    assert second.digests == ("a", "z")
    forgetting = known("1", *"cdefghij", updates=2)  # the oldest digests, dropped by who knows the newest
    await store.keep_feed(feed, [forgetting])
    assert await store.known(A, ["1"]) == (forgetting,)


# ---------------------------------------------------------------- hosts


async def test_a_hosts_newest_wait_is_remembered_until_long_after_it_is_over(store: Store) -> None:
    assert await store.waits() == {}
    first = Wait(asked=AT, until=AT + timedelta(hours=1))
    await store.wait("a.test", first)
    await store.wait("b.test:8443", Wait(asked=AT, until=AT + timedelta(days=2)))
    newer = Wait(asked=AT - timedelta(days=900), until=AT - timedelta(days=899))  # the clock was put back
    await store.wait("b.test:8443", newer)
    assert await store.waits() == {"a.test": first, "b.test:8443": newer}
    last = Wait(asked=AT + timedelta(hours=2), until=AT + timedelta(hours=3))
    await store.wait("c.test", last)
    assert await store.waits() == {"c.test": last}  # the others were over when it asked


# ---------------------------------------------------------------- hostile text


async def test_hostile_text_is_kept_and_costs_nothing_else(store: Store) -> None:
    """NUL, lone surrogates and keys of 100,000 characters: PostgreSQL takes none of them as they are."""
    odd = Feed(url="https://a.test/\x00\ud800" + "x" * 10_000, title="\x00\ud800")
    assert await store.follow([odd]) == (odd.url,)
    (feed,) = await store.followed()
    hostile = [known("k" * 100_000), known("k" * 100_001), known("nul\x00"), known("half\ud800")]
    hostile = [each.model_copy(update={"digests": ("d",)}) for each in hostile]
    failed = polled(feed, result="\x00\ud800", paused="\ud83d", etag="\x00", modified="\ud800")
    assert await store.keep_feed(failed, hostile) == tuple(each.entry.key for each in hostile)
    assert await store.keep_feed(feed, hostile) == ()
    assert len(await store.known(feed.feed.url, [each.entry.id for each in hostile])) == 4
    await store.touch_feeds([failed])
    await store.wait("\x00\ud800", Wait(asked=AT, until=AT))
    assert await store.entries_about("\ud800", 5) == ()
    await store.declare([odd])
    with statements() as ran:
        await store.declare([odd])
    assert "INSERT" not in {word for word, _ in ran}
    assert (await store.followed())[0].declared
    assert await store.unfollow(odd.url)


text = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(["\x00", "\ud800", "x" * 10_000])
plain = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)  # what we say ourselves
instants = st.datetimes(timezones=st.just(UTC))
whole = instants.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))  # columns hold milliseconds
digests = st.text("0123456789abcdef", min_size=4, max_size=64)
floats = st.floats(allow_nan=False, allow_infinity=False)
count = st.integers(0, 10**6)
feeds = st.builds(
    Feed, url=text, title=text, language=text, timezone=text, encoding=text, topics=st.tuples(text), weight=floats
)
followeds = st.builds(
    Followed,
    feed=feeds,
    declared=st.just(False),
    added=instants,
    title=text,
    site=text,
    address=text,
    etag=text,
    modified=text,
    body=digests,
    polled=st.none() | whole,
    answered=st.none() | whole,
    due=st.none() | whole,
    failures=count,
    result=plain,
    paused=plain,
    size=count,
    shrunk=count,
    hints=st.builds(Hints, ttl=st.none() | count, skip_hours=st.tuples(count, count)),
    rate=floats,
    rated=st.none() | instants,
    hours=st.lists(floats, max_size=24).map(tuple),
    moving=text,
    moving_polls=count,
    moving_since=st.none() | instants,
)
knowns = st.builds(
    Known,
    entry=st.builds(
        Entry,
        feed=text,
        key=text,
        id=text.filter(bool),
        url=text,
        title=text,
        summary=text,
        text=text,
        author=text,
        publisher=text,
        published=st.none() | instants,
        dated=st.none() | st.builds(Dated, raw=text, how=text),
        mark=digests,
        digest=digests,
    ),
    digests=st.lists(digests, min_size=1, max_size=8).map(tuple),
    updates=count,
)


def storable(noun: _NounT) -> _NounT:
    """The noun as any database can hold it: no Unicode text has lone surrogates, they become question marks."""
    told = json.dumps(noun.model_dump(mode="json"), ensure_ascii=False).encode("utf-8", "replace")
    return type(noun).model_validate_json(told)


examples = itertools.count()


@given(feed=followeds, entry=knowns)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_kept_comes_back_equal(store: Store, feed: Followed, entry: Known) -> None:
    url = f"{next(examples)} {feed.feed.url}"  # not that of an example before, whose entry is remembered
    feed = feed.model_copy(update={"feed": feed.feed.model_copy(update={"url": url})})
    assert await store.follow([feed.feed]) == (url,)
    assert await store.keep_feed(feed, [entry]) == (entry.entry.key,)
    assert await store.followed() == (storable(feed),)
    assert await store.known(url, [entry.entry.id]) == (storable(entry),)
    assert await store.unfollow(url)


# ---------------------------------------------------------------- the first revision


def make_first_revision(url: str) -> None:
    """The database as the program of the first revision left it, with an entry whose key is long among others."""
    make_revision(url, "0001")
    with connected(url).begin() as connection:
        for key, id, document in (
            ("guid-1", "guid-1", {"title": "旧闻", "summary": "数据中心"}),
            ("sha256:" + "0" * 64, "x" * 600, {"title": "长", "summary": ""}),
        ):
            told = {"feed": A, "key": id, "url": "https://a.test/1", "author": "", "publisher": "", "published": None}
            connection.execute(
                sqlalchemy.text("INSERT INTO entries VALUES (:feed, :key, :url, :title, :document, :seen)"),
                {
                    "feed": A,
                    "key": key,
                    "url": told["url"],
                    "title": document["title"],
                    "document": json.dumps({**told, **document}),
                    "seen": int(AT.timestamp() * 1000),
                },
            )
        connection.execute(sqlalchemy.text("INSERT INTO feeds VALUES ('https://a.test/feed', 'A', 'zh', NULL)"))
        connection.execute(sqlalchemy.text("INSERT INTO installation VALUES ('secret', 'kept')"))


async def test_a_database_of_the_first_revision_is_upgraded_with_its_rows(
    empty_database_url: str, clock: Clock
) -> None:
    make_first_revision(empty_database_url)
    async with await Store.open(empty_database_url, clock) as store:
        assert await store.followed() == ()  # that program followed none
        assert await store.marks(A) == ()
        (old,) = await store.known(A, ["guid-1"])
        entry = Entry(feed=A, key="guid-1", id="guid-1", url="https://a.test/1", title="旧闻", summary="数据中心")
        assert old == Known(entry=entry, digests=())
        assert await store.entries_about("数据中心", 5) == (entry,)
        assert len(await store.entries_since(AT)) == 2
        assert len(await store.ungrouped(AT, 10)) == 2
        await store.follow([Feed(url=A)])
        assert await store.keep_feed(await one(store), [known("guid-1", title="旧闻"), known("guid-2")]) == ("guid-2",)
        (now_known,) = await store.known(A, ["guid-1"])
        assert now_known.digests == ("guid-1",)
        clock.turn(hours=1)
        assert len(await store.entries_since(AT + timedelta(minutes=1))) == 0
        assert await store.secret() == "kept"


@pytest.mark.parametrize("revision", ["0004", "0014"])
async def test_stories_outlive_an_upgrade_with_all_that_belongs_to_them(
    revision: str, empty_database_url: str, clock: Clock
) -> None:
    """SQLite makes a table anew to change it, while rows of others point at the old one."""
    make_revision(empty_database_url, revision)
    story = {"id": "a" * 32, "kind": "news", "headline": "旧选题", "created": AT.isoformat()}
    rows = {
        "stories": {**story, "document": json.dumps(story)},
        "artifacts": {"story_id": story["id"], "document": "{}"},
    }
    with connected(empty_database_url).begin() as connection:
        for name, given in rows.items():
            table = sqlalchemy.Table(name, sqlalchemy.MetaData(), autoload_with=connection)
            empty = {each.name: "" if isinstance(each.type, sqlalchemy.String) else 0 for each in table.columns}
            flags = {each.name: False for each in table.columns if isinstance(each.type, sqlalchemy.Boolean)}
            connection.execute(table.insert().values({**empty, **flags, **given, "stage": "new", "created": 0}))
    async with await Store.open(empty_database_url, clock) as store:
        row = await store.row("a" * 32)
        assert row is not None
        assert row.story.headline == "旧选题"
        assert await store.artifact("a" * 32, "new") == "{}"


async def test_the_upgraded_tables_are_those_of_a_new_database(empty_database_url: str, clock: Clock) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from newsbot.edges.store.tables import metadata

    make_first_revision(empty_database_url)
    async with await Store.open(empty_database_url, clock):
        with connected(empty_database_url).connect() as connection:
            inverted = ("page_terms", "entry_terms")  # no part of the schema that both databases share
            mine = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith(inverted)}
            assert compare_metadata(MigrationContext.configure(connection, opts=mine), metadata) == []


async def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty_database_url: str, clock: Clock) -> None:
    make_first_revision(empty_database_url)
    sql(empty_database_url, "CREATE TABLE hosts (in_the_way INTEGER)")
    with pytest.raises(StoreError, match="hosts"):
        await Store.open(empty_database_url, clock)
    with connected(empty_database_url).connect() as connection:
        columns = {column["name"] for column in sqlalchemy.inspect(connection).get_columns("entries")}
        assert columns == {"feed", "key", "url", "title", "document", "first_seen"}
    sql(empty_database_url, "DROP TABLE hosts")
    async with await Store.open(empty_database_url, clock) as store:
        assert len(await store.entries_since(AT)) == 2
        assert len(await store.ungrouped(AT, 10)) == 2
