"""What the newsroom itself costs beside its model: one story alone, and many at once under a cap on calls.

    python bench/speed.py --delay 2 --stories 100 --at-once 8

A scripted model takes `--delay` seconds for every call. First one story is carried alone: its calls (a draft, and the
judge's look at it) are one after the other, so that their delays are the critical path. Then `--stories` stories are
carried, `--at-once` of them together with as many calls under way at most: no less than calls × delay ÷ places. Both
are held against the time that was really taken. SQLite; the model is served by a process of its own.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from newsbot import pipeline, wiring
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.news import Story
from newsbot.settings import Settings
from scripted_writer import REWORDED, ScriptedWriter

TEXT = "\n".join(list(REWORDED)[:10])
HEADLINE = "北辰实验室公开方言语音模型“听澜”的权重"


def serve(delay: float, told: Any) -> None:
    """Serve the model until killed; tells its address, and on request how many answers it gave."""
    asyncio.run(_serve(delay, told))


async def _serve(delay: float, told: Any) -> None:
    write = ScriptedWriter()
    async with ScriptedModel(lambda body: write(body).delayed(delay)) as model:
        told.send(model.base_url)
        while True:
            await asyncio.to_thread(told.recv)
            told.send(len(model.bill))


async def carried(newsroom: wiring.Newsroom, name: str, file: Path) -> None:
    """One new story, of a file, up to review."""
    story = Story(id=name, kind="news", headline=HEADLINE, files=(str(file),), created=datetime.now(UTC))
    row = await pipeline.carry(story, newsroom.world, newsroom.rules)
    assert row.stage == "review", row


async def measure(asked: argparse.Namespace, base_url: str, line: Any, folder: Path) -> None:
    os.environ |= {"OPENAI_BASE_URL": base_url}
    settings = Settings.model_validate(
        {
            "writer": "whole",
            "llm": {
                "draft_model": "scripted",
                "judge_model": "scripted",
                "concurrency": asked.at_once,
                "prices": {"scripted": {"input": 0.0, "output": 0.0}},
            },
            "budget": {"daily_tokens": 1_000_000_000, "daily_usd": 1_000_000},
        }
    )
    file = folder / "source.txt"
    file.write_text(TEXT, encoding="utf-8")

    def answers() -> int:
        line.send("?")
        return int(line.recv())

    async with wiring.opened(settings, lambda _stage, _what: None) as newsroom:
        await carried(newsroom, "f" * 32, file)  # words, parsers and templates are loaded once
        before, began, used = answers(), time.monotonic(), time.process_time()
        await carried(newsroom, "e" * 32, file)
        took, calls, used = time.monotonic() - began, answers() - before, time.process_time() - used
        path = calls * asked.delay
        print(f"one story: {calls} calls, {path:.1f} s of the model, {took:.2f} s in all; ", end="")
        print(f"beyond it {took - path:.2f} s (wanted: {0.05 * path + 0.3:.2f} s), {used:.2f} s of a processor")

        waiting = iter(range(asked.stories))
        before, began, used = answers(), time.monotonic(), time.process_time()

        async def desk() -> None:
            for number in waiting:
                await carried(newsroom, f"{number:08x}" * 4, file)

        await asyncio.gather(*(desk() for _ in range(asked.at_once)))
        took, calls, used = time.monotonic() - began, answers() - before, time.process_time() - used
        least = calls * asked.delay / asked.at_once
        print(f"{asked.stories} stories, {asked.at_once} at once: {calls} calls, {least:.1f} s at the least, ", end="")
        print(f"{took:.1f} s in all: {took / least:.3f} of it (wanted: 1.1), {used:.1f} s of a processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--stories", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=8)
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(asked.delay, theirs), daemon=True)
    server.start()
    base_url = ours.recv()
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            asyncio.run(measure(asked, base_url, ours, Path(folder)))
    finally:
        server.kill()


if __name__ == "__main__":
    main()
