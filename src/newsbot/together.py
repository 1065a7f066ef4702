"""Several things at the same time, of which none outlives the failure of another."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")


@overload
async def together(one: Awaitable[A], two: Awaitable[B], /) -> tuple[A, B]: ...
@overload
async def together(*awaited: Awaitable[A]) -> tuple[A, ...]: ...
async def together(*awaited: Awaitable[Any]) -> tuple[Any, ...]:
    """What they come to, in their order. The first that fails ends the others, and is raised when they have ended.

    `asyncio.gather` lets the others go on: a call to a model that is still under way then finds the database closed
    when it wants to put down what it cost.
    """
    tasks = [asyncio.ensure_future(each) for each in awaited]
    try:
        return tuple(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
