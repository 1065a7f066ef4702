"""A stretch of a source's stored text as the desk shows it beside a draft: in pieces, cited passages marked. Pure.

The text is sent as text, a few thousand characters at a time: a source may have hundreds of thousands.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from newsbot import chinese
from newsbot.desk.showing import segments
from newsbot.news import Passage

BEFORE, AFTER = 1_200, 2_800  # characters around what is asked for; a passage that an end would cut is shown whole


class Bit(NamedTuple):
    """A piece of the text: as the draft cites it (Simplified), and as it is stored.

    `passage` is the id of the passage it belongs to, empty between passages; `cited`: the sentence beside it names that
    passage; `marked`: it rests on these very words.
    """

    text: str
    original: str
    passage: str = ""
    marked: bool = False
    cited: bool = False


class Stretch(NamedTuple):
    """The text from `start` to `end` of `length` code points. `converted`: what is stored is Traditional Chinese."""

    bits: tuple[Bit, ...]
    start: int
    end: int
    length: int

    @property
    def converted(self) -> bool:
        """Whether anything of it reads otherwise than it is stored."""
        return any(bit.text != bit.original for bit in self.bits)


def around(
    text: str,
    passages: Sequence[Passage],
    at: int,
    spans: Sequence[str],
    language: str,
    named: Collection[str] = (),
) -> Stretch:
    """The stretch of a stored text around code point `at`, with its source's passages: those `named` by the sentence
    that is looked at are told apart, and the words it rests on marked in them, or anywhere where it names none.

    A source that was not kept whole (a headline, an excerpt of a feed) is its passages alone.
    """
    cited = sorted(passages, key=lambda each: each.start)
    if not text:
        return Stretch(tuple(bit for each in cited for bit in _passage(each, spans, named)), 0, 0, 0)
    there = [each for each in cited if _stands(each, text)]
    at = min(max(0, at), len(text))
    start, end = max(0, at - BEFORE), min(len(text), at + AFTER)
    shown = [each for each in there if each.start < end and each.end > start]
    if shown:
        start, end = min(start, shown[0].start), max(end, shown[-1].end)
    return Stretch(tuple(_bits(text, shown, start, end, spans, language, named)), start, end, len(text))


def _stands(passage: Passage, text: str) -> bool:
    """Whether the passage is the span of the stored text that it says it is."""
    return text[passage.start : passage.end] == (passage.original or passage.text)


def _bits(
    text: str,
    shown: Sequence[Passage],
    start: int,
    end: int,
    spans: Sequence[str],
    language: str,
    named: Collection[str],
) -> Iterator[Bit]:
    at = start
    for passage in shown:
        if passage.start < at:  # no two passages of one text overlap; a draft of another day's might
            continue
        yield from _between(text[at : passage.start], language)
        yield from _passage(passage, spans, named)
        at = passage.end
    yield from _between(text[at:end], language)


def _between(text: str, language: str) -> Iterator[Bit]:
    if text:
        yield Bit(chinese.simplified(text) if language.startswith("zh") else text, text)


def _passage(passage: Passage, spans: Sequence[str], named: Collection[str]) -> Iterator[Bit]:
    """The passage's bits; where conversion changed its length it is one bit, since places cannot be counted then."""
    stored = passage.original or passage.text
    is_cited = passage.id in named
    pieces = segments(passage, spans if is_cited or not named else ())
    if len(stored) != len(passage.text):
        yield Bit(passage.text, stored, passage.id, any(piece.marked for piece in pieces), is_cited)
        return
    at = 0
    for piece in pieces:
        yield Bit(piece.text, stored[at : at + len(piece.text)], passage.id, piece.marked, is_cited)
        at += len(piece.text)
