"""What a column has besides its facts, by a small model: opinions part by part, a thesis, people in their own words.

Each opinion is begun by code and ended by the model (`begun.py`), from the checked facts of its part alone. What does
not hold is asked for with another beginning, then left out. The thesis is made from the opinions that held.
"""

from collections.abc import Awaitable, Callable, Sequence

from newsbot import checks, chinese
from newsbot.errors import Malformed
from newsbot.news import Draft, Evidence, Paragraph, Sentence
from newsbot.together import together
from newsbot.writers import begun
from newsbot.writers.rewording import Piece

Ask = Callable[..., Awaitable[list[str]]]
"""Asks the model under a prompt of the kind, by its name and variables, for the lines of its reply."""

MOST_SPOKEN = 3
"""Sentences in people's own words that a column takes over."""

VIEWS = 2  # a part, where so many hold
SPARE = 1  # a part: another part may have had the same
MOST_ASKED = 6  # a part: of a small model's answers about every second one is an opinion
MOST_WEIGHED = 4  # opinions that a thesis is made from: one of each part, then those of the first parts
SHOWN = 3  # sentences at a time: of more it speaks in general


def spoken(piece: Piece, evidence: Evidence, standards: checks.Standards) -> tuple[Sentence, ...]:
    """The piece as it stands, where it gives somebody's own words under a name and passes its checks; else nothing."""
    if piece.foreign:
        return ()
    sentence = Sentence(text=chinese.curled(chinese.simplified(piece.text)), passages=(piece.passage.id,))
    if not checks.quotes_somebody(sentence):
        return ()
    found = checks.against("introduction/0/0", sentence, evidence, standards)
    return () if any(each.severity == "error" for each in found) else (sentence,)


async def argued(
    ask: Ask, parts: Sequence[Sequence[Sentence]], evidence: Evidence, standards: checks.Standards
) -> tuple[tuple[Sentence, ...], list[tuple[Sentence, ...]]]:
    """The thesis (none where no sentence holds) and the opinions of each part.

    Raises `ModelError`; `Malformed` where the model gives no opinion that holds.
    """
    column = _Column(ask, evidence, standards)
    asked = await together(*(column.part(number, facts) for number, facts in enumerate(parts)))
    held = _shared_out(parts, asked)
    if not any(held):
        raise Malformed(
            "none of the model's opinions was one (docs/kinds.md); use a larger model (NEWSBOT_LLM__DRAFT_MODEL)"
        )
    return await column.thesis(held), held


def added(draft: Draft, thesis: tuple[Sentence, ...], views: Sequence[tuple[Sentence, ...]]) -> Draft:
    """The draft with its thesis for a TL;DR, where there is one, and each section's opinions at its end."""
    sections = tuple(
        section.model_copy(update={"blocks": (*section.blocks, Paragraph(sentences=said))}) if said else section
        for section, said in zip(draft.sections, views, strict=True)
    )
    return draft.model_copy(update={"sections": sections, "tldr": thesis or draft.tldr})


def _shared_out(parts: Sequence[Sequence[Sentence]], views: Sequence[Sequence[Sentence]]) -> list[tuple[Sentence, ...]]:
    """Of each part's opinions up to `VIEWS`, none twice in the column: each part gets one before any gets a second."""
    held: list[tuple[Sentence, ...]] = [() for _ in parts]
    for already in range(VIEWS):
        for number, facts in enumerate(parts):
            said = [each.text for group in held for each in group]
            fresh = next((each for each in views[number] if not begun.alike(each.text, said)), None)
            if fresh is not None and len(held[number]) == already < max(1, len(facts)):
                held[number] += (fresh,)
    return held


class _Column:
    def __init__(self, ask: Ask, evidence: Evidence, standards: checks.Standards) -> None:
        self._ask = ask
        self._evidence = evidence
        self._standards = standards

    async def part(self, number: int, facts: Sequence[Sentence]) -> list[Sentence]:
        """Up to `VIEWS` opinions on these facts and a spare one, no two of them the same."""
        held: list[Sentence] = []
        told = [each.text for each in facts]
        shown = [told[at : at + SHOWN] for at in range(0, len(told), SHOWN)]
        for ordinal in range(MOST_ASKED):
            beginning = begun.BEGINNINGS[(number + ordinal) % len(begun.BEGINNINGS)]
            lines = await self._ask("view", facts=shown[ordinal % len(shown)], beginning=beginning)
            view = begun.ended("\n".join(lines), beginning, told, self._evidence, self._standards)
            if view is not None and not begun.alike(view.text, [each.text for each in held]):
                held.append(view)
            if len(held) == VIEWS + SPARE:
                break
        return held

    async def thesis(self, parts: Sequence[Sequence[Sentence]]) -> tuple[Sentence, ...]:
        """One opinion that says what those of the parts come to; none where neither of two tries is one."""
        views = [each.text for group in parts for each in group]
        for shown in ([group[0].text for group in parts if group][:MOST_WEIGHED], views[:MOST_WEIGHED]):
            asked = self._ask("thesis", headline=self._evidence.headline, views=shown)
            made = begun.opinion("".join(await asked), views, self._evidence, self._standards, most=1.0)
            if made is not None and made.text not in views:
                return (made,)
        return ()
