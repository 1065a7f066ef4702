"""Who an item is, whether it is known already, and what of it is kept: a `Document` becomes a `ParsedFeed`.

What is known costs a hash. Only of the others markup and dates are read; and dates tell no item from another.
"""

import re
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from newsbot import chinese, dates
from newsbot.decoding import Decoded
from newsbot.feed import digest
from newsbot.feed.document import Document, Item, Written
from newsbot.feed.plain import line, one_line, paragraphs
from newsbot.news import Dated, Entry, ParsedFeed, Reading

MAX_URL = 4_096  # characters; longer links are dropped, no browser follows them reliably either
MAX_KEY = 512  # characters; longer ids are kept as their sha256, since they are indexed
MAX_TITLE = 500  # characters of plain text; names too
MAX_SUMMARY = 5_000  # characters of plain text
MAX_TEXT = 20_000  # characters of plain text
_MAX_DATE = 200  # characters of a date as written
_MAX_LANGUAGE = 35  # characters; the room that RFC 5646, section 4.4.1, asks for
_SAMPLE = 50  # items whose titles tell a feed's language
_HASH = 32  # hex digits of marks and digests

_USUAL_LINK = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)


class _Told(NamedTuple):
    """An item as it is told from the others. `id` is empty where it has neither id nor link."""

    item: Item
    id: str
    link: str
    mark: str


def parsed(document: Document, reading: Reading, decoded: Decoded) -> ParsedFeed:
    """The feed with those entries whose mark is not among `reading.known`."""
    told, shared = _told_apart(document, reading.url)
    stated = one_line(document.language[: 2 * _MAX_LANGUAGE])[:_MAX_LANGUAGE]
    language = _language(document, stated)
    title = line(document.title, MAX_TITLE)
    clock = _Clock(reading, language)
    known = frozenset(reading.known)
    return ParsedFeed(
        title=title,
        language=language,
        site=_link(reading.url, document.site),
        format=document.format,
        encoding=decoded.encoding,
        decoded_by=decoded.why,
        hints=document.hints,
        total=len(document.items),
        entries=tuple(_entry(each, reading.feed, title, clock) for each in told if each.mark not in known),
        shared=shared,
    )


def _language(document: Document, stated: str) -> str:
    """What it says, or what its titles are in: publishing systems call every feed `en-us` until somebody changes it."""
    titles = "\n".join(item.title.value[:MAX_TITLE] for item in document.items[:_SAMPLE])
    found = chinese.language(f"{document.title.value[:MAX_TITLE]}\n{titles}")
    return found if not stated or (found == "zh" and stated.lower().startswith("en")) else stated


# ---------------------------------------------------------------- identity


def _told_apart(document: Document, base: str) -> tuple[list[_Told], tuple[str, ...]]:
    """The items, each once, and the ids that items with different links have in common."""
    told: dict[tuple[str, str], _Told] = {}
    link_of: dict[str, str] = {}
    shared: dict[str, None] = {}
    for item in document.items:
        link = _link(base, item.link)
        id = _bounded(one_line(item.id) or link)
        mark = _mark(item, link)
        told.setdefault((id, link if id else mark), _Told(item, id, link, mark))
        if id and link_of.setdefault(id, link) != link:
            shared[id] = None
    return list(told.values()), tuple(shared)


def _bounded(id: str) -> str:
    return id if len(id) <= MAX_KEY else sha256(id.encode()).hexdigest()


def _mark(item: Item, link: str) -> str:
    """A hash of all that the feed says of it but its dates, as it says it."""
    said = (item.id, link, item.author, item.title.value, item.summary.value, *(text.value for text in item.contents))
    return sha256("\0".join(said).encode()).hexdigest()[:_HASH]


def _link(base: str, link: str) -> str:
    """The absolute http(s) address, or empty: no link is what has another scheme, is a giant, or holds characters
    that nobody sees, nor one to the feed itself, whose address may hold a key."""
    if len(link) <= MAX_URL and _USUAL_LINK.fullmatch(link):
        return link
    try:
        absolute = urljoin(base, link.strip()) if link.strip() else ""
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or len(absolute) > MAX_URL:
        return ""
    return absolute if absolute == one_line(absolute) and absolute.partition("#")[0] != base else ""


# ---------------------------------------------------------------- what is kept


def _entry(told: _Told, feed: str, publisher: str, clock: "_Clock") -> Entry:
    title = line(told.item.title, MAX_TITLE)
    summary, text = _texts(told.item)
    content = digest.of(title, summary, text)
    id = told.id or f"sha256:{content}"
    published, dated = clock.read(told.item.dates)
    return Entry(
        feed=feed,
        key=id,
        id=id,
        url=told.link,
        title=title,
        summary=summary,
        text=text,
        author=line(Written(told.item.author), MAX_TITLE),
        publisher=publisher,
        published=published,
        dated=dated,
        mark=told.mark,
        digest=content[:_HASH],
    )


def _texts(item: Item) -> tuple[str, str]:
    """The summary, and the longest text the item has where that says more."""
    longest = max((item.summary, *item.contents), key=lambda written: len(written.value))
    text = paragraphs(longest, MAX_TEXT)
    same = longest.value == item.summary.value
    summary = text[:MAX_SUMMARY].rstrip() if same else paragraphs(item.summary, MAX_SUMMARY)
    return summary, text if len(text) > len(summary) else ""


class _Clock:
    """How this feed's dates are read."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._seen: datetime = reading.seen
        self._zone: tzinfo | None = ZoneInfo(reading.timezone) if reading.timezone else None
        # Feeds also call Chinese `cn`.
        self._chinese = (reading.language or language).lower().startswith(("zh", "cn", "chi"))

    def read(self, stated: tuple[str, ...]) -> tuple[datetime | None, Dated | None]:
        """The first date that can be read, and how; of none that can, the first as it stands."""
        for raw in stated:
            read = dates.read(raw, self._seen, self._zone, self._chinese)
            if read is not None:
                return read.at, Dated(raw=one_line(raw[:_MAX_DATE]), how=read.how, confidence=read.confidence)
        return None, Dated(raw=one_line(stated[0][:_MAX_DATE])) if stated else None
