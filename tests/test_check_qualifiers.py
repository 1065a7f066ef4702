"""A figure is told as a bound only where a source calls it one."""

import pytest

from check_cases import evidence, found, rules
from newsbot import checks
from newsbot.news import Sentence

ADDED = [
    ("至少300人受影响。", "300人受影响。"),
    ("至多300人受影响。", "300人受影响。"),
    ("投资超过5亿美元。", "公司投资5亿美元。"),
    ("投资不到5亿美元。", "The company will invest $500 million."),
    ("工厂至少购置2400台。", "The company bought 2,400 machines."),
    ("不超过40人参加。", "Forty people came."),
    ("股价跌逾8%。", "股价下跌8%。"),
    ("每年节省超过4亿元。", "预计每年节省4亿元。"),
    ("超过三年。", "合同期为三年。"),
    ("At least 300 people were hurt.", "The blast hurt 300 people."),
    ("It paid more than $5 million.", "It paid $5 million."),
]

SOURCED = [
    ("至少300人受影响。", "至少300人受影响。"),
    ("至少300人受影响。", "受影响的人数不低于300人。"),
    ("至少300人受影响。", "A minimum of 300 people were hit."),
    ("逾2000家参加。", "共2043家参加。"),
    ("投资超过5亿美元。", "The company will invest over $500 million."),
    ("投资超过5亿美元。", "Analysts say investment will top the $500 million it had planned; it may exceed that."),
    ("至多5000亿美元。", "up to $500 billion"),
    ("三年以内完工。", "It will be done within three years."),
    ("近三年来亏损。", "It lost money in the past three years."),
    ("用户突破5亿。", "It reached 500 million users."),
    ("最近3年增长。", "3年来增长。"),
    ("至少3%。", "增幅为3%至5%。"),
    ("股价跌8%。", "股价下跌8%。"),
    ("At least 300 people were hurt.", "The blast hurt 300 or more people."),
    ("增速高于5%的目标。", "目标为5%。"),
]


@pytest.mark.parametrize(("text", "passage"), ADDED)
def test_a_bound_that_no_source_has_is_an_error(text: str, passage: str) -> None:
    assert "qualifier" in rules(found(text, passage), "error")


@pytest.mark.parametrize(("text", "passage"), SOURCED)
def test_a_bound_in_whatever_words_is_left_alone(text: str, passage: str) -> None:
    assert "qualifier" not in rules(found(text, passage))


@pytest.mark.parametrize("text", ["约300人受影响。", "大约有300人受影响。", "Roughly 300 people were hurt."])
def test_about_said_of_an_exact_figure_is_a_warning(text: str) -> None:
    findings = found(text, "共300人受影响。" if text[0] > "z" else "It hurt 300 people.")
    assert "qualifier" in rules(findings, "warning")
    assert "qualifier" not in rules(findings, "error")


def test_a_ceiling_that_another_passage_names_may_be_told_as_one() -> None:
    both = evidence("The contract is worth $200 million.", "The ceiling is $200 million.")
    sentence = Sentence(text="合同金额至多2亿美元。", passages=("1.1",))
    assert "qualifier" not in rules(checks.against("introduction/0/0", sentence, both), "error")


def test_the_finding_names_the_plain_figure() -> None:
    (finding,) = [each for each in found("至少300人受影响。", "300人受影响。") if each.rule == "qualifier"]
    assert (finding.found, finding.source_has) == ("至少300人", "300人")
