"""Real servers on 127.0.0.1 for the tests: a web site with given handlers, and one that speaks raw bytes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Site:
    """A running server: `origin` is `http://127.0.0.1:PORT`, `requests` what it was asked, in order."""

    origin: str = ""
    requests: list[web.Request] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.origin + path


@asynccontextmanager
async def site(pages: Mapping[str, Handler | str | bytes]) -> AsyncIterator[Site]:
    """A web site. A page is a handler, or its text (text/html) or bytes (no type); other paths are 404."""
    running = Site()

    async def serve(request: web.Request) -> web.StreamResponse:
        running.requests.append(request)
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, str):
            return web.Response(text=page, content_type="text/html")
        if isinstance(page, bytes):
            return web.Response(body=page)
        return await page(request)

    # handler_cancellation: a client that hangs up ends a handler that waits for ever.
    runner = web.AppRunner(_app(serve), handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        running.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield running
    finally:
        await runner.cleanup()


def _app(serve: Handler) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", serve)
    return app


@asynccontextmanager
async def raw(converse: Conversation) -> AsyncIterator[str]:
    """A server that may misbehave in any way: `converse` holds the socket. Yields its origin.

    Conversations still going on at the end are cancelled; a client that hung up is no error.
    """
    under_way: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await converse(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()
        under_way.discard(task)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tuple(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def says(*parts: bytes) -> Conversation:
    """A conversation that reads one request's head, sends these bytes and hangs up."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.writelines(parts)
        await writer.drain()

    return converse
