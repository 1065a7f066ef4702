"""A translation on the desk: an editor says by whose leave it appears, and only then it is published."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from asgi import Answer
from desk_world import entered, newsroom, put
from newsbot import article, editing, proofreading, review
from newsbot.errors import NotAllowed
from newsbot.wiring import Newsroom
from rendition_cases import ScriptedTranslator, draft_of, evidence_of, page_of, rendered_by
from test_translation import SHORT, STORY

pytestmark = pytest.mark.deep  # each opens a newsroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    evidence = evidence_of(page_of(SHORT.html))
    draft = draft_of(evidence, rendered_by(ScriptedTranslator(SHORT.known), evidence))
    async with newsroom(tmp_path, stories=0) as room:
        await put(room, STORY, draft, evidence)
        yield room


async def act(room: Newsroom, **form: object) -> Answer:
    at = await editing.opened(STORY.id, room.world)
    return await (await entered(room)).post(f"/drafts/{STORY.id}/act", {"number": at.number, **form})


async def test_its_licence_is_set_on_its_page_and_stands_in_file_and_history(room: Newsroom) -> None:
    page = (await (await entered(room)).get(f"/drafts/{STORY.id}")).text
    assert "译载许可" in page and 'value="licence"' in page and "another kind" not in page
    assert (await act(room, kind="licence", text="CC BY 4.0")).status == 303
    at = await editing.opened(STORY.id, room.world)
    assert at.review.licence == "CC BY 4.0"
    text = Path(at.article.path).read_text(encoding="utf-8")
    assert 'licence: "CC BY 4.0"\n' in text and "译载许可：CC BY 4.0。" in text
    history = (await (await entered(room)).get(f"/drafts/{STORY.id}/history")).text
    assert "CC BY 4.0" in history
    assert (await act(room, kind="undo")).status == 303
    assert (await editing.opened(STORY.id, room.world)).review.licence == ""


async def test_signed_without_one_it_is_refused_in_chinese(room: Newsroom) -> None:
    at = await editing.opened(STORY.id, room.world)
    for sentence in review.open_sentences(at.review):
        await act(room, kind="keep", place=sentence.place, reason="逐句对过原文")
    await act(room, kind="approve")
    assert (await editing.opened(STORY.id, room.world)).review.approval is not None
    refused = await act(room, kind="publish")
    assert refused.status == 422 and "没有写明凭什么许可译载" in refused.text


async def test_an_editor_signs_its_views_by_the_box_and_a_change_takes_the_name_away(room: Newsroom) -> None:
    """The views are the editor's, the rendering stays the machine's; both stand in the file."""
    at = await editing.opened(STORY.id, room.world)
    assert 'name="byline" value="mine"' in (await (await entered(room)).get(f"/drafts/{STORY.id}")).text
    assert (await act(room, kind="approve", byline="mine")).status == 422  # something is open yet
    for sentence in review.open_sentences(at.review):
        await act(room, kind="keep", place=sentence.place, reason="逐句对过原文")
    assert (await act(room, kind="approve")).status == 303
    assert "AI News Assistant译评（人工智能撰写）" in await written(room)
    assert (await act(room, kind="approve", byline="mine")).status == 303
    text = await written(room)
    assert "；张三评；AI News Assistant译（人工智能翻译）" in text
    assert "*以下看法由张三署名，不是原文的内容。*" in text and "本文由人工智能生成" in text
    assert await byline_errors(room, text) == set()
    for was, now in (("；张三评", "；李四评"), ("由张三署名", "由李四署名"), ("恐怕很难信服", "未必信服")):
        assert was in text
        assert await byline_errors(room, text.replace(was, now)) == {"byline"}
    point = next(
        place for place, each in at.review.verdict.draft.placed() if each.kind == "opinion" and "/lead" not in place
    )
    assert (await act(room, kind="edit", place=point, text="这样的开支应当逐项公开。")).status == 303
    text = await written(room)
    assert "张三评" not in text and "以下看法由人工智能撰写" in text


async def written(room: Newsroom) -> str:
    return Path((await editing.opened(STORY.id, room.world)).article.path).read_text(encoding="utf-8")


async def byline_errors(room: Newsroom, text: str) -> set[str]:
    on = await editing.opened(STORY.id, room.world)
    document, draft = article.parse(text), on.review.verdict.draft
    byline = review.byline(on.review, on.evidence)
    found = proofreading.reread(document, text, draft, on.evidence, byline=byline).findings
    return {each.rule for each in found if each.severity == "error" and each.rule == "byline"}


async def test_it_is_of_no_other_kind(room: Newsroom) -> None:
    at = await editing.opened(STORY.id, room.world)
    with pytest.raises(NotAllowed) as refused:
        await editing.another_kind(at, "news", "", "张三", room.world, room.rules)
    assert refused.value.rule == "whole"
