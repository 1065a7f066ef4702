"""A daemon killed at everything it does to the world: the next one goes on, nothing is torn, lost or paid twice.

What it does is found at run time (`crash_life.py`), and each of these effects ends a life of its own; a signal from
outside ends one at each name of theirs. What only a life that goes on after a kill does is killed in its turn, so that
nothing it does stays untried.
"""

import asyncio
import hashlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text

import crash_life
from loopback import Site
from loopback import site as web_site
from newsbot.demo.scripted_model import ScriptedModel
from newsbot.news import Article
from newsroom_run import clean
from scripted_writer import REWORDED, ScriptedWriter

pytestmark = pytest.mark.deep

DYING = "killed at "
SETTLED = "after commit: update calls.state, delete notices #"
TIMED = {"before commit: update calls.lease_until", "after commit: update calls.lease_until"}
"""Renewals of leases, each second of a call: where no call takes one, none is done."""

AT_ONCE = 2  # lives, each in a process of its own
LATER = 600.0  # seconds after the kill that the next life begins: what the dead one held on PostgreSQL is free then
HEADLINE = "北辰实验室公开方言语音模型“听澜”的权重"


CODE = {"exit": crash_life.KILLED, "signal": -signal.SIGKILL}


@dataclass(frozen=True)
class Lived:
    """An installation's life with kills in it: what it did, what it left, and how often the model was paid."""

    how: str
    kills: tuple[str, ...]
    codes: tuple[int, ...]
    log: tuple[str, ...]
    stages: list[str]
    written: Article
    files: dict[str, bytes]
    billed: int
    settled: int
    output: str

    @property
    def effects(self) -> tuple[str, ...]:
        """All that it did or was about to do."""
        return tuple(line.removeprefix(DYING) for line in self.log)

    @property
    def later(self) -> tuple[str, ...]:
        """What it did after the last kill."""
        last = max((at for at, line in enumerate(self.log) if line.startswith(DYING)), default=-1)
        return self.log[last + 1 :]

    @property
    def lost(self) -> int:
        """Answers that had arrived, and whose process was killed before they were in the books.

        Between the two lies one commit and nothing else. No client can tell whether such a call was paid for.
        """
        lost = arrived = 0
        for line in self.log:
            if line.startswith(DYING):
                committed = line.startswith(f"{DYING}{SETTLED}")
                lost, arrived = lost + (arrived and not committed) + line.startswith(f"{DYING}model answered"), 0
            elif line.startswith("model answered"):
                arrived = 1
            elif line.startswith(SETTLED):
                arrived = 0
        return lost

    @property
    def unanswered(self) -> int:
        """Questions under way when their process was killed, by a renewal of their lease for one.

        The server may have answered, and have put it on the bill, or not yet.
        """
        unanswered = under_way = 0
        for line in self.log:
            if line.startswith(DYING):
                unanswered, under_way = unanswered + (under_way and "model answered" not in line), 0
            elif line.startswith("model "):
                under_way = line.startswith("model asked")
        return unanswered


class Lives:
    """Processes that live as they are told, `AT_ONCE` of them."""

    def __init__(self, folder: Path, url: Callable[[str], str], news: Site) -> None:
        self._folder = folder
        self._url = url
        self._news = news
        self._count = 0
        self._idle: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def begin(self, stack: AsyncExitStack) -> None:
        for _ in range(AT_ONCE):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                crash_life.__file__,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=clean({"PYTHONDONTWRITEBYTECODE": "1"}),
            )
            stack.push_async_callback(self._ended, process)
            model = await stack.enter_async_context(ScriptedModel(ScriptedWriter()))
            self._say(process, self._order(model))
            self._idle.put_nowait(process)

    async def _ended(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()

    def _say(self, process: asyncio.subprocess.Process, order: dict[str, Any]) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps(order).encode() + b"\n")

    def _order(self, model: ScriptedModel) -> dict[str, Any]:
        """A new installation."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        env = {
            "NEWSBOT_DATABASE_URL": self._url(str(self._count)),
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([self._news.origin]),
            "NEWSBOT_FEEDS": json.dumps([self._news.url("/feed.xml")]),
            "NEWSBOT_WRITER": "whole",
            "NEWSBOT_ARTICLE__MINIMUM": "200",
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__DRAFT_MODEL": "scripted",
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_LLM__CONCURRENCY": "1",
            "NEWSBOT_DAEMON__SCORE": "0",
            "NEWSBOT_DAEMON__CARRY": "1s",
        }
        places = {str(urlsplit(self._news.origin).port): "news", str(urlsplit(model.base_url).port): "model"}
        return {"folder": str(folder), "log": f"{folder}.log", "env": env, "places": places}

    async def lived(self, how: str, *kills: str) -> Lived:
        """A new installation's life with these kills, one after the other, and then one that is let be."""
        async with self._places, ScriptedModel(ScriptedWriter()) as model:
            order = self._order(model)
            codes = []
            for number, kill in enumerate([*kills, ""]):
                process = await self._idle.get()
                try:
                    self._say(process, {**order, "kill": kill, "how": how, "later": LATER * number})
                    assert process.stdout is not None
                    codes.append(json.loads(await process.stdout.readline())["code"])
                finally:
                    self._idle.put_nowait(process)
            url, folder = order["env"]["NEWSBOT_DATABASE_URL"], Path(order["folder"])
            stories, written, settled = await asyncio.to_thread(kept, url)
            return Lived(
                how=how,
                kills=kills,
                codes=tuple(codes),
                log=tuple(Path(order["log"]).read_text(encoding="utf-8").splitlines()),
                stages=stories,
                written=written,
                files={path.name: path.read_bytes() for path in (folder / "drafts").iterdir()},
                billed=len(model.bill),
                settled=settled,
                output=Path(f"{order['log']}.out").read_text(encoding="utf-8"),
            )


def kept(url: str) -> tuple[list[str], Article, int]:
    """Of a database: where each story stands, what was written, and how many answers were paid for."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        stages = [row.stage for row in connection.execute(text("SELECT stage FROM stories"))]
        articles = connection.execute(text("SELECT document FROM artifacts WHERE stage = 'review'")).all()
        settled = connection.execute(text("SELECT count(*) FROM calls WHERE state = 'settled'")).scalar_one()
    engine.dispose()
    (article,) = articles
    return stages, Article.model_validate_json(article.document), settled


def wrong(life: Lived) -> list[str]:
    """What is not as it should be after this life."""
    article = life.written
    renamed = [line for line in life.log if line.startswith("os.rename") and not line.startswith("killed")]
    checks = {
        "it ended badly": life.codes[-1] == 0 and set(life.codes[:-1]) <= {CODE[life.how], 0},
        "not every story is in review": life.stages == ["review"],
        "the folder holds other files": list(life.files) == [article.name],
        "the file is not whole": hashlib.sha256(life.files.get(article.name, b"")).hexdigest() == article.sha256,
        "the file was not written once": len(renamed) == 1,
        "an answer that had arrived was paid twice": 0 <= life.billed - life.settled - life.lost <= life.unanswered,
    }
    return [what for what, good in checks.items() if not good]


@asynccontextmanager
async def news() -> AsyncIterator[Site]:
    """One feed with one report, of a few sentences whose other wording the scripted writer knows."""
    pages: dict[str, str | bytes] = {}
    async with web_site(pages) as running:
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in list(REWORDED)[:8])
        head = f"<html><head><title>{HEADLINE}</title></head>"
        page = f"{head}<body><article><h1>{HEADLINE}</h1>{paragraphs}</article></body></html>"
        when = format_datetime(datetime.now(UTC))
        feed = (
            f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>北桥社</title>"
            f"<item><guid>1</guid><title>{HEADLINE}</title><link>{running.url('/1.html')}</link>"
            f"<pubDate>{when}</pubDate></item></channel></rss>"
        )
        pages.update({"/feed.xml": feed.encode(), "/1.html": page})
        yield running


@pytest.mark.parametrize("how", ["exit", "signal"])
async def test_killed_at_anything_it_does_it_goes_on_and_nothing_is_torn_lost_or_paid_twice(
    how: str, databases: Callable[[str], str], tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        lives = Lives(tmp_path, databases, await stack.enter_async_context(news()))
        await lives.begin(stack)
        undisturbed = await lives.lived(how)
        assert wrong(undisturbed) == [], undisturbed.output
        effects = undisturbed.log
        assert len(effects) >= 20
        for kind in ("before commit", "after commit", "model asked", "model answered", "half written", "os.rename"):
            assert any(effect.startswith(kind) for effect in effects), kind
        firsts = {named(effect): effect for effect in reversed(effects)}
        chosen = effects if how == "exit" else tuple(firsts.values())
        tried = list(await asyncio.gather(*(lives.lived(how, effect) for effect in chosen)))
        beyond: dict[str, tuple[str, ...]] = {}
        for life in tried:
            for effect in life.later:
                if named(effect) not in firsts:
                    beyond.setdefault(named(effect), (*life.kills, effect))
        tried += await asyncio.gather(*(lives.lived(how, *kills) for kills in beyond.values()))
    found = {life.kills: (faults, life.codes) for life in tried if (faults := wrong(life))}
    assert not found, "\n".join(f"{kills}: {faults}" for kills, faults in found.items())
    killed = {named(line.removeprefix(DYING)) for life in tried for line in life.log if line.startswith(DYING)}
    # What a timer does may come later in one life than in another: of those, every name is killed at, not every time.
    assert {named(effect) for life in (undisturbed, *tried) for effect in life.effects} - killed - TIMED == set()
    assert max(life.lost for life in tried) == 1


def named(effect: str) -> str:
    """What is done, whichever time it is."""
    return effect.rpartition(" #")[0]
