"""What a column has besides its facts, by a small model: opinions part by part, a thesis, people in their own words.

A small model argues badly and completes well. So code begins each opinion (应当……, 不能只……) and the model ends it,
from the checked facts of that part alone; what it says is held to what an opinion may be, and to the part it stands in.
What does not hold is asked for with another beginning, then left out. The thesis is made from the opinions that held.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence

from newsbot import checks, chinese
from newsbot import draft as drafts
from newsbot.errors import Malformed
from newsbot.news import Draft, Evidence, Paragraph, Sentence
from newsbot.writers.rewording import Piece

Ask = Callable[..., Awaitable[list[str]]]
"""Asks the model under a prompt of the kind, by its name and variables, for the lines of its reply."""

MOST_SPOKEN = 3
"""Sentences in people's own words that a column takes over."""

BEGINNINGS = ("不能只", "应当", "关键在于", "值得追问的是")
VIEWS = 2  # a part, where so many hold
MOST_ASKED = 3  # a part: one more than is wanted
# An opinion speaks of its part, and does not tell its facts again: the share of its word pairs that those have.
LEAST_SHARED, MOST_SHARED = 0.2, 0.7
ALIKE = 0.6  # share of word pairs from which two opinions are one
LENGTH = (10, 60)  # reading units
_COPIED = 14  # characters in a row from one fact: then it is no opinion of ours
# Said of everything, and so of nothing; or a plain statement behind the beginning of an opinion.
_EMPTY = re.compile(
    "是专门的?|是一[个种家名]|确保其|确保.{0,6}的(?:准确|可靠)性|进一步(?:优化|完善|改进|提升|加强|修正)|加强.{0,8}(?:研究|交流|合作|培训|建设|监管)|准确性和可靠性|可靠性和准确性|"
    "具有重要意义|促进.{0,8}发展|推动.{0,8}(?:发展|进步)|提高.{0,6}(?:效率|质量|水平)。|值得(?:推广|肯定|表扬)[，。]"
)


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
    asked = await asyncio.gather(*(column.part(number, facts) for number, facts in enumerate(parts)))
    held: list[tuple[Sentence, ...]] = []
    for facts, views in zip(parts, asked, strict=True):
        said = [each.text for group in held for each in group]
        fresh = tuple(each for each in views if not _alike(each.text, said))
        held.append(fresh[: max(1, min(VIEWS, len(facts)))])
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


class _Column:
    def __init__(self, ask: Ask, evidence: Evidence, standards: checks.Standards) -> None:
        self._ask = ask
        self._evidence = evidence
        self._standards = standards

    async def part(self, number: int, facts: Sequence[Sentence]) -> list[Sentence]:
        """Up to `VIEWS` opinions on these facts, no two of them the same."""
        held: list[Sentence] = []
        told = [each.text for each in facts]
        for ordinal in range(MOST_ASKED):
            beginning = BEGINNINGS[(number + ordinal) % len(BEGINNINGS)]
            lines = await self._ask("view", facts=told, beginning=beginning)
            view = opinion("".join(lines), told, self._evidence, self._standards)
            if (
                view is not None
                and view.text.startswith(beginning)
                and not _alike(view.text, [each.text for each in held])
            ):
                held.append(view)
            if len(held) == VIEWS:
                break
        return held

    async def thesis(self, parts: Sequence[Sequence[Sentence]]) -> tuple[Sentence, ...]:
        """One opinion that says what those of the parts come to; none where neither of two tries is one."""
        views = [each.text for group in parts for each in group]
        for ordinal, shown in enumerate((views, [group[0].text for group in parts if group])):
            asked = self._ask("thesis", headline=self._evidence.headline, views=shown[: 6 - 3 * ordinal])
            made = opinion("".join(await asked), views, self._evidence, self._standards, most=1.0)
            if made is not None and made.text not in views:
                return (made,)
        return ()


def opinion(
    text: str, told: Sequence[str], evidence: Evidence, standards: checks.Standards, most: float = MOST_SHARED
) -> Sentence | None:
    """The reply's first sentence as an opinion on what was told; None where it is none, or speaks of something else.

    With `most` below 1 it may have only that share of its word pairs from there, and no long run of words.
    """
    made = drafts.sentences(drafts.ReplySentence(text=text[: drafts.LONGEST]))[:1]
    if not made or not LENGTH[0] <= chinese.weight(made[0].text) <= LENGTH[1]:
        return None
    view = Sentence(text=made[0].text, kind="opinion")
    pieces = chinese.bigrams(view.text)
    shared = pieces & set().union(*map(chinese.bigrams, told))
    if _EMPTY.search(view.text) or not LEAST_SHARED * len(pieces) <= len(shared) <= most * len(pieces):
        return None
    runs = [view.text[at : at + _COPIED] for at in range(len(view.text) - _COPIED)] if most < 1 else []
    if any(run in each for run in runs for each in told):
        return None
    found = checks.against("sections/0/0/0", view, evidence, standards)
    return None if found or checks.people_in(view.text) else view


def _alike(text: str, others: Sequence[str]) -> bool:
    """Whether most of the text's word pairs, or of another's, stand in both."""
    pieces = chinese.bigrams(text)
    both = [(len(pieces & theirs), min(len(pieces), len(theirs))) for theirs in map(chinese.bigrams, others)]
    return any(shared >= ALIKE * max(1, fewer) for shared, fewer in both)
