"""The desk served on this machine, until it is told to stop."""

import socket
from collections.abc import Callable

import uvicorn

from newsbot.desk.application import application
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language
from newsbot.errors import UsageError
from newsbot.wiring import Newsroom

HOST = "127.0.0.1"
HEADERS_WITHIN = 10  # seconds an idle connection is kept
MOST_AT_ONCE = 64


async def serve(newsroom: Newsroom, editor: str, port: int, language: Language, told: Callable[[str], None]) -> None:
    """Serve the desk on loopback at `port` (0: any free one); `told` is given the address with its token, once.

    Raises `UsageError` when the port cannot be had.
    """
    listening = _listening(port)
    port = listening.getsockname()[1]
    sessions = Sessions(editor, newsroom.world.now)
    config = uvicorn.Config(
        application(newsroom, sessions, port, language=language),
        log_level="warning",
        access_log=False,  # addresses hold ids only, but nobody needs them twice
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=HEADERS_WITHIN,
        limit_concurrency=MOST_AT_ONCE,
    )
    told(f"http://{HOST}:{port}/enter#{sessions.token()}")
    with listening:
        await uvicorn.Server(config).serve(sockets=[listening])


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        raise UsageError(
            f"port {port} is taken ({error.strerror}); choose another with --port, or 0 for any"
        ) from error
    return found
