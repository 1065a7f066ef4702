"""The newsroom that never sleeps: APScheduler fires ticks, and what is due is decided by our rows.

    poll    ask the feeds that are due, announce what they brought
    group   put new entries into stories
    write   choose stories that are worth it, as many as a day may have, outside the quiet hours
    carry   take every chosen story that can go on as far as the machine may
    tidy    prune what the settings no longer want kept

A tick is idempotent: missed, doubled or run by several daemons at once it does no harm. Nothing here decides what a
story needs; `pipeline.advance` does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import time, timedelta
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from newsbot import pipeline, tracking
from newsbot.errors import NewsbotError, SettingsError, StoreError
from newsbot.news import Noun, Verdict
from newsbot.newsroom import World
from newsbot.patience import LONGEST
from newsbot.settings import Daemon as Schedule
from newsbot.settings import period

Tick = Literal["poll", "group", "write", "carry", "tidy"]
TICKS: tuple[Tick, ...] = ("poll", "group", "write", "carry", "tidy")
FIRST: tuple[Tick, ...] = ("poll", "group", "write", "carry")
"""The ticks that are fired once at the start, in this order."""

GRACE = 25.0
"""Seconds that stories under way get to finish a stage when the daemon is stopped; what is left after that is cut off
and goes on from its stage at the next start."""

JUMP = timedelta(seconds=60)
"""A wall clock that is off by more than this against the monotonic one was set: the ticks are planned anew."""

KIND = "daemon"
WATCH = 10.0  # seconds between two looks at the clocks
MOST_WAITING = 200  # stories looked at by one tick

Told = Callable[[str, Mapping[str, object]], None]
"""Told what happened: a word (`entry`, `story`, `parked`, `error` …) and what belongs to it."""


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
    """One process of the newsroom. `prune` is what tidying does to the database: it answers how much it pruned."""

    def __init__(
        self,
        world: World,
        rules: pipeline.Rules,
        schedule: Schedule,
        zone: ZoneInfo,
        prune: Callable[[], Awaitable[int]],
        told: Told,
        monotonic: Callable[[], float],
    ) -> None:
        self._world = world
        self._rules = rules
        self._schedule = schedule
        self._zone = zone
        self._prune = prune
        self._told = told
        self._monotonic = monotonic
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._stopping = False
        self._end = asyncio.Event()
        self._bug: BaseException | None = None
        self._quiet = tuple(_quiet(text) for text in schedule.quiet)

    # ------------------------------------------------------------ the clock

    def stop(self) -> None:
        """Fire no more ticks, and end."""
        self._end.set()

    async def run(self) -> None:
        """Fire the ticks until told to stop, then let what is under way finish its stage. Raises `SettingsError`."""
        scheduler = AsyncIOScheduler(timezone=self._zone)
        for tick in TICKS:
            self._add(scheduler, tick)
        self._told("started", {"stories": self._schedule.stories})
        await self._world.archive.clamp(self._world.now() + LONGEST * 2)
        try:
            for tick in FIRST:
                if not self._end.is_set():
                    await self.tick(tick)
            scheduler.start()
            await self._until(scheduler)
        finally:
            self._stopping = True
            if scheduler.running:
                scheduler.shutdown(wait=False)
            await self._wind_up()
            await self._world.archive.leave(KIND)
            self._told("stopped", {})
        if self._bug is not None:
            raise self._bug

    def _add(self, scheduler: AsyncIOScheduler, tick: Tick) -> None:
        # misfire_grace_time None: by default a job that is a second late is skipped without a word.
        scheduler.add_job(
            self.tick,
            self._trigger(tick),
            args=[tick],
            id=tick,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
        )

    def _trigger(self, tick: Tick) -> BaseTrigger:
        when = getattr(self._schedule, tick)
        every = period(when)
        if every is not None:
            return IntervalTrigger(seconds=every.total_seconds(), timezone=self._zone)
        try:
            return CronTrigger.from_crontab(when, timezone=self._zone)
        except ValueError as error:
            raise SettingsError(f"daemon.{tick} is no cron expression ({error}); write it like 0 7 * * *") from error

    async def _until(self, scheduler: AsyncIOScheduler) -> None:
        """Wait for the end, watching the clocks: APScheduler sleeps until the old time when the clock is set back."""
        wall, steady = self._world.now(), self._monotonic()
        await self._world.archive.beat(KIND)
        while not self._end.is_set():
            try:
                async with asyncio.timeout(WATCH):
                    await self._end.wait()
            except TimeoutError:
                pass
            now, ticked = self._world.now(), self._monotonic()
            await self._world.archive.beat(KIND)
            moved = now - wall - timedelta(seconds=ticked - steady)
            if abs(moved) > JUMP:
                self._told("clock", {"moved": round(moved.total_seconds())})
                await self._world.archive.clamp(now + LONGEST * 2)
                for tick in TICKS:
                    self._add(scheduler, tick)
            wall, steady = now, ticked

    async def _wind_up(self) -> None:
        tasks = list(self._under_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # ------------------------------------------------------------ the ticks

    async def tick(self, tick: Tick) -> None:
        """Do one tick's work. What can be expected to fail is told and costs only this tick."""
        try:
            await {
                "poll": self._poll,
                "group": self._group,
                "write": self._choose,
                "carry": self._carry,
                "tidy": self._tidy,
            }[tick]()
        except NewsbotError as error:
            self._told("error", {"tick": tick, "error": str(error)})

    async def _poll(self) -> None:
        ended = await pipeline.poll(self._world, self._rules)
        announced = await self._world.archive.untold()
        for each in announced:
            entry = each.entry
            about = {"change": each.kind, "title": entry.title[:200], "feed": entry.publisher, "url": entry.url}
            self._told("entry", about)
        await self._world.archive.told(announced)
        failed = sum(bool(polled.error) for polled in ended.polled)
        if ended.polled:
            self._told("polled", {"feeds": len(ended.polled), "new": len(announced), "failed": failed})

    async def _group(self) -> None:
        tracked = await tracking.track(self._world)
        asked = await tracking.confirm(self._world, tracked.unsure) if self._rules.interests.ask_model else 0
        if tracked.begun or tracked.joined:
            self._told("grouped", {"begun": tracked.begun, "joined": tracked.joined + asked})

    async def _choose(self) -> None:
        """Choose what is worth writing: the best stories nobody wrote yet, and news of those that are written."""
        now = self._world.now()
        local = now.astimezone(self._zone)
        if self._schedule.write_mode != "auto" or any(quiet.holds(local.time()) for quiet in self._quiet):
            return
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        room = self._schedule.daily - await self._world.archive.begun_since(midnight)
        if room <= 0:
            return
        groups = await self._world.archive.groups(now - tracking.HORIZON)
        ranked = tracking.ranked(groups, now, self._rules.interests, self._rules.policy.outlets)
        for each in ranked:
            row = each.group.row
            if room <= 0 or each.score.total < self._schedule.score:
                break
            if row.stage == "review" and each.news:
                follows = await tracking.follow_up(row.story, self._world)
                chosen = await self._world.archive.choose([follows.id])
            elif row.stage == "new":
                chosen = await self._world.archive.choose([row.story.id])
            else:
                continue
            for story in chosen:
                room -= 1
                about = {"story": story, "score": each.score.total, "headline": row.story.headline}
                self._told("chosen", {**about, "why": each.score.why})

    async def _carry(self) -> None:
        """Begin with chosen stories that can go on, as many at once as the settings allow."""
        for story in await self._world.archive.waiting(self._world.now(), MOST_WAITING):
            if self._stopping or len(self._under_way) >= self._schedule.stories:
                return
            if story not in self._under_way:
                task = asyncio.create_task(self._carried(story))
                self._under_way[story] = task
                task.add_done_callback(partial(self._ended, story))

    def _ended(self, story: str, task: asyncio.Task[None]) -> None:
        del self._under_way[story]
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._bug = bug  # not in the error tree: it stops the run
            self._end.set()

    async def _carried(self, story: str) -> None:
        """Take the story stage by stage as far as the machine may; told how it goes."""
        row = await self._world.archive.row(story)
        while row is not None and row.stage in pipeline.WORKING and not self._stopping:
            try:
                row = await pipeline.advance(row, self._world, self._rules)
            except StoreError as error:
                self._told("error", {"story": story, "error": str(error)})
                return
            except NewsbotError as error:
                after = await self._world.archive.row(story)
                due = after.due.isoformat(timespec="seconds") if after and after.due else "when a person retries it"
                self._told("parked", {"story": story, "stage": row.stage, "why": str(error), "until": due})
                return
            about = {"story": story, "stage": row.stage, "reason": row.reason, "headline": row.story.headline}
            self._told("story", about | (await self._judged(story) if row.stage == "review" else {}))

    async def _judged(self, story: str) -> dict[str, object]:
        """The verdict of a story's article, and the rules of the findings that are left in it."""
        verdict = Verdict.model_validate_json(await self._world.archive.artifact(story, "judged") or "")
        return {"verdict": verdict.outcome, "rules": tuple(finding.rule for finding in verdict.findings)}

    async def idle(self) -> None:
        """Wait until no story is under way."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    async def _tidy(self) -> None:
        pruned = await self._prune()
        if pruned:
            self._told("tidied", {"rows": pruned})


def _quiet(text: str) -> Quiet:
    since, until = (time.fromisoformat(part) for part in text.split("-"))
    return Quiet(since=since, until=until)
