"""Saying by code whose word a sentence is, and telling two contradicting sources in one breath.

A small model rewords one sentence of a source and knows nothing of the source. Where the checks ask for an
attribution it is put before the sentence: 据X报道，, with 援引知情人士的话 for hearsay and the date for old news.
"""

import re
from collections.abc import Sequence

from newsbot import checks, chinese
from newsbot.news import Contradiction, Draft, Evidence, Passage, Sentence, Source
from newsbot.witnesses import witnesses
from newsbot.writers import extract, headlines

ASKS_WHOSE = frozenset({"hearsay", "access", "stale", "vendor-claim", "superlative"})
"""Rules whose findings an attribution before the sentence answers."""

_LOCAL = re.compile(
    "全?[市县区镇村]|本[市县地]|[他她它]|该|这|其|公司|集团|中心|研究|记者|访问|手册|线路|车辆|工厂|老城区|街道办"
)
_PLACE = "introduction/0/0"  # where the rules are strictest


def attributed(
    sentences: Sequence[Sentence], evidence: Evidence, standards: checks.Standards = checks.HOUSE
) -> list[Sentence]:
    """The sentences; the first from each source, and each that the checks ask it of, says whose report it is."""
    told: set[int] = set()
    made = []
    for sentence in sentences:
        source = evidence.source(int(sentence.passages[0].split(".")[0]))
        asked = {each.rule for each in checks.against(_PLACE, sentence, evidence, standards)} & ASKS_WHOSE
        named = bool(source.publisher and source.publisher in sentence.text) or sentence.text.startswith("据")
        if "vendor-claim" in asked and (tested := _tested_by(sentence, evidence, standards)):
            sentence = tested  # noqa: PLW2901
        elif asked:
            sentence = _said_by(sentence, _opening(source, asked))  # noqa: PLW2901
        elif source.id not in told and not named:
            sentence = _said_by(sentence, f"据{extract.outlet(source)}消息，")  # noqa: PLW2901
        told.add(source.id)
        made.append(sentence)
    return made


def oriented(section: Sequence[Sentence], evidence: Evidence) -> list[Sentence]:
    """The sentences of several sources that stand together: one that begins a source's part with 市交通局 or 公司 says
    whose report it is, since it leans on what its source said before."""
    made: list[Sentence] = []
    before = 0
    for each in section:
        source = evidence.source(int(each.passages[0].split(".")[0]))
        leans = source.id != before and _LOCAL.match(each.text)
        made.append(_said_by(each, f"据{extract.outlet(source)}报道，") if leans else each)
        before = source.id
    return made


def _said_by(sentence: Sentence, opening: str) -> Sentence:
    return sentence.model_copy(update={"text": opening + sentence.text})


def _tested_by(sentence: Sentence, evidence: Evidence, standards: checks.Standards) -> Sentence | None:
    """The sentence under the name of the maker who measured what it says; None where that leaves something wrong."""
    span = checks.measured_by_maker(sentence, evidence)
    if not span:
        return None
    name = checks.maker(span) or "研制方"
    text = re.sub(
        f"^(?:据[^，。]{{2,20}}(?:报道|消息)，)?(?:{re.escape(name)}(?:的|表示，|称，|说，)?)?", "", sentence.text
    )
    named = sentence.model_copy(update={"text": f"据{name}自行测试，{text}"})
    found = checks.against(_PLACE, named, evidence, standards)
    return None if any(each.severity == "error" for each in found) else named


def _opening(source: Source, asked: set[str]) -> str:
    """The words before the sentence that answer what the checks ask."""
    name = extract.outlet(source)
    day = source.published
    when = f"{day.month}月{day.day}日" if "stale" in asked and day and day.month and day.day else ""
    if "stale" in asked and day and not when:
        when = f"{day.year}年"
    if "hearsay" in asked and source.kind != "rumour":
        return f"据{name}{when}援引知情人士的话报道，"
    if asked & {"vendor-claim", "superlative"} and source.kind == "primary":
        return f"{name}{when}称，"
    return f"据{name}{when}报道，"


def owned(draft: Draft, evidence: Evidence, standards: checks.Standards = checks.HOUSE) -> Draft:
    """The draft with what the checks miss in it as a whole: whose word the part of an article of one witness is, and
    至多 in a title before a sum that is a ceiling."""
    changes: dict[str, Sentence | None] = {}
    sentences = dict(draft.placed())
    for finding in checks.single_source(draft, evidence, standards):
        place = "tldr/0" if finding.place == "title" and draft.tldr else finding.place
        sentence = sentences[place]
        if place != "title" and sentence.passages:
            source = evidence.source(int(sentence.passages[0].split(".")[0]))
            changes[place] = _said_by(sentence, f"据{extract.outlet(source)}报道，")
    for finding in checks.limits(draft, evidence):
        if finding.place in ("title", "heading"):
            text = sentences[finding.place].text.replace(finding.found, f"至多{finding.found}", 1)
            changes[finding.place] = sentences[finding.place].model_copy(update={"text": text})
    return draft.revised(changes) if changes else draft


def headed(titles: Sequence[str], evidence: Evidence) -> list[str]:
    """The titles, and each again under its outlet's name (X：……) where the evidence is one outlet's word."""
    found = witnesses(evidence.sources)
    if len(found) != 1:
        return list(titles)
    name = extract.outlet(found[0])
    most = headlines.TITLE[1]
    return [*titles, *[text for each in titles if chinese.title_length(text := f"{name}：{each}") <= most]]


# ---------------------------------------------------------------- contradictions


def both_sides(sentences: Sequence[Sentence], evidence: Evidence) -> list[Sentence]:
    """The sentences with those that contradict each other joined by 而, each under its outlet's name."""
    made = list(sentences)
    for contradiction in evidence.contradictions:
        pair = [checks.stating(made, evidence, *side) for side in _sides(contradiction)]
        one, other = pair
        if one is None or other is None or one is other:
            continue
        first, second = sorted((one, other), key=made.index)
        joined = f"{_named(first, evidence).rstrip('。')}，而{_named(second, evidence).removeprefix('而')}"
        ids = tuple(dict.fromkeys((*first.passages, *second.passages)))
        made[made.index(first)] = Sentence(text=joined, passages=ids, quotes=(*first.quotes, *second.quotes))
        made.remove(second)
    return made


def _sides(contradiction: Contradiction) -> tuple[tuple[str, str], tuple[str, str]]:
    return (contradiction.one, contradiction.values[0]), (contradiction.other, contradiction.values[1])


def _named(sentence: Sentence, evidence: Evidence) -> str:
    """The sentence's words under its outlet's name."""
    source = evidence.source(int(sentence.passages[0].split(".")[0]))
    name = extract.outlet(source)
    return sentence.text if name in sentence.text else f"据{name}报道，{sentence.text}"


def disputed(passage: Passage, evidence: Evidence) -> bool:
    """Whether the passage is one side of a contradiction."""
    return any(passage.id in (each.one, each.other) for each in evidence.contradictions)
