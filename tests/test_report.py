"""The kind `report`: numbered chapters, tables whose cells are cited, in the form of the user's sample."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import article_sample
from article_sample import STORY, afterwards, evidence, form, paragraph, said, verdict
from golden import ROOT, expect_golden
from newsbot import article, kinds, proofreading
from newsbot.article import document as files
from newsbot.article.document import Document, Mark, Text, plain
from newsbot.errors import ParseError
from newsbot.news import NOTHING, Draft, Finding, Section, Sentence, Table
from newsbot.writers import whole
from story_cases import PROMPTS, MemoryModel
from test_article_roundtrip import BLOCKS, HOSTILE

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "report")
SEED = ROOT.parent / "shared" / "seeds" / "002_1ab9fe0c24ddda32.txt"
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
    published, corrected, gone = afterwards(document)
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


async def test_a_cell_is_worded_anew_knowing_what_it_is_of() -> None:
    place = "sections/2/1/1/2/cell"
    model = MemoryModel(lambda _: json.dumps({"sentences": [{"place": place, "text": "2400万元。"}]}))
    cell = dict(report().placed())[place]
    finding = Finding(rule="figure", severity="error", place=place, sentence=cell.text, advice="数字不对。")
    new = await whole.rewrite(model, PROMPTS, evidence(), "s", [(place, cell, (finding,))])
    assert "这是表格里“临江港的费用”一格" in model.asked[0].user
    assert new[place] == cell.model_copy(update={"text": "2400万元"})


# ---------------------------------------------------------------- against the user's sample


SHAPE = re.compile(r"(?P<chapter>[一二三四五六七]、)|(?P<section>[(（][一二三四五][)）])|(?P<table>表(?:\d+)?[：:])")


def shapes(text: str) -> list[str]:
    """The chapters, sections and tables of a report's text in their order, what follows itself once."""
    found = [match.lastgroup or "" for match in SHAPE.finditer(text)]
    return [each for n, each in enumerate(found) if found[n - 1 : n] != [each]]


def test_its_structure_is_that_of_the_users_sample() -> None:
    """编者按, 摘要与提纲 that names the chapters, chapters 一、 with sections （一）, tables called 表, 结论."""
    if not SEED.exists():
        pytest.skip("the user's sample is not on this machine")
    seed, ours = SEED.read_text(encoding="utf-8"), built()[1].split("---\n", 2)[2]
    for text in (seed, ours):
        places = [text.index(part) for part in ("编者按", "摘要与提纲", "一、", "结论")]
        assert places == sorted(places)
    body = seed[seed.index("一、报告概述 ") :]
    assert {*shapes(body)} == {*shapes(ours[ours.index("## 一、") :])} == {"chapter", "section", "table"}
    outline = seed[seed.index("摘要与提纲") : seed.index("前言")]
    assert len(re.findall("[一二三四五六]、", outline)) == 6 == KIND.parts.sections[1] - 2
    assert "全文12880字" in seed and KIND.length is not None
    assert KIND.length[0] < 12880 < KIND.length[1]
    assert re.search(r"^word_count: \d{3}$", built()[1], re.M)


def prose_of(text: str) -> list[str]:
    """The sentences of a file, without its front matter, marks and tables."""
    body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    lines = [line for line in body.splitlines() if line[:1] not in ("|", "#", "*", "[")]
    return [each for each in re.split("[。！？]", re.sub(r" ?\[\^\d+\]", "", "\n".join(lines))) if len(each) > 15]


def named_chapters(text: str) -> bool:
    """Whether the text says that it has six chapters and has seven."""
    return "六大章节" in text and "七、" in text


FAULTS: dict[str, Callable[[str], bool]] = {
    "no reference at all": lambda text: "](http" not in text,
    "figures that cite nothing": lambda text: any(
        re.search(r"\d", line) and "[^" not in line
        for line in text.split("---\n", 2)[-1].splitlines()
        if line and line[0] not in "#>*[|"
    ),
    "tables of which only the captions are there": lambda text: (
        len(re.findall(r"表(?:\d+)?[：:]", text)) > len(re.findall(r"^\| ?---", text, re.M))
    ),
    "the site around the article": lambda text: re.search("咨询电话|ICP备", text) is not None,
    "a byline of people for what nobody signed": lambda text: "作者:" in text,
    "a number of chapters that it does not have": named_chapters,
    "sentences that stand there twice": lambda text: (
        len(prose_of(text)) > len(set(prose_of(text))) + text.count("表2：")
    ),
    "what a model left in it": lambda text: re.search(r"。-\d ", text) is not None,
    "half-width punctuation between Chinese": lambda text: (
        re.search("[\u4e00-\u9fff][:,;][\u4e00-\u9fff]", text) is not None
    ),
    "advice that nobody gave": lambda text: re.search("中国(?:必须|应当|应)", text) is not None,
    "empty words": lambda text: re.search("白热化|深远影响|不仅.{1,30}还将", text) is not None,
}
"""What is wrong in the user's sample. Besides, with nothing to show it by: 豆包 as Tencent's, one plan on two days."""


@pytest.mark.parametrize("fault", FAULTS)
def test_the_faults_of_the_users_sample_are_not_copied(fault: str) -> None:
    sourced = evidence(*(each for each in evidence().sources if each.url))
    document = article.build(verdict(report()), sourced, STORY, form(kind=KIND)).document
    assert not FAULTS[fault](article.finish(document, TEMPLATE, KIND.template))
    if SEED.exists():
        assert FAULTS[fault](SEED.read_text(encoding="utf-8")), "the sample has no such fault"


# ---------------------------------------------------------------- any report


CELLS = st.builds(
    lambda text, mark: (Text(text=text), *mark), HOSTILE, st.just(()) | st.just((Mark(mark="1"),))
).filter(lambda cell: bool(plain(cell).strip()))


@st.composite
def tables(draw: st.DrawFn) -> files.Table:
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=3))
    caption = draw(st.none() | HOSTILE.map(lambda text: f"表1：{text}"))
    return files.Table(caption=caption, head=rows[0], rows=tuple(rows[1:]))


@settings(max_examples=150, deadline=None)
@given(st.lists(tables() | BLOCKS, max_size=3), HOSTILE, st.lists(HOSTILE, max_size=2))
def test_no_text_changes_the_structure_of_a_report_around_it(
    blocks: list[files.Block], title: str, outline: list[str]
) -> None:
    document = Document(
        front=(),
        heading=(),
        tldr=(Text(text=title),),
        outline=("一、甲", *outline),
        sections=(
            files.Section(title=(), blocks=(files.Paragraph(inlines=(Text(text="摘要。"),)),)),
            files.Section(title=(Text(text=f"一、{title}"),), level=1),
            files.Section(title=(Text(text=f"（一）{title}"),), blocks=tuple(blocks), level=2),
        ),
        footer=None,
    )
    text = article.render(document, TEMPLATE)
    again = article.parse(text)
    assert article.render(again, TEMPLATE) == text
    assert (again.outline, again.tldr) == (document.outline, document.tldr)
    assert [(each.title, each.level) for each in again.sections] == [
        (each.title, each.level) for each in document.sections
    ]
    there, read = (
        [block for block in each.sections[2].blocks if isinstance(block, files.Table)] for each in (document, again)
    )
    assert read == there


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| --- | --- | --- |", "| 甲 | 乙 | 丙 |", "the rule under a table's head"),
        ("| 临江港 | 缩短", "| 临江港 | 丙 | 缩短", "3 cells, as in the table's head"),
        ("**提纲**", "提纲", "**提纲**"),
        ("| --- | --- | --- |\n", "", "the rule under a table's head"),
    ],
)
def test_a_table_out_of_form_is_an_error_that_says_what_was_expected(old: str, new: str, said: str) -> None:
    text = built()[1]
    assert old in text
    with pytest.raises(ParseError) as caught:
        article.parse(text.replace(old, new, 1))
    assert said in str(caught.value)
