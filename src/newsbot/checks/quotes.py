"""The rule for what stands in quotation marks: speech is verbatim or a marked translation, terms are known.

Speech is anything longer than `TERM` characters, with punctuation of a sentence inside, or after
a verb of saying and its comma or colon; the rest are terms and names.
"""

import functools
import re

from newsbot.checks.claim import Claim
from newsbot.checks.speech import Quoted, core, folded, quoted
from newsbot.chinese import weight
from newsbot.glossary import entries_in
from newsbot.news import Finding, Quote

TERM = 12
"""Characters that a term or name in quotation marks may have, after the house style; more is speech."""

_SPEECH_MARK = re.compile("[，。！？；：,!?;:…]")
_SPOKEN = re.compile(r"[：:]\s*$|(?:说|表示|称|指出|写道)[，,：:]\s*$")
_BESIDE = re.compile(r"\s*[（(]([^（）()]{2,60})[）)]")
_PASSAGE = 20_000


def quote_rule(claim: Claim) -> list[Finding]:
    """Findings `quote` (speech that no cited passage has: error) and `term` (an unknown term: warning)."""
    if not claim.passages or claim.keyword:
        return []
    findings = []
    for each in quoted(claim.text):
        if not core(each.text):
            continue
        if is_speech(each):
            if not verbatim(each.text, claim) and not translated(each.text, claim):
                advice = "引语必须与来源逐字一致；译文要附原文，转述不用引号。请改为逐字引用，或去掉引号转述。"
                findings.append(claim.finding("quote", "error", each.text, advice))
        elif not _known(each, claim):
            advice = f"引用的段落里没有“{each.text}”，请用来源的写法，或在首次出现时括注原文。"
            findings.append(claim.finding("term", "warning", each.text, advice))
    return findings


def is_speech(each: Quoted) -> bool:
    """Whether words in quotation marks are somebody's speech and no mere term."""
    inner = each.text.strip()
    if len(inner) > TERM or _SPEECH_MARK.search(inner):
        return True
    return bool(_SPOKEN.search(each.before)) and not core(each.after)  # 吉林：“创业空间”吸引青年 is a term


def verbatim(text: str, claim: Claim) -> bool:
    """Whether a cited passage has these words; an ellipsis may leave some out."""
    parts = [part for piece in re.split("…+|\\.{3,}", text) if (part := core(piece))]
    return bool(parts) and any(_in_order(parts, _folded(passage.text)) for passage in claim.passages)


def translated(text: str, claim: Claim) -> bool:
    """Whether the words are a marked translation whose original a cited passage has.

    The original must be about as long as what it is said to mean: a third of its weight at least,
    so that no single word vouches for a speech.
    """
    return any(core(quote.text) == core(text) and _original(quote, claim) for quote in claim.sentence.quotes)


def _original(quote: Quote, claim: Claim) -> bool:
    original = core(quote.original)
    long_enough = weight(quote.original) * 3 >= weight(quote.text)
    return bool(original) and long_enough and any(original in _folded(passage.text) for passage in claim.passages)


def _known(each: Quoted, claim: Claim) -> bool:
    term = core(each.text)
    texts = [_folded(passage.text) for passage in claim.passages] + [folded(claim.about_sources())]
    if any(term.casefold() in text.casefold() for text in texts) or translated(each.text, claim):
        return True
    beside = _BESIDE.match(each.after)
    if beside and any(folded(beside[1]).casefold() in text.casefold() for text in texts):
        return True
    return bool(entries_in(each.text))


def _in_order(parts: list[str], text: str) -> bool:
    position = 0
    for part in parts:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


@functools.lru_cache(1024)
def _folded(text: str) -> str:
    return folded(text[:_PASSAGE])
