"""The daemon's ticks, on a clock that the test turns: what is chosen, carried, parked, tried again and pruned."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from feed_world import FeedWorld, feed_world
from newsbot import checks, notices, pipeline, prompts, tracking
from newsbot.carrying import Shift
from newsbot.chinese import simplified
from newsbot.daemon import Daemon
from newsbot.demo.sample_site import SampleSite
from newsbot.edges.courier.embedded import Embedded
from newsbot.edges.memory import give_back
from newsbot.errors import NewsbotError, OutOfBudget, SettingsError, StoreError, Unauthorised, Unavailable
from newsbot.evidence import Limits
from newsbot.gathering import Policy
from newsbot.news import NEWS, Draft, Feed, Notice, Story
from newsbot.newsroom import Archive, Reply, Request, Room
from newsbot.prompts import Folder
from newsbot.settings import Daemon as Schedule
from newsbot.settings import Interests, KindRule, Kinds
from newsbot.stages import House, Rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # nine o'clock there
Event = tuple[str, Mapping[str, object]]


def rules(site: SampleSite, **more: Any) -> Rules:
    house = House("AI News Assistant", ("AI News",), SHANGHAI, True, True, "本文由人工智能生成，尚未审核。", "newsbot")
    given: dict[str, Any] = {
        "ways": ("extract",),
        "feeds": tuple(Feed(url=url) for url in site.feeds),
        "judge": False,
        "limits": Limits(tokens=6000, minimum=200),
        "house": house,
        "minimum": 600,
        "maximum": 1500,
        "results": 6,
        "policy": Policy((), False, 6),
        "interests": Interests(),
        "concurrency": 2,
        "standards": checks.HOUSE,
    }
    return Rules(**{**given, **more})


class Run:
    """A newsroom over the sample site and daemons on it."""

    def __init__(self, opened: FeedWorld, site: SampleSite) -> None:
        self.opened = opened
        self.site = site
        self.events: list[Event] = []
        self.given_back = 0
        self.world = replace(opened.world, templates=Folder("template", (prompts.packaged("templates"),)))

    def daemon(
        self,
        ways: tuple[Any, ...] = ("extract",),
        fallback: bool = False,
        kinds: dict[str, Any] | None = None,
        **schedule: Any,
    ) -> Daemon:
        async def prune() -> int:
            now = self.opened.clock()
            return await self.opened.store.prune(now - timedelta(days=90), now - timedelta(days=365))

        given = Schedule.model_validate({"score": 30, "daily": 3, **schedule})
        told = lambda *each: self.events.append(each)  # noqa: E731
        return Daemon(
            self.world,
            rules(self.site, ways=ways, fallback=fallback, **(kinds or {})),
            given,
            SHANGHAI,
            prune,
            told,
            lambda: 0.0,
            Embedded,
            give_back=self.give_back,
        )

    def give_back(self) -> None:
        self.given_back += 1
        give_back()

    async def ticked(self, daemon: Daemon, *ticks: Any) -> None:
        for tick in ticks:
            await daemon.tick(tick)
        await daemon.idle()

    def told(self, event: str) -> list[Mapping[str, object]]:
        return [about for name, about in self.events if name == event]


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Run]:
    async with SampleSite() as site, feed_world(tmp_path, site.origins) as opened:
        opened.clock.at = MORNING
        yield Run(opened, site)


async def test_the_best_stories_are_chosen_and_carried_to_review_by_themselves(run: Run) -> None:
    daemon = run.daemon()
    await run.ticked(daemon, "poll", "group", "write")
    chosen = run.told("chosen")
    assert len(chosen) == 3
    scores = [int(str(each["score"])) for each in chosen]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 30
    for _ in range(4):  # two at once
        await run.ticked(daemon, "carry")
    rows = [await run.opened.store.row(str(each["story"])) for each in chosen]
    assert {row.stage for row in rows if row} <= {"review", "refused"}
    assert any(row.stage == "review" for row in rows if row)
    assert run.told("error") == []
    await run.ticked(daemon, "poll", "group", "write", "carry")
    refused = await run.opened.store.refused(MORNING, 99)  # each of them gave its place back
    assert len(run.told("chosen")) - len(refused) <= 3  # a day has room for three
    assert await run.opened.store.begun_since(MORNING) <= 3


async def test_a_story_is_chosen_as_the_kind_that_the_rules_say(run: Run) -> None:
    brief = NEWS.model_copy(update={"name": "brief"})
    wanted = Kinds(rules=(KindRule(kind="brief", words=("听澜",)),))
    daemon = run.daemon(kinds={"kinds": {"news": NEWS, "brief": brief}, "deserving": wanted}, daily=50, score=0)
    await run.ticked(daemon, "poll", "group", "write")
    chosen = run.told("chosen")
    for about in chosen:
        group = await run.world.archive.group(str(about["story"]))
        assert group is not None
        titles = [group.row.story.headline, *(member.entry.title for member in group.members)]
        expected = "brief" if any("听澜" in simplified(title) for title in titles) else "news"
        assert group.row.story.kind == about["kind"] == expected, titles
    assert {about["kind"] for about in chosen} == {"brief", "news"}


async def test_what_is_ignored_is_not_chosen_and_what_is_followed_is_chosen_first(run: Run) -> None:
    daemon = run.daemon(daily=2)
    await run.ticked(daemon, "poll", "group")
    store = run.opened.store
    listed = tracking.ranked(await store.groups(MORNING - tracking.HORIZON), MORNING, Interests(), ())
    ids = [each.group.row.story.id for each in listed if each.score.total >= 30]
    await store.wish(ids[:1], "ignore", "张三")
    await store.wish([ids[3], listed[-1].group.row.story.id], "follow", "张三")
    assert listed[-1].score.total < 30
    await run.ticked(daemon, "write")
    assert [each["story"] for each in run.told("chosen")] == [ids[3], ids[1]]


async def test_what_was_chosen_and_waits_takes_no_place_of_the_next(run: Run) -> None:
    daemon = run.daemon(daily=2)
    await run.ticked(daemon, "poll", "group", "write")
    run.opened.clock.turn(days=1)
    await run.ticked(daemon, "write")
    assert len({each["story"] for each in run.told("chosen")}) == 4


async def test_memory_is_given_back_after_ticks_that_look_at_many_entries_and_after_no_others(run: Run) -> None:
    await run.ticked(run.daemon(), "poll", "group", "carry", "tell", "tidy")
    assert run.given_back == 2


async def test_entries_are_announced_once_whoever_polls(run: Run) -> None:
    one, two = run.daemon(), run.daemon()
    await run.ticked(one, "poll")
    await run.ticked(two, "poll")
    titles = [each["title"] for each in run.told("entry")]
    assert len(titles) == len(set(titles)) > 20


async def test_what_was_refused_gives_its_place_back_and_a_persons_choice_takes_none(run: Run) -> None:
    store = run.opened.store
    for number in range(4):
        await store.add_story(Story(id=f"s{number}", kind="news", headline="标题", created=MORNING))
    room = Room(MORNING, 2)
    assert await store.choose(["s0"]) == ("s0",)
    assert await store.choose(["s1", "s2", "s3"], room) == ("s1", "s2")
    assert await store.choose(["s3"], room) == ()
    assert (await store.begun_since(MORNING), await store.begun_since(MORNING, by_hand=True)) == (2, 1)
    await store.finish("s1", "new", "refused", "{}", "fewer than 200 characters", lacking=MORNING)
    assert await store.begun_since(MORNING) == 1
    assert [(row.story.id, row.reason) for row in await store.refused(MORNING, 9)] == [
        ("s1", "fewer than 200 characters")
    ]
    assert await store.choose(["s3"], room) == ("s3",)
    assert await store.retry("s1")  # by a person: it is chosen by hand from then on
    await store.add_story(Story(id="digest", kind="digest", headline="今日要闻", created=MORNING))
    await store.choose(["digest"])
    assert (await store.begun_since(MORNING), await store.begun_since(MORNING, by_hand=True)) == (2, 2)


async def test_the_next_day_has_room_again(run: Run) -> None:
    daemon = run.daemon(daily=1)
    await run.ticked(daemon, "poll", "group", "write", "write")
    assert len(run.told("chosen")) == 1
    run.opened.clock.turn(hours=15)  # past midnight in Shanghai
    await run.ticked(daemon, "write")
    assert len(run.told("chosen")) == 2


async def test_several_who_choose_keep_to_the_days_number_together(run: Run) -> None:
    store = run.opened.store
    stories = [Story(id=f"s{number}", kind="news", headline="标题", created=MORNING) for number in range(4)]
    for story in stories:
        await store.add_story(story)
    room = Room(MORNING, 3)
    chosen = await asyncio.gather(*(store.choose([story.id], room) for story in stories))
    assert sum(map(len, chosen)) == 3
    assert await store.choose(["s0", "s1", "s2", "s3"], Room(MORNING, 3)) == ()
    assert len(await store.choose(["s0", "s1", "s2", "s3"])) == 1  # a person's choice asks for no room


@pytest.mark.parametrize(
    "schedule",
    [{"quiet": ["08:30-09:30"]}, {"quiet": ["23:00-09:01"]}, {"write_mode": "chosen"}, {"score": 100}, {"daily": 0}],
)
async def test_nothing_is_chosen_in_quiet_hours_below_the_score_or_where_a_person_picks(
    run: Run, schedule: dict[str, Any]
) -> None:
    await run.ticked(run.daemon(**schedule), "poll", "group", "write", "carry")
    assert run.told("chosen") == []
    assert {each.stage for each in await run.opened.store.standings()} == {"new"}


async def test_after_the_quiet_hours_it_goes_on(run: Run) -> None:
    daemon = run.daemon(quiet=["23:00-09:01"])
    await run.ticked(daemon, "poll", "group", "write")
    run.opened.clock.turn(minutes=1)
    await run.ticked(daemon, "write")
    assert len(run.told("chosen")) == 3


class Away:
    """A model that is down until `back`."""

    def __init__(self) -> None:
        self.asked = 0

    def name(self, role: str) -> str:
        return "away"

    async def ask(self, request: Request) -> Reply:
        self.asked += 1
        raise Unavailable("the model endpoint http://model.test/v1 cannot be used now")


async def chosen_story(run: Run, headline: str = "北辰实验室公开方言语音模型“听澜”的权重") -> str:
    story = Story(id="a" * 32, kind="news", headline=headline, urls=tuple(run.site.pages("A")), created=MORNING)
    await run.opened.store.add_story(story)
    assert await run.opened.store.choose([story.id]) == (story.id,)
    assert await run.opened.store.choose([story.id]) == ()
    return story.id


async def test_a_model_that_is_away_parks_the_story_which_comes_back_by_itself(run: Run) -> None:
    away = Away()
    run.world = replace(
        run.world, model=lambda story, tries: away, prompts=Folder("prompt", (prompts.packaged("prompts"),))
    )
    daemon = run.daemon(("stepwise",))
    story = await chosen_story(run)
    await run.ticked(daemon, "carry")
    (parked,) = run.told("parked")
    assert "cannot be used now" in str(parked["why"])
    asked = away.asked
    await run.ticked(daemon, "carry")  # not due yet: nothing is asked
    assert away.asked == asked
    run.opened.clock.turn(minutes=2)
    await run.ticked(daemon, "carry")
    assert len(run.told("parked")) == 2
    row = await run.opened.store.row(story)
    assert row is not None
    assert (row.parked, row.failures, row.outages, row.stage) == (True, 0, 2, "gathered")
    run.world = replace(run.world, model=lambda story, tries: None)
    again = run.daemon()
    run.opened.clock.turn(hours=2)
    await run.ticked(again, "carry")
    row = await run.opened.store.row(story)
    assert row is not None
    assert (row.stage, row.parked, row.failures, row.outages) == ("review", False, 0, 0)


async def test_with_the_fallback_an_article_is_excerpted_while_the_model_is_away(run: Run) -> None:
    prompt = Folder("prompt", (prompts.packaged("prompts"),))
    run.world = replace(run.world, model=lambda story, tries: Away(), prompts=prompt)
    story = await chosen_story(run)
    await run.ticked(run.daemon(("stepwise",), fallback=True), "carry")
    row = await run.opened.store.row(story)
    assert row is not None
    assert row.stage == "review"
    draft = Draft.model_validate_json(await run.opened.store.artifact(story, "drafted") or "")
    assert draft.writer == "extract"
    assert any("excerpted instead of written" in what for _, what in run.opened.told)


async def test_a_clock_that_was_wrong_holds_no_story_back(run: Run) -> None:
    store = run.opened.store
    story = await chosen_story(run)
    await store.park(story, "new", "away", due=MORNING + timedelta(days=730), failures=1)
    assert await store.waiting(run.opened.clock(), 10) == ()
    daemon = run.daemon()
    daemon.stop()
    await daemon.run()
    run.opened.clock.turn(hours=3)
    assert await store.waiting(run.opened.clock(), 10) == (story,)


async def test_a_wait_that_was_asked_for_outlasts_starts_and_one_from_a_clock_ahead_has_its_length_from_now(
    run: Run,
) -> None:
    store, clock = run.opened.store, run.opened.clock

    async def started() -> datetime | None:
        daemon = run.daemon()
        daemon.stop()
        await daemon.run()
        row = await store.row(story)
        return row and row.due

    story = await chosen_story(run)
    await store.park(story, "new", "Retry-After", due=MORNING + timedelta(days=1), failures=1)
    clock.turn(hours=3)
    assert await started() == MORNING + timedelta(days=1)
    clock.turn(days=730)
    await store.park(story, "new", "Retry-After", due=clock() + timedelta(hours=5), failures=1)
    clock.turn(days=-730)
    assert await started() == clock() + timedelta(hours=5)
    clock.turn(hours=1)
    assert await started() == clock() + timedelta(hours=4)


async def test_what_a_cap_parked_is_tried_at_the_next_start_and_what_a_person_parked_is_not(run: Run) -> None:
    class Capped(Away):
        async def ask(self, request: Request) -> Reply:
            raise OutOfBudget("the cap is reached", MORNING + timedelta(days=20), "budget.monthly_usd")

    store = run.opened.store
    prompt = Folder("prompt", (prompts.packaged("prompts"),))
    there = run.world
    run.world = replace(there, model=lambda story, tries: Capped(), prompts=prompt)
    story = await chosen_story(run)
    await run.ticked(run.daemon(("stepwise",)), "carry")
    row = await store.row(story)
    assert row is not None
    assert (row.parked, row.due) == (True, MORNING + timedelta(days=20))
    assert await store.waiting(MORNING, 9) == ()
    await store.uncap()
    assert await store.waiting(MORNING, 9) == (story,)
    await store.park(story, row.stage, "a person wants to look")
    await store.uncap()
    assert await store.waiting(MORNING, 9) == ()


async def test_a_story_parked_for_a_person_waits_until_it_is_retried(run: Run) -> None:
    store = run.opened.store
    story = await chosen_story(run)
    await store.park(story, "new", "the key is refused", failures=1)
    run.opened.clock.turn(days=30)
    assert await store.waiting(run.opened.clock(), 10) == ()
    assert [row.story.id for row in await store.parked(5)] == [story]
    assert await store.retry(story)
    assert not await store.retry(story)
    assert await store.waiting(run.opened.clock(), 10) == (story,)


async def test_a_database_that_is_away_is_told_of_once_and_once_more_when_it_is_back(run: Run) -> None:
    class Gone:
        def __getattr__(self, name: str) -> Any:
            raise StoreError("database news does not answer")

    there, gone = run.world, replace(run.world, archive=cast(Archive, Gone()))
    daemon = run.daemon()
    for world, ticks in ((gone, ("poll", "group", "carry", "carry", "write")), (there, ("group", "carry", "poll"))):
        daemon._world = world
        await run.ticked(daemon, *ticks)
    assert run.told("error") == [{"tick": "poll", "error": "database news does not answer"}]
    assert run.told("back") == [{"what": "the database"}]
    daemon._world = gone
    await run.ticked(daemon, "carry", "carry")
    assert len(run.told("error")) == 2  # away again


async def test_a_bug_stops_the_run_loudly(run: Run) -> None:
    class Bug(Exception):
        pass

    def broken(story: str, tries: int) -> None:
        raise Bug

    run.world = replace(run.world, model=broken)
    await chosen_story(run)
    daemon = run.daemon()
    with pytest.raises(Bug):
        await asyncio.wait_for(daemon.run(), 30)


async def test_a_cron_expression_that_is_none_is_named_with_its_setting(run: Run) -> None:
    daemon = run.daemon(tidy="61 4 * * *")
    with pytest.raises(SettingsError, match=r"daemon\.tidy"):
        await daemon.run()


async def test_a_digest_is_begun_at_its_hour_and_without_enough_articles_it_says_why(run: Run) -> None:
    daemon = run.daemon(digest="0 18 * * *")
    await run.ticked(daemon, "digest")
    assert [each["why"] for each in run.told("no digest")] == [
        "0 articles of the last 1 days are in no digest yet, each of an event of its own; at least 2 are needed "
        "(digest.least)"
    ]
    assert run.told("error") == []
    with pytest.raises(SettingsError, match=r"daemon\.digest is no cron expression"):
        await run.daemon(digest="at six").run()


async def test_a_daemon_is_known_while_it_runs_and_gone_when_it_has_ended(run: Run) -> None:
    daemon = run.daemon(quiet=["00:00-23:59"])
    running = asyncio.create_task(daemon.run())
    while not await run.opened.store.workers(MORNING):  # noqa: ASYNC110
        await asyncio.sleep(0)
    daemon.stop()
    await running
    assert await run.opened.store.workers(MORNING) == ()
    assert [name for name, _ in run.events][-1] == "stopped"


async def test_a_draft_that_nobody_waited_for_is_told_of_and_one_that_somebody_did_is_not(run: Run) -> None:
    await chosen_story(run)
    await run.ticked(run.daemon(), "carry")
    await pipeline.carry(
        Story(id="b" * 32, kind="news", headline="方言", urls=tuple(run.site.pages("A")), created=MORNING),
        run.world,
        rules(run.site),
    )
    told = await run.opened.store.notices(MORNING, MORNING + timedelta(hours=1), 10)
    (notice,) = [each.notice for each in told]
    assert (notice.occasion, notice.story, notice.outcome) == ("draft", "a" * 32, "review")
    assert notice.place.endswith(".md")
    assert "方言" in notice.title


async def test_a_story_parked_for_a_person_is_told_of_and_one_that_comes_back_by_itself_is_not(run: Run) -> None:
    prompt = Folder("prompt", (prompts.packaged("prompts"),))
    run.world = replace(run.world, model=lambda story, tries: Away(), prompts=prompt)
    await chosen_story(run)
    daemon = run.daemon(("stepwise",))
    await run.ticked(daemon, "carry")
    assert await run.opened.store.notices(MORNING, MORNING + timedelta(hours=1), 10) == ()
    run.world = replace(run.world, prompts=Folder("prompt", ()))
    run.opened.clock.turn(hours=2)
    await run.ticked(run.daemon(("stepwise",)), "carry")
    now = run.opened.clock()
    (told,) = await run.opened.store.notices(now, now + timedelta(hours=1), 10)
    assert (told.notice.occasion, told.notice.story) == ("parked", "a" * 32)


class Refusing:
    """A model of which every call ends in this error."""

    name = "m"

    def __init__(self, error: NewsbotError) -> None:
        self._error = error

    async def ask(self, request: Request) -> Reply:
        raise self._error


async def parked_by(run: Run, error: NewsbotError, count: int = 1) -> list[Notice]:
    """What is told of so many stories that this error parks."""
    prompt = Folder("prompt", (prompts.packaged("prompts"),))
    run.world = replace(run.world, model=lambda story, tries: Refusing(error), prompts=prompt)
    pages = tuple(run.site.pages("A"))
    for id in [letter * 32 for letter in "abcd"[:count]]:
        await run.opened.store.add_story(Story(id=id, kind="news", headline="方言", urls=pages, created=MORNING))
        await run.opened.store.choose([id])
    daemon = run.daemon(("stepwise",))
    for _ in range(count):
        await run.ticked(daemon, "carry")
    assert len(run.told("parked")) == count
    return [told.notice for told in await run.opened.store.notices(MORNING, MORNING + timedelta(hours=1), 10)]


async def test_a_story_stopped_by_a_cap_is_not_told_of_beside_the_cap(run: Run) -> None:
    """The books tell of the cap themselves."""
    assert await parked_by(run, OutOfBudget("spent", None, "budget.run_usd")) == []


async def test_a_missing_price_is_told_of_once_whatever_it_stops(run: Run) -> None:
    (told,) = await parked_by(run, OutOfBudget("model 'm' has no price, set one (or 0); no call was made"), count=3)
    assert (told.occasion, told.story, told.title) == ("parked", "", "模型没有标价")


async def test_a_refused_key_is_told_of_once_whatever_it_stops(run: Run) -> None:
    (told,) = await parked_by(run, Unauthorised("the endpoint m.test refuses the key (HTTP 401); check it"), count=3)
    assert (told.occasion, told.story, told.title) == ("parked", "", "密钥被拒")


async def test_keys_refused_by_two_endpoints_are_told_of_apart_and_by_one_once_whatever_it_says(run: Run) -> None:
    row = await run.opened.store.row(await chosen_story(run))
    assert row is not None
    faults = ("m.test refuses the key (1)", "m.test refuses the key (2)", "other.test refuses the key (1)")
    spent = await run.opened.store.spent(row.story.id)
    keys = [notices.of_parked(row, Unauthorised(fault), spent, MORNING).key for fault in faults]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0] != notices.of_parked(row, Unauthorised(faults[0]), spent, MORNING + timedelta(days=1)).key


async def test_told_to_end_it_says_so_at_once_and_that_it_stopped(run: Run) -> None:
    shift = Shift("worker", run.world, rules(run.site), Embedded, 2, lambda *each: run.events.append(each))
    async with shift.working():
        shift.stop()
        shift.stop()
        assert run.told("stopping") == [{"stories": 0, "seconds": 25}]
        assert run.told("stopped") == []
    assert run.told("stopped") == [{}]


async def test_a_start_that_failed_does_not_say_that_it_stopped(run: Run) -> None:
    shift = Shift("worker", run.world, rules(run.site), Unready, 2, lambda *each: run.events.append(each))
    with pytest.raises(StoreError):
        async with shift.working():
            pass
    assert run.events == []


class Unready(Embedded):
    """A courier whose queue cannot be reached."""

    async def begin(self) -> None:
        raise StoreError("the queue cannot be reached")
