"""A bug, which nobody thought of, ends the run with its traceback; the key in its message stands nowhere.

The processes are the real ones. A fault is put into them as they start, by the `sitecustomize` of a folder on their
path: the named function raises something that is not in the error tree, with the key in its message.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbot.cli import bugs
from newsbot.demo.sample_site import SampleSite
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.edges.sandbox import JOBS
from newsroom_run import clean
from scripted_writer import ScriptedWriter

pytestmark = pytest.mark.deep

KEY = "sk-canary-77aa0d1e5b3c49f2"
PASSWORD = "hush-canary-19c4"
FAULT = '''
import builtins, os, sys

WHERE, WHAT = os.environ["FAULT"].split(":")
KEY = os.environ["OPENAI_API_KEY"]


class Finder:
    """Puts the fault in when its module has been loaded."""

    def find_spec(self, name, path, target=None):
        if name != WHERE:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec
        spec = find_spec(name)
        really = spec.loader.exec_module

        def exec_module(module):
            really(module)
            owner, _, last = WHAT.rpartition(".")
            holder = getattr(module, owner) if owner else module

            def faulty(*args, headers=f"authorization: Bearer {KEY}", **more):
                raise RuntimeError(f"an injected fault with {headers} and {os.environ.get('SPARE')}")

            setattr(holder, last, faulty)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())
'''

FAULTS = {
    "in a stage": "newsbot.gate.repairs:Gate.verdict",
    "in a request to the model": "newsbot.edges.llm.wire:Wire.post",
    "in a transport": "newsbot.edges.llm.wire:_Transport.handle_async_request",
    "in the ledger": "newsbot.edges.store.calls:settle",
    "in a tick": "newsbot.tracking.rating:overview",
    "at the start": "newsbot.wiring.books:calendar",
    "in the site": "newsbot.edges.site:DraftFolder.write",
}


def holding(folder: Path) -> list[str]:
    """Files in which a secret stands."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in found if any(each.encode() in path.read_bytes() for each in (KEY, PASSWORD))]


@pytest.fixture
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """The environment in which the fault is put in."""
    folder = tmp_path_factory.mktemp("fault")
    (folder / "sitecustomize.py").write_text(FAULT, encoding="utf-8")

    def env(fault: str) -> dict[str, str]:
        path = os.pathsep.join([str(folder), clean({})["PYTHONPATH"]])
        spare = f"postgresql://newsbot:{PASSWORD}@db.example/newsbot"
        return {"PYTHONPATH": path, "FAULT": fault, "OPENAI_API_KEY": KEY, "SPARE": spare}

    return env


async def ended(args: list[str], folder: Path, env: dict[str, str]) -> tuple[int, str]:
    """How the process ended, and all that it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "newsbot", *args),
        cwd=folder,
        env=clean(env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(60):
            out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, out.decode()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_bug_in_the_daemon_ends_it_and_the_key_stands_nowhere(
    fault: str, faulty: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    async with SampleSite() as site, ScriptedModel(ScriptedWriter()) as model:
        env = {
            **faulty(fault),
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_WRITER": "whole",
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins),
            "NEWSBOT_FEEDS": json.dumps(list(site.feeds)),
            "NEWSBOT_DAEMON__SCORE": "0",
            "NEWSBOT_DAEMON__CARRY": "1s",
        }
        code, said = await ended(["run", "--json"], tmp_path, env)
    assert code == 1, said
    assert "RuntimeError: an injected fault with authorization: Bearer ***" in said
    assert "Traceback" in said
    assert KEY not in said and PASSWORD not in said
    assert holding(tmp_path) == []


async def test_a_bug_in_a_command_is_a_traceback_without_the_key(
    faulty: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    code, said = await ended(["status"], tmp_path, faulty("newsbot.cli.status:_stages"))
    assert code == 1, said
    assert "an injected fault with authorization: Bearer *** and postgresql://newsbot:***@db.example/newsbot" in said
    assert holding(tmp_path) == []


def test_what_is_secret_is_replaced_wherever_it_stands_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    Path(".env").write_text("NEWSBOT_SEARCH__TAVILY_KEY=tvly-77121\n", encoding="utf-8")
    Path("newsbot.toml").write_text(
        f'database_url = "postgresql://newsbot:{PASSWORD}@db.example/newsbot"\n[notify]\nurls = ["tgram://77:ab/9"]\n',
        encoding="utf-8",
    )
    said = f"{KEY} {KEY}x tvly-77121 {PASSWORD} tgram://77:ab/9 sk-canary newsbot db.example"
    assert bugs.without(said) == "*** ***x *** *** *** sk-canary newsbot db.example"


def test_settings_that_cannot_be_read_hide_what_the_environment_calls_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    Path("newsbot.toml").write_text("no toml", encoding="utf-8")
    assert bugs.without(f"{KEY} is there") == "*** is there"


async def test_a_bug_in_a_parsers_process_costs_its_feed_and_says_only_what_kind_it_was(
    faulty: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    """A page may make a parser raise anything; what it said, nobody passes on."""
    module, _, name = JOBS["feed"].call.rpartition(".")
    async with SampleSite() as site:
        env = {
            **faulty(f"{module}:{name}"),
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps(site.origins),
            "NEWSBOT_FEEDS": json.dumps(list(site.feeds)),
        }
        code, said = await ended(["poll"], tmp_path, env)
    assert code == 1, said
    assert "RuntimeError" in said
    assert "injected" not in said and KEY not in said
    assert holding(tmp_path) == []
