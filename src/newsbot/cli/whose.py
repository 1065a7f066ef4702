"""Under whose name a command acts."""

import getpass
import os
from typing import TYPE_CHECKING

from newsbot.chinese import one_line
from newsbot.errors import UsageError
from newsbot.settings import Settings

if TYPE_CHECKING:
    from newsbot.staff import Duty
    from newsbot.wiring import Newsroom


def editor(settings: Settings) -> str:
    """The name that acts are kept under."""
    return settings.desk.editor or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return f"uid {os.getuid()}"


async def allowed(newsroom: "Newsroom", duty: "Duty") -> str:
    """The name that acts on stories are kept under. Raises `NotAllowed` where it may not do this."""
    from newsbot import staff

    name = editor(newsroom.settings)
    await staff.answerable(newsroom.world.archive, name, duty)
    return name


async def answering(newsroom: "Newsroom", given: str) -> str:
    """The name that somebody answers with for what is published: the one given, else desk.editor, else the login name
    where it has an account. Raises `UsageError` where there is none."""
    from newsbot import staff

    name = one_line(given).strip()[:100] or newsroom.settings.desk.editor
    if not name and staff.named(await newsroom.world.archive.editors(), _login()):
        name = _login()
    if not name:
        raise UsageError("somebody answers for this; name yourself with --editor NAME, or set desk.editor")
    return name
