"""`newsbot feeds`, whole: real HTTP, a real database, and what a person and a script read."""

import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from feed_samples import answers, page, redirects, rss
from loopback import Handler, Site, site
from newsroom_run import NONE, Env, Result, beside, left_in, run

pytestmark = pytest.mark.deep

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="One" type="rss" xmlUrl="https://one.test/feed"/>
<outline text="Two" type="rss" xmlUrl="https://two.test/feed"/></outline>
<outline text="Broken" type="rss" xmlUrl="file:///etc/passwd"/>
</body></opml>
"""


def allowing(server: Site, **more: str) -> dict[str, str]:
    return {"NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([server.origin]), **more}


async def listed(folder: Path, env: Env = NONE) -> list[dict[str, Any]]:
    """The feeds as `feeds list --json` has them."""
    result = await beside(["feeds", "list", "--json"], folder, env)
    assert result.code == 0
    feeds: list[dict[str, Any]] = result.report["feeds"]
    return feeds


# ---------------------------------------------------------------- add


async def test_adding_a_feed_prints_its_address_and_says_what_it_is(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一", "二"))}) as server:
        result = await beside(["feeds", "add", server.url("/feed")], tmp_path, allowing(server))
    assert (result.code, result.out) == (0, server.url("/feed") + "\n")
    assert result.err == "following 甲报: RSS 2.0 in UTF-8, 2 entries\n"
    assert [feed["url"] for feed in await listed(tmp_path)] == [server.url("/feed")]


async def test_adding_a_site_follows_the_feed_it_names_and_reports_the_others(tmp_path: Path) -> None:
    async with site({"/": page("/rss", "/comments"), "/rss": answers(rss("一"))}) as server:
        env = allowing(server)
        result = await beside(["feeds", "add", server.origin, "--json"], tmp_path, env)
        assert result.report == {
            "url": server.url("/rss"),
            "title": "甲报",
            "new": True,
            "changed": False,
            "how": "link",
            "format": "RSS 2.0",
            "entries": 1,
            "others": [server.url("/comments")],
        }
        again = await beside(["feeds", "add", server.origin, "--json"], tmp_path, env)
        assert (again.code, again.report["new"], again.report["url"]) == (0, False, server.url("/rss"))
        assert len(await listed(tmp_path)) == 1


async def test_options_are_kept_and_change_a_feed_that_is_followed(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        url, env = server.url("/feed"), allowing(server)
        options = [
            "--language",
            "zh",
            "--timezone",
            "Asia/Shanghai",
            "--topic",
            "AI",
            "--topic",
            "模型",
            "--kind",
            "brief",
            "--weight",
            "2.5",
        ]
        assert (await beside(["feeds", "add", url, *options], tmp_path, env)).code == 0
        (feed,) = await listed(tmp_path)
        kept = {
            "language": "zh",
            "timezone": "Asia/Shanghai",
            "topics": ["AI", "模型"],
            "weight": 2.5,
            "kind": "brief",
            "encoding": "",
        }
        assert {name: feed[name] for name in kept} == kept
        asked = len(server.requests)
        changed = await beside(["feeds", "add", url, "--title", "我的", "--encoding", "gb18030"], tmp_path, env)
        assert (changed.code, changed.out, changed.err) == (0, url + "\n", "followed already; changed as you say\n")
        (feed,) = await listed(tmp_path)
        assert {name: feed[name] for name in kept} == {**kept, "encoding": "gb18030"}
        assert feed["title"] == "我的"
        await beside(["feeds", "add", url, "--title", "", "--topic", ""], tmp_path, env)
        (feed,) = await listed(tmp_path)
        assert (feed["title"], feed["topics"]) == ("甲报", [])
        assert len(server.requests) == asked  # changing how it is read asks nobody


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--timezone", "Mars/Olympus"], "--timezone: no such time zone; write it like Asia/Shanghai"),
        (["--encoding", "klingon"], "--encoding: no such encoding"),
        (["--language", "Chinese please"], "--language: is no language tag"),
        (["--topic", " "], "--topic: one of them is empty"),
        (["--kind", "breif"], "did you mean brief?"),
        (["--kind", "digest"], "articles that are published"),
        (["--weight", "0"], "--weight: "),
        (["--weight", "nan"], "--weight: "),
    ],
)
def test_an_option_that_does_not_fit_is_a_usage_error_before_anyone_is_asked(
    tmp_path: Path, option: list[str], says: str
) -> None:
    result = run(["feeds", "add", "http://127.0.0.1:9/feed", *option, "--json"], tmp_path)
    assert (result.code, len(result.err.splitlines())) == (2, 1)
    assert says in result.err
    assert says in result.report["error"]["message"]


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://127.0.0.1/feed", "private-address"),
        ("127.0.0.1:8080/feed", "port"),
        ("http://user:word@e.test/feed", "userinfo"),
        ("file:///etc/passwd", "scheme"),
        ("http://[::1", "url"),
    ],
)
@pytest.mark.parametrize("verb", ["add", "check"])
def test_a_blocked_address_exits_1_and_says_the_rule(tmp_path: Path, verb: str, address: str, rule: str) -> None:
    result = run(["feeds", verb, address, "--json"], tmp_path)
    assert result.code == 1
    assert result.err.startswith(f"newsbot: blocked ({rule}): ")
    assert len(result.err.splitlines()) == 1
    assert result.report["error"]["rule"] == rule
    assert result.report["error"]["message"].startswith(f"blocked ({rule}): ")
    assert run(["feeds", verb, address], tmp_path).err == result.err
    assert run(["feeds", "list", "--json"], tmp_path).report == {"feeds": []}


async def test_a_page_without_a_feed_is_one_line_with_what_to_do(tmp_path: Path) -> None:
    async with site({"/": page()}) as server:
        result = await beside(["feeds", "add", server.origin, "--json"], tmp_path, allowing(server))
    assert result.code == 1
    assert "it names none" in result.err and len(result.err.splitlines()) == 1
    assert result.report["error"] == {"message": result.err.removeprefix("newsbot: ").rstrip("\n"), "rule": ""}


# ---------------------------------------------------------------- remove, pause, resume


async def test_pausing_resuming_and_removing_print_the_address(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        url, env = server.url("/feed"), allowing(server)
        await beside(["feeds", "add", url], tmp_path, env)
        assert (await beside(["feeds", "pause", url], tmp_path, env))[:2] == (0, url + "\n")
        (feed,) = await listed(tmp_path)
        assert (feed["paused"], feed["due"]) == ("by hand", None)
        assert (await beside(["poll", "--force", "--json"], tmp_path, env)).report["feeds"] == []
        assert "paused already" in (await beside(["feeds", "pause", url], tmp_path, env)).err
        assert (await beside(["feeds", "resume", url], tmp_path, env))[:2] == (0, url + "\n")
        assert (await listed(tmp_path))[0]["paused"] == ""
        assert len((await beside(["poll", "--json"], tmp_path, env)).report["feeds"]) == 1
        assert (await beside(["feeds", "remove", url], tmp_path, env))[:2] == (0, url + "\n")
        assert await listed(tmp_path) == []


@pytest.mark.parametrize("verb", ["remove", "pause", "resume"])
async def test_an_unknown_feed_is_an_error_that_names_the_nearest(tmp_path: Path, verb: str) -> None:
    async with site({"/feed.xml": answers(rss("一"))}) as server:
        await beside(["feeds", "add", server.url("/feed.xml")], tmp_path, allowing(server))
        result = await beside(["feeds", verb, server.url("/feeds.xml"), "--json"], tmp_path)
    assert result.code == 2
    assert f"is not followed; did you mean {server.url('/feed.xml')}?" in result.err
    assert result.report["error"]["rule"] == ""


async def test_a_declared_feed_is_changed_and_removed_in_the_settings_only(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server:
        url = server.url("/feed")
        env = allowing(server, NEWSBOT_FEEDS=json.dumps([{"url": url, "language": "zh"}]))
        (feed,) = await listed(tmp_path, env)
        assert (feed["declared"], feed["language"]) == (True, "zh")
        for args in (["remove", url], ["add", url, "--language", "en"]):
            result = await beside(["feeds", *args], tmp_path, env)
            assert (result.code, result.out) == (1, "")
            assert result.err == f"newsbot: {url} is declared in newsbot.toml; change it there\n"
        assert (await beside(["feeds", "add", url], tmp_path, env)).code == 0  # nothing is asked to change
        assert (await beside(["feeds", "pause", url], tmp_path, env)).code == 0
        (feed,) = await listed(tmp_path, env)
        assert (feed["paused"], feed["language"]) == ("by hand", "zh")
        assert await listed(tmp_path) == []  # declared no longer, followed no longer


# ---------------------------------------------------------------- import, export


def test_importing_counts_what_is_new_known_and_a_problem(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    result = run(["feeds", "import", "mine.opml"], tmp_path)
    assert (result.code, result.out) == (0, "https://one.test/feed\nhttps://two.test/feed\n")
    assert result.err.splitlines()[-1] == "2 new, 0 followed already, 1 problem"
    again = run(["feeds", "import", "mine.opml", "--json"], tmp_path)
    assert (again.report["new"], again.report["known"], len(again.report["problems"])) == ([], 2, 1)
    feeds = run(["feeds", "list", "--json"], tmp_path).report["feeds"]
    assert [(feed["url"], feed["title"]) for feed in feeds] == [
        ("https://one.test/feed", "One"),
        ("https://two.test/feed", "Two"),
    ]


def test_what_is_exported_is_what_another_newsroom_imports(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    (tmp_path / "other").mkdir()
    run(["feeds", "import", "mine.opml"], tmp_path)
    result = run(["feeds", "export"], tmp_path)
    assert (result.code, result.err) == (0, "")
    (tmp_path / "other" / "theirs.opml").write_text(result.out, encoding="utf-8")
    run(["feeds", "import", "theirs.opml"], tmp_path / "other")
    theirs = run(["feeds", "list", "--json"], tmp_path / "other").report["feeds"]
    assert [(feed["url"], feed["title"]) for feed in theirs] == [
        ("https://one.test/feed", "One"),
        ("https://two.test/feed", "Two"),
    ]
    assert run(["feeds", "export", "--json"], tmp_path).report["feeds"] == 2


def test_exporting_to_a_file_writes_it_and_never_over_another(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    run(["feeds", "import", "mine.opml"], tmp_path)
    result = run(["feeds", "export", "out.opml"], tmp_path)
    assert (result.code, result.out, result.err) == (0, "out.opml\n", "2 feeds\n")
    assert "https://one.test/feed" in (tmp_path / "out.opml").read_text(encoding="utf-8")
    refused = run(["feeds", "export", "mine.opml", "--json"], tmp_path)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert "is there already" in refused.report["error"]["message"]
    assert (tmp_path / "mine.opml").read_text(encoding="utf-8") == OPML


@pytest.mark.parametrize(("name", "content"), [("missing.opml", None), ("text.opml", "no outline"), ("empty.opml", "")])
def test_a_file_that_is_no_opml_is_one_line(tmp_path: Path, name: str, content: str | None) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    result = run(["feeds", "import", name, "--json"], tmp_path)
    assert (result.code, len(result.err.splitlines())) == (1, 1)
    assert name in result.report["error"]["message"]


# ---------------------------------------------------------------- list


def test_with_nothing_followed_the_list_says_how_to_begin(tmp_path: Path) -> None:
    result = run(["feeds", "list"], tmp_path)
    assert (result.code, result.out) == (0, "")
    assert "newsbot feeds add" in result.err
    assert run(["feeds", "list", "--json"], tmp_path).report == {"feeds": []}
    assert left_in(tmp_path) == []


async def test_the_list_shows_next_poll_last_result_and_failures(tmp_path: Path) -> None:
    pages: dict[str, Handler | str | bytes] = {
        "/good": answers(rss("一")),
        "/bad": answers(rss("一")),
        "/new": answers(rss("一")),
    }
    async with site(pages) as server:
        env = allowing(server)
        for path in pages:
            await beside(["feeds", "add", server.url(path)], tmp_path, env)
        await beside(["feeds", "pause", server.url("/new")], tmp_path, env)
        pages["/bad"] = answers(status=500)
        await beside(["poll"], tmp_path, env)
        result = await beside(["feeds", "list"], tmp_path, env)
        rows = {feed["url"]: feed for feed in await listed(tmp_path)}
    assert (result.code, result.err) == (0, "")
    good, bad, new = (rows[server.url(path)] for path in ("/good", "/bad", "/new"))
    assert (good["result"], good["failures"], good["title"]) == ("1 entry, 1 new", 0, "甲报")
    assert good["weekly"] > 0 and good["polled"] == good["answered"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", good["due"])
    assert (bad["failures"], bad["answered"]) == (1, None) and "failing (500)" in bad["result"]
    assert (new["polled"], new["due"], new["paused"]) == (None, None, "by hand")
    assert all(url in result.out for url in rows)
    assert "1 entry, 1 new" in result.out and "failing (500)" in result.out and "by hand" in result.out


async def test_hostile_titles_are_plain_text_on_one_line(tmp_path: Path) -> None:
    """Neither the markup of the table nor the terminal is a feed's to speak to."""
    title = "[red]甲[/red] :fire: &#x1b;[31m &#x2028;乙\u202e"
    async with site({"/feed": answers(rss("[bold]一[/bold] &#x1b;]0;x", title=title))}) as server:
        env = allowing(server)
        added = await beside(["feeds", "add", server.url("/feed")], tmp_path, env)
        polled = await beside(["poll"], tmp_path, env)
        shown = await beside(["feeds", "list"], tmp_path, env)
        checked = await beside(["feeds", "check", server.url("/feed")], tmp_path, env)
    for result in (added, polled, shown, checked):
        text = result.out + result.err
        assert "[red]甲[/red] :fire:" in text
        assert not set(text) & set("\x1b\u2028\u202e")
    for result in (polled, checked):
        assert "[bold]一[/bold]" in result.out


# ---------------------------------------------------------------- check


async def checked(folder: Path, server: Site, path: str, **more: str) -> Result:
    return await beside(["feeds", "check", server.url(path)], folder, allowing(server, **more))


async def test_checking_a_feed_explains_everything_and_keeps_nothing(tmp_path: Path) -> None:
    body = rss("一", dated="2026年8月22日 20:40", extra="<ttl>90</ttl><language>zh-cn</language>", title="中文")
    headers = {"ETag": '"v1"', "Cache-Control": "max-age=600", "Content-Type": "application/rss+xml; charset=gb18030"}
    pages = {"/old": redirects("/feed"), "/feed": answers(body.decode().encode("gb18030"), 200, headers)}
    async with site(pages) as server:
        result = await checked(tmp_path, server, "/old", NEWSBOT_TIMEZONE="Asia/Tokyo")
        report = (await beside(["feeds", "check", server.url("/old"), "--json"], tmp_path, allowing(server))).report
    assert (result.code, result.err) == (0, "")
    for said in (
        f"301 {server.url('/old')} → {server.url('/feed')}",
        "200, application/rss+xml; charset=gb18030",
        'ETag: "v1"',
        "Cache-Control: max-age=600",
        "ttl 1 h 30 min",
        "GB18030 (",
        "RSS 2.0",
        "中文",
        "1: 1 new",
        "[new] 一",
        "“2026年8月22日 20:40” → 2026-08-22 21:40:00 JST (",
        "1 entry, 1 new",
    ):
        assert said in result.out, said
    assert report["redirects"] == [{"url": server.url("/old"), "status": 301, "to": server.url("/feed")}]
    assert (report["status"], report["etag"], report["caching"]) == (200, '"v1"', {"cache-control": "max-age=600"})
    assert (report["hints"]["ttl"], report["total"], report["counts"]["new"], report["error"]) == (5400, 1, 1, None)
    (entry,) = report["entries"]
    assert (entry["id"], entry["title"], entry["published"]) == ("一", "一", "2026-08-22T12:40:00Z")
    assert (entry["date"]["raw"], entry["news"]) == ("2026年8月22日 20:40", "new")
    assert await listed(tmp_path) == []


async def test_of_many_entries_ten_are_shown_and_all_reported(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss(*(f"entry {n}" for n in range(1, 13)), dated="soon"))}) as server:
        result = await checked(tmp_path, server, "/feed")
        report = (await beside(["feeds", "check", server.url("/feed"), "--json"], tmp_path, allowing(server))).report
    assert "entry 10" in result.out and "entry 11" not in result.out and "… and 2 more" in result.out
    assert "“soon” cannot be read, and is not guessed" in result.out
    assert len(report["entries"]) == 12
    assert {(entry["published"], entry["date"]["confidence"]) for entry in report["entries"]} == {(None, "unreadable")}


async def test_a_feed_that_fails_its_check_exits_1_with_what_is_known(tmp_path: Path) -> None:
    async with site({"/feed": answers(b"<!DOCTYPE html><html><body>no feed</body></html>")}) as server:
        result = await checked(tmp_path, server, "/feed")
        report = (await beside(["feeds", "check", server.url("/feed"), "--json"], tmp_path, allowing(server))).report
    assert result.code == 1
    assert "200, application/rss+xml" in result.out
    assert result.err.startswith("newsbot: ") and len(result.err.splitlines()) == 1
    assert report["error"] == {"message": result.err.removeprefix("newsbot: ").rstrip("\n"), "rule": ""}
    assert (report["status"], report["entries"]) == (200, [])


async def test_a_feed_that_answers_with_an_error_is_explained_too(tmp_path: Path) -> None:
    """Where it redirects to, who answered, and when to come again."""
    headers = {"Retry-After": "3600", "Cache-Control": "no-store", "Content-Type": "text/html"}
    pages = {"/feed": redirects("/busy", 302), "/busy": answers(b"busy", 503, headers)}
    async with site(pages) as server:
        result = await checked(tmp_path, server, "/feed")
        report = (await beside(["feeds", "check", server.url("/feed"), "--json"], tmp_path, allowing(server))).report
    assert result.code == 1
    for said in (
        f"302 {server.url('/feed')} → {server.url('/busy')}",
        f"503, text/html, from {server.url('/busy')}",
        "Cache-Control: no-store; Retry-After: 3600",
    ):
        assert said in result.out, said
    assert "validators" not in result.out
    assert report["redirects"] == [{"url": server.url("/feed"), "status": 302, "to": server.url("/busy")}]
    assert (report["status"], report["final_url"]) == (503, server.url("/busy"))
    assert report["caching"] == {"cache-control": "no-store", "retry-after": "3600"}


async def test_a_key_in_an_address_is_in_no_message(tmp_path: Path) -> None:
    """The address itself, which a script reads from stdout, is whole."""
    pages: dict[str, Handler | str | bytes] = {"/feed": answers(rss("一", title=""))}
    async with site(pages) as server:
        url, env = server.url("/feed?apikey=hunter2"), allowing(server)
        added = await beside(["feeds", "add", url], tmp_path, env)
        fine = await beside(["feeds", "check"], tmp_path, env)
        pages["/feed"] = answers(status=500)
        failed = await beside(["feeds", "check"], tmp_path, env)
        one = await beside(["feeds", "check", url], tmp_path, env)
    assert added.out == url + "\n"
    for text in (added.err, fine.out + fine.err, failed.out + failed.err, one.err):
        assert "hunter2" not in text and text
    assert server.url("/feed?…") in added.err


async def test_a_followed_feeds_check_says_what_polls_make_of_its_answers(tmp_path: Path) -> None:
    """What it asks for, that it is moving, how often it failed, why it would be paused."""
    hints = (
        "<ttl>1320</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<link>http://e.test/</link>"
    )
    body = rss("一", "二", dated=format_datetime(datetime.now(UTC)), extra=hints)  # its own pace is hours, not a day
    pages: dict[str, Handler | str | bytes] = {"/old": redirects("/new"), "/new": answers(body)}
    async with site(pages) as server:
        url, env = server.url("/old"), allowing(server)
        await beside(["feeds", "add", url], tmp_path, env)
        await beside(["poll"], tmp_path, env)
        moving = (await beside(["feeds", "check", url], tmp_path, env)).out
        line = (await beside(["feeds", "check"], tmp_path, env)).out
        pages["/old"] = answers(status=500)
        await beside(["poll", "--force"], tmp_path, env)
        failing = (await beside(["feeds", "check", url], tmp_path, env)).out
        pages["/old"] = answers(status=410)
        gone = (await beside(["feeds", "check", url], tmp_path, env)).out
        await beside(["feeds", "pause", url], tmp_path, env)
        pages["/old"] = answers(rss("一"))
        paused = (await beside(["feeds", "check"], tmp_path, env)).out
    assert "ttl 22 h; not in the hours 1, 2 (UTC); not on Sun" in moving
    assert f"{server.url('/new')}, seen on 2 polls; believed after 3 over 2 days" in moving
    assert "the feed or its server wants that; about " in moving
    assert "a poll says unchanged" in moving
    assert f"redirects to {server.url('/new')}" in line
    assert "answer      500" in failing and "2 failures in a row" in failing
    assert "next poll   none: " in gone and f"newsbot feeds resume {url}" in gone
    assert "paused (by hand)" in paused


async def test_without_an_address_every_followed_feed_is_a_line(tmp_path: Path) -> None:
    pages: dict[str, Handler | str | bytes] = {
        "/a": answers(rss("一", dated="soon")),
        "/b": answers(rss("一", title="乙报")),
    }
    async with site(pages) as server:
        env = allowing(server)
        for path in pages:
            await beside(["feeds", "add", server.url(path)], tmp_path, env)
        fine = await beside(["feeds", "check"], tmp_path, env)
        pages["/b"] = answers(status=410)
        result = await beside(["feeds", "check"], tmp_path, env)
        report = (await beside(["feeds", "check", "--json"], tmp_path, env)).report
    assert (fine.code, len(fine.out.splitlines())) == (0, 2)
    assert "1 date not readable" in fine.out.splitlines()[0]
    assert result.code == 1
    assert [line[0] for line in result.out.splitlines()] == ["✓", "✗"]
    assert result.err == "2 feeds, 1 failed\n"
    assert [feed["error"] is None for feed in report["feeds"]] == [True, False]
    assert all("entries" not in feed for feed in report["feeds"])


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("verb", ["add", "list", "remove", "pause", "resume", "import", "export", "check"])
def test_each_subcommand_explains_itself_without_settings(tmp_path: Path, verb: str) -> None:
    (tmp_path / "newsbot.toml").write_text("broken = ", encoding="utf-8")
    result = run(["feeds", verb, "--help"], tmp_path)
    assert (result.code, result.err) == (0, "")
    assert f"newsbot feeds {verb}" in result.out and "--json" in result.out


def test_a_setting_that_does_not_fit_is_said_in_json_too(tmp_path: Path) -> None:
    (tmp_path / "newsbot.toml").write_text('feed = "x"', encoding="utf-8")
    result = run(["feeds", "list", "--json"], tmp_path)
    assert result.code == 1
    assert "feed is no setting" in result.report["error"]["message"]
