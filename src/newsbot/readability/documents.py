"""Markdown and plain text: reduced to readable lines, with what front matter and bylines say."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from newsbot import chinese
from newsbot.errors import ParseError
from newsbot.news import Readable, Rows
from newsbot.readability import bylines, days, labels, layout
from newsbot.readability.markup import MAX_MARKUP, MAX_ROWS, MAX_TABLES, row

_NO_TEXT = re.compile(
    r"\s*(?:\[\^[^\]]{1,100}\]:|\[[^\]]{1,100}\]:\s*<?(?:https?:|/)|```|~~~)"
)  # notes, targets, fences
_LONG_LINE = 20_000  # characters
_WRAPPED = range(60, 125)  # columns, a Han character counts two; editors wrap at 66 to 120
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"(title|date|author|source_url|url)[ \t]*:[ \t]*(.*)")
_AIGC = re.compile(r"^AIGC:[^\n]{0,2000}(?:\n[ \t]+[^\n]{0,500}){0,10}", re.MULTILINE)
# What stands around the text in a newsroom's own article files.
_OUR_FRAME = re.compile(r"Content|References|Tags|Keywords?\s?[:：].*|关键词\s?[:：].*|#[^\s#]+(?:\s+#[^\s#]+)*")
MAX_TITLE = 300  # characters


def readable(name: str, text: str, seen: datetime | None = None) -> Readable:
    """A document's text, one paragraph a line, Markdown's marks left out. Raises `ParseError` when no text is left."""
    text = chinese.seen(text[:MAX_MARKUP]).lstrip()
    front: dict[str, str] = {}
    aigc: list[str] = []
    if block := _FRONT.match(text):
        for line in block.group(1).split("\n"):
            if found := _FRONT_LINE.match(line):
                front.setdefault(found.group(1), _unquoted(found.group(2)))
        aigc = _AIGC.findall(block.group(1))[:1]
        text = text[block.end() :]
    paragraphs, tables, heading = _unmarked(text)
    made = labels.made(paragraphs, aigc)
    framed = any(line in ("Content", "References") for line in paragraphs)
    kept = [line for line in paragraphs if not (framed and _OUR_FRAME.fullmatch(line))]
    lines = layout.without_furniture([part for line in kept for part in layout.paragraphs(line)])
    if not lines:
        raise ParseError(f"{name} has no readable text; name a file with text in it")
    title, site = layout.title_and_site(front.get("title") or heading or lines[0][:MAX_TITLE])
    byline = bylines.in_text(lines, seen)
    return Readable(
        title=title[:MAX_TITLE] or name,
        text="\n".join(lines),
        author=(front.get("author") or byline.author)[:200],
        publisher=_host(front.get("source_url") or front.get("url") or "") or site,
        published=days.stated(front.get("date")) or byline.published,
        language=chinese.language("\n".join(lines)),
        origin=byline.origin,
        tables=tables,
        machine=made.machine,
        ours=made.ours,
    )


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r'\\(["\\])', r"\1", value[1:-1])
    elif len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    return chinese.one_line(value)


def _unmarked(text: str) -> tuple[list[str], tuple[Rows, ...], str]:
    """The paragraphs without Markdown's marks, its tables, and the first heading.

    A line is joined to the one before only if that looks hard-wrapped: as wide as editors wrap, and no
    sentence ends there. Chinese text files rather put a paragraph on each line.
    """
    paragraphs: list[str] = []
    tables: list[list[str]] = []
    heading, joins, in_table = "", False, False
    for line in text.split("\n"):
        if _NO_TEXT.match(line):
            joins = in_table = False
            continue
        head = re.match(r"\s{0,3}#{1,6}\s+", line)
        item = re.match(r"\s*(?:[*+-]|\d{1,3}[.)])\s+", line)
        if head:
            whole = line[head.end() :].rstrip()
            bare = whole.rstrip("#") if whole.rstrip("#").endswith(" ") else whole  # `# Title #`, but `# C#`
        else:
            bare = line[item.end() :] if item else re.sub(r"^\s*(?:>\s?)+", "", line)
        cells = bare.lstrip().startswith("|")
        bare = _inline(row(bare) if cells or bare.rstrip().endswith(" |") else bare)
        if not re.search(r"\w", bare):  # empty, a rule, a code fence, a table's ruling
            joins, in_table = False, in_table and cells
            continue
        if joins and not head and not item and not cells:
            paragraphs[-1] = _joined(paragraphs[-1], bare)
        else:
            paragraphs.append(bare)
        if cells:
            tables += [] if in_table else [[]]
            tables[-1].append(bare)
        in_table = cells
        heading = heading or (bare if head else "")
        wide = len(bare) + chinese.han_count(bare) in _WRAPPED
        joins = wide and not head and "|" not in bare and bare[-1] not in "。！？.!?：:；”…—|"
    return paragraphs, tuple(_table(rows) for rows in tables[:MAX_TABLES] if len(rows) > 1), heading


def _table(rows: list[str]) -> Rows:
    return tuple(tuple(line.split(" | ")) for line in rows[:MAX_ROWS])


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
        r"\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}|(?<![A-Za-z0-9_])_{1,2}(?=\S)([^_\n]+?)(?<=\S)_{1,2}(?![A-Za-z0-9_])",
        r"\1\2",
        text,
    )
    text = re.sub(r"`{1,3}([^`\n]{1,500})`{1,3}", r"\1", text)
    return chinese.one_line(unescape(re.sub(r"\\([\\`*_{}\[\]()#+\-.!<>|])", r"\1", text)))


def _joined(before: str, after: str) -> str:
    """Two lines of one paragraph as one: without a space where a Han character or full-width mark meets the break."""
    wide = ord(before[-1]) > 0x2E7F or ord(after[0]) > 0x2E7F
    return before + ("" if wide else " ") + after


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
