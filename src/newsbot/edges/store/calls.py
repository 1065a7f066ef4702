"""The ledger's transactions. Plain functions of a connection, each one short transaction.

A row is *reserved* while its call is under way, *settled* once its reply is kept, *released*
when the call brought nothing. A reservation lives until its lease runs out, which its process
renews on PostgreSQL, and dies with its process where that can be seen. One that died may have
been paid without our knowing: it is counted at the most it could cost.
"""

import functools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    true,
    update,
)

from newsbot.edges.store import owner
from newsbot.edges.store.tables import Instant, calls, document, insert_in
from newsbot.errors import OutOfBudget, StoreError
from newsbot.newsroom import ORDINALS_A_TRY, Call, Cap, Caps, Reply, Spent

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
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    clock = _lease_clock(connection, at)
    under_way = _bury_dead(connection, clock, at, ticket.lease)
    row = _row(connection, call.key)
    if row is not None and row["state"] == "settled":
        return _reply(row)
    if call.key in under_way:
        return "none yet"
    for cap in caps.caps:
        _mind(connection, call, cap, ticket.owner)
    if len(under_way) >= caps.concurrency or _too_fast(connection, call, caps.minute_tokens, at):
        return "none yet"
    _take(connection, call, ticket, at, clock + ticket.lease)
    return "taken"


def settle(connection: Connection, key: str, reply: Reply, micros: int, *, number: str, at: datetime) -> None:
    """Keep the reply and its cost; with usage unknown, the most the call could cost. Safe to repeat.

    A second paid answer (its lease had run out meanwhile) leaves the first in place, and its cost is kept.
    """
    row = _row(connection, key)
    if row is None:
        raise StoreError(f"the ledger has no call {key} to settle; the database was exchanged while newsbot ran")
    unknown = not reply.usage_known
    tokens = reply.prompt_tokens + reply.completion_tokens
    missing = max(0, row["most_tokens"] - tokens) if unknown else 0
    cost = max(micros, row["most_micros"]) if unknown else micros
    if row["state"] != "settled":
        values = {
            "state": "settled",
            "ticket": number,
            "prompt_tokens": reply.prompt_tokens + missing,
            "completion_tokens": reply.completion_tokens,
            "usage_known": reply.usage_known,
            "micros": cost,
            "reply": document(reply),
            "reason": "",
            "settled_at": at,
        }
    elif row["ticket"] == number:
        return  # an attempt before this one got through, only its answer was lost
    else:
        values = {
            "earlier_tokens": row["earlier_tokens"] + tokens + missing,
            "earlier_micros": row["earlier_micros"] + cost,
        }
    connection.execute(update(calls).where(calls.c.key == key).values(values))


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


def _row(connection: Connection, key: str) -> RowMapping | None:
    return connection.execute(select(calls).where(calls.c.key == key).with_for_update()).mappings().one_or_none()


def _reply(row: RowMapping) -> Reply:
    if row["reply"] is None:
        raise StoreError(
            f"the paid answer to {row['purpose']} of story {row['story']} was pruned; "
            "ask for the story to be written anew"
        )
    return Reply.model_validate_json(row["reply"])


def _lease_clock(connection: Connection, at: datetime) -> datetime:
    """The database's own clock on PostgreSQL, where machines may disagree; else ours."""
    if connection.dialect.name != "postgresql":
        return at
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def _judged_by_leases(connection: Connection, clock: datetime, lease: timedelta) -> bool:
    """Whether leases tell the dead by now: while the database was away nobody could renew one.

    Twice a lease after its start: it takes connections only when it has looked over what it was doing.
    """
    if connection.dialect.name != "postgresql":
        return True
    started: datetime = connection.execute(select(func.pg_postmaster_start_time())).scalar_one()
    return started + 2 * lease <= clock


def _bury_dead(connection: Connection, clock: datetime, at: datetime, lease: timedelta) -> set[str]:
    """Release the reservations that died; the keys of those that live."""
    reserved = connection.execute(
        select(calls.c.key, calls.c.owner, calls.c.ticket, calls.c.lease_until).where(calls.c.state == "reserved")
    ).all()
    # An SQLite file is one machine's: whoever cannot be seen held it before the machine was started anew.
    unseen_lives = connection.dialect.name != "sqlite"
    alive = {row.ticket: owner.alive(row.owner) for row in reserved}
    seen_dead = {ticket for ticket, lives in alive.items() if not (unseen_lives if lives is None else lives)}
    late = {row.ticket for row in reserved if row.lease_until <= clock}
    dead = seen_dead | (late if late and _judged_by_leases(connection, clock, lease) else set())
    if dead:
        bury(connection, list(dead), "its process or its lease ended before an answer came", at)
    return {row.key for row in reserved if row.ticket not in dead}


_SPENT_TOKENS = calls.c.prompt_tokens + calls.c.completion_tokens + calls.c.earlier_tokens


@functools.cache  # made once: putting it together anew costs more than running it
def _counted(of: str, stretch: bool) -> Select[int, int]:
    """Money and tokens spent, and reserved at their most, of what a cap is on; in a `stretch` since an instant."""
    reserved = calls.c.state == "reserved"
    which: ColumnElement[bool] = true()
    if stretch:
        which = or_(reserved, calls.c.settled_at >= bindparam("since", type_=Instant))
    if of == "story":
        which = and_(which, calls.c.story == bindparam("story"))
    elif of == "run":
        which = and_(which, calls.c.owner == bindparam("owner"))
    return select(
        func.sum(calls.c.micros + calls.c.earlier_micros + case((reserved, calls.c.most_micros), else_=0)),
        func.sum(_SPENT_TOKENS + case((reserved, calls.c.most_tokens), else_=0)),
    ).where(which)


def _mind(connection: Connection, call: Call, cap: Cap, owner: str) -> None:
    """Raise `OutOfBudget` when the call could pass the cap. What is reserved counts at its most."""
    given = {"since": cap.since, "story": call.story, "owner": owner}
    row = connection.execute(_counted(cap.of, cap.since is not None), given).one()
    micros, tokens = (int(value or 0) for value in row)
    what, of = f"{call.purpose} of story {call.story}", _OF[cap.of].format(cap)
    setting = f"budget.{_SETTING[cap.of]}"
    if cap.micros is not None and micros + call.most_micros > cap.micros:
        raise OutOfBudget(
            f"{what} may cost {_dollars(call.most_micros)}, but {_dollars(micros)} of {_dollars(cap.micros)} "
            f"US dollars are spent or reserved {of}; raise {setting}_usd or wait",
            cap.until,
            f"{setting}_usd",
        )
    if cap.tokens is not None and tokens + call.most_tokens > cap.tokens:
        raise OutOfBudget(
            f"{what} may take {call.most_tokens} tokens, but {tokens} of {cap.tokens} are spent or reserved {of}; "
            f"raise {setting}_tokens or wait",
            cap.until,
            f"{setting}_tokens",
        )


_OF = {
    "day": "since {0.since:%Y-%m-%d %H:%M %Z}",
    "month": "since {0.since:%Y-%m-%d %H:%M %Z}",
    "story": "on this story",
    "run": "by this run of newsbot",
}
_SETTING = {"day": "daily", "month": "monthly", "story": "story", "run": "run"}
MINUTE = timedelta(minutes=1)


def _too_fast(connection: Connection, call: Call, most: int | None, at: datetime) -> bool:
    """Whether the call has to wait: with it more tokens would be asked for in a minute than may be.

    A call that alone is more than that goes when nothing else was asked in the minute.
    """
    if most is None:
        return False
    reserved = case((calls.c.state == "reserved", calls.c.most_tokens), else_=0)
    lately = connection.execute(
        select(func.sum(_SPENT_TOKENS + reserved)).where(calls.c.reserved_at > at - MINUTE, calls.c.state != "released")
    ).scalar_one()
    return bool(lately) and int(lately) + call.most_tokens > most


def _dollars(micros: int) -> str:
    return f"{micros / 1_000_000:.4f}"


def _take(connection: Connection, call: Call, ticket: Ticket, at: datetime, until: datetime) -> None:
    """Write the reservation over what is left of a released one, whose cost stays."""
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
    connection.execute(_taking(connection.dialect.name, tuple(values)), given)


@functools.cache
def _taking(dialect: str, columns: tuple[str, ...]) -> Any:
    """An INSERT that gives these columns of a row that is there their new values."""
    statement = insert_in(dialect, calls)
    set_ = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=["key"], set_=set_)
