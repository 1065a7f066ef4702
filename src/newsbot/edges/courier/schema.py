"""The queue's tables: Procrastinate's own SQL files, in a schema of their own beside ours, which Alembic does not see.

They are applied in the order of their names, each in a transaction with the row that says so. Measured: 0.1 s for all.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from newsbot.errors import StoreError

SCHEMA = "newsbot_jobs"
LOCK = 0x6E65776A  # the advisory lock while upgrading: "newj" in ASCII
_APPLIED = "CREATE TABLE IF NOT EXISTS newsbot_applied (file text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"


async def upgrade(url: str, name: str) -> None:
    """Apply the files that are not yet; by several at once, one after the other. `name` is the database's for people.

    Raises `StoreError`, also when the tables were made by a newer program.
    """
    with translated(name):
        async with _connected(url) as connection:
            await connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the connection is closed
            await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            await connection.execute(_APPLIED)
            there, files = await _applied(connection), _files()
            if newer := there - files.keys():
                raise StoreError(
                    f"the queue in database {name} was made by a newer newsbot ({max(newer)}); update newsbot"
                )
            for file in sorted(files.keys() - there):
                async with connection.transaction():
                    await connection.execute(files[file].read_bytes())
                    await connection.execute("INSERT INTO newsbot_applied (file) VALUES (%s)", [file])


async def revisions(url: str, name: str) -> tuple[str, str]:
    """The last file applied, empty when none was, and the last there is. Raises `StoreError`."""
    with translated(name):
        async with _connected(url) as connection:
            found = await connection.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.newsbot_applied"])
            row = await found.fetchone()
            there = await _applied(connection) if row and row[0] else frozenset()
    return max(there, default=""), max(_files())


def conninfo(url: str) -> str:
    """What reaches the queue's tables of the database at this URL, whichever driver it names."""
    scheme, _, rest = url.partition("://")
    plain = f"{scheme.partition('+')[0]}://{rest}"
    given = conninfo_to_dict(plain)
    options = f"{given.get('options') or ''} -c search_path={SCHEMA}".strip()
    return make_conninfo(plain, options=options, connect_timeout=given.get("connect_timeout") or 10)


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn errors of driver and queue into `StoreError`, keeping the cause."""
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        said = str(error.__cause__ or error).partition("\n")[0]
        raise StoreError(
            f"the queue in database {name} cannot be used now ({said}); check that the server runs"
        ) from error


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    async with await psycopg.AsyncConnection.connect(conninfo(url), autocommit=True) as connection:
        yield connection


async def _applied(connection: psycopg.AsyncConnection) -> frozenset[str]:
    found = await connection.execute("SELECT file FROM newsbot_applied")
    return frozenset([str(row[0]) for row in await found.fetchall()])


def _files() -> dict[str, Path]:
    """Procrastinate's files by name; their names order them."""
    return {path.stem: path for path in Path(SchemaManager.get_migrations_path()).glob("*.sql")}
