"""Any claim held against any text, by the very rules and the judge that the gate uses: what `newsbot eval` measures.

    claim, source ──cut──▶ sentences over passages ──rules for facts──▶ findings ──support│judge──▶ verdict

Every sentence of a claim names every passage of its source (of a long one those that share most with it), and the
strictest verdict on any of them is the claim's. How the claim is worded is not looked at: it may be English, a
headline, half a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from newsbot import checks, chinese, passages
from newsbot.news import Evidence, Finding, Judged, Passage, Sentence, Source, SourceDate

Word = Literal["supported", "partly", "contradicted", "unsupported"]
STRICTEST: tuple[Word, ...] = ("contradicted", "unsupported", "partly", "supported")

MOST_SENTENCES = 60
"""Sentences of a claim that are looked at; one with more is an article, and as a whole not supported."""
MOST_TEXT = 1_000_000
"""Characters of a source that are read."""
MOST_NAMED = 30_000
"""Characters of passages that a sentence names: of a longer source those that share most with it, as a writer would."""
PARTLY = 0.25
"""Score from which a sentence that is not supported is `partly`: about half of what it says is there."""

_DATED = re.compile(r"\s{0,9}(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?![\d])")


@dataclass(frozen=True)
class Case:
    """A claim laid out for the checks: its sentences by place, and the one source they rest on.

    `whole` is whether all of the claim is in the sentences.
    """

    sentences: tuple[tuple[str, Sentence], ...]
    source: Source
    passages: tuple[Passage, ...]
    whole: bool = True

    def named(self, sentence: Sentence) -> tuple[Passage, ...]:
        """The passages that the sentence names."""
        ids = frozenset(sentence.passages)
        return tuple(passage for passage in self.passages if passage.id in ids)


@dataclass(frozen=True)
class Held:
    """How a claim stands: the strictest verdict on its sentences, all findings, and how well supported, 0 to 1.

    The score is that of the sentence with the least; it is 0.5 or more exactly where the verdict is `supported`.
    """

    verdict: Word
    findings: tuple[Finding, ...]
    score: float


def laid_out(claim: str, source: str, number: int = 1) -> Case:
    """The claim's sentences over all passages of the source, which is source `number`."""
    text = chinese.seen(source[:MOST_TEXT])
    spans = passages.cut(text)
    dated = _DATED.match(text)
    cut = tuple(
        Passage(
            id=f"{number}.{n}",
            source=number,
            start=span.start,
            end=span.end,
            text=chinese.simplified(span.text) if span.language == "zh" else span.text,
            language=span.language,
        )
        for n, span in enumerate(spans, 1)
    )
    said = [claim[start:end] for start, end in chinese.sentences(claim)]
    said = [text for text in said if any(char.isalnum() for char in text)]
    return Case(
        sentences=tuple(
            (f"claim/{number}/{n}", Sentence(text=text, passages=named))
            for n, (text, named) in enumerate(_named(said[:MOST_SENTENCES], cut))
        ),
        source=Source(
            id=number,
            url="",
            title="",
            published=_day(dated) if dated else None,
            retrieved=datetime(1970, 1, 1, tzinfo=UTC),
            sha256="",
        ),
        passages=cut,
        whole=0 < len(said) <= MOST_SENTENCES,
    )


def _named(said: Sequence[str], cut: Sequence[Passage]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sentence with the passages it names: all, or of too many those that share most with it."""
    if sum(len(passage.text) for passage in cut) <= MOST_NAMED:
        ids = tuple(passage.id for passage in cut)
        yield from ((text, ids) for text in said)
        return
    pieces = [chinese.bigrams(passage.text) for passage in cut]
    for text in said:
        own = chinese.bigrams(chinese.simplified(text.encode("utf-8", "replace").decode()))
        room, chosen = MOST_NAMED, set[int]()
        for n in sorted(range(len(cut)), key=lambda n: -len(own & pieces[n])):
            room -= len(cut[n].text)
            if room < 0:
                break
            chosen.add(n)
        yield text, tuple(cut[n].id for n in sorted(chosen))


def _day(match: re.Match[str]) -> SourceDate | None:
    """The day that the source's first line states, as pages do."""
    year, month, day = map(int, match.groups())
    if not (1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return SourceDate(year=year, month=month, day=day)


def evidence(cases: Sequence[Case]) -> Evidence:
    """The cases' sources as one evidence, for a judge who is asked about several claims at once."""
    return Evidence(
        story="eval",
        headline="",
        sources=tuple(case.source for case in cases),
        passages=tuple(passage for case in cases for passage in case.passages),
    )


def ruled(case: Case, standards: checks.Standards = checks.HOUSE) -> dict[str, tuple[Judged, tuple[Finding, ...]]]:
    """What the rules say of each sentence, by place: how it stands, and what they have against it.

    Of the `standards` the rules for facts look only at the newsroom's own names.
    """
    return {place: _ruled(place, sentence, case, standards) for place, sentence in case.sentences}


def _ruled(
    place: str, sentence: Sentence, case: Case, standards: checks.Standards
) -> tuple[Judged, tuple[Finding, ...]]:
    sources, named = (case.source,), case.named(sentence)
    findings = checks.sentence_findings(place, sentence, named, sources, standards, rules=checks.FACT_RULES)
    stands = checks.support(sentence, named, sources, place)
    return checks.weighed(stands, findings), tuple(findings)


def to_judge(case: Case, standards: checks.Standards = checks.HOUSE) -> list[tuple[str, Sentence]]:
    """The sentences that a judge is to see: all but whole quotations and those that a rule faults, as in the gate."""
    stands = ruled(case, standards)
    return [each for each in case.sentences if stands[each[0]][0].support in ("supported", "not judged")]


def held(case: Case, judge: Mapping[str, Judged] | None = None, standards: checks.Standards = checks.HOUSE) -> Held:
    """How the claim stands by the rules and, where a `judge` spoke on a sentence, by the stricter of both.

    The judge's words come by place. Without any sentence, or with too many, a claim is `unsupported`.
    """
    judge = judge or {}
    words: list[Word] = []
    scores: list[float] = []
    findings: list[Finding] = []
    for (place, sentence), (ruled_, against) in zip(case.sentences, ruled(case, standards).values(), strict=True):
        stands = _stricter(ruled_, judge.get(place))
        findings += against
        if stands.by == "judge" and stands.support != "supported":
            findings.append(_denied_by_judge(sentence.text, place, stands))
        words.append(_word(stands))
        scores.append(stands.score)
        if stands.support == "not judged":
            found = checks.unfounded(sentence, case.named(sentence), (case.source,))
            findings.append(_no_evidence(sentence.text, place, found))
    if not case.whole:
        return Held("unsupported", (*findings, _no_evidence("", "claim", "")), 0.0)
    return Held(min(words, key=STRICTEST.index), tuple(findings), round(min(scores), 4))


def _stricter(stands: Judged, said: Judged | None) -> Judged:
    """A judge lifts what the rules left open and lowers what they covered; an error that a rule found stays."""
    if said is None or stands.support not in ("supported", "not judged"):
        return stands
    score = (1 + stands.score) / 2 if said.support == "supported" else stands.score / 2
    return said.model_copy(update={"score": score})


def _word(stands: Judged) -> Word:
    if stands.support in ("quoted", "supported"):
        return "supported"
    if stands.support == "contradicted":
        return "contradicted"
    partly = stands.support == "partly" or (stands.support == "not judged" and stands.score >= PARTLY)
    return "partly" if partly else "unsupported"


def _denied_by_judge(text: str, place: str, said: Judged) -> Finding:
    return Finding(
        rule="judge",
        severity="error",
        place=place,
        sentence=text,
        found=said.support,
        source_has="；".join(said.spans),
        advice="核对模型认为来源不支持这句话，请对照来源改写。",
    )


def _no_evidence(text: str, place: str, found: str) -> Finding:
    return Finding(
        rule="no-evidence",
        severity="error",
        place=place,
        sentence=text,
        found=found[:200],
        advice="来源里没有找到支持这句话的文字，请核对后改写，或改引写有此事的段落。",
    )
