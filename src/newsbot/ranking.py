"""Newsworthiness for readers of AI news, 0 to 100, as a sum of factors that can be shown. Pure.

Five factors with the points each can bring (they sum to 100):

    AI 相关    40   its own keywords and topics; where a model was asked, half of them are the model's
    独立来源   20   how many independent sources report it; copies of one text count once
    来源分量   10   the weightiest of them
    新近       20   halved with every half-life since the newest source
    传播       10   how many outlets carry it, and whether the announcement itself is there

More of any of them never lowers the score.
"""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from newsbot import chinese
from newsbot.news import Noun, SourceDate
from newsbot.settings import Interests

RELEVANCE, SOURCES, WEIGHT, RECENCY, PROMINENCE = 40, 20, 10, 20, 10
ENOUGH_SOURCES = 5
ENOUGH_OUTLETS = 10
ENOUGH_MENTIONS = 10
ENOUGH_TOPICS = 2
FULL_WEIGHT = 1.5  # that of a primary source
# Of the relevance: a keyword in the headline, keywords in the text, topics.
_IN_HEADLINE, _IN_TEXT, _TOPICS = 0.5, 0.3, 0.2
AHEAD = timedelta(days=1)  # a date may be this far ahead of us by its zone; what lies further says nothing
_ROUNDED = 0.02  # points: a factor is kept with three decimals, which is 0.01 points of its share at most
_HEADLINE, _TEXT = 1_000, 20_000  # characters that are looked at
DEFAULTS = Interests()
_NEW = "新近"


class Factor(Noun):
    """One factor: the points it can bring (`share`), how much of them it brings (`value`, 0 to 1), and from what."""

    name: str
    share: int
    value: float
    note: str = ""

    @property
    def points(self) -> float:
        return self.share * self.value


class Score(Noun):
    """The score, 0 to 100, and the factors that made it."""

    total: int
    factors: tuple[Factor, ...]

    @property
    def why(self) -> str:
        """The factors in one line, for editors."""
        told = (
            f"{each.name} {round(each.points, 1):g}/{each.share}" + (f"（{each.note}）" if each.note else "")
            for each in self.factors
        )
        return "，".join(told)

    @property
    def lasting(self) -> float:
        """The points that age takes nothing from."""
        return sum(each.points for each in self.factors if each.name != _NEW)

    def value(self, name: str) -> float:
        """How much of its points a factor brings, 0 to 1; 0 when it was not asked."""
        return next((each.value for each in self.factors if each.name == name), 0.0)


def score(
    headline: str,
    text: str,
    sources: int,
    dates: Iterable[SourceDate | datetime | None],
    now: datetime,
    *,
    weights: Sequence[float] = (),
    outlets: int = 0,
    primary: bool = False,
    model: float | None = None,
    interests: Interests = DEFAULTS,
) -> Score:
    """The score of a story.

    `text` is what its sources say, `sources` how many independent ones they are, `dates` when they appeared, as far
    as they tell (instants are aware). `weights` are those of the sources' standings (none: each counts 1),
    `outlets` all that carry it, copies included (at least the sources), `primary` whether one of them is the
    announcement itself. `model` is how relevant a model called it, 0 to 1, None where none was asked.
    """
    sources = max(0, sources)
    related, found = _relevance(chinese.simplified(headline[:_HEADLINE]), chinese.simplified(text[:_TEXT]), interests)
    share = RELEVANCE if model is None else RELEVANCE // 2
    heaviest = max(weights, default=1.0 if sources else 0.0)
    recency, age = _recency(dates, now, timedelta(hours=interests.half_life))
    carried = max(outlets, sources)
    prominence = 0.5 * min(1.0, carried / ENOUGH_OUTLETS) + (0.5 if primary else 0.0)
    factors = [
        _factor("AI 相关", share, related, found),
        _factor("独立来源", SOURCES, sources / ENOUGH_SOURCES, f"{sources} 个"),
        _factor("来源分量", WEIGHT, heaviest / FULL_WEIGHT, f"最重 {heaviest:g}"),
        _factor(_NEW, RECENCY, recency, age),
        _factor("传播", PROMINENCE, prominence, f"{carried} 家" + ("，有一手来源" if primary else "")),
    ]
    if model is not None:
        factors.insert(1, _factor("模型评价", RELEVANCE - share, model, f"{model:.2f}"))
    return Score(total=round(sum(factor.points for factor in factors)), factors=tuple(factors))


def aged(
    score: Score, dates: Iterable[SourceDate | datetime | None], now: datetime, interests: Interests = DEFAULTS
) -> Score:
    """A score worked out earlier, with the age of its story as it is now; every other factor stays."""
    recency = _factor(_NEW, RECENCY, *_recency(dates, now, timedelta(hours=interests.half_life)))
    factors = tuple(recency if each.name == _NEW else each for each in score.factors)
    return Score(total=round(sum(factor.points for factor in factors)), factors=factors)


def at_most(lasting: float, newest: datetime | None, now: datetime, interests: Interests = DEFAULTS) -> int:
    """The most that a score can be whose other factors bring `lasting` points and whose newest date is `newest`.

    It is the score itself but for what rounding may add. A date that lies too far ahead says nothing yet, so that an
    older one counts: any age is possible then.
    """
    ahead = newest is not None and newest > now + AHEAD
    recency = 1.0 if ahead else _recency([newest], now, timedelta(hours=interests.half_life))[0]
    return math.floor(lasting + RECENCY * recency + 0.5 + _ROUNDED)


def _factor(name: str, share: int, value: float, note: str) -> Factor:
    return Factor(name=name, share=share, value=round(min(1.0, max(0.0, value)), 3), note=note)


# ---------------------------------------------------------------- what it is about


def _relevance(headline: str, text: str, interests: Interests) -> tuple[float, str]:
    """How much a story is about AI, 0 to 1, and the words that show it. Without a keyword nothing else counts."""
    keywords = _pattern(interests.keywords)
    titled = [found[0] for found in keywords.finditer(headline)]
    mentioned = [found[0] for found in keywords.finditer(text)]
    if not titled and not mentioned:
        return 0.0, "没有关键词"
    topics = {found[0].casefold() for found in _pattern(interests.topics).finditer(f"{headline}\n{text}")}
    wanted = min(1.0, len(topics) / ENOUGH_TOPICS) if interests.topics else 1.0
    value = (_IN_HEADLINE if titled else 0.0) + _IN_TEXT * min(1.0, len(mentioned) / ENOUGH_MENTIONS) + _TOPICS * wanted
    return value, f"标题有“{titled[0]}”" if titled else f"正文有“{mentioned[0]}”"


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the words: Latin ones whole, or in the plural, Chinese ones anywhere.

    A word of up to three capitals is found only as such: “ai” is also a Portuguese sigh. Longest first, so that of
    two words that begin alike the longer one is found.
    """
    forms = [_form(chinese.simplified(word)) for word in sorted(set(words), key=lambda word: (-len(word), word))]
    return re.compile("|".join(forms) if forms else r"(?!)")


def _form(word: str) -> str:
    escaped = re.escape(word)
    if chinese.han_count(word):
        return escaped
    cased = escaped if len(word) <= 3 and word.isupper() else f"(?i:{escaped})"
    return rf"(?<![A-Za-z0-9]){cased}(?:s(?![a-z])|(?![A-Za-z]))"


# ---------------------------------------------------------------- how new it is


def _recency(dates: Iterable[SourceDate | datetime | None], now: datetime, half_life: timedelta) -> tuple[float, str]:
    """1 for what appeared now, halved with every half-life, and the age in words. Undated is one half-life old."""
    known = [instant for instant in (_instant(date) for date in dates) if instant and instant <= now + AHEAD]
    if not known:
        return 0.5, "没有日期"
    age = max(timedelta(0), now - max(known))
    hours = age / timedelta(hours=1)
    told = f"{hours:.0f} 小时前" if hours < 48 else f"{hours / 24:.0f} 天前"
    return 0.5 ** min(age / half_life, 1_000.0), told


def _instant(date: SourceDate | datetime | None) -> datetime | None:
    """The instant, or the start of the day, month or year; a day that no calendar has is the start of its year."""
    if date is None or isinstance(date, datetime):
        return date
    try:
        return datetime(date.year, date.month or 1, date.day or 1, tzinfo=UTC)
    except ValueError:
        return datetime(max(1, min(date.year, 9999)), 1, 1, tzinfo=UTC)


# ---------------------------------------------------------------- headlines beside each other


def alike(one: str, other: str) -> float:
    """How much two headlines share, 0 to 1, of the shorter one's pieces."""
    a, b = chinese.bigrams(chinese.simplified(one)), chinese.bigrams(chinese.simplified(other))
    return len(a & b) / max(1, min(len(a), len(b)))
