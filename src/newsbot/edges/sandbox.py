"""The sandbox: hostile bytes are parsed in worker processes of ours, under limits, one job each at a time.

A job is sent as length-prefixed JSON and bytes, and answered with length-prefixed JSON under a
cap; nothing from a worker is ever unpickled. A job that takes too long, eats too much memory
or kills its worker costs that job only. Workers are forked from a server process that has
imported the parsers already, so a new one costs milliseconds. It does not know what the jobs
mean: they are named functions from strings and bytes to a noun.
"""

import asyncio
import contextlib
import importlib
import json
import math
import multiprocessing
import os
import resource
import signal
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from newsbot.chinese import one_line
from newsbot.errors import ParseError
from newsbot.news import FeedLinks, FeedList, Noun, ParsedFeed, Readable, Reading

MIB = 2**20
WORKERS = 2
JOBS_A_WORKER = 200  # then it is replaced, because parsers leak; sooner when it has grown by GROWTH
GROWTH = 256 * MIB
REPLY_BYTES = 32 * MIB  # three times the largest page: room for what JSON adds
START_SECONDS = 60.0  # the first worker waits for the parsers to be imported, perhaps on a busy machine
END_SECONDS = 5.0

_KEPT = frozenset({"HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "TZ"})
_STATM = Path("/proc/self/statm")
_REQUEST = struct.Struct("!II")  # bytes of the JSON header, bytes of the body
_REPLY = struct.Struct("!c?I")  # the kind of answer, whether it is this worker's last, bytes of it
_READY, _RESULT, _PARSE_ERROR, _OTHER_ERROR, _NO_MEMORY, _TOO_MUCH = (bytes((kind,)) for kind in b"YRPEMT")

_NounT = TypeVar("_NounT", bound=Noun)


@dataclass(frozen=True, slots=True)
class Job:
    """A parsing function by its dotted name, and what one call of it may use.

    `cpu_seconds` are rounded up to whole seconds; `memory_bytes` is address space above that
    of the idle worker (Linux only); `wall_seconds` count from the moment a worker is free.
    """

    call: str
    cpu_seconds: float
    memory_bytes: int
    wall_seconds: float


JOBS: Mapping[str, Job] = {
    "feed": Job("newsbot.feed.parse", cpu_seconds=5, memory_bytes=512 * MIB, wall_seconds=8),
    "links": Job("newsbot.discovery.links", cpu_seconds=5, memory_bytes=512 * MIB, wall_seconds=8),
    "opml": Job("newsbot.opml.parse", cpu_seconds=5, memory_bytes=512 * MIB, wall_seconds=8),
    "page": Job("newsbot.readability.extract", cpu_seconds=10, memory_bytes=768 * MIB, wall_seconds=15),
    "document": Job("newsbot.readability.plain", cpu_seconds=10, memory_bytes=768 * MIB, wall_seconds=15),
}


class Sandbox:
    """Fulfils `newsroom.Parser`. An async context manager; closing it kills its workers.

    Workers start with the first jobs, at most `workers` of them. `jobs` names the function
    behind each method; a worker must be able to import it.
    """

    def __init__(self, *, workers: int = WORKERS, jobs: Mapping[str, Job] = JOBS) -> None:
        self._jobs = dict(jobs)
        self._modules = sorted({job.call.rpartition(".")[0] for job in jobs.values()})
        self._workers = workers
        self._places = asyncio.Semaphore(workers)
        self._hired: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._leaving: set[asyncio.Task[int | None]] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closed = True
        for worker in self._hired:
            worker.kill()
        for _ in range(self._workers):  # every job under way has ended then; who comes later is refused
            await self._places.acquire()
        for _ in range(self._workers):
            self._places.release()
        while self._idle:
            self._let_go(self._idle.pop())
        await asyncio.gather(*self._leaving)

    async def feed(self, reading: Reading, body: bytes) -> ParsedFeed:
        """What a feed's bytes say. Raises `ParseError` that names `reading.url`."""
        return await self._parse(ParsedFeed, self._jobs["feed"], (reading.model_dump_json(),), body, reading.url)

    async def feed_links(self, url: str, content_type: str, body: bytes) -> FeedLinks:
        """The feeds that a page names. Raises `ParseError` that names `url`."""
        return await self._parse(FeedLinks, self._jobs["links"], (url, content_type), body, url)

    async def feed_list(self, name: str, body: bytes) -> FeedList:
        """The feeds of an OPML file. Raises `ParseError` that names it."""
        return await self._parse(FeedList, self._jobs["opml"], (name,), body, name)

    async def page(self, url: str, content_type: str, seen: datetime, body: bytes) -> Readable:
        """A page's text and what it says of itself; relative dates count from `seen`.

        Raises `ParseError` that names `url`.
        """
        return await self._parse(Readable, self._jobs["page"], (url, content_type, seen.isoformat()), body, url)

    async def document(self, name: str, body: bytes) -> Readable:
        """The text of a file an editor handed in. Raises `ParseError` that names it."""
        return await self._parse(Readable, self._jobs["document"], (name,), body, name)

    async def _parse(self, noun: type[_NounT], job: Job, given: Sequence[str], body: bytes, name: str) -> _NounT:
        place = one_line(name[:2_000].partition("?")[0])[:200]  # a query may hold a key
        async with self._places:
            kind, answer = await self._do(place, job, given, body)
        if kind == _PARSE_ERROR:  # written by our own parser, but about hostile bytes
            raise ParseError(one_line(answer[:2_000].decode("utf-8", "replace"))[:500])
        if kind == _NO_MEMORY:
            raise ParseError(f"{place}: needs more than {job.memory_bytes // MIB} MiB to be read; use another address")
        if kind == _TOO_MUCH:
            raise ParseError(f"{place}: parses to more than {REPLY_BYTES // MIB} MiB; use another address")
        if kind != _RESULT:
            name = one_line(answer[:200].decode("utf-8", "replace"))
            raise ParseError(f"{place}: its bytes break the parser ({name}); use another address")
        try:
            return noun.model_validate_json(answer)
        except ValidationError as error:
            raise ParseError(f"{place}: the parser's answer makes no sense; use another address") from error

    async def _do(self, place: str, job: Job, given: Sequence[str], body: bytes) -> tuple[bytes, bytes]:
        """One job on an idle or new worker, which is let go unless it answered and may go on."""
        worker = self._idle.pop() if self._idle else await self._hire(place)
        try:
            self._refuse_when_closed(place)
            async with asyncio.timeout(job.wall_seconds):
                kind, last, answer = await worker.ask(job, given, body)
        except TimeoutError as error:
            self._let_go(worker)
            raise ParseError(f"{place}: not parsed within {job.wall_seconds:g} s; use another address") from error
        except (EOFError, OSError) as error:
            code = await asyncio.shield(self._let_go(worker))
            self._refuse_when_closed(place)
            raise ParseError(f"{place}: {_cause_of_death(code, job)}; use another address") from error
        except BaseException:
            self._let_go(worker)
            raise
        if last:
            self._let_go(worker)
        else:
            self._idle.append(worker)
        return kind, answer

    def _refuse_when_closed(self, place: str) -> None:
        if self._closed:
            raise ParseError(f"{place}: not parsed, because the program is ending; run it again")

    async def _hire(self, place: str) -> "_Worker":
        self._refuse_when_closed(place)
        worker = _Worker(self._modules)
        self._hired.add(worker)
        try:
            async with asyncio.timeout(START_SECONDS):
                await worker.start()
        except (OSError, EOFError) as error:
            self._let_go(worker)
            raise ParseError(f"{place}: no parsing process could be started ({error}); see `newsbot doctor`") from error
        except BaseException:
            self._let_go(worker)
            raise
        return worker

    def _let_go(self, worker: "_Worker") -> asyncio.Task[int | None]:
        """Kill the worker now; the task waits until it is gone and gives its exit code."""
        self._hired.discard(worker)
        worker.kill()
        task = asyncio.get_running_loop().create_task(worker.end())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        return task


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, modules: Sequence[str]) -> None:
        context = multiprocessing.get_context("forkserver")
        # Without the default `__main__` among them: a program's main module is none of a parser's business.
        context.set_forkserver_preload([__name__, *modules])
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._process = context.Process(target=_work, args=(self._theirs, modules), name="newsbot-parser", daemon=True)
        self._starting: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Return when the worker has imported its parsers. Raises OSError or EOFError when it does not come up."""
        self._starting = asyncio.ensure_future(asyncio.to_thread(self._start))
        await asyncio.shield(self._starting)  # a thread cannot be cancelled: `end` waits for it
        await self._answer()

    def _start(self) -> None:
        try:
            self._process.start()
        finally:
            self._theirs.close()

    async def ask(self, job: Job, given: Sequence[str], body: bytes) -> tuple[bytes, bool, bytes]:
        """The kind of answer, whether the worker must be let go, and the answer. Raises EOFError or OSError."""
        loop = asyncio.get_running_loop()
        header = json.dumps([asdict(job), given]).encode()
        await loop.sock_sendall(self._ours, _REQUEST.pack(len(header), len(body)) + header)
        await loop.sock_sendall(self._ours, body)
        return await self._answer()

    async def _answer(self) -> tuple[bytes, bool, bytes]:
        kind, last, size = _REPLY.unpack(await self._exactly(_REPLY.size))
        if size > REPLY_BYTES:
            raise EOFError("a reply over the cap")
        return kind, last, await self._exactly(size)

    async def _exactly(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        data = bytearray(size)
        left = memoryview(data)
        while left:
            count = await loop.sock_recv_into(self._ours, left)
            if not count:
                raise EOFError("the worker is gone")
            left = left[count:]
        return bytes(data)

    def kill(self) -> None:
        """Kill the process if it runs; its pipe then ends for whoever still waits for an answer."""
        with contextlib.suppress(ValueError, AttributeError):  # ended already, not started yet
            self._process.kill()

    async def end(self) -> int | None:
        """Wait until the process is gone and free what it held; its exit code, None when it never ran."""
        self._ours.close()
        if self._starting is not None:
            await asyncio.wait([self._starting])
        self._theirs.close()
        if self._process.pid is None:
            return None
        self.kill()
        await asyncio.to_thread(self._process.join, END_SECONDS)
        code = self._process.exitcode
        if code is not None:
            self._process.close()
        return code


def _cause_of_death(code: int | None, job: Job) -> str:
    if code == -signal.SIGXCPU:
        return f"needs more than {job.cpu_seconds:g} s of computing to be parsed"
    if code == -signal.SIGKILL:
        return "its parser was killed, perhaps for want of memory"
    if code is not None and code < 0:
        return f"its bytes crash the parser ({signal.Signals(-code).name})"
    return f"its bytes end the parser (exit code {code})"


# ---------------------------------------------------------------- in the worker


def _work(wire: socket.socket, modules: Sequence[str]) -> None:
    """A worker's life: answer jobs until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    for name in os.environ.keys() - _KEPT:  # no parser needs a key
        del os.environ[name]
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):  # what parsers print must not mix with what the program prints
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for module in modules:
        with contextlib.suppress(Exception):  # the job that needs it will say so
            importlib.import_module(module)
    idle = _address_space()
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        wire.sendall(_REPLY.pack(_READY, False, 0))
        for served in range(1, JOBS_A_WORKER + 1):
            job, given, body = _request(wire)
            kind, answer = _answered(job, given, body, idle)
            last = served == JOBS_A_WORKER or kind == _NO_MEMORY or _address_space() - idle > GROWTH
            wire.sendall(_REPLY.pack(kind, last, len(answer)))
            wire.sendall(answer)


def _request(wire: socket.socket) -> tuple[Job, list[str], bytes]:
    header_size, body_size = _REQUEST.unpack(_received(wire, _REQUEST.size))
    job, given = json.loads(_received(wire, header_size))
    return Job(**job), given, _received(wire, body_size)


def _received(wire: socket.socket, size: int) -> bytes:
    data = bytearray(size)
    left = memoryview(data)
    while left:
        count = wire.recv_into(left)
        if not count:
            raise EOFError
        left = left[count:]
    return bytes(data)


def _answered(job: Job, given: Sequence[str], body: bytes, idle: int) -> tuple[bytes, bytes]:
    """Do one job under its limits: the kind of answer and its bytes."""
    _limit(job, idle)
    try:
        module, _, name = job.call.rpartition(".")
        noun: Noun = getattr(importlib.import_module(module), name)(*given, body)
        answer = noun.model_dump_json().encode()
    except ParseError as error:
        return _PARSE_ERROR, str(error)[:2_000].encode("utf-8", "replace")
    except MemoryError:
        return _NO_MEMORY, b""
    except Exception as error:  # hostile bytes may raise anything at all, and it costs this job only
        return _OTHER_ERROR, type(error).__name__.encode("utf-8", "replace")
    finally:
        _unlimit()
    return (_RESULT, answer) if len(answer) <= REPLY_BYTES else (_TOO_MUCH, b"")


def _limit(job: Job, idle: int) -> None:
    # RLIMIT_CPU counts the process's whole life, not the job's.
    _soft(resource.RLIMIT_CPU, math.ceil(time.process_time() + job.cpu_seconds))
    if idle:
        _soft(resource.RLIMIT_AS, idle + job.memory_bytes)
    # The parent kills a job that hangs; this is for a worker whose parent is gone.
    signal.setitimer(signal.ITIMER_REAL, 2 * job.wall_seconds + 1)


def _unlimit() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    _soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)
    _soft(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def _soft(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    if hard != resource.RLIM_INFINITY:
        value = hard if value == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, hard))


def _address_space() -> int:
    """Bytes of address space this process has; 0 where the system does not say (not Linux)."""
    try:
        return int(_STATM.read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0
