"""What of stories is for a model to say. Plain functions of a connection."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from newsbot.edges.store import seen
from newsbot.edges.store.tables import entries, indexed, insert
from newsbot.edges.store.tables import unsure as open_
from newsbot.news import Entry
from newsbot.newsroom import Unsure


def leave_open(connection: Connection, feed: str, key: str, story: str, at: datetime) -> None:
    """Remember that the entry of this place may belong to the story."""
    values = {"story_id": story, "at": at}
    statement = insert(connection, open_).values(feed=feed, key=key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["feed", "key"], set_=values))


def unsure(connection: Connection, since: datetime, limit: int) -> tuple[Unsure, ...]:
    """The entries left open since then, oldest first."""
    same = and_(entries.c.feed == open_.c.feed, entries.c.key == open_.c.key)
    rows = connection.execute(
        select(entries.c.document, open_.c.story_id)
        .join(entries, same)
        .where(open_.c.at >= since)
        .order_by(open_.c.at, open_.c.feed, open_.c.key)
        .limit(limit)
    )
    return tuple(Unsure(entry=seen.entry(row.document), story=row.story_id) for row in rows)


def decided(connection: Connection, given: Sequence[Entry]) -> None:
    """Forget that these were left open."""
    for entry in given:
        here = and_(open_.c.feed == indexed(entry.feed), open_.c.key == indexed(entry.key))
        connection.execute(delete(open_).where(here))
