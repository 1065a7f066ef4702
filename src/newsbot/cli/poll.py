"""`newsbot poll`: one round over the feeds."""

import asyncio
import itertools
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from newsbot.chinese import one_line
from newsbot.cli import ERROR, OK
from newsbot.cli.feeds.ended import NONE_FOLLOWED
from newsbot.cli.screen import counted, failing, stamp, with_rule
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.rounds import Polled, Round

TITLES_SHOWN = 20


@click.command("poll")
@click.option("--feed", "address", metavar="URL", help="Poll this feed only, if it is due.")
@click.option("--force", is_flag=True, help="Poll feeds that are not due as well; with --feed a paused one too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary.")
def command(address: str | None, force: bool, as_json: bool) -> int:
    """Poll the followed feeds that are due, once, and announce what is new.

    A host that asked to be left alone is left alone. Exit code 1 when every feed that was polled
    failed.
    """
    with failing(as_json):
        return asyncio.run(_poll(address, force, as_json))


async def _poll(address: str | None, force: bool, as_json: bool) -> int:
    from newsbot import pipeline, subscriptions, wiring
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
                ended = await pipeline.poll(newsroom.world, newsroom.rules, only=only, force=force, told=told)
            except asyncio.CancelledError:  # what is kept is not announced again, so it is said now
                bar.stop()
                _say(Round(polled=tuple(finished), skipped=0 if only else len(followed) - due), as_json)
                raise
    _say(ended, as_json)
    if not followed:
        click.echo(NONE_FOLLOWED, err=True)
    elif only and not ended.polled:
        click.echo(f"{only} is not due, or paused (`newsbot feeds list` says); --force polls it now", err=True)
    return ERROR if ended.polled and all(polled.error for polled in ended.polled) else OK


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


def _say(ended: "Round", as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_report(ended), ensure_ascii=False))
        return
    for line in _summary(ended):
        click.echo(line)
    for polled in ended.polled:
        if polled.error:
            click.echo(f"· {with_rule(polled.error, polled.rule)}", err=True)


def _report(ended: "Round") -> dict[str, Any]:
    """What `--json` prints; instants in UTC."""
    return {
        "announced": [
            {
                "id": announced.entry.id,
                "feed": announced.entry.feed,
                "url": announced.entry.url,
                "title": announced.entry.title,
                "published": stamp(announced.entry.published),
                "kind": announced.kind,
            }
            for announced in ended.announced
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


def _summary(ended: "Round") -> Iterator[str]:
    """The round in a line, and the first titles it announced, by feed."""
    polled = ended.polled
    asked = [each for each in polled if each.status or each.error]  # the others' hosts asked to be left alone
    quiet = sum(not each.error and not each.announced for each in asked)
    failed = sum(bool(each.error) for each in polled)
    rest = {"left alone": len(polled) - len(asked), "not due": ended.skipped}
    said = [f"{quiet} without news", f"{failed} failed", *(f"{number} {how}" for how, number in rest.items() if number)]
    new, updated = (sum(_count(each, kind) for each in polled) for kind in ("new", "update"))
    yield f"{counted(len(asked), 'feed', 'feeds')} polled: {new} new, {updated} updated; {', '.join(said)}"
    shown = itertools.islice(((each, announced) for each in polled for announced in each.announced), TITLES_SHOWN)
    for each, of_feed in itertools.groupby(shown, key=lambda pair: pair[0]):
        yield f"{one_line(each.title)[:120]}"
        for _, announced in of_feed:
            mark = "+" if announced.kind == "new" else "~"
            yield f"  {mark} {one_line(announced.entry.title[:2_000])[:200]}"
    if len(ended.announced) > TITLES_SHOWN:
        yield f"… and {len(ended.announced) - TITLES_SHOWN} more; --json has all"
