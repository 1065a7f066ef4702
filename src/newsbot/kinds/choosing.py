"""Which kind of article a story deserves: the first rule of the settings that fits it, else what its feeds are to be
written as, else the kind of the house."""

from collections.abc import Mapping, Sequence

from newsbot.news import NEWS, Kind, Noun, Writer
from newsbot.settings import KindRule
from newsbot.wording import Wording, term


class Told(Noun):
    """What is known of a story before it is read: its headline and its entries' titles, the feeds they came by.

    `outlets` is how many tell of it in a text of their own and `score` what it is worth, None where nobody knows: a
    rule that asks for either then does not fit. `wished` are the kinds that those feeds are to be written as.
    """

    titles: tuple[str, ...]
    feeds: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    outlets: int | None = None
    score: int | None = None


def deserved(
    told: Told,
    rules: Sequence[KindRule],
    kinds: Mapping[str, Kind],
    ways: Sequence[Writer],
    default: str = NEWS.name,
) -> str:
    """The name of the kind. One that cannot be written in any of `ways`, or needs more sources, is passed over."""
    for rule in rules:
        if _fits(rule, told) and _can(kinds[rule.kind], told, ways):
            return rule.kind
    for name in told.wished:
        if name in kinds and _can(kinds[name], told, ways):
            return name
    return default if _can(kinds[default], told, ways) else NEWS.name


def _fits(rule: KindRule, told: Told) -> bool:
    if rule.feeds and not set(rule.feeds) & set(told.feeds):
        return False
    if rule.outlets and (told.outlets is None or told.outlets < rule.outlets):
        return False
    asks_score = rule.score > 0 or rule.below <= 100
    if asks_score and (told.score is None or not rule.score <= told.score < rule.below):
        return False
    terms = Wording(tuple(map(term, rule.words)))
    return not rule.words or any(next(iter(terms.hits(title, "title")), None) for title in told.titles)


def _can(kind: Kind, told: Told, ways: Sequence[Writer]) -> bool:
    """Whether the newsroom could write it: its model allows, and as many outlets tell of it as it needs sources."""
    return bool(set(kind.writers) & set(ways)) and (told.outlets is None or told.outlets >= kind.sources)
