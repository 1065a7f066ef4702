"""`newsbot fetch`: what the extractor sees of a page, for finding out why a source says what it says."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import click

from newsbot import story as stories
from newsbot.cli import OK
from newsbot.cli.screen import Screen, counted, failing
from newsbot.news import Readable
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.newsroom import World

TEXTS = (".md", ".markdown", ".txt")


@click.command("fetch")
@click.argument("target", metavar="PLACE")
@click.option("--url", "came_from", default="", metavar="URL", help="Where a FILE came from.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(target: str, came_from: str, as_json: bool) -> int:
    """Read PLACE, an address or a file, and print what the extractor sees of it. Nothing is kept.

    An address is fetched as sources are (robots.txt, no private addresses); a FILE may be HTML, PDF,
    Markdown or text, and counts as that page with --url. Exit code 1 when it cannot be read.
    """
    with failing(as_json):
        with Screen() as screen:
            seen = asyncio.run(_seen(target, came_from, screen))
        click.echo(json.dumps(seen, ensure_ascii=False) if as_json else _view(seen))
    return OK


async def _seen(target: str, came_from: str, screen: Screen) -> dict[str, Any]:
    from newsbot import wiring

    async with wiring.opened(load(), screen, writing=False) as newsroom:
        world = newsroom.world
        world.progress("gather", target)
        if "://" in target:
            return await _page(stories.address(target), world)
        return await _file(target, stories.address(came_from) if came_from else "", world)


async def _page(url: str, world: "World") -> dict[str, Any]:
    fetched = await world.fetcher.page(url)
    kind = fetched.headers.get("content-type", "")
    readable = await world.parser.page(fetched.final_url, kind, fetched.fetched, fetched.body)
    return _report(readable, url, fetched.final_url, fetched.status)


async def _file(path: str, url: str, world: "World") -> dict[str, Any]:
    body = await world.files.read(path)
    if not url:
        return _report(await world.parser.document(path, body), "", "", None)
    kind = "text/plain" if path.lower().endswith(TEXTS) else ""
    return _report(await world.parser.page(url, kind, world.now(), body), url, url, None)


def _report(readable: Readable, url: str, final_url: str, status: int | None) -> dict[str, Any]:
    """What `--json` prints. `published` goes as far as the source does; `status` is null for a file."""
    return {
        "url": url,
        "title": readable.title,
        "publisher": readable.publisher,
        "author": readable.author,
        "published": None if readable.published is None else str(readable.published),
        "language": readable.language,
        "text": readable.text,
        "tables": readable.tables,
        "dropped": readable.dropped,
        "agreement": readable.agreement,
        "canonical": readable.canonical,
        "origin": readable.origin,
        "access": readable.access,
        "machine": readable.machine,
        "ours": readable.ours,
        "final_url": final_url,
        "status": status,
    }


def _view(seen: dict[str, Any]) -> str:
    """The same for people: what is known of the page in lines, what was taken out, then its text."""
    named = ("title", "publisher", "author", "published", "language", "origin", "url")
    lines = [f"{name}: {seen[name]}" for name in named if seen[name]]
    lines += [f"{name}: {seen[name]}" for name in ("final_url", "canonical") if seen[name] not in ("", seen["url"])]
    lines += [f"access: {seen['access']}"]
    if seen["machine"]:
        lines.append("machine-made: by newsbot itself" if seen["ours"] else "machine-made: it says so itself")
    if seen["agreement"] is not None:
        lines.append(f"agreement: {seen['agreement']:.0%} with a second extractor")
    lines += [f"dropped: {what}" for what in seen["dropped"]]
    if seen["tables"]:
        lines.append(counted(len(seen["tables"]), "table", "tables"))
    return "\n".join([*lines, "", seen["text"]])
