"""The kind `report`: numbered chapters, tables whose cells are cited, in the form of the user's sample."""

import re

import article_sample
from article_sample import STORY, evidence, form, paragraph, said, verdict
from golden import ROOT, expect_golden
from newsbot import article, proofreading
from newsbot.article.document import Document
from newsbot.news import NOTHING, Draft, Kind, Parts, Section, Sentence, Table

KIND = Kind(
    name="report",
    title="报告",
    template="report.md.j2",
    layout="chaptered",
    front=(*("title", "date", "draft", "author", "featured_image", "summary", "tags"), "main_topics", "word_count"),
    parts=Parts(heading=False, sections=(4, 8)),
    writers=("chapters",),
)
TEMPLATE = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")


def table() -> Table:
    return Table(
        caption=said("两座港口的等泊时间与费用"),
        head=(said("港口"), said("等泊时间"), said("费用")),
        rows=(
            (said("临江港"), said("缩短11分钟", "1.2"), said("2300万元", "3.1", "1.2")),
            (said("A|B \\ [港]"), Sentence(text=NOTHING), said("400小时*", "4.1")),
        ),
    ).labelled()


def report(**changed: object) -> Draft:
    """The sample story as a report: two chapters with sections, one without, one table in each of two."""
    news = article_sample.draft()

    def section(title: str, *blocks: object, level: int = 2) -> Section:
        return Section.model_validate({"title": said(title, "1.2"), "blocks": blocks, "level": level})

    parts: dict[str, object] = {
        "kind": "report",
        "writer": "chapters",
        "heading": None,
        "sections": (
            section("语音调度怎样上线", level=1),
            news.sections[0].model_copy(update={"level": 2}),
            section("港务局先在一号泊位试用", paragraph(said("港务局先在一号泊位试用。", "1.2")), table()),
            section("其余三座港口还在谈", paragraph(said("其余三座港口还在谈合同。", "3.3")), level=1),
            section("费用由四座港口分担", level=1),
            section("临江港出得最多", paragraph(said("临江港出2300万元。", "3.1")), table()),
        ),
        "keywords": tuple(said(word) for word in ("临江港", "语音调度模型", "港务局")),
    }
    return news.model_copy(update={**parts, **changed})


def built(draft: Draft | None = None, **changed: object) -> tuple[Document, str]:
    document = article.build(verdict(draft or report()), evidence(), STORY, form(kind=KIND, **changed)).document
    text = article.finish(document, TEMPLATE, KIND.template)
    return article.parse(text), text


# ---------------------------------------------------------------- the file


def test_the_sample_story_as_a_report_is_exactly_this_file() -> None:
    expect_golden("report.md", built()[1])


def test_a_report_reads_back_as_what_it_was_written_from() -> None:
    """As a document, byte for byte, and as its draft with every sentence's and cell's passages."""
    document, text = built()
    unfinished = article.build(verdict(report()), evidence(), STORY, form(kind=KIND)).document
    assert document.model_copy(update={"front": ()}) == unfinished.model_copy(update={"front": ()})
    assert article.render(document, TEMPLATE) == text
    again = proofreading.reread(document, text, report(), evidence())
    kept = {"prompts": report().prompts, "tags": report().tags}
    assert again.draft.model_copy(update=kept) == report()
    assert (again.edited, again.findings) == (frozenset(), ())


def test_every_cell_with_words_of_its_own_is_read_with_its_row_and_column_and_rests_on_its_passages() -> None:
    placed = dict(report().placed())
    cell = placed["sections/2/1/1/2/cell"]
    assert (cell.reading, cell.passages) == ("临江港的费用为2300万元", ("3.1", "1.2"))
    assert placed["sections/2/1/0/2/cell"].passages == ("3.1", "1.2", "4.1")  # a column's name: on what its cells do
    assert placed["sections/2/1/1/0/cell"].passages == ("1.2", "3.1")
    assert placed["sections/2/1/caption"].passages == ("1.2", "3.1", "4.1")
    assert "sections/2/1/2/1/cell" not in placed  # nothing is known of it
    assert {placed[f"sections/2/1/{at}/cell"].kind for at in ("0/0", "0/1", "1/0", "2/0")} == {"label"}


def test_a_cell_that_is_cut_leaves_a_dash_and_rows_and_columns_go_with_their_names() -> None:
    def after(*places: str) -> Table:
        block = report().revised(dict.fromkeys(f"sections/2/1/{at}" for at in places)).sections[2].blocks[1]
        assert isinstance(block, Table)
        return block

    assert [each.text for each in after("1/1/cell").rows[0]] == ["临江港", NOTHING, "2300万元"]
    assert after("1/1/cell").rows[0][0].passages == ("3.1", "1.2")  # its name rests on what is left
    assert len(after("1/0/cell").rows) == len(after("2/2/cell").rows) == 1
    assert [each.text for each in after("0/1/cell").head] == ["港口", "费用"]
    assert after("caption").caption is None
    gone = report().revised(dict.fromkeys(("sections/2/1/1/0/cell", "sections/2/1/2/0/cell"))).sections[2]
    assert not any(isinstance(block, Table) for block in gone.blocks)


def test_a_chapter_goes_with_the_last_of_its_sections() -> None:
    last = {place: None for place, _ in report().placed() if place.startswith("sections/5/")}
    titles = [each.title.text for each in report().revised(dict(last)).sections]
    assert titles[-1] == "其余三座港口还在谈"


def test_an_edited_cell_is_found_and_an_outline_that_names_other_chapters() -> None:
    _, text = built()
    changed = text.replace("2300万元 [^1][^2] |", "2400万元 [^1][^2] |", 1).replace(
        "*   二、其余三座港口还在谈", "*   二、其余三座港口已经签约"
    )
    assert changed != text
    again = proofreading.reread(article.parse(changed), changed, report(), evidence())
    assert again.edited == {"sections/2/1/1/2/cell"}
    assert [(each.rule, each.severity, each.place) for each in again.findings] == [("outline", "error", "outline/1")]


def test_correction_withdrawal_and_publishing_keep_its_form() -> None:
    document, _ = built()
    at = form().synced
    published = article.published(document, at, "林编辑", "本文由人工智能生成，经编辑审核后发布。", None)
    correction = article.Correction(day=at.date(), was="2300万元", instead="2400万元", mark="1")
    corrected = article.corrected(published, correction, at)
    gone = article.withdrawn(corrected, "来源撤回了报告", at.date(), at)
    for each in (published, corrected, gone):
        text = article.finish(each, TEMPLATE)
        read = article.parse(text).model_copy(update={"front": ()})
        assert read == each.model_copy(update={"front": ()})
    assert "2300万元" not in article.finish(corrected, TEMPLATE).partition("## 摘要与提纲")[2]
    assert "word_count: 0\n" not in article.finish(gone, TEMPLATE)


def test_a_table_is_markdown_with_a_rule_and_as_many_cells_in_each_line() -> None:
    lines = [line for line in built()[1].splitlines() if line.startswith("|")]
    assert {line.count("|") for line in lines} == {4}
    assert lines[1] == "| --- | --- | --- |"
    assert re.search(r"\*\*表2：两座港口的等泊时间与费用\*\*\n\n\| 港口 \|", built()[1])
