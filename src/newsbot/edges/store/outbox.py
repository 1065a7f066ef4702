"""What people are to be told, from the transaction of what it tells of until it is done with.

Plain functions of a connection. A notice is told at least once: whoever takes one pushes its next try out first, so
that no two send it, and says afterwards which channels have it; who dies in between leaves it due again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from newsbot.edges.store.tables import document, indexed, insert, notices
from newsbot.errors import OutOfBudget
from newsbot.news import Notice
from newsbot.newsroom import Told


def keep(connection: Connection, given: Sequence[Notice], at: datetime) -> None:
    """Keep these to be told, from now on. One whose key is there already, told or not, stays as it is."""
    rows = [
        {
            "key": indexed(notice.key),
            "occasion": notice.occasion,
            "document": document(notice),
            "made": at,
            "due": at,
            "attempts": 0,
            "served": "",
        }
        for notice in given
    ]
    if rows:
        connection.execute(insert(connection, notices).on_conflict_do_nothing(), rows)


def reached(error: OutOfBudget, day: datetime | None) -> Notice:
    """That a cap was reached, told once of each day, which began at this instant, and of each story or run it stops."""
    of = f" {error.of}" if error.of else ""
    key = f"budget {error.cap}{of} {day and day.isoformat()}"
    return Notice(occasion="budget", key=key, title=error.cap, reason=str(error))


def waits(connection: Connection, now: datetime) -> bool:
    """Whether any notice is due."""
    return connection.scalar(select(notices.c.key).where(notices.c.due <= now).limit(1)) is not None


def take(connection: Connection, now: datetime, again: datetime, limit: int) -> tuple[Told, ...]:
    """The notices due now, the oldest first; each counts as tried once more and is due again at `again`."""
    waiting = select(notices).where(notices.c.due <= now).order_by(notices.c.made, notices.c.key).limit(limit)
    rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
    keys = [row.key for row in rows]
    taken = update(notices).where(notices.c.key.in_(keys))
    connection.execute(taken.values(due=again, attempts=notices.c.attempts + 1))
    return tuple(
        Told(
            notice=Notice.model_validate_json(row.document),
            made=row.made,
            attempts=row.attempts,
            served=tuple(row.served.split("\n")) if row.served else (),
        )
        for row in rows
    )


def served(connection: Connection, key: str, channels: Sequence[str], due: datetime | None) -> None:
    """These channels have it; the others are tried at `due`, or never."""
    this = update(notices).where(notices.c.key == indexed(key))
    connection.execute(this.values(served="\n".join(channels), due=due))


def prune(connection: Connection, before: datetime) -> int:
    """Forget what was made before this instant, told or not; how many."""
    return connection.execute(delete(notices).where(notices.c.made < before)).rowcount
