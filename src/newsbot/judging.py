"""The judge: one batched model call over sentences and just their passages, and the test it must pass first.

A judge's word counts only with the words of the passage that decide, found verbatim in the passage;
a judge that has not been probed, or failed, is not asked. A small model is no judge: the 1.5B one
called invented figures supported.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from newsbot import chinese, prompts
from newsbot import draft as drafts
from newsbot.errors import SettingsError
from newsbot.news import Evidence, Judged, Noun, Passage, PromptUse, Sentence
from newsbot.newsroom import Model, Request
from newsbot.together import together
from newsbot.writers.asking import UNUSABLE, ask

# Below this balanced accuracy on the known pairs a model may not judge.
LEAST_ACCURACY = 0.85
# Fewer reading units than this (two Latin words, four Han characters) decide nothing.
LEAST_SPAN = 4
# What one call is shown, in UTF-8 bytes ÷ 2 and in sentences: an article fits, and so does the answer in its bound.
MOST_TOKENS = 30_000
MOST_SENTENCES = 60
# Of two answers about one sentence the stricter counts.
_STRICTEST = ("contradicted", "unsupported", "partly", "supported")


class Probe(Noun):
    """How a model did on the known pairs: balanced accuracy 0 to 1, and whether it may judge.

    `test` is the digest of the prompt and the pairs: another prompt makes another judge.
    """

    accuracy: float
    pairs: int
    test: str = ""

    @property
    def passed(self) -> bool:
        return self.accuracy >= LEAST_ACCURACY


class _Pair(Noun):
    claim: str
    source: str
    supported: bool


class _Claim(Noun):
    number: int
    text: str
    passages: tuple[Passage, ...]


async def judge(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    asked: Sequence[tuple[str, Sentence]],
    uses: list[PromptUse] | None = None,
) -> dict[str, Judged]:
    """The judge's word on each sentence, by place; one it left out or gave no verbatim span for is not in the answer.

    An answer that is no use leaves all of them open: the article is then `review` at best. Raises `ModelError`
    when the endpoint cannot be asked. The prompt that was sent is added to `uses`.
    """
    claims = [
        _Claim(number=number, text=sentence.reading, passages=evidence.cited(sentence.passages))
        for number, (_, sentence) in enumerate(asked, 1)
    ]
    marker = prompts.marker(secret, evidence.story, evidence, "judge")
    canary = prompts.canary(secret, evidence.story, evidence)
    sources = prompts.named(evidence)

    async def answered(batch: list[_Claim], used: list[PromptUse]) -> dict[int, drafts.ReplyJudgements.One]:
        try:
            purpose = "judge:" + _digest(batch)
            return await _asked(model, folder, marker, purpose, batch, uses=used, sources=sources, canary=canary)
        except UNUSABLE:
            return {}

    batches = list(_batches(claims))
    used: list[list[PromptUse]] = [[] for _ in batches]
    replies = await together(*map(answered, batches, used))
    if uses is not None:
        uses += [use for each in used for use in each]
    words: dict[str, Judged] = {}
    for batch, answers in zip(batches, replies, strict=True):
        for claim in batch:
            place = asked[claim.number - 1][0]
            if claim.number in answers and (word := _word(place, answers[claim.number], claim)):
                words[place] = word
    return words


def _batches(claims: Sequence[_Claim]) -> Iterator[list[_Claim]]:
    """All claims at once, unless that would be more than one call holds."""
    batch: list[_Claim] = []
    size = 0
    for claim in claims:
        cost = (len(claim.text.encode()) + sum(len(passage.text.encode()) for passage in claim.passages)) // 2
        if batch and (size + cost > MOST_TOKENS or len(batch) == MOST_SENTENCES):
            yield batch
            batch, size = [], 0
        batch.append(claim)
        size += cost
    if batch:
        yield batch


def _word(place: str, answer: drafts.ReplyJudgements.One, claim: _Claim) -> Judged | None:
    """The answer as the judge's word; None for a yes without words that can be shown."""
    spans = tuple(span for span in (answer.span.strip(),) if span and _stands(span, claim.passages))
    if answer.verdict == "supported" and not spans:
        return None
    return Judged(place=place, support=answer.verdict, by="judge", spans=spans)


def test(folder: prompts.Folder) -> str:
    """The digest of what a judge is asked and tested with."""
    return prompts.digest(folder.text("news/judge.md") + folder.text("judge-probe.toml"))[:16]


async def probe(model: Model, folder: prompts.Folder, ordinal: int = 0) -> Probe:
    """Put the known pairs to the judge; `ordinal` counts earlier tries, whose answers are not asked for again.

    Raises `ModelError` when the call fails, `SettingsError` without the pairs.
    """
    known = pairs(folder)
    claims = [
        _Claim(
            number=number,
            text=claim,
            passages=(Passage(id=f"{number}.1", source=number, start=0, end=len(source), text=source, language=""),),
        )
        for number, (claim, source, _) in enumerate(known, 1)
    ]
    answers = await _asked(model, folder, "probe", "probe", claims, ordinal)
    right = {True: 0, False: 0}
    for claim, (_, _, supported) in zip(claims, known, strict=True):
        word = _word("", answers[claim.number], claim) if claim.number in answers else None
        said = word is not None and word.support == "supported"  # as the gate hears it: a yes shows its words
        right[supported] += said == supported
    total = {value: sum(1 for *_, supported in known if supported is value) for value in (True, False)}
    accuracy = sum(right[value] / total[value] for value in (True, False)) / 2
    return Probe(accuracy=round(accuracy, 3), pairs=len(known), test=test(folder))


def pairs(folder: prompts.Folder) -> list[tuple[str, str, bool]]:
    """The known pairs: sentence, passage, and whether the passage supports it. Raises `SettingsError`."""
    try:
        known = [_Pair.model_validate(row) for row in tomllib.loads(folder.text("judge-probe.toml"))["pair"]]
    except (tomllib.TOMLDecodeError, ValidationError, KeyError, TypeError) as error:
        what = str(error).splitlines()[0]
        raise SettingsError(f"prompts/judge-probe.toml cannot be read: {what}; mend it or remove your own") from error
    if {pair.supported for pair in known} != {True, False}:
        raise SettingsError("prompts/judge-probe.toml needs pairs that are supported and pairs that are not")
    return [(pair.claim, pair.source, pair.supported) for pair in known]


async def _asked(
    model: Model,
    folder: prompts.Folder,
    marker: str,
    purpose: str,
    claims: Sequence[_Claim],
    ordinal: int = 0,
    uses: list[PromptUse] | None = None,
    sources: Mapping[int, str] | None = None,
    canary: str = "",
) -> dict[int, drafts.ReplyJudgements.One]:
    prompt = folder.prompt("news/judge").rendered(canary=canary, claims=claims, marker=marker, sources=sources or {})
    if uses is not None:
        uses.append(prompt.use)
    form = "judgements", drafts.schema(drafts.ReplyJudgements)
    request = Request.under(prompt, purpose, ordinal, role="judge", form=form)
    reply, _ = await ask(model, request, lambda text: drafts.read(text, drafts.ReplyJudgements))
    strictest_last = sorted(reply.sentences, key=lambda one: -_STRICTEST.index(one.verdict))
    return {one.number: one for one in strictest_last}


def _stands(span: str, passages: Sequence[Passage]) -> bool:
    """Whether the span stands in a passage, white space and case aside."""
    folded = re.sub(r"\s+", "", span).lower()
    if chinese.weight(span) < LEAST_SPAN or not folded:
        return False
    return any(folded in re.sub(r"\s+", "", passage.text).lower() for passage in passages)


def _digest(claims: Sequence[_Claim]) -> str:
    return prompts.digest(json.dumps([claim.model_dump() for claim in claims], ensure_ascii=False))[:12]
