"""The kind `feature`: in depth, with a lead, sections and cited references, in the form of the user's sample."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import article_sample
from article_sample import STORY, afterwards, evidence, form, said, verdict
from golden import ROOT, expect_golden
from newsbot import article, checks, chinese, kinds, proofreading
from newsbot import draft as drafts
from newsbot.article.document import Document, Mark, plain
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.errors import Malformed
from newsbot.footnotes import read as footnotes_of
from newsbot.news import Draft, Section
from newsroom_run import beside
from scripted_writer import ScriptedWriter
from story_cases import PROMPTS
from test_cli_write import about, excerpting, writing

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "feature")
TEMPLATE = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")
SEED = ROOT.parent / "shared" / "seeds" / "004_7e979174c071474d.txt"
KEYS = ["title", "date", "draft", "featured_image", "summary", "tags", "main_topics"]
"""The front matter of the user's sample, in its order."""


def feature(**changed: object) -> Draft:
    """The sample story as a feature: no heading, no conclusion, three sections."""
    news = article_sample.draft()
    more = tuple(
        Section(title=said(title, "1.2"), blocks=(article_sample.paragraph(said(text, id)),))
        for title, text, id in (
            ("港务局先在一号泊位试用", "港务局先在一号泊位试用。", "1.2"),
            ("其余三座港口还在谈", "其余三座港口还在谈合同。", "3.3"),
        )
    )
    parts: dict[str, object] = {"heading": None, "conclusion": (), "sections": (*news.sections, *more)}
    keywords = tuple(said(word) for word in ("临江港", "语音调度模型", "港务局"))
    return news.model_copy(update={"kind": "feature", "keywords": keywords, **parts, **changed})


def built(draft: Draft | None = None, **changed: object) -> tuple[Document, str]:
    document = article.build(verdict(draft or feature()), evidence(), STORY, form(kind=KIND, **changed)).document
    return document, article.finish(document, TEMPLATE, KIND.template)


# ---------------------------------------------------------------- the file


def test_the_sample_story_as_a_feature_is_exactly_this_file() -> None:
    expect_golden("feature.md", built()[1])


def test_a_feature_reads_back_as_what_it_was_written_from() -> None:
    """As a document, byte for byte, and as its draft with every sentence's passages."""
    document, text = built()
    assert article.parse(text) == document
    assert article.render(article.parse(text), TEMPLATE) == text
    again = proofreading.reread(document, text, feature(), evidence())
    kept = {"prompts": feature().prompts, "tags": feature().tags}
    assert again.draft.model_copy(update=kept) == feature()
    assert (again.edited, again.findings) == (frozenset(), ())


def test_its_front_matter_is_that_of_the_users_sample_and_our_own_keys_after_it() -> None:
    front = yaml.safe_load(built()[1].split("---\n")[1])
    assert list(front)[: len(KEYS)] == KEYS == list(KIND.front)
    assert list(front)[len(KEYS) :] == ["kind", "provenance", "AIGC"]
    assert front["date"].isoformat() == "2026-03-05T00:05:09+08:00"
    assert front["tags"] == ["临江港", "语音调度模型", "港务局"]
    assert front["main_topics"] == ["AI", "Voice Dispatch"]
    assert front["kind"] == "feature"
    assert front["summary"] and front["summary"] != front["title"]
    assert 'tags:\n  - "临江港"\n' in built()[1]


def test_without_keywords_and_tags_its_lists_are_empty_and_it_still_reads_back() -> None:
    document, text = built(feature(keywords=(), tags=()), label_explicit=False, label_implicit=False)
    assert "tags: []\nmain_topics: []\n" in text
    assert article.parse(text) == document


def test_correction_withdrawal_and_publishing_keep_its_form() -> None:
    document, _ = built()
    published, corrected, gone = afterwards(document)
    for each in (published, corrected, gone):
        text = article.finish(each, TEMPLATE)
        assert article.parse(text) == each
        assert {field.key for field in each.front} <= article.OWN_KEYS
        assert "sync_time" not in text
    assert plain(corrected.tldr) == plain(document.tldr)
    assert article.finish(corrected, TEMPLATE).count("\n> ") == 2  # the notice above the lead
    assert article.finish(gone, TEMPLATE).count("\n> ") == 1


# ---------------------------------------------------------------- against the user's sample


def structure(text: str) -> list[str]:
    """What stands in a file, block by block, without what it says."""
    body = text.split("---\n", 2)[2]
    shapes = []
    for line in filter(None, body.split("\n")):
        mark = re.match(r"(### |## References|> |\[\^|\*   |\*)", line)
        shape = mark[1] if mark else "text"
        if shapes[-1:] != [shape]:
            shapes.append(shape)
    return shapes


def test_its_structure_is_that_of_the_users_sample() -> None:
    if not SEED.exists():
        pytest.skip("the user's sample is not on this machine")
    seed = SEED.read_text(encoding="utf-8")
    assert list(yaml.safe_load(seed.split("---\n")[1].replace("- OpenAI\n", '- "OpenAI"\n'))) == KEYS
    ours = [each for each in structure(built()[1]) if each not in ("*   ", "*")]  # lists and the label are ours
    shorter = [each for n, each in enumerate(ours) if ours[n - 1 : n] != [each]]
    assert shorter == structure(seed)
    reference = re.compile(r"^\[\^\d+\]: [^（]{0,40}（\d{4}/\d{1,2}/\d{1,2}）。.+。检索日期\d{4}/\d{1,2}/\d{1,2}。$")
    for line in seed.splitlines():
        if line.startswith("[^"):
            assert reference.match(line)
    dated = [line for line in built()[1].splitlines() if line.startswith("[^") and "（2026/3/1）" in line]
    assert dated and all(reference.match(line) for line in dated)


FAULTS = {
    "an unused reference": lambda text: bool(footnotes_of(text).faults),
    "a reference without an address": lambda text: any(
        "](http" not in line for line in text.splitlines() if line.startswith("[^")
    ),
    "emphasis that does not work beside Chinese": lambda text: re.search(r"[\u4e00-\u9fff]_[^_]+_", text) is not None,
    "titles without quotation marks, which YAML may read as something else": lambda text: (
        not text.split("\n")[1].startswith('title: "')
    ),
    "empty words": lambda text: re.search("凸显了|标志着|预示着|十字路口|无疑", text) is not None,
    "nobody in particular says it": lambda text: "被外界解读" in text,
    "paragraphs that cite nothing": lambda text: any(
        "[^" not in line for line in text.split("---\n", 2)[2].splitlines() if line and line[0] not in "#>*["
    ),
    "a picture nobody chose": lambda text: "featured_image: images/" in text,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_faults_of_the_users_sample_are_not_copied(fault: str) -> None:
    sourced = evidence(*(each for each in evidence().sources if each.url))
    document = article.build(verdict(feature()), sourced, STORY, form(kind=KIND)).document
    assert not FAULTS[fault](article.finish(document, TEMPLATE))
    if SEED.exists():
        assert FAULTS[fault](SEED.read_text(encoding="utf-8")), "the sample has no such fault"


# ---------------------------------------------------------------- its checks


@pytest.mark.parametrize(("count", "found"), [(2, {"sections"}), (3, set()), (6, set()), (7, {"sections"})])
def test_it_has_three_to_six_sections(count: int, found: set[str]) -> None:
    sections = tuple(
        Section(title=said(f"第{n}节"), blocks=(article_sample.paragraph(said("句。")),)) for n in range(count)
    )
    told = checks.parts(KIND)(feature(sections=sections), evidence())
    assert {each.rule for each in told} == found
    assert not found or told[0].severity == ("error" if count < 3 else "warning")


def test_its_lead_is_one_to_three_sentences() -> None:
    assert not checks.parts(KIND)(feature(tldr=(said("引语。"),)), evidence())
    told = checks.parts(KIND)(feature(tldr=()), evidence())
    assert [(each.rule, each.severity) for each in told] == [("tldr", "error")]
    assert "导语" in told[0].advice


# ---------------------------------------------------------------- written

WRITER = ScriptedWriter(sections=("企业可以免费商用“听澜”", "政务热线将试用“听澜”", "公司公开训练用的录音"))


@pytest.fixture
async def model() -> AsyncIterator[ScriptedModel]:
    async with ScriptedModel(WRITER, models=("scripted",)) as running:
        yield running


def body_of(text: str) -> str:
    return text.split("---\n", 2)[2].partition("## References")[0]


@pytest.mark.parametrize("way", ["whole", "stepwise"])
async def test_a_feature_is_written_passes_its_checks_and_is_verified(
    site: SampleSite, model: ScriptedModel, tmp_path: Path, way: str
) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted", NEWSBOT_WRITER=way)
    written = await beside([*about(site), "--kind", "feature", "--json"], tmp_path, env)
    report: dict[str, Any] = written.report
    assert written.code == 0, report["reasons"]
    assert [each for each in report["findings"] if each["severity"] == "error"] == []
    if way == "whole":
        assert (report["verdict"], report["calls"], report["reasons"]) == ("pass", 2, [])
        assert "特稿编辑" in str(next(each.body for each in model.requests if "article" in str(each.body)))
    text = (tmp_path / report["path"]).read_text(encoding="utf-8")
    document = article.parse(text)
    assert not document.framed and document.tldr
    assert sum(bool(section.title) for section in document.sections) >= 3
    assert chinese.han_count(body_of(text)) >= 600
    marks = {each.mark for line in lines_of(document) for each in line if isinstance(each, Mark)}
    assert marks == {each.label for each in document.references}
    assert all(each.url and each.retrieved for each in document.references)
    verified = await beside(["verify", report["path"], "--json"], tmp_path, env)
    assert (verified.code, verified.report["kind"]) == (0, "feature")
    assert verified.report["verdict"] == report["verdict"]
    assert [each["place"] for each in verified.report["sentences"] if each["edited"]] == []


def lines_of(document: Document) -> list[Any]:
    blocks = [block for section in document.sections for block in section.blocks]
    return [item.inlines for block in blocks for item in getattr(block, "items", (block,))]


async def test_an_edited_figure_in_a_feature_is_found_by_verify(
    site: SampleSite, model: ScriptedModel, tmp_path: Path
) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
    path = (await beside([*about(site), "--kind", "feature", "--json"], tmp_path, env)).report["path"]
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert "23种" in body_of(text)
    front, fence, body = text.partition("\n---\n\n")
    at = body.index("### ")
    body = body[:at] + body[at:].replace("4100万元", "4200万元", 1)
    assert body != text.partition("\n---\n\n")[2]
    (tmp_path / path).write_text(front + fence + body, encoding="utf-8")
    verified = await beside(["verify", path, "--json"], tmp_path, env)
    assert verified.code == 6
    wrong = [each for each in verified.report["sentences"] if each["edited"]]
    assert len(wrong) == 1 and "4200万元" in wrong[0]["text"]


def test_a_reply_with_two_sections_is_no_feature() -> None:
    """The model is shown the fault once, as with every reply that does not fit."""
    sentence = {"text": "公司公布了模型的权重。", "passages": ["1.1"]}
    block = {"type": "paragraph", "sentences": [sentence]}
    reply = {"title": sentence, "tldr": [sentence], "introduction": [block]}
    sections = [{"title": sentence, "blocks": [block]}] * 3

    def read(count: int) -> Draft:
        given = drafts.ReplyDraft.model_validate({**reply, "sections": sections[:count]})
        return drafts.draft(given, writer="whole", model="m", prompts=(), kind=KIND)

    with pytest.raises(Malformed, match="2 sections, at least 3 are needed"):
        read(2)
    assert (read(3).kind, read(3).heading, len(read(3).sections)) == ("feature", None, 3)


async def test_without_a_model_there_is_no_feature(site: SampleSite, tmp_path: Path) -> None:
    result = await beside([*about(site), "--kind", "feature"], tmp_path, excerpting(site))
    assert (result.code, "is written by a model" in result.err) == (2, True)


async def test_a_feature_is_published_like_any_article(site: SampleSite, model: ScriptedModel, tmp_path: Path) -> None:
    env = writing(site, model, NEWSBOT_LLM__JUDGE_MODEL="scripted")
    story = (await beside([*about(site), "--kind", "feature", "--json"], tmp_path, env)).report["story"]
    done = await beside(["publish", story, "--editor", "陈编辑", "--json"], tmp_path, env)
    assert done.code == 0, done.err
    text = next((tmp_path / "site").rglob("*.md")).read_text(encoding="utf-8")
    assert "draft: false\n" in text and 'editor: "陈编辑"' in text and "sync_time" not in text
    assert not article.parse(text).framed
