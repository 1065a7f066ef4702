"""Newsworthiness: from 0 to 100, as a sum of factors that can be shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import ranking
from newsbot.news import SourceDate
from newsbot.settings import Interests

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = SourceDate(year=2026, month=11, day=22)
MODEL = "北辰实验室发布大模型"
TEXT = "人工智能大模型使用GPU，数据中心的算力、芯片和机器人。神经网络、智能体、机器学习、自动驾驶。监管机构支持开源。"

dates = st.none() | st.builds(
    SourceDate, year=st.integers(-5, 20_000), month=st.none() | st.integers(-1, 99), day=st.none() | st.integers(-1, 99)
)
stories = st.fixed_dictionaries(
    {
        "headline": st.sampled_from(["", MODEL, "苹果丰收", "AI初创公司融资"]) | st.text(max_size=40),
        "text": st.sampled_from(["", TEXT]) | st.text(max_size=100),
        "sources": st.integers(-1, 30),
        "dates": st.lists(dates | st.datetimes(timezones=st.just(UTC)), max_size=3),
        "weights": st.lists(st.floats(0, 10), max_size=3),
        "outlets": st.integers(-1, 40),
        "primary": st.booleans(),
        "model": st.none() | st.floats(0, 1),
    }
)


def scored(**given: Any) -> ranking.Score:
    plain: dict[str, Any] = {"headline": MODEL, "text": TEXT, "sources": 2, "dates": [TODAY], "now": NOW}
    return ranking.score(**{**plain, **given})


@settings(deadline=None, max_examples=150)
@given(stories)
def test_any_story_scores_from_0_to_100_as_the_sum_of_its_factors_and_the_same_again(story: dict[str, Any]) -> None:
    score = scored(**story)
    assert 0 <= score.total <= 100
    assert all(0.0 <= factor.value <= 1.0 for factor in score.factors)
    assert sum(factor.share for factor in score.factors) == 100
    assert score.total == round(sum(factor.points for factor in score.factors))
    assert score == scored(**story)


@settings(deadline=None, max_examples=150)
@given(stories, st.integers(0, 20), st.floats(0, 10), st.floats(0, 1))
def test_more_of_any_factor_never_lowers_the_score(
    story: dict[str, Any], more: int, weight: float, model: float
) -> None:
    before = scored(**story).total
    grown = [
        {"sources": story["sources"] + more},
        {"outlets": story["outlets"] + more},
        {"primary": True},
        {"text": f"{story['text']}\n{'人工智能。' * more}"},
        {"text": f"{story['text']}\n融资"},
        {"weights": [*story["weights"], weight]} if story["weights"] else {},
        {"model": min(1.0, story["model"] + model)} if story["model"] is not None else {},
    ]
    for change in grown:
        assert scored(**{**story, **change}).total >= before, change


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 400), st.integers(0, 400))
def test_newer_never_scores_less(one: int, other: int) -> None:
    newer, older = sorted((one, other))
    ages = [scored(dates=[NOW - timedelta(hours=age)]).total for age in (newer, older)]
    assert ages[0] >= ages[1]


def test_the_best_story_scores_100_and_one_without_anything_nothing_but_its_novelty() -> None:
    assert scored(sources=5, weights=[1.5], outlets=10, primary=True).total == 100
    assert scored(headline="苹果丰收", text="果农说雨水正好。", sources=0).total == ranking.RECENCY
    old = datetime(2020, 1, 1, tzinfo=UTC)
    assert scored(headline="苹果丰收", text="", sources=0, dates=[old]).total == 0


def test_the_score_is_shown_in_one_line_with_every_factor_and_its_share() -> None:
    score = scored(weights=[1.0, 1.5], outlets=4, primary=True)
    assert score.why == (
        "AI 相关 40/40（标题有“大模型”），独立来源 8/20（2 个），来源分量 10/10（最重 1.5），"
        "新近 20/20（0 小时前），传播 7/10（4 家，有一手来源）"
    )
    assert score.total == 85
    assert "\n" not in score.why


def test_the_models_word_counts_for_half_of_what_the_story_is_about() -> None:
    asked = scored(model=0.25)
    assert [factor.name for factor in asked.factors][:2] == ["AI 相关", "模型评价"]
    assert [factor.share for factor in asked.factors] == [20, 20, 20, 10, 20, 10]
    assert asked.total == scored().total - 15
    assert (asked.value("模型评价"), scored().value("模型评价")) == (0.25, 0.0)
    assert "模型评价 5/20（0.25）" in asked.why
    for nonsense in (-3.0, 7.0, float("nan"), float("inf")):
        assert 0 <= scored(model=nonsense).total <= 100


# ---------------------------------------------------------------- what it is about


def about(headline: str, text: str = "", **interests: Any) -> float:
    return ranking.score(headline, text, 0, [], NOW, interests=Interests(**interests)).value("AI 相关")


@pytest.mark.parametrize(
    "headline",
    [
        "AI初创公司获投",
        "谈谈AI",
        "大模型价格战",
        "語言模型價格戰",
        "Artificial intelligence law passes",
        "New GPUs ship",
        "LLMs at home",
        "A.I. rules",
        "Chatbots talk",
        "GPT-4.1 retires",
        "OpenAI’s plans",
    ],
)
def test_a_headline_about_ai_makes_half_the_relevance_in_either_script_and_language(headline: str) -> None:
    assert about(headline) == 0.5


@pytest.mark.parametrize(
    "headline",
    ["苹果丰收", "Rain in Spain", "MAIN STREET", "Maid of honour", "ai, que dor", "EGPTX", "Neuralgia", "融资"],
)
def test_letters_inside_other_words_and_topics_alone_are_not_about_ai(headline: str) -> None:
    assert about(headline) == 0.0


def test_two_topics_and_ten_mentions_make_the_rest() -> None:
    assert about(MODEL) == pytest.approx(0.6)
    assert about("大模型开源，监管跟进") == pytest.approx(0.7)
    assert about("苹果丰收", "人工智能" * 5) == pytest.approx(0.15)
    assert about("苹果丰收", "人工智能" * 50) == pytest.approx(0.3)
    assert about("大模型开源，监管跟进", "人工智能" * 50) == 1.0


def test_keywords_and_topics_are_the_newsrooms_own() -> None:
    assert about("Apple harvest", keywords=("apple",), topics=("harvest",)) == pytest.approx(0.6)
    assert about("Pineapples", keywords=("apple",)) == 0.0
    assert about("機器人", keywords=("机器人",), topics=()) == about("机器人", keywords=("機器人",), topics=()) == 0.7
    assert about("a.b", keywords=("a.b",), topics=()) > about("axb", keywords=("a.b",), topics=()) == 0.0
    assert about(MODEL, keywords=()) == 0.0


def test_of_two_words_that_begin_alike_the_longer_one_is_found() -> None:
    score = ranking.score("ChatGPT and GPT", "", 0, [], NOW, interests=Interests(keywords=("Chat", "ChatGPT", "GPT")))
    assert "“ChatGPT”" in score.why


# ---------------------------------------------------------------- how new it is


def test_novelty_halves_in_two_days_by_the_newest_source() -> None:
    def recency(*known: SourceDate | datetime | None) -> float:
        return scored(dates=known).value("新近")

    assert recency(TODAY) == recency(NOW) == 1.0
    assert recency(SourceDate(year=2026, month=11, day=20)) == 0.5
    assert recency(NOW - timedelta(days=4)) == 0.25
    assert recency(SourceDate(year=2020), None, SourceDate(year=2026, month=11, day=20)) == 0.5
    assert recency(None) == recency() == 0.5
    assert scored(dates=[NOW - timedelta(hours=6)], interests=Interests(half_life=6)).value("新近") == 0.5


def test_a_date_far_ahead_says_nothing_and_one_of_another_zone_is_now() -> None:
    assert scored(dates=[SourceDate(year=2099)]).value("新近") == 0.5
    assert scored(dates=[SourceDate(year=2099), datetime(2020, 1, 1, tzinfo=UTC)]).value("新近") == 0.0
    assert scored(dates=[NOW + timedelta(hours=20)]).value("新近") == 1.0


def test_a_day_that_no_calendar_has_counts_as_the_start_of_its_year() -> None:
    impossible = SourceDate(year=2026, month=2, day=31)
    age = NOW - datetime(2026, 1, 1, tzinfo=UTC)
    assert scored(dates=[impossible]).value("新近") == round(0.5 ** (age / timedelta(days=2)), 3)


def test_the_shortest_half_life_is_no_error() -> None:
    assert scored(dates=[SourceDate(year=1)], interests=Interests(half_life=0.1)).value("新近") == 0.0


# ---------------------------------------------------------------- who reports it


def test_sources_without_known_weights_count_as_one_like_any_other() -> None:
    assert scored().value("来源分量") == scored(weights=[1.0, 0.3]).value("来源分量") == pytest.approx(0.667)
    assert scored(sources=0).value("来源分量") == 0.0


def test_copies_are_carried_further_and_are_no_more_sources() -> None:
    alone, copied = scored(sources=1), scored(sources=1, outlets=10)
    assert alone.value("独立来源") == copied.value("独立来源") == 0.2
    assert (alone.value("传播"), copied.value("传播")) == (0.05, 0.5)


def test_giant_text_is_read_to_a_bound() -> None:
    assert scored(headline="a" * 200_000, text="AI" * 1_000_000).total <= 100


def test_headlines_are_alike_by_what_they_share_of_the_shorter_one() -> None:
    assert ranking.alike(MODEL, MODEL) == 1.0
    assert ranking.alike("北辰發布大模型", "北辰发布大模型") == 1.0
    assert ranking.alike(MODEL, "苹果丰收") == 0.0
    assert ranking.alike("", "") == 0.0
    assert 0.0 < ranking.alike("北辰实验室发布大模型", "北辰实验室起诉友商") < 1.0
