"""A draft's file as it lies there, read back and proofread: what an editor changed in it is checked anew."""

import hashlib
from dataclasses import dataclass

from newsbot import article, gate, proofreading
from newsbot.article.document import Document, FlowList
from newsbot.errors import Conflict, ParseError, PublishError
from newsbot.news import Article, Draft, Evidence, Finding, Outcome, Story, Verdict
from newsbot.publishing.asked import Publisher

STRICTER: tuple[Outcome, ...] = ("pass", "review", "hold")


@dataclass(frozen=True)
class Lying:
    """A draft as it lies there now: its document, how it stands, and what it was made from."""

    article: Article
    evidence: Evidence
    document: Document
    sha256: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    reread: Draft


async def as_it_lies(story: Story, publisher: Publisher) -> Lying:
    """The draft's file, read back and proofread: what an editor changed in it is checked anew."""
    archive = publisher.world.archive
    review, gathered = await archive.artifact(story.id, "review"), await archive.artifact(story.id, "gathered")
    judged = await archive.artifact(story.id, "judged")
    assert review and gathered and judged, f"story {story.id} stands in review without its artifacts"
    kept, evidence = Article.model_validate_json(review), Evidence.model_validate_json(gathered)
    verdict = Verdict.model_validate_json(judged)
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


def _tags(document: Document) -> tuple[str, ...]:
    found = next((field.value for field in document.front if field.key == "tags"), None)
    return found.items if isinstance(found, FlowList) else ()
