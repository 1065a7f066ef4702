"""The two chambers of a parliament, which a translation exchanges easily: 参议院 where the passage says House.

No row of the table can tell them: 参议院 by itself is any country's, and so is Senate.
"""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim, chinese
from newsbot.glossary import MAX_TEXT
from newsbot.news import Finding

# What English news calls each; in capitals, but for upper and lower house (after the AP Stylebook).
_CALLED = {
    "参议院": re.compile(r"\bSenat(?:e|ors?)\b|\bSens?\.|\b(?i:upper house)\b"),
    "众议院": re.compile(
        r"(?<!White )\bHouse\b(?! of (?:Lords|Commons))|\bRepresentatives\b|\bReps?\.|"
        r"\b(?i:lower house)\b|\bChamber of Deputies\b|\bCongress(?:man|woman)\b"
    ),
}


def exchanged(claim: Claim, text: str) -> Iterator[Finding]:
    """A finding `name` for a chamber that no cited passage names where all of them are foreign and one names the other.

    Congress by itself is neither, and a passage that names neither says nothing against one.
    """
    if any(chinese(passage) for passage in claim.passages):
        return
    for ours, other in (("参议院", "众议院"), ("众议院", "参议院")):
        if ours not in text or any(_CALLED[ours].search(each.text[:MAX_TEXT]) for each in claim.passages):
            continue
        there = next((match for each in claim.passages if (match := _CALLED[other].search(each.text[:MAX_TEXT]))), None)
        if there is not None:
            advice = f"来源说的是{other}（{there.group()}），这里写成了{ours}，请照来源改正。"
            yield claim.finding("name", "error", ours, advice, there.group())
