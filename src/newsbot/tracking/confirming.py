"""Asking the `rank` model whether entries whose words leave it open belong to a story: one call for all of them."""

from newsbot import chinese
from newsbot.draft import ReplyPairs
from newsbot.errors import ModelError
from newsbot.news import Entry, Noun
from newsbot.newsroom import Unsure, World
from newsbot.tracking.asking import asked, model_of
from newsbot.tracking.placing import HORIZON

MOST = 20
"""Pairs of one call; the next run goes on."""

LEAD = 300  # characters of an entry that are shown


class _Pair(Noun):
    number: int
    one: str
    other: str


async def confirm(world: World) -> int:
    """Join the entries that the model says tell of their story's event; how many those are.

    One call at most, about entries that this run or an earlier one left open. Whatever the model leaves out, or answers
    that is no use, stays apart and is not asked again; when it cannot be asked, that costs a line, and the next run
    asks. What a person has put apart is not asked about, and stays so.
    """
    model = model_of(world)
    if model is None:
        return 0
    waiting = await world.archive.unsure(world.now() - HORIZON, MOST)
    open_ = [each for each in [await _open(world, each) for each in waiting] if each is not None]
    joined = 0
    if open_:
        pairs = [_Pair(number=n, one=one, other=other) for n, (_, _, one, other) in enumerate(open_, 1)]
        try:
            reply = await asked(world, model, "same-event", pairs, {"pairs": pairs}, ReplyPairs)
        except ModelError as error:
            world.progress("problem", f"stories could not be compared by the rank model: {error}")
            return 0
        same = {one.number for one in reply.pairs if one.same} if reply else set()
        for number, (into, own, _, _) in enumerate(open_, 1):
            if number in same:
                joined += await world.archive.merge(into, own, by_hand=False)
    await world.archive.decided([each.entry for each in waiting])
    return joined


async def _open(world: World, unsure: Unsure) -> tuple[str, str, str, str] | None:
    """The story it may belong to, its own, and what both say; None where that has been decided already."""
    members = await world.archive.members([unsure.entry])
    into = await world.archive.standing(unsure.story)
    group = await world.archive.group(into)
    if not members or group is None or not group.members:
        return None
    own = members[0]
    apart = {ruling.other for ruling in await world.archive.rulings(into) if ruling.kind == "apart"}
    alone = await world.archive.group(own.story)
    if own.by_hand or own.story == into or own.story in apart or alone is None or alone.row.stage != "new":
        return None
    return into, own.story, _said(unsure.entry), _said(group.members[0].entry)


def _said(entry: Entry) -> str:
    return chinese.one_line(f"{entry.title[:200]} {(entry.text or entry.summary)[:LEAD]}")
