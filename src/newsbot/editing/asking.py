"""One part of a draft worded anew by a model, at an editor's word; every other part keeps its bytes."""

from newsbot import gate, staff, stages
from newsbot.editing.acts import needed
from newsbot.editing.desk import Opened, keep
from newsbot.editing.hearing import asked as asked_judge
from newsbot.errors import NotAllowed
from newsbot.news import Act, Draft, Finding, PromptUse, Sentence
from newsbot.newsroom import Model, World
from newsbot.writers import edition, whole

LONGEST = 400  # characters of an instruction
Placed = list[tuple[str, Sentence]]


async def regenerate(on: Opened, part: str, instruction: str, editor: str, world: World, rules: stages.Rules) -> Opened:
    """Have the sentences of a part (`title`, `tldr`, `sections/1`) worded anew as the editor asks, and judged.

    They rest on the passages they had. Raises `NotAllowed` where no model is set, the part is not there or it made
    nothing of it; `ModelError` when it cannot be asked.
    """
    await staff.answerable(world.archive, editor, "regenerate")  # before anything is paid
    wish = needed(instruction)[:LONGEST]
    story, draft = on.row.story.id, on.review.verdict.draft
    asked = _part_of(draft, part)
    # Each act is a new call: a stored answer would be what the editor did not want.
    model = world.model(story, on.row.tries + on.number + 1)
    if model is None:
        raise NotAllowed("model", "no model is set that could word it anew; set llm.draft_model")
    uses: list[PromptUse] = []
    before = await world.archive.spent(story)
    wordings = await _worded(asked, wish, model, on, world, rules, uses)
    draft = draft.revised(dict(wordings))
    draft = draft.model_copy(update={"prompts": (*draft.prompts, *uses)})
    words = gate.words_of(on.review.verdict)
    said, sent = await asked_judge(
        model, [each for each in draft.placed() if each[0] in wordings], on.evidence, world, rules
    )
    words |= said
    uses += sent
    spent = await world.archive.spent(story)
    act = Act(
        kind="regenerate",
        place=part,
        before=_texts(asked),
        after=_texts([(place, each) for place, each in draft.placed() if place in dict(asked)]),
        reason=wish,
        model=model.name("draft"),
        prompts=tuple(uses),
        micros=spent.micros - before.micros,
    )
    return await keep(on, (on.editing(rules).standing(on.review, draft, words), act), editor, world, rules)


def _part_of(draft: Draft, part: str) -> Placed:
    """The sentences of this part. Raises `NotAllowed` where the draft has none of that name."""
    asked = [(place, each) for place, each in draft.placed() if place == part or place.startswith(f"{part}/")]
    if not asked:
        raise NotAllowed(
            "place", f"the draft has no part {part}; name title, heading, tldr, introduction or sections/0"
        )
    return asked


async def _worded(
    asked: Placed,
    wish: str,
    model: Model,
    on: Opened,
    world: World,
    rules: stages.Rules,
    uses: list[PromptUse],
) -> dict[str, Sentence]:
    """What the model makes of these sentences; the prompts it was sent are put into `uses`. Raises `NotAllowed`."""
    secret = await world.archive.secret()
    failing = [(place, each, _wish(place, each, wish)) for place, each in asked]
    if on.review.verdict.draft.language == "en":
        wordings = await edition.rewrite(
            model, world.prompts, on.evidence, secret, failing, uses, rules.standards, alone=rules.alone
        )
    else:
        wordings = await whole.rewrite(model, world.prompts, on.evidence, secret, failing, uses)
    if not wordings:
        raise NotAllowed("unchanged", "the model made nothing of it; put it in other words, or edit it yourself")
    return wordings


def _wish(place: str, sentence: Sentence, wish: str) -> tuple[Finding, ...]:
    """The editor's instruction as what is to be mended in a sentence."""
    advice = f"编辑要求：{wish}"
    return (Finding(rule="editor", severity="error", place=place, sentence=sentence.text, advice=advice),)


def _texts(sentences: Placed) -> str:
    return "\n".join(each.text for _, each in sentences)
