"""What `newsbot status` shows of stories, feeds, caps and those who work: nothing is left out without a word."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.cli import status
from newsbot.edges.store import Store
from newsbot.news import Feed, Followed, Story
from newsbot.newsroom import Call, Caps, Reply, Worker
from newsroom_run import run

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


async def parked(url: str, count: int) -> None:
    async with await Store.open(url, lambda: AT) as store:
        for number in range(count):
            id = f"{number:032x}"
            await store.add_story(Story(id=id, kind="news", headline=f"选题{number}", created=AT))
            await store.park(id, "new", "等通稿")


def test_more_parked_stories_than_are_shown_are_counted_and_programs_get_all(tmp_path: Path) -> None:
    asyncio.run(parked(f"sqlite:///{tmp_path / 'newsbot.db'}", status.MOST + 3))
    env = {"NEWSBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'newsbot.db'}"}
    lines = run(["status"], tmp_path, env).out.splitlines()
    assert sum("等通稿" in line for line in lines) == status.MOST
    assert lines[-1] == "parked: and 3 more: `newsbot status --json` has all"
    assert len(run(["status", "--json"], tmp_path, env).report["parked"]) == status.MOST + 3


async def refused(url: str, count: int) -> None:
    now = datetime.now(UTC)
    async with await Store.open(url, lambda: now) as store:
        for number in range(count):
            id = f"{number:032x}"
            await store.add_story(Story(id=id, kind="news", headline=f"选题{number}", created=now))
            await store.finish(id, "new", "refused", "{}", "来源不够")


def test_more_refused_stories_than_are_shown_are_counted_and_programs_get_all(tmp_path: Path) -> None:
    env = {"NEWSBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'newsbot.db'}"}
    asyncio.run(refused(env["NEWSBOT_DATABASE_URL"], status.MOST + 3))
    lines = run(["status"], tmp_path, env).out.splitlines()
    assert sum("来源不够" in line for line in lines) == status.MOST
    assert lines[-1] == "refused: and 3 more: `newsbot status --json` has all"
    assert len(run(["status", "--json"], tmp_path, env).report["refused"]) == status.MOST + 3


def test_the_months_caps_are_shown_when_they_are_set(tmp_path: Path) -> None:
    assert "this month" not in run(["status"], tmp_path).out
    assert "month" not in run(["status", "--json"], tmp_path).report
    env = {"NEWSBOT_BUDGET__MONTHLY_USD": "30"}
    assert "this month 0.00 of 30.00 US dollars, 0 tokens" in run(["status"], tmp_path, env).out
    assert run(["status", "--json"], tmp_path, env).report["month"]["usd_cap"] == 30.0


@pytest.mark.parametrize(("seconds", "said"), [(10, ""), (15, ""), (42, ", last heard of 42 s ago")])
def test_a_worker_that_missed_a_sign_of_life_is_shown_with_its_last_one(seconds: int, said: str) -> None:
    worker = Worker(kind="daemon", host="h", pid=7, started=AT, seen=AT - timedelta(seconds=seconds))
    assert status._working((worker,), UTC, AT) == f"daemon 7 on h since 08:30{said}"


@pytest.mark.parametrize(
    ("failures", "result", "answered", "paused", "troubled"),
    [
        (1, "http://a.test/feed: gone (404); correct the address or leave it out", None, "", True),
        (1, "gone for good (410)", None, "its server says so", True),
        (3, "timed out", AT, "", True),
        (
            1,
            "http://a.test/feed: gone (404); correct the address or leave it out",
            AT,
            "",
            False,
        ),  # it was there: it may be again
        (1, "http://a.test/feed: the server is out of order (503)", None, "", False),
        (0, "unchanged", AT, "", False),
        (0, "", None, "by hand", False),
    ],
)
def test_a_feed_that_never_was_there_is_in_trouble_at_once(
    failures: int, result: str, answered: datetime | None, paused: str, troubled: bool
) -> None:
    feed = Followed(
        feed=Feed(url="http://a.test/feed"),
        added=AT,
        failures=failures,
        result=result,
        answered=answered,
        paused=paused,
    )
    assert status._in_trouble(feed) is troubled


async def paid(url: str) -> None:
    async with await Store.open(url, lambda: datetime.now(UTC)) as store:
        await store.add_story(Story(id="a" * 32, kind="news", headline="听澜[b]开源", created=AT))
        for story in ("a" * 32, ""):
            call = Call(
                key=f"k{story}",
                story=story,
                role="draft",
                purpose="draft",
                ordinal=0,
                model="m",
                most_tokens=10,
                most_micros=10,
            )
            await store.reserve(call, Caps(caps=(), concurrency=1))
            await store.settle(call.key, Reply(text="稿", model="m", prompt_tokens=3, completion_tokens=2), 5)


def test_costs_by_story_name_its_headline(tmp_path: Path) -> None:
    asyncio.run(paid(f"sqlite:///{tmp_path / 'newsbot.db'}"))
    env = {"NEWSBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'newsbot.db'}"}
    assert "听澜[b]开源" in run(["costs", "--by", "story"], tmp_path, env).out
    rows = run(["costs", "--by", "story", "--json"], tmp_path, env).report["costs"]
    assert {each["story"]: each["headline"] for each in rows} == {"a" * 32: "听澜[b]开源", "": ""}
    assert "headline" not in run(["costs", "--by", "day", "--json"], tmp_path, env).report["costs"][0]
