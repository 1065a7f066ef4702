"""Words for matching, how they are encoded for an index, and BM25."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.terms import LONGEST, STOP, bm25, encoded, terms

# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("数据中心建设", ["数据", "中心", "数据中心", "建设"]),
        ("人工智能芯片", ["人工", "智能", "人工智能", "芯片"]),
        ("智谱的收购", ["智谱", "收购"]),  # a name that no dictionary has
        ("被智谱收购", ["智谱", "收购"]),
        ("GPT-4.1", ["gpt-4.1", "gpt", "4.1"]),
        ("ＧＰＴ－４.１", ["gpt-4.1", "gpt", "4.1"]),
        ("Qwen2.5", ["qwen2.5", "qwen"]),
        ("o3-mini与H100", ["o3-mini", "o3", "mini", "h100"]),
        ("OpenAI’s LLMs", ["openai", "llm"]),
        ("companies, series and news", ["company", "sery", "news"]),
        ("this bus, Paris, glass", ["bus", "paris", "glass"]),
        ("1,100英亩，5,000,000 dollars, 1,2", ["1100", "英亩", "5000000", "dollar", "1", "2"]),
        ("1.5%", ["1.5"]),
        ("Ärzte_Verband", ["ärzte_verband", "ärzte", "verband"]),
        ("https://www.example.com/a", ["example.com", "example"]),
        ("的 the 了 of", []),
        ("", []),
        ("\x00\ud800\u200b!?", []),
    ],
)
def test_a_text_is_cut_into_these_words(text: str, words: list[str]) -> None:
    assert terms(text) == words


def test_traditional_and_simplified_words_are_one() -> None:
    assert terms("美國政府發佈數據中心計劃") == terms("美国政府发布数据中心计划")


@pytest.mark.parametrize("word", ["政府", "芯片", "公司", "模型", "数据", "智能", "得州", "合同"])
def test_a_word_of_two_characters_is_found_inside_longer_ones(word: str) -> None:
    text = "美国联邦政府与人工智能公司签订供应合同，在得州建造放满芯片的数据中心，训练语言模型。"
    assert set(terms(word)) <= set(terms(text))


@given(st.text(max_size=300))
def test_any_text_gives_words_that_an_index_can_hold(text: str) -> None:
    for term in terms(text):
        assert 0 < len(term) <= LONGEST
        assert not any(char.isspace() for char in term)
        assert term not in STOP or not term.isascii()
        assert terms(text) == terms(text)


@given(st.text(min_size=1), st.text(min_size=1))
def test_encoded_terms_are_letters_and_digits_and_stay_different(one: str, other: str) -> None:
    assert encoded(one).isascii()
    assert encoded(one).isalnum()
    assert encoded(one) == encoded(one).lower()
    one, other = (text.encode("utf-8", "replace").decode() for text in (one, other))
    assert (encoded(one) == encoded(other)) == (one == other)


def test_a_plain_word_that_looks_encoded_is_not_taken_for_the_encoded_one() -> None:
    assert encoded("数据") != encoded(encoded("数据"))
    assert encoded("gpt-4.1") == "x6770742d342e31"
    assert encoded("gpt") == "pgpt"


def test_words_are_the_same_in_every_process() -> None:
    code = "from newsbot.terms import terms; print(ascii(terms('智谱发布GPT-4.1，数据中心的建设')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ascii(terms("智谱发布GPT-4.1，数据中心的建设"))


@pytest.mark.parametrize("piece", ["a-", "中", "1,", ",000", "x", "𠀀", "a.b'", "公司在", "é", "的", "-"])
def test_a_hostile_text_of_half_a_million_characters_is_cut_like_any_other(piece: str) -> None:
    """One that took more than linear time would not come to an end here."""
    assert len(terms(piece * (500_000 // len(piece)))) <= 500_000


# ---------------------------------------------------------------- BM25


def test_the_score_is_the_published_formula() -> None:
    (score,) = bm25(["a"], [["a", "b", "a", "c"]], {"a": 3}, 10, 5.0)
    rarity = math.log(1 + (10 - 3 + 0.5) / (3 + 0.5))
    assert score == pytest.approx(rarity * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 5)))


def test_rare_terms_repeated_ones_and_short_documents_score_higher() -> None:
    frequencies = {"rare": 2, "common": 80}
    scores = bm25(
        ["rare", "common"],
        [
            ["rare", "x", "x"],
            ["common", "x", "x"],
            ["rare", "common", "x"],
            ["rare", "rare", "x"],
            ["rare"] + ["x"] * 9,
        ],
        frequencies,
        100,
        3.0,
    )
    rare, common, both, twice, long = scores
    assert both > rare > common > 0
    assert twice > rare > long


def test_a_document_without_a_term_of_the_query_scores_nothing() -> None:
    assert bm25(["a", "a"], [["b"], []], {"b": 1}, 2, 0.5) == [0, 0]
    assert bm25([], [["b"]], {}, 0, 0.0) == [0]
    assert bm25(["a", "a"], [["a"]], {"a": 1}, 4, 1.0) == bm25(["a"], [["a"]], {"a": 1}, 4, 1.0)


def test_a_frequency_above_the_total_is_no_error() -> None:
    """Counts of a moment ago may be ahead of each other."""
    assert bm25(["a"], [["a"]], {"a": 9}, 3, 0.0) == [0]
