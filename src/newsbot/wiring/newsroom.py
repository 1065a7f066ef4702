"""An open newsroom, as the faces get it."""

from dataclasses import dataclass

from newsbot import publishing
from newsbot.edges.llm import OpenAIEndpoint
from newsbot.edges.store import Store
from newsbot.newsroom import World
from newsbot.settings import Settings
from newsbot.stages import Rules


@dataclass(frozen=True)
class Newsroom:
    """An open newsroom: the world, the rules, and the edges that only the faces need by name."""

    settings: Settings
    world: World
    rules: Rules
    store: Store
    endpoint: OpenAIEndpoint | None
    publisher: publishing.Publisher
