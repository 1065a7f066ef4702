"""How long a report takes beside its model: thirteen sources, seven chapters, about 570 sentences and cells.

    python bench/report.py --delay 2

A scripted model takes `--delay` seconds for every call, with as many calls under way as wanted. What is timed is from
the sources, which have been gathered, to the file: outline, chapters, frame, judge. It is held against five rounds of
calls. SQLite; the model is served by a process of its own.
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
from report_world import HEADLINE, ReportWriter, told

ROUNDS = 5


def serve(delay: float, line: Any) -> None:
    """Serve the model until killed; tells its address."""
    asyncio.run(_serve(delay, line))


async def _serve(delay: float, line: Any) -> None:
    async with ScriptedModel(ReportWriter(delay=delay)) as model:
        line.send(model.base_url)
        await asyncio.Event().wait()


def sources(folder: Path) -> tuple[str, ...]:
    """The sources as files in the folder."""
    files = []
    for number, (outlet, title, paragraphs) in enumerate(told()):
        files.append(folder / f"{number}.txt")
        files[-1].write_text("\n".join((f"{title}（{outlet}）", *paragraphs)), encoding="utf-8")
    return tuple(map(str, files))


async def measure(delay: float, base_url: str, files: tuple[str, ...]) -> None:
    """One report, after one that has loaded words, parsers and templates."""
    os.environ |= {"OPENAI_BASE_URL": base_url}
    llm = {"draft_model": "scripted", "judge_model": "scripted", "concurrency": 16}
    settings = Settings.model_validate({"llm": llm | {"prices": {"scripted": {"input": 0.0, "output": 0.0}}}})
    async with wiring.opened(settings, lambda _stage, _what: None) as newsroom:
        for name in ("f" * 32, "e" * 32):
            story = Story(id=name, kind="report", headline=HEADLINE, files=files, created=datetime.now(UTC))
            await newsroom.world.archive.add_story(story)
            row = await newsroom.world.archive.row(name)
            assert row is not None
            row = await pipeline.advance(row, newsroom.world, newsroom.rules)
            began, used = time.monotonic(), time.process_time()
            while row.stage in pipeline.WORKING:
                row = await pipeline.advance(row, newsroom.world, newsroom.rules)
            took, used = time.monotonic() - began, time.process_time() - used
            assert row.stage == "review", row
    print(f"a report: {took:.2f} s, {took / (ROUNDS * delay):.2f} of {ROUNDS} rounds of {delay:g} s; ", end="")
    print(f"{used:.2f} s of a processor; load {os.getloadavg()[0]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=2.0)
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(asked.delay, theirs), daemon=True)
    server.start()
    base_url = ours.recv()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        asyncio.run(measure(asked.delay, base_url, sources(Path(folder))))
    server.kill()


if __name__ == "__main__":
    main()
