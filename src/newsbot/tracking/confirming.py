"""Asking the `rank` model whether entries whose words leave it open belong to a story: one call for all of them."""

from collections.abc import Sequence

from newsbot import chinese, prompts
from newsbot import draft as drafts
from newsbot.errors import Malformed, ModelError
from newsbot.news import Entry, Evidence, Noun
from newsbot.newsroom import Request, World
from newsbot.tracking.placing import Unsure

MOST = 20
"""Pairs of one call; what is beyond stays apart."""

LEAD = 300  # characters of an entry that are shown
STORY = "tracking"
"""Under what name the ledger books the call: it is no story's."""


class _Pair(Noun):
    number: int
    one: str
    other: str


async def confirm(world: World, unsure: Sequence[Unsure]) -> int:
    """Join the entries that the model says tell of their story's event; how many those are.

    One call at most. Whatever the model leaves out, or answers that is no use, stays apart; an endpoint that cannot be
    asked costs a line. What a person has put apart is not asked about, and stays so.
    """
    model = world.model(STORY, 0)
    asked = [each for each in [await _open(world, each) for each in unsure[:MOST]] if each is not None]
    if model is None or not asked:
        return 0
    pairs = [_Pair(number=n, one=one, other=other) for n, (_, _, one, other) in enumerate(asked, 1)]
    shown = prompts.digest("\n".join(pair.model_dump_json() for pair in pairs))
    evidence = Evidence(story=STORY, headline=shown, sources=(), passages=())
    marker = prompts.marker(await world.archive.secret(), STORY, evidence, "same-event")
    prompt = world.prompts.prompt("news/same-event").rendered(pairs=pairs, marker=marker)
    request = Request(
        role="rank",
        purpose=f"same-event:{shown[:12]}",
        system=prompt.system,
        user=prompt.user,
        schema_name="pairs",
        reply_schema=drafts.schema(drafts.ReplyPairs),
        max_tokens=prompt.max_tokens,
    )
    try:
        reply = drafts.read((await model.ask(request)).text, drafts.ReplyPairs)
    except Malformed:
        return 0
    except ModelError as error:
        world.progress("problem", f"stories could not be compared: {error}")
        return 0
    same = {one.number for one in reply.pairs if one.same}
    joined = 0
    for number, (into, own, _, _) in enumerate(asked, 1):
        if number in same:
            joined += await world.archive.merge(into, own, by_hand=False)
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
