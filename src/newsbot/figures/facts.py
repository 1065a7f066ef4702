"""What each figure of a text is said of: the words around it in its clause, its year, who is named before it.

Two figures of one text are told apart by these, so that a right number on the wrong fact can be seen.
"""

import bisect
import functools
import itertools
import re
from dataclasses import dataclass

from newsbot.figures.figure import MAX_TEXT, READ_TEXTS, Day, Figure, folded
from newsbot.figures.reading import figures

_ENDS = re.compile(
    r"[，,；;。！？!?、：:（）()\n\x01]|\.(?=\s|$)|\s(?:while|but|whereas|and|compared)\s|而(?!且)|其中|相比|此外"
)
_STOPS = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]{0,30}|[\u4e00-\u9fff]")
_EDGE = frozenset("约近逾超过达到至为了的是有共仅只约合高多出在将已也")
_EMPTY_WORDS = """
the a an of by in to has have had was were is are its it their his her this that at from for with on as than about
around nearly almost over more less up which who and or be been will would
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_ROW = re.compile(r"\s?(?:,|、|和|与|及|and|or|或|,\sand)\s?")
_NEAR = 60
"""Characters of a clause to either side of a figure that are looked at."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with the words before and after it in its clause (Han characters and Latin words), and its date.

    `leading` are all words of its sentence before it, which it may share; `sentence` numbers that sentence.
    `clause` has blanks for figures. `listed` says that the figure stands right beside another of its unit (5%和8%):
    what each of those counts is said elsewhere.
    """

    figure: Figure
    head: tuple[str, ...]
    tail: tuple[str, ...]
    leading: frozenset[str]
    day: Day | None
    sentence: int
    clause: str
    listed: bool


@functools.lru_cache(READ_TEXTS)
def facts(text: str) -> tuple[Fact, ...]:
    """The figures that count something, in reading order; dates and times are what others are said of."""
    plain = folded(text[:MAX_TEXT])
    found = figures(text)
    masked = _masked(plain, found)
    breaks = [match.span() for match in _ENDS.finditer(masked)]
    ends, starts = [start for start, _ in breaks], [end for _, end in breaks]
    stops = [match.start() for match in _STOPS.finditer(masked)]
    dated = [figure for figure in found if figure.day is not None]
    days = dated, [figure.start for figure in dated]
    edges = sorted(figure.start for figure in found), sorted(figure.end for figure in found)
    beside = _beside(plain, found)
    return tuple(
        _fact(figure, masked, (starts, ends, stops), days, edges, figure.start in beside)
        for figure in found
        if figure.kind not in ("date", "time")
    )


def _beside(plain: str, found: tuple[Figure, ...]) -> frozenset[int]:
    """Where the figures begin that stand in a row."""
    pairs = (
        (one.start, two.start)
        for one, two in itertools.pairwise(found)
        if one.unit == two.unit
        and one.day is two.day is None
        and two.start - one.end <= 6
        and _ROW.fullmatch(plain, one.end, two.start)
    )
    return frozenset(itertools.chain.from_iterable(pairs))


def _masked(plain: str, found: tuple[Figure, ...]) -> str:
    """The text with every figure's characters made blank, so that 1,200 ends no clause."""
    pieces, position = [], 0
    for figure in found:
        if figure.start >= position:
            pieces += [plain[position : figure.start], " " * (figure.end - figure.start)]
            position = figure.end
    return "".join([*pieces, plain[position:]])


def _fact(
    figure: Figure,
    masked: str,
    marks: tuple[list[int], list[int], list[int]],
    days: tuple[list[Figure], list[int]],
    edges: tuple[list[int], list[int]],
    listed: bool,
) -> Fact:
    starts, ends, stops = marks
    opening = starts[bisect.bisect_right(starts, figure.start) - 1] if starts and starts[0] <= figure.start else 0
    at = bisect.bisect_left(ends, figure.end)
    closing = ends[at] if at < len(ends) else len(masked)
    sentence = bisect.bisect_left(stops, figure.start)
    first = stops[sentence - 1] + 1 if sentence else 0
    before = bisect.bisect_right(edges[1], figure.start) - 1
    last = edges[1][before] if before >= 0 else 0
    after = bisect.bisect_left(edges[0], figure.end)
    next_ = edges[0][after] if after < len(edges[0]) else len(masked)
    head = masked[max(opening, last, figure.start - _NEAR) : figure.start]
    tail = masked[figure.end : min(closing, next_, figure.end + _NEAR)]
    return Fact(
        figure,
        _trimmed(_words(head)),
        _words(tail),
        frozenset(_words(masked[max(first, figure.start - 4 * _NEAR) : figure.start])),
        _day(figure, opening, closing, first, days),
        sentence,
        masked[max(opening, figure.start - _NEAR) : min(closing, figure.end + _NEAR)],
        listed,
    )


def _words(text: str) -> tuple[str, ...]:
    words = (match.group() for match in _WORD.finditer(text))
    return tuple(word.lower() for word in words if word == "A" or word.lower() not in _EMPTY)


def _trimmed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words that only lead up to a figure: 达, 约, 为."""
    end = len(words)
    while end and words[end - 1] in _EDGE:
        end -= 1
    return words[:end]


def _day(figure: Figure, opening: int, closing: int, first: int, days: tuple[list[Figure], list[int]]) -> Day | None:
    """The nearest date before the figure in its clause, else one after it there, else the last one of its sentence."""
    dated, starts = days
    at = bisect.bisect_left(starts, figure.start)
    before = dated[at - 1] if at else None
    after = dated[at] if at < len(dated) else None
    if before is not None and before.start >= opening:
        return before.day
    if after is not None and after.end <= closing:
        return after.day
    return before.day if before is not None and before.start >= first else None
