"""PDF documents, such as announcements: their text with its lines joined to paragraphs again."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, pairwise

import pypdf
import pypdf.errors

from newsbot import chinese
from newsbot.errors import ParseError
from newsbot.news import Readable, SourceDate
from newsbot.readability import bylines, days, labels
from newsbot.readability.documents import MAX_TITLE

MAX_PAGES = 200
MAX_TEXT = 4 * 1024 * 1024  # characters
FULL = 0.7  # of the widest usual line: a shorter one ends its paragraph

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its complaints about hostile files

_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|无标题|document\d*|文档\d*|.*\.(?:docx?|pdf|pptx?|indd|wps|tex))\b.*", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第?\s*\d{1,4}\s*页?|page\s\d{1,4})(?:\s*[/／,，]?\s*(?:of|共)?\s*\d{1,4}\s*页?)?[-—–\s]*",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百]{1,4}[章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[.．、]\d{0,2}){1,3}\s?(?!\d)|[•●▪◦■*-]\s)"
)
_ENDED = tuple("。！？!?；;：:.”…")


def readable(name: str, body: bytes, seen: datetime | None = None) -> Readable:
    """The text of the first `MAX_PAGES` pages; title, author and date are its metadata's, else its first lines'.

    Raises `ParseError` for a file that is broken, encrypted, or holds pictures of text only.
    """
    try:
        pages, about = _read(name, body)
    except (ParseError, MemoryError):
        raise
    except Exception as error:  # pypdf raises almost anything on hostile files
        raise ParseError(f"{name} is a broken PDF; get it again or give its text") from error
    lines = list(_paragraphs(_without_frames(pages)))
    if sum(map(len, lines)) < 20:
        raise ParseError(f"{name} is a PDF without text (scanned pages?); give a version with text")
    made = labels.made(lines)
    byline = bylines.in_text(lines, seen)
    own = chinese.one_line(about.get("/Title", "")[: 10 * MAX_TITLE])
    published = byline.published or _day(about.get("/CreationDate", ""), seen)
    text = "\n".join(lines)
    return Readable(
        title=(lines[0] if not own or _NO_TITLE.fullmatch(own) else own)[:MAX_TITLE],
        text=text,
        author=(byline.author or chinese.one_line(about.get("/Author", "")[:1_000]))[:200],
        published=published,
        language=chinese.language(text),
        origin=byline.origin,
        machine=made.machine,
        ours=made.ours,
    )


def _read(name: str, body: bytes) -> tuple[list[list[str]], dict[str, str]]:
    """The lines of each page, and the document's metadata."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not _opened(reader):
        raise ParseError(f"{name} is an encrypted PDF; give a version without a password")
    about = {key: value for key, value in (reader.metadata or {}).items() if isinstance(value, str)}
    pages: list[list[str]] = []
    left = MAX_TEXT
    for page in islice(reader.pages, MAX_PAGES):
        text = page.extract_text()[:left]
        left -= len(text)
        pages.append([line for each in text.split("\n") if (line := chinese.one_line(each))])
    return pages, about


def _opened(reader: pypdf.PdfReader) -> bool:
    """Whether it opens without a password, as files do that only forbid to print."""
    try:
        return bool(reader.decrypt(""))
    except pypdf.errors.DependencyError:  # AES needs a package that the base install does without
        return False


def _without_frames(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages without page numbers and what stands at the top or foot of most pages."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    framing = {line for line, count in edges.items() if count > 2 and count * 2 > len(pages)}
    return [line for page in pages for line in page if line not in framing and not _PAGE_NUMBER.fullmatch(line)]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines joined where one goes on in the next: it fills the width, and no sentence or heading ends there.

    A word parted by a hyphen is put together.
    """
    widths = sorted(map(_columns, lines))
    full = FULL * widths[len(widths) * 9 // 10] if widths else 0.0
    held: list[str] = []
    for line in lines:
        if held and (_BEGINS.match(line) or _columns(held[-1]) < full or held[-1].endswith(_ENDED)):
            yield _joined(held)
            held = []
        held.append(line)
    if held:
        yield _joined(held)


def _columns(line: str) -> int:
    return len(line) + chinese.han_count(line)


def _joined(lines: Sequence[str]) -> str:
    parts = [lines[0]]
    for before, after in pairwise(lines):
        if re.search(r"[a-z]-$", before) and after[0].islower():
            parts[-1] = parts[-1][:-1]
            parts.append(after)
        else:
            wide = ord(before[-1]) > 0x2E7F or ord(after[0]) > 0x2E7F
            parts.append(after if wide else " " + after)
    return "".join(parts)


def _day(value: str, seen: datetime | None) -> SourceDate | None:
    """The day of a PDF date (`D:20260822204000+08'00'`, ISO 32000-1, 7.9.4)."""
    date = days.stated(value.removeprefix("D:")[:8])
    return None if date is None or (seen and days.ahead(date, seen)) else date
