"""Tries what a model can do: whether the draft model answers, and whether the judge may judge."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from newsbot import judging
from newsbot.edges.store import Store
from newsbot.errors import ModelError, OutOfBudget, RateLimited, Unavailable
from newsbot.newsroom import Request, World
from newsbot.settings import Settings
from newsbot.wiring.learned import facts, remember
from newsbot.wiring.newsroom import Newsroom

PROBE_STORY = "probe"


async def probe(newsroom: Newsroom) -> str:
    """Ask the draft model one tiny structured question; the level it answered at.

    Raises `ModelError`.
    """
    model = newsroom.world.model(PROBE_STORY, 0)
    assert model is not None, "no model is set"
    assert newsroom.endpoint is not None, "a model has its endpoint"
    asked = await newsroom.store.spent(PROBE_STORY)
    request = Request(
        role="draft",
        purpose="doctor",
        ordinal=asked.calls,  # each look at the endpoint is a new call: a stored answer would prove nothing
        system="Answer with one JSON object.",
        user='Fill "city" with the capital of France, in English.',
        schema_name="probe",
        reply_schema={
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        max_tokens=200,
    )
    await model.ask(request)
    return newsroom.endpoint.level or "text"


async def judge_at_start(
    settings: Settings, world: World, store: Store
) -> tuple[bool, Callable[[], Awaitable[bool]] | None]:
    """Whether the judge may judge, and what probes it later where the endpoint is away or a cap is reached."""
    try:
        return await _judge_probed(settings, world, store), None
    except (Unavailable, RateLimited, OutOfBudget) as error:
        world.progress("problem", f"the judge could not be probed and is probed before the next draft: {error}")
        return False, _Probing(settings, world, store)
    except ModelError as error:
        world.progress("problem", f"the judge could not be probed, so nothing will be judged: {error}")
        return False, None


class _Probing:
    """The judge's probe, tried until the endpoint answers; what it showed then holds for this process."""

    def __init__(self, settings: Settings, world: World, store: Store) -> None:
        self._probed = partial(_judge_probed, settings, world, store)
        self._passed: bool | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> bool:
        """Whether the judge may judge. Raises `ModelError` where it cannot be asked."""
        async with self._turn:
            if self._passed is None:
                self._passed = await self._probed()
            return self._passed


async def _judge_probed(settings: Settings, world: World, store: Store) -> bool:
    """Whether the judge may judge: probed once for each endpoint and model, and kept. Raises `ModelError`."""
    model = world.model(PROBE_STORY, 0)
    if model is None or not settings.llm.judge_model:
        return False
    known = await facts(settings, store, settings.llm.judge_model)
    if known.judge is None or known.judge.test != judging.test(world.prompts):
        earlier = await store.spent(PROBE_STORY)
        probe = await judging.probe(model, world.prompts, earlier.calls)
        known = known.model_copy(update={"judge": probe})
        await remember(settings, store, settings.llm.judge_model, known)
    assert known.judge is not None
    if not known.judge.passed:
        world.progress(
            "problem",
            f"{settings.llm.judge_model} told {known.judge.accuracy:.0%} of {known.judge.pairs} known pairs apart "
            f"(needed: {judging.LEAST_ACCURACY:.0%}) and may not judge",
        )
    return known.judge.passed
