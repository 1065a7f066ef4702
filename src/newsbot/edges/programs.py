"""Other programs (Hugo, git), run under a bound on time and on what they may say."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

MOST_OUTPUT = 64_000
"""Bytes of a program's output that are kept, the first; what is beyond is read and forgotten."""

PRIVATE = ("NEWSBOT_", "OPENAI_")
"""Names of the environment that no other program gets: they may hold keys."""


class Ended(NamedTuple):
    """How a program ended: its exit code, None when it was stopped for its time, and what it said."""

    code: int | None
    said: str

    @property
    def told(self) -> str:
        """The last lines of what it said, as one line for people."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        errors = [line for line in lines if line.upper().startswith(("ERROR", "FATAL", "ERROR:"))]
        return " / ".join((errors or lines)[-3:])[:500]


async def run(args: Sequence[str], folder: Path, seconds: float, more: Mapping[str, str] | None = None) -> Ended:
    """Run the program in the folder for so many seconds at most; with all that it started, it is stopped then.

    Raises `OSError` when it cannot be started.
    """
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(PRIVATE)}
    process = await asyncio.create_subprocess_exec(
        *args,
        cwd=folder,
        env={**environment, **(more or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    kept = bytearray()
    try:
        async with asyncio.timeout(seconds):
            await _drained(process, kept)
            code: int | None = await process.wait()
    except TimeoutError:
        code = None
    finally:
        _stop(process)  # also what it left running in its own session
        await process.wait()
    return Ended(code, bytes(kept).decode("utf-8", "replace"))


async def _drained(process: asyncio.subprocess.Process, kept: bytearray) -> None:
    assert process.stdout is not None
    while piece := await process.stdout.read(65_536):
        kept += piece[: MOST_OUTPUT - len(kept)]


def _stop(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
