"""A text as the comparison of meanings reads it: its units in their order, and the words that have an opposite.

The units of Chinese are characters, those of other text words in their base form.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsbot.checks.relation.opposites import base, chinese_words, english_words
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
_PARTICLES = frozenset("的了在是和与及等也将")
_NOT = "不未没无非"
NEUTRAL = re.compile(
    "不仅|不断|不少|不同|不过|不久|不管|不论|不但|不只|不止|不得不|非常|非洲|非营利|除非|无线|无人|无论|无疑|无数|未来|没收|"
    "是否|能否|差不多|对不起|不锈钢|了不起|莫非|无锡|南非|非遗|不妨|不禁|不愧|不惜|不免|不乏"
)
WHEN = (
    "(?:[在于自从到]?(?:[0-9]{1,4}[年月日号时点分季周]|[今明去本上下]年|[本上下]月|年?[内底初末]|[上下]半年){1,6}"
    "[以之]?[前后内中起间]?)?"
)
"""A pattern for a time that may stand between a word like 已, 将 or 不 and its verb; it may be nothing."""

_WHEN = re.compile(WHEN)
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
    """A text's units; `slots` are the words of the table in their order, `denied` what stands behind a negation.

    `pieces` are what the text is about, by the unit each begins with and empty where none does; `sentences` where
    each unit's sentence begins and ends.
    """

    units: Sequence[str]
    slots: tuple[Slot, ...]
    denied: tuple[Slot, ...]
    chinese: bool
    pieces: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    weights: Counter[str]

    def about(self, start: int, end: int) -> set[str]:
        """What is said around the units from start to end, within their sentence: pairs of characters, or words."""
        low, high = self.sentences[start]
        most, last = (WINDOW, 1) if self.chinese else (WORDS, 0)
        low, high = max(low, start - most), min(high, end + most)
        return {*self.pieces[low : max(low, start - last)], *self.pieces[end : max(end, high - last)]} - {""}

    def text(self, start: int, end: int) -> str:
        """The words from start to end with a little around them, as a reader is shown them."""
        units = self.units[max(0, start - 15) : end + 15]
        return "".join(units) if self.chinese else " ".join(units)


def is_chinese(text: str) -> bool:
    """Whether more of the text is Han characters than a stray name."""
    return 4 * len(_HAN.findall(text[:2_000])) > len(text[:2_000])


@functools.lru_cache(4096)
def reading(text: str) -> Reading:
    """The text read, up to MAX_TEXT characters."""
    text = text[:MAX_TEXT]
    if is_chinese(text):
        units = simplified(text).replace(" ", "").replace("\u3000", "")
        return _read(units, _chinese_slots(units), _denied(units), _pairs(units), chinese=True)
    tokens = tuple(base(_POSSESSIVE.sub("", token)) for token in _TOKEN.findall(text))
    words = tuple("" if token in _PLAIN or not token[0].isalnum() else token for token in tokens)
    return _read(tokens, _english_slots(tokens), (), words, chinese=False)


def _read(
    units: Sequence[str], slots: tuple[Slot, ...], denied: tuple[Slot, ...], pieces: tuple[str, ...], *, chinese: bool
) -> Reading:
    return Reading(units, slots, denied, chinese, pieces, _sentences(units), Counter(pieces))


def _sentences(units: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """For each unit where its sentence begins and ends, the stop itself left out."""
    stops = [n for n, unit in enumerate(units) if unit in _SENTENCE_END]
    found: list[tuple[int, int]] = []
    start = 0
    for stop in (*stops, len(units)):
        found += [(start, stop)] * (min(stop + 1, len(units)) - start)
        start = stop + 1
    return tuple(found)


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
    low = max(0, place - 16)
    before = NEUTRAL.sub(lambda match: "，" * len(match[0]), units[low:place])
    for match in NEGATION.finditer(before):
        if len(before) in (match.end(), adverbial(before, match.end())):
            return low + match.start()
    return -1


def _chinese_slots(units: str) -> tuple[Slot, ...]:
    heads, found, place = _heads(), [], 0
    while place < len(units):
        word = next((word for word in heads.get(units[place], ()) if units.startswith(word, place)), "")
        if word and word not in WHOLE:
            found.append(Slot(place, place + len(word), word, denial(units, place)))
        place += len(word) or 1
    return tuple(found)


@functools.cache
def _heads() -> Mapping[str, tuple[str, ...]]:
    """The words of the table, and those that only hold one, by their first character, the longest first."""
    heads: dict[str, list[str]] = {}
    for word in sorted(chinese_words().keys() | WHOLE, key=lambda word: (-len(word), word)):
        heads.setdefault(word[0], []).append(word)
    return {head: tuple(words) for head, words in heads.items()}


def _denied(units: str) -> tuple[Slot, ...]:
    """The two characters behind each negation."""
    plain = NEUTRAL.sub(lambda match: "，" * len(match[0]), units)
    found = []
    for match in NEGATION.finditer(plain):
        for start in dict.fromkeys((match.end(), adverbial(plain, match.end()))):
            word = plain[start : start + 2]
            if len(_HAN.findall(word)) == 2:
                found.append(Slot(start, start + 2, word, match.start()))
    return tuple(found)


def adverbial(text: str, place: int) -> int:
    """Where the verb begins behind a time that may stand at the place: 6月交付 and 在3月2日前交付 at 交付."""
    when = _WHEN.match(text, place)
    assert when is not None  # it may be nothing
    return when.end()


def _english_slots(tokens: tuple[str, ...]) -> tuple[Slot, ...]:
    table = english_words()
    return tuple(
        Slot(n, n + 1, token, next((k for k in range(max(0, n - 3), n) if _is_not(tokens[k])), -1))
        for n, token in enumerate(tokens)
        if token in table
    )


def _is_not(token: str) -> bool:
    return token in _ENGLISH_NOT or token.endswith(("n't", "n’t"))


def _pairs(units: str) -> tuple[str, ...]:
    """The pair of characters that begins at each place, empty where one of them is no part of a word."""
    plain = [char.isalnum() and char not in _PARTICLES for char in units]
    last = [""] if units else []
    return (*(units[n : n + 2] if plain[n] and plain[n + 1] else "" for n in range(len(units) - 1)), *last)
