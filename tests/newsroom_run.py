"""The real command line, in this process or one of its own: in a folder and an environment of its own."""

import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import newsbot
from newsbot.cli import main

Env = Mapping[str, str]
NONE: Env = {}


class Result(NamedTuple):
    """How a run ended: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """What `--json` printed: stdout holds one object and nothing else."""
        value: dict[str, Any] = json.loads(self.out)
        return value


class _Typed(io.StringIO):
    """A terminal on which these lines are typed."""

    def isatty(self) -> bool:
        return True


def run(args: Sequence[str], cwd: Path, env: Env = NONE, *, typed: str | None = None, piped: str = "") -> Result:
    """`newsbot ARGS` in `cwd`, with no other settings in the environment than `env`.

    `typed` is what a person types; without it stdin is no terminal, and holds what is `piped`. Imports are paid
    once for all runs of a process; servers that live in the test's event loop need `beside`.
    """
    out, err = io.StringIO(), io.StringIO()
    stdin = io.StringIO(piped) if typed is None else _Typed(typed)
    with (
        contextlib.chdir(cwd),
        _process(["newsbot", *args], clean(env), stdin),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = _exit_code()
    return Result(code, out.getvalue(), err.getvalue())


async def beside(args: Sequence[str], cwd: Path, env: Env = NONE) -> Result:
    """The same in a thread, while the servers of this event loop go on answering."""
    return await asyncio.to_thread(run, args, cwd, env)


@contextlib.asynccontextmanager
async def started(args: Sequence[str], folder: Path, env: Env) -> AsyncIterator[asyncio.subprocess.Process]:
    """`newsbot ARGS` as a process of its own; killed, if it still runs, at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "newsbot", *args),
        cwd=folder,
        env=clean(env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def clean(env: Env) -> dict[str, str]:
    """The machine's environment without anything that newsbot would read, and `env` added.

    A process started with it finds the package that is tested, installed or not.
    """
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("NEWSBOT_", "OPENAI_"))}
    return {**kept, "PYTHONPATH": str(Path(newsbot.__file__).parents[1]), **env}


def left_in(folder: Path) -> list[str]:
    """The files below a folder but the database's, as relative paths in order."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return sorted(str(path) for path in files if path.parts[0] != ".newsbot")


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        return ended.code
    raise AssertionError("the command line ends with an exit code")


@contextlib.contextmanager
def _process(argv: list[str], env: dict[str, str], stdin: io.StringIO) -> Iterator[None]:
    """Arguments, environment and stdin of the process, as a new one would have them."""
    before = sys.argv, dict(os.environ), sys.stdin
    sys.argv, sys.stdin = argv, stdin
    _environ(env)
    try:
        yield
    finally:
        sys.argv, sys.stdin = before[0], before[2]
        _environ(before[1])


def _environ(env: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
