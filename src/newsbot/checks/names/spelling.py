"""Near-miss spellings: a name that no passage has, one slip away from one that it has."""

import itertools
import re
from collections.abc import Iterable

from newsbot.checks.names import han
from newsbot.chinese import HAN

LEAST_LATIN = 4
LEAST_HAN = 3
"""Characters from which on a name one slip away is the same name misspelt; of shorter ones there are too many."""

_MOST = 20  # places of one text that are looked at for a slip

LONG_LATIN = 8
"""Letters from which on two slips are forgiven."""


def near_han(form: str, text: str, names: Iterable[str]) -> str:
    """What stands in a Chinese text, or among `names`, with one other character than `form`; empty when nothing."""
    if len(form) < LEAST_HAN:
        return ""
    for name in names:
        if name != form and abs(len(name) - len(form)) <= 1 and len(name) >= LEAST_HAN and distance(form, name, 1) <= 1:
            return name
    # Each pattern is literal but for one character: linear in the text.
    slips = (re.escape(form[:at]) + f"[{HAN}]" + re.escape(form[at + 1 :]) for at in range(len(form)))
    found = itertools.islice(re.finditer("|".join(slips), text), _MOST)
    return next((match.group() for match in found if han.whole_words(text, *match.span())), "")


def near_latin(word: str, names: Iterable[str]) -> str:
    """The name that `word` misspells: one slip away, two in a long one; empty when there is none.

    A name with digits is never a slip of another: GPT-4.5 is not GPT-4.1.
    """
    if len(word) < LEAST_LATIN or not word.isalpha():
        return ""
    most = 2 if len(word) >= LONG_LATIN else 1
    plain = word.casefold()
    return next(
        (
            name
            for name in names
            if name[0].casefold() == plain[0]  # hardly anybody misspells the first letter
            and name.isalpha()
            and len(name) >= LEAST_LATIN
            and 0 < distance(plain, name.casefold(), most) <= most
        ),
        "",
    )


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, left out or exchanged with their neighbour (Damerau, Levenshtein).

    `most + 1` as soon as it is more than `most`: the work is bounded by `most` times the length.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row] + [most + 1] * len(other)
        for at in range(max(1, row - most), min(len(other), row + most) + 1):
            now[at] = min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (char != other[at - 1]))
            if row > 1 and at > 1 and char == other[at - 2] and one[row - 2] == other[at - 1]:
                now[at] = min(now[at], before[at - 2] + 1)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
