"""The rule that a sentence does not say the opposite of its passages.

Each word of the sentence that has an opposite, or that is negated on one side, is looked for in the passages in
company alike: what stands around it, what stands next to it. Where the opposite stands in better company than the
word itself, or one that may stand for it, the sentence says the opposite of its passage.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbot.checks.claim import Claim
from newsbot.checks.relation import pairs_zh
from newsbot.checks.relation.opposites import Sides, chinese_words, english_words, letters, scales
from newsbot.checks.relation.reading import Reading, Slot, at, denial, is_chinese, reading
from newsbot.news import Finding

ALIKE = 0.4
"""How alike the company of an opposite must be to be a finding (0 to 1 and a little, by `_company`)."""

ALONE = 0.24
"""How alike it must be where the passages have the word, and what may stand for it, nowhere in that sense."""

AHEAD = 0.1
"""By how much the opposite's company must be more alike than that of the word itself."""

TOUCHING = 4
"""Equal units on each side of a word that count as touching it."""

BY_TOUCH = 0.12
"""What each of them counts beside the share of equal company."""

MOSTLY = 0.6
"""Share of equal company that a denied word of no table must have behind a time: 不会在6月交付."""

MOST_ALIKE = 1 + 2 * TOUCHING * BY_TOUCH
"""The most that company can be alike."""

REWORDED = 0.5
"""What a word of the sentence that no passage has counts, against 1 for one that they have once."""

LEAST = 2
"""Pairs of characters a clause must have to be compared by itself."""

_CLAUSE_END = frozenset("，。；：！？、,;:!?\n")

MOST = 60
"""Words of one sentence that are looked at."""


@dataclass(frozen=True)
class Opposed:
    """A word of the sentence and the place of the passage that says the opposite.

    It is not `sure` where a scale goes the other way and something else may be meant: 降低成本 beside 提升速度.
    """

    word: str
    other: str
    clause: str
    rule: str
    alike: float
    sure: bool


def against(text: str, texts: Sequence[str]) -> list[Opposed]:
    """Which words of `text` say the opposite of what `texts` say of the same; only texts of its language are read.

    A text that stands in them as it is says nothing else.
    """
    mine = reading(text)
    theirs = [reading(other) for other in texts if is_chinese(other) == mine.chinese]
    if not theirs or any(_stands(mine, other) for other in theirs):
        return []
    compared = _Compared(mine, theirs)
    found = [compared.opposed(slot, sides) for slot, sides in _asked(mine, theirs)]
    return list({opposed.word: opposed for opposed in found if opposed}.values())


def polarity_rule(claim: Claim) -> list[Finding]:
    """Findings `antonym`, `negation` and `direction`: the passage says the opposite of the same thing.

    Errors; warnings where another thing on the same scale may be meant.
    """
    if not claim.passages or claim.keyword:
        return []
    found = against(claim.text, [passage.text for passage in claim.passages])
    return [
        claim.finding(each.rule, "error" if each.sure else "warning", each.word, _advice(each), each.clause)
        for each in found
    ]


def _advice(opposed: Opposed) -> str:
    if opposed.rule == "negation":
        return f"“{opposed.word}”这里的肯定与否定同来源相反，请照来源改正。"
    if opposed.rule == "direction":
        return f"来源写的是“{opposed.other}”，这里写成了“{opposed.word}”，比较的方向反了，请改正。"
    return f"来源写的是“{opposed.other}”，这里写成了意思相反的“{opposed.word}”，请照来源改正。"


class _Compared:
    """One sentence held against the passages of its language."""

    def __init__(self, mine: Reading, theirs: Sequence[Reading]) -> None:
        self._mine = mine
        self._theirs = theirs
        self._weights: dict[str, float] = {}

    def opposed(self, slot: Slot, sides: Sides) -> Opposed | None:
        """What the passages have against this word, None where they have nothing or as much for it."""
        own = _clause(self._mine, slot)
        if len(own) < LEAST or slot.word not in scales():
            own = self._mine.about(slot.start, slot.end)
        said, best, place = 0.0, 0.0, None
        for other in self._theirs:
            for occurrence in _places(other, sides):
                alike = self._company(slot, own, other, occurrence)
                same = (occurrence.word in sides.same) == (occurrence.negated == slot.negated)
                if same:
                    said = max(said, alike)
                    if said > MOST_ALIKE - AHEAD:
                        return None
                elif alike > best:
                    best, place = alike, (other, occurrence)
        if place is None or best < (ALIKE if said or not self._mine.chinese else ALONE) or best - said < AHEAD:
            return None
        other, occurrence = place
        clause = other.text(occurrence.start, occurrence.end)
        sure = slot.word not in scales() or _argument(self._mine, slot) <= other.about(occurrence.start, occurrence.end)
        return Opposed(slot.word, occurrence.word, clause, _rule(slot, occurrence), best, sure)

    def _company(self, slot: Slot, own: set[str], other: Reading, occurrence: Slot) -> float:
        """How much the word of the sentence and one of a passage are said of the same thing."""
        left, right = _touch(self._mine, slot, other, occurrence)
        unlisted = self._mine.chinese and (len(slot.word) == 1 or slot.word not in chinese_words())
        timed = _timed(self._mine, slot) or _timed(other, occurrence)
        if unlisted and not (left and right) and not (timed and len(slot.word) > 1):
            return 0.0
        near = other.about(occurrence.start, occurrence.end)
        shared = whole = 0.0
        for feature in own:
            weight = self._weight(feature)
            whole += weight
            shared += weight if feature in near else 0.0
        share = shared / whole if whole else 0.0
        if unlisted and not (left and right) and share < MOSTLY:
            return 0.0
        return share + BY_TOUCH * (left + right)

    def _weight(self, feature: str) -> float:
        """How much it says that both have it: the less, the oftener the passages do."""
        weight = self._weights.get(feature)
        if weight is None:
            count = sum(other.weights.get(feature, 0) for other in self._theirs)
            weight = self._weights[feature] = 1 / count if count else REWORDED
        return weight


def _timed(read: Reading, slot: Slot) -> bool:
    """Whether a time stands between the word and its negation, so that nothing beside it can touch: 不会在6月交付."""
    return slot.negated and any(unit.isdigit() for unit in read.units[slot.denial : slot.start])


def _clause(mine: Reading, slot: Slot) -> set[str]:
    """What is said in the clause of the word."""
    return {*_ahead(mine, slot), *_behind(mine, slot)}


def _argument(mine: Reading, slot: Slot) -> set[str]:
    """What a Chinese word is said of: the last pair of characters of its clause, at the end of one that before it."""
    return set((_behind(mine, slot) or _ahead(mine, slot))[-1:])


def _ahead(mine: Reading, slot: Slot) -> list[str]:
    low = slot.left
    while low > 0 and mine.units[low - 1] not in _CLAUSE_END:
        low -= 1
    return [piece for piece in mine.pieces[low : max(low, slot.left - 1)] if piece]


def _behind(mine: Reading, slot: Slot) -> list[str]:
    high = slot.end
    while high < len(mine.units) and mine.units[high] not in _CLAUSE_END:
        high += 1
    return [piece for piece in mine.pieces[slot.end : max(slot.end, high - 1)] if piece]


def _touch(mine: Reading, slot: Slot, other: Reading, occurrence: Slot) -> tuple[int, int]:
    """How many equal units stand to the left and to the right of both words."""
    left = right = 0
    while left < TOUCHING and _equal(mine, slot.left - 1 - left, other, occurrence.left - 1 - left):
        left += 1
    while right < TOUCHING and _equal(mine, slot.end + right, other, occurrence.end + right):
        right += 1
    return left, right


def _equal(mine: Reading, here: int, other: Reading, there: int) -> bool:
    inside = 0 <= here < len(mine.units) and 0 <= there < len(other.units)
    return inside and mine.units[here] == other.units[there] and mine.units[here].isalnum()


def _stands(mine: Reading, other: Reading) -> bool:
    """Whether the whole sentence stands in the passage as it is, its full stop aside."""
    if isinstance(mine.units, str) and isinstance(other.units, str):
        return mine.units.strip("。！？…；，“”") in other.units
    return " ".join(mine.units).strip(" .!?") in " ".join(other.units)


def _rule(slot: Slot, occurrence: Slot) -> str:
    if slot.word == occurrence.word:
        return "negation"
    return "direction" if slot.word in pairs_zh.COMPARED else "antonym"


def _places(other: Reading, sides: Sides) -> Iterator[Slot]:
    """Where a passage has a word of either side."""
    words = sides.same | sides.opposite
    table = chinese_words() if other.chinese else english_words()
    listed = words & table.keys()
    if listed:
        yield from (slot for slot in other.slots if slot.word in listed)
    if other.chinese:
        for word in words - listed:
            yield from at(other.units, word)


def _asked(mine: Reading, theirs: Sequence[Reading]) -> Iterator[tuple[Slot, Sides]]:
    """The words of the sentence that could be said the other way round."""
    table = chinese_words() if mine.chinese else english_words()
    for slot in mine.slots[:MOST]:
        yield slot, table[slot.word]
    if not mine.chinese:
        return
    for slot in mine.denied[:MOST]:
        yield slot, Sides(frozenset({slot.word}), frozenset())
    denied = {slot.word for other in theirs for slot in other.denied if slot.word in mine.units}
    for word in sorted(denied)[:MOST]:
        yield from ((slot, Sides(frozenset({word}), frozenset())) for slot in at(mine.units, word, 2))
    yield from _turned(mine)


def _turned(mine: Reading) -> Iterator[tuple[Slot, Sides]]:
    """Pairs of characters of which one has an opposite: 增产 for 减产."""
    units = mine.units
    assert isinstance(units, str)
    words = {n for slot in mine.slots if len(slot.word) > 1 for n in range(slot.start, slot.end)}
    places = [n for n, char in enumerate(units) if char in letters() and n not in words]
    for place in places[:MOST]:
        for start in (place - 1, place):
            word = units[start : start + 2] if start >= 0 else ""
            if len(word) < 2 or not word.isalnum():
                continue
            others = {units[start:place] + letter + units[place + 1 : start + 2] for letter in letters()[units[place]]}
            yield Slot(start, start + 2, word, denial(units, start)), Sides(frozenset({word}), frozenset(others))
