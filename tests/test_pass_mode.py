"""`publish.mode = pass` as a whole: from a feed to the site, with nobody at the desk and with somebody.

The newsroom is the real one, with a judge that `newsbot doctor` has probed; its clock is turned here, and its ticks are
called one after the other.
"""

import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from loopback import Site
from loopback import site as web_site
from newsbot import wiring
from newsbot.daemon import Daemon, Tick
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.edges.courier.embedded import Embedded
from newsbot.settings import load
from newsroom_run import Result, beside
from scripted_writer import REWORDED, ScriptedWriter

pytestmark = pytest.mark.deep

HEADLINE = "北辰实验室公开方言语音模型“听澜”的权重"
OUTLETS = ("北桥社", "长湾日报")


class Newsroom:
    """An open newsroom in a folder of its own."""

    def __init__(self, folder: Path, env: Mapping[str, str], pages: Sequence[str]) -> None:
        self.folder = folder
        self.env = env
        self._pages = pages
        self.at = datetime.now(UTC)
        self.events: list[tuple[str, Mapping[str, object]]] = []
        self.opened: wiring.Newsroom
        self._daemon: Daemon

    async def open(self, stack: AsyncExitStack) -> None:
        settings = load()
        opening = wiring.opened(settings, lambda _stage, _what: None, now=lambda: self.at)
        self.opened = await stack.enter_async_context(opening)

        async def prune() -> int:
            return 0

        self._daemon = Daemon(
            self.opened.world,
            self.opened.rules,
            settings.daemon,
            settings.zone,
            prune,
            lambda what, about: self.events.append((what, about)),
            time.monotonic,
            Embedded,
            self.opened.publisher,
        )

    async def tick(self, *ticks: Tick, later: timedelta = timedelta(0)) -> None:
        self.at += later
        for tick in ticks:
            await self._daemon.tick(tick)
            await self._daemon.idle()

    async def passed(self) -> list[str]:
        """Poll, choose and carry until nothing goes on; the stories that passed."""
        await self.tick("poll", "group", "write", "carry")
        told = [about for what, about in self.events if what == "story" and about["stage"] == "review"]
        return [str(about["story"]) for about in told if about["verdict"] == "pass"]

    async def by_hand(self, headline: str) -> str:
        """A story that somebody has written; it passes."""
        pages = [each for page in self._pages for each in ("--url", page)]
        report = (await self.typed("write", headline, *pages, "--json")).report
        assert report["verdict"] == "pass", report
        return str(report["story"])

    async def typed(self, *args: str) -> Result:
        return await beside(args, self.folder, self.env)

    @property
    def posts(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "site" / "content" / "posts").glob("*.md"))


@asynccontextmanager
async def outlet(number: int) -> AsyncIterator[Site]:
    """One of two outlets that report on one event, each in sentences of its own."""
    pages: dict[str, str | bytes] = {}
    async with web_site(pages) as running:
        own = list(REWORDED)[number * 16 : number * 16 + 16]
        text = "".join(f"<p>{sentence}</p>" for sentence in own)
        page = f"<html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>{text}</article></body>"
        feed = (
            f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{OUTLETS[number]}</title>"
            f"<item><guid>1</guid><title>{HEADLINE}</title><link>{running.url('/1.html')}</link>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item></channel></rss>"
        )
        pages.update({"/feed.xml": feed.encode(), "/1.html": f"{page}</html>"})
        yield running


@pytest.fixture
async def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    """A newsroom whose judge is probed, which publishes one article a day by itself."""
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(outlet(n)) for n in range(2)]
        model = await stack.enter_async_context(ScriptedModel(ScriptedWriter(), models=("scripted",)))
        env = {
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_LLM__PRICES": json.dumps({"scripted": {"input": 0.0, "output": 0.0}}),
            "NEWSBOT_WRITER": "whole",
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([site.origin for site in sites]),
            "NEWSBOT_FEEDS": json.dumps([site.url("/feed.xml") for site in sites]),
            "NEWSBOT_DAEMON__SCORE": "0",
            "NEWSBOT_SITE__DIR": str(tmp_path / "site"),
            "NEWSBOT_PUBLISH__BUILD": "off",
            "NEWSBOT_PUBLISH__MODE": "pass",
            "NEWSBOT_PUBLISH__DAILY": "1",
            "NEWSBOT_DESK__EDITOR": "陈编辑",
        }
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        room = Newsroom(tmp_path, env, [site.url("/1.html") for site in sites])
        assert "may judge" in (await room.typed("doctor")).out
        await room.open(stack)
        yield room


async def test_from_feed_to_site_unless_it_is_paused_or_stopped_in_its_time(newsroom: Newsroom) -> None:
    (story,) = await newsroom.passed()
    await newsroom.tick("publish")
    await newsroom.tick("publish", later=timedelta(minutes=29))
    assert newsroom.posts == []  # the desk has half an hour

    assert (await newsroom.typed("publish", "--pause", "换班")).code == 0
    await newsroom.tick("publish", later=timedelta(minutes=2))
    assert newsroom.posts == []
    assert (await newsroom.typed("publish", "--resume")).code == 0

    assert (await newsroom.typed("publish", story, "--stop", "--reason", "再核一遍")).code == 0
    await newsroom.tick("publish")
    assert newsroom.posts == []
    assert (await newsroom.typed("retry", story)).code == 0

    await newsroom.tick("publish")
    await newsroom.tick("publish")
    (post,) = newsroom.posts
    text = (newsroom.folder / "site" / "content" / "posts" / post).read_text(encoding="utf-8")
    assert "\ndraft: false\n" in text and '\n  verdict: "pass"\n' in text
    assert [about["story"] for what, about in newsroom.events if what == "published"] == [story]
    row = await newsroom.opened.store.row(story)
    assert row is not None and row.stage == "published"


async def test_a_day_has_its_number_and_what_editors_reject_in_its_time_is_never_published(newsroom: Newsroom) -> None:
    (first,) = await newsroom.passed()
    second, third = [await newsroom.by_hand(headline) for headline in (f"{HEADLINE}和录音", f"“听澜”：{HEADLINE}")]
    assert (await newsroom.typed("drafts", "reject", third, "--reason", "与前一篇重复")).code == 0
    await newsroom.tick("publish", later=timedelta(minutes=31))
    await newsroom.tick("publish", later=timedelta(minutes=31))
    assert len(newsroom.posts) == 1
    await newsroom.tick("publish", later=timedelta(hours=24))
    await newsroom.tick("publish", later=timedelta(hours=1))
    published = [about["story"] for what, about in newsroom.events if what == "published"]
    assert sorted(map(str, published)) == sorted([first, second])
    assert len(newsroom.posts) == 2
