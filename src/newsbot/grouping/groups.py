"""Joining what belongs together: a batch into groups, a new text to a group there is, copies to their original."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from newsbot.grouping.comparison import (
    SURE,
    Likeness,
    Rarity,
    copy,
    likeness,
    rarity,
)
from newsbot.grouping.nearness import Vectors, languages
from newsbot.grouping.texts import Text

TELLING = 12
"""Words of a text by which others like it are looked for: its rarest and most frequent."""

TOO_COMMON = 100
"""Texts of a batch that have a word; with more of them the word leads nowhere."""

MOST_CANDIDATES = 50
"""Texts that one is compared with."""

MOST_ACROSS = 300
"""With vectors, a batch of so many texts has all its pairs of different languages compared: no word leads there."""

WITNESSES = 3
"""Texts of a group that speak for it, those likest to the other side."""

JOINED = 0.7
"""The share of what is sure that the witnesses of two groups reach on average: one text that tells of two events
does not make them one."""

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Pair:
    """Two texts by key, and how they stand to each other."""

    one: str
    other: str
    likeness: Likeness


@dataclass(frozen=True)
class Grouping:
    """Keys by group, and the pairs of different groups that the words leave open, likest first."""

    groups: tuple[tuple[str, ...], ...]
    unsure: tuple[Pair, ...]


@dataclass(frozen=True)
class Placement:
    """Where a new text belongs: a group's id, or None for a new one; `likeness` is that to the likest text of it.

    `unsure` are the likest texts of groups that it may belong to, likest first, when `group` is None.
    """

    group: str | None
    likeness: Likeness | None
    unsure: tuple[Pair, ...]


@dataclass(frozen=True)
class Copies:
    """One text as several outlets bring it. `origin` is whom any of them names as its source, else empty."""

    original: Text
    copies: tuple[Text, ...]
    origin: str


def group(texts: Iterable[Text], rare: Rarity | None = None, vectors: Vectors | None = None) -> Grouping:
    """The texts by event, each group and all groups in order of their dates; undated ones last, then by key.

    The order given makes no difference; of two texts with one key the last counts. `rare` should be the archive's;
    without it the batch is its own measure.
    """
    by_key = {text.key: text for text in texts}
    there = [by_key[key] for key in sorted(by_key)]
    batch = _Batch(there, rare or rarity(there), vectors)
    links = sorted(batch.links(), key=_likest)
    of = {text.key: [text] for text in there}
    for link in links:
        ours, theirs = of[link.one], of[link.other]
        if link.likeness.relation != "different" and ours is not theirs and batch.join(ours, theirs):
            ours += theirs
            of |= dict.fromkeys((text.key for text in theirs), ours)
    groups = {id(members): sorted(members, key=_dated) for members in of.values()}
    unsure = (link for link in links if link.likeness.unsure and of[link.one] is not of[link.other])
    return Grouping(
        tuple(tuple(text.key for text in members) for members in sorted(groups.values(), key=lambda g: _dated(g[0]))),
        tuple(unsure),
    )


def place(new: Text, groups: Mapping[str, Sequence[Text]], rare: Rarity, vectors: Vectors | None = None) -> Placement:
    """The group that a new text belongs to, of those that the archive found for it (some texts of each, by its id)."""
    found: list[tuple[Pair, str]] = []
    unsure: list[Pair] = []
    for id, texts in sorted(groups.items()):
        links = sorted((Pair(new.key, text.key, likeness(new, text, rare, vectors)) for text in texts), key=_likest)
        if not links or (links[0].likeness.relation != "same text" and any(link.likeness.template for link in links)):
            continue
        if links[0].likeness.relation != "different" and _agreement(new, texts, links) >= JOINED:
            found.append((links[0], id))
        else:  # what is like one text of a group and unlike the others is for a model to say
            unsure += [link for link in links if link.likeness.unsure or link.likeness.relation == "same event"][:1]
    if found:
        link, id = min(found, key=lambda each: _likest(each[0]))
        return Placement(id, link.likeness, ())
    return Placement(None, None, tuple(sorted(unsure, key=_likest)))


def independent(texts: Iterable[Text]) -> tuple[Copies, ...]:
    """The texts with their copies, in the order of the originals' dates: as many as there are independent sources.

    The original is the outlet that the others name as their source, else the earliest. Compares all pairs: for the
    pages of a story, not for an archive.
    """
    by_key = {text.key: text for text in texts}
    there = sorted(by_key.values(), key=_dated)
    of = {text.key: [text] for text in there}
    for one, other in combinations(there, 2):
        same = copy(one, other)
        ours, theirs = of[one.key], of[other.key]
        if same is not None and same.relation == "same text" and ours is not theirs:
            ours += theirs
            of |= dict.fromkeys((text.key for text in theirs), ours)
    sets = {id(members): members for members in of.values()}
    return tuple(sorted(map(_copies, sets.values()), key=lambda each: _dated(each.original)))


def _copies(members: Sequence[Text]) -> Copies:
    ordered = sorted(members, key=_dated)
    named = [text.origin for text in ordered if text.origin]
    original = next((text for text in ordered if any(_is_outlet(text.outlet, name) for name in named)), ordered[0])
    return Copies(original, tuple(text for text in ordered if text is not original), named[0] if named else "")


def _is_outlet(outlet: str, name: str) -> bool:
    """Whether an outlet is the one that a text names: 新华社 is brought by 新华社客户端."""
    outlet, name = outlet.casefold(), name.casefold()
    return bool(outlet) and (name in outlet or outlet in name)


class _Batch:
    """The texts of one batch with what has been found out about their pairs."""

    def __init__(self, texts: Sequence[Text], rare: Rarity, vectors: Vectors | None) -> None:
        self._texts = {text.key: text for text in texts}
        self._rare = rare
        self._vectors = vectors
        self._known: dict[tuple[str, str], Likeness] = {}

    def links(self) -> list[Pair]:
        """Every pair that may belong together, with its likeness."""
        pairs = self._by_words()
        if self._vectors is not None and len(self._texts) <= MOST_ACROSS:
            pairs |= {
                (one.key, other.key)
                for one, other in combinations(self._texts.values(), 2)
                if one.language != other.language
            }
        return [Pair(one, other, self._likeness(one, other)) for one, other in sorted(pairs)]

    def join(self, ours: Sequence[Text], theirs: Sequence[Text]) -> bool:
        """Whether two groups are one: no two of their texts of one template, and like enough on the whole."""
        links = [
            Pair(one.key, other.key, self._likeness(one.key, other.key))
            for one in _spread(ours)
            for other in _spread(theirs)
        ]
        if any(link.likeness.template for link in links):
            return False
        if any(link.likeness.relation == "same text" for link in links):
            return True
        strengths = sorted((self._strength(link) for link in links), reverse=True)
        # As many witnesses as the smaller side can have, so that two groups need more than one bridge.
        asked = strengths[: max(WITNESSES, len(strengths) // 2)]
        return sum(asked) / len(asked) >= JOINED

    def _strength(self, link: Pair) -> float:
        return _strength(self._texts[link.one], self._texts[link.other], link.likeness)

    def _likeness(self, one: str, other: str) -> Likeness:
        pair = (one, other) if one < other else (other, one)
        if pair not in self._known:
            self._known[pair] = likeness(self._texts[pair[0]], self._texts[pair[1]], self._rare, self._vectors)
        return self._known[pair]

    def _by_words(self) -> set[tuple[str, str]]:
        """Pairs that share telling words: of each text the likest by them."""
        having: dict[str, list[str]] = {}
        telling: dict[str, list[str]] = {}
        for key, text in self._texts.items():
            words = [*text.words, *(name for name in text.names if name not in text.words)]
            weights = {word: text.words.get(word, 1) * self._rare.of(word) for word in words}
            telling[key] = sorted(weights, key=lambda word: (-weights[word], word))[:TELLING]
            for word in words:
                having.setdefault(word, []).append(key)
        pairs = set()
        for key, words in telling.items():
            shared: dict[str, float] = {}
            for word in words:
                if len(having[word]) <= TOO_COMMON:
                    for other in having[word]:
                        shared[other] = shared.get(other, 0.0) + self._rare.of(word)
            shared.pop(key, None)
            best = sorted(shared, key=lambda other: (-shared[other], other))[:MOST_CANDIDATES]
            pairs |= {(key, other) if key < other else (other, key) for other in best}
        return pairs


def _agreement(new: Text, texts: Sequence[Text], links: Sequence[Pair]) -> float:
    """How like the new text is to the group's witnesses, the likest of its texts; a copy needs no other."""
    if links[0].likeness.relation == "same text":
        return 1.0
    by_key = {text.key: text for text in texts}
    asked = links[:WITNESSES]
    return sum(_strength(new, by_key[link.other], link.likeness) for link in asked) / len(asked)


def _strength(one: Text, other: Text, like: Likeness) -> float:
    """The score as a share of what is sure for these languages, 1 at most."""
    return 1.0 if like.relation == "same text" else min(1.0, like.score / SURE[languages(one, other)])


def _likest(pair: Pair) -> tuple[int, float, str, str]:
    """Same texts first, then same events, then what is different; the likest first."""
    order = ("same text", "same event", "different").index(pair.likeness.relation)
    return order, -pair.likeness.score, pair.one, pair.other


def _spread(members: Sequence[Text]) -> Sequence[Text]:
    """At most eight of a group, from its oldest to its newest."""
    ordered = sorted(members, key=_dated)
    return ordered if len(ordered) <= 8 else [ordered[n * (len(ordered) - 1) // 7] for n in range(8)]


def _dated(text: Text) -> tuple[datetime, str]:
    return text.date or _NEVER, text.key
