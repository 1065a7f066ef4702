"""Whether what is spent is money: 耗资1.2吉瓦 is a small model's word for drawing power."""

import re

from newsbot.checks.claim import Claim
from newsbot.figures.figure import folded
from newsbot.figures.reading import figures
from newsbot.news import Finding

_LIMITS = r"(?:了|为|达|约|近|逾|超过|至多|至少|\s)"
_SPENT = re.compile(
    rf"(?:(耗资|斥资|出资|注资|募资|筹资){_LIMITS}{{0,4}}|(融资|造价|售价|标价|市值|估值){_LIMITS}{{1,4}})$"
)


def money_verb_rule(claim: Claim) -> list[Finding]:
    """Error `figure`: a word for spending right before a figure that is of people, time, power or the like."""
    if claim.keyword:
        return []
    plain = folded(claim.text)
    found = []
    for figure in figures(claim.text):
        if figure.kind == "number" and figure.unit and not figure.weak:
            verb = _SPENT.search(plain[max(0, figure.start - 12) : figure.start])
            if verb is not None:
                word = verb[1] or verb[2]
                advice = f"“{word}”后面应当是钱数，不是“{figure.text}”，请照来源改正。"
                found.append(claim.finding("figure", "error", word + figure.text, advice))
    return found
