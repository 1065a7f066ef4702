"""Newsworthiness for readers of AI news, 0 to 100, with the factors that made it. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from newsbot import chinese
from newsbot.news import Noun, SourceDate

# Shares of the score: what it is about, how many outlets report it, how new it is.
RELEVANCE, OUTLETS, RECENCY = 50, 30, 20
ENOUGH_OUTLETS = 5
HALF_LIFE = timedelta(days=2)  # news of AI labs is followed up within days

_ABOUT_AI = re.compile(
    r"人工智能|大模型|语言模型|神经网络|机器学习|深度学习|智能体|生成式|算力|机器人|自动驾驶|芯片|数据中心|\bAI\b|AI(?=[^A-Za-z])|"
    r"\bA\.I\.|artificial intelligence|machine learning|\bLLMs?\b|language model|"
    r"neural|chatbot|\bGPUs?\b|data cent(?:er|re)",
    re.IGNORECASE,
)


class Score(Noun):
    """The score and its factors, each 0 to 1."""

    total: int
    relevance: float
    outlets: float
    recency: float


def score(headline: str, text: str, outlets: int, dates: Iterable[SourceDate | None], now: datetime) -> Score:
    """The score of a story: `text` is what its sources say, `dates` when they appeared as far as they tell."""
    headline, text = chinese.simplified(headline), chinese.simplified(text[:20_000])
    in_headline = 0.5 if _ABOUT_AI.search(headline) else 0.0
    relevance = min(1.0, in_headline + len(_ABOUT_AI.findall(text)) / 10)
    spread = min(1.0, outlets / ENOUGH_OUTLETS)
    newest = max((_instant(date) for date in dates if date is not None), default=None)
    age = max(timedelta(0), now - newest) if newest else HALF_LIFE  # undated counts as two days old
    recency = 0.5 ** (age / HALF_LIFE)
    total = round(RELEVANCE * relevance + OUTLETS * spread + RECENCY * recency)
    return Score(total=total, relevance=round(relevance, 3), outlets=round(spread, 3), recency=round(recency, 3))


def _instant(date: SourceDate) -> datetime:
    """The start of the day, month or year; a day that no calendar has counts as the start of its year."""
    try:
        return datetime(date.year, date.month or 1, date.day or 1, tzinfo=UTC)
    except ValueError:
        return datetime(max(1, min(date.year, 9999)), 1, 1, tzinfo=UTC)


def alike(one: str, other: str) -> float:
    """How much two headlines share, 0 to 1, of the shorter one's pieces."""
    a, b = chinese.bigrams(chinese.simplified(one)), chinese.bigrams(chinese.simplified(other))
    return len(a & b) / max(1, min(len(a), len(b)))
