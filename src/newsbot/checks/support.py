"""Positive evidence for a sentence: nothing is supported for want of findings.

`quoted`: apart from an attribution it is verbatim, in quotation marks. `supported`: the cited
passages of its own language cover its words and tell what it says happened, and neither side denies what the other
says.
What neither shows is `not judged`, and counts as unsupported until a judge has seen it.
"""

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.checks import english
from newsbot.checks.claim import MAX_SENTENCE, Claim, chinese
from newsbot.checks.coverage import Coverage, coverage
from newsbot.checks.quotes import verbatim
from newsbot.checks.relation.reading import NEGATION, NEUTRAL, denies
from newsbot.checks.speech import SAYING, core, folded, quoted
from newsbot.chinese import bigrams, language, sentences, simplified
from newsbot.news import Draft, Evidence, Finding, Judged, Passage, Sentence, Source

SUPPORTED = 0.5
"""Score from which the passages' own words support a sentence."""
NOT_ENOUGH = 0.49
"""The highest score of a sentence that they do not support."""


@dataclass(frozen=True)
class _Weights:
    """What counts against a sentence, and what it may lack before it is as likely false as true.

    `lacking` is for each missing word of content, `run` for each character (of English: word) of the longest row of
    them, `new_pairs` for each pair of neighbouring characters that no passage has, `names` for each missing name,
    `exchanged` for another word in a sentence that is otherwise the passage's, by how much of it is, `share` for the
    share of the words that is missing, `near` for each clause whose verbs only resemble one of the passages'.
    """

    start: float
    lacking: float = 0.0
    run: float = 0.0
    new_pairs: float = 0.0
    names: float = 0.0
    exchanged: float = 0.0
    share: float = 0.0
    near: float = 0.0


# A logistic regression on half of 3,400 Chinese sentences and headlines (true, written by models that made things
# up, or true but for one word exchanged), checked on the other half, which had other sources; rounded. Since a
# sentence whose happening is not told (`Coverage.untold`) is not supported whatever its score, `start`, `names`,
# `exchanged` and `near` were set anew on a grid over all rows, for fewer false alarms than asked for.
# See docs/benchmarks.md, The gate.
CHINESE = _Weights(start=4.6, lacking=0.28, run=0.38, new_pairs=0.12, names=4.0, exchanged=6.5, near=1.0)
# Set by hand: in 1,267 English summaries missing words told true from false no better than chance, so that these only
# keep out what speaks of something else.
ENGLISH = _Weights(start=3.5, run=0.2, names=1.0, share=7.0)
UNLIKE = 0.3
"""Likeness of two sentences up to which they are two sentences, and no word was exchanged."""
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
    if claim.keyword or sentence.kind == "label" or (sentence.kind != "fact" and not sentence.passages):
        return Judged(place=place, support="not a claim")
    spans = _quoted(claim)
    if spans:
        return Judged(place=place, support="quoted", by="quote", spans=spans, score=1.0)
    score, span = _covering(claim)
    if span:
        return Judged(place=place, support="supported", by="coverage", spans=(span,), score=score)
    return Judged(place=place, support="not judged", score=score)


def unfounded(sentence: Sentence, passages: tuple[Passage, ...], sources: tuple[Source, ...] = ()) -> str:
    """What of the sentence its passages lack, for a reader: the missing words, or the exchanged one with its original.

    The whole sentence where nothing can be singled out.
    """
    said = _covered(Claim("", sentence, passages, sources))
    if said is None or said.share < LEAST_SHARE or not (said.missing or said.exchanged[0]):
        return sentence.text
    mine, theirs = said.exchanged
    return f"{mine}（{theirs}）" if theirs else "、".join(said.missing)


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
    """How well the cited passages of its language cover what the sentence says; and, where well enough, their words."""
    if len(claim.sentence.text) > MAX_SENTENCE:
        return 0.0, ""
    spoken, texts = _ground(claim)
    said = _covered(claim)
    if said is None:
        return 0.0, ""
    score = _score(said, ENGLISH if spoken == "en" else CHINESE)
    if score < SUPPORTED or not (said.verbatim or (not said.untold and _same_sense(claim, spoken, texts))):
        return min(score, NOT_ENOUGH), ""
    return score, said.span


def _ground(claim: Claim) -> tuple[str, tuple[str, ...]]:
    """The sentence's language, and the texts of the cited passages that are in it."""
    spoken = language(claim.text)
    return spoken, tuple(passage.text for passage in claim.passages if _spoken(passage) == spoken)


def _covered(claim: Claim) -> Coverage | None:
    """What of the sentence is covered; None where there is nothing to hold it against."""
    spoken, texts = _ground(claim)
    if not texts or spoken not in ("zh", "en"):
        return None
    if spoken == "en":
        return english.coverage(claim.text, texts)
    return coverage(claim.text, texts, claim.about_sources())


def _spoken(passage: Passage) -> str:
    return "zh" if chinese(passage) else language(passage.text)


def _score(said: Coverage, weights: _Weights) -> float:
    """The coverage as a number from 0 to 1: how likely a sentence with so much missing is still true."""
    if said.words == 0 or said.words + said.others < LEAST:
        return SUPPORTED if said.verbatim else 0.0
    if said.share < LEAST_SHARE:
        return NOT_ENOUGH * said.share
    against = (
        weights.lacking * said.lacking
        + weights.run * said.run
        + weights.new_pairs * said.new_pairs
        + weights.names * said.names
        + weights.exchanged * max(0.0, said.likeness - UNLIKE)
        + weights.share * (1 - said.share)
        + weights.near * said.near
    )
    return round(1 / (1 + math.exp(against - weights.start)), 4)


def _reported(claim: Claim, texts: Sequence[str]) -> bool:
    """Whether the outlet that the sentence begins with (据甲报报道，) is one that passages or their sources name."""
    match = _REPORTED.match(claim.text)
    who = core(match["who"]).casefold() if match else ""
    return any(who in folded(text[:MAX_SPANS]).casefold() for text in (*texts, claim.about_sources()))


def _same_sense(claim: Claim, spoken: str, texts: Sequence[str]) -> bool:
    """Whether neither side denies what the other says, and who is said to report it is named."""
    if spoken == "en":
        return english.denied_alike(claim.text, tuple(texts))
    return _denied_alike(claim.text, texts) and _reported(claim, texts)


def _denied_alike(text: str, passages: Sequence[str]) -> bool:
    """Whether neither side denies what the other says in as good as the same words."""
    theirs = [clause for passage in passages for clause in _clauses(passage[:MAX_SPANS])]
    for clause in _clauses(text):
        own = _pieces(clause)
        nearest = max(theirs, key=lambda other: (len(own & _pieces(other)), -len(other)), default="")
        alike = own and len(own & _pieces(nearest)) >= ALIKE * len(own)
        if denies(clause):
            if not any(denies(other) for other in theirs if len(own & _pieces(other)) > 1):
                return False
        elif (alike and denies(nearest)) or _only_denied(own, theirs):
            return False
    return True


def _only_denied(own: frozenset[str], theirs: Sequence[str]) -> bool:
    """Whether the clause says all that a clause of the passages denies, and none says so without denying it."""
    for clause in theirs:
        if not denies(clause):
            continue
        told = _pieces(NEGATION.sub("，", NEUTRAL.sub("，", clause)))
        if (
            len(told) >= LEAST
            and told <= own
            and not any(told <= _pieces(other) for other in theirs if not denies(other))
        ):
            return True
    return False


@functools.lru_cache(1024)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause for clause in _CLAUSE.split(simplified(text)) if clause.strip())


@functools.lru_cache(4096)
def _pieces(text: str) -> frozenset[str]:
    """Word pairs of what a text says."""
    return frozenset(bigrams(text))
