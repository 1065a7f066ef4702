"""Writing an edition in English: each sentence of the signed article told again, on the very passages it has.

    signed article ──sentences, numbered──▶ one call for each `TOGETHER` ──▶ DRAFT, sentence for sentence

A small model is asked sentence by sentence (`retelling`).

The model orders, adds and cites nothing: place, passages and kind of every sentence are the original's.
"""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from newsbot import chinese, prompts, topics
from newsbot import draft as drafts
from newsbot.checks import HOUSE, Standards
from newsbot.errors import Malformed, UsageError, WrongLanguage
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, PromptUse, Sentence
from newsbot.newsroom import Model, Request
from newsbot.writers.asking import UNUSABLE, ask
from newsbot.writers.retelling import WHAT, Asked, Retelling, english

TOGETHER = 20
"""Sentences of one call: an article of usual length is two calls."""
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
    placed = list(signed.placed())
    uses: list[PromptUse] = []
    told: dict[str, Sentence | None] = {}
    if alone:
        told |= await _by_sentence(model, folder, evidence, secret, _unheld(placed), uses, standards, kind, alone)
        told |= {place: None for place, _ in placed if place not in told}
        body = "\n".join(
            each.text for place, each in told.items() if each and not place.startswith("keywords/")
        ).lower()
        told |= {
            p: None for p, each in told.items() if p.startswith("keywords/") and each and each.text.lower() not in body
        }
        if lost := [place for place in ("title", "heading") if told.get(place, signed.title) is None]:
            raise Malformed(f"the model gave nothing usable for {' and '.join(lost)}; try again, or set a larger one")
        placed = []
    for start in range(0, len(placed), TOGETHER):
        asked = _unheld(placed[start : start + TOGETHER])
        told |= await _told(model, folder, evidence, secret, asked, uses, standards, kind, f"edition {start}")
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
    asked = [each for each in failing if each[1].signed][:TOGETHER]
    if not asked:
        return {}
    try:
        if alone:
            return await _by_sentence(model, folder, evidence, secret, asked, uses, standards, kind, alone)
        return await _told(model, folder, evidence, secret, asked, uses, standards, kind, "edition rewrite")
    except UNUSABLE:
        return {}


def _unheld(placed: Sequence[tuple[str, Sentence]]) -> Asked:
    return [(place, each, ()) for place, each in placed]


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


async def _told(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    asked: Sequence[tuple[str, Sentence, tuple[Finding, ...]]],
    uses: list[PromptUse],
    standards: Standards,
    kind: Kind,
    purpose: str,
) -> dict[str, Sentence]:
    shown = [_shown(number, *each, evidence) for number, each in enumerate(asked, 1)]
    cited = (passage for _, each, _ in asked for passage in evidence.cited(each.passages))
    prompt = folder.prompt_of(kind, "edition").rendered(
        canary=prompts.canary(secret, evidence.story, evidence),
        marker=prompts.marker(secret, evidence.story, evidence, purpose),
        names=standards.names.names_for("\n".join((*(str(each["text"]) for each in shown), *(p.text for p in cited)))),
        sentences=shown,
    )
    uses.append(prompt.use)
    request = Request(
        role="draft",
        purpose=purpose,
        system=prompt.system,
        user=prompt.user,
        schema_name="edition",
        reply_schema=drafts.schema(ReplySentences),
        max_tokens=prompt.max_tokens,
    )
    texts, _ = await ask(model, request, lambda text: _read(text, len(asked)))
    return {place: english(place, each, texts[number]) for number, (place, each, _) in enumerate(asked, 1)}


def _shown(
    number: int, place: str, sentence: Sentence, findings: tuple[Finding, ...], evidence: Evidence
) -> dict[str, object]:
    """A sentence as the prompt shows it, with the foreign passages that its names and quotations are taken from."""
    part = "keywords" if place.startswith("keywords/") else place.rpartition("/")[2]
    foreign: list[str] = []
    room = LONGEST_PASSAGES
    for passage in evidence.cited(sentence.passages):
        if not passage.language.startswith("zh") and room > 0:
            foreign.append(passage.text[:room])
            room -= len(passage.text)
    return {
        "number": number,
        "what": WHAT.get(part, "正文"),
        "text": sentence.signed or sentence.text,
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
