"""A draft's sentences as paragraphs, lists, quotations and tables, with their marks."""

import re
from collections.abc import Iterable

from newsbot import news
from newsbot.article.document import Block, Bullets, Inline, Item, Mark, Paragraph, Quotation, Table, Text, line
from newsbot.article.dressing import dressed
from newsbot.article.form import Owned
from newsbot.article.labels import SIMPLIFIED, Labels
from newsbot.news import Evidence, Sentence


class Notes:
    """Footnote numbers, given in order of first use; and whose word a sentence is that no source supports."""

    def __init__(self, evidence: Evidence, owned: Iterable[Owned], labels: Labels, *, silent: bool = False) -> None:
        self._evidence = evidence
        self._silent = silent
        self.labels = labels
        self._owned = {(each.text, each.passages): each.editor for each in owned}
        self.numbers: dict[int, int] = {}

    def told(self, sentence: Sentence) -> str:
        """The sentence's text; one that an editor has kept says so before its stop."""
        editor = self._owned.get((sentence.text, sentence.passages))
        if editor is None:
            return sentence.text
        text = line(sentence.text)
        at = _before_stop(text)
        return f"{text[:at]}{self.labels.kept.format(editor=line(editor))}{text[at:]}"

    def marks(self, sentence: Sentence) -> tuple[Mark, ...]:
        """One mark a source, in ascending order; none for a transition."""
        if sentence.kind == "transition" or self._silent:
            return ()
        sources = dict.fromkeys(passage.source for passage in self._evidence.cited(sentence.passages))
        numbers = sorted(self.numbers.setdefault(source, len(self.numbers) + 1) for source in sources)
        return tuple(Mark(mark=str(number)) for number in numbers)


def blocks_of(blocks: tuple[news.Block, ...], notes: Notes) -> tuple[Block, ...]:
    """The blocks as the file has them, without empty ones; a paragraph that ends in a colon leads its list in."""
    built: list[Block] = []
    for block in blocks:
        if isinstance(block, news.Paragraph):
            inlines = _inlines(block.sentences, notes)
            if inlines:
                built.append(Paragraph(inlines=inlines))
            continue
        if isinstance(block, news.Table):
            built.append(_table(block, notes))
            continue
        if isinstance(block, news.Quotation):
            quoted = tuple(filter(None, (_inlines(each.sentences, notes) for each in block.items)))
            built += (Quotation(paragraphs=quoted),) if quoted else ()
            continue
        items = tuple(item for item in (_item(each, notes) for each in block.items) if item is not None)
        if not items:
            continue
        above = built[-1] if built else None
        if isinstance(above, Paragraph) and _leads_in(above):
            built[-1] = Bullets(intro=above.inlines, items=items, ordered=block.ordered)
        else:
            built.append(Bullets(items=items, ordered=block.ordered))
    return tuple(built)


def _table(table: news.Table, notes: Notes) -> Table:
    """Cells with their marks; labels have none."""

    def cell(each: Sentence) -> tuple[Inline, ...]:
        return _told(each, notes, () if each.kind == "label" else notes.marks(each))

    return Table(
        caption=table.caption.text if table.caption else None,
        head=tuple(map(cell, table.head)),
        rows=tuple(tuple(map(cell, row)) for row in table.rows),
    )


def _leads_in(paragraph: Paragraph) -> bool:
    last = next(each for each in reversed(paragraph.inlines) if not isinstance(each, Mark))
    return isinstance(last, Text) and last.text.endswith(("：", ":"))


def _item(item: news.Item, notes: Notes) -> Item | None:
    inlines = _inlines(item.sentences, notes)
    # The template sets a colon after the lead, so a stop of the lead's own goes.
    lead = item.lead.text.strip().rstrip("：:。") if item.lead else None
    return Item(lead=lead, inlines=inlines, level=item.level, ordered=item.ordered) if inlines else None


def _inlines(texts: tuple[Sentence, ...], notes: Notes) -> tuple[Inline, ...]:
    gap = (Text(text=notes.labels.gap),)
    said = (_told(each, notes, notes.marks(each)) for each in texts if line(each.text))
    return tuple(inline for n, each in enumerate(said) for inline in ((*gap, *each) if n else each))


def _told(sentence: Sentence, notes: Notes, marks: tuple[Mark, ...]) -> tuple[Inline, ...]:
    """A sentence with its marks, and with what is bold or a link in it."""
    return tuple(
        shown
        for inline in marked(notes.told(sentence), marks, notes.labels)
        for shown in (dressed(sentence, inline.text) if isinstance(inline, Text) else (inline,))
    )


def marked(text: str, marks: tuple[Mark, ...], labels: Labels = SIMPLIFIED) -> tuple[Inline, ...]:
    """The sentence with its marks: a space, then the marks, before the final stop.

    After `。”` the marks follow the closing quotation mark, with no second stop. In English they follow whatever the
    sentence ends in, as English sets them.
    """
    sentence = line(text)
    if not marks:
        return (Text(text=sentence),)
    if labels.english:
        return (Text(text=sentence), *marks)
    at = _before_stop(sentence)
    return (Text(text=f"{sentence[:at]} "), *marks, Text(text=sentence[at:]))


_AFTER_QUOTE = re.compile(r"[。？！?!…][”’」』]+$")
_STOP = re.compile(r"[。？！?!：；:;]+$|(?<![.A-Z])\.$")


def _before_stop(sentence: str) -> int:
    """Where the final stop begins; the end where there is none, or a closing quotation mark follows it."""
    stop = None if _AFTER_QUOTE.search(sentence) else _STOP.search(sentence)
    return stop.start() if stop else len(sentence)


def joined(texts: tuple[Sentence, ...], labels: Labels) -> str:
    """The sentences as running text, without marks."""
    return labels.gap.join(line(sentence.text) for sentence in texts)
