"""Whose word a sentence is, written by code where a small model knows nothing of the source."""

import pytest

from newsbot import checks
from newsbot.news import Contradiction, Draft, Evidence, Paragraph, Section, Sentence, SourceDate
from newsbot.writers import attributing, extract
from test_check_sourcing import evidence

JOBS = evidence(
    "甲公司的柏林工厂将雇用300人。",
    "甲公司的柏林工厂将雇用500人。",
    about=[{"publisher": "某日报"}, {"publisher": "某晚报"}],
    contradictions=(Contradiction(subject="甲公司柏林工厂的人数", one="1.1", other="2.1", values=("300人", "500人")),),
)


def on(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, passages=ids or ("1.1",))


def told(text: str, resting: Evidence, *before: Sentence) -> str:
    """The sentence on 1.1 as it is attributed, after these of the same source."""
    return attributing.attributed([*before, on(text)], resting)[-1].text


@pytest.mark.parametrize(
    ("passage", "about", "text", "expected"),
    [
        ("甲公司建厂。", {}, "甲公司建厂。", "甲公司建厂。"),
        (
            "知情人士透露，甲公司计划裁员300人。",
            {},
            "甲公司计划裁员300人。",
            "据某报援引知情人士的话报道，甲公司计划裁员300人。",
        ),
        ("甲公司计划裁员300人。", {"kind": "rumour"}, "甲公司计划裁员300人。", "据某报报道，甲公司计划裁员300人。"),
        (
            "Company A cuts 300 jobs in Berlin.",
            {"access": "headline"},
            "甲公司在柏林裁员300人。",
            "据某报报道，甲公司在柏林裁员300人。",
        ),
        (
            "我们的模型比GPT-4.1快3倍。",
            {"kind": "primary"},
            "新模型比GPT-4.1快3倍。",
            "某报称，新模型比GPT-4.1快3倍。",
        ),
    ],
)
def test_a_sentence_that_must_say_whose_it_is_is_made_to(
    passage: str, about: dict[str, str], text: str, expected: str
) -> None:
    resting = evidence(passage, "别的。", about=[{"publisher": "某报", **about}])
    made = told(text, resting, on("据某报消息，甲公司建厂。"))
    assert made == expected
    assert not {each.rule for each in checks.against("title", on(made), resting)} & attributing.ASKS_WHOSE


@pytest.mark.parametrize(
    ("passage", "text", "expected"),
    [
        (
            "据海图公司自行测试，新模型的字错率为6.2%。",
            "海图公司的新模型字错率为6.2%。",
            "据海图公司自行测试，新模型字错率为6.2%。",
        ),
        (
            "据海图公司自行测试，新模型的字错率为6.2%。",
            "据某报报道，新模型字错率为6.2%。",
            "据海图公司自行测试，新模型字错率为6.2%。",
        ),
        (
            "In its own tests the model got 6.2 percent of characters wrong.",
            "新模型的字错率为6.2%。",
            "据研制方自行测试，新模型的字错率为6.2%。",
        ),
        (
            "据海图公司自行测试，新模型的字错率为6.2%。",
            "海图公司称，新模型的字错率为6.2%。",
            "海图公司称，新模型的字错率为6.2%。",
        ),
        ("新模型有70亿个参数。", "新模型有70亿个参数。", "新模型有70亿个参数。"),
    ],
)
def test_a_makers_own_measurement_gets_the_makers_name(passage: str, text: str, expected: str) -> None:
    resting = evidence(passage, "别的。", about=[{"publisher": "某报"}])
    assert told(text, resting, on("据某报消息，海图公司发布模型。")) == expected


def test_old_news_gets_its_date() -> None:
    about = [{"publisher": "某报", "published": SourceDate(year=2025, month=3, day=1)}, {}]
    resting = evidence("甲公司降价。", "甲公司发布新模型。", about=about)
    assert told("甲公司降价。", resting) == "据某报3月1日报道，甲公司降价。"


def test_two_sources_that_contradict_each_other_are_told_in_one_sentence_with_both_passages() -> None:
    sentences = [on("工厂将雇用300人。"), on("工厂在柏林。"), on("据某晚报消息，工厂将雇用500人。", "2.1")]
    made = attributing.both_sides(sentences, JOBS)
    assert [each.text for each in made] == [
        "据某日报报道，工厂将雇用300人，而据某晚报消息，工厂将雇用500人。",
        "工厂在柏林。",
    ]
    assert made[0].passages == ("1.1", "2.1")
    assert checks.against("introduction/0/0", made[0], JOBS) == []


def test_one_side_alone_is_left_as_it_is_for_the_gate() -> None:
    sentences = [on("工厂将雇用300人。"), on("工厂在柏林。")]
    assert attributing.both_sides(sentences, JOBS) == sentences


def test_an_article_of_one_witness_says_so_in_tldr_and_each_paragraph() -> None:
    resting = evidence("甲公司在柏林建厂，将雇用300人。", about=[{"publisher": "某报"}])
    draft = Draft(
        writer="stepwise",
        title=on("甲公司在柏林建厂"),
        heading=on("甲公司的柏林工厂"),
        tldr=(on("甲公司在柏林建厂。"),),
        introduction=(Paragraph(sentences=(on("甲公司在柏林建厂。"),)),),
        sections=(Section(title=on("工厂规模"), blocks=(Paragraph(sentences=(on("工厂将雇用300人。"),)),)),),
        conclusion=(),
    )
    owned = attributing.owned(draft, resting)
    assert checks.single_source(owned, resting) == []
    assert [each.text for _, each in owned.placed() if each.text.startswith("据某报报道，")] == [
        "据某报报道，甲公司在柏林建厂。",
        "据某报报道，甲公司在柏林建厂。",
        "据某报报道，工厂将雇用300人。",
    ]
    assert attributing.owned(draft, JOBS) == draft


def test_a_title_calls_a_sum_a_limit_that_another_source_calls_one() -> None:
    resting = evidence("OpenAI won a contract worth $200 million.", "The contract has a ceiling of $200 million.")
    draft = Draft(
        writer="stepwise",
        title=on("OpenAI获2亿美元合同"),
        heading=on("OpenAI获得合同"),
        tldr=(on("合同上限为2亿美元。", "2.1"),),
        introduction=(Paragraph(sentences=(on("合同上限为2亿美元。", "2.1"),)),),
        sections=(),
        conclusion=(),
    )
    assert attributing.owned(draft, resting).title.text == "OpenAI获至多2亿美元合同"


def test_titles_of_one_outlets_word_are_offered_under_its_name() -> None:
    alone = evidence("甲公司在柏林建厂。", about=[{"publisher": "某报"}])
    assert attributing.headed(["甲公司在柏林建厂"], alone) == ["甲公司在柏林建厂", "某报：甲公司在柏林建厂"]
    assert attributing.headed(["甲公司在柏林建厂"], JOBS) == ["甲公司在柏林建厂"]


def test_a_source_for_facts_only_is_not_excerpted() -> None:
    words = "甲公司6月17日在柏林动工建厂，计划雇用300人，总投资5亿欧元。"
    free, bound = evidence(words), evidence(words, about=[{"use": "facts"}])
    assert len(list(extract.quotable(free, free.sources[0]))) == 1
    assert list(extract.quotable(bound, bound.sources[0])) == []


def test_an_excerpt_of_old_news_begins_with_its_date() -> None:
    texts = [
        "甲公司在柏林动工建厂，计划雇用三百名工人。甲公司的芯片将在柏林的新厂封装和测试。",
        "乙公司把云服务的价格下调了一半，老客户同样适用。乙公司的服务器迁到了北方的新机房。",
        "丙大学公布了方言语音的评测办法，面向所有研究者。丙大学的语料来自十二个县的志愿者。",
    ]
    old = {"published": SourceDate(year=2025, month=3, day=1)}
    draft = extract.write(evidence(*texts, about=[old]))
    mine = [each.text for _, each in draft.body() if each.passages == ("1.1",) and "“" in each.text]
    assert mine and all(text.startswith("2025年3月1日，") for text in mine)
    assert not any(each.text.startswith("2025年") for _, each in draft.body() if "1.1" not in each.passages)
