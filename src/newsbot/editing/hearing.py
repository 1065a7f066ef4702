"""The judge asked again about what an editor worded or cited anew; what it said of the rest still holds."""

from newsbot import gate, judging, stages
from newsbot.errors import ModelError
from newsbot.news import Evidence, PromptUse, Sentence, Verdict
from newsbot.newsroom import Model, World


async def heard(
    model: Model | None, before: Verdict, after: Verdict, evidence: Evidence, world: World, rules: stages.Rules
) -> tuple[gate.Words, tuple[PromptUse, ...]]:
    """What the judge says of the sentences of `after` that read or rest otherwise than in `before`, and what was sent.

    Only those are asked that the gate would ask: facts that no rule faults. Nothing is said where no judge is set, it
    failed its probe, or it cannot be asked (budget, endpoint): they then stay not judged.
    """
    known = {gate.key(each) for _, each in before.draft.placed()} | gate.words_of(before).keys()
    changed = [each for each in gate.askable(after.draft, after.sentences) if gate.key(each[1]) not in known]
    if model is None or not changed:
        return {}, ()
    return await asked(model, changed, evidence, world, rules)


async def asked(
    model: Model, placed: list[tuple[str, Sentence]], evidence: Evidence, world: World, rules: stages.Rules
) -> tuple[gate.Words, tuple[PromptUse, ...]]:
    """What the judge says of these sentences, and what was sent; nothing where none may judge or it cannot be asked."""
    uses: list[PromptUse] = []
    try:
        if not await stages.may_judge(rules):
            return {}, ()
        said = await judging.judge(model, world.prompts, evidence, await world.archive.secret(), placed, uses)
    except ModelError as error:
        world.progress("problem", f"the new wording was not judged: {error}")
        return {}, ()
    return {gate.key(each): said[place] for place, each in placed if place in said}, tuple(uses)
