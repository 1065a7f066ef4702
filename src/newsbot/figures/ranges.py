"""Figures that stand together and are read together: 1亿2000万, 3到5亿美元, $3-5 billion."""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from newsbot.figures.figure import Figure, compiled
from newsbot.figures.numerals import ARABIC, ENGLISH, arabic
from newsbot.figures.units import MEASURES

_JOINED = compiled(r"\s?(?:(?P<range>到|至|-|~|to)|and|or|或|和|、|与)\s?")
_FROM = compiled(r"(?:[从由自]|\b(?i:from))\s?[^\s，,。]{0,6}\s?$")
_BETWEEN = compiled(r"(?i:between)\s$")


def compounded(found: list[Figure]) -> list[Figure]:
    """1亿2000万人 is one figure."""
    joined: list[Figure] = []
    for figure in found:
        before = joined[-1] if joined else None
        small = figure.kind != "date" and "万" in figure.text and figure.bare < 10**8
        if before is None or not small or before.end != figure.start or not before.text.endswith("亿"):
            joined.append(figure)
            continue
        factor = figure.value / figure.bare if figure.bare else Fraction(1)
        total = before.bare + figure.bare
        whole = replace(figure, text=before.text + figure.text, start=before.start, hedge=before.hedge or figure.hedge)
        joined[-1] = replace(whole, bare=total, value=total * factor)
    return joined


def ranged(text: str, found: list[Figure]) -> Iterable[Figure]:
    """In 3到5亿美元 and $3-5 billion each number takes from the other what it lacks; both are bounds of the range."""
    figures = list(_completed(text, found))
    for position, figure in enumerate(figures):
        before = figures[position - 1] if position else None
        after = figures[position + 1] if position + 1 < len(figures) else None
        if after is not None and _spans(text, figure, after):
            yield replace(figure, bound="low")
        elif before is not None and _spans(text, before, figure):
            yield replace(figure, bound="high")
        else:
            yield figure


def _spans(text: str, low: Figure, high: Figure) -> bool:
    """Whether two figures are the ends of a range, not what something rose from and to."""
    if low.kind in ("date", "time") or (low.kind, low.unit) != (high.kind, high.unit) or low.value >= high.value:
        return False
    if high.start - low.end > 8 or low.unit in ("score", "ordinal") or (not low.unit and 1900 <= low.value <= 2100):
        return False
    joined = _JOINED.fullmatch(text, low.end, high.start)
    before = text[max(0, low.start - 16) : low.start]
    if joined is None or _FROM.search(before):
        return False
    return bool(joined["range"] or _BETWEEN.search(before))


def _completed(text: str, found: list[Figure]) -> Iterable[Figure]:
    """Each number of a range takes from the other what it lacks: magnitude and unit.

    Numbers in a row before a date (3至5日, 2023、2024年) become weak: what they mean is not
    said by themselves.
    """
    found = list(found)
    for position, figure in enumerate(found):
        after = found[position + 1] if position + 1 < len(found) else None
        joined = None
        if after is not None and after.start - figure.end <= 8:
            joined = _JOINED.fullmatch(text, figure.end, after.start)
        if after is None or not joined or figure.kind == "date" or figure.text[-1:] in MEASURES:
            yield figure
        elif after.kind == "date":
            yield replace(figure, weak=True) if not figure.unit else figure
        elif after.unit and (not figure.unit or (figure.unit == after.unit and figure.text[-1].isdigit())):
            yield _like(figure, after)
        elif figure.kind == "money" and not after.unit and joined["range"]:
            found[position + 1] = replace(after, kind="money", unit=figure.unit)
            yield _like(figure, found[position + 1]) if figure.text[-1].isdigit() else figure
        else:
            yield figure


def _like(figure: Figure, after: Figure) -> Figure:
    """The first number of a range in the second's unit, and in its magnitude where it has none of its own."""
    factor = after.value / after.bare if after.bare else Fraction(1)
    own = figure.value >= 10_000 or not (figure.text[-1:].isdigit() or figure.text.lower() in ENGLISH)
    number = re.search(ARABIC, after.text)
    stated = arabic(number.group()) if number else Fraction(ENGLISH.get(after.text.split()[0].lower(), 0))
    bare = figure.bare * after.bare / stated if stated and not own else figure.bare
    return replace(figure, kind=after.kind, unit=after.unit, value=bare * factor, bare=bare)
