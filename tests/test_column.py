"""The form of the kind `commentary`: numbered steps, held against the user's sample, whose own faults stay there."""

import re

import pytest
import yaml

from article_sample import STORY, evidence, form, paragraph, said, verdict
from column_sample import QUOTED, STEPS, THESIS, column, opinion
from golden import ROOT, expect_golden
from newsbot import article, checks, kinds, proofreading
from newsbot.article.document import Document, plain
from newsbot.footnotes import read as footnotes_of
from newsbot.news import NEWS, Draft, Section
from story_cases import PROMPTS

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "commentary")
TEMPLATE = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")
SEED = ROOT.parent / "shared" / "seeds" / "003_d9b08477811b4678.txt"
NUMBERED = ["01", "02", "03"]


def built(draft: Draft | None = None, **changed: object) -> tuple[Document, str]:
    document = article.build(verdict(draft or column()), evidence(), STORY, form(kind=KIND, **changed)).document
    return document, article.finish(document, TEMPLATE, KIND.template)


def titles(text: str) -> list[str]:
    return [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]


def test_the_sample_story_as_a_column_is_exactly_this_file() -> None:
    expect_golden("commentary.md", built()[1])


def test_a_column_reads_back_as_what_it_was_written_from() -> None:
    """As a document, byte for byte, and as its draft, which has no number before its steps."""
    document, text = built()
    assert article.parse(text) == document
    assert article.render(document, TEMPLATE) == text
    again = proofreading.reread(document, text, column(), evidence())
    kept = {"prompts": column().prompts, "tags": column().tags}
    assert again.draft.model_copy(update=kept) == column()
    assert (again.edited, again.findings) == (frozenset(), ())


def test_its_front_matter_says_who_wrote_it() -> None:
    front = yaml.safe_load(built()[1].split("---\n")[1])
    assert list(front)[: len(KIND.front)] == list(KIND.front)
    assert front["author"] == "AI News Assistant（人工智能撰写）"
    assert front["summary"] == THESIS
    assert yaml.safe_load(built(byline="陈编辑")[1].split("---\n")[1])["author"] == "陈编辑"


@pytest.mark.parametrize("approved", ["本文由人工智能生成，经编辑审核后发布。", None])
def test_its_label_says_which_sentences_are_opinions_before_and_after_it_is_published(approved: str | None) -> None:
    document, _ = built()
    views = "文中未注出处的句子是本栏的观点。"
    assert document.label == f"本文由人工智能生成，尚未审核。{views}"
    shown = article.published(document, form().synced, "陈编辑", approved, None)
    assert shown.label == (f"{approved}{views}" if approved else document.label)
    assert built(label_explicit=False)[0].label is None


def test_its_steps_are_numbered_like_the_parts_of_the_users_sample() -> None:
    assert titles(built()[1]) == [f"{n}\u3000{title}" for n, (title, _, _) in zip(NUMBERED, STEPS, strict=True)]
    if SEED.exists():
        lines = SEED.read_text(encoding="utf-8").splitlines()
        parts = [line for line in lines if re.fullmatch(r"\d\d", line)]
        assert parts == ["01", "02", "03", "04", "05"]
        assert len(parts) == KIND.parts.sections[1]


def test_a_step_that_is_cut_leaves_no_gap_in_the_numbers() -> None:
    fewer = column(sections=(*column().sections[:1], *column().sections[2:]))
    assert [title[:2] for title in titles(built(fewer)[1])] == ["01", "02"]


@pytest.mark.parametrize(
    ("was", "instead", "wrong"),
    [
        ("### 02\u3000", "### 03\u3000", ["sections/1/title"]),
        ("### 02\u3000", "### ", ["sections/1/title"]),
        ("### 01\u3000", "### 1\u3000", ["sections/0/title"]),
        ("### 01\u3000", "### 01\u3000", []),
    ],
)
def test_a_step_that_is_counted_wrong_in_the_file_is_told(was: str, instead: str, wrong: list[str]) -> None:
    text = built()[1].replace(was, instead)
    again = proofreading.reread(article.parse(text), text, column(), evidence())
    assert [each.place for each in again.findings if each.rule == "steps"] == wrong


# ---------------------------------------------------------------- the sample's own faults

FAULTS = {
    "no front matter": lambda text: not text.startswith("---\n"),
    "no reference at all": lambda text: "](http" not in text,
    "a mark or reference that leads nowhere": lambda text: (
        not footnotes_of(text).references or footnotes_of(text).faults
    ),
    "sources without a name": lambda text: re.search("有媒[體体]|報道稱|报道称|有外媒|消息[顯显]示", text),
    "days that name no day": lambda text: re.search("上[週周]|近日|前不久|今年", text),
    "numbers that stand alone on a line": lambda text: re.search(r"^\d\d$", text, re.MULTILINE),
    "a picture of somebody else's": lambda text: "▲" in text,
    "white space within a date": lambda text: re.search(r"\d月\s?\d+\s[日号]|\s\d+月", text),
    "opinions that nobody can tell from facts": lambda text: "估計得猴年馬月" in text,
    "Traditional characters": lambda text: re.search("[國時會業產]", text),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_faults_of_the_users_sample_are_not_copied(fault: str) -> None:
    sourced = evidence(*(each for each in evidence().sources[:2]))
    document = article.build(verdict(column()), sourced, STORY, form(kind=KIND)).document
    assert not FAULTS[fault](article.finish(document, TEMPLATE))
    if SEED.exists():
        assert FAULTS[fault](SEED.read_text(encoding="utf-8")), "the sample has no such fault"


# ---------------------------------------------------------------- what it argues


def lacking(draft: Draft) -> list[tuple[str, str]]:
    told = checks.argument(KIND)(draft, evidence())
    assert {(each.rule, each.severity) for each in told} <= {("argument", "warning")}
    return [(each.place, each.found) for each in told]


def step(*blocks: object) -> tuple[Section, ...]:
    sections = column().sections
    return (sections[0], sections[1].model_copy(update={"blocks": blocks}), sections[2])


def test_a_column_with_thesis_steps_and_somebodys_words_lacks_nothing() -> None:
    assert lacking(column()) == []


def test_a_thesis_stands_in_title_lead_or_first_paragraph() -> None:
    plainly = {"title": said("临江港上线语音调度模型", "1.1"), "introduction": (paragraph(said("模型上线。", "1.1")),)}
    assert lacking(column(**plainly)) == []
    assert lacking(column(**plainly, tldr=(said("模型上线。", "1.1"),))) == [("article", "论点")]


def test_a_step_needs_a_fact_and_an_opinion() -> None:
    title = STEPS[1][0]
    assert lacking(column(sections=step(paragraph(said("临江港负责训练。", "1.2"))))) == [("sections/1/title", title)]
    assert lacking(column(sections=step(paragraph(opinion("责任未必分得开。"))))) == [("sections/1/title", title)]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (QUOTED, []),
        ("“调度员多看一眼海面，比多听一遍船名要紧。”周敏说。", []),
        ("副局长周敏说，调度员要多看一眼海面。", [("article", "引语")]),
        ("有人说：“调度员多看一眼海面，比多听一遍船名要紧。”", [("article", "引语")]),
        ("港口给模型取名“听潮”。", [("article", "引语")]),
    ],
)
def test_somebody_with_a_name_is_quoted(told: str, found: list[tuple[str, str]]) -> None:
    first = column().sections[0]
    blocks = (*first.blocks[:1], paragraph(said(told, "1.3")))
    changed = first.model_copy(update={"blocks": blocks})
    assert lacking(column(sections=(changed, *column().sections[1:]))) == found


def test_other_kinds_need_no_argument() -> None:
    assert checks.argument(NEWS)(column(sections=()), evidence()) == []


def test_the_whole_column_has_a_title_for_each_step_and_no_number_in_the_draft() -> None:
    document, _ = built()
    assert [plain(each.title)[:3] for each in document.sections if each.title] == [f"{n}\u3000" for n in NUMBERED]
    assert [each.title.text for each in column().sections] == [title for title, _, _ in STEPS]
