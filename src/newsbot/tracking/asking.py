"""Asking the `rank` model about what a run of tracking brought: one call, source text as data."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from newsbot import draft as drafts
from newsbot import prompts
from newsbot.errors import Malformed
from newsbot.news import Evidence, Noun
from newsbot.newsroom import Model, Request, World

T = TypeVar("T", bound=BaseModel)


def model_of(world: World) -> Model | None:
    """The model, through the ledger. Its calls are booked under the day and no story, so that a cap on what one story
    may cost is not used up for good by them."""
    return world.model(f"tracking {world.now():%Y-%m-%d}", 0)


async def asked(
    world: World, model: Model, name: str, shown: Sequence[Noun], values: Mapping[str, Any], reply: type[T]
) -> T | None:
    """The reply to the prompt `news/NAME` about what is shown. None, with a line that says why, when it is no use.

    Raises `ModelError` where no answer came: then the same may be asked again.
    """
    digest = prompts.digest("\n".join(each.model_dump_json() for each in shown))
    evidence = Evidence(story="tracking", headline=digest, sources=(), passages=())
    marker = prompts.marker(await world.archive.secret(), evidence.story, evidence, name)
    prompt = world.prompts.prompt(f"news/{name}").rendered(marker=marker, **values)
    form = next(iter(reply.model_fields)), drafts.schema(reply)
    request = Request.under(prompt, f"{name}:{digest[:12]}", role="rank", form=form)
    try:
        return drafts.read((await model.ask(request)).text, reply)
    except Malformed as error:
        world.progress("problem", f"the rank model's answer ({name}) is no use: {error}")
        return None
