"""`newsbot stories show`: one story with everything known of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import counted, short, stamp
from newsbot.cli.stories.told import MARKS, SHORT, flags, named, report, seen, state
from newsbot.newsroom import Kept, Member, Ruling

if TYPE_CHECKING:
    from newsbot.tracking import Overview
    from newsbot.wiring import Newsroom

RULED = {"merged": "merged into", "apart": "apart from", "followed": "followed by"}
OF_OTHER = {"merged": "took in", "apart": "apart from", "followed": "follows"}


@click.command("show", short_help="Show one story with everything known of it.")
@click.argument("story", metavar="ID")
@json_option
def show(story: str, as_json: bool) -> int:
    """Show the story ID: its entries with dates and outlets, what was ruled of it, the work done on it.

    Any beginning of the id that only one story has will do.
    """
    return run(as_json, lambda newsroom: _show(newsroom, story))


async def _show(newsroom: "Newsroom", given: str) -> Said:
    archive = newsroom.world.archive
    id = (await named(archive, given)).story.id
    each, rulings, kept = await seen(newsroom, id), await archive.rulings(id), await archive.kept(id)
    told = {
        **report(each),
        "rulings": [{**ruling.model_dump(), "at": stamp(ruling.at)} for ruling in rulings],
        "artifacts": [{"stage": one.stage, "version": one.version, "at": stamp(one.at)} for one in kept],
    }
    lines = _lines(each, rulings, kept, newsroom.settings.zone, newsroom.world.now())
    return Said(told, "\n".join(lines))


def _lines(
    each: "Overview", rulings: Sequence[Ruling], kept: Sequence[Kept], zone: tzinfo, now: datetime
) -> Iterator[str]:
    row = each.group.row
    yield one_line(row.story.headline)[:300]
    yield f"  id        {row.story.id}"
    yield f"  state     {' '.join(filter(None, (state(each.group), *flags(each))))}"
    if row.reason:
        yield f"  reason    {one_line(row.reason)[:500]}"
    if row.story.follows:
        yield f"  follows   {row.story.follows}"
    yield f"  score     {each.score.total}: {each.score.why}"
    yield f"  sources   {each.sources} of {counted(len(each.outlets), 'outlet', 'outlets')}"
    if each.first and each.newest:
        yield f"  seen      first {short(each.first, zone, now)}, newest {short(each.newest, zone, now)}"
    yield from (_ruling(ruling, row.story.id, zone, now) for ruling in rulings)
    yield from (f"  {one.stage:<9} version {one.version}, {short(one.at, zone, now)}" for one in kept)
    for member in each.group.members:
        yield from _entry(member, zone, now)


def _ruling(ruling: Ruling, story: str, zone: tzinfo, now: datetime) -> str:
    ours = ruling.story == story
    word, other = (RULED[ruling.kind], ruling.other) if ours else (OF_OTHER[ruling.kind], ruling.story)
    return f"  ruled     {word} {other[:SHORT]}, {short(ruling.at, zone, now)}"


def _entry(member: Member, zone: tzinfo, now: datetime) -> Iterator[str]:
    entry = member.entry
    whose = one_line(entry.publisher)[:60] or entry.feed
    yield f"- {short(member.dated, zone, now)}  {whose}  {one_line(entry.title[:2_000])[:200]}"
    if entry.url:
        yield f"    {one_line(entry.url)[:500]}"
    why = "put here by hand" if member.by_hand else member.why
    facts = f"{MARKS[member.news]}: {one_line('、'.join(member.facts))[:300]}" if member.facts else MARKS[member.news]
    if said := "; ".join(filter(None, ("a copy" if member.is_copy else "", why, facts))):
        yield f"    {one_line(said)}"
