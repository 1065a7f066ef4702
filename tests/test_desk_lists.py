"""The desk's two lists: what is shown to whom, what an editor does to a story, and the filters of the drafts."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest

from asgi import Answer, Browser
from desk_world import STORY, newsroom, put
from newsbot import editing, tracking
from newsbot.desk import Sessions, application
from newsbot.desk.words import WORDS
from newsbot.news import Editor, Entry, Post, Story
from newsbot.wiring import Newsroom
from story_entries import B, entry, keep

CHIP = "曜石半导体发布K9训练芯片 算力提升40%"
AGAIN = "曜石半导体推出K9训练芯片 算力比上一代提升40%"
FUND = "远帆智能完成12亿元C轮融资 投后估值90亿元"
RUMOUR = "网传星野智能将出售自动驾驶部门"


class Open(NamedTuple):
    """An open desk with three stories, and a browser that is in."""

    room: Newsroom
    browser: Browser
    sessions: Sessions
    stories: dict[str, str]

    async def listed(self, path: str = "/") -> str:
        return unescape((await self.browser.get(path)).text)

    async def act(self, headline: str, kind: str, **form: object) -> Answer:
        return await self.browser.post(f"/stories/{self.stories[headline]}/act", {"kind": kind, **form})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    async with newsroom(tmp_path) as room:
        entries = (entry("1", CHIP), entry("2", AGAIN, B), entry("3", FUND), entry("4", RUMOUR))
        await keep(room.store, *entries)
        await tracking.track(room.world)
        groups = await room.store.groups(datetime(2020, 1, 1, tzinfo=UTC))
        stories = {group.row.story.headline: group.row.story.id for group in groups}
        sessions = Sessions("张三", room.world.now)
        browser = Browser(application(room, sessions, 8321))
        await browser.post("/enter", {"token": sessions.token()})
        yield Open(room, browser, sessions, stories)


def headlines(page: str) -> list[str]:
    return [headline for headline in re.findall(r"<h2[^>]*>(.*?)</h2>", page) if "<" not in headline]


# ---------------------------------------------------------------- stories


async def test_a_story_shows_its_score_with_reasons_sources_and_flags(desk: Open) -> None:
    page = await desk.listed()
    assert set(headlines(page)) == {CHIP, FUND, RUMOUR}
    row = page.partition(CHIP)[2].partition("</li>\n<li id=")[0]
    for said in ("2个来源", "a.test、b.test", "中文", "与AI的关系", "独立来源", "2条报道", AGAIN, "刚刚首见"):
        assert said in row
    assert WORDS["single-source"][0] not in row
    rumour = page.partition(RUMOUR)[2].partition("</ol>")[0]
    assert WORDS["rumour"][0] in rumour and WORDS["single-source"][0] in rumour


async def test_the_list_begins_where_the_editors_last_visit_ended(desk: Open) -> None:
    assert "第一次访问" in await desk.listed()
    store, now = desk.room.store, desk.room.world.now()
    await store._database.write(lambda connection: _visited(connection, now + timedelta(hours=1)))
    assert headlines(await desk.listed()) == []
    assert len(headlines(await desk.listed("/?show=2d"))) == 3
    assert len(headlines(await desk.listed("/?show=1w"))) == 3


def _visited(connection: object, before: datetime) -> None:
    from newsbot.edges.store.tables import visits

    connection.execute(visits.update().values(before=before))  # type: ignore[attr-defined]


async def test_an_ignored_story_is_gone_and_can_be_brought_back(desk: Open) -> None:
    following = desk.stories[FUND]
    answer = await desk.act(CHIP, "ignore", view="show=2d", next=following)
    assert answer.headers["location"] == f"/?show=2d&done=ignore&of={desk.stories[CHIP]}#story-{following}"
    page = await desk.listed(answer.headers["location"].partition("#")[0])
    assert CHIP not in headlines(page) and "已忽略“曜石半导体" in page and WORDS["undo"][0] in page
    assert headlines(await desk.listed("/?show=ignored")) == [CHIP]
    await desk.act(CHIP, "restore")
    assert CHIP in headlines(await desk.listed())


async def test_a_followed_story_stands_first_and_says_so(desk: Open) -> None:
    await desk.act(RUMOUR, "follow")
    page = await desk.listed()
    assert headlines(page)[0] == RUMOUR
    assert WORDS["followed"][0] in page and WORDS["unfollow"][0] in page
    await desk.act(RUMOUR, "unfollow")
    assert headlines(await desk.listed())[0] == CHIP


async def test_a_story_that_is_to_be_written_waits_for_the_daemon(desk: Open) -> None:
    assert (await desk.act(CHIP, "write", **{"as": "news"})).status == 303
    assert await desk.room.store.waiting(desk.room.world.now(), 5) == (desk.stories[CHIP],)
    page = await desk.listed()
    assert WORDS["at-chosen"][0] in page and "没有守护进程" in page
    await desk.room.store.beat("daemon")
    assert "没有守护进程" not in await desk.listed()


async def test_a_story_that_was_written_leads_to_its_draft(desk: Open) -> None:
    await put(desk.room, Story(id="e" * 32, kind="news", headline="已写的选题", created=desk.room.world.now()))
    assert f'<a href="/drafts/{"e" * 32}">{WORDS["at-review"][0]}</a>' in await desk.listed()


async def test_stories_are_merged_one_marked_then_the_other_and_split_again(desk: Open) -> None:
    page = await desk.listed(f"/?merge={desk.stories[FUND]}")
    assert f"把“{FUND}”并到哪个选题" in page
    assert page.count(WORDS["merge-here"][0]) == 2
    answer = await desk.act(CHIP, "merge", other=desk.stories[FUND])
    assert "done=merge" in answer.headers["location"]
    page = await desk.listed(answer.headers["location"].partition("#")[0])
    assert "3条报道" in page and FUND not in headlines(page)
    answer = await desk.act(CHIP, "split", entry="3")
    assert "done=split" in answer.headers["location"]
    assert set(headlines(await desk.listed())) == {CHIP, FUND, RUMOUR}


@pytest.mark.parametrize(
    ("headline", "form", "said"),
    [
        (CHIP, {"kind": "merge", "other": "x"}, "refused-merge"),
        (CHIP, {"kind": "merge"}, "refused-merge"),
        (FUND, {"kind": "split", "entry": "3"}, "refused-split"),
        (CHIP, {"kind": "split", "entry": "no"}, "refused-split"),
        (CHIP, {"kind": "write", "as": "sonnet"}, "refused-write"),
    ],
)
async def test_what_cannot_be_done_to_a_story_says_why_and_changes_nothing(
    desk: Open, headline: str, form: dict[str, str], said: str
) -> None:
    answer = await desk.browser.post(f"/stories/{desk.stories[headline]}/act", form)
    assert answer.status == 422
    assert WORDS[said][0] in answer.text
    assert len(headlines(await desk.listed())) == 3


async def test_what_no_form_asks_of_a_story_is_refused(desk: Open) -> None:
    assert (await desk.act(CHIP, "drop")).status == 400
    assert (await desk.browser.post("/stories/nothing/act", {"kind": "ignore"})).status == 404
    assert (await desk.browser.get(f"/stories/{desk.stories[CHIP]}/act?kind=ignore")).status == 405
    elsewhere = {"sec-fetch-site": "cross-site"}
    answer = await desk.browser.post(f"/stories/{desk.stories[CHIP]}/act", {"kind": "ignore"}, elsewhere)
    assert answer.status == 403
    assert len(headlines(await desk.listed())) == 3


async def test_a_writer_chooses_and_follows_and_leaves_the_rest_to_editors(desk: Open) -> None:
    store, now = desk.room.store, desk.room.world.now()
    posts: dict[str, Post] = {"主编": "editor", "张三": "writer"}
    for name, post in posts.items():
        await store.add_editor(Editor(name=name, post=post, added=now, mark="x"))
    for kind in ("ignore", "restore", "merge", "split"):
        answer = await desk.act(CHIP, kind, other=desk.stories[FUND], entry="1")
        assert (answer.status, WORDS["refused-post"][0] in answer.text) == (422, True), kind
    for kind in ("follow", "unfollow", "write"):
        assert (await desk.act(CHIP, kind)).status == 303
    assert len(headlines(await desk.listed())) == 3


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//e.test/x", "JaVaScRiPt://e.test/%0aalert(1)"]
)
async def test_only_addresses_of_the_web_are_links(desk: Open, url: str) -> None:
    one: Entry = entry("9", "山火之后的选题", url=url)
    await keep(desk.room.store, one)
    await tracking.track(desk.room.world)
    page = await desk.listed()
    assert "山火之后的选题" in page
    assert not re.search(r'href="(?!/|#|https?:)', page) and 'href="//' not in page


# ---------------------------------------------------------------- drafts


async def drafts(desk: Open) -> None:
    """Two more drafts: one of another kind, one that somebody has begun with."""
    now = desk.room.world.now()
    await put(desk.room, Story(id="a" * 32, kind="feature", headline="深度", created=now))
    await put(desk.room, Story(id="b" * 32, kind="news", headline="另一篇", created=now))
    on = await editing.opened("b" * 32, desk.room.world)
    edited = on.editing(desk.room.rules).cut(on.review, "sections/0/0/0")
    await editing.put(on, edited, "李四", desk.room.world, desk.room.rules)


def links(page: str) -> set[str]:
    return {id[0] for id in re.findall(r'<h2><a href="/drafts/(\w{32})">', page)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "dab"),
        ("?verdict=hold", "dab"),
        ("?verdict=pass", ""),
        ("?verdict=nonsense", "dab"),
        ("?kind=feature", "a"),
        ("?kind=news", "db"),
        ("?kind=nothing", ""),
        ("?whose=free", "da"),
        ("?whose=mine", ""),
        ("?q=N2+%E5%B9%BF%E5%B7%9E", "dab"),
        ("?q=%E8%8A%AF%E7%89%87n2", "dab"),
        ("?q=2%E4%B8%87%E7%89%87", "da"),
        ("?q=nothing", ""),
        ("?q=%00%22%3E%3Cscript%3E", ""),
        ("?page=999999999999", "dab"),
        ("?page=-1", "dab"),
    ],
)
async def test_the_list_of_drafts_is_filtered_as_asked(desk: Open, query: str, found: str) -> None:
    await drafts(desk)
    page = await desk.listed(f"/drafts{query}")
    assert links(page) == set(found)
    assert (WORDS["no-such-drafts"][0] in page) is (not found)


async def test_mine_is_what_i_changed_or_have_open(desk: Open) -> None:
    await drafts(desk)
    desk.browser.cookies["newsbot_8321"] = desk.sessions.admit("李四")
    assert links(await desk.listed("/drafts?whose=mine")) == {"b"}
    await desk.browser.get(f"/drafts/{STORY.id}")
    assert WORDS["you-read"][0] in await desk.listed("/drafts")
    assert links(await desk.listed("/drafts?whose=mine")) == {"b", "d"}
    assert links(await desk.listed("/drafts?whose=free")) == {"a"}


async def test_filters_are_kept_together_and_counts_follow_them(desk: Open) -> None:
    await drafts(desk)
    page = await desk.listed("/drafts?kind=news&q=N2")
    assert 'href="/drafts?kind=news&q=N2&verdict=hold"' in page
    assert "全部 2" in page and "扣发 2" in page
    assert 'value="N2"' in page and '<option value="news" selected>' in page


async def test_long_lists_have_pages(desk: Open) -> None:
    for number in range(51):
        await put(desk.room, STORY.model_copy(update={"id": f"{number:08x}" * 4}))
    first, second = await desk.listed("/drafts"), await desk.listed("/drafts?page=2")
    assert (first.count("data-row"), second.count("data-row")) == (50, 2)
    assert 'rel="next" href="/drafts?page=2"' in first and "第1页，共2页" in first
    assert 'rel="prev" href="/drafts?page=1"' in second and 'rel="next"' not in second


# ---------------------------------------------------------------- languages


async def test_each_browser_is_spoken_to_in_the_language_it_asked_for(desk: Open) -> None:
    answer = await desk.browser.post("/language", {"language": "en", "back": "/drafts?kind=news"})
    assert (answer.status, answer.headers["location"]) == (303, "/drafts?kind=news")
    page = await desk.listed("/drafts")
    assert '<html lang="en">' in page and "Drafts" in page and WORDS["drafts"][0] not in page
    other = Browser(desk.browser._app)
    other.cookies["newsbot_8321"] = desk.browser.cookies["newsbot_8321"]
    assert WORDS["drafts"][0] in (await other.get("/drafts")).text
    await desk.browser.post("/language", {"language": "zh", "back": "/"})
    assert WORDS["drafts"][0] in await desk.listed("/drafts")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "", "javascript:1"])
async def test_changing_the_language_leads_nowhere_else(desk: Open, back: str) -> None:
    answer = await desk.browser.post("/language", {"language": "en", "back": back})
    assert (answer.status, answer.headers["location"]) == (303, "/")


async def test_there_are_two_languages(desk: Open) -> None:
    assert (await desk.browser.post("/language", {"language": "fr"})).status == 400
    desk.browser.cookies["newsbot_language_8321"] = "fr"
    assert WORDS["drafts"][0] in await desk.listed("/drafts")
