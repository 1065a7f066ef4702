"""Copies of a text, and texts made from one template about different things.

“A（600198）8月2日报收于6.63元” and “B（002635）8月17日报收于12.73元” share most of their words, and none of what they
say. Editors who take over a text cut and add; a template exchanges. So the places are looked for where both texts
have something else between the same words.
"""

from collections import Counter
from collections.abc import Mapping, Set
from typing import NamedTuple

from newsbot.grouping.texts import SHINGLE, Text, is_figure

ANCHOR = 3
"""Units on each side that must be the same for two pieces to stand at the same place."""

LONGEST_PIECE = 40
"""Units. Longer pieces are other paragraphs, not other names."""

MOST_SWAPPED = 0.2
"""Of the figures that both texts have in the same places, how many may differ in a copy. Of the pairs it was set on,
copies exchange at most 0.1 (an editor's 今年 for 2023年), look-alikes at least 0.7."""

FIGURES_SHARED = 0.4
"""Of the figures of the one that has fewer, how many a copy has at least."""

FEW_FIGURES = 4
"""With fewer figures than these no share of them says anything."""

Piece = tuple[str, ...]

_COVERED = b"\x01" * SHINGLE


class Exchanged(NamedTuple):
    """What stands at the same places of two texts and differs.

    `figures` counts places with other figures, `kept` the figures both have, `shared` is their share of those of
    the text that has fewer (1 where there are too few to tell); `names` are pieces that one text always has
    where the other has another.
    """

    figures: int
    kept: int
    shared: float
    names: tuple[tuple[str, str], ...]

    @property
    def swapped(self) -> float:
        """The share of figures that were exchanged."""
        return self.figures / max(1, self.figures + self.kept)

    @property
    def of_template(self) -> bool:
        """Whether one template was filled in twice: a single other figure may be an update of the same report."""
        return bool(self.names) or (self.figures > 1 and self.swapped > MOST_SWAPPED)

    @property
    def why(self) -> str:
        """Why the two are no copies, in a few words; empty when nothing speaks against it."""
        if self.names:
            return f"the same words about {self.names[0][0]} and {self.names[0][1]}"
        if self.figures and self.swapped > MOST_SWAPPED:
            return f"{self.figures} other figures in the same places"
        if self.shared < FIGURES_SHARED:
            return "other figures"
        return ""


def exchanged(one: Text, other: Text) -> Exchanged:
    """What two texts of much the same words have exchanged. Linear in their length."""
    ours, theirs = _pieces(one, other.wording), _pieces(other, one.wording)
    swaps = [(piece, theirs[place]) for place, piece in ours.items() if place in theirs and theirs[place] != piece]
    fewer = min(len(one.numbers), len(other.numbers))
    kept = len(one.numbers & other.numbers)
    return Exchanged(
        figures=sum(_other_figures(a, b) for a, b in swaps),
        kept=kept,
        shared=kept / fewer if fewer >= FEW_FIGURES else 1.0,
        names=_names(swaps, one, other),
    )


def _pieces(text: Text, wording: Set[int]) -> Mapping[tuple[Piece, Piece], Piece]:
    """The pieces of a text whose words the other has not, by the words before and after them."""
    row = text.units
    covered = bytearray(len(row))
    for start, shingle in enumerate(text.shingles):
        if shingle in wording:
            covered[start : start + SHINGLE] = _COVERED
    found: dict[tuple[Piece, Piece], Piece] = {}
    end = covered.find(1)
    while end >= 0 and (start := covered.find(0, end)) > 0 and (end := covered.find(1, start)) > 0:
        if end - start <= LONGEST_PIECE:
            found[row[start - ANCHOR : start], row[end : end + ANCHOR]] = row[start:end]
    return found


def _other_figures(one: Piece, other: Piece) -> bool:
    """Whether both have figures, each one that the other has not: 8月2日 for 2日 is the same day."""
    a, b = set(filter(is_figure, one)), set(filter(is_figure, other))
    return bool(a - b) and bool(b - a)


def _names(swaps: list[tuple[Piece, Piece]], one: Text, other: Text) -> tuple[tuple[str, str], ...]:
    """What is exchanged at two places or more, and which the other text has nowhere."""
    spelled = {id(text): "".join(text.units) for text in (one, other)}
    often = Counter((a, b) for a, b in swaps if _may_name(a) and _may_name(b))
    return tuple(
        ("".join(a), "".join(b))
        for (a, b), times in sorted(often.items())
        if times >= 2 and "".join(a) not in spelled[id(other)] and "".join(b) not in spelled[id(one)]
    )


def _may_name(piece: Piece) -> bool:
    """Two Han characters or a Latin word, and no more than a name has."""
    return len(piece) <= 8 and sum(map(len, piece)) >= 2 and not any(is_figure(unit) for unit in piece)
