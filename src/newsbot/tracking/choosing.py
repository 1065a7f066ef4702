"""Which stories are worth an article: of all that heard of something lately the best that nobody writes yet.

Of each, what `rate` kept says how much it can be worth at most as of now (`ranking.at_most`). They are read with their
entries from the one that can be worth most, until what is left can be no better than what was found: of tens of
thousands a few hundred. Those of which nothing is kept, or what was kept of other entries or settings, are all read,
and what they are worth is kept.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsbot import ranking
from newsbot.news import WRITTEN
from newsbot.newsroom import Candidate, World
from newsbot.settings import Interests, Outlet
from newsbot.tracking.overview import Overview, best, order, overview, under
from newsbot.tracking.placing import HORIZON

TOGETHER = 100  # stories looked at at once
STORED = timedelta(milliseconds=1)  # what an instant may lose when it is stored

_Order = tuple[bool, float, float, str]
_FIRST: _Order = (False, -math.inf, 0.0, "")


async def worth_writing(
    world: World,
    interests: Interests,
    listed: Sequence[Outlet],
    least: int,
    most: int,
    *,
    together: int = TOGETHER,
) -> tuple[Overview, ...]:
    """So many stories with a score of `least` or more, best first, of those that may be begun (`may_begin`).

    What editors follow stands first. `together` are read at once, and no more are held beside those found.
    """
    now, ours = world.now(), under(interests, listed)
    known = {each.story: each for each in await world.archive.candidates(now - HORIZON)}
    unrated = {each.story for each in known.values() if each.under != ours}
    may_be = sorted((_FIRST if id in unrated else _at_best(each, now, interests), id) for id, each in known.items())
    left = [(at_best, id) for at_best, id in may_be if -at_best[1] >= least]
    found: tuple[Overview, ...] = ()
    for start in range(0, len(left), together):
        some = left[start : start + together]
        if len(found) == most and order(found[-1]) <= some[0][0]:
            break
        groups = await world.archive.groups_named([id for _, id in some])
        looked_at = [overview(group, now, interests, listed) for group in groups]
        found = best((*found, *(each for each in looked_at if each.score.total >= least and may_begin(each))))[:most]
        await world.archive.rate([each.rated for each in looked_at if each.group.row.story.id in unrated])
    return found


def may_begin(each: Overview) -> bool:
    """Whether an article of it may be begun: by itself, or as one that goes on with what was written."""
    row = each.group.row
    return row.chosen is None if row.stage == "new" else row.stage in WRITTEN and bool(each.news)


def _at_best(each: Candidate, now: datetime, interests: Interests) -> _Order:
    """Where the story stands among the others at best (`order`)."""
    total = ranking.at_most(each.lasting, each.newest, now, interests)
    newest = math.inf if each.newest is None else (each.newest + STORED).timestamp()
    return not each.followed, -total, -newest, each.story
