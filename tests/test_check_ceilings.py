"""A ceiling is not told as money that somebody received, paid or invested."""

import pytest

from check_cases import evidence, found
from newsbot import checks
from newsbot.figures import figures
from newsbot.figures.ceilings import sums
from newsbot.news import Sentence

NOTICE = (
    "OpenAI was awarded a prototype agreement with a ceiling of $200 million. "
    "About $2 million is obligated at the time of award."
)

WRONG = [
    ("OpenAI已获得2亿美元拨款。", NOTICE),
    ("OpenAI至多获得2亿美元拨款。", NOTICE),  # with 至多 it is wrong too: 2 million were
    ("OpenAI共获得2亿美元。", NOTICE),
    ("OpenAI收到的2亿美元来自国防部。", NOTICE),
    ("国防部已拨付2亿美元。", "OpenAI: ceiling $200 million, $2 million obligated."),
    ("OpenAI获得2亿美元资金。", "OpenAI's agreement has a ceiling of $200 million."),
    ("OpenAI拿到2亿美元。", "OpenAI的合同金额最高2亿美元。"),
    ("OpenAI获得2亿美元资金。", "OpenAI的合同上限为2亿美元，目前已拨付200万美元。"),
    ("软银已投资5000亿美元。", "SoftBank will invest up to $500 billion."),
    ("软银投资了5000亿美元。", "软银将至多投资5000亿美元。"),
    ("2亿美元已经到账。", "The grant is capped at $200 million."),
    ("OpenAI received $200 million.", NOTICE),
]
RIGHT = [
    ("OpenAI获得上限为2亿美元的协议。", NOTICE),
    ("协议上限2亿美元，授予时拨付约200万美元。", NOTICE),
    ("2亿美元是上限，授予时实际拨付约200万美元。", NOTICE),
    ("OpenAI获得一份合同，金额至多2亿美元。", NOTICE),
    ("2亿美元尚未拨付。", NOTICE),
    ("软银将至多投资5000亿美元。", "SoftBank will invest up to $500 billion."),
    ("OpenAI获得2亿美元投资。", "OpenAI received $200 million."),
    ("OpenAI获得2亿美元拨款。", "OpenAI was granted $200 million."),
    ("OpenAI至多获得2亿美元拨款。", "OpenAI was granted up to $200 million."),
    ("公司融资2亿美元，估值至多10亿美元。", "The company raised $200 million at a valuation of up to $1 billion."),
    ("软银投资高达5000亿美元。", "软银的投资高达5000亿美元。"),
    ("OpenAI收到传票，罚款上限为2亿美元。", "OpenAI faces a fine of up to $200 million."),
]


def _errors(text: str, *texts: str) -> list[str]:
    return [each.found for each in found(text, *texts) if (each.rule, each.severity) == ("qualifier", "error")]


@pytest.mark.parametrize(("text", "passage"), WRONG)
def test_a_ceiling_told_as_money_that_changed_hands_is_an_error(text: str, passage: str) -> None:
    assert len(_errors(text, passage)) == 1


@pytest.mark.parametrize(("text", "passage"), RIGHT)
def test_what_is_told_as_a_ceiling_or_was_really_paid_is_left_alone(text: str, passage: str) -> None:
    assert _errors(text, passage) == []


def test_a_ceiling_that_another_source_tells_counts_for_a_sentence_on_the_first() -> None:
    chosen = evidence("OpenAI won a contract worth $200 million.", NOTICE)
    wrong = checks.against("introduction/0/0", Sentence(text="OpenAI获得2亿美元拨款。", passages=("1.1",)), chosen)
    right = checks.against(
        "introduction/0/0", Sentence(text="OpenAI获得价值2亿美元的合同。", passages=("1.1",)), chosen
    )
    assert [(each.rule, each.severity) for each in wrong if each.rule == "qualifier"] == [("qualifier", "error")]
    assert [each for each in right if each.severity == "error"] == []


def test_a_sum_that_another_cited_passage_gives_without_a_limit_may_be_told_so() -> None:
    """Which of the two is right the limits of the whole article see to."""
    limited, plain = "OpenAI's agreement has a ceiling of $200 million.", "OpenAI's agreement is worth $200 million."
    assert _errors("OpenAI获得2亿美元资金。", limited, plain) == []
    assert _errors("OpenAI获得2亿美元资金。", limited, limited) == ["2亿美元"]


@pytest.mark.parametrize("text", ["", "上限" * 20_000, "获得$1 " * 5_000, "ceiling of $1 million, " * 2_000])
def test_only_sums_of_money_are_read(text: str) -> None:
    assert {each.text for each, _, _ in sums(text)} == {each.text for each in figures(text) if each.kind == "money"}
