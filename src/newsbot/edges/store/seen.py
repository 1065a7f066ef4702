"""The feed entries seen so far, which are remembered for ever. Plain functions of a connection."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Connection, RowMapping, and_, bindparam, select, type_coerce, update

from newsbot.edges.store import index, owner, searching, workers, worth
from newsbot.edges.store.among import among
from newsbot.edges.store.index import Findable
from newsbot.edges.store.tables import document, entries, findable, indexed, insert, members, waiting
from newsbot.news import Announced, Entry, Known
from newsbot.newsroom import Glimpse, Sought

SILENT = timedelta(seconds=60)  # a daemon or worker says every ten that it lives
CHUNK = 500  # entries read or written by one statement
NEWEST = 5_000  # entries of one feed that an answer is compared with; one known besides is still never kept twice
PIECE = 600  # characters of a piece of an entry's text, at most
MOST_PIECES = 50  # of one entry; what comes after cannot be found

_T = TypeVar("_T")


def keep(connection: Connection, feed: str, given: Sequence[Known], at: datetime) -> tuple[str, ...]:
    """Keep these entries of the feed; the keys of those not remembered before with these words, in their order.

    Remembered ones take the new state; when they were first seen stays. Of several with one key the first counts.
    """
    by_key: dict[str, Known] = {}
    for known in given:
        by_key.setdefault(indexed(known.entry.key), known)
    place = indexed(feed)
    fresh: set[str] = set()
    first_seen: dict[str, datetime] = {}
    changed: set[str] = set()
    for keys in _chunks(list(by_key)):
        some = {key: by_key[key] for key in keys}
        new = _insert(connection, place, some, at)
        rows = _change(connection, place, {key: known for key, known in some.items() if key not in new})
        fresh |= new | {row["key"] for row in rows if _news(row["digests"].split(), by_key[row["key"]].digests)}
        changed |= {row["key"] for row in rows}
        first_seen |= dict.fromkeys(new, at) | {row["key"]: row["first_seen"] for row in rows}
    worth.outdate(connection, _stories_of(connection, place, sorted(changed)))
    made = [_findable(place, key, known.entry, first_seen[key]) for key, known in by_key.items()]
    index.put(connection, "entry", made)
    return tuple(known.entry.key for key, known in by_key.items() if key in fresh)


def _insert(connection: Connection, feed: str, by_key: dict[str, Known], at: datetime) -> set[str]:
    rows = [
        {"feed": feed, "key": key, "first_seen": at, **_columns(known), **_told_by_us(known.tell)}
        for key, known in by_key.items()
    ]
    statement = insert(connection, entries).on_conflict_do_nothing().returning(entries.c.key)
    new = set(connection.scalars(statement, rows))
    if new:
        connection.execute(waiting.insert(), [{"feed": feed, "key": key, "first_seen": at} for key in sorted(new)])
    return new


def _change(connection: Connection, feed: str, by_key: dict[str, Known]) -> list[RowMapping]:
    """Give remembered entries their new state; what they were."""
    if not by_key:
        return []
    of_feed = entries.c.feed == feed
    remembered = connection.execute(
        select(entries.c.key, entries.c.digests, entries.c.updates, entries.c.first_seen).where(
            of_feed, entries.c.key.in_(list(by_key))
        )
    ).mappings()
    rows = list(remembered)
    values = [{"this": row["key"], **_columns(_joined(row, by_key[row["key"]]))} for row in rows]
    connection.execute(update(entries).where(of_feed, entries.c.key == bindparam("this")), values)
    changed = {row["key"] for row in rows if _news(row["digests"].split(), by_key[row["key"]].digests)}
    if told := [key for key in changed if by_key[key].tell]:
        # One that is still to be told of as new is told of once, with the words it has then.
        untold = update(entries).where(of_feed, entries.c.key.in_(told), entries.c.tell == "")
        connection.execute(untold.values(_told_by_us("update")))
    return rows


def _stories_of(connection: Connection, feed: str, keys: list[str]) -> set[str]:
    """The stories that these entries of the feed are in."""
    in_them = select(members.c.story_id).where(members.c.feed == feed)
    return {story for some in _chunks(keys) for story in connection.scalars(in_them.where(members.c.key.in_(some)))}


def _news(remembered: Sequence[str], given: Sequence[str]) -> bool:
    """Whether an entry given as changed has words that it did not have yet.

    One given with its first words alone was taken for new while another process kept it: that is no change.
    """
    return bool(remembered) and len(given) > 1 and given[-1] not in remembered


def _joined(row: RowMapping, known: Known) -> Known:
    """What is to be kept of an entry that is remembered: no digest of it is forgotten.

    A newest digest that `known` does not have was kept by another process after `known` was compared.
    """
    remembered = tuple(row["digests"].split())
    if not remembered or remembered[-1] in known.digests:
        return known
    digests = (*remembered, *(digest for digest in known.digests if digest not in remembered))
    return known.model_copy(update={"digests": digests, "updates": max(row["updates"], known.updates)})


def _columns(known: Known) -> dict[str, Any]:
    entry = known.entry
    return {
        "id": indexed(entry.id),
        "mark": entry.mark,
        "digests": " ".join(known.digests),
        "updates": known.updates,
        "place": _place(entry.url),
        "url": entry.url,
        "title": entry.title,
        "document": document(entry),
    }


def _told_by_us(tell: str) -> dict[str, str]:
    return {"tell": tell, "teller": owner.this_process() if tell else ""}


def _place(url: str) -> str:
    """What a link is looked up by: feeds change over to https, and put slashes at ends. Empty for no link."""
    place = url.partition("://")[2].rstrip("/")
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest() if place else ""


# ---------------------------------------------------------------- what is still to be told


def untold(connection: Connection, feed: str, at: datetime, limit: int | None) -> tuple[Announced, ...]:
    """What this process has kept and not announced yet, and what processes left that are gone; of one feed or of all.

    It is this process's to announce from now on. In the order it was first seen.
    """
    waiting = entries.c.tell.in_(("new", "update"))
    us = owner.this_process()
    tellers = connection.scalars(select(entries.c.teller).where(waiting).distinct())
    gone = [teller for teller in tellers if teller != us and not _announces(connection, teller, at)]
    if gone:
        connection.execute(update(entries).where(waiting, entries.c.teller.in_(gone)).values(teller=us))
    ours = select(entries.c.tell, entries.c.document).where(waiting, entries.c.teller == us)
    if feed:
        ours = ours.where(entries.c.feed == indexed(feed))
    rows = connection.execute(ours.order_by(entries.c.first_seen, entries.c.feed, entries.c.key).limit(limit))
    return tuple(Announced(kind=row.tell, entry=entry(row.document)) for row in rows)


def _announces(connection: Connection, teller: str, at: datetime) -> bool:
    """Whether a process lives that announces what it kept, as workers never do. Of another machine's only those are
    known that were heard of lately."""
    kinds = workers.kinds(connection, teller, at - SILENT)
    alive = owner.alive(teller)
    if alive is None:
        alive = bool(kinds) and connection.dialect.name != "sqlite"
    return alive and "worker" not in kinds


def told_of(connection: Connection, announced: Sequence[Announced]) -> None:
    """These have been announced."""
    rows = [{"of": indexed(each.entry.feed), "this": indexed(each.entry.key)} for each in announced]
    if rows:
        one = update(entries).where(entries.c.feed == bindparam("of"), entries.c.key == bindparam("this"))
        connection.execute(one.values(tell="", teller=""), rows)


def marks(connection: Connection, feed: str) -> tuple[str, ...]:
    """The marks of the feed's newest entries."""
    newest = select(entries.c.mark).where(entries.c.feed == indexed(feed), entries.c.mark != "")
    return tuple(connection.scalars(newest.order_by(entries.c.first_seen.desc()).limit(NEWEST)))


def known(connection: Connection, feed: str, ids: Sequence[str], urls: Sequence[str]) -> tuple[Known, ...]:
    """The feed's entries with one of these ids, or one of these links: of 500 the newest, however many share one."""
    by_id = _known(connection, feed, entries.c.id, dict.fromkeys(map(indexed, ids)))
    by_place = _known(connection, feed, entries.c.place, dict.fromkeys(filter(None, map(_place, urls))))
    return tuple({each.entry.key: each for each in (*by_id, *by_place)}.values())


def _known(connection: Connection, feed: str, column: ColumnElement[str], asked: dict[str, None]) -> list[Known]:
    found: list[Known] = []
    # An expression, which no index holds: SQLite would look through the whole feed by `entries_mark` to save a sort.
    first_seen = type_coerce(entries.c.first_seen, BigInteger) + 0
    for some in _chunks(list(asked)):
        statement = (
            select(entries.c.document, entries.c.digests, entries.c.updates)
            .where(entries.c.feed == indexed(feed), column.in_(some))
            .order_by(first_seen.desc(), entries.c.key)
            .limit(NEWEST)
        )
        with connection.execute(statement.execution_options(yield_per=CHUNK)) as rows:
            found += (
                Known(entry=entry(row.document), digests=tuple(row.digests.split()), updates=row.updates)
                for row in rows
            )
    return found


def since(connection: Connection, at: datetime) -> tuple[Entry, ...]:
    """The entries first seen then or later, in the order they were seen."""
    statement = select(entries.c.document).where(entries.c.first_seen >= at)
    ordered = statement.order_by(entries.c.first_seen, entries.c.feed, entries.c.key)
    with connection.scalars(ordered.execution_options(yield_per=CHUNK)) as documents:
        return tuple(map(entry, documents))


def about(connection: Connection, query: str, limit: int) -> tuple[Entry, ...]:
    """Entries about the query, best first, then newest first.

    New is by the entry's own date, or when we first saw it if that was earlier or it has none.
    """
    found = [each.number for each in searching.ranked(connection, query, ["entry"])[: max(0, limit)]]
    same = and_(entries.c.feed == findable.c.feed, entries.c.key == findable.c.key)
    statement = select(findable.c.number, entries.c.document).join(entries, same)
    rows = connection.execute(statement.where(findable.c.number.in_(found)))
    loaded = {row.number: entry(row.document) for row in rows}
    return tuple(loaded[number] for number in found)


_GLIMPSED = (
    select(findable.c.number, findable.c.dated, entries.c.feed, entries.c.key, entries.c.title)
    .join(entries, and_(entries.c.feed == findable.c.feed, entries.c.key == findable.c.key))
    .where(among(findable.c.number, "numbers", BigInteger))
)


def glimpses(connection: Connection, sought: Sequence[Sought]) -> tuple[tuple[Glimpse, ...], ...]:
    """For each query what of the entries about it says whether to look at them, best first."""
    ranked = searching.ranked_each(connection, [(each.query, each.enough) for each in sought], ["entry"])
    best = [[each.number for each in some[: one.limit]] for some, one in zip(ranked, sought, strict=True)]
    rows = connection.execute(_GLIMPSED, {"numbers": sorted({number for some in best for number in some})}).all()
    loaded = {number: Glimpse(feed, key, title, dated) for number, dated, feed, key, title in rows}
    return tuple(tuple(loaded[number] for number in some) for some in best)


def findables(connection: Connection) -> Iterator[list[Findable]]:
    """Every remembered entry, those first seen first."""
    columns = (entries.c.feed, entries.c.key, entries.c.document, entries.c.first_seen)
    ordered = select(*columns).order_by(entries.c.first_seen, entries.c.feed, entries.c.key)
    with connection.execute(ordered.execution_options(yield_per=CHUNK)) as rows:
        for some in rows.partitions():
            yield [_findable(row.feed, row.key, entry(row.document), row.first_seen) for row in some]


def _findable(feed: str, key: str, entry: Entry, first_seen: datetime) -> Findable:
    said = told(entry)
    return Findable(
        name=f"{feed}\n{key}",
        dated=_date(entry, first_seen),
        title=entry.title,
        text=said,
        spans=_spans(said),
        feed=feed,
        key=key,
    )


def told(entry: Entry) -> str:
    """What an entry says below its title, as it is cut into pieces."""
    return f"{entry.summary}\n{entry.text}" if entry.text else entry.summary


def _spans(text: str) -> list[tuple[int, int]]:
    """Pieces of the size of a passage, cut behind a line, sentence, clause or word if there is one to cut behind."""
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text) and len(spans) < MOST_PIECES:
        end = start + PIECE
        if end < len(text):
            breaks = (text.rfind(mark, start + PIECE // 2, end) + 1 for mark in ("\n", "。", ". ", "，", " "))
            end = next(filter(None, breaks), end)
        spans.append((start, end))
        start = end
    return spans


def entry(kept: str) -> Entry:
    """The entry of a kept document."""
    entry = Entry.model_validate_json(kept)
    return entry if entry.id else entry.model_copy(update={"id": entry.key})  # as the first revision kept it


def _date(entry: Entry, first_seen: datetime) -> datetime:
    """A feed may date its entries into the future, or without a zone: neither makes them newer."""
    if entry.published is None or entry.published.tzinfo is None:
        return first_seen
    return min(entry.published, first_seen)


def _chunks(many: list[_T]) -> Iterator[list[_T]]:
    return (many[start : start + CHUNK] for start in range(0, len(many), CHUNK))
