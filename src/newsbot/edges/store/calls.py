"""The ledger's transactions. Plain functions of a connection, each one short transaction.

A row is *reserved* while its call is under way, *settled* once its reply is kept, *released*
when the call brought nothing. A reservation lives until its lease runs out, which its process renews on PostgreSQL; in
an SQLite file, which is one machine's, it dies with its process. On PostgreSQL a place outlives its process until then,
since the model may still be at work on the call. One that died may have been paid without our knowing: it is counted at
the most it could cost. Statements are put together once: that costs more than running them.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from newsbot.edges.store import owner
from newsbot.edges.store.caps import mind, too_fast
from newsbot.edges.store.tables import EPOCH, calls, document, insert_in
from newsbot.errors import StoreError
from newsbot.newsroom import ORDINALS_A_TRY, Call, Caps, Reply, Spent

LOCK = 0x6E657774  # PostgreSQL's advisory lock: one reserve at a time, or two could pass a cap together


@dataclass(frozen=True)
class Ticket:
    """Who reserves: the process, a number of this one attempt, and how long the lease lasts."""

    owner: str
    number: str
    lease: timedelta


Place = Reply | Literal["taken", "none yet"]


def reserve(connection: Connection, call: Call, caps: Caps, ticket: Ticket, at: datetime) -> Place:
    """Take a place for the call; its reply when it was settled before. Raises `OutOfBudget`."""
    clock, since = _begun(connection, at)
    rows = connection.execute(_UNDER_WAY_AND_THIS, {"this": call.key}).all()
    settled = next((row for row in rows if row.state == "settled"), None)
    if settled is not None:
        return _reply(settled)
    under_way = _buried(connection, [row for row in rows if row.state == "reserved"], clock, since, at, ticket.lease)
    if any(row.key == call.key for row in under_way):
        return "none yet"
    for cap in caps.caps:
        mind(connection, call, cap, ticket.owner, under_way)
    if len(under_way) >= caps.concurrency or too_fast(connection, call, caps.minute_tokens, at):
        return "none yet"
    return "taken" if _take(connection, call, ticket, at, clock + ticket.lease) else "none yet"


_UNDER_WAY_AND_THIS = select(
    *(calls.c[name] for name in ("key", "state", "owner", "ticket", "lease_until", "story", "purpose", "reply")),
    *(calls.c[name] for name in ("most_tokens", "most_micros", "earlier_tokens", "earlier_micros")),
).where(or_(calls.c.state == "reserved", calls.c.key == bindparam("this")))


def settle(connection: Connection, key: str, reply: Reply, micros: int, *, number: str, at: datetime) -> None:
    """Keep the reply and its cost; with usage unknown, the most the call could cost. Safe to repeat.

    A second paid answer (its lease had run out meanwhile) leaves the first in place, and its cost is kept.
    """
    values = {
        "ticket": number,
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
        "usage_known": reply.usage_known,
        "micros": micros,
        "reply": document(reply),
        "settled_at": at,
    }
    if reply.usage_known and _settled(connection, key, values):
        return
    row = _row(connection, key)
    if row is None:
        raise StoreError(f"the ledger has no call {key} to settle; the database was exchanged while newsbot ran")
    unknown = not reply.usage_known
    tokens = reply.prompt_tokens + reply.completion_tokens
    missing = max(0, row["most_tokens"] - tokens) if unknown else 0
    cost = max(micros, row["most_micros"]) if unknown else micros
    if row["state"] != "settled":
        _settled(connection, key, values | {"prompt_tokens": reply.prompt_tokens + missing, "micros": cost})
    elif row["ticket"] != number:  # else an attempt before this one got through, only its answer was lost
        earlier = {
            "earlier_tokens": row["earlier_tokens"] + tokens + missing,
            "earlier_micros": row["earlier_micros"] + cost,
        }
        connection.execute(update(calls).where(calls.c.key == key).values(earlier))


_SETTLED = ("ticket", "prompt_tokens", "completion_tokens", "usage_known", "micros", "reply", "settled_at")
_SETTLE = (
    update(calls)
    .where(calls.c.key == bindparam("this"), calls.c.state != "settled")
    .values(state="settled", reason="", **{name: bindparam(f"its_{name}") for name in _SETTLED})
)


def _settled(connection: Connection, key: str, values: dict[str, Any]) -> bool:
    """Whether the row was there to be settled, and is now."""
    given = {f"its_{name}": value for name, value in values.items()}
    return connection.execute(_SETTLE, {"this": key, **given}).rowcount == 1


def release(
    connection: Connection, key: str, reason: str, *, micros: int, tokens: int, number: str, at: datetime
) -> None:
    """Give the place back; what the call cost is kept. A place that is no longer ours stays as it is."""
    cost = {
        "earlier_tokens": calls.c.earlier_tokens + tokens,
        "earlier_micros": calls.c.earlier_micros + micros,
    }
    ours = and_(calls.c.key == key, calls.c.state == "reserved", calls.c.ticket == number)
    freed = {"state": "released", "ticket": "", "reason": reason, "settled_at": at}
    if connection.execute(update(calls).where(ours).values(cost | freed)).rowcount != 1:
        connection.execute(update(calls).where(calls.c.key == key).values(cost))


def bury(connection: Connection, numbers: list[str], reason: str, at: datetime) -> None:
    """Release the reservations of these tickets, whose outcome nobody knows, at the most they could cost."""
    connection.execute(
        update(calls)
        .where(calls.c.ticket.in_(numbers), calls.c.state == "reserved")
        .values(
            state="released",
            reason=reason,
            earlier_tokens=calls.c.earlier_tokens + calls.c.most_tokens,
            earlier_micros=calls.c.earlier_micros + calls.c.most_micros,
            settled_at=at,
        )
    )


def renew(connection: Connection, numbers: list[str], lease: timedelta, at: datetime) -> None:
    """Let the reservations of these tickets, whose calls are under way, live so long from now."""
    ours = and_(calls.c.ticket.in_(numbers), calls.c.state == "reserved")
    connection.execute(update(calls).where(ours).values(lease_until=_lease_clock(connection, at) + lease))


def spent(connection: Connection, story: str) -> Spent:
    """What the story's settled calls came to."""
    return _summed(connection, and_(calls.c.story == story, calls.c.state == "settled"), earlier=False)


def spent_since(connection: Connection, since: datetime) -> Spent:
    """All that was spent since then, by attempts that brought nothing too (their tokens as prompt tokens)."""
    return _summed(connection, calls.c.settled_at >= since, earlier=True)


def _summed(connection: Connection, which: ColumnElement[bool], earlier: bool) -> Spent:
    settled = calls.c.state == "settled"
    row = connection.execute(
        select(
            func.sum(case((settled, 1), else_=0)),
            func.sum(case((and_(settled, calls.c.ordinal % ORDINALS_A_TRY > 0), 1), else_=0)),
            func.sum(calls.c.prompt_tokens + (calls.c.earlier_tokens if earlier else 0)),
            func.sum(calls.c.completion_tokens),
            func.sum(calls.c.micros + (calls.c.earlier_micros if earlier else 0)),
        ).where(which)
    ).one()
    count, repairs, prompt, completion, micros = (int(value or 0) for value in row)
    return Spent(calls=count, repairs=repairs, prompt_tokens=prompt, completion_tokens=completion, micros=micros)


def model(connection: Connection, key: str) -> str:
    """The model that the call asks; empty where there is no such call."""
    return connection.execute(_MODEL, {"this": key}).scalar_one_or_none() or ""


_MODEL = select(calls.c.model).where(calls.c.key == bindparam("this"))


def _row(connection: Connection, key: str) -> RowMapping | None:
    return connection.execute(select(calls).where(calls.c.key == key).with_for_update()).mappings().one_or_none()


def _reply(row: Row[Any]) -> Reply:
    if row.reply is None:
        raise StoreError(
            f"the paid answer to {row.purpose} of story {row.story} was pruned; ask for the story to be written anew"
        )
    return Reply.model_validate_json(row.reply)


def _lease_clock(connection: Connection, at: datetime) -> datetime:
    """The database's own clock on PostgreSQL, where machines may disagree; else ours."""
    if connection.dialect.name != "postgresql":
        return at
    now: datetime = connection.execute(_CLOCK).scalar_one()
    return now


_CLOCK = select(func.clock_timestamp())
_BEGIN = select(func.clock_timestamp(), func.pg_postmaster_start_time(), func.pg_advisory_xact_lock(LOCK))


def _begun(connection: Connection, at: datetime) -> tuple[datetime, datetime]:
    """Wait for the turn to reserve; the clock of the leases, and since when it could be heard."""
    if connection.dialect.name != "postgresql":
        return at, EPOCH
    clock, started, _ = connection.execute(_BEGIN).one()
    return clock, started


def _buried(
    connection: Connection,
    reserved: Sequence[Row[Any]],
    clock: datetime,
    since: datetime,
    at: datetime,
    lease: timedelta,
) -> list[Row[Any]]:
    """Release the reservations that died; those that live.

    While the database was away nobody could renew a lease. So they tell the dead only twice a lease after its start
    (`since`): it takes connections only when it has looked over what it was doing.
    """
    dead = {row.ticket for row in reserved if row.lease_until <= clock} if since + 2 * lease <= clock else set()
    if connection.dialect.name == "sqlite":
        # Whoever cannot be seen held it before the machine was started anew.
        dead |= {row.ticket for row in reserved if not owner.alive(row.owner)}
    if dead:
        bury(connection, list(dead), "its process or its lease ended before an answer came", at)
    return [row for row in reserved if row.ticket not in dead]


def _take(connection: Connection, call: Call, ticket: Ticket, at: datetime, until: datetime) -> bool:
    """Write the reservation over what is left of a released one, whose cost stays; False when it was just settled."""
    values = {
        **call.model_dump(exclude={"key"}),
        "state": "reserved",
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "usage_known": False,
        "micros": 0,
        "reply": None,
        "reason": "",
        "owner": ticket.owner,
        "ticket": ticket.number,
        "reserved_at": at,
        "lease_until": until,
        "settled_at": None,
    }
    given = {"key": call.key, "earlier_tokens": 0, "earlier_micros": 0, **values}
    return connection.execute(_taking(connection.dialect.name, tuple(values)), given).rowcount == 1


@functools.cache
def _taking(dialect: str, columns: tuple[str, ...]) -> Any:
    """An INSERT that gives these columns of a row that is there their new values."""
    statement = insert_in(dialect, calls)
    set_ = {name: statement.excluded[name] for name in columns}
    taking = statement.on_conflict_do_update(index_elements=["key"], set_=set_, where=calls.c.state != "settled")
    return taking.execution_options(preserve_rowcount=True)
