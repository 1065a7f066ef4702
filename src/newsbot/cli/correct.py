"""`newsbot correct`: a published article is corrected where readers see it (更正)."""

from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.stories.told import named
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.newsroom import Row
    from newsbot.wiring import Newsroom

LONGEST = 500  # characters of a notice


@click.command("correct")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "--text", default="", metavar="TEXT", help="The notice for readers; made of --was and --now when left out."
)
@click.option("--was", default="", metavar="TEXT", help="What the article says, word for word.")
@click.option("--now", default="", metavar="TEXT", help="What it should say; it is put in its place everywhere.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is kept in the front matter.")
@click.option("--source", default="", metavar="N", help="The number of the reference that shows it.")
@click.option("--editor", default="", metavar="NAME", help="Who corrects it; by default the setting desk.editor.")
@json_option
def command(article: str, text: str, was: str, now: str, reason: str, source: str, editor: str, as_json: bool) -> int:
    """Correct a published article, named by its story's id, its address or its file's name: the notice stands above the
    text, `lastmod` and `corrections` in the front matter; address and date stay."""
    if bool(was) != bool(now) or not (text or was):
        raise UsageError("say what to correct: --text, or --was and --now together")
    asked = {"text": text, "was": was, "instead": now, "reason": reason, "mark": source}
    return run(as_json, lambda newsroom: _correct(newsroom, article, asked, editor))


async def _correct(newsroom: "Newsroom", given: str, asked: dict[str, Any], editor: str) -> Said:
    from newsbot import publishing
    from newsbot.article import Correction
    from newsbot.cli.publish import told
    from newsbot.cli.whose import answering

    editor = await answering(newsroom, editor)
    row = await _article(newsroom, given)
    day = newsroom.world.now().astimezone(newsroom.settings.zone).date()
    correction = Correction(day=day, **{name: one_line(value)[:LONGEST] for name, value in asked.items()})
    corrected, lines = await publishing.correct(row, newsroom.publisher, editor, correction)
    return Said({**told(corrected), "told": list(lines)}, corrected.path, lines)


async def _article(newsroom: "Newsroom", given: str) -> "Row":
    """The story whose article has this address or file name; else the one of this id."""
    archive = newsroom.world.archive
    if "/" not in given and not given.endswith(".md"):
        return await named(archive, given)
    looked = given.strip().partition("#")[0].partition("?")[0]
    names = dict.fromkeys((looked, looked.rstrip("/") + "/", looked.rstrip("/"), looked.rstrip("/").rpartition("/")[2]))
    for name in names:
        if found := await archive.articles(name, 2):
            row = await archive.row(found[0])
            assert row is not None, "a story that was just found"
            return row
    raise UsageError(f"no published article has the address {one_line(given)[:200]}; give its story's id")
