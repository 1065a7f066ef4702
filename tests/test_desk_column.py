"""A column on the desk: the box beside 签发 puts the editor's name over its opinions, and a change takes it away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from article_sample import STORY as SAMPLE
from article_sample import evidence
from asgi import Answer
from column_sample import THESIS, column
from desk_world import entered, newsroom, put
from newsbot import editing, review
from newsbot.wiring import Newsroom

pytestmark = pytest.mark.deep  # each opens a newsroom

STORY = SAMPLE.model_copy(update={"kind": "commentary"})


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path, stories=0) as room:
        await put(room, STORY, column(), evidence())
        yield room


async def act(room: Newsroom, **form: object) -> Answer:
    at = await editing.opened(STORY.id, room.world)
    return await (await entered(room)).post(f"/drafts/{STORY.id}/act", {"number": at.number, **form})


async def author(room: Newsroom) -> str:
    text = Path((await editing.opened(STORY.id, room.world)).article.path).read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if line.startswith("author: "))


async def answer_all(room: Newsroom) -> None:
    at = await editing.opened(STORY.id, room.world)
    for sentence in review.open_sentences(at.review):
        await act(room, kind="keep", place=sentence.place, reason="逐句对过")
    at = await editing.opened(STORY.id, room.world)
    open_findings = review.open_findings(at.review)
    for finding in open_findings:
        number = at.review.verdict.findings.index(finding)
        await act(room, kind="waive", finding=number, reason="看过")


async def test_the_box_puts_the_editors_name_over_it_and_an_edit_takes_it_away(room: Newsroom) -> None:
    machines = 'author: "AI News Assistant（人工智能撰写）"'
    assert 'name="byline" value="mine"' in (await (await entered(room)).get(f"/drafts/{STORY.id}")).text
    await answer_all(room)
    assert (await act(room, kind="approve")).status == 303  # the box is not ticked
    assert await author(room) == machines
    assert (await act(room, kind="approve", byline="mine")).status == 303
    assert await author(room) == 'author: "张三"'
    at = await editing.opened(STORY.id, room.world)
    place = next(place for place, each in at.review.verdict.draft.placed() if each.text == THESIS)
    assert (await act(room, kind="edit", place=place, text="这件事恐怕还不能早下结论。")).status == 303
    assert await author(room) == machines
