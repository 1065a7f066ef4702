"""Ranking what the index matches: at most 2,000 candidates, one BM25 in code. Plain functions of a connection.

Neither database ranks: their own orders differ, and SQLite's would read every match of a frequent word. So both
are asked for the same candidates, and give the same order.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from newsbot.edges.store import index
from newsbot.edges.store.index import Kind, Totals
from newsbot.terms import bm25, terms

MOST_CANDIDATES = 2_000
ENOUGH = 500  # candidates with which no more are looked for that hold fewer of the terms
MOST_ASKED = 1_000  # characters of a query; a headline and a lead, and no page
MOST_TERMS = 40  # different ones of a query that count
MOST_MATCHED = 8  # the rarest of them, by which candidates are found
FEW_MATCHED = 5  # where fewer candidates are enough


class Ranked(NamedTuple):
    """A text that was found: the number of its findable, how well it fits, and where its best piece stands."""

    number: int
    score: float
    start: int
    end: int


def asked(query: str) -> list[str]:
    """The different terms of a query that are looked for, in its order."""
    return list(dict.fromkeys(terms(query[:MOST_ASKED])))[:MOST_TERMS]


def ranked(connection: Connection, query: str, kinds: Sequence[Kind], enough: int = ENOUGH) -> list[Ranked]:
    """The texts of these kinds about the query, each once: best first, then newest, then kept last.

    With `enough` candidates no more are looked for: most of the time goes into reading and weighing them.
    """
    (found,) = ranked_each(connection, [(query, enough)], kinds)
    return found


def ranked_each(
    connection: Connection, queries: Sequence[tuple[str, int]], kinds: Sequence[Kind]
) -> tuple[list[Ranked], ...]:
    """What `ranked` finds for each of these queries, given with how many candidates are enough for it."""
    all_wanted = [asked(query) for query, _ in queries]
    counted = index.counted(connection, sorted({term for wanted in all_wanted for term in wanted}))
    size = index.size(connection)
    return tuple(
        _best(connection, wanted, counted, size, _candidates(connection, wanted, counted, kinds, enough))
        for wanted, (_, enough) in zip(all_wanted, queries, strict=True)
    )


def _best(
    connection: Connection, wanted: Sequence[str], frequencies: Mapping[str, int], size: Totals, ids: Sequence[int]
) -> list[Ranked]:
    """The texts of these pieces, each by its best piece."""
    found = index.load(connection, ids)
    scores = bm25(wanted, [piece.terms.split() for piece in found], frequencies, size.pieces, size.average)
    best: dict[int, Ranked] = {}
    order = sorted(zip(scores, [(piece.dated, piece.id, piece) for piece in found], strict=True), reverse=True)
    for score, (_, _, piece) in order:
        if piece.number not in best:
            best[piece.number] = Ranked(piece.number, score, piece.start, piece.end)
    return list(best.values())


def _candidates(
    connection: Connection, wanted: Sequence[str], frequencies: Mapping[str, int], kinds: Sequence[Kind], enough: int
) -> list[int]:
    """Pieces that hold the rarest terms together, then with the commonest of these left out, and so on.

    When the rarest alone has been asked for, the same begins with the second rarest. Of too many those kept last.
    """
    there = (term for term in wanted if term in frequencies)
    rarest = sorted(there, key=lambda term: (frequencies[term], term))[
        : MOST_MATCHED if enough >= ENOUGH else FEW_MATCHED
    ]
    found = dict.fromkeys(_newest(connection, rarest, kinds, MOST_CANDIDATES) if rarest else ())
    for first, term in enumerate(rarest):
        # Where all pieces with a term find room, those that hold others besides are among them.
        fits = frequencies[term] <= enough - len(found)
        for last in [first + 1] if fits else range(len(rarest), first, -1):
            if len(found) >= enough:
                return list(found)
            # Of those kept last, `enough` are enough: fewer than so many are there already.
            new = [id for id in _newest(connection, rarest[first:last], kinds, enough) if id not in found]
            found.update(dict.fromkeys(new[: enough - len(found)]))
    return list(found)


def _newest(connection: Connection, together: Sequence[str], kinds: Sequence[Kind], most: int) -> list[int]:
    ids = [id for kind in kinds for id in index.matching(connection, kind, together, most)]
    return sorted(ids, reverse=True)[:most]
