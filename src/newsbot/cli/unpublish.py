"""`newsbot unpublish`: an article is taken back (撤稿)."""

from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError

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
@json_option
def command(story: str, undo: bool, reason: str, legal: str, editor: str, as_json: bool) -> int:
    """Take the published article of story ID back: its title and address stay, a notice stands in place of its body."""
    if sum(map(bool, (undo, reason, legal))) != 1:
        raise UsageError("say why with --reason, or remove the file with --legal, or take it back at once with --undo")
    return run(as_json, lambda newsroom: _unpublish(newsroom, story, undo, reason or legal, bool(legal), editor))


async def _unpublish(newsroom: "Newsroom", given: str, undo: bool, reason: str, remove: bool, editor: str) -> Said:
    from newsbot import publishing
    from newsbot.cli import whose

    reason = one_line(reason)[:300]
    row = await named(newsroom.world.archive, given)
    if undo:
        published = await publishing.undo(row, newsroom.publisher, editor or whose.editor(newsroom.settings))
        return Said({"undone": published.path, "story": row.story.id}, published.path)
    by = await whose.answering(newsroom, editor)
    withdrawn, lines = await publishing.withdraw(row, newsroom.publisher, by, reason, remove=remove)
    report = {"story": row.story.id, "path": withdrawn.path, "removed": withdrawn.removed, "told": list(lines)}
    return Said(report, withdrawn.path, lines)
