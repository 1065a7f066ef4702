"""One round over feeds: each is asked once, politely; what is new in it is kept, then announced.

    FOLLOWED ──fetch──▶ unchanged │ failed │ ANSWER ──parse──▶ ENTRIES ──decide──▶ new, updated ──keep──▶ announced

Feeds of one host are asked one after the other, hosts at the same time. A feed that changed is kept
with its entries in one transaction of its own; those where nothing happened are kept together at
the end. A feed that fails costs only itself.
"""

import asyncio
import gc
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from newsbot import novelty, polling
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, TooSlow
from newsbot.news import Announced, Fetched, Followed, Known, Notice, Reading, Wait
from newsbot.newsroom import World

HOSTS_AT_ONCE = 50
ASKS_TO_WAIT = (429, 503)
GONE = 410
UNMODIFIED = 304
UNCHANGED = "unchanged"
SILENT = 2  # deadlines that a host may let pass in one round; its other feeds are asked in the next
TOGETHER = 500  # unchanged feeds whose next polls are worked out at once


@dataclass(frozen=True, slots=True)
class Polled:
    """How one feed's poll ended. `result` says it in one line.

    `status` is that of the last answer, 0 where none came; `total` counts the entries of the answer.
    `error` is empty when all went well; `rule` names our rule that blocked the address. `due` is when
    the feed is asked next.
    """

    feed: str
    title: str
    result: str
    status: int = 0
    total: int = 0
    announced: tuple[Announced, ...] = ()
    error: str = ""
    rule: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round: how each feed's poll ended, in the order given, and how many followed feeds were not due."""

    polled: tuple[Polled, ...]
    skipped: int = 0

    @property
    def announced(self) -> tuple[Announced, ...]:
        return tuple(announced for each in self.polled for announced in each.announced)

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(each.error for each in self.polled if each.error)


Told = Callable[[int, int, Polled], None]
"""Told (done, of, how it ended) after each feed."""


async def poll(feeds: Sequence[Followed], world: World, told: Told | None = None) -> tuple[Polled, ...]:
    """Ask each of the feeds once, whether due or not, and keep what came; in their order.

    A host that asked to be left alone is not asked before its time, whoever wishes it.
    """
    return await _Round(feeds, world, await world.archive.waits(), told).run()


class _Round:
    """The round while it lasts: what is kept at its end, and who asked to be left alone meanwhile."""

    def __init__(self, feeds: Sequence[Followed], world: World, waits: dict[str, Wait], told: Told | None) -> None:
        self._feeds = feeds
        self._world = world
        self._now = world.now
        self._waits = waits
        self._told = told
        self._ended: dict[str, Polled] = {}
        self._done = 0
        self._left: set[str] = set()
        self._silent: dict[str, int] = {}
        self._same: list[tuple[Followed, Fetched, datetime]] = []
        self._touched: list[Followed] = []
        self._notices: list[Notice] = []

    async def run(self) -> tuple[Polled, ...]:
        by_host: dict[str, list[Followed]] = {}
        for feed in self._feeds:
            by_host.setdefault(polling.host(feed.where), []).append(feed)
        # Long queues first: the round ends with its longest host.
        queue = iter(sorted(by_host.items(), key=lambda each: -len(each[1])))

        async def ask() -> None:
            for name, feeds in queue:
                for feed in feeds:
                    await self._ask(name, feed)

        # What there was before the round stays through it: looking it all through again and again for garbage
        # was measured to take a tenth of a round's processor time.
        gc.freeze()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(HOSTS_AT_ONCE, len(by_host))):
                    group.create_task(ask())
        except* Exception as errors:  # bugs and a lost database: the first one, as if nothing ran beside it
            raise errors.exceptions[0] from None
        finally:
            gc.unfreeze()
            await asyncio.shield(self._close())  # also when interrupted: who was asked is not asked again at once
        return tuple(self._ended[feed.feed.url] for feed in self._feeds)

    async def _ask(self, name: str, feed: Followed) -> None:
        url = feed.feed.url
        wait, now = self._waits.get(name), self._now()
        left = polling.patience(wait, now) if wait else timedelta()
        if left > timedelta():
            result = f"not asked: {name} asks to be left alone until {now + left:%Y-%m-%d %H:%M:%S} UTC"
            self._leave(Polled(feed=url, title=feed.name, result=result, due=feed.due))
            return
        if self._silent.get(name, 0) >= SILENT:
            self._leave(Polled(feed=url, title=feed.name, result=f"not asked: {name} does not answer", due=feed.due))
            return
        status = 0
        try:
            fetched = await self._world.fetcher.feed(feed.where, feed.etag, feed.modified)
            status = fetched.status
            if fetched.status == UNMODIFIED or hashlib.sha256(fetched.body).hexdigest() == feed.body:
                await self._unchanged(feed, fetched)
            else:
                self._end(await self._answered(feed, fetched))
        except HttpStatus as error:
            self._end(await self._refused(name, feed, error))
        except (FetchError, ParseError) as error:
            self._silent[name] = self._silent.get(name, 0) + isinstance(error, TooSlow)
            after = polling.failed(feed, self._now(), str(error))
            rule = error.rule if isinstance(error, Blocked) else ""
            self._end(await self._failed(feed, after, str(error), status=status, rule=rule))

    def _leave(self, polled: Polled) -> None:
        """End a feed's poll without having asked it."""
        self._left.add(polled.feed)
        self._end(polled)

    def _end(self, polled: Polled) -> None:
        self._ended[polled.feed] = polled
        self._done += 1
        if self._told is not None:
            self._told(self._done, len(self._feeds), polled)

    async def _unchanged(self, feed: Followed, fetched: Fetched) -> None:
        """Nothing has changed. When to ask next is worked out for many feeds together: one by one, between requests,
        the same work was measured to take three times as long."""
        light = fetched.model_copy(update={"body": b""}) if fetched.body else fetched
        self._same.append((feed, light, self._now()))
        self._done += 1
        if self._told is not None:
            same = Polled(feed=feed.feed.url, title=feed.name, result=UNCHANGED, status=fetched.status)
            self._told(self._done, len(self._feeds), same)
        if len(self._same) >= TOGETHER:
            await self._plan()

    async def _plan(self) -> None:
        """Work out the next polls of the unchanged feeds that have come together."""
        same, self._same = self._same, []
        whole: list[Followed] = []
        for feed, fetched, now in same:
            after = polling.unchanged(feed, fetched, now)
            self._ended[feed.feed.url] = _polled(after, status=fetched.status, total=feed.size)
            (self._touched if polling.touched_only(feed, after) else whole).append(after)
        for after in whole:
            await self._world.archive.keep_feed(after)

    async def _close(self) -> None:
        await self._plan()
        left = [feed for feed in self._feeds if feed.feed.url in self._left or feed.feed.url not in self._ended]
        await self._world.archive.give_back_feeds(left)
        if self._touched:
            await self._world.archive.touch_feeds(self._touched, notices=self._notices)

    async def _answered(self, feed: Followed, fetched: Fetched) -> Polled:
        reading = Reading(
            feed=feed.feed.url,
            url=fetched.final_url,
            content_type=fetched.headers.get("content-type", ""),
            encoding=feed.feed.encoding,
            language=feed.feed.language,
            timezone=feed.feed.timezone,
            seen=fetched.fetched,
            known=await self._world.archive.marks(feed.feed.url),
        )
        parsed = await self._world.parser.feed(reading, fetched.body)
        ids, urls = ({getattr(entry, name) for entry in parsed.entries} for name in ("id", "url"))
        remembered = await self._world.archive.known(feed.feed.url, sorted(ids), sorted(urls))
        decided = novelty.decide(parsed.entries, parsed.shared, remembered)
        after = polling.answered(feed, fetched, parsed, tuple(known.entry for known in decided.new), self._now())
        telling = (*_telling("new", decided.new, feed), *_telling("update", decided.updated, feed))
        kept = set(await self._world.archive.keep_feed(after, (*telling, *decided.quiet)))
        # Of two rounds that find one entry at the same time, the one that kept it announces it.
        announced = tuple(
            Announced(kind=each.tell, entry=each.entry) for each in telling if each.tell and each.entry.key in kept
        )
        return _polled(after, status=fetched.status, total=parsed.total, announced=announced)

    async def _refused(self, name: str, feed: Followed, error: HttpStatus) -> Polled:
        """An answer with an error status: gone, asked to wait, or one failure more."""
        now = self._now()
        if error.status == GONE:
            after = polling.gone(feed, now)
            return await self._failed(feed, after, f"{feed.name}: {after.paused}", status=error.status)
        if error.status in ASKS_TO_WAIT:
            asked = polling.SHORTEST if error.retry_after is None else timedelta(seconds=error.retry_after)
            wait = Wait(asked=now, until=now + asked)
            for place in {name, error.host or name}:
                self._waits[place] = wait
                await self._world.archive.wait(place, wait)
        asked_for = error.retry_after if error.status in ASKS_TO_WAIT else None
        after = polling.failed(feed, now, str(error), asked_for)
        return await self._failed(feed, after, str(error), status=error.status)

    async def _failed(self, feed: Followed, after: Followed, error: str, *, status: int = 0, rule: str = "") -> Polled:
        await self._keep(feed, after)
        return _polled(after, status=status, error=error, rule=rule)

    async def _keep(self, before: Followed, after: Followed) -> None:
        told = polling.death(before, after)
        if polling.touched_only(before, after):
            self._touched.append(after)
            self._notices += told
        else:
            await self._world.archive.keep_feed(after, notices=told)


def _telling(kind: Literal["new", "update"], known: Sequence[Known], feed: Followed) -> list[Known]:
    """The entries with what is to be told of them: nothing where they are off the feed's topics."""
    return [
        each.model_copy(update={"tell": kind}) if novelty.wanted(each.entry, feed.feed.topics) else each
        for each in known
    ]


def _polled(
    after: Followed,
    *,
    status: int,
    total: int = 0,
    announced: tuple[Announced, ...] = (),
    error: str = "",
    rule: str = "",
) -> Polled:
    return Polled(
        feed=after.feed.url,
        title=after.name,
        result=after.result,
        status=status,
        total=total,
        announced=announced,
        error=error,
        rule=rule,
        due=None if after.paused else after.due,
    )
