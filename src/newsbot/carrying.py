"""A process at work, a daemon or a worker: it says that it lives, carries stories, and ends within 30 s when told to.

What a story needs `pipeline.advance` knows; when it may go on stands in its row; who is given which story is the
courier's business (`newsroom.Courier`). Told how it goes.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime

from newsbot import pipeline, stages
from newsbot.errors import NewsbotError, StoreError
from newsbot.ledger import MICROS
from newsbot.news import Verdict
from newsbot.newsroom import Hire, Row, World

GRACE = 25.0
"""Seconds that stories under way get to finish a stage when the process is stopped; what is left after that is cut off
and goes on from its stage later, here or elsewhere."""

BEAT = 10.0  # seconds between two signs of life; `newsbot status` takes who gave none for 60 s for dead

Told = Callable[[str, Mapping[str, object]], None]
"""Told what happened: a word (`entry`, `story`, `parked`, `error` …) and what belongs to it."""


class Outage:
    """A database that is away is told of once, however many ask for it, and once more when it is back."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._failing: dict[str, str] = {}  # whose last attempt failed, and of what

    def failed(self, who: str, error: StoreError, about: Mapping[str, str]) -> None:
        """Tell of it, unless somebody else's or their own last attempt failed of the same."""
        what = str(error)
        known = what in self._failing.values()
        self._failing[who] = what
        if not known:
            self._told("error", {**about, "error": what})

    def worked(self, who: str) -> None:
        """Tell that it is back when this one's last attempt had failed: it is so for all."""
        if who in self._failing:
            self._failing.clear()
            self._told("back", {"what": "the database"})


class Shift:
    """One process of the newsroom: `places` stories at once, brought by the courier that it hires."""

    def __init__(self, kind: str, world: World, rules: stages.Rules, hire: Hire, places: int, told: Told) -> None:
        """`kind` is `daemon` or `worker`."""
        self._kind = kind
        self._world = world
        self._rules = rules
        self._told = told
        self.outage = Outage(told)
        self._places = places
        self._stopping = False
        self._begun = False
        self._under_way = 0
        self._end = asyncio.Event()
        self._bug: BaseException | None = None
        self.courier = hire(self._carried, self.failed, places)

    @property
    def ending(self) -> bool:
        """Whether it was told to end."""
        return self._end.is_set()

    def stop(self) -> None:
        """Begin with nothing more, and end."""
        if self._begun and not self.ending:
            self._told("stopping", {"stories": self._under_way, "seconds": round(GRACE)})
        self._end.set()

    async def ended(self, seconds: float | None = None) -> bool:
        """Wait until it is told to end, for so many seconds at most; whether it was."""
        try:
            async with asyncio.timeout(seconds):
                await self._end.wait()
        except TimeoutError:
            return False
        return True

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Be at work in the block, and let what is under way finish its stage after it. Raises a bug that ended it."""
        await self._world.archive.beat(self._kind)
        beating = asyncio.ensure_future(self._beats())
        try:
            await self.courier.begin()
            self._begun = True
            self._told("started", {"stories": self._places})
            yield
        finally:
            self._stopping = True
            await self.courier.close(GRACE)
            beating.cancel()
            await asyncio.wait([beating])
            with self._telling("leave"):
                await self._world.archive.leave(self._kind)
            if self._begun:
                self._told("stopped", {})
        if self._bug is not None:
            raise self._bug

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with self._telling("beat"):
                await self._world.archive.beat(self._kind)

    @contextlib.contextmanager
    def _telling(self, who: str, **about: str) -> Iterator[None]:
        """A database that is away is told, and costs only what stands in the block."""
        try:
            yield
        except StoreError as error:
            self.outage.failed(who, error, about)
        else:
            self.outage.worked(who)

    def failed(self, bug: BaseException) -> None:
        """Something that is not in the error tree: it ends the run, and is raised at its end."""
        self._bug = bug
        self._end.set()

    async def _carried(self, story: str) -> None:
        """Take the story stage by stage as far as the machine may; told how it goes."""
        self._under_way += 1
        try:
            with self._telling("story", story=story):
                row = await self._world.archive.row(story)
                while row is not None and _can_go_on(row, self._world.now()) and not self._stopping:
                    row = await self._advanced(row)
        finally:
            self._under_way -= 1

    async def _advanced(self, row: Row) -> Row | None:
        """The story one stage on; None where it does not go on now."""
        story, stage, began = row.story.id, row.stage, self._world.now()
        try:
            row = await pipeline.advance(row, self._world, self._rules)
        except StoreError:
            raise
        except NewsbotError as error:
            after = await self._world.archive.row(story)
            due = after.due if after and after.due else "when a person retries it"
            self._told("parked", {"story": story, "stage": stage, "why": str(error), "until": due})
            return None
        took = max(0.0, round((self._world.now() - began).total_seconds(), 1))  # a clock may be put back
        about = {"story": story, "stage": row.stage, "reason": row.reason, "seconds": took}
        about["headline"] = row.story.headline
        self._told("story", about | (await self._judged(story) if row.stage == "review" else {}))
        return row

    async def _judged(self, story: str) -> dict[str, object]:
        """The verdict of a story's article, the rules of the findings that are left in it, and what it cost."""
        spent = await self._world.archive.spent(story)
        verdict = Verdict.model_validate_json(await self._world.archive.artifact(story, "judged") or "")
        rules = tuple(finding.rule for finding in verdict.findings)
        return {"verdict": verdict.outcome, "rules": rules, "usd": spent.micros / MICROS}


def _can_go_on(row: Row, now: datetime) -> bool:
    """Whether the machine may take it on: a hint may be older than what its row says."""
    return (
        row.chosen is not None
        and row.stage in pipeline.WORKING
        and (not row.parked or (row.due is not None and row.due <= now))
    )
