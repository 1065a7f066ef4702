"""The rule that a sentence names no cause of its own: that one thing came of another needs its source."""

import re

from newsbot.checks.attribution import own_words
from newsbot.checks.claim import Claim, chinese
from newsbot.news import Finding

_TOLD = re.compile("因为|由于|导致|致使|造成了?(?!的)|引发了?|从而|因此|因而|以致|迫使|归因于|起因是|原因是|得益于")
# What a passage may say it with; wide, since a cause may be told in many ways.
_THERE = re.compile(
    "因|由于|致|使|造成|引发|引起|带来|所以|从而|以便|归功|归咎|得益|受益|影响|推动|迫|源于|来自|源自|在于|出于|之下|触发|后果|为了?"
)
_THERE_ENGLISH = re.compile(
    r"\b(?:because|due to|as a result|results?|resulted|resulting|caus\w{1,4}|leads?|led|leading|therefore|thus|hence|"
    r"since|owing|thanks to|so that|so|amid|after|following|"
    r"forc\w{1,4}|prompt\w{0,4}|spark\w{0,4}|trigger\w{0,4}|driv\w{1,3}|drove|"
    r"as|for|over|by|reason|why|blam\w{1,4}|attribut\w{1,4}|stem\w{0,5}|mak\w{1,3}|made)\b",
    re.IGNORECASE,
)
_MOST = 20_000


def cause_rule(claim: Claim) -> list[Finding]:
    """Finding `cause` (warning): 因为, 导致 or 因此 in our own words where no cited passage tells of any cause."""
    if claim.keyword or not claim.passages:
        return []
    told = _TOLD.search(own_words(claim.text))
    if told is None:
        return []
    for passage in claim.passages:
        if (_THERE if chinese(passage) else _THERE_ENGLISH).search(passage.text[:_MOST]):
            return []
    advice = f"来源没有说因果，这里写了“{told.group()}”，请分开叙述两件事，或注明是谁的判断。"
    return [claim.finding("cause", "warning", told.group(), advice)]
