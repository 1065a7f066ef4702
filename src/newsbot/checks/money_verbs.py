"""Whether what is spent is money: 耗资1.2吉瓦 is a small model's word for drawing power."""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim
from newsbot.figures.figure import folded
from newsbot.figures.reading import figures
from newsbot.news import Finding

_LIMITS = r"(?:了|为|高?达|将|约|近|逾|超过|至多|至少|\s)"
_SPENT = re.compile(
    rf"(?:(耗资|斥资|出资|注资){_LIMITS}{{0,4}}|(募资|筹资|融资|造价|售价|标价|市值|估值){_LIMITS}{{1,4}})$"
)
_COMPARED = ("times", "ordinal", "months", "seconds")
"""What a price or a round of funding may be said in besides money: 估值达3倍, 市值达3个月高点, 募资约2年."""
_DIGITS = re.compile("^位?数")  # 斥资9位数美元


def money_verb_rule(claim: Claim) -> list[Finding]:
    """Error `figure`: a word for spending right before a figure that is of people, time, power or the like.

    None where a passage has the same words.
    """
    if claim.keyword:
        return []
    known = {word for passage in claim.passages for _, _, word in _misspent(passage.text)}
    return [
        claim.finding("figure", "error", word, f"“{verb}”后面应当是钱数，不是“{figure}”，请照来源改正。")
        for verb, figure, word in _misspent(claim.text)
        if word not in known
    ]


def _misspent(text: str) -> Iterator[tuple[str, str, str]]:
    """The word for spending, the figure, and both as they stand, of every figure behind one that is no money."""
    plain = folded(text)
    for figure in figures(text):
        if figure.kind != "number" or not figure.unit or figure.weak or _DIGITS.match(plain[figure.end :]):
            continue
        verb = _SPENT.search(plain[max(0, figure.start - 12) : figure.start])
        if verb is not None and not (figure.unit in _COMPARED and verb[2]):
            yield verb[1] or verb[2], figure.text, f"{verb.group()}{figure.text}"
