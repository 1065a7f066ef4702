"""Feeds found from an address, called by a name and explained: real HTTP, database and sandbox."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feed_samples import answers, page, redirects, rss
from feed_world import Clock, FeedWorld, feed_world
from loopback import Handler, site
from newsbot import rounds, subscriptions
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, UsageError
from newsbot.news import Feed, Followed, Wait

NOW = Clock().at


def followed(*urls: str, **more: str) -> list[Followed]:
    return [Followed(feed=Feed(url=url), added=NOW, **more) for url in urls]


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://e.test/feed.xml", "https://e.test/feed.xml"),
        ("  http://e.test/feed\n", "http://e.test/feed"),
        ("e.test/blog", "https://e.test/blog"),
        ("e.test:8443/blog", "https://e.test:8443/blog"),
        ("feed://e.test/rss", "https://e.test/rss"),
        ("feed:http://e.test/rss", "http://e.test/rss"),
        ("https://e.test/feed#latest", "https://e.test/feed"),
        ("e.test/?to=http://f.test/", "https://e.test/?to=http://f.test/"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_an_address_is_made_whole_as_a_person_means_it(typed: str, url: str) -> None:
    assert subscriptions.address(typed) == url


@given(st.text(max_size=60))
@example("http://[::1")
@example("#")
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    """What is no address is for the fetcher to refuse; only nothing at all is refused here."""
    try:
        assert subscriptions.address(text).strip()
        assert subscriptions.known(followed("https://e.test/"), subscriptions.address(text)) is None
    except UsageError:
        assert not text.strip().removeprefix("feed:").partition("#")[0].strip("/")


# ---------------------------------------------------------------- found


async def find(folder: Path, pages: dict[str, Handler | str | bytes], path: str) -> tuple[subscriptions.Found, str]:
    """What is found at a path of a site with these pages, and the site's origin."""
    async with site(pages) as server, feed_world(folder, [server.origin]) as newsroom:
        return await subscriptions.discover(server.url(path), newsroom.world), server.origin


async def test_a_feeds_own_address_is_the_feed(tmp_path: Path) -> None:
    found, origin = await find(tmp_path, {"/news": answers(rss("一", "二"))}, "/news")
    assert (found.url, found.how, found.others) == (f"{origin}/news", "address", ())
    assert (found.parsed.title, found.parsed.total) == ("甲报", 2)


async def test_a_page_leads_to_the_first_feed_it_names_that_is_one(tmp_path: Path) -> None:
    pages = {
        "/blog": page("gone.xml", "/blog/no-feed", "/blog/real.xml", "https://127.0.0.1:1/elsewhere.xml"),
        "/blog/no-feed": "<html><body>no feed</body></html>",
        "/blog/real.xml": answers(rss("一")),
        "/feed": answers(rss("usual place")),
    }
    found, origin = await find(tmp_path, pages, "/blog")
    assert (found.url, found.how) == (f"{origin}/blog/real.xml", "link")
    assert "https://127.0.0.1:1/elsewhere.xml" in found.others  # reported, and never asked for
    assert found.url not in found.others


async def test_a_page_that_names_none_leads_to_the_usual_places(tmp_path: Path) -> None:
    found, origin = await find(tmp_path, {"/": page(), "/feed": answers(rss("一"))}, "/")
    assert (found.url, found.how, found.others) == (f"{origin}/feed", "guess", ())


async def test_what_is_kept_is_the_address_that_was_given_not_where_it_redirects_to(tmp_path: Path) -> None:
    found, origin = await find(tmp_path, {"/old": redirects("/new"), "/new": answers(rss("一"))}, "/old")
    assert found.url == f"{origin}/old"


async def test_no_feed_anywhere_says_what_was_tried_and_what_to_do(tmp_path: Path) -> None:
    for pages, tried in (
        ({"/blog": page()}, "it names none"),
        ({"/blog": page("/a", "/b")}, "the 2 feeds it names cannot be read"),
    ):
        with pytest.raises(ParseError) as caught:
            await find(tmp_path, pages, "/blog")
        said = str(caught.value)
        assert tried in said and "usual places" in said and said.endswith("give that address")
        assert "\n" not in said


async def test_an_address_that_cannot_be_read_is_not_guessed_around(tmp_path: Path) -> None:
    """A feed that is gone must not silently become another feed of the same site."""
    with pytest.raises(HttpStatus) as caught:
        await find(tmp_path, {"/feed": answers(rss("another"))}, "/category/ai/feed")
    assert caught.value.status == 404


async def test_a_blocked_address_is_blocked_with_its_rule(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server, feed_world(tmp_path, []) as newsroom:
        with pytest.raises(Blocked) as caught:
            await subscriptions.discover(server.url("/feed"), newsroom.world)
        assert caught.value.rule == "port"
        for address, rule in (
            ("http://127.0.0.1/feed", "private-address"),
            ("file:///etc/passwd", "scheme"),
            ("http://[::1", "url"),
        ):
            with pytest.raises(Blocked) as caught:
                await subscriptions.discover(address, newsroom.world)
            assert caught.value.rule == rule
        assert server.requests == []


async def test_a_page_cannot_lead_to_a_blocked_address(tmp_path: Path) -> None:
    async with site({"/secret": answers(rss("秘"))}) as inside:
        with pytest.raises((ParseError, FetchError)):
            await find(tmp_path, {"/": page(inside.url("/secret"), "file:///etc/passwd")}, "/")
        assert inside.requests == []


async def test_the_owners_encoding_reads_the_title(tmp_path: Path) -> None:
    body = rss("一", title="机器之心").decode().encode("gb18030")
    async with site({"/feed": answers(body)}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        found = await subscriptions.discover(server.url("/feed"), newsroom.world, "gb18030")
        assert found.parsed.title == "机器之心"


# ---------------------------------------------------------------- called by a name


def test_a_feed_is_named_by_its_address_where_it_moved_or_its_title() -> None:
    feeds = [
        *followed("https://e.test/feed/"),
        *followed("http://f.test/rss", address="https://moved.test/rss"),
        *followed("http://g.test/", title="机器之心"),
    ]
    for name, url in (
        ("https://e.test/feed/", "https://e.test/feed/"),
        (" E.test/feed ", "https://e.test/feed/"),
        ("https://moved.test/rss", "http://f.test/rss"),
        ("机器之心", "http://g.test/"),
    ):
        assert subscriptions.named(feeds, name).feed.url == url


def test_an_unknown_name_is_an_error_that_names_the_nearest_feed() -> None:
    feeds = followed("https://e.test/feed.xml", "https://other.test/atom")
    with pytest.raises(UsageError) as caught:
        subscriptions.named(feeds, "https://e.test/feeds.xml")
    assert str(caught.value) == "https://e.test/feeds.xml is not followed; did you mean https://e.test/feed.xml?"
    with pytest.raises(UsageError, match="no feed is followed yet"):
        subscriptions.named([], "e.test")


def test_a_title_that_two_feeds_have_names_neither() -> None:
    with pytest.raises(UsageError):
        subscriptions.named(followed("http://e.test/1", "http://e.test/2", title="新闻"), "新闻")


def test_of_a_list_only_what_is_not_followed_under_any_of_its_addresses_is_unknown() -> None:
    feeds = followed("https://e.test/feed/", address="https://moved.test/rss")
    listed = [
        Feed(url=url)
        for url in ("https://E.test/feed", "https://moved.test/rss", "https://new.test/", "https://new.test")
    ]
    assert [feed.url for feed in subscriptions.unknown(feeds, listed)] == ["https://new.test/"]


# ---------------------------------------------------------------- explained


async def only(newsroom: FeedWorld) -> Followed:
    (feed,) = await newsroom.store.followed()
    return feed


async def test_a_new_feed_is_explained_and_nothing_is_kept(tmp_path: Path) -> None:
    headers = {"ETag": '"v1"', "Cache-Control": "max-age=7200"}
    pages = {"/feed": redirects("/real", 302), "/real": answers(rss("一", "二", extra="<ttl>30</ttl>"), 200, headers)}
    async with site(pages) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        seen = await subscriptions.explain(Feed(url=server.url("/feed")), newsroom.world)
        assert await newsroom.store.followed() == ()
        assert (seen.followed, seen.status, seen.error, seen.rule) == (False, 200, "", "")
        assert seen.fetched is not None and seen.parsed is not None
        assert [(hop.status, hop.to) for hop in seen.fetched.hops] == [(302, server.url("/real"))]
        assert seen.fetched.headers["etag"] == '"v1"'
        assert (seen.parsed.format, seen.parsed.title, seen.parsed.hints.ttl) == ("RSS 2.0", "甲报", 1800)
        assert [(each.entry.title, each.news) for each in seen.entries] == [("一", "new"), ("二", "new")]
        assert [each.entry.dated.confidence for each in seen.entries if each.entry.dated] == ["exact", "exact"]
        assert (seen.after.result, seen.size) == ("2 entries, 2 new", len(rss("一", "二", extra="<ttl>30</ttl>")))


async def test_new_changed_known_and_off_topic_entries_are_told_apart_by_what_is_remembered(tmp_path: Path) -> None:
    pages: dict[str, Handler | str | bytes] = {"/feed": answers(rss("AI 一", "AI 二"))}
    async with site(pages) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url("/feed")
        await newsroom.store.follow([Feed(url=url, topics=("AI",))])
        await rounds.poll(await newsroom.store.followed(), newsroom.world)
        before = await only(newsroom)
        changed = rss("AI 一", "AI 二", "AI 三", "四").replace("<title>AI 二".encode(), "<title>AI 二（更正）".encode())
        pages["/feed"] = answers(changed)
        for _ in range(2):
            seen = await subscriptions.explain(await only(newsroom), newsroom.world)
            assert [each.news for each in seen.entries] == ["known", "update", "new", "off-topic"]
        assert await only(newsroom) == before


async def test_a_feed_as_it_was_last_time_is_unchanged_and_all_its_entries_known(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        await rounds.poll(await newsroom.store.followed(), newsroom.world)
        seen = await subscriptions.explain(await only(newsroom), newsroom.world)
        assert (seen.followed, seen.after.result, [each.news for each in seen.entries]) == (
            True,
            "unchanged",
            ["known"],
        )


async def test_the_next_poll_is_that_of_a_poll_and_what_asked_for_it_is_known(tmp_path: Path) -> None:
    pages = {
        "/patient": answers(rss(*"一二三四五", extra="<ttl>1380</ttl>")),
        "/plain": answers(rss(*"一二三四五")),
    }
    async with site(pages) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url(path)) for path in pages])
        before = {feed.feed.url: feed for feed in await newsroom.store.followed()}
        seen = {url: await subscriptions.explain(feed, newsroom.world) for url, feed in before.items()}
        polled = await rounds.poll(list(before.values()), newsroom.world)
        assert {each.feed: each.due for each in polled} == {url: each.after.due for url, each in seen.items()}
        patient, plain = seen[server.url("/patient")], seen[server.url("/plain")]
        assert plain.own == plain.after.due
        assert patient.own is not None and patient.after.due is not None
        assert patient.own < NOW + timedelta(hours=23) <= patient.after.due


@pytest.mark.parametrize(
    ("handler", "status", "says"),
    [
        (answers(status=404), 404, "gone (404)"),
        (answers(status=503, headers={"Retry-After": "3600"}), 503, "failing (503)"),
        (answers(b"<!DOCTYPE html><html><body>maintenance</body></html>"), 200, ""),
        (answers(b""), 0, "empty"),
    ],
)
async def test_what_fails_is_explained_in_the_words_of_a_poll(
    tmp_path: Path, handler: Handler, status: int, says: str
) -> None:
    async with site({"/feed": handler}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        feed = await only(newsroom)
        seen = await subscriptions.explain(feed, newsroom.world)
        assert await only(newsroom) == feed
        assert (seen.status, seen.entries) == (status, ())
        assert says in seen.error
        (polled,) = await rounds.poll([feed], newsroom.world)
        assert (polled.error, polled.result) == (seen.error, seen.after.result)
        assert polled.due == (None if seen.after.paused else seen.after.due)


async def test_a_feed_that_is_gone_for_good_is_explained_as_what_a_poll_would_pause(tmp_path: Path) -> None:
    async with site({"/feed": answers(status=410)}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        await newsroom.store.follow([Feed(url=server.url("/feed"))])
        feed = await only(newsroom)
        seen = await subscriptions.explain(feed, newsroom.world)
        assert await only(newsroom) == feed
        assert seen.status == 410 and "gone (410)" in seen.error
        await rounds.poll([feed], newsroom.world)
        assert seen.after == await only(newsroom) and seen.after.paused


async def test_a_blocked_feed_names_the_rule(tmp_path: Path) -> None:
    async with feed_world(tmp_path, []) as newsroom:
        seen = await subscriptions.explain(Feed(url="http://127.0.0.1/feed"), newsroom.world)
        assert (seen.rule, seen.status, seen.fetched) == ("private-address", 0, None)
        assert "127.0.0.1" in seen.error


async def test_an_error_is_explained_with_its_redirects_and_headers(tmp_path: Path) -> None:
    pages = {"/feed": redirects("/busy"), "/busy": answers(status=429, headers={"Retry-After": "60"})}
    async with site(pages) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        seen = await subscriptions.explain(Feed(url=server.url("/feed")), newsroom.world)
    assert seen.fetched is not None
    assert [(hop.status, hop.to) for hop in seen.fetched.hops] == [(301, server.url("/busy"))]
    assert (seen.fetched.status, seen.fetched.final_url) == (429, server.url("/busy"))
    assert seen.fetched.headers["retry-after"] == "60"


async def test_no_message_shows_the_query_of_an_address(tmp_path: Path) -> None:
    """It may hold a key."""
    key = "?apikey=hunter2"
    async with site({"/blog": page(f"/a{key}")}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        url = server.url(f"/blog{key}")
        with pytest.raises(ParseError) as no_feed:
            await subscriptions.discover(url, newsroom.world)
        await newsroom.store.wait(
            server.origin.removeprefix("http://"), Wait(asked=NOW, until=NOW + timedelta(hours=1))
        )
        with pytest.raises(FetchError) as left_alone:
            await subscriptions.discover(url, newsroom.world)
        seen = await subscriptions.explain(Feed(url=url), newsroom.world)
        with pytest.raises(UsageError) as unknown:
            subscriptions.named(followed(f"https://e.test/feed{key}"), f"https://anna:hunter2@e.test/feeds{key}")
    said = [str(error.value) for error in (no_feed, left_alone, unknown)]
    assert not [line for line in (*said, seen.error, *(what for _, what in newsroom.told)) if "hunter2" in line]
    assert left_alone.value.url == url
    assert said[-1] == "https://e.test/feeds?… is not followed; did you mean https://e.test/feed?…?"


async def test_a_host_that_asked_to_be_left_alone_is_not_asked(tmp_path: Path) -> None:
    async with site({"/feed": answers(rss("一"))}) as server, feed_world(tmp_path, [server.origin]) as newsroom:
        host = server.origin.removeprefix("http://")
        await newsroom.store.wait(host, Wait(asked=NOW, until=NOW + timedelta(hours=1)))
        seen = await subscriptions.explain(Feed(url=server.url("/feed")), newsroom.world)
        assert "left alone until 2026-11-20 09:00 UTC" in seen.error
        with pytest.raises(FetchError, match="left alone until"):
            await subscriptions.discover(server.url("/feed"), newsroom.world)
        assert server.requests == []
        newsroom.clock.turn(hours=1)
        assert (await subscriptions.explain(Feed(url=server.url("/feed")), newsroom.world)).error == ""
