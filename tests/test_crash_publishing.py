"""A daemon killed at everything it does while it publishes: the next one goes on; one whole file, one commit.

The life that `test_crash_points.py` follows up to review goes on here: each life begins with a copy of one newsroom
whose article passed a probed judge and has waited long enough. What it does is found at run time, as there.
"""

import asyncio
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, text

from newsbot.demo.scripted_model import ScriptedModel
from newsbot.news import Published
from newsroom_run import beside
from scripted_writer import ScriptedWriter
from test_crash_points import CODE, DYING, LATER, TIMED, Lives, named, news
from test_pass_mode import outlet

pytestmark = pytest.mark.deep

WAITED = 3600.0  # seconds after review that the first publishing life begins


@dataclass(frozen=True)
class Put:
    """A life with kills in it, and what it left on the site."""

    how: str
    kills: tuple[str, ...]
    codes: tuple[int, ...]
    log: tuple[str, ...]
    stages: list[str]
    published: list[Published]
    files: dict[str, bytes]
    commits: list[str]
    uncommitted: str
    output: str

    @property
    def later(self) -> tuple[str, ...]:
        """What it did after the last kill."""
        last = max((at for at, line in enumerate(self.log) if line.startswith(DYING)), default=-1)
        return self.log[last + 1 :]


class PublishingLives(Lives):
    """Processes that each publish the article of a newsroom of their own."""

    async def prepare(self, stack: AsyncExitStack) -> None:
        """The newsroom that all lives begin with a copy of."""
        model = await stack.enter_async_context(ScriptedModel(ScriptedWriter()))
        sites = [await stack.enter_async_context(outlet(number)) for number in range(2)]
        self._whole = self._order(model)
        self._whole["env"] |= {
            "NEWSBOT_FETCH__ALLOW_ORIGINS": json.dumps([site.origin for site in sites]),
            "NEWSBOT_FEEDS": json.dumps([site.url("/feed.xml") for site in sites]),
        }
        folder = Path(self._whole["folder"])
        assert "may judge" in (await beside(["doctor"], folder, self._whole["env"])).out
        (folder / "site").mkdir(exist_ok=True)
        git(folder, "init", "--quiet")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", "the site")
        assert await self._obeyed({**self._whole, "kill": "", "how": "exit"}) == 0

    async def _obeyed(self, order: dict[str, Any]) -> int:
        process = await self._idle.get()
        try:
            self._say(process, order)
            assert process.stdout is not None
            return int(json.loads(await process.stdout.readline())["code"])
        finally:
            self._idle.put_nowait(process)

    def _copy(self) -> dict[str, Any]:
        self._count += 1
        folder = self._folder / str(self._count)
        shutil.copytree(self._whole["folder"], folder)
        env = {
            **self._whole["env"],
            "NEWSBOT_DATABASE_URL": self._url(str(self._count)),
            "NEWSBOT_FEEDS": "[]",
            "NEWSBOT_SITE__DIR": str(folder / "site"),
            "NEWSBOT_PUBLISH__MODE": "pass",
            "NEWSBOT_PUBLISH__DELAY": "1m",
            "NEWSBOT_PUBLISH__BUILD": "off",
            "NEWSBOT_PUBLISH__GIT": "commit",
            "NEWSBOT_DAEMON__PUBLISH": "1s",
            "NEWSBOT_DAEMON__TELL": "6h",  # else a life that is slow tells people too, and one that is fast does not
        }
        copy_database(self._whole["env"]["NEWSBOT_DATABASE_URL"], env["NEWSBOT_DATABASE_URL"])
        return {**self._whole, "folder": str(folder), "log": f"{folder}.log", "env": env, "until": ["published"]}

    async def put(self, how: str, *kills: str) -> Put:
        """A copy's life with these kills, one after the other, and then one that is let be."""
        async with self._places:
            order = self._copy()
            codes = []
            for number, kill in enumerate([*kills, ""]):
                later = WAITED + LATER * number
                codes.append(await self._obeyed({**order, "kill": kill, "how": how, "later": later}))
            return await asyncio.to_thread(left, order, how, kills, tuple(codes))


def left(order: dict[str, Any], how: str, kills: tuple[str, ...], codes: tuple[int, ...]) -> Put:
    folder, url = Path(order["folder"]), order["env"]["NEWSBOT_DATABASE_URL"]
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        stages = [row.stage for row in connection.execute(text("SELECT stage FROM stories"))]
        found = connection.execute(text("SELECT document FROM artifacts WHERE stage = 'published'")).scalars().all()
    engine.dispose()
    posts = folder / "site" / "content" / "posts"
    return Put(
        how=how,
        kills=kills,
        codes=codes,
        log=tuple(Path(order["log"]).read_text(encoding="utf-8").splitlines()),
        stages=stages,
        published=[Published.model_validate_json(each) for each in found],
        files={path.name: path.read_bytes() for path in posts.iterdir()} if posts.exists() else {},
        commits=git(folder, "log", "--format=%s").splitlines(),
        uncommitted=git(folder, "status", "--porcelain"),
        output=Path(f"{order['log']}.out").read_text(encoding="utf-8"),
    )


def copy_database(source: str, copy: str) -> None:
    if source.startswith("sqlite"):
        for path in Path(source.removeprefix("sqlite:///")).parent.glob(f"{Path(source).name}*"):
            shutil.copy(path, path.with_name(path.name.replace(Path(source).stem, Path(copy).stem, 1)))
        return
    names = [url.partition("?")[0].rpartition("/")[2] for url in (copy, source)]
    with psycopg.connect(source.replace(f"/{names[1]}", "/postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {names[0]}")
        connection.execute(f"CREATE DATABASE {names[0]} TEMPLATE {names[1]}")


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=newsbot", "-c", "user.email=newsbot@example.org")
    ended = subprocess.run(["git", *who, *args], cwd=folder / "site", capture_output=True, text=True, check=True)
    return ended.stdout


def wrong(life: Put) -> Iterator[str]:
    """What is not as it should be after this life."""
    renamed = [line for line in life.log if line.startswith("os.rename") and "content/posts" in line]
    checks = {
        "it ended badly": life.codes[-1] == 0 and set(life.codes[:-1]) <= {CODE[life.how], 0},
        "the story is not published": life.stages == ["published"] and len(life.published) == 1,
        "the site holds other files": list(life.files) == [each.name for each in life.published],
        "a file is not whole": [hashlib.sha256(each).hexdigest() for each in life.files.values()]
        == [each.sha256 for each in life.published],
        "the file was not written once": sum(not line.startswith(DYING) for line in renamed) == 1,
        "it was not committed once": len(life.commits) == 2 and life.uncommitted == "",
    }
    return (what for what, good in checks.items() if not good)


@pytest.mark.parametrize("how", ["exit", "signal"])
async def test_killed_at_anything_it_does_while_publishing_there_is_one_whole_file_and_one_commit(
    how: str, databases: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "newsbot")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "newsbot@example.org")
    async with AsyncExitStack() as stack:
        lives = PublishingLives(tmp_path, databases, await stack.enter_async_context(news()))
        await lives.begin(stack)
        await lives.prepare(stack)
        undisturbed = await lives.put(how)
        assert list(wrong(undisturbed)) == [], undisturbed.output
        effects = undisturbed.log
        for kind in ("before commit", "after commit", "half written", "os.rename", "fsync", "subprocess.Popen git"):
            assert any(effect.startswith(kind) for effect in effects), kind
        firsts = {named(effect): effect for effect in reversed(effects)}
        chosen = effects if how == "exit" else tuple(firsts.values())
        tried = list(await asyncio.gather(*(lives.put(how, effect) for effect in chosen)))
        beyond: dict[str, tuple[str, ...]] = {}
        for life in tried:
            for effect in life.later:
                if named(effect) not in firsts:
                    beyond.setdefault(named(effect), (*life.kills, effect))
        tried += await asyncio.gather(*(lives.put(how, *kills) for kills in beyond.values()))
    found = {life.kills: (faults, life.codes) for life in tried if (faults := list(wrong(life)))}
    assert not found, "\n".join(f"{kills}: {faults}" for kills, faults in found.items())
    killed = {named(line.removeprefix(DYING)) for life in tried for line in life.log if line.startswith(DYING)}
    done = {named(line.removeprefix(DYING)) for life in (undisturbed, *tried) for line in life.log}
    assert done - killed - TIMED == set()
