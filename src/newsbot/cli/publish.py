"""`newsbot publish`: a draft onto the site, and the switch that stops all publishing."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from newsbot.chinese import one_line
from newsbot.cli import HELD, OK
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import stamp
from newsbot.cli.stories.told import moment, named
from newsbot.errors import Conflict, UsageError, Withheld
from newsbot.settings import Git

if TYPE_CHECKING:
    from newsbot.article import Cover
    from newsbot.news import Published
    from newsbot.publishing import Ending
    from newsbot.wiring import Newsroom

MOST_LINES = 200
"""Lines of a difference between two versions that are shown."""


@click.command("publish")
@click.argument("story", default="", metavar="[ID]")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--at", metavar="TIME", help="From when the site shows it: 'YYYY-MM-DD HH:MM'.")
@click.option("--editor", default="", metavar="NAME", help="Who answers for it; stands in the article's front matter.")
@click.option("--reason", default="", metavar="TEXT", help="Why, where the gate left something open.")
@click.option("--despite-embargo", default="", metavar="REASON", help="Publish before an embargo ends; it is logged.")
@click.option("--cover", default="", metavar="FILE", help="A picture of yours: a local PNG, JPEG, WebP or GIF file.")
@click.option("--credit", default="", metavar="TEXT", help="Whose picture it is.")
@click.option("--licence", default="", metavar="TEXT", help="Under which licence it may be shown.")
@click.option("--git", type=click.Choice(["commit", "push", "branch"]), metavar="HOW", help="commit, push or branch.")
@click.option("--stop", is_flag=True, help="Keep the daemon from publishing it; `newsbot retry` lets it again.")
@click.option("--pause", is_flag=False, flag_value="", default=None, metavar="REASON", help="Publish nothing any more.")
@click.option("--resume", is_flag=True, help="Let publishing go on.")
@json_option
def command(
    story: str,
    dry_run: bool,
    at: str | None,
    editor: str,
    reason: str,
    despite_embargo: str,
    cover: str,
    credit: str,
    licence: str,
    git: Git | None,
    stop: bool,
    pause: str | None,
    resume: bool,
    as_json: bool,
) -> int:
    """Put the article of story ID into the site's content folder. The draft is read again and checked as it now stands;
    where Hugo is there, the site is built on a copy first.

    Exit codes: 0 published, 1 error (a file was changed by hand, the site would break), 2 usage, 6 withheld by a rule.
    """
    switch = [name for name, given in (("--pause", pause is not None), ("--resume", resume)) if given]
    if len(switch) + bool(story) != 1:
        raise UsageError("name one story, or --pause or --resume; `newsbot stories` lists them")
    if switch:
        return run(as_json, lambda newsroom: _switch(newsroom, pause if pause is None else pause or reason))
    if stop:
        return run(as_json, lambda newsroom: _stop(newsroom, story, reason))
    if (credit or licence) and not cover:
        raise UsageError("--credit and --licence are told of a picture; name it with --cover FILE")
    asked = {"editor": editor, "reason": reason, "despite": despite_embargo, "dry": dry_run}
    asked["cover"] = _cover(cover, credit, licence) if cover else None
    return run(as_json, lambda newsroom: _publish(newsroom, story, at, git, asked))


def _cover(path: str, credit: str, licence: str) -> "Cover":
    from newsbot.article import Cover

    return Cover(image=path, credit=one_line(credit)[:300], licence=one_line(licence)[:300])


async def _switch(newsroom: "Newsroom", pause: str | None) -> Said:
    from newsbot import staff
    from newsbot.cli.whose import editor

    archive = newsroom.world.archive
    if pause is None:
        await staff.answerable(archive, editor(newsroom.settings), "publish")
        was = await archive.resume()
        return Said({"paused": False}, "publishing goes on" if was else "publishing was not paused")
    await archive.pause(one_line(pause)[:300])
    return Said({"paused": True, "reason": pause}, "nothing is published until `newsbot publish --resume`")


async def _stop(newsroom: "Newsroom", given: str, reason: str) -> Said:
    row = await named(newsroom.world.archive, given)
    if row.stage != "review" or not await newsroom.world.archive.park(
        row.story.id, "review", one_line(reason)[:300] or "publishing was stopped by hand"
    ):
        raise UsageError(f"story {row.story.id} stands at {row.stage}; only a draft in review can be stopped")
    return Said({"stopped": row.story.id}, row.story.id)


async def _publish(newsroom: "Newsroom", given: str, at: str | None, git: Git | None, asked: dict[str, Any]) -> Said:
    from newsbot.cli.whose import editor
    from newsbot.publishing import Order, publish, record

    row = await named(newsroom.world.archive, given)
    for name in ("editor", "reason", "despite"):
        asked[name] = one_line(asked[name])[:300]
    shown = moment(at, newsroom.settings.zone, "--at") if at else None
    if shown is not None and shown < newsroom.world.now():
        raise UsageError(f"--at {at} has passed; leave --at out to have it shown now")
    by = asked["editor"] or editor(newsroom.settings)
    publisher = newsroom.publisher
    if git is not None:
        publisher = replace(publisher, policy=replace(publisher.policy, git=git))
    try:
        ended = await publish(row, publisher, Order(**asked, by=by, shown=shown))
        if ended.already and git is not None and not asked["dry"]:  # asked for by name: it may not be in git yet
            ended = ended.model_copy(update={"told": await record(ended.published, publisher)})
    except Withheld as error:
        report = {"published": None, "withheld": list(error.reasons) or [str(error)], "until": stamp(error.until)}
        return Said(report, "", tuple(f"withheld: {each}" for each in error.reasons or (str(error),)), HELD)
    except Conflict as error:
        if error.lies:
            raise Conflict(f"{error}\n" + "\n".join(difference(error)), error.lies, error.ours) from error
        raise
    return _said(ended, asked["dry"])


def difference(error: Conflict) -> Iterator[str]:
    """Both versions, as the lines in which they differ."""
    lines = difflib.unified_diff(
        error.lies.splitlines(), error.ours.splitlines(), "as it lies there", "newsbot's", lineterm="", n=1
    )
    for number, line in enumerate(lines):
        if number == MOST_LINES:
            yield f"… more than {MOST_LINES} lines"
            return
        yield line


def _said(ended: "Ending", dry: bool) -> Said:
    published = ended.published
    how = "would be published" if dry else "published already" if ended.already else "published"
    report = {**told(published), "already": ended.already, "dry_run": dry, "told": list(ended.told)}
    text = published.path or published.name
    notes: Sequence[str] = (*ended.told, f"{how}{': ' + published.url if published.url else ''}")
    return Said(report, text, notes, OK)


def told(published: "Published") -> dict[str, Any]:
    """A published article for programs."""
    return {
        "story": published.story,
        "path": published.path,
        "url": published.url,
        "sha256": published.sha256,
        "published": stamp(published.at),
        "shown": stamp(published.shown),
        "editor": published.editor,
        "reason": published.reason,
        "verdict": published.outcome,
        "corrections": published.corrections,
    }
