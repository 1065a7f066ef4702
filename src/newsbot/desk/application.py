"""The desk as an ASGI application: what path leads to what, and who may come in."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from newsbot.desk import acts, choosing, door, lists, overview, pages, published
from newsbot.desk.guard import Guard
from newsbot.desk.preview import BELOW, Window
from newsbot.desk.room import Room
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language
from newsbot.wiring import Newsroom

Handler = Callable[[Room, Request, str], Awaitable[Response]]
"""Answers a request of the editor of this name."""

STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "lists.js": "text/javascript"}


def application(
    newsroom: Newsroom,
    sessions: Sessions,
    port: int,
    *,
    language: Language = "zh",
    addresses: Sequence[str] = (),
    window: Window | None = None,
) -> ASGIApp:
    """The desk over an open newsroom, for browsers that ask for it at one of these addresses; `window` shows previews.

    Without addresses it is for browsers on this machine, at `port`.
    """
    addresses = addresses or [f"http://{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")]
    room = Room(newsroom, sessions, port, language, addresses, window)
    routes = [
        *door.routes(room),
        Route("/static/{name}", partial(_static, room), methods=["GET"]),
        _route("/", lists.stories, room),
        _route("/drafts", lists.drafts, room),
        _route("/overview", overview.overview, room),
        _route("/drafts/{story}", pages.draft, room),
        _route("/drafts/{story}/history", pages.history, room),
        _route("/drafts/{story}/difference", pages.difference, room),
        _route("/drafts/{story}/sources/{source}", pages.source, room),
        _route("/drafts/{story}/sources/{source}/text", pages.source_text, room),
        _route("/drafts/{story}/markdown", pages.markdown, room),
        _route("/drafts/{story}/preview", pages.preview, room),
        _route(f"{BELOW}{{path:path}}", pages.previewed, room),
        _route("/published", published.listed, room),
        _route("/published/{story}", published.one, room),
        _route("/published/{story}/act", published.act, room, "POST"),
        _route("/drafts/{story}/act", acts.act, room, "POST"),
        _route("/stories/{story}/act", choosing.act, room, "POST"),
        _route("/leave", acts.leave, room, "POST"),
        _route("/language", choosing.language, room, "POST"),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: partial(_wrong, room)})
    return Guard(app, addresses)


def _route(path: str, handler: Handler, room: Room, method: str = "GET") -> Route:
    """A path for those who are in; anybody else is shown the door."""

    async def answer(request: Request) -> Response:
        session = await door.within(room, request)
        if session is None:
            return RedirectResponse("/enter", 303)
        return await handler(room.asked(request), request, session.editor)

    return Route(path, answer, methods=[method])


async def _static(room: Room, request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(room.text(name), media_type=STATIC[name])


async def _wrong(room: Room, request: Request, error: Any) -> Response:
    if error.status_code != 404:
        return PlainTextResponse(f"{error.detail}\n", error.status_code)
    session = await door.within(room, request)
    room = room.asked(request)
    return room.page(
        "problem", "problem", status=404, editor=session.editor if session else "", why=room.words("not-found")
    )
