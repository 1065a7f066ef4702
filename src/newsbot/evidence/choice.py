"""Which passages a model is shown: the most telling of the best sources, no two alike, within a bound."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from newsbot import chinese
from newsbot.evidence.candidates import Candidate
from newsbot.evidence.relevance import Subject
from newsbot.news import Span

MOST_FROM_ONE_SOURCE = 14
# Below this a line is a heading, a byline or a caption, not something to rest a sentence on.
LEAST_PASSAGE_WEIGHT = 12
# Two passages that share this much of the shorter one say the same in the same words: a copied wire.
COPIED = 0.9
# What a passage's place in its page and its share of the page's title count beside its relevance of 0 to about 2.
# News tells the most important first.
EARLY = 1.0
OF_THE_TITLE = 0.3
# Of a page whose title is about something else only places serve: passages that say, or whose neighbours say, this
# much of what its best one does.
NEAR = 0.4
# Every further passage of one source counts so much less, and one that repeats others by as much of the shared part.
AGAIN = 0.97
ALIKE = 0.5
# Passages that are compared with each other: far more than any bound lets through.
POOL = 400


class Scored(NamedTuple):
    score: float
    page: int
    at: int
    span: Span

    @property
    def cost(self) -> int:
        """Tokens at UTF-8 bytes ÷ 2."""
        return (len(self.span.text.encode()) + 1) // 2


def ranked(about: Sequence[Candidate], subject: Subject) -> list[Scored]:
    """Every usable passage, best first: what it says of the headline and of its page's title, how early it stands,
    and what its source's word counts."""
    everything = [chinese.simplified(span.text) for candidate in about for span in candidate.spans]
    scores = iter(subject.scores(everything))
    scored = []
    for number, candidate in enumerate(about):
        relevance = list(islice(scores, len(candidate.spans)))
        entitled = subject.entitled(candidate)
        least = 0.0 if entitled else NEAR * max(relevance, default=0.0)
        title = chinese.bigrams(chinese.simplified(candidate.page.title))
        for at, span in enumerate(candidate.spans):
            if not _states_something(candidate, span) or max(relevance[max(0, at - 1) : at + 2]) < least:
                continue
            score = relevance[at]
            if entitled:
                of_title = len(chinese.bigrams(chinese.simplified(span.text)) & title) / max(1, len(title))
                score += OF_THE_TITLE * of_title + EARLY * (1.0 - at / (len(candidate.spans) + 1))
            scored.append(Scored(score * candidate.weight, number, at, span))
    return sorted(scored, key=lambda each: (-each.score, each.page, each.at))


def within(candidates: Sequence[Scored], tokens: int, most: int = MOST_FROM_ONE_SOURCE) -> list[Scored]:
    """The best passages that fit the bound, at most so many of one source and nothing twice."""
    once = {chinese.simplified(each.span.text): each for each in reversed(candidates)}
    best_first = sorted(once.items(), key=lambda pair: (-pair[1].score, pair[1].page, pair[1].at))[:POOL]
    waiting = [(each, chinese.bigrams(text)) for text, each in best_first]
    likeness = [0.0] * len(waiting)
    chosen: list[Scored] = []
    taken: dict[int, int] = {}
    left = tokens
    while waiting:
        worth = [
            each.score * AGAIN ** taken.get(each.page, 0) * (1 - ALIKE * alike)
            for (each, _), alike in zip(waiting, likeness, strict=True)
        ]
        best = max(range(len(worth)), key=worth.__getitem__)
        each, words = waiting.pop(best)
        alike = likeness.pop(best)
        if each.cost > left or taken.get(each.page, 0) >= most or alike >= COPIED:
            continue
        chosen.append(each)
        left -= each.cost
        taken[each.page] = taken.get(each.page, 0) + 1
        likeness = [
            max(alike, len(words & other) / max(1, min(len(words), len(other))))
            for (_, other), alike in zip(waiting, likeness, strict=True)
        ]
    return chosen


def _states_something(candidate: Candidate, span: Span) -> bool:
    """Headings and captions state nothing to rest on; the title itself only where nothing else was read."""
    if span.text == candidate.page.title and candidate.page.access != "headline":
        return False
    return chinese.weight(span.text) >= LEAST_PASSAGE_WEIGHT
