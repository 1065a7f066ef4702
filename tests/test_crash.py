"""A process that is killed in the middle: the same command goes on, nothing is half-written or paid twice."""

import asyncio
import json
import signal
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsroom_run import Result, left_in, started
from scripted_writer import ScriptedWriter

pytestmark = pytest.mark.deep

HEADLINE = "北辰实验室开源方言语音模型“听澜”"


class Hanging:
    """The scripted writer, with a model that falls silent from its `last`+1st answer on until `mended`."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._write = ScriptedWriter()
        self.mended = False

    def __call__(self, body: dict[str, Any]) -> Step:
        """The answer, or silence."""
        self._left -= 1
        return self._write(body) if self._left >= 0 or self.mended else Step.hang()


async def finished(args: Sequence[str], folder: Path, env: dict[str, str]) -> Result:
    async with started(args, folder, env) as process:
        out, err = await process.communicate()
        assert process.returncode is not None
        return Result(process.returncode, out.decode(), err.decode())


async def killed(args: Sequence[str], folder: Path, env: dict[str, str], model: ScriptedModel, requests: int) -> None:
    """Start the command, and kill it with -9 when the model has had this many requests."""
    async with started(args, folder, env) as process:
        async with asyncio.timeout(60):
            await model.arrived(requests)
        process.kill()
        assert await process.wait() == -signal.SIGKILL


def stories(folder: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(folder / ".newsbot" / "newsbot.db")
    try:
        return connection.execute("SELECT id, stage FROM stories").fetchall()
    finally:
        connection.close()


def prepared(site: SampleSite, model: ScriptedModel, **more: str) -> tuple[list[str], dict[str, str]]:
    """The command and its settings; one call at a time, so that every answer is in the books before the next call."""
    args = ["write", HEADLINE, *(arg for url in site.pages("A") for arg in ("--url", url)), "--json"]
    env = {
        "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins),
        "OPENAI_BASE_URL": model.base_url,
        "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
        "NEWSBOT_LLM__CONCURRENCY": "1",
    }
    return args, {**env, **more}


@pytest.mark.parametrize(
    ("writer", "judge", "answers"),
    [
        ("whole", "", 0),  # killed while the draft is being written
        ("whole", "scripted", 0),  # while the judge is being probed
        ("whole", "scripted", 1),  # while the draft is being written, the judge known
        ("whole", "scripted", 2),  # while the draft is being judged
        ("stepwise", "", 0),
        ("stepwise", "", 1),
        ("stepwise", "", 9),
    ],
)
async def test_killed_during_a_call_it_goes_on_and_pays_no_answer_twice_that_had_arrived(
    tmp_path: Path, writer: str, judge: str, answers: int
) -> None:
    script = Hanging(answers)
    async with SampleSite() as site, ScriptedModel(script) as model:
        args, env = prepared(site, model, NEWSBOT_WRITER=writer, NEWSBOT_LLM__JUDGE_MODEL=judge)
        await killed(args, tmp_path, env, model, answers + 1)
        assert left_in(tmp_path) == []
        begun = stories(tmp_path)
        assert len(model.bill) == answers
        script.mended = True
        result = await finished(args, tmp_path, env)
        assert result.code == 0, result.err
        sent = [received.raw for received in model.requests]
    assert sent[answers] in sent[answers + 1 :]  # the call that was cut off is made again, the same byte for byte
    settled = sent[:answers] + sent[answers + 1 :]
    assert len(settled) == len(set(settled)) == len(model.bill)  # and no other is
    assert [id for id, _ in stories(tmp_path)] == ([id for id, _ in begun] or [result.report["story"]])
    assert stories(tmp_path) == [(result.report["story"], "review")]
    assert left_in(tmp_path) == [result.report["path"]]


async def test_killed_while_sources_are_gathered_it_begins_again_and_writes_once(tmp_path: Path) -> None:
    """The page that hangs is the one the process is killed at; nothing stands in the drafts."""
    from aiohttp import web

    from loopback import site as web_site

    reached, mended = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        reached.set()
        await mended.wait()
        return web.Response(status=404)

    async with SampleSite() as site, ScriptedModel(ScriptedWriter()) as model, web_site({"/slow": slow}) as other:
        args, env = prepared(site, model, NEWSBOT_WRITER="whole")
        args += ["--url", other.url("/slow")]
        env["NEWSBOT_FETCH__ALLOW_ORIGINS"] = json.dumps([*site.origins, other.origin])
        async with started(args, tmp_path, env) as process:
            async with asyncio.timeout(60):
                await reached.wait()
            process.kill()
            await process.wait()
        assert left_in(tmp_path) == []
        assert [stage for _, stage in stories(tmp_path)] == ["new"]
        mended.set()
        result = await finished(args, tmp_path, env)
    assert result.code == 0, result.err
    assert left_in(tmp_path) == [result.report["path"]]
    assert stories(tmp_path) == [(result.report["story"], "review")]


async def test_two_processes_at_once_write_one_story_and_pay_for_it_once(tmp_path: Path) -> None:
    """Whoever loses the race throws its work away; both end well, with the same file."""
    async with SampleSite() as site, ScriptedModel(ScriptedWriter()) as model:
        args, env = prepared(site, model, NEWSBOT_WRITER="whole")
        both = await asyncio.gather(*(finished(args, tmp_path, env) for _ in range(2)))
        sent = [received.raw for received in model.requests]
    assert [result.code for result in both] == [0, 0], [result.err for result in both]
    if both[0].report["story"] == both[1].report["story"]:
        assert len(left_in(tmp_path)) == 1
        assert len(sent) == len(set(sent)) == 1
    else:  # one had ended before the other looked: that is a new attempt
        assert len(left_in(tmp_path)) == 2
