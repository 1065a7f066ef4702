"""What a person rules of stories, and the story that goes on with a written one."""

from collections.abc import Sequence

from newsbot.errors import UsageError
from newsbot.news import WRITTEN, Entry, Story
from newsbot.newsroom import Group, World
from newsbot.tracking.memory import weighed
from newsbot.tracking.placing import new_story

NEWS = ("update", "development")


async def merge(into: str, others: Sequence[str], world: World) -> Group:
    """Make one story of these, by hand, and remember it; what the others bring to a written one is weighed.

    Raises `UsageError` for a story that is not there, or is in another already.
    """
    for story in (into, *others):
        await _open(story, world)
    if into in others:
        raise UsageError(f"{into} cannot be merged into itself; name another story")
    before = {member.entry for member in (await _open(into, world)).members}
    for other in dict.fromkeys(others):
        await world.archive.merge(into, other)
    group = await _open(into, world)
    came = [member for member in group.members if member.entry not in before]
    await world.archive.weigh([await weighed(member, into, world) for member in came])
    return await _open(into, world)


async def split(story: str, entries: Sequence[Entry], world: World) -> Story:
    """Take these entries out of a story into a new one, by hand; the machine never puts the two together again.

    Raises `UsageError` when nothing would be left, or nothing is to be taken.
    """
    group = await _open(story, world)
    taken = {(entry.feed, entry.key) for entry in entries}
    known = {(member.entry.feed, member.entry.key) for member in group.members}
    if not taken <= known:
        raise UsageError(f"not all of these entries are in story {story}; `newsbot stories show` lists those that are")
    if not taken:
        raise UsageError("no entry is named; say by address or id which are to be taken out of the story")
    if taken == known:
        raise UsageError(f"that is all of story {story}; leave at least one entry in it")
    new = await new_story(entries[0], world)
    await world.archive.split(story, new, entries)
    return new


async def choose(stories: Sequence[str], world: World, kind: str = "") -> tuple[str, ...]:
    """Have these stories written, whatever they are worth; the ids of those that will be and were not to be before.

    Of a written one, what goes on with it; a refused one is tried again. Raises `UsageError` for a story that is not
    there, and a written one of which nothing new has come in.
    """
    wanted: list[str] = []
    for story in stories:
        row = (await _open(story, world)).row
        if row.stage == "refused":
            await world.archive.retry(story)
        wanted.append((await follow_up(row.story, world)).id if row.stage in WRITTEN else story)
    return await world.archive.choose(wanted, kind=kind)


async def follow_up(story: Story, world: World) -> Story:
    """The story that goes on with a written one: begun with what came in as news of it, the newest its headline.

    Where one goes on with it already, that one. Raises `UsageError` when nothing new has come in.
    """
    on = await world.archive.standing(story.id)
    if on != story.id:
        return (await _open(on, world)).row.story
    group = await _open(story.id, world)
    news = [member for member in group.members if member.news in NEWS]
    if not news:
        raise UsageError(
            f"nothing new has come in on story {story.id} since it was written; `newsbot stories show` lists it"
        )
    newest = max(news, key=lambda member: (member.news == "development", member.dated, member.entry.key))
    new = (await new_story(newest.entry, world)).model_copy(update={"follows": story.id})
    if await world.archive.go_on(story.id, new):
        return new
    return (await _open(await world.archive.standing(story.id), world)).row.story


async def _open(story: str, world: World) -> Group:
    """The story with its entries. Raises `UsageError` where there is none, or it was merged away."""
    group = await world.archive.group(story)
    if group is None:
        raise UsageError(f"there is no story {story}; `newsbot stories` lists them")
    for ruling in await world.archive.rulings(story):
        if ruling.kind == "merged" and ruling.story == story:
            raise UsageError(f"story {story} was merged into {ruling.other}; name that one")
    return group
