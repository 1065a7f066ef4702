"""The rule that a Chinese sentence does not leave out the caution of the English one that it tells again.

It needs no word for what is done: the passage's sentence that has most of the claim's names and figures is looked at.
"""

import functools
import re

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.relation.across import shared, spans
from newsbot.checks.relation.modality import POSSIBLE
from newsbot.chinese import simplified
from newsbot.news import Finding

_DECIDED = re.compile("已决定|决定|敲定|已确定|将(?![军来领士帅近要就于])|已经?(?!知|故|有|婚|成为)|(?<!未)完成|正式")
_DONE = re.compile("已经?(?!知|故|有|婚|成为|计划|决定|考虑|宣布)|(?<!未)完成|(?<!非)正式(?!宣布|决定)")
_PLANNED = re.compile("计划|拟|打算|准备|筹备|将|预计|即将|目标|承诺|定于|宣布|决定|方案|草案|希望|有意")

_MOST = 20_000  # characters of a passage

# What the subject's own verb says: caution further on in a sentence is of something else (built one and may expand it).
_WEIGHED = re.compile(
    r"\b(?:is|are|was|were|been)\s(?:(?:still|also|now|currently|reportedly|actively)\s)?(?:considering|weighing|mulling|"
    r"exploring|discussing|evaluating|debating|studying|contemplating|"
    r"in (?:early |advanced |preliminary )?(?:talks|discussions))\b|"
    r"\b(?:may|might|could)\s(?!have\b)[a-z]{2,20}\b",
)
_MEANT = re.compile(
    r"\b(?:plan|intend|hope|aim|expect|want|seek)s?\sto\b|\b(?:is|are)\s(?:planning|hoping|aiming|preparing|set)\sto\b"
)
_TOLD_FIRST = re.compile(r"\b(?:and|but|while|after|because|has|have|had|which|who|[a-z]{3,20}ed)\b")


def hedged_rule(claim: Claim) -> list[Finding]:
    """Finding `modality`: 已, 已决定 or 将 where every sentence of the passages that tells it only considers or plans.

    An error where a figure or two names show that both speak of one thing, else a warning.
    """
    passages = [passage for passage in claim.passages if not chinese(passage)]
    if claim.keyword or not passages or len(passages) != len(claim.passages):
        return []
    text = simplified(claim.text)
    decided, done = _DECIDED.search(text), _DONE.search(text)
    if decided is None or POSSIBLE.search(text):
        return []
    told = [(shared(claim, span), span) for passage in passages for span in spans(passage.text[:_MOST])]
    most = max((share for share, _ in told), default=0)
    best = [span for share, span in told if share == most]
    if not most or not all(_cautious(span, planned=done is not None) for span in best):
        return []
    if not any(_cautious(span, planned=False) for span in best) and _PLANNED.search(text):
        return []
    word = (done or decided).group()
    advice = f"来源只说考虑、可能或计划，这里写成了“{word}”，请照来源写明“考虑”“可能”或“计划”。"
    return [claim.finding("modality", "error" if most > 1 else "warning", word, advice, best[0])]


@functools.lru_cache(4096)
def _cautious(span: str, *, planned: bool) -> bool:
    """Whether what the sentence says first is only weighed or, with `planned`, only meant."""
    first = _WEIGHED.search(span) or (_MEANT.search(span) if planned else None)
    return first is not None and _TOLD_FIRST.search(span, 0, first.start()) is None
