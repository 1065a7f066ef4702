"""How the subcommands of `drafts` find a draft, whose acts they are, and what they say of how it stands."""

from typing import TYPE_CHECKING, Any

import click

from newsbot.cli.stories.told import named

if TYPE_CHECKING:
    from newsbot.editing import Opened
    from newsbot.news import Source
    from newsbot.wiring import Newsroom

one_draft = click.argument("story", metavar="ID")
one_place = click.argument("place", metavar="PLACE")
reason_option = click.option("--reason", default="", metavar="TEXT", help="Why; it is kept under your name.")


async def taken_up(newsroom: "Newsroom", given: str) -> "Opened":
    """The draft of the story whose id begins so. Raises `UsageError`, `NotAllowed`."""
    from newsbot import editing

    row = await named(newsroom.world.archive, given)
    return await editing.opened(row.story.id, newsroom.world)


def report(on: "Opened") -> dict[str, Any]:
    """How a draft stands, for programs."""
    from newsbot import review

    placed = dict(on.review.verdict.draft.placed())
    open_ = {each.place for each in review.open_sentences(on.review)}
    sentences = []
    for stands in on.review.verdict.sentences:
        sentence = placed[stands.place]
        word = review.decision(on.review, sentence)
        sentences.append(
            {
                "place": stands.place,
                "text": sentence.text,
                "passages": list(sentence.passages),
                "stands": stands.support,
                "by": stands.by,
                "spans": list(stands.spans),
                "open": stands.place in open_,
                "decision": word.model_dump(mode="json") if word else None,
                **({"tells": sentence.signed} if sentence.signed else {}),
            }
        )
    named = {id for sentence in placed.values() for id in sentence.passages}
    return {
        "story": on.row.story.id,
        "kind": on.row.story.kind,
        "score": on.article.score,
        "minutes": on.article.minutes,
        "parked": on.row.reason if on.row.parked else "",
        "acts": on.number,
        "verdict": on.review.verdict.outcome,
        "approved": on.review.approval.editor if on.review.approval else None,
        "open": on.article.open,
        "path": on.article.path,
        "sentences": sentences,
        "findings": [finding.model_dump() for finding in on.review.verdict.findings],
        "passages": [each.model_dump(mode="json") for each in on.evidence.passages if each.id in named],
        "sources": [_source(each) for each in on.evidence.sources],
    }


def _source(source: "Source") -> dict[str, Any]:
    """What the page shows of a source: who says it, when, and how much of it was seen."""
    kept = {"id", "title", "publisher", "url", "published", "retrieved", "access"}
    return source.model_dump(mode="json", include=kept)
