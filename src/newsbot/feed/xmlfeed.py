"""RSS, Atom, RDF and CDF: feedparser's reading of a text becomes a `Document`.

feedparser, which is untyped, is imported here and nowhere else. It is only ever given bytes in
memory: a string it would try to open as an address or a local file. Dates are taken as they are
written; what feedparser makes of them is not looked at.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import feedparser
import feedparser.api

from newsbot.feed import expat
from newsbot.feed.document import Document, Item, Written
from newsbot.news import Hints

_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r")))  # one of them costs the strict reading: XML forbids them
_DATES = ("published", "updated", "created", "prism_publicationdate")  # dc:date is among the updated ones
_MOST_NAMES = 20  # authors of one item
_HEAD = 16_384  # characters in which the first element must begin
_ELEMENT = re.compile(r"<!--.*?-->|<([A-Za-z][\w:.-]*)", re.DOTALL)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")

# What channels ask of those who poll them.
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SKIPPED = 4_096  # bytes of a list of hours or days to skip; 24 hours take a fifth of it


def root(text: str) -> str:
    """The name of the first element, lower-cased, or empty: declarations and comments are passed over."""
    found = (match[1] for match in _ELEMENT.finditer(text[:_HEAD]) if match[1])
    return next(found, "").lower()


def read(text: str) -> Document | None:
    """The document, None when it is XML, but no feed. Links count from xml:base, where the feed has one.

    Raises whatever feedparser raises of broken bytes: AssertionError, TypeError, almost anything.
    """
    data = _cleared(text)
    try:
        parsed = _parsed(data)
    except (ValueError, OverflowError):  # a reference to half a character, which some exporters write, or to none
        data = _cleared(_mended(text))
        parsed = _parsed(data)
    is_cdf = not parsed.version and root(text) == "channel"
    if not parsed.version and not parsed.entries and not is_cdf:
        return None
    version: str = feedparser.api.SUPPORTED_VERSIONS[parsed.version] if parsed.version else ""
    channel = parsed.feed
    return Document(
        title=_written(channel, "title"),
        language=_string(channel, "language"),
        site=_string(channel, "link"),
        format="CDF" if is_cdf else version.removesuffix(" (unknown version)") or "XML",
        hints=_hints(channel, data),
        items=[_item(entry) for entry in parsed.entries[: expat.MAX_ENTRIES]],
    )


def _cleared(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(None, _CONTROLS)


def _parsed(data: bytes) -> Any:
    # The feed's own address is left out: feedparser would join it anew at every element. Relative links stay as
    # they are, and so do relative ids, which must not change with the address.
    headers = {"content-type": "application/xml; charset=utf-8"}
    with warnings.catch_warnings(), _our_reader():
        warnings.simplefilter("ignore", DeprecationWarning)
        return feedparser.parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )


@contextmanager
def _our_reader() -> Iterator[None]:
    """While it lasts, feedparser reads with our reader; who else uses feedparser in this process finds it as it was."""
    feedparser.api.PREFERRED_XML_PARSERS.insert(0, expat.__name__)
    try:
        yield
    finally:
        feedparser.api.PREFERRED_XML_PARSERS.remove(expat.__name__)


def _mended(text: str) -> str:
    """The text with references to no character taken out, and those to the halves of one joined."""

    def character(reference: re.Match[str]) -> str:
        digits = (reference[1] or reference[2]).lstrip("0")
        number = int(digits or "0", 16 if reference[1] else 10) if len(digits) < 8 else 0
        if 0xD800 <= number < 0xE000:
            return chr(number)
        return reference[0] if 0 < number < 0x110000 else ""

    return _REFERENCE.sub(character, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ---------------------------------------------------------------- items


def _item(entry: Any) -> Item:
    # dict.get throughout: feedparser's own answers one key with another and warns about it.
    contents = dict.get(entry, "content")
    id, link = _string(entry, "id"), _string(entry, "link")
    if link == id and "/" not in id:  # a guid such as `1234` that does not say it is no address
        link = ""
    return Item(
        id=id,
        link=link,
        title=_written(entry, "title"),
        summary=_written(entry, "summary", "text/html"),  # without a type of its own it is a copy of the content
        contents=tuple(_contents(contents)) if isinstance(contents, list) else (),
        author=_authors(entry),
        dates=tuple(date for name in _DATES if (date := _string(entry, name))),
    )


def _written(place: Any, name: str, otherwise: str = "text/plain") -> Written:
    """The text under this name; its type is `otherwise` where feedparser does not tell it."""
    detail = dict.get(place, f"{name}_detail")
    kind = dict.get(detail, "type") if isinstance(detail, dict) else otherwise
    return Written(_string(place, name), kind != "text/plain")


def _contents(contents: list[Any]) -> Iterator[Written]:
    for content in contents:
        kind, value = dict.get(content, "type", ""), dict.get(content, "value")
        if isinstance(value, str) and value and (kind.startswith("text/") or kind == "application/xhtml+xml"):
            yield Written(value, kind != "text/plain")


def _authors(entry: Any) -> str:
    authors = dict.get(entry, "authors")
    names = [_string(author, "name") for author in authors[:_MOST_NAMES]] if isinstance(authors, list) else []
    return ", ".join(name for name in names if name) or _string(entry, "author")


def _string(place: Any, name: str) -> str:
    value = dict.get(place, name)
    return value if isinstance(value, str) else ""


# ---------------------------------------------------------------- hints


def _hints(channel: Any, data: bytes) -> Hints:
    """`ttl` and `sy:updatePeriod` as feedparser has them; of lists it keeps the last line only, so they are read here.

    Sources: RSS 2.0 specification (ttl in minutes; skipHours in GMT, where RSS 0.91 writes 24 for
    midnight; skipDays), and the RSS 1.0 syndication module, whose frequency is 1 where not stated.
    """
    ttl = _number(_string(channel, "ttl")) * 60
    period = _PERIODS.get(_string(channel, "sy_updateperiod").strip().lower(), 0)
    often = _number(_string(channel, "sy_updatefrequency")) or 1
    hours = (int(hour) % 24 for hour in _skipped(channel, data, "hour") if hour.isdecimal() and int(hour) <= 24)
    days = (_DAYS.index(day) for day in _skipped(channel, data, "day") if day in _DAYS)
    return Hints(
        ttl=ttl or None,
        period=max(1, period // often) if period else None,
        skip_hours=tuple(sorted(set(hours))),
        skip_days=tuple(sorted(set(days))),
    )


def _number(text: str) -> int:
    """The whole number the text is, 0 when it is none, or one past all use."""
    return int(text) if text.strip().isdecimal() and len(text) < 9 else 0


def _skipped(channel: Any, data: bytes, unit: str) -> list[str]:
    """The hours or days of the channel's `skipHours` or `skipDays`, lower-cased."""
    if dict.get(channel, f"skip{unit}s") is None:
        return []
    begins = re.search(rb"<skip%ss\b" % unit.encode(), data, re.IGNORECASE)
    if begins is None:
        return []
    inner = data[begins.end() : begins.end() + _SKIPPED].decode("utf-8", "replace").lower()
    return re.findall(rf"<{unit}>\s{{0,20}}(\w{{1,9}})\s{{0,20}}</{unit}>", inner.partition(f"</skip{unit}s")[0])
