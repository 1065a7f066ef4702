"""Editions at the desk: what was decided of the original holds, and what becomes of the original is told."""

from html import unescape

import pytest

from desk_world import STORY
from newsbot import editing, editions, pipeline, publishing, review
from newsbot.article import Correction
from newsbot.errors import NotAllowed, Withheld
from newsbot.news import Language
from newsbot.newsroom import Row
from newsbot.publishing import Order
from test_desk_published import EDITOR, Open, _row, desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.deep


async def edition(desk: Open, language: Language = "zh-Hant") -> Row:  # noqa: F811
    world = desk.room.world
    row = await editions.begun(await _row(desk.room), language, world)
    return await pipeline.carry(row.story, world, desk.room.rules)


async def test_what_editors_kept_of_the_original_is_kept_in_the_edition_and_shown(desk: Open) -> None:  # noqa: F811
    row = await edition(desk)
    on = await editing.opened(row.story.id, desk.room.world)
    original = (await desk.room.world.archive.review(STORY.id))[1]
    assert original is not None and original.decisions
    assert on.review.decisions == original.decisions
    assert review.open_sentences(on.review) == ()
    text = await on.markdown(desk.room.world, desk.room.rules)
    assert f"（責任編輯{EDITOR}核定）" in text and "\nkept:\n" in text
    page = await desk.browser.get(f"/drafts/{row.story.id}")
    assert page.status == 200


async def test_it_is_signed_published_and_put_on_the_list_when_the_original_is_corrected(desk: Open) -> None:  # noqa: F811
    row, world = await edition(desk), desk.room.world
    on = await editing.opened(row.story.id, world)
    with pytest.raises(NotAllowed, match="of the kind of its original"):
        await editing.another_kind(on, "brief", "", EDITOR, world, desk.room.rules)
    for finding in review.open_findings(on.review):
        waived = on.editing(desk.room.rules).waive(on.review, finding, EDITOR, world.now(), "同原文")
        on = await editing.keep(on, waived, EDITOR, world, desk.room.rules)
    on = await editing.approve(on, EDITOR, world, desk.room.rules)
    await publishing.publish(on.row, desk.room.publisher, Order(by=EDITOR))
    day = world.now().date()
    fix = Correction(day=day, text="此前写错了日期。", reason="公司更正")
    _, told = await publishing.correct(await _row(desk.room), desk.room.publisher, EDITOR, fix)
    assert any("the zh-Hant edition" in line for line in told)
    page = unescape((await desk.browser.get(f"/published/{row.story.id}")).text)
    assert "原文有变" in page and "原文已更正：此前写错了日期。" in page
    _, again = await publishing.withdraw(await _row(desk.room), desk.room.publisher, EDITOR, "来源撤回", remove=False)
    assert any("the zh-Hant edition" in line for line in again)
    assert len(await world.archive.open_objections(row.story.id, 9)) == 2


async def test_an_edition_made_before_a_correction_is_withheld_and_begun_anew(desk: Open) -> None:  # noqa: F811
    row, world = await edition(desk), desk.room.world
    fix = Correction(day=world.now().date(), text="此前写错了日期。", reason="公司更正")
    await publishing.correct(await _row(desk.room), desk.room.publisher, EDITOR, fix)
    with pytest.raises(Withheld, match="the original has changed since"):
        await publishing.publish(row, desk.room.publisher, Order(by=EDITOR, editor=EDITOR))
    assert (await editions.begun(await _row(desk.room), "zh-Hant", world)).stage == "new"
    anew = await edition(desk)
    assert (anew.story.id, anew.stage) == (row.story.id, "review")
