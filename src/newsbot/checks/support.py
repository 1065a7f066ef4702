"""Positive evidence for a sentence: nothing is supported for want of findings.

`quoted`: apart from an attribution it is verbatim, in quotation marks. `supported`: the cited
Chinese passages cover its words, and no negation and no opposite stands on one side only.
What neither shows is `not judged`, and counts as unsupported until a judge has seen it.
"""

import functools
import math
import re
from collections.abc import Sequence

from newsbot.checks.claim import MAX_SENTENCE, Claim, chinese
from newsbot.checks.coverage import Coverage, coverage, ground
from newsbot.checks.quotes import verbatim
from newsbot.checks.speech import SAYING, core, folded, quoted
from newsbot.chinese import bigrams, sentences, simplified
from newsbot.news import Draft, Evidence, Finding, Judged, Passage, Sentence, Source

SUPPORTED = 0.5
"""Score from which the passages' own words support a sentence."""
NOT_ENOUGH = 0.49
"""The highest score of a sentence that they do not support."""

# What each thing that is missing counts against a sentence: a logistic regression on half of 3,400 Chinese sentences
# and headlines (true, written by models that made things up, or true with one word exchanged), checked on the other
# half, which had other sources. Rounded; they moved little from half to half. See docs/benchmarks.md, The gate.
NOTHING_MISSING = 3.4
LACKING = 0.3  # for each word of content that is missing
RUN = 0.37  # for each character of the longest row of missing words
NEW_PAIRS = 0.13  # for each pair of neighbouring characters that no passage has
NAMES = 2.7  # for each missing name
STRANGERS = 2.3  # for each word of no dictionary, often a name, of which no character is there
EXCHANGED = 5.8  # for another word in a sentence that is otherwise the passage's, by how much of it is
UNLIKE = 0.3  # of two sentences; below it they are two sentences, and no word was exchanged
LEAST_SHARE = 0.5
"""Share of a sentence's words that must be there, however short it is."""

FAULTED = 0.4
"""What is left of the score of a sentence in which a rule found an error: less than any supported one has."""

_STOPS = "。！？…；，、.!?;,"
MAX_QUOTED = 4  # sentences of one quotation

LEAST = 3
"""Words of content that a sentence must have for its coverage to mean anything; with fewer it must be verbatim."""

MAX_SPANS = 20_000
"""Characters of a passage that are looked through for the words a sentence rests on."""

_NEUTRAL = re.compile(
    "不仅|不断|不少|不同|不过|不久|不管|不论|不但|不只|不久前|不止|非常|非洲|非营利|除非|无线|无人|无论|无疑|无数|未来|"
    "没收|是否|能否|否则|否认|否决|莫非|并非常|差不多|对不起|不锈钢|了不起"
)
_NEGATION = re.compile("[不未没无非否]|莫|勿|拒绝|停止|取消")
_PAIRS = """
增/减 涨/跌 升/降 上调/下调 上升/下降 上涨/下跌 增长/下降 增加/减少 扩大/缩小 扩大/收窄 提高/降低 提前/推迟
加快/放缓 批准/否决 支持/反对 同意/拒绝 承认/否认 开幕/闭幕 成功/失败 开始/结束 启动/终止 进口/出口 买入/卖出
收购/出售 最高/最低 最大/最小 高于/低于 多于/少于 超过/不足 首次/再次 允许/禁止 公开/秘密 盈利/亏损 顺差/逆差
领涨/领跌 加入/退出 上线/下线 上任/卸任 胜/负 强/弱 起诉/被起诉
"""
_OPPOSITES = tuple(pair.split("/") for pair in _PAIRS.split())
ALIKE = 0.6
"""Share of a clause's pairs of characters from which another clause speaks of the same."""
_CLAUSE = re.compile("[，。；！？,;!? \n]")
_SAID = "|".join(sorted(SAYING, key=len, reverse=True))
_ATTRIBUTION = re.compile(
    rf"^(?:据|根据|援引)?(?P<who>[^，。；：:“”]{{0,40}}?)(?:的?(?:报道|消息))?(?:{_SAID})?(?:道|称|说)?[，：:,]?$"
)
_REPORTED = re.compile(r"^据(?P<who>[^，,。；：:“”]{1,40}?)(?:的?(?:报道|消息))[，,]")


def support(
    sentence: Sentence, passages: tuple[Passage, ...], sources: tuple[Source, ...] = (), place: str = ""
) -> Judged:
    """How the sentence stands by positive evidence alone; it knows nothing of findings.

    `passages` are those the sentence names, `sources` their sources. `spans` are the words of
    the passages, or of the sentence's own quotations, that it rests on.
    """
    claim = Claim(place, sentence, passages, sources)
    if claim.keyword or (sentence.kind == "transition" and not sentence.passages):
        return Judged(place=place, support="not a claim")
    spans = _quoted(claim)
    if spans:
        return Judged(place=place, support="quoted", by="quote", spans=spans, score=1.0)
    score, span = _covering(claim)
    if span:
        return Judged(place=place, support="supported", by="coverage", spans=(span,), score=score)
    return Judged(place=place, support="not judged", score=score)


def weighed(stands: Judged, findings: Sequence[Finding]) -> Judged:
    """How the sentence stands with what rules have against it: an error outweighs all support.

    `contradicted` where the source has something else in its place, else `unsupported`.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return stands
    other = any(finding.source_has for finding in errors)
    return Judged(place=stands.place, support="contradicted" if other else "unsupported", score=stands.score * FAULTED)


def judged(draft: Draft, evidence: Evidence, findings: Sequence[Finding]) -> tuple[Judged, ...]:
    """Every placed sentence with its support, in reading order; one with an error in `findings` is `unsupported`.

    A keyword says nothing by itself: it stands as the first sentence of the body that has it does.
    """
    wrong: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == "error":
            wrong.setdefault(finding.place, []).append(finding)
    stands: dict[str, Judged] = {}
    for place, sentence in draft.placed():
        if place.startswith("keywords/") and place not in wrong:
            home = next((at for at, other in draft.body() if sentence.text in other.text), "")
            stands[place] = stands.get(home, Judged(place=place, support="unsupported")).model_copy(
                update={"place": place}
            )
        else:
            found = support(sentence, evidence.cited(sentence.passages), evidence.sources, place)
            stands[place] = weighed(found, wrong.get(place, ()))
    return tuple(stands.values())


# ---------------------------------------------------------------- quoted


def _quoted(claim: Claim) -> tuple[str, ...]:
    """The quotations of a sentence that is all an outlet's words and their attribution to it; else nothing.

    Each is a whole sentence of the passage: part of one may say the opposite of the whole. Whoever
    else is said to speak is a claim of ours, for the judge.
    """
    text = claim.text
    parts = quoted(text)
    if not parts or not all(verbatim(part.text, claim) and _whole(part.text, claim) for part in parts):
        return ()
    rest, position = [], 0
    for part in parts:
        rest.append(text[position : max(part.start, 0)])
        position = part.end + 1
    rest.append(text[position:])
    return tuple(part.text for part in parts) if all(_attributes(piece, claim) for piece in rest) else ()


def _attributes(text: str, claim: Claim) -> bool:
    """Whether the words around a quotation only say whose it is, and name somebody the source names."""
    text = text.strip("。！？…；，、 \n")
    if not core(text):
        return True
    match = _ATTRIBUTION.match(text)
    who = core(match["who"]) if match else ""
    if match is None:
        return False
    return bool(who) and who.casefold() in folded(claim.about_sources()).casefold()


def _whole(quotation: str, claim: Claim) -> bool:
    """Whether the quotation begins and ends where sentences of a cited passage do."""
    said = folded(quotation).rstrip(_STOPS)
    for passage in claim.passages:
        spans = list(sentences(passage.text[:MAX_SPANS]))
        for first, (start, _) in enumerate(spans):
            if any(
                folded(passage.text[start:end]).rstrip(_STOPS) == said for _, end in spans[first : first + MAX_QUOTED]
            ):
                return True
    return False


# ---------------------------------------------------------------- covered


def _covering(claim: Claim) -> tuple[float, str]:
    """How well the cited Chinese passages cover what the sentence says; and, where well enough, the words that do."""
    texts = tuple(passage.text for passage in claim.passages if chinese(passage))
    if not texts or len(claim.sentence.text) > MAX_SENTENCE:
        return 0.0, ""
    on = ground(texts)
    said = coverage(claim.text, on, claim.about_sources())
    score = _score(said)
    if score < SUPPORTED or not (said.verbatim or (_same_sense(claim.text, texts) and _reported(claim, texts))):
        return min(score, NOT_ENOUGH), ""
    return score, said.span


def _reported(claim: Claim, texts: Sequence[str]) -> bool:
    """Whether the outlet that the sentence begins with (据甲报报道，) is one that passages or their sources name."""
    match = _REPORTED.match(claim.text)
    who = core(match["who"]).casefold() if match else ""
    return any(who in folded(text[:MAX_SPANS]).casefold() for text in (*texts, claim.about_sources()))


def _score(said: Coverage) -> float:
    """The coverage as a number from 0 to 1: how likely a sentence with so much missing is still true."""
    if said.words == 0 or said.words + said.others < LEAST:
        return SUPPORTED if said.verbatim else 0.0
    if said.share < LEAST_SHARE:
        return NOT_ENOUGH * said.share
    against = (
        LACKING * said.lacking
        + RUN * said.run
        + NEW_PAIRS * said.new_pairs
        + NAMES * said.names
        + STRANGERS * said.strangers
        + EXCHANGED * max(0.0, said.likeness - UNLIKE)
    )
    return round(1 / (1 + math.exp(against - NOTHING_MISSING)), 4)


def _same_sense(text: str, passages: Sequence[str]) -> bool:
    """Whether neither side negates, or says the opposite of, what the other says in as good as the same words."""
    whole = simplified(text)
    theirs = [clause for passage in passages for clause in _clauses(passage[:MAX_SPANS])]
    for clause in _clauses(whole):
        own = _pieces(clause)
        nearest = max(theirs, key=lambda other: (len(own & _pieces(other)), -len(other)), default="")
        alike = own and len(own & _pieces(nearest)) >= ALIKE * len(own)
        if _negates(clause) != _negates(nearest) and (alike or _negates(clause)):
            return False
    said = "".join(theirs)
    return not any(
        mine in whole and mine not in said and other in said
        for pair in _OPPOSITES
        for mine, other in (pair, reversed(pair))
    )


@functools.lru_cache(1024)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause for clause in _CLAUSE.split(simplified(text)) if clause.strip())


@functools.lru_cache(4096)
def _pieces(text: str) -> frozenset[str]:
    """Word pairs of what a text says."""
    return frozenset(bigrams(text))


def _negates(clause: str) -> bool:
    return _NEGATION.search(_NEUTRAL.sub("", clause)) is not None
