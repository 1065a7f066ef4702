"""`newsbot db`: the database's schema, and a copy of it."""

from typing import TYPE_CHECKING

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
    """Bring the database to this program's schema; safe to run again, and by several at once."""
    return run(as_json, _status)


@command.command("status")
@json_option
def status(as_json: bool) -> int:
    """Say which database is used, and the revision of its schema."""
    return run(as_json, _status)


async def _status(newsroom: "Newsroom") -> Said:
    current, newest = await newsroom.store.revisions()
    report = {"database": newsroom.store.name, "revision": current, "newest": newest}
    return Said(report, f"{newsroom.store.name}: revision {current}, the newest is {newest}")


@command.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@json_option
def backup(file: str, as_json: bool) -> int:
    """Write a whole copy of an SQLite database to FILE, while newsbot goes on working. PostgreSQL has pg_dump."""

    async def work(newsroom: "Newsroom") -> Said:
        await newsroom.store.backup(file)
        return Said({"file": file}, file)

    return run(as_json, work)
