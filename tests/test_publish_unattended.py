"""What the daemon publishes by itself: only what passed, after its time, so many a day, and by one daemon at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from article_sample import STORY, draft, form, said
from newsbot import checks, publishing
from newsbot.daemon import Daemon
from newsbot.edges.content import ContentFolder
from newsbot.edges.courier.embedded import Embedded
from newsbot.news import Embargo
from newsbot.publishing import Publisher
from newsbot.settings import Daemon as Schedule
from newsbot.settings import Git
from newsbot.stages import Rules
from newsbot.wording import rows
from publish_world import PublishWorld, publish_world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        yield opened


def unattended(desk: PublishWorld, **changed: Any) -> Publisher:
    return desk.with_policy(unattended=True, **changed)


async def round_of(desk: PublishWorld, **changed: Any) -> tuple[int, tuple[str, ...]]:
    """How many articles one round published, and why others were held back."""
    midnight = desk.clock().replace(hour=0)
    done, kept = await publishing.publish_passed(unattended(desk, **changed), midnight)
    return len(done), kept


async def several(desk: PublishWorld, number: int) -> None:
    for n in range(number):
        story = STORY.model_copy(update={"id": f"{n}a3f9c21d4e5"})
        written = draft(title=said(f"临江港上线语音调度模型，第{n + 1}版", "1.1"))
        await desk.reviewed(story=story, written=written)


async def test_a_draft_waits_its_time_and_is_published_once(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    assert await round_of(desk) == (0, ())
    desk.clock.turn(minutes=29)
    assert await round_of(desk) == (0, ())
    desk.clock.turn(minutes=1)
    assert await round_of(desk) == (1, ())
    assert await round_of(desk) == (0, ())
    assert desk.files() == [path.name]
    assert (await desk.row()).stage == "published"


async def test_where_an_editor_has_to_sign_nothing_is_published_unattended_and_nothing_is_parked(
    desk: PublishWorld,
) -> None:
    await desk.reviewed()
    desk.clock.turn(minutes=40)
    assert await round_of(desk, require_editor=True) == (0, ())
    assert (desk.files(), (await desk.row()).parked) == ([], False)


@pytest.mark.parametrize("outcome", ["review", "hold"])
async def test_only_what_passed_is_published(desk: PublishWorld, outcome: Any) -> None:
    await desk.reviewed(outcome)
    desk.clock.turn(hours=1)
    assert await round_of(desk) == (0, ())
    assert (await desk.row()).parked is False


async def test_where_editors_publish_the_daemon_does_not(desk: PublishWorld) -> None:
    await desk.reviewed()
    desk.clock.turn(hours=1)
    assert await publishing.publish_passed(desk.publisher, desk.clock()) == ((), ())


async def test_stopped_or_paused_it_stays(desk: PublishWorld) -> None:
    await desk.reviewed()
    desk.clock.turn(hours=1)
    await desk.opened.store.pause("")
    assert await round_of(desk) == (0, ())
    await desk.opened.store.resume()
    await desk.opened.store.park(STORY.id, "review", "先等等")
    assert await round_of(desk) == (0, ())
    await desk.opened.store.retry(STORY.id)
    assert await round_of(desk) == (1, ())


async def test_a_day_has_its_number_and_the_next_one_again(desk: PublishWorld) -> None:
    await several(desk, 4)
    desk.clock.turn(hours=1)
    assert await round_of(desk, daily=3) == (3, ())
    assert await round_of(desk, daily=3) == (0, ())
    desk.clock.turn(hours=24)
    assert await round_of(desk, daily=3) == (1, ())


async def test_what_waited_two_days_is_left_to_an_editor(desk: PublishWorld) -> None:
    await desk.reviewed()
    desk.clock.turn(hours=49)
    assert await round_of(desk) == (0, ())


async def test_an_edited_draft_goes_to_an_editor(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    path.write_text(path.read_text(encoding="utf-8").replace("2300万元", "2400万元"), encoding="utf-8")
    desk.clock.turn(hours=1)
    done, kept = await round_of(desk)
    assert done == 0 and "verdict (review)" in kept[0]
    row = await desk.row()
    assert (row.parked, row.due) == (True, None)
    assert await round_of(desk) == (0, ())


async def test_an_embargo_is_waited_for(desk: PublishWorld) -> None:
    end = desk.clock() + timedelta(hours=5)
    await desk.reviewed(embargo=Embargo(words="EMBARGOED", until=end))
    desk.clock.turn(hours=1)
    done, kept = await round_of(desk)
    assert done == 0 and "embargo" in kept[0]
    assert (await desk.row()).due == end
    desk.clock.turn(hours=4)
    assert await round_of(desk) == (1, ())


async def test_an_embargo_is_not_all_that_is_wrong_so_its_end_mends_nothing(desk: PublishWorld) -> None:
    """A person has to look, and is told at once and not when the embargo ends."""
    path = await desk.reviewed(embargo=Embargo(words="EMBARGOED", until=desk.clock() + timedelta(hours=5)))
    path.write_text(path.read_text(encoding="utf-8").replace("#AI ", "#白鹭 ", 1), encoding="utf-8")
    standards = checks.Standards(terms=rows("白鹭,block,,,客户保密\n", "terms.csv"))
    desk.clock.turn(hours=1)
    done, (why,) = await round_of(desk, standards=standards)
    row = await desk.row()
    assert (done, row.parked, row.due) == (0, True, None)
    assert "embargo" in why and "house-term" in why


async def test_a_site_that_breaks_is_tried_again_after_an_hour(desk: PublishWorld) -> None:
    await desk.reviewed()
    desk.folder.parent.mkdir(parents=True)
    desk.folder.write_text("in the way")
    desk.clock.turn(hours=1)
    done, kept = await round_of(desk)
    assert done == 0 and "cannot be written" in kept[0]
    desk.folder.unlink()
    assert await round_of(desk) == (0, ())
    desk.clock.turn(hours=1)
    assert await round_of(desk) == (1, ())


async def test_several_daemons_publish_each_draft_once_and_no_more_than_the_day_has(desk: PublishWorld) -> None:
    await several(desk, 6)
    desk.clock.turn(hours=1)
    rounds = await asyncio.gather(
        *(publishing.publish_passed(unattended(desk, daily=4), desk.clock().replace(hour=0)) for _ in range(5))
    )
    assert sum(len(done) for done, _ in rounds) == 4
    assert len(desk.files()) == 4


async def test_a_turn_that_a_dead_process_holds_ends(desk: PublishWorld) -> None:
    store = desk.opened.store
    assert await store.take_turn("publish", desk.clock() + timedelta(minutes=15))
    assert not await store.take_turn("publish", desk.clock() + timedelta(minutes=15))
    desk.clock.turn(minutes=16)
    assert await store.take_turn("publish", desk.clock() + timedelta(minutes=15))
    await store.end_turn("publish")
    assert await store.take_turn("publish", desk.clock() + timedelta(minutes=15))


async def test_a_template_that_cannot_be_used_publishes_nothing(desk: PublishWorld, tmp_path: Path) -> None:
    await desk.reviewed()
    (tmp_path / "templates" / "news.md.j2").write_text("{{ nothing.there }}")
    desk.clock.turn(hours=1)
    done, kept = await publishing.publish_passed(replace(unattended(desk)), desk.clock().replace(hour=0))
    assert done == () and "template" in kept[0]
    assert desk.files() == []


async def test_the_daemon_tells_what_it_published_and_what_it_held_back(desk: PublishWorld) -> None:
    events: list[tuple[str, Mapping[str, object]]] = []

    async def prune() -> int:
        return 0

    def daemon(**changed: Any) -> Daemon:
        schedule = Schedule.model_validate({"write_mode": "chosen"})
        told = lambda *each: events.append(each)  # noqa: E731
        rules = cast(Rules, None)  # no story is written here
        publisher = unattended(desk, **changed)
        return Daemon(
            publisher.world, rules, schedule, form().zone, prune, told, lambda: 0.0, Embedded, publisher=publisher
        )

    await several(desk, 2)
    edited = next(path for path in (desk.folder.parents[2] / "drafts").iterdir() if "1a3f9c21" in path.name)
    edited.write_text(edited.read_text(encoding="utf-8").replace("2300万元", "2400万元"), encoding="utf-8")
    desk.clock.turn(hours=1)
    await daemon(quiet=("00:00-23:59",)).tick("publish")
    assert events == []
    await daemon().tick("publish")
    await daemon().tick("recheck")
    await daemon().tick("publish")
    assert [event for event, _ in events] == ["published", "withheld"]
    assert events[0][1]["story"] == "0a3f9c21d4e5"
    notices = await desk.opened.store.notices(desk.clock(), desk.clock() + timedelta(days=1), 10)
    assert {each.notice.occasion for each in notices} == {"published", "parked"}


# ---------------------------------------------------------------- what is not in git yet


class Recording(ContentFolder):
    """A content folder that keeps what it is asked to commit."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.committed: list[str] = []

    async def recorded(self, name: str, message: str, how: Git, picture: str = "") -> str:
        self.committed.append(name)
        return "made"


@pytest.mark.parametrize(
    ("how", "days", "hand", "again"),
    [
        ("commit", 0, "", True),
        ("push", 1, "", True),
        ("branch", 0, "", False),
        ("", 0, "", False),
        ("commit", 3, "", False),
        ("commit", 0, "一行注记", False),
    ],
    ids=["commit", "push", "branch", "no git", "three days ago", "changed by hand"],
)
async def test_what_was_published_lately_is_given_to_git_when_a_process_begins(
    desk: PublishWorld, how: Git, days: int, hand: str, again: bool
) -> None:
    """What somebody has changed since is theirs to commit."""
    await desk.reviewed()
    path = Path((await desk.published()).published.path)
    path.write_text(path.read_text(encoding="utf-8") + hand, encoding="utf-8")
    desk.clock.turn(days=days)
    site = Recording(desk.folder)
    told = await publishing.record_late(replace(desk.with_policy(git=how), site=site))
    assert (site.committed, told) == (([path.name], (f"git {how}: made",)) if again else ([], ()))
