"""The feed entries seen so far. Plain functions of a connection."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from newsbot.edges.store import words
from newsbot.edges.store.tables import document, entries, insert, storable
from newsbot.news import Entry

LONGEST_KEY = 500  # bytes; two of these fit into one index row of PostgreSQL (2,700)
CHUNK = 500  # entries held in memory while scanning


def remember(connection: Connection, given: Sequence[Entry], at: datetime) -> tuple[Entry, ...]:
    """Keep the entries; those not seen before, in their order. The first of several with one key counts."""
    by_key: dict[tuple[str, str], Entry] = {}
    for entry in given:
        by_key.setdefault((_indexed(entry.feed), _indexed(entry.key)), entry)
    if not by_key:
        return ()
    rows = [
        {
            "feed": feed,
            "key": key,
            "url": entry.url,
            "title": entry.title,
            "document": document(entry),
            "first_seen": at,
        }
        for (feed, key), entry in by_key.items()
    ]
    statement = insert(connection, entries).on_conflict_do_nothing().returning(entries.c.feed, entries.c.key)
    new = {(kept.feed, kept.key) for kept in connection.execute(statement, rows)}
    return tuple(entry for key, entry in by_key.items() if key in new)


def about(connection: Connection, asked: Sequence[str], limit: int) -> tuple[Entry, ...]:
    """Entries whose title or summary contains any of the words, most words first, then newest first.

    New is by the entry's own date, or when we first saw it if that was earlier or it has none.
    """
    wanted = words.wanted(asked)
    if not wanted or limit < 1:
        return ()
    ranked: list[tuple[int, datetime, Entry]] = []
    all_of_them = select(entries.c.document, entries.c.first_seen).order_by(entries.c.feed, entries.c.key)
    for row in connection.execute(all_of_them.execution_options(yield_per=CHUNK)):
        known = json.loads(row.document)
        score = words.contained(wanted, f"{known['title']}\n{known['summary']}")
        if score:
            entry = Entry.model_validate(known)
            ranked.append((score, _date(entry, row.first_seen), entry))
    ranked.sort(key=lambda each: each[:2], reverse=True)
    return tuple(entry for *_, entry in ranked[:limit])


def _date(entry: Entry, first_seen: datetime) -> datetime:
    """A feed may date its entries into the future, or without a zone: neither makes them newer."""
    if entry.published is None or entry.published.tzinfo is None:
        return first_seen
    return min(entry.published, first_seen)


def _indexed(value: str) -> str:
    """The value as it can stand in an index: a digest where it is too long for one."""
    value = storable(value)
    raw = value.encode()
    return value if len(raw) <= LONGEST_KEY else f"sha256:{hashlib.sha256(raw).hexdigest()}"
