"""How many times: 三倍, 增长两倍, 翻一番, tripled, tenfold.

Three units. `times` says the ratio (增至三倍, tripled); `more` what was added (增长两倍 is tripled as well); `fold` is
English that is used for both (3x faster, a tenfold increase).
"""

import re
from dataclasses import replace
from fractions import Fraction

from newsbot.figures.figure import Figure, compiled, figured
from newsbot.figures.numerals import ENGLISH

UNITS = frozenset({"times", "more", "fold"})

_RATIOS = {"翻一番": 2, "翻了一番": 2, "翻番": 2, "翻倍": 2, "翻两番": 4, "翻了两番": 4, "翻三番": 8, "翻了三番": 8}
_STEMS = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
_FOLD = "|".join(ENGLISH)
RATIO = compiled(
    rf"{'|'.join(sorted(_RATIOS, key=len, reverse=True))}"
    rf"|\b(?i:(?P<stem>{'|'.join(_STEMS)})(?P<form>e|ed|es|ing)|(?P<twice>twice)|(?P<fold>{_FOLD}|hundred)fold)\b"
)
_ADDED = compiled(
    r"(?:增长|增加|增|上升|上涨|涨|提高|提升|扩大|高出|超出|高|多|快|大)(?:了|约|近|逾|超过|超|将近|超出){0,2}\s?$"
)
_COMPARED = compiled(
    r"\s(?i:times)\s(?i:as|more|faster|higher|larger|bigger|greater|cheaper|better|longer|the|that|its|their|what|over)\b"
)


def ratio(match: re.Match[str]) -> Figure:
    """The figure of what `RATIO` matched. Only a verb in the past or a Chinese one is sure to claim something."""
    if match["fold"]:
        return figured(match, "number", Fraction(ENGLISH.get(match["fold"].lower(), 100)), "fold", weak=False)
    if match["twice"]:
        return figured(match, "number", Fraction(2), "fold", weak=True)
    if match["stem"]:
        weak = match["form"].lower() != "ed"
        return figured(match, "number", Fraction(_STEMS[match["stem"].lower()]), "times", weak=weak)
    return figured(match, "number", Fraction(_RATIOS[match.group()]), "times")


def multiplied(text: str, figure: Figure) -> Figure:
    """A counted 倍 that an increase stands before says what was added; `three times as fast` is a multiple."""
    if figure.unit == "times" and figure.text.endswith("倍"):
        return replace(figure, unit="more") if _ADDED.search(text, max(0, figure.start - 10), figure.start) else figure
    if not figure.unit and figure.kind == "number" and _COMPARED.match(text, figure.end):
        return replace(figure, unit="fold")
    return figure


def ratios(figure: Figure) -> frozenset[Fraction]:
    """The ratios of new to old that a multiple or a percentage may say."""
    if figure.unit == "times":
        return frozenset({figure.value})
    if figure.unit == "more":
        return frozenset({figure.value + 1})
    if figure.unit == "fold":
        return frozenset({figure.value, figure.value + 1})
    return frozenset({figure.value / 100, figure.value / 100 + 1}) if figure.unit == "percent" else frozenset()


def counted(figure: Figure) -> bool:
    """Whether the multiple is written as a number (三倍, 3x), not as a verb (翻番, tripled)."""
    return not (figure.text.startswith("翻") or (figure.text.isascii() and figure.text.isalpha()))
