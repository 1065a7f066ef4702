"""What is chosen to be written, read from what was kept of each story's worth, is what a look at all of them finds."""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from feed_world import Clock, feed_world
from newsbot import tracking
from newsbot.edges.store import Store
from newsbot.news import Entry, Stage, Story
from newsbot.newsroom import Group, Member, Placing, World
from newsbot.settings import Interests, Outlet
from newsbot.tracking import HORIZON, Overview
from newsbot.tracking.choosing import may_begin, worth_writing
from story_entries import AT, entry, keep

NAMED = "曜远北澄云白长青石帆辰江岭鹭风禾川岚松霁"
TOLD = (
    "发布大模型",
    "完成融资",
    "举办菊花展",
    "开源智能体",
    "公布 AI 芯片算力",
    "起诉竞争对手",
    "推迟开工",
    "招聘 AI 人才",
)
FEEDS = [f"https://outlet{number}.test/feed" for number in range(5)]
LISTED = (Outlet(host="outlet1.test", kind="primary", weight=1.5),)
WAYS: tuple[tuple[Stage, Stage], ...] = (
    ("new", "gathered"),
    ("gathered", "drafted"),
    ("drafted", "judged"),
    ("judged", "review"),
)


class Counted:
    """The archive, which counts the stories that are read with their entries."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = 0

    async def groups_named(self, ids: Sequence[str]) -> tuple[Group, ...]:
        self.read += len(ids)
        return await self._store.groups_named(ids)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Life:
    """A newsroom to which things happen by chance."""

    def __init__(self, store: Store, world: World, clock: Clock, seed: int) -> None:
        self.store = store
        self.counted = Counted(store)
        self.world = replace(world, archive=cast(Store, self.counted), now=clock)
        self.clock = clock
        self.chance = random.Random(seed)
        self.interests = Interests()
        self.listed: tuple[Outlet, ...] = ()
        self.entries: list[Entry] = []
        self.keys = 0

    def title(self) -> str:
        return f"{''.join(self.chance.sample(NAMED, 3))}公司{self.chance.choice(TOLD)}"

    async def come(self, count: int) -> None:
        """So many entries come in, of the last fortnight and some from hours ahead, and are put into stories."""
        ages = [self.chance.choice([-30, -2, 0, 1, 5, 20, 50, 100, 300, None]) for _ in range(count)]
        there = await self.stories()
        fresh = [self.entry(age) for age in ages]
        self.entries += fresh
        await keep(self.store, *fresh)
        put = await self.store.place([self.placing(each, there) for each in fresh])
        if self.chance.random() < 0.5:  # a process may die in between
            ids = sorted({member.story for member in put})
            await tracking.rate(self.world, ids, self.interests, self.listed)

    def entry(self, age: int | None) -> Entry:
        """An entry of so many hours ago, or without a date."""
        self.keys += 1
        told = {} if age is None else {"published": self.clock() - timedelta(hours=age)}
        return entry(str(self.keys), self.title(), self.chance.choice(FEEDS), **told)

    def placing(self, one: Entry, there: Sequence[Group]) -> Placing:
        """Some are put into a story that is there, the others begin one."""
        if there and self.chance.random() < 0.4:
            return Placing(member=Member(entry=one, story=self.chance.choice(there).row.story.id, seen=self.clock()))
        story = Story(id=f"s{one.key}", kind="news", headline=one.title, created=self.clock())
        return Placing(member=Member(entry=one, story=story.id, seen=self.clock()), begins=story)

    async def changed(self) -> None:
        """A feed words an entry anew."""
        at = self.chance.randrange(len(self.entries))
        self.entries[at] = self.entries[at].model_copy(update={"title": self.title(), "mark": "again"})
        await keep(self.store, self.entries[at])

    async def stories(self) -> list[Group]:
        return [group for group in await self.store.groups(self.clock() - HORIZON) if group.members]

    async def happen(self) -> None:
        """One thing happens."""
        there = await self.stories()
        some = self.chance.choices(there, k=2)
        story, other = (group.row.story for group in some)
        match self.chance.randrange(10):
            case 0:
                await self.come(self.chance.randrange(1, 6))
            case 1:
                await self.changed()
            case 2:
                await self.store.wish([story.id], self.chance.choice(["ignore", "follow", "follow"]), "张三")
            case 3:
                await self.store.merge(story.id, other.id)
            case 4 if several := [group for group in there if len(group.members) > 1]:
                group = self.chance.choice(several)
                await tracking.split(group.row.story.id, [group.members[0].entry], self.world)
            case 5:
                await self.store.choose([story.id])
            case 6:
                for old, new in WAYS:
                    await self.store.finish(story.id, old, new, "{}")
            case 7:
                news = self.chance.choice(["duplicate", "update", "development", ""])
                group = self.chance.choice([group for group in there if group.row.stage == "review"] or some)
                await self.store.weigh([each.model_copy(update={"news": news}) for each in group.members])
            case 8:
                self.clock.turn(hours=self.chance.choice([1, 30, -60]))
            case _:
                self.interests = Interests(half_life=self.chance.choice([5, 48, 500]))
                self.listed = self.chance.choice([(), LISTED])

    async def looked(self, least: int, most: int) -> list[str]:
        """What is chosen."""
        return _told(await worth_writing(self.world, self.interests, self.listed, least, most, together=3))

    async def whole(self) -> tuple[Overview, ...]:
        """All that may be chosen, by a look at every story."""
        groups = await self.store.groups(self.clock() - HORIZON)
        ranked = tracking.ranked(groups, self.clock(), self.interests, self.listed)
        return tuple(each for each in ranked if may_begin(each))


def _told(found: Sequence[Overview]) -> list[str]:
    return [f"{each.group.row.story.id} {each.score.total}" for each in found]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with feed_world(tmp_path, ()) as opened:
        yield opened.world


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_the_choice_is_that_of_a_look_at_all(world: World, database_url: str, seed: int) -> None:
    clock = Clock(AT)
    async with await Store.open(database_url, clock) as store:
        life = Life(store, world, clock, seed)
        await life.come(25)
        for step in range(20):
            whole = await life.whole()
            for most in (1, 2, 3, 5, 8, 13):
                assert await life.looked(0, most) == _told(whole[:most]), f"step {step}, {most}"
            least = life.chance.choice(whole).score.total
            enough = [each for each in whole if each.score.total >= least]
            assert await life.looked(least, 99) == _told(enough), f"step {step}, from {least} on"
            await life.happen()


async def test_of_many_stories_few_are_read_again(world: World, database_url: str) -> None:
    clock = Clock(AT)
    async with await Store.open(database_url, clock) as store:
        life = Life(store, world, clock, 0)
        await life.come(60)
        life.listed, life.counted.read = LISTED, 0
        assert len(await life.looked(0, 5)) == 5
        assert life.counted.read == 60  # under these settings nothing is known of any
        for _ in range(3):
            clock.turn(hours=10)
            life.counted.read = 0
            assert len(await life.looked(0, 5)) == 5
            assert life.counted.read <= 15
