"""A report on the desk: its chapters and tables are shown, and each cell is edited, cut, kept like any sentence."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from asgi import Answer
from desk_world import DRAFT, STORY, TRUE, entered, newsroom, on, put
from newsbot import article, editing, review
from newsbot.news import Paragraph, Section, Sentence, Table
from newsbot.wiring import Newsroom

pytestmark = pytest.mark.deep  # each opens a newsroom

REPORT = STORY.model_copy(update={"id": "e" * 32, "kind": "report"})
TABLE = Table(
    caption=Sentence(text="芯片N2的价格与产能"),
    head=(Sentence(text="项目"), Sentence(text="现在"), Sentence(text="明年计划")),
    rows=(
        (Sentence(text="单卡定价"), on("1.2万元"), Sentence(text="—")),
        (Sentence(text="月产能"), on("8000片", "1.2"), on("3万片", "1.2")),
    ),
).labelled()
WRONG_CELL, RIGHT_CELL = "sections/1/1/2/2/cell", "sections/1/1/1/1/cell"
DRAFTED = DRAFT.model_copy(
    update={
        "kind": "report",
        "writer": "chapters",
        "heading": None,
        "sections": (
            Section(title=on("芯片已经发布"), blocks=()),
            Section(title=on("N2单卡定价1.2万元"), blocks=(Paragraph(sentences=(on(TRUE),)), TABLE), level=2),
        ),
    }
)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path, stories=0) as room:
        await put(room, REPORT, DRAFTED)
        yield room


async def act(room: Newsroom, **form: object) -> Answer:
    at = await editing.opened(REPORT.id, room.world)
    return await (await entered(room)).post(f"/drafts/{REPORT.id}/act", {"number": at.number, **form})


async def cells(room: Newsroom) -> dict[str, str]:
    at = await editing.opened(REPORT.id, room.world)
    return {place: each.text for place, each in at.review.verdict.draft.placed() if place.endswith("/cell")}


async def test_its_chapters_and_tables_are_shown_with_a_card_for_each_cell(room: Newsroom) -> None:
    text = (await (await entered(room)).get(f"/drafts/{REPORT.id}")).text
    table = text[text.index("<table>") : text.index("</table>")]
    assert "<caption>" in table and table.count('<th scope="col">') == 3 and table.count('<th scope="row">') == 2
    assert table.count("<td>") == 4 and "<td>—</td>" in table
    assert text.index("<h2>", text.index("<h1>")) < text.index("<h3>", text.index("</h1>")) < text.index("<table>")
    assert 'id="s-sections-1-1-2-2-cell-card"' in text and "<small>月产能的明年计划</small> 3万片" in text


async def test_a_wrong_cell_is_open_and_edited_like_a_sentence(room: Newsroom) -> None:
    at = await editing.opened(REPORT.id, room.world)
    open_ = {each.place for each in review.open_sentences(at.review)}
    assert WRONG_CELL in open_ and RIGHT_CELL not in open_
    assert (await act(room, kind="edit", place=WRONG_CELL, text="2万片")).status == 303
    at = await editing.opened(REPORT.id, room.world)
    assert WRONG_CELL not in {finding.place for finding in review.errors(at.review.verdict)}
    document = article.parse(Path(at.article.path).read_text(encoding="utf-8"))
    assert "| 月产能 | 8000片 [^1] | 2万片 [^1] |" in Path(at.article.path).read_text(encoding="utf-8")
    assert document.chaptered


async def test_a_cell_that_is_cut_leaves_a_dash_and_a_rows_name_takes_its_row(room: Newsroom) -> None:
    assert (await act(room, kind="cut", place=WRONG_CELL)).status == 303
    assert WRONG_CELL not in await cells(room)
    assert (await act(room, kind="cut", place="sections/1/1/1/0/cell")).status == 303
    assert "单卡定价" not in (await cells(room)).values()


async def test_a_cell_is_kept_on_an_editors_word_and_the_file_says_whose(room: Newsroom) -> None:
    await act(room, kind="keep", place=WRONG_CELL, reason="公司已经来函更正")
    at = await editing.opened(REPORT.id, room.world)
    assert WRONG_CELL not in {each.place for each in review.open_sentences(at.review)}
    text = Path(at.article.path).read_text(encoding="utf-8")
    assert "3万片（责任编辑张三核定） [^1] |" in text


async def test_the_file_edited_as_markdown_reads_back_with_its_cells(room: Newsroom) -> None:
    at = await editing.opened(REPORT.id, room.world)
    text = Path(at.article.path).read_text(encoding="utf-8")
    changed = text.replace("| 3万片 [^1] |", "| 2万片 [^1] |")
    assert changed != text
    after, _ = at.editing(room.rules).rewrite(at.review, article.parse(changed), changed)
    assert dict(after.verdict.draft.placed())[WRONG_CELL].text == "2万片"
    assert dict(after.verdict.draft.placed())[RIGHT_CELL].passages == ("1.1",)


async def test_what_an_english_sentence_or_cell_tells_stands_on_its_card(room: Newsroom) -> None:
    told: dict[str, Sentence | None] = {
        place: each.model_copy(update={"text": f"Line {n}", "signed": each.text})
        for n, (place, each) in enumerate(DRAFTED.placed())
    }
    story = REPORT.model_copy(update={"id": "f" * 32})
    await put(room, story, DRAFTED.revised(told).model_copy(update={"language": "en"}))
    text = (await (await entered(room)).get(f"/drafts/{story.id}")).text
    assert '<article lang="en">' in text
    assert '<p class="about" lang="zh-CN">原句：8000片</p>' in text and f"原句：{TRUE}" in text
    assert re.search(r"<small>Line \d+, Line \d+</small> Line \d+</p>", text)
