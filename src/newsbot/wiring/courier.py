"""Who carries the stories: tasks of this process on SQLite, a queue that several share on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType

from newsbot.edges.alone import alone
from newsbot.edges.courier.embedded import Embedded
from newsbot.errors import SettingsError
from newsbot.newsroom import Hire
from newsbot.settings import Settings
from newsbot.wiring.newsroom import Newsroom


def shared(settings: Settings) -> bool:
    """Whether several processes may carry stories: on PostgreSQL."""
    return not settings.database_url.startswith("sqlite")


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Be the only daemon of an SQLite database; on PostgreSQL any number may run. Raises `StoreError`."""
    if shared(settings):
        yield
        return
    with alone(settings.database_url.partition("///")[2].partition("?")[0]):
        yield


def hire(newsroom: Newsroom) -> Hire:
    """The courier of this database. Raises `SettingsError` where its library is not installed."""
    if not shared(newsroom.settings):
        return Embedded
    try:
        from newsbot.edges.courier.queue import Queue
    except ModuleNotFoundError as error:
        raise SettingsError(_NO_QUEUE) from error
    return partial(Queue, newsroom.settings.database_url, newsroom.store.name)


async def prepare_queue(newsroom: Newsroom) -> None:
    """Bring the queue's tables up to date; SQLite has none. Raises `StoreError`, `SettingsError`."""
    if shared(newsroom.settings):
        await _schema().upgrade(newsroom.settings.database_url, newsroom.store.name)


async def queue_revisions(settings: Settings, name: str) -> tuple[str, str] | None:
    """The revision of the queue's tables and the newest there is; None on SQLite, which has none.

    `name` is what the database is called to people. Raises `StoreError`, `SettingsError`.
    """
    if not shared(settings):
        return None
    found: tuple[str, str] = await _schema().revisions(settings.database_url, name)
    return found


_NO_QUEUE = "several machines share stories through a library that is not installed; install newsbot[postgres]"


def _schema() -> ModuleType:
    try:
        from newsbot.edges.courier import schema
    except ModuleNotFoundError as error:
        raise SettingsError(_NO_QUEUE) from error
    return schema
