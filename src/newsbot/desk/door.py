"""The door of the desk: who comes in by the printed token, who by name and password, and who is still in."""

import unicodedata
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newsbot import staff
from newsbot.desk import acts
from newsbot.desk.room import Room
from newsbot.desk.sessions import Session
from newsbot.edges import passwords


def routes(room: Room) -> list[Route]:
    """What leads in and out."""
    return [
        Route("/enter", partial(_door, room), methods=["GET"]),
        Route("/enter", partial(_enter, room), methods=["POST"]),
    ]


async def within(room: Room, request: Request) -> Session | None:
    """The session of whoever asks, while it lasts: not beyond another password, another token or a removed account."""
    cookie = request.cookies.get(room.cookie, "")
    session = room.sessions.of(cookie)
    if session is None:
        return None
    editors = await room.newsroom.world.archive.editors()
    account = staff.named(editors, session.editor)
    if account and not session.mark:  # the first accounts were added while they were in
        session = room.sessions.marked(cookie, account.mark)
    if session.mark != (account.mark if account else ""):
        room.sessions.leave(cookie)
        return None
    room.known(session.editor, staff.post_of(editors, session.editor))
    return session


async def _door(room: Room, _request: Request, *, wrong: str = "", status: int = 200) -> Response:
    editors = await room.newsroom.world.archive.editors()
    by_name = not room.sessions.printed or any(each.password or each.token for each in editors)
    by_token = room.sessions.printed
    return room.page("enter", "enter", status=status, editor="", wrong=wrong, by_name=by_name, by_token=by_token)


async def _enter(room: Room, request: Request) -> Response:
    given = await acts.form(request)
    if "name" in given:
        return await _by_name(room, request, given["name"], given.get("secret", ""))
    editor = room.sessions.editor
    account = staff.named(await room.newsroom.world.archive.editors(), editor)
    cookie = room.sessions.enter(given.get("token", ""), account.mark if account else "")
    if cookie is None:
        return await _door(room, request, wrong=room.words("enter-wrong"), status=403)
    return _admitted(room, request, cookie)


async def _by_name(room: Room, request: Request, given: str, secret: str) -> Response:
    """In by name and password or personal token. The answer is the same for a wrong one and for an unknown name."""
    name = unicodedata.normalize("NFC", given).strip(" ")
    address = request.client.host if request.client else ""
    counted = None if passwords.is_token(secret) else name  # nobody guesses a token, and nobody is locked out of theirs
    wait = room.attempts.begin(counted, address)
    if wait is not None:
        minutes = int(wait.total_seconds()) // 60 + 1
        answer = await _door(room, request, wrong=room.words("too-often", minutes), status=429)
        answer.headers["retry-after"] = str(minutes * 60)
        return answer
    account = staff.named(await room.newsroom.world.archive.editors(), name)
    if not await room.lock.opens(account, secret) or account is None:
        return await _door(room, request, wrong=room.words("wrong-name"), status=403)
    room.attempts.right(counted, address)
    return _admitted(room, request, room.sessions.admit(account.name, account.mark))


def _admitted(room: Room, request: Request, cookie: str) -> Response:
    answer = RedirectResponse("/", 303)
    secure = room.origin(request).startswith("https:")
    answer.set_cookie(room.cookie, cookie, httponly=True, samesite="strict", path="/", secure=secure)
    return answer
