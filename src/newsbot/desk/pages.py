"""What the desk shows. Nothing here changes anything."""

import asyncio
import posixpath
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from newsbot import editing, review
from newsbot.desk import logbook, showing, stored
from newsbot.desk.preview import SCRIPTLESS
from newsbot.desk.room import Room
from newsbot.editing import comparing
from newsbot.errors import NotAllowed, PublishError, SettingsError, UsageError
from newsbot.news import Source


async def draft(room: Room, request: Request, editor: str) -> Response:
    """A draft beside its evidence."""
    on = await found(room, request)
    return await elsewhere(room, request, editor) if on is None else draft_page(room, on, editor)


async def elsewhere(room: Room, request: Request, editor: str, yours: str = "") -> Response:
    """Where a draft went that is on the desk no more; with what somebody was about to do to it, that as well (409)."""
    row = await room.newsroom.world.archive.row(request.path_params["story"])
    if row is None:
        raise HTTPException(404)
    here = {"published": "published", "withdrawn": "withdrawn", "refused": "refused"}.get(row.stage, "anew")
    why = room.words(f"gone-{here}", row.reason)
    back = f"/published/{row.story.id}" if row.stage == "published" else "/drafts"
    if yours:
        return room.page("stale", "drafts", status=409, editor=editor, why=why, yours=yours, now=why, back=back)
    if row.stage == "published":
        return RedirectResponse(back, 303)
    return room.page("problem", "drafts", status=404, editor=editor, why=why)


def draft_page(
    room: Room,
    on: editing.Opened,
    editor: str,
    *,
    status: int = 200,
    problem: str = "",
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of a draft, with what went wrong above it and what was `given` in the form that was refused."""
    story, at = on.row.story.id, (given or {}).get("place", "")
    names = room.newsroom.rules.standards.names
    shown = showing.parts(on, names)
    draft = on.review.verdict.draft
    places = {place for place, _ in draft.placed()}
    known = room.newsroom.rules.kinds
    whole = any(passage.shape for passage in on.evidence.passages)  # a translation's
    return room.page(
        "draft",
        "drafts",
        status=status,
        editor=editor,
        other=room.reads(story, editor),
        on=on,
        parts=shown,
        keywords=showing.keywords(on, names),
        references=showing.references(showing.placed(shown)),
        loose=[
            (number, finding, review.waived(on.review, finding))
            for number, finding in enumerate(on.review.verdict.findings)
            if finding.place not in places
        ],
        open_findings=review.open_findings(on.review),
        sentences_open=len(review.open_sentences(on.review)),
        opinions=bool(review.opinions(draft)) and review.signed_before(draft, on.evidence) is None,
        problem=problem,
        given=given or {},
        at=next((line.id for line in showing.placed(shown) if at and at in (line.place, line.part)), ""),
        licensed=whole,
        kinds=[each for name, each in known.items() if name != on.row.story.kind and not (whole or each.faithful)],
    )


async def history(room: Room, request: Request, editor: str) -> Response:
    """All that was done to a draft."""
    on = await taken_up(room, request)
    story, archive = on.row.story.id, room.newsroom.world.archive
    return room.page(
        "history",
        "drafts",
        editor=editor,
        on=on,
        acts=logbook.book(await archive.acts(story), room.words),
        broken=await archive.tampered(story),
        spent=await archive.spent(story),
        dollars=logbook.dollars,
    )


async def difference(room: Room, request: Request, editor: str) -> Response:
    """What editors changed, by character."""
    on = await taken_up(room, request)
    changed = comparing.drafts(await on.machines(room.newsroom.world), on.review.verdict.draft)
    return room.page("difference", "drafts", editor=editor, on=on, changed=changed)


async def source(room: Room, request: Request, editor: str) -> Response:
    """A source's stored text around a passage, as a page of its own."""
    on = await taken_up(room, request)
    found, shown = await _stretch(room, request, on)
    return room.page("source", "drafts", editor=editor, on=on, source=found, stretch=shown)


async def source_text(room: Room, request: Request, _editor: str) -> Response:
    """The same for the page of the draft, which shows it beside a sentence: values, never a source's own HTML."""
    on = await taken_up(room, request)
    found, shown = await _stretch(room, request, on)
    about = {"id": found.id, "outlet": found.publisher or found.url, "title": found.title}
    when = {"day": str(found.published or ""), "converted": shown.converted}
    bits = [bit._asdict() for bit in shown.bits]
    where = {"start": shown.start, "end": shown.end, "length": shown.length}
    return JSONResponse({**about, **when, **where, "bits": bits})


async def _stretch(room: Room, request: Request, on: editing.Opened) -> tuple[Source, stored.Stretch]:
    """The source that the path names, and what of it the query asks for: around a passage, or from a place in it."""
    number, asked = request.path_params["source"], request.query_params
    found = next((each for each in on.evidence.sources if str(each.id) == number), None)
    if found is None:
        raise HTTPException(404)
    cited = [each for each in on.evidence.passages if each.source == found.id]
    wanted = on.evidence.passage(asked.get("passage", ""))
    at = wanted.start if wanted is not None and wanted.source == found.id else 0
    if len(asked.get("at", "")) <= 9 and asked.get("at", "").isdecimal():
        at = int(asked["at"])
    text = await room.newsroom.world.archive.page_text(found.sha256)
    place = asked.get("place", "")
    spans = showing.spans(on, place)
    named = showing.named(on, place) or ((wanted.id,) if wanted is not None else ())
    return found, await asyncio.to_thread(stored.around, text, cited, at, spans, found.language, named)


async def preview(room: Room, request: Request, editor: str) -> Response:
    """Build the site with the draft in it and lead to its page there."""
    on = await taken_up(room, request)
    if room.window is None:
        raise HTTPException(404)
    try:
        address = await room.window.show(on.row.story.id, room.origin(request))
    except (PublishError, SettingsError) as error:
        return room.page("problem", "drafts", status=422, editor=editor, why=room.said(error))
    return RedirectResponse(address, 303)


async def previewed(room: Room, request: Request, _editor: str) -> Response:
    """A file of the site as it was built, where it stands below the desk's address."""
    if room.window is None or room.window.pages is None:
        raise HTTPException(404)
    path = posixpath.normpath(request.path_params["path"] or ".")
    answer = await room.window.pages.get_response(path, request.scope)
    answer.headers.update(SCRIPTLESS)
    return answer


async def markdown(room: Room, request: Request, editor: str) -> Response:
    """The whole file, to be edited."""
    on = await taken_up(room, request)
    text = await on.markdown(room.newsroom.world, room.newsroom.rules)
    return room.page("markdown", "drafts", editor=editor, on=on, text=text, problem="")


async def taken_up(room: Room, request: Request) -> editing.Opened:
    """The draft that the path names, on the desk."""
    on = await found(room, request)
    if on is None:
        raise HTTPException(404)
    return on


async def found(room: Room, request: Request) -> editing.Opened | None:
    """The draft that the path names; None where the story has none on the desk now."""
    try:
        return await editing.opened(request.path_params["story"], room.newsroom.world)
    except UsageError as error:
        raise HTTPException(404) from error
    except NotAllowed:
        return None
