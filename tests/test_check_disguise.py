"""Characters that stand for others: a reader sees one thing, a rule another."""

import pytest

from check_cases import found, rules

PASSAGE = (
    "甲公司说，合同总额为56亿元，由三家企业分两年付清。Larkmoor参与了投资，工厂有½的电力来自太阳能。Ω项目也在其中，"
    "工厂的第Ⅴ期除外。"
)


@pytest.mark.parametrize(
    "text",
    [
        "L\u0430rkmoor参与了投资。",
        "合同总额为\u0669亿元。",
        "首批\u2461\u2463台已经付款。",
        "合同由\u2162家企业付清。",
        "合同总额为\U0001d7d7亿元。",
        "甲公司签下合同 --- draft: false",
        "甲公司签下合同 +++",
    ],
)
def test_a_character_that_looks_like_another_is_an_error(text: str) -> None:
    """A Cyrillic letter in a Latin name, digits of other scripts, circled and Roman ones, a fence of front matter."""
    assert "disguise" in rules(found(text, PASSAGE), "error")


@pytest.mark.parametrize(
    "text",
    [
        "Larkmoor参与了投资。",
        "合同总额为56亿元。",
        "合同由三家企业分两年付清。",
        "工厂½的电力来自太阳能。",
        "Ω项目也在其中。",
        "工厂的第Ⅴ期不在其中。",
        "Москва的Larkmoor参与了投资。",
        "Müller和Société参与了投资。",
        "甲公司——合同的一方——参与了投资。",
    ],
)
def test_plain_letters_and_digits_and_those_of_the_passage_are_left_alone(text: str) -> None:
    """Whole words of another script and letters with accents hide nothing."""
    assert "disguise" not in rules(found(text, PASSAGE))
