"""What new and changed stories are worth: their factors, and where it is wanted the `rank` model's word, kept."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from newsbot import chinese, prompts
from newsbot.draft import ReplyWorth
from newsbot.errors import ModelError
from newsbot.news import Noun
from newsbot.newsroom import Group, Rated, World
from newsbot.settings import Interests, Outlet
from newsbot.tracking.asking import asked, model_of
from newsbot.tracking.overview import Overview, overview

TOGETHER = 30
"""Stories of one call."""

HELD = 100
"""Stories that are looked at together where no model is asked."""

MOST = 120
"""Stories of one round, those worth most; the others keep the score that their factors give."""

LEAST = 30
"""What is worth less without the model's word, none lifts to where stories are chosen: it brings 20 at most."""

TITLES = 3  # of a story that are shown, the first of different texts
TITLE = 150  # characters of a title that are shown
OLDEST = timedelta(days=3)  # what has had no news for longer is not asked about


class _Shown(Noun):
    number: int
    titles: tuple[str, ...]


async def rate(world: World, stories: Sequence[str], interests: Interests, listed: Sequence[Outlet]) -> int:
    """Work out what these stories are worth and keep it with its factors; of how many the model said something.

    With `interests.ask_model` the model is asked by titles alone, thirty stories a call, about unwritten stories of AI
    whose titles it has not seen yet. What it leaves out keeps the score of the other factors; an answer that is no use,
    or none, costs a line, and after none no further call is made.
    """
    if interests.ask_model is not True:  # nobody has to choose among them: a hundred at a time are held
        for start in range(0, len(stories), HELD):
            some = await world.archive.groups_named(stories[start : start + HELD])
            looked_at = (overview(group, world.now(), interests, listed) for group in some if group.members)
            await world.archive.rate([each.rated for each in looked_at])
        return 0
    groups = await world.archive.groups_named(stories)
    found = [overview(group, world.now(), interests, listed) for group in groups]
    said = await _words(world, found)
    told = {each.story: each for each in said.values()}
    rated = [
        overview(_with(each.group, told), world.now(), interests, listed).rated
        if each.group.row.story.id in told
        else each.rated
        for each in found
        if each.group.members
    ]
    await world.archive.rate(rated)
    return sum(each.model is not None for each in said.values())


def _with(group: Group, told: Mapping[str, Rated]) -> Group:
    return group.model_copy(update={"rated": told[group.row.story.id]})


async def _words(world: World, found: Sequence[Overview]) -> dict[str, Rated]:
    """What the model says of those worth asking about, by story."""
    model = model_of(world)
    fresh = world.now() - OLDEST
    titles = {each.group.row.story.id: _titles(each.group) for each in found}
    worth = [
        each
        for each in found
        if each.group.row.stage == "new"
        and (each.group.wish is None or each.is_followed)
        and each.score.total >= LEAST
        and each.score.value("AI 相关") > 0
        and each.newest is not None
        and each.newest >= fresh
        and each.rated.asked != _digest(titles[each.group.row.story.id])
    ]
    worth = sorted(worth, key=lambda each: (-each.score.total, each.group.row.story.id))[:MOST]
    if model is None or not worth:
        return {}
    said: dict[str, Rated] = {}
    for start in range(0, len(worth), TOGETHER):
        some = worth[start : start + TOGETHER]
        shown = [_Shown(number=n, titles=titles[each.group.row.story.id]) for n, each in enumerate(some, 1)]
        try:
            reply = await asked(world, model, "newsworthy", shown, {"stories": shown}, ReplyWorth)
        except ModelError as error:
            world.progress("problem", f"stories are scored without the rank model: {error}")
            break
        scores = {one.number: one.score for one in reply.stories} if reply else {}
        said |= {
            each.group.row.story.id: each.rated.model_copy(
                update={
                    "model": scores.get(n, each.rated.model),
                    "asked": _digest(titles[each.group.row.story.id]),
                    "basis": "",
                }
            )
            for n, each in enumerate(some, 1)
        }
    return said


def _titles(group: Group) -> tuple[str, ...]:
    """The story's different titles, the first seen first."""
    said = (chinese.one_line(member.entry.title[:1_000])[:TITLE] for member in group.members if not member.is_copy)
    return tuple(dict.fromkeys(filter(None, said)))[:TITLES] or (chinese.one_line(group.row.story.headline)[:TITLE],)


def _digest(titles: Sequence[str]) -> str:
    return prompts.digest("\n".join(titles))
