"""The figure: one number, date or time of a text with what it means."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from newsbot.chinese import simplified

MAX_TEXT = 20_000
"""Characters of one text that are read for figures; passages are a few sentences, so this bounds hostile ones only."""

READ_TEXTS = 8_192
"""Texts whose figures are remembered: a source of a million characters has up to 7,500 passages, and every sentence
of a claim asks for its share of them in turn, so that a smaller number would remember none."""

Kind = Literal["number", "percent", "money", "date", "time"]
Hedge = Literal["", "about", "over", "under", "at most", "at least"]
"""How a text marks that a figure is not exact. `under` is 近 and `nearly`: a little less than said."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date as far as it is stated. `part` is a stretch of a year or century: `Q3` `H1` `9M` `90s` `c21`."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""

    def __str__(self) -> str:
        marks = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{value}{mark}" for value, mark in marks if value is not None) + self.part


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is in the base unit of the class `unit` (`units.py`), `bare` as it was written.

    `text` is the figure as it stands, from `start` to `end` of the folded text. A `weak` figure
    may support another but is never itself a finding: 一 and 两 before a measure word (Chinese
    for "a", "both"), numbers inside names (Llama 3), 千万 which may also mean "by all means".
    `bound` says which end of a range (3%至5%) it is: neither end by itself is what the text says.
    `counts` are the kinds of things (`things.py`) that it may count or measure; none where the text does not tell.
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Fraction = Fraction(0)
    bare: Fraction = Fraction(0)
    unit: str = ""
    hedge: Hedge = ""
    weak: bool = False
    day: Day | None = None
    bound: Literal["", "low", "high"] = ""
    counts: frozenset[str] = frozenset()


_WIDE = str.maketrans(
    {chr(0xFF01 + n): chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalnum() or chr(0x21 + n) in ".%$+-/"}
    | {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "–": "-", "—": "-", "－": "-", "～": "~", "∶": ":"}
)


def folded(text: str) -> str:
    """Simplified, full-width digits and letters made plain, dashes and spaces of one kind."""
    return simplified(text[:MAX_TEXT].translate(_WIDE))


def compiled(text: str) -> re.Pattern[str]:
    r"""A pattern over folded text: \d is 0 to 9, and \b is the edge of a Latin word beside Han characters too."""
    return re.compile(text, re.ASCII)


def figured(match: re.Match[str], kind: Kind, value: Fraction, unit: str = "", weak: bool = False) -> Figure:
    """The figure of a match, without the white space and dash at its edges; its bare value is the value."""
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    end = match.end() - len(text) + len(text.rstrip(" -"))
    return Figure(text.strip().rstrip("-"), start, end, kind, value, value, unit, weak=weak)
