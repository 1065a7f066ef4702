"""What editors do at the desk: forms read, acts done and kept, and what is answered when one cannot be."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot import article, editing, publishing
from newsbot.desk import pages, showing
from newsbot.desk.room import Room
from newsbot.editing import Edited, Opened
from newsbot.errors import (
    Conflict,
    ModelError,
    NewsbotError,
    NotAllowed,
    ParseError,
    PublishError,
    SettingsError,
    Stale,
    UsageError,
    Withheld,
)
from newsbot.news import Finding

MOST_BYTES = 2_000_000
"""Of a form: an article as Markdown has a tenth of that, its percent-encoding three times as many."""
MOST_FIELDS = 20

Form = dict[str, str]


async def form(request: Request) -> Form:
    """The fields of a form, the last of each name. Other bodies and larger ones are refused (413, 415)."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "only the forms of this desk")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "that is too much for one form")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except (UnicodeDecodeError, ValueError) as error:
        raise HTTPException(400, "the form cannot be read") from error
    return dict(fields)


async def leave(room: Room, request: Request, _editor: str) -> Response:
    """End the session."""
    room.sessions.leave(request.cookies.get(room.cookie, ""))
    answer = RedirectResponse("/enter", 303)
    answer.delete_cookie(room.cookie, path="/")
    return answer


async def act(room: Room, request: Request, editor: str) -> Response:
    """Do what the form says to the draft as the editor saw it; a draft that has changed since is shown with both."""
    given = await form(request)
    on = await pages.found(room, request)
    if on is None:
        return await pages.elsewhere(room, request, editor, yours=_yours(room, given))
    if given.get("number") != str(on.number):
        return _stale(room, on, given, editor)
    world, rules = room.newsroom.world, room.newsroom.rules
    place = given.get("place", "")
    try:
        if await _left(room, on, given, editor):
            return RedirectResponse("/drafts", 303)
        if given.get("kind") == "headlines":
            offered = await editing.alternatives(on, given.get("reason", ""), editor, world, rules)
            return room.page("headlines", "drafts", editor=editor, on=on, offered=offered)
        if given.get("kind") == "undo":
            after = await editing.undo(on, editor, world, rules)
            place = (await world.archive.acts(on.row.story.id))[-1].act.place
        elif given.get("kind") == "approve":
            after = await editing.approve(on, editor, world, rules, byline=given.get("byline") == "mine")
        elif given.get("kind") == "regenerate":
            after = await editing.regenerate(on, place, given.get("reason", ""), editor, world, rules)
        else:
            after = await editing.put(on, _edited(room, on, given, editor), editor, world, rules)
    except Stale:
        now = await pages.found(room, request)
        if now is None:
            return await pages.elsewhere(room, request, editor, yours=_yours(room, given))
        return _stale(room, now, given, editor)
    except Conflict as error:
        on_site = given.get("kind") == "publish"
        problem = told(room, error) if on_site else room.words("refused-changed")
        return _refused(room, on, given, editor, problem, status=409)
    except (NotAllowed, ParseError, PublishError, ModelError, UsageError, SettingsError) as error:
        return _refused(room, on, given, editor, told(room, error))
    anchor = "s-" + place.replace("/", "-") if place in dict(after.review.verdict.draft.placed()) else "top"
    return RedirectResponse(f"/drafts/{on.row.story.id}#{anchor}", 303)


def _refused(room: Room, on: Opened, given: Form, editor: str, problem: str, status: int = 422) -> Response:
    """The page the form stood on, with why it was refused and what the editor had written in it."""
    if given.get("kind") == "rewrite":
        text = given.get("text", "")
        return room.page("markdown", "drafts", status=status, editor=editor, on=on, text=text, problem=problem)
    return pages.draft_page(room, on, editor, status=status, problem=problem, given=given)


async def _left(room: Room, on: Opened, given: Form, editor: str) -> bool:
    """Whether the act took the draft from the desk or put it aside: published, rejected, written anew, parked.

    The editor is told of it at the head of the next page.
    """
    world, kind, reason = room.newsroom.world, given.get("kind", ""), given.get("reason", "")
    also: tuple[str, ...] = ()
    match kind:
        case "publish":
            if on.review.approval is None:
                raise NotAllowed("unsigned", "sign it first")
            ending = await publishing.publish(on.row, room.newsroom.publisher, publishing.Order(by=editor))
            also = (ending.published.url or ending.published.path, *map(room.said, ending.told))
        case "another kind":
            await editing.another_kind(on, given.get("wanted", ""), reason, editor, world, room.newsroom.rules)
        case "park":
            await editing.park(on, reason, editor, world)
        case "unpark":
            await editing.unpark(on, editor, world)
        case "reject":
            await editing.reject(on, reason, editor, world)
        case "send back":
            await editing.send_back(on, reason, editor, world)
        case _:
            return False
    room.tell(editor, room.words(f"done-{kind.replace(' ', '-')}", on.article.title), *also)
    if kind not in ("park", "unpark"):
        room.left(on.row.story.id)
    return True


def _edited(room: Room, on: Opened, given: Form, editor: str) -> Edited:
    """What the form asks for, done to the draft. Raises `NotAllowed`, `ParseError`; 400 for what no form asks."""
    desk = on.editing(room.newsroom.rules)
    place, reason, now = given.get("place", ""), given.get("reason", ""), room.newsroom.world.now()
    match given.get("kind"):
        case "edit":
            return desk.edit(on.review, place, given.get("text", ""), given.get("passages", "").split())
        case "cut":
            return desk.cut(on.review, place)
        case "re-cite":
            return desk.recite(on.review, place, given.get("passages", "").replace(",", " ").split())
        case "confirm":
            return desk.confirm(on.review, place, given.get("passage", ""), given.get("span", ""), editor, now, reason)
        case "keep":
            return desk.keep(on.review, place, editor, now, reason)
        case "waive":
            return desk.waive(on.review, _finding(on, given), editor, now, reason)
        case "licence":
            return desk.licence(on.review, given.get("text", ""))
        case "rewrite":
            text = given.get("text", "").replace("\r\n", "\n")
            return desk.rewrite(on.review, article.parse(text), text)
    raise HTTPException(400, "no form of this desk asks for that")


def _finding(on: Opened, given: Form) -> Finding:
    found = given.get("finding", "")
    findings = on.review.verdict.findings
    if not found.isdecimal() or int(found) >= len(findings):
        raise NotAllowed("place", "the draft has no such finding")
    return findings[int(found)]


def told(room: Room, error: NewsbotError) -> str:
    """Why it was refused, in the desk's language."""
    if isinstance(error, Withheld) and error.reasons:
        return room.words("withheld", room.words("between-reasons").join(map(room.said, error.reasons)))
    key = "refused-form" if isinstance(error, ParseError) else f"refused-{getattr(error, 'rule', '')}"
    return room.words(key, room.said(error)) if room.words.has(key) else room.said(error)


def _stale(room: Room, on: Opened, given: Form, editor: str) -> Response:
    """Both versions: what the editor was about to do, and the sentence or draft as it is now."""
    place = given.get("place", "")
    sentence = dict(on.review.verdict.draft.placed()).get(place)
    now = sentence.text if sentence is not None else showing.outline(on.review.verdict.draft)
    yours, back = _yours(room, given), f"/drafts/{on.row.story.id}"
    why = room.words("stale")
    return room.page("stale", "drafts", status=409, editor=editor, why=why, yours=yours, now=now, back=back)


def _yours(room: Room, given: Form) -> str:
    """What the editor was about to do, in words: the act, and what was written in its form."""
    kind = given.get("kind", "")
    called = room.words(kind) if room.words.has(kind) else ""
    written = next((given[name] for name in ("text", "span", "reason", "passages") if given.get(name)), "")
    return "\n".join(filter(None, (called, written)))
