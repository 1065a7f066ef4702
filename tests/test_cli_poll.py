"""`newsbot poll`, whole: one round over real HTTP, and what a person and a script read of it."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from aiohttp import web

from feed_samples import answers, rss
from loopback import Handler, Site, site
from newsroom_run import beside, clean, run

pytestmark = pytest.mark.deep


def allowing(server: Site, **more: str) -> dict[str, str]:
    return {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([server.origin]), **more}


def declaring(server: Site, *paths: str) -> dict[str, str]:
    """Settings that declare these feeds of the server."""
    return allowing(server, NEWSBOT_FEEDS=json.dumps([server.url(path) for path in paths]))


def test_with_nothing_followed_it_says_how_to_add_a_feed(tmp_path: Path) -> None:
    result = run(["poll"], tmp_path)
    assert result.code == 0
    assert "newsbot feeds add" in result.err
    empty = {"announced": [], "feeds": [], "errors": [], "skipped": 0}
    assert run(["poll", "--json"], tmp_path).report == empty


async def test_a_round_reports_what_it_announced_as_one_object(tmp_path: Path) -> None:
    pages = {"/feed": answers(rss("一", "二")), "/gone": answers(status=404)}
    async with site(pages) as server:
        env = declaring(server, "/feed", "/gone")
        first = await beside(["poll", "--json"], tmp_path, env)
        second = await beside(["poll", "--json"], tmp_path, env)
    assert (first.code, first.err) == (0, "")
    feed = server.url("/feed")
    assert first.report["announced"] == [
        {
            "id": title,
            "feed": feed,
            "url": f"http://e.test/{title}",
            "title": title,
            "published": "2026-11-20T08:00:00Z",
            "kind": "new",
        }
        for title in ("一", "二")
    ]
    good, gone = first.report["feeds"]
    assert {name: good[name] for name in good if name != "due"} == {
        "url": feed,
        "title": "甲报",
        "result": "2 entries, 2 new",
        "status": 200,
        "total": 2,
        "new": 2,
        "updates": 0,
    }
    assert good["due"].endswith("Z") and gone["status"] == 404
    (error,) = first.report["errors"]
    assert (error["feed"], error["rule"]) == (server.url("/gone"), "") and "gone (404)" in error["error"]
    assert first.report["skipped"] == 0
    assert second.report == {"announced": [], "feeds": [], "errors": [], "skipped": 2}


async def test_the_summary_counts_then_lists_titles_by_feed_then_problems(tmp_path: Path) -> None:
    pages: dict[str, Handler | str | bytes] = {
        "/a": answers(rss("一", "二")),
        "/b": answers(rss("三", title="乙报")),
        "/c": answers(status=500),
    }
    async with site(pages) as server:
        env = declaring(server, *pages)
        result = await beside(["poll"], tmp_path, env)
        assert result.code == 0
        assert result.out.splitlines() == [
            "3 feeds polled: 3 new, 0 updated; 0 without news, 1 failed",
            "甲报",
            "  + 一",
            "  + 二",
            "乙报",
            "  + 三",
        ]
        (problem,) = result.err.splitlines()
        assert problem.startswith(f"· {server.url('/c')}: ") and "failing (500)" in problem
        pages["/a"] = answers(rss("一", "二").replace("<title>二".encode(), "<title>二（更正）".encode()))
        again = await beside(["poll", "--force"], tmp_path, env)
    assert again.out.splitlines() == [
        "3 feeds polled: 0 new, 1 updated; 1 without news, 1 failed",
        "甲报",
        "  ~ 二（更正）",
    ]


async def test_at_most_twenty_titles_are_shown_and_all_reported(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss(*(f"entry {n}" for n in range(25))))}) as server:
        result = await beside(["poll"], tmp_path, declaring(server, "/feed"))
    lines = result.out.splitlines()
    assert (len(lines), lines[-1]) == (1 + 1 + 20 + 1, "… and 5 more; --json has all")


async def test_what_is_not_due_is_polled_by_force_only(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        env = declaring(server, "/feed")
        await beside(["poll"], tmp_path, env)
        idle = await beside(["poll"], tmp_path, env)
        assert idle.out == "0 feeds polled: 0 new, 0 updated; 0 without news, 0 failed, 1 not due\n"
        assert len(server.requests) == 1
        forced = await beside(["poll", "--force"], tmp_path, env)
        assert forced.out == "1 feed polled: 0 new, 0 updated; 1 without news, 0 failed\n"
        assert len(server.requests) == 2


async def test_one_feed_may_be_polled_alone_and_says_when_it_is_not_due(tmp_path: Path) -> None:
    async with site({"/a": answers(rss("一")), "/b": answers(rss("二"))}) as server:
        env = declaring(server, "/a", "/b")
        report = (await beside(["poll", "--feed", server.url("/b"), "--json"], tmp_path, env)).report
        assert [feed["url"] for feed in report["feeds"]] == [server.url("/b")]
        idle = await beside(["poll", "--feed", server.url("/b")], tmp_path, env)
        assert idle.code == 0 and "--force" in idle.err
        assert [request.path for request in server.requests] == ["/b"]


async def test_a_round_fails_when_every_feed_it_polled_failed(tmp_path: Path) -> None:
    async with site({"/a": answers(status=500), "/b": answers(rss("一"))}) as server:
        env = declaring(server, "/a", "/b")
        assert (await beside(["poll"], tmp_path, env)).code == 0
        assert (await beside(["poll", "--feed", server.url("/a"), "--force"], tmp_path, env)).code == 1
        assert (await beside(["poll", "--force"], tmp_path, declaring(server, "/a"))).code == 1


async def test_a_blocked_feed_says_the_rule(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("秘"))}) as server:
        env = {"NEWSBOT_FEEDS": json.dumps([server.url("/feed")])}
        result = await beside(["poll", "--json"], tmp_path, env)
        assert result.code == 1
        assert [error["rule"] for error in result.report["errors"]] == ["port"]
        again = await beside(["poll", "--force"], tmp_path, env)
        assert "blocked (port): " in again.err
        assert server.requests == []


def test_a_feed_that_is_not_followed_is_a_usage_error(tmp_path: Path) -> None:
    env = {"NEWSBOT_FEEDS": '["http://127.0.0.1:9/feed.xml"]'}
    result = run(["poll", "--feed", "http://127.0.0.1:9/feeds.xml", "--json"], tmp_path, env)
    assert result.code == 2
    assert "did you mean http://127.0.0.1:9/feed.xml?" in result.report["error"]["message"]


async def test_a_host_that_asked_to_be_left_alone_is_counted_apart(tmp_path: Path) -> None:
    async with site({"/feed": answers(status=429, headers={"Retry-After": "3600"})}) as server:
        env = declaring(server, "/feed")
        assert (await beside(["poll"], tmp_path, env)).code == 1
        again = await beside(["poll", "--force"], tmp_path, env)
        assert len(server.requests) == 1
    assert again.code == 0
    assert again.out == "0 feeds polled: 0 new, 0 updated; 0 without news, 0 failed, 1 left alone\n"


async def test_interrupted_it_announces_what_it_kept_and_the_next_round_the_rest(tmp_path: Path) -> None:
    """Each entry is announced once, by one of the two rounds."""
    asked = asyncio.Event()

    async def never(_: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    pages: dict[str, Handler | str | bytes] = {"/a": answers(rss("一")), "/b": never}
    async with site(pages) as server:
        env = declaring(server, "/a", "/b")  # one host, so one after the other
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "newsbot", "poll", "--json"),
            cwd=tmp_path,
            env=clean(env),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        await asked.wait()
        os.kill(process.pid, signal.SIGINT)
        out, err = await process.communicate()
        pages["/b"] = answers(rss("二"))
        rest = await beside(["poll", "--json"], tmp_path, env)
    assert process.returncode == 130
    assert "interrupted" in err.decode()
    first = json.loads(out)
    assert [entry["title"] for entry in first["announced"]] == ["一"]
    assert [entry["title"] for entry in rest.report["announced"]] == ["二"]


async def test_what_a_killed_round_kept_is_announced_by_the_next(tmp_path: Path) -> None:
    """It is killed while the second host hangs: what the first brought is kept, and nobody was told."""
    hanging = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        hanging.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with site({"/feed": answers(rss("一", "二")), "/hang": hang}) as server:
        env = declaring(server, "/feed", "/hang")
        command = [sys.executable, "-m", "newsbot", "poll", "--json"]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=clean(env), stdout=asyncio.subprocess.PIPE
        )
        await hanging.wait()  # one request at a time goes to a host, so the first feed has been read
        while not await beside_untold(tmp_path):
            pass
        process.kill()
        out, _ = await process.communicate()
        assert out == b""
        following = await beside(["poll", "--json"], tmp_path, declaring(server, "/feed"))
        again = await beside(["poll", "--json", "--force"], tmp_path, declaring(server, "/feed"))
    assert {each["title"] for each in following.report["announced"]} == {"一", "二"}
    assert again.report["announced"] == []


async def beside_untold(folder: Path) -> bool:
    """Whether the database in the folder holds anything that is still to be told."""

    def look() -> bool:
        with contextlib.closing(sqlite3.connect(folder / ".newsbot" / "newsbot.db")) as database:
            return bool(database.execute("SELECT count(*) FROM entries WHERE tell != ''").fetchone()[0])

    return await asyncio.to_thread(look)


async def test_what_write_read_on_its_way_is_announced_by_the_next_poll(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        env = declaring(server, "/feed")
        written = await beside(["write", "没有人写过的题目"], tmp_path, env)
        polled = await beside(["poll"], tmp_path, env)
    assert written.code == 3
    assert "1 more was found before and only announced now" in polled.out
    assert "+ 一" in polled.out


async def test_what_could_not_be_printed_is_announced_by_the_next_poll(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        env = declaring(server, "/feed")
        command = f"exec {sys.executable} -m newsbot poll --json > /dev/full"
        process = await asyncio.create_subprocess_shell(
            command, cwd=tmp_path, env=clean(env), stderr=asyncio.subprocess.PIPE
        )
        _, err = await process.communicate()
        following = await beside(["poll", "--json"], tmp_path, env)
    assert (process.returncode, b"cannot be written" in err) == (1, True)
    assert [each["title"] for each in following.report["announced"]] == ["一"]


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(folder / ".newsbot" / "newsbot.db")) as database, database:
        return database.execute(statement).fetchall()


async def test_what_is_new_becomes_part_of_stories(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("微光科技开源语言模型", "欧洲下了大雪"))}) as server:
        await beside(["poll"], tmp_path, declaring(server, "/feed"))
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT story_id) FROM members") == [(2, 2)]


async def test_stories_that_cannot_be_made_cost_no_announcement_and_are_made_by_the_next_poll(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一", "二"))}) as server:
        env = declaring(server, "/feed")
        await beside(["feeds", "list"], tmp_path, env)  # makes the database
        refusing = "CREATE TRIGGER refuse BEFORE INSERT ON members BEGIN SELECT RAISE(ABORT, 'no'); END"
        rows(tmp_path, refusing)
        first = await beside(["poll", "--json"], tmp_path, env)
        rows(tmp_path, "DROP TRIGGER refuse")
        second = await beside(["poll", "--json"], tmp_path, env)
    assert [each["title"] for each in first.report["announced"]] == ["一", "二"]
    assert first.code == 0
    assert "not put into stories" in first.err
    assert (second.report["announced"], second.err) == ([], "")
    assert rows(tmp_path, "SELECT count(*) FROM members") == [(2,)]
