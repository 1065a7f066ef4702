"""`newsbot db`: the database's schema, and a copy of it."""

from typing import TYPE_CHECKING, Any

import click

from newsbot.cli.feeds.ended import Said, json_option, run

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.group("db")
def command() -> None:
    """Bring the database up to date, look at it, copy it. Every command upgrades it where that is needed."""


@command.command("upgrade")
@json_option
def upgrade(as_json: bool) -> int:
    """Bring the database to this program's schema; safe to run again, and by several at once.

    On PostgreSQL also the tables of the queue that daemons and workers share; only this and `run` upgrade those.
    """

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import wiring

        await wiring.prepare_queue(newsroom)
        return await _status(newsroom)

    return run(as_json, work)


@command.command("status")
@json_option
def status(as_json: bool) -> int:
    """Say which database is used, and the revision of its schema; on PostgreSQL also that of the shared queue."""
    return run(as_json, _status)


async def _status(newsroom: "Newsroom") -> Said:
    from newsbot import wiring

    current, newest = await newsroom.store.revisions()
    report: dict[str, Any] = {"database": newsroom.store.name, "revision": current, "newest": newest}
    said = f"{newsroom.store.name}: revision {current}, the newest is {newest}"
    if queue := await wiring.queue_revisions(newsroom):
        report["queue"] = {"revision": queue[0], "newest": queue[1]}
        said += f"\nqueue: revision {queue[0] or 'none, run `newsbot db upgrade`'}, the newest is {queue[1]}"
    return Said(report, said)


@command.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@json_option
def backup(file: str, as_json: bool) -> int:
    """Write a whole copy of an SQLite database to FILE, while newsbot goes on working. PostgreSQL has pg_dump."""

    async def work(newsroom: "Newsroom") -> Said:
        await newsroom.store.backup(file)
        return Said({"file": file}, file)

    return run(as_json, work)
