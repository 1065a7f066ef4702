"""`newsbot worker`: one more process that carries stories, on this or another machine."""

import asyncio

import click

from newsbot.cli import OK
from newsbot.errors import SettingsError
from newsbot.settings import Settings, load

HEALTH = "/healthz, /readyz, /metrics on this port of loopback; 0: no."


@click.command("worker")
@click.option("--json", "as_json", is_flag=True, help="Print each event as one JSON object a line.")
@click.option("--health-port", metavar="N", type=click.IntRange(0, 65_535), default=0, help=HEALTH)
def command(as_json: bool, health_port: int) -> int:
    """Carry stories beside the daemon, on this or another machine, until stopped: any number of workers may.

    Needs PostgreSQL as the database. A worker chooses nothing: `newsbot run` does, on one machine at least. SIGTERM or
    Ctrl-C lets what is under way finish its stage, within 30 seconds; others go on with the rest.
    """
    return asyncio.run(_work(load(), as_json, health_port))


async def _work(settings: Settings, as_json: bool, health_port: int) -> int:
    from newsbot import wiring
    from newsbot.carrying import Shift
    from newsbot.cli.run import Events, measured, when_told_to_end

    if not wiring.shared(settings):
        raise SettingsError(
            "a worker shares its stories with a daemon through PostgreSQL, and database_url names an SQLite file; "
            'write database_url = "postgresql://user:password@host/name", install newsbot[postgres], and run '
            "`newsbot db upgrade`. On SQLite `newsbot run` alone does it all; daemon.stories says how much at once"
        )
    events = Events(settings.zone, as_json)
    async with (
        wiring.opened(settings, events.progress, upgrade=False) as newsroom,
        measured(newsroom, events, health_port) as told,
    ):
        places = settings.daemon.stories
        shift = Shift("worker", newsroom.world, newsroom.rules, wiring.hire(newsroom), places, told)
        when_told_to_end(shift.stop)
        async with shift.working():
            await shift.ended()
    return OK
