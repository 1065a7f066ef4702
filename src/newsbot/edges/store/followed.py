"""The feeds that are followed, and what is remembered of polling them. Plain functions of a connection.

What their owner says of them (`options`, `declared`, `paused`) may change while a round is on its way with
what it read before: so a poll's outcome never takes that back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, text, update

from newsbot.edges.store import outbox, seen
from newsbot.edges.store.tables import document, feeds, indexed, insert
from newsbot.news import Feed, Followed, Known, Notice

CHUNK = 500  # rows held in memory while reading
ASKED = timedelta(minutes=5)  # a round's time: whoever took a feed and died keeps others from asking it no longer

_TOUCHED = ("polled", "answered", "due", "failures", "result")
_COLUMNS = ("declared", "paused", *_TOUCHED)  # fields of a Followed that have a column of their own
_NOT_STATE = {"feed", *_COLUMNS}


def load(connection: Connection) -> tuple[Followed, ...]:
    """Every followed feed, in the order of their addresses."""
    columns = (feeds.c.options, feeds.c.state, *(feeds.c[name] for name in _COLUMNS))
    with connection.execute(select(*columns).execution_options(yield_per=CHUNK)) as rows:
        return tuple(sorted(map(_followed, rows), key=lambda followed: followed.feed.url))


def _followed(row: Sequence[Any]) -> Followed:
    options, state, *own = row
    kept = Followed.model_validate_json(f'{{"feed":{options},{state[1:]}')  # one parse for both
    # Checked by now, and nobody else has it yet: its columns are put in where they stand, for a third of what making
    # it anew costs. The set of fields that were set, which nobody asks for, would be a third of its memory: empty.
    vars(kept).update(zip(_COLUMNS, own, strict=True))
    object.__setattr__(kept, "__pydantic_fields_set__", set())
    return kept


# ---------------------------------------------------------------- which ones


def follow(connection: Connection, given: Sequence[Feed], at: datetime) -> tuple[str, ...]:
    """Follow these feeds; the addresses of those not followed yet, in their order. The others stay as they are."""
    by_key = _by_key(given)
    if not by_key:
        return ()
    _alone(connection)
    rows = [_new(key, feed, declared=False, at=at) for key, feed in by_key.items()]
    statement = insert(connection, feeds).on_conflict_do_nothing().returning(feeds.c.url)
    new = set(connection.scalars(statement, rows))
    return tuple(feed.url for key, feed in by_key.items() if key in new)


def unfollow(connection: Connection, url: str) -> bool:
    """Follow this feed no longer; False when it is not followed."""
    return connection.execute(delete(feeds).where(feeds.c.url == indexed(url))).rowcount == 1


def is_declared(connection: Connection, given: Sequence[Feed]) -> bool:
    """Whether the declared feeds are exactly these, with these options."""
    return _declared(connection) == {key: document(feed) for key, feed in _by_key(given).items()}


def declare(connection: Connection, given: Sequence[Feed], at: datetime) -> None:
    """Make the declared feeds exactly these. One followed by hand becomes declared, and its state stays."""
    _alone(connection)
    by_key, declared = _by_key(given), _declared(connection)
    gone = [{"this": key} for key in declared if key not in by_key]
    if gone:
        connection.execute(delete(feeds).where(feeds.c.url == bindparam("this")), gone)
    rows = [
        _new(key, feed, declared=True, at=at) for key, feed in by_key.items() if declared.get(key) != document(feed)
    ]
    if rows:
        statement = insert(connection, feeds)
        options = {"declared": True, "options": statement.excluded.options}
        connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=options), rows)


def _declared(connection: Connection) -> dict[str, str]:
    """The options of the declared feeds, by key."""
    rows = connection.execute(select(feeds.c.url, feeds.c.options).where(feeds.c.declared))
    return {row.url: row.options for row in rows}


def _by_key(given: Sequence[Feed]) -> dict[str, Feed]:
    """The feeds by what they are indexed under; the first of several with one address counts."""
    by_key: dict[str, Feed] = {}
    for feed in given:
        by_key.setdefault(indexed(feed.url), feed)
    return by_key


def _new(key: str, feed: Feed, *, declared: bool, at: datetime) -> dict[str, Any]:
    return {"url": key, **_row(Followed(feed=feed, declared=declared, added=at))}


# ---------------------------------------------------------------- what is remembered of polling them


def take(connection: Connection, given: Sequence[Followed], until: datetime) -> tuple[Followed, ...]:
    """Those whose `due` is still what was read, in their order; from now on they are due at `until`.

    Whoever moves the instant asks the feed. A poll that is cut off without a word lets it be asked again then.
    """
    _alone(connection)
    taken: list[Followed] = []
    for each in given:
        this = update(feeds).where(
            feeds.c.url == indexed(each.feed.url),
            feeds.c.due.is_not_distinct_from(each.due),
            feeds.c.polled.is_not_distinct_from(each.polled),
        )
        if connection.execute(this.values(due=until)).rowcount == 1:
            taken.append(each)
    return tuple(taken)


def give_back(connection: Connection, given: Sequence[Followed]) -> None:
    """Let these be due as they were when they were taken, where nobody has asked them since."""
    _alone(connection)
    for each in given:
        this = and_(feeds.c.url == indexed(each.feed.url), feeds.c.polled.is_not_distinct_from(each.polled))
        connection.execute(update(feeds).where(this).values(due=each.due))


def touch(connection: Connection, given: Sequence[Followed], at: datetime, notices: Sequence[Notice] = ()) -> None:
    """Keep what a poll changes where it found nothing new, and the notices; the rest of their rows stays."""
    _alone(connection)
    outbox.keep(connection, notices, at, due=at)
    rows = [{"this": indexed(each.feed.url), **{name: getattr(each, name) for name in _TOUCHED}} for each in given]
    connection.execute(update(feeds).where(feeds.c.url == bindparam("this")), rows)


def keep(
    connection: Connection, feed: Followed, known: Sequence[Known], at: datetime, notices: Sequence[Notice] = ()
) -> tuple[str, ...]:
    """Keep all of the feed's state, these entries of it and the notices; the keys of entries not remembered so before.

    A feed that is followed no longer keeps nothing. `declared` stays: `declare` says so alone.
    """
    this = feeds.c.url == indexed(feed.feed.url)
    # The row is locked: two processes that keep one feed do so one after the other.
    row = connection.execute(select(feeds.c.polled, feeds.c.paused).where(this).with_for_update()).one_or_none()
    if row is None:
        return ()
    values = _row(feed)
    del values["declared"]
    if feed.polled is not None and (row.polled is None or feed.polled > row.polled):
        # A poll's outcome. Since it began the owner may have paused the feed, or changed how it is to be read.
        del values["options"]
        values["paused"] = feed.paused or row.paused
    connection.execute(update(feeds).where(this).values(values))
    outbox.keep(connection, notices, at, due=at)
    return seen.keep(connection, feed.feed.url, known, at)


def _row(feed: Followed) -> dict[str, Any]:
    columns = {name: getattr(feed, name) for name in _COLUMNS}
    return {**columns, "options": document(feed.feed), "state": document(feed, exclude=_NOT_STATE)}


def _alone(connection: Connection) -> None:
    """Whoever writes rows of several feeds has the table alone: two could wait for each other on PostgreSQL."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE feeds IN SHARE ROW EXCLUSIVE MODE"))
