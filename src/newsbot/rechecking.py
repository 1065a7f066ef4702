"""Sources of published articles are read again, on a falling schedule: does what is cited still stand there?

    published ──1 h, 6 h, 1 d, 3 d, 7 d, 30 d──▶ page, read now ──cited passages──▶ still said │ FINDING, a notice

When a source is due stands in its row; whoever takes it pushes it out first, so that several daemons read it once. What
was found stays on the list until an article is corrected, taken back, or somebody settles it.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsbot import gathering, passages, upheld
from newsbot.errors import FetchError, HttpStatus, ParseError
from newsbot.news import Evidence, Notice, Noun, Page, Published, Source, Verdict
from newsbot.newsroom import Due, Recheck, World
from newsbot.upheld import Cited

SCHEDULE = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 3 * 24, 7 * 24, 30 * 24))
"""After publishing; corrections come early or never."""

AGAIN = timedelta(hours=1)
"""After which a source that could not be read, or whose reader died, is tried again."""

GONE = (404, 410, 451)
MOST = 20  # sources read in one round
UNPLANNED = 100  # articles planned in one round


class Checked(Noun):
    """How one source stands: `result` in a line, and what was found, None where it still says what is cited."""

    due: Due
    result: str
    found: Recheck | None = None
    new: bool = False


async def recheck_due(world: World) -> tuple[Checked, ...]:
    """Plan the sources of articles that were published since, and read those that are due."""
    for story in await world.archive.unplanned(UNPLANNED):
        await _plan(story, world)
    due = await world.archive.due_rechecks(world.now() + AGAIN, MOST)
    return tuple([await _check(each, world) for each in due])


async def recheck(story: str, world: World) -> tuple[Checked, ...]:
    """Read all sources of a published article now, whatever their schedule; that goes on as it was."""
    await _plan(story, world)
    return tuple([await _check(each, world, early=True) for each in await world.archive.rechecks_of(story) if each.url])


async def _plan(story: str, world: World) -> None:
    published, evidence, _ = await _kept(story, world)
    cited = [evidence.source(number) for number in published.notes if number in {s.id for s in evidence.sources}]
    first = published.at + SCHEDULE[0]
    planned = [
        Due(story=story, source=each.id, url=each.url, published=published.at, due=first) for each in cited if each.url
    ]
    nothing = Due(story=story, source=0, url="", published=published.at, due=None)  # it is planned all the same
    await world.archive.plan(planned or [nothing])


async def _check(due: Due, world: World, *, early: bool = False) -> Checked:
    """One source, read now. A page that cannot be read says nothing against it, unless it is gone for good."""
    _, evidence, cited = await _kept(due.story, world)
    source = evidence.source(due.source)
    try:
        page = await gathering.read_page(due.url, world)
    except HttpStatus as error:
        if error.status not in GONE:
            return await _unread(due, error, world, early=early)
        return await _ended(due, _finding(due, source, world, kind="gone", said=str(error)), source, world, early=early)
    except (FetchError, ParseError) as error:
        return await _unread(due, error, world, early=early)
    if page.access != "full" and source.access == "full":
        return await _unread(due, f"only its {page.access} can be read now", world, early=early)
    await world.archive.keep_page(page, passages.cut(page.text))
    before = await world.archive.page_text(source.sha256)
    found = await asyncio.to_thread(_compared, due, source, page, cited.get(source.id, ()), before, world.now())
    return await _ended(due, found, source, world, early=early)


def _compared(
    due: Due, source: Source, page: Page, cited: Sequence[Cited], before: str, now: datetime
) -> Recheck | None:
    about = {"story": due.story, "source": due.source, "url": due.url, "title": source.title, "found": now}
    if page.sha256 == source.sha256:
        return None
    changes = upheld.changes(cited, page.text)
    said = upheld.announced(page.text, before)
    if not said and not changes:
        return None
    kind = "corrected" if said else "changed"
    return Recheck.model_validate({**about, "kind": kind, "said": said, "changes": changes, "sha256": page.sha256})


def _finding(due: Due, source: Source, world: World, *, kind: str, said: str) -> Recheck:
    about = {"story": due.story, "source": due.source, "url": due.url, "title": source.title, "found": world.now()}
    return Recheck.model_validate({**about, "kind": kind, "said": said})


async def _ended(due: Due, found: Recheck | None, source: Source, world: World, *, early: bool) -> Checked:
    """Keep how it ended. What was found before in the same words is not found again."""
    last = await world.archive.last_finding(due.story, due.source) if found else None
    new = found is not None and (last is None or _words(last) != _words(found))
    result = _result(found)
    following = due if early else _next(due, world.now())
    notices = (await _notice(due, source, found, world),) if found and new else ()
    await world.archive.rechecked(following, result, found if new else None, notices=notices)
    return Checked(due=following, result=result, found=found, new=new)


async def _unread(due: Due, why: object, world: World, *, early: bool) -> Checked:
    result = f"could not be read: {why}"
    following = due if early else _next(due, world.now())
    await world.archive.rechecked(following, result[:500])
    return Checked(due=following, result=result)


def _next(due: Due, now: datetime) -> Due:
    """The first time of the schedule that is not past; a daemon that was off for a week reads once, not five times."""
    number = due.round + 1
    while number < len(SCHEDULE) and due.published + SCHEDULE[number] <= now:
        number += 1
    later = due.published + SCHEDULE[number] if number < len(SCHEDULE) else None
    return due.model_copy(update={"round": number, "due": later})


def _words(found: Recheck) -> tuple[object, ...]:
    return found.kind, found.said, found.changes


def _result(found: Recheck | None) -> str:
    if found is None:
        return "still says what is cited"
    if found.kind == "gone":
        return f"gone: {found.said}"
    changed = f"{len(found.changes)} cited sentences changed" if found.changes else "cited sentences stand"
    return f"says that it was corrected ({found.said}); {changed}" if found.said else changed


async def _notice(due: Due, source: Source, found: Recheck, world: World) -> Notice:
    published, _, _ = await _kept(due.story, world)
    verdict = await world.archive.artifact(due.story, "judged")
    title = Verdict.model_validate_json(verdict).draft.title.text if verdict else ""
    who = source.publisher or due.url
    first = next(iter(found.changes), None)
    reason = f"{who}：{first.was} → {first.now or '（已无此句）'}" if first else f"{who}：{found.said}"
    return Notice(
        occasion="correction",
        key=f"correction {due.story} {due.source} {found.found.isoformat()}",
        story=due.story,
        title=title,
        place=published.url or published.path,
        reason=reason[:300],
    )


async def _kept(story: str, world: World) -> tuple[Published, Evidence, dict[int, list[Cited]]]:
    """A published story's article, its evidence, and the passages that the article cites, by source."""
    published = await world.archive.artifact(story, "published")
    gathered, judged = await world.archive.artifact(story, "gathered"), await world.archive.artifact(story, "judged")
    assert published and gathered and judged, f"story {story} is published without its artifacts"
    evidence = Evidence.model_validate_json(gathered)
    named = {id for _, each in Verdict.model_validate_json(judged).draft.placed() for id in each.passages}
    cited: dict[int, list[Cited]] = {}
    for passage in evidence.passages:
        if passage.id in named:
            cited.setdefault(passage.source, []).append(Cited(id=passage.id, text=passage.original or passage.text))
    return Published.model_validate_json(published), evidence, cited
