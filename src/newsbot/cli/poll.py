"""`newsbot poll`: one round over the feeds; what is new becomes part of stories."""

import asyncio
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from newsbot.chinese import one_line
from newsbot.cli import ERROR, OK
from newsbot.cli.feeds.ended import NONE_FOLLOWED
from newsbot.cli.screen import counted, failing, stamp, with_rule
from newsbot.errors import NewsbotError
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.news import Announced
    from newsbot.newsroom import Archive, World
    from newsbot.rounds import Polled, Round
    from newsbot.stages import Rules

TITLES_SHOWN = 20


@click.command("poll")
@click.option("--feed", "address", metavar="URL", help="Poll this feed only, if it is due.")
@click.option("--force", is_flag=True, help="Poll feeds that are not due as well; with --feed a paused one too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary.")
def command(address: str | None, force: bool, as_json: bool) -> int:
    """Poll the followed feeds that are due, once, announce what is new, and put it into stories.

    A host that asked to be left alone is left alone. Exit code 1 when every feed that was polled
    failed.
    """
    with failing(as_json):
        return asyncio.run(_poll(address, force, as_json))


async def _poll(address: str | None, force: bool, as_json: bool) -> int:
    from newsbot import stages, subscriptions, wiring
    from newsbot.rounds import Polled, Round

    finished: list[Polled] = []
    due = 0
    async with wiring.opened(load(), lambda _stage, _what: None, writing=False) as newsroom:
        await newsroom.world.archive.declare(newsroom.rules.feeds)
        followed = await newsroom.world.archive.followed()
        only = subscriptions.named(followed, address).feed.url if address else ""
        with _bar() as bar:
            task = bar.add_task("polling", total=None)

            def told(done: int, of: int, polled: Polled) -> None:
                nonlocal due
                due = of
                finished.append(polled)
                bar.update(task, completed=done, total=of, description=one_line(polled.title)[:40])

            try:
                ended = await stages.poll(newsroom.world, newsroom.rules, only=only, force=force, told=told)
            except asyncio.CancelledError:
                bar.stop()
                part = Round(polled=tuple(finished), skipped=0 if only else len(followed) - due)
                await _announce(part, newsroom.world.archive, only, as_json)
                raise
        await _announce(ended, newsroom.world.archive, only, as_json)
        await _into_stories(replace(newsroom.world, progress=_problem), newsroom.rules)
    if not followed:
        click.echo(NONE_FOLLOWED, err=True)
    elif only and not ended.polled:
        click.echo(f"{only} is not due, or paused (`newsbot feeds list` says); --force polls it now", err=True)
    return ERROR if ended.polled and all(polled.error for polled in ended.polled) else OK


async def _announce(ended: "Round", archive: "Archive", only: str, as_json: bool) -> None:
    """Say how the round ended, and what was kept and never announced, by this round or by one that was broken off.

    It counts as announced once it is out: whoever is killed before, or cannot write, leaves it to the next poll.
    """
    order = {(each.entry.feed, each.entry.key): place for place, each in enumerate(ended.announced)}
    untold = await archive.untold(only)
    announced = sorted(untold, key=lambda each: order.get((each.entry.feed, each.entry.key), -1))
    _say(ended, announced, as_json)
    sys.stdout.flush()
    await archive.told(announced)


def _problem(stage: str, what: str) -> None:
    """Of what is told while stories are made only what goes wrong is said."""
    if stage == "problem":
        click.echo(f"· {one_line(what)[:500]}", err=True)


async def _into_stories(world: "World", rules: "Rules") -> None:
    """Put what came in into stories. Announced it is already, so a failure here costs no announcement; what is left
    the next poll or `newsbot stories` goes on with."""
    from newsbot import tracking

    try:
        tracked = await tracking.track(world)
        if rules.interests.ask_model is True:
            await tracking.confirm(world)
        await tracking.rate(world, tracked.stories, rules.interests, rules.policy.outlets)
    except NewsbotError as error:
        click.echo(f"· what is new was not put into stories: {one_line(str(error))[:500]}", err=True)
        return
    for problem in tracked.problems:
        click.echo(f"· {one_line(problem)[:500]}", err=True)


def _bar() -> Progress:
    """A bar on stderr, on a terminal only."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # stdout is the result's
        redirect_stderr=False,
        disable=not sys.stderr.isatty(),
    )


def _say(ended: "Round", announced: "Sequence[Announced]", as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_report(ended, announced), ensure_ascii=False))
        return
    for line in _summary(ended, announced):
        click.echo(line)
    for polled in ended.polled:
        if polled.error:
            click.echo(f"· {with_rule(polled.error, polled.rule)}", err=True)


def _report(ended: "Round", announced: "Sequence[Announced]") -> dict[str, Any]:
    """What `--json` prints; instants in UTC."""
    return {
        "announced": [
            {
                "id": each.entry.id,
                "feed": each.entry.feed,
                "url": each.entry.url,
                "title": each.entry.title,
                "published": stamp(each.entry.published),
                "kind": each.kind,
            }
            for each in announced
        ],
        "feeds": [
            {
                "url": polled.feed,
                "title": polled.title,
                "result": polled.result,
                "status": polled.status,
                "total": polled.total,
                "new": _count(polled, "new"),
                "updates": _count(polled, "update"),
                "due": stamp(polled.due),
            }
            for polled in ended.polled
        ],
        "errors": [
            {"feed": polled.feed, "error": polled.error, "rule": polled.rule} for polled in ended.polled if polled.error
        ],
        "skipped": ended.skipped,
    }


def _count(polled: "Polled", kind: str) -> int:
    return sum(announced.kind == kind for announced in polled.announced)


def _summary(ended: "Round", announced: "Sequence[Announced]") -> Iterator[str]:
    """The round in a line, and the first titles that are announced, by feed."""
    polled = ended.polled
    asked = [each for each in polled if each.status or each.error]  # the others' hosts asked to be left alone
    quiet = sum(not each.error and not each.announced for each in asked)
    failed = sum(bool(each.error) for each in polled)
    rest = {"left alone": len(polled) - len(asked), "not due": ended.skipped}
    said = [f"{quiet} without news", f"{failed} failed", *(f"{number} {how}" for how, number in rest.items() if number)]
    new, updated = (sum(_count(each, kind) for each in polled) for kind in ("new", "update"))
    yield f"{counted(len(asked), 'feed', 'feeds')} polled: {new} new, {updated} updated; {', '.join(said)}"
    if len(announced) > new + updated:
        more = len(announced) - new - updated
        yield f"{more} more {'was' if more == 1 else 'were'} found before and only announced now"
    names = {each.feed: each.title for each in polled}
    for feed, of_feed in itertools.groupby(announced[:TITLES_SHOWN], key=lambda each: each.entry.feed):
        each = next(of_feed)
        yield f"{one_line(names.get(feed) or each.entry.publisher or feed)[:120]}"
        for one in (each, *of_feed):
            yield f"  {'+' if one.kind == 'new' else '~'} {one_line(one.entry.title[:2_000])[:200]}"
    if len(announced) > TITLES_SHOWN:
        yield f"… and {len(announced) - TITLES_SHOWN} more; --json has all"
