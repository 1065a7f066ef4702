"""What stands against a published article besides its sources: kept, told, and settled by somebody for a reason.

a reader's complaint │ new facts of the same story ──▶ OBJECTION, a notice ──corrected │ dismissed──▶ history
"""

import hashlib
from datetime import timedelta

from newsbot import staff
from newsbot.chinese import one_line
from newsbot.errors import UsageError
from newsbot.news import Act, Notice
from newsbot.newsroom import Brought, Objection, Row, World
from newsbot.publishing.publish import standing, standing_as

LONGEST = 2_000  # characters of a complaint
LONGEST_REASON = 500
LONGEST_NAME = 100
FRESH = timedelta(days=30)
"""How long news of a published story are looked for: as long as its sources are read again."""
MOST = 100  # entries of one round


async def complain(row: Row, world: World, editor: str, text: str, who: str = "") -> Objection:
    """Keep a reader's complaint about the published article of this story, entered by `editor`, and tell of it.

    The same words of the same person again are the same complaint. Raises `UsageError` for no text or an article that
    is not on the site.
    """
    await staff.answerable(world.archive, editor, "complain")
    published = await standing(row, world)
    said, by = text.strip()[:LONGEST], one_line(who).strip()[:LONGEST_NAME]
    if not said:
        raise UsageError("a complaint has words; say what the reader says is wrong")
    objection = Objection(
        id=_id(row.story.id, "complaint", said, by),
        story=row.story.id,
        kind="complaint",
        text=said,
        who=by,
        at=world.now(),
    )
    reason = f"读者意见：{one_line(said)}"
    told = _notice(objection, row.story.headline, published.url or published.path, reason)
    if await world.archive.object(objection, notices=(told,)):
        await world.archive.note(row.story.id, editor, Act(kind="complain", place=objection.id, after=said, reason=by))
    return objection


async def dismiss(row: Row, world: World, editor: str, reason: str, only: str = "") -> int:
    """Take what is open at the story's article, or what has this key, off the list for a reason; how much there was.

    Raises `UsageError` without a reason.
    """
    await staff.answerable(world.archive, editor, "settle")
    why = one_line(reason).strip()[:LONGEST_REASON]
    if not why:
        raise UsageError("say why it may stand; the reason is kept")
    count = await world.archive.settle_open(row.story.id, f"{editor}: {why}", only)
    if count:
        await world.archive.note(row.story.id, editor, Act(kind="dismiss", place=only, reason=why))
    return count


async def hear(world: World) -> tuple[Objection, ...]:
    """Put published stories back on the desk of which an entry has brought new facts since; those that are new."""
    heard = []
    for brought in await world.archive.brought(world.now() - FRESH, MOST):
        objection = _of_news(brought)
        published = await standing_as(brought.story, world)
        reason = f"{objection.who}：{'、'.join(objection.facts)}"
        told = _notice(objection, objection.text, published.url or published.path, reason)
        if await world.archive.object(objection, notices=(told,)):
            heard.append(objection)
    return tuple(heard)


def _of_news(brought: Brought) -> Objection:
    entry = brought.entry
    return Objection(
        id=_id(brought.story, "news", entry.feed, entry.key),
        story=brought.story,
        kind="news",
        text=one_line(entry.title)[:300],
        who=one_line(entry.publisher)[:LONGEST_NAME] or entry.feed,
        url=entry.url,
        facts=brought.facts,
        at=brought.at,
    )


def _id(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _notice(objection: Objection, title: str, place: str, reason: str) -> Notice:
    return Notice(
        occasion="correction",
        key=f"objection {objection.id}",
        story=objection.story,
        title=title,
        place=place,
        reason=reason[:300],
    )
