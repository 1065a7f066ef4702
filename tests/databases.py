"""Databases for tests: ready ones, copied from one that was made, those of an earlier program, and a way into each."""

import functools
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy

from newsbot.edges.store import migrations


def connected(url: str) -> sqlalchemy.Engine:
    """A connection of the test's own, beside the store."""
    return sqlalchemy.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sqlalchemy.pool.NullPool
    )


def sql(url: str, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run a statement in a transaction of its own; the rows it returns."""
    with connected(url).begin() as connection:
        result = connection.execute(sqlalchemy.text(statement), values)
        return [tuple(row) for row in result] if result.returns_rows else []


def make_revision(url: str, revision: str) -> None:
    """An empty database becomes one as the program of this revision made it."""
    from alembic import command
    from alembic.config import Config

    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    with connected(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def ready(path: Path) -> str:
    """The URL of the SQLite database at `path`; where there is no file yet, there is one with all tables now.

    A copy: all revisions one after the other cost five times as much, and few tests are about them.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_file())
    return f"sqlite:///{path}"


@functools.cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        make_revision(f"sqlite:///{path}", "head")
        return path.read_bytes()
