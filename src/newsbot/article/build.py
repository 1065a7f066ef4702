"""A judged draft and its evidence as a Document: footnotes, references, dates and front matter are computed here.

The model wrote sentences that name passages; everything else in the file comes from the
fetch records, the settings and the clock that was passed in.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsbot import news
from newsbot.article.document import (
    PARTS,
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
    Mark,
    Origin,
    Paragraph,
    Quoted,
    Reference,
    Section,
    Table,
    Text,
    Value,
    line,
    web_address,
)
from newsbot.article.dressing import dressed
from newsbot.article.labels import LABELS, Labels
from newsbot.article.render import render
from newsbot.chinese import sentences
from newsbot.news import NEWS, Evidence, Kind, Noun, Sentence, Source, SourceDate, Story, Verdict

LONGEST_SUMMARY = 150  # twice that in English, which needs as many letters
READING_SPEED = 200  # code points a minute: what the form's first sample was computed with
MOST_TAGS = 6
MOST_KEYWORDS = 10
MOST_MAIN_TOPICS = 3
LONGEST_FIELD = 300  # characters of a source's title or author; pages may claim any length
VIEWS_BY = "以下看法由人工智能撰写，不是原文的内容。"
"""The byline of what is thought of a translated text."""
MACHINE_MADE = "1"  # GB 45438-2025, Label: 1 generated, 2 possibly, 3 suspected
NOTES = {"headline": "仅见标题", "excerpt": "仅见摘要", "paywalled": "仅见摘要"}


class Owned(Noun):
    """A sentence that stands on an editor's word alone: its text and passages, whose word, and for what reason."""

    text: str
    passages: tuple[str, ...]
    editor: str
    reason: str


class Form(Noun):
    """What the newsroom chose, and when: plain settings and the two instants of this file.

    `generated` and `synced` are aware instants; `zone` decides calendar dates and the footer.
    `score` is 0-100. `draft` is false only in a published file. `owned` are sentences that an editor has kept, `byline`
    the editor who has taken the opinions upon themselves, empty where a machine's name stands over them, `licence` by
    whose leave a translation is published.
    """

    author: str
    categories: tuple[str, ...]
    zone: ZoneInfo
    label_explicit: bool = True
    label_implicit: bool = True
    label_text: str = "本文由人工智能生成，尚未审核。"
    producer: str = "newsbot"
    generated: datetime
    synced: datetime
    score: int = 0
    kind: Kind = NEWS
    draft: bool = True
    owned: tuple[Owned, ...] = ()
    byline: str = ""
    licence: str = ""


class Built(Noun):
    """The article's document and which footnote number each source id got."""

    document: Document
    notes: dict[int, int]


def build(verdict: Verdict, evidence: Evidence, story: Story, form: Form) -> Built:
    """The article of this verdict. Its counts are still 0: `finish` fills them, from the text itself."""
    draft, framed, labels = verdict.draft, form.kind.layout == "framed", LABELS[story.language]
    chaptered, faithful = form.kind.layout == "chaptered", form.kind.faithful
    notes = _Notes(evidence, form.owned, labels)
    # A translation names its one source above: its sentences need no marks.
    body = _Notes(evidence, form.owned, labels, silent=True) if faithful else notes
    titles = numbered(draft.sections) if chaptered else stepped(draft.sections, form.kind)
    told = list(zip(titles, draft.sections, strict=True))
    ending = _blocks(draft.conclusion, notes) if faithful else ()
    sections = (
        Section(title=(Text(text=labels.introduction),) if framed else (), blocks=_blocks(draft.introduction, body)),
        *(
            Section(
                title=dressed(each.title, title),
                blocks=_blocks(each.blocks, body),
                link=each.link or None,
                level=2 if faithful and each.level == 1 and title.strip() in PARTS else each.level,
            )
            for title, each in told
        ),
        Section(
            title=() if faithful else (Text(text=labels.conclusion),),
            blocks=() if faithful else _blocks(draft.conclusion, notes),
        ),
    )
    if chaptered:
        sections = _captioned(sections)
    tags = _distinct(draft.tags)[:MOST_TAGS]
    local = form.generated.astimezone(form.zone).replace(tzinfo=None, microsecond=0)
    document = Document(
        front=_front(verdict, evidence, story, form, tags),
        heading=(Text(text=draft.heading.text),) if draft.heading else (),
        tldr=(Text(text=_joined(draft.tldr, labels)),),
        outline=outlined((each.level, title) for title, each in told) if chaptered else (),
        sections=tuple(each for each in sections if each.blocks or ((chaptered or faithful) and each.title)),
        references=tuple(
            _reference(evidence.source(source), number, form.zone) for source, number in notes.numbers.items()
        ),
        keywords=_keywords(draft) if framed else (),
        hashtags=_distinct("".join(tag.split()) for tag in tags) if framed else (),
        footer=Footer(author=form.author, local=local) if framed else None,
        label=_label(form, labels),
        origin=_origin(evidence.sources[0], form) if faithful else None,
        byline=VIEWS_BY if ending else None,
        views=ending,
    )
    return Built(document=document, notes=notes.numbers)


def finish(document: Document, template: str, name: str = NEWS.template) -> str:
    """The file's text, with `word_count` and `reading_time` counted from that text.

    `word_count` is the number of code points from `<article>` to the end of the keywords line, or of `</article>`
    where there are none; in a kind without either from the end of the front matter to `## References`, or to the end.
    Raises `SettingsError` when the template cannot be used.
    """
    text = render(document, template, name=name)
    if not any(field.key == "word_count" for field in document.front):
        return text
    count = _framed_count(text) if document.framed else _bare_count(text)
    numbers = {"word_count": count, "reading_time": math.ceil(count / READING_SPEED)}
    there = {field.key for field in document.front}
    counted = document.with_front(**{key: Bare(bare=str(n)) for key, n in numbers.items() if key in there})
    return render(counted, template, name=name)


def _framed_count(text: str) -> int:
    start = text.find("\n<article>\n") + 1  # a scalar holds no line end, so this is the tag itself
    last = max(text.rfind("\n**Keywords**:"), text.rfind("\n</article>\n")) + 1
    return text.find("\n", last) - start


def _bare_count(text: str) -> int:
    start = text.find("\n---\n", 4) + 5
    end = text.rfind("\n## References\n")
    return (end if end >= 0 else len(text)) - start


# ---------------------------------------------------------------- chapters

AFTER_STEP = "\u3000"
"""What stands between a step's number and its title: an ideographic space, which no title begins with."""
_DIGITS = "〇一二三四五六七八九"


def numbered(sections: Iterable[news.Section]) -> tuple[str, ...]:
    """The titles of a chaptered article's sections: 一、… for its chapters, （一）… for the sections of each."""
    titles: list[str] = []
    chapter = within = 0
    for each in sections:
        chapter, within = (chapter, within + 1) if each.level == 2 else (chapter + 1, 0)
        titles.append(f"（{counted(within)}）{each.title.text}" if within else f"{counted(chapter)}、{each.title.text}")
    return tuple(titles)


def stepped(sections: Iterable[news.Section], kind: Kind) -> tuple[str, ...]:
    """The titles of an article's sections, in a kind whose sections are steps with 01, 02, … before them."""
    titles = [each.title.text for each in sections]
    return (
        tuple(f"{n:02d}{AFTER_STEP}{title}" for n, title in enumerate(titles, 1))
        if kind.parts.numbered
        else tuple(titles)
    )


def counted(number: int) -> str:
    """1 to 99 in Chinese, as chapters are counted: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def outlined(titles: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The outline of sections by level and numbered title, a line a chapter: `一、甲：（一）乙；（二）丙`."""
    lines: list[list[str]] = []
    for level, title in titles:
        if level == 1 or not lines:
            lines.append([title])
        else:
            lines[-1].append(title)
    return tuple("：".join(filter(None, (first, "；".join(rest)))) for first, *rest in lines)


def _captioned(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections with their tables numbered: 表1：…"""
    numbers = itertools.count(1)

    def captioned(block: Block) -> Block:
        if not isinstance(block, Table) or not block.caption:
            return block
        return block.model_copy(update={"caption": f"表{next(numbers)}：{block.caption}"})

    return tuple(each.model_copy(update={"blocks": tuple(map(captioned, each.blocks))}) for each in sections)


# ---------------------------------------------------------------- body and marks


class _Notes:
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
        stop = None if _AFTER_QUOTE.search(text) else _STOP.search(text)
        at = stop.start() if stop else len(text)
        return f"{text[:at]}{self.labels.kept.format(editor=line(editor))}{text[at:]}"

    def marks(self, sentence: Sentence) -> tuple[Mark, ...]:
        """One mark a source, in ascending order; none for a transition."""
        if sentence.kind == "transition" or self._silent:
            return ()
        sources = dict.fromkeys(passage.source for passage in self._evidence.cited(sentence.passages))
        numbers = sorted(self.numbers.setdefault(source, len(self.numbers) + 1) for source in sources)
        return tuple(Mark(mark=str(number)) for number in numbers)


def _blocks(blocks: tuple[news.Block, ...], notes: _Notes) -> tuple[Block, ...]:
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
        items = tuple(item for item in (_item(each, notes) for each in block.items) if item is not None)
        if not items:
            continue
        above = built[-1] if built else None
        if isinstance(above, Paragraph) and _leads_in(above):
            built[-1] = Bullets(intro=above.inlines, items=items, ordered=block.ordered)
        else:
            built.append(Bullets(items=items, ordered=block.ordered))
    return tuple(built)


def _table(table: news.Table, notes: _Notes) -> Table:
    """Cells with their marks; labels have none."""

    def cell(each: Sentence) -> tuple[Inline, ...]:
        return marked(notes.told(each), () if each.kind == "label" else notes.marks(each))

    return Table(
        caption=table.caption.text if table.caption else None,
        head=tuple(map(cell, table.head)),
        rows=tuple(tuple(map(cell, row)) for row in table.rows),
    )


def _leads_in(paragraph: Paragraph) -> bool:
    last = paragraph.inlines[-1]
    return isinstance(last, Text) and last.text.endswith(("：", ":"))


def _item(item: news.Item, notes: _Notes) -> Item | None:
    inlines = _inlines(item.sentences, notes)
    # The template sets a colon after the lead, so a stop of the lead's own goes.
    lead = item.lead.text.strip().rstrip("：:。") if item.lead else None
    return Item(lead=lead, inlines=inlines) if inlines else None


def _inlines(texts: tuple[Sentence, ...], notes: _Notes) -> tuple[Inline, ...]:
    gap = (Text(text=notes.labels.gap),)
    said = (
        tuple(
            shown
            for inline in marked(notes.told(each), notes.marks(each))
            for shown in (dressed(each, inline.text) if isinstance(inline, Text) else (inline,))
        )
        for each in texts
        if line(each.text)
    )
    return tuple(inline for n, each in enumerate(said) for inline in ((*gap, *each) if n else each))


def _origin(source: Source, form: Form) -> Origin:
    """What a translation says of its original."""
    return Origin(
        by=_cut(_original_author(source)),
        title=_cut(source.title) or source.url,
        url=source.url,
        date=source.published,
        licence=form.licence,
    )


def _original_author(source: Source) -> str:
    """Who wrote a page, else who published it, else where it stands."""
    return source.author or source.publisher or (urlsplit(source.url).hostname or "").removeprefix("www.")


_AFTER_QUOTE = re.compile(r"[。？！?!…][”’」』]+$")
_STOP = re.compile(r"[。？！?!：；:;]+$|(?<![.A-Z])\.$")


def marked(text: str, marks: tuple[Mark, ...]) -> tuple[Inline, ...]:
    """The sentence with its marks: a space, then the marks, before the final stop.

    After `。”` the marks follow the closing quotation mark, with no second stop.
    """
    sentence = line(text)
    if not marks:
        return (Text(text=sentence),)
    stop = None if _AFTER_QUOTE.search(sentence) else _STOP.search(sentence)
    at = stop.start() if stop else len(sentence)
    return (Text(text=f"{sentence[:at]} "), *marks, Text(text=sentence[at:]))


# ---------------------------------------------------------------- references


def _reference(source: Source, number: int, zone: ZoneInfo) -> Reference:
    host = (urlsplit(source.url).hostname or "").removeprefix("www.") if web_address(source.url) else ""
    outlet = source.publisher or host
    day = source.retrieved.astimezone(zone).date()
    return Reference(
        label=str(number),
        by=_cut(source.origin or source.author or outlet),  # the wire that wrote it; the outlet stands as the site
        date=source.published,
        title=_cut(source.title) or source.url,  # a link needs a text
        url=source.url,
        site=_cut(outlet),
        retrieved=SourceDate(year=day.year, month=day.month, day=day.day),
        note=NOTES.get(source.access),
    )


def _cut(text: str, longest: int = LONGEST_FIELD) -> str:
    whole = line(text)
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


# ---------------------------------------------------------------- front matter


def _front(
    verdict: Verdict, evidence: Evidence, story: Story, form: Form, tags: tuple[str, ...]
) -> tuple[FrontField, ...]:
    draft, framed, labels = verdict.draft, form.kind.layout == "framed", LABELS[story.language]
    title = line(draft.title.text)
    local = form.generated.astimezone(form.zone).isoformat(timespec="seconds")
    known: dict[str, Value] = {
        "title": Quoted(quoted=title),
        "date": Bare(bare=_instant(form.generated) if framed else local),
        "draft": Bare(bare=str(form.draft).lower()),
        "tags": FlowList(items=tags) if framed else _listed(_keywords(draft)),
        "categories": FlowList(items=form.categories),
        "author": Quoted(quoted=_byline(evidence, form, labels)),
        "summary": Quoted(quoted=_summary(draft, title, labels)),
        "cover": _map(image="", alt=title),
        "source_url": Quoted(quoted=_began(story, evidence)),
        "word_count": Bare(bare="0"),
        "reading_time": Bare(bare="0"),
        "ai_score": Bare(bare=str(form.score)),
        "sync_time": Quoted(quoted=_instant(form.synced)),
        "featured_image": Quoted(quoted=""),
        "main_topics": _listed(tags[:MOST_MAIN_TOPICS]),
        "licence": Quoted(quoted=line(form.licence)),
    }
    values = {key: known[key] for key in form.kind.front}
    excerpted = draft.writer == "extract" and form.kind.name == NEWS.name
    values["kind"] = Quoted(quoted="extract" if excerpted else form.kind.name)
    if evidence.edition is not None:
        values["language"] = Quoted(quoted=story.language)
        values["edition_of"] = Quoted(quoted=evidence.edition.name)
    values["provenance"] = _provenance(verdict, evidence, story)
    if evidence.former is not None:
        values["follows"] = Quoted(quoted=evidence.former.name)
    if form.owned:
        values["kept"] = BlockList(
            items=tuple(_map(sentence=each.text, editor=each.editor, reason=each.reason) for each in form.owned)
        )
    if form.label_implicit:
        values["AIGC"] = _map(
            Label=MACHINE_MADE,
            ContentProducer=form.producer,
            ProduceID=story.id,
            ReservedCode1="",
            ContentPropagator="",
            PropagateID="",
            ReservedCode2="",
        )
    return tuple(FrontField(key=key, value=value) for key, value in values.items())


def _label(form: Form, labels: Labels) -> str | None:
    """The label of machine-made text; a column's says too which of its sentences are opinions."""
    if not form.label_explicit:
        return None
    column = form.kind.opinion and form.kind.parts.numbered
    return (labels.draft or form.label_text) + (labels.views if column else "")


def _byline(evidence: Evidence, form: Form, labels: Labels) -> str:
    """Who wrote it: of a kind with opinions the editor whose they are, else a machine that says it is one.

    A translation has two: the author of the original, whose opinion the views are not, and the machine.
    """
    if form.kind.faithful:
        original = _cut(_original_author(evidence.sources[0]))
        return f"{original}（原作者）；{line(form.author)}译评{labels.machine}"
    if not form.kind.opinion:
        return line(form.author)
    return line(form.byline) or line(form.author) + labels.machine


def _keywords(draft: news.Draft) -> tuple[str, ...]:
    return _distinct(keyword.text for keyword in draft.keywords)[:MOST_KEYWORDS]


def _listed(items: tuple[str, ...]) -> DashList | FlowList:
    """A list, one item a line; an empty one has no lines to stand on."""
    return DashList(items=items) if items else FlowList(items=())


def _began(story: Story, evidence: Evidence) -> str:
    """The address of the entry that started the story; of one that a person started, the first source that has one."""
    started = web_address(story.url)
    return started or next((url for source in evidence.sources if (url := web_address(source.url))), "")


def _provenance(verdict: Verdict, evidence: Evidence, story: Story) -> BlockMap:
    """How the article came about, and how its sentences stood when it was written."""
    draft = verdict.draft
    named = {id for _, sentence in draft.placed() for id in sentence.passages}
    values: dict[str, Value] = {
        "story": Quoted(quoted=story.id),
        "writer": Quoted(quoted=draft.writer),
        "model": Quoted(quoted=draft.model),
    }
    if draft.prompts:
        values["prompts"] = BlockList(items=tuple(_map(name=use.name, sha256=use.sha256) for use in draft.prompts))
    else:
        values["prompts"] = FlowList(items=())
    values["verdict"] = Quoted(quoted=verdict.outcome)
    values["reasons"] = Bare(bare=str(len(verdict.reasons)))
    stood = Counter(each.support.replace(" ", "_") for each in verdict.sentences)
    if stood:
        values["sentences"] = _counts(stood)
    values["findings"] = _counts(
        {severity: sum(each.severity == severity for each in verdict.findings) for severity in ("error", "warning")}
    )
    values["evidence"] = FlowList(items=tuple(passage.id for passage in evidence.passages if passage.id in named))
    return BlockMap(fields=tuple(FrontField(key=key, value=value) for key, value in values.items()))


def _counts(counts: Mapping[str, int]) -> BlockMap:
    return BlockMap(fields=tuple(FrontField(key=key, value=Bare(bare=str(n))) for key, n in counts.items()))


def _map(**scalars: str) -> BlockMap:
    return BlockMap(fields=tuple(FrontField(key=key, value=Quoted(quoted=text)) for key, text in scalars.items()))


def _instant(moment: datetime) -> str:
    """ISO-8601 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _summary(draft: news.Draft, title: str, labels: Labels) -> str:
    """The TL;DR cut to whole sentences; where it only repeats the title, what the body says first."""
    body = (sentence.text for _, sentence in draft.body())
    heading = line(draft.heading.text) if draft.heading else ""
    for text in (_joined(draft.tldr, labels), heading, *body):
        summary = _within(line(text), LONGEST_SUMMARY * (2 if labels.english else 1))
        if summary and summary != title:
            return summary
    return ""


def _within(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    ends = [end for _, end in sentences(text[: longest + 1]) if end <= longest]
    # The piece that was cut off ends a "sentence" too: only an end with a stop counts.
    whole = [end for end in ends if re.search(r"[。？！?!.…][”’」』）)]*$", text[:end])]
    return text[: whole[-1]] if whole else text[: longest - 1] + "…"


def _joined(texts: tuple[Sentence, ...], labels: Labels) -> str:
    return labels.gap.join(line(sentence.text) for sentence in texts)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(line, texts) if text))
