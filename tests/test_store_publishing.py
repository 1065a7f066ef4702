"""The transactions of publishing and of reading again, on SQLite and (`-m deep`) on PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from feed_world import Clock
from newsbot.edges.store import Store
from newsbot.news import Article, Notice, Published, Story
from newsbot.newsroom import Due, Recheck

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture
async def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(database_url, clock) as opened:
        yield opened


async def reviewed(store: Store, id: str, outcome: str = "pass") -> None:
    await store.add_story(Story(id=id, kind="news", headline="港口", created=AT))
    about = {"story": id, "name": f"{id}.md", "path": f"drafts/{id}.md", "sha256": "0" * 64, "generated": AT}
    article = Article.model_validate({**about, "outcome": outcome, "notes": {}})
    await store.finish(id, "new", "review", article.model_dump_json())


def published(id: str, editor: str = "") -> Published:
    about = {"story": id, "name": f"{id}.md", "path": "p", "sha256": "0", "draft": "0", "at": AT, "outcome": "pass"}
    return Published.model_validate({**about, "editor": editor, "url": f"https://site.example/100%_{id}/"})


async def test_the_switch_is_kept_and_off_by_default(store: Store) -> None:
    assert await store.paused() is None
    await store.pause("一")
    await store.pause("二")
    assert await store.paused() == "二"
    assert (await store.resume(), await store.resume(), await store.paused()) == (True, False, None)


async def test_a_turn_is_one_process_s_until_it_ends(store: Store, clock: Clock) -> None:
    until = AT + timedelta(minutes=15)
    assert (await store.take_turn("publish", until), await store.take_turn("publish", until)) == (True, False)
    assert await store.take_turn("other", until)
    await store.end_turn("publish")
    assert await store.take_turn("publish", until)
    clock.turn(minutes=15)
    assert await store.take_turn("publish", until + timedelta(minutes=15))


async def test_what_passed_and_waits_is_found_in_its_order(store: Store, clock: Clock) -> None:
    for id in ("one", "two", "parked", "later"):
        await reviewed(store, id)
        clock.turn(minutes=1)
    await reviewed(store, "held", "hold")
    await reviewed(store, "open", "review")
    await store.park("parked", "review", "x")
    await store.park("later", "review", "x", due=AT + timedelta(hours=1))
    day = timedelta(days=1)
    assert await store.passed(AT - day, AT + day, 10) == ("one", "two")
    clock.turn(hours=1)
    assert await store.passed(AT - day, AT + day, 10) == ("one", "two", "later")
    assert await store.passed(AT - day, AT + day, 1) == ("one",)
    assert await store.passed(AT + timedelta(seconds=30), AT + timedelta(seconds=90), 10) == ("two",)


async def test_what_was_published_unattended_is_counted_and_found_by_address(store: Store, clock: Clock) -> None:
    for id, editor in (("one", ""), ("two", "陈编辑"), ("three", "")):
        await reviewed(store, id)
        clock.turn(minutes=1)
        assert await store.finish(id, "review", "published", published(id, editor).model_dump_json())
    assert await store.published_since(AT) == 2
    assert await store.published_since(AT + timedelta(minutes=2)) == 1
    assert await store.articles("https://site.example/100%_two/", 5) == ("two",)
    assert await store.articles("two.md", 5) == ("two",)
    assert await store.articles("https://site.example/100%25two/", 5) == ()
    assert await store.articles("%", 5) == ()


async def test_a_story_that_somebody_parked_is_not_published_unattended(store: Store) -> None:
    await reviewed(store, "one")
    await store.park("one", "review", "先等等")
    document = published("one").model_dump_json()
    assert not await store.finish("one", "review", "published", document, unparked=True)
    assert await store.artifact("one", "published") is None
    assert await store.finish("one", "review", "published", document)


async def test_rechecks_are_taken_kept_told_and_settled(store: Store, clock: Clock) -> None:
    await reviewed(store, "one")
    await store.finish("one", "review", "published", published("one").model_dump_json())
    assert await store.unplanned(10) == ("one",)
    due = Due(story="one", source=1, url="https://a.example/", published=AT, due=AT + timedelta(hours=1))
    await store.plan([due])
    await store.plan([due.model_copy(update={"due": AT})])  # it stands as it was planned
    assert await store.unplanned(10) == ()
    again = AT + timedelta(hours=2)
    assert await store.due_rechecks(again, 10) == ()
    clock.turn(hours=1)
    (taken,) = await store.due_rechecks(again, 10)
    assert taken == due and await store.due_rechecks(again, 10) == ()
    found = Recheck(story="one", source=1, url=due.url, kind="gone", said="\x00404", found=clock())
    notice = Notice(occasion="correction", key="correction one", story="one")
    await store.rechecked(due.model_copy(update={"round": 1, "due": None}), "gone", found, notices=[notice])
    (open_,) = await store.open_findings("", 10)
    assert (open_.kind, open_.story) == ("gone", "one")
    assert await store.last_finding("one", 1) == open_
    assert await store.last_finding("one", 2) is None
    assert [each.notice.key for each in await store.notices(clock(), again, 5)] == ["correction one"]
    assert (await store.settle_open("one", "陈编辑"), await store.settle_open("one", "陈编辑")) == (1, 0)
    assert await store.open_findings("one", 10) == ()
    assert await store.last_finding("one", 1) == open_
    await store.finish("one", "published", "withdrawn", "{}")
    clock.turn(days=100)
    assert await store.due_rechecks(again, 10) == ()
    await store.forget_rechecks("one")
    assert await store.rechecks_of("one") == ()
