"""Feeds: the bytes of an RSS 2.0, Atom, RSS 1.0 or JSON feed become entries.

feedparser, which is untyped, is imported here and nowhere else. It is only ever given bytes in
memory: a string it would try to open as an address or a local file.
"""

import hashlib
import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from newsbot import chinese
from newsbot.errors import ParseError
from newsbot.news import Entry, ParsedFeed

MAX_ENTRIES = 5_000  # entries read of one feed; the design's bound
MAX_URL = 4_096  # characters; longer links are dropped, no browser follows them reliably either
MAX_KEY = 512  # characters; longer ids are kept as their sha256, since keys are indexed
MAX_TITLE = 500  # characters of plain text
MAX_SUMMARY = 5_000  # characters of plain text
_MARKUP_PER_CHARACTER = 8  # markup is read up to this many times the plain text wanted from it

# Only dates in these forms: for others feedparser guesses (2025年6月9日 comes out as 1 November 2025).
# Hours and minutes are bounded, because it also rolls 99:99 over into later days.
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?"
_ISO_DATE = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[Tt ]\s*{_CLOCK}\s*(?:[Zz]|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?)?")
_RFC_822_DATE = re.compile(
    rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?\d{{1,2}}[\s-][A-Za-z]{{3,9}}\.?[\s-]\d{{2,4}}"
    rf"(?:\s+{_CLOCK}\s*(?:[A-Za-z]{{1,5}}|(?:[A-Z]{{2,4}})?[+-]\d{{1,2}}:?(?:\d{{2}})?)?)?"
)

# ---------------------------------------------------------------- what is asked of this module


def parse(url: str, content_type: str, body: bytes) -> ParsedFeed:
    """The feed's own title and language and its entries, in document order, at most `MAX_ENTRIES`.

    `url` is the address the bytes came from: relative links are resolved against it and
    `xml:base`. `content_type` is the HTTP header, empty when unknown. An entry's key is its id,
    else its link, else the sha256 of its title and summary; entries that share an id but not a
    link have the link added to it, and of entries with the same key the first is kept.
    Titles are one line of plain text, summaries plain text with one paragraph a line; links
    that are not http or https become empty. `published` is None unless the feed states it as
    RFC 822 or ISO 8601; without a zone it counts as UTC. Raises `ParseError`.
    """
    text = _decoded(content_type, body).lstrip("\ufeff \t\r\n")
    if not text:
        raise ParseError(f"{_named(url)} is no feed: the answer is empty; check the feed's address")
    return _json_feed(url, text) if text.startswith("{") else _xml_feed(url, text)


# ---------------------------------------------------------------- XML, by feedparser


def _xml_feed(url: str, text: str) -> ParsedFeed:
    root = _root(text)
    if root in ("html", "head", "body"):
        raise ParseError(f"{_named(url)} is an HTML page, no feed; give the address of its RSS, Atom or JSON feed")
    if not root:
        raise ParseError(f"{_named(url)} is no feed: neither XML nor JSON; check the feed's address")
    parsed = _by_feedparser(url, text)
    if not parsed.version and not parsed.entries:
        raise ParseError(f"{_named(url)} is no feed: XML that begins with <{root}>; check the feed's address")
    items = [_xml_item(url, item) for item in parsed.entries[:MAX_ENTRIES]]
    return _feed(parsed.feed.get("title"), parsed.feed.get("language"), items)


def _by_feedparser(url: str, text: str) -> Any:
    """feedparser's result. Control characters, which XML forbids, are removed: one would cost the strict parse."""
    data = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return feedparser.parse(
                io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
            )
    except Exception as error:  # hostile feeds make feedparser raise almost anything: AssertionError, TypeError, …
        raise ParseError(f"{_named(url)} is a feed too broken to read; tell its publisher") from error


def _xml_item(url: str, item: Any) -> tuple[str, Entry]:
    # dict.get, because feedparser's own get answers `updated` with `published` and warns about it.
    dates = ((dict.get(item, name), dict.get(item, f"{name}_parsed")) for name in ("published", "updated"))
    return _entry(
        url,
        id=item.get("id"),
        link=item.get("link"),
        title=item.get("title"),
        summary=item.get("summary"),
        author=item.get("author"),
        published=next((instant for raw, parts in dates if (instant := _instant(raw, parts))), None),
    )


def _instant(raw: object, parts: object) -> datetime | None:
    if not isinstance(raw, str) or not isinstance(parts, tuple) or len(raw) > 80:
        return None
    iso = _ISO_DATE.fullmatch(raw.strip())
    if not iso and not _RFC_822_DATE.fullmatch(raw.strip()):
        return None
    try:
        if iso:
            date.fromisoformat(raw.strip()[:10])  # feedparser would roll 31 February over into March
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _root(text: str) -> str:
    """The name of the first element, lower-cased, or empty: declarations and comments are passed over."""
    found = re.search(r"<([A-Za-z][\w:.-]*)", re.sub(r"<!--.*?-->", "", text[:16_384], flags=re.DOTALL))
    return found.group(1).lower() if found else ""


# ---------------------------------------------------------------- JSON Feed 1.0 and 1.1


def _json_feed(url: str, text: str) -> ParsedFeed:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{_named(url)} is no feed: JSON that cannot be read ({type(error).__name__})") from error
    version, items = str(document.get("version", "")), document.get("items")
    if not re.match(r"https?://jsonfeed\.org/version/1", version) or not isinstance(items, list):
        raise ParseError(f"{_named(url)} is JSON, but no JSON Feed; check the feed's address")
    found = [_json_item(url, item) for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    return _feed(document.get("title"), document.get("language"), found)


def _json_item(url: str, item: Mapping[str, Any]) -> tuple[str, Entry]:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_stated(author.get("name")) for author in authors or () if isinstance(author, dict)]
    summaries = (item.get(name) for name in ("summary", "content_text", "content_html"))
    dates = (_iso(item.get(name)) for name in ("date_published", "date_modified"))
    number = item.get("id")
    return _entry(
        url,
        id=str(number) if isinstance(number, int | float) else number,
        link=item.get("url") or item.get("external_url"),
        title=item.get("title"),
        summary=next((summary for summary in summaries if summary), ""),
        author=", ".join(name for name in names if name),
        published=next((instant for instant in dates if instant), None),
    )


def _iso(raw: object) -> datetime | None:
    if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw.strip()):
        return None
    try:
        stated = datetime.fromisoformat(raw.strip())
        return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


# ---------------------------------------------------------------- what both have in common


def _feed(title: object, language: object, items: Sequence[tuple[str, Entry]]) -> ParsedFeed:
    name = _line(title)
    entries = tuple(entry.model_copy(update={"publisher": name}) for entry in _told_apart(items))
    return ParsedFeed(title=name, language=chinese.one_line(_stated(language))[:35], entries=entries)


def _entry(
    feed: str, *, id: object, link: object, title: object, summary: object, author: object, published: datetime | None
) -> tuple[str, Entry]:
    """The id as the feed states it (may be empty) and the entry, whose key is not final yet."""
    stated = chinese.one_line(_stated(id))
    entry = Entry(
        feed=feed,
        key="",
        url=_link(feed, _stated(link)),
        title=_line(title),
        summary=_plain(_stated(summary), MAX_SUMMARY),
        author=_line(author),
        published=published,
    )
    return stated, entry


def _told_apart(items: Sequence[tuple[str, Entry]]) -> Iterator[Entry]:
    """The entries under their keys. All that share an id are treated alike, so that a key does not
    change with the place its entry has among them."""
    marks: dict[str, set[str]] = {}
    for id, entry in items:
        marks.setdefault(id, set()).add(entry.url or _digest(entry))
    seen = set()
    for id, entry in items:
        mark = entry.url or _digest(entry)
        key = mark if not id else f"{id} {mark}" if len(marks[id]) > 1 else id
        if len(key) > MAX_KEY:
            key = hashlib.sha256(key.encode()).hexdigest()
        if key not in seen:
            seen.add(key)
            yield entry.model_copy(update={"key": key})


def _digest(entry: Entry) -> str:
    return hashlib.sha256(f"{entry.title}\n{entry.summary}".encode()).hexdigest()


def _link(base: str, link: str) -> str:
    try:
        absolute = urljoin(base, link.strip()) if link.strip() else ""
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    known = parts.scheme in ("http", "https") and parts.hostname and len(absolute) <= MAX_URL
    return absolute if known and absolute == chinese.one_line(absolute) else ""


def _stated(value: object) -> str:
    return value if isinstance(value, str) else ""


def _line(value: object) -> str:
    return chinese.one_line(_plain(_stated(value), MAX_TITLE))


def _named(url: str) -> str:
    """The feed as errors name it: without its query, which may hold a key."""
    return chinese.one_line(url.partition("?")[0])[:200]


# ---------------------------------------------------------------- markup to plain text


class _Text(HTMLParser):
    """Collects the text of a fragment of HTML: entities resolved, one line a block, scripts left out."""

    _BLOCK = re.compile(r"p|div|br|li|[uo]l|tr|table|h\d|blockquote|pre|section|article|hr|figure")
    _UNREAD = frozenset(("script", "style", "template"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unread += tag in self._UNREAD
        self.parts.append("\n" if self._BLOCK.fullmatch(tag) else "")

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in self._UNREAD))
        self.parts.append("\n" if self._BLOCK.fullmatch(tag) else "")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(re.sub(r"\s+", " ", data))


def _plain(markup: str, most: int) -> str:
    """The text of the markup, tags stripped and entities resolved, one paragraph a line, at most `most` characters."""
    reader = _Text()
    try:
        reader.feed(markup[: most * _MARKUP_PER_CHARACTER])
        reader.close()
    except AssertionError:  # html.parser's answer to some broken declarations; what was read so far stands
        pass
    lines = (chinese.one_line(line) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)[:most].rstrip()


# ---------------------------------------------------------------- bytes to text

_BOMS = (
    *((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")),
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be")),
)
# The supersets that publishers mean when they name the older set.
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_KNOWN = re.compile(
    r"utf-?8|gb18030|big5hkscs|euc-(?:jp|kr|tw)|shift[_-]jis|iso-2022-jp|iso-8859-\d+|windows-\d+|koi8-[ru]"
)


def _decoded(content_type: str, body: bytes) -> str:
    """The text: BOM, HTTP charset, XML declaration, UTF-8, GB18030, whichever first decodes without a fault.

    A declared single-byte set stands behind UTF-8, because servers name ISO-8859-1 by default
    and it never fails. feedparser's own ladder turns a GBK feed with one character beyond GBK
    into Windows-1252, which is why we decode before it.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body.decode(codec, "replace")
    head = body[:400].decode("latin-1")
    declared = re.findall(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.IGNORECASE)[:1]
    declared += re.findall(r"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)", head)[:1]
    codecs = [_MEANT.get(label.lower(), label.lower()) for label in declared]
    codecs = [codec for codec in codecs if _KNOWN.fullmatch(codec)]
    weak = [codec for codec in codecs if codec.startswith(("iso-8859", "windows", "koi8"))]
    strong = [codec for codec in codecs if codec not in weak]
    for codec in (*strong, "utf-8", *weak, "gb18030"):
        try:
            return body.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode((strong or weak or ["utf-8"])[0], "replace")
