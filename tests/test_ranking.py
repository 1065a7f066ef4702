"""Newsworthiness: from 0 to 100, by what a story is about, how many report it and how new it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import ranking
from newsbot.news import SourceDate

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = SourceDate(year=2026, month=11, day=22)
MODEL = "北辰实验室发布大模型"
TEXT = "人工智能大模型使用GPU，数据中心的算力、芯片和机器人。神经网络、智能体、机器学习、自动驾驶。"

dates = st.none() | st.builds(
    SourceDate, year=st.integers(-5, 20_000), month=st.none() | st.integers(-1, 99), day=st.none() | st.integers(-1, 99)
)


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=200), st.integers(0, 1000), st.lists(dates, max_size=4))
def test_any_story_scores_from_0_to_100_and_its_factors_from_0_to_1(
    headline: str, text: str, outlets: int, known: list[SourceDate | None]
) -> None:
    score = ranking.score(headline, text, outlets, known, NOW)
    assert 0 <= score.total <= 100
    assert all(0.0 <= factor <= 1.0 for factor in (score.relevance, score.outlets, score.recency))


def test_the_best_story_scores_100_and_one_about_nothing_here_its_novelty_alone() -> None:
    assert ranking.score(MODEL, TEXT, 5, [TODAY], NOW).total == 100
    assert ranking.score("苹果丰收", "果农说雨水正好。", 0, [TODAY], NOW).total == ranking.RECENCY


def test_the_total_is_the_sum_of_the_factors_by_their_shares() -> None:
    score = ranking.score(MODEL, "果农说雨水正好。", 2, [TODAY], NOW)
    assert (score.relevance, score.outlets, score.recency) == (0.5, 0.4, 1.0)
    assert score.total == 25 + 12 + 20


@pytest.mark.parametrize(
    "headline",
    [
        "AI初创公司融资",
        "开源大模型",
        "開源語言模型",
        "Artificial intelligence law passes",
        "New GPU ships",
        "A.I. rules",
    ],
)
def test_a_headline_about_ai_makes_half_the_relevance_in_either_script_and_language(headline: str) -> None:
    assert ranking.score(headline, "", 0, [], NOW).relevance == 0.5


@pytest.mark.parametrize("headline", ["苹果丰收", "Rain in Spain", "MAIN STREET", "Maid of honour"])
def test_letters_inside_other_words_are_not_about_ai(headline: str) -> None:
    assert ranking.score(headline, "", 0, [], NOW).relevance == 0.0


def test_novelty_halves_in_two_days_by_the_newest_source() -> None:
    def recency(*known: SourceDate | None) -> float:
        return ranking.score("", "", 0, known, NOW).recency

    assert recency(TODAY) == 1.0
    assert recency(SourceDate(year=2026, month=11, day=20)) == 0.5
    assert recency(SourceDate(year=2026, month=11, day=18)) == 0.25
    assert recency(SourceDate(year=2020), None, SourceDate(year=2026, month=11, day=20)) == 0.5
    assert recency(None) == recency() == 0.5
    assert recency(SourceDate(year=2027)) == 1.0


def test_a_day_that_no_calendar_has_counts_as_the_start_of_its_year() -> None:
    impossible = SourceDate(year=2026, month=2, day=31)
    age = NOW - datetime(2026, 1, 1, tzinfo=UTC)
    assert ranking.score("", "", 0, [impossible], NOW).recency == round(0.5 ** (age / timedelta(days=2)), 3)


def test_giant_text_is_read_to_a_bound() -> None:
    assert ranking.score("a" * 200_000, "AI" * 1_000_000, 1, [None], NOW).total <= 100


def test_headlines_are_alike_by_what_they_share_of_the_shorter_one() -> None:
    assert ranking.alike(MODEL, MODEL) == 1.0
    assert ranking.alike("北辰發布大模型", "北辰发布大模型") == 1.0
    assert ranking.alike(MODEL, "苹果丰收") == 0.0
    assert ranking.alike("", "") == 0.0
    assert 0.0 < ranking.alike("北辰实验室发布大模型", "北辰实验室起诉友商") < 1.0
