"""Entries in stories, as the archive keeps them: one place each, rulings that stand, both databases alike."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from feed_world import Clock
from newsbot.edges.store import Store
from newsbot.news import Entry, Story
from newsbot.newsroom import Embedded, Group, Member, Placing, Room
from story_entries import AT, B, entry, keep


@pytest.fixture
def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(database_url, clock) as opened:
        yield opened


def story(id: str, **more: Any) -> Story:
    return Story(id=id, kind="news", headline=f"标题 {id}", created=AT, **more)


def placing(each: Entry, id: str, *, begins: bool = False, address: str = "", **more: Any) -> Placing:
    member = Member.model_validate({"entry": each, "story": id, "seen": AT, **more})
    return Placing(member=member, address=address, begins=story(id) if begins else None)


async def put(store: Store, **stories: Sequence[Entry]) -> None:
    """Keep these entries, each in the story it is given under."""
    for id, entries in stories.items():
        await keep(store, *entries)
        await store.place([placing(each, id, begins=True) for each in entries])


async def keys(store: Store, id: str) -> list[str]:
    """The keys of a story's entries."""
    return [member.entry.key for member in (await of(store, id)).members]


async def of(store: Store, id: str) -> Group:
    group = await store.group(id)
    assert group is not None
    return group


async def ruled(store: Store, id: str) -> set[tuple[str, str, str]]:
    return {(each.kind, each.story, each.other) for each in await store.rulings(id)}


def numbered(*numbers: int) -> list[Entry]:
    return [entry(str(number), f"第 {number} 条") for number in numbers]


# ---------------------------------------------------------------- places


async def test_what_is_in_no_story_is_told_oldest_first_and_only_since_then(store: Store, clock: Clock) -> None:
    await keep(store, entry("old", "旧"))
    clock.turn(days=3)
    await keep(store, entry("2", "二"), entry("1", "一"))
    assert [each.entry.key for each in await store.ungrouped(AT, 10)] == ["old", "1", "2"]
    assert [each.entry.key for each in await store.ungrouped(AT, 2)] == ["old", "1"]
    assert [each.seen for each in await store.ungrouped(clock() - timedelta(hours=1), 10)] == [clock(), clock()]
    await store.place([placing(entry("1", "一"), "s", begins=True)])
    assert [each.entry.key for each in await store.ungrouped(AT, 10)] == ["old", "2"]


async def test_an_entry_has_one_place_and_keeps_it(store: Store) -> None:
    one, two = entry("1", "一"), entry("2", "二", B)
    await keep(store, one, two)
    given = placing(two, "s", why="same event: words 0.5", is_copy=True, news="update", facts=("40%", "GPT-6"))
    assert [member.story for member in await store.place([placing(one, "s", begins=True), given])] == ["s", "s"]
    assert await store.place([placing(one, "t", begins=True)]) == ()
    assert await store.group("t") is None  # what nobody is in is not begun
    assert await store.members([two, entry("3", "三")]) == (given.member.model_copy(update={"seen": AT}),)
    assert (await of(store, "s")).row.story == story("s")


async def test_of_many_who_place_one_entry_at_once_one_does(store: Store) -> None:
    one = entry("1", "一")
    await keep(store, one)
    placed = await asyncio.gather(*(store.place([placing(one, f"s{n}", begins=True)]) for n in range(6)))
    assert sorted(map(len, placed)) == [0, 0, 0, 0, 0, 1]
    begun = [group for n in range(6) if (group := await store.group(f"s{n}"))]
    assert [len(group.members) for group in begun] == [1]


async def test_two_processes_put_one_entry_into_one_story(store: Store, database_url: str, clock: Clock) -> None:
    entries = numbered(*range(20))
    await keep(store, *entries)
    async with await Store.open(database_url, clock) as other:
        wanted = [(store, placing(one, f"s{one.key}", begins=True)) for one in entries]
        wanted += [(other, placing(one, f"t{one.key}", begins=True)) for one in entries]
        await asyncio.gather(*(each.place([one]) for each, one in wanted))
    assert len(await store.members(entries)) == 20
    assert await store.ungrouped(AT, 100) == ()


async def test_entries_of_an_address_are_found_by_it_however_long_it_is(store: Store) -> None:
    address = "https://a.test/" + "长" * 2_000
    one, two = entry("1", "一"), entry("2", "二")
    await keep(store, one, two)
    await store.place([placing(one, "s", begins=True, address=address), placing(two, "t", begins=True)])
    assert [member.entry.key for member in await store.members_at([address], 5)] == ["1"]
    assert await store.members_at([""], 5) == await store.members_at([], 5) == ()


async def test_any_feed_and_key_has_its_place(store: Store) -> None:
    strange = entry("k" * 3_000 + "\x00\ud800", "奇怪", "https://a.test/" + "f" * 3_000)
    await keep(store, strange)
    await store.place([placing(strange, "s", begins=True)])
    assert len(await store.members([strange])) == 1
    assert await store.ungrouped(AT, 10) == ()


async def test_how_frequent_terms_are_is_counted_over_the_archive(store: Store) -> None:
    await keep(store, entry("1", "Alpha beta"), entry("2", "Alpha gamma"))
    assert await store.frequencies(["alpha", "beta", "delta"]) == (2, {"alpha": 2, "beta": 1})


# ---------------------------------------------------------------- lists


async def test_a_story_is_heard_of_by_entries_that_are_no_duplicates(store: Store, clock: Clock) -> None:
    await put(store, old=numbered(1), written=numbered(2))
    clock.turn(days=1)
    fresh, again = numbered(3, 4)
    await keep(store, fresh, again)
    at = clock()
    await store.place([placing(fresh, "old", seen=at), placing(again, "written", seen=at, news="duplicate")])
    assert [group.row.story.id for group in await store.groups(clock())] == ["old"]
    assert {group.row.story.id for group in await store.groups(AT)} == {"old", "written"}
    await store.weigh([Member(entry=again, story="written", seen=clock(), news="update", facts=("5 亿",))])
    (found,) = [group for group in await store.groups(clock()) if group.row.story.id == "written"]
    assert [(member.news, member.facts) for member in found.members] == [("", ()), ("update", ("5 亿",))]


async def test_a_story_that_a_person_began_is_heard_of_without_entries(store: Store) -> None:
    await store.add_story(story("mine"))
    assert [(group.row.story.id, group.members) for group in await store.groups(AT)] == [("mine", ())]
    assert await store.groups(AT + timedelta(days=1)) == ()


async def test_stories_are_named_by_the_beginning_of_their_id_and_it_is_no_pattern(store: Store) -> None:
    for id in ("ab1", "ab2", "a%3"):
        await store.add_story(story(id))
    assert [each.id for each in await store.stories_named("ab", 5)] == ["ab1", "ab2"]
    assert [each.id for each in await store.stories_named("a%", 5)] == ["a%3"]
    assert [each.id for each in await store.stories_named("_b", 5)] == []


async def test_what_work_there_is_on_a_story_is_told_in_its_order(store: Store, clock: Clock) -> None:
    await store.add_story(story("s"))
    assert await store.kept("s") == ()
    await store.finish("s", "new", "gathered", "{}")
    clock.turn(hours=1)
    await store.finish("s", "gathered", "drafted", "{}")
    await store.finish("s", "drafted", "drafted", "{}")
    assert [(each.stage, each.version) for each in await store.kept("s")] == [("gathered", 1), ("drafted", 2)]


# ---------------------------------------------------------------- rulings


async def test_a_merged_story_takes_what_is_meant_for_the_one_that_is_no_more(store: Store) -> None:
    await put(store, a=numbered(1), b=numbered(2), c=numbered(3))
    assert await store.merge("b", "c")
    assert await store.merge("a", "b")
    assert not await store.merge("a", "b")
    assert await keys(store, "a") == ["1", "2", "3"]
    assert await store.standing("c") == "a"
    late = entry("4", "四")
    await keep(store, late)
    (member,) = await store.place([placing(late, "c")])
    assert member.story == "a"
    assert await ruled(store, "b") == {("merged", "c", "b"), ("merged", "b", "a")}
    assert [group.row.story.id for group in await store.groups(AT)] == ["a"]


async def test_a_split_is_remembered_and_a_merge_takes_it_over_or_back(store: Store) -> None:
    one, two, three = numbered(1, 2, 3)
    await put(store, a=[one, two, three], c=numbered(4))
    await store.split("a", story("b"), [two])
    assert (await keys(store, "a"), await keys(store, "b")) == (["1", "3"], ["2"])
    assert [member.by_hand for member in (await of(store, "b")).members] == [True]
    assert await ruled(store, "b") == {("apart", "b", "a")}
    await store.merge("c", "a")
    assert await ruled(store, "b") == {("apart", "b", "c")}
    await store.merge("b", "c")  # a person may think again
    assert await ruled(store, "b") == {("merged", "c", "b")}
    assert await keys(store, "b") == ["1", "2", "3", "4"]


async def test_one_story_goes_on_with_another_and_takes_its_news_and_what_comes_later(store: Store) -> None:
    one, two, three, four = numbered(1, 2, 3, 4)
    await put(store, a=[one])
    await keep(store, two, three, four)
    await store.place([placing(two, "a", news="development"), placing(three, "a", news="duplicate")])
    assert await store.go_on("a", story("b", follows="a"))
    assert not await store.go_on("a", story("c", follows="a"))
    assert await store.group("c") is None
    (member,) = await store.place([placing(four, "a")])
    assert member.story == "b"
    assert (await keys(store, "a"), await keys(store, "b")) == (["1", "3"], ["2", "4"])
    assert [each.news for each in (await of(store, "b")).members] == ["", ""]
    assert (await of(store, "b")).row.story.follows == "a"


async def test_vectors_come_back_as_they_were_kept_and_the_first_of_an_entry_stays(store: Store) -> None:
    kept = [Embedded(B, str(n), AT - timedelta(days=n), "zh", (0.5, -1.25, float(n))) for n in range(3)]
    await store.keep_vectors("one", kept)
    await store.keep_vectors("one", [kept[0]._replace(vector=(9.0,))])
    await store.keep_vectors("other", [kept[0]._replace(vector=(7.0,))])
    found = await store.vectors("one", AT - timedelta(days=1), 10)
    assert [each._replace(vector=tuple(each.vector)) for each in found] == kept[:2]
    assert [each.key for each in await store.vectors("one", AT - timedelta(days=9), 1)] == ["0"]
    assert [tuple(each.vector) for each in await store.vectors("other", AT, 10)] == [(7.0,)]


# ---------------------------------------------------------------- refused for want of evidence


async def refused(store: Store, clock: Clock, **more: Any) -> None:
    assert await store.choose(["s"], None if more.pop("by_hand", False) else Room(AT, 100)) == ("s",)
    clock.turn(minutes=5)
    assert await store.finish("s", "new", "refused", "{}", "fewer than 200", **more)


async def stands(store: Store) -> tuple[str, bool]:
    row = await store.row("s")
    assert row is not None
    return row.stage, row.chosen is not None


async def join(store: Store, *numbers: int) -> None:
    await keep(store, *numbered(*numbers))
    await store.place([placing(each, "s") for each in numbered(*numbers)])


async def test_a_story_that_lacked_evidence_begins_anew_when_an_entry_joins_it_three_times_at_most(
    store: Store, clock: Clock
) -> None:
    await put(store, s=numbered(1))
    for number in (2, 3, 4):
        await refused(store, clock, lacking=clock())
        assert await stands(store) == ("refused", True)
        await join(store, number)
        assert await stands(store) == ("new", False)  # and is chosen again by its score
    await refused(store, clock, lacking=clock())
    await join(store, 5)
    assert await stands(store) == ("refused", True)


async def test_what_joined_while_evidence_was_looked_for_counts_and_what_had_joined_before_does_not(
    store: Store, clock: Clock
) -> None:
    await put(store, s=numbered(1))
    clock.turn(minutes=1)
    looked = clock()
    clock.turn(minutes=1)
    await refused(store, clock, lacking=looked)
    assert await stands(store) == ("refused", True)
    await join(store, 2)
    looked = clock()
    clock.turn(minutes=1)
    await join(store, 3)
    await refused(store, clock, lacking=looked)
    assert await stands(store) == ("new", False)


async def test_a_story_that_a_person_chose_goes_on_by_itself(store: Store, clock: Clock) -> None:
    await put(store, s=numbered(1))
    await refused(store, clock, lacking=clock(), by_hand=True)
    await join(store, 2)
    assert await stands(store) == ("new", True)


async def test_what_is_merged_into_it_counts_too(store: Store, clock: Clock) -> None:
    await put(store, s=numbered(1), t=numbered(2))
    await refused(store, clock, lacking=clock())
    assert await store.merge("s", "t")
    assert await stands(store) == ("new", False)


async def test_what_a_person_refused_or_the_settings_forbid_stays_refused(store: Store, clock: Clock) -> None:
    await put(store, s=numbered(1))
    await refused(store, clock)
    await join(store, 2)
    assert await stands(store) == ("refused", True)
