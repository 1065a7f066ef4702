"""The rule for words of a foreign source that were left standing: half a translation is no Chinese sentence."""

import re

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.names import COMMON
from newsbot.checks.speech import quoted
from newsbot.news import Finding

# A lower-case word of four letters and more that belongs to no name: not joined, dotted or in an address.
_WORD = re.compile(r"(?<![A-Za-z0-9.\-_/@'’])[a-z]{4,30}(?![A-Za-z0-9\-_/@'’]|\.[A-Za-z0-9])")
_BRACKETED = re.compile(r"[（(][^（）()]{0,200}[）)]")
# Between capitals these are part of a name: Bank of the West, Designed with Care.
_IN_NAMES = re.compile(r"[A-Z][A-Za-z]{0,30} (?:with|from|into|over|upon|under|without|against|between) (?=[A-Z])")
_MOST = 12_000  # characters of a passage


def untranslated_rule(claim: Claim) -> list[Finding]:
    """Error `untranslated`: an ordinary word of a cited foreign passage stands in the sentence as it stands there.

    What the passages write in lower case is no name. Words in quotation marks and brackets, names, and the foreign
    words that Chinese news uses are left alone.
    """
    if claim.keyword or not claim.passages:
        return []
    text = claim.text
    for part in quoted(text):
        text = text[: max(part.start, 0)] + " " * (part.end - max(part.start, 0)) + text[part.end :]
    text = _IN_NAMES.sub(" ", _BRACKETED.sub(" ", text))
    words = [word for word in _WORD.findall(text) if word not in COMMON]
    if not words:
        return []
    there = {word for each in claim.passages if not chinese(each) for word in _WORD.findall(each.text[:_MOST])}
    left = list(dict.fromkeys(word for word in words if word in there))
    if not left:
        return []
    return [claim.finding("untranslated", "error", "、".join(left[:3]), "外文词没有译完，请译成中文；名称才保留原文。")]
