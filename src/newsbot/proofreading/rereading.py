"""An article file read as the draft it now is, beside the draft it was rendered from.

A sentence that nobody touched is the draft's own, with the passages it named. An edited one gets what its own marks
lead to: mark, reference, source, that source's passages.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from newsbot import article, chinese
from newsbot.article import document as files
from newsbot.news import (
    BESIDE_PROSE,
    BLANK_CELL,
    EMPTY_CELL,
    NEWS,
    NOTHING,
    Block,
    Bullets,
    Byline,
    Draft,
    Evidence,
    Finding,
    Item,
    Link,
    Paragraph,
    Quotation,
    Section,
    Sentence,
    Table,
)
from newsbot.proofreading.front import byline_findings, front_findings
from newsbot.proofreading.outside import outside, title_of, told

MOST_CELLS = 100  # of a row, of which some may be empty
EMPTY = Evidence(story="", headline="", sources=(), passages=())


class Reread(NamedTuple):
    """A file as a draft: its marks by place, the places that were edited, the notices above, what is wrong outside."""

    draft: Draft
    marks: dict[str, tuple[str, ...]]
    edited: frozenset[str]
    notices: tuple[tuple[str, Sentence], ...]
    findings: tuple[Finding, ...]


def reread(
    document: files.Document,
    markdown: str,
    written: Draft | None = None,
    evidence: Evidence = EMPTY,
    categories: tuple[str, ...] = (),
    byline: Byline | None = None,
) -> Reread:
    """The file's text as a draft over the evidence; `written` is the draft it was rendered from, where that is kept.

    `categories` are those of the house; without any the file's are not looked at. `byline` is who has put their name
    over the opinions.
    """
    reader = _Reader(document, written, evidence, categories, byline)
    return reader.read(markdown)


def story_of(document: files.Document) -> str:
    """The id of the story that the file says it belongs to, empty where it says nothing."""
    front = {field.key: field.value for field in document.front}
    for key, name in (("provenance", "story"), ("AIGC", "ProduceID")):
        value = front.get(key)
        for field in value.fields if isinstance(value, files.BlockMap) else ():
            if field.key == name and isinstance(field.value, files.Quoted) and field.value.quoted:
                return field.value.quoted
    return ""


def kind_of(document: files.Document) -> str:
    """The kind that the file says it is; `news` where it says nothing, and of an excerpt."""
    said = next((field.value for field in document.front if field.key == "kind"), None)
    name = said.quoted if isinstance(said, files.Quoted) else ""
    return NEWS.name if name in ("", "extract") else name


def _keywords(document: files.Document) -> tuple[str, ...]:
    """The keywords; those of a plain article are its tags."""
    if document.framed:
        return document.keywords
    tags = next((field.value for field in document.front if field.key == "tags"), None)
    return tuple(map(files.line, tags.items)) if isinstance(tags, files.DashList | files.FlowList) else ()


class _Reader:
    """One file, read part by part."""

    def __init__(
        self,
        document: files.Document,
        written: Draft | None,
        evidence: Evidence,
        categories: tuple[str, ...],
        byline: Byline | None,
    ) -> None:
        self._document = document
        self._categories = categories
        self._byline = byline
        self._writer = written
        self._evidence = evidence
        self._language = document.language
        self._known: dict[str, list[tuple[str, Sentence]]] = {}
        self._signed: dict[str, list[tuple[str, Sentence]]] = {}  # by the draft's characters, where the file's differ
        self._at = dict(written.placed()) if written else {}
        seen = article.shown(written, evidence, self._language).placed() if written else ()
        for (place, sentence), (_, each) in zip(self._at.items(), seen, strict=True):
            self._known.setdefault(_shown(place, each.text), []).append((place, sentence))
            self._signed.setdefault(_shown(place, sentence.text), []).append((place, sentence))
        # Titles, leads and keywords never stand in running text, but a sentence may begin with their words.
        prose = (text for text, known in self._known.items() if any(_in_prose(place) for place, _ in known))
        self._longest = sorted(prose, key=len, reverse=True)
        self._sources = self._sources_by_label()
        self._opinionated = written is not None and any(each.kind == "opinion" for _, each in written.placed())
        self._written = dict(written.placed()) if written else {}
        self._translated = document.origin is not None
        self._marks: dict[str, tuple[str, ...]] = {}
        self._edited: set[str] = set()

    def read(self, markdown: str) -> Reread:
        document = self._document
        front = {field.key: field.value for field in document.front}
        title = front.get("title")
        sections = list(document.sections)
        labels = document.labels
        first = labels.introduction if document.framed else ""
        introduction = sections.pop(0) if sections and title_of(sections[0]) == first else None
        closed = not self._translated and bool(sections) and title_of(sections[-1]) == labels.conclusion
        conclusion = sections.pop().blocks if closed else document.views
        body = tuple(
            Section(
                title=self._unmarked(f"sections/{n}/title", self._bare(title_of(section))),
                blocks=self._blocks(f"sections/{n}", section.blocks),
                link=section.link or "",
                level=section.level,
            )
            for n, section in enumerate(sections)
        )
        draft = Draft(
            kind=self._writer.kind if self._writer else kind_of(document),
            language="en" if self._language == "en" else "zh-Hans",
            writer=self._writer.writer if self._writer else "whole",
            model=self._writer.model if self._writer else "",
            title=self._unmarked("title", title.quoted if isinstance(title, files.Quoted) else ""),
            heading=self._unmarked("heading", files.plain(document.heading)) if document.framed else None,
            tldr=self._sentences("tldr", document.tldr),
            introduction=self._blocks("introduction", introduction.blocks) if introduction else (),
            sections=body,
            conclusion=self._blocks("conclusion", conclusion),
            keywords=tuple(self._unmarked(f"keywords/{n}", word) for n, word in enumerate(_keywords(document))),
        )
        notices = [
            (f"notices/{n}", self._sentence(f"notices/{n}", *_flat(notice), marked=True))
            for n, notice in enumerate(document.notices)
        ]
        findings = [*outside(document, markdown, sections, self._writer, self._evidence, self._sources)]
        seen = article.shown(draft, self._evidence, self._language)
        checked = article.shown(self._writer, self._evidence, self._language) if self._writer else None
        findings += front_findings(document, seen, checked, self._categories, told)
        findings += byline_findings(document, draft, self._byline, told)
        return Reread(draft, self._marks, frozenset(self._edited), tuple(notices), tuple(findings))

    # ------------------------------------------------------------ parts

    def _bare(self, title: str) -> str:
        """A chapter's or section's title without its number."""
        document = self._document
        return (
            article.unnumbered(title, document.labels)
            if document.chaptered
            else title.removeprefix(article.step(title))
        )

    def _blocks(self, place: str, blocks: Sequence[files.Block]) -> tuple[Block, ...]:
        read: list[Block] = []
        for block in blocks:
            if isinstance(block, files.Table):
                read.append(self._table(f"{place}/{len(read)}", block))
                continue
            if isinstance(block, files.Quotation):
                at = f"{place}/{len(read)}"
                quoted = (self._sentences(f"{at}/{n}", each) for n, each in enumerate(block.paragraphs))
                read.append(Quotation(items=tuple(Item(lead=None, sentences=each) for each in quoted)))
                continue
            intro = block.inlines if isinstance(block, files.Paragraph) else block.intro
            if intro and (sentences := self._sentences(f"{place}/{len(read)}", intro)):
                read.append(Paragraph(sentences=sentences))
            if isinstance(block, files.Bullets):
                at = f"{place}/{len(read)}"
                items = tuple(self._item(f"{at}/{n}", item) for n, item in enumerate(block.items))
                read.append(Bullets(items=items, ordered=block.ordered))
        return tuple(read)

    def _item(self, place: str, item: files.Item) -> Item:
        lead = None if item.lead is None else self._unmarked(f"{place}/lead", item.lead)
        sentences = self._sentences(place, item.inlines)
        return Item(lead=lead, sentences=sentences, level=item.level, ordered=item.ordered)

    def _table(self, place: str, table: files.Table) -> Table:
        """The table, each cell with its marks; `of` is known before its cells are, so that they are told apart."""
        if self._translated:
            return self._rendered_table(place, table)
        caption = article.uncounted(table.caption or "")
        bare = Table(
            caption=self._unmarked(f"{place}/caption", caption) if caption else None,
            head=tuple(self._unmarked(f"{place}/0/{c}/cell", _cell(each)) for c, each in enumerate(table.head)),
            rows=tuple(tuple(Sentence(text=self._own("", _cell(cell))) for cell in row) for row in table.rows),
        )
        rows = [
            tuple(
                self._cell(f"{place}/{r}/{c}/cell", cell, _flat(shown)[1])
                for c, (cell, shown) in enumerate(zip(row, inlines, strict=True))
            )
            for r, (row, inlines) in enumerate(zip(bare.rows, table.rows, strict=True), 1)
        ]
        return Table(caption=bare.caption, head=bare.head, rows=tuple(rows)).labelled()

    def _rendered_table(self, place: str, table: files.Table) -> Table:
        head, *rows = (
            tuple(self._rendered_cell(f"{place}/{r}/{c}/cell", cell) for c, cell in enumerate(row))
            for r, row in enumerate((table.head, *table.rows))
        )
        return Table(rendered=True, caption=None, head=head, rows=tuple(rows))

    def _rendered_cell(self, place: str, inlines: tuple[files.Inline, ...]) -> Sentence:
        text, _ = _flat(inlines)
        if text in ("", NOTHING):
            return EMPTY_CELL if text else BLANK_CELL
        sentence = self._unmarked(place, text)
        return sentence.model_copy(update=self._dress(inlines, sentence.text)) if place in self._edited else sentence

    def _cell(self, place: str, cell: Sentence, marks: list[tuple[int, str]]) -> Sentence:
        if cell.text == NOTHING:
            return cell
        if not cell.of:
            return self._unmarked(place, cell.text)
        return self._sentence(place, cell.text, tuple(label for _, label in marks), marked=True, of=cell.of)

    def _sentences(self, place: str, inlines: tuple[files.Inline, ...]) -> tuple[Sentence, ...]:
        """The sentences of one line, those of the written draft whole, each with the marks that stand in it."""
        text, marks = _flat(inlines)
        marked = not place.startswith("tldr") and not self._rendered(place)
        read: list[Sentence] = []
        for start, end in self._cut(text):
            own = tuple(label for at, label in marks if start < at <= end or (at == start == 0))
            sentence = self._sentence(f"{place}/{len(read)}", text[start:end], own, marked=marked)
            if self._translated and f"{place}/{len(read)}" in self._edited:
                sentence = sentence.model_copy(update=self._dress(inlines, sentence.text))
            read.append(sentence)
        return tuple(read)

    def _rendered(self, place: str) -> bool:
        """Whether a sentence renders one of an original: it carries no marks, since the whole names its source."""
        return self._translated and not place.startswith(("conclusion", "keywords"))

    def _cut(self, text: str) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            known = next((each for each in self._longest if each and text.startswith(each, at)), "")
            end = at + len(known) or at
            if not known:
                _, length = next(chinese.sentences(text[at:]), (0, len(text) - at))
                end = at + max(1, length)
            yield at, end
            at = end

    def _unmarked(self, place: str, text: str) -> Sentence:
        return self._sentence(place, text, (), marked=False)

    def _sentence(self, place: str, text: str, marks: Iterable[object], *, marked: bool, of: str = "") -> Sentence:
        """The sentence as it was written where nothing of it was edited, else with the passages its marks lead to.

        A cell (`of`) is only ever one of the same row and column.
        """
        labels = tuple(str(mark[1]) if isinstance(mark, tuple) else str(mark) for mark in marks)
        if marked:
            self._marks[place] = labels
        cited = {source for label in labels if (source := self._sources.get(label)) is not None}
        own = self._own(place, text)
        found = self._known.get(_shown(place, text)) or self._signed.get(_shown(place, own), [])
        same = sorted(found, key=lambda known: known[0] != place)
        for _, known in same:
            if known.of == of and (not marked or cited == self._sources_of(known)):
                return known
        signed = self._at[place].signed if place in self._at else ""
        if self._writer is not None:
            self._edited.add(place)
        if self._rendered(place):
            return Sentence(text=own, passages=self._rendering(place))
        if not marked:
            ids = () if place.startswith("keywords/") else self._all_cited()
            return Sentence(text=own, passages=ids, of=of, signed=signed)
        ids = tuple(passage.id for passage in self._evidence.passages if passage.source in cited)
        if not labels and self._opinionated:  # the check decides whether it is one
            return Sentence(text=own, kind="opinion", of=of, signed=signed)
        return Sentence(text=own, passages=ids, of=of, signed=signed)

    def _own(self, place: str, text: str) -> str:
        """The text in the characters of the draft, where the file's are others."""
        if self._language != "zh-Hant":
            return text
        known = self._known.get(_shown(place, text))
        return known[0][1].text if known else article.signed(text, self._evidence, self._language)

    def _dress(self, inlines: tuple[files.Inline, ...], text: str) -> dict[str, object]:
        """What of an edited sentence, which reads as this text, is bold, and what leads somewhere."""
        strong = (self._own("", each.strong) for each in inlines if isinstance(each, files.Strong))
        links = (Link(text=self._own("", e.linked), url=e.to) for e in inlines if isinstance(e, files.Linked))
        return {
            "strong": tuple(each for each in strong if each in text),
            "links": tuple(each for each in links if each.text in text),
        }

    def _rendering(self, place: str) -> tuple[str, ...]:
        """The paragraph that an edited sentence renders: that of the sentence, block or row that stood there."""
        at = place.rpartition("/")[0]
        if place.endswith("/cell"):
            row = at.rpartition("/")[0]
            beside = (self._written.get(f"{row}/{c}/cell") for c in range(MOST_CELLS))
            stood = self._written.get(place) or next(filter(None, beside), None)
            return stood.passages if stood else ()
        stood = self._written.get(place) or self._written.get(f"{at}/0") or self._written.get(f"{at}/lead")
        return stood.passages if stood else ()

    # ------------------------------------------------------------ what marks lead to

    def _sources_by_label(self) -> dict[str, int]:
        by_address = {files.web_address(source.url): source.id for source in self._evidence.sources if source.url}
        by_title = {files.line(source.title): source.id for source in self._evidence.sources if not source.url}
        found: dict[str, int] = {}
        for reference in self._document.references:
            source = by_address.get(reference.url) if reference.url else by_title.get(reference.title or "")
            if source is not None:
                found.setdefault(reference.label, source)
        return found

    def _sources_of(self, sentence: Sentence) -> set[int]:
        if sentence.kind == "transition":
            return set()
        return {passage.source for passage in self._evidence.cited(sentence.passages)}

    def _all_cited(self) -> tuple[str, ...]:
        """Every passage of the sources that the file refers to: a title or TL;DR carries no marks of its own."""
        sources = set(self._sources.values())
        return tuple(passage.id for passage in self._evidence.passages if passage.source in sources)


def _flat(inlines: tuple[files.Inline, ...]) -> tuple[str, list[tuple[int, str]]]:
    """The line's text without marks and the space before them, and after which character each mark stands."""
    text = ""
    marks: list[tuple[int, str]] = []
    for inline in inlines:
        if isinstance(inline, files.Mark):
            text = text[:-1] if text.endswith(" ") else text
            marks.append((len(text), inline.mark))
        else:
            text += article.disowned(inline.text) if isinstance(inline, files.Text) else files.shown(inline)
    return text, marks


def _cell(inlines: tuple[files.Inline, ...]) -> str:
    """A cell's text without marks; one in which nothing stands holds `NOTHING`."""
    return _flat(inlines)[0] or NOTHING


def _shown(place: str, text: str) -> str:
    """The sentence's text as the file shows it at such a place."""
    text = files.line(text)
    return text.rstrip("：:。") if place.endswith("/lead") else text


def _in_prose(place: str) -> bool:
    return not (place in ("title", "heading") or place.endswith(BESIDE_PROSE) or place.startswith("keywords/"))
