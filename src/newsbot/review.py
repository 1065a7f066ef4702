"""A draft on the desk: what is still to be decided, and what an editor's word changes. Pure.

    Review ──what is open──▶ places, findings      Review + decision ──▶ Review

A sentence that rules and judge leave unsupported, contradicted, half supported or not judged is open until an editor
has edited, cut or re-cited it so that it stands, confirmed it on words of a passage, or kept it under a name and for
a reason. A decision holds for one wording on one set of passages: whoever changes either has to decide anew.
"""

from collections.abc import Iterable, Iterator

from newsbot import chinese
from newsbot.news import (
    Approval,
    Byline,
    Decision,
    Draft,
    Evidence,
    Finding,
    Judged,
    Review,
    Sentence,
    Support,
    Verdict,
)

OPEN: frozenset[Support] = frozenset({"unsupported", "contradicted", "partly", "not judged"})
"""How a sentence stands that somebody has to decide on."""

READING_SPEED = 400
"""Han characters an editor reads in a minute with the sources beside the draft: below the 500 or so of silent
reading, which leaves no time to look at a passage."""


def begun(verdict: Verdict, version: int, evidence: Evidence) -> Review:
    """The draft as the machine left it, nothing decided yet; of an edition what was decided of the same sentences."""
    edition = evidence.edition
    decisions, licence = (edition.decisions, edition.licence) if edition is not None else ((), "")
    return Review(judged=version, verdict=verdict, decisions=decisions, licence=licence)


def decision(review: Review, sentence: Sentence) -> Decision | None:
    """The last decision on a sentence as it reads now."""
    found = (
        each
        for each in reversed(review.decisions)
        if not each.rule and (each.text, each.passages) == (sentence.text, sentence.passages)
    )
    return next(found, None)


def waived(review: Review, finding: Finding) -> Decision | None:
    """The last decision on a finding that is on no sentence."""
    said = on(finding)
    return next((each for each in reversed(review.decisions) if each.rule == finding.rule and each.text == said), None)


def on(finding: Finding) -> str:
    """What a decision on a finding of the whole draft is about, in words that change when the finding does."""
    return finding.found or finding.sentence or finding.advice


def open_sentences(review: Review) -> tuple[Judged, ...]:
    """The sentences that still need a decision, in reading order.

    A keyword says nothing of its own: it needs one only where a rule is against it.
    """
    placed = dict(review.verdict.draft.placed())
    faulted = {finding.place for finding in errors(review.verdict)}
    return tuple(
        each
        for each in review.verdict.sentences
        if each.support in OPEN
        and (each.place in faulted or not each.place.startswith("keywords/"))
        and decision(review, placed[each.place]) is None
    )


def open_findings(review: Review) -> tuple[Finding, ...]:
    """The errors that stand against no sentence (a length, a tag) and that no editor has taken upon themselves."""
    placed = {place for place, _ in review.verdict.draft.placed()}
    return tuple(
        finding for finding in errors(review.verdict) if finding.place not in placed and waived(review, finding) is None
    )


def errors(verdict: Verdict) -> Iterator[Finding]:
    """Those findings that hold the draft."""
    return (finding for finding in verdict.findings if finding.severity == "error")


def is_open(review: Review) -> bool:
    """Whether anything still needs a decision."""
    return bool(open_sentences(review) or open_findings(review))


def decided(review: Review, made: Iterable[Decision]) -> Review:
    """The review with these decisions; whoever had approved it has to do so again."""
    return review.model_copy(update={"decisions": (*review.decisions, *made), "approval": None})


def reworded(review: Review, verdict: Verdict) -> Review:
    """The review with the draft as it reads now. Decisions on sentences that are as they were still hold."""
    return review.model_copy(update={"verdict": verdict, "approval": None})


def approved(review: Review, approval: Approval) -> Review:
    """The review with an editor's name under it; nothing may be open any more (`ValueError`)."""
    if is_open(review):
        raise ValueError("a draft with open sentences cannot be approved")
    return review.model_copy(update={"approval": approval})


def byline(review: Review, evidence: Evidence) -> Byline | None:
    """Who has put their name over the draft's opinions as they stand; None where a machine's stands there."""
    if review.approval is None or not review.approval.byline:
        return signed_before(review.verdict.draft, evidence)
    return Byline(editor=review.approval.editor, opinions=opinions(review.verdict.draft))


def signed_before(draft: Draft, evidence: Evidence) -> Byline | None:
    """Who signed the very opinions of this draft in the article that it is an edition of, in other characters; or None.

    What a person has signed is theirs in whatever characters it is written. In another language it is a model's words.
    """
    edition = evidence.edition
    if edition is None or edition.language != "zh-Hant" or not edition.signer:
        return None
    signed = opinions(edition.signed)
    return Byline(editor=edition.signer, opinions=signed) if opinions(draft) <= signed else None


def opinions(draft: Draft) -> frozenset[str]:
    """The opinions of a draft, word for word."""
    return frozenset(each.text for _, each in draft.placed() if each.kind == "opinion")


def owned(review: Review) -> tuple[tuple[str, Sentence, Decision], ...]:
    """The sentences that stand on an editor's word alone, in reading order."""
    placed = ((place, each, decision(review, each)) for place, each in review.verdict.draft.placed())
    return tuple((place, each, word) for place, each, word in placed if word is not None and word.choice == "keep")


def minutes(review: Review, evidence: Evidence) -> int:
    """How long reading the draft beside the passages it names takes, in whole minutes, one at least."""
    draft = review.verdict.draft
    named = {id for _, sentence in draft.placed() for id in sentence.passages}
    texts = [sentence.text for _, sentence in draft.placed()]
    texts += [passage.text for passage in evidence.passages if passage.id in named]
    return max(1, -(-sum(chinese.weight(text) for text in texts) // READING_SPEED))


def held(review: Review) -> str:
    """Why the draft is held, in one line of Chinese; empty where nothing holds it."""
    found = list(errors(review.verdict))
    if not found:
        return ""
    first = found[0].advice.rstrip("。")
    return f"{first}，等{len(found)}处" if len(found) > 1 else first
