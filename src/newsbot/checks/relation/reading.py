"""A text as the comparison of meanings reads it: its units in their order, and the words that have an opposite.

The units of Chinese are characters, those of other text words in their base form.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbot.checks.relation.opposites import LONGEST, base, chinese_words, english_words
from newsbot.checks.relation.pairs_zh import WHOLE
from newsbot.chinese import HAN, simplified

MAX_TEXT = 20_000
"""Characters of a passage that are read."""

WINDOW = 40
"""Characters on each side of a Chinese word that tell what it is said of."""

WORDS = 12
"""The same for other text, in words."""

_HAN = re.compile(f"[{HAN}]")
_TOKEN = re.compile(r"[^\W_]{1,60}(?:[.'’\-][^\W_]{1,60}){0,6}%?|[.!?\n;]")
_POSSESSIVE = re.compile("['’]s$")
_SENTENCE_END = frozenset("。！？!?\n")
_PLAIN = frozenset(
    "a an the of to in on at for by and or as is are was were be been being that this these those it its with from "  # noqa: SIM905
    "have has had do does did will would which who whom what their his her they he she we our i you about into than "
    "also but".split()
)
_ENGLISH_NOT = frozenset("not no never neither nor without cannot failed declined refused unable hardly".split())  # noqa: SIM905
_NOT = "不未没无非"
_NEUTRAL = re.compile(
    "不仅|不断|不少|不同|不过|不久|不管|不论|不但|不只|不止|不得不|非常|非洲|非营利|除非|无线|无人|无论|无疑|无数|未来|没收|"
    "是否|能否|差不多|对不起|不锈钢|了不起|莫非|无锡|南非|非遗|不妨|不禁|不愧|不惜|不免|不乏"
)
NEGATION = re.compile(
    f"[{_NOT}](?:有|能|会|可|必|需|应|要|曾|得|肯|愿|想|打算|计划|再|将|被|予以|予|经|对|与|于|为|在)?"
)


@dataclass(frozen=True)
class Slot:
    """A word at its place in units; `denial` is where the negation before it begins, -1 without one."""

    start: int
    end: int
    word: str
    denial: int = -1

    @property
    def negated(self) -> bool:
        """Whether it stands under a negation."""
        return self.denial >= 0

    @property
    def left(self) -> int:
        """Where the word begins, its negation included."""
        return self.denial if self.negated else self.start


@dataclass(frozen=True)
class Reading:
    """A text's units; `slots` are the words of the table in their order, `denied` what stands behind a negation."""

    units: Sequence[str]
    slots: tuple[Slot, ...]
    denied: tuple[Slot, ...]
    chinese: bool
    weights: Counter[str]

    def about(self, start: int, end: int) -> set[str]:
        """What is said around the units from start to end, within their sentence: pairs of characters, or words."""
        low, high, most = start, end, WINDOW if self.chinese else WORDS
        while low > max(0, start - most) and self.units[low - 1] not in _SENTENCE_END:
            low -= 1
        while high < min(len(self.units), end + most) and self.units[high] not in _SENTENCE_END:
            high += 1
        return _features(self.units[low:start], self.chinese) | _features(self.units[end:high], self.chinese)

    def text(self, start: int, end: int) -> str:
        """The words from start to end with a little around them, as a reader is shown them."""
        units = self.units[max(0, start - 15) : end + 15]
        return "".join(units) if self.chinese else " ".join(units)


def is_chinese(text: str) -> bool:
    """Whether more of the text is Han characters than a stray name."""
    return 4 * len(_HAN.findall(text[:2_000])) > len(text[:2_000])


@functools.lru_cache(512)
def reading(text: str) -> Reading:
    """The text read, up to MAX_TEXT characters."""
    text = text[:MAX_TEXT]
    if is_chinese(text):
        units = simplified(text).replace(" ", "").replace("\u3000", "")
        return Reading(units, _chinese_slots(units), _denied(units), True, Counter(_pairs(units)))
    tokens = tuple(base(_POSSESSIVE.sub("", token)) for token in _TOKEN.findall(text))
    return Reading(tokens, _english_slots(tokens), (), False, Counter(tokens))


def denies(text: str) -> bool:
    """Whether the text denies anything."""
    read = reading(text)
    return bool(read.denied) if read.chinese else any(_is_not(token) for token in read.units)


def at(units: Sequence[str], word: str, most: int = 40) -> Iterable[Slot]:
    """Where a Chinese word stands, the first `most` places."""
    assert isinstance(units, str)
    place = units.find(word)
    while place >= 0 and most:
        yield Slot(place, place + len(word), word, denial(units, place))
        place, most = units.find(word, place + 1), most - 1


def denial(units: str, place: int) -> int:
    """Where a negation of what stands at the place begins, -1 without one."""
    low = max(0, place - 8)
    before = _NEUTRAL.sub(lambda match: "，" * len(match[0]), units[low:place])
    for match in NEGATION.finditer(before):
        if match.end() == len(before):
            return low + match.start()
    return -1


def _chinese_slots(units: str) -> tuple[Slot, ...]:
    table, found, place = chinese_words(), [], 0
    while place < len(units):
        for length in range(min(LONGEST, len(units) - place), 0, -1):
            word = units[place : place + length]
            if word in WHOLE:
                place += length - 1
                break
            if word in table:
                found.append(Slot(place, place + length, word, denial(units, place)))
                place += length - 1
                break
        place += 1
    return tuple(found)


def _denied(units: str) -> tuple[Slot, ...]:
    """The two characters behind each negation."""
    plain = _NEUTRAL.sub(lambda match: "，" * len(match[0]), units)
    return tuple(
        Slot(match.end(), match.end() + 2, plain[match.end() : match.end() + 2], match.start())
        for match in NEGATION.finditer(plain)
        if len(_HAN.findall(plain[match.end() : match.end() + 2])) == 2
    )


def _english_slots(tokens: tuple[str, ...]) -> tuple[Slot, ...]:
    table = english_words()
    return tuple(
        Slot(n, n + 1, token, next((k for k in range(max(0, n - 3), n) if _is_not(tokens[k])), -1))
        for n, token in enumerate(tokens)
        if token in table
    )


def _is_not(token: str) -> bool:
    return token in _ENGLISH_NOT or token.endswith(("n't", "n’t"))


def _pairs(units: Sequence[str]) -> list[str]:
    assert isinstance(units, str)
    return [units[n : n + 2] for n in range(len(units) - 1) if _wordlike(units[n]) and _wordlike(units[n + 1])]


def _wordlike(char: str) -> bool:
    return char.isalnum() and char not in "的了在是和与及等也将"


def _features(units: Sequence[str], han: bool) -> set[str]:
    if han:
        return set(_pairs(units))
    return {unit for unit in units if unit not in _PLAIN and unit[0].isalnum()}
