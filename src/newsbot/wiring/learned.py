"""What is learned of a model at its endpoint, and kept between runs."""

from typing import Literal
from urllib.parse import urlsplit

from newsbot import judging
from newsbot.edges.llm import Level
from newsbot.edges.store import Store
from newsbot.news import Noun
from newsbot.settings import LOCAL, Settings

# Models below this many billion parameters write sentence by sentence: measured with 1.5 billion, where
# one structured call for a whole article repeated one vague sentence six times.
SMALL = 14.0


class Facts(Noun):
    """What is known of an endpoint and model, kept between runs: `doctor` learns it, `auto` picks by it."""

    level: Level | Literal[""] = ""
    judge: judging.Probe | None = None
    billions: float | None = None

    @property
    def small(self) -> bool:
        return self.billions is not None and self.billions < SMALL


async def facts(settings: Settings, store: Store, model: str) -> Facts:
    """What is kept about this model at the configured endpoint."""
    kept = await store.endpoint(_place(settings), model)
    return Facts.model_validate_json(kept) if kept else Facts()


async def remember(settings: Settings, store: Store, model: str, known: Facts) -> None:
    """Keep what was learned about a model."""
    await store.remember_endpoint(_place(settings), model, known.model_dump_json())


def _place(settings: Settings) -> str:
    """The endpoint's address without anything that may be secret."""
    if settings.llm.base_url == LOCAL:
        return LOCAL
    parts = urlsplit(settings.llm.base_url or "https://api.openai.com/v1")
    return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}{parts.path}"
