"""The guarded fetcher against real servers on loopback. Nothing here may leave 127.0.0.0/8."""

import asyncio
import gzip
import json
import random
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from loopback import Handler, raw, says, site
from newsbot.edges.fetch import FEED_BYTES, PAGE_BYTES, GuardedFetcher, is_public, shown
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, TooLarge, TooSlow, Unreachable

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


def fetcher(*origins: str, deadline: float = 20.0, names: Names | None = None) -> GuardedFetcher:
    return GuardedFetcher(
        now=lambda: NOON,
        allow_origins=origins,
        contact="https://newsroom.example/bot",
        deadline=deadline,
        resolver=names or Names({}),
    )


@asynccontextmanager
async def answering(*parts: bytes, deadline: float = 20.0) -> AsyncIterator[tuple[GuardedFetcher, str]]:
    """A fetcher and the address of a server that answers every request with these bytes."""
    async with raw(says(*parts)) as origin, fetcher(origin, deadline=deadline) as fetch:
        yield fetch, origin + "/page"


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
        ("gzip", gzip.compress(b"text " * 50_000)),
        ("x-gzip", gzip.compress(b"text " * 25_000) + gzip.compress(b"text " * 25_000)),
        ("gzip", gzip.compress(b"text " * 50_000) + b"\x00\x00trailing"),
        ("deflate", zlib.compress(b"text " * 50_000)),
        ("deflate", zlib.compress(b"text " * 50_000, wbits=-15)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"text " * 50_000))),
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


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip"])
async def test_a_decompression_bomb_is_too_large_and_is_never_held_in_memory(coding: str) -> None:
    """What is held may pass the cap by one piece of 64 KiB, not by the gigabyte that was packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(256)) + packer.flush()
    if coding == "gzip, gzip":
        bomb = gzip.compress(bomb)
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    async with answering(head, bomb) as (fetch, url):
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


@pytest.mark.parametrize("body", [b"this is no gzip", gzip.compress(b"text " * 9_000)[:-20]])
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


@pytest.mark.parametrize("headers", [b"X: " + b"a" * 100_000, b"X: y\r\n" * 1_000_000])
async def test_a_giant_header_and_endless_headers_are_refused(headers: bytes) -> None:
    async with answering(OK, headers, b"\r\n\r\n") as (fetch, url):
        with pytest.raises(Unreachable, match="no proper HTTP"):
            await fetch.page(url)


async def test_a_server_that_never_answers_is_too_slow() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw(silent) as origin, fetcher(origin, deadline=0.05) as fetch:
        with pytest.raises(TooSlow, match=r"0\.05 s"):
            await fetch.page(origin + "/")


async def test_a_body_that_drips_for_ever_is_too_slow() -> None:
    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.wait([asyncio.ensure_future(reader.read())], timeout=0.01)

    async with raw(dripping) as origin, fetcher(origin, deadline=0.1) as fetch:
        with pytest.raises(TooSlow):
            await fetch.page(origin + "/")


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
    assert (most, len(server.requests)) == (1, 9)


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
