"""What editors want of stories, and when they last looked, as the archive keeps it on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from feed_world import Clock
from newsbot.edges.store import Store
from newsbot.news import Story
from newsbot.newsroom import Member, Placing, Room
from story_entries import AT, B, entry, keep


@pytest.fixture
def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(database_url, clock) as opened:
        for name, feed in (("a", "https://a.test/feed"), ("b", B)):
            one = entry(name, f"第{name}条", feed)
            await keep(opened, one)
            member = Member(entry=one, story=name, seen=AT)
            story = Story(id=name, kind="news", headline=f"标题{name}", created=AT)
            await opened.place([Placing(member=member, begins=story)])
        yield opened


async def heard(store: Store) -> set[str]:
    return {group.row.story.id for group in await store.groups(AT)}


async def wanted(store: Store) -> dict[str, str]:
    groups = await store.groups_named(["a", "b", "next"])
    return {group.row.story.id: group.wish.kind for group in groups if group.wish}


async def test_what_is_ignored_comes_up_no_more_until_it_is_taken_back(store: Store, clock: Clock) -> None:
    await store.wish(["a"], "ignore", "张三")
    assert await heard(store) == {"b"}
    late = entry("late", "再报", B)
    await keep(store, late)
    await store.place([Placing(member=Member(entry=late, story="a", seen=clock()))])
    assert await heard(store) == {"b"}  # and it takes what comes in as before
    (aside,) = await store.ignored(10)
    assert aside.wish is not None and (aside.wish.kind, aside.wish.editor, len(aside.members)) == ("ignore", "张三", 2)
    await store.wish(["a"], "", "李四")
    assert await heard(store) == {"a", "b"}
    assert await store.ignored(10) == ()


async def test_the_last_ignored_stands_first(store: Store, clock: Clock) -> None:
    await store.wish(["b"], "ignore", "张三")
    clock.turn(hours=1)
    await store.wish(["a"], "ignore", "张三")
    assert [group.row.story.id for group in await store.ignored(10)] == ["a", "b"]
    assert [group.row.story.id for group in await store.ignored(1)] == ["a"]


async def test_what_was_chosen_and_not_begun_is_not_written_when_it_is_ignored(store: Store, clock: Clock) -> None:
    assert await store.choose(["a", "b"]) == ("a", "b")
    await store.finish("b", "new", "gathered", "{}")
    await store.wish(["a", "b"], "ignore", "张三")
    assert await store.waiting(clock(), 10) == ("b",)  # what is under way goes on
    assert await store.choose(["a"]) == ("a",)  # and a person may still choose it


async def test_of_two_wishes_the_last_stands(store: Store) -> None:
    await store.wish(["a"], "ignore", "张三")
    await store.wish(["a"], "follow", "李四")
    assert await wanted(store) == {"a": "follow"}
    assert await heard(store) == {"a", "b"}


async def test_a_story_that_takes_another_in_is_followed_as_that_was(store: Store) -> None:
    await store.wish(["b"], "follow", "张三")
    await store.merge("a", "b")
    assert await wanted(store) == {"a": "follow"}


async def test_an_ignored_story_stays_ignored_whatever_is_merged_into_it(store: Store) -> None:
    await store.wish(["a"], "ignore", "张三")
    await store.wish(["b"], "follow", "张三")
    await store.merge("a", "b")
    assert await wanted(store) == {"a": "ignore"}


async def test_what_goes_on_with_a_followed_story_is_followed(store: Store) -> None:
    await store.wish(["a"], "follow", "张三")
    await store.go_on("a", Story(id="next", kind="news", headline="后续", created=AT, follows="a"))
    assert await wanted(store) == {"a": "follow", "next": "follow"}


async def test_a_story_is_written_as_the_kind_it_was_chosen_for(store: Store) -> None:
    await store.choose(["a"], kind="brief")
    await store.choose(["a", "b"])
    kinds = {group.row.story.id: group.row.story.kind for group in await store.groups(AT)}
    assert kinds == {"a": "brief", "b": "news"}
    assert await store.choose(["a"], Room(AT, 0), "news") == ()


async def test_an_editors_visit_counts_from_their_visit_before(store: Store, clock: Clock) -> None:
    assert await store.visit("张三") is None
    clock.turn(minutes=20)
    assert await store.visit("张三") is None  # still the first
    last = clock()
    clock.turn(hours=14)
    assert await store.visit("李四") is None  # somebody else's first
    assert await store.visit("张三") == last
    clock.turn(minutes=29)
    assert await store.visit("张三") == last
    clock.turn(minutes=31)
    assert await store.visit("张三") == clock() - timedelta(minutes=31)
    assert await store.visit("很" * 1_000) is None
