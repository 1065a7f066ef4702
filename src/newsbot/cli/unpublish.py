"""`newsbot unpublish`: an article is taken back (撤稿)."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError
from newsbot.settings import Git

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("unpublish")
@click.argument("story", metavar="ID")
@click.option(
    "--undo", is_flag=True, help="Undo a publish of a moment ago (publish.undo): the file goes without a trace."
)
@click.option("--reason", default="", metavar="TEXT", help="Why it is taken back; readers see it.")
@click.option("--legal", default="", metavar="REASON", help="Remove the file itself, for a reason of law.")
@click.option("--editor", default="", metavar="NAME", help="Who takes it back; by default the setting desk.editor.")
@click.option("--git", type=click.Choice(["commit", "push"]), metavar="HOW", help="commit or push.")
@json_option
def command(story: str, undo: bool, reason: str, legal: str, editor: str, git: Git | None, as_json: bool) -> int:
    """Take the published article of story ID back: its title and address stay, a notice stands in place of its body.

    The commit that takes it out of git is made where --git or publish.git says so.
    """
    if sum(map(bool, (undo, reason, legal))) != 1:
        raise UsageError("say why with --reason, or remove the file with --legal, or take it back at once with --undo")
    return run(as_json, lambda newsroom: _unpublish(newsroom, story, undo, reason or legal, bool(legal), editor, git))


async def _unpublish(
    newsroom: "Newsroom", given: str, undo: bool, reason: str, remove: bool, editor: str, git: Git | None
) -> Said:
    from newsbot import publishing
    from newsbot.cli import whose

    reason, publisher = one_line(reason)[:300], newsroom.publisher
    if git is not None:
        publisher = replace(publisher, policy=replace(publisher.policy, git=git))
    row = await named(newsroom.world.archive, given)
    if undo:
        by = editor or whose.editor(newsroom.settings)
        published, lines = await publishing.undo(row, publisher, by)
        return Said({"undone": published.path, "story": row.story.id, "told": list(lines)}, published.path, lines)
    by = await whose.answering(newsroom, editor)
    withdrawn, lines = await publishing.withdraw(row, publisher, by, reason, remove=remove)
    report = {"story": row.story.id, "path": withdrawn.path, "removed": withdrawn.removed, "told": list(lines)}
    return Said(report, withdrawn.path, lines)
