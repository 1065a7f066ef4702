"""The outline of a report by code: checked sentences that speak of like things, in sections and chapters. Pure.

A small model is given one sentence at a time and cannot draw up an outline of two hundred. What paragraphs of sources
share in words puts them together; a paragraph stays whole, since its sentences lean on each other.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsbot import chinese
from newsbot.news import Paragraph, Parts, Section, Sentence
from newsbot.writers import headlines

SECTION_SENTENCES = 10
CHAPTER_SECTIONS = 3
LEAST_SENTENCES = 3
PARAGRAPH_SENTENCES = 4
ROUNDS = 6
"""Times that sentences are dealt anew to the groups that stand; after a few nothing moves."""
CROWDED = 1.6
"""Times its even share that a group may hold, so that no section becomes a chapter."""

Words = dict[str, float]


def grouped(sentences: Sequence[Sentence], parts: Parts) -> list[list[list[Sentence]]]:
    """Chapters of sections of sentences, each sentence once; what sources tell early comes first.

    Sections hold paragraphs of sources that are alike; sections that sources tell one after the other are a chapter.
    Within a section the sentences keep their order. There are as many chapters as the kind has at least, if there are
    so many paragraphs, and no more than it has at most.
    """
    few, many = parts.sections
    told = _paragraphs_of(sentences)
    sections = min(len(told), max(few, 1, round(len(sentences) / SECTION_SENTENCES)))
    chapters = min(sections, max(few, 1, min(many, round(sections / CHAPTER_SECTIONS))))
    groups = [[each for n in group for each in told[n]] for group in _clusters(told, sections, chapters)]
    chapters = min(chapters, len(groups))
    ends = [round(n * len(groups) / chapters) for n in range(chapters + 1)]
    return [groups[start:end] for start, end in pairwise(ends) if start < end]


def _paragraphs_of(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences by the paragraphs of their sources; one that begins with 他 or 该 stays with the one before."""
    told: list[list[Sentence]] = []
    for each in sentences:
        last = told[-1][-1].passages[0] if told else "0.0"
        leans = headlines.leans_back(each.text) and _source(last) == _source(each.passages[0])
        if leans or last == each.passages[0]:
            told[-1].append(each)
        else:
            told.append([each])
    return told


def _source(passage: str) -> str:
    return passage.split(".", maxsplit=1)[0]


def titled(chapter: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """The groups of a chapter that need a title: the chapter itself by the first sentence of each section, then each
    section; of a chapter of one section only that."""
    if len(chapter) == 1:
        return [list(chapter[0])]
    return [[section[0] for section in chapter], *map(list, chapter)]


def laid_out(chapter: Sequence[Sequence[Sentence]], titles: Iterator[Sentence]) -> list[Section]:
    """The chapter's sections with as many of the titles as `titled` asks for, its own first."""
    if len(chapter) == 1:
        return [Section(title=next(titles), blocks=paragraphs(chapter[0]))]
    own = Section(title=next(titles), blocks=())
    return [own, *(Section(title=next(titles), blocks=paragraphs(each), level=2) for each in chapter)]


def paragraphs(sentences: Sequence[Sentence]) -> tuple[Paragraph, ...]:
    """The sentences in paragraphs of a few."""
    return tuple(
        Paragraph(sentences=tuple(sentences[at : at + PARAGRAPH_SENTENCES]))
        for at in range(0, len(sentences), PARAGRAPH_SENTENCES)
    )


def _words(told: Sequence[Sequence[Sentence]]) -> list[Words]:
    """The word pairs of each paragraph, the rarer the heavier; length 1. Those with a digit say nothing of what it is
    about, and those of one paragraph alone nothing of what it is like."""
    pairs = [
        {pair for each in paragraph for pair in chinese.bigrams(each.text) if not any(map(str.isdigit, pair))}
        for paragraph in told
    ]
    heard = Counter(pair for own in pairs for pair in own)
    total = 1 + len(told)
    return [_unit({pair: math.log(total / heard[pair]) for pair in own if heard[pair] > 1}) for own in pairs]


def _unit(words: Words) -> Words:
    length = math.sqrt(sum(weight * weight for weight in words.values())) or 1.0
    return {word: weight / length for word, weight in words.items()}


def _clusters(told: Sequence[Sequence[Sentence]], count: int, least: int) -> list[list[int]]:
    """The numbers of the paragraphs in so many groups, none empty, in the order in which their sources tell them.

    What stands nearly alone goes elsewhere, as long as `least` groups are left.
    """
    words = _words(told)
    early = [int(paragraph[0].passages[0].split(".")[1]) for paragraph in told]
    members = range(len(told))
    centres = [words[n] for n in _seeds(members, count, words)] if told else []
    groups: list[list[int]] = []
    for _ in range(ROUNDS):
        groups = [group for group in _dealt(members, centres, words) if group]
        centres = [_centre([words[n] for n in group]) for group in groups]
    sizes = [sum(len(told[n]) for n in group) for group in groups]
    large = [centre for centre, size in zip(centres, sizes, strict=True) if size >= LEAST_SENTENCES]
    if len(large) >= least:
        groups = [group for group in _dealt(members, large, words) if group]
    return sorted(groups, key=lambda group: (sum(early[n] for n in group) / len(group), group[0]))


def _seeds(members: Sequence[int], count: int, words: Sequence[Words]) -> list[int]:
    """The first member, then whichever is least like those picked."""
    seeds = [members[0]]
    likest = {n: _like(words[n], words[seeds[0]]) for n in members}
    while len(seeds) < count:
        seed = min((n for n in members if n not in seeds), key=lambda n: (likest[n], n))
        seeds.append(seed)
        likest = {n: max(likest[n], _like(words[n], words[seed])) for n in members}
    return seeds


def _dealt(members: Sequence[int], centres: Sequence[Words], words: Sequence[Words]) -> list[list[int]]:
    """Each member to the nearest group that has room; those that are surest of theirs first."""
    room = math.ceil(CROWDED * len(members) / len(centres))
    near = {n: sorted(((_like(words[n], each), -at) for at, each in enumerate(centres)), reverse=True) for n in members}
    groups: list[list[int]] = [[] for _ in centres]
    for n in sorted(members, key=lambda n: (-near[n][0][0], n)):
        at = next(-at for _, at in near[n] if len(groups[-at]) < room)
        groups[at].append(n)
    return [sorted(group) for group in groups]


def _like(one: Words, other: Words) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())


def _centre(group: Sequence[Words]) -> Words:
    total: Counter[str] = Counter()
    for words in group:
        total.update(words)
    return _unit(dict(total))
