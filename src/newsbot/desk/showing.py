"""A draft as its page shows it: plain values from the review and its evidence. Pure.

Every sentence has a mark with a shape of its own, and the words it rests on as segments of its passages.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from newsbot import article, figures, proofreading, review
from newsbot.checks.names import says_names
from newsbot.editing import Opened
from newsbot.glossary import Glossary
from newsbot.news import (
    Block,
    Bullets,
    Decision,
    Draft,
    Evidence,
    Finding,
    Judged,
    Paragraph,
    Passage,
    Quotation,
    Sentence,
    Table,
)

Mark = Literal[
    "quoted",
    "supported",
    "partly",
    "contradicted",
    "unsupported",
    "not-judged",
    "not-a-claim",
    "confirmed",
    "kept",
]
SHAPES: dict[Mark, str] = {
    "quoted": "”",
    "supported": "✓",
    "partly": "◐",
    "contradicted": "✗",
    "unsupported": "△",
    "not-judged": "?",
    "not-a-claim": "·",
    "confirmed": "☑",
    "kept": "✎",
}
"""A shape for each way a sentence can stand: nobody has to tell two of them by colour."""

_APART: dict[str, frozenset[str]] = {
    "figures": frozenset({"figure", "percent", "money", "binding", "qualifier"}),
    "dates": frozenset({"date", "stale"}),
    "names": frozenset({"name", "name-spelling", "name-unknown", "name-form", "name-original", "speaker"}),
}
_DATES = ("date", "time")
_NOTES = {"headline": "only-headline", "excerpt": "only-excerpt", "paywalled": "only-excerpt"}


class Segment(NamedTuple):
    """A piece of a passage, and whether the sentence rests on it."""

    text: str
    marked: bool


class Shown(NamedTuple):
    """A passage beside a sentence: its id, number in the file, source, day, and text in segments.

    `note` names the word for how much of the source was seen, empty for all of it. `original` is the stored text where
    it was converted from Traditional Chinese, else empty.
    """

    id: str
    number: str
    outlet: str
    title: str
    url: str
    day: str
    note: str
    segments: tuple[Segment, ...]
    original: str


class Note(NamedTuple):
    """A footnote mark: its number, and the source, day and passages that stand behind it, in a few lines.

    `passage` is the first of them. `access` names the word for how much of the source was seen, empty for all of it.
    """

    number: str
    text: str
    passage: str
    access: str


class Line(NamedTuple):
    """A sentence of the draft as the page shows it.

    `id` names it in the page, `notes` are its footnote marks, `part` is what it is the first of (empty where it is
    not), `of` what a table's cell is of, `signed` what of the original it tells in English; `apart` says of figures,
    dates and names in it whether a rule is against them (`ok`, `warning`, `error`), only for those it has.
    """

    place: str
    id: str
    text: str
    mark: Mark
    shape: str
    open: bool
    notes: tuple[Note, ...]
    apart: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    decision: Decision | None
    passages: tuple[Shown, ...]
    by: str
    cuttable: bool
    part: str
    of: str
    signed: str


class Part(NamedTuple):
    """A stretch of the article: what it is, and its lines; of a list or quotation `items`, each its lines; of a table
    `rows`, its head first, None where a cell holds nothing. `marks` are the level of each item of a list, and what
    stands before it."""

    kind: Literal["title", "heading", "tldr", "chapter", "section", "paragraph", "list", "quotation", "table"]
    lines: tuple[Line, ...]
    items: tuple[tuple[Line, ...], ...] = ()
    rows: tuple[tuple[Line | None, ...], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()


def parts(on: Opened, names: Glossary) -> tuple[Part, ...]:
    """The draft from title to conclusion, in reading order."""
    lines = {line.place: line for line in _lines(on, names)}
    draft = on.review.verdict.draft
    found = [
        Part("title", (lines["title"],)),
        *(Part("heading", (lines[each],)) for each in ("heading",) if each in lines),
        *(Part("tldr", tuple(lines[f"tldr/{n}"] for n in range(len(draft.tldr)))) for _ in draft.tldr[:1]),
    ]
    found += _blocks("introduction", draft.introduction, lines)
    for n, section in enumerate(draft.sections):
        chapter = section.level == 1 and any(each.level == 2 for each in draft.sections)
        found.append(Part("chapter" if chapter else "section", (lines[f"sections/{n}/title"],)))
        found += _blocks(f"sections/{n}", section.blocks, lines)
    found += _blocks("conclusion", draft.conclusion, lines)
    return tuple(found)


def placed(shown: Sequence[Part]) -> Iterator[Line]:
    """The lines of these parts, in reading order."""
    for part in shown:
        yield from part.lines
        for held in (*part.items, *part.rows):
            yield from (line for line in held if line is not None)


def keywords(on: Opened, names: Glossary) -> tuple[Line, ...]:
    """The keywords, each as a line."""
    return tuple(_lines(on, names, of_keywords=True))


def _blocks(place: str, blocks: Sequence[Block], lines: dict[str, Line]) -> Iterator[Part]:
    for b, block in enumerate(blocks):
        at = f"{place}/{b}"
        if isinstance(block, Paragraph):
            yield Part("paragraph", tuple(lines[f"{at}/{n}"] for n in range(len(block.sentences))))
            continue
        if isinstance(block, Table):
            rows = enumerate((block.head, *block.rows))
            caption = (lines[f"{at}/caption"],) if block.caption is not None else ()
            told = tuple(tuple(lines.get(f"{at}/{r}/{c}/cell") for c in range(len(row))) for r, row in rows)
            yield Part("table", caption, rows=told)
            continue
        items = []
        for i, item in enumerate(block.items):
            own = [lines[f"{at}/{i}/lead"]] if item.lead is not None else []
            items.append((*own, *(lines[f"{at}/{i}/{n}"] for n in range(len(item.sentences)))))
        if isinstance(block, Quotation):
            yield Part("quotation", (), tuple(items))
        else:
            yield Part("list", (), tuple(items), marks=tuple(_marks(block)))


def _marks(bullets: Bullets) -> Iterator[tuple[int, str]]:
    """The level of each item and its number, or a dot."""
    ordered = (each.ordered or (each.level == 1 and bullets.ordered) for each in bullets.items)
    levels = [each.level for each in bullets.items]
    for level, number in zip(levels, article.itemised(zip(levels, ordered, strict=True)), strict=True):
        yield level, f"{number}." if number else "•"


def _lines(on: Opened, names: Glossary, *, of_keywords: bool = False) -> Iterator[Line]:
    verdict = on.review.verdict
    stands = {each.place: each for each in verdict.sentences}
    open_ = {each.place for each in review.open_sentences(on.review)}
    for place, sentence in verdict.draft.placed():
        if place.startswith("keywords/") is of_keywords:
            yield _line(on, place, sentence, stands[place], names, is_open=place in open_)


def _line(on: Opened, place: str, sentence: Sentence, stands: Judged, names: Glossary, *, is_open: bool) -> Line:
    findings = tuple(finding for finding in on.review.verdict.findings if finding.place == place)
    word = review.decision(on.review, sentence)
    mark = _mark(stands, word)
    spans = _spans(stands, word)
    shown = tuple(
        _shown(each, spans, on.evidence, on.article.notes.get(each.source))
        for each in on.evidence.cited(sentence.passages)
    )
    return Line(
        place=place,
        id="s-" + place.replace("/", "-"),
        text=sentence.text,
        mark=mark,
        shape=SHAPES[mark],
        open=is_open,
        notes=tuple(_notes(shown)),
        apart=tuple(_apart(place, sentence, findings, names)),
        findings=findings,
        decision=word,
        passages=shown,
        by=stands.by,
        cuttable=place not in ("title", "heading"),
        part=_part(place),
        of=sentence.of_what,
        signed=sentence.signed,
    )


def spans(on: Opened, place: str) -> tuple[str, ...]:
    """The words of its passages that the sentence at this place rests on; none where there is no such sentence."""
    sentence = dict(on.review.verdict.draft.placed()).get(place)
    stands = next((each for each in on.review.verdict.sentences if each.place == place), None)
    if sentence is None or stands is None:
        return ()
    return _spans(stands, review.decision(on.review, sentence))


def named(on: Opened, place: str) -> tuple[str, ...]:
    """The ids of the passages that the sentence at this place names; none where there is no such sentence."""
    sentence = dict(on.review.verdict.draft.placed()).get(place)
    return sentence.passages if sentence is not None else ()


def references(lines: Iterable[Line]) -> Sequence[Shown]:
    """What the article's list of references will hold: one passage of each numbered source, in their order."""
    numbered = {each.number: each for line in lines for each in line.passages if each.number}
    return sorted(numbered.values(), key=lambda each: int(each.number))


def _spans(stands: Judged, word: Decision | None) -> tuple[str, ...]:
    return (*stands.spans, word.span) if word is not None and word.span else stands.spans


def _notes(passages: Sequence[Shown]) -> Iterator[Note]:
    """The footnote marks of a sentence in the order of their numbers."""
    for number in sorted({each.number for each in passages if each.number}, key=int):
        behind = [each for each in passages if each.number == number]
        head = " · ".join(filter(None, (behind[0].outlet, behind[0].day)))
        said = [f"“{''.join(piece.text for piece in each.segments)}”" for each in behind]
        yield Note(number, "\n".join((head, *said)), behind[0].id, behind[0].note)


def _part(place: str) -> str:
    """The part that can be worded anew as a whole where this sentence stands first in it; else empty."""
    first = {"title": "title", "heading": "heading", "tldr/0": "tldr", "introduction/0/0": "introduction"}
    if place.startswith("sections/") and place.endswith("/title") and place.count("/") == 2:
        return place.removesuffix("/title")
    return first.get(place, "")


def _mark(stands: Judged, word: Decision | None) -> Mark:
    if word is not None:
        return "confirmed" if word.choice == "confirm" else "kept"
    if stands.support == "not judged":
        return "not-judged"
    return "not-a-claim" if stands.support == "not a claim" else stands.support


def _apart(place: str, sentence: Sentence, findings: Sequence[Finding], names: Glossary) -> Iterator[tuple[str, str]]:
    """What is said of figures, dates and names, each for itself; no rule looks at names that rest on nothing."""
    kinds = {figure.kind for figure in figures.figures(sentence.text)}
    are_looked_at = bool(sentence.passages) and not place.startswith("keywords/")
    there = {
        "figures": any(kind not in _DATES for kind in kinds),
        "dates": any(kind in _DATES for kind in kinds),
        "names": are_looked_at and says_names(sentence.text, names),
    }
    for what, rules in _APART.items():
        against = {finding.severity for finding in findings if finding.rule in rules}
        if against or there[what]:
            yield what, "error" if "error" in against else "warning" if against else "ok"


def _shown(passage: Passage, spans: Sequence[str], evidence: Evidence, number: int | None) -> Shown:
    source = evidence.source(passage.source)
    return Shown(
        id=passage.id,
        number=str(number or ""),
        outlet=source.publisher or source.url,
        title=source.title,
        url=source.url,
        day=str(source.published or ""),
        note=_NOTES.get(source.access, ""),
        segments=segments(passage, spans),
        original=passage.original,
    )


def segments(passage: Passage, spans: Sequence[str]) -> tuple[Segment, ...]:
    """The passage cut at the words that are rested on."""
    marked = [False] * len(passage.text)
    for span in spans:
        where = proofreading.located(span, (passage,))
        if where is None:
            continue
        at = passage.text.find(where.text)
        for n in range(at, at + len(where.text)) if at >= 0 else ():
            marked[n] = True
    cut: list[Segment] = []
    start = 0
    for n in range(1, len(marked) + 1):
        if n == len(marked) or marked[n] != marked[start]:
            cut.append(Segment(passage.text[start:n], marked[start]))
            start = n
    return tuple(cut)


def outline(draft: Draft) -> str:
    """The draft's text a sentence a line, to compare two states of it."""
    return "\n".join(sentence.text for _, sentence in draft.placed())
