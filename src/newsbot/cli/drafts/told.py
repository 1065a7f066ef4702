"""How the subcommands of `drafts` find a draft, whose acts they are, and what they say of how it stands."""

import getpass
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError
from newsbot.settings import Settings

if TYPE_CHECKING:
    from newsbot.editing import Opened
    from newsbot.wiring import Newsroom

one_draft = click.argument("story", metavar="ID")
one_place = click.argument("place", metavar="PLACE")
reason_option = click.option("--reason", default="", metavar="TEXT", help="Why; it is kept under your name.")


def editor(settings: Settings) -> str:
    """The name that acts are kept under."""
    return settings.desk.editor or getpass.getuser()


async def answering(newsroom: "Newsroom", given: str) -> str:
    """The name that somebody answers with for what is published: the one given, else desk.editor, else the login name
    where it has an account. Raises `UsageError` where there is none."""
    from newsbot import staff

    named_ = one_line(given).strip()[:100] or newsroom.settings.desk.editor
    if not named_ and staff.named(await newsroom.world.archive.editors(), getpass.getuser()):
        named_ = getpass.getuser()
    if not named_:
        raise UsageError("somebody answers for this; name yourself with --editor NAME, or set desk.editor")
    return named_


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
                "open": stands.place in open_,
                "decision": word.model_dump(mode="json") if word else None,
            }
        )
    return {
        "story": on.row.story.id,
        "acts": on.number,
        "verdict": on.review.verdict.outcome,
        "approved": on.review.approval.editor if on.review.approval else None,
        "open": on.article.open,
        "path": on.article.path,
        "sentences": sentences,
        "findings": [finding.model_dump() for finding in on.review.verdict.findings],
    }
