"""The archive of pages that were read. Plain functions of a connection."""

import hashlib
import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from newsbot.edges.store import index, searching
from newsbot.edges.store.index import Findable
from newsbot.edges.store.tables import document, findable, insert, pages, passages
from newsbot.news import Page, Span

CHUNK = 100  # pages held in memory while indexing


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
    if kept.one_or_none() is None:
        return
    if spans:
        connection.execute(
            passages.insert(),
            [
                {"page_id": id, "number": number, "start": span.start, "end": span.end, "language": span.language}
                for number, span in enumerate(spans, start=1)
            ],
        )
    index.put(connection, "page", [_findable(id, page, [(span.start, span.end) for span in spans])])


def _findable(id: str, page: Page, spans: Sequence[tuple[int, int]]) -> Findable:
    """A document that an editor handed in has no address: each is a page of its own."""
    return Findable(
        name=page.url or f"file:{id}", dated=page.fetched, title=page.title, text=page.text, spans=spans, page_id=id
    )


def findables(connection: Connection) -> Iterator[list[Findable]]:
    """Every kept page with its passages, the oldest first, of several with one address in a list the newest."""
    oldest_first = select(pages.c.id, pages.c.document, pages.c.text).order_by(pages.c.fetched, pages.c.id)
    with connection.execute(oldest_first.execution_options(yield_per=CHUNK)) as rows:
        for some in rows.partitions():
            spans: dict[str, list[tuple[int, int]]] = {row.id: [] for row in some}
            of_them = select(passages.c.page_id, passages.c.start, passages.c.end).where(passages.c.page_id.in_(spans))
            for page_id, start, end in connection.execute(of_them.order_by(passages.c.page_id, passages.c.number)):
                spans[page_id].append((start, end))
            made = (_findable(row.id, _page(row.document, row.text), spans[row.id]) for row in some)
            yield list({each.name: each for each in made}.values())


def about(connection: Connection, query: str, limit: int) -> tuple[Page, ...]:
    """Pages about the query, best first, then newest first. Of several states of one URL only the newest is found."""
    found = [each.number for each in searching.ranked(connection, query, ["page"])[: max(0, limit)]]
    statement = select(findable.c.number, pages.c.document, pages.c.text).join(pages, pages.c.id == findable.c.page_id)
    rows = connection.execute(statement.where(findable.c.number.in_(found)))
    loaded = {row.number: _page(row.document, row.text) for row in rows}
    return tuple(loaded[number] for number in found)


def _page(kept: str, text: str) -> Page:
    return Page.model_validate({**json.loads(kept), "text": text})


def text(connection: Connection, sha256: str) -> str:
    """The text of a page by its digest; empty when it is not kept."""
    found = connection.execute(select(pages.c.text).where(pages.c.sha256 == sha256).limit(1)).scalar_one_or_none()
    return str(found or "")
