"""A name that the cited sources never use where they use their own: 澜州算力中心 on a source of 云川算力中心.

Neither may be known to any table. What shows it is the evidence: each of the two stands again and again in its own
sources and never in the other's, before the same words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from newsbot.checks.claim import Claim, chinese
from newsbot.chinese import HAN, simplified
from newsbot.news import Finding, Passage

LENGTH, BEHIND = 2, 3
"""Characters of a name that is looked at, and of what follows it in both sources."""
OFTEN = 3
"""Times that a name stands in its own sources: what is said once may be any word."""
MOST_PLACES, MOST_TEXT = 60, 100_000
"""Places of a sentence and characters of sources that are looked at."""

_START = re.compile(rf"(?:^|[，。；：、“（]|[由在与和给向的前])(?=([{HAN}]{{{LENGTH}}})([{HAN}]{{{BEHIND}}}))")
_NO_NAME = re.compile(
    "[这那该其此本各某每首第一二两三四五六七八九十几多大小新旧老全总前后上下同另再又也都已将被把为是有不未可能]"
)


def swapped(claim: Claim, text: str) -> Iterator[Finding]:
    """Errors `name`: a name of other sources where the cited ones have another before the same words."""
    if not all(map(chinese, claim.passages)):
        return
    cited = {passage.source for passage in claim.passages}
    theirs, others = _told(claim.context, frozenset(cited)), ""
    for match in islice(_START.finditer(text), MOST_PLACES):
        name, behind = match[1], match[2]
        if not theirs or _NO_NAME.search(name) or name in theirs or behind not in theirs:
            continue
        if name in simplified(claim.about_sources()):
            continue
        others = others or _told(claim.context, frozenset({each.source for each in claim.context} - cited))
        if name + behind not in others or others.count(name) < OFTEN:
            continue
        own = dict.fromkeys(found[1] for found in re.finditer(rf"([{HAN}]{{{LENGTH}}}){behind}", theirs))
        often = (each for each in own if theirs.count(each) >= OFTEN and not _NO_NAME.search(each))
        if (rival := next(often, "")) and rival not in text:
            advice = (
                f"引用的来源里没有“{name}”，那里写的是“{rival}{behind}”，请对照来源改正，或改引写着“{name}”的段落。"
            )
            yield claim.finding("name", "error", name, advice, rival)


def _told(context: tuple[Passage, ...], sources: frozenset[int]) -> str:
    return _joined(tuple(passage.text for passage in context if passage.source in sources))


@lru_cache(64)
def _joined(texts: tuple[str, ...]) -> str:
    return simplified("\n".join(texts)[:MOST_TEXT])
