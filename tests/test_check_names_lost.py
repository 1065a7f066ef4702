"""Names of an original that a rendering lost: no word that only opens a sentence, none that Chinese translates."""

import pytest

from check_cases import found, rules
from newsbot import checks


def lost(piece: str, text: str) -> list[str]:
    return checks.names_lost(piece, text, "", checks.HOUSE.names)


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("Without Erin Park the lab would close.", "没有Erin Park，实验室就会关闭。"),
        ("Unlike Vestra, Tarn stayed.", "与Vestra不同，Tarn留下了。"),
        ("Both Vestra and Tarn left.", "Vestra和Tarn都离开了。"),
        ("The agency raised its alert from Level 4 to Level 3.", "该机构把预警从4级上调到3级。"),
        ("It raised $30 million in a Series B round.", "公司在B轮融资中筹得3000万美元。"),
        ("It reached 30 degrees Celsius.", "气温达到30摄氏度。"),
        ("“Never,” said Chief Executive Ann Lee.", "首席执行官Ann Lee说：“从不。”"),
    ],
)
def test_what_chinese_translates_or_a_sentence_opens_with_is_no_name(piece: str, text: str) -> None:
    assert lost(piece, text) == []


def test_a_name_that_is_gone_is_found_at_the_opening_too() -> None:
    assert lost("Unlike Vestra, Tarn stayed.", "与它不同，Tarn留下了。") == ["Vestra"]
    assert lost("Vestra Systems left, said Chief Executive Ann Lee.", "它离开了，首席执行官说。") == [
        "Vestra",
        "Systems",
        "Ann",
        "Lee",
    ]


@pytest.mark.parametrize("text", ["日元对美元汇率升至150。", "欧元对美元升值。"])
def test_a_rate_against_the_dollar_does_not_name_the_united_states(text: str) -> None:
    assert "name" not in rules(found(text, "The yen rose to 150 per dollar. The euro rose."))
    assert "name" in rules(found("日本对美出口增加。", "Japan's exports rose."), "error")
