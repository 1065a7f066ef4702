"""What is spent is money."""

import pytest

from check_cases import found


def wrong(text: str) -> list[str]:
    return [
        each.found
        for each in found(text, "第一期用电1.2吉瓦，工期3年，有600人，投资5000亿美元。")
        if "后面应当是钱数" in each.advice
    ]


@pytest.mark.parametrize("text", ["第一阶段将耗资约1.2吉瓦。", "工程耗资3年。", "项目斥资600人。"])
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
    ],
)
def test_money_is(text: str) -> None:
    assert wrong(text) == []
