"""Pages and documents: their bytes become readable text with title, author, publisher and date.

trafilatura and lxml, which are untyped, are imported here and nowhere else.
"""

import json
import logging
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import trafilatura

from newsbot import chinese, decoding
from newsbot.errors import ParseError
from newsbot.news import Readable, SourceDate

MAX_MARKUP = 4 * 1024 * 1024  # characters given to the extractor; the rest of a page is not read
MAX_ELEMENTS = 20_000  # above, the fast extractor is used: the good one is quadratic (40,000: 2 s, 160,000: 34 s)

# Their complaints about hostile pages would otherwise reach stderr; configured handlers still get them.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

# ---------------------------------------------------------------- what is asked of this module


def extract(url: str, content_type: str, body: bytes) -> Readable:
    """The page's main text and what the page says of itself.

    Lists and tables are kept (a row is one line, cells parted by ` | `), comments dropped;
    paragraphs are parted by one newline. `published` is what the page states, as far as it
    states it: a year and month stay without a day, and no date is guessed. `url` is where the
    page came from (empty for a file). Only the first `MAX_MARKUP` characters of markup (4 MiB) are
    read, and a page of more than `MAX_ELEMENTS` elements with less care. Raises `ParseError` when
    the bytes are no text or no text is left.
    """
    _refuse_binary(_named(url), content_type, body)
    if content_type.partition(";")[0].strip().lower() in ("text/plain", "text/markdown"):
        return _document(_named(url), decode(body, content_type))
    return _page(url, _named(url), decode(body, content_type))


def plain(name: str, body: bytes) -> Readable:
    """A document that an editor handed in as a file: HTML through the extractor, else Markdown or text.

    Markdown is reduced to its text, one paragraph a line: headings stay as lines; list markers,
    emphasis, footnotes and link targets go. Front matter gives title, date, author, and the
    host of its `source_url` or `url` as publisher; without a title there, the first heading,
    else the first line, is the title. Raises `ParseError` when the bytes are no text or
    no text is left.
    """
    shown = chinese.one_line(name)[:200]
    _refuse_binary(shown, "", body)
    text = decode(body)
    if name.lower().endswith((".html", ".htm", ".xhtml")) or re.match(r"\s*<(?:!doctype\s+html|html)\b", text, re.I):
        return _page("", shown, text)
    return _document(shown, text)


# ---------------------------------------------------------------- HTML pages


def _page(url: str, name: str, text: str) -> Readable:
    if not text.strip():
        raise ParseError(f"{name} has no readable text: it is empty; choose another source")
    markup = text[:MAX_MARKUP].encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup, parser=parser)
        stated = _Stated(tree)
        found = _by_trafilatura(url, tree)
    except Exception as error:  # lxml and trafilatura raise almost anything on hostile markup
        raise ParseError(f"{name} has no readable text: its markup is too broken; choose another source") from error
    title = chinese.one_line(found.title or "")
    lines = [line for line in _lines(found.text or "") if line]
    if len(lines) > 1 and lines[0] == title:
        lines = lines[1:]
    if not lines:
        raise ParseError(f"{name} has no readable text; it may need a browser or a login: choose another source")
    return Readable(
        title=title or lines[0][:200],
        text="\n".join(lines),
        author=chinese.one_line(found.author or stated.author)[:200],
        publisher=chinese.one_line(stated.publisher or found.sitename or "").lstrip("@")[:200],
        published=stated.published or _confirmed(found.date, url, tree),
        language=chinese.language("\n".join(lines)),
    )


def _by_trafilatura(url: str, tree: Any) -> Any:
    """trafilatura's document. Its latest date is fixed, so that the result does not depend on today."""
    dates = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        document = trafilatura.extract_metadata(tree, url or None, dates, extensive=False)
        document.text = trafilatura.baseline(tree)[1]
        return document
    extracted = trafilatura.bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=True,
        favor_precision=True,
        with_metadata=True,
        date_extraction_params=dates,
    )
    return extracted or trafilatura.settings.Document()


def _lines(text: str) -> Iterator[str]:
    """Its text format without the marks it adds for list items and table rows."""
    for line in text.split("\n"):
        cleaned = chinese.one_line(line)
        yield _row(cleaned) if cleaned.startswith("|") else re.sub(r"^-\s+", "", cleaned)


def _row(line: str) -> str:
    """A table row's cells, parted by ` | `; empty for the ruling under the head (`|---|---|`)."""
    cells = [cell.strip() for cell in line.split("|")]
    return "" if all(re.fullmatch(r":?-*:?", cell) for cell in cells) else " | ".join(filter(None, cells))


class _Stated:
    """What the page's own metadata says where trafilatura cannot be relied on: it makes up the day
    of a date without one, drops one-word author names (every Chinese one) and recases site names."""

    _DATES = (
        *("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date"),
        *("publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created"),
        *("dcterms.issued", "citation_publication_date", "parsely-pub-date", "sailthru.date"),
    )

    def __init__(self, tree: Any) -> None:
        meta: dict[str, str] = {}
        for element in islice(tree.iter("meta"), 500):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            meta.setdefault(name.strip().lower(), element.get("content") or "")
        articles = list(_articles(tree))
        times = (e.get("datetime") for e in tree.xpath("//time[@itemprop='datePublished' or @pubdate][@datetime]")[:5])
        dates = (
            *(a.get("datePublished") for a in articles),
            *(meta.get(name) for name in self._DATES),
            *times,
            _byline(tree),
        )
        names = (*(_name_in(a.get("author")) for a in articles), meta.get("author", ""))
        outlets = (meta.get("og:site_name", ""), *(_name_in(a.get("publisher")) for a in articles))
        self.published = next((found for date in dates if (found := _date(date))), None)
        # A single Latin word is rather an account (`admin`) than an author.
        self.author = next((name for name in names if chinese.han_count(name) > 1 or " " in name.strip()), "")
        self.publisher = next((name for name in outlets if name.strip()), "")


def _byline(tree: Any) -> str:
    """The first date like 2025年6月9日 in a byline, which htmldate does not read.

    Only what stands after the headline counts: sites print today's date above it.
    """
    marked = " or ".join(f"contains(@{name}, '{word}')" for name in ("class", "id") for word in ("date", "time", "pub"))
    for element in tree.xpath(f"(//h1)[1]/following::*[{marked}]")[:5]:
        if found := re.match(r"\D{0,20}(\d{4}年\d{1,2}月\d{1,2}日)(?!\s*星期)", element.text_content()[:80].strip()):
            return found.group(1)
    return ""


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects that describe an article, in the page's order; at most 2,000 values are looked at."""
    waiting: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            waiting.append(json.loads((script.text or "")[:1_000_000]))
        except (ValueError, RecursionError):
            continue
    for value in islice(_walked(waiting), 2_000):
        if isinstance(value, dict) and re.search(r"Article|Posting|Report|WebPage", str(value.get("@type"))[:200]):
            yield value


def _walked(values: list[Any]) -> Iterator[Any]:
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, list):
            waiting.extend(reversed(value[:100]))
        elif isinstance(value, dict) and isinstance(value.get("@graph"), list):
            waiting.extend(reversed(value["@graph"][:100]))


def _name_in(value: object) -> str:
    """The name in a JSON-LD person or organisation, which may be a string, an object or a list of them."""
    if isinstance(value, list):
        return "、".join(filter(None, (_name_in(one) for one in value[:5] if not isinstance(one, list))))
    named = value.get("name") if isinstance(value, dict) else value
    return chinese.one_line(named) if isinstance(named, str) else ""


# ---------------------------------------------------------------- dates

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?)?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_DAY_FIRST = re.compile(rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})\s+{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?:[a-z]{{3,9}}\.?,?\s+)?{_MONTH}\s+(\d{{1,2}}),?\s+(\d{{4}})\b", re.IGNORECASE)


def _date(value: object) -> SourceDate | None:
    """The calendar date that the text begins with, exactly as far as it goes; None when there is none."""
    text = value.strip()[:60] if isinstance(value, str) else ""
    if found := _COMPACT.match(text) or _YEAR_FIRST.match(text):
        return _source_date(*found.groups())
    if found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        month, day, year = found.groups()
    else:
        return None
    return _source_date(year, str(_MONTHS.index(month[:3].lower()) + 1), day)


def _source_date(year: str, month: str | None, day: str | None) -> SourceDate | None:
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not 1900 <= y <= 2099 or (month and not 1 <= m <= 12) or (day and not 1 <= d <= monthrange(y, m)[1]):
        return None
    return SourceDate(year=y, month=m or None, day=d or None)


def _confirmed(found: str | None, url: str, tree: Any) -> SourceDate | None:
    """htmldate's date, if the page or its address really states that day; it fills in what is missing."""
    date = _date(found)
    if date is None or not date.month or not date.day:
        return None
    y, m, d, name = date.year, date.month, date.day, rf"{_MONTHS[date.month - 1]}[a-z]*\.?"
    numbers = rf"(?<!\d){y}\s*[-/.年]?\s*0?{m}\s*[-/.月]?\s*0?{d}(?!\d)"
    words = rf"\b{name}\s+0?{d}(?:st|nd|rd|th)?,?\s+{y}|(?<!\d)0?{d}\s+{name},?\s+{y}|(?<!\d){m:02}/{d:02}/{y}"
    texts = (url, *islice(tree.itertext(), 20_000), *tree.xpath("//@datetime | //@content | //@title")[:2_000])
    stated = re.compile(f"{numbers}|{words}", re.IGNORECASE)
    return date if any(stated.search(text[:10_000]) for text in texts) else None


# ---------------------------------------------------------------- Markdown and plain text

_NO_TEXT = re.compile(
    r"\s*(?:\[\^[^\]]{1,100}\]:|\[[^\]]{1,100}\]:\s*<?(?:https?:|/)|```|~~~)"
)  # notes, targets, fences
_LONG_LINE = 20_000  # characters
_WRAPPED = 60  # columns, a Han character counts two; editors wrap at 66 to 80
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"(title|date|author|source_url|url)[ \t]*:[ \t]*(.*)")


def _document(name: str, text: str) -> Readable:
    text = chinese.seen(text[:MAX_MARKUP]).lstrip()
    front: dict[str, str] = {}
    if block := _FRONT.match(text):
        for line in block.group(1).split("\n"):
            if found := _FRONT_LINE.match(line):
                front.setdefault(found.group(1), _unquoted(found.group(2)))
        text = text[block.end() :]
    lines, heading = _unmarked(text)
    if not lines:
        raise ParseError(f"{name} has no readable text; name a file with text in it")
    return Readable(
        title=front.get("title") or heading or lines[0][:200] or name,
        text="\n".join(lines),
        author=front.get("author", "")[:200],
        publisher=_host(front.get("source_url") or front.get("url") or ""),
        published=_date(front.get("date")),
        language=chinese.language("\n".join(lines)),
    )


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r'\\(["\\])', r"\1", value[1:-1])
    elif len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    return chinese.one_line(value)


def _unmarked(text: str) -> tuple[list[str], str]:
    """The paragraphs without Markdown's marks, and the first heading.

    A line is joined to the one before only if that looks hard-wrapped: `_WRAPPED` columns wide
    or more, and no sentence ends there. Chinese text files rather put a paragraph on each line.
    """
    paragraphs: list[str] = []
    heading, joins = "", False
    for line in text.split("\n"):
        if _NO_TEXT.match(line):
            joins = False
            continue
        head = re.match(r"\s{0,3}#{1,6}\s+", line)
        item = re.match(r"\s*(?:[*+-]|\d{1,3}[.)])\s+", line)
        if head:
            whole = line[head.end() :].rstrip()
            bare = whole.rstrip("#") if whole.rstrip("#").endswith(" ") else whole  # `# Title #`, but `# C#`
        else:
            bare = line[item.end() :] if item else re.sub(r"^\s*(?:>\s?)+", "", line)
        bare = _inline(_row(bare) if bare.lstrip().startswith("|") else bare)
        if not re.search(r"\w", bare):  # empty, a rule, a code fence, a table's ruling
            joins = False
            continue
        if joins and not head and not item:
            paragraphs[-1] = _joined(paragraphs[-1], bare)
        else:
            paragraphs.append(bare)
        heading = heading or (bare if head else "")
        wide = len(bare) + chinese.han_count(bare) >= _WRAPPED
        joins = wide and not head and "|" not in bare and bare[-1] not in "。！？.!?：:；”…"
    return paragraphs, heading


def _inline(text: str) -> str:
    """One line without footnote marks, link targets, images, emphasis, code marks and tags.

    A line longer than any paragraph stays as it is: these patterns take time quadratic in it.
    """
    if len(text) > _LONG_LINE:
        return chinese.one_line(text)
    text = re.sub(r"!\[[^\]\n]{0,500}\]\([^()\n]{0,2000}\)|\s?\[\^[^\]\n]{1,100}\]", "", text)
    text = re.sub(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^<>\n]{0,500}>|<!--[^\n]{0,500}?-->", "", text)
    text = re.sub(
        r"\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\S)([^_\n]+?)(?<=\S)_{1,2}(?!\w)", r"\1\2", text
    )
    text = re.sub(r"`{1,3}([^`\n]{1,500})`{1,3}", r"\1", text)
    return chinese.one_line(unescape(re.sub(r"\\([\\`*_{}\[\]()#+\-.!<>|])", r"\1", text)))


def _joined(before: str, after: str) -> str:
    """Two lines of one paragraph as one: without a space where a Han character or full-width mark meets the break."""
    wide = ord(before[-1]) > 0x2E7F or ord(after[0]) > 0x2E7F
    return before + ("" if wide else " ") + after


# ---------------------------------------------------------------- bytes to text


def decode(body: bytes, content_type: str = "") -> str:
    """The text of the bytes, by what they are and what header and page say of them; never fails."""
    return decoding.decode(body, content_type).text


# ---------------------------------------------------------------- what is no text

_BINARY_TYPES = re.compile(r"(?:image|audio|video|font)/|application/(?:json|pdf|zip|gzip|x-.*compressed|msword|vnd\.)")
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
}
_MAGIC |= {b"\xff\xd8\xff": "an image", b"\x1f\x8b": "a compressed file", b"RIFF": "a media file"}


def _refuse_binary(name: str, content_type: str, body: bytes) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    what = next((what for magic, what in _MAGIC.items() if body.startswith(magic)), "")
    if not what and _BINARY_TYPES.match(kind) and kind != "image/svg+xml":
        what = chinese.one_line(kind)[:60]
    if not what and not decoding.byte_order(body):
        head = body[:65_536]
        controls = len(head) - len(head.translate(None, bytes({*range(32)} - {9, 10, 12, 13, 27})))
        what = "binary data" if b"\0" in body or controls * 10 > len(head) else ""
    if what:
        raise ParseError(f"{name} is {what}, no text that can be read; give a page or a text file instead")


def _named(url: str) -> str:
    """The page as errors name it: without its query, which may hold a key."""
    return chinese.one_line(url.partition("?")[0])[:200]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
