"""The rule that an article is written and not copied: how long it goes along with a source, and how much of it does.

Compared are Han characters in a row, Traditional ones folded and punctuation passed over. Marked quotations are
somebody's words and left out; names, titles in 《》, Latin words and numbers may stand inside a run and count nothing,
for there is but one way to write them. Linear: every window of `WINDOW` pieces is looked up once in each source.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsbot.checks.claim import MAX_SENTENCE, Claim
from newsbot.checks.speech import quoted
from newsbot.checks.standards import Standards
from newsbot.chinese import HAN, simplified
from newsbot.glossary import mentions
from newsbot.news import Draft, Evidence, Finding, Sentence

WINDOW = 8
"""Pieces in a row that must be the same to be the same words; fewer are turns of speech that everybody uses."""

LEAST_COPIED = 150
"""Han characters that must be one source's before their share of the article means anything."""

_PIECE = re.compile(f"[{HAN}]|[a-z]+|[0-9]+(?:[.,][0-9]+)*")
_TITLES = re.compile("《[^《》]{1,60}》")


class _Piece(NamedTuple):
    """A Han character, Latin word or number: what it counts, in which of the body's sentences, and where there.

    A break has no text and equals nothing.
    """

    text: str
    weight: int
    sentence: int
    at: int


def originality(standards: Standards) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that a draft copies no source. An extract quotes by its nature and has limits of its own.

    Errors: `verbatim-run` on a sentence in which more than `standards.copied_run` Han characters of a source stand in a
    row, `overlap` on the article when more than `standards.copied_share` of its body is one source's words.
    """

    def check(draft: Draft, evidence: Evidence) -> list[Finding]:
        if draft.writer == "extract":
            return []
        body = list(draft.body())
        pieces = [piece for n, (place, each) in enumerate(body) for piece in _written(n, place, each)]
        whole = sum(piece.weight for piece in pieces)
        found: list[Finding] = []
        for source in evidence.sources:
            texts = (passage.text for passage in evidence.passages if passage.source == source.id)
            runs = _runs(pieces, _windows(texts))
            name = source.publisher or source.title
            found += _long([pieces[start:end] for start, end in runs], body, standards.copied_run, name)
            copied = _copied(pieces, runs)
            if copied >= LEAST_COPIED and copied > standards.copied_share * whole:
                share = f"{100 * copied // whole}%"
                advice = f"正文有{share}的字与来源{source.id}（{name[:40]}）相同，请用自己的话重写，或缩短。"
                found.append(Claim("article", draft.title, ()).finding("overlap", "error", share, advice, name))
        return found

    return check


def _written(number: int, place: str, sentence: Sentence) -> Iterator[_Piece]:
    """The pieces of one sentence of the body, with breaks after it and where something is quoted."""
    text = Claim(place, sentence, ()).text
    speech = [(each.start, each.end) for each in quoted(text)]
    plain = _comparable(text)
    if len(plain) != len(text):  # places are lost; then nothing in it is taken for a quotation or a name
        plain, speech = text, []
    light = [match.span() for match in _TITLES.finditer(plain)]
    light += [(each.start, each.end) for each in mentions(plain)]
    outside, counted = _marks(len(text), speech), _marks(len(text), light)
    broken = False
    for match in _PIECE.finditer(plain):
        at = match.start()
        if not outside[at]:
            broken = True
            continue
        if broken:
            yield _Piece("", 0, number, at)
            broken = False
        han = not match.group()[0].isascii()
        yield _Piece(match.group(), int(han and counted[at]), number, at)
    yield _Piece("", 0, number, len(text))


def _marks(length: int, spans: list[tuple[int, int]]) -> list[bool]:
    """For each place whether it is outside all spans."""
    marks = [True] * length
    for start, end in spans:
        for at in range(max(start, 0), min(end, length)):
            marks[at] = False
    return marks


def _comparable(text: str) -> str:
    return simplified(text).lower()


def _windows(texts: Iterator[str]) -> set[tuple[str, ...]]:
    """All windows of a source's passages, which stand in the order of the text."""
    words = [match.group() for text in texts for match in _PIECE.finditer(_comparable(text))]
    return {tuple(words[n : n + WINDOW]) for n in range(len(words) - WINDOW + 1)}


def _runs(pieces: list[_Piece], windows: set[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The longest stretches of the article whose windows all stand in the source, (start, end); they may overlap."""
    words = [piece.text for piece in pieces]
    runs: list[tuple[int, int]] = []
    for n in range(len(words) - WINDOW + 1):
        if tuple(words[n : n + WINDOW]) not in windows:
            continue
        if runs and runs[-1][1] == n + WINDOW - 1:
            runs[-1] = (runs[-1][0], n + WINDOW)
        else:
            runs.append((n, n + WINDOW))
    return runs


def _copied(pieces: list[_Piece], runs: list[tuple[int, int]]) -> int:
    """Han characters that stand in any of the runs, which are in order."""
    total = done = 0
    for start, end in runs:
        total += _weight(pieces[max(start, done) : end])
        done = end
    return total


def _weight(run: list[_Piece]) -> int:
    return sum(piece.weight for piece in run)


def _long(runs: list[list[_Piece]], body: list[tuple[str, Sentence]], limit: int, name: str) -> Iterator[Finding]:
    """A finding for each run that is too long, on its sentence: a sentence's end parts runs."""
    for run in runs:
        if (length := _weight(run)) > limit:
            place, sentence = body[run[0].sentence]
            shown = sentence.text[:MAX_SENTENCE][run[0].at : run[-1].at + len(run[-1].text)]
            advice = f"连续{length}字与来源（{name[:40]}）逐字相同，请换自己的说法，或加引号注明是谁的话。"
            yield Claim(place, sentence, ()).finding("verbatim-run", "error", shown, advice, name)
