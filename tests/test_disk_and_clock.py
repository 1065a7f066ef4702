"""Disks that are full or read-only, clocks that jump by years: nothing torn, nothing lost, no burst of polls."""

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from feed_world import Clock, feed_world
from loopback import site as web_site
from newsbot import stages
from newsbot.demo.sample_site import SampleSite
from newsbot.news import Feed
from test_daemon import Run, rules
from test_model_faults import Server, newsroom, writing

pytestmark = pytest.mark.deep

YEARS = timedelta(days=730)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB where the drafts lie; only root may mount one."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small tmpfs cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remounted(how: str) -> Callable[[Path], None]:
    return lambda disk: subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True) and None


def filled(disk: Path) -> None:
    """Not a byte is left."""
    with (disk / "other.bin").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass


@pytest.mark.parametrize(
    ("broken", "mended", "why"),
    [
        (filled, lambda disk: (disk / "other.bin").unlink(), "free some space"),
        (remounted("ro"), remounted("rw"), "choose a folder that can be written"),
    ],
    ids=["full", "read-only"],
)
async def test_a_disk_that_takes_no_draft_parks_the_story_and_it_is_written_whole_when_it_does(
    broken: Callable[[Path], None], mended: Callable[[Path], None], why: str, disk: Path, tmp_path: Path
) -> None:
    async with Server(writing) as server, newsroom(tmp_path, server, ("whole",)) as run:
        broken(disk)
        row = await run.row()
        assert (row.stage, row.parked) == ("judged", True)
        assert why in row.reason
        assert list(disk.glob("*.md")) == list(disk.glob(".*")) == []
        mended(disk)
        assert row.due is not None
        run.clock.at = row.due
        assert (await run.row()).stage == "review"
        (file,) = disk.iterdir()
        assert file.read_text(encoding="utf-8").endswith("\n")
        assert len(server.bill) == 1  # what was paid for before the disk broke is not asked again


FEED = (
    "<rss version='2.0'><channel><title>t</title><item><guid>1</guid><title>北辰实验室公开模型</title>"
    "<link>http://127.0.0.1/1</link></item></channel></rss>"
)


@pytest.mark.parametrize("jumps", [(YEARS,), (-YEARS,), (YEARS, -YEARS), (-YEARS, YEARS)], ids=str)
async def test_a_clock_that_jumps_by_years_makes_no_burst_of_polls_and_announces_nothing_twice(
    jumps: tuple[timedelta, ...], tmp_path: Path
) -> None:
    """After every jump a day of ticks: each feed is asked about as often as on any other day, and none is forgotten."""
    clock = Clock()
    feeds = [f"/{number}.xml" for number in range(4)]
    async with (
        web_site(dict.fromkeys(feeds, FEED.encode())) as site,
        feed_world(tmp_path, [site.origin], clock) as opened,
        SampleSite() as sample,
    ):
        followed = rules(sample, feeds=tuple(Feed(url=site.url(path)) for path in feeds))

        async def day() -> int:
            before = len(site.requests)
            for _ in range(72):
                await stages.poll(opened.world, followed)
                clock.turn(minutes=20)
            asked = Counter(request.path for request in site.requests[before:])
            assert set(asked) == set(feeds)
            return max(asked.values())

        usual = await day()
        for jump in jumps:
            clock.at += jump
            assert await day() <= usual + 1
        announced = await opened.store.untold()
        assert len(announced) == len(feeds)


@pytest.mark.parametrize("jump", [YEARS, -YEARS], ids=str)
async def test_a_clock_that_jumps_by_years_holds_no_story_back(jump: timedelta, tmp_path: Path) -> None:
    async with SampleSite() as site, feed_world(tmp_path, site.origins) as opened:
        run = Run(opened, site)
        daemon = run.daemon(daily=2)
        await run.ticked(daemon, "poll", "group", "write")
        opened.clock.at += jump
        again = run.daemon(daily=2)
        for _ in range(4):
            await run.ticked(again, "carry")
        rows = [await opened.store.row(str(each["story"])) for each in run.told("chosen")]
        assert len(rows) == 2
        assert {row.stage for row in rows if row} <= {"review", "refused"}
        assert run.told("error") == []
