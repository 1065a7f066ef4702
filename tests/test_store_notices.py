"""What people are to be told: kept with what it tells of, handed out once, and out again until it is done with."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from newsbot.edges.store import Store
from newsbot.errors import OutOfBudget
from newsbot.news import Feed, Notice, Story
from newsbot.newsroom import Call, Cap, Caps, Reply

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DRAFT = Notice(occasion="draft", key="draft s1", story="s1", title="标题", outcome="review")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with await Store.open(database_url, lambda: AT) as opened:
        await opened.add_story(Story(id="s1", kind="news", headline="OpenAI 发布新模型", created=AT))
        yield opened


async def due(store: Store, at: datetime = AT) -> list[str]:
    return [each.notice.key for each in await store.notices(at, at + MINUTE, 10)]


async def test_a_notice_is_handed_out_once_and_again_when_nobody_says_what_became_of_it(store: Store) -> None:
    await store.notify([DRAFT])
    (told,) = await store.notices(AT, AT + MINUTE, 10)
    assert (told.notice, told.made, told.attempts, told.served) == (DRAFT, AT, 0, ())
    assert await due(store) == []
    (again,) = await store.notices(AT + MINUTE, AT + 2 * MINUTE, 10)
    assert again.attempts == 1


async def test_what_every_channel_has_is_done_with_and_its_key_is_not_told_anew(store: Store) -> None:
    await store.notify([DRAFT, DRAFT.model_copy(update={"title": "又一个"})])
    assert await due(store) == [DRAFT.key]
    await store.served(DRAFT.key, ["1 json"], AT + MINUTE)
    (told,) = await store.notices(AT + MINUTE, AT + 2 * MINUTE, 10)
    assert told.served == ("1 json",)
    await store.served(DRAFT.key, ["1 json", "2 tgram"], None)
    await store.notify([DRAFT])
    assert await due(store, AT + 99 * MINUTE) == []


async def test_a_stage_and_its_notice_are_kept_together_or_not_at_all(store: Store) -> None:
    held = DRAFT.model_copy(update={"key": "held s1"})
    assert await store.finish("s1", "new", "gathered", "{}", notices=[DRAFT])
    assert not await store.finish("s1", "new", "gathered", "{}", notices=[held])
    assert not await store.park("s1", "drafted", "elsewhere", notices=[held])
    assert await due(store) == [DRAFT.key]
    assert await store.park("s1", "gathered", "the key is refused", notices=[held])
    assert await due(store) == [held.key]


async def test_a_feed_and_its_notice_are_kept_together(store: Store) -> None:
    await store.follow([Feed(url="https://a.test/feed")])
    (feed,) = await store.followed()
    await store.touch_feeds([feed], notices=[DRAFT])
    await store.keep_feed(feed, notices=[DRAFT.model_copy(update={"key": "gone"})])
    assert set(await due(store)) == {DRAFT.key, "gone"}
    await store.unfollow(feed.feed.url)
    await store.keep_feed(feed, notices=[DRAFT.model_copy(update={"key": "not followed"})])
    assert await due(store) == []


async def test_a_cap_that_is_reached_is_told_once_a_day_and_cap(store: Store) -> None:
    call = Call(
        key="k", story="s1", role="draft", purpose="draft", ordinal=0, model="m", most_tokens=100, most_micros=100
    )

    async def refused(day: datetime, *more: Cap) -> None:
        today = Cap(of="day", since=day, until=day + timedelta(days=1), micros=150 if not more else 500)
        with pytest.raises(OutOfBudget):
            await store.reserve(call, Caps(caps=(today, *more), concurrency=1))

    await store.reserve(call.model_copy(update={"key": "under way"}), Caps(caps=(), concurrency=1))
    for _ in range(3):
        await refused(AT)
    (told,) = await store.notices(AT, AT + MINUTE, 10)
    assert (told.notice.occasion, told.notice.title) == ("budget", "budget.daily_usd")
    assert "raise budget.daily_usd or wait" in told.notice.reason
    await refused(AT, Cap(of="month", since=AT, tokens=50))
    await refused(AT + timedelta(days=1))
    assert len(await due(store)) == 2


async def test_old_notices_are_pruned_told_or_not(store: Store) -> None:
    await store.notify([DRAFT])
    assert await store.prune(AT, AT) == 0
    assert await store.prune(AT, AT + MINUTE) == 1
    assert await due(store) == []


class Asker:
    """A model that is asked, and what is told of it, on a clock that is turned."""

    def __init__(self) -> None:
        self.at, self.store, self._calls = AT, cast(Store, None), 0

    def turn(self, minutes: int) -> "Asker":
        self.at += minutes * MINUTE
        return self

    async def asked(self, how: str, model: str = "m") -> None:
        self._calls += 1
        key = f"{model} {self._calls}"
        call = Call(
            key=key, story="s1", role="draft", purpose="draft", ordinal=0, model=model, most_tokens=1, most_micros=1
        )
        await self.store.reserve(call, Caps(caps=(), concurrency=1))
        if how == "answers":
            await self.store.settle(key, Reply(text="好", model="m-2026", prompt_tokens=1, completion_tokens=1), 1)
        else:
            await self.store.release(key, f"it {how}", away=how == "away")

    async def told(self, minutes: int) -> list[str]:
        """What is handed out by then, and is told to all."""
        keys = await due(self.store, self.turn(minutes).at)
        for key in keys:
            await self.store.served(key, ["1 json"], None)
        return keys


@pytest.fixture
async def asker(database_url: str) -> AsyncIterator[Asker]:
    asker = Asker()
    async with await Store.open(database_url, lambda: asker.at) as opened:
        asker.store = opened
        yield asker


async def test_a_model_that_is_away_for_an_hour_is_told_of_once_and_once_when_it_answers_again(asker: Asker) -> None:
    await asker.asked("away")
    assert await asker.told(59) == []
    await asker.asked("away")
    assert await asker.told(0) == []
    await asker.turn(1).asked("away")
    assert await asker.told(0) == ["away m"]
    await asker.turn(180).asked("away")
    assert await asker.told(0) == []
    await asker.asked("answers")
    assert await asker.told(0) == [f"back m {AT.isoformat()}"]
    await asker.asked("answers")
    assert await asker.told(600) == []


async def test_a_model_that_answers_within_the_hour_or_that_refuses_is_not_told_of(asker: Asker) -> None:
    await asker.asked("away")
    await asker.turn(59).asked("answers")
    await asker.turn(59).asked("away")
    await asker.turn(59).asked("refuses")
    assert await asker.told(0) == []
    await asker.asked("answers")
    assert await asker.told(600) == []


async def test_each_outage_and_each_model_is_told_of_for_itself(asker: Asker) -> None:
    for model in ("m", "other"):
        await asker.asked("away", model)
        await asker.turn(60).asked("away", model)
    assert await asker.told(0) == ["away m", "away other"]
    await asker.asked("answers")
    begun = asker.at
    await asker.asked("away")
    await asker.turn(60).asked("away")
    assert sorted(await asker.told(0)) == ["away m", f"back m {AT.isoformat()}"]
    await asker.asked("answers")
    assert await asker.told(0) == [f"back m {begun.isoformat()}"]
