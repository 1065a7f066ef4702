"""What rises goes up: a sentence whose verb and figures go opposite ways contradicts itself."""

import pytest

from check_cases import found

SOURCE = "说不放心的占22%，一年前是49%。产量为3万吨和5万吨，价格为500元和300元。"


def wrong(text: str, *passages: str) -> list[str]:
    return [each.found for each in found(text, *passages or (SOURCE,)) if each.rule == "direction"]


@pytest.mark.parametrize(
    "text",
    [
        "去年有49%的人不放心，而今年这个数字上升到22%。",
        "不放心的比例从49%升至22%。",
        "产量由5万吨增加到了3万吨。",
        "价格从300元下降至约500元。",
        "不放心的比例由2024年的49%上升到2025年的22%。",
        "The share rose from 49% to 22%.",
        "Sales plunged from $3 million to $5 million.",
        "The price fell from $300 to $500.",
    ],
)
def test_a_rise_to_less_and_a_fall_to_more_are_errors(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "不放心的比例从49%降至22%。",
        "去年有22%的人不放心，今年这个数字上升到49%。",
        "产量由3万吨增加到5万吨。",
        "甲公司的份额为49%，乙公司升至22%。",  # two things
        "排名从第49位上升到第22位。",  # a rank
        "气温从零下5度上升到3度。",
        "时长从90分钟延长到3小时。",
        "价格从300元调整为500元。",
        "从5万人里选出的样本，每年增加到300人。",
        "从300人中选出的样本增加到200人。",
        "应急响应由四级提升至三级。",
        "人民币对美元汇率从7.30元升至7.10元。",
        "日元从155升至150。",
        "制程从7纳米提升到5纳米。",
        "世界纪录从9.74秒提高到9.58秒。",
        "检测从3天一次增加到1天一次。",
        "The yen rose from 155 to 150 per dollar.",
        "The share rose from 22% to 49%.",
    ],
)
def test_what_goes_as_its_verb_does_is_none(text: str) -> None:
    assert wrong(text) == []


def test_what_a_source_says_itself_is_the_sources() -> None:
    text = "不放心的比例从49%升至22%。"
    assert wrong(text, f"报道写道，{text}") == []
