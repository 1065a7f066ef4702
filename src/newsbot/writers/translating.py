"""Writing a translation: one source whole, paragraph by paragraph, then what is thought of it, apart.

Code cuts the source into parts, puts what comes back under its paragraphs and lays out headings, lists and links; the
model renders sentences. A capable one (`whole`) is asked part by part, a small one (`stepwise`) sentence by sentence,
several at a time. What fails its checks is asked for again, with the faults named.
"""

from collections.abc import Iterator, Mapping, Sequence

from newsbot import checks, chinese, prompts
from newsbot import draft as drafts
from newsbot.errors import Malformed
from newsbot.news import Draft, Evidence, Kind, Passage, Sentence, Shape, Writer
from newsbot.newsroom import Model
from newsbot.together import together
from newsbot.writers import by_sentence, layout, marking, renderings, views
from newsbot.writers.questions import Questions
from newsbot.writers.renderings import Rendered

PART = 900
"""Reading units of the source that one call renders: about 450 English words, an answer of some 1,500 tokens."""

_FORMS = {
    "title": "标题",
    "heading": "小标题",
    "paragraph": "段落",
    "item": "列表项",
    "quote": "引文",
    "row": "表格的一行，各格以 | 隔开",
    "cells": "表格的一行，一句是一格",
}


async def write(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    concurrency: int,
    standards: checks.Standards,
    kind: Kind,
    way: Writer,
    wish: str = "",
) -> Draft:
    """The translation of the evidence's one source. `wish` is why an editor sent an earlier one back.

    A paragraph that could not be rendered is missing from the draft, which the gate then holds. Raises `ModelError`
    when nothing at all was rendered, or the endpoint cannot be asked.
    """
    questions = Questions(model, folder, evidence, secret, concurrency, kind)
    return await _Translator(questions, evidence, standards, way, wish).draft(kind)


class _Translator:
    """One translation: what it is made from, and whom to ask."""

    def __init__(
        self, questions: Questions, evidence: Evidence, standards: checks.Standards, way: Writer, wish: str
    ) -> None:
        self._questions = questions
        self._evidence = evidence
        self._standards = standards
        self._way = way
        self._wish = wish

    async def draft(self, kind: Kind) -> Draft:
        parts = list(_parts(self._evidence.passages))
        done = await together(*(self._part(part) for part in parts))
        rendered: Rendered = {id: sentences for part in done for id, sentences in part.items()}
        if not rendered:
            failed = self._questions.failed
            raise failed[0] if failed else Malformed("the model rendered no paragraph of the source")
        if self._way == "stepwise":
            points = await views.by_point(self._questions, self._evidence, rendered, self._standards)
        else:
            points = await views.whole(self._questions, self._evidence)
        title, opening, sections = layout.laid_out(self._evidence.passages, rendered)
        drafted = Draft(
            kind=kind.name,
            writer=self._way,
            model=self._questions.model,
            prompts=self._questions.uses,
            title=title,
            heading=None,
            tldr=(),
            introduction=opening,
            sections=sections,
            conclusion=points,
        )
        return layout.with_originals(drafted, self._evidence, self._standards)

    async def _part(self, passages: Sequence[Passage]) -> Rendered:
        """The paragraphs of one part: asked for once, what is faulty once more, the better of the two taken."""
        if self._way == "stepwise":
            return await self._by_sentence(passages)
        first = await self._ask(passages, {}, 0)
        faults = {passage.id: self._faults(passage, first.get(passage.id, ())) for passage in passages}
        again = [passage for passage in passages if faults[passage.id]]
        if again:
            second = await self._ask(again, faults, 2)
            for passage in again:
                made = second.get(passage.id, ())
                if made and len(self._faults(passage, made)) < len(faults[passage.id]):
                    first[passage.id] = made
        return first | await self._by_sentence([passage for passage in passages if passage.id not in first])

    async def _by_sentence(self, passages: Sequence[Passage]) -> Rendered:
        done = [
            await by_sentence.paragraph(passage, self._questions, self._evidence, self._standards, self._wish)
            for passage in passages
        ]
        return {passage.id: made for passage, made in zip(passages, done, strict=True) if made}

    async def _ask(self, passages: Sequence[Passage], faults: Mapping[str, Sequence[str]], ordinal: int) -> Rendered:
        """What the model makes of these paragraphs in one call; nothing where its answer is of no use."""
        reply = await self._questions.reply(
            "translate",
            f"translate:{passages[0].id}",
            drafts.ReplyRendition,
            "rendition",
            ordinal,
            names=self._standards.names.names_for("\n".join(passage.text for passage in passages)),
            wish=self._wish,
            paragraphs=[
                {
                    "id": passage.id,
                    "form": _form(passage.shape or Shape()),
                    "sentences": marking.shown(passage, checks.pieces(passage)),
                    "faults": "；".join(faults.get(passage.id, ())),
                }
                for passage in passages
            ],
        )
        asked = {passage.id: passage for passage in passages}
        made: Rendered = {}
        for one in reply.paragraphs if reply else ():
            passage = asked.get(one.id.strip("[] "))
            if passage is not None and passage.id not in made and any(text.strip() for text in one.sentences):
                sentences = renderings.sentences(passage, _cells(passage, one.sentences))
                if not _celled(passage) or len(sentences) == len(
                    checks.pieces(passage)
                ):  # else none knows which is which
                    made[passage.id] = sentences
        return made

    def _faults(self, passage: Passage, sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
        return renderings.faults(passage, sentences, self._evidence, self._standards).told


def _form(shape: Shape) -> str:
    return _FORMS["cells" if shape.cells else shape.form]


def _celled(passage: Passage) -> bool:
    return passage.shape is not None and bool(passage.shape.cells)


def _cells(passage: Passage, said: Sequence[str]) -> Sequence[str]:
    """The cells of a row that a model gave in one line."""
    if not _celled(passage) or len(said) != 1:
        return said
    cells = said[0].strip(" |").split("|")
    return cells if len(cells) == len(checks.pieces(passage)) else said


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The paragraphs in parts of about `PART`, none cut in two."""
    part: list[Passage] = []
    size = 0
    for passage in passages:
        weight = chinese.weight(passage.text)
        if part and size + weight > PART:
            yield part
            part, size = [], 0
        part.append(passage)
        size += weight
    if part:
        yield part
