"""`newsbot stories` itself: the stories heard of lately, by score."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from newsbot.chinese import one_line
from newsbot.cli.feeds.ended import Said
from newsbot.cli.screen import counted, short
from newsbot.cli.stories.told import SHORT, flags, instant, report, state
from newsbot.cli.whose import editor

if TYPE_CHECKING:
    from newsbot.tracking import Overview, Tracked
    from newsbot.wiring import Newsroom

VISIT = "visit"  # since whoever asks looked before, here or at the desk
FIRST = timedelta(days=2)  # what somebody who never looked is shown
MOST = 10_000  # stories put aside that are listed
NONE = "no story was heard of since then; `newsbot poll` reads the feeds, --since 2w looks further back"


async def listed(newsroom: "Newsroom", since: str, limit: int) -> Said:
    """The stories heard of since then; what came in meanwhile is put into stories first."""
    from newsbot import tracking

    world, settings, interests = newsroom.world, newsroom.settings, newsroom.rules.interests
    if since == VISIT:
        last = await world.archive.visit(editor(settings))
        at = world.now() - FIRST if last is None else last
    else:
        at = instant(since, world.now(), settings.zone)
    tracked = await tracking.track(world, min(at, world.now() - tracking.HORIZON))
    if interests.ask_model is True:
        await tracking.confirm(world)
    await tracking.rate(world, tracked.stories, interests, settings.sources.outlets)
    groups = await world.archive.groups(at)
    found = tracking.ranked(groups, world.now(), interests, settings.sources.outlets)
    shown = found[:limit] if limit else found
    told = _told(tracked, len(found) - len(shown))
    text = _table(shown, world.now(), settings.zone) if shown else ""
    return Said({"stories": [report(each) for each in shown]}, text, told if found else [*told, NONE])


async def aside(newsroom: "Newsroom", limit: int) -> Said:
    """The stories that were put aside for good, the last one first."""
    from newsbot import tracking

    world, settings, interests = newsroom.world, newsroom.settings, newsroom.rules.interests
    groups = await world.archive.ignored(limit or MOST)
    shown = [tracking.overview(each, world.now(), interests, settings.sources.outlets) for each in groups]
    text = _table(shown, world.now(), settings.zone) if shown else ""
    return Said({"stories": [report(each) for each in shown]}, text, [] if shown else ["no story is ignored"])


def _told(tracked: "Tracked", more: int) -> list[str]:
    lines = [f"{counted(more, 'more story', 'more stories')}; --limit 0 shows all"] if more else []
    if tracked.unsure:
        number = counted(len(tracked.unsure), "entry", "entries")
        lines.append(
            f"{number} may belong to another story, and got one of their own; `newsbot stories merge` joins them"
        )
    lines += [f"· {one_line(problem)[:500]}" for problem in tracked.problems]
    if tracked.left:
        lines.append("more entries wait to be put into stories; run the command again")
    return lines


def _table(shown: Sequence["Overview"], now: datetime, zone: tzinfo) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("story", overflow="fold", ratio=1)
    table.add_column("sources", justify="right", no_wrap=True)
    table.add_column("entries", justify="right", no_wrap=True)
    table.add_column("languages", no_wrap=True)
    table.add_column("first seen", no_wrap=True)
    table.add_column("newest", no_wrap=True)
    table.add_column("state", overflow="fold")
    for each in shown:
        table.add_row(
            str(each.score.total),
            _story(each),
            str(each.sources),
            str(len(each.group.members)),
            " ".join(each.languages),
            short(each.first, zone, now) if each.first else "",
            short(each.newest, zone, now) if each.newest else "",
            Text(" ".join(filter(None, (state(each.group), *flags(each))))),
        )
    return table


def _story(each: "Overview") -> Text:
    """Headline, id and why, as plain text: a headline may hold anything."""
    row = each.group.row
    text = Text(one_line(row.story.headline)[:200])
    text.append(f"\n{row.story.id[:SHORT]}  {each.score.why}", style="dim")
    if row.story.follows:
        text.append(f"\nfollows {row.story.follows[:SHORT]}", style="dim")
    if row.reason:
        text.append(f"\n{one_line(row.reason)[:300]}", style="dim")
    return text
