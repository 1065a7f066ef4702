"""What a search of the whole archive shows. Plain functions of a connection."""

import json
from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import Connection, RowMapping, func, select

from newsbot import chinese
from newsbot.edges.store import searching, seen
from newsbot.edges.store.searching import Ranked
from newsbot.edges.store.tables import entries, findable, pages
from newsbot.news import Page
from newsbot.newsroom import Found

SNIPPET = 200  # characters
_LEAD = 30  # characters shown before the first hit
_HITS = 5  # places of one term that are looked at


def search(connection: Connection, query: str, limit: int) -> tuple[Found, ...]:
    """What pages and entries say about the query, best first, then newest. Of one address the best alone."""
    wanted = searching.asked(query)
    found: list[Found] = []
    shown: set[str] = set()
    for ranked in searching.ranked(connection, query, ["page", "entry"]):
        if len(found) >= limit:
            break
        this = select(findable).where(findable.c.number == ranked.number)
        row = connection.execute(this).mappings().one()
        one = _page(connection, row, ranked, wanted) if row["page_id"] else _entry(connection, row, ranked, wanted)
        if one.url not in shown or not one.url:
            shown.add(one.url)
            found.append(one)
    return tuple(found)


def _page(connection: Connection, row: RowMapping, ranked: Ranked, wanted: Sequence[str]) -> Found:
    piece = func.substr(pages.c.text, ranked.start + 1, ranked.end - ranked.start).label("piece")
    kept = connection.execute(select(pages.c.document, piece).where(pages.c.id == row["page_id"])).one()
    page = Page.model_validate({**json.loads(kept.document), "text": ""})
    text = kept.piece or page.title
    return Found(
        url=page.url,
        title=page.title,
        publisher=page.publisher,
        published=str(page.published or ""),
        seen=page.fetched,
        snippet=snippet(text, wanted),
        language=chinese.language(text),
        access=page.access,
        score=ranked.score,
    )


def _entry(connection: Connection, row: RowMapping, ranked: Ranked, wanted: Sequence[str]) -> Found:
    this = (entries.c.feed == row["feed"]) & (entries.c.key == row["key"])
    kept = connection.execute(select(entries.c.document, entries.c.first_seen).where(this)).one()
    entry = seen.entry(kept.document)
    said = seen.told(entry)
    text = said[ranked.start : ranked.end] or entry.title
    return Found(
        url=entry.url,
        title=entry.title,
        publisher=entry.publisher,
        published=entry.published.astimezone(UTC).isoformat(timespec="seconds") if entry.published else "",
        seen=kept.first_seen,
        snippet=snippet(text, wanted),
        language=chinese.language(text),
        access="excerpt" if said else "headline",
        score=ranked.score,
    )


def snippet(text: str, wanted: Sequence[str]) -> str:
    """At most 200 characters of the text, on one line, where most of the wanted terms stand near each other."""
    text = chinese.one_line(text)
    if len(text) <= SNIPPET:
        return text
    hits = sorted(_hits(text, wanted))
    shown = SNIPPET - 2  # a dot leader at both ends
    start = 0
    if hits:
        together = {at: len({term for other, term in hits if at <= other < at + shown - _LEAD}) for at, _ in hits}
        start = max(0, min(max(together, key=lambda at: (together[at], -at)) - _LEAD, len(text) - shown))
    end = start + shown
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _hits(text: str, wanted: Sequence[str]) -> set[tuple[int, str]]:
    """Where the terms stand, and which; a few places of each. Only as exact as a snippet needs."""
    folded = chinese.simplified(text).casefold()
    hits: set[tuple[int, str]] = set()
    for term in wanted:
        at = folded.find(term)
        while at >= 0 and sum(other == term for _, other in hits) < _HITS:
            hits.add((at, term))
            at = folded.find(term, at + 1)
    return hits
