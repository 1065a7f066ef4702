"""The newsroom that never sleeps: APScheduler fires ticks, and what is due is decided by our rows.

    poll    ask the feeds that are due, announce what they brought
    group   put new entries into stories
    write   choose stories that are worth it, as many as a day may have, outside the quiet hours
    carry   offer every chosen story that can go on to the courier, who has it taken as far as the machine may
    publish publish what passed and waited long enough, where the settings let it (`publish.mode`)
    digest  begin the digest of what was published, at the hour that the settings name
    recheck read sources of published articles again, those that are due
    tell    tell people what is due to be told
    tidy    prune what the settings no longer want kept

A tick is idempotent: missed, doubled or run by several daemons at once it does no harm. Nothing here decides what a
story needs; `pipeline.advance` does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from newsbot import digesting, publishing, rechecking, stages, tracking
from newsbot.carrying import Shift, Told
from newsbot.errors import NewsbotError, SettingsError, StoreError, TooThin
from newsbot.news import WRITTEN, Noun
from newsbot.newsroom import Hire, Room, World
from newsbot.notices import Teller
from newsbot.patience import LONGEST_ASKED
from newsbot.settings import Daemon as Schedule
from newsbot.settings import period

# It logs each tick that the one before it still outlasts, and each that the end cuts off; a bug we raise ourselves.
logging.getLogger("apscheduler").setLevel(logging.CRITICAL)

Tick = Literal["poll", "group", "write", "carry", "publish", "recheck", "tell", "tidy", "digest"]
TICKS: tuple[Tick, ...] = ("poll", "group", "write", "carry", "publish", "recheck", "tell", "tidy", "digest")
FIRST: tuple[Tick, ...] = ("poll", "group", "write", "carry")
"""The ticks that are fired once at the start, in this order."""

LARGE: tuple[Tick, ...] = ("poll", "group", "write")
"""The ticks that look at many entries and stories."""

JUMP = timedelta(seconds=60)
"""A wall clock that is off by more than this against the monotonic one was set: the ticks are planned anew."""

CUT_OFF = 4.0
"""Seconds that ticks under way get to finish when the process is stopped: with `carrying.GRACE` less than 30."""

WATCH = 10.0  # seconds between two looks at the clocks
TOLD_AT_ONCE = 500  # entries, with their texts: a first poll brings tens of thousands
MOST_WAITING = 200  # stories looked at by one tick


class Quiet(Noun):
    """A stretch of the day in which nothing is chosen to be written; it may go past midnight."""

    since: time
    until: time

    def holds(self, moment: time) -> bool:
        """Whether the moment of the day lies in it."""
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until


class Daemon:
    """One process of the newsroom. `prune` is what tidying does to the database: it answers how much it pruned.

    Without a `publisher` nothing is published. `give_back` gives back memory; it is called after ticks that use much.
    """

    def __init__(
        self,
        world: World,
        rules: stages.Rules,
        schedule: Schedule,
        zone: ZoneInfo,
        prune: Callable[[], Awaitable[int]],
        told: Told,
        monotonic: Callable[[], float],
        hire: Hire,
        publisher: publishing.Publisher | None = None,
        give_back: Callable[[], None] = lambda: None,
    ) -> None:
        self._world = world
        self._rules = rules
        self._schedule = schedule
        self._zone = zone
        self._prune = prune
        self._told = told
        self._teller = Teller(world, told)
        self._monotonic = monotonic
        self._shift = Shift("daemon", world, rules, hire, schedule.stories, told)
        self._publisher = publisher
        self._give_back = give_back
        self._looked_back = False
        self._ticking: set[asyncio.Task[Any]] = set()
        self._quiet = tuple(_quiet(text) for text in schedule.quiet)

    # ------------------------------------------------------------ the clock

    def stop(self) -> None:
        """Fire no more ticks, and end."""
        self._shift.stop()

    async def run(self) -> None:
        """Fire the ticks until told to stop, then let what is under way finish its stage. Raises `SettingsError`."""
        scheduler = AsyncIOScheduler(timezone=self._zone)
        for tick in TICKS:
            self._add(scheduler, tick)
        async with self._shift.working():
            await self._world.archive.clamp(LONGEST_ASKED)
            await self._world.archive.uncap()
            try:
                for tick in FIRST:
                    if not self._shift.ending:
                        await self.tick(tick)
                scheduler.start()
                await self._until(scheduler)
            finally:
                if scheduler.running:
                    scheduler.pause()
                    if self._ticking:
                        await asyncio.wait(self._ticking, timeout=CUT_OFF)
                    scheduler.shutdown(wait=False)

    def _add(self, scheduler: AsyncIOScheduler, tick: Tick) -> None:
        if tick == "digest" and not self._schedule.digest:
            return
        # misfire_grace_time None: by default a job that is a second late is skipped without a word.
        scheduler.add_job(
            self.tick,
            _trigger(self._schedule, tick, self._zone),
            args=[tick],
            id=tick,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
        )

    async def _until(self, scheduler: AsyncIOScheduler) -> None:
        """Wait for the end, watching the clocks: APScheduler sleeps until the old time when the clock is set back."""
        wall, steady = self._world.now(), self._monotonic()
        while not await self._shift.ended(WATCH):
            now, ticked = self._world.now(), self._monotonic()
            moved = now - wall - timedelta(seconds=ticked - steady)
            if abs(moved) > JUMP:
                self._told("clock", {"moved": round(moved.total_seconds())})
                await self._world.archive.clamp(LONGEST_ASKED)
                for tick in TICKS:
                    self._add(scheduler, tick)
            wall, steady = now, ticked

    # ------------------------------------------------------------ the ticks

    async def tick(self, tick: Tick) -> None:
        """Do one tick's work. What can be expected to fail is told and costs only this tick; a bug ends the run."""
        this = asyncio.current_task()
        assert this is not None
        self._ticking.add(this)
        try:
            await {
                "poll": self._poll,
                "group": self._group,
                "write": self._choose,
                "carry": self._carry,
                "publish": self._publish,
                "recheck": self._recheck,
                "tell": self._teller.round,
                "tidy": self._tidy,
                "digest": self._digest,
            }[tick]()
            self._shift.outage.worked(tick)
        except StoreError as error:
            self._shift.outage.failed(tick, error, {"tick": tick})
        except NewsbotError as error:
            self._told("error", {"tick": tick, "error": str(error)})
        except Exception as bug:  # APScheduler would log it and go on as if nothing were wrong
            self._shift.failed(bug)
        finally:
            self._ticking.discard(this)
            if tick in LARGE:
                self._give_back()

    async def _poll(self) -> None:
        ended = [bool(polled.error) for polled in (await stages.poll(self._world, self._rules)).polled]
        new = 0
        while announced := await self._world.archive.untold(limit=TOLD_AT_ONCE):
            for each in announced:
                entry = each.entry
                about = {"change": each.kind, "title": entry.title[:200], "feed": entry.publisher, "url": entry.url}
                self._told("entry", about)
            await self._world.archive.told(announced)
            new += len(announced)
        if ended:
            self._told("polled", {"feeds": len(ended), "new": new, "failed": sum(ended)})

    async def _group(self) -> None:
        tracked = await tracking.track(self._world)
        asked = await tracking.confirm(self._world) if self._rules.interests.ask_model is True else 0
        await tracking.rate(self._world, tracked.stories, self._rules.interests, self._rules.policy.outlets)
        if tracked.begun or tracked.joined or asked:
            self._told("grouped", {"begun": tracked.begun, "joined": tracked.joined + asked})

    async def _choose(self) -> None:
        """Choose what is worth writing: the best stories nobody wrote yet, and news of those that are written."""
        local = self._world.now().astimezone(self._zone)
        if self._schedule.write_mode != "auto" or any(quiet.holds(local.time()) for quiet in self._quiet):
            return
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        room = Room(midnight, self._schedule.daily)
        left = room.most - await self._world.archive.begun_since(midnight)
        if left <= 0:
            return
        interests, outlets = self._rules.interests, self._rules.policy.outlets
        followed = await self._world.archive.followed()
        for each in await tracking.worth_writing(self._world, interests, outlets, self._schedule.score, left):
            story = each.group.row.story
            kind = self._rules.deserves(tracking.told(each, followed))
            begun = await tracking.follow_up(story, self._world) if each.group.row.stage in WRITTEN else story
            for id in await self._world.archive.choose([begun.id], room, kind):
                about = {"story": id, "score": each.score.total, "headline": story.headline}
                self._told("chosen", {**about, "kind": kind, "why": each.score.why})

    async def _digest(self) -> None:
        """Begin the day's digest, which is then carried like any story; where one is begun already, nothing."""
        try:
            story = await digesting.begun(self._world, self._rules.digest, self._zone)
        except TooThin as error:
            self._told("no digest", {"why": str(error)})
            return
        if await self._world.archive.choose([story.id]):
            self._told("digest", {"story": story.id, "articles": len(story.of)})

    async def _carry(self) -> None:
        """Offer the chosen stories that can go on to the courier: whatever it lost is offered again."""
        await self._shift.courier.offer(await self._world.archive.waiting(self._world.now(), MOST_WAITING))

    async def idle(self) -> None:
        """Wait until no story is under way here."""
        await self._shift.courier.idle()

    async def _publish(self) -> None:
        publisher = self._publisher
        if publisher is not None and not self._looked_back:
            self._looked_back = True
            await publishing.record_late(publisher)
        local = self._world.now().astimezone(self._zone)
        if publisher is None or any(_quiet(text).holds(local.time()) for text in publisher.policy.quiet):
            return
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        done, kept = await publishing.publish_passed(publisher, midnight)
        for each in done:
            about = {"story": each.published.story, "path": each.published.path, "url": each.published.url}
            self._told("published", about | ({"told": each.told} if each.told else {}))
        for why in kept:
            self._told("withheld", {"why": why})

    async def _recheck(self) -> None:
        for each in await rechecking.recheck_due(self._world):
            if each.new:
                about = {"story": each.due.story, "source": each.due.url, "result": each.result}
                self._told("correction", about)
        for objection in await publishing.hear(self._world):
            self._told("correction", {"story": objection.story, "source": objection.url, "result": objection.text})

    async def _tidy(self) -> None:
        pruned = await self._prune()
        if pruned:
            self._told("tidied", {"rows": pruned})


def try_schedule(schedule: Schedule, zone: ZoneInfo) -> None:
    """Read when each tick is due, as a run does at its start. Raises `SettingsError` for what is no cron expression."""
    for tick in TICKS:
        if tick != "digest" or schedule.digest:
            _trigger(schedule, tick, zone)


def _trigger(schedule: Schedule, tick: Tick, zone: ZoneInfo) -> BaseTrigger:
    when = getattr(schedule, tick)
    every = period(when)
    if every is not None:
        return IntervalTrigger(seconds=every.total_seconds(), timezone=zone)
    try:
        return CronTrigger.from_crontab(when, timezone=zone)
    except ValueError as error:
        raise SettingsError(f"daemon.{tick} is no cron expression ({error}); write it like 0 7 * * *") from error


def _quiet(text: str) -> Quiet:
    since, until = (time.fromisoformat(part) for part in text.split("-"))
    return Quiet(since=since, until=until)
