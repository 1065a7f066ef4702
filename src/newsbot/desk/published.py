"""已发布: articles on the site, what is open at each, and what an editor does about it."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot import article, publishing
from newsbot.chinese import one_line
from newsbot.desk import logbook
from newsbot.desk.acts import Form, form, told
from newsbot.desk.room import Room
from newsbot.editing import comparing
from newsbot.editing.comparing import Piece
from newsbot.errors import Conflict, NotAllowed, PublishError, UsageError
from newsbot.news import Published, Verdict
from newsbot.newsroom import Recheck, Row
from newsbot.publishing.publish import standing
from newsbot.upheld import Change

MOST = 200  # articles in the list, and things open at one
LONGEST = 500  # characters of a notice to readers


class Changed(NamedTuple):
    """A cited sentence of a source, as it was and as it is now, in pieces, and what of the article rests on it."""

    change: Change
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]
    rests: tuple[str, ...]


class Found(NamedTuple):
    """What was found of a source, under its key."""

    key: str
    found: Recheck
    changes: tuple[Changed, ...]


async def listed(room: Room, _request: Request, editor: str) -> Response:
    """The articles on the site, those with something open first."""
    articles = await room.newsroom.world.archive.on_site(MOST)
    return room.page("published", "on-site", editor=editor, articles=articles)


async def one(room: Room, request: Request, editor: str) -> Response:
    """An article on the site, with what is open at it."""
    row, published = await _standing(room, request)
    return await _page(room, row, published, editor)


async def act(room: Room, request: Request, editor: str) -> Response:
    """Correct the article, take it back, let it stand, or keep a complaint, on the article as the editor saw it."""
    given = await form(request)
    row, published = await _standing(room, request)
    if given.get("sha256") != published.sha256:
        return await _page(room, row, published, editor, status=409, problem=room.words("stale-article"))
    try:
        lines = await _taken_back(room, row, given, editor)
        if lines is not None:
            room.tell(editor, room.words("done-unpublish"), *map(room.said, lines))
            return RedirectResponse("/drafts" if given["kind"] == "undo" else "/published", 303)
        await _done(room, row, given, editor)
    except Conflict as error:
        return await _page(room, row, published, editor, status=409, problem=told(room, error))
    except (NotAllowed, PublishError, UsageError) as error:
        return await _page(room, row, published, editor, status=422, problem=told(room, error))
    return RedirectResponse(f"/published/{row.story.id}", 303)


async def _taken_back(room: Room, row: Row, given: Form, editor: str) -> tuple[str, ...] | None:
    """What is to be told where the act took the article from its place; None where it was another."""
    publisher = room.newsroom.publisher
    match given.get("kind"):
        case "undo":
            return (await publishing.undo(row, publisher, editor))[1]
        case "unpublish":
            why = one_line(given.get("reason", "")).strip()[:LONGEST]
            if not why:
                raise NotAllowed("reason", "say why: readers are told")
            return (await publishing.withdraw(row, publisher, editor, why, remove=False))[1]
    return None


async def _done(room: Room, row: Row, given: Form, editor: str) -> None:
    world, key = room.newsroom.world, given.get("key", "")
    match given.get("kind"):
        case "correct":
            day = world.now().astimezone(room.newsroom.settings.zone).date()
            names = {"text": "text", "was": "was", "instead": "now", "reason": "reason", "mark": "source"}
            asked = {name: one_line(given.get(field, ""))[:LONGEST] for name, field in names.items()}
            if bool(asked["was"]) != bool(asked["instead"]) or not (asked["text"] or asked["was"]):
                raise NotAllowed("correction", "say what the article says and what it should, or write the notice")
            correction = article.Correction(day=day, **asked)
            publisher = room.newsroom.publisher
            _, lines = await publishing.correct(row, publisher, editor, correction, key or publishing.NOTHING)
            if lines:
                room.tell(editor, *map(room.said, lines))
        case "dismiss":
            if not key:
                raise NotAllowed("place", "nothing is named")
            await publishing.dismiss(row, world, editor, given.get("reason", ""), key)
        case "complain":
            await publishing.complain(row, world, editor, given.get("text", ""), given.get("who", ""))
        case _:
            raise HTTPException(400, "no form of this desk asks for that")


async def _standing(room: Room, request: Request) -> tuple[Row, Published]:
    world = room.newsroom.world
    row = await world.archive.row(request.path_params["story"])
    if row is None or row.stage != "published":
        raise HTTPException(404)
    return row, await standing(row, world)


async def _page(
    room: Room, row: Row, published: Published, editor: str, *, status: int = 200, problem: str = ""
) -> Response:
    archive, story = room.newsroom.world.archive, row.story.id
    try:
        text = await room.newsroom.publisher.site.text(published.name)
    except PublishError as error:
        text, problem = "", problem or room.said(error)
    judged = await archive.artifact(story, "judged")
    _, on = await archive.review(story)
    draft = on.verdict.draft if on else Verdict.model_validate_json(judged).draft if judged else None
    rests: dict[str, list[str]] = {}
    for _, sentence in draft.placed() if draft else ():
        for passage in sentence.passages:
            rests.setdefault(passage, []).append(sentence.text)
    return room.page(
        "article",
        "on-site",
        status=status,
        editor=editor,
        row=row,
        title=draft.title.text if draft else row.story.headline,
        published=published,
        text=text,
        found=[_found(each, rests) for each in await archive.open_findings(story, MOST)],
        objections=await archive.open_objections(story, MOST),
        acts=logbook.book(await archive.acts(story), room.words),
        broken=await archive.tampered(story),
        problem=problem,
        undoable=not published.corrections
        and room.newsroom.world.now() <= published.at + room.newsroom.publisher.policy.undo,
    )


def _found(found: Recheck, rests: dict[str, list[str]]) -> Found:
    return Found(str(found.source), found, tuple(_changed(each, rests.get(each.passage, ())) for each in found.changes))


def _changed(change: Change, rests: Sequence[str]) -> Changed:
    pieces = comparing.changes(change.was, change.now)
    was = tuple(piece for piece in pieces if piece.how != "new")
    return Changed(change, was, tuple(piece for piece in pieces if piece.how != "cut"), tuple(dict.fromkeys(rests)))
