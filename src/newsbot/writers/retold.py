"""What tells again what was told: sentences in like words, pieces with no figure of their own, copied runs. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from newsbot import checks, chinese
from newsbot.news import Sentence

# A sentence that holds this much of another one's pieces tells it again.
RETOLD = 0.6


def told_again(text: str, told: Sequence[str]) -> bool:
    """Whether a sentence tells again what one of the others told: the same words, or the same figures in like words."""
    pieces, figures = chinese.bigrams(text), figures_in(text)
    for other in told:
        if figures and figures_in(other) and not figures & figures_in(other):  # the same of another: parallel sentences
            continue
        theirs = chinese.bigrams(other)
        share = len(pieces & theirs) / max(1, min(len(pieces), len(theirs)))
        # The more figures two sentences share, the fewer words they need to share to be the same news.
        enough = RETOLD / (1 + min(len(figures), 3)) if figures and figures <= figures_in(other) else RETOLD
        if share >= enough:
            return True
    return False


def known(text: str, told: Sequence[frozenset[object]]) -> bool:
    """Whether a piece of a source, in whatever language, has nothing but figures that were told already.

    Two figures and more that all stand in the article so far (in a report, which has hundreds: in one sentence of it)
    mean the same facts once more; it spares the call.
    """
    figures = figures_in(text)
    return len(figures) >= 2 and any(figures <= each for each in told)


def figures_of(said: Sequence[str]) -> frozenset[object]:
    """The figures of all these sentences."""
    return frozenset().union(*map(figures_in, said))


@lru_cache(2048)
def figures_in(text: str) -> frozenset[object]:
    """The figures of a sentence by what they mean, as two languages share them."""
    return frozenset((each.kind, each.value, each.unit, each.day) for each in checks.figures(text) if not each.weak)


def copied(text: str, body: Sequence[Sentence]) -> bool:
    """Whether a run of more than 25 characters of the text stands in one body sentence (the design's limit)."""
    return any(text[at : at + 26] in sentence.text for at in range(max(0, len(text) - 25)) for sentence in body)
