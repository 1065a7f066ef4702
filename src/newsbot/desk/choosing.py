"""What editors do to stories, and the language they are spoken to in."""

from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot import staff, tracking
from newsbot.desk import lists
from newsbot.desk.acts import Form, form
from newsbot.desk.room import Room
from newsbot.desk.words import LANGUAGES
from newsbot.errors import NotAllowed, UsageError
from newsbot.staff import Duty

DUTIES: dict[str, Duty] = {
    "write": "choose",
    "ignore": "ignore",
    "follow": "follow",
    "unfollow": "follow",
    "restore": "ignore",
    "merge": "merge",
    "split": "merge",
}
"""What each form of the list asks to be allowed."""

YEAR = 365 * 24 * 60 * 60  # seconds
MOST_VIEW = 10  # of what an address asks for


async def act(room: Room, request: Request, editor: str) -> Response:
    """Do what the form says to a story, and show the list it came from, at the story or the one after it."""
    given = await form(request)
    story = request.path_params["story"]
    row = await room.newsroom.world.archive.row(story)
    if row is None:
        raise HTTPException(404)
    if given.get("kind") not in DUTIES:
        raise HTTPException(400, "no form of this desk asks for that")
    view = dict(parse_qsl(given.get("view", ""), max_num_fields=MOST_VIEW))
    try:
        await staff.answerable(room.newsroom.world.archive, editor, DUTIES[given["kind"]])
        at = await _done(room, story, given, editor)
    except (NotAllowed, UsageError) as error:  # their words are for the terminal
        rule = error.rule if isinstance(error, NotAllowed) else given["kind"]
        problem = room.words(f"refused-{rule}")
        return await lists.stories_page(room, view, editor, status=422, problem=problem)
    if given["kind"] in lists.DONE:
        view |= {"done": given["kind"], "of": at}
    place = given.get("next") or at if given["kind"] in ("ignore", "restore") else at
    return RedirectResponse(f"/?{urlencode(view)}#story-{place}", 303)


async def _done(room: Room, story: str, given: Form, editor: str) -> str:
    """Do it; the story at which the editor then is. Raises `UsageError`."""
    world = room.newsroom.world
    match given.get("kind"):
        case "write":
            kind = given.get("as", "")
            if kind and kind not in room.newsroom.rules.kinds:
                raise UsageError(f"unknown kind {kind}")
            await tracking.choose([story], world, kind)
        case "ignore":
            await world.archive.wish([story], "ignore", editor)
        case "follow":
            await world.archive.wish([story], "follow", editor)
        case "restore" | "unfollow":
            await world.archive.wish([story], "", editor)
        case "merge":
            other = given.get("other", "")
            await tracking.merge(story, [other], world)
        case _:  # split
            group = await world.archive.group(story)
            taken = [each.entry for each in group.members if each.entry.id == given.get("entry")] if group else []
            return (await tracking.split(story, taken, world)).id
    return story


async def language(room: Room, request: Request, _editor: str) -> Response:
    """Speak to this browser in the other language, on the page it was at."""
    given = await form(request)
    wanted, back = given.get("language", ""), given.get("back", "")
    if wanted not in LANGUAGES:
        raise HTTPException(400, "no such language")
    own = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if own else "/", 303)
    answer.set_cookie(room.spoken, wanted, max_age=YEAR, httponly=True, samesite="strict", path="/")
    return answer
