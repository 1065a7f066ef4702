"""A sentence that says the opposite of its passage is found; one that says the same in other words is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_cases import found, passages, rules
from newsbot.checks.claim import Claim
from newsbot.checks.relation.polarity import against, polarity_rule
from newsbot.news import Sentence

REPORT = (
    "甲公司周三公布财报，第三季度营收同比增长12%，净利润高于去年同期。董事会批准了收购乙公司的方案，乙公司股东表示支持。"
    "首届智能芯片大会同日在柏林开幕，主办方没有公布参会人数。监管机构称暂不允许该公司在境内上市。"
)


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("甲公司第三季度营收同比下降12%。", "antonym", "下降"),
        ("净利润低于去年同期。", "direction", "低于"),
        ("甲公司董事会否决了收购乙公司的方案。", "antonym", "否决"),
        ("乙公司股东表示反对。", "antonym", "反对"),
        ("首届智能芯片大会在柏林闭幕", "antonym", "闭幕"),
        ("主办方公布参会人数。", "negation", "公布"),
        ("监管机构称暂允许该公司在境内上市。", "negation", "允许"),
        ("监管机构称暂不允许该公司在境外上市。", "antonym", "境外"),
    ],
)
def test_the_opposite_of_the_passage_is_an_error(text: str, rule: str, word: str) -> None:
    """One word is turned round, and the finding names it and shows the passage."""
    errors = [each for each in found(text, REPORT) if each.rule == rule]
    assert {each.severity for each in errors} == {"error"}
    assert errors[0].found == word
    assert errors[0].source_has


@pytest.mark.parametrize(
    "text",
    [
        "甲公司第三季度营收同比增长12%。",
        "甲公司第三季度营收同比上升12%。",
        "净利润超过去年同期。",
        "董事会通过了收购乙公司的方案。",
        "主办方没有公布参会人数。",
        "主办方未公布参会人数。",
        "监管机构禁止该公司在境内上市。",
        "首届智能芯片大会在柏林开幕",
        "丙公司的出口下降，原因是需求不足。",
        REPORT,
    ],
)
def test_the_same_in_other_words_is_left_alone(text: str) -> None:
    """Synonyms, a negation on both sides, 不允许 for 禁止, and what the passage does not speak of."""
    assert against(text, [REPORT]) == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Shares of the company fell 5% on Tuesday after the earnings report.", True),
        ("Shares of the company climbed 5% on Tuesday after the earnings report.", False),
        ("The board rejected the merger with Initech.", True),
        ("The board did not approve the merger with Initech.", True),
        ("The board approved the merger with Initech.", False),
        ("The weather in Berlin was cold.", False),
    ],
)
def test_english_opposites_in_the_same_company(text: str, bad: bool) -> None:
    """Forms of a word count as the word: fell is fall, climbed is climb."""
    passage = (
        "Shares of the company rose 5% on Tuesday after the earnings report. "
        "The board approved the merger with Initech."
    )
    assert bool(against(text, [passage])) is bad


def test_both_figures_of_a_passage_keep_their_direction() -> None:
    """A passage that has a rise and a fall supports each of its own thing."""
    passage = "铜期货价格上涨3%，豆粕期货价格下跌1%。"
    assert against("豆粕期货价格下跌1%。", [passage]) == []
    assert against("铜期货价格上涨3%。", [passage]) == []
    assert [each.word for each in against("豆粕期货价格上涨1%。", [passage])] == ["上涨"]


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("新模型推理速度下降两倍。", {"error"}),
        ("新模型降低推理成本。", set()),
        ("付费用户的价格下调。", {"warning"}),
        ("新模型推理速度提高两倍，训练成本不变。", set()),
        ("付费用户的额度上调。", set()),
        ("付费用户的额度下调。", {"error"}),
    ],
)
def test_a_scale_that_may_be_another_things_is_a_warning(text: str, severities: set[str]) -> None:
    """提高 of the allowance is not the opposite of 下调 of the price, but it may be what was meant."""
    passage = "新模型的推理速度提升两倍，训练成本没有增加。免费用户可以使用，付费用户的额度提高。"
    cited = passages((passage,))
    claim = Claim("introduction/0/0", Sentence(text=text, passages=("1.1",)), cited)
    assert {finding.severity for finding in polarity_rule(claim)} == severities


NEWS = (
    "英伟达周三公布第三季度业绩，营收同比增长94%至351亿美元，高于市场预期。毛利率从75%降至73.5%。股价盘后下跌约2%。",
    "美国商务部周二宣布放宽对中东的芯片出口限制，但继续禁止向部分中国企业出售。反对者认为此举会削弱美国的优势，"
    "支持者则称有利于扩大市场。该规定将于5月15日生效，旧规定同时废除。",
)


@pytest.mark.parametrize(
    "text",
    [
        "英伟达股价盘后走低约2%。",
        "营收超出市场预期。",
        "英伟达营收大涨，股价却下跌。",
        "第三季度营收为351亿美元，同比上升94%，毛利率有所降低。",
        "美国仍禁止向部分中国企业出售芯片。",
        "支持者称此举有助于扩大市场，反对者担心优势被削弱。",
        "新规5月15日生效，旧规废止。",
        "有人支持，也有人反对这一规定。",
    ],
)
def test_true_sentences_on_passages_that_speak_of_both_ways_are_left_alone(text: str) -> None:
    """News has rises beside falls and critics beside friends."""
    assert against(text, NEWS) == []


def test_a_keyword_and_a_sentence_without_passages_have_no_opposite() -> None:
    """They are not held against passages."""
    assert "antonym" not in rules(found("下降", REPORT, place="keywords/0"))
    assert "antonym" not in rules(found("甲公司营收下降。"))


@given(st.text("不未增减上下涨跌否没支持反对，。a b", max_size=300))
def test_any_text_is_read_and_one_that_stands_in_its_passage_never_alarms(text: str) -> None:
    """No crash on nonsense, and a verbatim sentence says nothing else than itself."""
    assert against(text, [f"开头。{text}。结尾"]) == []
