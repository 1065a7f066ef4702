"""A search that answers in JSON: one request with its retries, and what a result must have to count.

The server is named by the settings, so it may be private and is asked without the guarded fetcher. Its own
words are never repeated, since they may echo the key; an error names it by its label alone. Nothing is
redirected: what stands in a header would go along.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import tenacity
from aiohttp import hdrs
from pydantic import SecretStr

from newsbot import chinese, dates
from newsbot.edges.fetch.body import PIECE, Body, codings
from newsbot.edges.fetch.faults import OUTSIDE, translated
from newsbot.edges.retry_after import seconds
from newsbot.errors import FetchError, HttpStatus, ParseError, SettingsError, TooSlow
from newsbot.newsroom import Hit, Now
from newsbot.settings import URL_CHARACTERS

MOST_BYTES = 2 * 2**20
"""More decoded bytes than this are no page of results; fifty with all their fields are some 200 KiB."""
MOST_RESULTS = 50
ATTEMPTS = 3
FIRST_WAIT = 0.5
"""Seconds before the second attempt where the server names none, doubled for the third."""
QUERY_CHARACTERS = 400
"""Tavily and Brave both refuse a longer query."""
_TITLE, _SNIPPET = 500, 2_000  # characters of a result that are kept
_PASSING = frozenset({429, 500, 502, 503, 504})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Patience:
    """Seconds one attempt may take, and one search with all its retries. The rest says how time is told and spent."""

    timeout: float
    deadline: float
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    now: Now = _utc_now


class SearchApi:
    """One server. `label` names it to people; `refusals` says by status what its owner is to do about it.

    `wait` reads from headers (names in lower case) how many seconds the server asks to be left alone where it
    sends no `Retry-After`.
    """

    def __init__(
        self,
        label: str,
        patience: Patience,
        refusals: Mapping[int, str],
        wait: Callable[[Mapping[str, str]], float | None] | None = None,
    ) -> None:
        self.label = label
        self.patience = patience
        self._refusals = refusals
        self._wait_of = wait

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The JSON object that the server answers. `params` go into the address, `body` is sent as JSON.

        Raises `FetchError` when it cannot be had within the deadline (`HttpStatus.retry_after` is how long the
        server asks to be left alone), `ParseError` when the answer is empty, a web page or no JSON object.
        """
        started = self.patience.clock()
        retrying = tenacity.AsyncRetrying(
            sleep=self.patience.sleep,
            stop=lambda state: state.attempt_number >= ATTEMPTS or self._too_late(started, state.upcoming_sleep),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            async with asyncio.timeout(self.patience.deadline):
                return self._object(await retrying(self._attempt, method, url, headers, params, body))
        except _Again as error:
            raise error.failure from error
        except TimeoutError as error:
            raise self._slow("deadline", self.patience.deadline) from error

    async def _attempt(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
    ) -> bytes:
        try:
            async with (
                asyncio.timeout(self.patience.timeout),
                _session() as session,
                session.request(
                    method, url, headers=headers, params=params, json=body, allow_redirects=False
                ) as response,
            ):
                if response.status != 200:
                    raise self._refusal(response)
                return await self._body(response)
        except TimeoutError as error:
            late = (
                f"{self.label}: no answer within {self.patience.timeout:g} s; try again later or raise search.timeout"
            )
            raise _Again(TooSlow(self.label, late)) from error
        except OUTSIDE as error:
            raise _Again(translated(self.label, error)) from error

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = Body(self.label, MOST_BYTES, codings(self.label, response.headers.getall(hdrs.CONTENT_ENCODING, [])))
        async for chunk in response.content.iter_chunked(PIECE):
            body.take(chunk)
        return body.whole()

    def _refusal(self, response: aiohttp.ClientResponse) -> Exception:
        status = response.status
        headers = {name.lower(): value for name, value in response.headers.items()}
        passing = status in _PASSING and status not in self._refusals
        wait = None
        if passing:
            wait = seconds(headers.get("retry-after", ""), self.patience.now())
            wait = self._wait_of(headers) if wait is None and self._wait_of is not None else wait
        message = f"{self.label}: {self._refusals.get(status) or _meaning(status)}"
        if wait is not None:
            message += f"; it asks to be left alone for {wait:g} s"
        failure = HttpStatus(self.label, status, message, host=self.label, retry_after=wait)
        return _Again(failure, wait) if passing else failure

    def _slow(self, setting: str, seconds: float) -> TooSlow:
        message = f"{self.label}: no answer within {seconds:g} s; try again later or raise search.{setting}"
        return TooSlow(self.label, message)

    def _too_late(self, started: float, wait: float) -> bool:
        return self.patience.clock() - started + wait >= self.patience.deadline

    def _object(self, raw: bytes) -> dict[str, Any]:
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
            kind = "nothing" if not raw.strip() else "a web page" if raw.lstrip()[:1] == b"<" else "no JSON"
            raise ParseError(f"{self.label} answered with {kind} instead of results; check its address") from error
        if not isinstance(value, dict):
            raise ParseError(f"{self.label} answered with JSON that holds no results; check its address")
        return value

    # ------------------------------------------------------------ results

    def hits(self, answer: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Hit]) -> tuple[Hit, ...]:
        """The hits in the answer's `results`, in its order, each address once; `read` makes one of each.

        A result that is no object or leads to no web page costs only itself. Raises `ParseError` when there is no
        list of results, and when none of those in it can be used.
        """
        rows = answer.get("results")
        if not isinstance(rows, list):
            raise ParseError(f"{self.label} answered without a list of results; check its address")
        found: dict[str, Hit] = {}
        for row in rows[:MOST_RESULTS]:
            hit = read(row) if isinstance(row, dict) else None
            if hit is not None and hit.url:
                found.setdefault(hit.url, hit)
        if rows and not found:
            raise ParseError(f"{self.label}: none of its {len(rows)} results leads to a web page; use another search")
        return tuple(found.values())

    def hit(self, row: Mapping[str, Any], snippet: str, published: str, publisher: str = "") -> Hit:
        """The hit that a result's fields make; `snippet` and `published` name the fields. What is no text is empty."""
        raw = row.get(published)
        read = dates.read(raw, self.patience.now()) if isinstance(raw, str) else None
        return Hit(
            url=_web_address(row.get("url")),
            title=_line(row.get("title"), _TITLE),
            snippet=_line(row.get(snippet), _SNIPPET),
            publisher=_line(publisher, _TITLE),
            published=read.at if read else None,
        )


class _Again(Exception):
    """One attempt failed in a way that may pass. `wait` is how many seconds the server asks for, if it does."""

    def __init__(self, failure: FetchError, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


def usable_key(key: SecretStr, setting: str) -> SecretStr:
    """The key trimmed. Raises `SettingsError` when it is empty or no header can hold it."""
    value = key.get_secret_value().strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(f"the key in {setting} is empty or holds a character that no key has; copy it again")
    return SecretStr(value)


def base(url: str, setting: str) -> str:
    """A server's base address, without a slash at its end. Raises `SettingsError`."""
    if not _web_address(url):
        raise SettingsError(f"{setting} is no address; write it like http://127.0.0.1:8888")
    return url.rstrip("/")


def place(url: str) -> str:
    """The host of an address, with its port where one is named: what may be shown of it."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def query_of(text: str) -> str:
    """The query as it may be sent: one line of at most `QUERY_CHARACTERS`."""
    return chinese.one_line(text[: 2 * QUERY_CHARACTERS])[:QUERY_CHARACTERS]


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={
            hdrs.USER_AGENT: "newsbot",
            hdrs.ACCEPT: "application/json",
            hdrs.ACCEPT_ENCODING: "gzip, deflate",
        },
        # Ours count a whole attempt; these would count each read.
        timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
        auto_decompress=False,  # `Body` does it, so that the cap holds while inflating
        trust_env=False,
    )


def _wait(state: tenacity.RetryCallState) -> float:
    """As long as the server asks, to the millisecond; else exponential."""
    error = state.outcome.exception() if state.outcome is not None else None
    if isinstance(error, _Again) and error.wait is not None:
        return error.wait
    return float(FIRST_WAIT * 2.0 ** (state.attempt_number - 1))


def _meaning(status: int) -> str:
    match status:
        case 429:
            return "too many requests (429); search less often or try again later"
        case 401 | 403:
            return f"refuses us ({status}); check its key and that its settings allow searching"
        case 301 | 302 | 303 | 307 | 308:
            return f"redirects ({status}); set the address that it leads to"
        case _ if status >= 500:
            return f"the server is failing ({status}); try again later"
        case _:
            return f"answered {status}, which carries no results; check its address"


def _line(value: object, most: int) -> str:
    return chinese.one_line(value[: 2 * most])[:most] if isinstance(value, str) else ""


def _web_address(value: object) -> str:
    """The address if it is one of the web that may be fetched and shown, else empty."""
    if not isinstance(value, str) or len(value) > URL_CHARACTERS or not value.isprintable() or " " in value:
        return ""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else ""
