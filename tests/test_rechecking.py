"""Sources of what was published are read again: when, what is found, how often it is told, and how it is settled."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import web

from article_sample import STORY, evidence, passage, source
from loopback import Site
from loopback import site as web_site
from newsbot import article, gathering, passages, publishing, rechecking
from newsbot.news import Evidence
from newsbot.publishing import Order
from publish_world import PublishWorld, publish_world

PAGE = """<!doctype html><html lang="zh"><title>临江港上线语音调度模型</title><body>
<article><h1>临江港上线语音调度模型</h1>
<p>临江港务局3月2日宣布，语音调度模型正式上线，调度员说出船名，模型给出泊位建议，由调度员确认后执行。</p>
<p>港务局称，试运行期间等泊时间平均缩短11分钟，全年可以节省燃油费用约2300万元，四座港口将在年底前接入。</p>
<p>副局长表示，录音约400小时，其中的姓名和电话已经全部去除，系统不会取代任何一名调度员的工作岗位。</p>
</article></body></html>"""


class Newsroom(NamedTuple):
    """A published article that cites one page of a real server; `pages` is what that serves now."""

    desk: PublishWorld
    pages: dict[str, Callable[[web.Request], object] | str | bytes]
    site: Site

    async def due(self, **by: float) -> list[rechecking.Checked]:
        self.desk.clock.turn(**by)
        return list(await rechecking.recheck_due(self.desk.opened.world))

    async def notices(self) -> list[str]:
        now = self.desk.clock()
        taken = await self.desk.opened.store.notices(now, now + timedelta(days=365), 50)
        return [each.notice.reason for each in taken if each.notice.occasion == "correction"]


def read(url: str, text: str, sha256: str, retrieved: object) -> Evidence:
    """Evidence of one page: its passages as they were cut when it was read."""
    cut = [span for span in passages.cut(text) if len(span.text) > 20]
    first, second = source(1, url=url, retrieved=retrieved, sha256=sha256), source(2, url="", sha256="1" * 64)
    made = [
        passage(f"1.{n}").model_copy(update={"start": span.start, "end": span.end, "text": span.text})
        for n, span in enumerate(cut[:3], 1)
    ]
    return evidence(first, second).model_copy(update={"passages": (*made, passage("2.1"))})


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    pages: dict[str, Callable[[web.Request], object] | str | bytes] = {"/story": PAGE}
    async with web_site(pages) as site, publish_world(tmp_path, origins=[site.origin]) as desk:  # type: ignore[arg-type]
        page = await gathering.read_page(site.url("/story"), desk.opened.world)
        await desk.opened.store.keep_page(page, passages.cut(page.text))
        rested = read(site.url("/story"), page.text, page.sha256, page.fetched)
        await desk.reviewed(rested=rested)
        assert (await desk.published(Order())).published
        yield Newsroom(desk, pages, site)


async def test_it_is_read_six_times_on_a_falling_schedule(newsroom: Newsroom) -> None:
    assert await newsroom.due() == []
    for hours in (1, 5, 18, 48, 96, 23 * 24):
        assert await newsroom.due(minutes=60 * hours - 1) == []
        (checked,) = await newsroom.due(minutes=1)
        assert (checked.result, checked.found) == ("still says what is cited", None)
        assert await newsroom.due() == []
    assert checked.due.due is None
    assert await newsroom.due(days=400) == []
    assert await newsroom.notices() == []


async def test_a_daemon_that_was_off_reads_once(newsroom: Newsroom) -> None:
    await newsroom.due()
    (checked,) = await newsroom.due(days=8)
    assert checked.due.due == newsroom.desk.clock() + timedelta(days=22)


async def test_a_changed_figure_is_found_once_with_both_versions_and_told(newsroom: Newsroom) -> None:
    await newsroom.due()
    newsroom.pages["/story"] = PAGE.replace("2300万元", "2500万元")
    (checked,) = await newsroom.due(hours=1)
    assert checked.new and checked.found is not None and checked.found.kind == "changed"
    (change,) = checked.found.changes
    assert change.kind == "figure" and "2300万元" in change.was and "2500万元" in change.now
    store = newsroom.desk.opened.store
    assert await store.open_findings("", 10) == (checked.found,)
    assert "2500万元" in await store.page_text(checked.found.sha256)  # the version that was read is kept
    told = await newsroom.notices()
    assert len(told) == 1 and "2300万元" in told[0] and "2500万元" in told[0]
    (again,) = await newsroom.due(hours=5)
    assert again.found is not None and not again.new
    assert await newsroom.notices() == []


async def test_layout_and_advertisements_raise_nothing(newsroom: Newsroom) -> None:
    await newsroom.due()
    ad = "</p><div class='ad'>广告 开通会员立减50元</div><p>"
    newsroom.pages["/story"] = PAGE.replace("，由调度员", "， 由调度员").replace("</p>\n<p>", f"</p>\n<p>{ad}")
    (checked,) = await newsroom.due(hours=1)
    assert (checked.result, checked.found) == ("still says what is cited", None)


async def test_a_page_that_says_it_was_corrected_is_found(newsroom: Newsroom) -> None:
    await newsroom.due()
    note = "<p>更正：本文此前写四座港口，应为三座港口，特此说明，并向读者致歉。</p>"
    newsroom.pages["/story"] = PAGE.replace("</article>", f"{note}</article>")
    (checked,) = await newsroom.due(hours=1)
    assert checked.found is not None and checked.found.kind == "corrected"
    assert checked.found.said.startswith("更正")


async def test_a_page_that_is_gone_is_found_and_one_that_is_down_is_not(newsroom: Newsroom) -> None:
    await newsroom.due()

    async def down(_: web.Request) -> web.Response:
        return web.Response(status=503)

    newsroom.pages["/story"] = down
    (checked,) = await newsroom.due(hours=1)
    assert checked.found is None and checked.result.startswith("could not be read")
    del newsroom.pages["/story"]
    (checked,) = await newsroom.due(hours=23)
    assert checked.found is not None and checked.found.kind == "gone"


async def test_a_correction_settles_what_was_found(newsroom: Newsroom) -> None:
    await newsroom.due()
    newsroom.pages["/story"] = PAGE.replace("2300万元", "2500万元")
    await newsroom.due(hours=1)
    desk = newsroom.desk
    day = desk.clock().date()
    correction = article.Correction(day=day, was="2300万元", instead="2500万元", mark="1")
    corrected, _ = await publishing.correct(await desk.row(), desk.publisher, "陈编辑", correction)
    assert corrected.corrections == 1
    assert await desk.opened.store.open_findings("", 10) == ()


async def test_what_is_taken_back_or_undone_is_read_no_more(newsroom: Newsroom) -> None:
    await newsroom.due()
    desk = newsroom.desk
    await publishing.undo(await desk.row(), desk.publisher, "陈编辑")
    assert await newsroom.due(hours=2) == []
    assert await desk.opened.store.rechecks_of(STORY.id) == ()


async def test_a_person_may_have_it_read_now_and_the_schedule_stands(newsroom: Newsroom) -> None:
    newsroom.pages["/story"] = PAGE.replace("11分钟", "21分钟")
    (checked,) = await rechecking.recheck(STORY.id, newsroom.desk.opened.world)
    assert checked.new and checked.found is not None
    published = newsroom.desk.clock()
    assert checked.due.due == published + timedelta(hours=1)
    assert await newsroom.desk.opened.store.settle_open(STORY.id, "陈编辑：不影响") == 1
    (again,) = await newsroom.due(hours=1)
    assert again.found is not None and not again.new
    assert await newsroom.desk.opened.store.open_findings(STORY.id, 10) == ()


async def test_of_two_who_look_one_reads(newsroom: Newsroom) -> None:
    await newsroom.due()
    newsroom.desk.clock.turn(hours=1)
    store, again = newsroom.desk.opened.store, newsroom.desk.clock() + timedelta(hours=1)
    first, second = await store.due_rechecks(again, 10), await store.due_rechecks(again, 10)
    assert (len(first), second) == (1, ())
    newsroom.desk.clock.turn(hours=1)
    assert len(await store.due_rechecks(again, 10)) == 1  # whoever took it died


def test_the_schedule_falls() -> None:
    assert list(rechecking.SCHEDULE) == sorted(rechecking.SCHEDULE)
    assert [each / timedelta(hours=1) for each in rechecking.SCHEDULE] == [1, 6, 24, 72, 168, 720]
