"""Stories and what their stages left behind. Plain functions of a connection."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, and_, case, func, null, or_, select, text, true, type_coerce, update
from sqlalchemy import Row as RowOfOurs

from newsbot.edges.store import outbox
from newsbot.edges.store.among import among
from newsbot.edges.store.tables import artifacts, document, insert, members, milliseconds, stories
from newsbot.news import WRITTEN, Notice, Stage, Story
from newsbot.newsroom import Room, Row, Standings

MOST_ANEW = 3
"""How often a story refused for want of evidence begins anew: reports that copy one another come in by dozens, and each
beginning costs searches and pages. From then on a person may still retry it."""

LOCK = 0x6E657763  # PostgreSQL's advisory lock while choosing: "newc" in ASCII


def add(connection: Connection, story: Story, at: datetime) -> bool:
    """Keep a new story; False when its id is known."""
    statement = insert(connection, stories).values(
        id=story.id,
        kind=story.kind,
        headline=story.headline,
        document=document(story),
        stage="new",
        parked=False,
        reason="",
        tries=0,
        created=story.created,
        updated=at,
        failures=0,
        outages=0,
        by_hand=False,
        waits_for="",
    )
    kept = connection.execute(statement.on_conflict_do_nothing().returning(stories.c.id))
    return kept.one_or_none() is not None


def row(connection: Connection, story: str) -> Row | None:
    """The story and where it stands."""
    return rows(connection, [story]).get(story)


def rows(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """The stories of these ids, and where they stand, by id."""
    return {each.id: _row(each) for each in connection.execute(_ROWS_NAMED, {"ids": ids})}


_STANDING = ("stage", "parked", "reason", "tries", "chosen", "due", "failures", "outages")
_ROWS = select(stories.c.id, stories.c.document, *(stories.c[name] for name in _STANDING))
_ROWS_NAMED = _ROWS.where(among(stories.c.id, "ids"))


def _row(found: RowOfOurs[Any]) -> Row:
    standing = {name: getattr(found, name) for name in _STANDING}
    return Row(story=Story.model_validate_json(found.document), **standing)


def artifact(connection: Connection, story: str, stage: Stage) -> str | None:
    """The newest artifact of a stage."""
    newest = (
        select(artifacts.c.document)
        .where(artifacts.c.story_id == story, artifacts.c.stage == stage)
        .order_by(artifacts.c.version.desc())
        .limit(1)
    )
    return cast(str | None, connection.execute(newest).scalar_one_or_none())


def finish(
    connection: Connection,
    story: str,
    old: Stage,
    new: Stage,
    left: str,
    *,
    reason: str,
    at: datetime,
    notices: Sequence[Notice] = (),
    unparked: bool = False,
    lacking: datetime | None = None,
) -> bool:
    """Move the story from `old` to `new`, keep what the stage left and the notices; False when it stands elsewhere.

    With `unparked` also when it is parked and not due. With `lacking` it is refused for want of evidence, which was
    looked for from then on: an entry that joined it since, or joins it later, has it begin anew.

    The UPDATE comes first: its row lock makes versions rise one by one on PostgreSQL too.
    """
    goes = or_(~stories.c.parked, stories.c.due <= at) if unparked else true()
    moved = connection.execute(
        update(stories)
        .where(stories.c.id == story, stories.c.stage == old, goes)
        .values(
            stage=new,
            parked=False,
            reason=reason,
            updated=at,
            due=None,
            failures=0,
            outages=0,
            waits_for="" if lacking is None else "evidence",
        )
    )
    if moved.rowcount != 1:
        return False
    latest = connection.execute(
        select(func.max(artifacts.c.version)).where(artifacts.c.story_id == story, artifacts.c.stage == new)
    ).scalar_one()
    connection.execute(
        artifacts.insert().values(story_id=story, stage=new, version=(latest or 0) + 1, document=left, created=at)
    )
    outbox.keep(connection, notices, at, due=at)
    if lacking is not None:
        joined = (
            select(members.c.story_id)
            .where(members.c.story_id == story, members.c.added > lacking, members.c.added <= at)
            .limit(1)
        )
        begin_anew(connection, connection.scalars(joined).all(), at)
    return True


def begin_anew(connection: Connection, ids: Sequence[str], at: datetime) -> None:
    """Let those of these stories begin anew, which an entry has joined, that were refused for want of evidence.

    One that a person chose goes on; the others are chosen again by their score.
    """
    times = select(func.max(artifacts.c.version)).where(
        artifacts.c.story_id == stories.c.id, artifacts.c.stage == "refused"
    )
    lacking = and_(stories.c.stage == "refused", stories.c.waits_for == "evidence")
    these = and_(stories.c.id.in_(list(ids)), lacking, times.scalar_subquery() <= MOST_ANEW)
    chosen = case((stories.c.by_hand, stories.c.chosen), else_=null())
    connection.execute(
        update(stories).where(these).values(stage="new", reason="", chosen=chosen, waits_for="", updated=at)
    )


def park(
    connection: Connection,
    story: str,
    stage: Stage,
    reason: str,
    *,
    anew: bool,
    due: datetime | None,
    failures: int,
    outages: int,
    at: datetime,
    notices: Sequence[Notice] = (),
    capped: bool = False,
) -> bool:
    """Leave the story at `stage` with a reason, until `due`, and the notices; False when it stands elsewhere.

    `anew` counts a try; `capped` says that a cap stopped it.
    """
    values = {"parked": True, "reason": reason, "due": due, "failures": failures, "outages": outages, "updated": at}
    values |= {"tries": stories.c.tries + int(anew), "waits_for": "budget" if capped else ""}
    parked = connection.execute(update(stories).where(stories.c.id == story, stories.c.stage == stage).values(values))
    if parked.rowcount != 1:
        return False
    outbox.keep(connection, notices, at, due=at)
    return True


def retry(connection: Connection, story: str, at: datetime) -> bool:
    """Let a parked story go on at once, and a refused one from its beginning; False when it is neither.

    A refused one that goes on was chosen by a person from then on.
    """
    refused = stories.c.stage == "refused"
    found = update(stories).where(stories.c.id == story, or_(stories.c.parked, refused))
    stage, by_hand = case((refused, "new"), else_=stories.c.stage), or_(stories.c.by_hand, refused)
    values: dict[str, object] = {"stage": stage, "by_hand": by_hand}
    values |= {"parked": False, "reason": "", "due": None, "failures": 0, "outages": 0, "updated": at, "waits_for": ""}
    return connection.execute(found.values(values)).rowcount == 1


def rebegin(connection: Connection, story: str, reason: str, at: datetime) -> bool:
    """Let a story whose draft waits begin anew; False when it stands elsewhere."""
    waiting = update(stories).where(stories.c.id == story, stories.c.stage == "review")
    values = {
        "stage": "new",
        "parked": False,
        "reason": reason,
        "due": None,
        "failures": 0,
        "outages": 0,
        "updated": at,
    }
    return connection.execute(waiting.values(values)).rowcount == 1


# ---------------------------------------------------------------- what nobody waits for

WORKING: tuple[Stage, ...] = ("new", "gathered", "drafted", "judged")
"""The stages from which a story goes on by itself."""

_PATH: tuple[Stage, ...] = (*WORKING, *WRITTEN, "refused")


def choose(
    connection: Connection, ids: Sequence[str], at: datetime, room: Room | None, kind: str = ""
) -> tuple[str, ...]:
    """Have these stories written, those at `new` that were not chosen yet, as far as there is room; their ids.

    With `kind` they become articles of it.
    """
    if room is not None:
        if connection.dialect.name == "postgresql":  # one chooses at a time, or two could pass the number together
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        ids = ids[: max(0, room.most - begun_since(connection, room.since, by_hand=False))]
    ours = and_(stories.c.id.in_(list(ids)), stories.c.stage == "new", stories.c.chosen.is_(None))
    chosen = connection.execute(
        update(stories).where(ours).values(chosen=at, by_hand=room is None).returning(stories.c.id)
    )
    found = set(chosen.scalars())
    for each in sorted(found) if kind else ():
        as_kind(connection, each, kind)
    return tuple(id for id in dict.fromkeys(ids) if id in found)


def of_kind(connection: Connection, kind: str, limit: int) -> tuple[Story, ...]:
    """The stories of this kind, the newest first."""
    found = select(stories.c.document).where(stories.c.kind == kind).order_by(stories.c.created.desc()).limit(limit)
    return tuple(Story.model_validate_json(each) for each in connection.scalars(found))


def as_kind(connection: Connection, id: str, kind: str) -> bool:
    """Have a story that stands at `new` become an article of this kind; False when it stands elsewhere."""
    known = row(connection, id)
    if known is None:
        return False
    values = {"kind": kind, "document": document(known.story.model_copy(update={"kind": kind}))}
    changed = update(stories).where(stories.c.id == id, stories.c.stage == "new").values(values)
    return connection.execute(changed.returning(stories.c.id)).one_or_none() is not None


def waiting(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """The ids of chosen stories that can go on now, those chosen first first."""
    can = or_(~stories.c.parked, stories.c.due <= now)
    which = and_(stories.c.stage.in_(WORKING), stories.c.chosen.is_not(None), can)
    found = select(stories.c.id).where(which).order_by(stories.c.chosen, stories.c.id).limit(limit)
    return tuple(connection.scalars(found))


def clamp(connection: Connection, now: datetime, longest: timedelta) -> None:
    """Mend the waits of stories parked while the clock was ahead, those parked later than now: each has its length from
    now. One longer than any that can be asked for ends at once."""
    length = type_coerce(stories.c.due, BigInteger) - type_coerce(stories.c.updated, BigInteger)
    ahead = and_(stories.c.parked, stories.c.due.is_not(None), stories.c.updated > now)
    connection.execute(update(stories).where(ahead).values(due=length + milliseconds(now), updated=now))
    connection.execute(update(stories).where(stories.c.parked, stories.c.due > now + longest).values(due=now))


def uncap(connection: Connection, now: datetime) -> None:
    """Have what a cap parked tried again now."""
    connection.execute(update(stories).where(stories.c.parked, stories.c.waits_for == "budget").values(due=now))


def begun_since(connection: Connection, since: datetime, *, by_hand: bool) -> int:
    """How many stories, those refused and digests left out, were chosen at or after this instant, by a person or by
    the daemon."""
    of = and_(
        stories.c.chosen >= since,
        stories.c.by_hand == by_hand,
        stories.c.stage != "refused",
        stories.c.kind != "digest",
    )
    return int(connection.scalar(select(func.count()).where(of)) or 0)


def refused(connection: Connection, since: datetime, limit: int) -> tuple[Row, ...]:
    """The stories refused at or after this instant, the last first."""
    of = _ROWS.where(stories.c.stage == "refused", stories.c.updated >= since)
    return tuple(map(_row, connection.execute(of.order_by(stories.c.updated.desc(), stories.c.id).limit(limit))))


def standings(connection: Connection) -> tuple[Standings, ...]:
    """How many stories stand at each stage, the parked ones apart, in the order of the path."""
    counted = select(stories.c.stage, stories.c.parked, func.count().label("stories"))
    found = connection.execute(counted.group_by(stories.c.stage, stories.c.parked))
    known = [Standings(stage=each.stage, parked=each.parked, stories=each.stories) for each in found]
    return tuple(sorted(known, key=lambda each: (_PATH.index(each.stage), each.parked)))


def parked(connection: Connection, limit: int) -> tuple[Row, ...]:
    """Parked stories, those that wait for a person first, then by when they are tried again."""
    order = (stories.c.due.is_not(None), stories.c.due, stories.c.id)
    return tuple(map(_row, connection.execute(_ROWS.where(stories.c.parked).order_by(*order).limit(limit))))
