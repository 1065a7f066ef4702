"""A report in English: chapters, sections, tables and outline numbered in English, each cell held against its own."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from article_sample import STORY, form, verdict
from golden import expect_golden
from hugo_site import hugo
from newsbot import article, checks, proofreading
from newsbot.article import document as files
from newsbot.article import numbering
from newsbot.article.document import Mark, Table, plain
from newsbot.article.labels import LABELS
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.footnotes import read as footnotes_of
from newsbot.news import Draft, Evidence, Finding, Section, Sentence
from newsbot.newsroom import Request
from newsbot.writers import edition
from newsbot.writers.retelling import english, unmarked, what, written_alike
from newsroom_run import beside
from report_english import reply, telling
from report_world import KIND, ReportWriter
from report_world import evidence as world_evidence
from story_cases import PROMPTS, MemoryModel
from test_article_build import front_of
from test_article_roundtrip import BLOCKS, HOSTILE
from test_editions import KINDS, TEMPLATES, rested
from test_report import report
from test_report_written import newsroom, outlets, write
from test_report_written import report as written_report
from test_site_languages import build

EDITOR = ["--editor", "陈编辑", "--reason", "逐句看过"]
TOLD = {
    "临江港上线语音调度模型，等泊时间缩短11分钟": "Linjiang Port starts voice dispatch, cutting waits by 11 minutes",
    "临江港上线语音调度模型。": "Linjiang Port put a voice dispatch model into service.",
    "港务局称，等泊时间平均缩短11分钟。": "The wait is 11 minutes shorter on average, the port authority said.",
    "临江港务局3月2日宣布，语音调度模型上线。": "The port authority announced the model on March 2.",
    "费用为2300万元！": "It cost 23 million yuan!",
    "语音调度怎样上线": "How voice dispatch began",
    "调度员说船名，模型给泊位": "Dispatchers name a ship, the model gives a berth",
    "副局长说：“这不是施舍，是分工。”": "“This is no charity, it is a division of labor,” the deputy director said.",
    "谁来确认？": "Who confirms it?",
    "分工如下。": "The work is divided as follows.",
    "按照协议，四座港口分别承担：": "Under the agreement, the four ports take on:",
    "训练与评测：": "Training and testing:",
    "临江港负责训练。": "Linjiang Port trains the model.",
    "录音约400小时": "About 400 hours of recordings",
    "姓名已去除。": "Names have been removed.",
    "港务局先在一号泊位试用": "First tried at Berth 1",
    "港务局先在一号泊位试用。": "The port authority tried it at Berth 1 first.",
    "两座港口的等泊时间与费用": "Waits and costs of the two ports",
    "港口": "Port",
    "等泊时间": "Wait",
    "费用": "Cost",
    "临江港": "Linjiang Port",
    "缩短11分钟": "11 minutes shorter",
    "A|B \\ [港]": "A|B \\ [port]",
    "400小时*": "400 hours*",
    "其余三座港口还在谈": "The other three ports are still negotiating",
    "其余三座港口还在谈合同。": "The other three ports are still negotiating their contracts.",
    "费用由四座港口分担": "Four ports share the cost",
    "临江港出得最多": "Linjiang Port pays most",
    "临江港出2300万元。": "Linjiang Port pays 23 million yuan.",
    "时间表尚未公布。": "No timetable has been published.",
    "语音调度模型": "Voice dispatch",
    "港务局": "Port authority",
}


def told() -> Draft:
    """The sample report in English."""
    after: dict[str, Sentence | None] = {
        place: written_alike(place, each) or english(place, each, TOLD[each.text]) for place, each in report().placed()
    }
    update = {"language": "en", "writer": "edition", "prompts": ()}
    return report().revised(after).model_copy(update=update)


def file() -> tuple[Evidence, Draft, str]:
    """Its file, as the pipeline writes it."""
    kind = KINDS["report"]
    story = STORY.model_copy(update={"language": "en", "edition_of": "f" * 32, "kind": "report"})
    rests, draft = rested(report(), "en"), told()
    document = article.build(verdict(draft), rests, story, form(kind=kind)).document
    return rests, draft, article.finish(document, TEMPLATES[kind.template], kind.template)


# ---------------------------------------------------------------- the file


def test_the_sample_report_in_english_is_exactly_this_file() -> None:
    expect_golden("report.en.md", file()[2])


def test_it_reads_back_as_what_it_was_written_from() -> None:
    rests, draft, text = file()
    document = article.parse(text)
    assert article.render(document, TEMPLATES["report.md.j2"]) == text
    again = proofreading.reread(document, text, draft, rests)
    assert dict(again.draft.placed()) == dict(draft.placed())
    assert (again.edited, again.findings) == (frozenset(), ())
    assert footnotes_of(text).faults == ()


def test_chapters_sections_tables_and_outline_are_numbered_as_english_does() -> None:
    document = article.parse(file()[2])
    assert [plain(each.title) for each in document.sections] == [
        "",
        "1. How voice dispatch began",
        "1.1 Dispatchers name a ship, the model gives a berth",
        "1.2 First tried at Berth 1",
        "2. The other three ports are still negotiating",
        "3. Four ports share the cost",
        "3.1 Linjiang Port pays most",
        "Conclusion",
    ]
    assert document.outline[2] == "3. Four ports share the cost: 3.1 Linjiang Port pays most"
    tables = [block for each in document.sections for block in each.blocks if isinstance(block, Table)]
    assert [each.caption for each in tables] == [f"Table {n}: Waits and costs of the two ports" for n in (1, 2)]
    assert tables[0].rows[0][2][-2:] == (Mark(mark="1"), Mark(mark="2"))
    assert tables[0].rows[1][1] == tables[1].rows[1][1] != ()  # a dash stays one


def test_no_chinese_word_of_the_files_own_is_left_but_in_its_references() -> None:
    body = file()[2].split("## References")[0].partition("---\n\n")[2]
    assert re.findall("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", body) == []


ENGLISH = (files.FrontField(key="language", value=files.Quoted(quoted="en")),)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCKS, max_size=3), HOSTILE.filter(lambda text: bool(files.line(text))), st.lists(HOSTILE, max_size=2))
def test_no_text_changes_the_structure_of_an_english_report_around_it(
    blocks: list[files.Block], title: str, outline: list[str]
) -> None:
    cell = (files.Text(text=title), Mark(mark="1"))
    table = Table(caption=f"Table 1: {title}", head=(cell, cell), rows=((cell, cell),))
    document = files.Document(
        front=ENGLISH,
        heading=(),
        tldr=(files.Text(text=title),),
        outline=("1. A", f"2. {title}", *outline),
        sections=(
            files.Section(title=(), blocks=(files.Paragraph(inlines=(files.Text(text="Summary."),)),)),
            files.Section(title=(files.Text(text=f"1. {title}"),), level=1),
            files.Section(title=(files.Text(text=f"1.1 {title}"),), blocks=(*blocks, table), level=2),
        ),
        footer=None,
    )
    text = article.render(document, TEMPLATES["report.md.j2"])
    again = article.parse(text)
    assert article.render(again, TEMPLATES["report.md.j2"]) == text
    assert (again.outline, again.tldr) == (document.outline, document.tldr)
    assert [(each.title, each.level) for each in again.sections] == [(e.title, e.level) for e in document.sections]
    assert again.sections[2].blocks[-1] == table


@pytest.mark.parametrize(
    ("level", "title"), [(1, "1.5 million cards"), (2, "1.5 million cards"), (1, "2. Two"), (2, "2 ports"), (1, "A")]
)
def test_a_title_that_begins_with_a_figure_keeps_it(level: Literal[1, 2], title: str) -> None:
    section = Section(title=Sentence(text=title), blocks=(), level=level)
    (shown,) = numbering.numbered((section,), LABELS["en"])
    assert shown != title and article.unnumbered(shown, LABELS["en"]) == title


def test_its_words_are_counted_and_not_its_letters() -> None:
    text = file()[2]
    words = re.findall(r"[^\W_]\S*", re.sub(r"\[\^\d+\]", "", text.split("---\n", 2)[2].split("\n## References")[0]))
    assert front_of(text)["word_count"] == len(words)
    assert front_of(text)["reading_time"] == -(-len(words) // 200)


def test_an_edited_cell_is_held_against_the_signed_one_and_an_outline_of_other_chapters_is_found() -> None:
    rests, draft, text = file()
    changed = text.replace("| 23 million yuan", "| 24 million yuan", 1).replace(
        "*   2\\. The other", "*   2\\. Other", 1
    )
    again = proofreading.reread(article.parse(changed), changed, draft, rests)
    place = "sections/2/1/1/2/cell"
    assert again.edited == {place}
    assert [(each.rule, each.place) for each in again.findings] == [("outline", "outline/1")]
    cell = dict(again.draft.placed())[place]
    assert cell.signed == "2300万元"
    assert "money" in {each.rule for each in checks.against(place, cell, rests) if each.severity == "error"}


def test_a_cell_is_read_with_its_row_and_column_in_english() -> None:
    assert dict(told().placed())["sections/2/1/1/2/cell"].reading == "Linjiang Port, Cost: 23 million yuan"


def test_without_its_evidence_only_its_form_and_language_are_looked_at_and_nothing_is_wrong_with_them() -> None:
    text = file()[2]
    proofs = proofreading.unproved(proofreading.reread(article.parse(text), text), kind=KINDS["report"])
    assert [(each.place, each.findings) for each in proofs.sentences if each.findings] == []
    assert proofs.findings == ()
    wrong = text.replace("| 23 million yuan", "| 2300万元", 1)
    proofs = proofreading.unproved(proofreading.reread(article.parse(wrong), wrong), kind=KINDS["report"])
    assert [(each.place, [f.rule for f in each.findings]) for each in proofs.sentences if each.findings] == [
        ("sections/2/1/1/2/cell", ["language"])
    ]


# ---------------------------------------------------------------- written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026年1月3日", "January 3, 2026"),
        ("2300万元", "23 million yuan"),
        ("45.6%", "45.6%"),
        ("第三季度", "Third quarter"),
        ("GPT-4.1", "GPT-4.1"),
    ],
)
def test_figures_and_dates_in_cells_are_put_into_english_by_code(text: str, shown: str) -> None:
    place = "sections/0/0/1/1/cell"
    made = written_alike(place, Sentence(text=text, passages=("1.1",)))
    assert made is not None
    assert (made.text, made.signed) == (shown, text)
    assert written_alike("sections/0/0/0", Sentence(text=text)) is None


def test_what_needs_words_is_asked_for_with_what_it_is() -> None:
    cell = Sentence(text="342个", of="云川算力中心的机柜")
    assert written_alike("sections/0/0/1/1/cell", cell) is None
    assert what("sections/0/0/1/1/cell", cell) == "表格里“云川算力中心的机柜”一格"
    assert what("sections/0/0/0/1/cell", Sentence(text="机柜")) == "表格的栏名或行名"
    assert (what("sections/0/0/caption", cell), what("sections/0/0/0", cell)) == ("表题", "")


def test_the_mark_of_an_excerpt_or_digest_is_no_models_word() -> None:
    title = Sentence(text="日报｜港口上线模型")
    assert unmarked(title) == "港口上线模型"
    assert english("title", title, "Port starts model.").text == "Daily digest: Port starts model"
    again = english("title", title, "Daily digest: Port starts model")
    assert (again.text, again.signed) == ("Daily digest: Port starts model", "日报｜港口上线模型")


@cache
def asked() -> tuple[list[Request], Draft, Evidence]:
    """The long report told by the scripted model."""
    import asyncio

    rests = rested(written_report(), "en", world_evidence())
    model = MemoryModel(lambda request: reply(request.user))
    return model.asked, asyncio.run(edition.write(model, PROMPTS, rests, "s", kind=KIND)), rests


@pytest.mark.deep
def test_a_long_report_is_told_whole_with_nothing_against_it_and_labels_are_asked_for_once() -> None:
    requests, draft, rests = asked()
    assert [each for rule in checks.english_checks() for each in rule(draft, rests)] == []
    shown = "\n".join(each.user for each in requests)
    assert shown.count("：云川算力中心\n") == 1 and shown.count("：城市\n") == 1
    assert "2026年1月3日\n" not in shown
    cells = [each for place, each in draft.placed() if place.endswith("/cell")]
    assert sum(each.text == "Yunchuan Computing Center" for each in cells) == 6


@pytest.mark.deep
def test_what_things_are_called_is_asked_first_and_shown_to_whoever_tells_of_them() -> None:
    requests, _, _ = asked()
    first = [each for each in requests if each.purpose.startswith("edition names")]
    assert first == requests[: len(first)] and 0 < len(first) < 4
    assert all("（正文）" not in each.user for each in first)
    rest = requests[len(first) :]
    named = [each for each in rest if "算力统计协会＝Computing Statistics Association；" in each.user]
    assert named and all("算力统计协会" in each.user.split("<<<开始")[1] for each in named)
    assert [each for each in rest if each not in named and "算力统计协会" in each.user] == []


@pytest.mark.deep
def test_a_row_under_the_name_of_another_is_an_error() -> None:
    _, draft, rests = asked()
    rows = [place for place, each in draft.placed() if each.text == "Yunchuan Computing Center"]
    wrong = {rows[0]: Sentence(text="Lanzhou Computing Center", kind="label", signed="云川算力中心")}
    changed = draft.revised(dict(wrong))
    found = [each for rule in checks.english_checks() for each in rule(changed, rests) if each.severity == "error"]
    assert [(each.rule, each.place, each.found) for each in found] == [("name", rows[0], "Lanzhou")]


@pytest.mark.deep
async def test_all_that_failed_is_told_again_however_much_it_is() -> None:
    _, draft, rests = asked()
    fault = Finding(rule="figure", severity="error", place="", sentence="", advice="数字不对。")
    failing = [(place, each, (fault,)) for place, each in draft.body() if place.count("/") == 3][:45]
    model = MemoryModel(lambda request: reply(request.user))
    again = await edition.rewrite(model, PROMPTS, rests, "s", failing, [], kind=KIND)
    assert (len(model.asked), again) == (3, {place: each for place, each, _ in failing})


@pytest.mark.deep
@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("342 racks", "343 racks", "figure"),
        ("276 square meters", "267 square meters", "figure"),
        ("January 3, 2026", "January 13, 2026", "date"),
        ("4.7 billion yuan", "47 billion yuan", "money"),
    ],
)
def test_a_changed_cell_is_an_error_of_that_cell(right: str, wrong: str, rule: str) -> None:
    _, draft, rests = asked()
    place, cell = next((p, each) for p, each in draft.placed() if p.endswith("/cell") and each.text == right)
    changed = draft.revised({place: cell.model_copy(update={"text": wrong})})
    found = [each for rule in checks.english_checks() for each in rule(changed, rests) if each.severity == "error"]
    assert {each.place for each in found} == {place}
    assert rule in {each.rule for each in found}


@pytest.mark.deep
def test_two_cells_that_changed_places_are_found_and_so_is_one_of_two_alike_that_is_cut() -> None:
    _, draft, rests = asked()
    cells = [(place, each) for place, each in draft.placed() if place.endswith("/cell") and each.of]
    (one, a), (other, b) = cells[1], cells[4]  # floor areas of the first two cities
    swapped = draft.revised({one: a.model_copy(update={"text": b.text}), other: b.model_copy(update={"text": a.text})})
    found = [each for rule in checks.english_checks() for each in rule(swapped, rests) if each.severity == "error"]
    assert {each.place for each in found} == {one, other}
    signed = [each.signed for _, each in cells]
    twice = next(place for place, each in cells if signed.count(each.signed) > 1)
    cut = [each for rule in checks.english_checks() for each in rule(draft.revised({twice: None}), rests)]
    assert [each.rule for each in cut if each.severity == "error"] == ["missing"]


@pytest.mark.deep
async def test_it_is_written_verified_published_and_shown_by_hugo_with_every_heading_and_table(tmp_path: Path) -> None:
    script: Any = telling(ReportWriter())
    async with outlets() as urls, ScriptedModel(script, models=("scripted",)) as model:
        env = newsroom(urls, model)
        site = await beside(["site", "init", "site", "--url", "https://news.example/"], tmp_path, {})
        assert site.code == 0, site.err
        story = (await write(urls, model, tmp_path)).report["story"]
        assert (await beside(["publish", story, *EDITOR], tmp_path, env)).code == 0
        made = await beside(["edition", story, "--language", "en", "--json"], tmp_path, env)
        assert (made.code, made.report["verdict"]) == (0, "pass"), made.err
        verified = await beside(["verify", made.report["path"], "--json"], tmp_path, env)
        assert (verified.code, verified.report["kind"], verified.report["verdict"]) == (0, "report", "pass")
        assert [each for each in verified.report["sentences"] if each["edited"]] == []
        done = await beside(["publish", made.report["story"], *EDITOR, "--json"], tmp_path, env)
        assert done.code == 0, done.err
    assert done.report["url"].startswith("https://news.example/en/posts/")
    document = article.parse((tmp_path / done.report["path"]).read_text(encoding="utf-8"))
    assert hugo()
    build(tmp_path / "site")
    path = done.report["url"].removeprefix("https://news.example/")
    page = html.document_fromstring((tmp_path / "site" / "public" / path / "index.html").read_bytes())
    titles = [plain(each.title) for each in document.sections if each.title]
    headings = [each.text_content().strip() for each in page.xpath("//article/*[self::h2 or self::h3]")]
    assert headings == ["Summary and outline", *titles, "References"]
    assert len(page.xpath("//article//table")) == 6
    assert len(page.xpath("//*[contains(@class,'footnotes')]//li")) == len(document.references) == 13
    assert [each.text_content()[:3] for each in page.xpath("//article/ul[1]/li")][:2] == ["1. ", "2. "]
    assert "zh-cn" in page.xpath("//link[@rel='alternate']/@hreflang")
    assert json.dumps(titles, ensure_ascii=False).isascii()
