"""The database as a whole, looked at and copied as it stands: nothing in it is upgraded or written."""

from newsbot.edges.store import migrations
from newsbot.edges.store.engine import Database
from newsbot.errors import StoreError

BUSY = 10.0  # seconds a locked database is waited for


async def revisions(url: str) -> tuple[str, str, str]:
    """What the database at `url` is called, the revision of its schema (empty where none is) and the newest there is.

    Raises `SettingsError`, `StoreError`.
    """
    database = Database(url, BUSY)
    try:
        if not database.there:
            return database.name, "", migrations.newest()
        return database.name, *await database.read(migrations.revisions)
    finally:
        await database.close()


async def copy(url: str, path: str) -> None:
    """Write a whole copy of an SQLite database to a file that is not there yet, while others go on working.

    Raises `SettingsError`, `StoreError`.
    """
    database = Database(url, BUSY)
    try:
        if not database.there:
            raise StoreError(f"there is no database {database.name} yet, so there is nothing to copy")
        await database.copy(path)
    finally:
        await database.close()
