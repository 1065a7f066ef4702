"""An English edition by a small model: one sentence a call, its figures and names put into English before it sees them.

What fails the checks is asked for once more with the faults named, without the foreign passages, out of which a small
model copies what the sentence does not say, and with codes for names that were lost (`codes.py`). The better of the two
is taken; the gate holds what is still wrong.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence

from newsbot import checks, chinese, prompts
from newsbot.checks import Standards
from newsbot.errors import EmptyReply, Malformed, ModelError
from newsbot.news import BESIDE_PROSE, Evidence, Finding, Kind, PromptUse, Sentence
from newsbot.newsroom import Model, Request
from newsbot.together import together
from newsbot.writers import codes
from newsbot.writers.asking import UNUSABLE

WHAT = {"title": "标题", "heading": "标题", "lead": "要点", "keywords": "关键词", "caption": "表题"}
MARKS = {"摘编｜": "Excerpts: ", "日报｜": "Daily digest: ", "周报｜": "Weekly digest: "}
"""What the title of an article that no model wrote begins with, in Chinese and in English: no model is asked for it."""
NEAREST = 2
"""Sentences of the foreign passages that are shown: those that share most figures and names with the one told."""
WRONG, MIXED = 10, 1
"""How much an error of the checks counts against an answer, and Han characters left standing in it."""

GROWTH, ROOM = 2.0, 10
"""How much heavier (`chinese.weight`) an answer may be than the sentence it tells. Tighter than the rule of the checks,
since a second try costs little: usual is 1.3."""

Asked = Sequence[tuple[str, Sentence, tuple[Finding, ...]]]
"""Sentences by place, with what was found against their last wording."""

_CHATTER = re.compile(
    r"^(?:英文|译文|English|Translation)\s{0,4}[：:]\s{0,4}|^\d{1,2}[.、]\s{1,4}(?=\D)", re.IGNORECASE
)
_STOP = re.compile(r"\.([”\"]?)$")
_MARK = re.compile(r"^<<<|>>>$")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&'’-]{1,40}")


class Retelling:
    """One edition's conversation with a small model."""

    def __init__(
        self, model: Model, folder: prompts.Folder, evidence: Evidence, secret: str, standards: Standards, kind: Kind
    ) -> None:
        assert evidence.edition is not None, "what is told again is in the evidence"
        self._model = model
        self._prompt = folder.prompt_of(kind, "edition-sentence")
        self._evidence = evidence
        self._secret = secret
        self._standards = standards
        self._names = _names(evidence, standards)
        self._uses: list[PromptUse] = []

    @property
    def uses(self) -> tuple[PromptUse, ...]:
        """The prompt by its first use: they differ in the sentence alone."""
        return tuple(self._uses)

    async def told(self, asked: Asked, concurrency: int) -> dict[str, Sentence]:
        """The sentences in English, by place; one of which the model gave nothing usable is left out.

        Raises `ModelError` where the endpoint cannot be asked, and where it gave nothing usable at all.
        """
        room = asyncio.Semaphore(max(1, concurrency))
        failed: list[ModelError] = []

        async def one(place: str, sentence: Sentence, findings: tuple[Finding, ...]) -> Sentence | None:
            async with room:
                return await self._told(place, sentence, findings, failed)

        made = await together(*(one(*each) for each in asked))
        told = {place: each for (place, _, _), each in zip(asked, made, strict=True) if each is not None}
        if asked and not told:
            raise failed[0] if failed else Malformed("the model told no sentence in English")
        return told

    async def _told(
        self, place: str, sentence: Sentence, findings: tuple[Finding, ...], failed: list[ModelError]
    ) -> Sentence | None:
        shown, names = self._shown(unmarked(sentence))
        if place.startswith("keywords/") and not chinese.han_count(shown):
            return english(place, sentence, shown)
        fault = "；".join(finding.advice.rstrip("。") for finding in findings[:3])
        best: tuple[int, Sentence] | None = None
        kept = [(name, name) for name in names]
        stand_in: dict[str, str] = {}
        for ordinal in range(2):
            request = self._request(place, sentence, codes.coded(shown, stand_in), fault, ordinal)
            try:
                text = _said((await self._model.ask(request)).text)
            except UNUSABLE as error:
                failed.append(error)
                continue
            text = codes.decoded(text, stand_in, kept, shown)
            if not text:
                continue
            told = english(place, sentence, text)
            faults = list(self._faults(place, told, names))
            if best is None or sum(weight for weight, _ in faults) < best[0]:
                best = (sum(weight for weight, _ in faults), told)
            if not faults:
                break
            if any(not _has(told.text, name) for name in names):
                stand_in = codes.codes_of(kept, shown)
            fault = "；".join(dict.fromkeys(codes.coded(advice.rstrip("。"), stand_in) for _, advice in faults[:3]))
        return best[1] if best else None

    def _request(self, place: str, sentence: Sentence, shown: str, fault: str, ordinal: int) -> Request:
        purpose = f"edition:{place}"
        prompt = self._prompt.rendered(
            canary=prompts.canary(self._secret, self._evidence.story, self._evidence),
            marker=prompts.marker(self._secret, self._evidence.story, self._evidence, purpose),
            what=what(place, sentence),
            sentence=shown,
            passages=[] if ordinal else _nearest(sentence, self._evidence),
            said=[quote.original for quote in sentence.quotes if chinese.language(quote.original) == "en"],
            fault=fault,
        )
        self._uses = self._uses or [prompt.use]
        return Request.under(prompt, purpose, ordinal)

    def _shown(self, signed: str) -> tuple[str, tuple[str, ...]]:
        """The sentence with its figures and names in English, and those names."""
        text, names = checks.englished(signed), []
        for mention in reversed(self._standards.names.mentions(text)):
            if len(mention.entries) == 1 and chinese.han_count(mention.form):
                names.append(mention.entries[0].english[0])
                text = f"{text[: mention.start]} {names[-1]} {text[mention.end :]}"
        for name, form in self._names:
            if form in text:
                names.append(name)
                text = text.replace(form, f" {name} ")
        return chinese.tidy(chinese.one_line(text)), tuple(names)

    def _faults(self, place: str, told: Sentence, names: Sequence[str]) -> Iterator[tuple[int, str]]:
        """What is wrong with a sentence, each with how much it counts and the words in which the model is told."""
        for finding in checks.against(place, told, self._evidence, self._standards):
            if finding.severity == "error":
                yield WRONG, finding.advice
        if lost := [name for name in names if not _has(told.text, name)]:
            yield WRONG, f"名字要照抄：{'、'.join(lost)}"
        if chinese.han_count(told.text):
            yield MIXED, "英文里不要留汉字，都要译出来"
        if more := _values(told.text) - _values(told.signed):
            words = [each.text for each in checks.figures(told.text) if _value(each) in more]
            yield MIXED, f"原句没有{'、'.join(words[:3])}，不要写进去"
        if chinese.weight(told.text) > GROWTH * chinese.weight(told.signed) + ROOM:
            yield MIXED, "比原句长得多，只译这一句，资料里别的事不要写"


def what(place: str, sentence: Sentence) -> str:
    """What is asked for, where it is no full sentence; empty where it is one."""
    if place.endswith("/cell"):
        return f"表格里“{sentence.of}”一格" if sentence.of else "表格的栏名或行名"
    return WHAT.get("keywords" if place.startswith("keywords/") else place.rpartition("/")[2], "")


def written_alike(place: str, sentence: Sentence) -> Sentence | None:
    """A cell or keyword that code puts into English by itself: a figure, a date, a name in Latin letters. Else None."""
    if not place.startswith("keywords/") and not place.endswith("/cell"):
        return None
    signed = sentence.signed or sentence.text
    text = checks.englished(signed)
    if _CHINESE.search(text):
        return None
    alone = text.removeprefix("the ")  # 第三季度 over a column: Third quarter
    return english(place, sentence, text if text == signed else f"{alone[:1].upper()}{alone[1:]}")


def _has(text: str, name: str) -> bool:
    """Whether an English text has a name, its first word, or its last one where that is no common word: Whitlock."""
    words = set(_LATIN.findall(text.replace("’s", "")))
    first, *_, last = (*name.split(), name.rpartition(" ")[2])
    return name.lower() in text.lower() or first in words or (last in words and last not in checks.CALLED)


def _names(evidence: Evidence, standards: Standards) -> list[tuple[str, str]]:
    """The (English, Chinese) names of the whole article that the table has not, longer ones before those in them."""
    assert evidence.edition is not None, "what is told again is in the evidence"
    texts = [each.text for _, each in evidence.edition.signed.placed()]
    beside = [passage.text for passage in evidence.passages]
    outlets = [source.publisher for source in evidence.sources]
    return sorted(checks.romanised(texts, beside, standards.names, outlets), key=lambda pair: -len(pair[1]))


def _nearest(sentence: Sentence, evidence: Evidence) -> list[str]:
    """Of the foreign passages of a sentence, the sentences that share most figures and Latin words with it."""
    signed = sentence.signed or sentence.text
    figures, words = _values(signed), {word.lower() for word in _LATIN.findall(signed)}
    ranked: list[tuple[int, str]] = []
    for passage in evidence.cited(sentence.passages):
        if passage.language.startswith("zh"):
            continue
        for start, end in chinese.sentences(passage.text):
            text = passage.text[start:end]
            theirs = {word.lower() for word in _LATIN.findall(text)}
            ranked.append((2 * len(figures & _values(text)) + len(words & theirs), text))
    return [text for _, text in sorted(ranked, key=lambda each: -each[0])[:NEAREST]]


def _values(text: str) -> set[tuple[object, ...]]:
    return {_value(each) for each in checks.figures(text) if not each.weak}


def _value(figure: checks.Figure) -> tuple[object, ...]:
    unit = figure.unit if figure.kind in ("money", "percent") else ""
    return figure.kind, figure.value if unit else figure.bare, unit, figure.day


def _said(text: str) -> str:
    """The first line that says something, without marks, numbers and labels around it. Raises `EmptyReply`."""
    for line in text.splitlines():
        plain = _CHATTER.sub("", line.strip().strip("`*").strip())
        if plain and not _MARK.search(plain):
            return chinese.one_line(plain)
    raise EmptyReply("the model's answer holds no sentence")


def unmarked(sentence: Sentence) -> str:
    """What is to be told in English: the signed sentence, of a title without its mark."""
    signed = sentence.signed or sentence.text
    return signed.removeprefix(_mark(signed))


def english(place: str, sentence: Sentence, text: str) -> Sentence:
    """The English sentence in the place of the original, on its passages; of a headline without a stop."""
    signed = sentence.signed or sentence.text
    bare = place in ("title", "heading") or place.endswith(BESIDE_PROSE) or place.startswith("keywords/")
    stop = _STOP.search(text) if bare else None
    if stop and not text[: stop.start()].rpartition(" ")[2].count("."):  # but not of U.S.
        text = text[: stop.start()] + stop[1]
    mark = MARKS.get(_mark(signed), "") if place == "title" else ""
    return sentence.model_copy(update={"text": f"{mark}{text.removeprefix(mark)}", "signed": signed})


def _mark(signed: str) -> str:
    return next((mark for mark in MARKS if signed.startswith(mark)), "")
