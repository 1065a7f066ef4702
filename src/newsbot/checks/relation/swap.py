"""The rule that a sentence does not turn who did what to whom: 甲起诉乙 is not 乙起诉甲, nor 甲被乙起诉."""

import functools

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.relation.roles import Deed, deeds
from newsbot.chinese import han_count, simplified
from newsbot.glossary import Glossary
from newsbot.news import Finding

_MOST = 20_000


def swap_rule(claim: Claim) -> list[Finding]:
    """Finding `swap` (error): its passages tell it only the other way round, by what stands on both sides of the verb.

    A warning where only who does it is, in the passages, nobody but to whom it is done.

    Names of the table are known in either language; others are compared as they are written.
    """
    if not claim.passages or claim.keyword:
        return []
    names = claim.standards.names
    mine = deeds(simplified(claim.text), names, han=han_count(claim.text) > 0)
    if not mine:
        return []
    theirs = [deed for passage in claim.passages for deed in _read(passage.text[:_MOST], names, han=chinese(passage))]
    found = []
    for deed in mine:
        turned = next((other for other in theirs if deed.turns(other)), None)
        if turned is not None and not any(deed.like(other) for other in theirs):
            advice = "这里谁对谁做了什么同来源相反，请照来源改正主语和宾语。"
            found.append(claim.finding("swap", "error", deed.told, advice, turned.told))
            continue
        half = next((other for other in theirs if deed.half_turns(other)), None)
        if half is not None and not any(deed.number == each.number and deed.doer & each.doer for each in theirs):
            advice = "来源里这一方是对象，不是做这件事的人，请对照来源核对主语和宾语。"
            found.append(claim.finding("swap", "warning", deed.told, advice, half.told))
    return found


@functools.lru_cache(512)
def _read(text: str, names: Glossary, *, han: bool) -> tuple[Deed, ...]:
    return tuple(deeds(simplified(text), names, han=han))
