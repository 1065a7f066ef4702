"""Translating with a small model: one sentence at a time, its figures in Chinese before the model sees it.

A cell of a table and a lead before a colon are asked for alone. What a rule faults is asked for again with the fault
named, in the end at a higher temperature without marks; of what came the one with the fewest faults is taken. A name
that was lost or put into Chinese is shown as A1 then, which a small model copies where it transliterates Lindholm. A
part may be asked for again once, and oftener while others needed one call only: two calls a part in all.
"""

import re
from typing import NamedTuple

from newsbot import checks, prompts
from newsbot.news import Evidence, Passage, Sentence
from newsbot.together import together
from newsbot.writers import codes, marking, renderings
from newsbot.writers.questions import Questions

TRIES: tuple[float | None, ...] = (None, None, 0.6, 0.6, 0.6)
"""The temperature of each try, None the prompt's own: a model that repeats itself at a low one varies at a higher."""
FAULTS_TOLD = 3
LED, CELLS = "：", " | "
"""What stands between the parts of a sentence that are asked for alone: a lead and its sentence, cells of a row."""

_LEAD = re.compile(r"^\*\*([^*\n]{1,80}?)[:：]?\*\*\s?[:：]?\s*(?=\S)")
# Speech before its speaker: a small model ends with the speech and forgets who spoke.
_SPOKEN = re.compile(r"^(?:\"([^\"]{1,600}?)\"|“([^“”]{1,600}?)”),? (said|says|told) ([^\"“”]{1,300}?)\.?$")
_WORDS = re.compile(r"[a-z]{2}|[^\x00-\x7f]{2}")


class _Part(NamedTuple):
    """What is asked for at once: as the model is shown it, and the words of the original it renders."""

    shown: str
    piece: str


async def paragraph(
    passage: Passage, questions: Questions, evidence: Evidence, standards: checks.Standards, wish: str
) -> tuple[Sentence, ...]:
    """A paragraph sentence by sentence; empty where one of them could not be rendered. Raises `ModelError`."""
    pieces = checks.pieces(passage)
    shown = marking.shown(passage, pieces)
    asked = (
        _Asked(passage, number, questions, evidence, standards, wish).sentence(piece, marked)
        for number, (piece, marked) in enumerate(zip(pieces, shown, strict=True))
    )
    made = await together(*asked)
    return () if any(each is None for each in made) else tuple(each for each in made if each)


class _Asked:
    """One sentence of a paragraph, and whom to ask for its rendering."""

    def __init__(
        self,
        passage: Passage,
        number: int,
        questions: Questions,
        evidence: Evidence,
        standards: checks.Standards,
        wish: str,
    ) -> None:
        self._passage = passage
        self._purpose = f"translate:{passage.id}:{number}"
        self._questions = questions
        self._evidence = evidence
        self._standards = standards
        self._wish = wish

    async def sentence(self, piece: str, marked: str) -> Sentence | None:
        parts, between = _parts(self._passage, piece, marked)
        if self._passage.shape is not None and self._passage.shape.cells:
            text = await self._cell(_Part(marked, piece))
        elif len(parts) == 1:
            text = await self._best(parts[0], self._purpose)
        else:
            made = [await self._best(part, f"{self._purpose}.{n}") for n, part in enumerate(parts)]
            if between == LED and made[0]:
                made[0] = f"**{marking.read(made[0], None).text.strip('：:。')}**"
            text = between.join(made) if all(made) else ""
        return renderings.rendering(self._passage, piece, text, marked) if text else None

    async def _cell(self, part: _Part) -> str:
        """The rendering of a cell, one for all that are equal: they are asked for once, and for the same in a rerun."""
        purpose = f"translate:cell:{prompts.digest(part.shown)[:12]}"
        return await self._questions.once(part.shown, lambda: self._best(part, purpose))

    async def _best(self, part: _Part, purpose: str) -> str:
        """The rendering of a part with the fewest faults; empty where none came. A figure or a name is its own."""
        if not _WORDS.search(part.piece):
            return checks.glossed(part.shown)
        best: tuple[tuple[int, int], str] | None = None
        names = codes.names_of(part.piece, self._standards)
        fault, lost = "", False
        for ordinal, temperature in enumerate(TRIES):
            if ordinal > 1 and not self._questions.takes_spare():
                break
            shown = asked(part.shown if ordinal == 0 else marking.read(part.shown, None).text)
            stand_in = codes.codes_of(names, part.piece) if lost else {}
            reply = await self._questions.text(
                "translate-sentence",
                purpose,
                ordinal,
                temperature,
                names=[each for each in names if each[0] not in stand_in],
                sentence=codes.coded(shown, stand_in),
                fault=fault,
                wish=self._wish,
            )
            text = codes.decoded(renderings.said(reply), stand_in, names, part.piece)
            if not text:
                continue
            sentence = renderings.rendering(self._passage, part.piece, text, part.shown)
            found = renderings.faults_of(self._passage, part.piece, sentence, self._evidence, self._standards)
            weight = (len(found.errors), len(found.others))
            if best is None or weight < best[0]:
                best = (weight, text)
            if not found.told or (ordinal and not found.errors):
                self._questions.spare += ordinal == 0
                break
            lost = bool(checks.names_lost(part.piece, sentence.text, "", self._standards.names))
            words = {word for foreign, _ in names for word in foreign.split()} if lost else set()
            told = [each for each in found.told if not any(f"“{word}”" in each for word in words)]
            fault = "；".join(told[:FAULTS_TOLD])
        return best[1] if best else ""


def asked(shown: str) -> str:
    """The sentence as the model is asked for it: its figures in Chinese, and who speaks before what is said."""
    spoken = _SPOKEN.match(shown)
    if spoken is not None:
        words, verb, who = (spoken[1] or spoken[2]).rstrip(","), spoken[3], spoken[4]
        comma = "," if "," in who else ""
        ended = words if words.endswith((".", "?", "!")) else f"{words}."
        shown = f'{who[:1].upper()}{who[1:]}{comma} {verb}: "{ended}"'
    return checks.glossed(shown)


def _parts(passage: Passage, piece: str, marked: str) -> tuple[list[_Part], str]:
    """The parts of a sentence that are rendered alone, and what stands between their renderings."""
    if passage.shape is not None and passage.shape.form == "row" and not passage.shape.cells:
        shown = marked.split(CELLS)
        cells = piece.split(CELLS)
        if len(shown) == len(cells):
            return [_Part(*each) for each in zip(shown, cells, strict=True)], CELLS
    if (lead := _LEAD.match(marked)) and piece.startswith(lead[1]):
        rest = piece[len(lead[1]) :]
        if rest[:1] in (":", "："):
            return [_Part(f"**{lead[1]}**", lead[1]), _Part(marked[lead.end() :], rest[1:].strip())], LED
    return [_Part(marked, piece)], ""
