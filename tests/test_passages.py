"""Passages: spans of a page's own text that never leave their paragraph."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import chinese, passages

SENTENCE = "北辰实验室公布了语音模型的测试成绩和授权方式，并说明了录音的来源。"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([SENTENCE, "短句。", "An English one. ", "U.S. ", "\n", " ", "。", "…", "x" * 80]), max_size=40
    )
)
def test_a_passage_is_its_span_of_the_text_in_order_inside_one_paragraph(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for span in passages.cut(text):
        assert at <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end] == span.text.strip()
        assert "\n" not in span.text
        assert span.language == chinese.language(span.text) != ""
        at = span.end


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_letter_of_any_text_stands_in_a_passage(text: str) -> None:
    kept = "".join(span.text for span in passages.cut(text))
    assert chinese.han_count(kept) == chinese.han_count(text)


def test_sentences_share_a_passage_until_it_is_full() -> None:
    spans = passages.cut(SENTENCE * 7)
    assert len(spans) > 1
    assert "".join(span.text for span in spans) == SENTENCE * 7
    assert all(chinese.weight(span.text) <= passages.TARGET_WEIGHT for span in spans)
    assert all(span.text.count("。") > 1 for span in spans[:-1])


def test_a_short_paragraph_is_a_passage_of_its_own() -> None:
    assert [span.text for span in passages.cut("第一段。\n第二段。\n\n第三段。")] == [
        "第一段。",
        "第二段。",
        "第三段。",
    ]


def test_a_long_sentence_stays_whole_up_to_the_longest_passage() -> None:
    long = "很长的一句话，" * 60 + "完。"
    assert [span.text for span in passages.cut(long)] == [long]


@pytest.mark.parametrize("text", ["", " \n\t\n", "……。！？", "—— ***\n###"])
def test_text_without_letters_has_no_passages(text: str) -> None:
    assert passages.cut(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("字" * 300_000, id="no stop"),
        pytest.param("。" * 300_000, id="stops only"),
        pytest.param("A. " * 100_000, id="initials"),
        pytest.param(("甲" * 10 + "\n") * 20_000, id="many paragraphs"),
        pytest.param("a." * 150_000, id="dots"),
        pytest.param("“" * 200_000 + "完。", id="open quotation marks"),
        pytest.param("x" * 300_000, id="one word"),
        pytest.param(". " * 30_000 + "完。", id="dots apart"),
    ],
)
def test_hostile_text_is_cut_into_passages_no_longer_than_the_longest(text: str) -> None:
    spans = passages.cut(text)
    assert all(len(span.text) <= passages.LONGEST for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
