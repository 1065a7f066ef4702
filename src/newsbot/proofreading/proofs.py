"""The proofs: every sentence with its verdict, the words it rests on, and what is to be said against it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from newsbot import checks, chinese, gate
from newsbot.news import (
    NEWS,
    Draft,
    Evidence,
    Finding,
    Judged,
    Kind,
    Noun,
    Outcome,
    Passage,
    Sentence,
    Support,
    Verdict,
)
from newsbot.proofreading.rereading import EMPTY, Reread


class Resting(Noun):
    """Words a sentence rests on: `start` and `end` count code points of the source's stored text."""

    passage: str
    source: int
    start: int
    end: int
    text: str


class Proof(Noun):
    """One sentence with its marks, how it stands and on what, and what is to be said against it.

    `edited` is whether it reads otherwise, or cites otherwise, than the draft that was judged.
    """

    place: str
    text: str
    marks: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    verdict: Support
    by: str = ""
    score: float = 0.0
    spans: tuple[Resting, ...] = ()
    findings: tuple[Finding, ...] = ()
    edited: bool = False


class Proofs(Noun):
    """All sentences in reading order, and what is wrong with the whole (`findings`)."""

    verdict: Outcome
    reasons: tuple[str, ...]
    sentences: tuple[Proof, ...]
    findings: tuple[Finding, ...]


def proofs(
    draft: Draft,
    evidence: Evidence,
    rules: Sequence[checks.Check],
    words: gate.Words,
    standards: checks.Standards,
    reread: Reread | None = None,
    flags: Sequence[Finding] = (),
) -> Proofs:
    """The proofs of a draft; `reread` where it comes from a file. `words` are what a judge said when it was judged.

    `flags` are those of its story (`gate.flags_of`).
    """
    draft = checks.inherited(draft) if standards.inherit else draft
    unheard = "" if words else "没有核对模型的结论"
    stood = gate.as_it_stands(draft, evidence, rules, words, unheard=unheard, flags=flags)
    marks, edited, outside = (reread.marks, reread.edited, reread.findings) if reread else ({}, frozenset(), ())
    placed = dict(draft.placed())
    told = _by_place(stood.findings)
    sentences = [
        _proof(each, placed[each.place], evidence, told.pop(each.place, ()), marks, edited) for each in stood.sentences
    ]
    for place, sentence in reread.notices if reread else ():
        against = tuple(checks.against(place, sentence, evidence, standards))
        stands = checks.support(sentence, evidence.cited(sentence.passages), evidence.sources, place)
        stands = checks.weighed(stands, against)
        sentences.append(_proof(stands, sentence, evidence, against, marks, frozenset((place,))))
    rest = (*(finding for found in told.values() for finding in found), *outside)
    return Proofs(**_outcome(stood, sentences, outside), sentences=tuple(sentences), findings=rest)


def unproved(reread: Reread, standards: checks.Standards = checks.HOUSE, kind: Kind = NEWS) -> Proofs:
    """What can be said of a file whose evidence is not at hand: its structure and language; no sentence is judged."""
    draft = reread.draft
    found = [finding for rule in checks.unbound(standards, kind, draft.language) for finding in rule(draft, EMPTY)]
    told = _by_place(found)
    marks = reread.marks
    sentences = [
        Proof(
            place=place, text=each.text, marks=marks.get(place, ()), verdict="not judged", findings=told.pop(place, ())
        )
        for place, each in (*draft.placed(), *reread.notices)
    ]
    rest = (*(finding for left in told.values() for finding in left), *reread.findings)
    wrong = [*found, *reread.findings]
    return Proofs(
        verdict="hold" if any(finding.severity == "error" for finding in wrong) else "review",
        reasons=("没有找到这篇稿件的资料，只看了结构和语言", *(f"{each.place}：{each.advice}" for each in wrong)),
        sentences=tuple(sentences),
        findings=rest,
    )


def _outcome(stood: Verdict, sentences: Sequence[Proof], outside: Sequence[Finding]) -> dict[str, object]:
    """The verdict and reasons of the draft, made stricter by what stands outside it."""
    notices = [each for each in sentences if each.place.startswith("notices/")]
    more = [*outside, *(finding for each in notices for finding in each.findings)]
    reasons = [*stood.reasons, *(f"{finding.place}：{finding.advice}" for finding in more)]
    reasons += [f"{each.place}：更正的依据未经核对" for each in notices if each.verdict == "not judged"]
    outcome: Outcome = stood.outcome if len(reasons) == len(stood.reasons) or stood.outcome == "hold" else "review"
    if any(finding.severity == "error" for finding in more):
        outcome = "hold"
    return {"verdict": outcome, "reasons": tuple(reasons)}


def _by_place(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    by: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        by[finding.place] = (*by.get(finding.place, ()), finding)
    return by


def _proof(
    stands: Judged,
    sentence: Sentence,
    evidence: Evidence,
    findings: tuple[Finding, ...],
    marks: Mapping[str, tuple[str, ...]],
    edited: frozenset[str],
) -> Proof:
    cited = evidence.cited(sentence.passages)
    spans = (located(span, cited) for span in stands.spans)
    return Proof(
        place=stands.place,
        text=sentence.text,
        marks=marks.get(stands.place, ()),
        passages=sentence.passages,
        verdict=stands.support,
        by=stands.by,
        score=round(stands.score, 3),
        spans=tuple(span for span in spans if span is not None),
        findings=findings,
        edited=stands.place in edited,
    )


# ---------------------------------------------------------------- spans


def located(span: str, passages: Iterable[Passage]) -> Resting | None:
    """Where these words stand in the first passage that has them, punctuation, white space and case aside."""
    letters, _ = _letters(chinese.simplified(span))
    if not letters:
        return None
    for passage in passages:
        text, places = _letters(passage.text)
        at = text.find(letters)
        if at < 0:
            continue
        start, end = places[at], places[at + len(letters) - 1] + 1
        stored = len(passage.original or passage.text)
        whole = stored != passage.end - passage.start or stored != len(passage.text)  # then places cannot be counted
        return Resting(
            passage=passage.id,
            source=passage.source,
            start=passage.start + (0 if whole else start),
            end=passage.end if whole else passage.start + end,
            text=passage.text[start:end],
        )
    return None


def _letters(text: str) -> tuple[str, list[int]]:
    """The text's letters and digits in one form, and where each stands."""
    found = [
        (letter, place)
        for place, char in enumerate(text)
        for letter in unicodedata.normalize("NFKC", char).casefold()
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in found), [place for _, place in found]
