"""The desk behind a real socket of this machine, for a real browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsbot.desk import Sessions, application
from newsbot.edges.listening import HOST, listening
from newsbot.wiring import Newsroom


@dataclass(frozen=True)
class Served:
    """A desk at `origin`; `sessions` are its."""

    room: Newsroom
    sessions: Sessions
    origin: str
    port: int

    def cookie(self, editor: str) -> dict[str, str]:
        """The cookie of an editor of that name, as a browser's context takes it."""
        return {"name": f"newsbot_{self.port}", "value": self.sessions.admit(editor), "url": self.origin}


def reporting(app: ASGIApp) -> ASGIApp:
    """The desk with its policy forbidding nothing: what it would have forbidden is an error of the browser's console.

    So one look at a page tells both: what its escaping alone lets happen, and whether its policy had to stop anything.
    """

    async def reported(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = headers["content-security-policy"]
                del headers["content-security-policy"]
                headers["content-security-policy-report-only"] = f"{policy}; report-uri /violations"
            await send(message)

        await app(scope, receive, sent)

    return reported


@asynccontextmanager
async def served(room: Newsroom, editor: str = "张三", *, report_only: bool = False) -> AsyncIterator[Served]:
    """Serve the desk of this newsroom until the block ends; with `report_only` as `reporting` has it."""
    with listening(0).socket as bound:
        port = bound.getsockname()[1]
        sessions = Sessions(editor, room.world.now)
        desk = application(room, sessions, port)
        app = reporting(desk) if report_only else desk
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        running = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            yield Served(room, sessions, f"http://{HOST}:{port}", port)
        finally:
            server.should_exit = True
            server.force_exit = True
            await running
