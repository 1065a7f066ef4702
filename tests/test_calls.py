"""What an article costs in calls of the model, and how often one has to wait for another."""

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from newsbot.errors import Malformed
from newsbot.news import Draft
from newsbot.newsroom import Reply, Request
from newsbot.settings import Role
from newsbot.writers import stepwise, whole
from story_cases import PROMPTS, sample_evidence
from test_writers_stepwise import FOREIGN, SECRET, Small, copied, well
from test_writers_whole import REPLY

T = TypeVar("T")


class Rounds:
    """Fulfils `newsroom.Model`: calls wait at a gate, which is opened when nobody can go on: that is one round."""

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Request, asyncio.Future[Reply]]] = []
        self.rounds: list[list[str]] = []
        """The purposes of the calls that were under way together."""

    def name(self, role: Role) -> str:
        return f"gated-{role}"

    async def ask(self, request: Request) -> Reply:
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, reply))
        return await reply

    async def through(self, work: Coroutine[Any, Any, T]) -> T:
        """The work's result; every call it made is in `rounds`."""
        task = asyncio.ensure_future(work)
        while not task.done():
            for _ in range(20):  # steps of the loop, enough for all that can go on without an answer
                await asyncio.sleep(0)
            opened, self._waiting = self._waiting, []
            if opened:
                self.rounds.append([request.purpose for request, _ in opened])
            for request, reply in opened:
                text = self._answer(request)
                reply.set_result(Reply(text=text, model="gated", prompt_tokens=1, completion_tokens=1))
        return await task

    @property
    def calls(self) -> int:
        return sum(map(len, self.rounds))


@pytest.mark.parametrize("concurrency", [1, 3, 8])
@pytest.mark.parametrize("said", [well, copied], ids=["a good model", "a model that is never right"])
async def test_sentence_by_sentence_costs_two_calls_a_sentence_and_three_in_as_few_rounds_as_its_places_allow(
    said: Callable[[str, int], str], concurrency: int
) -> None:
    model = Rounds(Small(said, FOREIGN))
    writing = stepwise.write(model, PROMPTS, FOREIGN, SECRET, 600, concurrency)
    try:
        drafted: Draft | None = await model.through(writing)
    except Malformed:
        drafted = None
    asked = {purpose for each in model.rounds for purpose in each if purpose.startswith("sentence:")}
    sentences = len({purpose.partition("#")[0] for purpose in asked})
    assert sentences >= 6
    assert model.calls <= 2 * sentences + 3
    assert len(model.rounds) <= 2 * math.ceil(sentences / concurrency) + 4
    assert max(map(len, model.rounds)) <= max(concurrency, 3)
    assert (drafted is not None) == (said is well)


async def test_a_whole_draft_is_one_call_in_one_round() -> None:
    model = Rounds(lambda request: REPLY)
    await model.through(whole.write(model, PROMPTS, sample_evidence("D"), SECRET, 600, 1500))
    assert model.rounds == [["draft"]]
