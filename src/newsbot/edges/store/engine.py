"""The database itself: one engine, one writer thread, two reader threads.

No call reaches the database on the event loop's thread. SQLite by default, PostgreSQL by
URL; errors of both become `StoreError` here and nowhere else.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from pydantic import ValidationError
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from newsbot.errors import SettingsError, StoreError

READERS = 2
READING = "REPEATABLE READ"
_T = TypeVar("_T")
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Database:
    """Runs short jobs in transactions. `busy` is how many seconds a locked database is waited for.

    A job is a plain function of a connection. Raises `SettingsError` when the URL cannot be
    used; every job raises `StoreError` when the database cannot.
    """

    def __init__(self, url: str, busy: float) -> None:
        address = _address(url)
        self.sqlite = address.drivername == "sqlite"
        self.name = _name(address)
        self._engine = _engine(address, busy)
        self._writing = self._engine.execution_options(newsbot_writes=True)
        # A reader sees one state of the database, as SQLite has it anyway.
        self._reading = self._engine if self.sqlite else self._engine.execution_options(isolation_level=READING)
        self._file = _file(address)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="newsbot-store-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="newsbot-store-reader")

    @property
    def there(self) -> bool:
        """Whether an SQLite file is there; a server has to be asked."""
        return self._file is None or self._file.exists()

    async def write(self, job: Callable[[Connection], _T]) -> _T:
        """Run the job on the writer thread in one transaction. A cancelled caller does not undo it."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._run, self._writing, job)

    async def change(self, job: Callable[[Connection], _T]) -> _T:
        """Run a job that changes the schema, in one transaction.

        SQLite changes a table by making it anew, and would take that for deleting what other tables point at: it looks
        after nothing here, and the job itself has to (`PRAGMA foreign_key_check`).
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._change, job)

    async def read(self, job: Callable[[Connection], _T]) -> _T:
        """Run the job on a reader thread; it sees one state of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._run, self._reading, job)

    async def copy(self, path: str) -> None:
        """Write a whole copy of an SQLite database to a file that is not there yet. Raises `StoreError` for others."""
        if not self.sqlite:
            raise StoreError(f"database {self.name} is PostgreSQL; back it up with its own pg_dump")
        await asyncio.get_running_loop().run_in_executor(self._readers, self._copy, path)

    def _copy(self, path: str) -> None:
        if Path(path).exists():
            raise StoreError(f"{path} is there already; name a file that is not")
        # Outside a transaction, as SQLite asks; VACUUM INTO reads one state, whoever writes meanwhile.
        with translated(path), self._engine.connect() as connection, _ours_alone(path):
            plain = connection.connection.driver_connection
            assert isinstance(plain, sqlite3.Connection)
            plain.execute("VACUUM INTO ?", (path,))  # takes a file that is there and empty

    async def make_file(self) -> None:
        """Make an SQLite file that is not there yet, readable by its owner alone, and its folder."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._make_file)

    async def close(self) -> None:
        """Wait for the jobs under way and close every connection."""
        await asyncio.to_thread(self._close)

    def _change(self, job: Callable[[Connection], _T]) -> _T:
        with translated(self.name), self._writing.connect() as connection:
            plain = connection.connection.driver_connection if self.sqlite else None
            # Outside a transaction, as SQLite asks.
            if isinstance(plain, sqlite3.Connection):
                plain.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    return job(connection)
            finally:
                if isinstance(plain, sqlite3.Connection):
                    plain.execute("PRAGMA foreign_keys = ON")

    def _run(self, engine: Engine, job: Callable[[Connection], _T]) -> _T:
        with translated(self.name), engine.begin() as connection:
            return job(connection)

    def _make_file(self) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder of database {self.name} cannot be made ({error.strerror}); "
                "make it, or name another place in database_url"
            ) from error
        with contextlib.suppress(OSError):  # there already, and as its owner wants it; or SQLite says what is wrong
            _make_for_owner(str(self._file))

    def _close(self) -> None:
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


def _address(url: str) -> URL:
    """The parsed URL. Its own errors repeat parts of it, perhaps of the password: they are dropped."""
    try:
        address = sqlalchemy.make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise SettingsError(
            "setting database_url is no database URL; write it like sqlite:///newsbot.db "
            "or postgresql://user:password@host/name (special characters in a password as %40)"
        ) from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise SettingsError(
            f"setting database_url names {address.drivername}, which newsbot does not know; use sqlite or postgresql"
        )
    if driver == "sqlite" and (not address.database or ":memory:" in address.database):
        raise SettingsError("setting database_url must name a file, like sqlite:///newsbot.db")
    return address.set(drivername=driver)


def _name(address: URL) -> str:
    """What the database is called in errors: never with user, password or parameters."""
    if address.drivername == "sqlite":
        return str(address.database)
    return f"{address.database or 'postgresql'} on {address.host or 'this machine'}"


def _file(address: URL) -> Path | None:
    return Path(str(address.database).removeprefix("file:")) if address.drivername == "sqlite" else None


def _make_for_owner(path: str) -> None:
    """Make this file, empty. It will hold hashes of passwords and the installation's secret; SQLite gives the files
    beside it, `-wal` and `-shm`, the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@contextlib.contextmanager
def _ours_alone(path: str) -> Iterator[None]:
    """An empty file for its owner alone to be filled in the block; gone when that fails."""
    try:
        _make_for_owner(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); name a place that can") from error
    try:
        yield
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise


def _engine(address: URL, busy: float) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": 1 + READERS, "max_overflow": 0}
    if address.drivername == "sqlite":
        engine = sqlalchemy.create_engine(address, **options)
        event.listen(engine, "connect", _sqlite_settings(busy))
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    if "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": "10"})
    address = address.update_query_dict({"client_encoding": "utf8"})
    try:
        engine = sqlalchemy.create_engine(address, pool_pre_ping=True, **options)
    except ModuleNotFoundError as error:
        raise SettingsError(
            "database_url names PostgreSQL, but its driver is not installed; install newsbot[postgres]"
        ) from error
    event.listen(engine, "connect", _postgres_settings(busy, _name(address)))
    return engine


def _sqlite_settings(busy: float) -> Callable[[Any, Any], None]:
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3 itself begins nothing: `_begin` does
        connection.execute(f"PRAGMA busy_timeout = {int(busy * 1000)}")
        with contextlib.suppress(sqlite3.OperationalError):
            # SQLite does not wait here when another process is just making the same switch, which
            # lasts in the file. A database that is locked or read-only shows that at its first use.
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    return settings


def _postgres_settings(busy: float, name: str) -> Callable[[Any, Any], None]:
    def settings(connection: Any, _record: Any) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":  # Chinese does not fit into others, and SQL_ASCII, that of a server without a locale,
            raise SettingsError(  # counts and cuts bytes
                f"database {name} keeps text as {encoding}; make one that keeps UTF-8, "
                "`createdb --encoding UTF8 --template template0 NAME`, and name it in database_url"
            )
        # Once a connection, not once a transaction: each would be a round trip more.
        connection.execute(f"SET lock_timeout = {max(1, int(busy * 1000))}")  # 0: wait for ever
        connection.commit()

    return settings


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes the write lock at once: one that reads first could be refused it in mid-transaction."""
    writes = connection.get_execution_options().get("newsbot_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn the errors of SQLAlchemy, the drivers and documents that do not fit into `StoreError`, keeping the cause."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:  # the latter from `_sqlite_settings`, which SQLAlchemy does not wrap
        raise StoreError(f"database {name} {_what_to_do(error)}") from error
    except ValidationError as error:
        raise StoreError(
            f"database {name} holds a {error.title} that this newsbot cannot read; update newsbot, or restore a backup"
        ) from error


def passing(error: BaseException) -> bool:
    """Whether trying again may help: the database is locked, restarting or out of reach."""
    foreign = (sqlalchemy.exc.OperationalError, sqlite3.OperationalError)
    return isinstance(error, StoreError) and isinstance(error.__cause__, foreign)


_ADVICE = (
    ("locked", "is locked by another program; wait until that has finished, or stop it, and try again"),
    ("lock timeout", "is locked by another program; wait until that has finished, or stop it, and try again"),
    ("readonly", "cannot be written; make the file and its folder writable, or name another in database_url"),
    ("read-only", "cannot be written; name a server that takes writes in database_url"),
    ("unable to open", "cannot be opened; check that it is a file this user may write, or change database_url"),
    ("not a database", "is damaged or no database; restore a backup, or move it away and a new one is made"),
    ("malformed", "is damaged or no database; restore a backup, or move it away and a new one is made"),
    ("disk is full", "cannot grow: the disk is full; make room and try again"),
    ("connection", "does not answer; check that the server runs and that database_url is right"),
)


def _what_to_do(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error)
    for words, advice in _ADVICE:
        if words in said.lower():
            return advice
    first = said.splitlines()[0] if said else type(error).__name__
    return f"refused a statement ({first}); restore a backup or report this as a bug"
