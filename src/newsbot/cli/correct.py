"""`newsbot correct`: a published article is corrected where readers see it (更正)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import stamp
from newsbot.cli.stories.told import SHORT, named
from newsbot.errors import UsageError
from newsbot.settings import Git

if TYPE_CHECKING:
    from newsbot.newsroom import Row
    from newsbot.wiring import Newsroom

LONGEST = 500  # characters of a notice
MOST = 100  # open findings and objections that are looked through
LEAST = 4  # characters that a beginning of a key has


@click.command("correct")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "--text", default="", metavar="TEXT", help="The notice for readers; made of --was and --now when left out."
)
@click.option("--was", default="", metavar="TEXT", help="What the article says, word for word.")
@click.option("--now", default="", metavar="TEXT", help="What it should say; it is put in its place everywhere.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is kept in the front matter.")
@click.option("--source", default="", metavar="N", help="The number of the reference that shows it.")
@click.option("--settles", default="", metavar="KEY", help="What it settles, as `recheck` lists it; else all.")
@click.option("--complaint", default="", metavar="TEXT", help="Do not correct: keep what a reader says is wrong.")
@click.option("--from", "who", default="", metavar="WHO", help="With --complaint: the reader.")
@click.option("--editor", default="", metavar="NAME", help="Who corrects it; by default the setting desk.editor.")
@click.option("--git", type=click.Choice(["commit", "push"]), metavar="HOW", help="commit or push.")
@json_option
def command(
    article: str,
    text: str,
    was: str,
    now: str,
    reason: str,
    source: str,
    settles: str,
    complaint: str,
    who: str,
    editor: str,
    git: Git | None,
    as_json: bool,
) -> int:
    """Correct a published article, named by its story's id, its address or its file's name: the notice stands above the
    text, `lastmod` and `corrections` in the front matter; address and date stay.

    With --complaint nothing is corrected yet: the reader's words wait at the article, on the desk and in `newsbot
    recheck`, until a correction settles them or somebody lets the article stand.
    """
    if complaint:
        if text or was or now:
            raise UsageError("a complaint is kept or a correction made, one at a time")
        return run(as_json, lambda newsroom: _complain(newsroom, article, complaint, who, editor))
    if bool(was) != bool(now) or not (text or was):
        raise UsageError("say what to correct: --text, or --was and --now together")
    asked = {"text": text, "was": was, "instead": now, "reason": reason, "mark": source}
    return run(as_json, lambda newsroom: _correct(newsroom, article, asked, settles, editor, git))


async def _complain(newsroom: "Newsroom", given: str, text: str, who: str, editor: str) -> Said:
    from newsbot import publishing
    from newsbot.cli.whose import answering

    by = await answering(newsroom, editor)
    row = await _article(newsroom, given)
    kept = await publishing.complain(row, newsroom.world, by, text, who)
    report = {**kept.model_dump(exclude={"at"}), "at": stamp(kept.at)}
    return Said(report, kept.id[:SHORT], (f"kept at story {row.story.id}; `newsbot desk` shows it",))


async def _correct(
    newsroom: "Newsroom", given: str, asked: dict[str, Any], settles: str, editor: str, git: Git | None
) -> Said:
    from newsbot import publishing
    from newsbot.article import Correction
    from newsbot.cli.publish import told
    from newsbot.cli.whose import answering

    editor = await answering(newsroom, editor)
    row = await _article(newsroom, given)
    day = newsroom.world.now().astimezone(newsroom.settings.zone).date()
    correction = Correction(day=day, **{name: one_line(value)[:LONGEST] for name, value in asked.items()})
    key = await key_of(newsroom, row.story.id, settles) if settles else ""
    publisher = newsroom.publisher
    if git is not None:
        publisher = replace(publisher, policy=replace(publisher.policy, git=git))
    corrected, lines = await publishing.correct(row, publisher, editor, correction, key)
    return Said({**told(corrected), "told": list(lines)}, corrected.path, lines)


async def key_of(newsroom: "Newsroom", story: str, given: str) -> str:
    """The key of what is open at the article that begins like this."""
    archive = newsroom.world.archive
    known = [str(each.source) for each in await archive.open_findings(story, MOST)]
    known += [each.id for each in await archive.open_objections(story, MOST)]
    found = [key for key in known if key == given or (len(given) >= LEAST and key.startswith(given))]
    if len(found) != 1:
        raise UsageError(f"nothing open at the article has the key {one_line(given)[:80]}; `newsbot recheck` lists it")
    return found[0]


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
