"""The sandbox with real worker processes, and parsers that do what hostile bytes make real ones do."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.edges.sandbox import JOBS, JOBS_A_WORKER, Job, Sandbox
from newsbot.errors import ParseError
from newsbot.news import Readable, Reading

MIB = 2**20
URL = "http://hostile.test/page"
FEED = "http://a.test/feed"
SEEN = datetime(2026, 2, 20, tzinfo=UTC)


def sandbox(*, workers: int = 1, cpu: float = 20, memory: int = 256 * MIB, wall: float = 60) -> Sandbox:
    job = Job("hostile_jobs.obey", cpu_seconds=cpu, memory_bytes=memory, wall_seconds=wall)
    return Sandbox(workers=workers, jobs={"feed": job, "page": job})


async def order(box: Sandbox, words: str, url: str = URL) -> Readable:
    return await box.page(url, "text/html", SEEN, words.encode())


# ---------------------------------------------------------------- work


async def test_real_parsers_answer_with_nouns() -> None:
    feed = b"<rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>"
    text = "".join(f"<p>今天，北京的第{n}家公司发布了新的模型，并说明了它的用途。</p>" for n in range(9))
    page = f"<html><title>T</title><body><article>{text}</article></body></html>".encode()
    head = b'<link rel="alternate" type="application/rss+xml" href="/feed">'
    opml = b"<opml version='2.0'><body><outline text='A' xmlUrl='http://a.test/feed'/></body></opml>"
    async with Sandbox(workers=1) as box:
        parsed = await box.feed(Reading(feed=FEED, url=FEED, content_type="application/rss+xml", seen=SEEN), feed)
        named = await box.feed_links("http://a.test/", "text/html", head)
        listed = await box.feed_list("list.opml", opml)
        read = await box.page("http://a.test/1", "text/html; charset=utf-8", SEEN, page)
        noted = await box.document("notes.md", "# 题\n\n一段文字。".encode())
        with pytest.raises(ParseError, match=r"a\.test"):
            await box.feed(Reading(feed=FEED, url=FEED, content_type="text/html", seen=SEEN), b"\x00\x01 no feed")
    assert [entry.title for entry in parsed.entries] == ["A"]
    assert named.urls == (FEED,)
    assert [each.url for each in listed.feeds] == [FEED]
    assert "发布了新的模型" in read.text
    assert "一段文字。" in noted.text


def test_the_default_budgets_are_those_of_the_design() -> None:
    budgets = {name: (job.cpu_seconds, job.memory_bytes // MIB, job.wall_seconds) for name, job in JOBS.items()}
    feeds = dict.fromkeys(("feed", "links", "opml"), (5, 512, 8))
    assert budgets == feeds | {"page": (10, 768, 15), "document": (10, 768, 15)}


async def test_a_job_is_given_its_address_type_and_bytes_and_a_large_body_arrives_whole() -> None:
    async with sandbox() as box:
        page = await box.page("http://新闻.test/", "text/html; charset=gbk", SEEN, b"x" * (10 * MIB))
    assert (page.author, page.text) == (
        "http://新闻.test/ text/html; charset=gbk 2026-02-20T00:00:00+00:00",
        str(10 * MIB),
    )


async def test_one_worker_does_job_after_job_and_two_share_the_work() -> None:
    async with sandbox(workers=1) as box:
        assert len({(await order(box, "be")).title for _ in range(5)}) == 1
    async with sandbox(workers=2) as box:
        pages = await asyncio.gather(*(order(box, "be") for _ in range(10)))
    assert len({page.title for page in pages}) == 2


async def test_a_worker_is_replaced_after_200_jobs() -> None:
    async with sandbox(workers=1) as box:
        pids = [(await order(box, "be")).title for _ in range(JOBS_A_WORKER + 1)]
    assert (len(set(pids[:-1])), len(set(pids))) == (1, 2)


async def test_a_worker_that_keeps_memory_is_replaced() -> None:
    async with sandbox(memory=512 * MIB) as box:
        pids = [(await order(box, f"leak {size}")).title for size in (10, 10, 300, 10)]
    assert (len(set(pids[:3])), len(set(pids))) == (1, 2)


# ---------------------------------------------------------------- what costs only its own job


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("exit 3", "exit code 3"),
        ("kill", "killed"),
        ("segfault", "SIGSEGV"),
        ("eat 400", "more than 256 MiB"),
        ("return 40000000", "more than 32 MiB"),
        ("recurse", "RecursionError"),
        ("surrogate", "PydanticSerializationError"),
        ("nonsense", "makes no sense"),
    ],
)
async def test_a_broken_job_is_a_parse_error_naming_the_address_and_the_next_job_is_done(words: str, said: str) -> None:
    async with sandbox() as box:
        with pytest.raises(ParseError, match=rf"hostile\.test/page: .*{said}"):
            await order(box, words)
        assert (await order(box, "be")).text == "2"


async def test_a_job_that_burns_the_processor_ends_with_its_budget() -> None:
    async with sandbox(cpu=0.2) as box:
        with pytest.raises(ParseError, match=r"hostile\.test/page: needs more than 0\.2 s of computing"):
            await order(box, "burn")


async def test_the_processor_budget_is_each_jobs_own() -> None:
    """The limit of the system counts a process's whole life; a worker's tenth job has as much as its first."""
    async with sandbox(cpu=1.0) as box:
        answers = [await order(box, "work 0.25") for _ in range(8)]
    assert len(answers) == 8


async def test_a_job_that_hangs_is_ended_by_the_clock(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    async with sandbox(wall=0.3) as box:
        hanging = asyncio.create_task(order(box, "hang", str(tmp_path / "fifo")))
        assert await asyncio.to_thread((tmp_path / "fifo").read_text) == "started"
        with pytest.raises(ParseError, match=r"fifo: not parsed within 0\.3 s"):
            await hanging
        assert (await order(box, "be")).text == "2"


async def test_a_parsers_own_complaint_comes_back_as_one_short_line() -> None:
    async with sandbox() as box:
        with pytest.raises(ParseError) as caught:
            await order(box, "raise no\x00 feed\n" + "x" * 100_000)
    assert str(caught.value).startswith(f"{URL}: no feed x")
    assert len(str(caught.value)) == 500


async def test_of_ten_jobs_under_way_with_one_killed_nine_answer() -> None:
    async with sandbox(workers=2) as box:
        orders = ["be"] * 4 + ["kill"] + ["be"] * 5
        answers = await asyncio.gather(*(order(box, words) for words in orders), return_exceptions=True)
    assert [isinstance(answer, ParseError) for answer in answers] == [words == "kill" for words in orders]
    assert sum(isinstance(answer, Readable) for answer in answers) == 9


async def test_a_function_that_cannot_be_imported_costs_the_job() -> None:
    job = Job("hostile_jobs.missing", cpu_seconds=1, memory_bytes=MIB * 100, wall_seconds=9)
    async with Sandbox(workers=1, jobs={"page": job}) as box:
        with pytest.raises(ParseError, match="AttributeError"):
            await order(box, "be")


# ---------------------------------------------------------------- beginning and end


async def test_a_cancelled_job_frees_its_worker_for_the_next(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    async with sandbox(workers=1) as box:
        hanging = asyncio.create_task(order(box, "hang", str(tmp_path / "fifo")))
        await asyncio.to_thread((tmp_path / "fifo").read_text)
        hanging.cancel()
        assert (await order(box, "be")).text == "2"
        assert hanging.cancelled()


async def test_a_job_cancelled_while_its_worker_starts_leaves_nothing_behind() -> None:
    async with sandbox(workers=1) as box:
        early = asyncio.create_task(order(box, "be"))
        await asyncio.sleep(0)
        early.cancel()
        assert (await order(box, "be")).text == "2"


async def test_closing_ends_every_worker_idle_or_busy_and_leaves_no_zombie(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    async with sandbox(workers=2) as box:
        pids = {int(page.title) for page in await asyncio.gather(*(order(box, "be") for _ in range(6)))}
        hanging = asyncio.create_task(order(box, "hang", str(tmp_path / "fifo")))
        await asyncio.to_thread((tmp_path / "fifo").read_text)
        waiting = [asyncio.create_task(order(box, "be")) for _ in range(3)]
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):  # a zombie would still be found
            os.kill(pid, 0)
    for task in (hanging, *waiting):
        with pytest.raises(ParseError, match="ending"):
            await task


async def test_a_sandbox_without_jobs_starts_no_process_and_a_closed_one_does_no_job() -> None:
    async with sandbox() as box:
        pass
    with pytest.raises(ParseError, match="ending"):
        await order(box, "be")


async def test_workers_do_not_see_the_keys_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    async with sandbox() as box:
        names = (await order(box, "environment")).text.split("\n")
    assert "PATH" in names
    assert not {"OPENAI_API_KEY"} & set(names)


PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from newsbot.edges.sandbox import Job, Sandbox

async def main():
    job = Job("hostile_jobs.obey", cpu_seconds=9, memory_bytes=2**28, wall_seconds=30)
    async with Sandbox(jobs={"page": job}) as box:
        print("first", sys.stdin.readline().strip(), flush=True)
        await box.page("u", "t", datetime.now(UTC), b"print")
        page = await box.page("u", "t", datetime.now(UTC), b"read")
        print(page.text.strip() == "", sys.stdin.readline().strip(), flush=True)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.parametrize("run", ["script", "module"])
def test_workers_leave_the_programs_input_and_output_alone(run: str, tmp_path: Path) -> None:
    """As a script without a suffix, which is what an installed command is, and as `python -m`."""
    (tmp_path / "program").write_text(PROGRAM)
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__main__.py").write_text(PROGRAM)
    command = [str(tmp_path / "program")] if run == "script" else ["-m", "package"]
    ended = subprocess.run(
        [sys.executable, "-W", "error", *command],
        input="one\ntwo\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])},
        timeout=60,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("first one\nTrue two\n", "")
