"""Writing an edition in English: each sentence of the signed article told again, on the very passages it has.

    signed article ──sentences, numbered──▶ one call for each `TOGETHER` ──▶ DRAFT, sentence for sentence

A small model is asked sentence by sentence (`retelling`). What takes more than one call begins with its names: whoever
tells the rest is shown what keywords, rows and columns are called. What stands around several tables in the same words
is asked for once; figures and dates in cells are put into English by code.

The model orders, adds and cites nothing: place, passages and kind of every sentence are the original's.
"""

import asyncio
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from newsbot import chinese, prompts, topics
from newsbot import draft as drafts
from newsbot.checks import HOUSE, Standards
from newsbot.errors import Malformed, UsageError, WrongLanguage
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, PromptUse, Sentence
from newsbot.newsroom import Model, Request
from newsbot.writers.asking import UNUSABLE, ask
from newsbot.writers.retelling import Asked, Retelling, english, unmarked, what, written_alike

TOGETHER = 20
"""Sentences of one call: an article of usual length is two calls, after one for its names."""
LONGEST_NAME = 60
"""Characters of what is shown as a name to whoever tells the rest."""
LONGEST_PASSAGES = 1_500
"""Characters of the foreign passages of one sentence that are shown: what its names and quotations are taken from."""


class ReplySentences(BaseModel):
    """Sentences of the article in English, by their number."""

    model_config = ConfigDict(extra="ignore")

    class One(BaseModel):
        model_config = ConfigDict(extra="ignore")
        number: int
        text: str = Field(max_length=drafts.LONGEST)

    sentences: list[One]


async def write(
    model: Model | None,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    standards: Standards = HOUSE,
    kind: Kind = NEWS,
    alone: int = 0,
) -> Draft:
    """The edition's draft in English; `alone` is how many sentences are asked for at once, each by itself, 0 in
    batches. Raises `UsageError` without a model, `ModelError`."""
    assert evidence.edition is not None, "what is told again is in the evidence"
    if model is None:
        raise UsageError("an English edition is written by a model: set one (NEWSBOT_LLM__DRAFT_MODEL)")
    signed = evidence.edition.signed
    uses: list[PromptUse] = []
    told: dict[str, Sentence | None] = {
        place: written for place, each in signed.placed() if (written := written_alike(place, each)) is not None
    }
    asked, alike = _asked_once([each for each in signed.placed() if each[0] not in told])
    if alone:
        told |= await _by_sentence(model, folder, evidence, secret, asked, uses, standards, kind, alone)
    else:
        together = _Together(model, folder, evidence, secret, standards, kind)
        told |= await together.told(asked)
        uses += together.uses
    told |= {p: english(p, each, one.text) for p, (each, first) in alike.items() if (one := told.get(first))}
    if alone:
        told |= _given_up(signed, told)
    return signed.revised(told).model_copy(
        update={
            "language": "en",
            "writer": "edition",
            "model": model.name("draft"),
            "prompts": tuple(dict.fromkeys(uses)),
            "tags": tuple(dict.fromkeys(topics.ENGLISH.get(tag, tag) for tag in signed.tags)),
        }
    )


async def rewrite(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    failing: Sequence[tuple[str, Sentence, tuple[Finding, ...]]],
    uses: list[PromptUse],
    standards: Standards = HOUSE,
    kind: Kind = NEWS,
    alone: int = 0,
) -> dict[str, Sentence]:
    """New wordings by place for sentences that failed, each shown with its faults. An unusable answer rewords nothing.

    Raises `ModelError` when the endpoint cannot be asked.
    """
    asked = [each for each in failing if each[1].signed]
    if not asked:
        return {}
    try:
        if alone:
            return await _by_sentence(model, folder, evidence, secret, asked, uses, standards, kind, alone)
        together = _Together(model, folder, evidence, secret, standards, kind)
        made = await together.batches(asked, "edition rewrite")
        uses += together.uses
        return made
    except UNUSABLE:
        return {}


def _asked_once(placed: Sequence[tuple[str, Sentence]]) -> tuple[Asked, dict[str, tuple[Sentence, str]]]:
    """What is asked for, and by place what is told in the words of another place: labels of tables that are alike."""
    first: dict[str, str] = {}
    asked = []
    alike = {}
    for place, each in placed:
        if each.kind == "label" and first.setdefault(each.text, place) != place:
            alike[place] = (each, first[each.text])
        else:
            asked.append((place, each, ()))
    return asked, alike


def _given_up(signed: Draft, told: Mapping[str, Sentence | None]) -> dict[str, None]:
    """The places of which nothing usable came, and of keywords that the told text has not.

    Raises `Malformed` where the headline is among them.
    """
    lost = [place for place, _ in signed.placed() if told.get(place) is None]
    if needed := [place for place in lost if place in ("title", "heading")]:
        raise Malformed(f"the model gave nothing usable for {' and '.join(needed)}; try again, or set a larger one")
    body = "\n".join(each.text for p, each in told.items() if each and not p.startswith("keywords/")).lower()
    strange = [p for p, each in told.items() if p.startswith("keywords/") and each and each.text.lower() not in body]
    return dict.fromkeys((*lost, *strange))


async def _by_sentence(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    asked: Asked,
    uses: list[PromptUse],
    standards: Standards,
    kind: Kind,
    alone: int,
) -> dict[str, Sentence]:
    retelling = Retelling(model, folder, evidence, secret, standards, kind)
    told = await retelling.told(asked, alone)
    uses += retelling.uses
    return told


class _Together:
    """One edition's conversation with a larger model, many sentences a call, and under which prompts it was held."""

    def __init__(
        self, model: Model, folder: prompts.Folder, evidence: Evidence, secret: str, standards: Standards, kind: Kind
    ) -> None:
        self._model = model
        self._prompt = folder.prompt_of(kind, "edition")
        self._evidence = evidence
        self._secret = secret
        self._names = standards.names
        self._called: tuple[tuple[str, str], ...] = ()
        self.uses: list[PromptUse] = []

    async def told(self, asked: Asked) -> dict[str, Sentence]:
        """All of these in English, by place. Raises `ModelError`."""
        names = [each for each in asked if _is_name(*each[:2])] if len(asked) > TOGETHER else []
        named = await self.batches(names, "edition names")
        self._called = tuple((each.text, each.signed) for each in named.values() if len(each.text) <= LONGEST_NAME)
        return named | await self.batches([each for each in asked if each[0] not in named], "edition")

    async def batches(self, asked: Asked, purpose: str) -> dict[str, Sentence]:
        """The same, all calls at the same time."""
        starts = range(0, len(asked), TOGETHER)
        calls = (self._batch(asked[start : start + TOGETHER], f"{purpose} {start}") for start in starts)
        told: dict[str, Sentence] = {}
        for answered in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(answered, BaseException):
                raise answered
            told |= answered
        return told

    async def _batch(self, asked: Asked, purpose: str) -> dict[str, Sentence]:
        evidence = self._evidence
        shown = [_shown(number, *each, evidence) for number, each in enumerate(asked, 1)]
        texts = "\n".join(str(each["text"]) for each in shown)
        cited = (passage.text for _, each, _ in asked for passage in evidence.cited(each.passages))
        known = self._names.names_for("\n".join((texts, *cited)))
        prompt = self._prompt.rendered(
            canary=prompts.canary(self._secret, evidence.story, evidence),
            marker=prompts.marker(self._secret, evidence.story, evidence, purpose),
            names=dict.fromkeys((*known, *(pair for pair in self._called if pair[1] in texts))),
            sentences=shown,
        )
        self.uses.append(prompt.use)
        request = Request.under(prompt, purpose, form=("edition", drafts.schema(ReplySentences)))
        found, _ = await ask(self._model, request, lambda text: _read(text, len(asked)))
        return {place: english(place, each, found[number]) for number, (place, each, _) in enumerate(asked, 1)}


def _is_name(place: str, sentence: Sentence) -> bool:
    """Whether it is what something is called wherever it is spoken of: a keyword, a row or a column."""
    return place.startswith("keywords/") or (sentence.kind == "label" and place.endswith("/cell"))


def _shown(
    number: int, place: str, sentence: Sentence, findings: tuple[Finding, ...], evidence: Evidence
) -> dict[str, object]:
    """A sentence as the prompt shows it, with the foreign passages that its names and quotations are taken from."""
    foreign: list[str] = []
    room = LONGEST_PASSAGES
    for passage in evidence.cited(sentence.passages):
        if not passage.language.startswith("zh") and room > 0:
            foreign.append(passage.text[:room])
            room -= len(passage.text)
    return {
        "number": number,
        "what": what(place, sentence) or "正文",
        "text": unmarked(sentence),
        "before": sentence.text,
        "fault": "；".join(finding.advice.rstrip("。") for finding in findings[:3]),
        "passages": foreign,
    }


def _read(text: str, count: int) -> Mapping[int, str]:
    """The English sentences by number. Raises `Malformed` for one that is missing, `WrongLanguage`."""
    reply = drafts.read(text, ReplySentences)
    found = {each.number: chinese.one_line(each.text) for each in reply.sentences}
    missing = [number for number in range(1, count + 1) if not found.get(number)]
    if missing:
        raise Malformed(f"没有第{'、'.join(map(str, missing[:10]))}条，每一条都要有")
    other = [number for number in range(1, count + 1) if chinese.language(found[number]) == "zh"]
    if len(other) > count // 2:
        raise WrongLanguage("要写成英文")
    return found
