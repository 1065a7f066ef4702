"""`newsbot db`: the database's schema, and a copy of it."""

import asyncio
from typing import TYPE_CHECKING, Any

import click

from newsbot.cli.feeds.ended import Said, ended, json_option, run
from newsbot.cli.screen import failing
from newsbot.settings import load

if TYPE_CHECKING:
    from newsbot.settings import Settings
    from newsbot.wiring import Newsroom


@click.group("db")
def command() -> None:
    """Bring the database up to date, look at it, copy it. All other commands but `worker` upgrade it where needed."""


@command.command("upgrade")
@json_option
def upgrade(as_json: bool) -> int:
    """Bring the database to this program's schema; safe to run again, and by several at once.

    On PostgreSQL also the tables of the queue that daemons and workers share; only this and `run` upgrade those.
    """

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import wiring

        await wiring.prepare_queue(newsroom)
        return await _status(newsroom.settings)

    return run(as_json, work)


@command.command("status")
@json_option
def status(as_json: bool) -> int:
    """Say which database is used, and the revision of its schema; on PostgreSQL also that of the shared queue.

    It changes nothing.
    """
    with failing(as_json):
        return ended(as_json, asyncio.run(_status(load())))


async def _status(settings: "Settings") -> Said:
    from newsbot import wiring
    from newsbot.edges.store import looking

    name, current, newest = await looking.revisions(settings.database_url)
    report: dict[str, Any] = {"database": name, "revision": current, "newest": newest}
    said = f"{name}: revision {_known(current)}, the newest is {newest}"
    if queue := await wiring.queue_revisions(settings, name):
        report["queue"] = {"revision": queue[0], "newest": queue[1]}
        said += f"\nqueue: revision {_known(queue[0])}, the newest is {queue[1]}"
    return Said(report, said)


def _known(revision: str) -> str:
    return revision or "none, run `newsbot db upgrade`"


@command.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@json_option
def backup(file: str, as_json: bool) -> int:
    """Write a whole copy of an SQLite database to FILE, while newsbot goes on working. PostgreSQL has pg_dump.

    The database is copied as it stands, so this comes before an upgrade.
    """
    with failing(as_json):
        from newsbot.edges.store import looking

        asyncio.run(looking.copy(load().database_url, file))
        return ended(as_json, Said({"file": file}, file))
