"""The rule that the chapters of a report agree: what one says of something in figures, no other says otherwise.

Each chapter, 编者按, 摘要 and 结论 are held against each other as independent sources are; and what is said in the same
words but for its figures, such as one cell of two tables, cannot be two things.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from newsbot import contradictions
from newsbot.checks.claim import Claim
from newsbot.chinese import simplified
from newsbot.figures import figures
from newsbot.news import Draft, Evidence, Finding, Passage, Sentence, Severity, Source, SourceDate

LEAST = 6
"""Characters beside its figures below which a sentence is too short to be the same as another."""

_DAY = SourceDate(year=2000, month=1, day=1)  # all of one article is said on one day
_AT = datetime(2000, 1, 1, tzinfo=UTC)
_SIGNS = re.compile(r"[\W_]+")


def agreement(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Findings `agreement`, always on the later sentence: errors, which only an editor can decide.

    A warning where the two rest on sources that are known to contradict each other: both are told, but apart.
    """
    parts = list(_parts(draft))
    placed = {place: (part, sentence) for part, place, sentence in parts}
    order = {place: n for n, place in enumerate(placed)}
    found: dict[str, str] = {}
    for one, other in (*_in_same_words(parts), *_between(parts)):
        first, later = sorted((one, other), key=order.__getitem__)
        if placed[first][0] != placed[later][0]:
            found.setdefault(later, first)
    return [_finding(place, placed[place][1], first, placed[first][1], evidence) for place, first in found.items()]


def _parts(draft: Draft) -> Iterator[tuple[int, str, Sentence]]:
    """Every sentence and cell with its place and the number of its part: 0 编者按, 1 摘要, then chapters, last 结论."""
    number = 1
    numbers = [number := number + (section.level == 1) for section in draft.sections]
    for place, sentence in draft.placed():
        part = place.split("/")[0]
        if sentence.kind == "label" or place.endswith("/title"):
            continue
        if part == "sections":
            yield numbers[int(place.split("/")[1])], place, sentence
        elif part in ("tldr", "introduction", "conclusion"):
            yield {"tldr": 0, "introduction": 1}.get(part, number + 1), place, sentence


def _in_same_words(parts: list[tuple[int, str, Sentence]]) -> Iterator[tuple[str, str]]:
    """Pairs of places that say the same in the same words, but for a figure: each with the first that says so."""
    said: dict[str, tuple[str, frozenset[object]]] = {}
    for _, place, sentence in parts:
        text = simplified(sentence.reading)
        read = figures(text)
        bare, at = "", 0
        for figure in sorted(read, key=lambda each: each.start):
            bare += text[at : max(at, figure.start)]
            at = max(at, figure.end)
        words = _SIGNS.sub("", bare + text[at:])
        if not read or len(words) < LEAST:
            continue
        values = frozenset((each.kind, each.value, each.unit, each.day) for each in read)
        other, theirs = said.setdefault(words, (place, values))
        if values != theirs:
            yield other, place


def _between(parts: list[tuple[int, str, Sentence]]) -> Iterator[tuple[str, str]]:
    """Pairs of places that contradict each other as two sources would."""
    sources = [
        Source(id=n, url="", title="", publisher=f"部分{n}", published=_DAY, retrieved=_AT, sha256=str(n))
        for n in sorted({part for part, _, _ in parts})
    ]
    passages = [
        Passage(id=place, source=part, start=0, end=len(each.reading), text=each.reading, language="zh")
        for part, place, each in parts
    ]
    for each in contradictions.find(passages, sources):
        yield each.one, each.other


def _finding(place: str, sentence: Sentence, first: str, other: Sentence, evidence: Evidence) -> Finding:
    pair = {*sentence.passages, *other.passages}
    told = any({each.one, each.other} <= pair for each in evidence.contradictions)
    severity: Severity = "warning" if told else "error"
    advice = (
        f"与{first}说法不一（“{other.reading[:60]}”）：来源确实不一，请把两种说法写在一处。"
        if told
        else f"与{first}说法不一（“{other.reading[:60]}”），请核对两处的来源，改正其中一处，或写明两种说法。"
    )
    return Claim(place, sentence, ()).finding("agreement", severity, sentence.reading, advice, other.reading)
