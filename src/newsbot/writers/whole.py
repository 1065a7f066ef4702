"""Writing with a capable model: the whole article in one structured call, failing sentences again in one more."""

from collections.abc import Sequence

from newsbot import draft as drafts
from newsbot import prompts
from newsbot.checks import HOUSE, Standards
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, PromptUse, Sentence
from newsbot.newsroom import Model, Request
from newsbot.writers.asking import UNUSABLE, ask


async def write(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    minimum: int,
    maximum: int,
    standards: Standards = HOUSE,
    wish: str = "",
    kind: Kind = NEWS,
) -> Draft:
    """A draft of this kind from all the evidence. `minimum` and `maximum` are Han characters from 引言 to 结论.

    `wish` is why an editor sent an earlier one back.

    Raises `ModelError`.
    """
    prompt = folder.prompt_of(kind, "draft").rendered(
        canary=prompts.canary(secret, evidence.story, evidence),
        headline=evidence.headline,
        passages=prompts.listed(evidence),
        marker=prompts.marker(secret, evidence.story, evidence, "draft"),
        names=standards.names.names_for("\n".join(passage.text for passage in evidence.passages)),
        minimum=minimum,
        maximum=maximum,
        former=evidence.former,
        contradictions=evidence.contradictions,
        wish=wish,
    )
    request = Request.under(prompt, "draft", form=("article", drafts.article_schema(kind)))

    def read(text: str) -> Draft:
        reply = drafts.read(text, drafts.ReplyDraft)
        return drafts.draft(reply, writer="whole", model=model.name("draft"), prompts=(prompt.use,), kind=kind)

    drafted, _ = await ask(model, request, read)
    return drafted


async def rewrite(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    failing: Sequence[tuple[str, Sentence, tuple[Finding, ...]]],
    uses: list[PromptUse] | None = None,
    kind: Kind = NEWS,
) -> dict[str, Sentence]:
    """New wordings by place for the sentences that failed; a place the model leaves out is not in the answer.

    The prompt that was sent is added to `uses`.

    Raises `ModelError` when the endpoint cannot be asked; an unusable answer rewords nothing.
    """
    asked = {place: sentence for place, sentence, _ in failing}
    prompt = folder.prompt_of(kind, "rewrite").rendered(
        canary=prompts.canary(secret, evidence.story, evidence),
        marker=prompts.marker(secret, evidence.story, evidence, "rewrite"),
        failing=[_shown(*each, evidence) for each in failing],
        sources=prompts.named(evidence),
    )
    if uses is not None:
        uses.append(prompt.use)
    request = Request.under(prompt, "rewrite", form=("rewrites", drafts.schema(drafts.ReplyRewrites)))
    try:
        reply, _ = await ask(model, request, lambda text: drafts.read(text, drafts.ReplyRewrites))
    except UNUSABLE:  # then nothing is reworded, and what fails is cut
        return {}
    rewritten = {}
    for one in reply.sentences:
        old = asked.get(one.place)
        if old is not None and (new := _reworded(one, old, evidence)) is not None:
            rewritten[one.place] = new
    return rewritten


def _shown(place: str, sentence: Sentence, findings: tuple[Finding, ...], evidence: Evidence) -> dict[str, object]:
    """A failing sentence as the prompt shows it."""
    return {
        "place": place,
        "text": sentence.text,
        "faults": "；".join((*(finding.advice for finding in findings), *_told_of_cell(sentence))),
        "passages": evidence.cited(_usable(sentence, evidence)),
    }


def _told_of_cell(sentence: Sentence) -> tuple[str, ...]:
    """What a model must know of a table's cell to word it anew."""
    return (f"这是表格里“{sentence.of}”一格，只写格里的数字、日期或短语",) if sentence.of else ()


def _usable(sentence: Sentence, evidence: Evidence) -> tuple[str, ...]:
    """What a new wording may rest on: what the old one names, and what contradicts that."""
    named = set(sentence.passages)
    pairs = [(each.one, each.other) for each in evidence.contradictions if {each.one, each.other} & named]
    return tuple(dict.fromkeys((*sentence.passages, *(id for pair in pairs for id in pair))))


def _reworded(one: drafts.ReplyRewrites.One, old: Sentence, evidence: Evidence) -> Sentence | None:
    """The new sentence in the old one's place: one sentence, resting on what the old one was shown."""
    sentences = drafts.sentences(one)
    if not sentences:
        return None
    text = "".join(sentence.text for sentence in sentences)
    if not old.text.endswith(("。", "！", "？", "”")):  # a title or a lead carries no stop
        text = drafts.title_text(text)
    usable = _usable(old, evidence)
    ids = tuple(id for id in sentences[0].passages if id in usable) or old.passages
    quotes = tuple(quote for sentence in sentences for quote in sentence.quotes)
    return Sentence(text=text, passages=ids, quotes=quotes, kind="fact" if ids else old.kind, of=old.of)
