"""Drafts that editors have been at: what is undecided withholds them, what was decided counts, who approved answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_world import STORY, WRONG_AT, newsroom
from newsbot import checks, editing, publishing, review
from newsbot.edges.content import ContentFolder
from newsbot.errors import Withheld
from newsbot.publishing import Order, Publisher
from newsbot.wiring import Newsroom
from newsbot.wording import rows

EDITOR = "张三"


def publisher(room: Newsroom, tmp_path: Path) -> Publisher:
    return replace(room.publisher, site=ContentFolder(tmp_path / "posts"))


async def decided(room: Newsroom, *, approve: bool) -> None:
    """Every open sentence kept, every finding waived."""
    on = await editing.opened(STORY.id, room.world)
    for each in review.open_sentences(on.review):
        kept = on.editing(room.rules).keep(on.review, each.place, EDITOR, room.world.now(), "已向公司核实")
        on = await editing.keep(on, kept, EDITOR, room.world, room.rules)
    for finding in review.open_findings(on.review):
        waived = on.editing(room.rules).waive(on.review, finding, EDITOR, room.world.now(), "快讯")
        on = await editing.keep(on, waived, EDITOR, room.world, room.rules)
    if approve:
        await editing.approve(on, EDITOR, room.world, room.rules)


async def published(room: Newsroom, tmp_path: Path, order: Order = Order()) -> publishing.Ending:  # noqa: B008
    row = await room.world.archive.row(STORY.id)
    assert row is not None
    return await publishing.publish(row, publisher(room, tmp_path), order)


async def test_while_a_sentence_is_undecided_no_name_publishes_it(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        on = await editing.opened(STORY.id, room.world)
        kept = on.editing(room.rules).keep(on.review, WRONG_AT, EDITOR, room.world.now(), "已向公司核实")
        await editing.keep(on, kept, EDITOR, room.world, room.rules)
        with pytest.raises(Withheld, match="1 sentences rest on nothing that anybody has seen"):
            await published(room, tmp_path, Order(editor="李四", reason="看过"))
        assert not (tmp_path / "posts").exists()


async def test_what_is_approved_at_the_desk_is_published_under_that_name(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await decided(room, approve=True)
        ended = await published(room, tmp_path)
        text = Path(ended.published.path).read_text(encoding="utf-8")
    assert ended.published.editor == EDITOR
    assert f'\neditor: "{EDITOR}"\n' in text and "（责任编辑张三核定）" in text
    assert "经编辑审核后发布" in text


async def test_where_an_editor_has_to_sign_the_signature_of_the_desk_is_what_counts(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await decided(room, approve=False)
        ours = publisher(room, tmp_path)
        strict = replace(ours, policy=replace(ours.policy, require_editor=True))
        row = await room.world.archive.row(STORY.id)
        assert row is not None
        with pytest.raises(Withheld, match="require_editor"):
            await publishing.publish(row, strict, Order(editor="李四", reason="看过"))
        await editing.approve(await editing.opened(STORY.id, room.world), EDITOR, room.world, room.rules)
        ended = await publishing.publish(row, strict, Order(by="李四"))
        assert ended.published.editor == EDITOR


async def test_decided_and_not_approved_it_needs_a_name(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await decided(room, approve=False)
        with pytest.raises(Withheld, match=r"verdict \(review\)"):
            await published(room, tmp_path)
        assert (await published(room, tmp_path, Order(editor="李四", reason="看过"))).published.editor == "李四"


async def test_a_word_that_was_blocked_after_the_approval_withholds_it(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await decided(room, approve=True)
        ours = publisher(room, tmp_path)
        standards = replace(ours.policy.standards, terms=rows("数据中心,block,,,客户要求\n", "terms.csv"))
        row = await room.world.archive.row(STORY.id)
        assert row is not None
        policy = replace(ours.policy, standards=standards, checks_of=lambda _: checks.checks(0, 10**6, standards))
        with pytest.raises(Withheld, match=r"heading \(house-term\)"):
            await publishing.publish(row, replace(ours, policy=policy), Order())


async def test_a_hand_after_the_approval_undoes_it(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await decided(room, approve=True)
        draft = next((tmp_path / "drafts").glob("*.md"))
        draft.write_text(draft.read_text(encoding="utf-8").replace("1.2万元", "2.1万元"), encoding="utf-8")
        with pytest.raises(Withheld, match=r"\(money\)"):
            await published(room, tmp_path)


async def test_a_signature_is_for_the_file_as_it_was_signed(tmp_path: Path) -> None:
    """Whatever hand was at it since, and though nothing in it is wrong: it is signed again, or somebody answers."""
    async with newsroom(tmp_path) as room:
        await decided(room, approve=True)
        draft = next((tmp_path / "drafts").glob("*.md"))
        draft.write_text(draft.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        with pytest.raises(Withheld, match="nobody has signed it"):
            await published(room, tmp_path)
        assert (await published(room, tmp_path, Order(editor="李四", reason="看过"))).published.editor == "李四"
