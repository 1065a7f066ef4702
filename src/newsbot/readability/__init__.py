"""Pages and documents: their bytes become readable text with what they say of themselves."""

import re
from datetime import datetime

from newsbot import chinese, decoding
from newsbot.errors import ParseError
from newsbot.news import Readable
from newsbot.readability import documents, pages, pdf

# ---------------------------------------------------------------- what is asked of this package


def extract(url: str, content_type: str, seen: str, body: bytes) -> Readable:
    """The page's main text and what the page says of itself.

    What its reader would not see is left out before anything reads it (`dropped`). Lists and tables are kept
    (a row is one line, cells parted by ` | `), readers' comments are not; paragraphs are parted by one newline.
    `published` is what the page states, as far as it states it: a year and month stay without a day, no date is
    guessed, and none that lies after `seen` (ISO 8601 with its zone, when the bytes came) is believed; 3小时前
    counts from it. `url` is where the page came from (empty for a file). A PDF is read too. Only the first
    4 MiB of markup are read, and a page of more than 20,000 elements with less care. Raises `ParseError`
    when the bytes are no text, no text is left, or a wall, an error page or a forwarding stands in its place.
    """
    return _read(url, _named(url), content_type, datetime.fromisoformat(seen), body)


def plain(name: str, body: bytes) -> Readable:
    """A document that an editor handed in as a file: a page or PDF as in `extract`, else Markdown or text.

    Markdown is reduced to its text, one paragraph a line: headings stay as lines; list markers,
    emphasis, footnotes and link targets go. Front matter gives title, date, author, and the
    host of its `source_url` or `url` as publisher; without a title there, the first heading,
    else the first line, is the title. Raises `ParseError` when the bytes are no text or
    no text is left.
    """
    kind = "text/html" if name.lower().endswith((".html", ".htm", ".xhtml")) else ""
    return _read("", chinese.one_line(name)[:200], kind, None, body)


def _read(url: str, name: str, content_type: str, seen: datetime | None, body: bytes) -> Readable:
    kind = content_type.partition(";")[0].strip().lower()
    if body[:1_024].lstrip().startswith(b"%PDF-"):
        return pdf.readable(name, body, seen)
    _refuse_binary(name, kind, body)
    text = decoding.decode(body, content_type).text
    markdown = kind in ("text/plain", "text/markdown")
    if not markdown and (kind or url or re.match(r"\s*<(?:!doctype\s+html|html)\b", text, re.IGNORECASE)):
        return pages.readable(url, name, text, seen)
    return documents.readable(name, text, seen)


# ---------------------------------------------------------------- what is no text

_BINARY_TYPES = re.compile(r"(?:image|audio|video|font)/|application/(?:json|pdf|zip|gzip|x-.*compressed|msword|vnd\.)")
_MAGIC = {
    b"PK\x03\x04": "a zip archive or office document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "a compressed file",
    b"RIFF": "a media file",
}


def _refuse_binary(name: str, kind: str, body: bytes) -> None:
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
