"""What a bug leaves on the screen: its traceback, in which no key stands.

An error of the tree holds no key by itself: the edges take it out. A bug is whatever nobody thought of, and its message
may hold anything; so what is printed of one is searched for everything that the settings call secret.
"""

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

LEAST = 4  # characters: what is shorter stands anywhere, and guards nothing
HIDDEN = "***"
_PASSWORD = re.compile(r"://[^\s:/@]{0,200}:([^\s@]{1,500})@")
_SECRET_NAME = re.compile("KEY|TOKEN|SECRET|PASSWORD|URLS", re.IGNORECASE)


def watch() -> None:
    """Print what no one caught, here, in a thread or in a log, without secrets, from now on."""
    sys.excepthook = _shown
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda given: _shown(given.exc_type, given.exc_value, given.exc_traceback)
    if logging.lastResort is not None:  # what libraries log goes there; nothing here has a handler of its own
        logging.lastResort.setFormatter(_Formatter())


def without(text: str) -> str:
    """The text with everything secret replaced."""
    for secret in sorted(set(_secrets()), key=lambda each: -len(each)):
        if len(secret) >= LEAST:
            text = text.replace(secret, HIDDEN)
    return text


def _shown(_kind: type[BaseException], bug: BaseException | None, _where: TracebackType | None) -> None:
    if bug is not None:
        sys.stderr.write(without("".join(traceback.format_exception(bug))))


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without(super().format(record))


def _secrets() -> Iterator[str]:
    """What the settings call secret, and what the environment calls so where they cannot be read."""
    yield from (value for name, value in os.environ.items() if _SECRET_NAME.search(name) and _ours(name))
    yield from (found[1] for value in os.environ.values() for found in _PASSWORD.finditer(value))
    from newsbot.errors import SettingsError  # late: there is seldom a bug
    from newsbot.settings import load

    try:
        settings = load()
    except SettingsError:
        return
    yield from _held(settings)


def _ours(name: str) -> bool:
    return name.upper().startswith(("NEWSBOT_", "OPENAI_"))


def _held(value: Any) -> Iterator[str]:
    from pydantic import BaseModel, SecretStr

    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, str):
        yield from (found[1] for found in _PASSWORD.finditer(value))
    elif isinstance(value, BaseModel):
        for _, each in value:
            yield from _held(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _held(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _held(each)
