"""The `openai` SDK and its HTTP client, made to send what we say and nothing else.

The only module that imports them; importing it takes up to two seconds. The SDK reads the
environment where it is told nothing (`OPENAI_ORG_ID`, `OPENAI_CUSTOM_HEADERS`, proxies): what
leaves is therefore decided in the transport, by a list of headers. The key is known to the
transport alone and put into the request there, so that no object of the SDK can show it.
"""

import functools
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast

import httpx2
import openai

from newsbot import chinese
from newsbot.edges.llm.refusals import MOST_REPEATED, Again, Answer
from newsbot.errors import Malformed, Rejected

MOST_BYTES = 8 * 1024 * 1024
"""More decoded bytes than this are no reply: 100 times the longest article's JSON."""

CONNECT = 20.0
"""Seconds for a connection. What is not connected was not asked, and costs nothing."""

_HEADERS = frozenset({"host", "accept", "accept-encoding", "connection", "content-type", "content-length"})

# At DEBUG these two print whole response headers, in which a server may echo the key.
for _name in ("httpcore2.http11", "httpcore2.connection"):
    logging.getLogger(_name).setLevel(logging.INFO)
logging.getLogger("httpx2").setLevel(logging.WARNING)  # at INFO: the whole URL of every request


class Wire:
    """One address and its key. `scrub` takes the key out of foreign text."""

    def __init__(self, base_url: str, key: str, scrub: Callable[[str], str]) -> None:
        self._scrub = scrub
        try:
            address = httpx2.URL(base_url)
        except httpx2.InvalidURL as error:
            raise Rejected(
                f"the base URL of the model endpoint is no address ({error}); mend NEWSBOT_LLM__BASE_URL"
            ) from error
        self._client = openai.AsyncOpenAI(
            api_key="none",  # the transport puts the real one in
            base_url=address,
            max_retries=0,
            timeout=None,  # the caller's timer counts the whole attempt; this one would count each read
            http_client=httpx2.AsyncClient(
                transport=_Transport(key, scrub), trust_env=False, timeout=None, follow_redirects=False
            ),
        )
        # Sent as empty headers if passed as "", read from the environment if passed as None.
        self._client.organization = self._client.project = None

    async def post(self, body: dict[str, Any]) -> Answer:
        """The answer of any status to one chat request. Raises `Again`, and `Malformed` over `MOST_BYTES`."""
        return await self._answered(self._client.chat.completions.with_raw_response.create(**cast("Any", body)))

    async def embeddings(self, body: dict[str, Any]) -> Answer:
        """The answer of any status to one embeddings request. Raises as `post` does."""
        return await self._answered(self._client.embeddings.with_raw_response.create(**cast("Any", body)))

    async def models(self) -> Answer:
        """The server's list of models. Raises as `post` does."""
        return await self._answered(self._client.models.with_raw_response.list())

    async def _answered(self, asking: Awaitable[Any]) -> Answer:
        try:
            response: httpx2.Response = (await asking).http_response
        except openai.APIStatusError as error:
            self._cleaned(error)
            failed = error.response
            return Answer(failed.status_code, _lowered(failed.headers), failed.content, error)
        except openai.APIConnectionError as error:
            self._cleaned(error)
            why = self._scrub(str(error.__cause__ or "")) or type(error.__cause__).__name__
            unsent = isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout)
            raise Again(f"no whole answer: {chinese.one_line(why)[:MOST_REPEATED]}", lost=not unsent) from error
        return Answer(response.status_code, _lowered(response.headers), response.content)

    async def close(self) -> None:
        await self._client.close()

    def _cleaned(self, error: BaseException) -> None:
        """Take the key out of the exception and all that it grew from: a traceback prints them all."""
        for each in _chain(error):
            each.args = tuple(self._scrub(str(arg)) if isinstance(arg, str | bytes) else arg for arg in each.args)
            if isinstance(each, openai.APIError):
                each.message = self._scrub(each.message)


class _Transport(httpx2.AsyncBaseTransport):
    """The network, with the headers of our list only and answers read under a byte cap."""

    def __init__(self, key: str, scrub: Callable[[str], str]) -> None:
        self._network = httpx2.AsyncHTTPTransport(verify=_tls())
        self._key = key
        self._scrub = scrub

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        kept = [(name, value) for name, value in request.headers.items() if name.lower() in _HEADERS]
        kept += [("user-agent", "newsbot"), ("authorization", f"Bearer {self._key}")]
        limits = {"connect": CONNECT, "read": None, "write": None, "pool": None}
        extensions = {**request.extensions, "timeout": limits}
        ours = httpx2.Request(request.method, request.url, headers=kept, stream=request.stream, extensions=extensions)
        response = await self._network.handle_async_request(ours)
        body = bytearray()
        try:
            async for chunk in response.aiter_bytes(65536):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise Malformed(
                        f"the model endpoint sent more than {MOST_BYTES >> 20} MiB; is it a model endpoint?"
                    )
        finally:
            await response.aclose()
        content = bytes(body)
        if response.status_code >= 300:
            content = self._scrub(content.decode("utf-8", "replace")).encode()
        headers = [(name, self._scrub(value)) for name, value in response.headers.items() if name not in _DECODED]
        return httpx2.Response(response.status_code, headers=headers, content=content)

    async def aclose(self) -> None:
        await self._network.aclose()


@functools.cache
def _tls() -> ssl.SSLContext:
    # Reading the certificates takes 60 ms. SSL_CERT_FILE is honoured: a house's own are no detour.
    return httpx2.create_ssl_context()


_DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def _lowered(headers: httpx2.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__]
