"""The rules for what several sources say together: contradictions are told from both sides, a limit that one source
names is no sum, and an article of one witness says whose word it is.
"""

import re
from collections.abc import Iterator, Sequence

from newsbot.checks.attribution import attributed, names_outlet
from newsbot.checks.claim import Claim
from newsbot.checks.figures import agrees
from newsbot.checks.standards import HOUSE, Standards
from newsbot.figures import Figure, figures
from newsbot.figures.ceilings import sums
from newsbot.news import Contradiction, Draft, Evidence, Finding, Paragraph, Sentence, Severity, Table
from newsbot.witnesses import independent, witnesses

Placed = tuple[str, Sentence]

_LIMIT = re.compile("上限|至多|最多|多达|不超过|最高|封顶|总额度|天花板")


def one_sided(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Findings `one-sided` (errors): of two sources that contradict each other only one is told.

    Found at the first sentence of the body that states the one value; the other side's passage is named. Where both
    stand, each on its own passage, there is nothing to find. Title, heading and TL;DR each tell both or say whose
    value theirs is; what only one source calls a ceiling they may tell by that one (`limits`).
    """
    placed = list(draft.placed())
    body = [
        (place, each)
        for place, each in draft.body()
        if each.kind != "label" and not place.endswith(("/title", "/lead"))
    ]
    fronts = [[each for each in placed if each[0].split("/")[0] == part] for part in ("title", "heading", "tldr")]
    findings = []
    for contradiction in evidence.contradictions:
        found = [] if _one_sum(contradiction) else [_half_told(contradiction, part, evidence) for part in fronts]
        own = [
            each for each in found if each and not _says_whose(each.place, dict(placed)[each.place], evidence, HOUSE)
        ]
        findings += [*own, *filter(None, [_half_told(contradiction, body, evidence)])]
    return findings


def _value(value: str) -> tuple[Figure, ...]:
    """The figures of a contradiction's value; what follows a comma is said of it, and may be told elsewhere."""
    return figures(value.partition("，")[0])


def _one_sum(contradiction: Contradiction) -> bool:
    """Whether both sides have one sum, which the second calls a ceiling."""
    one, other = (_value(value) for value in contradiction.values)
    return len(one) == len(other) == 1 and (one[0].value, one[0].unit) == (other[0].value, other[0].unit)


def _half_told(contradiction: Contradiction, body: Sequence[Placed], evidence: Evidence) -> Finding | None:
    said = [sentence for _, sentence in body]
    one, other = (
        stating(said, evidence, id, value)
        for id, value in zip((contradiction.one, contradiction.other), contradiction.values, strict=True)
    )
    if (one is None) == (other is None):
        return None
    sentence = one or other
    assert sentence is not None
    place = next(place for place, each in body if each is sentence)
    missing = contradiction.other if other is None else contradiction.one
    mine, theirs = contradiction.values if other is None else reversed(contradiction.values)
    advice = (
        f"来源说法不一：{contradiction.subject}，{contradiction.one}为{contradiction.values[0]}，"
        f"{contradiction.other}为{contradiction.values[1]}。两个说法都要写，各注各的段落，不取平均，不挑一个。"
    )
    return Claim(place, sentence, ()).finding("one-sided", "error", mine, advice, f"[{missing}] {theirs}")


def stating(sentences: Sequence[Sentence], evidence: Evidence, id: str, value: str) -> Sentence | None:
    """The first sentence that rests on the source of the passage `id` and states the value."""
    passage = evidence.passage(id)
    values = _value(value)
    if passage is None or not values:
        return None
    ids = {each.id for each in evidence.passages if each.source == passage.source}
    for sentence in sentences:
        if ids & set(sentence.passages):
            mine = figures(sentence.text)
            if all(any(_equal(one, each) for each in mine) for one in values):
                return sentence
    return None


def _equal(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind and (one.day == other.day if one.kind == "date" else agrees(one, other))


# ---------------------------------------------------------------- limits


def limits(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Findings `limit` (errors): a sum that another source calls a ceiling, and the article never does.

    In the title and heading each for itself: a title is not stronger than the body.
    """
    called = list(_ceilings(evidence))
    if not called:
        return []
    placed = [(place, each) for place, each in draft.placed() if not place.startswith("keywords/")]
    findings = []
    for sum_, id in called:
        stating = [(place, each) for place, each in placed if _stated(each, sum_)]
        told = any(_LIMIT.search(each.text) for place, each in stating if place not in ("title", "heading"))
        bare = [(place, each) for place, each in stating if not _LIMIT.search(each.text)]
        body = [each for each in bare if each[0] not in ("title", "heading")][:1]
        faulty = ([] if told else body) + [each for each in bare if each[0] in ("title", "heading")]
        advice = f"[{id}]说{sum_.text}是上限，不是已经拿到的数；请写明“上限”“至多”，并注明该段。"
        findings += [
            Claim(place, each, ()).finding("limit", "error", _stated(each, sum_) or "", advice, f"[{id}]")
            for place, each in faulty
        ]
    return findings


def _ceilings(evidence: Evidence) -> Iterator[tuple[Figure, str]]:
    """Sums of money that a passage calls a limit while an independent source gives them without, each once."""
    told: dict[tuple[object, str], list[tuple[Figure, str, bool]]] = {}
    for passage in evidence.passages:
        for figure, limit, _ in sums(passage.text):
            told.setdefault((figure.value, figure.unit), []).append((figure, passage.id, limit))
    for stated in told.values():
        called = [(figure, id) for figure, id, limit in stated if limit]
        plain = [id for _, id, limit in stated if not limit]
        if called and any(_apart(evidence, called[0][1], id) for id in plain):
            yield called[0]


def _apart(evidence: Evidence, one: str, other: str) -> bool:
    sources = [evidence.passage(id) for id in (one, other)]
    first, second = (evidence.source(each.source) for each in sources if each is not None)
    return independent(first, second)


def _stated(sentence: Sentence, sum_: Figure) -> str:
    """The sum as the sentence writes it; empty where it does not."""
    found = (
        each.text
        for each in figures(sentence.text)
        if each.kind == "money" and each.value == sum_.value and each.unit == sum_.unit
    )
    return next(found, "")


# ---------------------------------------------------------------- one witness


def single_source(draft: Draft, evidence: Evidence, standards: Standards = HOUSE) -> list[Finding]:
    """Findings `single-source` of an article whose evidence is one witness, copies counted once.

    Whose word it is must stand in the first paragraph of 引言 (else an error), in title or TL;DR (an error where the
    witness is neither the one concerned nor a wire, else a warning) and once in each other paragraph (a warning).
    """
    found = witnesses(evidence.sources)
    if len(found) != 1:
        return []
    name = found[0].publisher or found[0].author or "来源"
    advice = f"全文只有一个来源，要写明是谁的说法（如“据{name}报道”“{name}称”）。"
    front = [(place, each) for place, each in draft.placed() if place == "title" or place.startswith("tldr/")]
    official = found[0].kind in ("primary", "wire")
    parts: list[tuple[Sequence[Placed], Severity]] = [(front, "warning" if official else "error")]
    parts += [(part, "error" if n == 0 else "warning") for n, part in enumerate(_paragraphs(draft))]
    return [
        Claim(*part[0], ()).finding("single-source", severity, name, advice)
        for part, severity in parts
        if part and not any(_says_whose(*each, evidence, standards) for each in part)
    ]


def _says_whose(place: str, sentence: Sentence, evidence: Evidence, standards: Standards) -> bool:
    claim = Claim(place, sentence, evidence.cited(sentence.passages), evidence.sources, standards)
    return attributed(claim) or names_outlet(claim)


def _paragraphs(draft: Draft) -> list[list[Placed]]:
    """The sentences of each paragraph or list from 引言 to the last section; 结论 needs no attribution of its own."""
    parts = [("introduction", draft.introduction)]
    parts += [(f"sections/{n}", section.blocks) for n, section in enumerate(draft.sections)]
    found = []
    for part, blocks in parts:
        for n, block in enumerate(blocks):
            if isinstance(block, Table):  # its chapter says whose word it is
                continue
            sentences = (
                [(f"{part}/{n}/{at}", each) for at, each in enumerate(block.sentences)]
                if isinstance(block, Paragraph)
                else [
                    (f"{part}/{n}/{i}/{at}", each)
                    for i, item in enumerate(block.items)
                    for at, each in enumerate(item.sentences)
                ]
            )
            found.append([(place, each) for place, each in sentences if each.passages])
    return found
