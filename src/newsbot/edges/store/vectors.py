"""What embedding models made of entries. Plain functions of a connection."""

import sys
from array import array
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from newsbot.edges.store.tables import indexed, insert, vectors
from newsbot.newsroom import Embedded


def keep(connection: Connection, model: str, embedded: Sequence[Embedded]) -> None:
    """Keep these; one of the same entry and model stays as it is."""
    if not embedded:
        return
    rows = [
        {
            "model": indexed(model),
            "feed": indexed(each.feed),
            "key": indexed(each.key),
            "dated": each.dated,
            "language": each.language[:8],
            "vector": _bytes(array("f", each.vector)),
        }
        for each in embedded
    ]
    connection.execute(insert(connection, vectors).on_conflict_do_nothing(), rows)


def since(connection: Connection, model: str, at: datetime, limit: int) -> tuple[Embedded, ...]:
    """What this model made of entries that appeared then or later, the newest first."""
    columns = (vectors.c.feed, vectors.c.key, vectors.c.dated, vectors.c.language, vectors.c.vector)
    found = select(*columns).where(vectors.c.model == indexed(model), vectors.c.dated >= at)
    newest = found.order_by(vectors.c.dated.desc(), vectors.c.feed, vectors.c.key).limit(limit)
    return tuple(
        Embedded(row.feed, row.key, row.dated, row.language, _floats(row.vector)) for row in connection.execute(newest)
    )


def _bytes(numbers: "array[float]") -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _floats(kept: bytes) -> "array[float]":
    numbers = array("f", bytes(kept))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
