"""The digest of a day or a week: which published articles it is of, once each, and what it is made from.

    published in the period ──not in an earlier digest──▶ by score, an event once ──▶ story of kind `digest`

Whoever asks twice on one day gets the same story, and so the same file: its id is made of the day and the period. An
article stands in one digest only; what goes on with it is an article of its own. Of several articles of one event, such
as a brief and the feature after it, the one of the highest score stands for it, and an event that a digest of the last
week told of comes back only with a page that was not known then. A digest that an editor refused has told of nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsbot import editions, ranking
from newsbot import story as stories
from newsbot.errors import Conflict, ParseError, TooThin
from newsbot.news import Article, Published, Signed, Story
from newsbot.newsroom import World
from newsbot.settings import Digest

KIND = "digest"
TRANSLATION = "translation"
"""A kind whose articles have no TL;DR that a digest could give."""
MOST_EARLIER = 1_000  # digests whose articles are remembered
REMEMBERED = timedelta(days=7)
"""How long the events of a digest are: each costs the reading of its article."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Hosts of a site whose configuration does not say yet where it will stand."""
# Two articles are of one event when more than half of the pages that one of them cites are the other's, and the titles
# share more than unrelated ones do: a page that tells of many things alone makes no event of them.
PAGES, TITLES = 0.5, 0.15


async def begun(world: World, wanted: Digest, zone: ZoneInfo) -> Story:
    """The digest of this calendar day, which a story may be kept of already. Raises `TooThin` for too few articles."""
    now = world.now()
    today = now.astimezone(zone).date()
    id = stories.story_id(KIND, today.isoformat(), (str(wanted.days),), (), 1)
    kept = await world.archive.row(id)
    if kept is not None:
        return kept.story
    since = now - timedelta(days=wanted.days)
    digests = await world.archive.stories_of(KIND, MOST_EARLIER)
    lately_made = [each for each in digests if each.created >= min(since, now - REMEMBERED)]
    earlier = [each for each in lately_made if await _stands(each, world)]
    known = {one for each in earlier for one in each.of}
    before = await told(tuple(one for each in earlier if each.created >= now - REMEMBERED for one in each.of), world)
    lately = await world.archive.published_lately(since)  # what was corrected since is among them
    rows = [await world.archive.row(each.story) for each in lately if each.at >= since and each.story not in known]
    stories_of_ours = [row.story for row in rows if row is not None]
    fresh = [each.id for each in stories_of_ours if not each.edition_of and each.kind not in (KIND, TRANSLATION)]
    ranked = sorted([(await _article(one, world), one) for one in fresh], key=lambda pair: (-pair[0].score, pair[1]))
    chosen = await _of_different_events([id for _, id in ranked], before, wanted.stories, world)
    if len(chosen) < wanted.least:
        raise TooThin(
            f"{len(chosen)} articles of the last {wanted.days} days are in no digest yet, each of an event of its own; "
            f"at least {wanted.least} are needed (digest.least)"
        )
    if address := unreachable([each.link for each in await told(chosen, world)]):
        world.progress("problem", f"the digest links to {address}, where no reader gets: set the site's own address")
    story = Story(id=id, kind=KIND, headline=f"{today.isoformat()} 综述", created=now, of=chosen)
    await world.archive.add_story(story)
    return story


def unreachable(links: Iterable[str]) -> str:
    """The first of these addresses that leads only to the machine it was made on; empty for none."""
    return next((link for link in links if urlsplit(link).hostname in LOOPBACK), "")


async def _stands(digest: Story, world: World) -> bool:
    row = await world.archive.row(digest.id)
    return row is not None and row.stage != "refused"


async def _of_different_events(
    ranked: Sequence[str], before: Sequence[Signed], most: int, world: World
) -> tuple[str, ...]:
    """The first stories in this order that can be told of, no two of one event, and none told of `before`."""
    chosen: dict[str, Signed] = {}
    for story in ranked:
        if len(chosen) == most:
            break
        for signed in await told((story,), world):
            if not any(same_event(signed, each) for each in chosen.values()) and not any(
                told_again(signed, each) for each in before
            ):
                chosen[story] = signed
    return tuple(chosen)


def same_event(one: Signed, other: Signed) -> bool:
    """Whether two articles tell of one event: they cite the same pages, under titles that resemble each other."""
    ours, theirs = _cited(one), _cited(other)
    if len(ours & theirs) <= PAGES * min(len(ours), len(theirs)):
        return False
    return ranking.alike(one.draft.title.text, other.draft.title.text) > TITLES


def told_again(one: Signed, earlier: Signed) -> bool:
    """Whether an article tells of the event of an earlier one, from no page that was not known then."""
    known = {(each.url, each.sha256) for each in earlier.evidence.sources}
    return same_event(one, earlier) and _cited(one) <= known


def _cited(signed: Signed) -> frozenset[tuple[str, str]]:
    """The pages that the article's sentences rest on."""
    ids = tuple(id for _, each in signed.draft.placed() for id in each.passages)
    named = {each.source for each in signed.evidence.cited(ids)}
    return frozenset((each.url, each.sha256) for each in signed.evidence.sources if each.id in named)


async def told(of: Sequence[str], world: World) -> tuple[Signed, ...]:
    """The articles of a digest as readers see them, corrections and all, those that are still on the site.

    One whose file was changed by hand is left out: nobody signed what it says.
    """
    found = []
    for story in of:
        row = await world.archive.row(story)
        published = await world.archive.artifact(story, "published")
        if row is None or row.stage != "published" or published is None:
            continue
        on_site = Published.model_validate_json(published)
        try:
            draft, evidence, _ = await editions.as_it_reads(on_site, world)
        except (Conflict, ParseError) as error:
            world.progress("problem", f"left out of the digest: {error}")
        else:
            if not draft.tldr:  # nothing says in a few sentences what it tells: a translation
                continue
            found.append(Signed(draft=draft, evidence=evidence, link=on_site.url))
    return tuple(found)


async def _article(story: str, world: World) -> Article:
    document = await world.archive.artifact(story, "review")
    assert document is not None, f"story {story} is published without having been in review"
    return Article.model_validate_json(document)
