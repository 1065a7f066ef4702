"""What a section of a report is about by code: the words that most of its sentences have in common. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from newsbot import chinese
from newsbot.news import Sentence
from newsbot.writers import headlines

MOST = 0.6
"""Share of a section's sentences that must have the words."""

STATEMENT = (10, headlines.SECTION[1])
"""Reading units of a clause that says something: 试点头一个月 is a title's length and none."""

_SAID = re.compile("(?:说|称|表示|介绍|认为|指出|提醒|建议|承认)，")
_FIGURE = re.compile(r"\d")
_RUN = re.compile(r"[^\W\d_]{6,40}")
_HEAD = re.compile(r"^(?:[个家张起台座名人元吨天%年月日]|其中|的|了|在|为|和|与|由|把)+")
_TAIL = re.compile(r"(?:[为了的在占有是达共把由从和与约近逾超]|附近)+$")


def phrases(texts: Sequence[str]) -> Iterator[str]:
    """Runs of words of the first sentence that most of them have, as they stand in it, short enough for a title."""
    first, others = texts[0], texts[1:]
    enough = MOST * len(texts)
    for run in _RUN.finditer(first):
        at, end = run.span()
        while at < end:
            stop = at
            while stop < end and _heard(first[at : stop + 1], others) >= enough:
                stop += 1
            phrase = _TAIL.sub("", _HEAD.sub("", first[at:stop]))
            if headlines.stands_alone(phrase, headlines.SECTION):
                yield phrase
            at = max(stop, at + 1)


def central(section: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, first those that have most in common with the others: they say best what the section is about."""
    words = [chinese.bigrams(each.text) for each in section]
    heard = Counter(pair for own in words for pair in own)
    told = {n: sum(heard[pair] - 1 for pair in own) / (1 + len(own)) for n, own in enumerate(words)}
    return [section[n] for n in sorted(told, key=lambda n: (-told[n], n))]


def halved(clause: str, sentence: str) -> bool:
    """Whether the clause gives the beginning only of what somebody said: 何静川说，装了设备的路口."""
    return len(clause) < len(sentence) - 1 and _SAID.search(clause) is not None


def subjects(section: Sequence[Sentence]) -> Iterator[str]:
    """Beginnings of the section's sentences without figures, short enough for a title, the most central ones first."""
    for each in central(section):
        for clause in headlines.clauses(each.text, headlines.TITLE):
            if (
                not _FIGURE.search(clause)
                and not halved(clause, each.text)
                and headlines.stands_alone(clause, STATEMENT)
            ):
                yield clause


def _heard(words: str, others: Sequence[str]) -> int:
    return 1 + sum(words in each for each in others)
