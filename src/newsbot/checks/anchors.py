"""Whether a passage gives a sentence firm ground, so that a repair may cite it instead of another."""

from newsbot.checks.figures import agrees
from newsbot.checks.support import support
from newsbot.figures import figures
from newsbot.news import Passage, Sentence, Source

GROUNDED = frozenset({"quoted", "supported"})
SMALL = 10
"""Counts below this stand in too many passages to tie a sentence to one."""


def anchored(sentence: Sentence, passage: Passage, sources: tuple[Source, ...] = ()) -> bool:
    """Whether the passage supports the sentence by its words, or states a number that the sentence states.

    Dates and small counts anchor nothing: many passages of a story share them.
    """
    if support(sentence, (passage,), sources).support in GROUNDED:
        return True
    mine = [each for each in figures(sentence.text) if not each.weak and each.kind not in ("date", "time")]
    mine = [each for each in mine if each.unit or each.bare >= SMALL]
    theirs = figures(passage.text)
    return any(agrees(one, other) for one in mine for other in theirs)
