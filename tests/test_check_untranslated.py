"""Words of a foreign source that were left standing in a Chinese sentence."""

import pytest

from check_cases import found, rules

PASSAGE = (
    "Tarn Semiconductor, the supplier of the processors, declined to say how many it would deliver to the campus. "
    "The Bank of the West runs its agent with open source tokens on llama.cpp, see lumen.example/docs. "
    "Each board carries the label Built with Care."
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Tarn Semiconductor供应商declined透露交付数量。", "declined"),
        ("处理器将运往这座campus。", "campus"),
        ("该公司没有说明how many处理器会交付，也没有说明supplier是谁。", "supplier"),
    ],
)
def test_an_ordinary_word_of_the_passage_left_standing_is_an_error(text: str, word: str) -> None:
    (finding,) = [each for each in found(text, PASSAGE) if each.rule == "untranslated"]
    assert finding.severity == "error" and word in finding.found


@pytest.mark.parametrize(
    "text",
    [
        "供应商Tarn Semiconductor没有透露交付数量。",
        "这座园区（campus）的交付数量没有公布。",
        "该公司所说的“campus”尚未建成。",
        "Bank of the West使用开源的agent，按token计费。",
        "该银行使用llama.cpp运行模型。",
        "文档见lumen.example/docs一页。",
        "该公司推出名为sora的模型。",
        "每块电路板都有Built with Care标签。",
    ],
    ids=[
        "names",
        "in brackets",
        "quoted",
        "loan words",
        "joined",
        "an address",
        "a name the passage has not",
        "a word of a name",
    ],
)
def test_names_loan_words_and_what_is_shown_as_foreign_are_left_alone(text: str) -> None:
    assert "untranslated" not in rules(found(text, PASSAGE))


def test_a_chinese_passage_may_have_the_word_itself() -> None:
    assert "untranslated" not in rules(found("公司把新园区叫作campus。", "公司把新园区叫作campus。"))
