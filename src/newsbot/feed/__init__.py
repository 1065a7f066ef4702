"""Feeds: the bytes of an RSS, Atom, RDF, CDF or JSON feed become entries.

bytes ──decode──▶ text ──feedparser│JSON──▶ DOCUMENT ──tell apart, read what is new──▶ PARSED FEED
"""

import re

from newsbot import chinese, decoding
from newsbot.errors import ParseError
from newsbot.feed import entries, expat, jsonfeed, xmlfeed
from newsbot.feed.document import Document
from newsbot.news import ParsedFeed, Reading

_KEYS = re.compile(r"(?<=//)[^/?#@]*@|\?.*", re.DOTALL)  # the parts of an address that may hold one
_PAGE = ("html", "head", "body")


def parse(reading: str, body: bytes) -> ParsedFeed:
    """What the bytes say; `reading` is the JSON of a `Reading`.

    Entries stand in document order, at most `expat.MAX_ENTRIES`; those with an id and a link that an
    entry before them has are left out. `key` is `id` here: where ids are shared, who remembers the
    entries decides. Titles are one line of plain text, summaries and texts plain text with one
    paragraph a line; links that are not http or https are empty. `published` is None unless a date
    can be read for certain. Raises `ParseError`, whose text names the feed without a key.
    """
    asked = Reading.model_validate_json(reading)
    decoded = decoding.decode(body, asked.content_type, asked.encoding)
    text = decoded.text.lstrip("\ufeff \t\r\n")
    named = chinese.one_line(_KEYS.sub("", asked.url[:2_000]))[:200]
    if not text:
        raise ParseError(f"{named} is no feed: the answer is empty; check the feed's address")
    document = _json(named, text) if text.startswith(("{", "[")) else _xml(named, text)
    return entries.parsed(document, asked, decoded)


def _json(named: str, text: str) -> Document:
    try:
        document = jsonfeed.read(text, expat.MAX_ENTRIES)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{named} is no feed: JSON that cannot be read ({type(error).__name__})") from error
    if document is None:
        raise ParseError(f"{named} is JSON, but no JSON Feed; check the feed's address")
    return document


def _xml(named: str, text: str) -> Document:
    root = xmlfeed.root(text)
    if root in _PAGE:
        raise ParseError(f"{named} is an HTML page, no feed; give the address of its RSS, Atom or JSON feed")
    if not root:
        raise ParseError(f"{named} is no feed: neither XML nor JSON; check the feed's address")
    try:
        document = xmlfeed.read(text)
    except MemoryError:  # the worker's limit, which its owner reports
        raise
    except Exception as error:  # hostile feeds make feedparser raise almost anything: AssertionError, TypeError, …
        raise ParseError(f"{named} is a feed too broken to read; tell its publisher") from error
    if document is None:
        raise ParseError(f"{named} is no feed: XML that begins with <{root[:100]}>; check the feed's address")
    return document
