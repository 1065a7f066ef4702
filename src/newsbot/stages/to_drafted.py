"""Gathered to drafted: the article is written in the first way that makes one."""

from newsbot import checks, evidence, topics
from newsbot.errors import EvidenceError, OutOfBudget, RateLimited, Unavailable, UsageError
from newsbot.news import Draft, Evidence, Kind, Writer
from newsbot.newsroom import Model, Row, World
from newsbot.stages.artifacts import Done, artifact, refusal
from newsbot.stages.digest import composed
from newsbot.stages.house import Rules
from newsbot.writers import chapters, edition, extract, stepwise, translating, whole
from newsbot.writers.asking import UNUSABLE

AWAY = (OutOfBudget, Unavailable, RateLimited)
"""What keeps a model from being asked, for a while: then `fallback` may have the article excerpted."""


async def write(row: Row, world: World, rules: Rules) -> Done:
    """Write the draft over the evidence, in the first way that makes one; or refuse it.

    Raises what keeps the last way from it.
    """
    story = row.story
    chosen = await artifact(story.id, "gathered", Evidence, world)
    secret = await world.archive.secret()
    kind = rules.kind(story.kind)
    if chosen.edition is not None:
        return "drafted", await _told_again(row, chosen, world, rules), ""
    if story.of:
        _, drafted = await composed(story, world, rules)
        return "drafted", _tagged(drafted, chosen), ""
    ways = [way for way in rules.ways if way in kind.writers]
    if not ways:
        raise UsageError(f"a {kind.name} is written {' or '.join(kind.writers)}, which needs {_model_for(rules)}")
    if ways[0] == "chapters":  # what a large model fails at is not asked of it in hundreds of calls
        ways = ways[:1]
    for way in ways:
        world.progress("write", way)
        try:
            drafted = await _drafted(way, world.model(story.id, row.tries), chosen, secret, world, rules, kind)
        except EvidenceError as error:
            return "refused", refusal(error, ()), str(error)
        except UNUSABLE as error:
            if way == ways[-1]:
                raise
            world.progress("problem", f"{way}: {error}")
            continue
        except AWAY as error:
            if not rules.fallback or "extract" not in kind.writers:
                raise
            world.progress("problem", f"excerpted instead of written: {error}")
            try:
                drafted = extract.write(chosen, kind=kind)
            except EvidenceError:  # too little can be quoted: the story waits for the model
                raise error from None
            break
        if way == ways[-1] or kind.faithful or not checks.rambles(drafted, chosen, rules.length(kind)[0]):
            break
        world.progress("problem", f"{way}: the model repeats itself or says too little; writing sentence by sentence")
    return "drafted", _tagged(drafted, chosen), ""


async def _told_again(row: Row, chosen: Evidence, world: World, rules: Rules) -> Draft:
    """The draft of an edition: in Traditional characters the signed one itself, since only its file differs."""
    assert chosen.edition is not None, "what is told again is in the evidence"
    if row.story.language == "zh-Hant":
        return chosen.edition.signed
    model, secret = world.model(row.story.id, row.tries), await world.archive.secret()
    world.progress("write", "edition")
    kind = rules.kind(row.story.kind)
    return await edition.write(model, world.prompts, chosen, secret, rules.standards, kind, rules.alone)


async def _drafted(
    way: Writer, model: Model | None, chosen: Evidence, secret: str, world: World, rules: Rules, kind: Kind
) -> Draft:
    if model is None:
        return extract.write(chosen, rules.standards, kind)
    if kind.faithful:
        wish = await _wish(chosen.story, world)
        return await translating.write(
            model, world.prompts, chosen, secret, rules.concurrency, rules.standards, kind, way, wish
        )
    minimum, maximum = rules.length(kind)
    asked = min(minimum, evidence.carries(chosen))  # asking for more would ask for padding
    if way == "chapters":
        wish = await _wish(chosen.story, world)
        tokens = rules.limits.tokens
        return await chapters.write(
            model, world.prompts, chosen, secret, asked, maximum, tokens, kind, rules.standards, wish
        )
    if way == "stepwise":
        return await stepwise.write(
            model, world.prompts, chosen, secret, asked, rules.concurrency, rules.standards, kind
        )
    wish = await _wish(chosen.story, world)
    return await whole.write(model, world.prompts, chosen, secret, asked, maximum, rules.standards, wish, kind)


def _model_for(rules: Rules) -> str:
    """What a newsroom lacks that cannot write a kind in any of its ways."""
    if "stepwise" in rules.ways:
        return "a larger model: the one that is set is small and writes sentence by sentence (docs/small-models.md)"
    return "a model: set one"


def _tagged(drafted: Draft, chosen: Evidence) -> Draft:
    return drafted.model_copy(update={"keywords": topics.keywords(drafted, chosen), "tags": topics.tags(drafted)})


async def _wish(story: str, world: World) -> str:
    """Why an editor sent the story's last draft back; empty where none did."""
    acts = await world.archive.acts(story)
    return acts[-1].act.reason.rstrip("。") if acts and acts[-1].act.kind == "send back" else ""
