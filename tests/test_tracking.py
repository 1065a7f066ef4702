"""Entries become stories: one event once, a person's word kept, and nothing told twice that was written."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feed_world import FeedWorld, feed_world
from newsbot import tracking
from newsbot.errors import UsageError
from newsbot.news import Entry, Evidence, Passage, Source, SourceDate, Story
from newsbot.newsroom import Group, Member, Placing, World
from newsbot.prompts import Folder, packaged
from newsbot.settings import Interests
from newsbot.tracking.placing import LOOKED_AT
from rank_models import Away, Ranks
from story_entries import AT, B, C, entry, keep

CHIP = "曜石半导体发布 K9 训练芯片，算力提升 40%"
CHIP_AGAIN = "曜石半导体推出K9训练芯片 算力比上一代提升40%"
FUND = "远帆智能完成 12 亿元 C 轮融资，投后估值 90 亿元"
LONG = (
    "曜石半导体周五在上海发布新一代训练芯片，称其算力比上一代提升四成，功耗不变。公司首席执行官在发布会上说，"
    "首批产品将于明年第一季度交付给三家云计算企业，之后再向中小客户供货。分析师认为，这家公司仍需要证明其软件"
    "能够支持主流的训练框架，否则客户不会轻易迁移。发布会还展示了一台装有六十四块芯片的机柜。"
)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[FeedWorld]:
    async with feed_world(tmp_path, ()) as opened:
        opened.clock.at = AT
        yield opened


async def titles(newsroom: FeedWorld) -> list[list[str]]:
    """The titles of each story's entries, the stories in the order of their first entries."""
    groups = [group for group in await newsroom.store.groups(AT - timedelta(days=30)) if group.members]
    groups.sort(key=lambda group: (group.members[0].seen, group.members[0].entry.key))
    return [[member.entry.title for member in group.members] for group in groups]


async def the(newsroom: FeedWorld, one: Entry) -> Group:
    """The story that an entry is in."""
    (member,) = await newsroom.store.members([one])
    group = await newsroom.store.group(member.story)
    assert group is not None
    return group


# ---------------------------------------------------------------- putting entries into stories


async def test_reports_of_one_event_are_one_story_and_others_are_stories_of_their_own(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP), entry("2", FUND), entry("3", CHIP_AGAIN, B))
    tracked = await tracking.track(newsroom.world)
    assert (tracked.begun, tracked.joined, tracked.left) == (2, 1, False)
    assert await titles(newsroom) == [[CHIP, CHIP_AGAIN], [FUND]]
    story = (await the(newsroom, entry("3", "", B))).row
    assert (story.story.headline, story.story.url, story.stage) == (CHIP, "https://a.test/1", "new")


async def test_running_it_again_changes_nothing(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP), entry("2", FUND), entry("3", CHIP_AGAIN, B))
    await tracking.track(newsroom.world)
    before = await newsroom.store.groups(AT)
    assert await tracking.track(newsroom.world) == tracking.Tracked()
    assert await newsroom.store.groups(AT) == before


async def test_a_run_is_bounded_and_the_next_goes_on(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, *(entry(f"{n}", f"第 {n} 条：{n * 7919} 号文件") for n in range(5)))
    first = await tracking.track(newsroom.world, most=3)
    assert (first.begun + first.joined, first.left) == (3, True)
    second = await tracking.track(newsroom.world, most=3)
    assert (second.begun + second.joined, second.left) == (2, False)


async def test_a_run_goes_on_beyond_what_is_read_at_once(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, *(entry(f"{n}", f"第 {n} 条：{n * 7919} 号文件") for n in range(LOOKED_AT + 5)))
    tracked = await tracking.track(newsroom.world)
    assert (tracked.begun + tracked.joined, tracked.left) == (LOOKED_AT + 5, False)


async def test_two_runs_at_once_put_each_entry_into_one_story(newsroom: FeedWorld, tmp_path: Path) -> None:
    entries = [entry("1", CHIP), entry("2", FUND), entry("3", CHIP_AGAIN, B)]
    await keep(newsroom.store, *entries)
    async with feed_world(tmp_path, (), newsroom.clock) as other:
        one, two = await asyncio.gather(tracking.track(newsroom.world), tracking.track(other.world))
    assert (one.begun + two.begun, one.joined + two.joined) == (2, 1)
    assert await titles(newsroom) == [[CHIP, CHIP_AGAIN], [FUND]]


async def test_what_is_long_past_is_put_into_no_story_unless_it_is_asked_for(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP))
    newsroom.clock.turn(days=30)
    assert await tracking.track(newsroom.world) == tracking.Tracked()
    assert (await tracking.track(newsroom.world, AT)).begun == 1


async def test_two_feeds_that_name_one_page_tell_of_one_story_whatever_they_call_it(newsroom: FeedWorld) -> None:
    page = "https://news.test/chip?utm_source=feed"
    one = entry("1", "芯片新品", url="https://news.test/chip")
    other = entry("2", "Obsidian's latest", B, url=page)
    await keep(newsroom.store, one, other)
    await tracking.track(newsroom.world)
    group = await the(newsroom, one)
    assert [member.is_copy for member in group.members] == [False, True]
    assert group.members[1].why == "same text: the same address"


async def test_one_address_for_all_entries_of_a_feed_and_a_front_page_say_nothing(newsroom: FeedWorld) -> None:
    await keep(
        newsroom.store,
        entry("1", CHIP, url="https://a.test/live"),
        entry("2", FUND, url="https://a.test/live"),
        entry("3", "城市马拉松周日开跑", B, url="https://front.test/"),
        entry("4", "新地铁线路下月通车", C, url="https://front.test/"),
    )
    assert (await tracking.track(newsroom.world)).begun == 4


async def test_a_copied_text_is_no_second_source(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP, text=LONG), entry("2", "曜石新芯片亮相", B, text=f"{LONG}（转载）"))
    await tracking.track(newsroom.world)
    group = await the(newsroom, entry("1", CHIP))
    assert [member.is_copy for member in group.members] == [False, True]
    seen = tracking.overview(group, newsroom.clock(), Interests(), ())
    assert (seen.sources, seen.outlets) == (1, ("a.test", "b.test"))


async def test_a_copy_is_found_under_another_title(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP, text=LONG), entry("2", "晚间要闻", B, text=LONG))
    assert (await tracking.track(newsroom.world)).joined == 1


@pytest.mark.parametrize(
    ("title", "summary", "headline"),
    [
        ("", "只有摘要的条目", "只有摘要的条目"),
        ("  \u200b ", "", "https://a.test/1"),
        ("长" * 5_000, "", "长" * 300),
        ("a\nb\x00c\ud800d", "", "a b c?d"),
    ],
)
async def test_any_entry_has_its_story(newsroom: FeedWorld, title: str, summary: str, headline: str) -> None:
    one = entry("1", title, summary=summary)
    await keep(newsroom.store, one)
    assert (await tracking.track(newsroom.world)).begun == 1
    (group,) = await newsroom.store.groups(AT)
    assert group.row.story.headline == headline


async def test_a_title_of_every_day_without_an_address_begins_a_story_each_time(newsroom: FeedWorld) -> None:
    for day, said in enumerate((CHIP, FUND, "城市马拉松周日开跑")):
        await keep(newsroom.store, entry(f"{day}", "早报", url="", summary=said))
        newsroom.clock.turn(days=3)
        assert (await tracking.track(newsroom.world)).begun == 1


# ---------------------------------------------------------------- what a person rules


async def test_entries_put_apart_by_hand_stay_apart_and_draw_their_like(newsroom: FeedWorld) -> None:
    one, two = entry("1", CHIP), entry("2", CHIP_AGAIN, B)
    await keep(newsroom.store, one, two)
    await tracking.track(newsroom.world)
    old = await the(newsroom, one)
    new = await tracking.split(old.row.story.id, [two], newsroom.world)
    await keep(newsroom.store, entry("3", CHIP_AGAIN, C))
    await tracking.track(newsroom.world)
    assert [member.entry.key for member in (await the(newsroom, two)).members] == ["2", "3"]
    assert (await the(newsroom, two)).row.story == new
    assert [member.entry.key for member in (await the(newsroom, one)).members] == ["1"]


async def test_merged_stories_are_one_for_what_comes_later(newsroom: FeedWorld) -> None:
    one, two = entry("1", CHIP), entry("2", FUND)
    await keep(newsroom.store, one, two)
    await tracking.track(newsroom.world)
    into, other = [(await the(newsroom, each)).row.story.id for each in (one, two)]
    group = await tracking.merge(into, [other, other], newsroom.world)
    assert [(member.entry.key, member.by_hand) for member in group.members] == [("1", False), ("2", True)]
    late = entry("3", FUND, B)
    await keep(newsroom.store, late)
    await tracking.track(newsroom.world)
    assert (await the(newsroom, late)).row.story.id == into
    with pytest.raises(UsageError, match=f"was merged into {into}"):
        await tracking.merge(other, [into], newsroom.world)


async def test_what_cannot_be_ruled_is_refused_with_what_to_do(newsroom: FeedWorld) -> None:
    one = entry("1", CHIP)
    await keep(newsroom.store, one)
    await tracking.track(newsroom.world)
    id = (await the(newsroom, one)).row.story.id
    with pytest.raises(UsageError, match="leave at least one"):
        await tracking.split(id, [one], newsroom.world)
    with pytest.raises(UsageError, match="no entry is named"):
        await tracking.split(id, [], newsroom.world)
    with pytest.raises(UsageError, match="into itself"):
        await tracking.merge(id, [id], newsroom.world)
    with pytest.raises(UsageError, match="there is no story nobody"):
        await tracking.merge(id, ["nobody"], newsroom.world)
    with pytest.raises(UsageError, match="nothing new"):
        await tracking.follow_up((await the(newsroom, one)).row.story, newsroom.world)


# ---------------------------------------------------------------- memory


def evidence(*texts: str, retrieved: datetime = AT) -> Evidence:
    """Evidence of one source with these passages."""
    source = Source(
        id=1,
        url="https://a.test/1",
        title=CHIP,
        publisher="甲报",
        published=SourceDate(year=2026, month=11, day=20),
        retrieved=retrieved,
        sha256="0" * 64,
    )
    passages = tuple(
        Passage(id=f"1.{n}", source=1, start=0, end=len(text), text=text, language="")
        for n, text in enumerate(texts, 1)
    )
    return Evidence(story="s", headline=CHIP, sources=(source,), passages=passages)


KNOWN = evidence(
    "曜石半导体11月20日发布K9训练芯片，算力比上一代提升40%，售价3.2万元，首批供应英伟达的客户。",
    "Obsidian Semiconductor unveiled its K9 training chip on Friday, priced at $4,500 in the United States.",
)


def weigh(
    title: str, body: str = "", *, hours: float = 2, former: tuple[Member, ...] = ()
) -> tuple[str, tuple[str, ...]]:
    """What an entry that comes so many hours later adds to the known evidence."""
    found = tracking.news_in(entry("9", title, B, summary=body), AT + timedelta(hours=hours), KNOWN, former)
    return found.news, found.facts


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("曜石半导体推出K9训练芯片，算力提升四成", "曜石半导体周五发布K9芯片，算力提升40%，售价32000元。"),
        ("曜石K9训练芯片发布", "11月20日消息，曜石半导体发布训练芯片。"),
        (
            "Obsidian Unveils K9 Training Chip",
            "The chip is priced at $4,500. However, nothing else was said.",
        ),
        ("曜石發布K9訓練晶片", "算力比上一代提升40%"),
        ("曜石发布K9训练芯片", "本报 b.test 记者报道"),
    ],
)
def test_an_entry_with_nothing_that_was_not_known_is_a_duplicate(title: str, body: str) -> None:
    assert weigh(title, body) == ("duplicate", ())
    assert weigh(title, body, hours=48) == ("duplicate", ())


def test_new_figures_dates_and_names_within_hours_are_an_update() -> None:
    assert weigh("曜石半导体K9芯片良率达到87%") == ("update", ("87%",))
    assert weigh("曜石半导体K9芯片将于12月3日开售") == ("update", ("12月3日",))
    assert weigh("曜石半导体K9芯片获甲骨文采购") == ("update", ("甲骨文",))
    assert weigh("Obsidian's K9 chip goes to OpenAI")[0] == "update"


def test_new_facts_of_another_day_are_a_development() -> None:
    assert weigh("曜石半导体K9芯片良率达到87%", hours=13) == ("development", ("87%",))
    former = (Member(entry=entry("2", CHIP_AGAIN, C), story="s", seen=AT + timedelta(hours=10)),)
    assert weigh("曜石半导体K9芯片良率达到87%", hours=13, former=former)[0] == "update"


def test_what_an_earlier_entry_told_is_not_new_again() -> None:
    told = Member(entry=entry("2", "曜石K9芯片良率达到87%", C), story="s", seen=AT, news="update", facts=("87%",))
    assert weigh("曜石半导体：K9芯片良率为87%", former=(told,)) == ("duplicate", ())


def test_another_act_is_new_though_it_names_and_counts_nothing() -> None:
    title = "曜石半导体因专利纠纷被起诉并紧急召回产品"
    assert weigh(title, hours=20) == ("development", (title,))


async def written(newsroom: FeedWorld, one: Entry) -> Story:
    """The story of an entry, written from the known evidence."""
    story = (await the(newsroom, one)).row.story
    await newsroom.store.finish(story.id, "new", "gathered", KNOWN.model_dump_json())
    for old, new in (("gathered", "drafted"), ("drafted", "judged"), ("judged", "review")):
        await newsroom.store.finish(story.id, old, new, "{}")  # type: ignore[arg-type]
    return story


async def test_of_a_written_story_only_news_comes_up_again_and_is_gone_on_with(
    newsroom: FeedWorld, clock: None = None
) -> None:
    one = entry("1", CHIP)
    await keep(newsroom.store, one)
    await tracking.track(newsroom.world)
    story = await written(newsroom, one)
    newsroom.clock.turn(hours=20)
    again = entry("2", CHIP_AGAIN, B)
    await keep(newsroom.store, again)
    await tracking.track(newsroom.world)
    assert [member.news for member in (await the(newsroom, one)).members] == ["", "duplicate"]
    assert await newsroom.store.groups(newsroom.clock()) == ()  # a duplicate brings nothing up again
    with pytest.raises(UsageError, match="nothing new"):
        await tracking.follow_up(story, newsroom.world)
    fresh = entry("3", "曜石半导体K9训练芯片算力提升40%，首批5000片已交付", C)
    await keep(newsroom.store, fresh)
    await tracking.track(newsroom.world)
    (group,) = await newsroom.store.groups(newsroom.clock())
    assert (group.row.story.id, group.members[-1].news, group.members[-1].facts) == (
        story.id,
        "development",
        ("5000片",),
    )
    assert tracking.overview(group, newsroom.clock(), Interests(), ()).news == "development"
    follow = await tracking.follow_up(story, newsroom.world)
    assert (follow.follows, follow.headline, follow.url) == (story.id, fresh.title, fresh.url)
    assert await tracking.follow_up(story, newsroom.world) == follow
    assert (await the(newsroom, fresh)).row.story == follow
    late = entry("4", CHIP, "https://d.test/feed")
    await keep(newsroom.store, late)
    await tracking.track(newsroom.world)
    assert (await the(newsroom, late)).row.story == follow


@pytest.mark.parametrize(
    ("answer", "joined"),
    [
        ('{"pairs": [{"number": 1, "same": true}]}', 1),
        ('{"pairs": [{"number": 1, "same": false}]}', 0),
        ('{"pairs": [{"number": 7, "same": true}]}', 0),
        ("是同一件事", 0),
    ],
)
async def test_what_words_leave_open_a_model_may_join_in_one_call(
    newsroom: FeedWorld, answer: str, joined: int
) -> None:
    one, two = entry("1", CHIP), entry("2", FUND, B)
    world, model = await left_open(newsroom, one, two, answer)
    into = (await the(newsroom, one)).row.story.id
    assert await tracking.confirm(world) == joined
    (request,) = model.asked
    assert request.role == "rank"
    assert CHIP in request.user
    assert ((await the(newsroom, two)).row.story.id == into) is bool(joined)
    assert not any(member.by_hand for member in (await the(newsroom, two)).members)
    assert await tracking.confirm(world) == 0
    assert len(model.asked) == 1  # what was asked about is decided


async def test_a_model_that_cannot_be_asked_is_asked_again_and_one_that_talks_nonsense_is_not(
    newsroom: FeedWorld, tmp_path: Path
) -> None:
    one, two = entry("1", CHIP), entry("2", FUND, B)
    world, model = await left_open(newsroom, one, two, '{"pairs": [{"number": 1, "same": true}]}')
    told: list[str] = []
    away = replace(world, model=lambda story, tries: Away(), progress=lambda stage, what: told.append(what))
    assert await tracking.confirm(away) == 0
    async with feed_world(tmp_path, (), newsroom.clock) as later:  # another process goes on
        assert await tracking.confirm(replace(later.world, model=world.model, prompts=world.prompts)) == 1
    assert "could not be compared" in told[0]

    world, model = await left_open(newsroom, entry("3", CHIP_AGAIN), entry("4", FUND, B), "是同一件事")
    nonsense = replace(world, progress=lambda stage, what: told.append(what))
    assert await tracking.confirm(nonsense) == await tracking.confirm(nonsense) == 0
    assert "no use" in told[1]
    assert (len(told), len(model.asked)) == (2, 1)


async def left_open(newsroom: FeedWorld, one: Entry, two: Entry, answer: str) -> tuple[World, Ranks]:
    """The world with a model; the second entry, in a story of its own, may belong to the story of the first."""
    await keep(newsroom.store, one)
    await tracking.track(newsroom.world)
    await keep(newsroom.store, two)
    into = (await the(newsroom, one)).row.story.id
    begins = Story(id=f"story-{two.key}", kind="news", headline=two.title, created=AT)
    member = Member(entry=two, story=begins.id, seen=AT)
    await newsroom.store.place([Placing(member=member, begins=begins, may=into)])
    model = Ranks(answer)
    folder = Folder("prompt", (packaged("prompts"),))
    return replace(newsroom.world, model=lambda story, tries: model, prompts=folder), model


async def test_what_a_person_put_apart_is_not_put_to_a_model(newsroom: FeedWorld) -> None:
    one, two = entry("1", CHIP), entry("2", CHIP_AGAIN, B)
    await keep(newsroom.store, one, two)
    await tracking.track(newsroom.world)
    group = await the(newsroom, one)
    await tracking.split(group.row.story.id, [two], newsroom.world)
    model = Ranks('{"pairs": [{"number": 1, "same": true}]}')
    world = replace(newsroom.world, model=lambda story, tries: model)
    assert await tracking.confirm(world) == 0
    assert model.asked == []


async def test_what_is_merged_into_a_written_story_is_weighed(newsroom: FeedWorld) -> None:
    one, two = entry("1", CHIP), entry("2", FUND, B)
    await keep(newsroom.store, one, two)
    await tracking.track(newsroom.world)
    story, other = await written(newsroom, one), (await the(newsroom, two)).row.story
    group = await tracking.merge(story.id, [other.id], newsroom.world)
    assert [member.news for member in group.members] == ["", "update"]


# ---------------------------------------------------------------- the editor's list


async def test_stories_stand_by_score_and_more_sources_count_more(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP), entry("2", "城市马拉松周日开跑"), entry("3", CHIP_AGAIN, B))
    await tracking.track(newsroom.world)
    listed = tracking.ranked(await newsroom.store.groups(AT), newsroom.clock(), Interests(), ())
    assert [each.group.row.story.headline for each in listed] == [CHIP, "城市马拉松周日开跑"]
    first = listed[0]
    assert (first.sources, first.outlets, first.languages) == (2, ("a.test", "b.test"), ("zh",))
    assert (first.first, first.newest, first.news) == (AT, AT, "")
    assert first.score.total > listed[1].score.total


async def test_what_is_followed_stands_first_and_is_told_as_such(newsroom: FeedWorld) -> None:
    await keep(newsroom.store, entry("1", CHIP), entry("2", "城市马拉松周日开跑"))
    await tracking.track(newsroom.world)
    marathon = (await the(newsroom, entry("2", "城市马拉松周日开跑"))).row.story
    await newsroom.store.wish([marathon.id], "follow", "张三")
    listed = tracking.ranked(await newsroom.store.groups(AT), newsroom.clock(), Interests(), ())
    assert [(each.group.row.story.id == marathon.id, each.is_followed) for each in listed] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("titles", "rumour"),
    [
        (("网传远帆智能将裁员三成",), True),
        (("网传远帆智能将裁员三成", "远帆智能裁员传闻再起"), True),
        (("网传远帆智能将裁员三成", "远帆智能宣布裁员三成"), False),
        (("远帆智能否认裁员传闻",), False),
        ((CHIP,), False),
    ],
)
async def test_a_story_of_hearsay_alone_is_a_rumour(newsroom: FeedWorld, titles: tuple[str, ...], rumour: bool) -> None:
    first, *others = [entry(str(number), title) for number, title in enumerate(titles)]
    await keep(newsroom.store, first, *others)
    story = Story(id="r" * 32, kind="news", headline=first.title, created=AT)
    placings = [Placing(member=Member(entry=each, story=story.id, seen=AT), begins=story) for each in (first, *others)]
    await newsroom.store.place(placings)
    (told,) = tracking.ranked(await newsroom.store.groups(AT), AT, Interests(), ())
    assert told.rumour is rumour


async def test_a_person_has_any_story_written_a_refused_one_anew(newsroom: FeedWorld) -> None:
    one = entry("1", CHIP)
    await keep(newsroom.store, one)
    await tracking.track(newsroom.world)
    story = (await the(newsroom, one)).row.story.id
    await newsroom.store.finish(story, "new", "refused", "{}", "来源太少")
    assert await tracking.choose([story], newsroom.world, "brief") == (story,)
    assert await newsroom.store.waiting(newsroom.clock(), 5) == (story,)
    assert await tracking.choose([story], newsroom.world) == ()
    with pytest.raises(UsageError):
        await tracking.choose(["x"], newsroom.world)
