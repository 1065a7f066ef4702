"""What becomes of a published article: undone, corrected, taken back.

Before its file is replaced, the artifact names the file that comes (`Published.writing`): whoever is cut off in between
finds on the next try that the new file is newsbot's own.
"""

from newsbot import article, staff
from newsbot.article.document import BlockList, Document
from newsbot.errors import Conflict, ParseError, UsageError
from newsbot.news import Act, Notice, Published, Withdrawn
from newsbot.newsroom import Row
from newsbot.publishing.asked import Publisher
from newsbot.publishing.files import file, sha256
from newsbot.publishing.originals import tell_editions
from newsbot.publishing.publish import standing, standing_as, without_picture
from newsbot.publishing.recording import CORRECTED, UNDONE, WITHDRAWN, recorded, title

NOTHING = "-"
"""The key of nothing that is open: what a correction settles that answers none of it."""


async def undo(row: Row, publisher: Publisher, editor: str) -> tuple[Published, tuple[str, ...]]:
    """Undo a publish of a moment ago: the file goes, the story stands in review again, parked; and what git did.

    Raises `UsageError` when it is too late for that, or the article was changed since; `Conflict`, `SiteBroken`.
    """
    world = publisher.world
    await staff.answerable(world.archive, editor, "unpublish")
    published = await standing(row, world)
    if world.now() > published.at + publisher.policy.undo or published.corrections:
        since = published.at.astimezone(publisher.policy.zone)
        raise UsageError(
            f"{published.path} stands there since {since:%Y-%m-%d %H:%M} or was corrected: it cannot be undone "
            "any more; `newsbot unpublish` with --reason leaves a notice in its place"
        )
    _, document = await _lying(row, publisher)
    await publisher.site.remove(published.name, lying=published.sha256)
    await without_picture(published, publisher)
    review = await world.archive.artifact(row.story.id, "review")
    assert review is not None, "what is published was in review"
    why = f"publish undone by {editor or 'hand'}"
    await world.archive.finish(row.story.id, "published", "review", review, why)
    await world.archive.park(row.story.id, "review", why)
    await world.archive.forget_rechecks(row.story.id)
    await world.archive.note(row.story.id, editor, Act(kind="unpublish", before=published.path, reason="undo"))
    told = await tell_editions(row.story, "原文的发布已取消", world, editor, published.url)
    return published, (*told, *await recorded(published, document, publisher, UNDONE))


async def withdraw(
    row: Row, publisher: Publisher, editor: str, reason: str, *, remove: bool
) -> tuple[Withdrawn, tuple[str, ...]]:
    """Take an article back: title and address stay with a notice, or with `remove` the file goes; and what git did.

    A notice that stands there already can be removed as well. Raises `Conflict` when the file was changed by hand,
    `SiteBroken`.
    """
    world, site = publisher.world, publisher.site
    await staff.answerable(world.archive, editor, "unpublish")
    if remove and row.stage == "withdrawn":
        return await _removed(row, publisher, editor, reason)
    published, document = await _lying(row, publisher)
    now = world.now()
    sha = ""
    if remove:
        await site.remove(published.name, lying=published.sha256)
    else:
        day = now.astimezone(publisher.policy.zone).date()
        text = file(article.withdrawn(document, reason, day, now), row.story, publisher)
        sha = await _replaced(published, text, publisher)
    await without_picture(published, publisher)
    withdrawn = Withdrawn(
        story=row.story.id, path=published.path, sha256=sha, at=now, editor=editor, reason=reason, removed=remove
    )
    await world.archive.finish(row.story.id, "published", "withdrawn", withdrawn.model_dump_json(), reason[:500])
    await world.archive.settle_open(row.story.id, f"withdrawn by {editor}")
    await world.archive.note(row.story.id, editor, Act(kind="unpublish", before=published.path, reason=reason))
    told = await tell_editions(row.story, f"原文已撤回：{reason}", world, editor, published.url, gone=True)
    return withdrawn, (*told, *await recorded(published, document, publisher, WITHDRAWN))


async def _removed(row: Row, publisher: Publisher, editor: str, reason: str) -> tuple[Withdrawn, tuple[str, ...]]:
    """Remove the notice of an article that was taken back."""
    world, story = publisher.world, row.story.id
    kept = await world.archive.artifact(story, "withdrawn")
    assert kept is not None, f"story {story} is withdrawn without its artifact"
    before, published = Withdrawn.model_validate_json(kept), await standing_as(story, world)
    if before.removed:
        raise UsageError(f"{before.path} was removed already")
    document = article.parse(await publisher.site.text(published.name))
    await publisher.site.remove(published.name, lying=before.sha256)
    changed = {"sha256": "", "at": world.now(), "editor": editor, "reason": reason, "removed": True}
    withdrawn = before.model_copy(update=changed)
    await world.archive.finish(story, "withdrawn", "withdrawn", withdrawn.model_dump_json(), reason[:500])
    await world.archive.note(story, editor, Act(kind="unpublish", before=before.path, reason=reason))
    return withdrawn, await recorded(published, document, publisher, WITHDRAWN)


async def correct(
    row: Row, publisher: Publisher, editor: str, correction: article.Correction, settles: str = ""
) -> tuple[Published, tuple[str, ...]]:
    """Correct a published article in its file, and tell of it; the article as it then stands, and what git did.

    It settles what is open at the article, or with `settles` what has that key alone.

    Raises `UsageError`, `Conflict` when the file was changed by hand, `SiteBroken`.
    """
    world = publisher.world
    await staff.answerable(world.archive, editor, "correct")
    published, document = await _lying(row, publisher)
    labels = document.labels
    if article.is_corrected(document, correction):  # cut off after the file was written, or asked twice
        result, corrected = published, document
    else:
        corrected = article.corrected(document, correction, world.now())
        text = file(corrected, row.story, publisher)
        address = await publisher.site.tried(published.name, text)
        sha = await _replaced(published, text, publisher)
        result = published.model_copy(update={"sha256": sha, "url": address or published.url, "writing": ""})
    result = result.model_copy(update={"corrections": _counted(corrected)})
    reason = f"corrected by {editor}: {correction.text or correction.instead}"
    told = _notice(result, corrected, correction)
    artifact = result.model_dump_json()
    await world.archive.finish(row.story.id, "published", "published", artifact, reason[:500], notices=(told,))
    await world.archive.settle_open(row.story.id, reason[:500], settles)
    if corrected is not document:
        said = correction.text or correction.instead
        act = Act(
            kind="correct",
            place=settles.removeprefix(NOTHING),
            before=correction.was,
            after=said,
            reason=correction.reason,
        )
        await world.archive.note(row.story.id, editor, act)
    original = f"原文已更正：{correction.text or labels.misstated.format(was=correction.was, now=correction.instead)}"
    told_of = () if corrected is document else await tell_editions(row.story, original, world, editor, result.url)
    return result, (*told_of, *await recorded(result, corrected, publisher, CORRECTED))


def _notice(published: Published, document: Document, correction: article.Correction) -> Notice:
    said = correction.text or f"“{correction.was}”应为“{correction.instead}”"
    return Notice(
        occasion="corrected",
        key=f"corrected {published.story} {published.corrections}",
        story=published.story,
        title=title(document),
        place=published.url or published.path,
        reason=said[:300],
    )


async def _lying(row: Row, publisher: Publisher) -> tuple[Published, Document]:
    """The article as it lies on the site, ours by its sha256. Raises `Conflict` when it is not as newsbot wrote it."""
    published = await standing(row, publisher.world)
    lies = await publisher.site.text(published.name)
    try:
        document = article.parse(lies)
    except ParseError as error:
        raise Conflict(f"{published.path} no longer has the article's form: {error}", lies) from error
    if sha256(lies) == published.writing:
        published = published.model_copy(update={"sha256": published.writing, "writing": ""})
    if sha256(lies) != published.sha256:
        raise Conflict(
            f"{published.path} is not as newsbot wrote it: what was changed by hand stays. Move your version "
            "elsewhere, undo the change in the file, then run it again and add yours to it",
            lies,
        )
    return published, document


async def _replaced(published: Published, text: str, publisher: Publisher) -> str:
    """Put the text in the file's place; its sha256."""
    sha = sha256(text)
    coming = published.model_copy(update={"writing": sha}).model_dump_json()
    await publisher.world.archive.finish(published.story, "published", "published", coming)
    await publisher.site.put(published.name, text, replacing=published.sha256)
    return sha


def _counted(document: Document) -> int:
    value = next((field.value for field in document.front if field.key == "corrections"), None)
    return len(value.items) if isinstance(value, BlockList) else 0
