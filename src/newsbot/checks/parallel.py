"""Whether two sentences say one thing of two bearers, in the same words but for names and figures: no repetition.

云川算力中心由云川大学维护 and 澜州算力中心由澜州大学维护 are two facts; with 公司 for 企业 it is one told twice.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from newsbot.chinese import HAN
from newsbot.terms import tagged

LONGEST = 200
"""Characters of a sentence that are held against another's: comparing takes time by their product."""

_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})  # people, places, organisations, other names
_PLACES = "省市县州区镇乡村湾岛港"  # 青澜市: what stands before one of these is a name, known or not
_FIGURE = re.compile(r"[\d.,%零〇一二三四五六七八九十百千万亿两半]+")
_WORD = re.compile(f"[{HAN}A-Za-z]{{1,12}}")


def parallel(one: str, other: str, passages: str = "", others: str = "") -> bool:
    """Whether two folded sentences differ in figures and names alone, each at the same point of the same form.

    A name must not stand in the other sentence; where the `passages` that the sentences rest on are at hand, it must
    stand in those of its own and not in the `others`: two names in one passage may be one bearer.
    """
    if max(len(one), len(other)) > LONGEST or one == other:
        return False
    for a, b, c, d in _differences(one, other):
        if _FIGURE.fullmatch(one[a:b]) and _FIGURE.fullmatch(other[c:d]):
            continue
        mine, theirs = _whole(one, a, b), _whole(other, c, d)
        if not (_name(mine, one[b : b + 1]) and _name(theirs, other[d : d + 1])):
            return False
        if mine in other or theirs in one:
            return False
        if passages and others and not (mine in passages and theirs in others):
            return False
        if mine in others or theirs in passages:
            return False
    return True


def _differences(one: str, other: str) -> list[tuple[int, int, int, int]]:
    """Where the two have other words, as places in each; all of both when a word is in one of them only."""
    found = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    places = [(a, b, c, d) for kind, a, b, c, d in found if kind != "equal"]
    return [(0, len(one), 0, len(other))] if any(a == b or c == d for a, b, c, d in places) else places


def _whole(text: str, start: int, end: int) -> str:
    """A name of which only one character differs, with the one before it: 南汀 beside 南川."""
    return text[max(0, start - 1) : end] if end - start == 1 else text[start:end]


@lru_cache(4096)
def _name(word: str, after: str) -> bool:
    """Whether the word is a name, by what the segmenter takes it for or what comes after it."""
    if not _WORD.fullmatch(word):
        return False
    parts = tagged(word)
    return (len(parts) == 1 and parts[0][1] in _NAMES) or (after != "" and after in _PLACES)
