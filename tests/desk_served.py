"""The desk behind a real socket of this machine, for a real browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

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


@asynccontextmanager
async def served(room: Newsroom, editor: str = "张三") -> AsyncIterator[Served]:
    """Serve the desk of this newsroom until the block ends."""
    with listening(0).socket as bound:
        port = bound.getsockname()[1]
        sessions = Sessions(editor, room.world.now)
        app = application(room, sessions, port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        running = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            yield Served(room, sessions, f"http://{HOST}:{port}", port)
        finally:
            server.should_exit = True
            server.force_exit = True
            await running
