"""What the daemon publishes by itself: drafts that passed the judge, after a time in which they can be stopped."""

from datetime import datetime, timedelta

from newsbot import notices
from newsbot.errors import NewsbotError, SiteBroken, Withheld
from newsbot.publishing.asked import Ending, Order, Publisher
from newsbot.publishing.publish import publish
from newsbot.publishing.recording import record

STALE = timedelta(hours=48)
"""A draft that waited longer than this is no news any more: an editor decides."""

TURN = timedelta(minutes=15)
"""How long one daemon may publish before another takes over."""

AGAIN = timedelta(hours=1)
"""After which a publish that the disk or the site refused is tried again."""

MOST = 50  # drafts looked at in one round

LATE = timedelta(days=2)
"""How far back a process that begins looks for articles that another was kept from committing."""


async def record_late(publisher: Publisher) -> tuple[str, ...]:
    """Commit what was published lately and is not in git: its process died between the two. What went wrong, as lines.

    What git has, it is not given again, and a file that somebody changed since is theirs to commit. Of branches, which
    may be merged and gone by now, none is made again.
    """
    told: list[str] = []
    if publisher.policy.git in ("commit", "push"):
        for each in await publisher.world.archive.published_lately(publisher.world.now() - LATE):
            told += await record(each, publisher)
    return tuple(told)


async def publish_passed(publisher: Publisher, midnight: datetime) -> tuple[tuple[Ending, ...], tuple[str, ...]]:
    """Publish what passed the judge and has waited long enough; what was published, and what was held back and why.

    Nothing is where an editor has to sign. `midnight` is when the calendar day began. One daemon at a time does it, so
    that the day's number holds for all.
    """
    world, policy = publisher.world, publisher.policy
    if not policy.unattended or policy.require_editor or await world.archive.paused() is not None:
        return (), ()
    now = world.now()
    if not await world.archive.take_turn("publish", now + TURN):
        return (), ()
    try:
        room = policy.daily - await world.archive.published_since(midnight)
        waiting = await world.archive.passed(now - policy.delay - STALE, now - policy.delay, MOST)
        return await _published(waiting, room, publisher, now + TURN)
    finally:
        await world.archive.end_turn("publish")


async def _published(
    waiting: tuple[str, ...], room: int, publisher: Publisher, until: datetime
) -> tuple[tuple[Ending, ...], tuple[str, ...]]:
    archive = publisher.world.archive
    done: list[Ending] = []
    kept: list[str] = []
    for story in waiting:
        row = await archive.row(story)
        if len(done) >= room or publisher.world.now() >= until or await archive.paused() is not None:
            break
        if row is None or row.stage != "review":
            continue
        try:
            ended = await publish(row, publisher, Order(unattended=True))
        except NewsbotError as error:
            now = publisher.world.now()
            due = _due(error, now)
            told = () if due else (notices.of_parked(row, error, await archive.spent(story), now),)
            await archive.park(story, "review", str(error)[:500], due=due, notices=told)
            kept.append(f"{story}: {error}")
        else:
            done += [] if ended.already else [ended]
    return tuple(done), tuple(kept)


def _due(error: NewsbotError, now: datetime) -> datetime | None:
    """When it is tried again; None when a person has to look."""
    if isinstance(error, Withheld):
        return error.until
    return now + AGAIN if isinstance(error, SiteBroken) else None
