"""A newsroom's life in processes that are killed at a named effect; run as a program, it is told what to do by lines.

    python tests/crash_life.py        one JSON object a line on stdin, one on stdout

Each line makes one child, forked from this process, which has everything imported: the daemon in the folder and with
the settings of the line, until its stories are in review. Whatever the child does to the world is found as it
happens, by hooks below newsbot: SQLAlchemy's events see every transaction that writes, Python's audit events every file
changed below the folder, every connection and every program started, and the model's wire every question and answer.
Each such effect is a line in the file `log`. At the one called `kill` the child ends by itself (`how` = `exit`), or is
stopped there and killed with -9 from here (`how` = `signal`).
"""

import asyncio
import contextlib
import gc
import io
import json
import os
import re
import select
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from newsbot import wiring
from newsbot.daemon import Daemon
from newsbot.edges import store as database
from newsbot.edges.courier.embedded import Embedded
from newsbot.edges.sandbox import JOBS
from newsbot.edges.store import Store
from newsbot.errors import NewsbotError
from newsbot.news import Noun, ParsedFeed, Readable, Reading
from newsbot.settings import Settings

T = TypeVar("T")
N = TypeVar("N", bound=Noun)

KILLED = 113  # the exit code of a child that ended at its effect
LONGEST = 120.0  # seconds after which a child that does not end is killed and counts as stuck
_CHANCE = re.compile(r"\b\d+\.[0-9a-f]{8}\b|\b[0-9a-f]{8,}\b")  # parts of names that no two runs share
_WRITES = re.compile(
    r"\s*(INSERT INTO|UPDATE|DELETE FROM|CREATE \w+|DROP \w+|ALTER \w+|REPLACE INTO)\s+[\"']?(\w+)(?: SET (\w+))?", re.I
)
_READS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv", "os.unsetenv", "os.getxattr", "os.listxattr")


class Effects:
    """Counts what is done to the world, by name; ends the process at the one that is asked for."""

    def __init__(self, order: Mapping[str, Any], ready: int) -> None:
        self._log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._kill = order.get("kill", "")
        self._how = order.get("how", "exit")
        self._ready = ready
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, name: str) -> None:
        """The effect of this name is about to happen (or, where the name says so, has just happened)."""
        with self._lock:
            self._counts[name] += 1
            this = f"{name} #{self._counts[name]}"
            if this != self._kill:
                os.write(self._log, f"{this}\n".encode())
                return
            os.write(self._log, f"killed at {this}\n".encode())
            if self._how == "exit":
                os._exit(KILLED)
            os.write(self._ready, b"!")
            threading.Event().wait()  # the lock is kept: nothing more happens until the signal comes


def watch(effects: Effects, folder: Path, places: Mapping[str, str]) -> None:
    """Have all effects of this process told, for the rest of its life. `places` names what listens at a port."""
    _watch_database(effects)
    _watch_files(effects, f"{folder}{os.sep}", places)
    _watch_model(effects)


def _watch_database(effects: Effects) -> None:
    writing: dict[int, dict[str, None]] = {}  # by connection: what its transaction has changed so far
    written: dict[int, str] = {}

    def key(connection: Connection) -> int:
        return id(connection.connection.dbapi_connection)

    @event.listens_for(Engine, "before_cursor_execute")
    def executed(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if found := _WRITES.match(statement):
            what = f"{found[1].split()[0].lower()} {found[2]}{'.' + found[3] if found[3] else ''}"
            writing.setdefault(key(connection), {})[what] = None

    @event.listens_for(Engine, "rollback")
    def undone(connection: Connection) -> None:
        writing.pop(key(connection), None)

    @event.listens_for(Engine, "commit")
    def committing(connection: Connection) -> None:
        if changes := writing.pop(key(connection), None):
            name = written[key(connection)] = ", ".join(changes)[:160]
            effects(f"before commit: {name}")

    @event.listens_for(Pool, "checkin")
    def committed(connection: Any, _record: Any) -> None:
        if name := written.pop(id(connection), None):
            effects(f"after commit: {name}")


def _watch_files(effects: Effects, below: str, places: Mapping[str, str]) -> None:
    def named(path: Any) -> str | None:
        """The path as a name without chance in it; None where it is not one of ours."""
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        whole = os.path.normpath(os.path.join(below, os.fsdecode(path)))  # noqa: PTH118 (a Path would be heard of again)
        return _CHANCE.sub("*", whole.removeprefix(below)) if whole.startswith(below) else None

    def heard(what: str, args: tuple[Any, ...]) -> None:
        if what == "open":
            path, _, flags = args
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and (name := named(path)):
                effects(f"open {name}")
        elif what in ("socket.connect", "socket.sendto"):
            address = args[1]
            port = str(address[1]) if isinstance(address, tuple) else str(address)
            effects(f"{what} {places.get(port, 'elsewhere')}")
        elif what in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"):
            effects(f"{what} {Path(str(args[0])).name}")
        elif what.startswith(("os.", "shutil.")) and what not in _READS:
            names = [name for name in map(named, args) if name]
            if names:
                effects(f"{what} {' '.join(names)}")

    sys.addaudithook(heard)
    real_open, real_fsync = io.open, os.fsync

    class Halting(io.FileIO):
        """A file of which half of every piece is written before the rest."""

        def write(self, data: Any, /) -> int:
            piece = bytes(data)
            half = len(piece) // 2
            done = super().write(piece[:half])
            effects(f"half written {named(self.name)}")
            return done + super().write(piece[half:])

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if set(mode) & set("wxa+") and "b" in mode and named(file):
            return io.BufferedWriter(Halting(os.fspath(file), mode.replace("b", "")))
        return real_open(file, mode, *args, **kwargs)

    def fsync(fd: Any) -> None:
        number = fd if isinstance(fd, int) else fd.fileno()
        if name := named(Path(f"/proc/self/fd/{number}").readlink()):
            effects(f"fsync {name}")
        real_fsync(fd)

    io.open, os.fsync = opened, fsync  # type: ignore[assignment]


def _watch_model(effects: Effects) -> None:
    wire = import_module("newsbot.edges.llm.wire").Wire
    really = wire._answered

    async def answered(self: Any, asking: Awaitable[Any]) -> Any:
        effects("model asked")
        answer = await really(self, asking)
        effects("model answered")
        return answer

    wire._answered = answered


class Parser:
    """Fulfils `newsroom.Parser` in this process: the sandbox's own processes are killed in tests of their own."""

    async def feed(self, reading: Reading, body: bytes) -> ParsedFeed:
        return _parsed(ParsedFeed, "feed", reading.model_dump_json(), body)

    async def page(self, url: str, content_type: str, seen: Any, body: bytes) -> Readable:
        return _parsed(Readable, "page", url, content_type, seen.isoformat(), body)


def _parsed(noun: type[N], job: str, *given: Any) -> N:
    module, _, name = JOBS[job].call.rpartition(".")
    found = getattr(import_module(module), name)(*given)
    assert isinstance(found, noun)
    return found


async def life(later: float, until: Sequence[str] = ("review", "refused")) -> None:
    """Run the newsroom until every story stands at one of these stages.

    `later` is how many seconds the clock is ahead: who died held things for a while.
    """
    settings = Settings()
    database.RENEWED_LEASE = timedelta(seconds=3)  # by PostgreSQL's own clock: the next life waits for it

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=later)

    async with wiring.opened(settings, lambda _stage, what: print(what, flush=True), now=now) as newsroom:
        world = replace(newsroom.world, parser=Parser())  # type: ignore[arg-type]

        async def prune() -> int:
            return 0

        def told(what: str, about: Mapping[str, object]) -> None:
            print(what, dict(about), flush=True)

        publisher = replace(newsroom.publisher, world=world)
        daemon = Daemon(
            world, newsroom.rules, settings.daemon, settings.zone, prune, told, time.monotonic, Embedded, publisher
        )
        running = asyncio.ensure_future(daemon.run())
        while not running.done() and not await _finished(newsroom.store, until):
            await asyncio.wait([running], timeout=0.05)
        daemon.stop()
        await running
        if "published" in until:  # a life that finds it published would end before its first look at the site
            await daemon.tick("publish")


async def _finished(store: Store, until: Sequence[str]) -> bool:
    standings = await store.standings()
    return bool(standings) and all(each.stage in until for each in standings)


def enter(order: Mapping[str, Any]) -> Path:
    """Stand in the order's folder, with its settings alone."""
    folder = Path(order["folder"])
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("NEWSBOT_", "OPENAI_"))]:
        del os.environ[name]
    os.environ.update(order["env"])
    return folder


def child(order: Mapping[str, Any], ready: int) -> None:
    """Live as the order says, and end."""
    folder = enter(order)
    out = os.open(f"{order['log']}.out", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    watch(Effects(order, ready), folder, order["places"])
    try:
        asyncio.run(life(order.get("later", 0.0), order.get("until", ("review", "refused"))))
    except NewsbotError as error:
        print(type(error).__name__, error, flush=True)
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


def obey(order: Mapping[str, Any]) -> int:
    """How the child of this order ended, as a shell counts: minus the signal that killed it."""
    ready, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(order, theirs)
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(2)
    os.close(theirs)
    try:
        readable, _, _ = select.select([ready], [], [], LONGEST)
        if not readable or os.read(ready, 1):  # stuck, or where it is to be killed; else its end of the pipe is gone
            os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    finally:
        os.close(ready)


def main() -> None:
    """Do as the lines of stdin say, one after the other.

    The first one's life is lived here, unseen: what it loads (words, pinyin, templates) its children have then.
    """
    with contextlib.suppress(ImportError):
        import_module("psycopg")
    out = os.dup(1)
    os.dup2(2, 1)
    enter(order := json.loads(sys.stdin.readline()))
    asyncio.run(life(0.0))
    assert threading.active_count() == 1, "a process with threads cannot be forked"
    del order
    gc.freeze()
    for line in sys.stdin:
        os.write(out, json.dumps({"code": obey(json.loads(line))}).encode() + b"\n")


if __name__ == "__main__":
    main()
