"""An article file read back into a Document: `parse(render(document))` is the document again.

Strict about the order of the parts, since an editor must learn where a file left its form;
silent about what they say: dangling marks, unused references and wrong counts are values.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from newsbot.article.document import (
    LABEL,
    VIEWS,
    Bare,
    Block,
    BlockList,
    BlockMap,
    Bullets,
    DashList,
    Document,
    FlowList,
    Footer,
    FrontField,
    Inline,
    Item,
    Linked,
    Mark,
    Origin,
    Paragraph,
    Quoted,
    Reference,
    Section,
    Strong,
    Table,
    Text,
    Value,
    entity,
)
from newsbot.article.labels import ENGLISH, LABELS, MONTHS, SIMPLIFIED
from newsbot.errors import ParseError
from newsbot.news import SourceDate

BULLET = "*   "
FRAME = frozenset({"## Content", "<article>", "</article>"})
"""Lines of which a framed article has at least one, however it was edited; no text of a plain one can be one."""
ABSTRACTS = frozenset(f"## {labels.abstract}" for labels in LABELS.values())
"""Lines of which a chaptered article has one and no other any: chapters of its own are numbered, and nobody else has
any. The line above its outline is bold as a whole, like captions of tables only."""
REFERENCES = "## References"
DEEPEST = 8  # spaces of indentation in front matter; ours needs 4


def parse(markdown: str) -> Document:
    """The article in this text. Raises `ParseError` naming the line that does not fit the form."""
    lines = _Lines(markdown)
    try:
        return _document(lines)
    except ValueError as error:
        raise lines.wrong("a value that does not fit here", back=1) from error


class _Lines:
    """A cursor over the file's lines."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").split("\n")
        self._at = 0
        self.labels = SIMPLIFIED
        self.framed = not FRAME.isdisjoint(self._lines)
        self.chaptered = not self.framed and not ABSTRACTS.isdisjoint(self._lines)
        self.translated = not self.framed and not self.chaptered and any(map(_ORIGIN.match, self._lines))

    @property
    def next(self) -> str | None:
        """The line that comes next, or None at the end."""
        return self._lines[self._at] if self._at < len(self._lines) else None

    def stands_before(self, whole: str | None) -> bool:
        """Whether nothing but blank lines stands between the next line and this one, or the end."""
        following = (line for line in self._lines[self._at + 1 :] if line)
        return next(following, None) == whole

    def starts(self, start: str) -> bool:
        return self.next is not None and self.next.startswith(start)

    def take(self) -> str:
        found = self.next
        if found is None:
            raise self.wrong("more text")
        self._at += 1
        return found

    def expect(self, whole: str) -> None:
        self.skip_blank()
        if self.next != whole:
            raise self.wrong(f"`{whole}`")
        self._at += 1

    def expect_start(self, start: str) -> str:
        """The rest of the next line, which begins with `start`."""
        self.skip_blank()
        if not self.starts(start):
            raise self.wrong(f"`{start}…`")
        return self.take()[len(start) :]

    def replace(self, text: str) -> None:
        """Put `text` in the place of the line that was taken last, to be read again."""
        self._at -= 1
        self._lines[self._at] = text

    def skip_blank(self) -> None:
        while self.next == "":
            self._at += 1

    def wrong(self, expected: str, back: int = 0) -> ParseError:
        at = max(0, min(self._at - back, len(self._lines) - 1))
        found = self._lines[at][:60] if self.next is not None or back else "the end of the text"
        return ParseError(f"article, line {at + 1}: expected {expected}, found `{found}`; restore the article's form")


def _document(lines: _Lines) -> Document:
    lines.expect("---")
    front = _fields(lines, indent=0)
    lines.labels = Document(front=front, heading=(), footer=None).labels
    lines.expect("---")
    if lines.framed:
        return _framed(lines, front)
    if lines.translated:
        return _translated(lines, front)
    return _chaptered(lines, front) if lines.chaptered else _plain(lines, front)


def _framed(lines: _Lines, front: tuple[FrontField, ...]) -> Document:
    """An article laid out as `news`."""
    lines.expect("## Content")
    lines.expect("<article>")
    heading = _inlines(lines.expect_start("## "))
    lines.skip_blank()
    notices = []
    while lines.starts("> "):
        notices.append(_inlines(lines.take()[2:]))
        lines.skip_blank()
    start = f"**TL;DR**{lines.labels.colon}"
    tldr = _inlines(lines.take().removeprefix(start)) if lines.starts(start) else ()
    sections = _sections(lines)
    references = _referred(lines, _reference, end="</article>")
    lines.expect("</article>")
    lines.skip_blank()
    words = lines.next != "## Tags"
    keywords = lines.expect_start("**Keywords**:").removeprefix(" ") if words else ""
    lines.expect("## Tags")
    lines.skip_blank()
    hashtags = lines.take().split(" ") if lines.starts("#") else []
    lines.expect("---")
    footer = _footer(lines)
    label = _label(lines)
    lines.skip_blank()
    if lines.next is not None:
        raise lines.wrong("the end of the text")
    return Document(
        front=front,
        heading=heading,
        notices=tuple(notices),
        tldr=tldr,
        sections=sections,
        references=references,
        keywords=tuple(_unescaped(word) for word in keywords.split(", ") if word),
        hashtags=tuple(_unescaped(tag[1:]) for tag in hashtags),
        footer=footer,
        label=label,
    )


def _plain(lines: _Lines, front: tuple[FrontField, ...]) -> Document:
    """An article with nothing around it: notices and lead as blockquotes, text, sections, label, references."""
    quoted = []
    lines.skip_blank()
    while lines.starts("> "):
        quoted.append(_inlines(lines.take()[2:]))
        lines.skip_blank()
    # A notice (更正, 撤稿) begins in bold; the lead, which stands last, does not.
    led = bool(quoted) and not isinstance(next(iter(_shown(quoted[-1])), None), Strong)
    opening = _blocks(lines)
    sections = _sections(lines)
    label = _label(lines)
    references = _referred(lines, _reference if lines.labels.english else _cited)
    if lines.next is not None:
        raise lines.wrong("the end of the text")
    return Document(
        front=front,
        heading=(),
        notices=tuple(quoted[:-1] if led else quoted),
        tldr=quoted[-1] if led else (),
        sections=(Section(title=(), blocks=opening), *sections) if opening else sections,
        references=references,
        footer=None,
        label=label,
    )


def _chaptered(lines: _Lines, front: tuple[FrontField, ...]) -> Document:
    """A report: notices and 编者按 as blockquotes, 摘要与提纲, chapters and their sections, label, references."""
    notices: list[tuple[Inline, ...]] = []
    tldr: tuple[Inline, ...] = ()
    note = lines.labels.foreword
    lines.skip_blank()
    while lines.starts("> "):
        if lines.starts(f"> {note}"):
            tldr = _inlines(lines.take()[2 + len(note) :])
        else:
            notices.append(_inlines(lines.take()[2:]))
        lines.skip_blank()
    lines.expect(f"## {lines.labels.abstract}")
    abstract = _blocks(lines)
    lines.expect(f"**{lines.labels.outline}**")
    outline = []
    lines.skip_blank()
    while lines.starts(BULLET):
        outline.append(_unescaped(lines.take()[len(BULLET) :]))
    lines.skip_blank()
    sections = []
    while lines.starts("## ") and lines.next != REFERENCES:
        sections.append(Section(title=_inlines(lines.take()[3:]), blocks=_blocks(lines)))
        while lines.starts("### "):
            sections.append(Section(title=_inlines(lines.take()[4:]), blocks=_blocks(lines), level=2))
    label = _label(lines)
    references = _referred(lines, _cited)
    if lines.next is not None:
        raise lines.wrong("the end of the text")
    return Document(
        front=front,
        heading=(),
        notices=tuple(notices),
        tldr=tldr,
        outline=tuple(outline),
        sections=(Section(title=(), blocks=abstract), *sections),
        references=references,
        footer=None,
        label=label,
    )


_ORIGIN = re.compile(
    r"> 本文翻译自(?:(?P<by>(?:\\.|[^\\\[])*)的文章)?\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>https?:[^()\s]*)\)"
    r"(?:（(?P<date>[0-9]{1,4}(?:/[0-9]{1,2}){0,2})）)?。(?:译载许可：(?P<licence>.*)。)?$"
)


def _translated(lines: _Lines, front: tuple[FrontField, ...]) -> Document:
    """A translation: what it is of, notices, the text in the original's order, what is thought of it, references."""
    lines.skip_blank()
    origin = _ORIGIN.match(lines.next or "")
    if origin is None:
        raise lines.wrong("`> 本文翻译自BY的文章[TITLE](URL)。`")
    lines.take()
    lines.skip_blank()
    notices = []
    while lines.starts("> "):
        notices.append(_inlines(lines.take()[2:], lines.translated))
        lines.skip_blank()
    opening = _blocks(lines)
    sections = _sections(lines)
    byline, views = _views(lines)
    label = _label(lines)
    references = _referred(lines, _cited)
    if lines.next is not None:
        raise lines.wrong("the end of the text")
    return Document(
        front=front,
        heading=(),
        notices=tuple(notices),
        sections=(Section(title=(), blocks=opening), *sections) if opening else sections,
        references=references,
        footer=None,
        label=label,
        origin=_origin(origin),
        byline=byline,
        views=views,
    )


def _origin(match: re.Match[str]) -> Origin:
    date = [int(part) for part in (match["date"] or "").split("/") if part]
    return Origin(
        by=_unescaped(match["by"] or ""),
        title=_unescaped(match["title"]),
        url=match["url"],
        date=SourceDate(**dict(zip(("year", "month", "day"), date, strict=False))) if date else None,
        licence=_unescaped(match["licence"] or ""),
    )


def _views(lines: _Lines) -> tuple[str | None, tuple[Block, ...]]:
    """What is thought of the translated text, below a rule, and who thinks so."""
    lines.skip_blank()
    if lines.next != "---":
        return None, ()
    lines.take()
    lines.expect(f"## {VIEWS}")
    lines.skip_blank()
    byline = _label(lines) if _emphasised(lines) else None
    return byline, _blocks(lines)


def _shown(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(each for each in inlines if not isinstance(each, Text) or each.text)


# ---------------------------------------------------------------- front matter


def _fields(lines: _Lines, indent: int) -> tuple[FrontField, ...]:
    """The fields at exactly this indentation."""
    fields: list[FrontField] = []
    while (match := re.match(r"( *)([A-Za-z_]\w*):(?: (.*))?$", lines.next or "")) and len(match[1]) == indent:
        lines.take()
        fields.append(FrontField(key=match[2], value=_value(lines, match[3], indent)))
    return tuple(fields)


def _value(lines: _Lines, text: str | None, indent: int) -> Value:
    if text is None:
        return _nested(lines, indent + 2)
    if text.startswith(('"', "[")):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise lines.wrong('text in "double quotes" with JSON escapes', back=1) from error
        if isinstance(value, str):
            return Quoted(quoted=value)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return FlowList(items=tuple(value))
        raise lines.wrong("a list of quoted strings", back=1)
    return Bare(bare=text)


def _nested(lines: _Lines, indent: int) -> Value:
    if indent > DEEPEST:
        raise lines.wrong("front matter that is less deep")
    dash = " " * indent + "- "
    if not lines.starts(dash):
        return BlockMap(fields=_fields(lines, indent))
    if lines.starts(f'{dash}"'):
        return DashList(items=tuple(_scalars(lines, dash)))
    items = []
    while lines.starts(dash):
        lines.replace(" " * (indent + 2) + lines.expect_start(dash))
        items.append(BlockMap(fields=_fields(lines, indent + 2)))
    return BlockList(items=tuple(items))


def _scalars(lines: _Lines, dash: str) -> Iterator[str]:
    while lines.starts(dash):
        value = _value(lines, lines.expect_start(dash), 0)
        if not isinstance(value, Quoted):
            raise lines.wrong('text in "double quotes"', back=1)
        yield value.quoted


# ---------------------------------------------------------------- body


def _sections(lines: _Lines) -> tuple[Section, ...]:
    sections = []
    lines.skip_blank()
    while (level := _level(lines)) is not None:
        title = _inlines(lines.take().lstrip("#")[1:], lines.translated)
        blocks = _blocks(lines)
        sections.append(Section(title=title, blocks=blocks, link=_link(lines), level=level))
    return tuple(sections)


def _level(lines: _Lines) -> int | None:
    """The level of the title that comes next; None where none does, or one of the file's own parts."""
    if not lines.translated:
        return 1 if lines.starts("### ") else None
    match = re.match("(#{2,4}) ", lines.next or "")
    return len(match[1]) - 1 if match and lines.next != REFERENCES else None


def _link(lines: _Lines) -> str | None:
    """The address of the whole article, where a plain article's section ends with it."""
    match = _LINK.match(lines.next or "") if _at_link(lines) else None
    if match is None:
        return None
    lines.take()
    lines.skip_blank()
    return match[1]


def _blocks(lines: _Lines) -> tuple[Block, ...]:
    """The paragraphs, lists and tables up to the next heading, or to the label right before the references."""
    blocks: list[Block] = []
    lines.skip_blank()
    while lines.next is not None and not _at_end(lines) and not _at_label(lines) and not _at_link(lines):
        if lines.chaptered and lines.next == f"**{lines.labels.outline}**":
            break
        blocks.append(_table(lines) if _at_table(lines) else _block(lines))
        lines.skip_blank()
    return tuple(blocks)


_CAPTION = re.compile(r"\*\*(?P<caption>表[0-9]{1,3}：(?:\\.|[^\\*\[])*)\*\*$")


def _at_table(lines: _Lines) -> bool:
    """Whether a table comes next; what begins with a bar and is none has it escaped."""
    return lines.starts("| ") or (lines.chaptered and _CAPTION.match(lines.next or "") is not None)


def _table(lines: _Lines) -> Table:
    caption = _CAPTION.match(lines.next or "")
    if caption:
        lines.take()
        lines.skip_blank()
    head = _cells(lines)
    if set("".join(lines.next or "")) - set("|-: "):
        raise lines.wrong("the rule under a table's head, `| --- | --- |`")
    lines.take()
    rows = []
    while lines.starts("|"):
        rows.append(_cells(lines))
        if len(rows[-1]) != len(head):
            raise lines.wrong(f"{len(head)} cells, as in the table's head", back=1)
    return Table(caption=_unescaped(caption["caption"]) if caption else None, head=head, rows=tuple(rows))


def _cells(lines: _Lines) -> tuple[tuple[Inline, ...], ...]:
    """The cells of one line, `| … | … |`."""
    if not lines.starts("|") or not (lines.next or "").rstrip(" ").endswith("|"):
        raise lines.wrong("a line of a table, `| … | … |`")
    return tuple(_inlines(cell.strip(" ")) for cell in lines.take().strip(" ")[1:-1].split("|"))


_LINK = re.compile(rf"\[(?:{'|'.join(dict.fromkeys(each.whole for each in LABELS.values()))})\]\(([^()\s]*)\)$")


def _at_link(lines: _Lines) -> bool:
    """Whether the link to a whole article comes next; a bracket of a text of ours is escaped."""
    return not lines.framed and not lines.translated and _LINK.match(lines.next or "") is not None


def _at_end(lines: _Lines) -> bool:
    """Whether a heading comes next, the end of the frame, or a translation's rule."""
    return lines.starts("#") or lines.next == "</article>" or (lines.translated and lines.next == "---")


def _at_label(lines: _Lines) -> bool:
    """Whether a plain article's label comes next: emphasised as a whole, the last line before references or end."""
    before = lines.stands_before(REFERENCES) or lines.stands_before(None)
    return _emphasised(lines) and not lines.framed and before


def _emphasised(lines: _Lines) -> bool:
    """Whether the next line is emphasised as a whole: no text of ours is."""
    return lines.starts("*") and not lines.starts("**") and not lines.starts(BULLET)


def _block(lines: _Lines) -> Paragraph | Bullets:
    intro = () if _bullet(lines) else _inlines(lines.take(), lines.translated)
    ordered = _bullet(lines) not in (BULLET, "")
    items = []
    while (bullet := _bullet(lines)) and ordered == (bullet != BULLET):
        items.append(_item(lines.take()[len(bullet) :], lines.labels.colon, lines.translated))
    if lines.next:
        raise lines.wrong("a blank line: a paragraph or list item is one line")
    return Bullets(intro=intro, items=tuple(items), ordered=ordered) if items else Paragraph(inlines=intro)


_NUMBER = re.compile(r"[0-9]{1,4}\.  ")


def _bullet(lines: _Lines) -> str:
    """What the list item that comes next begins with; empty where none does. Only translations have numbered ones."""
    if lines.starts(BULLET):
        return BULLET
    match = _NUMBER.match(lines.next or "") if lines.translated else None
    return match[0] if match else ""


def _item(text: str, colon: str, linked: bool) -> Item:
    match = re.match(_STRONG + re.escape(colon), text)
    if match and text[match.end() :].strip(" "):
        return Item(lead=_unescaped(match["strong"]), inlines=_inlines(text[match.end() :], linked))
    return Item(inlines=_inlines(text, linked))


_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_STRONG = r"\*\*(?P<strong>(?:\\.|[^\\*\[])+)\*\*"
_INLINE = re.compile(rf"\\.|\[\^(?P<mark>{LABEL})\]|{_STRONG}")
_LINKS = re.compile(
    rf"{_INLINE.pattern}|\[(?P<linked>(?:\\.|[^\\\[\]]){{1,2000}})\]\((?P<to>https?:[^()\s]{{1,2000}})\)"
)
_ESCAPE = re.compile(rf"\\({_PUNCTUATION})|&(#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")


def _inlines(text: str, linked: bool = False) -> tuple[Inline, ...]:
    """The inlines of a line; with `linked` a link is one, else it is text."""
    found: list[Inline] = []
    start = 0
    for match in (_LINKS if linked else _INLINE).finditer(text):
        inline = _marked(match)
        if inline is None:
            continue  # an escape: stays in the text around it
        found += (Text(text=_unescaped(text[start : match.start()])), inline)
        start = match.end()
    found.append(Text(text=_unescaped(text[start:])))
    return tuple(found)


def _marked(match: re.Match[str]) -> Inline | None:
    """What the match of a pattern of inlines is; None for an escape."""
    held = match.groupdict()
    if held["mark"] is not None:
        return Mark(mark=held["mark"])
    if held["strong"] is not None:
        return Strong(strong=_unescaped(held["strong"]))
    if held.get("linked"):
        return Linked(linked=_unescaped(held["linked"]), to=held["to"])
    return None


def _unescaped(text: str) -> str:
    """The text that Markdown shows for this source: backslash escapes and HTML entities resolved."""
    return _ESCAPE.sub(lambda match: match[1] or entity(match[2]) or match[0], text)


# ---------------------------------------------------------------- references

_DATE = r"([0-9]{1,4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?"
_RETRIEVED = re.compile(rf"(?:^| )[检檢]索日期 {_DATE}。$")
_DATED = re.compile(rf"(?:^|(?<=\.) )\({_DATE}\)\.")
_ENGLISH_DATE = rf"(?:({'|'.join(MONTHS)}) (?:([0-9]{{1,2}}), )?)?([0-9]{{1,4}})"
_ENGLISH_RETRIEVED = re.compile(rf"(?:^| )Retrieved {_ENGLISH_DATE}\.$")
_ENGLISH_DATED = re.compile(rf"(?:^|(?<=\.) )\({_ENGLISH_DATE}\)\.")
_NOTED = {written: said for labels in LABELS.values() for said, written in labels.notes.items()}
_NOTE = re.compile(rf"(?:（|(?:^| )\()({'|'.join(_NOTED)})[）)]$")
_QUOTE = re.compile(r'\\.|(?P<quote>")')
_LINKED = re.compile(r'"\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>[^()\s]*)\)"\.(?: |$)')
_UNLINKED = re.compile(r'"(?P<title>(?:\\.|[^\\"])*)"\.(?: |$)')


def _referred(
    lines: _Lines, read: Callable[[_Lines, str, str], Reference], end: str | None = None
) -> tuple[Reference, ...]:
    """The references under their heading; none where the text ends (with `end`) before it, as a withdrawn one does."""
    references: list[Reference] = []
    lines.skip_blank()
    if lines.next == end:
        return ()
    lines.expect(REFERENCES)
    lines.skip_blank()
    while match := re.match(rf"\[\^({LABEL})\]:(?: (.*))?$", lines.next or ""):
        lines.take()
        references.append(read(lines, match[1], match[2] or ""))
        lines.skip_blank()
    return tuple(references)


def _reference(lines: _Lines, label: str, text: str) -> Reference:
    english = lines.labels is ENGLISH
    retrieved = (_ENGLISH_RETRIEVED if english else _RETRIEVED).search(text)
    rest = text[: retrieved.start()] if retrieved else text
    at = next((match.start() for match in _QUOTE.finditer(rest) if match["quote"]), len(rest))
    head, tail = rest[:at].rstrip(" "), rest[at:]
    title = _LINKED.match(tail) or _UNLINKED.match(tail)
    if tail and not title:
        raise lines.wrong('a reference `[^N]: BY. (DATE). "[TITLE](URL)". SITE. 检索日期 DATE。`', back=1)
    dated = (_ENGLISH_DATED if english else _DATED).search(head)
    by = head[: dated.start()] if dated else head
    site = tail[title.end() :] if title else head[dated.end() :].lstrip(" ") if dated else ""
    if title and dated and head[dated.end() :]:
        raise lines.wrong("the title right after the date", back=1)
    site = _unescaped(site).removesuffix(".")
    note = _NOTE.search(site)
    return Reference.model_validate(
        {
            "label": label,
            "by": _unescaped(by).removesuffix("."),
            "date": _date(dated),
            "title": _unescaped(title["title"]) if title else None,
            "url": title.groupdict().get("url") if title else None,
            "site": site[: note.start()] if note else site,
            "retrieved": _date(retrieved),
            "note": _NOTED[note[1]] if note else None,
        }
    )


_SLASHED = r"([0-9]{1,4})(?:/([0-9]{1,2})(?:/([0-9]{1,2}))?)?"
_CITED_RETRIEVED = re.compile(rf"[检檢]索日期{_SLASHED}。$")
_CITED_DATED = re.compile(rf"（{_SLASHED}）。$")
_CITED_TITLE = re.compile(r'\\.|\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>[^()\s]*)\)。|"(?P<bare>(?:\\.|[^\\"])*)"。')


def _cited(lines: _Lines, label: str, text: str) -> Reference:
    """A reference as plain articles have it: `[^N]: BY（DATE）。[TITLE](URL)。SITE。检索日期DATE。`"""
    retrieved = _CITED_RETRIEVED.search(text)
    rest = text[: retrieved.start()] if retrieved else text
    title = next((match for match in _CITED_TITLE.finditer(rest) if not match[0].startswith("\\")), None)
    head = rest[: title.start()] if title else rest
    if not title and rest:
        raise lines.wrong("a reference `[^N]: BY（DATE）。[TITLE](URL)。SITE。检索日期DATE。`", back=1)
    dated = _CITED_DATED.search(head)
    site = _unescaped(rest[title.end() :]).removesuffix("。") if title else ""
    note = _NOTE.search(site)
    named = title["title"] if title and title["title"] is not None else title["bare"] if title else None
    return Reference.model_validate(
        {
            "label": label,
            "by": _unescaped(head[: dated.start()]) if dated else _unescaped(head).removesuffix("。"),
            "date": _date(dated),
            "title": _unescaped(named) if named is not None else None,
            "url": title["url"] if title else None,
            "site": site[: note.start()] if note else site,
            "retrieved": _date(retrieved),
            "note": _NOTED[note[1]] if note else None,
        }
    )


def _date(match: re.Match[str] | None) -> SourceDate | None:
    if match is None:
        return None
    if match.re in (_ENGLISH_DATED, _ENGLISH_RETRIEVED):
        named, day, year = match.groups()
        month = str(MONTHS.index(named) + 1) if named else None
    else:
        year, month, day = match.groups()
    return SourceDate(year=int(year), month=int(month) if month else None, day=int(day) if day else None)


# ---------------------------------------------------------------- the end

_FOOTER = re.compile(
    r"\*This article was automatically generated by (?P<author>.*) on "
    r"(?P<instant>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}, [0-9]{1,2}:[0-9][0-9]:[0-9][0-9] (?:AM|PM))\*$"
)


def _footer(lines: _Lines) -> Footer:
    lines.skip_blank()
    match = _FOOTER.match(lines.next or "")
    if not match:
        raise lines.wrong("`*This article was automatically generated by AUTHOR on M/D/YYYY, h:MM:SS AM*`")
    lines.take()
    local = datetime.strptime(match["instant"], "%m/%d/%Y, %I:%M:%S %p")
    return Footer(author=_unescaped(match["author"]), local=local)


def _label(lines: _Lines) -> str | None:
    lines.skip_blank()
    if not lines.starts("*"):
        return None
    text = lines.take()
    if len(text) < 3 or not text.endswith("*"):
        raise lines.wrong("the label as `*text*`", back=1)
    return _unescaped(text[1:-1])
