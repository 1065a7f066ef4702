"""Contradictions: two independent sources that give one subject's one measure at one time different values, or one sum
that only the second calls a ceiling.

Precision first: an article will name what is found here, so whatever may be a look-alike (another period, currency,
scope, subject or unit, a rounding, a forecast beside a result) is none. Pure; decides nothing about who is right.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from newsbot.contradictions.amounts import bounds
from newsbot.contradictions.ceilings import ceilings
from newsbot.contradictions.names import Names
from newsbot.contradictions.statements import Statement, statements
from newsbot.figures import figures
from newsbot.figures.figure import folded
from newsbot.news import Contradiction, Passage, Source, SourceDate
from newsbot.witnesses import independent

MOST = 10
"""Contradictions that are handed on; an article names one or two."""

MOST_COMPARED = 400
"""Statements that are compared with each other."""

# Days between two sources that speak of no period: what changes from week to week is then still one state of things.
DAYS = 7
LASTING_DAYS = 60
# Sentences whose figure has no known measure are compared where this much of their words is the same.
SAME_WORDS = 0.75
LEAST_WORDS = 4
# What else stands between subject and figure must agree so far, and what is said behind the figure.
SAME_REST = 0.5
SAME_OBJECT = 0.3


def find(passages: Sequence[Passage], sources: Sequence[Source]) -> tuple[Contradiction, ...]:
    """The contradictions between the passages, by their first passage, ceilings last; each pair of values once."""
    known = {source.id: source for source in sources}
    names = Names(folded(passage.text) for passage in passages)
    read = [
        (known[passage.source], statement)
        for passage in passages
        if passage.source in known
        for statement in statements(passage, known[passage.source].published, names)
    ][:MOST_COMPARED]
    values = {id: _values(passages, id) for id in known}
    found: dict[tuple[str, str, int, int], Contradiction] = {}
    for (source, one), (other_source, other) in combinations(read, 2):
        if not independent(source, other_source) or not _contradict(one, other, source, other_source):
            continue
        if one.figure.value in values[other_source.id] or other.figure.value in values[source.id]:
            continue  # who gives both values means two things by them
        what = one.measure.name if one.measure else ""
        found.setdefault(
            (one.subject, what, source.id, other_source.id),
            Contradiction(
                subject=f"{one.named}的{one.measure.label}" if one.measure else one.named,
                one=one.passage.id,
                other=other.passage.id,
                values=(one.shown, other.shown),
            ),
        )
    return (*found.values(), *ceilings(passages, sources, names))[:MOST]


def _values(passages: Sequence[Passage], source: int) -> frozenset[Fraction]:
    return frozenset(
        figure.value for passage in passages if passage.source == source for figure in figures(passage.text)
    )


def _contradict(one: Statement, other: Statement, source: Source, other_source: Source) -> bool:
    return (
        one.subject == other.subject
        and (one.names <= other.names or other.names <= one.names)
        and one.measure == other.measure
        and one.scopes == other.scopes
        and _alike(one, other)
        and _same_time(one, other, source.published, other_source.published)
        and _differ(one, other)
    )


def _alike(one: Statement, other: Statement) -> bool:
    """Whether the same is counted in the same unit: nothing else stands between subject and figure, or the same."""
    if one.figure.kind != other.figure.kind or not _one_unit(one.figure.unit, other.figure.unit):
        return False
    same_language = one.passage.language == other.passage.language
    if one.measure is None:
        enough = min(len(one.sentence), len(other.sentence)) >= LEAST_WORDS and one.alone and other.alone
        return same_language and enough and _shared(one.sentence, other.sentence) >= SAME_WORDS
    if (one.rest or other.rest) and (not same_language or _shared(one.rest, other.rest) < SAME_REST):
        return False
    if not one.measure.objects or not (one.behind or other.behind):
        return True
    return same_language and _shared(one.behind, other.behind) >= SAME_OBJECT


def _one_unit(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"", "people"} or {one, other} == {"¥", "CNY"}


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common, of all that either has; 1 where neither has any."""
    if not one and not other:
        return 1.0
    return len(one & other) / len(one | other)


def _same_time(one: Statement, other: Statement, published: SourceDate | None, later: SourceDate | None) -> bool:
    if one.periods or other.periods:
        return one.periods == other.periods
    apart = _days(published, later)
    lasting = one.measure is not None and one.measure.lasting
    return apart is not None and apart <= (LASTING_DAYS if lasting else DAYS)


def _days(one: SourceDate | None, other: SourceDate | None) -> int | None:
    if one is None or other is None or None in (one.month, one.day, other.month, other.day):
        return None
    try:
        first, second = (date(each.year, each.month or 1, each.day or 1) for each in (one, other))
    except ValueError:
        return None
    return abs((first - second).days)


def _differ(one: Statement, other: Statement) -> bool:
    low, high = bounds(one.figure, one.other)
    other_low, other_high = bounds(other.figure, other.other)
    return high < other_low or other_high < low
