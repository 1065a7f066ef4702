"""The desk served on this machine, until it is told to stop."""

from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from newsbot.desk import preview
from newsbot.desk.application import application
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language
from newsbot.edges.loopback import HOST, listening
from newsbot.wiring import Newsroom

HEADERS_WITHIN = 10  # seconds an idle connection is kept
MOST_AT_ONCE = 64


async def serve(newsroom: Newsroom, editor: str, port: int, language: Language, told: Callable[[str], None]) -> None:
    """Serve the desk on loopback at `port` (0: any free one); `told` is given the address with its token, once.

    Raises `UsageError` when the port cannot be had.
    """
    bound = listening(port)
    port = bound.getsockname()[1]
    sessions = Sessions(editor, newsroom.world.now)
    async with preview.beside(newsroom) as show:
        app = application(newsroom, sessions, port, language=language, show=show)
        told(f"http://{HOST}:{port}/enter#{sessions.token()}")
        with bound:
            await uvicorn.Server(_config(app)).serve(sockets=[bound])


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,  # what goes wrong is printed as a bug is, without keys
        access_log=False,  # addresses hold ids only, but nobody needs them twice
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=HEADERS_WITHIN,
        limit_concurrency=MOST_AT_ONCE,
    )
