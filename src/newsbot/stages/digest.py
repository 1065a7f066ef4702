"""A digest is composed of published articles: once for its evidence, once for its draft."""

from newsbot import digesting
from newsbot.errors import TooThin
from newsbot.news import Draft, Evidence, Story
from newsbot.newsroom import World
from newsbot.stages.house import Rules
from newsbot.writers import compose


async def composed(story: Story, world: World, rules: Rules) -> tuple[Evidence, Draft]:
    """A digest and what it rests on."""
    articles = await digesting.told(story.of, world)
    if len(articles) < rules.digest.least:
        raise TooThin(f"only {len(articles)} of the digest's {len(story.of)} articles are still on the site", ())
    return compose.compose(story, articles, rules.kind(story.kind), rules.digest.days)
