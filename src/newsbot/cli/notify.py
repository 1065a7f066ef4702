"""`newsbot notify`: the channels by which people are told what happens."""

import asyncio
from typing import TYPE_CHECKING

import click

from newsbot.cli import ERROR, OK
from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.errors import SettingsError

if TYPE_CHECKING:
    from newsbot.wiring import Newsroom


@click.group("notify")
def command() -> None:
    """Try the channels by which people are told what happens (notify.urls of the settings)."""


@command.command("test")
@json_option
def test(as_json: bool) -> int:
    """Send a sample to each channel and say which did not take it, and why. Exit code 1 when one did not.

    Every template of a notice is filled in as well.
    """
    return run(as_json, _test)


async def _test(newsroom: "Newsroom") -> Said:
    from newsbot import notices, wiring

    templates = newsroom.world.templates
    notices.try_templates(templates)
    channels = wiring.channels(newsroom.settings)
    if channels is None:
        raise SettingsError(
            'no channel is set: put their addresses into .env, NEWSBOT_NOTIFY__URLS=["tgram://…"] (docs/notices.md)'
        )
    title, text = notices.words(notices.SAMPLE, templates)
    faults = await asyncio.gather(*(notices.tried(channels, name, title, text) for name in channels.names))
    outcomes = dict(zip(channels.names, faults, strict=True))
    report = {"channels": [{"channel": name, "took": not fault, "why": fault} for name, fault in outcomes.items()]}
    lines = [f"{name}: {f'failed: {fault}' if fault else 'took it'}" for name, fault in outcomes.items()]
    return Said(report, "\n".join(lines), code=ERROR if any(faults) else OK)
