"""The rule that every figure of a sentence stands in a passage the sentence names.

Figures are compared by value, across scripts, languages and units. Rounding passes only where
the sentence marks it. A date may lean on the cited source's own date for what the passage
leaves out; a year, month or day that neither has is a finding.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from newsbot.checks.ceilings import ceiling_rule
from newsbot.checks.claim import Claim
from newsbot.checks.itemised import COUNTERS, itemised
from newsbot.checks.qualifiers import added_qualifier
from newsbot.figures import multiples
from newsbot.figures.figure import READ_TEXTS, Day, Figure, Hedge, folded
from newsbot.figures.hedging import LASTING
from newsbot.figures.numerals import said
from newsbot.figures.reading import figures
from newsbot.figures.relative import completed, resolved, states, weekday, weekdays
from newsbot.figures.things import apart
from newsbot.figures.units import MONEY, NAMED, YEN_OR_YUAN
from newsbot.news import Finding, SourceDate

ROUNDING = Fraction(5, 100)
"""How far a figure marked 约, 近, 逾 or 多 may be from the source's: the house's own measure, wide enough
for 约3000 on 2,931 and too narrow for 约3000 on 2,500."""

MOST = 60
"""Different figures a sentence may have. No sentence a reader can follow comes near; it bounds the comparing."""

_RULES = {"number": "figure", "percent": "percent", "money": "money", "date": "date", "time": "date"}
_FIRST = re.compile("(?:[前头首]|最初的?|开头的?|起初的?)$")
_SCORES = 1_000  # 5比4 has the value 5,004
_UPWARD: frozenset[Hedge] = frozenset({"over", "at least"})


def figure_rule(claim: Claim) -> list[Finding]:
    """Findings `figure`, `percent`, `money`, `date` (errors) and `qualifier`.

    That is a warning for a dropped 至多 or 约 and an added 约; an error for a bound that no source has (至少) and where
    a ceiling is told as money that changed hands.
    """
    if not claim.passages or claim.keyword:
        return []
    theirs = list(dict.fromkeys(figure for passage in claim.passages for figure in _unplaced(passage.text)))
    known = frozenset(day for passage in claim.passages for day in _known_days(passage.text, claim.published(passage)))
    mine = {figure.text: figure for figure in figures(claim.own) if not figure.weak or _lasts_two(figure, theirs)}
    if len(mine) > MOST:
        advice = f"一句话里有{len(mine)}个数，无法核对，请拆开重写。"
        return [claim.finding("figure", "error", "、".join(list(mine)[:5]), advice)]
    units = Counter(figure.unit for figure in mine.values())
    findings = [_judged(claim, each, known, theirs, units[each.unit] == 1) for each in mine.values()]
    limits = ceiling_rule(claim)
    settled = {each.found for each in limits}
    told = [each for each in findings if each and not (each.rule == "qualifier" and each.found in settled)]
    return [*told, *limits, *_weekdays(claim, known)]


@functools.lru_cache(READ_TEXTS)
def _unplaced(text: str) -> tuple[Figure, ...]:
    """The figures of a passage without their places, so that equal ones are looked at once."""
    return tuple(dict.fromkeys(replace(figure, start=0, end=0) for figure in figures(text)))


def _lasts_two(mine: Figure, theirs: list[Figure]) -> bool:
    """Whether 两年 is said over passages that have other lengths of time; without any it may just mean some."""
    return mine.text.startswith("两") and mine.unit in LASTING and any(each.unit in LASTING for each in theirs)


def _first_months(own: str, mine: Figure, theirs: list[Figure]) -> bool:
    """Whether one says the first eight months, and the other 前8个月, naming no year, or eight months."""
    if mine.unit == "months":
        first = _FIRST.search(folded(own)[: mine.start])
        return first is not None and any(each.day and each.day.part == f"{mine.value}M" for each in theirs)
    stretch = mine.day.part if mine.day is not None and mine.day.year is None else ""
    return any(each.unit == "months" and f"{each.value}M" == stretch for each in theirs)


def _voted(claim: Claim, mine: Figure) -> bool:
    """Whether a passage has 5比4 as English writes it: 5-4, 5 to 4; in either order, as `figures` reads it."""
    two = divmod(int(mine.value), _SCORES)
    orders = "|".join(rf"{one}(?:\s?[-–]\s?|\sto\s|-to-){other}" for one, other in (two, two[::-1]))
    joined = re.compile(rf"(?<![\d.-])(?:{orders})(?!\d|[.-]\d)")
    return any(joined.search(folded(passage.text)) for passage in claim.passages)


def _judged(claim: Claim, mine: Figure, known: frozenset[Day], theirs: list[Figure], alone: bool) -> Finding | None:
    if _first_months(claim.own, mine, theirs) or (mine.unit == "score" and _voted(claim, mine)):
        return None
    if mine.kind == "date":
        return None if _dated(mine, known, theirs) else _unfounded(claim, mine, theirs)
    return _time(claim, mine, theirs) if mine.kind == "time" else _counted(claim, mine, theirs, alone)


# ---------------------------------------------------------------- numbers, percentages, money


def agrees(mine: Figure, theirs: Figure) -> bool:
    """Whether the passage's figure says what the sentence's does.

    Money needs the same currency and percentages the same kind (5% is not 5个百分点). Of other
    figures with different units the known must not differ; where one has none, the bare values
    are compared. What counts one kind of things says nothing of another (2400人 is not 2400台, 三家 not 三年).
    """
    if theirs.kind in ("date", "time") or apart(mine, theirs):
        return False
    if {mine.unit, theirs.unit} & multiples.UNITS and (mine.unit != theirs.unit or "%" in mine.text):
        return _multiples(mine, theirs)
    same = mine.unit == theirs.unit
    if mine.kind == "money" and not same:
        same = YEN_OR_YUAN in (mine.unit, theirs.unit) and {mine.unit, theirs.unit} <= {YEN_OR_YUAN, "CNY", "JPY"}
        if not same:
            return False
    same = same or {mine.unit, theirs.unit} == {"points", "point"}
    if not same and (mine.kind == "percent" or "score" in (mine.unit, theirs.unit) or (mine.unit and theirs.unit)):
        return False
    return _near(mine.value, theirs.value, mine.hedge) if same else _near(mine.bare, theirs.bare, mine.hedge)


def _one_end(mine: Figure, theirs: Figure) -> bool:
    """Whether the passage gives a range and the sentence one value of it: 3% is not 3%至5%, 至少3% may be said."""
    if not theirs.bound or mine.bound:
        return False
    fits = _UPWARD if theirs.bound == "low" else frozenset[Hedge]({"at most", "under"})
    return mine.hedge not in fits


def _multiples(mine: Figure, theirs: Figure) -> bool:
    """Whether a multiple says what another, a percentage (翻番 and 100%) or a mere number says."""
    said, known = multiples.ratios(mine), multiples.ratios(theirs)
    if mine.unit and theirs.unit:
        return any(_near(one, other, mine.hedge) for one in said for other in known)
    return multiples.counted(mine) and multiples.counted(theirs) and _near(mine.bare, theirs.bare, mine.hedge)


def _near(mine: Fraction, theirs: Fraction, hedge: Hedge) -> bool:
    if mine == theirs:
        return True
    if _significant(mine) >= _significant(theirs) and theirs.denominator % 3:
        return False  # what is rounded has fewer digits than what it is rounded from
    low = mine * (1 - ROUNDING) if hedge in ("about", "under") else mine
    high = mine * (1 + ROUNDING) if hedge in ("about", "over") else mine
    return low <= theirs <= high


def _significant(value: Fraction) -> int:
    """How many significant digits a value has, at most twelve; a third or a sixth counts as round."""
    if value.denominator % 3 == 0:
        return 1
    return len(f"{float(value):.11e}".split("e")[0].replace(".", "").rstrip("0"))


_TOPS = re.compile(
    r"[最首冠榜]|第[一1]|\b(?:top|lead|first|largest|biggest|best|highest|most|no\. ?1\b|number one)", re.I
)


def _counted(claim: Claim, mine: Figure, theirs: list[Figure], alone: bool) -> Finding | None:
    matching = [figure for figure in theirs if agrees(mine, figure)]
    whole = [figure for figure in matching if not (alone and _one_end(mine, figure))]
    if matching and not whole:
        advice = f"来源给的是一个范围，“{mine.text}”只是其中一端，请把范围写全。"
        return claim.finding(_RULES[mine.kind], "error", mine.text, advice, _shown(matching[0]))
    if not matching:
        if mine.unit == "ordinal" and mine.value == 1 and any(_TOPS.search(each.text) for each in claim.passages):
            return None
        year = mine.unit == "" and mine.kind == "number" and mine.bare.denominator == 1 and not mine.counts
        if year and any(figure.day is not None and figure.day.year == mine.bare for figure in theirs):
            return None
        if mine.text[-1] in COUNTERS and not mine.hedge and mine.bare in itemised(claim.passages):
            return None
        return _unfounded(claim, mine, theirs)
    hedges = {figure.hedge for figure in matching}
    if hedges == {"at most"} and mine.hedge in _UPWARD:
        source = matching[0]
        advice = f"来源说的是上限（{source.text}），不是下限，请改为“至多”。"
        return claim.finding("qualifier", "error", mine.text, advice, _shown(source))
    if "" not in hedges and not mine.hedge:
        source = matching[0]
        word = {"at most": "至多", "at least": "至少", "over": "逾", "under": "近", "about": "约"}[
            source.hedge or "about"
        ]
        advice = f"来源在这个数前有限定，不能省略，请写“{word}{mine.text}”。"
        return claim.finding("qualifier", "warning", mine.text, advice, word + _shown(source))
    return added_qualifier(claim, mine) if hedges == {""} else None


def _unfounded(claim: Claim, mine: Figure, theirs: list[Figure]) -> Finding:
    source = _nearest(mine, theirs)
    if source:
        advice = f"引用的段落写的是{source}，请照来源改正“{mine.text}”，或改引写有此数的段落。"
    else:
        advice = f"引用的段落里没有“{mine.text}”，请删去，或改引写有此数的段落。"
    return claim.finding(_RULES[mine.kind], "error", mine.text, advice, source)


def _nearest(mine: Figure, theirs: list[Figure]) -> str:
    """What the passages have in this place: the figure of the same unit with the nearest value, or the first dates."""
    if mine.kind in ("date", "time"):
        return "、".join(dict.fromkeys(figure.text for figure in theirs if figure.kind == mine.kind))[:80]
    candidates = [
        figure for figure in theirs if figure.unit == mine.unit and figure.kind == mine.kind and not figure.weak
    ]
    if mine.kind == "money" and not candidates:
        candidates = [figure for figure in theirs if figure.unit in MONEY]
    if mine.kind == "percent" and not candidates:
        candidates = [figure for figure in theirs if figure.kind == "percent"]
    return _shown(min(candidates, key=lambda figure: _distance(mine.value, figure.value))) if candidates else ""


def _distance(one: Fraction, two: Fraction) -> Fraction:
    small, large = sorted((abs(one), abs(two)))
    return large / small if small else large + 1


def _shown(figure: Figure) -> str:
    """A source's figure as it stands there and, when that is not Chinese, said again in Chinese."""
    if figure.kind in ("date", "time") or not any(
        (char.isascii() and char.isalpha()) or char in "$€£" for char in figure.text
    ):
        return figure.text
    named = figure.unit in NAMED
    value = figure.value if named else figure.bare
    again = said(value) + NAMED.get(figure.unit, "")
    return f"{figure.text}（{again}）" if again != figure.text else figure.text


# ---------------------------------------------------------------- dates and times


@functools.lru_cache(READ_TEXTS)
def _known_days(text: str, published: SourceDate | None) -> frozenset[Day]:
    """Every date that a passage states, as far as its source's own date completes it, and that date."""
    own = [] if published is None else [Day(published.year, published.month, published.day)]
    stated = (day for figure in figures(text) if figure.day is not None for day in completed(figure.day, published))
    return frozenset([*own, *stated]) | resolved(text, published)


def _weekdays(claim: Claim, known: frozenset[Day]) -> Iterator[Finding]:
    """Weekdays of the sentence that the cited passages and their titles do not name and none of their dates falls on.

    An error where they say another day, a warning where they say none.
    """
    said = weekdays(claim.own)
    if not said:
        return
    theirs = {text: number for each in claim.passages for text, number in weekdays(each.text).items()}
    theirs |= weekdays(claim.about_sources())
    fit = {*theirs.values(), *(weekday(day) for day in known)} - {None}
    for text, number in said.items():
        if number not in fit:
            advice = f"引用的段落里没有“{text}”，请对照来源的日期改正。"
            yield claim.finding("date", "error" if fit else "warning", text, advice, "、".join(theirs)[:80])


def _years(theirs: Iterable[Figure]) -> Iterator[int]:
    """Years that passages state, also as a bare number such as 2025 in English."""
    for figure in theirs:
        if figure.day is not None and figure.day.year is not None:
            yield figure.day.year
        elif (
            figure.kind == "number" and not figure.unit and 1000 <= figure.bare < 2200 and figure.bare.denominator == 1
        ):
            yield int(figure.bare)


def _dated(mine: Figure, known: frozenset[Day], theirs: list[Figure]) -> bool:
    day = mine.day
    if day is None or any(states(other, day) for other in known):
        return True
    if day.year is None or day.year not in set(_years(theirs)):
        return False
    rest = replace(day, year=None)
    return rest == Day() or any(states(other, rest) for other in known if other.year in (None, day.year))


_HALVES = re.compile(r"^[^\d一二三四五六七八九十]|[AaPp]\.?[Mm]")


def _one_time(mine: Figure, theirs: Figure) -> bool:
    """Equal, or twelve hours apart where one of them does not say which half of the day is meant."""
    if _HALVES.search(mine.text) and _HALVES.search(theirs.text):
        return mine.value == theirs.value
    return (mine.value - theirs.value) % 720 == 0


def _time(claim: Claim, mine: Figure, theirs: list[Figure]) -> Finding | None:
    if any(figure.kind == "time" and _one_time(mine, figure) for figure in theirs):
        return None
    if "北京时间" in claim.text and not any("北京时间" in passage.text for passage in claim.passages):
        advice = f"“{mine.text}”是换算来的时间，请核对时区和日界。"
        return claim.finding("date", "warning", mine.text, advice, _nearest(mine, theirs))
    return _unfounded(claim, mine, theirs)
