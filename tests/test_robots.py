"""robots.txt: what its rules mean, when it is read, and what a hostile one can cost. Real servers on loopback."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego
from yarl import URL

from loopback import Handler, Site, raw, site
from newsbot.edges.fetch import GuardedFetcher
from newsbot.edges.fetch.robots import FAILURE_HOLDS, HOLDS, KEPT_BYTES, ROBOTS_BYTES, WILD_CHARACTERS, Rules, parse
from newsbot.errors import Blocked, TooSlow, Unreachable

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Pages = Mapping[str, Handler | str | bytes]


class Loopback(AbstractResolver):
    """Every name is 127.0.0.1."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=0, flags=0)]

    async def close(self) -> None:
        pass


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def reading(
    pages: Pages, *origins: str, clock: Clock | None = None
) -> AsyncIterator[tuple[Site, GuardedFetcher]]:
    """A site and a fetcher that may read it."""
    async with (
        site(pages) as server,
        GuardedFetcher(now=clock or Clock(), allow_origins=(server.origin, *origins), resolver=Loopback()) as fetch,
    ):
        yield server, fetch


def asked(server: Site) -> list[str]:
    """The paths the server was asked for, in order."""
    return [request.path for request in server.requests]


def answers(status: int, **headers: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return answer


async def blocked(fetch: GuardedFetcher, url: str) -> str:
    """The message with which robots.txt keeps us from a page."""
    with pytest.raises(Blocked) as caught:
        await fetch.page(url)
    assert caught.value.rule == "robots"
    assert caught.value.url == url
    assert str(caught.value).startswith(url)
    return str(caught.value)


# ---------------------------------------------------------------- what the rules mean


def allowed(file: str, path: str) -> bool:
    return parse(file.encode()).allow(URL(f"https://news.test{path}"))


@pytest.mark.parametrize(
    ("file", "path", "verdict"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/privately", True),
        # Our own group alone counts where there is one; other robots' groups never do.
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsbot\nAllow: /", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: NewsBot\nDisallow: /a", "/a", False),
        ("User-agent: newsbot/0.1.0 (+https://x.test)\nDisallow: /a", "/a", False),
        ("User-agent: news\nDisallow: /", "/a", True),
        ("User-agent: newsbots\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nUser-agent: newsbot\nDisallow: /", "/a", False),
        ("User-agent: GPTBot\nDisallow: /\nUser-agent: *\nDisallow: /x", "/a", True),
        ("user-agent : newsbot # us\ndisallow : /a", "/a", False),
        ("User-agent: newsbot\nDisallow: /a\n\nUser-agent: newsbot\nDisallow: /b", "/a", False),
        ("User-agent: newsbot\nDisallow: /a\n\nUser-agent: newsbot\nDisallow: /b", "/b", False),
        # The longest rule wins, and of equal ones Allow.
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        # Wildcards, ends, queries and escapes.
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /新闻", "/%E6%96%B0%E9%97%BB/1", False),
        ("User-agent: *\nDisallow: /%e6%96%b0", "/新闻", False),
        ("User-agent: *\nDisallow: //", "//a", False),
        # As files are found.
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html><body>User-agent: *</body></html>", "/a", True),
        ("User-agent\nDisallow: /", "/a", True),
    ],
)
def test_rules_mean_what_rfc_9309_says(file: str, path: str, verdict: bool) -> None:
    assert allowed(file, path) is verdict


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_file_and_no_path_raises(body: bytes, path: str) -> None:
    assert parse(body).allow(URL("http://news.test").with_path("/" + path)) in (True, False)


LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: newsbot",
        "User-agent: GPTBot",
        "user agent: CCBot",
        "User-agent:",
        "",
        "# x",
        "x: y",
    ]
    + ["Sitemap: /s", "Disallow:", "Crawl-delay: 1"]
    + [f"{verb}: {path}" for verb in ("Allow", "Disallow") for path in ("/", "/a", "/a*b", "/a/b$")]
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["/", "/a", "/a/b", "/axb", "/c"]))
def test_taking_out_the_names_of_all_other_robots_changes_nothing_for_us(lines: list[str], path: str) -> None:
    file = "\n".join(lines)
    assert allowed(file, path) is Protego.parse(file).can_fetch(f"http://news.test{path}", "newsbot")


# ---------------------------------------------------------------- when it is read


async def test_a_page_that_robots_txt_forbids_is_not_asked_for_and_the_error_names_the_file() -> None:
    async with reading({"/robots.txt": "User-agent: *\nDisallow: /a", "/a": "x", "/b": "y"}) as (server, fetch):
        message = await blocked(fetch, server.url("/a"))
        assert server.url("/robots.txt") in message
        assert "another source" in message
        assert (await fetch.page(server.url("/b"))).body == b"y"
    assert asked(server) == ["/robots.txt", "/b"]


async def test_a_feed_is_read_whatever_robots_txt_says() -> None:
    """Its owner has asked for it; robots.txt is about robots that find their own way."""
    async with reading({"/robots.txt": "User-agent: *\nDisallow: /", "/feed": "<rss/>"}) as (server, fetch):
        assert (await fetch.feed(server.url("/feed"))).body == b"<rss/>"
    assert asked(server) == ["/feed"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 451])
async def test_a_robots_txt_that_is_refused_or_missing_allows_everything(status: int) -> None:
    async with reading({"/robots.txt": answers(status), "/a": "x"}) as (server, fetch):
        assert (await fetch.page(server.url("/a"))).body == b"x"


@pytest.mark.parametrize("status", [500, 502, 503, 304])
async def test_a_robots_txt_that_the_server_fails_to_give_forbids_everything(status: int) -> None:
    async with reading({"/robots.txt": answers(status), "/a": "x"}) as (server, fetch):
        message = await blocked(fetch, server.url("/a"))
    assert f"/robots.txt answered {status}" in message
    assert "try again later" in message
    assert asked(server) == ["/robots.txt"]


async def test_a_server_that_hangs_up_on_robots_txt_is_left_alone() -> None:
    async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async with (
        raw(hanging_up) as origin,
        GuardedFetcher(now=Clock(), allow_origins=(origin,), resolver=Loopback()) as fetch,
    ):
        assert "cannot be read" in await blocked(fetch, origin + "/a")


async def test_a_host_that_cannot_be_reached_is_unreachable_and_not_a_matter_of_robots_txt() -> None:
    async with site({}) as server:
        gone = server.origin
    async with GuardedFetcher(now=Clock(), allow_origins=(gone,), resolver=Loopback()) as fetch:
        with pytest.raises(Unreachable, match=f"{gone}/a"):
            await fetch.page(gone + "/a")


async def test_an_empty_robots_txt_allows_everything() -> None:
    async with reading({"/robots.txt": b"", "/a": "x"}) as (server, fetch):
        assert (await fetch.page(server.url("/a"))).body == b"x"


async def test_redirects_of_robots_txt_are_followed_and_more_than_five_are_as_good_as_no_file() -> None:
    pages: dict[str, Handler | str | bytes] = {f"/{n}": answers(302, Location=f"/{n + 1}") for n in range(5)} | {
        "/5": "User-agent: *\nDisallow: /a",
        "/a": "x",
    }
    async with reading({**pages, "/robots.txt": answers(301, Location="/1")}) as (server, fetch):
        await blocked(fetch, server.url("/a"))
    async with reading({**pages, "/robots.txt": answers(301, Location="/0")}) as (server, fetch):
        assert (await fetch.page(server.url("/a"))).body == b"x"


@pytest.mark.parametrize("place", ["http://10.0.0.1/robots.txt", "http://127.0.0.1:1/robots.txt", "ftp://news.test/"])
async def test_a_robots_txt_that_leads_where_we_do_not_go_forbids_everything(place: str) -> None:
    async with reading({"/robots.txt": answers(302, Location=place), "/a": "x"}) as (server, fetch):
        assert "cannot be read" in await blocked(fetch, server.url("/a"))


async def test_each_site_that_a_redirect_crosses_is_asked_with_its_own_rules() -> None:
    async with site({"/robots.txt": "User-agent: newsbot\nDisallow: /closed", "/open": "x", "/closed": "y"}) as other:
        pages: Pages = {
            "/robots.txt": "User-agent: *\nDisallow: /open",
            "/1": answers(302, Location=other.url("/open")),
            "/2": answers(302, Location=other.url("/closed")),
        }
        async with reading(pages, other.origin) as (server, fetch):
            assert (await fetch.page(server.url("/1"))).body == b"x"
            assert other.url("/robots.txt") in await blocked(fetch, server.url("/2"))
    assert asked(server) == ["/robots.txt", "/1", "/2"]
    assert asked(other) == ["/robots.txt", "/open"]


async def test_a_redirect_inside_a_site_to_a_forbidden_page_is_not_followed() -> None:
    pages: Pages = {"/robots.txt": "User-agent: *\nDisallow: /b", "/a": answers(302, Location="/b"), "/b": "x"}
    async with reading(pages) as (server, fetch):
        assert f"redirected to {server.url('/b')}" in await blocked(fetch, server.url("/a"))
    assert asked(server) == ["/robots.txt", "/a"]


async def test_pages_that_come_together_wait_for_one_robots_txt() -> None:
    async with reading({"/robots.txt": "", "/a": "x"}) as (server, fetch):
        await asyncio.gather(*(fetch.page(server.url("/a")) for _ in range(9)))
    assert asked(server) == ["/robots.txt"] + ["/a"] * 9


async def test_the_rules_hold_for_a_day_and_are_then_read_again() -> None:
    clock = Clock()
    pages: dict[str, Handler | str | bytes] = {"/robots.txt": "", "/a": "x"}
    async with reading(pages, clock=clock) as (server, fetch):
        await fetch.page(server.url("/a"))
        pages["/robots.txt"] = "User-agent: *\nDisallow: /"
        clock.now = NOON + HOLDS - timedelta(seconds=1)
        await fetch.page(server.url("/a"))
        clock.now = NOON + HOLDS
        await blocked(fetch, server.url("/a"))


async def test_a_failure_holds_for_minutes_only() -> None:
    clock = Clock()
    pages: dict[str, Handler | str | bytes] = {"/robots.txt": answers(503), "/a": "x"}
    async with reading(pages, clock=clock) as (server, fetch):
        await blocked(fetch, server.url("/a"))
        pages["/robots.txt"] = ""
        await blocked(fetch, server.url("/a"))
        clock.now = NOON + FAILURE_HOLDS
        assert (await fetch.page(server.url("/a"))).body == b"x"
    assert asked(server) == ["/robots.txt", "/robots.txt", "/a"]


async def test_a_clock_that_goes_back_makes_the_rules_be_read_again() -> None:
    clock = Clock()
    async with reading({"/robots.txt": "", "/a": "x"}, clock=clock) as (server, fetch):
        await fetch.page(server.url("/a"))
        clock.now = NOON - timedelta(days=3650)
        await fetch.page(server.url("/a"))
        await fetch.page(server.url("/a"))
    assert asked(server) == ["/robots.txt", "/a", "/robots.txt", "/a", "/a"]


async def test_a_robots_txt_that_never_ends_costs_one_page_its_deadline_and_the_next_nothing() -> None:
    requests = 0

    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        requests += 1
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\n")
        await reader.read()

    async with (
        raw(dripping) as origin,
        GuardedFetcher(now=Clock(), allow_origins=(origin,), resolver=Loopback(), deadline=0.2) as fetch,
    ):
        with pytest.raises(TooSlow, match=f"{origin}/a"):
            await fetch.page(origin + "/a")
        assert "not sent in time" in await blocked(fetch, origin + "/b")
    assert requests <= 1


async def test_a_page_given_up_while_it_reads_robots_txt_leaves_the_next_one_to_read_it() -> None:
    arrived = asyncio.Event()

    async def slow_at_first(request: web.Request) -> web.Response:
        if arrived.is_set():
            return web.Response(text="")
        arrived.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with reading({"/robots.txt": slow_at_first, "/a": "x"}) as (server, fetch):
        first, second = (asyncio.create_task(fetch.page(server.url("/a"))) for _ in range(2))
        await arrived.wait()
        first.cancel()
        assert (await second).body == b"x"
    assert first.cancelled()


# ---------------------------------------------------------------- what a hostile file can cost


async def test_of_a_long_file_the_first_500_kib_count() -> None:
    comments = "# nothing\n" * (ROBOTS_BYTES // 10)
    early = ("User-agent: *\nDisallow: /early\n" + comments).encode()
    late = b"Disallow: /late\n"
    async with reading({"/robots.txt": early + late * 2**16, "/late": "x"}) as (server, fetch):
        await blocked(fetch, server.url("/early"))
        assert (await fetch.page(server.url("/late"))).body == b"x"


async def test_an_endless_robots_txt_is_read_to_its_500_kib() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        if not head.startswith(b"GET /robots.txt"):
            writer.write(b"page")
            return
        writer.write(b"User-agent: *\nDisallow: /early\n")
        while True:
            writer.write(b"# nothing\n" * 1000)
            await writer.drain()

    async with (
        raw(endless) as origin,
        GuardedFetcher(now=Clock(), allow_origins=(origin,), resolver=Loopback()) as fetch,
    ):
        await blocked(fetch, origin + "/early")
        assert (await fetch.page(origin + "/late")).body == b"page"


def test_many_robots_times_many_rules_take_little_memory() -> None:
    """Listed once for each name, as they stand, these would be 150 million rules."""
    names = "".join(f"User-agent: robot{number}\n" for number in range(11_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(14_000))
    body = (names + rules + "User-agent: *\nDisallow: /a").encode()
    assert len(body) < ROBOTS_BYTES
    tracemalloc.start()
    try:
        parsed = parse(body)
        assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    finally:
        tracemalloc.stop()
    assert not parsed.allow(URL("http://news.test/a"))
    assert parsed.allow(URL("http://news.test/1"))


@pytest.mark.parametrize(
    "rule", ["Disallow: /*" + "a" * 9 + "b$", "Disallow: /" + "*a" * 40 + "$", "Allow: /" + "*" * 200 + "b"]
)
def test_more_wildcards_than_a_site_needs_forbid_everything(rule: str) -> None:
    """Each is looked for all through an address. Just below the bound the worst addresses still get their answer."""
    worst = URL("http://news.test/" + "a" * 7_900)
    most = (WILD_CHARACTERS // len(rule)) * (rule + "\n")
    assert parse(f"User-agent: *\n{most}".encode()).allow(worst) is (not rule.endswith("a$"))
    refused = parse(f"User-agent: *\n{most}{rule}\n".encode())
    assert not refused.allow(URL("http://news.test/b"))
    assert "wildcards" in refused.problem


async def test_files_are_forgotten_oldest_first_so_that_many_sites_take_bounded_memory() -> None:
    file = "User-agent: *\n" + "# nothing\n" * (ROBOTS_BYTES // 10 - 10)
    hosts = [f"site{number}.test" for number in range(KEPT_BYTES // len(file) + 1)]
    async with site({"/robots.txt": file, "/a": "x"}) as server:
        origins = [server.origin.replace("127.0.0.1", host) for host in hosts]
        async with GuardedFetcher(now=Clock(), allow_origins=origins, resolver=Loopback()) as fetch:
            for origin in (*origins, origins[-1], origins[0]):
                await fetch.page(origin + "/a")
    reads = [request.host.partition(":")[0] for request in server.requests if request.path == "/robots.txt"]
    assert reads == [*hosts, hosts[0]]


def test_no_rules_at_all_allow_and_a_problem_forbids() -> None:
    assert Rules().allow(URL("http://news.test/"))
    assert not Rules(problem="answered 503").allow(URL("http://news.test/"))
