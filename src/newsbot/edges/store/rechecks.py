"""Sources of published articles: when each is read again, and what was found. Plain functions of a connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from newsbot.edges.store import outbox
from newsbot.edges.store.tables import document, insert, rechecks, stories
from newsbot.news import Notice
from newsbot.newsroom import Due, Recheck


def unplanned(connection: Connection, limit: int) -> tuple[str, ...]:
    """The ids of published stories whose sources are not planned yet, the oldest first."""
    planned = select(rechecks.c.story_id).where(rechecks.c.story_id == stories.c.id).exists()
    which = and_(stories.c.stage == "published", ~planned)
    return tuple(connection.scalars(select(stories.c.id).where(which).order_by(stories.c.updated).limit(limit)))


def plan(connection: Connection, given: Sequence[Due]) -> None:
    """Have these sources read again; what is planned already stays."""
    rows = [
        {
            "story_id": each.story,
            "source": each.source,
            "url": each.url,
            "published": each.published,
            "due": each.due,
            "round": each.round,
            "result": "",
        }
        for each in given
    ]
    if rows:
        connection.execute(insert(connection, rechecks).on_conflict_do_nothing(), rows)


def take(connection: Connection, now: datetime, again: datetime, limit: int) -> tuple[Due, ...]:
    """The sources due now of articles that stand on the site, the longest due first; each is due again at `again`."""
    on_site = select(stories.c.id).where(stories.c.stage == "published")
    waiting = select(rechecks).where(rechecks.c.due <= now, rechecks.c.story_id.in_(on_site))
    rows = connection.execute(
        waiting.order_by(rechecks.c.due, rechecks.c.story_id).limit(limit).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        connection.execute(update(rechecks).where(_this(row.story_id, row.source)).values(due=again))
    return tuple(_due(row) for row in rows)


def of(connection: Connection, story: str) -> tuple[Due, ...]:
    """All sources of one story."""
    found = connection.execute(select(rechecks).where(rechecks.c.story_id == story).order_by(rechecks.c.source))
    return tuple(_due(row) for row in found)


def _due(row: Row[Any]) -> Due:
    names = ("source", "url", "published", "due", "round")
    return Due(story=row.story_id, **{name: getattr(row, name) for name in names})


def checked(
    connection: Connection, due: Due, result: str, at: datetime, found: Recheck | None, notices: Sequence[Notice]
) -> None:
    """Keep how a check ended, when the next is due, what was found, and the notices."""
    values: dict[str, object] = {"due": due.due, "round": due.round, "checked": at, "result": result}
    if found is not None:
        values |= {"finding": document(found), "found": at, "settled": None}
    connection.execute(update(rechecks).where(_this(due.story, due.source)).values(**values))
    outbox.keep(connection, notices, at, due=at)


def open_findings(connection: Connection, story: str, limit: int) -> tuple[Recheck, ...]:
    """What was found and nobody has settled, of one story or of all, the newest first."""
    which = and_(rechecks.c.finding.is_not(None), rechecks.c.settled.is_(None))
    if story:
        which = and_(which, rechecks.c.story_id == story)
    found = select(rechecks.c.finding).where(which).order_by(rechecks.c.found.desc(), rechecks.c.story_id)
    return tuple(Recheck.model_validate_json(each) for each in connection.scalars(found.limit(limit)))


def last_finding(connection: Connection, story: str, source: int) -> Recheck | None:
    """What was last found of a source, settled or not."""
    kept = connection.execute(select(rechecks.c.finding).where(_this(story, source))).scalar_one_or_none()
    return None if kept is None else Recheck.model_validate_json(kept)


def settle(connection: Connection, story: str, why: str, only: str = "") -> int:
    """Take the story's findings, or that of the source of this number, off the list; how many. They stay kept."""
    left = and_(rechecks.c.story_id == story, rechecks.c.finding.is_not(None), rechecks.c.settled.is_(None))
    if only:
        left = and_(left, rechecks.c.source == int(only))
    return connection.execute(update(rechecks).where(left).values(settled=why)).rowcount


def forget(connection: Connection, story: str) -> None:
    """Plan nothing for the story any more: it was undone."""
    connection.execute(delete(rechecks).where(rechecks.c.story_id == story))


def _this(story: str, source: int) -> ColumnElement[bool]:
    return and_(rechecks.c.story_id == story, rechecks.c.source == source)
