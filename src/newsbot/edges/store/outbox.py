"""What people are to be told, from the transaction of what it tells of until it is done with.

Plain functions of a connection. A notice is told at least once: whoever takes one pushes its next try out first, so
that no two send it, and says afterwards which channels have it; who dies in between leaves it due again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from newsbot.edges.store.tables import document, indexed, insert, notices
from newsbot.errors import OutOfBudget
from newsbot.news import Notice
from newsbot.newsroom import Told

AWAY = timedelta(hours=1)
"""How long a model is away before people are told. Stories are tried again after 1, 2, 4 … 60 minutes, so a shorter
trouble ends by itself, and a longer one is noticed soon after."""


def keep(connection: Connection, given: Sequence[Notice], at: datetime, *, due: datetime | None) -> None:
    """Keep these to be told from `due` on. One whose key is there already, told or not, stays as it is."""
    rows = [
        {
            "key": indexed(notice.key),
            "occasion": notice.occasion,
            "document": document(notice),
            "made": at,
            "due": due,
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


def away(connection: Connection, model: str, reason: str, at: datetime) -> None:
    """A call found the model away. The first one is noted; one that comes `AWAY` later, with no answer in between, has
    it told, once."""
    notice = Notice(occasion="away", key=f"away {model}", title=model, reason=reason)
    keep(connection, [notice], at, due=None)
    noted = notices.c.key == indexed(notice.key)
    long = update(notices).where(noted, notices.c.due.is_(None), notices.c.attempts == 0, notices.c.made <= at - AWAY)
    connection.execute(long.values(document=document(notice), due=at))


def answered(connection: Connection, model: str, at: datetime) -> None:
    """The model has answered. If people were told that it is away, they are told that it is back."""
    since = connection.execute(_AWAY_NO_MORE, {"this": indexed(f"away {model}")}).one_or_none()
    if since is not None and since.attempts:
        key = f"back {model} {since.made.isoformat()}"
        keep(connection, [Notice(occasion="back", key=key, title=model)], at, due=at)


_AWAY_NO_MORE = delete(notices).where(notices.c.key == bindparam("this")).returning(notices.c.made, notices.c.attempts)


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
