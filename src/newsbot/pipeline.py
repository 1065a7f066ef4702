"""The order of the path, and nothing else.

    feeds ──poll──▶ entries, kept and announced (`rounds`)
    a story is begun from one of them, or from a person's headline

    new       gather   given pages │ archive │ searches ──▶ pages ──cut──▶ passages ──choose──▶ EVIDENCE
    gathered  write    evidence ──prompt│LLM│parse──▶ DRAFT
    drafted   judge    draft ──checks│judge──▶ findings ──repair──▶ VERDICT
    judged    render   verdict ──build│render──▶ ARTICLE, a file in the drafts' folder (of an edition: `editions`)
    review    (an editor's)

`advance` takes a story one stage on: it does the stage's work, then writes its artifact and the new
stage in one transaction if the story still stands where it stood. Every stage can be run again at
any time, by anyone; whoever loses the race throws its work away. What is decided is decided in the
steps; what is done to the world is done behind the Protocols of `newsroom`; the work of each stage
is in `stages`.
"""

from collections.abc import Awaitable, Callable

from newsbot import notices, patience
from newsbot.errors import NewsbotError, OutOfBudget, UsageError
from newsbot.news import Article, Notice, Noun, Stage, Story, Verdict
from newsbot.newsroom import Row, World
from newsbot.stages import Done, Refusal, Rules, artifact, gather, judge, render, write
from newsbot.writers.asking import UNUSABLE

_STEPS: dict[Stage, Callable[[Row, World, Rules], Awaitable[Done]]] = {
    "new": gather,
    "gathered": write,
    "drafted": judge,
    "judged": render,
}

WORKING = frozenset(_STEPS)
"""The stages from which a story goes on by itself."""


async def advance(row: Row, world: World, rules: Rules) -> Row:
    """Take the story one stage on and return it as it then stands.

    An error of the tree leaves the story parked at its stage with the reason, and is raised.
    """
    step = _STEPS.get(row.stage)
    if step is None:
        return row
    began = world.now()
    try:
        with world.spans("stage", story=row.story.id, stage=row.stage) as note:
            stage, made, reason = await step(row, world, rules)
            note(reached=stage, verdict=made.outcome if isinstance(made, Verdict | Article) else "")
    except NewsbotError as error:
        later = patience.after(row.story.id, row.failures, error, world.now(), row.outages)
        await world.archive.park(
            row.story.id,
            row.stage,
            str(error),
            anew=isinstance(error, UNUSABLE),
            due=later.due,
            failures=later.failures,
            outages=later.outages,
            notices=await _of_parked(row, error, world) if later.due is None else (),
            capped=isinstance(error, OutOfBudget),
        )
        raise
    told = await _of_draft(row, made, world)
    await world.archive.finish(
        row.story.id,
        row.stage,
        stage,
        made.model_dump_json(),
        reason,
        notices=told,
        lacking=began if isinstance(made, Refusal) and not made.forbidden else None,
    )
    return await _row(row.story.id, world)


async def carry(story: Story, world: World, rules: Rules) -> Row:
    """Take a story, new or begun, as far as the machine may: to `review` or `refused`."""
    await world.archive.add_story(story)
    row = await _row(story.id, world)
    while row.stage in _STEPS:
        row = await advance(row, world, rules)
    return row


async def _of_draft(row: Row, made: Noun, world: World) -> tuple[Notice, ...]:
    """What people are told of an article that nobody waited for; nothing of another stage."""
    if row.chosen is None or not isinstance(made, Article):
        return ()
    verdict = await artifact(row.story.id, "judged", Verdict, world)
    return (notices.of_draft(made, verdict, await world.archive.spent(row.story.id)),)


async def _of_parked(row: Row, error: NewsbotError, world: World) -> tuple[Notice, ...]:
    """What people are told of a story, which nobody waited for, that only a person can help.

    Of a cap they are told by the books already.
    """
    if row.chosen is None or (isinstance(error, OutOfBudget) and error.cap):
        return ()
    return (notices.of_parked(row, error, await world.archive.spent(row.story.id), world.now()),)


async def _row(story: str, world: World) -> Row:
    row = await world.archive.row(story)
    if row is None:
        raise UsageError(f"there is no story {story}")
    return row
