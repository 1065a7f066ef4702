"""What is spent is money."""

import pytest

from check_cases import found

SOURCE = "第一期用电1.2吉瓦，工期3年，有600人，投资5000亿美元。"


def wrong(text: str, *passages: str) -> list[str]:
    return [each.found for each in found(text, *passages or (SOURCE,)) if "后面应当是钱数" in each.advice]


@pytest.mark.parametrize(
    "text", ["第一阶段将耗资约1.2吉瓦。", "项目耗资高达1.2吉瓦。", "工程耗资3年。", "项目斥资600人。"]
)
def test_power_time_and_people_are_not_spent(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "工程耗资5000亿美元。",
        "工程耗资5000亿。",
        "第一期用电1.2吉瓦。",
        "公司融资两轮。",
        "公司3年内融资5000亿美元。",
        "市值3年翻倍。",
        "估值达20倍市盈率。",
        "公司市值达3个月高点。",
        "基金募资约2年。",
        "公司斥资9位数买下对手。",
    ],
)
def test_money_is(text: str) -> None:
    assert wrong(text) == []


def test_what_a_source_says_itself_is_the_sources() -> None:
    assert wrong("工程耗资3年。", "报道写道，工程耗资3年。") == []
