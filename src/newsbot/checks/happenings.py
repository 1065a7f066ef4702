"""What a text says has happened, and whether its passages tell it.

However many of its words stand there, a sentence is not told that says of a known subject what no passage says: its
verb, or the noun that is the event, must stand in the passages, or a word that may stand for it. Pure; linear in the
text, and in each word of it times the passages.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsbot import terms
from newsbot.checks.synonyms import EVENTS, LIGHT, same
from newsbot.chinese import HAN

MAX_TOLD = 200_000
"""Characters of passages whose verbs are looked at."""

# Words that name who, what or where and tell of nothing that is done: 投资者, 起诉书, 调查局.
_EVENT = re.compile(f"(?:{'|'.join(sorted(EVENTS, key=len, reverse=True))})(?![者人方商书额率部局组])")
_MARK = re.compile("[，。；：！？、…,;:!? \n]")
_VERB = frozenset(("v", "vd", "vg"))
_SAID = "说称"  # a verb of saying, and what the segmenter takes for part of one: 舟称 of 顾晚舟称
_HAN = re.compile(f"[{HAN}]")
_BESIDE = 12  # characters on both sides of an event that tell where its words begin and end
_PLACES = 20  # of one event in the passages that are looked at


@dataclass(frozen=True)
class Untold:
    """What a text says happened and the passages do not tell.

    `words` are events, and verbs of clauses none of whose verbs is there; of a short text all verbs that are not.
    `near` counts the clauses of a longer one whose verbs are not there either but have a character of a verb that is
    (夺得 beside 夺冠), so that they may mean the same.
    """

    words: tuple[str, ...]
    near: int


def untold(
    words: Sequence[tuple[str, str]], told: str, there: Callable[[str], bool], function: frozenset[str], *, short: bool
) -> Untold:
    """What of a text's happenings `told`, the passages' words, lack; `words` are the text's, with their tags.

    `there` says whether a verb stands in the passages in another form; `function` are words without content.
    `short` is whether the text has so few words that each verb is half of what it says.
    """
    text = "".join(word for word, _ in words)
    placed = _words(words)
    events = (match for match in _EVENT.finditer(text) if _whole(placed, *match.span()))
    found = [match[0] for match in events if not any(_stands(other, told) for other in same(match[0]))]
    near = 0
    for clause in _clauses(words):
        verbs = [(word, tag) for word, tag in clause if _happens(word, tag) and word not in function]
        missing = [(word, tag) for word, tag in verbs if not (_told(word, told) or there(word))]
        if short:
            found += [word for word, _ in missing]
        elif len(missing) == len(verbs):
            bare = [word for word, tag in missing if tag in _VERB and len(word) > 1]
            strange = [word for word in bare if _verb_characters(told).isdisjoint(word)]
            found += strange
            near += bool(bare) and not strange
    return Untold(tuple(dict.fromkeys(found)), near)


def _clauses(words: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The words from mark to mark."""
    clause: list[tuple[str, str]] = []
    for word, tag in words:
        if _MARK.search(word):
            yield clause
            clause = []
        else:
            clause.append((word, tag))
    yield clause


def _told(word: str, told: str) -> bool:
    return any(other in told for other in same(word))


@functools.lru_cache(4096)
def _stands(event: str, told: str) -> bool:
    """Whether the passages have the event as words: 打破产能 has no 破产."""
    at = told.find(event)
    for _ in range(_PLACES):
        if at < 0:
            return False
        first = max(0, at - _BESIDE)
        words = _words(terms.tagged(told[first : at + len(event) + _BESIDE]))
        if _whole(words, at - first, at - first + len(event)):
            return True
        at = told.find(event, at + 1)
    return False


def _words(words: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """Of each character, where its word begins and ends."""
    found: list[tuple[int, int]] = []
    for word, _ in words:
        found += [(len(found), len(found) + len(word))] * len(word)
    return found


def _whole(words: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no word lies half inside and half outside: 破产 is whole in 破产|法 and in 破产法, not in 打破|产能."""
    first, last = words[start], words[end - 1]
    return (first[0] == start or first[1] >= end) and (last[1] == end or last[0] <= start)


def _happens(word: str, tag: str) -> bool:
    """Whether the word is a verb that says what happened."""
    return tag[:1] == "v" and word not in LIGHT and word[-1] not in _SAID and _HAN.search(word) is not None


@functools.lru_cache(256)
def _verb_characters(told: str) -> frozenset[str]:
    """The characters of all verbs of the passages."""
    return frozenset(char for word, tag in terms.tagged(told[:MAX_TOLD]) if _happens(word, tag) for char in word)
