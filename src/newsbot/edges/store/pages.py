"""The archive of pages that were read. Plain functions of a connection."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from newsbot.edges.store import words
from newsbot.edges.store.tables import document, insert, pages, passages
from newsbot.news import Page, Span

CHUNK = 100  # pages held in memory while scanning


def keep(connection: Connection, page: Page, spans: Sequence[Span]) -> None:
    """Keep a page and its passages; the same URL and text again changes nothing, its first fetch stands."""
    id = hashlib.sha256(f"{page.url}\n{page.sha256}".encode("utf-8", "replace")).hexdigest()
    statement = insert(connection, pages).values(
        id=id,
        url=page.url,
        final_url=page.final_url,
        sha256=page.sha256,
        title=page.title,
        document=document(page, exclude={"text"}),
        text=page.text,
        fetched=page.fetched,
    )
    kept = connection.execute(statement.on_conflict_do_nothing().returning(pages.c.id))
    if kept.one_or_none() is None or not spans:
        return
    connection.execute(
        passages.insert(),
        [
            {"page_id": id, "number": number, "start": span.start, "end": span.end, "language": span.language}
            for number, span in enumerate(spans, start=1)
        ],
    )


def about(connection: Connection, asked: Sequence[str], limit: int) -> tuple[Page, ...]:
    """Pages whose title or text contains any of the words, most words first, then newest first.

    Case does not count. Of several states of one URL only the newest is looked at.
    """
    wanted = words.wanted(asked)
    if not wanted or limit < 1:
        return ()
    ranked: list[tuple[int, str]] = []
    current: set[str] = set()
    newest_first = select(pages.c.id, pages.c.url, pages.c.title, pages.c.text).order_by(
        pages.c.fetched.desc(), pages.c.id.desc()
    )
    for row in connection.execute(newest_first.execution_options(yield_per=CHUNK)):
        if row.url and row.url in current:
            continue
        current.add(row.url)
        score = words.contained(wanted, f"{row.title}\n{row.text}")
        if score:
            ranked.append((score, row.id))
    ranked.sort(key=lambda each: -each[0])  # stable: newest first among equals
    return _loaded(connection, [id for _, id in ranked[:limit]])


def _loaded(connection: Connection, ids: list[str]) -> tuple[Page, ...]:
    rows = connection.execute(select(pages.c.id, pages.c.document, pages.c.text).where(pages.c.id.in_(ids)))
    found = {row.id: Page.model_validate({**json.loads(row.document), "text": row.text}) for row in rows}
    return tuple(found[id] for id in ids)
