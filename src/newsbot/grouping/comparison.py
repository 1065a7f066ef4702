"""How two texts stand to each other: the same text, the same event, or different."""

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from newsbot.grouping.nearness import Vectors, languages
from newsbot.grouping.template import exchanged
from newsbot.grouping.texts import Text

Relation = Literal["same text", "same event", "different"]

COPY = 0.65
"""The share of the shorter text's shingles that a copy has. Of the pairs it was set on, copies have 0.75 or more."""

WHOLE = 0.3
"""A copy has at least this share of the other's length: an item of a daily round-up is not the round-up."""

FEWEST_SHINGLES = 30
"""With fewer, a text is a headline or a line of it, and too short to tell a copy by its words alone."""

SHORTEST_HEADLINE = 6
"""Units. `早报` and `Live updates` head a new text every day."""

RELATED = 0.25
"""The share of the words of the lead that has fewer, below which two texts are not compared word for word."""

FEWEST_TEXTS = 200
"""Fewer texts do not show which words are rare; they are taken for part of so many others."""

NEAR = 2.0
"""Days within which reports of one event appear."""

HALF_LIFE = 7.0
"""Days, beyond `NEAR`, that halve the likeness of two texts."""

NAMES_COUNT: Mapping[tuple[str, str], float] = {("en", "en"): 0.4, ("zh", "zh"): 0.0, ("en", "zh"): 1.0}
"""How much of the score is names and figures, the rest is words. English marks its names, so that they can be found;
Chinese does not, and what Latin names it has count as words. Between the two nothing else is the same."""

SURE: Mapping[tuple[str, str], float] = {("en", "en"): 0.30, ("zh", "zh"): 0.28, ("en", "zh"): 0.34}
UNSURE: Mapping[tuple[str, str], float] = {("en", "en"): 0.20, ("zh", "zh"): 0.16, ("en", "zh"): 0.15}
"""The score from which two texts of these languages tell of the same event, and from which they may.
Two languages that are not here count as English with English, or with Chinese."""

ACT = 0.08
MOST_ACTS = 3
"""What a word for what is done, known in both languages, adds to the names, and how many do (`translated`)."""

AGAINST = 0.6
"""What is left of a likeness that names or figures speak against."""

OTHER_VERSION = "another version of"
"""Of what speaks against one event, the one thing that no likeness outweighs."""

FIGURES_TOLD = 3
"""Two reports with so many figures each, and none in common, are hardly of one event."""


@dataclass(frozen=True)
class Rarity:
    """How rare words are: of `total` texts, `counts` have the word."""

    total: int
    counts: Mapping[str, int]

    def of(self, term: str) -> float:
        """The idf of BM25 (Robertson and Zaragoza 2009), never negative. What nobody has is rarest."""
        total = max(self.total, FEWEST_TEXTS)
        count = min(self.counts.get(term, 0), total)
        return math.log(1 + (total - count + 0.5) / (count + 0.5))

    def of_name(self, words: Iterable[str]) -> float:
        """The rarity of a name is that of its rarest word."""
        return max(map(self.of, words))

    def weights(self, text: Text) -> tuple[Mapping[str, float], float]:
        """What each word of a text counts: its count, damped, times its rarity; and the length of all together."""
        if id(text) not in self._weighed:
            weights = {term: (1 + math.log(count)) * self.of(term) for term, count in text.words.items()}
            self._weighed[id(text)] = (text, weights, _length(weights.values()))
        return self._weighed[id(text)][1:]

    @functools.cached_property
    def _weighed(self) -> dict[int, tuple[Text, Mapping[str, float], float]]:
        """Each text is compared with many, and weighed once. Kept with the text, so that its id stays its own."""
        return {}


def rarity(texts: Iterable[Text]) -> Rarity:
    """How rare the words of these texts are among them."""
    counts: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for term in text.words:
            counts[term] = counts.get(term, 0) + 1
    return Rarity(total, counts)


@dataclass(frozen=True)
class Likeness:
    """How two texts stand to each other. `score` is 0 to 1; `why` says in a few words what decided.

    `unsure` is whether the words leave open if the event is the same: a model may be asked. `template` is whether they
    are one template filled in twice: such texts never belong together, whatever else is like them.
    """

    relation: Relation
    score: float
    why: str
    unsure: bool = False
    template: bool = False


def likeness(one: Text, other: Text, rare: Rarity, vectors: Vectors | None = None) -> Likeness:
    """How the two stand to each other; the order of the two does not matter.

    A template filled in anew is `different`, however many words are the same.
    """
    return copy(one, other) or _event(one, other, rare, vectors)


def copy(one: Text, other: Text) -> Likeness | None:
    """Whether they are copies, or of one template; None when neither."""
    if not _related(one, other):
        return None
    if min(len(one.wording), len(other.wording)) < FEWEST_SHINGLES:
        return _same_headline(one, other)
    common = len(one.wording & other.wording)
    fewer, more = sorted((len(one.wording), len(other.wording)))
    share = common / fewer
    if share < COPY / 2:
        return None
    apart = exchanged(one, other)
    if apart.of_template:
        return Likeness("different", round(1 - share, 3), f"one template: {apart.why}", template=True)
    if share < COPY or fewer < WHOLE * more or apart.why:
        return None
    return Likeness("same text", round(share, 3), f"{share:.0%} of the shorter text's wording")


def _related(one: Text, other: Text) -> bool:
    """Whether they have enough words in common to be worth the longer comparison."""
    fewer = min(len(one.words), len(other.words))
    return len(one.words.keys() & other.words.keys()) >= RELATED * fewer > 0


def _same_headline(one: Text, other: Text) -> Likeness | None:
    """Where there is little more than a headline: the same one on the same days is the same text."""
    same = one.headline == other.headline and len(one.headline) >= SHORTEST_HEADLINE and _days(one, other) <= NEAR
    if not same or (one.body and other.body and one.figures != other.figures):
        return None
    return Likeness("same text", 1.0, "the same headline on the same days")


def _event(one: Text, other: Text, rare: Rarity, vectors: Vectors | None) -> Likeness:
    """Whether they tell of one event, by words and names, and vectors where there are any."""
    pair = languages(one, other)
    words = _words(one, other, rare)
    near = vectors.nearness(one, other) if vectors else None
    days = 0.5 ** (max(0.0, _days(one, other) - NEAR) / HALF_LIFE)
    share = NAMES_COUNT[pair]
    most = (words * (1 - share) + share) * days if near is None else 1.0
    if most < UNSURE[pair] or (share < 1 and words == 0 and near is None):  # names cannot lift it: they are not read
        return Likeness("different", round(words * (1 - share) * days, 3), f"words {words:.2f}")
    named, shared = _shared_names(one, other, rare) if share else (0.0, [])
    acts = sorted(one.acts & other.acts) if share == 1 else []
    score = (1 - share) * words + share * min(1.0, named + ACT * min(len(acts), MOST_ACTS))
    if near is not None:
        score = _with_vectors(score / SURE[pair], near, share == 1) * SURE[pair]
    against = _against(one, other)
    score = round(min(1.0, score * days * (AGAINST if against else 1)), 3)
    why = f"words {words:.2f}" + ("" if near is None else f", vectors {near:.2f}")
    why += f", both have {', '.join([*shared[:4], *acts[:2]])}" if shared or acts else ""
    why += f"; but {against}" if against else ""
    by_names = near is None and share == 1
    # Names say who it is about, and one of them little. That it is not the next event of theirs, figures say, and
    # what is done.
    few = by_names and (len(shared) < 2 or not (any(map(_has_digit, shared)) or len(acts) > 1))
    if score >= SURE[pair] and not few and not against.startswith(OTHER_VERSION):
        return Likeness("same event", score, why)
    return Likeness("different", score, why, unsure=score >= UNSURE[pair] and not (by_names and len(shared) < 2))


def _with_vectors(words: float, near: float, foreign: bool) -> float:
    """Both as shares of what is sure: in one language their mean, else the vectors and a little more for the words."""
    return near + 0.2 * min(1.0, words) if foreign else (min(1.5, words) + near) / 2


def _against(one: Text, other: Text) -> str:
    """What speaks against one event: other versions of one thing, other names, other figures. Empty when nothing."""
    ours, theirs = one.names.keys(), other.names.keys()
    versions = _versions(ours), _versions(theirs)
    for name in sorted(versions[0].keys() & versions[1].keys()):
        if not versions[0][name] & versions[1][name]:
            return f"{OTHER_VERSION} {name}"
    if one.language == other.language and min(len(ours), len(theirs)) > 1 and not ours & theirs:
        return "other names"
    if min(len(one.figures), len(other.figures)) >= FIGURES_TOLD and not one.figures & other.figures:
        return "other figures"
    return ""


def _versions(names: Iterable[str]) -> dict[str, set[str]]:
    """The versions by what they are of: gpt-4.1 is 4.1 of gpt."""
    found: dict[str, set[str]] = {}
    for name in names:
        of, _, version = name.rpartition("-")
        if of and _has_digit(version):
            found.setdefault(of, set()).add(version)
    return found


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _words(one: Text, other: Text, rare: Rarity) -> float:
    """The cosine of the words' weights."""
    (a, a_length), (b, b_length) = rare.weights(one), rare.weights(other)
    # Summed exactly, so that no order of words changes the last digit.
    product = math.fsum(a[term] * b[term] for term in a.keys() & b.keys())
    return product / ((a_length * b_length) or 1.0)


def _shared_names(one: Text, other: Text, rare: Rarity) -> tuple[float, list[str]]:
    """How much of what the two name and count is the same, 0 to 1, by rarity; and what that is, rarest first."""
    ours, theirs = _marks(one, rare), _marks(other, rare)
    shared = sorted(ours.keys() & theirs.keys(), key=lambda mark: (-ours[mark], mark))
    both = math.fsum(ours[mark] * theirs[mark] for mark in shared)
    return both / ((_length(ours.values()) * _length(theirs.values())) or 1.0), shared


def _marks(text: Text, rare: Rarity) -> dict[str, float]:
    """Names by their rarity; figures by how exact they are: 12.5% says more than 20, and a year nearly nothing."""
    marks = {name: rare.of_name(words) for name, words in text.names.items()}
    most = max(marks.values(), default=rare.of(""))
    for figure in text.figures:
        digits = len(figure.strip("%0").replace(".", "").strip("0"))
        year = len(figure) == 4 and figure[:2] in ("19", "20")
        marks[figure] = most * (0.1 if year else min(1.0, digits / 3))
    return marks


def _days(one: Text, other: Text) -> float:
    """Days between the two; none where a date is not known."""
    if one.date is None or other.date is None:
        return 0.0
    return abs((one.date - other.date).total_seconds()) / 86_400


def _length(values: Iterable[float]) -> float:
    return math.sqrt(math.fsum(value * value for value in values))
