"""`newsbot stories ignore` and `follow`: what a person does not want to see again, and what they want more of."""

from typing import TYPE_CHECKING, Literal

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted
from newsbot.cli.stories.told import named
from newsbot.cli.whose import allowed

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom

Kind = Literal["ignore", "follow"]
_ids = click.argument("ids", nargs=-1, required=True, metavar="ID...")
_undo = click.option("--undo", is_flag=True, help="Take it back.")


@click.command("ignore", short_help="Leave stories out for good.")
@_ids
@_undo
@json_option
def ignore(ids: tuple[str, ...], undo: bool, as_json: bool) -> int:
    """Leave these stories out for good: of this list, of the desk's, and of what the daemon chooses.

    What comes in later goes into them as before. One that was chosen and not begun is not written.
    `newsbot stories --ignored` lists them.
    """
    return run(as_json, lambda newsroom: _wish(newsroom, ids, "ignore", undo))


@click.command("follow", short_help="Have stories first in the lists.")
@_ids
@_undo
@json_option
def follow(ids: tuple[str, ...], undo: bool, as_json: bool) -> int:
    """Have what comes in on these stories stand first, and the stories that go on with them too."""
    return run(as_json, lambda newsroom: _wish(newsroom, ids, "follow", undo))


async def _wish(newsroom: "Newsroom", given: tuple[str, ...], kind: Kind, undo: bool) -> Said:
    archive = newsroom.world.archive
    name = await allowed(newsroom, kind)
    stories = list(dict.fromkeys([(await named(archive, each)).story.id for each in given]))
    before = {group.row.story.id: group.wish for group in await archive.groups_named(stories)}
    found = {id for id, wish in before.items() if wish is not None and wish.kind == kind}
    changed = [id for id in stories if (id in found) == undo]
    await archive.wish(changed, "" if undo else kind, name)
    word = {"ignore": "ignored", "follow": "followed"}[kind]
    told = f"{counted(len(changed), 'story is', 'stories are')} {word}{' no longer' if undo else ''}"
    return Said({word: not undo, "stories": changed}, "\n".join(changed), [told])
