"""Which stories are worth an article: of all that heard of something lately the best that nobody writes yet."""

from collections.abc import Sequence

from newsbot.news import WRITTEN
from newsbot.newsroom import World
from newsbot.settings import Interests, Outlet
from newsbot.tracking.overview import Overview, best, overview
from newsbot.tracking.placing import HORIZON

TOGETHER = 200  # stories looked at at once: a fortnight of a large newsroom has tens of thousands


async def worth_writing(
    world: World, interests: Interests, listed: Sequence[Outlet], least: int, most: int
) -> tuple[Overview, ...]:
    """So many stories with a score of `least` or more, best first, of those that may be begun (`may_begin`).

    What editors follow stands first. No more than these are held while looking.
    """
    now = world.now()
    ids = await world.archive.heard(now - HORIZON)
    found: tuple[Overview, ...] = ()
    for start in range(0, len(ids), TOGETHER):
        groups = await world.archive.groups_named(ids[start : start + TOGETHER])
        looked_at = (overview(group, now, interests, listed) for group in groups)
        found = best((*found, *(each for each in looked_at if each.score.total >= least and may_begin(each))))[:most]
    return found


def may_begin(each: Overview) -> bool:
    """Whether an article of it may be begun: by itself, or as one that goes on with what was written."""
    row = each.group.row
    return row.chosen is None if row.stage == "new" else row.stage in WRITTEN and bool(each.news)
