"""A draft's file as it lies there, read back and proofread: what an editor changed in it is checked anew."""

import hashlib
from dataclasses import dataclass

from newsbot import article, gate, proofreading, review
from newsbot.article.document import DashList, Document, FlowList
from newsbot.errors import Conflict, ParseError, PublishError
from newsbot.news import Article, Draft, Evidence, Finding, Outcome, Review, Story, Verdict
from newsbot.proofreading import Proof
from newsbot.publishing.asked import Publisher

STRICTER: tuple[Outcome, ...] = ("pass", "review", "hold")


@dataclass(frozen=True)
class Lying:
    """A draft as it lies there now: its document, how it stands, and what it was made from.

    `findings` are those that no editor has answered at the desk, `open` counts the sentences that still need a decision
    there, and `approved` is who signed it as it lies there, empty when nobody did.
    """

    article: Article
    evidence: Evidence
    document: Document
    sha256: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    reread: Draft
    open: int
    approved: str


async def as_it_lies(story: Story, publisher: Publisher) -> Lying:
    """The draft's file, read back and proofread: what an editor changed in it is checked anew."""
    archive = publisher.world.archive
    written, gathered = await archive.artifact(story.id, "review"), await archive.artifact(story.id, "gathered")
    judged = await archive.artifact(story.id, "judged")
    assert written and gathered and judged, f"story {story.id} stands in review without its artifacts"
    kept, evidence = Article.model_validate_json(written), Evidence.model_validate_json(gathered)
    _, decided = await archive.review(story.id)
    on = decided or review.begun(Verdict.model_validate_json(judged), 0, evidence)
    verdict = on.verdict
    octets = await publisher.world.files.read(kept.path)
    try:
        text = octets.decode("utf-8")
        document = article.parse(text)
    except UnicodeDecodeError as error:
        raise PublishError(f"{kept.path} is not in UTF-8; save it so") from error
    except ParseError as error:
        raise PublishError(f"{kept.path}: {error}") from error
    if proofreading.story_of(document) not in ("", story.id):
        raise Conflict(f"{kept.path} belongs to another story ({proofreading.story_of(document)}); move it away")
    policy, sha = publisher.policy, hashlib.sha256(octets).hexdigest()
    untouched = sha == kept.sha256
    byline = review.byline(on, evidence) if untouched else review.signed_before(verdict.draft, evidence)
    reread = proofreading.reread(document, text, verdict.draft, evidence, byline=byline)
    tagged = reread.draft.model_copy(update={"tags": _tags(document)})
    rules, words = policy.checks_of(verdict.draft), gate.words_of(verdict)
    reread, flags = reread._replace(draft=tagged), gate.flags_of(verdict)
    proofs = proofreading.proofs(tagged, evidence, rules, words, policy.standards, reread, flags)
    answered = {place for place, each in tagged.placed() if review.decision(on, each) is not None}
    of_sentences = (finding for each in proofs.sentences if each.place not in answered for finding in each.findings)
    of_whole = (finding for finding in proofs.findings if review.waived(on, finding) is None)
    findings = (*of_sentences, *of_whole)
    return Lying(
        article=kept,
        evidence=evidence,
        document=document,
        sha256=sha,
        outcome=_outcome(proofs.verdict, findings, on, untouched=untouched),
        findings=findings,
        reread=tagged,
        open=sum(_is_open(each) for each in proofs.sentences if each.place not in answered),
        approved=on.approval.editor if on.approval is not None and untouched else "",
    )


def _outcome(now: Outcome, findings: tuple[Finding, ...], on: Review, *, untouched: bool) -> Outcome:
    """How the draft stands: the stricter of now and then, but for what an editor has answered at the desk."""
    if on.decisions:
        return "hold" if any(finding.severity == "error" for finding in findings) else "review"
    return max(now, on.verdict.outcome, key=STRICTER.index) if untouched else now


def _is_open(proof: Proof) -> bool:
    """Whether an editor has to decide on it: a keyword only where a rule is against it."""
    faulted = any(finding.severity == "error" for finding in proof.findings)
    return proof.verdict in review.OPEN and (faulted or not proof.place.startswith("keywords/"))


def _tags(document: Document) -> tuple[str, ...]:
    found = next((field.value for field in document.front if field.key == "tags"), None)
    return found.items if isinstance(found, FlowList | DashList) else ()
