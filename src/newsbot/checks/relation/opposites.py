"""Which words say the opposite of a word, and which may stand for it. Looked up, never guessed."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from newsbot.checks.relation import pairs_en, pairs_zh

_SCALES = ("增长", "提高", "扩大", "加强", "加快", "改善", "大涨", "涨幅", "高", "多", "大", "增", "升", "快", "强")


@dataclass(frozen=True)
class Sides:
    """The words that may stand for a word, itself among them, and those that say its opposite."""

    same: frozenset[str]
    opposite: frozenset[str]


def _read(table: str) -> Mapping[str, Sides]:
    same: dict[str, set[str]] = {}
    opposite: dict[str, set[str]] = {}
    for line in table.strip().splitlines():
        one, two = (side.split() for side in line.split("|"))
        for side, other in ((one, two), (two, one)):
            for word in side:
                same.setdefault(word, set()).update(side)
                opposite.setdefault(word, set()).update(other)
    return {word: Sides(frozenset(same[word] - opposite[word]) | {word}, frozenset(opposite[word])) for word in same}


@functools.cache
def chinese_words() -> Mapping[str, Sides]:
    """The Chinese table by word."""
    return _read(pairs_zh.WORDS)


@functools.cache
def scales() -> frozenset[str]:
    """Chinese words for which way a quantity goes. One text has many of them, of many things, both ways."""
    table = chinese_words()
    return frozenset().union(*(table[word].same | table[word].opposite for word in _SCALES))


@functools.cache
def letters() -> Mapping[str, frozenset[str]]:
    """Characters that make a word its opposite, by the character whose place they take."""
    found: dict[str, set[str]] = {}
    for pair in pairs_zh.LETTERS.split():
        one, two = pair[0], pair[1]
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return {letter: frozenset(others) for letter, others in found.items()}


@functools.cache
def english_words() -> Mapping[str, Sides]:
    """The English table by base form."""
    return _read(pairs_en.WORDS)


@functools.cache
def _forms() -> Mapping[str, str]:
    """Irregular forms and those that a rule would get wrong, with their base forms."""
    groups = (group.split() for line in pairs_en.FORMS.strip().splitlines() for group in line.split("|"))
    return {form: forms[0] for forms in groups for form in forms}


@functools.lru_cache(20_000)
def base(word: str) -> str:
    """The base form of an English word where the table knows one, else the word: rose → rise, sales → sale."""
    word = word.lower()
    table = english_words()
    if word in _forms():
        return _forms()[word]
    if word in table:
        return word
    for ending, stems in (("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")),
                          ("ing", ("", "e"))):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 2:
            for stem in (word.removesuffix(ending) + tail for tail in stems):
                if stem in table:
                    return stem
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
