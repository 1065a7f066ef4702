"""Drafted to judged: rules and judge look, the gate repairs."""

from collections.abc import Callable
from functools import partial

from newsbot import checks, editions, judging, prompts
from newsbot.gate import Gate, Judge, Rewrite, as_it_stands, words_of
from newsbot.news import Draft, Evidence, Kind, PromptUse
from newsbot.newsroom import Row, World
from newsbot.stages.artifacts import Done, artifact
from newsbot.stages.house import Rules
from newsbot.writers import edition, whole


async def may_judge(rules: Rules) -> bool:
    """Whether a judge may be asked. One that could not be probed when the process began is probed now.

    Raises `ModelError` where it still cannot be asked: an outage, which is no word on the judge.
    """
    return rules.judge or (rules.probe is not None and await rules.probe())


async def judge(row: Row, world: World, rules: Rules) -> Done:
    """Hold the draft against rules and judge, and repair it."""
    story = row.story
    chosen = await artifact(story.id, "gathered", Evidence, world)
    drafted = await artifact(story.id, "drafted", Draft, world)
    if chosen.edition is not None and story.language == "zh-Hant":  # the same sentences: what was said of them holds
        words = words_of(await editions.heard(story, world))
        return "judged", as_it_stands(drafted, chosen, rules.checks_of(drafted), words), ""
    world.progress("judge", f"{sum(1 for _ in drafted.placed())} sentences")
    secret = await world.archive.secret()
    model = world.model(story.id, row.tries)
    judge: Judge | None = None
    rewrite: Rewrite | None = None
    uses: list[PromptUse] = []
    if model is not None and await may_judge(rules):
        judge = partial(judging.judge, model, world.prompts, chosen, secret, uses=uses)
    kind = rules.kind(story.kind)
    # stepwise has had its second try sentence by sentence
    if model is not None and drafted.writer == "whole" and kind.rounds:
        rewrite = partial(whole.rewrite, model, world.prompts, chosen, secret, uses=uses, kind=kind)
    if model is not None and drafted.writer == "edition" and not rules.alone:
        rewrite = partial(edition.rewrite, model, world.prompts, chosen, secret, uses=uses, standards=rules.standards)
    canary = prompts.canary(secret, story.id, chosen)
    asked = (*rules.checks_of(drafted), checks.hidden_word(canary))
    mends = _mended(kind, told_alone=drafted.writer == "edition" and rules.alone > 0)
    gate = Gate(drafted, chosen, asked, judge, standards=rules.standards, mends=mends, keeps=_kept(drafted))
    verdict = await gate.verdict(rewrite)
    sent = checks.redacted(verdict.draft, canary).model_copy(update={"prompts": (*verdict.draft.prompts, *uses)})
    return "judged", verdict.model_copy(update={"draft": sent}), ""


def _kept(drafted: Draft) -> Callable[[str], bool]:
    """Where a sentence stays: an edition tells each of its original's in its place, and only keywords may go.

    What is cut would be missing, and nobody could put it back where it was.
    """
    if drafted.writer == "edition":
        return lambda place: not place.startswith("keywords/")
    return lambda _: False


def _mended(kind: Kind, *, told_alone: bool) -> Callable[[str], bool]:
    """Where the gate may repair: not in what renders an original, nor in an edition told sentence by sentence.

    Each sentence of such a one has had its second try, and cut it would only be missing: an editor mends it.
    """
    if told_alone:
        return lambda _: False
    return (lambda place: not checks.rendered(place)) if kind.faithful else (lambda _: True)
