"""The kind `brief`: one event in one short section, one call to the model and the judge."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import article_sample
from article_sample import STORY, form, paragraph, said, verdict
from check_cases import draft as drafted
from check_cases import evidence, passages, source
from golden import ROOT, expect_golden
from newsbot import article, checks, chinese, kinds
from newsbot.article.document import plain
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.news import Draft, Evidence, Paragraph, Section, Sentence
from newsbot.writers import extract
from newsroom_run import beside
from scripted_writer import ScriptedWriter
from story_cases import PROMPTS, sample_evidence
from test_article_build import THIRTEEN, front_of
from test_cli_write import about, asked, excerpting, writing

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "brief")
COUNTED = ("word_count", "reading_time")
WRITER = ScriptedWriter(tldr=("“听澜”支持23种汉语方言的识别与合成。",), sections=("企业可以免费商用“听澜”",), most=8)


@pytest.fixture
async def model() -> AsyncIterator[ScriptedModel]:
    async with ScriptedModel(WRITER, models=("scripted",)) as running:
        yield running


async def test_a_brief_is_one_call_and_the_judge_and_has_its_parts_only(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
    written = await beside([*about(site), "--kind", "brief", "--json"], tmp_path, env)
    report = written.report
    assert (written.code, report["verdict"], report["reasons"]) == (0, "pass", [])
    assert report["calls"] == 2  # the draft, and all its sentences to the judge
    assert asked(model)[1:] == ["article", "judgements"]  # after the judge's own test
    text = (tmp_path / report["path"]).read_text(encoding="utf-8")
    document = article.parse(text)
    assert list(front_of(text))[:13] == THIRTEEN and front_of(text)["kind"] == "brief"
    assert [plain(each.title) for each in document.sections] == ["企业可以免费商用“听澜”"]
    assert document.heading and document.tldr and document.references and document.keywords
    body = text.partition("### ")[2].partition("## References")[0]
    assert 150 <= chinese.han_count(body) <= 400
    verified = await beside(["verify", report["path"], "--json"], tmp_path, env)
    assert (verified.code, verified.report["kind"], verified.report["verdict"]) == (0, "brief", "pass")
    assert [each["place"] for each in verified.report["sentences"] if each["edited"]] == []


async def test_what_fails_in_a_brief_is_cut_and_never_written_again(site: SampleSite, tmp_path: Path) -> None:
    def script(body: dict[str, Any]) -> Step:
        step = WRITER(body)
        said = step.message["content"].replace("平均要花11分钟", "平均要花19分钟")
        return replace(step, message={**step.message, "content": said})

    async with ScriptedModel(script, models=("scripted",)) as model:
        result = await beside([*about(site), "--kind", "brief", "--json"], tmp_path, writing(site, model))
    assert "rewrites" not in asked(model)
    assert [each["action"] for each in result.report["repairs"] if "19分钟" in each["before"]["text"]] == ["cut"]


async def test_without_a_model_a_brief_is_quoted_from_its_sources(site: SampleSite, tmp_path: Path) -> None:
    result = await beside([*about(site), "--kind", "brief", "--json"], tmp_path, excerpting(site))
    assert (result.code, result.report["verdict"], result.report["calls"]) == (0, "review", 0)
    text = (tmp_path / result.report["path"]).read_text(encoding="utf-8")
    document = article.parse(text)
    assert front_of(text)["title"].startswith("摘编｜") and front_of(text)["kind"] == "brief"
    assert len(document.sections) == 1 and "### 引言" not in text


def test_an_excerpted_brief_has_one_section_and_one_sentence_above_it() -> None:
    draft = extract.write(sample_evidence("A"), kind=KIND)
    assert (draft.kind, draft.writer) == ("brief", "extract")
    assert (len(draft.tldr), len(draft.sections), draft.introduction, draft.conclusion) == (1, 1, (), ())


# ---------------------------------------------------------------- its file


def test_the_sample_story_as_a_brief_is_exactly_this_file() -> None:
    section = Section(
        title=said("港务局先试一个泊位", "1.2"),
        blocks=(
            paragraph(
                said("临江港务局3月2日宣布，语音调度模型上线。", "1.1"),
                said("港务局称，等泊时间平均缩短11分钟。", "1.2"),
                said("其余三座港口还在谈合同。", "2.1"),
            ),
        ),
    )
    story = article_sample.draft(
        kind="brief",
        tldr=(said("临江港务局宣布，语音调度模型上线。", "1.1"),),
        introduction=(),
        sections=(section,),
        conclusion=(),
    )
    template = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")
    document = article.build(verdict(story), article_sample.evidence(), STORY, form(kind=KIND)).document
    text = article.finish(document, template, KIND.template)
    expect_golden("brief.md", text)
    assert list(front_of(text))[:13] == THIRTEEN
    again = article.parse(text)
    assert again == document.with_front(**{f.key: f.value for f in again.front if f.key in COUNTED})
    assert article.render(again, template) == text


# ---------------------------------------------------------------- one source


def one_source(kind: str) -> Evidence:
    """One witness only."""
    only = source(publisher="海图公司").model_copy(update={"kind": kind})
    return Evidence(story="s", headline="h", sources=(only,), passages=passages(["海图公司11月19日发布潮汐模型。"]))


def brief(tldr: str, *body: str) -> Draft:
    def on(text: str) -> Sentence:
        return Sentence(text=text, passages=("1.1",))

    section = Section(title=on("潮汐模型发布"), blocks=(Paragraph(sentences=tuple(map(on, body))),))
    parts = {"kind": "brief", "tldr": (on(tldr),), "introduction": (), "sections": (section,), "conclusion": ()}
    return drafted([], title="潮汐模型11月19日发布").model_copy(update=parts)


@pytest.mark.parametrize(
    ("kind", "tldr", "body", "severities"),
    [
        ("primary", "海图公司宣布发布潮汐模型。", "海图公司称，潮汐模型11月19日发布。", []),
        ("primary", "潮汐模型11月19日发布。", "海图公司称，潮汐模型11月19日发布。", ["warning"]),
        ("primary", "海图公司宣布发布潮汐模型。", "潮汐模型11月19日发布。", ["error"]),
        ("media", "据海图公司报道，潮汐模型发布。", "据海图公司报道，潮汐模型11月19日发布。", []),
        ("media", "潮汐模型11月19日发布。", "据海图公司报道，潮汐模型11月19日发布。", ["error"]),
    ],
)
def test_one_source_suffices_where_it_is_said_whose_word_it_is(
    kind: str, tldr: str, body: str, severities: list[str]
) -> None:
    found = checks.single_source(brief(tldr, body), one_source(kind))
    assert [each.severity for each in found] == severities
    assert KIND.sources == 1


@pytest.mark.parametrize(("count", "rule"), [(149, "length"), (150, ""), (400, ""), (401, "length")])
def test_it_has_150_to_400_characters(count: int, rule: str) -> None:
    least, most = KIND.length or (0, 0)
    told = checks.length(least, most)(brief("海图公司宣布发布。", "字" * (count - 6)), evidence("字"))
    assert [each.rule for each in told] == ([rule] if rule else [])


@pytest.mark.parametrize(("count", "severity"), [(0, "error"), (1, ""), (2, ""), (3, "warning")])
def test_its_tldr_has_one_or_two_sentences(count: int, severity: str) -> None:
    draft = brief("甲。", "乙。").model_copy(update={"tldr": (Sentence(text="甲。"),) * count})
    found = checks.parts(KIND)(draft, evidence("甲。"))
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_an_editor_may_cut_what_a_brief_can_do_without_and_not_its_only_section() -> None:
    from newsbot import gate, review
    from newsbot.editing import Editing
    from newsbot.errors import NotAllowed

    draft = brief("海图公司宣布发布潮汐模型。", "海图公司称，潮汐模型11月19日发布。", "海图公司发布模型。")
    on = review.begun(gate.as_it_stands(draft, one_source("primary"), (), {}), 0, one_source("primary"))
    editing = Editing(one_source("primary"), (), checks.HOUSE)
    shorter, _ = editing.cut(on, "sections/0/0/1")
    assert len(list(shorter.verdict.draft.body())) == 2
    with pytest.raises(NotAllowed):
        editing.cut(shorter, "sections/0/0/0")
    with pytest.raises(NotAllowed):
        editing.cut(on, "tldr/0")
