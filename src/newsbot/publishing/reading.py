"""A draft's file as it lies there, read back and proofread: what an editor changed in it is checked anew."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from newsbot import article, gate, proofreading, review
from newsbot.article.document import Document, FlowList
from newsbot.checks.house_terms import house_terms
from newsbot.errors import Conflict, ParseError, PublishError
from newsbot.news import Article, Draft, Evidence, Finding, Outcome, Review, Sentence, Story, Verdict
from newsbot.publishing.asked import Policy, Publisher

STRICTER: tuple[Outcome, ...] = ("pass", "review", "hold")


@dataclass(frozen=True)
class Lying:
    """A draft as it lies there now: its document, how it stands, and what it was made from.

    `open` is how many sentences and findings an editor has still to decide at the desk, `approved` who approved it.
    """

    article: Article
    evidence: Evidence
    document: Document
    sha256: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    reread: Draft
    open: int = 0
    approved: str = ""


async def as_it_lies(story: Story, publisher: Publisher) -> Lying:
    """The draft's file, read back and proofread: what an editor changed in it is checked anew."""
    archive = publisher.world.archive
    written, gathered = await archive.artifact(story.id, "review"), await archive.artifact(story.id, "gathered")
    judged = await archive.artifact(story.id, "judged")
    assert written and gathered and judged, f"story {story.id} stands in review without its artifacts"
    kept, evidence = Article.model_validate_json(written), Evidence.model_validate_json(gathered)
    on = await _on_desk(story.id, publisher)
    verdict = on.verdict if on else Verdict.model_validate_json(judged)
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
    if on is not None and sha == kept.sha256:  # as the desk wrote it: what editors decided of it counts
        return _decided(on, kept, evidence, document, policy)
    reread = proofreading.reread(document, text, verdict.draft, evidence)
    tagged = reread.draft.model_copy(update={"tags": _tags(document)})
    rules, words = policy.checks_of(verdict.draft.writer), gate.words_of(verdict)
    proofs = proofreading.proofs(tagged, evidence, rules, words, policy.standards, reread._replace(draft=tagged))
    outcome = proofs.verdict
    if sha == kept.sha256:  # as it was judged: the stricter of what was found then and now
        outcome = max(outcome, kept.outcome, key=STRICTER.index)
    of_sentences = tuple(finding for each in proofs.sentences for finding in each.findings)
    findings = (*of_sentences, *proofs.findings)
    return Lying(kept, evidence, document, sha, outcome, findings, tagged)


async def _on_desk(story: str, publisher: Publisher) -> Review | None:
    """The draft as editors left it; None where none has touched it since it was judged."""
    latest = await publisher.world.archive.review(story)
    judged = next(kept.version for kept in await publisher.world.archive.kept(story) if kept.stage == "judged")
    return latest[1] if latest is not None and latest[1].judged == judged else None


def _decided(on: Review, kept: Article, evidence: Evidence, document: Document, policy: Policy) -> Lying:
    """How a draft stands that editors have been at: what they decided of is theirs, the rest as the gate has it."""
    draft = on.verdict.draft.model_copy(update={"tags": _tags(document)})
    placed = dict(draft.placed())
    found = (*on.verdict.findings, *house_terms(policy.standards)(draft, evidence))  # as the terms are now
    findings = tuple(each for each in found if not _settled(on, each, placed))
    held = any(each.severity == "error" for each in findings)
    outcome: Outcome = "hold" if held else "pass" if on.verdict.outcome == "pass" else "review"
    left = len(review.open_sentences(on)) + len(review.open_findings(on))
    approved = on.approval.editor if on.approval is not None and not left else ""
    return Lying(kept, evidence, document, kept.sha256, outcome, findings, draft, left, approved)


def _settled(on: Review, finding: Finding, placed: Mapping[str, Sentence]) -> bool:
    sentence = placed.get(finding.place)
    word = review.waived(on, finding) if sentence is None else review.decision(on, sentence)
    return word is not None


def _tags(document: Document) -> tuple[str, ...]:
    found = next((field.value for field in document.front if field.key == "tags"), None)
    return found.items if isinstance(found, FlowList) else ()
