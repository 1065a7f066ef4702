"""What is thought of a translated text: three to five points, apart from it.

A capable model writes them in one answer. A small one is shown one rendered paragraph at a time and ends an opinion
that code begins (`begun.py`); code puts a sentence of the paragraph, which was checked, before it as the point's fact.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from newsbot import checks, chinese
from newsbot import draft as drafts
from newsbot.news import Block, Bullets, Evidence, Item, Passage, Sentence
from newsbot.writers import begun, headlines, renderings
from newsbot.writers.questions import Questions

VIEWED = 9_000
"""Reading units of the source that a capable model is shown when it is asked what it thinks of it."""
ASKED = 10
"""How many paragraphs a small model is asked about at most, until it has made three points."""
TRIES: tuple[float | None, ...] = (None, None, 0.7, 0.7)
"""The temperature at which each beginning of an opinion on one paragraph is asked for, None the prompt's own."""
LEAD = (2, 14)  # Han characters of what a point is called
FACT = (16, 160)  # reading units of a sentence that an opinion is asked of
_LEAD = re.compile(r"^\s{0,4}(?:\*\*)?名目(?:\*\*)?\s{0,4}[：:]\s{0,4}(.{1,60})$", re.MULTILINE)
_PLACE = "conclusion/0/0/0"


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
    for number, fact in enumerate(_facts(evidence, rendered, standards)[:ASKED]):
        around = [each.text for each in rendered[fact.passages[0]]]
        found = await _opinion(questions, around, number, evidence, standards, said)
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
    if (
        sentence.quotes
        or headlines.leans_back(sentence.text)
        or not FACT[0] <= chinese.weight(sentence.text) <= FACT[1]
    ):
        return False
    return not any(each.severity == "error" for each in checks.against(_PLACE, sentence, evidence, standards))


async def _opinion(
    questions: Questions,
    told: Sequence[str],
    number: int,
    evidence: Evidence,
    standards: checks.Standards,
    said: Sequence[str],
) -> tuple[Sentence | None, Sentence] | None:
    """What the point is called and what is thought of the sentences; None where no beginning is ended as an opinion."""
    for ordinal, temperature in enumerate(TRIES):
        beginning = begun.BEGINNINGS[(number + ordinal) % len(begun.BEGINNINGS)]
        text = await questions.text("view", f"view:{number}", ordinal, temperature, sentences=told, beginning=beginning)
        opinion = begun.ended(text, beginning, told, evidence, standards)
        if opinion is not None and not begun.alike(opinion.text, said):
            name = _LEAD.search(text)
            return _named(name[1] if name else "", evidence, standards), opinion
    return None


def _named(text: str, evidence: Evidence, standards: checks.Standards) -> Sentence | None:
    """What a point is called; None where that is no name or states something."""
    lead = Sentence(text=drafts.title_text(_tidy(text)), kind="opinion")
    if not LEAD[0] <= chinese.han_count(lead.text) <= LEAD[1]:
        return None
    found = checks.against("conclusion/0/0/lead", lead, evidence, standards)
    return None if any(each.severity == "error" for each in found) else lead


def _tidy(text: str) -> str:
    return chinese.tidy(text.strip().strip('*`“”"'))
