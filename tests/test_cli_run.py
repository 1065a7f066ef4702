"""`newsbot run` as a process of its own, and the commands around it: status, retry, park, costs, export, db."""

import asyncio
import json
import signal
import socket
import sqlite3
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from loopback import site as loopback_site
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsroom_run import beside, run, started
from scripted_writer import ScriptedWriter

pytestmark = pytest.mark.deep

HEADLINE = "北辰实验室开源方言语音模型“听澜”"


def daemon(folder: Path, env: dict[str, str]) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    """`newsbot run --json`; killed, if it still runs, at the end."""
    return started(["run", "--json"], folder, env)


async def until(process: asyncio.subprocess.Process, event: str, **about: object) -> dict[str, Any]:
    """The first event of this name with these values."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while line := await process.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            if told["event"] == event and all(told.get(name) == value for name, value in about.items()):
                return told
    raise AssertionError(f"it ended before {event}: {await process.stderr.read() if process.stderr else b''!r}")


def settings(site: SampleSite, **more: str) -> dict[str, str]:
    return {
        "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins),
        "NEWSBOT_FEEDS": json.dumps(list(site.feeds)),
        "NEWSBOT_DAEMON__SCORE": "30",
        "NEWSBOT_DAEMON__DAILY": "4",  # of several with one score the first may hold too little to be quoted
        "NEWSBOT_DAEMON__CARRY": "1s",
        **more,
    }


async def test_the_daemon_writes_by_itself_alone_on_its_database_and_ends_when_told(
    site: SampleSite, tmp_path: Path
) -> None:
    env = settings(site)
    async with daemon(tmp_path, env) as process:
        await until(process, "chosen")
        await until(process, "story", stage="review")
        second = await beside(["run"], tmp_path, env)
        assert second.code == 1
        assert f"(process {process.pid})" in second.err
        status = (await beside(["status", "--json"], tmp_path, env)).report
        assert [each["pid"] for each in status["workers"]] == [process.pid]
        process.send_signal(signal.SIGTERM)
        await until(process, "stopped")
        assert await process.wait() == 0
    assert (await beside(["status", "--json"], tmp_path, env)).report["workers"] == []
    assert list((tmp_path / "drafts").glob("*.md"))
    async with daemon(tmp_path, env) as process:  # the lock is free again
        await until(process, "started")


async def test_what_is_under_way_when_it_is_told_to_end_is_cut_off_paid_once_and_goes_on_later(
    site: SampleSite, tmp_path: Path
) -> None:
    script, held = ScriptedWriter(), asyncio.Event()

    def answer(body: dict[str, Any]) -> Step:
        return script(body) if held.is_set() else script(body).delayed(1.0)

    async with ScriptedModel(answer, models=("scripted",)) as model:
        more = {"OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DRAFT_MODEL": "scripted", "NEWSBOT_WRITER": "whole"}
        env = settings(site, **more)
        async with daemon(tmp_path, env) as process:
            async with asyncio.timeout(60):
                await model.arrived(1)
            process.send_signal(signal.SIGTERM)
            await until(process, "stopped")
            assert await process.wait() == 0
        held.set()
        assert len(model.bill) == len(model.requests) >= 1  # the answers under way were waited for and kept
        async with daemon(tmp_path, env) as process:
            await until(process, "story", stage="review")
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
        asked = [each.raw for each in model.requests]
        assert len(asked) == len(set(asked))  # nothing was asked for again


async def test_a_supervisor_sees_that_the_daemon_lives_and_what_it_did(site: SampleSite, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = settings(site, NEWSBOT_DAEMON__HEALTH_PORT=str(port))
    async with daemon(tmp_path, env) as process, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
        await until(process, "story", stage="review")
        for path in ("/healthz", "/readyz"):
            async with web.get(path) as answer:
                assert (answer.status, await answer.text()) == (200, "ok\n")
        async with web.get("/metrics") as answer:
            lines = (await answer.text()).splitlines()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(figures['newsbot_stories{parked="false",stage="review"}']) >= 1
    assert float(figures['newsbot_verdicts_total{verdict="review"}']) >= 1
    assert f"newsbot_feeds {len(site.feeds)}.0" in lines
    assert "newsbot_workers 1.0" in lines
    assert float(figures['newsbot_stage_seconds_count{stage="review"}']) >= 1
    assert float(figures["newsbot_article_usd_count"]) >= 1


async def test_a_story_is_parked_retried_shown_and_exported(site: SampleSite, tmp_path: Path) -> None:
    env = settings(site)
    for args in (["poll"], ["stories"]):
        assert (await beside(args, tmp_path, env)).code == 0
    story = (await beside(["stories", "--json", "--since", "30d"], tmp_path, env)).report["stories"][0]["id"]
    assert (await beside(["park", story[:10], "--reason", "等通稿"], tmp_path, env)).code == 0
    status = (await beside(["status", "--json"], tmp_path, env)).report
    assert [(each["id"], each["reason"], each["due"]) for each in status["parked"]] == [(story, "等通稿", None)]
    assert "等通稿" in (await beside(["status"], tmp_path, env)).out
    assert (await beside(["retry", story[:10], "--json"], tmp_path, env)).report == {"retried": [story]}
    assert "nothing to retry" in (await beside(["retry", story], tmp_path, env)).err
    assert (await beside(["retry"], tmp_path, env)).code == 2
    written = await beside(
        ["write", HEADLINE, *(arg for url in site.pages("A") for arg in ("--url", url)), "--json"], tmp_path, env
    )
    exported = (await beside(["export", written.report["story"], "life", "--json"], tmp_path, env)).report
    names = ["1-story.json", "2-evidence.json", "3-draft.json", "4-verdict.json", "5-review.json", "6-article.md"]
    assert exported["files"] == names
    assert json.loads((tmp_path / "life" / "4-verdict.json").read_text(encoding="utf-8"))["outcome"] == "review"
    assert (tmp_path / "life" / "6-article.md").read_bytes() == (tmp_path / written.report["path"]).read_bytes()
    assert (await beside(["park", written.report["story"]], tmp_path, env)).code == 0  # it is not published by itself


async def test_a_person_chooses_what_the_daemon_writes(site: SampleSite, tmp_path: Path) -> None:
    env = settings(site, NEWSBOT_DAEMON__WRITE_MODE="chosen", NEWSBOT_DAEMON__DAILY="0")
    for args in (["poll"], ["stories"]):
        assert (await beside(args, tmp_path, env)).code == 0
    first = (await beside(["stories", "--json", "--since", "30d"], tmp_path, env)).report["stories"][0]["id"]
    chosen = await beside(["stories", "choose", first[:12], "--json"], tmp_path, env)
    assert chosen.report == {"chosen": [first]}
    again = await beside(["stories", "choose", first], tmp_path, env)
    assert "chosen already" in again.err
    async with daemon(tmp_path, env) as process:
        told = await until(process, "story", story=first)
        assert told["stage"] in ("gathered", "refused")
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_costs_are_summed_by_day_model_story_and_stage(site: SampleSite, tmp_path: Path) -> None:
    async with ScriptedModel(ScriptedWriter(), models=("scripted",)) as model:
        prices = {"NEWSBOT_LLM__PRICES": '{"scripted": {"input": 1.0, "output": 2.0}}'}
        more = {"OPENAI_BASE_URL": model.base_url, "NEWSBOT_LLM__DRAFT_MODEL": "scripted", "NEWSBOT_WRITER": "whole"}
        env = settings(site, **more, **prices)
        args = ["write", HEADLINE, *(arg for url in site.pages("A") for arg in ("--url", url)), "--json"]
        report = (await beside(args, tmp_path, env)).report
        billed = sum(each.prompt_tokens + 2 * each.completion_tokens for each in model.bill)
    for by in ("day", "model", "story", "stage"):
        costs = (await beside(["costs", "--by", by, "--json"], tmp_path, env)).report["costs"]
        assert sum(each["usd"] for each in costs) == pytest.approx(billed / 1_000_000, abs=1e-5)
        assert sum(each["calls"] for each in costs) == len(model.bill)
    assert (await beside(["costs", "--by", "story", "--json"], tmp_path, env)).report["costs"][0]["story"] == report[
        "story"
    ]
    assert "scripted" in (await beside(["costs", "--by", "model"], tmp_path, env)).out


def test_a_backup_is_a_whole_database_of_its_own_and_is_never_written_over(tmp_path: Path) -> None:
    assert run(["db", "upgrade"], tmp_path).code == 0
    report = run(["db", "status", "--json"], tmp_path).report
    assert report["revision"] == report["newest"] >= "0005"
    assert run(["db", "backup", "copy.db"], tmp_path).code == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (report["revision"],)
    again = run(["db", "backup", "copy.db"], tmp_path)
    assert (again.code, "is there already" in again.err) == (1, True)


def test_an_empty_newsroom_has_a_status(tmp_path: Path) -> None:
    result = run(["status"], tmp_path)
    assert result.code == 0
    assert result.out.splitlines()[:2] == ["no stories yet", "nobody works: `newsbot run` starts the daemon"]
    assert "no model was called" in run(["costs"], tmp_path).err


async def test_a_draft_that_is_ready_is_told_of_and_the_channels_address_stands_nowhere(
    site: SampleSite, tmp_path: Path
) -> None:
    got: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.StreamResponse:
        got.append(await request.json())
        return web.Response()

    async with loopback_site({"/canary5b1d": take}) as inbox:
        urls = [f"json://{inbox.origin.removeprefix('http://')}/canary5b1d", "json://127.0.0.1:9/canary5b1d"]
        env = settings(site, NEWSBOT_NOTIFY__URLS=json.dumps(urls), NEWSBOT_DAEMON__TELL="1s")
        async with daemon(tmp_path, env) as process:
            about = await until(process, "notice")
            process.send_signal(signal.SIGTERM)
            assert process.stdout is not None
            assert process.stderr is not None
            printed = await process.stdout.read() + await process.stderr.read()
            assert await process.wait() == 0
    assert (about["notice"], about["channels"]) == ("draft", ["1 json"])
    assert got[0]["title"].startswith("新稿待审：摘编｜")
    assert "drafts/" in got[0]["message"]
    assert b"canary5b1d" not in printed + json.dumps(about).encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert not [path for path in files if b"canary5b1d" in path.read_bytes()]
