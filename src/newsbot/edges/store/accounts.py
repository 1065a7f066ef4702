"""What the ledger's calls came to, by day, model, story or stage. Plain functions of a connection."""

from datetime import date, datetime, tzinfo
from typing import Literal

from sqlalchemy import Connection, select

from newsbot.edges.store.tables import calls
from newsbot.newsroom import Account, Cost

By = Literal["day", "model", "story", "stage"]


def accounts(connection: Connection, by: By, since: datetime, zone: tzinfo) -> tuple[Account, ...]:
    """What was spent since then, by calendar day in the zone (the newest first), else what cost most first.

    Attempts that brought nothing count with what they may have cost. A call's stage is its purpose before the colon.
    """
    columns = [calls.c[name] for name in (*_NAMES, "settled_at", "story", "model", "purpose", "state")]
    found: dict[str, list[int]] = {}
    for row in connection.execute(select(*columns).where(calls.c.settled_at >= since)):
        name = {
            "day": f"{row.settled_at.astimezone(zone):%Y-%m-%d}",
            "model": row.model,
            "story": row.story,
            "stage": row.purpose.partition(":")[0],
        }[by]
        sums = found.setdefault(name, [0, 0, 0, 0])
        sums[0] += row.state == "settled"
        sums[1] += row.prompt_tokens + row.earlier_tokens
        sums[2] += row.completion_tokens
        sums[3] += row.micros + row.earlier_micros
    made = [
        Account(name=name, calls=count, prompt_tokens=prompt, completion_tokens=completion, micros=micros)
        for name, (count, prompt, completion, micros) in found.items()
    ]
    if by == "day":
        return tuple(sorted(made, key=lambda each: each.name, reverse=True))
    return tuple(sorted(made, key=lambda each: (-each.micros, -each.prompt_tokens, each.name)))


def daily(connection: Connection, since: datetime, zone: tzinfo) -> tuple[Cost, ...]:
    """What was spent since then by calendar day in the zone and by model, the first day first."""
    columns = [calls.c[name] for name in ("settled_at", "model", "micros", "earlier_micros")]
    found: dict[tuple[date, str], int] = {}
    for row in connection.execute(select(*columns).where(calls.c.settled_at >= since)):
        key = (row.settled_at.astimezone(zone).date(), row.model)
        found[key] = found.get(key, 0) + row.micros + row.earlier_micros
    return tuple(Cost(day=day, model=model, micros=micros) for (day, model), micros in sorted(found.items()))


_NAMES = ("prompt_tokens", "completion_tokens", "micros", "earlier_tokens", "earlier_micros")
