"""`newsbot card`: the title card of a draft."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsbot.cli import OK
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError
from newsbot.news import Article

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.command("card")
@click.argument("story", metavar="ID")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to; else beside the draft."
)
@json_option
def command(story: str, out: Path | None, as_json: bool) -> int:
    """Draw the title card of story ID: 1200 × 630 pixels, its title and the label of machine-made content.

    It needs the extra (pip install 'newsbot[cards]') and the font Noto Sans CJK, or publish.card_font. With
    publish.card = true every article that has no picture gets its card when it is published. A file that is there is
    never written over.
    """
    return run(as_json, lambda newsroom: _drawn(newsroom, story, out))


async def _drawn(newsroom: "Newsroom", given: str, out: Path | None) -> Said:
    from newsbot import article
    from newsbot.article.document import Quoted
    from newsbot.edges.pictures import put_new
    from newsbot.wiring import cards_of

    archive = newsroom.world.archive
    row = await named(archive, given)
    written = await archive.artifact(row.story.id, "review")
    if written is None:
        raise UsageError(f"story {row.story.id} stands at {row.stage}; it has no draft with a title yet")
    draft = Article.model_validate_json(written).path
    document = article.parse((await newsroom.world.files.read(draft)).decode("utf-8", "replace"))
    title = next(f.value.quoted for f in document.front if f.key == "title" and isinstance(f.value, Quoted))
    file = out or Path(draft).with_suffix(".card.png")
    put_new(file, cards_of(newsroom.settings)(title, row.story.id, document.language))
    return Said({"card": str(file), "title": title}, str(file), (), OK)
