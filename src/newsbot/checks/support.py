"""Positive evidence for a sentence: nothing is supported for want of findings.

`quoted`: apart from an attribution it is verbatim, in quotation marks. `supported`: the cited
Chinese passages cover its words, and no negation and no opposite stands on one side only.
What neither shows is `not judged`, and counts as unsupported until a judge has seen it.
"""

import functools
import itertools
import re
from collections.abc import Sequence

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.quotes import verbatim
from newsbot.checks.speech import SAYING, core, folded, quoted, unattributed
from newsbot.chinese import HAN, bigrams, sentences, simplified
from newsbot.figures import figures
from newsbot.figures.figure import folded as folded_figures
from newsbot.glossary import mentions
from newsbot.news import Draft, Evidence, Finding, Judged, Passage, Sentence, Source

COVERED = 0.8
"""Share of a sentence's word pairs that must stand in the cited Chinese passages. Below it too many true
headlines of other hands would pass as well as false ones; a sentence with one new word of two characters in
twenty keeps about 0.85, and what is wrong with such a word is for the other rules and the judge."""

FAULTED = 0.4
"""What is left of the score of a sentence in which a rule found an error: less than any supported one has."""

_STOPS = "。！？…；，、.!?;,"
MAX_QUOTED = 4  # sentences of one quotation

LEAST = 4
"""Word pairs a sentence must have left for its coverage to mean anything."""

_FUNCTION = re.compile(
    "以及|并且|而且|但是|因此|同时|此外|其中|目前|这一|该项|有关|相关|关于|对于|由于|通过|进行|"
    "[的了在是和与及等也都就把向从为以并而但其该这那之于则又还由]"
)
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
_CLAUSE = re.compile("[，。；！？,;!?\n]")
_SAID = "|".join(sorted(SAYING, key=len, reverse=True))
_SAYING = re.compile(f"据|根据|援引|消息|当地时间|北京时间|{_SAID}")
_ATTRIBUTION = re.compile(
    rf"^(?:据|根据|援引)?(?P<who>[^，。；：:“”]{{0,40}}?)(?:的?(?:报道|消息))?(?:{_SAID})?(?:道|称|说)?[，：:,]?$"
)


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
        return Judged(place=place, support="supported", by="coverage", spans=(span,), score=0.5 + score / 2)
    return Judged(place=place, support="not judged", score=min(0.49, score / 2))


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
    """How much the cited Chinese passages cover; and the sentence that covers most, when it is enough."""
    texts = [passage.text for passage in claim.passages if chinese(passage)]
    said = unattributed(claim.text)
    own = _pieces(said)
    if not texts or len(own) < LEAST:
        return 0.0, ""
    known = frozenset().union(*map(_pieces, texts))
    score = len(own & known) / len(own)
    if score < COVERED or not _same_sense(claim.text, texts):
        return score, ""
    if _new_word(_without_saying(claim.text), known | _pieces(claim.about_sources())):
        return score, ""  # this looks at the attribution too: who said it is part of what is said
    spans = [text[start:end] for text in texts for start, end in sentences(text[:MAX_SPANS])]
    return score, max(spans, key=lambda span: len(own & _pieces(span)), default="")


def _without_saying(text: str) -> str:
    """The text without verbs of saying and without glossary names, which have a rule of their own."""
    text = simplified(text)
    left, position = [], 0
    for mention in mentions(text):
        left.append(text[position : mention.start])
        position = mention.end
    return _SAYING.sub(" ", " ".join([*left, text[position:]]))


def _new_word(text: str, known: frozenset[str]) -> bool:
    """Whether a character of the text stands in company that the passages never put it in, on both sides.

    Words in another order leave one unknown pair where they meet; a word that was exchanged or
    added leaves two or more in a row, however long the sentence around it is.
    """
    for run in re.findall(f"[{HAN}]+", _content(text)):
        pairs = [run[n : n + 2] in known for n in range(len(run) - 1)]
        if any(not one and not two for one, two in itertools.pairwise(pairs)):
            return True
        if pairs and not (pairs[0] and pairs[-1]) and len(pairs) < 3:
            return True
    return False


MAX_SPANS = 20_000
"""Characters of a passage that are looked through for the words a sentence rests on."""


@functools.lru_cache(4096)
def _pieces(text: str) -> frozenset[str]:
    """Word pairs of what a text says."""
    return frozenset(bigrams(_content(text)))


def _content(text: str) -> str:
    """The text without function words and without figures, which have a rule of their own."""
    plain = folded_figures(text)
    left, position = [], 0
    for figure in figures(text):
        left.append(plain[position : figure.start])
        position = max(position, figure.end)
    left.append(plain[position:])
    return _FUNCTION.sub(" ", " ".join(left))


def _same_sense(text: str, passages: list[str]) -> bool:
    """Whether neither side negates, or says the opposite of, what the other says in as good as the same words."""
    mine = [clause for clause in _CLAUSE.split(simplified(text)) if clause]
    theirs = [clause for passage in passages for clause in _CLAUSE.split(simplified(passage[:MAX_SPANS])) if clause]
    whole, all_theirs = simplified(text), "".join(theirs)
    denied = [clause for clause in theirs if _negates(clause)]
    if any(_negates(clause) and not any(_overlaps(clause, other) for other in denied) for clause in mine):
        return False
    if not _negates(whole) and any(_overlaps(clause, whole) for clause in denied):
        return False
    for one, two in _OPPOSITES:
        for said, other in ((one, two), (two, one)):
            if said in whole and said not in all_theirs and other in all_theirs:
                return False
    return True


def _negates(clause: str) -> bool:
    return _NEGATION.search(_NEUTRAL.sub("", clause)) is not None


def _overlaps(clause: str, other: str) -> bool:
    """Whether at least half of the clause's word pairs stand in the other text."""
    own = _pieces(clause)
    return bool(own) and 2 * len(own & _pieces(other)) >= len(own)
