"""Several things at once: in their order, and none goes on when one has failed."""

import asyncio

import pytest

from newsbot.together import together


async def test_results_come_in_the_order_of_what_was_asked() -> None:
    first = asyncio.Event()

    async def late() -> str:
        await first.wait()
        return "late"

    async def early() -> str:
        first.set()
        return "early"

    assert await together(late(), early()) == ("late", "early")
    assert await together() == ()


async def test_a_failure_ends_the_others_and_waits_for_their_end() -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("put down")

    async def failing() -> None:
        await begun.wait()
        raise ValueError("down")

    with pytest.raises(ValueError, match="down"):
        await together(long(), failing())
    assert ended == ["put down"]


async def test_who_is_told_to_stop_stops_them_all() -> None:
    ended: list[int] = []

    async def long(number: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(number)

    whole = asyncio.ensure_future(together(long(1), long(2)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    whole.cancel()
    with pytest.raises(asyncio.CancelledError):
        await whole
    assert sorted(ended) == [1, 2]
