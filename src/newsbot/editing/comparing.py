"""What changed between two texts, by character: words of Latin letters and figures are each one piece.

A figure is shown as changed whole (2300 → 2500, not 2〔3→5〕00), since that is how it is read.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from newsbot import chinese
from newsbot.news import Draft

MOST = 400_000
"""Pairs of equal pieces that are looked at: what repeats itself more than that is shown as exchanged whole."""

SHORT = 2  # pieces that stayed between two changes and are too few to be read by themselves
LIKE = 0.25  # share of common pairs of characters from which on one sentence is another one changed

_PIECE = re.compile(r"[A-Za-z]{1,64}|\d[\d.,:]{0,30}\d|.", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of text that stayed, was taken out (`cut`) or was put in (`new`)."""

    how: Literal["same", "cut", "new"]
    text: str


class Pair(NamedTuple):
    """A sentence before and after; one of the two is empty where it was put in or taken out."""

    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What changed in it."""
        return changes(self.before, self.after)


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that make `before` of what is the same and cut, and `after` of what is the same and new, in order."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    middle, anew = one[head : len(one) - tail], other[head : len(other) - tail]
    found = [Piece("same", "".join(one[:head])), *_differing(middle, anew)]
    found.append(Piece("same", "".join(one[len(one) - tail :])))
    return tuple(_joined(piece for piece in found if piece.text))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces the two begin with in common."""
    for number, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return number
    return min(len(one), len(other))


def _differing(one: Sequence[str], other: Sequence[str]) -> Iterator[Piece]:
    counts = Counter(other)
    if sum(counts[piece] for piece in one) > MOST:
        yield Piece("cut", "".join(one))
        yield Piece("new", "".join(other))
        return
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    at, to = 0, 0
    for start, begin, size in blocks:
        if 0 < size < SHORT and (start, begin) != (0, 0) and (start + size, begin + size) != (len(one), len(other)):
            continue  # it goes into the change around it
        yield Piece("cut", "".join(one[at:start]))
        yield Piece("new", "".join(other[to:begin]))
        yield Piece("same", "".join(one[start : start + size]))
        at, to = start + size, begin + size


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.how == piece.how:
            last = Piece(last.how, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def drafts(before: Draft, after: Draft) -> tuple[Pair, ...]:
    """The sentences that differ between two states of a draft, in reading order."""
    return lines([each.text for _, each in before.placed()], [each.text for _, each in after.placed()])


def lines(one: Sequence[str], other: Sequence[str]) -> tuple[Pair, ...]:
    """The lines that differ between two texts, in their order; what stayed is left out."""
    found: list[Pair] = []
    for how, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if how != "equal":
            found += _paired(one[start:end], other[begin:stop])
    return tuple(found)


def _paired(one: Sequence[str], other: Sequence[str]) -> Iterator[Pair]:
    """Each sentence with the first one after the last pair that is like it."""
    taken = 0
    for before in one:
        ours = chinese.bigrams(before)
        like = (n for n in range(taken, len(other)) if _alike(ours, chinese.bigrams(other[n])))
        number = next(like, None)
        if number is None:
            yield Pair(before, "")
            continue
        yield from (Pair("", new) for new in other[taken:number])
        yield Pair(before, other[number])
        taken = number + 1
    yield from (Pair("", new) for new in other[taken:])


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= LIKE * max(1, min(len(one), len(other)))
