"""The desk's pictures: what each bar stands for, and that the page says in words and figures what it shows."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asgi import Browser
from desk_world import STORY, newsroom, put
from feed_world import Clock
from newsbot.desk import Sessions, application, charts, overview
from newsbot.desk.words import WORDS
from newsbot.edges.store import Store
from newsbot.news import Article, Feed, Followed, Story
from newsbot.newsroom import Call, Caps, Reply
from newsbot.wiring import Newsroom
from story_entries import AT

WEEK = charts.days(date(2026, 11, 20), 7)


# ---------------------------------------------------------------- pictures


def test_days_end_with_the_last_one() -> None:
    assert (WEEK[0], WEEK[-1], len(WEEK)) == (date(2026, 11, 14), date(2026, 11, 20), 7)


def test_columns_stand_on_each_other_and_the_highest_fills_the_box() -> None:
    low = charts.layer("low", "good", WEEK, {WEEK[0]: 1, WEEK[6]: 2})
    high = charts.layer("high", "bad", WEEK, {WEEK[6]: 2})
    found = charts.columns(WEEK, [low, high, charts.layer("none", "own", WEEK, {})])
    assert (found.top, found.total, [each.label for each in found.layers]) == (4, 5, ["low", "high"])
    first, second, third = found.blocks
    assert (first.day, first.height, first.y) == (WEEK[0], 25, 75)
    assert (second.height, second.y, third.height, third.y) == (50, 50, 50, 0)
    assert first.x < 100 / 7 < 100 * 6 / 7 < second.x == third.x


def test_of_nothing_there_is_no_picture() -> None:
    found = charts.columns(WEEK, [charts.layer("none", "good", WEEK, {})])
    assert (found.total, found.blocks, found.layers) == (0, (), ())
    assert [bar.share for bar in charts.bars([("a", "good", 0), ("b", "bad", 0)])] == [0, 0]
    assert charts.bars([]) == ()


def test_the_longest_bar_is_whole_and_the_others_in_proportion() -> None:
    found = charts.bars([("a", "good", 1), ("b", "bad", 4), ("c", "own", 0)])
    assert [(bar.label, bar.share) for bar in found] == [("a", 25), ("b", 100), ("c", 0)]


def test_what_is_more_than_can_be_told_apart_is_one_layer() -> None:
    many = [charts.layer(f"m{n}", "", WEEK, {WEEK[0]: n}) for n in range(1, 10)]
    found = charts.gathered(many, "others")
    assert [each.label for each in found] == ["m9", "m8", "m7", "m6", "m5", "others"]
    assert found[-1].total == 4 + 3 + 2 + 1
    assert [each.colour for each in found] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert [each.label for each in charts.gathered(many[:6], "others")] == ["m6", "m5", "m4", "m3", "m2", "m1"]


@given(st.lists(st.lists(st.floats(0, 1e9), min_size=7, max_size=7), max_size=6))
def test_no_piece_leaves_the_box_and_no_two_of_a_day_cover_each_other(values: list[list[float]]) -> None:
    layers = [charts.Layer(str(n), "c1", tuple(each)) for n, each in enumerate(values)]
    found = charts.columns(WEEK, layers)
    below: dict[date, float] = {}
    for block in found.blocks:
        assert block.x >= -0.01 and block.x + block.width <= 100.01
        assert block.y >= -0.02 and block.y + block.height <= 100.02
        assert block.y + block.height <= below.get(block.day, 100) + 0.02
        below[block.day] = block.y


# ---------------------------------------------------------------- what is counted


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with await Store.open(database_url, Clock(AT)) as opened:
        yield opened


async def test_articles_are_counted_when_first_written_and_first_published(store: Store) -> None:
    article = Article(
        story="a", name="a.md", path="", sha256="0" * 64, generated=AT, outcome="hold", notes={}, rules={"figure": 2}
    )
    await store.add_story(Story(id="a", kind="news", headline="标题", created=AT))
    await store.finish("a", "new", "review", article.model_dump_json())
    await store.finish("a", "review", "new", "{}")
    await store.finish("a", "new", "review", article.model_copy(update={"outcome": "pass"}).model_dump_json())
    await store.finish("a", "review", "published", "{}")
    written, published = sorted(await store.made(AT), key=lambda each: each.is_published)
    assert (written.at, written.outcome, written.rules, written.is_published) == (AT, "hold", {"figure": 2}, False)
    assert (published.at, published.outcome, published.is_published) == (AT, None, True)
    assert await store.made(AT + timedelta(seconds=1)) == ()


async def test_a_publish_that_was_undone_is_not_counted_as_published(store: Store) -> None:
    await store.add_story(Story(id="a", kind="news", headline="标题", created=AT))
    await store.finish("a", "new", "published", "{}")
    assert [each.is_published for each in await store.made(AT)] == [True]
    await store.finish(
        "a",
        "published",
        "review",
        Article(
            story="a", name="a.md", path="", sha256="0" * 64, generated=AT, outcome="pass", notes={}, rules={}
        ).model_dump_json(),
    )
    assert not any(each.is_published for each in await store.made(AT))


async def test_costs_are_told_by_day_in_the_zone_and_by_model(store: Store) -> None:
    for key, model, micros in (("1", "big", 300), ("2", "small", 20), ("3", "big", 4)):
        call = Call(
            key=key, story="a", role="draft", purpose="draft", ordinal=0, model=model, most_tokens=9, most_micros=900
        )
        await store.reserve(call, Caps(caps=(), concurrency=9))
        await store.settle(key, Reply(text="x", model=model, prompt_tokens=1, completion_tokens=1), micros)
    found = await store.costs(AT - timedelta(days=1), UTC)
    assert [(each.day, each.model, each.micros) for each in found] == [
        (AT.date(), "big", 304),
        (AT.date(), "small", 20),
    ]
    assert await store.costs(AT + timedelta(days=1), UTC) == ()


@pytest.mark.parametrize(
    ("more", "health"),
    [
        ({}, "new"),
        ({"answered": AT}, "well"),
        ({"answered": AT, "failures": 1}, "shaky"),
        ({"failures": 3}, "failing"),
        ({"answered": AT, "failures": 9, "paused": "gone"}, "paused"),
    ],
)
def test_how_a_feed_is(more: dict[str, object], health: str) -> None:
    feed = Followed(feed=Feed(url="https://a.test/feed"), added=AT).model_copy(update=more)
    assert overview.how(feed) == health


# ---------------------------------------------------------------- the page


class Open(NamedTuple):
    room: Newsroom
    browser: Browser


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    async with newsroom(tmp_path) as room:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321))
        await browser.post("/enter", {"token": sessions.token()})
        yield Open(room, browser)


async def test_the_page_draws_and_says_what_was_written_found_and_read(desk: Open) -> None:
    await put(desk.room, Story(id="e" * 32, kind="news", headline="又一篇", created=datetime.now(UTC)))
    await desk.room.store.follow([Feed(url="https://a.test/feed", title="甲报")])
    page = unescape((await desk.browser.get("/overview")).text)
    assert "共2篇，30天" in page
    assert re.search(r'<rect x="[\d.]+" y="0(\.0)?" width="[\d.]+" height="100(\.0)?" class="bad"><title>', page)
    assert '<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-labelledby=' in page
    assert '<th scope="row">数字</th>' in page
    assert '<th scope="row">篇幅</th>' in page
    assert WORDS["feed-new"][0] in page and "共1个" in page
    assert page.count('<tr><th scope="row">20') == 30
    assert "30</a>" not in page and 'href="/overview?days=30" aria-current="true"' in page


@pytest.mark.parametrize(("query", "days"), [("?days=7", 7), ("?days=90", 90), ("?days=1000000", 30), ("?days=x", 30)])
async def test_the_page_is_of_the_days_that_are_asked_for_and_no_others(desk: Open, query: str, days: int) -> None:
    page = (await desk.browser.get(f"/overview{query}")).text
    assert page.count('<tr><th scope="row">20') == days


async def test_an_empty_newsroom_has_a_page_that_says_so(tmp_path: Path) -> None:
    async with newsroom(tmp_path, 0) as room:
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321))
        await browser.post("/enter", {"token": sessions.token()})
        page = (await browser.get("/overview")).text
    assert page.count(WORDS["nothing-yet"][0]) == 6 and "<rect" not in page


async def test_hostile_names_of_feeds_and_rules_are_text(desk: Open) -> None:
    hostile = "</title><script>alert(1)</script>"
    await desk.room.store.follow([Feed(url="https://h.test/feed", title=hostile)])
    (feed,) = await desk.room.store.followed()
    await desk.room.store.keep_feed(feed.model_copy(update={"failures": 4, "result": hostile}), [])
    page = (await desk.browser.get("/overview")).text
    assert "<script>alert" not in page and "连续失败4次" in page
    assert STORY.id not in page
