"""The outline of a report: which passages each chapter tells. Pure.

What the model leaves out goes to the section whose words are nearest; a passage that it names twice stays where it is
named first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbot import chinese
from newsbot import draft as drafts
from newsbot.errors import Malformed
from newsbot.news import Evidence, Kind, Passage
from newsbot.writers.chapters.replies import ReplyOutline

_ID = re.compile(r"\d{1,3}\.\d{1,3}")
SHORTEST = 12
"""Characters of a passage that the outline's call shows at least, however many there are."""
FEWEST_SHARED = 4
"""Word pairs that a passage which nobody asked for must share with a section to be told there."""


@dataclass(frozen=True)
class Planned:
    """A chapter to be written: its title, and its sections with the passages that each tells, in their order."""

    title: str
    sections: tuple[tuple[str, tuple[Passage, ...]], ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for _, told in self.sections for passage in told)


def shortened(evidence: Evidence, tokens: int) -> Evidence:
    """The evidence with the beginnings of its passages only, so that all of it fits the bound (UTF-8 bytes ÷ 2)."""
    whole = sum(map(_tokens, evidence.passages))
    if whole <= tokens:
        return evidence
    share = tokens / whole
    cut = [each.model_copy(update={"text": _beginning(each.text, share)}) for each in evidence.passages]
    return evidence.model_copy(update={"passages": tuple(cut)})


def _beginning(text: str, share: float) -> str:
    length = max(SHORTEST, int(len(text) * share) - 1)
    return text if length >= len(text) else text[:length] + "…"


def planned(reply: ReplyOutline, evidence: Evidence, kind: Kind, tokens: int) -> tuple[Planned, ...]:
    """The chapters in their order, each with no more than `tokens` of passages.

    Raises `Malformed` for fewer chapters with passages than the kind has at least.
    """
    taken: dict[str, tuple[int, int]] = {}
    known = {passage.id for passage in evidence.passages}
    titles = [
        (drafts.title_text(chapter.title), [drafts.title_text(part.title) for part in chapter.sections])
        for chapter in reply.chapters[: kind.parts.sections[1]]
    ]
    for c, chapter in enumerate(reply.chapters[: len(titles)]):
        for s, part in enumerate(chapter.sections):
            for id in _ID.findall(" ".join(part.passages)):
                if id in known:
                    taken.setdefault(id, (c, s))
    _place_rest(taken, titles, evidence)
    made = tuple(_chapters(taken, titles, evidence, tokens))
    least = kind.parts.sections[0]
    if len(made) < least:
        raise Malformed(
            f"the outline has {len(made)} chapters with passages, at least {least} are needed; name passages by the "
            "numbers that stand before them"
        )
    return made


def _place_rest(
    taken: dict[str, tuple[int, int]], titles: Sequence[tuple[str, Sequence[str]]], evidence: Evidence
) -> None:
    """Put what no section asked for where its words are nearest."""
    words = {
        (c, s): chinese.bigrams(f"{chapter}，{title}")
        for c, (chapter, sections) in enumerate(titles)
        for s, title in enumerate(sections)
    }
    texts = {passage.id: chinese.bigrams(passage.text) for passage in evidence.passages}
    asked = {at: words[at].union(*(texts[id] for id, place in taken.items() if place == at)) for at in words}
    for passage in evidence.passages:
        if passage.id in taken or not asked:
            continue
        own = texts[passage.id]
        nearest = max(asked, key=lambda at: len(own & asked[at]) / (1 + len(asked[at]) ** 0.5))
        if len(own & asked[nearest]) >= FEWEST_SHARED:
            taken[passage.id] = nearest


def _chapters(
    taken: dict[str, tuple[int, int]], titles: Sequence[tuple[str, Sequence[str]]], evidence: Evidence, tokens: int
) -> Iterator[Planned]:
    for c, (title, sections) in enumerate(titles):
        left = tokens
        told: list[tuple[str, tuple[Passage, ...]]] = []
        for s, name in enumerate(sections):
            mine = []
            for passage in (each for each in evidence.passages if taken.get(each.id) == (c, s)):
                left -= _tokens(passage)
                if left >= 0:
                    mine.append(passage)
            if mine and name:
                told.append((name, tuple(mine)))
        if told and title:
            yield Planned(title, tuple(told))


def _tokens(passage: Passage) -> int:
    return (len(passage.text.encode()) + 1) // 2
