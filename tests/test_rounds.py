"""One round over feeds, on real HTTP, with the real database and sandbox and a clock that the test turns."""

import asyncio
import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from aiohttp import web
from sqlalchemy import event

from feed_world import Clock, FeedWorld, feed_world
from loopback import site
from newsbot import rounds
from newsbot.news import Feed, Followed


def rss(*titles: str, ids: Iterable[str] | None = None) -> bytes:
    """A feed with an entry for each title; an entry's id is its title unless given."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{id}</guid><title>{title}</title><link>http://e.test/{id}</link>"
        "<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate></item>"
        for id, title in zip(ids or titles, titles, strict=True)
    )
    return f"<rss version='2.0'><channel><title>甲报</title>{items}</channel></rss>".encode()


@dataclass
class Page:
    """A feed whose answer the test changes. It knows its own ETag and answers 304 like a good server."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/rss+xml"
    validates: bool = True
    asked: int = 0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers)
        if self.validates and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        headers = {**self.headers, **({"ETag": etag} if self.validates else {}), "Content-Type": self.content_type}
        return web.Response(body=self.body, headers=headers)


async def once(newsroom: FeedWorld) -> dict[str, rounds.Polled]:
    """Poll all followed feeds, due or not; how each ended."""
    return {each.feed: each for each in await rounds.poll(await newsroom.store.followed(), newsroom.world)}


def titles(polled: rounds.Polled) -> list[tuple[str, str]]:
    return [(each.kind, each.entry.title) for each in polled.announced]


async def state(newsroom: FeedWorld, url: str) -> Followed:
    (found,) = [feed for feed in await newsroom.store.followed() if feed.feed.url == url]
    return found


async def test_each_entry_is_announced_once_and_what_is_new_again(tmp_path: Path) -> None:
    page = Page(rss("一", "二"))
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        assert titles((await once(newsroom))[url]) == [("new", "一"), ("new", "二")]
        again = (await once(newsroom))[url]
        assert (again.status, again.announced, again.result) == (304, (), "unchanged")
        page.body = rss("三", "一", "二")
        assert titles((await once(newsroom))[url]) == [("new", "三")]


async def test_the_same_bytes_without_validators_are_not_parsed_again(tmp_path: Path) -> None:
    page = Page(rss("一"), validates=False)
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        await once(newsroom)
        again = (await once(newsroom))[url]
        assert (again.status, again.announced, again.result) == (200, (), "unchanged")


async def test_what_changed_in_words_is_an_update_and_what_only_moved_or_came_back_is_nothing(tmp_path: Path) -> None:
    page = Page(rss("一", "二"))
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        await once(newsroom)
        page.body = rss("一（更正）", "二", ids=("一", "二"))
        assert titles((await once(newsroom))[url]) == [("update", "一（更正）")]
        page.body = rss("二")
        assert titles((await once(newsroom))[url]) == []
        page.body = rss("二", "一（更正）", ids=("二", "一")).replace(b"19 Nov", b"20 Nov")
        assert titles((await once(newsroom))[url]) == []


async def test_an_error_page_costs_nothing_that_was_known(tmp_path: Path) -> None:
    page = Page(rss("一"))
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        await once(newsroom)
        before = await state(newsroom, url)
        good = page.body
        for body in (b"<!DOCTYPE html><html><body>maintenance</body></html>", b""):
            page.body = body
            failed = (await once(newsroom))[url]
            assert failed.error and url.split("?")[0] in failed.error
        after = await state(newsroom, url)
        assert (after.etag, after.size, after.body, after.failures) == (before.etag, 1, before.body, 2)
        page.body = good
        assert (await once(newsroom))[url].result == "unchanged"
        assert (await state(newsroom, url)).failures == 0


async def test_a_host_that_asks_to_be_left_alone_is_left_alone_with_all_its_feeds(tmp_path: Path) -> None:
    busy, fine, other = Page(status=429, headers={"Retry-After": "3600"}), Page(rss("一")), Page(rss("二"))
    clock = Clock()
    async with site({"/a": busy, "/b": fine}) as server, site({"/c": other}) as elsewhere:
        origins = [server.origin, elsewhere.origin]
        a, b, c = server.url("/a"), server.url("/b"), elsewhere.url("/c")
        async with feed_world(tmp_path, origins, clock) as newsroom:
            await newsroom.store.follow([Feed(url=url) for url in (a, b, c)])
            ended = await once(newsroom)
            assert "429" in ended[a].error and ended[b].result.startswith("not asked") and ended[c].total == 1
            assert (await state(newsroom, a)).due == clock.at.replace(hour=9)
        clock.turn(minutes=59, seconds=59)
        async with feed_world(tmp_path, origins, clock) as newsroom:  # a new process knows it too
            assert (await once(newsroom))[b].result.startswith("not asked")
            assert (busy.asked, fine.asked) == (1, 0)
            clock.turn(seconds=1)
            busy.status, busy.body = 200, rss("三")
            ended = await once(newsroom)
        assert (busy.asked, fine.asked) == (2, 1)
        assert titles(ended[a]) == [("new", "三")] and titles(ended[b]) == [("new", "一")]


async def test_a_feed_that_is_gone_is_paused(tmp_path: Path) -> None:
    page = Page(status=410)
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        ended = (await once(newsroom))[url]
        assert (ended.status, ended.due) == (410, None)
        assert "newsbot feeds resume" in (await state(newsroom, url)).paused


async def test_a_feed_that_moved_for_good_is_asked_there_after_three_polls_over_two_days(tmp_path: Path) -> None:
    old, new = Page(status=301), Page(rss("一"))
    async with site({"/old": old, "/new": new}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/old")
        old.headers = {"Location": "/new"}
        await newsroom.store.follow([Feed(url=url)])
        for _ in range(3):
            await once(newsroom)
            assert (await state(newsroom, url)).address == ""
            newsroom.clock.turn(hours=23)
        await once(newsroom)
        assert (await state(newsroom, url)).address == server.url("/new")
        asked = old.asked
        new.body = rss("一", "二")
        assert titles((await once(newsroom))[url]) == [("new", "二")]
        assert old.asked == asked


async def test_only_entries_on_the_feeds_topics_are_announced_and_the_others_are_remembered(tmp_path: Path) -> None:
    page = Page(rss("天气", "大模型降价"))
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url, topics=("模型", "AI"))])
        assert titles((await once(newsroom))[url]) == [("new", "大模型降价")]
        await newsroom.store.unfollow(url)
        await newsroom.store.follow([Feed(url=url)])
        assert titles((await once(newsroom))[url]) == []


async def test_two_rounds_at_once_announce_each_entry_once(tmp_path: Path) -> None:
    page = Page(rss(*(f"第{n}条" for n in range(40))), validates=False)
    async with (
        site({"/feed": page}) as server,
        feed_world(tmp_path, [server.origin]) as one,
        feed_world(tmp_path, [server.origin]) as two,
    ):
        url = server.url("/feed")
        await one.store.follow([Feed(url=url)])
        first, second = await asyncio.gather(once(one), once(two))
        announced = [title for _, title in titles(first[url]) + titles(second[url])]
        assert len(announced) == len(set(announced)) == 40


async def test_a_feed_that_breaks_its_parser_costs_only_itself(tmp_path: Path) -> None:
    bomb = (
        b"<!DOCTYPE x ["
        + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
        + b"]><rss version='2.0'><channel><title>&a11;</title></channel></rss>"
    )
    async with (
        site({"/bomb": Page(bomb), "/feed": Page(rss("一"))}) as server,
        feed_world(tmp_path, [server.origin]) as newsroom,
    ):
        await newsroom.store.follow([Feed(url=server.url("/bomb")), Feed(url=server.url("/feed"))])
        ended = await once(newsroom)
        assert titles(ended[server.url("/feed")]) == [("new", "一")]
        assert titles(ended[server.url("/bomb")]) == []


async def test_a_round_that_is_broken_off_remembers_whom_it_has_asked(tmp_path: Path) -> None:
    hanging = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        hanging.set()
        await asyncio.Event().wait()
        raise AssertionError

    page = Page(rss("一"))
    async with site({"/a": page, "/z": hang}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/a"))])
        await once(newsroom)
        newsroom.clock.turn(hours=5)
        await newsroom.store.follow([Feed(url=server.url("/z"))])
        task = asyncio.create_task(once(newsroom))
        await hanging.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await state(newsroom, server.url("/a"))).polled == newsroom.clock.at
        assert (await state(newsroom, server.url("/z"))).polled is None


async def test_a_round_over_unchanged_feeds_writes_once(tmp_path: Path) -> None:
    pages = {f"/{n}": Page(rss(f"第{n}条")) for n in range(30)}
    async with site(pages) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url(path)) for path in pages])
        await once(newsroom)
        writes: list[Any] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
                writes.append((statement, threading.current_thread()))

        event.listen(sqlalchemy.Engine, "before_cursor_execute", note)
        try:
            ended = await once(newsroom)
        finally:
            event.remove(sqlalchemy.Engine, "before_cursor_execute", note)
        assert {each.result for each in ended.values()} == {"unchanged"}
        assert len(writes) == 1  # one statement, executed for all of them together


async def test_an_entry_that_changes_only_its_id_is_not_announced_again(tmp_path: Path) -> None:
    """Sites change over to https, give their entries ids they had none of, or make new ones for every answer."""

    def item(id: str, title: str = "甲公司发布新模型", link: str = "e.test/1") -> bytes:
        guid = f"<guid isPermaLink='false'>{id}</guid>" if id else ""
        feed = f"<item>{guid}<title>{title}</title><link>{link}</link><description>正文。</description></item>"
        return f"<rss version='2.0'><channel><title>甲报</title>{feed}</channel></rss>".encode()

    answers = [
        (item("http://e.test/1", link="http://e.test/1"), [("new", "甲公司发布新模型")]),
        (item("https://e.test/1", link="https://e.test/1"), []),
        (item("", link="https://e.test/1"), []),
        *((item(f"made-{n}", link="https://e.test/1"), []) for n in range(3)),
        (
            item("made-4", "甲公司更正发布日期", "https://e.test/1"),
            [("new", "甲公司更正发布日期")],
        ),  # nothing says it is the same
        (item("made-4", "甲公司更正发布日期", "https://e.test/2"), []),
    ]
    page = Page()
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        for number, (page.body, announced) in enumerate(answers):
            assert titles((await once(newsroom))[server.url("/feed")]) == announced, number


async def test_what_was_kept_and_not_announced_is_told_by_whoever_comes_next(tmp_path: Path) -> None:
    page = Page(rss("一", "二"))
    async with site({"/feed": page}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url)])
        await once(newsroom)
        page.body = rss("一（更正）", "二", "三", ids=("一", "二", "三"))
        await once(newsroom)
        untold = await newsroom.store.untold()
        assert {(each.kind, each.entry.title) for each in untold} == {
            ("new", "一（更正）"),
            ("new", "二"),
            ("new", "三"),
        }
        await newsroom.store.told(untold[:2])
        assert await newsroom.store.untold(url) == untold[2:]
        assert await newsroom.store.untold("https://other.test/") == ()


async def test_a_host_that_lets_two_deadlines_pass_is_left_for_the_next_round(tmp_path: Path) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    paths = [f"/{n}" for n in range(5)]
    async with (
        site(dict.fromkeys(paths, silent)) as server,
        feed_world(tmp_path, [server.origin], deadline=0.2) as newsroom,
    ):
        await newsroom.store.follow([Feed(url=server.url(path)) for path in paths])
        ended = await once(newsroom)
        assert len(server.requests) == 2
        assert [bool(each.error) for each in ended.values()] == [True, True, False, False, False]
        assert (await state(newsroom, server.url("/4"))).failures == 0


async def test_a_page_that_is_no_feed_has_its_status(tmp_path: Path) -> None:
    async with site({"/feed": Page(b"<html></html>")}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        ended = (await once(newsroom))[server.url("/feed")]
        assert (ended.status, "HTML" in ended.error) == (200, True)
