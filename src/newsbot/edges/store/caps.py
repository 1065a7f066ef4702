"""Whether a call may be made: what was spent and is reserved, held against each cap, and the pace of a minute.

Plain functions of a connection, within the transaction that reserves.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, func, or_, select

from newsbot.edges.store.tables import EPOCH, Instant, calls
from newsbot.errors import OutOfBudget
from newsbot.newsroom import Call, Cap

_SPENT_TOKENS = calls.c.prompt_tokens + calls.c.completion_tokens + calls.c.earlier_tokens
_SPENT = select(func.sum(calls.c.micros + calls.c.earlier_micros), func.sum(_SPENT_TOKENS)).where(
    calls.c.settled_at >= bindparam("since", type_=Instant)
)
_OF_ALL = {
    "story": _SPENT.where(calls.c.story == bindparam("of")),
    "run": _SPENT.where(calls.c.owner == bindparam("of")),
}


def mind(connection: Connection, call: Call, cap: Cap, owner: str, under_way: Sequence[Row[Any]]) -> None:
    """Raise `OutOfBudget` when the call could pass the cap. What is reserved counts at its most."""
    of = {"story": call.story, "run": owner}.get(cap.of)
    given = {"since": cap.since or EPOCH} | ({} if of is None else {"of": of})
    row = connection.execute(_OF_ALL.get(cap.of, _SPENT), given).one()
    micros, tokens = (int(value or 0) for value in row)
    for each in under_way:
        if of is None or of == (each.story if cap.of == "story" else each.owner):
            micros += each.most_micros + each.earlier_micros
            tokens += each.most_tokens + each.earlier_tokens
    what, whose = f"{call.purpose} of story {call.story}", _OF[cap.of].format(cap)
    setting = f"budget.{_SETTING[cap.of]}"
    if cap.micros is not None and micros + call.most_micros > cap.micros:
        what, name = f"{what} may cost {_dollars(call.most_micros)}", f"{setting}_usd"
        if call.most_micros > cap.micros:
            raise _too_large(what, f"{_dollars(cap.micros)} US dollars", name, call)
        spent = f"{_dollars(micros)} of {_dollars(cap.micros)} US dollars are spent or reserved {whose}"
        raise OutOfBudget(f"{what}, but {spent}; {_ADVICE[cap.of].format(name)}", cap.until, name, of or "")
    if cap.tokens is not None and tokens + call.most_tokens > cap.tokens:
        what, name = f"{what} may take {call.most_tokens} tokens", f"{setting}_tokens"
        if call.most_tokens > cap.tokens:
            raise _too_large(what, str(cap.tokens), name, call)
        spent = f"{tokens} of {cap.tokens} are spent or reserved {whose}"
        raise OutOfBudget(f"{what}, but {spent}; {_ADVICE[cap.of].format(name)}", cap.until, name, of or "")


def _too_large(what: str, whole: str, setting: str, call: Call) -> OutOfBudget:
    """For a call that the whole cap does not hold: no day on which it would, so only a person can help the story."""
    advice = f"waiting does not help; raise {setting}, then `newsbot retry`"
    return OutOfBudget(f"{what}, more than the whole {setting} of {whole}: {advice}", None, setting, call.story)


_OF = {
    "day": "since {0.since:%Y-%m-%d %H:%M %Z}",
    "month": "since {0.since:%Y-%m-%d %H:%M %Z}",
    "story": "on this story",
    "run": "by this run of newsbot",
}
_SETTING = {"day": "daily", "month": "monthly", "story": "story", "run": "run"}
_ADVICE = {
    "day": "raise {} or wait",
    "month": "raise {} or wait",
    "story": "raise {}, then `newsbot retry`",
    "run": "raise {} or start newsbot anew, then `newsbot retry`",
}
MINUTE = timedelta(minutes=1)


def too_fast(connection: Connection, call: Call, most: int | None, at: datetime) -> bool:
    """Whether the call has to wait: with it more tokens would be asked for in a minute than may be.

    A call that alone is more than that goes when nothing else was asked in the minute.
    """
    if most is None:
        return False
    lately = connection.execute(_LATELY, {"since": at - MINUTE}).scalar_one()
    return bool(lately) and int(lately) + call.most_tokens > most


_RESERVED = calls.c.state == "reserved"
_LATELY = select(func.sum(_SPENT_TOKENS + case((_RESERVED, calls.c.most_tokens), else_=0))).where(
    calls.c.reserved_at > bindparam("since", type_=Instant),
    or_(_RESERVED, and_(calls.c.state == "settled", calls.c.settled_at > bindparam("since", type_=Instant))),
)


def _dollars(micros: int) -> str:
    return f"{micros / 1_000_000:.4f}"
