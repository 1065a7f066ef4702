"""The guarded fetcher: every feed and page that a stranger named is read through it.

An address is checked where the socket is made, so no spelling of a host, no redirect and no
name that changes its mind can reach a private network. Redirects are followed by hand and
each hop is checked like the first. It does not decide what is fetched, and does not parse.
"""

import asyncio
import ipaddress
import re
import socket
import weakref
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from newsbot import __version__
from newsbot.chinese import one_line
from newsbot.errors import Blocked, FetchError, HttpStatus, ParseError, TooLarge, TooSlow, Unreachable
from newsbot.news import Fetched
from newsbot.newsroom import Now

FEED_BYTES = 5 * 2**20
PAGE_BYTES = 10 * 2**20
REDIRECTS = 5
PORTS = (80, 443)
URL_CHARACTERS = 8_000
HEADER_BYTES = 32 * 2**10  # one header; policies of real sites pass the 8 KiB that aiohttp allows
CODINGS = 2  # content encodings on one body: gzip behind a proxy that gzips is seen, more is an attack
MEMBERS = 1_000  # gzip members in one body; each costs a fresh window, however short it is
PIECE = 64 * 2**10

_FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"

# Networks that `ipaddress` (3.11) calls global and that are not places of the public net:
# protocol assignments and the relays of 6to4; among the 2000::/3 of IPv6 the protocol
# assignments (Teredo among them), documentation and 6to4, which carries any IPv4 address.
_NOT_PUBLIC_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


def is_public(host: str) -> bool:
    """Whether a numeric address is one of the public internet; anything else than an address is not.

    IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo), shared (CGNAT), link-local, multicast,
    unspecified, reserved and documentation addresses are not public. After the IANA registries
    of special-purpose addresses.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _PUBLIC_6 and address.is_global and not any(address in net for net in _NOT_PUBLIC_6)
    return address.is_global and not address.is_multicast and not any(address in net for net in _NOT_PUBLIC_4)


class GuardedFetcher:
    """Fulfils `newsroom.Fetcher`. An async context manager; use it inside `async with` only.

    `allow_origins` are exact origins (`http://127.0.0.1:8080`) that may be private and on any
    port; a redirect from one to another address is checked like any other. `contact` (a URL or
    address) stands in the user agent. `deadline` is in seconds, for one address with its
    redirects, name look-ups and body; waiting for our own earlier request to the same host
    does not count. `resolver` replaces the system's name look-up.
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
        self._exempt_origins = frozenset(_origin(URL(origin)) for origin in allow_origins)
        self._agent = f"newsbot/{__version__} (+{contact})" if contact else f"newsbot/{__version__}"
        self._deadline = deadline
        self._resolver = resolver
        # A host's lock lives as long as somebody holds or awaits it.
        self._lines: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def __aenter__(self) -> Self:
        resolver = self._resolver or aiohttp.ThreadedResolver()
        self._guarded = self._session(resolver=_PublicNames(resolver), socket_factory=_public_socket)
        self._exempt = self._session(resolver=resolver)
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._guarded.close()
        await self._exempt.close()

    async def feed(self, url: str) -> Fetched:
        """The bytes of a feed (cap 5 MiB). Raises `FetchError`, and `ParseError` for an empty answer."""
        return await self._fetch(url, FEED_BYTES, _FEED_TYPES)

    async def page(self, url: str) -> Fetched:
        """The bytes of a page (cap 10 MiB). Raises `FetchError`, and `ParseError` for an empty answer."""
        return await self._fetch(url, PAGE_BYTES, _PAGE_TYPES)

    def _session(self, **connector: Any) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            # One connection a request: what was checked is what is used. No DNS cache: a name is
            # looked up, checked and connected to in one go.
            connector=aiohttp.TCPConnector(use_dns_cache=False, force_close=True, **connector),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={hdrs.USER_AGENT: self._agent, hdrs.ACCEPT_ENCODING: "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
            auto_decompress=False,  # `_Body` does it, so that the cap holds while inflating
            trust_env=False,
            max_line_size=URL_CHARACTERS + 190,
            max_field_size=HEADER_BYTES,
        )

    async def _fetch(self, url: str, cap: int, accept: str) -> Fetched:
        try:
            async with asyncio.timeout(self._deadline) as timer:
                return await self._follow(url, cap, accept, timer)
        except TimeoutError as error:
            message = f"{shown(url)}: not finished within {self._deadline:g} s; try again later or raise fetch.deadline"
            raise TooSlow(url, message) from error
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as error:
            # ValueError: names that cannot be encoded for DNS or TLS, headers that are no text.
            raise _translated(url, error) from error

    async def _follow(self, url: str, cap: int, accept: str, timer: asyncio.Timeout) -> Fetched:
        hop = self._checked(url, url)
        for _ in range(REDIRECTS + 1):
            session = self._exempt if _origin(hop) in self._exempt_origins else self._guarded
            async with (
                self._turn(hop.raw_host or "", timer),
                session.get(hop, headers={hdrs.ACCEPT: accept}, allow_redirects=False) as response,
            ):
                location = response.headers.get(hdrs.LOCATION)
                if response.status not in (301, 302, 303, 307, 308) or not location:
                    return await self._read(url, hop, response, cap)
            hop = self._checked(url, location, hop)
        message = f"{shown(url)}: more than {REDIRECTS} redirects; give the address it should end at"
        raise Blocked(url, "redirects", message)

    @asynccontextmanager
    async def _turn(self, host: str, timer: asyncio.Timeout) -> AsyncIterator[None]:
        """One request a host at a time. Held for one hop only, so two redirects cannot wait for each other."""
        line = self._lines.setdefault(host, asyncio.Lock())
        clock = asyncio.get_running_loop().time
        left = (timer.when() or clock()) - clock()
        timer.reschedule(None)
        async with line:
            timer.reschedule(clock() + left)
            yield

    def _checked(self, url: str, address: str, base: URL | None = None) -> URL:
        """The hop as a URL if the rules that need no look-up allow it; raises `Blocked` naming `url`."""
        place = shown(url) if base is None else f"{shown(url)} (redirected to {shown(address)})"
        if not address.isprintable() or len(address) > URL_CHARACTERS:
            raise Blocked(url, "url", f"{place}: not an address; check how it is written")
        try:
            hop = URL(address) if base is None else base.join(URL(address))
            port, user, origin = hop.port, hop.user or hop.password, _origin(hop)
        except ValueError as error:
            raise Blocked(url, "url", f"{place}: not an address; check how it is written") from error
        if hop.scheme not in ("http", "https"):
            raise Blocked(url, "scheme", f"{place}: only http and https are read")
        if not hop.raw_host:
            raise Blocked(url, "url", f"{place}: an address without a host; check how it is written")
        if user is not None:
            raise Blocked(url, "userinfo", f"{place}: addresses with a user name are not read; leave it out")
        if port not in PORTS and origin not in self._exempt_origins:
            message = f"{place}: only ports 80 and 443 are read; fetch.allow_origins can exempt an origin"
            raise Blocked(url, "port", message)
        return hop

    async def _read(self, url: str, hop: URL, response: aiohttp.ClientResponse, cap: int) -> Fetched:
        if not 200 <= response.status < 300:
            raise HttpStatus(url, response.status, f"{shown(url)}: {_status_line(response.status)}")
        body = _Body(url, cap, _codings(url, response.headers.getall(hdrs.CONTENT_ENCODING, [])))
        if (response.content_length or 0) > cap:
            raise body.too_large()
        async for chunk in response.content.iter_chunked(PIECE):
            body.take(chunk)
        decoded = body.close()
        if not decoded:
            raise ParseError(f"{shown(url)}: the answer is empty; see in a browser whether the page moved")
        return Fetched(
            url=url,
            final_url=str(hop),
            status=response.status,
            headers={_text(name).lower(): _text(response.headers[name]) for name in response.headers},
            body=decoded,
            fetched=self._now(),
        )


class _PrivateAddress(OSError):
    """Raised where the socket would be made. An OSError, because happy eyeballs passes on only those."""


def _public_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise _PrivateAddress(f"{address[0]} is not a public address")
    return socket.socket(family, kind, protocol)


class _PublicNames(AbstractResolver):
    """Names all of whose addresses are public: one private address among them condemns the name."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not found:
            raise OSError(f"{host} has no address")
        for result in found:
            if not is_public(result["host"]):
                raise _PrivateAddress(f"{host} is {result['host']}, which is not a public address")
        return found

    async def close(self) -> None:
        await self._inner.close()


class _Body:
    """A body as it arrives, its content encodings undone within bounded memory.

    The cap holds for the bytes on the wire, between two encodings and decoded: a body that
    inflates to nothing costs no more than one that inflates to much.
    """

    def __init__(self, url: str, cap: int, codings: list[str]) -> None:
        self._url = url
        self._cap = cap
        self._stages = [_Inflater(coding) for coding in reversed(codings)]
        self._counts = [0] * (len(codings) + 1)
        self._decoded = bytearray()

    def take(self, data: bytes, stage: int = 0) -> None:
        """Decode some more bytes; raises `TooLarge` as soon as the cap is passed."""
        self._counts[stage] += len(data)
        if self._counts[stage] > self._cap:
            raise self.too_large()
        if stage == len(self._stages):
            self._decoded += data
            return
        for piece in self._stages[stage].feed(data):
            self.take(piece, stage + 1)

    def close(self) -> bytes:
        """All decoded bytes; raises `Unreachable` when an encoding was cut off in the middle."""
        if not all(stage.complete for stage in self._stages):
            raise Unreachable(self._url, f"{shown(self._url)}: the answer was cut off; try again later")
        return bytes(self._decoded)

    def too_large(self) -> TooLarge:
        return TooLarge(self._url, f"{shown(self._url)}: more than {self._cap // 2**20} MiB; use another address")


class _Inflater:
    """Undoes one gzip or deflate, at most 64 KiB at a time. Bytes after its end are dropped, as browsers do."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding == "gzip"
        self._members = 0
        self._stream: Any = None  # zlib's decompression object has no public type

    @property
    def complete(self) -> bool:
        return self._stream is None or bool(self._stream.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream is None or self._stream.eof:
                if self._members and not (self._gzip and data[0] == 0x1F):
                    return
                self._begin(data[0])
            piece = self._stream.decompress(data, PIECE)
            while piece:
                yield piece
                # A full piece may leave output behind even when all input is used up.
                piece = self._stream.decompress(self._stream.unconsumed_tail, PIECE) if not self._stream.eof else b""
            data = self._stream.unused_data

    def _begin(self, first: int) -> None:
        self._members += 1
        if self._members > MEMBERS:
            raise zlib.error(f"more than {MEMBERS} gzip members")
        # `deflate` means zlib's format (RFC 9110), yet servers send the raw stream too.
        bits = zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
        self._stream = zlib.decompressobj(zlib.MAX_WBITS + 16 if self._gzip else bits)


def _codings(url: str, values: list[str]) -> list[str]:
    names = [name.strip().lower() for value in values for name in value.split(",")]
    codings = [name.removeprefix("x-") for name in names if name not in ("", "identity")]
    if len(codings) > CODINGS or not set(codings) <= {"gzip", "deflate"}:
        given = shown(", ".join(codings))
        raise Blocked(url, "encoding", f"{shown(url)}: content encoding {given} is not read; only gzip and deflate are")
    return codings


def _translated(url: str, error: Exception) -> FetchError:
    """aiohttp's, the system's or zlib's error as ours."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(inner, _PrivateAddress):
        message = f"{shown(url)}: leads to a private network ({shown(str(inner))}); fetch.allow_origins can exempt it"
        return Blocked(url, "private-address", message)
    if isinstance(error, aiohttp.InvalidURL):
        return Blocked(url, "url", f"{shown(url)}: not an address; check how it is written")
    if isinstance(error, aiohttp.ClientResponseError):  # also headers that are too long or too many
        return Unreachable(
            url, f"{shown(url)}: the answer is no proper HTTP ({shown(error.message)}); use another address"
        )
    if isinstance(error, zlib.error):
        return Unreachable(url, f"{shown(url)}: the answer's compression is broken; try again later")
    reason = shown(str(inner)) or type(inner).__name__
    return Unreachable(url, f"{shown(url)}: cannot be reached ({reason}); check the address or try again later")


def _status_line(status: int) -> str:
    match status:
        case 404 | 410:
            return f"gone ({status}); correct the address or leave it out"
        case 401 | 403 | 451:
            return f"refused ({status}); the site does not serve this program, use another source"
        case 429:
            return "too many requests (429); try again later"
        case _ if status >= 500:
            return f"the server is failing ({status}); try again later"
        case _:
            return f"answered {status}, which carries no page; check the address"


def shown(text: str) -> str:
    """A stranger's text fit for one line of ours: no controls, no user name or password, 200 characters."""
    line = re.sub(r"//[^/?#]*@", "//", one_line(text[: 2 * URL_CHARACTERS]))
    return line if len(line) <= 200 else line[:199] + "…"


def _origin(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.raw_host, url.port


def _text(header: str) -> str:
    """A header as a string that can be stored: aiohttp keeps bytes that are not UTF-8 as lone surrogates."""
    return header.encode("utf-8", "replace").decode()
