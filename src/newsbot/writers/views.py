"""What is thought of a translated text: three to five points, apart from it.

A capable model writes them in one answer. A small one is shown one rendered sentence at a time and asked for what it
calls the point and one opinion; code puts the sentence, which was checked, before it as the point's fact.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from newsbot import checks, chinese
from newsbot import draft as drafts
from newsbot.news import Block, Bullets, Evidence, Item, Passage, Sentence
from newsbot.writers import renderings
from newsbot.writers.questions import Questions

VIEWED = 9_000
"""Reading units of the source that a capable model is shown when it is asked what it thinks of it."""
ASKED = 8
"""How many sentences a small model is asked about at most, until it has made three points."""
TRIES: tuple[float | None, ...] = (None, 0.8)
LEAD = (2, 14)  # Han characters of what a point is called
FACT = (16, 160)  # reading units of a sentence that an opinion is asked of
SHORTEST = 10  # characters of an opinion
_LABELLED = re.compile(r"^\s{0,4}(?:\*\*)?(名目|看法)(?:\*\*)?\s{0,4}[：:]\s{0,4}(.{1,400})$")
_PLACE = "conclusion/0/0/0"
_ALIKE = 0.6  # share of its pairs of characters that one opinion may have from another


async def whole(questions: Questions, evidence: Evidence) -> tuple[Block, ...]:
    """The points made about the text; nothing where the model's answer is of no use, and the gate asks for them."""
    reply = await questions.reply(
        "views",
        "views",
        drafts.ReplyViews,
        "views",
        title=evidence.sources[0].title,
        passages="\n".join(f"[{each.id}] {each.text}" for each in _viewed(evidence)),
    )
    return _listed(map(point, reply.points[: checks.POINTS[1]])) if reply else ()


async def by_point(
    questions: Questions, evidence: Evidence, rendered: renderings.Rendered, standards: checks.Standards
) -> tuple[Block, ...]:
    """Three points, each over a sentence of the translation; fewer where the model's opinions are none."""
    made: list[Item] = []
    said: list[str] = []
    facts = _facts(evidence, rendered, standards)
    told = [each.text for each in facts]
    for number, fact in enumerate(facts[:ASKED]):
        found = await _opinion(questions, fact, number, evidence, standards, [*told, *said])
        if found is None:
            continue
        lead, opinion = found
        made.append(Item(lead=lead, sentences=(fact, opinion)))
        said.append(opinion.text)
        if len(made) == checks.POINTS[0]:
            break
    return _listed(made)


def _listed(items: Iterable[Item | None]) -> tuple[Block, ...]:
    kept = tuple(filter(None, items))
    return (Bullets(items=kept, ordered=True),) if kept else ()


def _viewed(evidence: Evidence) -> Iterator[Passage]:
    left = VIEWED
    for passage in evidence.passages:
        left -= chinese.weight(passage.text)
        if left < 0:
            return
        yield passage


def point(point: drafts.ReplyPoint) -> Item | None:
    """A point: its name in bold, and sentences that are facts with their passages, or opinions without."""
    sentences = tuple(
        each if each.passages else each.model_copy(update={"kind": "opinion"})
        for reply in point.sentences
        for each in drafts.sentences(reply)
    )
    lead = drafts.title_text(point.lead)
    if not sentences:
        return None
    cited = tuple(dict.fromkeys(id for each in sentences for id in each.passages))[:6]
    named = Sentence(text=lead, passages=cited, kind="fact" if cited else "opinion") if lead else None
    return Item(lead=named, sentences=sentences)


# ---------------------------------------------------------------- one point at a time


def _facts(evidence: Evidence, rendered: renderings.Rendered, standards: checks.Standards) -> list[Sentence]:
    """Sentences of the translation that may be thought about, from all over the text: no rule faults them, nobody is
    quoted in them, they stand alone. One of each paragraph, far apart first; then a second of each."""
    first: list[Sentence] = []
    second: list[Sentence] = []
    for passage in evidence.passages:
        shape = passage.shape
        if shape is not None and shape.form != "paragraph":
            continue
        texts = rendered.get(passage.id, ())
        if renderings.faults(passage, texts, evidence, standards).errors:
            continue
        bare = [each.model_copy(update={"strong": (), "links": ()}) for each in texts]
        standing = [each for each in bare if _stands(each, evidence, standards)]
        first += standing[:1]
        second += standing[1:2]
    third = -(-len(first) // checks.POINTS[0])
    return [first[at] for start in range(third) for at in range(start, len(first), third)] + second


def _stands(sentence: Sentence, evidence: Evidence, standards: checks.Standards) -> bool:
    if sentence.quotes or not FACT[0] <= chinese.weight(sentence.text) <= FACT[1]:
        return False
    return not any(each.severity == "error" for each in checks.against(_PLACE, sentence, evidence, standards))


async def _opinion(
    questions: Questions,
    fact: Sentence,
    number: int,
    evidence: Evidence,
    standards: checks.Standards,
    said: Sequence[str],
) -> tuple[Sentence | None, Sentence] | None:
    """What the point is called and what is thought of the sentence; None where no try is an opinion."""
    fault = ""
    for ordinal, temperature in enumerate(TRIES):
        text = await questions.text("view", f"view:{number}", ordinal, temperature, sentence=fact.text, fault=fault)
        lines = {match[1]: match[2] for line in text.splitlines() if (match := _LABELLED.match(line))}
        opinion = Sentence(text=drafts.ended(_tidy(lines.get("看法", ""))), kind="opinion")
        fault = _fault(opinion, evidence, standards, said)
        if not fault:
            return _named(lines.get("名目", ""), evidence, standards), opinion
    return None


def _fault(opinion: Sentence, evidence: Evidence, standards: checks.Standards, said: Sequence[str]) -> str:
    if len(opinion.text) < SHORTEST:
        return "要写两行：名目：…… 看法：……"
    if any(_alike(opinion.text, other) for other in said):
        return "不要重复已经写过的话，写自己的判断或疑问"
    found = checks.against(_PLACE, opinion, evidence, standards)
    return "；".join(each.advice for each in found if each.severity == "error")


def _named(text: str, evidence: Evidence, standards: checks.Standards) -> Sentence | None:
    """What a point is called; None where that is no name or states something."""
    lead = Sentence(text=drafts.title_text(_tidy(text)), kind="opinion")
    if not LEAD[0] <= chinese.han_count(lead.text) <= LEAD[1]:
        return None
    found = checks.against("conclusion/0/0/lead", lead, evidence, standards)
    return None if any(each.severity == "error" for each in found) else lead


def _tidy(text: str) -> str:
    return chinese.tidy(text.strip().strip('*`“”"'))


def _alike(one: str, other: str) -> bool:
    pieces = chinese.bigrams(one)
    return len(pieces & chinese.bigrams(other)) > _ALIKE * max(1, len(pieces))
