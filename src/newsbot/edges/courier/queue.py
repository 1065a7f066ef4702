"""Stories shared by any number of processes and machines, through Procrastinate's tables on the same PostgreSQL.

Procrastinate's functions give out jobs, one a story at a time, and know by heartbeats which worker died. The loop
around them is ours: its own worker ends when the database restarts, and cuts off what it carries. A job is deleted when
it is done, so that each row is a job that lives; all may be deleted at any time: the next sweep offers stories again.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from newsbot.edges.courier import schema
from newsbot.edges.courier.embedded import Embedded
from newsbot.errors import StoreError
from newsbot.newsroom import Carry

QUEUE = "stories"
TASK = "carry"
HEARTBEAT = 2.0  # seconds between two signs of life, each with a look for the jobs of the dead
STALLED = 6.0  # seconds without one after which a worker is taken for dead; one that is only slow loses no answer
LOOK = 1.0  # seconds between two looks for a job: no LISTEN, whose connection would not outlive a restart
FORGOTTEN = 3_600.0  # seconds after which the row of a dead worker goes
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)  # a job to be tried again is due now by whatever clock the database has
CONNECTIONS = 3

logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # what it warns of is raised and told by us


class Queue:
    """Fulfils `newsroom.Courier`: carries so many stories at once of those that any process offers.

    What fails while it is open, because the database is away, is tried again as long as it takes.
    """

    def __init__(self, url: str, name: str, carry: Carry, failed: Callable[[BaseException], None], places: int) -> None:
        """`name` is what the database at `url` is called to people."""
        self._url = url
        self._name = name
        self._carry = carry
        self._failed = failed
        self._hands = Embedded(self._carried, failed, places)
        info = schema.conninfo(url)
        self._app = App(connector=PsycopgConnector(conninfo=info, min_size=1, max_size=CONNECTIONS, timeout=10.0))
        self._manager = self._app.job_manager
        self._worker = 0
        self._jobs: dict[str, Job] = {}
        self._taking = asyncio.Lock()  # between taking a job and carrying it nobody looks for jobs left lying
        self._loops: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Begin to carry. Raises `StoreError`, also where `newsbot db upgrade` is due."""
        current, newest = await schema.revisions(self._url, self._name)
        if current != newest:
            raise StoreError(
                f"the queue in database {self._name} is at {current or 'nothing'}, this newsbot needs {newest}; "
                "run `newsbot db upgrade`"
            )
        with schema.translated(self._name):
            await self._app.open_async()
            self._worker = await self._manager.register_worker()
        self._loops = [self._loop(self._taking_on()), self._loop(self._heartbeats())]

    def _loop(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        def ended(task: "asyncio.Task[None]") -> None:
            if not task.cancelled() and (bug := task.exception()) is not None:
                self._failed(bug)

        task = asyncio.ensure_future(work)
        task.add_done_callback(ended)
        return task

    async def offer(self, stories: Sequence[str]) -> None:
        """Defer a job for each that has none that lives. Raises `StoreError`."""
        with schema.translated(self._name):
            living = {job.lock for job in await self._manager.list_jobs_async(queue=QUEUE)}
            for story in stories:
                if story not in living:
                    with suppress(AlreadyEnqueued):  # another daemon swept at the same time
                        await self._manager.defer_job_async(
                            Job(queue=QUEUE, task_name=TASK, lock=story, queueing_lock=story)
                        )

    async def idle(self) -> None:
        """Wait until none is under way in this process."""
        await self._hands.idle()

    async def close(self, grace: float) -> None:
        """Take on no more, let what is under way go on for so many seconds, and cut off the rest."""
        for loop in self._loops[:1]:
            await _ended(loop)
        await self._hands.close(grace)
        for loop in self._loops[1:]:  # the sign of life is given until the last one is done
            await _ended(loop)
        with suppress(ConnectorException, psycopg.Error):
            if self._worker:
                await self._manager.unregister_worker(self._worker)
        with suppress(ConnectorException, psycopg.Error):
            await self._app.close_async()

    # ------------------------------------------------------------ carrying

    async def _taking_on(self) -> None:
        """Take jobs as there are places, for ever."""
        while True:
            if not self._hands.free:
                await self._hands.one_ended()
            elif not await self._take():
                await asyncio.sleep(LOOK)

    async def _take(self) -> bool:
        """Take one job and begin with it; False when there is none now."""
        async with self._taking:
            try:
                job = await self._manager.fetch_job(queues=[QUEUE], worker_id=self._worker)
            except (ConnectorException, psycopg.Error) as error:
                if isinstance(error.__cause__, psycopg.errors.ForeignKeyViolation):  # forgotten, after a long pause
                    await self._register()
                return False
            if job is None or job.lock is None:
                return False
            if self._hands.carries(job.lock):  # taken from us while we seemed dead; this is its new job
                await self._finish(job)
                return False
            self._jobs[job.lock] = job
            self._hands.take(job.lock)
            return True

    async def _register(self) -> None:
        with suppress(ConnectorException, psycopg.Error):
            self._worker = await self._manager.register_worker()

    async def _carried(self, story: str) -> None:
        try:
            await self._carry(story)
        finally:
            await asyncio.shield(self._finish(self._jobs.pop(story)))

    async def _finish(self, job: Job) -> None:
        """Delete the job. Where that fails it is found left lying, by us or, when we are gone, by others."""
        with suppress(ConnectorException, psycopg.Error):
            await self._manager.finish_job(job, status=Status.SUCCEEDED, delete_job=True)

    # ------------------------------------------------------------ living and dead

    async def _heartbeats(self) -> None:
        """Say that we live, and take over from those that do not, for ever."""
        while True:
            with suppress(ConnectorException, psycopg.Error):
                await self._manager.update_heartbeat(self._worker)
                await self._manager.prune_stalled_workers(FORGOTTEN)
                await self._take_over()
            await asyncio.sleep(HEARTBEAT)

    async def _take_over(self) -> None:
        """Put back the jobs of the dead, and those that are ours by the tables while we know nothing of them."""
        for job in await self._manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED):
            await self._put_back(job)
        async with self._taking:
            for job in await self._manager.list_jobs_async(queue=QUEUE, status="doing", worker_id=self._worker):
                if not self._hands.carries(job.lock or ""):
                    await self._put_back(job)

    async def _put_back(self, job: Job) -> None:
        try:
            await self._manager.retry_job(job, retry_at=AT_ONCE)
        except UniqueViolation:  # `queueing_lock` covers only jobs that wait: this one has a twin that does
            await self._finish(job)
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):  # another put it back before us
                raise


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
