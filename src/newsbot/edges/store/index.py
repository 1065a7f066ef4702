"""The archive's index: which piece of which text holds which terms. Plain functions of a connection.

The database only matches: an inverted index of `page_terms` and `entry_terms` (FTS5 on SQLite, `tsvector` under GIN on
PostgreSQL) over encoded terms, which no tokenizer can split. What ranking needs stands in tables that are
the same on both: `pieces` with their terms, `frequencies`, `totals`. All of it is written in the transaction
that keeps the page or entry, and is made of pages and entries alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeVar

from sqlalchemy import Connection, delete, select, text, type_coerce, update
from sqlalchemy.types import BigInteger

from newsbot.edges.store.among import among
from newsbot.edges.store.tables import findable, frequencies, indexed, insert, pieces, totals
from newsbot.terms import encoded, terms

Kind = Literal["page", "entry"]
MOST_PIECES = 2_000  # of one text: some 200,000 characters; what comes after cannot be found
MOST_TITLE = 1_000  # characters of a title
CHUNK = 500  # texts, or terms asked for, in one statement
_PIECES = 1 << 16  # ids of the pieces of one text

_T = TypeVar("_T")


@dataclass(frozen=True)
class Findable:
    """A text as search shall find it. One of the same kind and `name` takes the place of an earlier one.

    `spans` are its pieces as (start, end). The title is found with the first of them. `dated` says how new it is.
    `page_id` is the page's, or `feed` and `key` the entry's, as in their tables.
    """

    name: str
    dated: datetime
    title: str
    text: str
    spans: Sequence[tuple[int, int]]
    page_id: str | None = None
    feed: str | None = None
    key: str | None = None


class Piece(NamedTuple):
    """A piece that the index matched: its id, where it stands in its text, how new it is (milliseconds), its terms."""

    id: int
    start: int
    end: int
    dated: int
    terms: str

    @property
    def number(self) -> int:
        """The number of the findable it belongs to."""
        return self.id // _PIECES


class Totals(NamedTuple):
    """How many pieces the index holds, and how many terms they have on average."""

    pieces: int
    average: float


# ---------------------------------------------------------------- writing


def begin(connection: Connection) -> bool:
    """Make a new, empty index ready to be written; False when it was already."""
    statement = insert(connection, totals).values(id=1, number=0, pieces=0, terms=0)
    return connection.scalar(statement.on_conflict_do_nothing().returning(totals.c.id)) is not None


def put(connection: Connection, kind: Kind, texts: Sequence[Findable]) -> None:
    """Index these texts, each name once. A page older than the one the index has under its name stays out.

    To be called last in a transaction: on PostgreSQL it has the index alone from here to the end of it.
    """
    if not texts:
        return
    change = _Change(connection, kind)
    for some in chunks(texts):
        change.put(some)
    change.finish()


class _Change:
    """One change of the index: the rows are written at once, what is counted at the end."""

    def __init__(self, connection: Connection, kind: Kind) -> None:
        self._connection = connection
        self._kind = kind
        self._table = f"{kind}_terms"
        self._number = connection.execute(select(totals.c.number).with_for_update()).scalar_one()
        self._terms: Counter[str] = Counter()  # term → pieces more or less
        self._pieces = 0
        self._length = 0

    def put(self, texts: Sequence[Findable]) -> None:
        earlier = self._earlier(texts)
        rows: list[dict[str, Any]] = []
        made: list[dict[str, Any]] = []
        for each in texts:
            there = earlier.get(indexed(each.name))
            if there is not None:
                number, dated = there
                if self._kind == "page" and dated > each.dated:
                    continue
                self._remove(number)
            self._number += 1
            rows.append(
                {
                    "number": self._number,
                    "kind": self._kind,
                    "name": indexed(each.name),
                    "page_id": each.page_id,
                    "feed": each.feed,
                    "key": each.key,
                    "dated": each.dated,
                }
            )
            made += self._made(each)
        if rows:
            self._connection.execute(findable.insert(), rows)
            self._connection.execute(pieces.insert(), made)
            self._connection.execute(_adding(self._connection, self._table), [_posting(row) for row in made])

    def _earlier(self, texts: Sequence[Findable]) -> dict[str, tuple[int, datetime]]:
        """The number and date that each name has in the index."""
        named = [indexed(each.name) for each in texts]
        statement = select(findable.c.number, findable.c.name, findable.c.dated)
        rows = self._connection.execute(statement.where(findable.c.kind == self._kind, findable.c.name.in_(named)))
        return {row.name: (row.number, row.dated) for row in rows}

    def _made(self, text: Findable) -> Iterator[dict[str, Any]]:
        spans = text.spans[:MOST_PIECES] or [(0, 0)]
        for number, (start, end) in enumerate(spans):
            title = terms(text.title[:MOST_TITLE]) if number == 0 else []
            found = title + terms(text.text[start:end])
            self._count(found, 1)
            yield {
                "id": self._number * _PIECES + number,
                "start": start,
                "end": end,
                "dated": text.dated,
                "terms": " ".join(found),
            }

    def _remove(self, number: int) -> None:
        of_it = pieces.c.id.between(number * _PIECES, (number + 1) * _PIECES - 1)
        rows = [
            dict(row) for row in self._connection.execute(select(pieces.c.id, pieces.c.terms).where(of_it)).mappings()
        ]
        for row in rows:
            self._count(row["terms"].split(), -1)
        self._connection.execute(_removing(self._connection, self._table), [_posting(row) for row in rows])
        self._connection.execute(delete(pieces).where(of_it))
        self._connection.execute(delete(findable).where(findable.c.number == number))

    def _count(self, found: Sequence[str], sign: int) -> None:
        for term in set(found):
            self._terms[term] += sign
        self._pieces += sign
        self._length += sign * len(found)

    def finish(self) -> None:
        counted = [{"term": term, "pieces": number} for term, number in sorted(self._terms.items()) if number]
        if counted:
            statement = insert(self._connection, frequencies)
            more = {"pieces": frequencies.c.pieces + statement.excluded.pieces}
            self._connection.execute(statement.on_conflict_do_update(index_elements=["term"], set_=more), counted)
        self._connection.execute(
            update(totals).values(
                number=self._number, pieces=totals.c.pieces + self._pieces, terms=totals.c.terms + self._length
            )
        )


def _posting(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "terms": " ".join(sorted({encoded(term) for term in row["terms"].split()}))}


def _adding(connection: Connection, table: str) -> Any:
    if connection.dialect.name == "sqlite":
        return text(f"INSERT INTO {table} (rowid, terms) VALUES (:id, :terms)")  # noqa: S608 - one of two names
    # An empty string has no parts, and so no empty lexeme.
    return text(f"INSERT INTO {table} VALUES (:id, array_to_tsvector(string_to_array(:terms, ' ')))")  # noqa: S608


def _removing(connection: Connection, table: str) -> Any:
    if connection.dialect.name == "sqlite":  # it keeps no texts, and must be told what it has to forget
        return text(f"INSERT INTO {table} ({table}, rowid, terms) VALUES ('delete', :id, :terms)")  # noqa: S608
    return text(f"DELETE FROM {table} WHERE id = :id")  # noqa: S608


# ---------------------------------------------------------------- reading


_COUNTED = select(frequencies.c.term, frequencies.c.pieces).where(
    among(frequencies.c.term, "terms"), frequencies.c.pieces > 0
)


def counted(connection: Connection, wanted: Sequence[str]) -> dict[str, int]:
    """In how many pieces each of these terms is; terms in none are left out."""
    rows = connection.execute(_COUNTED, {"terms": list(wanted)})
    return dict(map(tuple, rows))


def size(connection: Connection) -> Totals:
    """How large the index is."""
    row = connection.execute(select(totals.c.pieces, totals.c.terms)).one()
    return Totals(row.pieces, row.terms / row.pieces if row.pieces else 0.0)


def matching(connection: Connection, kind: Kind, wanted: Sequence[str], most: int) -> list[int]:
    """The ids of the pieces that hold all of these terms, those kept last first."""
    table = f"{kind}_terms"
    # A search makes some of these a time: they go to the driver as they are.
    if connection.dialect.name == "sqlite":
        asked = " AND ".join(f'"{encoded(term)}"' for term in wanted)
        order = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - one of two names
    else:
        asked = " & ".join(f"'{encoded(term)}'" for term in wanted)
        order = f"SELECT id FROM {table} WHERE terms @@ CAST(%s AS tsquery) ORDER BY id DESC LIMIT %s"  # noqa: S608
    return list(connection.exec_driver_sql(order, (asked, most)).scalars().all())


_BY_ID = select(
    pieces.c.id, pieces.c.start, pieces.c.end, type_coerce(pieces.c.dated, BigInteger), pieces.c.terms
).where(among(pieces.c.id, "ids", BigInteger))


def load(connection: Connection, ids: Sequence[int]) -> list[Piece]:
    """The pieces with these ids, in any order."""
    return list(map(Piece._make, connection.execute(_BY_ID, {"ids": list(ids)}).all())) if ids else []


def chunks(many: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The items in lists of at most 500."""
    return (many[start : start + CHUNK] for start in range(0, len(many), CHUNK))
