"""A newsroom on several machines, played by processes on one PostgreSQL, and what can happen to them.

Processes are killed, paused and restarted, the database too; the model is scripted and keeps the bill. What the queue
did is written down by triggers in the database, by its clock; which process asked the model is told by its key.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web

from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.edges.store import Store
from newsbot.news import Story
from newsroom_run import clean
from scripted_writer import QUERY, ScriptedWriter

GRACE = 1.0  # seconds: an answer that arrived so long before its asker was killed must have been kept

WRITTEN_DOWN = """
CREATE TABLE begun (worker bigint, name text);
CREATE TABLE carried (at timestamptz DEFAULT clock_timestamp(), story text, worker bigint, status text);
CREATE FUNCTION note_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO begun VALUES (NEW.id, current_setting('application_name')); RETURN NEW; END $$;
CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO carried (story, status) VALUES (OLD.lock, 'gone');
        RETURN OLD;
    END IF;
    INSERT INTO carried (story, worker, status) VALUES (NEW.lock, NEW.worker_id, NEW.status::text);
    RETURN NEW;
END $$;
CREATE TRIGGER note_worker AFTER INSERT ON procrastinate_workers FOR EACH ROW EXECUTE FUNCTION note_worker();
CREATE TRIGGER note_job AFTER UPDATE OF status OR DELETE ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION note_job();
"""


class Model(ScriptedModel):
    """The scripted model, which remembers who got which answer when, and how many asked it at once."""

    def __init__(self, delay: float) -> None:
        write = ScriptedWriter()
        super().__init__(lambda body: _step(write(body)).delayed(delay), models=("scripted",))
        self.delivered: list[tuple[str, bytes, float]] = []
        self.most_at_once = 0
        self._asking: dict[int, web.Request] = {}

    async def _deliver(self, request: web.Request, step: Step, body: dict[str, Any]) -> web.StreamResponse:
        received = self.requests[-1]
        living = {key: each for key, each in self._asking.items() if each.transport is not None}
        self._asking = {**living, id(request): request}
        self.most_at_once = max(self.most_at_once, len(self._asking))
        try:
            response = await super()._deliver(request, step, body)
        finally:
            self._asking.pop(id(request), None)
        if step.kind == "answer":
            self.delivered.append((received.headers["authorization"], received.raw, time.time()))
        return response


def _step(step: Step | str | dict[str, Any]) -> Step:
    assert isinstance(step, Step)
    return step


@dataclass
class Machine:
    """A process of the newsroom: `newsbot run` or `newsbot worker`, started anew under another name each time."""

    kind: str
    number: int
    folder: Path
    env: dict[str, str]
    log: Path
    times: int = 0
    process: asyncio.subprocess.Process | None = None
    paused: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}-{self.times}"

    async def start(self) -> None:
        self.times += 1
        url = f"{self.env['NEWSBOT_DATABASE_URL']}&application_name={self.name}"
        env = clean({**self.env, "NEWSBOT_DATABASE_URL": url, "OPENAI_API_KEY": self.name})
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "newsbot", self.kind, "--json"),
                cwd=self.folder,
                env=env,
                stdout=log,
                stderr=log,
            )

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.returncode is None:
            os.kill(self.process.pid, number)


@dataclass
class Outcome:
    """What is asked of the newsroom, in figures. Seconds; for each story that a process carried when it was killed
    `put_back` is how long it took until others could have it, `takeovers` until one with a free place took it."""

    stories: int
    review: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    answers: int = 0
    asked_again: int = 0
    paid_twice: int = 0
    most_at_once: int = 0
    put_back: list[float] = field(default_factory=list)
    takeovers: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Newsroom:
    """A daemon and workers on one database, a site and a model."""

    def __init__(self, server: Any, folder: Path, workers: int, site: SampleSite, model: Model, cap: int) -> None:
        self.server = server
        self.model = model
        self.site = site
        self.url = f"{server.get_uri(database='chaos')}"
        self.deaths: dict[str, float] = {}
        self.pauses: list[tuple[str, float, float]] = []
        env = {
            "NEWSBOT_DATABASE_URL": self.url,
            "NEWSBOT_FETCH__ALLOW_ORIGINS": str(list(site.origins)).replace("'", '"'),
            "NEWSBOT_SITE__DRAFTS": str(folder / "drafts"),
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_LLM__CONCURRENCY": str(cap),
            "NEWSBOT_BUDGET__DAILY_TOKENS": "1000000000",
            "NEWSBOT_LLM__PRICES": '{"scripted": {"input": 0.0, "output": 0.0}}',
            "NEWSBOT_WRITER": "whole",
            "NEWSBOT_DAEMON__WRITE_MODE": "chosen",
            "NEWSBOT_DAEMON__CARRY": "2s",
        }
        kinds = ["run", *["worker"] * workers]
        self.machines = [Machine(kind, n, folder, env, folder / f"{kind}-{n}.log") for n, kind in enumerate(kinds)]

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url, autocommit=True, options="-c search_path=newsbot_jobs,public") as connection:
            yield connection

    async def begin(self, stories: int) -> None:
        """Start all, the daemon first, and have so many stories chosen."""
        daemon, *workers = self.machines
        await daemon.start()
        async with asyncio.timeout(120):
            while b'"started"' not in daemon.log.read_bytes():  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        with self.database() as connection:
            connection.execute(WRITTEN_DOWN)
        async with await Store.open(self.url, lambda: datetime.now(UTC)) as store:
            pages = tuple(self.site.pages("A"))
            for number in range(stories):
                story = Story(
                    id=f"{number:08x}{0:024x}", kind="news", headline=QUERY, urls=pages, created=datetime.now(UTC)
                )
                await store.add_story(story)
                await store.choose([story.id])
        for machine in workers:
            await machine.start()

    def standing(self) -> dict[str, int]:
        """How many stories stand at each stage; none while the database is away."""
        try:
            with self.database() as connection:
                rows = connection.execute("SELECT stage, count(*) FROM stories GROUP BY stage").fetchall()
                return {str(stage): int(count) for stage, count in rows}
        except psycopg.OperationalError:
            return {}

    async def kill(self, machine: Machine) -> None:
        """Kill with -9, and start again."""
        assert machine.process is not None
        self.deaths[machine.name] = time.time()
        machine.signal(signal.SIGKILL)
        await machine.process.wait()
        await machine.start()

    async def pause(self, machine: Machine, seconds: float) -> None:
        machine.paused = True
        begun, name = time.time(), machine.name
        machine.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        machine.signal(signal.SIGCONT)
        self.pauses.append((name, begun, time.time()))
        machine.paused = False

    async def restart_database(self) -> None:
        """The database ends at once, as when its machine loses power, and comes back."""
        os.kill(self.server.get_pid(), signal.SIGQUIT)
        while Path(self.server.pgdata, "postmaster.pid").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        for _ in range(10):  # its starter gives up after 10 s, the start itself does not
            try:
                await asyncio.to_thread(self.server.ensure_postgres_running)
            except subprocess.SubprocessError:
                continue
            return

    async def end(self) -> None:
        """End all, as a supervisor does."""
        for machine in self.machines:
            machine.signal(signal.SIGCONT)
            machine.signal(signal.SIGTERM)
        for machine in self.machines:
            if machine.process is not None:
                try:
                    async with asyncio.timeout(40):
                        await machine.process.wait()
                except TimeoutError:
                    machine.signal(signal.SIGKILL)
                    await machine.process.wait()

    def outcome(self, stories: int, seconds: float) -> Outcome:
        """The figures."""
        stages = self.standing()
        by_request: dict[bytes, list[tuple[str, float]]] = defaultdict(list)
        for key, raw, at in self.model.delivered:
            by_request[raw].append((key.removeprefix("Bearer "), at))
        again = [answers for answers in by_request.values() if len(answers) > 1]
        return Outcome(
            stories=stories,
            review=stages.get("review", 0),
            stages=stages,
            kills=len(self.deaths),
            answers=len(self.model.delivered),
            asked_again=sum(len(answers) - 1 for answers in again),
            paid_twice=sum(not self._lost(*each) for answers in again for each in answers[:-1]),
            most_at_once=self.model.most_at_once,
            put_back=list(self._after_death(("todo", "gone"))),
            takeovers=list(self._after_death(("doing", "gone"))),
            seconds=seconds,
        )

    def _lost(self, name: str, at: float) -> bool:
        """Whether an answer may have been lost with its asker, before it could be kept."""
        return name in self.deaths and self.deaths[name] - at < GRACE

    def _after_death(self, statuses: tuple[str, ...]) -> Iterator[float]:
        """From the death of a process that carried a story until its job next had one of these statuses."""
        with self.database() as connection:
            names = dict(connection.execute("SELECT worker, name FROM begun").fetchall())
            found = "SELECT extract(epoch FROM at)::float, story, worker, status FROM carried ORDER BY story, at"
            rows = connection.execute(found).fetchall()
        for number, (at, story, worker, status) in enumerate(rows):
            death = self.deaths.get(names.get(worker, "")) if status == "doing" else None
            later = [row for row in rows[number + 1 : number + 20] if row[1] == story]
            if death is None or at > death or (later and later[0][0] < death):
                continue
            if (after := next((row[0] for row in later if row[3] in statuses), None)) is not None:
                yield after - death


@asynccontextmanager
async def newsroom(
    server: Any, folder: Path, workers: int, *, cap: int = 4, delay: float = 0.3
) -> AsyncIterator[Newsroom]:
    """The machines, which are ended with the block."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS chaos")
        connection.execute("CREATE DATABASE chaos")
    async with SampleSite() as site, Model(delay) as model:
        opened = Newsroom(server, folder, workers, site, model, cap)
        try:
            yield opened
        finally:
            await opened.end()


async def happen(
    opened: Newsroom, stories: int, kills: int, chance: random.Random, *, every: float, rough: bool, limit: float
) -> Outcome:
    """Have the stories written while processes are killed every so many seconds; `rough` pauses one for 12 s and
    restarts the database too."""
    await opened.begin(stories)
    begun = time.time()
    left, next_kill, paused, restarted = kills, begun + every, not rough, not rough
    tasks: list[asyncio.Task[None]] = []
    while time.time() - begun < limit:
        done = opened.standing().get("review", 0)
        if done >= stories:
            break
        if left and time.time() >= next_kill:
            victim = chance.choice([machine for machine in opened.machines if not machine.paused])
            await opened.kill(victim)
            left -= 1
            next_kill = time.time() + every * chance.uniform(0.5, 1.5)
        if not paused and left <= kills * 2 // 3:
            paused = True
            tasks.append(asyncio.ensure_future(opened.pause(chance.choice(opened.machines[1:]), 12.0)))
        if not restarted and left <= kills // 3:
            restarted = True
            await opened.restart_database()
        await asyncio.sleep(0.5)
    seconds = time.time() - begun
    await asyncio.gather(*tasks)
    return opened.outcome(stories, seconds)
