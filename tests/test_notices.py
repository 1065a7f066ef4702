"""What people are told: kept once, in words that do no harm, sent to every channel that works, never with a key."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from feed_world import FeedWorld, feed_world
from loopback import raw, site
from newsbot import notices, polling, prompts
from newsbot.edges.notify import AppriseChannels, without
from newsbot.errors import NoticeError, OutOfBudget, SettingsError
from newsbot.news import Article, Draft, Feed, Followed, Notice, Sentence, Verdict
from newsbot.newsroom import Spent
from newsbot.prompts import Folder
from newsbot.settings import Budget
from newsroom_run import run

TEMPLATES = Folder("template", (prompts.packaged("templates"),))
CANARY = "canary7f3a9c"
DRAFT = notices.SAMPLE.model_copy(update={"key": "draft s1", "title": "北辰实验室开放权重"})
EVERYTHING = ("draft", "held", "published", "correction", "corrected", "budget", "feed", "parked", "away", "back")


class Inbox:
    """A server that takes notices, or does not."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200

    async def take(self, request: web.Request) -> web.StreamResponse:
        if self.status == 200:
            self.got.append(await request.json())
        return web.Response(status=self.status, text=f"no: {request.path}")


@asynccontextmanager
async def inbox() -> AsyncIterator[tuple[Inbox, str]]:
    one = Inbox()
    async with site({f"/{CANARY}": one.take}) as running:
        yield one, f"{running.origin.replace('http', 'json')}/{CANARY}"


def channels(*urls: str, occasions: Any = EVERYTHING, timeout: float = 5.0) -> AppriseChannels:
    return AppriseChannels([SecretStr(url) for url in urls], occasions, timeout)


class Room:
    """A newsroom with these channels, on a clock the test turns."""

    def __init__(self, opened: FeedWorld, used: AppriseChannels | None) -> None:
        self.opened = opened
        self.said: list[tuple[str, Any]] = []
        self.world = replace(opened.world, templates=TEMPLATES, channels=used)
        self.teller = notices.Teller(self.world, lambda *each: self.said.append(each))

    async def round(self, **later: float) -> None:
        self.opened.clock.turn(**later)
        await self.teller.round()


@asynccontextmanager
async def room(folder: Path, used: AppriseChannels | None) -> AsyncIterator[Room]:
    async with feed_world(folder, ()) as opened:
        yield Room(opened, used)


# ---------------------------------------------------------------- in words


@pytest.mark.parametrize("occasion", EVERYTHING)
def test_every_notice_is_short_chinese_with_all_that_belongs_to_it(occasion: Any) -> None:
    title, text = notices.words(DRAFT.model_copy(update={"occasion": occasion}), TEMPLATES)
    assert "北辰实验室开放权重" in title
    assert "收到这一条" in text
    assert len(title) <= 100
    assert len(text) <= 300
    assert "\n\n" not in text


def test_a_draft_is_told_with_verdict_findings_cost_and_where_it_lies() -> None:
    title, text = notices.words(DRAFT, TEMPLATES)
    assert title == "新稿待审：北辰实验室开放权重"
    assert text.splitlines() == [
        "结论：待审，没有查出错，但还有没核对的，2处待看",
        "收到这一条，说明这个渠道可以用。",
        "花费：0.0123美元",
        "稿件：drafts/2026-11-28-ceshi.md",
    ]


def test_what_is_empty_leaves_no_line() -> None:
    bare = Notice(occasion="draft", key="k", title="标题", outcome="pass", place="drafts/a.md")
    assert notices.words(bare, TEMPLATES)[1].splitlines() == ["结论：通过，句句有据", "稿件：drafts/a.md"]


def test_a_users_own_template_wins(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "draft.j2").write_text("来活了：{{ title }}", encoding="utf-8")
    folder = Folder("template", (tmp_path, prompts.packaged("templates")))
    assert notices.words(DRAFT, folder) == ("来活了：北辰实验室开放权重",) * 2
    notices.try_templates(folder)


def test_a_template_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "held.j2").write_text("{{ headline }}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"notices/held\.j2"):
        notices.try_templates(Folder("template", (tmp_path, prompts.packaged("templates"))))


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("@all 紧急 @everyone", "＠all 紧急 ＠everyone"),
        ('<!channel> <at user_id="all">所有人</at>', "＜!channel＞ ＜at user_id"),
        ("[点我](https://evil.test/x)", "［点我］(https：//evil.test/x)"),
        ("![](http://evil.test/p.png)", "!［］(http：//evil.test/p.png)"),
        ("**粗** _斜_ `码` ~删~ # 题 | 表", "＊＊粗＊＊ ＿斜＿ ｀码｀ ～删～ ＃ 题 ｜ 表"),
        ("&lt;script&gt;", "＆lt;script＆gt;"),
        ("{{ secret }} ${HOME} {% raw %}", "｛｛ secret ｝｝ ＄｛HOME｝ ｛% raw %｝"),
        ("一\n\n二\r\n三\u2028四", "一 二 三 四"),
        ("a\u202eb\u200bc\u2066d\x00e", "abcd e"),
        ("www.evil.test", "www．evil.test"),
    ],
)
def test_nothing_in_a_title_works_as_markup_mention_or_link(hostile: str, shown: str) -> None:
    assert shown in notices.harmless(hostile, 80).replace("＿id", "_id")


@pytest.mark.parametrize(
    "title", ["OpenAI发布GPT-5.2：每百万tokens 1.25美元", "“听澜”公开权重，23种方言（含闽南语）！", "C++与3%"]
)
def test_an_ordinary_title_stays_as_it_is(title: str) -> None:
    assert notices.harmless(title, 80) == title


@given(st.text(max_size=400))
def test_whatever_is_sent_is_one_bounded_line_without_markup(text: str) -> None:
    shown = notices.harmless(text, 80)
    assert len(shown) <= 80
    assert not set(shown) & set("@<>[]{}*_`#~|&\\\n\r")
    assert "://" not in shown


# ---------------------------------------------------------------- out to the channels


async def test_a_notice_reaches_a_real_server_and_is_told_once(tmp_path: Path) -> None:
    async with inbox() as (got, url), room(tmp_path, channels(url)) as newsroom:
        await newsroom.opened.store.notify([DRAFT])
        await newsroom.round()
        await newsroom.round(hours=30)
    (one,) = got.got
    assert one["title"] == "新稿待审：北辰实验室开放权重"
    assert "drafts/2026-11-28-ceshi.md" in one["message"]
    assert [name for name, _ in newsroom.said] == ["notice"]


async def test_one_dead_channel_costs_only_its_own_copies_and_is_said_once(tmp_path: Path) -> None:
    async with inbox() as (works, url), inbox() as (dead, other), room(tmp_path, channels(url, other)) as newsroom:
        dead.status = 503
        for number in range(3):
            await newsroom.opened.store.notify([DRAFT.model_copy(update={"key": f"draft {number}"})])
        for minutes in (0, 1, 2, 4, 8):
            await newsroom.round(minutes=minutes)
        assert (len(works.got), len(dead.got)) == (3, 0)
        failed = [about for name, about in newsroom.said if name == "channel"]
        assert [(each["channel"], each["works"]) for each in failed] == [("2 json", False)]
        dead.status = 200
        await newsroom.round(hours=1)
        assert (len(works.got), len(dead.got)) == (3, 3)
        assert [about["works"] for name, about in newsroom.said if name == "channel"] == [False, True]


async def test_after_a_day_a_notice_that_nobody_takes_is_given_up_and_said_so(tmp_path: Path) -> None:
    async with inbox() as (dead, url), room(tmp_path, channels(url)) as newsroom:
        dead.status = 500
        await newsroom.opened.store.notify([DRAFT])
        tries = 0
        for _ in range(40):
            await newsroom.round(hours=1)
        tries = [name for name, _ in newsroom.said]
        assert tries == ["channel", "untold"]
        dead.status = 200
        await newsroom.round(hours=1)
        assert dead.got == []


async def test_a_process_that_dies_with_a_notice_leaves_it_to_the_next(tmp_path: Path) -> None:
    async with inbox() as (got, url), room(tmp_path, channels(url)) as newsroom:
        store, now = newsroom.opened.store, newsroom.opened.clock()
        await store.notify([DRAFT])
        assert await store.notices(now, now + notices.LEASE, 5)  # taken, and never heard of again
        await newsroom.round(minutes=14)
        assert got.got == []
        await newsroom.round(minutes=2)
        assert len(got.got) == 1


@pytest.mark.parametrize("occasions", [("held", "feed"), ()])
async def test_what_nobody_wants_to_hear_is_not_sent(tmp_path: Path, occasions: tuple[str, ...]) -> None:
    async with inbox() as (got, url), room(tmp_path, channels(url, occasions=occasions)) as newsroom:
        await newsroom.opened.store.notify([DRAFT])
        await newsroom.round()
        await newsroom.round(hours=2)
        assert (got.got, newsroom.said) == ([], [])


async def test_without_a_channel_notices_are_done_with(tmp_path: Path) -> None:
    async with room(tmp_path, None) as newsroom:
        await newsroom.opened.store.notify([DRAFT])
        await newsroom.round()
        later = newsroom.opened.clock() + timedelta(days=1)
        assert await newsroom.opened.store.notices(later, later, 5) == ()


async def test_a_broken_template_keeps_the_notice(tmp_path: Path) -> None:
    async with inbox() as (got, url), room(tmp_path, channels(url)) as newsroom:
        newsroom.teller._world = replace(newsroom.world, templates=Folder("template", (tmp_path,)))
        await newsroom.opened.store.notify([DRAFT])
        await newsroom.round()
        await newsroom.round(minutes=5)
        assert [about["channel"] for _, about in newsroom.said] == ["template draft"]
        newsroom.teller._world = newsroom.world
        await newsroom.round(hours=1)
        assert len(got.got) == 1


# ---------------------------------------------------------------- secrets and limits


async def test_no_address_stands_in_any_log_or_error(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    quiet = "json://127.0.0.1:9/" + CANARY  # nothing listens there
    async with inbox() as (dead, url), room(tmp_path, channels(url, quiet, url + "?+key=" + CANARY)) as newsroom:
        dead.status = 500
        await newsroom.opened.store.notify([DRAFT])
        await newsroom.round()
    assert len(newsroom.said) == 3
    assert all(about["why"] for _, about in newsroom.said)
    assert CANARY not in json.dumps(newsroom.said)
    logged = [each for each in caplog.records if each.name != "aiohttp.access"]  # the test's own server
    assert logged
    assert not any(CANARY in each.getMessage() for each in logged)
    for file in tmp_path.iterdir():
        assert file.is_dir() or CANARY.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("tgram://123456:ABCdef/98765", "401 for /bot123456:ABCdef/sendMessage"),
        ("mailto://me:pa%40ss@mail.test", "login of me with pa@ss at mail.test refused"),
        ("json://h.test/p?token=qwerty", "POST https://H.TEST/p?token=qwerty"),
    ],
)
def test_an_error_is_shown_without_the_pieces_of_the_address(url: str, said: str) -> None:
    shown = without(url, said)
    assert not any(piece in shown.lower() for piece in ("123456", "abcdef", "pa@ss", "mail.test", "h.test", "qwerty"))


@pytest.mark.parametrize("url", [f"nosuch://{CANARY}", CANARY, "tgram://", f"file:///{CANARY}"])
def test_an_address_that_is_none_is_named_by_its_number_alone(url: str) -> None:
    with pytest.raises(SettingsError, match="number 2") as raised:
        channels("json://127.0.0.1:9/x", url)
    assert CANARY not in str(raised.value)


async def test_a_channel_that_hangs_is_given_up_in_time_and_not_asked_again_meanwhile() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with raw(silent) as origin:
        hangs = channels(origin.replace("http", "json") + "/x", timeout=0.5)
        (name,) = hangs.names
        first = asyncio.create_task(hangs.send(name, "t", "x"))
        await asyncio.sleep(0)
        with pytest.raises(NoticeError, match="still under way"):
            await hangs.send(name, "t", "x")
        with pytest.raises(NoticeError):
            await first


def test_a_channel_that_hangs_for_ever_keeps_no_process_from_ending(tmp_path: Path) -> None:
    """Its own limit is ten minutes here, which `run` would not wait for."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async def tried() -> Any:
        async with raw(silent) as origin:
            urls = json.dumps([origin.replace("http", "json") + "/x?rto=600&cto=600"])
            env = {"NEWSBOT_NOTIFY__URLS": urls, "NEWSBOT_NOTIFY__TIMEOUT": "0.5"}
            return await asyncio.to_thread(run, ["notify", "test"], tmp_path, env)

    result = asyncio.run(tried())
    assert (result.code, result.out) == (1, "1 json: failed: it did not answer within 0.5 s\n")


def test_the_command_says_of_each_channel_whether_it_took_the_sample(tmp_path: Path) -> None:
    async def tried() -> tuple[Any, Any]:
        async with inbox() as (got, url), inbox() as (dead, other):
            dead.status = 403
            env = {"NEWSBOT_NOTIFY__URLS": json.dumps([url, other])}
            return await asyncio.to_thread(run, ["notify", "test", "--json"], tmp_path, env), got

    result, got = asyncio.run(tried())
    report = json.loads(result.out)["channels"]
    assert [(each["channel"], each["took"]) for each in report] == [("1 json", True), ("2 json", False)]
    assert "403" in report[1]["why"]
    assert result.code == 1
    assert "测试通知" in got.got[0]["title"]
    assert CANARY not in result.out + result.err


def test_without_channels_the_command_says_what_to_set(tmp_path: Path) -> None:
    result = run(["notify", "test"], tmp_path)
    assert (result.code, "NEWSBOT_NOTIFY__URLS" in result.err) == (1, True)


def test_a_wrong_setting_does_not_repeat_the_address(tmp_path: Path) -> None:
    for urls in (json.dumps({"a": CANARY}), CANARY, json.dumps([f"bad://{CANARY}"])):
        result = run(["notify", "test"], tmp_path, {"NEWSBOT_NOTIFY__URLS": urls})
        assert result.code == 1
        assert CANARY not in result.out + result.err


# ---------------------------------------------------------------- what is told when


def verdict(outcome: Any) -> Verdict:
    said = Sentence(text="北辰实验室开放权重", passages=("1.1",))
    draft = Draft.model_construct(title=said)
    return Verdict.model_construct(outcome=outcome, draft=draft, sentences=(), findings=(), reasons=("一句没有核对",))


@pytest.mark.parametrize(("outcome", "occasion"), [("pass", "draft"), ("review", "draft"), ("hold", "held")])
def test_an_article_is_told_of_by_its_verdict(outcome: Any, occasion: str) -> None:
    written = Article.model_construct(story="s1", path="drafts/a.md", sha256="0" * 64, outcome=outcome)
    spent = Spent(calls=2, repairs=0, prompt_tokens=1, completion_tokens=1, micros=12_300)
    notice = notices.of_draft(written, verdict(outcome), spent)
    assert (notice.occasion, notice.outcome, notice.usd, notice.place) == (occasion, outcome, 0.0123, "drafts/a.md")


def feed(**more: Any) -> Followed:
    from feed_world import Clock

    at = Clock().at
    return Followed(feed=Feed(url="https://a.test/feed?key=" + CANARY), added=at, answered=at, **more)


def test_a_feed_is_told_of_when_it_has_failed_five_times_and_not_again_until_it_works() -> None:
    from feed_world import Clock

    now, one, told = Clock().at, feed(), []
    for _ in range(12):
        after = polling.failed(one, now, f"https://a.test/feed?key={CANARY} does not answer")
        told += polling.death(one, after)
        one = after
    (notice,) = told
    assert (notice.occasion, notice.place) == ("feed", "https://a.test/feed")
    assert CANARY not in notice.title + notice.place + notice.reason
    assert "连续5次" in notice.reason


def test_a_feed_that_is_gone_is_told_of_at_once_and_one_that_fails_now_and_then_never() -> None:
    from feed_world import Clock

    one, now = feed(), Clock().at
    (notice,) = polling.death(one, polling.gone(one, now))
    assert "410" in notice.reason
    assert polling.death(one, polling.failed(one, now, "away")) == ()
    assert polling.death(feed(failures=5), polling.failed(feed(failures=5), now, "away")) == ()


async def test_a_feed_that_dies_in_a_round_is_told_once(tmp_path: Path) -> None:
    from newsbot import rounds

    async def gone(request: web.Request) -> web.StreamResponse:
        return web.Response(status=410)

    async with site({"/gone": gone}) as running, feed_world(tmp_path, [running.origin]) as opened:
        await opened.store.follow([Feed(url=running.url("/gone")), Feed(url=running.url("/missing"))])
        for _ in range(8):
            await rounds.poll(await opened.store.followed(), opened.world)
            opened.clock.turn(hours=12)
        now = opened.clock()
        told = await opened.store.notices(now, now + timedelta(hours=1), 10)
    assert sorted(each.notice.place for each in told) == [running.url("/gone"), running.url("/missing")]


@pytest.mark.parametrize(
    ("cap", "called"),
    [("daily_usd", "每天的花费上限"), ("monthly_tokens", "每月的词元上限"), ("story_usd", "一篇稿件的花费上限")],
)
def test_a_cap_is_named_in_words_and_its_setting_stands_in_the_text(cap: str, called: str) -> None:
    error = OutOfBudget(f"draft of story s1 may cost 1.00; raise budget.{cap} or wait", None, f"budget.{cap}")
    from newsbot.edges.store import outbox

    title, text = notices.words(outbox.reached(error, None), TEMPLATES)
    assert title == f"预算用完：{called}"
    assert "不再调用" in text
    assert f"raise budget.{cap.replace('_', '＿')}" in text


def test_every_cap_of_the_settings_has_its_words() -> None:
    assert set(notices.CAPS) == {f"budget.{name}" for name in Budget.model_fields if name != "minute_tokens"}
