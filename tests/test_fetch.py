"""The guarded fetcher against real servers on loopback. Nothing here may leave 127.0.0.0/8."""

import asyncio
import contextlib
import gzip
import json
import random
import socket
import threading
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from loopback import Conversation, Handler, Site, raw, says, site
from newsbot.edges.fetch import FEED_BYTES, PAGE_BYTES, GuardedFetcher, is_public, shown
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, TooLarge, TooSlow, Unreachable
from newsbot.news import Hop
from newsbot.newsroom import Now

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OK = b"HTTP/1.1 200 OK\r\n"
ATTACKS = Path(__file__).parents[2] / "shared/data/attacks/ssrf_urls.jsonl"


class Names(AbstractResolver):
    """Answers from a table, numbers as the C library reads them, and no other name."""

    def __init__(self, table: Mapping[str, tuple[str, ...]], port: int | None = None) -> None:
        self._table = table
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = self._table.get(host) or (socket.inet_ntoa(socket.inet_aton(host)),)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=self._port or port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        pass


def fetcher(
    *origins: str, deadline: float = 20.0, names: Names | None = None, now: Now = lambda: NOON
) -> GuardedFetcher:
    return GuardedFetcher(
        now=now,
        allow_origins=origins,
        contact="https://newsroom.example/bot",
        deadline=deadline,
        resolver=names or Names({}),
    )


@asynccontextmanager
async def answering(*parts: bytes, deadline: float = 20.0) -> AsyncIterator[tuple[GuardedFetcher, str]]:
    """A fetcher and the address of a server that has no robots.txt and answers all else with these bytes."""
    async with raw(unless_robots(says(*parts))) as origin, fetcher(origin, deadline=deadline) as fetch:
        yield fetch, origin + "/page"


def unless_robots(converse: Conversation) -> Conversation:
    """The conversation for every request but that for robots.txt, which there is none of."""

    async def either(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readexactly(len(b"GET /robots.txt"))
        if asked == b"GET /robots.txt":
            await says(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")(reader, writer)
        else:
            await converse(reader, writer)

    return either


def redirects_to(location: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    return answer


# ---------------------------------------------------------------- what comes back


async def test_a_page_comes_back_whole_with_its_address_status_headers_and_instant() -> None:
    async with site({"/a": "<p>新闻</p>"}) as server, fetcher(server.origin) as fetch:
        page = await fetch.page(server.url("/a"))
    assert (page.url, page.final_url) == (server.url("/a"), server.url("/a"))
    assert (page.status, page.fetched) == (200, NOON)
    assert page.body.decode() == "<p>新闻</p>"
    assert page.headers["content-type"] == "text/html; charset=utf-8"


async def test_requests_name_the_bot_and_its_contact_and_carry_no_cookie() -> None:
    async def setting_a_cookie(request: web.Request) -> web.Response:
        return web.Response(text="x", headers={"Set-Cookie": "seen=1"})

    async with site({"/a": setting_a_cookie}) as server, fetcher(server.origin) as fetch:
        await fetch.feed(server.url("/a"))
        await fetch.page(server.url("/a"))
    agents = {request.headers["User-Agent"] for request in server.requests}
    assert agents == {"newsbot/0.1.0 (+https://newsroom.example/bot)"}
    assert not any("Cookie" in request.headers for request in server.requests)


async def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with site({"/a": "direct"}) as server, fetcher(server.origin) as fetch:
        assert (await fetch.page(server.url("/a"))).body == b"direct"


async def test_a_header_that_is_no_utf8_becomes_text_that_can_be_stored() -> None:
    async with answering(OK, b"X-Title: \xd0\xc2\r\nContent-Length: 1\r\n\r\nx") as (fetch, url):
        page = await fetch.page(url)
    assert json.loads(page.model_dump_json(exclude={"body"}))["headers"]["x-title"] == "??"


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (404, "gone"),
        (410, "gone"),
        (403, "refused"),
        (451, "refused"),
        (429, "later"),
        (503, "later"),
        (304, "no page"),
    ],
)
async def test_a_status_other_than_2xx_is_an_error_that_says_what_to_do(status: int, advice: str) -> None:
    async with answering(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % status) as (fetch, url):
        with pytest.raises(HttpStatus, match=advice) as caught:
            await fetch.page(url)
    assert (caught.value.status, caught.value.url) == (status, url)


async def test_an_empty_answer_is_a_parse_error_that_names_the_address() -> None:
    async with answering(OK, b"Content-Length: 0\r\n\r\n") as (fetch, url):
        with pytest.raises(ParseError, match=rf"{url}.*empty"):
            await fetch.page(url)


async def test_an_error_names_the_server_that_answered_as_it_is_known_to_those_who_ask_it() -> None:
    """Not the one that redirected to it: whoever asks to be left alone is that server."""
    names = Names({"news.test": ("127.0.0.1",)})
    async with site({}) as server:
        place = server.origin.replace("127.0.0.1", "NEWS.test")
        moved = {"/a": redirects_to(place + "/gone")}
        async with site(moved) as start, fetcher(start.origin, place, names=names) as fetch:
            with pytest.raises(HttpStatus) as caught:
                await fetch.feed(start.url("/a"))
    assert caught.value.host == place.removeprefix("http://").lower()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3600", 3600),
        ("0", 0),
        (" 120 ", 120),
        ("1.5", 1.5),
        ("31622400", 31622400),  # 366 days
        ("Sun, 22 Nov 2026 13:00:00 GMT", 3600),
        ("Sunday, 22-Nov-26 12:00:07 GMT", 7),
        ("Sun Nov 22 12:00:07 2026", 7),
        ("Sun, 22 Nov 2026 21:00:00 +0800", 3600),
        ("Sat, 21 Nov 2026 12:00:00 GMT", 0),
        ("-1", None),
        ("+1", None),
        ("abc", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("１２", None),
        ("31622401", None),
        ("9" * 400, None),
        ("Sun, 22 Nov 2036 13:00:00 GMT", None),
        ("Mon, 99 Foo 2026", None),
        ("Sun, 22 Nov 2026 13:00:00 GMT" + " " * 900 + "x", None),
    ],
)
async def test_retry_after_is_told_in_seconds_and_nonsense_counts_as_none(
    status: int, value: str, seconds: float | None
) -> None:
    head = f"HTTP/1.1 {status} X\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n".encode()
    async with answering(head) as (fetch, url):
        with pytest.raises(HttpStatus) as caught:
            await fetch.feed(url)
    assert caught.value.retry_after == seconds


async def test_an_error_tells_the_redirects_the_address_that_answered_and_its_headers() -> None:
    pages = {"/a": redirects_to("/b"), "/b": busy("3600")}
    async with site(pages) as server, fetcher(server.origin) as fetch:
        with pytest.raises(HttpStatus) as caught:
            await fetch.feed(server.url("/a"))
    assert caught.value.hops == ((server.url("/a"), 302, server.url("/b")),)
    assert caught.value.final_url == server.url("/b")
    assert caught.value.headers["retry-after"] == "3600"


def busy(wait: str) -> Handler:
    """A handler that is busy and names a wait."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": wait})

    return answer


async def test_a_host_that_asked_to_be_left_alone_is_not_asked_again_by_redirects_from_others() -> None:
    at = NOON
    names = Names({f"{name}.test": ("127.0.0.1",) for name in ("one", "two", "three", "busy")})
    async with site({"/feed": busy("600")}) as end:
        place = end.origin.replace("127.0.0.1", "busy.test")
        async with site({"/feed": redirects_to(f"{place}/feed")}) as start:
            starts = [start.origin.replace("127.0.0.1", f"{name}.test") for name in ("one", "two", "three")]
            async with fetcher(place, *starts, names=names, now=lambda: at) as fetch:

                async def refused() -> list[tuple[int, str, float | None]]:
                    ends = await asyncio.gather(
                        *(fetch.feed(f"{each}/feed") for each in starts), return_exceptions=True
                    )
                    errors = [each for each in ends if isinstance(each, HttpStatus)]
                    return [(each.status, each.host, each.retry_after) for each in errors]

                host = place.removeprefix("http://")
                assert await refused() == [(503, host, 600)] * 3
                assert (len(start.requests), len(end.requests)) == (3, 1)
                at = NOON + timedelta(seconds=400)
                assert await refused() == [(503, host, 200)] * 3
                assert len(end.requests) == 1
                at = NOON + timedelta(seconds=600)
                assert await refused() == [(503, host, 600)] * 3
                assert len(end.requests) == 2
                at = NOON - timedelta(days=300)  # the clock was put back: how much is over nobody can tell
                assert await refused() == [(503, host, 600)] * 3
                assert len(end.requests) == 3
                with pytest.raises(HttpStatus):  # where to begin is decided by whoever asks
                    await fetch.feed(f"{place}/feed")
                assert len(end.requests) == 4


async def test_a_busy_host_that_names_no_wait_is_asked_by_each_redirect() -> None:
    async with (
        site({"/feed": busy("")}) as end,
        site({"/feed": redirects_to(end.url("/feed"))}) as start,
        fetcher(start.origin, end.origin) as fetch,
    ):
        for _ in range(2):
            with pytest.raises(HttpStatus):
                await fetch.feed(start.url("/feed"))
    assert len(end.requests) == 2


async def test_only_429_and_503_ask_for_a_wait() -> None:
    async with answering(b"HTTP/1.1 404 X\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n") as (fetch, url):
        with pytest.raises(HttpStatus) as caught:
            await fetch.feed(url)
    assert caught.value.retry_after is None


# ---------------------------------------------------------------- validators

ETAG = 'W/"a,b; \\ é"'  # opaque: whatever stands there goes back as it is
MODIFIED = "yesterday, or so"


def validators(server: Site) -> list[tuple[str | None, str | None]]:
    """What was sent with each request: If-None-Match and If-Modified-Since."""
    return [(r.headers.get("If-None-Match"), r.headers.get("If-Modified-Since")) for r in server.requests]


async def unchanged(request: web.Request) -> web.Response:
    return web.Response(status=304, headers={"ETag": '"2"', "Cache-Control": "max-age=60"})


async def test_validators_are_sent_back_as_they_were_given_and_304_is_an_answer_without_body() -> None:
    async with site({"/feed": unchanged}) as server, fetcher(server.origin) as fetch:
        answer = await fetch.feed(server.url("/feed"), ETAG, MODIFIED)
        await fetch.feed(server.url("/feed"), etag=ETAG)
        await fetch.feed(server.url("/feed"), modified=MODIFIED)
    assert validators(server) == [(ETAG, MODIFIED), (ETAG, None), (None, MODIFIED)]
    assert (answer.status, answer.body, answer.fetched) == (304, b"", NOON)
    assert (answer.headers["etag"], answer.headers["cache-control"]) == ('"2"', "max-age=60")


async def test_the_validators_of_one_answer_are_those_of_the_next_request() -> None:
    async def versioned(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == ETAG and request.headers.get("If-Modified-Since") == MODIFIED:
            return web.Response(status=304)
        return web.Response(text="<rss/>", headers={"ETag": ETAG, "Last-Modified": MODIFIED})

    async with site({"/feed": versioned}) as server, fetcher(server.origin) as fetch:
        first = await fetch.feed(server.url("/feed"))
        second = await fetch.feed(server.url("/feed"), first.headers["etag"], first.headers["last-modified"])
    assert (first.status, second.status) == (200, 304)


async def test_a_304_that_we_did_not_ask_for_is_an_error() -> None:
    async with site({"/feed": unchanged}) as server, fetcher(server.origin) as fetch:
        for ask in (fetch.feed(server.url("/feed")), fetch.page(server.url("/feed"))):
            with pytest.raises(HttpStatus, match="304"):
                await ask
    assert set(validators(server)) == {(None, None)}


@pytest.mark.parametrize("bad", ["a\r\nX: y", "a\0b", "\x7f", "\udcff", '"' + "x" * 1_000])
async def test_a_validator_that_no_header_should_hold_is_not_sent(bad: str) -> None:
    async with site({"/feed": "x"}) as server, fetcher(server.origin) as fetch:
        await fetch.feed(server.url("/feed"), bad, MODIFIED)
        await fetch.feed(server.url("/feed"), ETAG, bad)
        await fetch.feed(server.url("/feed"), bad, bad)
    assert validators(server) == [(None, MODIFIED), (ETAG, None), (None, None)]


async def test_validators_go_to_every_address_on_the_way() -> None:
    """They are those of the address that answered last time, and that stands at the end."""
    async with (
        site({"/feed": unchanged}) as end,
        site({"/old": redirects_to(end.url("/feed"))}) as start,
        fetcher(start.origin, end.origin) as fetch,
    ):
        answer = await fetch.feed(start.url("/old"), ETAG, MODIFIED)
    assert validators(start) == validators(end) == [(ETAG, MODIFIED)]
    assert (answer.status, answer.final_url) == (304, end.url("/feed"))


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:53aa:64c::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
        "localhost",
        "127.1",
        "0x7f.1",
        "2130706433",
    ],
)
def test_private_special_and_non_numeric_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "2130706433",
        "127。0。0。1",
        "ⓛocalhost",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "0xA9FEA9FE",
        "100.64.0.1",
        "mapped.test",
        "mixed.test",
        "mixed2.test",
        "any6.test",
    ],
)
async def test_no_spelling_of_a_private_host_is_connected_to(host: str) -> None:
    async with site({"/": "secret"}) as server:
        names = Names(
            {
                "localhost": ("127.0.0.1",),
                "mapped.test": ("::ffff:127.0.0.1",),
                "mixed.test": ("203.0.114.1", "127.0.0.1"),
                "mixed2.test": ("127.0.0.1", "203.0.114.1"),
                "any6.test": ("::",),
            },
            port=int(server.origin.rpartition(":")[2]),  # whatever the address says, our server is what would answer
        )
        async with fetcher(names=names) as fetch:
            with pytest.raises(Blocked) as caught:
                await fetch.page(f"http://{host}/")
    assert caught.value.rule in ("private-address", "url")
    assert server.requests == []


async def test_the_socket_is_refused_even_when_the_resolver_was_not_asked() -> None:
    """A literal address never passes the resolver; only the place where the socket is made sees it."""
    async with fetcher() as fetch:
        with pytest.raises(Blocked, match=r"10\.0\.0\.1 is not a public address") as caught:
            await fetch.page("http://10.0.0.1/")
    assert caught.value.rule == "private-address"
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("", "scheme"),
        ("no address", "scheme"),
        ("ftp://news.test/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1:80/_x", "scheme"),
        ("http://", "url"),
        ("http:///127.0.0.1/", "url"),
        ("http://news.test\\@127.0.0.1/", "url"),
        ("http://news.test/\r\nHost: x", "url"),
        ("http://news.test/\udcff", "url"),
        ("http://news.test:99999/", "url"),
        ("http://news.test/" + "a" * 10_000, "url"),
        ("http://news.test:22/", "port"),
        ("http://news.test:8080/", "port"),
        ("http://news.test@127.0.0.1/", "userinfo"),
        ("http://:word@127.0.0.1/", "userinfo"),
    ],
)
async def test_an_address_outside_the_rules_is_blocked_under_the_rules_name(url: str, rule: str) -> None:
    async with fetcher() as fetch:
        with pytest.raises(Blocked) as caught:
            await fetch.page(url)
    assert caught.value.rule == rule
    assert str(caught.value).isprintable()


async def test_an_error_shows_neither_the_user_name_nor_the_password_of_an_address() -> None:
    async with fetcher() as fetch:
        with pytest.raises(Blocked) as caught:
            await fetch.page("http://anna:hunter2@news.test/x")
    assert "hunter2" not in str(caught.value)
    assert "anna" not in str(caught.value)
    assert len(shown("http://a/" + "x" * 10_000_000)) == 200


async def test_an_error_shows_no_query_or_fragment_of_an_address_or_of_where_it_redirects_to() -> None:
    """Either may hold a key. The error itself keeps the address whole."""

    async def empty(request: web.Request) -> web.Response:
        return web.Response(body=b"")

    pages: dict[str, Handler | str | bytes] = {
        "/gone": redirects_to("/nowhere?apikey=hunter2"),
        "/blocked": redirects_to("http://127.0.0.1:1/?apikey=hunter2 and hunter2#hunter2"),
        "/private": redirects_to("http://10.0.0.1/?apikey=hunter2"),
        "/disallowed": redirects_to("/private?apikey=hunter2"),
        "/robots.txt": b"User-agent: *\nDisallow: /private",
        "/empty": empty,
        "/round": redirects_to("/round?apikey=hunter2"),
    }
    async with site(pages) as server, fetcher(server.origin) as fetch:
        for path in ("/gone", "/blocked", "/private", "/disallowed", "/empty", "/round", "/\0"):
            url = server.url(f"{path}?apikey=hunter2#hunter2")
            with pytest.raises((FetchError, ParseError)) as caught:
                await fetch.page(url)
            assert "hunter2" not in str(caught.value)
            assert server.origin in str(caught.value) and "?…" in str(caught.value)
            assert getattr(caught.value, "url", url) == url
    assert shown("http://news.test/feed?key=a b&c#d") == "http://news.test/feed?…"


@pytest.mark.skipif(not ATTACKS.exists(), reason="the collection of attacks (../shared/data/attacks) is not here")
async def test_no_address_of_the_attack_collection_reaches_a_private_server() -> None:
    urls = [json.loads(line)["url"] for line in ATTACKS.read_text("utf-8").splitlines()]
    hosts = (
        "localhost",
        "priv.test",
        "multi-a.test",
        "multi-b.test",
        "rebind1.test",
        "ip6-localhost",
        "redirect-server",
    )
    async with site({}) as server:
        names = Names(dict.fromkeys(hosts, ("127.0.0.1",)), port=int(server.origin.rpartition(":")[2]))
        async with fetcher(names=names) as fetch:
            for url in urls:
                if "//1.1.1.1" in url:  # public, and nothing here may leave loopback
                    continue
                with pytest.raises(FetchError):
                    await fetch.page(url)
    assert server.requests == []


# ---------------------------------------------------------------- redirects


async def test_redirects_are_followed_and_the_last_address_is_told() -> None:
    pages: dict[str, Handler | str | bytes] = {"/a": redirects_to("/b?x=1"), "/b": redirects_to("c"), "/c": "here"}
    async with site(pages) as server, fetcher(server.origin) as fetch:
        page = await fetch.page(server.url("/a"))
    assert (page.url, page.final_url, page.body) == (server.url("/a"), server.url("/c"), b"here")


async def test_every_redirect_is_told_with_its_status_in_order() -> None:
    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=308, headers={"Location": "../feed?a=1#here"})

    pages: dict[str, Handler | str | bytes] = {"/old/feed": moved, "/feed": redirects_to("/new"), "/new": "x"}
    async with site(pages) as server, fetcher(server.origin) as fetch:
        answer = await fetch.feed(server.url("/old/feed"))
        assert (await fetch.feed(server.url("/new"))).hops == ()
    assert answer.hops == (
        Hop(url=server.url("/old/feed"), status=308, to=server.url("/feed?a=1#here")),
        Hop(url=server.url("/feed?a=1#here"), status=302, to=server.url("/new")),
    )


async def test_five_redirects_are_followed_and_a_sixth_is_blocked() -> None:
    pages: Mapping[str, Handler | str | bytes] = {"/6": "far"} | {f"/{n}": redirects_to(f"/{n + 1}") for n in range(6)}
    async with site(pages) as server, fetcher(server.origin) as fetch:
        assert (await fetch.page(server.url("/1"))).body == b"far"
        with pytest.raises(Blocked) as caught:
            await fetch.page(server.url("/0"))
    assert caught.value.rule == "redirects"


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("http://127.0.0.1/", "private-address"),
        ("//127.0.0.1/", "private-address"),
        ("http://169.254.169.254/latest/meta-data/", "private-address"),
        ("http://priv.test/", "private-address"),
        ("http://127.0.0.1:1/", "port"),
        ("ftp://127.0.0.1/", "scheme"),
        ("http://a@127.0.0.1/", "userinfo"),
        ("http://2130706433/", "url"),
        ("http://[/", "url"),
    ],
)
async def test_an_allowed_origin_cannot_redirect_to_where_the_rules_forbid(location: str, rule: str) -> None:
    names = Names({"priv.test": ("10.0.0.1",)})
    async with site({"/a": redirects_to(location)}) as server, fetcher(server.origin, names=names) as fetch:
        with pytest.raises(Blocked) as caught:
            await fetch.page(server.url("/a"))
    assert caught.value.rule == rule
    assert caught.value.url == server.url("/a")


async def test_only_the_exact_origin_is_exempt() -> None:
    """Neither another port of the same host nor a name for the same server."""
    async with site({"/": "x"}) as allowed, site({"/": "x"}) as other:
        names = Names({"localhost": ("127.0.0.1",)})
        async with fetcher(allowed.origin, names=names) as fetch:
            for url in (other.url("/"), allowed.url("/").replace("127.0.0.1", "localhost")):
                with pytest.raises(Blocked):
                    await fetch.page(url)
    assert allowed.requests == other.requests == []


# ---------------------------------------------------------------- sizes and encodings


@pytest.mark.parametrize(
    ("coding", "encoded"),
    [
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0)),
        ("x-gzip", gzip.compress(b"text " * 25_000, mtime=0) + gzip.compress(b"text " * 25_000, mtime=0)),
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0) + b"\x00\x00trailing"),
        ("deflate", zlib.compress(b"text " * 50_000)),
        ("deflate", zlib.compress(b"text " * 50_000, wbits=-15)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"text " * 50_000), mtime=0)),
        ("identity", b"text " * 50_000),
    ],
)
async def test_content_encodings_are_undone(coding: str, encoded: bytes) -> None:
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(encoded)}\r\n\r\n".encode()
    async with answering(head, encoded) as (fetch, url):
        assert (await fetch.page(url)).body == b"text " * 50_000


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip, gzip", "gzip, br"])
async def test_unknown_and_more_than_two_encodings_are_blocked(coding: str) -> None:
    async with answering(OK + f"Content-Encoding: {coding}\r\nContent-Length: 1\r\n\r\nx".encode()) as (fetch, url):
        with pytest.raises(Blocked) as caught:
            await fetch.page(url)
    assert caught.value.rule == "encoding"


async def test_a_body_of_exactly_the_cap_is_read_and_one_byte_more_is_too_large() -> None:
    full = random.Random(1).randbytes(FEED_BYTES)
    async with site({"/full": full, "/over": full + b"x"}) as server, fetcher(server.origin) as fetch:
        assert (await fetch.feed(server.url("/full"))).body == full
        with pytest.raises(TooLarge, match="5 MiB"):
            await fetch.feed(server.url("/over"))
        assert len((await fetch.page(server.url("/over"))).body) == FEED_BYTES + 1


async def test_the_cap_holds_for_a_body_that_does_not_tell_its_length() -> None:
    async with answering(OK, b"\r\n", b"x" * (FEED_BYTES + 1)) as (fetch, url):
        with pytest.raises(TooLarge):
            await fetch.feed(url)


def bomb() -> bytes:
    """A gigabyte of zeros as gzip: blocks that stand for themselves, one of them a thousand times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, block = (packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + block * 1023


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
async def test_a_decompression_bomb_is_too_large_and_is_never_held_in_memory(coding: str) -> None:
    """What is held may pass the cap by one piece of 64 KiB, not by the gigabyte that was packed."""
    packed = bomb() if coding == "gzip" else gzip.compress(bomb())
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    async with answering(head, packed) as (fetch, url):
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge, match="10 MiB"):
                await fetch.page(url)
            assert tracemalloc.get_traced_memory()[1] < 3 * PAGE_BYTES
        finally:
            tracemalloc.stop()


async def test_a_body_that_inflates_to_nothing_for_ever_is_refused() -> None:
    """Twenty thousand empty gzip members cost work and give no byte the cap could count."""
    members = gzip.compress(b"") * 20_000
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(members)}\r\n\r\n".encode()
    async with answering(head, members) as (fetch, url):
        with pytest.raises(Unreachable, match="compression"):
            await fetch.page(url)


@pytest.mark.parametrize("body", [b"this is no gzip", gzip.compress(b"text " * 9_000, mtime=0)[:-20]])
async def test_a_broken_or_cut_gzip_body_is_unreachable(body: bytes) -> None:
    async with answering(OK, b"Content-Encoding: gzip\r\n\r\n", body) as (fetch, url):
        with pytest.raises(Unreachable, match=url):
            await fetch.page(url)


# ---------------------------------------------------------------- servers that misbehave


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        OK + b"Content-Length: 100\r\n\r\nshort",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx",
        OK + b"Content-Length: -1\r\n\r\nx",
    ],
)
async def test_an_answer_that_is_no_http_or_is_cut_is_unreachable_with_its_cause(answer: bytes) -> None:
    async with answering(answer) as (fetch, url):
        with pytest.raises(Unreachable) as caught:
            await fetch.page(url)
    assert caught.value.__cause__ is not None
    assert str(caught.value).isprintable()


async def test_an_answer_that_is_cut_off_is_told_in_our_own_words() -> None:
    async with answering(OK + b"Content-Length: 100\r\n\r\nshort") as (fetch, url):
        with pytest.raises(Unreachable) as caught:
            await fetch.page(url)
    assert str(caught.value) == f"{url}: the answer was cut off; try again later"


@pytest.mark.parametrize("headers", [b"X: " + b"a" * 100_000, b"X: y\r\n" * 1_000_000])
async def test_a_giant_header_and_endless_headers_are_refused(headers: bytes) -> None:
    async with answering(OK, headers, b"\r\n\r\n") as (fetch, url):
        with pytest.raises(Unreachable, match="no proper HTTP"):
            await fetch.page(url)


class Endless:
    """A conversation that reads a request, sends `start` and then `more` again and again, in drips if it is short.

    Each ends when the client has hung up; `alone` is set while none is under way.
    """

    def __init__(self, start: bytes, more: bytes) -> None:
        self._start, self._more = start, more
        self._clients = 0
        self.alone = asyncio.Event()
        self.alone.set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients += 1
        self.alone.clear()
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._start)
            hung_up = asyncio.ensure_future(self._hung_up(reader))
            while not hung_up.done():
                writer.write(self._more)
                await writer.drain()
                if len(self._more) < 1_000:
                    await asyncio.wait([hung_up], timeout=0.01)
        finally:
            self._clients -= 1
            if not self._clients:
                self.alone.set()

    async def _hung_up(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read()


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NEVER_DONE = {  # nothing of these passes a cap, so only the deadline ends them
    "no answer": (b"", b""),
    "a header that drips": (OK + b"X: ", b"y"),
    "headers without end": (OK, b""),
    "a body that drips": (OK + b"\r\n", b"x"),
    "chunks that drip": (CHUNKED, b"1\r\nx\r\n"),
    "the head of a chunk that drips": (CHUNKED + b"1;", b"x"),
    "the head of a chunk that floods": (CHUNKED + b"1;", b"x" * 100_000),
    "no last chunk": (CHUNKED + b"1\r\nx\r\n", b""),
    "early hints that drip": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "early hints that flood": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000),
    "a compressed body that drips": (OK + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", b"\0\0\0\xff\xff"),
}
STOPPED = {  # and these are ended by us, with the error they end in
    "a body without end": (OK + b"\r\n", b"x" * 100_000, TooLarge),
    "a compressed body of nothing": (
        OK + b"Content-Encoding: deflate\r\n\r\n\x78\x9c",
        b"\0\0\0\xff\xff" * 20_000,
        TooLarge,
    ),
    "a gzip header without end": (
        OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0",
        b"x" * 100_000,
        TooLarge,
    ),
    "gzip members without end": (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1_000, Unreachable),
    "a gigabyte packed": (OK + b"Content-Encoding: gzip\r\n\r\n", bomb(), TooLarge),
    "brotli": (OK + b"Content-Encoding: br\r\n\r\n", bomb(), Blocked),
    "zstandard": (OK + b"Content-Encoding: zstd\r\n\r\n", bomb(), Blocked),
    "an error page without end": (b"HTTP/1.1 500 X\r\n\r\n", b"x" * 100_000, HttpStatus),
    "a redirect to itself, without end": (b"HTTP/1.1 302 X\r\nLocation: /feed\r\n\r\n", b"x" * 100_000, Blocked),
    "a status line without end": (b"HTTP/1.1 200 ", b"x" * 100_000, Unreachable),
    "headers that flood": (OK, b"X: y\r\n" * 10_000, Unreachable),
    "trailers that flood": (CHUNKED + b"0\r\n", b"X: y\r\n" * 10_000, Unreachable),
}


@pytest.mark.parametrize("answer", NEVER_DONE)
async def test_a_server_that_never_gets_done_is_too_slow_and_no_connection_stays_open(answer: str) -> None:
    server = Endless(*NEVER_DONE[answer])
    async with raw(server) as origin, fetcher(origin, deadline=0.1) as fetch:
        with pytest.raises(TooSlow, match=r"0\.1 s"):
            await fetch.feed(origin + "/feed")
        await server.alone.wait()


@pytest.mark.parametrize("answer", STOPPED)
async def test_an_answer_without_end_is_stopped_and_no_connection_stays_open(answer: str) -> None:
    start, more, error = STOPPED[answer]
    server = Endless(start, more)
    async with raw(server) as origin, fetcher(origin) as fetch:
        with pytest.raises(error):
            await fetch.feed(origin + "/feed")
        await server.alone.wait()


@pytest.mark.deep
async def test_all_hostile_servers_at_once_cost_little_memory() -> None:
    """With the deadline as it is by default. The servers' own memory counts as well."""
    answers = [*NEVER_DONE.values(), *((start, more) for start, more, _ in STOPPED.values())]
    async with AsyncExitStack() as running:
        origins = [await running.enter_async_context(raw(Endless(*answer))) for answer in answers]
        names = Names({f"{number}.test": ("127.0.0.1",) for number in range(len(origins))})
        places = [origin.replace("127.0.0.1", f"{number}.test") for number, origin in enumerate(origins)]
        fetch = await running.enter_async_context(fetcher(*places, names=names))
        tracemalloc.start()
        try:
            ends = await asyncio.gather(*(fetch.feed(place + "/feed") for place in places), return_exceptions=True)
            assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
        finally:
            tracemalloc.stop()
    assert {type(end) for end in ends} == {TooSlow, *(error for _, _, error in STOPPED.values())}


async def test_a_name_look_up_that_hangs_is_too_slow() -> None:
    class Hanging(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            await asyncio.Event().wait()
            return []

    async with fetcher(deadline=0.05, names=Hanging({})) as fetch:
        with pytest.raises(TooSlow):
            await fetch.page("http://news.test/")


async def test_a_look_up_does_not_wait_for_other_work_in_threads() -> None:
    """Those of asyncio are few; here the only one is busy."""
    done = threading.Event()
    with ThreadPoolExecutor(1) as only:
        asyncio.get_running_loop().set_default_executor(only)
        only.submit(done.wait)
        try:
            async with site({"/a": "x"}) as server:
                place = server.origin.replace("127.0.0.1", "localhost")
                async with GuardedFetcher(now=lambda: NOON, allow_origins=(place,)) as fetch:
                    assert (await fetch.page(place + "/a")).body == b"x"
        finally:
            done.set()


async def test_no_server_and_no_such_name_are_unreachable() -> None:
    async with site({}) as server:
        gone = server.origin
    async with fetcher(gone) as fetch:
        for url in (gone + "/", "http://no-such-name.test/", "http://" + "a" * 64 + ".test/"):
            with pytest.raises(Unreachable):
                await fetch.page(url)


async def test_a_server_that_speaks_no_tls_is_unreachable_over_https() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(OK)

    async with raw(plain) as origin, fetcher(origin.replace("http:", "https:")) as fetch:
        with pytest.raises(Unreachable):
            await fetch.page(origin.replace("http:", "https:") + "/")


# ---------------------------------------------------------------- one request a host


async def test_a_host_has_one_request_at_a_time() -> None:
    under_way, most = 0, 0

    async def counting(request: web.Request) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(20):  # turns of the loop in which another request could arrive
            await asyncio.sleep(0)
        under_way -= 1
        return web.Response(text="x")

    async with site({"/a": counting}) as server, fetcher(server.origin) as fetch:
        await asyncio.gather(*(fetch.page(server.url("/a")) for _ in range(9)))
    assert (most, len(server.requests)) == (1, 10)  # robots.txt is one of them


async def test_waiting_for_our_own_request_to_the_host_is_not_the_hosts_slowness() -> None:
    """The first request hangs until its deadline; the second, which waited just as long, is answered."""

    async def hanging(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with site({"/hang": hanging, "/a": "x"}) as server, fetcher(server.origin, deadline=1.5) as fetch:
        first, second = await asyncio.gather(
            fetch.page(server.url("/hang")), fetch.page(server.url("/a")), return_exceptions=True
        )
    assert isinstance(first, TooSlow)
    assert not isinstance(second, BaseException)


async def test_a_request_given_up_while_it_waits_in_line_leaves_the_line_in_order() -> None:
    arrived, go = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        arrived.set()
        await go.wait()
        return web.Response(text="x")

    async with site({"/slow": slow, "/a": "x"}) as server, fetcher(server.origin) as fetch:
        first = asyncio.create_task(fetch.page(server.url("/slow")))
        await arrived.wait()
        second, third = (asyncio.create_task(fetch.page(server.url("/a"))) for _ in range(2))
        await asyncio.sleep(0)
        second.cancel()
        go.set()
        assert [page.body for page in await asyncio.gather(first, third)] == [b"x", b"x"]
    assert second.cancelled()


async def test_two_hosts_that_redirect_to_each_other_do_not_wait_for_each_other() -> None:
    names = Names({"one.test": ("127.0.0.1",), "two.test": ("127.0.0.1",)})

    async with site({"/end": "x"}) as server:
        port = server.origin.rpartition(":")[2]
        one, two = f"http://one.test:{port}", f"http://two.test:{port}"
        async with (
            site({"/1": redirects_to(two + "/end"), "/2": redirects_to(one + "/end")}) as start,
            fetcher(start.origin, one, two, names=names) as fetch,
        ):
            pages = await asyncio.gather(*(fetch.page(start.url(f"/{n % 2 + 1}")) for n in range(10)))
    assert {page.final_url for page in pages} == {one + "/end", two + "/end"}
