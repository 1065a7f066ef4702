"""Lists of feeds as files: OPML 2.0 (http://opml.org/spec2.opml) read and written.

What OPML has no word for stands in attributes of our own (`newsbot:timezone`, `encoding`, `topics`,
`weight`, `kind`), so that what was written reads back the same. Folders, `category` and `htmlUrl` are left
to other readers: to us a folder's name is no topic, since topics decide what is announced.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from html.entities import html5
from xml.parsers import expat

from pydantic import ValidationError

from newsbot import decoding
from newsbot.chinese import one_line
from newsbot.errors import ParseError
from newsbot.news import Feed, FeedList
from newsbot.settings import FeedSettings

MAX_BYTES = 10 * 2**20  # 10,000 feeds of a thousand bytes
MAX_FEEDS = 10_000  # addresses in the file, whatever becomes of them
MAX_DEPTH = 100  # elements inside each other; readers nest folders in three levels at most
MAX_PROBLEMS = 100
MAX_PROBLEM = 300  # characters
MAX_TITLE = 500  # characters
_PIECE = 2**16  # characters handed to expat at a time: what a handler refuses ends there

NAMESPACE = "urn:newsbot:opml"
_PREFIX = "newsbot:"
# Attributes are read by their prefix, not their namespace: lists in the wild use prefixes they never declare.
_OPTIONS = {
    "language": "language",
    **{_PREFIX + name: name for name in ("timezone", "encoding", "topics", "weight", "kind")},
}

# What XML 1.0 does not allow, even as a reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_FEED_ROOTS = frozenset({"rss", "feed", "rdf:rdf"})


# ---------------------------------------------------------------- reading


def parse(name: str, body: bytes) -> FeedList:
    """The feeds of an OPML file called `name`, in its order.

    A feed obeys the rules of one declared in the settings; an option that does not is left out, and a line says
    so. Raises `ParseError` for what is no OPML, and for a file that declares entities: no list needs them.
    """
    name = one_line(name[:2_000])[:200] or "the list"
    if len(body) > MAX_BYTES:
        raise ParseError(f"{name} is larger than {MAX_BYTES // 2**20} MiB, too large for a list of feeds; split it")
    text = _NO_XML.sub("", decoding.decode(body).text).lstrip("\ufeff \t\r\n")
    _refuse_other_forms(name, text)
    text = _REFERENCE.sub(_mended, text)
    outlines = _Outlines(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = outlines.doctype
    parser.StartElementHandler = lambda tag, attributes: outlines.start(tag, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = outlines.end
    parser.CharacterDataHandler = outlines.characters
    try:
        for start in range(0, len(text), _PIECE):
            parser.Parse(text[start : start + _PIECE], False)
        parser.Parse("", True)
    except expat.ExpatError as error:
        fault = expat.errors.messages.get(error.code, "unknown fault")
        raise ParseError(f"{name}, line {error.lineno}: broken XML ({fault}); export the list again") from error
    return outlines.feed_list()


def _refuse_other_forms(name: str, text: str) -> None:
    head = text[:200].lower()
    if not head:
        raise ParseError(f"{name} is empty; export the list of feeds again")
    if head.startswith(("<!doctype html", "<html")):
        raise ParseError(f"{name} is a web page, no OPML; export the list of feeds as OPML")
    if not head.startswith("<"):
        what = "JSON" if head.startswith(("{", "[")) else "no XML"
        raise ParseError(f"{name} is {what}, not OPML; export the list of feeds as OPML")
    if "<!ENTITY" in text:
        raise ParseError(f"{name} declares entities, which no list of feeds needs; it is not read")


def _mended(reference: re.Match[str]) -> str:
    """A reference as XML allows it: names of HTML and stray ampersands, common in exported lists, are spelled out."""
    number, named = reference.groups()
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        char = chr(code) if code <= 0x10FFFF else ""
        return "" if _NO_XML.search(char) else f"&#{code};" if char else ""
    if named in _XML_NAMES:
        return reference[0]
    return escape(html5[named]) if named in html5 else "&amp;" + reference[0][1:]


class _Outlines:
    """What expat meets on its way through the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._rooted = False
        self._in_title = False
        self._title: list[str] = []
        self._addresses = 0
        self._feeds: dict[str, Feed] = {}
        self._problems: list[str] = []
        self._unsaid = 0

    def doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:  # noqa: ARG002
        if internal:
            raise ParseError(f"{self._name} has a document type of its own, which no list needs; it is not read")

    def start(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        tag = tag.lower()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError(f"{self._name}, line {line}: more than {MAX_DEPTH} elements inside each other; flatten it")
        if not self._rooted:
            self._root(tag)
        if tag == "outline":
            self._outline({key.lower(): value for key, value in attributes.items()}, line)
        self._in_title = tag == "title" and self._depth == 3 and not self._title

    def end(self, tag: str) -> None:  # noqa: ARG002
        self._depth -= 1
        self._in_title = False

    def characters(self, text: str) -> None:
        if self._in_title and sum(map(len, self._title)) < MAX_TITLE:
            self._title.append(text)

    def feed_list(self) -> FeedList:
        problems = list(self._problems)
        if self._unsaid:
            problems.append(f"{self._unsaid} more problems like these")
        return FeedList(
            title=one_line("".join(self._title))[:MAX_TITLE],
            feeds=tuple(self._feeds.values()),
            problems=tuple(problems),
        )

    def _root(self, tag: str) -> None:
        self._rooted = True
        if tag in _FEED_ROOTS:
            raise ParseError(
                f"{self._name} is a feed, no list of feeds; follow it with `newsbot feeds add` and its address"
            )
        if tag == "html":
            raise ParseError(f"{self._name} is a web page, no OPML; export the list of feeds as OPML")
        if tag != "opml":
            raise ParseError(f"{self._name} is XML, but no OPML; export the list of feeds as OPML")

    def _outline(self, attributes: Mapping[str, str], line: int) -> None:
        url = attributes.get("xmlurl", "").strip()
        if not url:
            return  # a folder, or a bookmark
        self._addresses += 1
        if self._addresses > MAX_FEEDS:
            self._tell(f"line {line}: not taken, because {MAX_FEEDS} feeds stand before it")
            return
        given: dict[str, object] = {"url": url, "title": _title(attributes, url)}
        for attribute, option in _OPTIONS.items():
            if value := attributes.get(attribute, "").strip():
                given[option] = tuple(_words(value)) if option == "topics" else value
        feed = self._checked(given, line)
        if feed is not None:
            self._feeds.setdefault(feed.url, feed)

    def _checked(self, given: dict[str, object], line: int) -> Feed | None:
        """The feed without the options that do not fit; None when its address does not."""
        try:
            return Feed(**FeedSettings.model_validate(given).model_dump())
        except ValidationError as error:
            faults = {str(each["loc"][0]): each["msg"].removeprefix("Value error, ") for each in error.errors()}
        place = f"line {line} ({str(given.get('title', ''))[:60] or 'no title'})"
        for option, fault in faults.items():
            said = f"{fault[0].lower()}{fault[1:]}"
            self._tell(f"{place}, xmlUrl: {said}" if option == "url" else f"{place}, {option}: {said} (left out)")
        if "url" in faults:
            return None
        return self._checked({option: value for option, value in given.items() if option not in faults}, line)

    def _tell(self, problem: str) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem[:MAX_PROBLEM])
        else:
            self._unsaid += 1


def _title(attributes: Mapping[str, str], url: str) -> str:
    """The owner's name for the feed; `text` is its address where it has none, as `render` writes it."""
    title = one_line(attributes.get("title", "")[: 2 * MAX_TITLE])
    if not title and attributes.get("text", "").strip() != url:
        title = one_line(attributes.get("text", "")[: 2 * MAX_TITLE])
    return title[:MAX_TITLE]


def _words(value: str) -> Iterator[str]:
    """Words parted by commas; one that holds a comma or a quotation mark stands in quotation marks, as in CSV."""
    for row in csv.reader([value[:10_000].replace("\n", " ").replace("\r", " ")], skipinitialspace=True):
        yield from (word for word in map(one_line, row) if word)


# ---------------------------------------------------------------- writing


def render(title: str, feeds: Sequence[Feed], made: datetime) -> str:
    """An OPML 2.0 file with these feeds in their order. `made` is its date, aware."""
    made = made.astimezone(UTC).replace(microsecond=0)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:newsbot="{NAMESPACE}">',
        "  <head>",
        f"    <title>{escape(one_line(title))}</title>",
        f"    <dateCreated>{format_datetime(made, usegmt=True)}</dateCreated>",
        "  </head>",
        "  <body>",
        *(f"    <outline {_attributes(feed)}/>" for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _attributes(feed: Feed) -> str:
    title = one_line(feed.title)
    topics = io.StringIO()
    csv.writer(topics, lineterminator="").writerow(word for word in map(one_line, feed.topics) if word)
    values = {
        "type": "rss",
        "text": title or feed.url,
        "title": title,
        "xmlUrl": feed.url,
        "language": feed.language,
        "newsbot:timezone": feed.timezone,
        "newsbot:encoding": feed.encoding,
        "newsbot:topics": topics.getvalue(),
        "newsbot:weight": "" if feed.weight == 1 else repr(feed.weight),
        "newsbot:kind": feed.kind,
    }
    return " ".join(f'{name}="{escape(_NO_XML.sub("", value))}"' for name, value in values.items() if value)
