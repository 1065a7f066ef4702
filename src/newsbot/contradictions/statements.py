"""What a passage states in figures: of whom, of what, for which time, within which bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsbot import chinese
from newsbot.contradictions.names import ATTRIBUTION, PRONOUN, Name, Names
from newsbot.contradictions.vocabulary import (
    CHANGE,
    FIRST_OF_TWO,
    MEASURES,
    NEUTRAL_HAN,
    NEUTRAL_LATIN,
    RESPECTIVELY,
    SCOPES,
    SPREADING,
    UNITS,
    VAGUE,
    Measure,
)
from newsbot.figures import Figure, figures
from newsbot.figures.figure import folded
from newsbot.figures.relative import resolved
from newsbot.news import Passage, SourceDate
from newsbot.terms import terms

MOST = 40
"""Statements that are read from one passage; a passage is a few sentences."""

MAX_TEXT = 2_000
"""Characters of a passage that are read: no natural one is longer, and the work grows with the square of a clause."""

MOST_AMOUNTS = 6
"""Amounts of one clause: what has more is a row of a table or a list, and which belongs to what is not said."""

_BREAK = re.compile(r"[，；;：]|,(?!\d{3})(?=\s)|—|--")
_RANGE = re.compile(r"\s?(?:到|至|-|~|to|and)\s?")
_AS_OF = re.compile(r"(?:截至|截止到?|直到|到|\b(?i:as of|by|until|through))\s?$")
# What may stand between a number and what it counts.
_ADJECTIVES = re.compile(
    rf"[\s\-]?(?:(?i:active|paying|paid|monthly|weekly|daily|full-time|permanent|construction|new|existing|of its|"
    rf"people|employees?|total)[\s\-]){{0,3}}|[{chinese.HAN}]{{0,4}}"
)
_REACH = 30
_REACH_LATIN = 45


@dataclass(frozen=True)
class Statement:
    """One figure bound to its subject: `subject` is the name's one form, `named` how it stands there.

    `other` is the end of a range that the figure begins. `rest` is what else stands between subject and
    figure, `behind` what follows the figure, `sentence` all other words of its clause, `alone` whether that has no
    other amount.
    """

    passage: Passage
    shown: str
    subject: str
    named: str
    names: frozenset[str]
    measure: Measure | None
    periods: frozenset[str]
    scopes: frozenset[str]
    figure: Figure
    other: Figure | None
    rest: frozenset[str]
    behind: frozenset[str]
    sentence: frozenset[str]
    alone: bool


@dataclass(frozen=True)
class _Clause:
    start: int
    text: str
    names: list[Name]
    places: list[Name]
    said: bool


def statements(passage: Passage, published: SourceDate | None, names: Names) -> list[Statement]:
    """The statements of a passage whose source has that date, in their order."""
    text = folded(passage.text[:MAX_TEXT])
    read = figures(passage.text[:MAX_TEXT])
    found: list[Statement] = []
    subject_before: Name | None = None
    for start, end in chinese.sentences(text):
        clauses = [_clause(at, text[at:to], names) for at, to in _cut(text, start, end)]
        if not RESPECTIVELY.search(text[start:end]):
            for number in range(len(clauses)):
                found += _of_clause(passage, published, clauses, number, read, subject_before)
        first = next((clause.names[0] for clause in clauses if clause.names), None)
        subject_before = first or subject_before
    return found[:MOST]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _clause(start: int, text: str, names: Names) -> _Clause:
    shift = len(text) - len(text.lstrip())
    text = text.strip().rstrip('。.!?！？”"')
    found, places = names.of(text)
    return _Clause(start + shift, text, found, places, ATTRIBUTION.search(text) is not None)


def _of_clause(
    passage: Passage,
    published: SourceDate | None,
    clauses: list[_Clause],
    number: int,
    read: tuple[Figure, ...],
    subject_before: Name | None,
) -> Iterator[Statement]:
    clause = clauses[number]
    here = [
        replace(figure, start=figure.start - clause.start, end=figure.end - clause.start)
        for figure in read
        if clause.start <= figure.start and figure.end <= clause.start + len(clause.text)
    ]
    amounts = [figure for figure in here if _amount(figure, clause)]
    if len(amounts) > MOST_AMOUNTS:
        return
    for at, figure in enumerate(amounts):
        other = amounts[at + 1] if at + 1 < len(amounts) else None
        if at and _ranged(clause.text, amounts[at - 1], figure):
            continue
        ranged = other if other is not None and _ranged(clause.text, figure, other) else None
        before = clause.text[: figure.start]
        if FIRST_OF_TWO.search(before[-12:]) or figure.unit in ("ordinal", "score", "months", "seconds", "times"):
            continue
        measure = _measure(clause, figure, [each for each in amounts if each not in (figure, ranged)])
        if CHANGE.search(before[-14:]) and (measure is None or measure.name not in ("growth", "fall")):
            continue
        subject = _subject(clauses, number, figure, subject_before)
        if subject is None:
            continue
        begin = subject.end if subject in clause.names and subject.end <= figure.start else 0
        last = ranged or figure
        yield Statement(
            passage=passage,
            shown=clause.text[figure.start : last.end],
            subject=subject.key,
            named=subject.text,
            names=frozenset(name.key for name in clause.names),
            measure=measure,
            periods=_periods(clauses, number, read, published),
            scopes=_scopes(clauses, number),
            figure=figure,
            other=ranged,
            rest=_rest(clause, begin, figure.start, measure, here),
            behind=_rest(clause, last.end, len(clause.text), measure, here),
            sentence=_words(clause.text[: figure.start] + " " + clause.text[last.end :]),
            alone=len(amounts) == (1 if ranged is None else 2),
        )


def _amount(figure: Figure, clause: _Clause) -> bool:
    """Whether the figure measures something: no date, no part of a name, no bare year."""
    if figure.weak or figure.kind in ("date", "time") or re.fullmatch(r"(?:19|20)\d\d", figure.text):
        return False
    return not any(name.start <= figure.start < name.end for name in clause.names)


def _ranged(text: str, one: Figure, two: Figure) -> bool:
    return one.unit == two.unit and _RANGE.fullmatch(text, one.end, two.start) is not None and one.value < two.value


# ---------------------------------------------------------------- of what


def _measure(clause: _Clause, figure: Figure, others: list[Figure]) -> Measure | None:
    """The measure whose word stands nearest to the figure with no other figure between."""
    reach = _REACH_LATIN if chinese.language(clause.text) == "en" else _REACH
    best: tuple[bool, int, Measure] | None = None
    kind = "money" if figure.kind == "money" else figure.kind if figure.kind == "percent" else figure.unit or "number"
    for measure in MEASURES:
        if kind not in measure.kinds:
            continue
        for match in measure.words.finditer(clause.text):
            start, end = match.span()
            if start < figure.end and figure.start < end and measure.name not in UNITS.values():
                continue
            distance = figure.start - end if end <= figure.start else max(0, start - figure.end) + 1
            between = (min(end, figure.end), max(start, figure.start))
            if distance > reach or any(between[0] <= each.start < between[1] for each in others):
                continue
            if measure.counted and not _counts(clause.text, figure, start):
                continue
            here = (measure.name in VAGUE, distance, measure)
            best = here if best is None or here[:2] < best[:2] else best
    if best is not None:
        return best[2]
    name = UNITS.get(figure.unit)
    return next((measure for measure in MEASURES if measure.name == name), None)


def _counts(text: str, figure: Figure, start: int) -> bool:
    """Whether the noun that begins at `start` is what the figure counts: it follows (1.9万名志愿者), or it
    precedes and nothing else follows (员工9.8万人)."""
    if start >= figure.end:
        return _ADJECTIVES.fullmatch(text[figure.end : start]) is not None
    return not re.match(rf"[{chinese.HAN}]|\s?[a-z]", NEUTRAL_HAN.sub("", text[figure.end : figure.end + 6]))


# ---------------------------------------------------------------- of whom


def _subject(clauses: list[_Clause], number: int, figure: Figure, subject_before: Name | None) -> Name | None:
    """Whom the figure is of: the name nearest before it, else the one it is said to be for, else the first name of an
    earlier clause; that of an earlier sentence only for a pronoun."""
    clause = clauses[number]
    before = [name for name in clause.names if name.end <= figure.start]
    if before:
        return before[-1]
    behind = [name for name in clause.names if name.start >= figure.end]
    if behind and re.search(r"\b(?i:for|of|at|by)\s(?:the\s)?$", clause.text[: behind[0].start]):
        return behind[0]
    for earlier in reversed(clauses[:number]):
        if earlier.names and (not earlier.said or PRONOUN.search(clause.text)):
            return earlier.names[0]
    return subject_before if PRONOUN.search(clauses[0].text) else None


# ---------------------------------------------------------------- when, within what


def _periods(
    clauses: list[_Clause], number: int, read: tuple[Figure, ...], published: SourceDate | None
) -> frozenset[str]:
    """The stretches of time that the clause, else the one before it, speaks of: `2025`, `2025Q1`, `as of 2026-11-17`.

    The day on which something was said or done is none.
    """
    for clause in (clauses[number], *reversed(clauses[:number])):
        found = set(_stated(clause, read, published))
        found |= {f"{day.year}" for day in resolved(clause.text, published) if day.month is None}
        found |= {f"{day.year}-{day.month}" for day in resolved(clause.text, published) if day.month and not day.day}
        lasts = re.search(
            r"(?:未来|接下来)?[一二两三四五六七八九十\d]{1,3}(?:个月|年|周)(?:内|之内|间|里)|"
            r"\b(?i:over|within|in|for) (?:the )?(?:next |coming |past |last )?[a-z0-9\-]{1,8} (?:year|month|week)s?",
            clause.text,
        )
        if lasts:
            found.add("lasting" + "".join(str(each.value) for each in figures(lasts.group()) if each.unit == "months"))
        for word in re.findall(r"[上本下]个?季度?|\b(?i:last|this|next) quarter|年底|(?i:year-end)", clause.text):
            found.add(word)
        if found:
            return frozenset(found)
    return frozenset()


def _stated(clause: _Clause, read: tuple[Figure, ...], published: SourceDate | None) -> Iterator[str]:
    for figure in read:
        day = figure.day
        if day is None or not clause.start <= figure.start < clause.start + len(clause.text):
            continue
        until = _AS_OF.search(clause.text[max(0, figure.start - clause.start - 12) : figure.start - clause.start])
        year = day.year or (published.year if published else "?")
        if day.part or day.day is None:
            month = f"-{day.month}" if day.month else ""
            yield f"{'to ' if until else ''}{year}{month}{day.part}"
        elif until:
            yield f"to {year}-{day.month}-{day.day}"
    dated = [figure.end - clause.start for figure in read if figure.kind == "date"]
    for match in re.finditer(r"\b(?i:in|by|for|of|during)\s((?:19|20)\d\d)\b(?!-)", clause.text):
        if match.end() in dated:
            continue
        yield f"{'to ' if match.group().lower().startswith('by') else ''}{match[1]}"


def _scopes(clauses: list[_Clause], number: int) -> frozenset[str]:
    """What narrows the figure: words of its clause, places, a plan or a guess that an earlier clause speaks of, and
    an earlier amount that any clause of the sentence does."""
    clause = clauses[number]
    before = " ".join(each.text for each in clauses[:number])
    whole = " ".join(each.text for each in clauses)
    found = {
        name
        for name, pattern in SCOPES
        if pattern.search(clause.text)
        or (name in SPREADING and pattern.search(before))
        or (name == "earlier" and pattern.search(whole))
    }
    named = [name.start for name in clause.names]
    found |= {f"in {place.key}" for place in clause.places if not any(0 <= at - place.end <= 2 for at in named)}
    return frozenset(found)


def _rest(clause: _Clause, start: int, end: int, measure: Measure | None, here: list[Figure]) -> frozenset[str]:
    """The words of a piece of the clause but names, dates, figures, its measure and words that say nothing."""
    pieces = []
    taken = sorted(
        [(name.start, name.end) for name in (*clause.names, *clause.places)] + [(each.start, each.end) for each in here]
    )
    at = start
    for first, last in taken:
        if first >= end:
            break
        if last > at:
            pieces.append(clause.text[at : max(at, first)])
            at = max(at, last)
    pieces.append(clause.text[at:end])
    text = " ".join(pieces)
    if measure is not None:
        text = measure.words.sub(" ", text)
    for _, pattern in SCOPES:
        text = pattern.sub(" ", text)
    return _words(NEUTRAL_HAN.sub(" ", text))


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word for word in terms(text) if word not in NEUTRAL_LATIN and not word[0].isdigit() and word != "万"
    )
