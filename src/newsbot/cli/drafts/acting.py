"""`newsbot drafts edit`, `cut`, `recite`, `confirm`, `keep`, … : acts on a draft, under a name."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbot.cli.drafts.told import one_draft, one_place, reason_option, report, taken_up
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted
from newsbot.cli.whose import editor
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.editing import Edited, Opened
    from newsbot.wiring import Newsroom


def _done(
    as_json: bool, story: str, work: Callable[["Newsroom", "Opened"], Awaitable["Opened"]], *, judged: bool = False
) -> int:
    """Do the work on the draft and say how it then stands; with `judged` the judge can be asked of what it changed."""

    async def act(newsroom: "Newsroom") -> Said:
        after = await work(newsroom, await taken_up(newsroom, story))
        left = after.article.open
        told = f"{after.article.path}: " + (f"{left} open" if left else "nothing is open")
        return Said(report(after), "", [told])

    return run(as_json, act, writing=judged)


def _edited(
    as_json: bool, story: str, make: Callable[["Newsroom", "Opened"], "Edited"], *, judged: bool = False
) -> int:
    """Keep what the act makes of the draft."""

    async def work(newsroom: "Newsroom", on: "Opened") -> "Opened":
        from newsbot import editing

        return await editing.put(on, make(newsroom, on), editor(newsroom.settings), newsroom.world, newsroom.rules)

    return _done(as_json, story, work, judged=judged)


@click.command("edit", short_help="Put a sentence in other words.")
@one_draft
@one_place
@click.argument("text", metavar="TEXT")
@click.option("--on", "passages", multiple=True, metavar="PASSAGE", help="Rest it on these instead; several times.")
@json_option
def edit(story: str, place: str, text: str, passages: tuple[str, ...], as_json: bool) -> int:
    """Put the sentence at PLACE in other words; the rules run on it at once, and the judge where one is set."""

    def make(newsroom: "Newsroom", on: "Opened") -> "Edited":
        return on.editing(newsroom.rules).edit(on.review, place, text, passages)

    return _edited(as_json, story, make, judged=True)


@click.command("cut", short_help="Take a sentence out.")
@one_draft
@one_place
@json_option
def cut(story: str, place: str, as_json: bool) -> int:
    """Take the sentence at PLACE out of the draft."""
    return _edited(as_json, story, lambda newsroom, on: on.editing(newsroom.rules).cut(on.review, place))


@click.command("recite", short_help="Rest a sentence on other passages.")
@one_draft
@one_place
@click.argument("passages", nargs=-1, required=True, metavar="PASSAGE...")
@json_option
def recite(story: str, place: str, passages: tuple[str, ...], as_json: bool) -> int:
    """Rest the sentence at PLACE on these passages (such as 2.7) and no others."""

    def make(newsroom: "Newsroom", on: "Opened") -> "Edited":
        return on.editing(newsroom.rules).recite(on.review, place, passages)

    return _edited(as_json, story, make, judged=True)


@click.command("confirm", short_help="Confirm a sentence on words of a passage.")
@one_draft
@one_place
@click.argument("passage", metavar="PASSAGE")
@click.argument("words", metavar="WORDS")
@reason_option
@json_option
def confirm(story: str, place: str, passage: str, words: str, reason: str, as_json: bool) -> int:
    """Confirm that the WORDS of PASSAGE say what the sentence at PLACE does.

    Where a rule is against the sentence a reason is needed too.
    """

    def make(newsroom: "Newsroom", on: "Opened") -> "Edited":
        desk, now = on.editing(newsroom.rules), newsroom.world.now()
        return desk.confirm(on.review, place, passage, words, editor(newsroom.settings), now, reason)

    return _edited(as_json, story, make)


@click.command("keep", short_help="Keep a sentence on your own word.")
@one_draft
@one_place
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept under your name.")
@json_option
def keep(story: str, place: str, reason: str, as_json: bool) -> int:
    """Keep the sentence at PLACE on your own word: it is then visibly the editor's own."""

    def make(newsroom: "Newsroom", on: "Opened") -> "Edited":
        desk, now = on.editing(newsroom.rules), newsroom.world.now()
        return desk.keep(on.review, place, editor(newsroom.settings), now, reason)

    return _edited(as_json, story, make)


@click.command("waive", short_help="Take a finding on the whole draft upon you.")
@one_draft
@click.argument("finding", type=click.IntRange(0), metavar="NUMBER")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept under your name.")
@json_option
def waive(story: str, finding: int, reason: str, as_json: bool) -> int:
    """Take the finding with this NUMBER (`drafts show` gives it behind #) upon you."""

    def make(newsroom: "Newsroom", on: "Opened") -> "Edited":
        findings = on.review.verdict.findings
        if finding >= len(findings):
            raise UsageError(
                f"there is no finding #{finding}; there are {counted(len(findings), 'finding', 'findings')}"
            )
        desk, now = on.editing(newsroom.rules), newsroom.world.now()
        return desk.waive(on.review, findings[finding], editor(newsroom.settings), now, reason)

    return _edited(as_json, story, make)


@click.command("rewrite", short_help="Take over a draft edited as Markdown.")
@one_draft
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@json_option
def rewrite(story: str, file: Path, as_json: bool) -> int:
    """Take over what FILE, a copy of the draft's file edited by hand, now says.

    Sentences that were not touched keep their passages and judgement.
    """

    async def work(newsroom: "Newsroom", on: "Opened") -> "Opened":
        from newsbot import article, editing

        octets = await newsroom.world.files.read(str(file))
        try:
            text = octets.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise UsageError(f"{file} is not in UTF-8; save it so") from error
        edited = on.editing(newsroom.rules).rewrite(on.review, article.parse(text), text)
        return await editing.put(on, edited, editor(newsroom.settings), newsroom.world, newsroom.rules)

    return _done(as_json, story, work, judged=True)


@click.command("licence", short_help="Say by whose leave a translation is published.")
@one_draft
@click.argument("text", metavar="TEXT")
@json_option
def licence(story: str, text: str, as_json: bool) -> int:
    """Say by whose leave a translation is published: its licence ("CC BY 4.0"), or who permitted it and when.

    It stands in the front matter and in the notice above the text; `publish` refuses a translation without it.
    """
    return _edited(as_json, story, lambda newsroom, on: on.editing(newsroom.rules).licence(on.review, text))


@click.command("undo", short_help="Take the last act back.")
@one_draft
@json_option
def undo(story: str, as_json: bool) -> int:
    """Take back the last act on the draft that was not taken back yet."""

    async def work(newsroom: "Newsroom", on: "Opened") -> "Opened":
        from newsbot import editing

        return await editing.undo(on, editor(newsroom.settings), newsroom.world, newsroom.rules)

    return _done(as_json, story, work)


@click.command("approve", short_help="Sign a draft in which nothing is open.")
@one_draft
@click.option("--byline", is_flag=True, help="Its opinions are yours: your name stands over the article.")
@json_option
def approve(story: str, byline: bool, as_json: bool) -> int:
    """Sign the draft: you answer for it as it stands. Nothing in it may be open.

    The byline of a commentary, or of the views on a translation, says that a machine wrote it; with --byline it is
    your name. Any later change of the draft puts the machine's back.
    """

    async def work(newsroom: "Newsroom", on: "Opened") -> "Opened":
        from newsbot import editing

        return await editing.approve(on, editor(newsroom.settings), newsroom.world, newsroom.rules, byline=byline)

    return _done(as_json, story, work)


@click.command("reject", short_help="Give a draft up for good.")
@one_draft
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept under your name.")
@json_option
def reject(story: str, reason: str, as_json: bool) -> int:
    """Give the draft up: the story is refused with your reason. Its file stays where it is."""
    return _leaves(as_json, story, "reject", reason)


@click.command("send-back", short_help="Have a draft written anew.")
@one_draft
@click.option("--reason", required=True, metavar="TEXT", help="What is to be different; the writer is told.")
@json_option
def send_back(story: str, reason: str, as_json: bool) -> int:
    """Have the draft written anew from the same evidence; a model that writes articles whole is told the reason.

    The daemon does it at its next turn, or `newsbot write --story ID` now.
    """
    return _leaves(as_json, story, "send back", reason)


@click.command("park", short_help="Put a draft aside.")
@one_draft
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept under your name.")
@json_option
def park(story: str, reason: str, as_json: bool) -> int:
    """Put the draft aside: it stands last in the list, and nobody publishes it by itself, until `unpark`."""
    return _leaves(as_json, story, "park", reason)


@click.command("unpark", short_help="Take up a draft that was put aside.")
@one_draft
@json_option
def unpark(story: str, as_json: bool) -> int:
    """Take the draft up again that was put aside."""
    return _leaves(as_json, story, "unpark", "")


def _leaves(as_json: bool, story: str, how: str, reason: str) -> int:
    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import editing

        on = await taken_up(newsroom, story)
        by = editor(newsroom.settings)
        if how == "reject":
            await editing.reject(on, reason, by, newsroom.world)
        elif how == "park":
            await editing.park(on, reason, by, newsroom.world)
        elif how == "unpark":
            await editing.unpark(on, by, newsroom.world)
        else:
            await editing.send_back(on, reason, by, newsroom.world)
        return Said({"story": on.row.story.id, "act": how}, on.row.story.id)

    return run(as_json, work)
