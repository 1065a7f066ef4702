"""The guarded fetcher itself: the order of a fetch. It does not decide what is fetched, and does not parse."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any, NamedTuple, Self

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver
from yarl import URL

from newsbot import __version__
from newsbot.edges import retry_after
from newsbot.edges.fetch.body import PIECE, Body, codings
from newsbot.edges.fetch.busy import Busy
from newsbot.edges.fetch.faults import OUTSIDE, shown, status_line, translated
from newsbot.edges.fetch.guard import URL_CHARACTERS, checked, origin, public_socket
from newsbot.edges.fetch.names import PublicNames, SystemNames
from newsbot.edges.fetch.robots import PRODUCT, ROBOTS_BYTES, Robots
from newsbot.edges.fetch.turns import Turns
from newsbot.errors import Blocked, HttpStatus, ParseError, TooLarge, TooSlow
from newsbot.news import Fetched, Hop
from newsbot.newsroom import Now

FEED_BYTES = 5 * 2**20
PAGE_BYTES = 10 * 2**20
REDIRECTS = 5
HEADER_BYTES = 32 * 2**10  # one header; policies of real sites pass the 8 KiB that aiohttp allows
VALIDATOR_CHARACTERS = 1_000  # of an ETag or a date that we send back

_FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
_ROBOTS_TYPES = "text/plain, */*;q=0.5"


class _Wanted(NamedTuple):
    """What is asked for. `page`: robots.txt is obeyed. `beginning`: what is over the cap is left, not refused."""

    url: str
    cap: int
    headers: Mapping[str, str]
    page: bool = False
    beginning: bool = False

    @property
    def conditional(self) -> bool:
        """Whether we sent validators, so that 304 is an answer."""
        return hdrs.IF_NONE_MATCH in self.headers or hdrs.IF_MODIFIED_SINCE in self.headers


class GuardedFetcher:
    """Fulfils `newsroom.Fetcher`. An async context manager; use it inside `async with` only.

    `allow_origins` are exact origins (`http://127.0.0.1:8080`) that may be private and on any
    port; a redirect from one to another address is checked like any other. `contact` (a URL or
    address) stands in the user agent. `deadline` is in seconds, for one address with its
    redirects, robots.txt, name look-ups and body; waiting for our own earlier request to the same
    host does not count. `resolver` replaces the system's name look-up. No redirect is followed to a host
    that has asked this fetcher to be left alone (429 or 503 with `Retry-After`) while that lasts.
    """

    def __init__(
        self,
        *,
        now: Now,
        allow_origins: Iterable[str] = (),
        contact: str = "",
        deadline: float = 20.0,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._now = now
        self._exempt_origins = frozenset(origin(URL(each)) for each in allow_origins)
        self._agent = f"{PRODUCT}/{__version__} (+{contact})" if contact else f"{PRODUCT}/{__version__}"
        self._deadline = deadline
        self._resolver = resolver
        self._hosts = Turns()
        self._busy = Busy(now)
        self._robots = Robots(now, self._robots_txt)

    async def __aenter__(self) -> Self:
        names = self._resolver or SystemNames()
        self._closing = AsyncExitStack()
        if self._resolver is None:
            self._closing.push_async_callback(names.close)
        guarded = self._session(resolver=PublicNames(names), socket_factory=public_socket)
        self._guarded = await self._closing.enter_async_context(guarded)
        self._exempt = await self._closing.enter_async_context(self._session(resolver=names))
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._closing.aclose()

    async def feed(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        """The bytes of a feed (cap 5 MiB), or status 304 when `etag` or `modified` still hold.

        Those are `etag` and `last-modified` of its last answer, sent back as they stand. Each goes to every
        address on the way: they belong to the one that answered last, and only asking tells which that is now.
        One that no server should have sent (over 1,000 characters, controls) is left out. Raises `FetchError`,
        and `ParseError` for an empty answer.
        """
        headers: dict[str, str] = {hdrs.ACCEPT: _FEED_TYPES}
        if _may_be_sent(etag):
            headers[hdrs.IF_NONE_MATCH] = etag
        if _may_be_sent(modified):
            headers[hdrs.IF_MODIFIED_SINCE] = modified
        return await self._fetch(_Wanted(url, FEED_BYTES, headers))

    async def page(self, url: str) -> Fetched:
        """The bytes of a page (cap 10 MiB), if the robots.txt of each site on the way lets us.

        Raises `FetchError`, and `ParseError` for an empty answer.
        """
        return await self._fetch(_Wanted(url, PAGE_BYTES, {hdrs.ACCEPT: _PAGE_TYPES}, page=True))

    async def _robots_txt(self, place: URL, timer: asyncio.Timeout) -> bytes:
        """Raises `FetchError` about the file; aiohttp's own error when its server cannot be connected to."""
        wanted = _Wanted(str(place), ROBOTS_BYTES, {hdrs.ACCEPT: _ROBOTS_TYPES}, beginning=True)
        hops: list[Hop] = []
        try:
            return (await self._follow(wanted, timer, hops)).body
        except OUTSIDE as error:
            if not hops and isinstance(error, aiohttp.ClientConnectorError | ValueError):
                raise
            raise translated(wanted.url, error) from error

    def _session(self, **connector: Any) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            # One connection a request: what was checked is what is used. No DNS cache: a name is
            # looked up, checked and connected to in one go.
            connector=aiohttp.TCPConnector(use_dns_cache=False, force_close=True, **connector),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={hdrs.USER_AGENT: self._agent, hdrs.ACCEPT_ENCODING: "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
            auto_decompress=False,  # `Body` does it, so that the cap holds while inflating
            trust_env=False,
            max_line_size=URL_CHARACTERS + 190,
            max_field_size=HEADER_BYTES,
        )

    async def _fetch(self, wanted: _Wanted) -> Fetched:
        try:
            async with asyncio.timeout(self._deadline) as timer:
                return await self._follow(wanted, timer, [])
        except TimeoutError as error:
            place = shown(wanted.url)
            message = f"{place}: not finished within {self._deadline:g} s; try again later or raise fetch.deadline"
            raise TooSlow(wanted.url, message) from error
        except OUTSIDE as error:
            raise translated(wanted.url, error) from error

    async def _follow(self, wanted: _Wanted, timer: asyncio.Timeout, hops: list[Hop]) -> Fetched:
        """The answer at the end of the redirects, which are put down in `hops` as they come."""
        hop = checked(wanted.url, wanted.url, self._exempt_origins)
        while len(hops) <= REDIRECTS:
            if wanted.page:
                await self._robots.permit(wanted.url, hop, timer)
            session = self._exempt if origin(hop) in self._exempt_origins else self._guarded
            # One request a host at a time. Held for one hop only, so two redirects cannot wait for each other.
            async with self._hosts.turn(hop.raw_host, timer):
                if hops:  # whether to begin here was for our caller to decide, who knows of earlier runs too
                    self._spare(wanted.url, hop, hops)
                async with session.get(hop, headers=wanted.headers, allow_redirects=False) as response:
                    location = response.headers.get(hdrs.LOCATION)
                    if response.status not in (301, 302, 303, 307, 308) or not location:
                        return await self._read(wanted, hop, response, tuple(hops))
            to = checked(wanted.url, location, self._exempt_origins, hop)
            hops.append(Hop(url=str(hop), status=response.status, to=str(to)))
            hop = to
        message = f"{shown(wanted.url)}: more than {REDIRECTS} redirects; give the address it should end at"
        raise Blocked(wanted.url, "redirects", message)

    async def _read(
        self, wanted: _Wanted, hop: URL, response: aiohttp.ClientResponse, hops: tuple[Hop, ...]
    ) -> Fetched:
        if response.status == 304 and wanted.conditional:
            body = b""
        elif 200 <= response.status < 300:
            body = await _body(wanted, response)
        else:
            error = self._refusal(wanted.url, hop, response, hops)
            self._busy.heed(error)
            raise error
        return Fetched(
            url=wanted.url,
            final_url=str(hop),
            status=response.status,
            hops=hops,
            headers=_headers(response),
            body=body,
            fetched=self._now(),
        )

    def _spare(self, url: str, hop: URL, hops: Iterable[Hop]) -> None:
        """Raise `HttpStatus`, as if it had answered so again, for a host that asked to be left alone."""
        refused = self._busy.refused(_host(hop))
        if refused is None:
            return
        raise HttpStatus(
            url,
            refused.status,
            f"{shown(url)}: leads to {shown(_host(hop))}, which asked to be left alone; try again later",
            host=_host(hop),
            retry_after=refused.seconds,
            hops=_plain(hops),
            final_url=str(hop),
        )

    def _refusal(self, url: str, hop: URL, response: aiohttp.ClientResponse, hops: Iterable[Hop]) -> HttpStatus:
        status = response.status
        value = response.headers.get(hdrs.RETRY_AFTER, "") if status in (429, 503) else ""
        return HttpStatus(
            url,
            status,
            f"{shown(url)}: {status_line(status)}",
            host=_host(hop),
            retry_after=retry_after.seconds(value, self._now()),
            hops=_plain(hops),
            final_url=str(hop),
            headers=_headers(response),
        )


def _host(hop: URL) -> str:
    """The server of an address, with its port where that is not the usual one."""
    return hop.host_port_subcomponent or ""


def _plain(hops: Iterable[Hop]) -> tuple[tuple[str, int, str], ...]:
    """Redirects as an error carries them."""
    return tuple((hop.url, hop.status, hop.to) for hop in hops)


async def _body(wanted: _Wanted, response: aiohttp.ClientResponse) -> bytes:
    body = Body(wanted.url, wanted.cap, codings(wanted.url, response.headers.getall(hdrs.CONTENT_ENCODING, [])))
    try:
        if (response.content_length or 0) > wanted.cap and not wanted.beginning:
            raise body.too_large()
        async for chunk in response.content.iter_chunked(PIECE):
            body.take(chunk)
    except TooLarge:
        if wanted.beginning:
            return body.beginning()
        raise
    decoded = body.whole()
    if not decoded and not wanted.beginning:
        raise ParseError(f"{shown(wanted.url)}: the answer is empty; see in a browser whether the page moved")
    return decoded


def _headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    """The answer's headers, names in lower case; of several with one name the first."""
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        headers.setdefault(_text(name).lower(), _text(value))
    return headers


def _text(header: str) -> str:
    """A header as a string that can be stored: aiohttp keeps bytes that are not UTF-8 as lone surrogates."""
    return header if header.isascii() else header.encode("utf-8", "replace").decode()


def _may_be_sent(validator: str) -> bool:
    """Whether it is there and fit to stand in a header."""
    return 0 < len(validator) <= VALIDATOR_CHARACTERS and validator.isprintable()
