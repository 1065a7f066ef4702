"""The desk served, until it is told to stop: on this machine, or beyond it to those who have a password."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp

from newsbot import staff
from newsbot.desk import preview
from newsbot.desk.application import application
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language
from newsbot.edges.listening import HOST, Bound, at, listening
from newsbot.errors import UsageError
from newsbot.news import Editor
from newsbot.wiring import Newsroom

HEADERS_WITHIN = 10  # seconds an idle connection is kept
MOST_AT_ONCE = 64
HERE = (HOST, "localhost", "::1")


class Place(NamedTuple):
    """Where the desk is: `port` (0: any free one) at the address or name `host` of this machine.

    `url` is the address by which browsers ask for it where that is another one, such as a reverse proxy's.
    """

    port: int
    host: str = HOST
    url: str = ""


async def serve(
    newsroom: Newsroom, editor: str, place: Place, language: Language, told: Callable[[str, bool], None]
) -> None:
    """Serve the desk; `told` is given the address, once, and whether what is typed there travels unencrypted.

    On this machine alone the address has a token that lets `editor` in; beyond it everybody comes in by name and
    password. Raises `UsageError` when the port cannot be had or nobody could come in.
    """
    bound = await asyncio.to_thread(listening, place.port, place.host)
    with bound.socket:
        here = bound.here and not place.url
        editors = await newsroom.world.archive.editors()
        _refuse(bound, place, here, editors, editor)
        addresses = addresses_of(bound, place)
        sessions = Sessions(editor, newsroom.world.now)
        token = f"#{sessions.token()}" if here else ""
        async with preview.beside(newsroom) if here else preview.below(newsroom) as window:
            app = application(newsroom, sessions, bound.port, language=language, addresses=addresses, window=window)
            bound.socket.listen()  # whoever opens the address at once waits for an answer
            told(f"{addresses[0]}/enter{token}", not here and not place.url.startswith("https:"))
            await preview.Ending(_config(app, proxied=bool(place.url))).serve(sockets=[bound.socket])


def _config(app: ASGIApp, *, proxied: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,  # what goes wrong is printed as a bug is, without keys
        access_log=False,  # addresses hold ids only, but nobody needs them twice
        server_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=proxied,  # a proxy on this machine says whom it asks for
        timeout_keep_alive=HEADERS_WITHIN,
        limit_concurrency=MOST_AT_ONCE,
    )


def _refuse(bound: Bound, place: Place, here: bool, editors: tuple[Editor, ...], editor: str) -> None:
    """Raise `UsageError` for a desk into which nobody could come, or anybody."""
    if here:
        if staff.post_of(editors, editor) is None:
            raise UsageError(f"{editor} has no account; set desk.editor to a name of `newsbot editor list`, or add it")
        return
    if not any(each.password or each.token for each in editors):
        raise UsageError(
            "beyond this machine editors come in by name and password, and nobody has one; "
            "`newsbot editor add NAME --password` first"
        )
    if bound.anywhere and not place.url:
        raise UsageError(
            f"the desk answers only to names it knows: give --host one address instead of {place.host} "
            "(`hostname -I` lists them), or set desk.url to the address that browsers ask for"
        )


def addresses_of(bound: Bound, place: Place) -> list[str]:
    """By which the desk may be asked for, the one to print first."""
    names = [place.host, bound.address]
    if bound.anywhere:  # no browser asks for that; a proxy on this machine may ask for these
        names = list(HERE)
    elif bound.here:
        names = [bound.address, *HERE]
    found = [at(each, bound.port) for each in dict.fromkeys(names)]
    return [place.url, *found] if place.url else found
