"""The desk as an ASGI application: what path leads to what, and who may come in."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from newsbot.desk import acts, choosing, lists, overview, pages, published
from newsbot.desk.guard import Guard
from newsbot.desk.preview import Show
from newsbot.desk.room import Room
from newsbot.desk.sessions import Sessions
from newsbot.desk.words import Language
from newsbot.wiring import Newsroom

Handler = Callable[[Room, Request, str], Awaitable[Response]]
"""Answers a request of the editor of this name."""

STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "lists.js": "text/javascript"}


def application(
    newsroom: Newsroom, sessions: Sessions, port: int, *, language: Language = "zh", show: Show | None = None
) -> ASGIApp:
    """The desk over an open newsroom, for browsers on this machine that ask for it at `port`; `show` makes previews."""
    room = Room(newsroom, sessions, port, language, show)
    hosts = [f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")]
    routes = [
        Route("/enter", partial(_door, room), methods=["GET"]),
        Route("/enter", partial(_enter, room), methods=["POST"]),
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
        _route("/published", published.listed, room),
        _route("/published/{story}", published.one, room),
        _route("/published/{story}/act", published.act, room, "POST"),
        _route("/drafts/{story}/act", acts.act, room, "POST"),
        _route("/stories/{story}/act", choosing.act, room, "POST"),
        _route("/leave", acts.leave, room, "POST"),
        _route("/language", choosing.language, room, "POST"),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: partial(_wrong, room)})
    return Guard(app, hosts)


def _route(path: str, handler: Handler, room: Room, method: str = "GET") -> Route:
    """A path for those who are in; anybody else is shown the door."""

    async def answer(request: Request) -> Response:
        session = room.sessions.of(request.cookies.get(room.cookie, ""))
        if session is None:
            return RedirectResponse("/enter", 303)
        return await handler(room.asked(request), request, session.editor)

    return Route(path, answer, methods=[method])


async def _door(room: Room, request: Request, wrong: bool = False) -> Response:
    return room.asked(request).page("enter", "enter", status=403 if wrong else 200, editor="", wrong=wrong)


async def _enter(room: Room, request: Request) -> Response:
    form = await acts.form(request)
    cookie = room.sessions.enter(form.get("token", ""))
    if cookie is None:
        return await _door(room, request, wrong=True)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(room.cookie, cookie, httponly=True, samesite="strict", path="/")
    return answer


async def _static(room: Room, request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(room.text(name), media_type=STATIC[name])


async def _wrong(room: Room, request: Request, error: Any) -> Response:
    if error.status_code != 404:
        return PlainTextResponse(f"{error.detail}\n", error.status_code)
    session = room.sessions.of(request.cookies.get(room.cookie, ""))
    room = room.asked(request)
    return room.page(
        "problem", "problem", status=404, editor=session.editor if session else "", why=room.words("not-found")
    )
