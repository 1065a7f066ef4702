"""Sections, paragraphs, lists, quotations and tables, and the label that ends them."""

import re
from typing import NamedTuple

from newsbot.article.document import Block, Bullets, Inline, Item, Paragraph, Quotation, Section, Table
from newsbot.article.labels import LABELS
from newsbot.article.reading.inlines import STRONG, inlines_in, unescaped
from newsbot.article.reading.lines import Lines

BULLET = "*   "
REFERENCES = "## References"


def sections_in(lines: Lines) -> tuple[Section, ...]:
    """The titled sections that come next."""
    sections = []
    lines.skip_blank()
    while (level := _level(lines)) is not None:
        title = inlines_in(lines.take().lstrip("#")[1:], lines.translated)
        blocks = blocks_in(lines)
        sections.append(Section(title=title, blocks=blocks, link=_link(lines), level=level))
    return tuple(sections)


def _level(lines: Lines) -> int | None:
    """The level of the title that comes next; None where none does, or one of the file's own parts."""
    if not lines.translated:
        return 1 if lines.starts("### ") else None
    match = re.match("(#{2,4}) ", lines.next or "")
    return len(match[1]) - 1 if match and lines.next != REFERENCES else None


_LINK = re.compile(rf"\[(?:{'|'.join(dict.fromkeys(each.whole for each in LABELS.values()))})\]\(([^()\s]*)\)$")


def _link(lines: Lines) -> str | None:
    """The address of the whole article, where a plain article's section ends with it."""
    match = _LINK.match(lines.next or "") if _at_link(lines) else None
    if match is None:
        return None
    lines.take()
    lines.skip_blank()
    return match[1]


def _at_link(lines: Lines) -> bool:
    """Whether the link to a whole article comes next; a bracket of a text of ours is escaped."""
    return not lines.framed and not lines.translated and _LINK.match(lines.next or "") is not None


def blocks_in(lines: Lines) -> tuple[Block, ...]:
    """What stands up to the next heading, or to the label right before the references."""
    blocks: list[Block] = []
    lines.skip_blank()
    while lines.next is not None and not _at_end(lines) and not _at_label(lines) and not _at_link(lines):
        if lines.chaptered and lines.next == f"**{lines.labels.outline}**":
            break
        read = _table if _at_table(lines) else _quotation if _at_quotation(lines) else _block
        blocks.append(read(lines))
        lines.skip_blank()
    return tuple(blocks)


_CAPTION = re.compile(r"\*\*(?P<caption>(?:表[0-9]{1,3}：|Table [0-9]{1,3}: )(?:\\.|[^\\*\[])*)\*\*$")


def _at_table(lines: Lines) -> bool:
    """Whether a table comes next; what begins with a bar and is none has it escaped."""
    return lines.starts("| ") or (lines.chaptered and _CAPTION.match(lines.next or "") is not None)


def _table(lines: Lines) -> Table:
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
    return Table(caption=unescaped(caption["caption"]) if caption else None, head=head, rows=tuple(rows))


QUOTED = "> "


def _at_quotation(lines: Lines) -> bool:
    """Whether a quotation comes next: only translations have any, and what begins like one and is none is escaped."""
    return lines.translated and lines.starts(QUOTED)


def _quotation(lines: Lines) -> Quotation:
    paragraphs = [inlines_in(lines.take()[len(QUOTED) :], linked=True)]
    while (lines.next or "").rstrip(" ") == ">":
        lines.take()
        if not lines.starts(QUOTED):
            raise lines.wrong("a paragraph of the quotation, `> …`")
        paragraphs.append(inlines_in(lines.take()[len(QUOTED) :], linked=True))
    if lines.next:
        raise lines.wrong("a blank line: a paragraph of a quotation is one line, `>` alone stands between two")
    return Quotation(paragraphs=tuple(paragraphs))


def _cells(lines: Lines) -> tuple[tuple[Inline, ...], ...]:
    """The cells of one line, `| … | … |`."""
    if not lines.starts("|") or not (lines.next or "").rstrip(" ").endswith("|"):
        raise lines.wrong("a line of a table, `| … | … |`")
    return tuple(inlines_in(cell.strip(" "), lines.translated) for cell in lines.take().strip(" ")[1:-1].split("|"))


def _at_end(lines: Lines) -> bool:
    """Whether a heading comes next, the end of the frame, or a translation's rule."""
    return lines.starts("#") or lines.next == "</article>" or (lines.translated and lines.next == "---")


def _at_label(lines: Lines) -> bool:
    """Whether a plain article's label comes next: emphasised as a whole, the last line before references or end."""
    before = lines.stands_before(REFERENCES) or lines.stands_before(None)
    return emphasised(lines) and not lines.framed and before


def emphasised(lines: Lines) -> bool:
    """Whether the next line is emphasised as a whole: no text of ours is."""
    return lines.starts("*") and not lines.starts("**") and not lines.starts(BULLET)


def _block(lines: Lines) -> Paragraph | Bullets:
    intro = () if _bullet(lines) else inlines_in(lines.take(), lines.translated)
    first = _bullet(lines)
    items = []
    begins = [0]  # where the items of each level begin
    while bullet := _bullet(lines):
        if len(bullet.before) not in begins:
            raise lines.wrong("an item of a list in a list right below the first letter of the item that it belongs to")
        level = begins.index(len(bullet.before)) + 1
        if level == 1 and first and bullet.sign != first.sign:
            break
        begins[level:] = [len(bullet.before) + len(bullet.mark)]
        item = _item(lines.take()[begins[-1] :], lines.labels.colon, lines.translated)
        items.append(item.model_copy(update={"level": level, "ordered": level > 1 and bullet.ordered}))
    if lines.next:
        raise lines.wrong("a blank line: a paragraph or list item is one line")
    if not items or not first:
        return Paragraph(inlines=intro)
    return Bullets(intro=intro, items=tuple(items), ordered=first.ordered)


class _Bullet(NamedTuple):
    """What an item begins with: the white space before its mark, and the mark with the white space behind it."""

    before: str
    mark: str

    @property
    def ordered(self) -> bool:
        return self.mark[0].isdigit()

    @property
    def sign(self) -> str:
        """What the marks of one list share."""
        return self.mark.strip()[-1]


_MARK = re.compile(r"(?P<before> *)(?P<mark>[*+]   |[0-9]{1,4}[.)]  )")


def _bullet(lines: Lines) -> _Bullet | None:
    """What the list item that comes next begins with; None where none does. Only translations have other marks than
    `BULLET`, and lists in lists."""
    if not lines.translated:
        return _Bullet("", BULLET) if lines.starts(BULLET) else None
    match = _MARK.match(lines.next or "")
    return _Bullet(match["before"], match["mark"]) if match else None


def _item(text: str, colon: str, linked: bool) -> Item:
    match = re.match(STRONG + re.escape(colon), text)
    if match and text[match.end() :].strip(" "):
        return Item(lead=unescaped(match["strong"]), inlines=inlines_in(text[match.end() :], linked))
    return Item(inlines=inlines_in(text, linked))


def label_in(lines: Lines) -> str | None:
    """The text of the label, where a line that begins with an asterisk comes next."""
    lines.skip_blank()
    if not lines.starts("*"):
        return None
    text = lines.take()
    if len(text) < 3 or not text.endswith("*"):
        raise lines.wrong("the label as `*text*`", back=1)
    return unescaped(text[1:-1])
