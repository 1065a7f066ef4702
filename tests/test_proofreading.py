"""An article file held against its evidence: what was written keeps its passages, what was edited is checked anew."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import article_sample
from check_cases import source
from newsbot import article, checks, gate, proofreading
from newsbot.errors import ParseError
from newsbot.news import Draft, Evidence, Judged, Paragraph, Passage, Section, Sentence, Source, Verdict
from newsbot.proofreading import Proofs

TEXTS = (
    "甲公司3月5日在柏林发布新款芯片，售价为499欧元，首批货供应欧洲市场。",
    "首席执行官李明说，新款芯片的能耗比上一代低30%，公司明年将在法国建厂。",
    "The company said the plant would employ about 2,500 people.",
)
PAGE = "导航\n" + "\n".join(TEXTS)


def cited(number: int, id: int) -> Passage:
    start = PAGE.index(TEXTS[number])
    return Passage(
        id=f"{id}.{number + 1}",
        source=id,
        start=start,
        end=start + len(TEXTS[number]),
        text=TEXTS[number],
        language="en" if number == 2 else "zh",
    )


EVIDENCE = Evidence(
    story=article_sample.STORY.id,
    headline="甲公司",
    sources=(
        source(publisher="通讯社"),
        Source.model_validate(
            source(publisher="商报").model_dump() | {"id": 2, "url": "https://daily.example/b", "sha256": "1"}
        ),
    ),
    passages=(cited(0, 1), cited(1, 1), cited(2, 2)),
)
RULES = checks.checks(0, 10**6)


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


DRAFT = Draft(
    writer="whole",
    title=on("甲公司3月5日在柏林发布新款芯片"),
    heading=on("甲公司新款芯片首批货供应欧洲市场"),
    tldr=(on("首批货供应欧洲市场，售价为499欧元。"), on("李明说，公司明年将在法国建厂。", "1.2")),
    introduction=(Paragraph(sentences=(on("甲公司3月5日在柏林发布新款芯片，首批货供应欧洲市场。"),)),),
    sections=(
        Section(
            title=on("首批货供应欧洲市场"),
            blocks=(
                Paragraph(
                    sentences=(
                        on("新款芯片售价为499欧元，首批货供应欧洲市场。"),
                        on("李明说，新款芯片的能耗比上一代低30%。", "1.2"),
                        on("该公司称，工厂将雇用约2500人。", "2.3"),
                    )
                ),
            ),
        ),
    ),
    conclusion=(),
)


def file(draft: Draft = DRAFT, evidence: Evidence = EVIDENCE) -> str:
    verdict = Verdict(outcome="review", draft=draft, sentences=(), findings=())
    built = article.build(verdict, evidence, article_sample.STORY, article_sample.form())
    return article.finish(built.document, article_sample.TEMPLATE)


def proofs(markdown: str, words: gate.Words | None = None) -> Proofs:
    reread = proofreading.reread(article.parse(markdown), markdown, DRAFT, EVIDENCE)
    return proofreading.proofs(reread.draft, EVIDENCE, RULES, words or {}, checks.HOUSE, reread)


def edited(markdown: str, old: str, new: str) -> str:
    assert old in markdown
    return markdown.replace(old, new, 1)


def proof(told: Proofs, text: str) -> proofreading.Proof:
    return next(each for each in told.sentences if text in each.text and "/" in each.place)


# ---------------------------------------------------------------- what nobody touched


@pytest.mark.parametrize(
    ("draft", "evidence"),
    [(DRAFT, EVIDENCE), (article_sample.draft(), article_sample.evidence())],
    ids=["chip", "harbour"],
)
def test_a_file_as_it_was_written_is_its_draft_again(draft: Draft, evidence: Evidence) -> None:
    """Keywords, which a file gives once each, and tags aside."""
    markdown = file(draft, evidence)
    reread = proofreading.reread(article.parse(markdown), markdown, draft, evidence)
    keywords = tuple(dict.fromkeys(draft.keywords))
    assert reread.draft == draft.model_copy(update={"keywords": keywords, "tags": (), "prompts": ()})
    assert (reread.edited, reread.findings, reread.notices) == (frozenset(), (), ())


def test_every_sentence_has_its_marks_its_verdict_and_the_words_it_rests_on() -> None:
    told = proofs(file())
    power, jobs = proof(told, "30%"), proof(told, "2500人")
    assert (power.marks, power.passages, power.verdict, power.by) == (("1",), ("1.2",), "supported", "coverage")
    (span,) = power.spans
    assert PAGE[span.start : span.end] == span.text and span.text.startswith("首席执行官李明说")
    assert (span.passage, span.source) == ("1.2", 1)
    assert (jobs.marks, jobs.verdict, jobs.spans) == (("2",), "not judged", ())
    assert told.verdict == "review" and [each.place for each in told.sentences][:3] == ["title", "heading", "tldr/0"]


def test_what_a_judge_said_when_it_was_judged_still_counts() -> None:
    spans = ("employ about 2,500 people",)
    word = Judged(place="", support="supported", by="judge", spans=spans)
    told = proofs(file(), {("该公司称，工厂将雇用约2500人。", ("2.3",)): word})
    jobs = proof(told, "2500人")
    assert (jobs.verdict, jobs.by, jobs.spans[0].text) == ("supported", "judge", spans[0])


# ---------------------------------------------------------------- what was edited


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        (
            "售价为499欧元，首批货供应欧洲市场 [^1]",
            "售价为599欧元，首批货供应欧洲市场 [^1]",
            "sections/0/0/0",
            "money",
        ),
        ("比上一代低30% [^1]", "比上一代低30% [^2]", "sections/0/0/1", ""),
        (
            "首批货供应欧洲市场 [^1]。\n\n###",
            "首批货供应欧洲市场。\n\n###",
            "introduction/0/0",
            "citation",
        ),
        ("比上一代低30% [^1]", "比上一代低30% [^7]", "sections/0/0/1", "citation"),
    ],
    ids=["another price", "another source", "no mark", "a mark without a reference"],
)
def test_an_edited_sentence_is_checked_on_the_sources_its_marks_lead_to(
    old: str, new: str, place: str, rule: str
) -> None:
    told = proofs(edited(file(), old, new))
    changed = next(each for each in told.sentences if each.place == place)
    assert changed.edited and changed.verdict in ("contradicted", "unsupported") and told.verdict == "hold"
    assert [each.place for each in told.sentences if each.edited] == [place]
    if rule:
        assert rule in {finding.rule for finding in changed.findings}


def test_an_edit_that_its_source_has_is_supported_and_said_to_be_an_edit() -> None:
    told = proofs(edited(file(), "能耗比上一代低30% [^1]。", "能耗比上一代低30%，公司明年将在法国建厂 [^1]。"))
    changed = proof(told, "30%，公司")
    assert (changed.edited, changed.verdict, changed.passages) == (True, "supported", ("1.1", "1.2"))
    assert (changed.spans[0].passage, told.verdict) == ("1.2", "review")


def test_a_new_sentence_without_evidence_never_passes() -> None:
    told = proofs(edited(file(), "约2500人 [^2]。", "约2500人 [^2]。王芳对芯片的前景表示乐观 [^1]。"))
    new = proof(told, "王芳")
    assert (new.edited, new.marks) == (True, ("1",)) and new.verdict in ("not judged", "unsupported", "contradicted")
    assert not proof(told, "2500人").edited and told.verdict != "pass"


def test_a_title_that_its_sources_have_is_said_to_be_another_than_the_one_that_was_checked() -> None:
    """It may be right; whoever reads the verdict is told all the same."""
    told = proofs(edited(file(), 'title: "甲公司3月5日在柏林发布', 'title: "甲公司在柏林发布'))
    assert "cover" not in {finding.rule for finding in told.findings}  # its words are still those that were checked
    assert [(finding.rule, finding.severity) for finding in told.findings if finding.place == "title"] == [
        ("title-edited", "warning")
    ]
    assert told.verdict == "review"


@pytest.mark.parametrize("tag", ["芯片", "柏林", "新款 芯片", "甲公司"])
def test_a_tag_that_the_text_speaks_of_is_left_alone(tag: str) -> None:
    told = proofs(edited(file(), "tags: []", f'tags: ["{tag}"]'))
    assert "tag" not in {finding.rule for finding in told.findings}


def test_a_summary_of_other_whole_sentences_of_the_article_is_left_alone() -> None:
    told = proofs(edited(file(), 'summary: "首批货供应欧洲市场，售价为499欧元。', 'summary: "'))
    assert "summary" not in {finding.rule for finding in told.findings}


def test_an_edited_title_is_held_against_all_the_article_rests_on() -> None:
    told = proofs(edited(file(), 'title: "甲公司3月5日', 'title: "甲公司3月6日'))
    assert (told.sentences[0].place, told.sentences[0].edited, told.verdict) == ("title", True, "hold")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("欧洲市场 [^1]。", "欧洲市场 [^1][^9]。", "footnote-dangling"),
        ("https://daily.example/b", "https://elsewhere.example/b", "reference"),
        ('summary: "首批货', 'summary: "芯片全球缺货，首批货', "summary"),
        # Half a sentence may say the opposite of the whole.
        ('summary: "首批货供应欧洲市场，售价为499欧元。李明说，', 'summary: "', "summary"),
        ('summary: "首批货', 'description: "甲公司丑闻缠身。"\nsummary: "首批货', "summary"),
        ('alt: "甲公司', 'alt: "甲公司破产，甲公司', "cover"),
        ("tags: []", 'tags: ["破产"]', "tag"),
        ("\n## Tags\n", "\n## Tags\n\n#丑闻", "tag"),
    ],
)
def test_what_is_wrong_outside_the_sentences_holds_the_article(old: str, new: str, rule: str) -> None:
    told = proofs(edited(file(), old, new))
    assert rule in {finding.rule for finding in told.findings} and told.verdict == "hold"
    assert any(finding.advice in reason for finding in told.findings for reason in told.reasons)


def test_a_correction_is_a_sentence_like_any_other() -> None:
    notice = "> 更正：本文此前写“599欧元”，售价应为699欧元 [^1]。\n\n**TL;DR**"
    told = proofs(edited(file(), "**TL;DR**", notice))
    assert (told.sentences[-1].place, told.verdict) == ("notices/0", "hold")


# ---------------------------------------------------------------- without evidence


def test_without_evidence_no_sentence_is_judged_and_structure_is_still_looked_at() -> None:
    markdown = file()
    told = proofreading.unproved(proofreading.reread(article.parse(markdown), markdown))
    assert {each.verdict for each in told.sentences} == {"not judged"} and told.verdict == "review"
    assert [each.marks for each in told.sentences if "2500人" in each.text] == [("2",)]
    broken = edited(markdown, "欧洲市场 [^1]。", "欧洲市场 [^1][^9]。")
    assert proofreading.unproved(proofreading.reread(article.parse(broken), broken)).verdict == "hold"


def test_a_file_tells_which_story_it_belongs_to() -> None:
    document = article.parse(file())
    assert proofreading.story_of(document) == article_sample.STORY.id
    without = article.parse(re.sub(r"\n  story: .*", "", file()))
    assert proofreading.story_of(without) == article_sample.STORY.id  # by its label
    assert proofreading.story_of(document.model_copy(update={"front": ()})) == ""


# ---------------------------------------------------------------- where words stand


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ("售价为499欧元", "售价为499欧元"),
        ("售價為499歐元", "售价为499欧元"),
        ("“售价为 499欧元，首批货”", "售价为499欧元，首批货"),
        ("EMPLOY  about 2,500", "employ about 2,500"),
    ],
)
def test_words_are_located_in_the_stored_source(span: str, text: str) -> None:
    found = proofreading.located(span, EVIDENCE.passages)
    assert found is not None and found.text == text and PAGE[found.start : found.end] == text


@pytest.mark.parametrize("span", ["", "。", "售价为599欧元", "售价…欧元"])
def test_words_that_no_passage_has_are_nowhere(span: str) -> None:
    assert proofreading.located(span, EVIDENCE.passages) is None


# ---------------------------------------------------------------- whatever an editor does to a file

EVERYTHING = {
    (sentence.text, sentence.passages): Judged(place="", support="supported", by="judge", spans=("芯片",))
    for _, sentence in DRAFT.placed()
}
"""A judge that said yes to every sentence as it was written."""


@given(
    at=st.integers(0, len(file())),
    cut=st.integers(0, 30),
    put=st.sampled_from(["", "不", "9", "[^1]", "。", "\n", "“"]),
)
def test_a_file_changed_anywhere_is_no_article_or_is_read_and_no_edited_sentence_has_the_judges_word(
    at: int, cut: int, put: str
) -> None:
    changed = file()[:at] + put + file()[at + cut :]
    try:
        document = article.parse(changed)
    except ParseError:
        return
    reread = proofreading.reread(document, changed, DRAFT, EVIDENCE)
    told = proofreading.proofs(reread.draft, EVIDENCE, RULES, EVERYTHING, checks.HOUSE, reread)
    assert [each for each in told.sentences if each.edited and each.by == "judge"] == []
    assert [each.place for each in told.sentences][:2] == ["title", "heading"]
