"""New to gathered: sources are found and read, and passages of them chosen."""

from collections.abc import Iterator
from datetime import UTC, datetime

from newsbot import checks, contradictions, editions, embargo, evidence, gathering, topics
from newsbot.errors import EvidenceError
from newsbot.news import Article, Embargo, Evidence, Former, Kind, Source, Story, Verdict
from newsbot.newsroom import Row, World
from newsbot.stages.artifacts import Done, Refusal, artifact, refusal
from newsbot.stages.digest import composed
from newsbot.stages.feeds import poll
from newsbot.stages.house import Rules
from newsbot.witnesses import witnesses
from newsbot.writers import extract

EPOCH = datetime.fromtimestamp(0, UTC)


async def gather(row: Row, world: World, rules: Rules) -> Done:
    """Find and read the sources of a story, and choose its evidence; or refuse it with the reason."""
    story = row.story
    if story.edition_of:
        return "gathered", await editions.gathered(story, world, rules.characters), ""
    if story.of:
        evidence_of, _ = await composed(story, world, rules)
        return "gathered", evidence_of, ""
    if reason := await _forbidden(story, world, rules):
        return "refused", Refusal(reason=reason, searched=(), problems=(), forbidden=True), reason
    world.progress("gather", "feeds")
    await poll(world, rules)
    kind = rules.kind(story.kind)
    results = max(rules.results, kind.reach.sources if kind.reach else 0)
    model = world.model(story.id, row.tries)
    found = await gathering.gather(story, world, model, results, rules.policy, alone=kind.faithful)
    for problem in found.problems:
        world.progress("problem", problem)
    try:
        if kind.faithful:
            wanted = evidence.Wanted(story=story.id, headline=story.headline, url=story.url)
            original, chosen = evidence.entire(wanted, found.candidates, found.searched)
            found.candidates = [original]
        else:
            chosen = evidence.choose(story.id, found.queries, found.candidates, rules.limits_of(kind), found.searched)
    except EvidenceError as error:
        return "refused", refusal(error, [*found.problems, *found.misses]), str(error)
    if reason := _too_few(chosen, kind):
        return "refused", Refusal(reason=reason, searched=chosen.searched, problems=found.problems), reason
    chosen = chosen.model_copy(update={"notes": (*chosen.notes, *_flags(chosen, found))})
    for note in chosen.notes:
        world.progress("problem", note)
    against = contradictions.find(chosen.passages, chosen.sources)
    for each in against:
        world.progress(
            "problem", f"来源说法不一：{each.subject}，{each.one}为{each.values[0]}，{each.other}为{each.values[1]}"
        )
    former = await _former(story, world) if story.follows else None
    known: dict[str, object] = {"contradictions": against, "former": former}
    if held := _embargo(chosen, found, rules):
        world.progress("problem", f"来源声明了发布时间限制：{held.words[:120]}")
        known["embargo"] = held
    return "gathered", chosen.model_copy(update=known), ""


async def _forbidden(story: Story, world: World, rules: Rules) -> str:
    """Why the story may not be told: a blocked topic in its headline or in the title of one of its entries."""
    if word := topics.blocked(story.headline, rules.blocked):
        return f"topics.block forbids “{word}”, which stands in the headline"
    group = await world.archive.group(story.id) if rules.blocked else None
    for member in group.members if group else ():
        if word := topics.blocked(member.entry.title, rules.blocked):
            return f"topics.block forbids “{word}”, which stands in the title “{member.entry.title[:80]}”"
    return ""


def _too_few(chosen: Evidence, kind: Kind) -> str:
    """Why an article of this kind cannot be written from so few sources; empty when it can."""
    independent = witnesses(chosen.sources)
    missing = kind.sources - len(independent)
    if missing > 0:
        named = ", ".join(_called(each) for each in independent)
        leaning = [each for each in chosen.sources if each not in independent]
        others = f"; no witness of its own: {', '.join(map(_called, leaning))}" if leaning else ""
        return (
            f"a {kind.name} needs at least {kind.sources} independent sources, and {len(independent)} can be used "
            f"({named}{others}); {missing} more {'is' if missing == 1 else 'are'} missing, name pages with --url"
        )
    carried = evidence.carries(chosen)
    if kind.reach and kind.length and carried < checks.TOO_SHORT * kind.length[0]:
        return (
            f"a {kind.name} has at least {kind.length[0]} characters, and what these {len(chosen.sources)} sources say "
            f"carries about {carried}; name more pages, or longer ones, with --url"
        )
    return ""


def _called(source: Source) -> str:
    return source.publisher or source.title[:40] or source.url


def _flags(chosen: Evidence, found: gathering.Gathered) -> Iterator[str]:
    """A note on each source whose page speaks to language models, also outside the passages that were chosen."""
    pages = {each.page.sha256: each.page for each in found.candidates}  # documents handed in have no address
    for source in chosen.sources:
        if flag := checks.note(source.id, pages[source.sha256].text):
            yield flag


def _embargo(chosen: Evidence, found: gathering.Gathered, rules: Rules) -> Embargo | None:
    """The latest embargo that one of the sources states on itself; one of which nobody can read the date goes first."""
    pages = {each.page.sha256: each.page for each in found.candidates}
    read = [pages[source.sha256] for source in chosen.sources]
    stated = [embargo.find(page.text, page.fetched, rules.house.zone) for page in read]
    held = [each for each in stated if each is not None]
    return max(held, key=lambda each: (each.until is None, each.until or EPOCH), default=None)


async def _former(story: Story, world: World) -> Former | None:
    """The article that the story goes on with, and what its entries say is new; None where it was never written."""
    verdict = await world.archive.artifact(story.follows, "judged")
    written = await world.archive.artifact(story.follows, "review")
    if verdict is None or written is None:
        return None
    rested = await artifact(story.follows, "gathered", Evidence, world)
    draft = Verdict.model_validate_json(verdict).draft
    group = await world.archive.group(story.id)
    return Former(
        story=story.follows,
        title=draft.title.text.removeprefix(extract.MARK),
        name=Article.model_validate_json(written).name,
        said=(*(sentence.text for _, sentence in draft.placed()), *(passage.text for passage in rested.passages)),
        new=tuple(dict.fromkeys(fact for member in group.members for fact in member.facts)) if group else (),
    )
